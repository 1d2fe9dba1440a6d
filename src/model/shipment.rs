//! Shipments: one row for each physical movement, column by column.

use super::country::Country;
use super::id::{PartyId, ShipmentId};
use super::party::{Parties, Party};
use super::pieces::{Counts, counted_in};
use super::source::{SourceFile, SourceRow};
use super::text::{TextId, TextStore};
use super::time::Day;
use super::unit::Measure;
use super::word::{self, Word};
use serde::{Deserialize, Deserializer, Serialize};

/// Pounds in a kilogram.
const POUNDS: f64 = 2.2046;

/// The canonical shipments of a run.
///
/// Every column has one entry a shipment. Rows are sorted by (day, record id, content), so that a
/// [`ShipmentId`] also orders by time, whatever the order of files and rows was. What a record
/// does not state is missing (`TextId::NONE`, `None`, unknown), never "" or 0.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Shipments {
    /// Holds all text of this table and of `parties`.
    pub text: TextStore,
    /// The distinct parties that the columns below point at.
    pub parties: Parties,
    /// The files that rows were read from; `source` points at them.
    pub files: Vec<SourceFile>,

    /// The provider's id of the record, or one made from its content. Unique.
    pub record_id: Vec<TextId>,
    /// Where the record stands.
    pub source: Vec<SourceRow>,
    /// Day of departure or arrival, as the layout says.
    pub day: Vec<Day>,
    /// Who sends.
    pub shipper: Vec<Option<PartyId>>,
    /// Who receives.
    pub consignee: Vec<Option<PartyId>>,
    /// Who is told of the arrival.
    pub notify_name: Vec<TextId>,
    /// Who arranges the move.
    pub forwarder_name: Vec<TextId>,
    /// Who moves the goods.
    pub carrier: Vec<TextId>,
    /// Sea, air, road, rail, courier, as written.
    pub transport_mode: Vec<TextId>,
    /// Ship.
    pub vessel: Vec<TextId>,
    /// Voyage or flight.
    pub voyage: Vec<TextId>,
    /// House bill, or the only bill.
    pub bill_of_lading: Vec<TextId>,
    /// Master bill.
    pub master_bill: Vec<TextId>,
    /// Container number.
    pub container: Vec<TextId>,
    /// Where the goods were made.
    pub origin_country: Vec<Option<Country>>,
    /// Country the goods leave.
    pub export_country: Vec<Option<Country>>,
    /// Country the goods are declared to go to.
    pub destination_country: Vec<Option<Country>>,
    /// Port where loaded, as written.
    pub port_lading: Vec<TextId>,
    /// Port where unloaded, as written.
    pub port_unlading: Vec<TextId>,
    /// Where the carrier took the goods over.
    pub place_receipt: Vec<TextId>,
    /// Declared last destination, as written.
    pub final_destination: Vec<TextId>,
    /// Goods code, digits only, 4 to 12 of them.
    pub hs_code: Vec<TextId>,
    /// Goods as declared.
    pub description: Vec<TextId>,
    /// Declared number of `quantity_unit`.
    pub quantity: Vec<Measure>,
    /// Unit of `quantity`, canonical (PCS, KG, SET, ...) where known, else as written.
    pub quantity_unit: Vec<TextId>,
    /// Kilograms with packing.
    pub gross_weight_kg: Vec<Measure>,
    /// Kilograms without packing.
    pub net_weight_kg: Vec<Measure>,
    /// Declared value in `currency`.
    pub value: Vec<Measure>,
    /// Currency of `value`, ISO 4217; missing where not stated.
    pub currency: Vec<TextId>,
    /// `value` in US dollars by the yearly table; unknown where the currency or its rate is.
    pub value_usd: Vec<Measure>,
    /// Declared price of one unit in `currency`.
    pub unit_price: Vec<Measure>,
    /// Terms of delivery.
    pub incoterm: Vec<TextId>,
    /// Brand or maker as declared.
    pub brand: Vec<TextId>,

    /// Records joined into a shipment, sorted by shipment: their ids, rows, and the reason.
    pub merged: Vec<MergedRecord>,
    /// Cells whose cleaned value differs from what was written, sorted by shipment and column.
    pub originals: Vec<Original>,
    /// Cells that a joined record states and the one that keeps the shipment left blank, sorted by shipment and column.
    pub completed: Vec<Completed>,
    /// Columns that no canonical column takes, kept as they are.
    pub extra: Vec<ExtraColumn>,
}

