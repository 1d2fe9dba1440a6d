//! All that a row says, for comparing rows and for names made from content.

use crate::model::{Country, Measure, PartyId, Shipments, TextId};
use sha2::{Digest, Sha256};
use std::cmp::Ordering;

/// A hash of all that a row says, for a record without an id.
pub fn digest(rows: &Shipments, row: usize) -> impl AsRef<[u8]> {
    let mut hash = Sha256::new();
    hash.update(rows.day[row].epoch().to_le_bytes());
    for id in texts_of(rows, row) {
        hash.update(rows.text.get(id).as_bytes());
        hash.update([0]);
    }
    for country in countries_of(rows, row) {
        hash.update(country.map_or("", Country::as_str).as_bytes());
        hash.update([0]);
    }
    for number in numbers_of(rows, row) {
        hash.update(number.to_le_bytes());
    }
    hash.finalize()
}

fn texts_of(rows: &Shipments, row: usize) -> [TextId; 25] {
    let party = |id: Option<PartyId>| {
        id.map_or([TextId::NONE; 3], |id| {
            let party = rows.parties[id];
            [party.name, party.address, party.registration_id]
        })
    };
    let ([a, b, c], [d, e, f]) = (party(rows.shipper[row]), party(rows.consignee[row]));
    [
        a,
        b,
        c,
        d,
        e,
        f,
        rows.notify_name[row],
        rows.forwarder_name[row],
        rows.carrier[row],
        rows.transport_mode[row],
        rows.vessel[row],
        rows.voyage[row],
        rows.bill_of_lading[row],
        rows.master_bill[row],
        rows.container[row],
        rows.port_lading[row],
        rows.port_unlading[row],
        rows.place_receipt[row],
        rows.final_destination[row],
        rows.hs_code[row],
        rows.description[row],
        rows.quantity_unit[row],
        rows.currency[row],
        rows.incoterm[row],
        rows.brand[row],
    ]
}

fn countries_of(rows: &Shipments, row: usize) -> [Option<Country>; 5] {
    let party = |id: Option<PartyId>| id.and_then(|id| rows.parties[id].country);
    [
        party(rows.shipper[row]),
        party(rows.consignee[row]),
        rows.origin_country[row],
        rows.export_country[row],
        rows.destination_country[row],
    ]
}

/// Bits that order known numbers by value and unknown ones last.
fn numbers_of(rows: &Shipments, row: usize) -> [u64; 5] {
    let bits = |m: Measure| {
        m.get().map_or(u64::MAX, |v| {
            let bits = (v + 0.0).to_bits();
            if bits >> 63 == 1 {
                !bits
            } else {
                bits | 1 << 63
            }
        })
    };
    [
        bits(rows.quantity[row]),
        bits(rows.gross_weight_kg[row]),
        bits(rows.net_weight_kg[row]),
        bits(rows.value[row]),
        bits(rows.unit_price[row]),
    ]
}

/// Compares what two rows say in the columns of the table, but for their days and ids.
pub fn by_words(rows: &Shipments, a: usize, b: usize) -> Ordering {
    let texts = |row| texts_of(rows, row).map(|id| rows.text.get(id));
    (numbers_of(rows, a).cmp(&numbers_of(rows, b)))
        .then_with(|| countries_of(rows, a).cmp(&countries_of(rows, b)))
        .then_with(|| texts(a).cmp(&texts(b)))
}

/// Compares two rows by all they say but their ids and places, the day first.
pub fn by_content(rows: &Shipments, a: usize, b: usize) -> Ordering {
    rows.day[a]
        .cmp(&rows.day[b])
        .then_with(|| by_words(rows, a, b))
        .then_with(|| {
            let extra = |row: usize| {
                rows.extra
                    .iter()
                    .map(move |column| rows.text.get(column.cells[row]))
            };
            extra(a).cmp(extra(b))
        })
}
