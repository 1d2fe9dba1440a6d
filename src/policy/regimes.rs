//! The regimes: what is asked of them, and what they hold.

use super::class::{self, Classed};
use super::compile::{ActiveRule, CODIFIED, Compiled, ENFORCED, compile};
use super::engine::Asked;
use super::entries::{At, Cap, Class, Group, Hub, Membership, Regime, SourceText};
use super::question::Question;
use super::read::Entries;
use super::tri::Tri;
use crate::model::{
    Answer, Confidence, Country, Day, Item, ItemKind, Items, Measure, Status, Verdict,
};
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// Regimes, country groups, item classes and caps over dates.
#[derive(Clone, Debug, Default)]
pub struct Regimes {
    pub(crate) entries: Entries,
    compiled: Compiled,
    /// The classes of items by id, for those of [`Regimes::knowing`].
    known: FxHashMap<String, Classed>,
}

impl Regimes {
    /// The engine for some entries, or every fault among them.
    pub(crate) fn new(entries: Entries) -> Result<Self, Vec<(At, String)>> {
        let compiled = compile(&entries)?;
        Ok(Self {
            entries,
            compiled,
            known: FxHashMap::default(),
        })
    }

    /// The same regimes with the classes of these items worked out, for who asks millions of questions about them. No
    /// other item may be asked about under an id of theirs.
    pub fn knowing(&self, items: &Items) -> Self {
        let known = |item: &Item| (item.id.clone(), self.classed(item));
        Self {
            known: items.iter().map(known).collect(),
            ..self.clone()
        }
    }

