//! One physical movement, one shipment: records that tell of a movement another record tells of are joined into it.
//!
//! Two records are compared if they share a bill, or a word of a party and a number (`candidates`). They are one movement
//! if nothing that both state speaks against it and enough speaks for it (`same`); what only repeats (the same order
//! every week) is left alone. The first record in order of (day, id) keeps the shipment, and the others fill what it
//! leaves blank (`complete`).

mod brief;
mod candidates;
mod complete;
mod masters;
mod names;
mod same;
mod shared;

pub use complete::complete;
pub(super) use shared::shared;

use crate::model::shipment::JOINED;
use crate::model::{Day, MergedRecord, ShipmentId, Shipments};
use brief::Brief;
use candidates::Keys;
use names::MainWords;
use rayon::prelude::*;
use same::one_movement;

/// Days between the two records of one movement, at most: a sea voyage and the papers.
const WINDOW: i32 = 45;

/// Why a record is joined into another, in the order of [`JOINED`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It repeats the other.
    Exact,
    /// It repeats the other's bill.
    SameBill,
    /// It is the master bill over the other.
    Master,
    /// One is the export record, the other the import record.
    Mirror,
}

impl Reason {
    /// As it stands in the run.
    pub const fn word(self) -> &'static str {
        JOINED[self as usize]
    }
}

/// For each row, the row it is joined into and why.
pub type Joins = Vec<Option<(u32, Reason)>>;

/// The joins of a table whose rows are sorted by (day, id), with the keys of their bills ([`bill_keys`]).
pub fn joins(rows: &Shipments, bills: Vec<u64>) -> Joins {
    let masters = masters::over_houses(rows, &bills);
    let pairs = pairs(rows, bills);
    let mut into = vec![None; rows.len()];
    for (master, house) in masters {
        into[master as usize] = Some((house, Reason::Master));
    }
    join(&pairs, &rows.day, &mut into);
    into
}

/// Pairs of rows that are one movement, sorted.
fn pairs(rows: &Shipments, bills: Vec<u64>) -> Vec<(u32, u32, Reason)> {
    let briefs = Brief::all(rows, &bills);
    let mut met = candidates::pairs_of_bills(&bills, &briefs);
    drop(bills);
    let words = &MainWords::new(rows);
    let keys = Keys { rows, words };
    for family in candidates::FAMILIES {
        met.append(&mut candidates::pairs(&keys, &briefs, family));
        // Most families bring the same pairs together, and each needs one close look.
        met.par_sort_unstable();
        met.dedup();
    }
    met.into_par_iter()
        .filter_map(|(a, b)| Some((a, b, one_movement(rows, a as usize, b as usize)?)))
        .collect()
}

/// The keys of the bills of all rows, 0 where there is none.
pub fn bill_keys(rows: &Shipments) -> Vec<u64> {
    let key = |&id| rows.text.known(id).and_then(bill).unwrap_or(0);
    rows.bill_of_lading.par_iter().map(key).collect()
}

/// A hash of texts or numbers, one after the other.
fn hash(parts: &[&[u8]]) -> u64 {
    use std::hash::Hasher;
    let mut hasher = rustc_hash::FxHasher::default();
    for part in parts {
        hasher.write(part);
        hasher.write_u8(0xff);
    }
    hasher.finish()
}

/// A hash of numbers.
fn hash_numbers(numbers: [u64; 3]) -> u64 {
    use std::hash::Hasher;
    let mut hasher = rustc_hash::FxHasher::default();
    numbers.into_iter().for_each(|n| hasher.write_u64(n));
    hasher.finish()
}

/// The key of a bill; short ones are numbers of a day's list, not of a bill.
fn bill(text: &str) -> Option<u64> {
    (text.len() >= 5).then(|| hash(&[text.as_bytes()]))
}

/// Takes the joined rows out; `merged` holds what was joined before. Row ids are those of the table.
pub fn apply(
    rows: &Shipments,
    into: &[Option<(u32, Reason)>],
    merged: &[MergedRecord],
) -> (Vec<u32>, Vec<MergedRecord>) {
    let root = |row| root(into, row).0;
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
                reason: reason.word(),
            });
        }
    }
    all.par_sort_by(|a, b| {
        (a.into, rows.text.get(a.record_id), a.source).cmp(&(
            b.into,
            rows.text.get(b.record_id),
            b.source,
        ))
    });
    (order, all)
}

/// The row that a row ends up in, and whether the way there leads over a master bill.
fn root(into: &[Option<(u32, Reason)>], mut row: usize) -> (usize, bool) {
    let mut master = false;
    while let Some((next, reason)) = into[row] {
        row = next as usize;
        master |= reason == Reason::Master;
    }
    (row, master)
}

/// The mirrors that a record has.
#[derive(Clone, Copy, Default)]
struct Partners {
    count: u32,
    /// Day of the last met.
    day: Option<Day>,
    several_days: bool,
}

impl Partners {
    fn add(&mut self, day: Day) {
        self.several_days |= self.day.replace(day).is_some_and(|before| before != day);
        self.count += 1;
    }

    /// A copy of a record brings a second partner of its day. More of them, or one before and one after, are an order that
    /// comes again.
    fn is_mirrored(&self) -> bool {
        self.count <= 2 && !self.several_days
    }
}

/// Joins pairs. A record with several partners that are not copies of each other repeats an order: it is left alone
/// unless a bill says otherwise.
fn join(pairs: &[(u32, u32, Reason)], days: &[Day], into: &mut [Option<(u32, Reason)>]) {
    let mut partners = vec![Partners::default(); into.len()];
    for &(a, b, _) in pairs.iter().filter(|p| p.2 == Reason::Mirror) {
        partners[a as usize].add(days[b as usize]);
        partners[b as usize].add(days[a as usize]);
    }
    let exact = pairs.iter().filter(|p| p.2 == Reason::Exact);
    for &(a, b, reason) in exact.chain(pairs.iter().filter(|p| p.2 == Reason::SameBill)) {
        link(into, a, b, reason);
    }
    for &(a, b, reason) in pairs.iter().filter(|p| p.2 == Reason::Mirror) {
        if partners[a as usize].is_mirrored() && partners[b as usize].is_mirrored() {
            link(into, a, b, reason);
        }
    }
}

fn link(into: &mut [Option<(u32, Reason)>], a: u32, b: u32, reason: Reason) {
    let ((a, over_a), (b, over_b)) = (root(into, a as usize), root(into, b as usize));
    if a != b {
        // A further record of a master bill is one too.
        let reason = if over_a || over_b {
            Reason::Master
        } else {
            reason
        };
        into[a.max(b)] = Some((a.min(b) as u32, reason));
    }
}

#[cfg(test)]
mod tests;
