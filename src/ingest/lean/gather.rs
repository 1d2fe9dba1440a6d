//! The rows of all threads in one order, with one numbering.

use super::cells::{Cells, hash_of};
use super::names::Met;
use super::records::{Piece, Row};
use super::{Movement, Movements, Wants};
use crate::model::{Country, Day, TextId, TextStore};
use rayon::prelude::*;
use std::cmp::Ordering;

/// What one file gave.
#[derive(Default)]
pub struct Part {
    /// Its stretches in order.
    pub pieces: Vec<Piece>,
    /// The tables of its threads.
    pub met: Vec<Met>,
    /// Records read.
    pub read: u64,
    /// Records set aside.
    pub rejected: u64,
}

/// What all files gave so far.
#[derive(Default)]
pub struct Read {
    pieces: Vec<Piece>,
    met: Vec<Met>,
    read: u64,
    rejected: u64,
}

impl Read {
    /// Adds a file.
    pub fn add(&mut self, mut part: Part) {
        for piece in &mut part.pieces {
            piece.worker += self.met.len();
        }
        self.pieces.append(&mut part.pieces);
        self.met.append(&mut part.met);
        self.read += part.read;
        self.rejected += part.rejected;
    }

    /// Records read.
    pub fn rows(&self) -> u64 {
        self.read
    }
}

/// What can be said of the rows.
pub enum Outcome {
    /// All that was asked.
    Done(Movements),
    /// Records may be equal, or share an id, and more has to be known to tell.
    Unsure,
}

/// A row with the piece that holds its id.
#[derive(Clone, Copy)]
struct Placed {
    row: Row,
    piece: u32,
}

/// Sorts, drops what is told twice, and numbers.
pub fn gather(read: Read, wants: Wants) -> Outcome {
    let Read {
        pieces,
        met,
        rejected,
        ..
    } = read;
    let numbers = Numbers::of(&met);
    let mut ids: Vec<TextStore> = Vec::with_capacity(pieces.len());
    let mut workers: Vec<usize> = Vec::with_capacity(pieces.len());
    let mut rows = by_day(pieces, &mut ids, &mut workers);
    let all = All {
        ids: &ids,
        workers: &workers,
        met: &met,
        numbers: &numbers,
    };
    let unsure: usize = days(&mut rows)
        .into_par_iter()
        .map(|day| all.in_order(day, wants))
        .sum();
    let same_id = wants.ids && all.share_an_id(&rows);
    if same_id || (unsure > 0 && (wants.ids || !wants.codes)) {
        return Outcome::Unsure;
    }
    if unsure > 0 {
        // Rows of a day that say the same stand beside each other.
        rows.dedup_by(|b, a| all.by_content(a, b) == Ordering::Equal);
    }
    let mut text = numbers.codes;
    let shared = rows.par_iter().with_min_len(1 << 14).map(|placed| {
        let tables = workers[placed.piece as usize];
        let party = |cell: u32| numbers.names_of[tables][cell as usize].checked_sub(1);
        Movement {
            day: Day::from_epoch(placed.row.day),
            shipper: party(placed.row.shipper),
            consignee: party(placed.row.consignee),
            shipper_country: placed.row.shipper_country,
            consignee_country: placed.row.consignee_country,
            code: numbers.code_of[tables][placed.row.code.index()],
            id: TextId::NONE,
        }
    });
    let mut shared: Vec<Movement> = shared.collect();
    if wants.ids {
        for (movement, placed) in shared.iter_mut().zip(&rows) {
            movement.id = text.push(ids[placed.piece as usize].get(placed.row.id));
        }
    }
    Outcome::Done(Movements {
        rows: shared,
        names: numbers.names,
        text,
        rejected: usize::try_from(rejected).unwrap_or(usize::MAX),
        warnings: Vec::new(),
    })
}

/// The numbers of the threads' cells and codes in the whole.
struct Numbers {
    /// By table and cell; 0 for nobody, otherwise the number of the name plus one.
    names_of: Vec<Vec<u32>>,
    names: u32,
    code_of: Vec<Vec<TextId>>,
    codes: TextStore,
}

/// Table, cell, and the number of its name in its shard.
type Numbered = (u32, u32, u32);

/// Names are numbered in so many tables apart, each small enough to stay near a core.
const SHARDS: u32 = 32;

impl Numbers {
    fn of(met: &[Met]) -> Self {
        let hashes: Vec<Vec<u32>> = met
            .par_iter()
            .map(|one| {
                let hash = |cell: u32| one.key(cell).map_or(0, hash_of);
                (0..one.len()).map(hash).collect()
            })
            .collect();
        let shards: Vec<(Vec<Numbered>, u32)> = (0..SHARDS)
            .into_par_iter()
            .map(|shard| {
                let (mut found, mut keys) = (Vec::new(), Cells::new());
                for (table, one) in met.iter().enumerate() {
                    for (cell, &hash) in hashes[table].iter().enumerate() {
                        // The table takes the lower bits of the hash.
                        if hash >> 27 == shard
                            && let Some(key) = one.key(cell as u32)
                            && let Some(number) = keys.number(key, hash)
                        {
                            found.push((table as u32, cell as u32, number));
                        }
                    }
                }
                (found, keys.len() as u32)
            })
            .collect();
        let mut names_of: Vec<Vec<u32>> =
            met.iter().map(|one| vec![0; one.len() as usize]).collect();
        let mut names = 0;
        for (found, count) in shards {
            for (table, cell, number) in found {
                names_of[table as usize][cell as usize] = names + number + 1;
            }
            names += count;
        }
        let mut codes = TextStore::new();
        let mut code_of = Vec::new();
        for one in met {
            let code = |at: usize| codes.intern(one.codes.at(at));
            code_of.push((0..one.codes.len()).map(code).collect());
        }
        Self {
            names_of,
            names,
            code_of,
            codes,
        }
    }
}

