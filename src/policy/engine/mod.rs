//! One question against the rules in force on one stretch of days.

mod caps;
mod conditions;
mod verdict;

use crate::model::{Confidence, Measure, Status};
use crate::policy::class::Classed;
use crate::policy::compile::{ActiveRule, Compiled};
use crate::policy::entries::{Effect, Rule};
use crate::policy::question::Question;
use crate::policy::read::Entries;
use crate::policy::tri::{Held, Tri};
use std::borrow::Cow;

/// A question with what does not depend on the day worked out.
pub(crate) struct Asked<'a> {
    entries: &'a Entries,
    compiled: &'a Compiled,
    question: &'a Question<'a>,
    /// What its item is to the rules.
    item: Cow<'a, Classed>,
    reach: Held,
    /// Why it is not reached, or not for sure.
    reach_reason: Option<&'a str>,
    /// TPP of this move.
    own_tpp: Option<f64>,
}

/// A rule that holds, or may hold.
#[derive(Clone, Copy, Debug)]
struct Hit {
    /// Index among the compiled rules.
    rule: usize,
    held: Held,
    /// The regime that leaves it in doubt.
    doubt: Option<usize>,
}

/// What a side of an answer says in one stretch.
#[derive(Clone, Debug)]
pub(crate) struct Outcome {
    pub(crate) status: Status,
    /// Regime indices in order of weight.
    pub(crate) regimes: Vec<usize>,
    pub(crate) confidence: Confidence,
    pub(crate) cap_left: Measure,
    pub(crate) reason: String,
    /// The rule that decided.
    by: Option<usize>,
}

impl<'a> Asked<'a> {
    pub(crate) fn new(
        entries: &'a Entries,
        compiled: &'a Compiled,
        question: &'a Question<'a>,
        item: Cow<'a, Classed>,
    ) -> Self {
        let own_tpp = question
            .units
            .get()
            .zip(question.item.tpp.get())
            .map(|(units, tpp)| units * tpp);
        let mut asked = Self {
            entries,
            compiled,
            question,
            item,
            reach: Held::YES,
            reach_reason: None,
            own_tpp,
        };
        asked.find_reach();
        asked
    }

    /// Do the controls reach the goods for sure?
    pub(crate) fn is_reached(&self) -> bool {
        self.reach.tri == Tri::Yes
    }

    fn rule(&self, rule: usize) -> (&'a ActiveRule, &'a Rule) {
        let active = &self.compiled.rules[rule];
        (
            active,
            &self.entries.regimes[active.regime].rules[active.rule],
        )
    }

    /// The answer of one side (0 codified, 1 enforced) in one stretch.
    pub(crate) fn outcome(&self, stretch: usize, side: usize) -> Outcome {
        let day = self.compiled.stretches[stretch].from;
        let mut hits = Vec::new();
        let mut near: Vec<Hit> = Vec::new();
        let mut capped: Option<(u8, usize)> = None;
        for &(index, doubt) in &self.compiled.stretches[stretch].sides[side] {
            if self.item.rules[index].tri == Tri::No {
                continue;
            }
            let mut held = self.holds(stretch, index);
            if held.tri == Tri::No {
                near.push(Hit {
                    rule: index,
                    held,
                    doubt,
                });
                continue;
            }
            let (active, _) = self.rule(index);
            // The cap of an exception says more to the asker than that of a review.
            for (rank, cap) in [(0, active.within), (1, active.over.or(active.not_over))] {
                if let Some(cap) = cap
                    && capped.is_none_or(|(best, _)| rank < best)
                {
                    capped = Some((rank, cap));
                }
            }
            if !self.holds_caps(active, day) {
                near.push(Hit {
                    rule: index,
                    held,
                    doubt,
                });
                continue;
            }
            held.confidence = held.confidence.min(active.confidence);
            if let Some(doubt) = doubt {
                held.tri = held.tri.and(Tri::Unknown);
                held.confidence = held.confidence.min(self.entries.regimes[doubt].confidence);
            }
            hits.push(Hit {
                rule: index,
                held,
                doubt,
            });
        }
        let requirements = self.requirements(&hits);
        let mut outcome = self.decide(&requirements, &near);
        let own = outcome.by.and_then(|by| {
            let (active, _) = self.rule(by);
            active.within.or(active.over)
        });
        self.add_cap(&mut outcome, own.or(capped.map(|(_, cap)| cap)), day);
        for hit in &hits {
            let (active, rule) = self.rule(hit.rule);
            if rule.effect == Effect::Note && hit.held.tri == Tri::Yes {
                outcome.reason.push(' ');
                outcome.reason.push_str(&rule.reason);
                push(&mut outcome.regimes, active.regime);
            }
        }
        outcome
    }
}

fn push<T: PartialEq>(all: &mut Vec<T>, one: T) {
    if !all.contains(&one) {
        all.push(one);
    }
}
