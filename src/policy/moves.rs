//! Every move of a run against the rules of its day, with the totals that caps count.

use super::entries::Counts;
use super::question::{Question, Used};
use super::regimes::Regimes;
use crate::model::{Measure, Status};
use rustc_hash::FxHashMap;

/// One move, with the keys of those whose totals it adds to.
#[derive(Clone, Debug)]
pub struct Move<'a> {
    /// What is asked of it; `used` is filled here.
    pub question: Question<'a>,
    /// The recipient's group (its ultimate parent), any number that stands for it.
    pub group: Option<u64>,
    /// The recipient, any number that stands for it.
    pub recipient: Option<u64>,
}

/// What was received before a move, as far as the records tell.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Running {
    /// TPP of the moves whose TPP is known.
    pub tpp: f64,
    /// Moves whose TPP is not: the total is then a lower bound.
    pub uncounted: u32,
}

impl Running {
    /// The total; unknown where a move could not be counted.
    pub fn total(self) -> Measure {
        if self.uncounted == 0 {
            Measure::new(self.tpp)
        } else {
            Measure::UNKNOWN
        }
    }

    fn add(&mut self, tpp: Measure) {
        match tpp.get() {
            Some(tpp) => self.tpp += tpp,
            None => self.uncounted = self.uncounted.saturating_add(1),
        }
    }
}

/// What each group received earlier in the calendar year, for moves in the order of days: group, year and
/// TPP of each move in, what was received before it out. Moves without a group have nothing before them.
pub fn received_before(
    moves: impl IntoIterator<Item = (Option<u64>, i32, Measure)>,
) -> Vec<Running> {
    let mut totals: FxHashMap<(u64, i32), Running> = FxHashMap::default();
    let mut all = Vec::new();
    for (group, year, tpp) in moves {
        let Some(group) = group else {
            all.push(Running::default());
            continue;
        };
        let total = totals.entry((group, year)).or_default();
        all.push(*total);
        total.add(tpp);
    }
    all
}

/// The enforced status of each move on its own day, for moves in the order of days. Every cap counts the
/// moves of the goods it is about: for a group since 1 January, for a country or a recipient since the
/// first day of the step of the cap that holds.
pub fn statuses(regimes: &Regimes, moves: &[Move]) -> Vec<Status> {
    let caps = regimes.caps();
    let mut totals: FxHashMap<(usize, u64, i32), Running> = FxHashMap::default();
    let mut counted: FxHashMap<&str, Vec<bool>> = FxHashMap::default();
    let mut all = Vec::with_capacity(moves.len());
    for one in moves {
        let question = &one.question;
        let mut keys = Vec::new();
        let mut used = Vec::new();
        let counts = counted.entry(&question.item.id).or_insert_with(|| {
            let caps = 0..caps.len();
            caps.map(|cap| regimes.counts_towards(cap, question.item))
                .collect()
        });
        for (index, cap) in caps.iter().enumerate() {
            if !counts[index] {
                continue;
            }
            let step = cap.step_on(question.day);
            let key = match cap.counts {
                Counts::GroupYear => one.group.map(|group| (group, question.day.year())),
                Counts::Country => {
                    let country = question.destination.ordinal() as u64;
                    step.map(|(step, _)| (country, step as i32))
                }
                Counts::Recipient => one
                    .recipient
                    .zip(step)
                    .map(|(r, (step, _))| (r, step as i32)),
            };
            let Some((key, window)) = key else {
                continue;
            };
            let before = totals
                .get(&(index, key, window))
                .copied()
                .unwrap_or_default();
            used.push(Used {
                cap: index,
                tpp: before.tpp,
                complete: before.uncounted == 0,
            });
            keys.push((index, key, window));
        }
        all.push(regimes.enforced(&Question {
            used: &used,
            ..question.clone()
        }));
        let units = question.units.get().zip(question.item.tpp.get());
        let tpp = Measure::from(units.map(|(units, tpp)| units * tpp));
        for key in keys {
            totals.entry(key).or_default().add(tpp);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_begin_anew_with_the_year_and_an_unknown_move_makes_them_a_lower_bound() {
        let known = Measure::new(10.0);
        let before = received_before([
            (Some(1), 2025, known),
            (Some(2), 2025, known),
            (Some(1), 2025, Measure::UNKNOWN),
            (Some(1), 2025, known),
            (Some(1), 2026, known),
            (None, 2026, known),
        ]);
        let tpp: Vec<f64> = before.iter().map(|running| running.tpp).collect();
        assert_eq!(tpp, [0.0, 0.0, 10.0, 10.0, 0.0, 0.0]);
        assert_eq!(before[2].total(), known);
        assert_eq!(before[3].total(), Measure::UNKNOWN);
    }
}
