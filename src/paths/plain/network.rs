//! Legs laid out so that what can follow a leg is one stretch of an array.

use super::{Legs, Question, Refused};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// A leg that arrives outside the destinations, from which an arrival inside can still be reached.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way {
    /// Who receives.
    pub to: u32,
    /// Row of the leg.
    pub row: u32,
    /// The ways that can follow: a stretch of [`Network::ways`].
    pub ways: (u32, u32),
    /// The arrivals that can follow: a stretch of [`Network::arrivals`].
    pub arrivals: (u32, u32),
    /// Fewest further legs to an arrival.
    pub togo: u8,
}

/// A leg that arrives inside the destinations.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arrival {
    /// Who receives.
    pub to: u32,
    /// Row of the leg.
    pub row: u32,
}

/// The legs that can be on a path, grouped by where they leave from and sorted by day.
///
/// 32 bytes a way, 8 an arrival.
#[derive(Clone, Debug)]
pub struct Network {
    pub(super) ways: Vec<Way>,
    pub(super) arrivals: Vec<Arrival>,
    /// Ways that can be a first leg, in order of rows.
    pub(super) first: Vec<u32>,
    /// One an entity: does it receive arrivals and also stand elsewhere in paths?
    pub(super) mixed: Vec<bool>,
    pub(super) max_legs: usize,
}

/// Where legs leave from: an entity, or an entity and a heading.
struct Junctions {
    from: Vec<u32>,
    /// Junction at which each leg arrives; `NOWHERE` if nothing leaves from there.
    to: Vec<u32>,
    count: usize,
}

const NOWHERE: u32 = u32::MAX;

/// Cannot reach an arrival.
const NEVER: u8 = u8::MAX;

impl Junctions {
    fn of(legs: &Legs, question: &Question) -> Self {
        if !question.same_heading {
            return Self {
                from: legs.from.clone(),
                to: legs.to.clone(),
                count: legs.entities as usize,
            };
        }
        // Numbered in order of rows, so that nothing depends on hashing.
        let mut numbers: FxHashMap<(u32, u16), u32> = FxHashMap::default();
        let from = (0..legs.len())
            .map(|row| match legs.heading[row] {
                Some(heading) => {
                    let next = numbers.len() as u32;
                    *numbers.entry((legs.from[row], heading)).or_insert(next)
                }
                None => NOWHERE,
            })
            .collect();
        let to = (0..legs.len())
            .map(|row| {
                legs.heading[row]
                    .and_then(|heading| numbers.get(&(legs.to[row], heading)).copied())
                    .unwrap_or(NOWHERE)
            })
            .collect();
        Self {
            from,
            to,
            count: numbers.len(),
        }
    }
}

/// Rows grouped by junction, in order of rows and so of days within each.
struct Groups {
    offsets: Vec<u32>,
    rows: Vec<u32>,
    /// Day of each row, beside it: a search for a day stays in one stretch of memory.
    days: Vec<i32>,
}

impl Groups {
    fn of(junctions: &Junctions, legs: &Legs, keep: impl Fn(usize) -> bool) -> Self {
        let rows = || {
            junctions
                .from
                .iter()
                .enumerate()
                .filter(|(row, junction)| **junction != NOWHERE && keep(*row))
        };
        let mut offsets = vec![0u32; junctions.count + 1];
        for (_, &junction) in rows() {
            offsets[junction as usize + 1] += 1;
        }
        for i in 0..junctions.count {
            offsets[i + 1] += offsets[i];
        }
        let mut next = offsets.clone();
        let mut sorted = vec![0u32; offsets[junctions.count] as usize];
        let mut days = vec![0i32; sorted.len()];
        for (row, &junction) in rows() {
            let slot = &mut next[junction as usize];
            sorted[*slot as usize] = row as u32;
            days[*slot as usize] = legs.day[row].epoch();
            *slot += 1;
        }
        Self {
            offsets,
            rows: sorted,
            days,
        }
    }

    /// The stretch that leaves from a junction on days `from` to `to`, both inside.
    fn between(&self, junction: u32, from: i32, to: i32) -> (u32, u32) {
        if junction == NOWHERE {
            return (0, 0);
        }
        let start = self.offsets[junction as usize] as usize;
        let end = self.offsets[junction as usize + 1] as usize;
        let days = &self.days[start..end];
        let low = days.partition_point(|&day| day < from);
        let high = low + days[low..].partition_point(|&day| day <= to);
        ((start + low) as u32, (start + high) as u32)
    }
}

