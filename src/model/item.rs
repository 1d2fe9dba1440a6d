//! Items: products that a control list can name, and what a shipment's text was recognised as.

use super::country::Country;
use super::id::{IdVec, ItemId, ShipmentId};
use super::time::Day;
use super::unit::{Measure, Range};
use serde::{Deserialize, Serialize};

/// What kind of thing a catalogue row is. Decides what can be converted into what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// One accelerator: a card or a module.
    Accelerator,
    /// A board that carries several accelerators (HGX baseboard, UBB).
    Baseboard,
    /// A server, workstation or rack that holds accelerators.
    System,
    /// Goods known only by a listed heading (CHPL and the like).
    ListedHeading,
}

/// A row of the catalogue. Figures are for ONE accelerator inside unless they say otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Stable slug, for example `nv_h100_sxm5`.
    pub id: String,
    /// Maker.
    pub vendor: String,
    /// Model name as printed in reports.
    pub model: String,
    /// Family of variants, for example `H100`. Units convert within a family.
    pub family: String,
    /// Kind of thing.
    pub kind: ItemKind,
    /// Form factor: PCIe, SXM5, OAM, rack, heading.
    pub form: String,
    /// Accelerators in one piece: 1 for a card, 8 for a DGX. Unknown if the model does not fix it.
    pub accelerators: Measure,
    /// Total processing performance of one accelerator (2 x MacTOPS x bit length).
    pub tpp: Measure,
    /// TPP divided by the applicable die area in mm2.
    pub performance_density: Measure,
    /// Memory bandwidth of one accelerator in GB/s.
    pub memory_bandwidth: Measure,
    /// Chip-to-chip (I/O) bandwidth of one accelerator in GB/s.
    pub io_bandwidth: Measure,
    /// Designed or marketed for data centres.
    pub datacenter: bool,
    /// A variant cut for the Chinese market.
    pub made_for_china: bool,
    /// First day on sale.
    pub launch: Option<Day>,
    /// Country of the maker whose technology makes the controls reach it.
    pub maker_country: Option<Country>,
    /// Kilograms of one piece, bare to packed.
    pub unit_weight_kg: Range,
    /// Price of one piece in US dollars, used to new.
    pub unit_price_usd: Range,
    /// Usual HS headings, six digits.
    pub hs6: Vec<String>,
    /// Tier on the Common High Priority List, for listed headings.
    pub chpl_tier: Option<String>,
    /// Electric power of one piece in watts, for capacity tests.
    pub power_watts: Measure,
    /// How sure the sources are: verified, likely, unverified.
    pub confidence: String,
    /// Other names it goes by in shipping papers, as written there.
    pub aliases: Vec<String>,
    /// Order and board numbers; one ending in `-` stands for every longer number.
    pub part_numbers: Vec<String>,
    /// PCI vendor and device numbers, `10DE:2330`.
    pub pci_ids: Vec<String>,
    /// Applicable die area of one accelerator in mm2.
    pub die_area_mm2: Measure,
    /// Memory of one accelerator in GB.
    pub memory_gb: Measure,
    /// Dense operations in 10^12 a second that give `tpp` with `bit_length`.
    pub dense_tops: Measure,
    /// Bits of the number format that gives the largest product.
    pub bit_length: Measure,
    /// Stands for its family where a text does not tell the variant.
    pub represents_family: bool,
    /// The bare family name is an everyday model number too (a pump H100).
    pub common_name: bool,
    /// Ids of the accelerators it can hold, the usual one first. Empty for a bare accelerator. Where
    /// there are several, `family`, `tpp` and their neighbours are those of the first: an assumption.
    pub holds: Vec<String>,
    /// Ids of the sources the figures rest on.
    pub sources: Vec<String>,
    /// What to know about the figures; empty if nothing.
    pub note: String,
}

