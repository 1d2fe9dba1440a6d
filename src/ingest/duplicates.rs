//! One physical movement, one shipment: records that tell of a movement another record tells of are joined into it.
//!
//! Two records are compared if they share a bill, or a word of a party and a number. They are one movement if nothing
//! that both state speaks against it and enough speaks for it; what only repeats (the same order every week) is left
//! alone. The first record in order of (day, id) keeps the shipment.

use super::finish::EXACT;
use crate::model::shipment::JOINED;
use crate::model::{Measure, MergedRecord, PartyId, ShipmentId, Shipments};
use crate::reference::countries::fold;
use rayon::prelude::*;
use std::hash::Hasher;

/// Days between the two records of one movement, at most: a sea voyage and the papers.
const WINDOW: i32 = 45;
/// Weights of one movement differ by rounding and repacking only.
const WEIGHT_SLACK: f64 = 0.0035;
/// The import value has freight and insurance on top: 1 to 9 % in customs guidance, more on small lots.
const VALUE_RATIO: std::ops::RangeInclusive<f64> = 0.97..=1.13;
/// Evidence from which two records without a common bill are one movement.
const ENOUGH: f64 = 2.25;
/// Records under one key beyond which the key says nothing.
const CROWD: usize = 64;

/// Reasons, as they stand in the run.
const MIRROR: &str = JOINED[3];
const SAME_BILL: &str = JOINED[1];
const MASTER: &str = JOINED[2];