    /// The question with what does not depend on the day worked out.
    fn asked<'a>(&'a self, question: &'a Question<'a>) -> Asked<'a> {
        let item = match self.known.get(&question.item.id) {
            Some(known) => Cow::Borrowed(known),
            None => Cow::Owned(self.classed(question.item)),
        };
        Asked::new(&self.entries, &self.compiled, question, item)
    }

    fn classed(&self, item: &Item) -> Classed {
        Classed::of(item, &self.entries, &self.compiled.rules)
    }

    /// What the rules said of one move, by their text and in practice, with the days on which the same
    /// inputs give the same status. Looks at every stretch of days; [`Regimes::enforced`] is cheaper.
    pub fn ask(&self, question: &Question) -> Answer {
        let Some(stretch) = self.stretch(question.day) else {
            let verdict = self.before(question.day);
            return Answer {
                codified: verdict.clone(),
                enforced: verdict,
            };
        };
        let asked = self.asked(question);
        Answer {
            codified: self.verdict(&asked, stretch, CODIFIED),
            enforced: self.verdict(&asked, stretch, ENFORCED),
        }
    }

    /// The enforced status only: the same as in [`Regimes::ask`], at a fraction of its cost.
    pub fn enforced(&self, question: &Question) -> Status {
        match self.stretch(question.day) {
            None => Status::Indeterminate,
            Some(stretch) => self.asked(question).outcome(stretch, ENFORCED).status,
        }
    }

    fn verdict(&self, asked: &Asked, stretch: usize, side: usize) -> Verdict {
        let outcome = asked.outcome(stretch, side);
        let same = |other: usize| asked.outcome(other, side).status == outcome.status;
        let last = self.compiled.stretches.len() - 1;
        let mut first = stretch;
        while first > 0 && same(first - 1) {
            first -= 1;
        }
        let mut end = stretch;
        while end < last && same(end + 1) {
            end += 1;
        }
        let starts = |i: usize| self.compiled.stretches[i].from;
        Verdict {
            status: outcome.status.clone(),
            regimes: (outcome.regimes.iter())
                .map(|regime| self.entries.regimes[*regime].id.clone())
                .collect(),
            valid_from: (first > 0).then(|| starts(first)),
            valid_to: (end < last).then(|| starts(end + 1).plus(-1)),
            confidence: outcome.confidence,
            cap_left_tpp: outcome.cap_left,
            reason: outcome.reason,
        }
    }

    fn before(&self, day: Day) -> Verdict {
        let first = self.compiled.stretches.first().map(|stretch| stretch.from);
        Verdict {
            status: Status::Indeterminate,
            regimes: Vec::new(),
            valid_from: None,
            valid_to: first.map(|first| first.plus(-1)),
            confidence: Confidence::Unverified,
            cap_left_tpp: Measure::UNKNOWN,
            reason: match first {
                Some(first) => format!("{day} is before {first}, the first day of the data."),
                None => "No regimes are loaded.".to_owned(),
            },
        }
    }

    /// The stretch that holds the day; `None` before the data begin.
    fn stretch(&self, day: Day) -> Option<usize> {
        self.compiled
            .stretches
            .partition_point(|stretch| stretch.from <= day)
            .checked_sub(1)
    }

    /// First day for which anything is known.
    pub fn known_from(&self) -> Option<Day> {
        self.entries.known_from
    }

    /// Was the country in the group (`D5`, `A6`, ...) or place (`restricted`, ...) on that day? `None`:
    /// the sources do not settle it, the day is before the data, or there is no such group.
    /// Territories follow their state: Hong Kong is in what China is in.
    pub fn country_in_group(&self, country: Country, group: &str, day: Day) -> Option<bool> {
        let column = self.compiled.places.column(group)?;
        self.compiled
            .places
            .held(self.stretch(day)?, column, country)
            .tri
            .known()
    }

    /// May a delivery to the country lack what it needed ([`Status::may_lack`]) for its destination alone, whatever the goods
    /// and whoever receives them? Cheap, and never false where the answer for some goods would.
    pub fn may_lack(&self, country: Country, day: Day) -> bool {
        let stretch = self.stretch(day);
        stretch.is_some_and(|stretch| self.compiled.may_lack(stretch, country))
    }

    /// Can what was received before change an enforced status on any day?
    pub(crate) fn caps_decide(&self) -> bool {
        self.compiled.caps_decide
    }

    /// Ceilings on what a group receives that bear on this move by the text or in practice, with the TPP
    /// that the group had received before and the ceiling itself.
    pub fn group_caps(&self, question: &Question) -> Vec<(&Cap, Measure, f64)> {
        let Some(stretch) = self.stretch(question.day) else {
            return Vec::new();
        };
        let asked = self.asked(question);
        (asked.group_caps(stretch).into_iter())
            .map(|(cap, used, limit)| (&self.entries.caps[cap], used, limit))
            .collect()
    }

    /// Is the country restricted for some class of goods on that day? For searches without an item.
    pub fn restricted_for_some(&self, country: Country, day: Day) -> bool {
        match (self.compiled.restricted, self.stretch(day)) {
            (Some(column), Some(stretch)) => {
                self.compiled.places.held(stretch, column, country).tri == Tri::Yes
            }
            _ => false,
        }
    }

    /// Do the controls on listed headings reach goods that leave the country, whoever made them?
    pub fn keeps_list(&self, country: Country) -> bool {
        let goods = Item::of_kind("", ItemKind::ListedHeading);
        let question = Question {
            origin: Some(country),
            ..Question::new(&goods, country, Day::from_epoch(0))
        };
        self.asked(&question).is_reached()
    }

    /// Does the country also pass goods on to other restricted places? An end there is an end, and a
    /// chain may go on from it. The day is not looked at: the first evidence is not the first use.
    pub fn passes_on(&self, country: Country, _day: Day) -> bool {
        self.entries
            .hubs
            .iter()
            .any(|hub| hub.country == country && hub.onward)
    }

    /// Is the country named as a transshipment point for these goods (`ai_chips`, `russia`) by that day?
    pub fn is_hub(&self, country: Country, goods: &str, day: Day) -> bool {
        let named = |hub: &Hub| hub.country == country && hub.goods == goods && hub.since <= day;
        self.entries.hubs.iter().any(named)
    }

    /// Is the country in the data at all?
    pub fn knows(&self, country: Country) -> bool {
        self.compiled.places.knows(country)
    }

    /// Every country of the data, in the order of codes.
    pub fn countries(&self) -> impl Iterator<Item = Country> + '_ {
        self.compiled.places.countries()
    }

    /// Every regime, in the order of the files.
    pub fn list(&self) -> &[Regime] {
        &self.entries.regimes
    }

    /// Every country group, in the order of the files.
    pub fn groups(&self) -> &[Group] {
        &self.entries.groups
    }

    /// Every cap, in the order of the files.
    pub fn caps(&self) -> &[Cap] {
        &self.entries.caps
    }

    /// TPP of a cap on a day; `None` if there is no such cap, or none on that day.
    pub fn cap(&self, id: &str, day: Day) -> Option<f64> {
        let cap = self.entries.caps.iter().find(|cap| cap.id == id)?;
        cap.step_on(day).map(|(_, tpp)| tpp)
    }

    /// Do moves of this item count towards the cap? Those do whose class a rule with the cap is about.
    pub fn counts_towards(&self, cap: usize, item: &Item) -> bool {
        let about = |rule: &ActiveRule| {
            [rule.within, rule.over, rule.not_over].contains(&Some(cap))
                && (rule.classes.iter()).any(|class| {
                    let class = &self.entries.classes[*class];
                    class::holds(class, item, &self.entries.io_bandwidth).tri == Tri::Yes
                })
        };
        self.compiled.rules.iter().any(about)
    }

    /// Says how old the knowledge is for a day after `known_to`; `None` for days up to it.
    pub fn age_warning(&self, day: Day) -> Option<String> {
        let known_to = self.entries.known_to?;
        let days = day.since(known_to);
        (days > 0).then(|| {
            format!(
                "the rules are known to {known_to}, {days} days before {day}; what changed since is not in this answer"
            )
        })
    }

    /// Texts that the data were read in, by id.
    pub fn sources(&self) -> &[SourceText] {
        &self.entries.sources
    }

    /// Every class of items, in the order of the files.
    pub fn classes(&self) -> &[Class] {
        &self.entries.classes
    }

    /// Days of countries in groups, in the order of the files.
    pub fn memberships(&self) -> &[Membership] {
        &self.entries.memberships
    }

    /// Places through which goods were passed on, in the order of the files.
    pub fn hubs(&self) -> &[Hub] {
        &self.entries.hubs
    }

    /// Countries for which no group test can be answered, and why.
    pub fn unsettled(&self) -> impl Iterator<Item = (Country, &str)> + '_ {
        (self.entries.unsettled.iter()).map(|one| (one.country, one.note.as_str()))
    }

    /// Groups before this day are at most `likely`.
    pub fn reconstructed_before(&self) -> Option<Day> {
        self.entries.reconstructed_before
    }
}