impl Item {
    /// An item of which only id and kind are known.
    pub fn of_kind(id: impl Into<String>, kind: ItemKind) -> Self {
        Self {
            id: id.into(),
            vendor: String::new(),
            model: String::new(),
            family: String::new(),
            kind,
            form: String::new(),
            accelerators: Measure::UNKNOWN,
            tpp: Measure::UNKNOWN,
            performance_density: Measure::UNKNOWN,
            memory_bandwidth: Measure::UNKNOWN,
            io_bandwidth: Measure::UNKNOWN,
            datacenter: false,
            made_for_china: false,
            launch: None,
            maker_country: None,
            unit_weight_kg: Range::default(),
            unit_price_usd: Range::default(),
            hs6: Vec::new(),
            chpl_tier: None,
            power_watts: Measure::UNKNOWN,
            confidence: String::new(),
            aliases: Vec::new(),
            part_numbers: Vec::new(),
            pci_ids: Vec::new(),
            die_area_mm2: Measure::UNKNOWN,
            memory_gb: Measure::UNKNOWN,
            dense_tops: Measure::UNKNOWN,
            bit_length: Measure::UNKNOWN,
            represents_family: false,
            common_name: false,
            holds: Vec::new(),
            sources: Vec::new(),
            note: String::new(),
        }
    }

    /// Does the row stand for goods that no word names, known by weight and price alone? Such a row has no vendor.
    pub fn is_unnamed(&self) -> bool {
        self.kind != ItemKind::ListedHeading && self.vendor.is_empty()
    }
}

/// The catalogue: all items, sorted by id.
pub type Items = IdVec<ItemId, Item>;

/// How much a description says.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Wording {
    /// No description at all.
    #[default]
    Missing,
    /// Nothing testable: "computer parts", "electronics".
    Vague,
    /// Names goods that could be checked.
    Specific,
}

/// Where a declared number stands against the plausible range.
/// The number is a ratio to the nearer bound: 1 inside, below 1 under `low`, above 1 over `high`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Plausibility {
    /// The declared figure (kg a unit, or USD a kg).
    pub declared: Measure,
    /// The plausible range it was held against.
    pub expected: Range,
    /// Ratio to the nearer bound; unknown if either is.
    pub ratio: Measure,
}

/// What each shipment was recognised as: one entry a shipment in every column.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Goods {
    /// The item, if any.
    pub item: Vec<Option<ItemId>>,
    /// The accelerator that the shipment consists of or holds, which is what a control question is
    /// about: the item itself for a card, the stated or usual one for a server.
    pub inside: Vec<Option<ItemId>>,
    /// Confidence of the recognition, 0 to 1; 0 where there is no item.
    pub confidence: Vec<f32>,
    /// Units in the shipment: accelerators for anything that holds them, else pieces.
    pub units: Vec<Measure>,
    /// TPP in the shipment: units x TPP of one accelerator.
    pub tpp: Vec<Measure>,
    /// Country of the maker by brand, words or declared origin, for goods that only a listed heading names.
    pub maker: Vec<Option<Country>>,
    /// How much the description says.
    pub wording: Vec<Wording>,
    /// Why the item was recognised: index into `reasons`, 0 where there is none.
    pub why: Vec<u32>,
    /// Distinct reasons; the first is "".
    pub reasons: Vec<String>,
}

impl Goods {
    /// In the reason of goods that are a machine outside the catalogue, known by the accelerators in it.
    pub const IN_A_MACHINE: &str = ", inside a machine that the catalogue does not hold";

    /// What a control question is about: the accelerator inside, else the goods themselves.
    pub fn controlled(&self, shipment: ShipmentId) -> Option<ItemId> {
        self.inside[shipment.index()].or(self.item[shipment.index()])
    }

    /// Is the item inside a machine that the catalogue does not hold? Then it is not what is weighed.
    pub fn is_in_a_machine(&self, shipment: ShipmentId) -> bool {
        let why = self.why.get(shipment.index());
        let reason = why.and_then(|why| self.reasons.get(*why as usize));
        reason.is_some_and(|reason| reason.contains(Self::IN_A_MACHINE))
    }
}
