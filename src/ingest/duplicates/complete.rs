//! What one record of a movement leaves out, another of the same movement tells.
//!
//! The record that keeps a shipment is the first, not the fullest: the export record may state the value and the import
//! record the code. Blank cells are taken from the records joined into it, in order of (day, id); a stated cell is never
//! changed, and what belongs together (a number and its unit, a value and its currency) comes from one record; but a number
//! of packages or a weight in the place of the quantity gives way to the number of pieces. A master bill tells of several
//! shipments, so nothing is taken from one.

use super::{Joins, Reason};
use crate::model::word::Word;
use crate::model::{Completed, Counts, Measure, PartyId, ShipmentId, Shipments, TextId};

/// Fills blank cells of the rows that others are joined into. Row ids are those of the table.
pub fn complete(rows: &mut Shipments, into: &Joins) {
    let mut taken = Vec::new();
    for (from, join) in into.iter().enumerate() {
        if !matches!(join, Some((_, reason)) if *reason != Reason::Master) {
            continue;
        }
        let (to, _) = super::root(into, from);
        let mut taker = Taker {
            to,
            from,
            taken: &mut taken,
            record: rows.record_id[from],
        };
        taker.goods(rows);
        taker.worth(rows);
        taker.way(rows);
    }
    rows.completed.append(&mut taken);
}

/// Takes cells of one row for another.
struct Taker<'a> {
    to: usize,
    from: usize,
    /// Id of the record that tells.
    record: TextId,
    taken: &'a mut Vec<Completed>,
}

impl Taker<'_> {
    fn goods(&mut self, rows: &mut Shipments) {
        self.text("description", &mut rows.description);
        self.text("hs_code", &mut rows.hs_code);
        self.text("brand", &mut rows.brand);
        self.cell("origin_country", &mut rows.origin_country, Option::is_some);
        if self.goes_with(&rows.quantity, &rows.quantity_unit) {
            self.number("quantity", &mut rows.quantity);
            self.text("quantity_unit", &mut rows.quantity_unit);
        } else if self.counts_pieces_instead(rows) {
            self.take("quantity", &mut rows.quantity);
            self.take("quantity_unit", &mut rows.quantity_unit);
        }
        self.number("gross_weight", &mut rows.gross_weight_kg);
        self.number("net_weight", &mut rows.net_weight_kg);
    }

    fn worth(&mut self, rows: &mut Shipments) {
        // A price of one unit is in the currency of the value.
        if rows.unit_price[self.to].is_known() || !self.goes_with(&rows.value, &rows.currency) {
            return;
        }
        self.text("currency", &mut rows.currency);
        self.number("value_usd", &mut rows.value_usd);
        if self.number("value", &mut rows.value) {
            self.number("unit_price", &mut rows.unit_price);
            self.text("incoterm", &mut rows.incoterm);
        }
    }

    fn way(&mut self, rows: &mut Shipments) {
        // A declared country goes before that of the party, which the record that keeps the shipment told.
        let of_party = |party: Option<PartyId>| rows.parties.get(party?)?.country;
        let (from, to) = (
            of_party(rows.shipper[self.to]),
            of_party(rows.consignee[self.to]),
        );
        if from.is_none() || from == rows.export_country[self.from] {
            self.cell("export_country", &mut rows.export_country, Option::is_some);
        }
        if to.is_none() || to == rows.destination_country[self.from] {
            self.cell(
                "destination_country",
                &mut rows.destination_country,
                Option::is_some,
            );
        }
        self.text("vessel", &mut rows.vessel);
        if rows.vessel[self.to] == rows.vessel[self.from] {
            self.text("voyage", &mut rows.voyage);
        }
        for (column, cells) in [
            ("notify_name", &mut rows.notify_name),
            ("forwarder_name", &mut rows.forwarder_name),
            ("carrier", &mut rows.carrier),
            ("transport_mode", &mut rows.transport_mode),
            ("bill_of_lading", &mut rows.bill_of_lading),
            ("master_bill", &mut rows.master_bill),
            ("container", &mut rows.container),
            ("port_lading", &mut rows.port_lading),
            ("port_unlading", &mut rows.port_unlading),
            ("place_receipt", &mut rows.place_receipt),
            ("final_destination", &mut rows.final_destination),
        ] {
            self.text(column, cells);
        }
    }

    /// Can the other record's number with its unit stand here: is either left blank or the same?
    fn goes_with(&self, numbers: &[Measure], units: &[TextId]) -> bool {
        let (number, unit) = (numbers[self.to], units[self.to]);
        (!number.is_known() || number == numbers[self.from])
            && (unit.is_none() || unit == units[self.from])
    }

    /// Does the other record tell how many pieces, and this one how many packages or what weight?
    fn counts_pieces_instead(&self, rows: &Shipments) -> bool {
        let [here, there] = [self.to, self.from].map(|row| rows.counts(ShipmentId::new(row)));
        let known = rows.quantity[self.from].get().is_some_and(|n| n > 0.0);
        known && there == Counts::Pieces && here.differ(there)
    }

    fn text(&mut self, column: Word, cells: &mut [TextId]) -> bool {
        self.cell(column, cells, |id| id.is_some())
    }

    fn number(&mut self, column: Word, cells: &mut [Measure]) -> bool {
        self.cell(column, cells, |number| number.is_known())
    }

    /// Takes the cell if it is blank here and stated there.
    fn cell<T: Copy>(
        &mut self,
        column: Word,
        cells: &mut [T],
        stated: impl Fn(&T) -> bool,
    ) -> bool {
        let take = !stated(&cells[self.to]) && stated(&cells[self.from]);
        if take {
            self.take(column, cells);
        }
        take
    }

    fn take<T: Copy>(&mut self, column: Word, cells: &mut [T]) {
        cells[self.to] = cells[self.from];
        self.taken.push(Completed {
            shipment: ShipmentId::new(self.to),
            column,
            from: self.record,
        });
    }
}