/// A record that told of a movement another record tells of too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergedRecord {
    /// The shipment it was joined into.
    pub into: ShipmentId,
    /// Its own id.
    pub record_id: TextId,
    /// Where it stands.
    pub source: SourceRow,
    /// Why: one of [`JOINED`].
    #[serde(deserialize_with = "joined")]
    pub reason: Word,
}

/// What a cell said before it was cleaned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Original {
    /// The shipment.
    pub shipment: ShipmentId,
    /// Canonical column.
    #[serde(deserialize_with = "canonical")]
    pub column: Word,
    /// The cell as written.
    pub text: TextId,
}

/// A cell taken from a record of the same movement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completed {
    /// The shipment.
    pub shipment: ShipmentId,
    /// Canonical column.
    #[serde(deserialize_with = "canonical")]
    pub column: Word,
    /// Id of the record that states it.
    pub from: TextId,
}

impl Completed {
    /// The column and the record that states it.
    pub fn words(&self, text: &TextStore) -> String {
        format!("{} from {}", self.column, text.get(self.from))
    }
}

/// A source column outside the canonical ones.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ExtraColumn {
    /// Its name in the file.
    pub name: String,
    /// One cell a shipment.
    pub cells: Vec<TextId>,
}

/// Every reason for which a record is joined into another's shipment.
pub const JOINED: [&str; 4] = [
    "exact duplicate",
    "bill repeated",
    "master bill over house bills",
    "export and import record of one movement",
];

fn joined<'de, D: Deserializer<'de>>(from: D) -> Result<Word, D::Error> {
    word::one_of(from, JOINED.iter().copied())
}

fn canonical<'de, D: Deserializer<'de>>(from: D) -> Result<Word, D::Error> {
    let columns = super::table::SHIPMENTS.columns;
    word::one_of(from, columns.iter().map(|column| column.name))
}

impl Shipments {
    /// Number of shipments.
    pub fn len(&self) -> usize {
        self.day.len()
    }

    /// No shipments.
    pub fn is_empty(&self) -> bool {
        self.day.is_empty()
    }

