//! Every move of a run against the rules of its day, with the totals that caps count.

use super::entries::{Cap, Counts};
use super::question::{Question, Used};
use super::regimes::Regimes;
use crate::model::{Country, Day, Entities, EntityId, Resolution, Status};
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::{Hash, Hasher};

/// One move, with the keys of those whose totals it adds to.
#[derive(Clone, Debug)]
pub struct Move<'a> {
    /// What is asked of it; its `used` is not looked at.
    pub question: Question<'a>,
    /// The recipient's group (its ultimate parent), any number that stands for it.
    pub group: Option<u64>,
    /// The recipient, any number that stands for it.
    pub recipient: Option<u64>,
}

/// What was received before a move, as far as the records tell.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Running {
    /// TPP of the moves whose TPP is known.
    tpp: f64,
    /// Moves whose TPP is not: the total is then a lower bound.
    uncounted: u32,
}

/// A cap, who or what it counts for, and the year or step of the cap.
type Account = (usize, u64, i32);

/// What every cap had counted before each move of a run. Built once; asked for any move, of these or of
/// others that happened among them.
#[derive(Clone, Debug, Default)]
pub struct Totals {
    caps: Vec<Cap>,
    /// For each item by id: which caps count it.
    counted: FxHashMap<String, Vec<bool>>,
    /// The running totals after each move that counted, with its place in the order of moves.
    accounts: FxHashMap<Account, Vec<(usize, Running)>>,
    decides: bool,
}

impl Totals {
    /// Adds up moves in the order of days, each with its place in that order (ascending). Every cap counts
    /// the moves of the goods it is about: for a group since 1 January, for a country or a recipient since
    /// the first day of the step of the cap that holds. Linear in moves times caps.
    pub fn new<'m>(
        regimes: &Regimes,
        moves: impl IntoIterator<Item = (usize, &'m Move<'m>)>,
    ) -> Self {
        let mut totals = Self {
            caps: regimes.caps().to_vec(),
            decides: regimes.caps_decide(),
            ..Self::default()
        };
        for (place, one) in moves {
            totals.add(regimes, place, one);
        }
        totals
    }

    /// Adds one move, whose place in the order is behind those of all before.
    pub fn add(&mut self, regimes: &Regimes, place: usize, one: &Move) {
        let question = &one.question;
        let id = &question.item.id;
        if !self.counted.contains_key(id) {
            let caps = 0..self.caps.len();
            let counts = caps.map(|cap| regimes.counts_towards(cap, question.item));
            self.counted.insert(id.clone(), counts.collect());
        }
        let units = question.units.get().zip(question.item.tpp.get());
        for account in self.accounts_of(one) {
            let series = self.accounts.entry(account).or_default();
            let mut sum = series.last().map(|(_, sum)| *sum).unwrap_or_default();
            match units {
                Some((units, tpp)) => sum.tpp += units * tpp,
                None => sum.uncounted = sum.uncounted.saturating_add(1),
            }
            series.push((place, sum));
        }
    }

    /// Can any cap change an enforced status? Where none can, nobody needs the totals to ask for one.
    pub fn decide(&self) -> bool {
        self.decides
    }

    /// What was used of each cap that counts such goods, before the move at this place in the order.
    pub fn before(&self, one: &Move, place: usize) -> Vec<Used> {
        let used = |account: Account| {
            let series = self.accounts.get(&account).map_or(&[][..], Vec::as_slice);
            let earlier = series.partition_point(|(at, _)| *at < place);
            let before = match earlier.checked_sub(1) {
                Some(last) => series[last].1,
                None => Running::default(),
            };
            Used {
                cap: account.0,
                tpp: before.tpp,
                complete: before.uncounted == 0,
            }
        };
        self.accounts_of(one).into_iter().map(used).collect()
    }

    fn accounts_of(&self, one: &Move) -> Vec<Account> {
        let question = &one.question;
        let Some(counts) = self.counted.get(&question.item.id) else {
            return Vec::new();
        };
        let mut accounts = Vec::new();
        for (index, cap) in self.caps.iter().enumerate().filter(|(i, _)| counts[*i]) {
            let step = cap.step_on(question.day).map(|(step, _)| step as i32);
            let key = match cap.counts {
                Counts::GroupYear => one.group.map(|group| (group, question.day.year())),
                Counts::Country => step.map(|step| (question.destination.ordinal() as u64, step)),
                Counts::Recipient => one.recipient.zip(step),
            };
            accounts.extend(key.map(|(key, window)| (index, key, window)));
        }
        accounts
    }
}