impl Network {
    /// Lays out the legs and drops those from which no path comes. O(legs log legs) in time.
    ///
    /// # Errors
    /// As [`Question::check`], and [`Refused::TooMany`].
    ///
    /// # Panics
    /// If columns differ in length or days descend.
    pub fn build(legs: &Legs, question: &Question) -> Result<Self, Refused> {
        question.check()?;
        if legs.len() >= NOWHERE as usize {
            return Err(Refused::TooMany { legs: legs.len() });
        }
        assert!(legs.day.is_sorted(), "legs are sorted by day");
        let junctions = Junctions::of(legs, question);
        let loops = |row: usize| legs.from[row] == legs.to[row];
        let onward = onward(legs, &junctions, question.max_legs);
        let goes_on = |row: usize| {
            let to = junctions.to[row];
            !legs.ends_inside[row] && to != NOWHERE && onward[to as usize] && !loops(row)
        };
        let (inside, outside) = rayon::join(
            || Groups::of(&junctions, legs, |row| legs.ends_inside[row] && !loops(row)),
            || Groups::of(&junctions, legs, goes_on),
        );
        let mut ways: Vec<Way> = outside
            .rows
            .par_iter()
            .map(|&row| {
                let from = legs.day[row as usize].epoch();
                let to = from.saturating_add(question.window_days);
                let junction = junctions.to[row as usize];
                let arrivals = inside.between(junction, from, to);
                Way {
                    to: legs.to[row as usize],
                    row,
                    ways: outside.between(junction, from, to),
                    arrivals,
                    togo: if arrivals.0 < arrivals.1 { 1 } else { NEVER },
                }
            })
            .collect();
        label(&mut ways, question.max_legs);
        let ways = compact(ways);
        let arrivals: Vec<Arrival> = inside
            .rows
            .iter()
            .map(|&row| Arrival {
                to: legs.to[row as usize],
                row,
            })
            .collect();

        let mut first: Vec<u32> = (0..ways.len() as u32)
            .filter(|&way| !legs.starts_inside[ways[way as usize].row as usize])
            .collect();
        first.sort_unstable_by_key(|&way| ways[way as usize].row);
        let mixed = mixed(legs, &ways, &arrivals);
        Ok(Self {
            ways,
            arrivals,
            first,
            mixed,
            max_legs: question.max_legs,
        })
    }

    /// Legs that can be on a path without being its last.
    pub fn ways(&self) -> usize {
        self.ways.len()
    }

    /// Bytes on the heap.
    pub fn heap_bytes(&self) -> usize {
        self.ways.capacity() * size_of::<Way>()
            + self.arrivals.capacity() * size_of::<Arrival>()
            + self.first.capacity() * size_of::<u32>()
            + self.mixed.capacity()
    }
}

/// Junctions from which an arrival can be reached in the legs that remain after a first one, whatever the days.
/// Most legs lead to none of these, and that is told without looking at a single day.
fn onward(legs: &Legs, junctions: &Junctions, max_legs: usize) -> Vec<bool> {
    let mut onward = vec![false; junctions.count];
    for row in 0..legs.len() {
        if legs.ends_inside[row] && junctions.from[row] != NOWHERE {
            onward[junctions.from[row] as usize] = true;
        }
    }
    for _ in 2..max_legs {
        let mut found = false;
        for row in 0..legs.len() {
            let (from, to) = (junctions.from[row], junctions.to[row]);
            if from != NOWHERE
                && to != NOWHERE
                && onward[to as usize]
                && !legs.ends_inside[row]
                && !onward[from as usize]
            {
                onward[from as usize] = true;
                found = true;
            }
        }
        if !found {
            break;
        }
    }
    onward
}

/// The backward pass: after round `r` every way from which an arrival can be reached in `r` further legs
/// has its label. Each round asks "is any labelled way in this stretch?" of running counts, O(ways).
fn label(ways: &mut [Way], max_legs: usize) {
    let mut labelled = vec![0u32; ways.len() + 1];
    for round in 2..max_legs {
        for (i, way) in ways.iter().enumerate() {
            labelled[i + 1] = labelled[i] + u32::from(way.togo != NEVER);
        }
        if labelled[ways.len()] as usize == ways.len() {
            return;
        }
        let counts = &labelled;
        let found = ways
            .par_iter_mut()
            .filter(|way| {
                let (from, to) = way.ways;
                way.togo == NEVER && counts[to as usize] > counts[from as usize]
            })
            .map(|way| way.togo = round as u8)
            .count();
        if found == 0 {
            return;
        }
    }
}

/// Drops ways without a label and renumbers the stretches.
fn compact(ways: Vec<Way>) -> Vec<Way> {
    let mut kept = vec![0u32; ways.len() + 1];
    for (i, way) in ways.iter().enumerate() {
        kept[i + 1] = kept[i] + u32::from(way.togo != NEVER);
    }
    ways.into_par_iter()
        .filter(|way| way.togo != NEVER)
        .map(|mut way| {
            way.ways = (kept[way.ways.0 as usize], kept[way.ways.1 as usize]);
            way
        })
        .collect()
}

/// Entities that can be the last of one path and stand elsewhere in another. Where a name always has the
/// same country there are none, and then no arrival can repeat an entity of its path.
fn mixed(legs: &Legs, ways: &[Way], arrivals: &[Arrival]) -> Vec<bool> {
    let mut receives = vec![false; legs.entities as usize];
    for arrival in arrivals {
        receives[arrival.to as usize] = true;
    }
    let mut mixed = vec![false; legs.entities as usize];
    for way in ways {
        let from = legs.from[way.row as usize];
        mixed[way.to as usize] = receives[way.to as usize];
        // Nobody comes before the sender of a leg that starts inside.
        if !legs.starts_inside[way.row as usize] {
            mixed[from as usize] = receives[from as usize];
        }
    }
    mixed
}