    /// All ids in order, which is the order of days.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = ShipmentId> + use<> {
        (0..self.len()).map(ShipmentId::new)
    }

    /// A new party without a registration number; no address where that is empty.
    pub fn add_party(&mut self, name: &str, address: &str, country: Option<Country>) -> PartyId {
        let party = Party {
            name: self.text.intern(name),
            address: self.text.intern(address),
            country,
            registration_id: TextId::NONE,
        };
        self.parties.push(party)
    }

    /// The record id as text.
    pub fn record(&self, id: ShipmentId) -> &str {
        self.text.get(self.record_id[id.index()])
    }

    /// Country the goods leave: the export country, else the shipper's.
    pub fn from_country(&self, id: ShipmentId) -> Option<Country> {
        self.export_country[id.index()].or_else(|| self.country_of(self.shipper[id.index()]))
    }

    /// Country the goods go to: the declared destination, else the consignee's.
    pub fn to_country(&self, id: ShipmentId) -> Option<Country> {
        self.destination_country[id.index()].or_else(|| self.country_of(self.consignee[id.index()]))
    }

    /// The first four digits of the goods code.
    pub fn heading(&self, id: ShipmentId) -> Option<u16> {
        let code = *self.hs_code.get(id.index())?;
        heading_of(self.text.get(code))
    }

    /// Number of pieces: the declared quantity, else what the description counts out. The quantity tells nothing where it is
    /// a weight, a volume, or packages, or is 0 (which in trade records means that nobody filled it in).
    pub fn pieces(&self, id: ShipmentId) -> Measure {
        let declared = self.quantity[id.index()].get();
        let words = || self.text.get(self.description[id.index()]);
        (declared.filter(|n| *n > 0.0 && self.counts(id) == Counts::Pieces))
            .or_else(|| counted_in(words()))
            .into()
    }

    /// What the declared quantity tells.
    pub fn counts(&self, id: ShipmentId) -> Counts {
        Counts::of(self.text.get(self.quantity_unit[id.index()]))
    }

    /// A whole number without a unit, which may count pieces; unknown where it is the weight, in kilograms or pounds.
    pub fn bare_count(&self, id: ShipmentId) -> Measure {
        let bare = self.quantity_unit[id.index()].is_none();
        let whole = |n: &f64| bare && *n > 0.0 && n.fract() == 0.0;
        let declared = self.quantity[id.index()].get().filter(whole);
        let weights = [
            self.gross_weight_kg[id.index()],
            self.net_weight_kg[id.index()],
        ];
        let weighs = |n: f64| {
            let is = |kg: f64| (n - kg).abs() <= 0.01 * n || (n - POUNDS * kg).abs() <= 0.01 * n;
            weights.iter().filter_map(|kg| kg.get()).any(is)
        };
        declared.filter(|&n| !weighs(n)).into()
    }

    /// Declared number of packages; unknown where the quantity is none.
    pub fn packages(&self, id: ShipmentId) -> Measure {
        let declared = self.quantity[id.index()].get();
        (declared.filter(|n| *n > 0.0 && self.counts(id) == Counts::Packages)).into()
    }

    /// Kilograms: net, else gross. A weight of zero is no statement.
    pub fn kilograms(&self, id: ShipmentId) -> Measure {
        let stated = |weight: Measure| weight.get().filter(|kg| *kg > 0.0);
        stated(self.net_weight_kg[id.index()])
            .or_else(|| stated(self.gross_weight_kg[id.index()]))
            .into()
    }

    /// Kilograms as moved: gross, else net. Nearly every record states it, so it is what two papers of one lot are compared
    /// by; the net weight is on some of them only.
    pub fn moved_kilograms(&self, id: ShipmentId) -> Measure {
        let stated = |weight: Measure| weight.get().filter(|kg| *kg > 0.0);
        stated(self.gross_weight_kg[id.index()])
            .or_else(|| stated(self.net_weight_kg[id.index()]))
            .into()
    }

    /// Times that the declared quantity, where it is a weight, holds the gross weight; unknown where either is.
    /// Goods cannot weigh much less with their packing than they weigh.
    pub fn quantity_over_weight(&self, id: ShipmentId) -> Measure {
        let unit = self.text.get(self.quantity_unit[id.index()]);
        let is_weight = ["KG", "KGS", "KGM"]
            .iter()
            .any(|word| word.eq_ignore_ascii_case(unit));
        let quantity = self.quantity[id.index()].get().filter(|_| is_weight);
        let gross = self.gross_weight_kg[id.index()].get();
        quantity
            .zip(gross.filter(|gross| *gross > 0.0))
            .map(|(quantity, gross)| quantity / gross)
            .into()
    }

    fn country_of(&self, party: Option<PartyId>) -> Option<Country> {
        self.parties.get(party?)?.country
    }
}

/// The first four digits of a goods code as a number; `None` if there are not four.
pub fn heading_of(code: &str) -> Option<u16> {
    code.get(..4)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gross_weight_stands_in_for_a_net_weight_that_says_nothing() {
        let mut shipments = Shipments::default();
        for (net, gross) in [(8.0, 10.0), (0.0, 10.0), (f64::NAN, 10.0), (0.0, 0.0)] {
            shipments.net_weight_kg.push(Measure::new(net));
            shipments.gross_weight_kg.push(Measure::new(gross));
        }
        let kilograms: Vec<Option<f64>> = (0..4)
            .map(|row| shipments.kilograms(ShipmentId::new(row)).get())
            .collect();
        assert_eq!(kilograms, [Some(8.0), Some(10.0), Some(10.0), None]);
    }

    #[test]
    fn a_number_without_a_unit_may_count_unless_it_is_the_weight() {
        let mut shipments = Shipments::default();
        for (quantity, gross, net) in [
            (13.0, 2000.0, f64::NAN),
            (2000.0, 2000.4, f64::NAN),
            (1000.0, 1100.0, 1000.0),
            (2205.0, 1000.0, f64::NAN),
            (1.5, 20.0, f64::NAN),
        ] {
            shipments.quantity.push(Measure::new(quantity));
            shipments.quantity_unit.push(TextId::NONE);
            shipments.gross_weight_kg.push(Measure::new(gross));
            shipments.net_weight_kg.push(Measure::new(net));
        }
        let counts: Vec<Option<f64>> = (0..5)
            .map(|row| shipments.bare_count(ShipmentId::new(row)).get())
            .collect();
        assert_eq!(counts, [Some(13.0), None, None, None, None]);
    }
}