/// The joins of a table whose rows are sorted by (day, id): for each joined row, the row it is joined into and why.
pub fn joins(rows: &Shipments) -> Vec<Option<(u32, &'static str)>> {
    let parties = Names::new(rows);
    let mut pairs: Vec<(u32, u32, &'static str)> = Vec::new();
    for family in [
        Family::Bill,
        Family::ShipperQuantity,
        Family::ConsigneeQuantity,
        Family::Weight,
        Family::WeightShifted,
    ] {
        pairs.par_extend(candidates(rows, &parties, family));
    }
    pairs.par_sort_unstable();
    pairs.dedup();
    let mut into = masters(rows);
    join(&pairs, &mut into);
    into
}

/// Takes the joined rows out; `merged` holds what was joined before. Row ids are those of the table.
pub fn apply(
    rows: &Shipments,
    into: &[Option<(u32, &'static str)>],
    merged: &[MergedRecord],
) -> (Vec<u32>, Vec<MergedRecord>) {
    let root = |mut row: usize| {
        while let Some((next, _)) = into[row] {
            row = next as usize;
        }
        row
    };
    let mut place = vec![0u32; rows.len()];
    let mut order = Vec::with_capacity(rows.len());
    for row in 0..rows.len() {
        if into[row].is_none() {
            place[row] = order.len() as u32;
            order.push(row as u32);
        }
    }
    let mut all: Vec<MergedRecord> = merged
        .iter()
        .map(|m| MergedRecord {
            into: ShipmentId::new(place[root(m.into.index())] as usize),
            ..m.clone()
        })
        .collect();
    for (row, join) in into.iter().enumerate() {
        if let Some((_, reason)) = join {
            all.push(MergedRecord {
                into: ShipmentId::new(place[root(row)] as usize),
                record_id: rows.record_id[row],
                source: rows.source[row],
                reason,
            });
        }
    }
    all.sort_by(|a, b| {
        (a.into, rows.text.get(a.record_id), a.source).cmp(&(
            b.into,
            rows.text.get(b.record_id),
            b.source,
        ))
    });
    (order, all)
}

/// By what records are brought together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    Bill,
    ShipperQuantity,
    ConsigneeQuantity,
    Weight,
    WeightShifted,
}

/// One number for the main word of each party's name, and the name folded.
struct Names {
    word: Vec<u64>,
    folded: Vec<Vec<String>>,
}

impl Names {
    fn new(rows: &Shipments) -> Self {
        let folded: Vec<Vec<String>> = rows
            .parties
            .as_slice()
            .par_iter()
            .map(|party| {
                let name = fold(rows.text.get(party.name));
                let mut words: Vec<String> = name
                    .split(' ')
                    .filter(|w| w.len() > 1 && !is_legal_form(w))
                    .map(str::to_owned)
                    .collect();
                words.sort_unstable();
                words.dedup();
                words
            })
            .collect();
        let word = folded
            .iter()
            .map(|words| {
                words
                    .iter()
                    .max_by_key(|w| (w.len(), std::cmp::Reverse(w.as_str())))
                    .map_or(0, |w| hash(&[w.as_bytes()]))
            })
            .collect();
        Self { word, folded }
    }

    /// Share of the words of the shorter name that the other has too; `None` where a name is missing.
    fn alike(&self, a: Option<PartyId>, b: Option<PartyId>) -> Option<f64> {
        let (a, b) = (a?, b?);
        if a == b {
            return Some(1.0);
        }
        let (a, b) = (&self.folded[a.index()], &self.folded[b.index()]);
        let shorter = a.len().min(b.len());
        if shorter == 0 {
            return None;
        }
        let common = a.iter().filter(|w| b.binary_search(w).is_ok()).count();
        Some(if a == b {
            1.0
        } else {
            common as f64 / shorter as f64 * 0.99
        })
    }
}

fn is_legal_form(word: &str) -> bool {
    const FORMS: [&str; 30] = [
        "LTD",
        "LIMITED",
        "LLC",
        "INC",
        "CORP",
        "CORPORATION",
        "GMBH",
        "CO",
        "COMPANY",
        "SA",
        "SRL",
        "BV",
        "PTE",
        "SDN",
        "BHD",
        "PVT",
        "PRIVATE",
        "JSC",
        "AS",
        "OY",
        "AG",
        "SPA",
        "PLC",
        "KFT",
        "OOO",
        "STI",
        "AO",
        "ООО",
        "АО",
        "THE",
    ];
    FORMS.contains(&word)
}

fn hash(parts: &[&[u8]]) -> u64 {
    let mut hasher = rustc_hash::FxHasher::default();
    for part in parts {
        hasher.write(part);
        hasher.write_u8(0xff);
    }
    hasher.finish()
}

fn key(rows: &Shipments, names: &Names, family: Family, row: usize) -> Option<u64> {
    let word = |party: Option<PartyId>| party.map(|p| names.word[p.index()]).filter(|&w| w != 0);
    let with =
        |word: u64, number: f64| hash(&[&word.to_le_bytes(), &number.to_bits().to_le_bytes()]);
    match family {
        Family::Bill => rows
            .text
            .known(rows.bill_of_lading[row])
            .filter(|b| b.len() >= 5)
            .map(|b| hash(&[b.as_bytes()])),
        Family::ShipperQuantity => Some(with(word(rows.shipper[row])?, rows.quantity[row].get()?)),
        Family::ConsigneeQuantity => {
            Some(with(word(rows.consignee[row])?, rows.quantity[row].get()?))
        }
        Family::Weight | Family::WeightShifted => {
            let weight = rows.gross_weight_kg[row].get().filter(|&g| g > 0.0)?;
            let shift = if family == Family::Weight { 0.0 } else { 0.5 };
            Some(with(
                word(rows.shipper[row])?,
                (weight.ln() * 100.0 + shift).floor(),
            ))
        }
    }
}

/// Pairs of rows that are one movement, of those that one family brings together.
fn candidates(rows: &Shipments, names: &Names, family: Family) -> Vec<(u32, u32, &'static str)> {
    let mut keys: Vec<(u64, u32)> = (0..rows.len())
        .into_par_iter()
        .filter_map(|row| Some((key(rows, names, family, row)?, row as u32)))
        .collect();
    keys.par_sort_unstable();
    let groups: Vec<&[(u64, u32)]> = keys
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|g| g.len() > 1)
        .collect();
    groups
        .into_par_iter()
        .flat_map_iter(|group| {
            let mut found = Vec::new();
            for (at, &(_, a)) in group.iter().enumerate() {
                // Rows are sorted by day, so the window ends the search.
                for &(_, b) in group[at + 1..].iter().take(CROWD) {
                    if rows.day[b as usize].since(rows.day[a as usize]) > WINDOW {
                        break;
                    }
                    if let Some(reason) = one_movement(rows, names, a as usize, b as usize) {
                        found.push((a, b, reason));
                    }
                }
            }
            found
        })
        .collect()
}

fn both(a: Measure, b: Measure) -> Option<(f64, f64)> {
    Some((a.get()?, b.get()?))
}

/// Do two records, the first no later than the second, tell of one movement?
fn one_movement(rows: &Shipments, names: &Names, a: usize, b: usize) -> Option<&'static str> {
    let differ = |x: Option<crate::model::Country>, y: Option<crate::model::Country>| {
        x.is_some() && y.is_some() && x != y
    };
    if differ(rows.export_country[a], rows.export_country[b])
        || differ(rows.destination_country[a], rows.destination_country[b])
        || differ(rows.origin_country[a], rows.origin_country[b])
    {
        return None;
    }
    let country = |party: Option<PartyId>| rows.parties.get(party?)?.country;
    if differ(country(rows.shipper[a]), country(rows.shipper[b]))
        || differ(country(rows.consignee[a]), country(rows.consignee[b]))
    {
        return None;
    }
    // Goods that go on from the consignee are the next leg, however alike the records.
    let onward = |from: usize, to: usize| {
        names
            .alike(rows.consignee[from], rows.shipper[to])
            .is_some_and(|s| s >= 0.9)
    };
    if (onward(a, b) || onward(b, a))
        && names
            .alike(rows.shipper[a], rows.consignee[a])
            .is_none_or(|s| s < 0.9)
    {
        return None;
    }
    let text = |column: &[crate::model::TextId], row: usize| rows.text.known(column[row]);
    let mut evidence = 0.0;
    let mut numbers = 0;
    if let Some((x, y)) = both(rows.quantity[a], rows.quantity[b]) {
        if x != y {
            return None;
        }
        // Ten or a hundred pieces are ordered again and again; 1,349 are not.
        let odd = x >= 100.0 && x % 10.0 != 0.0;
        evidence += if odd { 1.25 } else { 0.5 };
        numbers += usize::from(odd);
    }
    if let Some((x, y)) = both(rows.gross_weight_kg[a], rows.gross_weight_kg[b]) {
        if (x - y).abs() > (WEIGHT_SLACK * x.max(y)).max(0.11) {
            return None;
        }
        evidence += 1.5;
        numbers += 1;
    }
    if let Some((x, y)) =
        both(rows.value_usd[a], rows.value_usd[b]).filter(|&(x, y)| x > 0.0 && y > 0.0)
    {
        // Another currency comes through a yearly rate, so the bounds are wider.
        let same = rows.text.get(rows.currency[a]) == rows.text.get(rows.currency[b]);
        let ratio = y / x;
        if !(VALUE_RATIO.contains(&ratio) || (!same && (0.85..=1.25).contains(&ratio))) {
            return None;
        }
        evidence += 1.0;
        numbers += 1;
    }
    if let (Some(x), Some(y)) = (text(&rows.hs_code, a), text(&rows.hs_code, b))
        && x.get(..4) != y.get(..4)
    {
        return None;
    }
    match (text(&rows.description, a), text(&rows.description, b)) {
        (Some(x), Some(y)) if x == y => evidence += 1.0,
        (Some(x), Some(y)) => {
            let (x, y) = (goods(x), goods(y));
            if x == y {
                evidence += 1.0;
            } else if x.starts_with(y.as_str()) || y.starts_with(x.as_str()) {
                evidence += 0.5;
            } else {
                return None;
            }
        }
        _ => {}
    }
    let shippers = names.alike(rows.shipper[a], rows.shipper[b]);
    let consignees = names.alike(rows.consignee[a], rows.consignee[b]);
    let bills = (text(&rows.bill_of_lading, a), text(&rows.bill_of_lading, b));
    if let (Some(x), Some(y)) = bills {
        if x != y {
            return None;
        }
        let strangers = shippers.is_some_and(|s| s < 0.2) && consignees.is_some_and(|s| s < 0.2);
        return (!strangers && (evidence >= 1.0)).then(|| {
            if rows.day[a] != rows.day[b] {
                MIRROR
            } else if same_content(rows, a, b) {
                EXACT
            } else {
                SAME_BILL
            }
        });
    }
    let (shippers, consignees) = (shippers?, consignees?);
    if shippers < 0.3 || consignees < 0.3 || numbers == 0 {
        return None;
    }
    evidence +=
        0.25 * (f64::from(u8::from(shippers == 1.0)) + f64::from(u8::from(consignees == 1.0)));
    if evidence < ENOUGH {
        return None;
    }
    Some(if rows.day[a] == rows.day[b] && same_content(rows, a, b) {
        EXACT
    } else {
        MIRROR
    })
}