/// Rows counted into their days; days are few and rows many. Pieces are given up one by one.
fn by_day(pieces: Vec<Piece>, ids: &mut Vec<TextStore>, workers: &mut Vec<usize>) -> Vec<Placed> {
    let days = || pieces.iter().flat_map(|p| &p.rows).map(|row| row.day);
    let (Some(first), Some(last)) = (days().min(), days().max()) else {
        return Vec::new();
    };
    // Ingest takes the years 1970 to 2099, so this is 47,482 at most.
    let slot = |day: i32| (day - first) as usize;
    let mut starts = vec![0u32; slot(last) + 2];
    days().for_each(|day| starts[slot(day) + 1] += 1);
    for i in 1..starts.len() {
        starts[i] += starts[i - 1];
    }
    let Some(any) = pieces.iter().flat_map(|p| &p.rows).next().copied() else {
        return Vec::new();
    };
    let blank = Placed { row: any, piece: 0 };
    let mut sorted = vec![blank; starts[starts.len() - 1] as usize];
    for piece in pieces {
        let number = ids.len() as u32;
        for row in piece.rows {
            let next = &mut starts[slot(row.day)];
            sorted[*next as usize] = Placed { row, piece: number };
            *next += 1;
        }
        ids.push(piece.ids);
        workers.push(piece.worker);
    }
    sorted
}

fn days(rows: &mut [Placed]) -> Vec<&mut [Placed]> {
    rows.chunk_by_mut(|a, b| a.row.day == b.row.day).collect()
}

/// What rows refer to.
struct All<'a> {
    ids: &'a [TextStore],
    workers: &'a [usize],
    met: &'a [Met],
    numbers: &'a Numbers,
}

impl All<'_> {
    fn id(&self, placed: &Placed) -> &str {
        self.ids[placed.piece as usize].get(placed.row.id)
    }

    /// Brings the rows of a day into order and tells how many repeat one before them, as far as was read.
    fn in_order(&self, day: &mut [Placed], wants: Wants) -> usize {
        if wants.ids {
            day.sort_unstable_by(|a, b| self.id(a).cmp(self.id(b)));
            return day.iter().filter(|placed| placed.row.id.is_none()).count();
        }
        let mut keyed: Vec<(u32, u32)> = day
            .iter()
            .enumerate()
            .map(|(at, placed)| (placed.row.hash, at as u32))
            .collect();
        keyed.sort_unstable();
        let mut repeated = 0;
        let mut together = false;
        for same in keyed
            .chunk_by(|a, b| a.0 == b.0)
            .filter(|same| same.len() > 1)
        {
            let mut rows: Vec<&Placed> = same.iter().map(|&(_, at)| &day[at as usize]).collect();
            rows.sort_by(|a, b| self.by_content(a, b));
            let equal = |pair: &&[&Placed]| self.by_content(pair[0], pair[1]) == Ordering::Equal;
            let found = rows.windows(2).filter(equal).count();
            repeated += found;
            together |= found > 0;
        }
        if together {
            day.sort_by(|a, b| self.by_content(a, b));
        }
        repeated
    }

    /// Compares all that was read of two rows of a day.
    fn by_content(&self, a: &Placed, b: &Placed) -> Ordering {
        let tables = |placed: &Placed| self.workers[placed.piece as usize];
        // Whatever stands where nobody is named says the same, with whatever country beside it.
        let party = |placed: &Placed, cell: u32, country: Option<Country>| {
            let table = tables(placed);
            let named = self.numbers.names_of[table][cell as usize] != 0;
            named.then(|| (country, self.met[table].party(cell)))
        };
        let code = |placed: &Placed| self.numbers.code_of[tables(placed)][placed.row.code.index()];
        let (x, y) = (&a.row, &b.row);
        (x.day.cmp(&y.day))
            .then_with(|| x.hash.cmp(&y.hash))
            .then_with(|| code(a).index().cmp(&code(b).index()))
            .then_with(|| {
                let shipper = |placed, row: &Row| party(placed, row.shipper, row.shipper_country);
                shipper(a, x).cmp(&shipper(b, y))
            })
            .then_with(|| {
                let consignee =
                    |placed, row: &Row| party(placed, row.consignee, row.consignee_country);
                consignee(a, x).cmp(&consignee(b, y))
            })
            .then_with(|| self.id(a).cmp(self.id(b)))
    }

    /// Do two rows, or a row and one that has none, share an id?
    fn share_an_id(&self, rows: &[Placed]) -> bool {
        let mut hashes: Vec<(u32, u32)> = rows
            .par_iter()
            .enumerate()
            .map(|(at, placed)| (placed.row.hash, at as u32))
            .collect();
        hashes.par_sort_unstable();
        hashes.par_chunk_by(|a, b| a.0 == b.0).any(|same| {
            let mut ids: Vec<&str> = same
                .iter()
                .map(|&(_, at)| self.id(&rows[at as usize]))
                .collect();
            ids.sort_unstable();
            ids.windows(2).any(|pair| pair[0] == pair[1])
        })
    }
}
