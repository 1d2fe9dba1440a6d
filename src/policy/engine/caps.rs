//! The ceilings that a question counts towards.

use super::{Asked, Outcome};
use crate::model::{Day, Measure, Status};
use crate::policy::compile::ActiveRule;
use crate::policy::entries::{Cap, Counts};
use crate::policy::tri::Tri;

impl<'a> Asked<'a> {
    /// A cap, its TPP on the first day of the stretch, what was used of it, and whether all of that is known.
    fn cap(&self, cap: usize, day: Day) -> (&'a Cap, Option<f64>, Option<f64>, bool) {
        let question = self.question;
        let counted = question.used.iter().find(|used| used.cap == cap);
        let cap = &self.entries.caps[cap];
        let stated = match cap.counts {
            Counts::GroupYear => question.already_tpp,
            Counts::Country => question.country_tpp,
            Counts::Recipient => question.recipient_tpp,
        };
        let limit = cap.step_on(day).map(|(_, tpp)| tpp);
        match counted {
            Some(used) => (cap, limit, Some(used.tpp), used.complete),
            None => (cap, limit, stated.get(), stated.is_known()),
        }
    }

    /// Does the total with this move go over the cap? `None`: not known.
    fn goes_over(&self, cap: usize, day: Day) -> Option<bool> {
        let (_, limit, used, complete) = self.cap(cap, day);
        let limit = limit?;
        let least = self.own_tpp.unwrap_or(0.0) + used.unwrap_or(0.0);
        if least > limit {
            Some(true)
        } else if self.own_tpp.is_some() && complete {
            Some(false)
        } else {
            None
        }
    }

    pub(super) fn holds_caps(&self, active: &ActiveRule, day: Day) -> bool {
        let within = active
            .within
            .is_none_or(|cap| self.goes_over(cap, day) == Some(false));
        let over = active
            .over
            .is_none_or(|cap| self.goes_over(cap, day) == Some(true));
        let not_over = active
            .not_over
            .is_none_or(|cap| self.goes_over(cap, day) != Some(true));
        within && over && not_over
    }

    /// The caps of groups that rules of either side name for such a move, with what was used and the limit.
    pub(crate) fn group_caps(&self, stretch: usize) -> Vec<(usize, Measure, f64)> {
        let mut named: Vec<usize> = Vec::new();
        for &(index, _) in self.compiled.stretches[stretch].sides.iter().flatten() {
            let (active, _) = self.rule(index);
            if let Some(cap) = active.within.or(active.over).or(active.not_over)
                && self.entries.caps[cap].counts == Counts::GroupYear
                && self.holds(stretch, index).tri != Tri::No
                && !named.contains(&cap)
            {
                named.push(cap);
            }
        }
        let day = self.question.day;
        let asked = named.into_iter().filter_map(|index| {
            let (_, limit, used, _) = self.cap(index, day);
            Some((index, Measure::from(used), limit?))
        });
        asked.collect()
    }

    pub(super) fn add_cap(&self, outcome: &mut Outcome, index: Option<usize>, day: Day) {
        let Some(index) = index else {
            return;
        };
        let (cap, Some(limit), used, complete) = self.cap(index, day) else {
            return;
        };
        let needs = match outcome.status {
            Status::LicenceRequired { .. } | Status::NoLicence => true,
            Status::Exception { .. } | Status::AuthorisedRecipient { .. } => false,
            _ => return,
        };
        let used = used.filter(|_| complete);
        outcome.cap_left = Measure::from(used.map(|used| (limit - used).max(0.0)));
        if needs {
            let tail = match self.goes_over(index, day) {
                Some(true) => "this move does not fit",
                Some(false) => "this move fits",
                None => "units and what was received before decide",
            };
            let text = format!(" {} ({}): {limit} TPP; {tail}.", cap.title, cap.id);
            outcome.reason.push_str(&text);
            return;
        }
        let announced = cap
            .notice_from_tpp
            .zip(self.own_tpp)
            .filter(|(from, own)| own >= from);
        if let Some((from, _)) = announced {
            let text = format!(" A move of {from} TPP or more is announced first.");
            outcome.reason.push_str(&text);
        }
    }
}