/// Whose cap a lot counts against on a day: the ultimate parent where one controls, be it among the
/// entities or only in a register, else the entity itself.
pub fn group_of(resolution: &Resolution, entity: EntityId, day: Day) -> u64 {
    group_among(&resolution.entities, entity, day)
}

/// As [`group_of`].
pub fn group_among(entities: &Entities, entity: EntityId, day: Day) -> u64 {
    match entities[entity].ultimate_parent(day) {
        Some(parent) => group_number(
            parent.entity.map(EntityId::index),
            &parent.name,
            parent.country,
        ),
        None => entity.index() as u64,
    }
}

/// The number of a group: that of the parent's row, or one made of its name where it has none.
pub fn group_number(row: Option<usize>, name: &str, country: Option<Country>) -> u64 {
    match row {
        Some(row) => row as u64,
        None => {
            let mut hasher = FxHasher::default();
            (name, country).hash(&mut hasher);
            // Rows are 32 bits wide, so the highest bit keeps the two kinds of number apart.
            hasher.finish() | (1 << 63)
        }
    }
}

/// The enforced status of each move on its own day, for moves in the order of days.
pub fn statuses(regimes: &Regimes, moves: &[Move]) -> Vec<Status> {
    let totals = Totals::new(regimes, moves.iter().enumerate());
    let ask = |(place, one): (usize, &Move)| {
        regimes.enforced(&Question {
            used: &totals.before(one, place),
            ..one.question.clone()
        })
    };
    moves.iter().enumerate().map(ask).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Policy;
    use crate::policy::tests::h100;

    #[test]
    fn totals_begin_anew_with_the_year_and_an_unknown_move_makes_them_a_lower_bound() {
        let policy = Policy::built_in().expect("built in");
        let h100 = h100();
        let tpp = h100.tpp.get().expect("known");
        let one = |group, date: &str, units: Option<f64>| Move {
            question: Question {
                units: units.into(),
                ..Question::new(
                    &h100,
                    Country::known("MY"),
                    Day::from_iso(date).expect("a day"),
                )
            },
            group,
            recipient: None,
        };
        let moves = [
            one(Some(1), "2025-06-01", Some(10.0)),
            one(Some(2), "2025-06-02", Some(10.0)),
            one(Some(1), "2025-06-03", None),
            one(Some(1), "2025-12-31", Some(10.0)),
            one(Some(1), "2026-01-01", Some(10.0)),
            one(None, "2026-01-02", Some(10.0)),
        ];
        let totals = Totals::new(&policy.regimes, moves.iter().enumerate());
        let cap = policy
            .regimes
            .caps()
            .iter()
            .position(|cap| cap.id == "us-lpp");
        let before: Vec<Option<(f64, bool)>> = (moves.iter().enumerate())
            .map(|(place, one)| {
                let used = totals.before(one, place);
                let used = used.iter().find(|used| Some(used.cap) == cap)?;
                Some((used.tpp / tpp, used.complete))
            })
            .collect();
        let expected = [
            Some((0.0, true)),
            Some((0.0, true)),
            Some((10.0, true)),
            Some((10.0, false)),
            Some((0.0, true)),
            None,
        ];
        assert_eq!(before, expected);
        // A move of others that happened in between sees what was before it.
        let between = totals.before(&one(Some(1), "2025-06-02", Some(5.0)), 1);
        assert_eq!(
            between
                .iter()
                .find(|u| Some(u.cap) == cap)
                .map(|u| u.tpp / tpp),
            Some(10.0)
        );
    }
}