fn same_content(rows: &Shipments, a: usize, b: usize) -> bool {
    super::finish::by_content(rows, a, b) == std::cmp::Ordering::Equal
}

/// The words of goods without the phrases of forms.
fn goods(text: &str) -> String {
    let text = fold(text);
    let text = text
        .strip_prefix("STC ")
        .or_else(|| text.strip_prefix("SAID TO CONTAIN "))
        .unwrap_or(&text);
    text.strip_suffix(" AS PER INVOICE")
        .unwrap_or(text)
        .to_owned()
}

/// Joins pairs. A record with several partners that are not copies of each other repeats an order: it is left alone
/// unless a bill says otherwise.
fn join(pairs: &[(u32, u32, &'static str)], into: &mut [Option<(u32, &'static str)>]) {
    let mut partners = vec![0u32; into.len()];
    for &(a, b, reason) in pairs.iter().filter(|p| p.2 == MIRROR) {
        let _ = reason;
        partners[a as usize] += 1;
        partners[b as usize] += 1;
    }
    let exact = pairs.iter().filter(|p| p.2 == EXACT);
    for &(a, b, reason) in exact.chain(pairs.iter().filter(|p| p.2 == SAME_BILL)) {
        link(into, a, b, reason);
    }
    for &(a, b, reason) in pairs.iter().filter(|p| p.2 == MIRROR) {
        // A copy of a record brings a second partner; more than two are an order that comes again.
        if partners[a as usize] <= 2 && partners[b as usize] <= 2 {
            link(into, a, b, reason);
        }
    }
}

fn link(into: &mut [Option<(u32, &'static str)>], a: u32, b: u32, reason: &'static str) {
    let root = |into: &[Option<(u32, &'static str)>], mut row: u32| {
        while let Some((next, _)) = into[row as usize] {
            row = next;
        }
        row
    };
    let (a, b) = (root(into, a), root(into, b));
    if a != b {
        into[a.max(b) as usize] = Some((a.min(b), reason));
    }
}

/// A record of a master bill whose house bills are there too, with weights that add up, tells nothing new.
fn masters(rows: &Shipments) -> Vec<Option<(u32, &'static str)>> {
    let mut into = vec![None; rows.len()];
    let bill_key = |id| {
        rows.text
            .known(id)
            .filter(|b: &&str| b.len() >= 5)
            .map(|b| hash(&[b.as_bytes()]))
    };
    let mut houses: Vec<(u64, u32)> = (0..rows.len())
        .filter(|&row| {
            rows.master_bill[row].is_some()
                && rows.text.get(rows.master_bill[row]) != rows.text.get(rows.bill_of_lading[row])
        })
        .filter_map(|row| Some((bill_key(rows.master_bill[row])?, row as u32)))
        .collect();
    if houses.is_empty() {
        return into;
    }
    houses.par_sort_unstable();
    #[expect(
        clippy::needless_range_loop,
        reason = "the row indexes columns of both tables"
    )]
    for row in 0..rows.len() {
        if rows.master_bill[row].is_some() {
            continue;
        }
        let Some(key) = bill_key(rows.bill_of_lading[row]) else {
            continue;
        };
        let from = houses.partition_point(|h| h.0 < key);
        let under: Vec<u32> = houses[from..]
            .iter()
            .take_while(|h| h.0 == key)
            .map(|h| h.1)
            .filter(|&h| {
                rows.text.get(rows.master_bill[h as usize])
                    == rows.text.get(rows.bill_of_lading[row])
            })
            .filter(|&h| rows.day[h as usize].since(rows.day[row]).abs() <= WINDOW)
            .collect();
        let (Some(&first), Some(total)) = (under.first(), rows.gross_weight_kg[row].get()) else {
            continue;
        };
        let weights: Option<f64> = under
            .iter()
            .map(|&h| rows.gross_weight_kg[h as usize].get())
            .sum();
        if weights.is_some_and(|sum| (sum - total).abs() <= 0.02 * total) {
            into[row] = Some((first, MASTER));
        }
    }
    into
}

#[cfg(test)]
mod tests {
    use crate::ingest::{Options, shipments};
    use crate::model::Silent;

    const HEADER: &str = "record_id,date,shipper_name,shipper_country,consignee_name,consignee_country,bill_of_lading,master_bill,container,hs_code,description,quantity,gross_weight,value,currency\n";

    /// The ids that were joined, each with the shipment it went into and the reason.
    fn joined(rows: &str) -> Vec<(String, String, &'static str)> {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("rows.csv");
        std::fs::write(&path, format!("{HEADER}{rows}")).expect("write");
        let read = shipments(
            &[path],
            &Options {
                join_duplicates: true,
                ..Options::default()
            },
            &Silent,
        )
        .unwrap_or_else(|e| panic!("{e}"));
        let rows = &read.shipments;
        assert!(rows.files[0].adds_up());
        let text = |m: &crate::model::MergedRecord| {
            (
                rows.text.get(m.record_id).to_owned(),
                rows.record(m.into).to_owned(),
                m.reason,
            )
        };
        rows.merged.iter().map(text).collect()
    }

    fn one(id: &str, into: &str, reason: &'static str) -> Vec<(String, String, &'static str)> {
        vec![(id.to_owned(), into.to_owned(), reason)]
    }

    #[test]
    fn the_export_and_the_import_record_of_one_movement_are_joined() {
        let rows = "E1,2024-03-01,Orchid Example Ltd,SG,Lotus Example,MY,,,,847150,GPU SERVER,16,1480.5,100000,USD\n\
                    I1,2024-03-09,ORCHID EXAMPLE,SG,Lotus Example Sdn Bhd,MY,,,,84715000,Gpu server,16,1481.2,104500,USD\n";
        assert_eq!(joined(rows), one("I1", "E1", super::MIRROR));
    }

    #[test]
    fn a_bill_repeated_for_each_container_is_one_shipment() {
        let rows = "A,2024-03-01,Orchid Example,SG,Lotus Example,MY,BILL12345,,TCLU1234567,847150,GPU SERVER,16,1480,100000,USD\n\
                    B,2024-03-01,Orchid Example,SG,Lotus Example,MY,BILL12345,,TCLU7654321,847150,GPU SERVER,16,1480,100000,USD\n";
        assert_eq!(joined(rows), one("B", "A", super::SAME_BILL));
    }

    #[test]
    fn a_master_bill_over_its_house_bills_is_no_shipment_of_its_own() {
        let rows = "M,2024-03-01,Swift Forwarding Example,SG,Quick Forwarding Example,MY,MAST12345,,,847150,CONSOLIDATED,30,3000,,\n\
                    H1,2024-03-01,Orchid Example,SG,Lotus Example,MY,HOUS1,MAST12345,,847150,GPU SERVER,16,1480,100000,USD\n\
                    H2,2024-03-01,Cedar Example,SG,Maple Example,MY,HOUS2,MAST12345,,847180,CABLES,14,1520,1000,USD\n";
        assert_eq!(joined(rows), one("M", "H1", super::MASTER));
    }

    #[test]
    fn what_only_looks_alike_stays_apart() {
        let apart = [
            // Two bills.
            "A,2024-03-01,Orchid Example,SG,Lotus Example,MY,BILL1111,,,847150,GPU,16,1480,100000,USD\nB,2024-03-05,Orchid Example,SG,Lotus Example,MY,BILL2222,,,847150,GPU,16,1480,100000,USD\n",
            // Another quantity.
            "A,2024-03-01,Orchid Example,SG,Lotus Example,MY,,,,847150,GPU,16,1480,100000,USD\nB,2024-03-05,Orchid Example,SG,Lotus Example,MY,,,,847150,GPU,17,1480,100000,USD\n",
            // A round number and nothing else.
            "A,2024-03-01,Orchid Example,SG,Lotus Example,MY,,,,847150,GPU,100,,,\nB,2024-03-05,Orchid Example,SG,Lotus Example,MY,,,,847150,GPU,100,,,\n",
            // The next leg of a chain.
            "A,2024-03-01,Orchid Example,SG,Lotus Example,MY,,,,847150,GPU,137,1480,100000,USD\nB,2024-03-05,Lotus Example,MY,Cedar Other,CN,,,,847150,GPU,137,1480,104000,USD\n",
        ];
        for rows in apart {
            assert_eq!(joined(rows), [], "{rows}");
        }
        // The same order every week: nobody can say which record belongs to which.
        let weekly: String = (1..6)
            .map(|week| format!("W{week},2024-03-{:02},Orchid Example,SG,Lotus Example,MY,,,,847150,GPU,137,1480,100000,USD\n", week * 5))
            .collect();
        assert!(joined(&weekly).len() <= 1, "{:?}", joined(&weekly));
    }
}
