//! One question against the rules in force on one stretch of days.

use super::class;
use super::compile::{ActiveRule, Compiled};
use super::entries::{Cap, Counts, Effect, Reached, Rule};
use super::question::Question;
use super::read::Entries;
use super::tri::{Held, Tri};
use crate::model::{Confidence, Day, Measure, Review, Status};

/// A question with what does not depend on the day worked out.
pub(crate) struct Asked<'a> {
    entries: &'a Entries,
    compiled: &'a Compiled,
    question: &'a Question<'a>,
    /// Is the item in each class?
    classes: Vec<Held>,
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

/// How much a rule weighs against another: what offends comes before what does not.
fn severity(effect: &Effect, review: Option<Review>) -> u8 {
    match (effect, review) {
        (Effect::Embargo, _) => 9,
        (Effect::ListedParty, _) => 8,
        (Effect::Licence { .. }, Some(Review::PolicyOfDenial)) => 7,
        (Effect::Licence { .. }, Some(Review::Denial)) => 6,
        (Effect::Licence { .. }, Some(Review::Unpublished)) => 5,
        (Effect::Licence { .. }, Some(Review::CaseByCase)) => 4,
        (Effect::Licence { .. }, _) => 2,
        _ => 3,
    }
}

/// At and above this a move lacked what it needed.
const OFFENDS: u8 = 4;

/// A requirement after exceptions and amendments.
struct Requirement {
    hit: Hit,
    tri: Tri,
    review: Option<Review>,
    severity: u8,
    confidence: Confidence,
    /// Rules that changed its review or may lift it.
    beside: Vec<usize>,
    /// The rule that lifted it.
    lifted_by: Option<Hit>,
}

impl<'a> Asked<'a> {
    pub(crate) fn new(
        entries: &'a Entries,
        compiled: &'a Compiled,
        question: &'a Question<'a>,
    ) -> Self {
        let item = question.item;
        let classes = (entries.classes.iter())
            .map(|class| class::holds(class, item, &entries.io_bandwidth))
            .collect();
        let own_tpp = question
            .units
            .get()
            .zip(item.tpp.get())
            .map(|(units, tpp)| units * tpp);
        let mut asked = Self {
            entries,
            compiled,
            question,
            classes,
            reach: Held::YES,
            reach_reason: None,
            own_tpp,
        };
        asked.find_reach();
        asked
    }

    fn find_reach(&mut self) {
        let question = self.question;
        let maker = question.maker.or(question.item.maker_country);
        // Places of makers and of coalitions do not move within the days held, so the last stretch will do.
        let stretch = self.compiled.stretches.len().saturating_sub(1);
        let places = &self.compiled.places;
        for (entry, (makers, origin)) in self.entries.reach.iter().zip(&self.compiled.reach) {
            let kind = entry.kinds.is_empty() || entry.kinds.contains(&question.item.kind);
            let known = entry
                .maker_known
                .is_none_or(|known| known == maker.is_some());
            let made = makers.is_none_or(|column| {
                maker.is_some_and(|maker| places.held(stretch, column, maker).tri == Tri::Yes)
            });
            let left = origin.is_none_or(|column| {
                (question.origin).is_some_and(|o| places.held(stretch, column, o).tri == Tri::Yes)
            });
            if kind && known && made && left {
                self.reach = Held {
                    tri: match entry.reached {
                        Reached::Yes => Tri::Yes,
                        Reached::No => Tri::No,
                        Reached::Unsettled => Tri::Unknown,
                    },
                    confidence: entry.confidence,
                };
                self.reach_reason = Some(&entry.reason);
                return;
            }
        }
    }

    fn rule(&self, rule: usize) -> (&'a ActiveRule, &'a Rule) {
        let active = &self.compiled.rules[rule];
        (
            active,
            &self.entries.regimes[active.regime].rules[active.rule],
        )
    }

    fn place(&self, stretch: usize, column: usize, country: crate::model::Country) -> Held {
        self.compiled.places.held(stretch, column, country)
    }

    fn in_classes(&self, active: &ActiveRule) -> Held {
        active
            .classes
            .iter()
            .map(|class| self.classes[*class])
            .fold(Held::NO, Held::or)
    }

    /// Every condition but the caps.
    fn holds(&self, stretch: usize, active: &ActiveRule, rule: &Rule) -> Held {
        let q = self.question;
        let mut held = self.in_classes(active).and(self.reach);
        if held.tri == Tri::No {
            return held;
        }
        let sure = |holds: bool, confidence| Held {
            tri: Tri::from(Some(holds)),
            confidence,
        };
        if let Some(column) = active.destination {
            held = held.and(self.place(stretch, column, q.destination));
        }
        for column in &active.not_destination {
            held = held.and(self.place(stretch, *column, q.destination).not());
        }
        let hq = |column| match q.headquarters {
            Some(country) => self.place(stretch, column, country),
            None => Held::NO,
        };
        if let Some(column) = active.headquarters {
            held = held.and(hq(column));
        }
        if let Some(column) = active.not_headquarters {
            held = held.and(hq(column).not());
        }
        if let Some(column) = active.either {
            held = held.and(self.place(stretch, column, q.destination).or(hq(column)));
        }
        if let Some(column) = active.origin {
            held = held.and(match q.origin {
                Some(country) => self.place(stretch, column, country),
                None => Held {
                    tri: Tri::Unknown,
                    confidence: Confidence::Unverified,
                },
            });
        }
        if let Some(wanted) = rule.when.in_country {
            // A move between states is the rule in trade records, so an unknown start is taken for one.
            held = held.and(match q.origin {
                Some(origin) => sure((origin == q.destination) == wanted, Confidence::Verified),
                None => sure(!wanted, Confidence::Likely),
            });
        }
        if !active.exporters.is_empty() {
            held = held.and(match q.exporter {
                Some(name) if !active.exporters.iter().any(|firm| firm.begins(name)) => Held {
                    tri: Tri::Unknown,
                    confidence: Confidence::Unverified,
                },
                _ => Held::YES,
            });
        }
        if !active.recipients.is_empty() {
            let suffixes = &self.entries.suffixes;
            let named = q
                .recipient
                .is_some_and(|name| active.recipients.iter().any(|firm| firm.is(name, suffixes)));
            held = held.and(sure(named, Confidence::Likely));
        }
        if rule.when.listed {
            held = held.and(sure(q.listed, Confidence::Verified));
        }
        if let Some(least) = rule.when.owned_by_listed_min {
            let owned = q.owned_by_listed_pct.get().is_some_and(|pct| pct >= least);
            held = held.and(sure(owned, Confidence::Verified));
        }
        if rule.when.certificate {
            held = held.and(match q.certified {
                Some(certified) => sure(certified, Confidence::Verified),
                None => sure(true, Confidence::Likely),
            });
        }
        held
    }

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

    /// The caps of groups that rules of either side name for such a move, with what was used and the limit.
    pub(crate) fn group_caps(&self, stretch: usize) -> Vec<(usize, Measure, f64)> {
        let mut named: Vec<usize> = Vec::new();
        for &(index, _) in self.compiled.stretches[stretch].sides.iter().flatten() {
            let (active, rule) = self.rule(index);
            if let Some(cap) = active.within.or(active.over).or(active.not_over)
                && self.entries.caps[cap].counts == Counts::GroupYear
                && self.holds(stretch, active, rule).tri != Tri::No
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

    fn holds_caps(&self, active: &ActiveRule, day: Day) -> bool {
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

    /// The answer of one side (0 codified, 1 enforced) in one stretch.
    pub(crate) fn outcome(&self, stretch: usize, side: usize) -> Outcome {
        let day = self.compiled.stretches[stretch].from;
        let mut hits = Vec::new();
        let mut near: Vec<Hit> = Vec::new();
        let mut capped: Option<(u8, usize)> = None;
        for &(index, doubt) in &self.compiled.stretches[stretch].sides[side] {
            let (active, rule) = self.rule(index);
            let mut held = self.holds(stretch, active, rule);
            if held.tri == Tri::No {
                if self.in_classes(active).tri != Tri::No {
                    near.push(Hit {
                        rule: index,
                        held,
                        doubt,
                    });
                }
                continue;
            }
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

    fn requirements(&self, hits: &[Hit]) -> Vec<Requirement> {
        let mut all = Vec::new();
        for hit in hits {
            let (active, rule) = self.rule(hit.rule);
            let mut review = match rule.effect {
                Effect::Licence { review } => Some(review),
                Effect::Embargo | Effect::ListedParty | Effect::Indeterminate => None,
                _ => continue,
            };
            let mut tri = hit.held.tri;
            let mut confidence = hit.held.confidence;
            let mut beside = Vec::new();
            let mut lifted_by = None;
            for other in hits {
                let (there, other_rule) = self.rule(other.rule);
                if let Effect::Review { review: changed } = other_rule.effect
                    && there.amends.contains(&active.regime)
                {
                    beside.push(other.rule);
                    confidence = confidence.min(other.held.confidence);
                    if other.held.tri == Tri::Yes {
                        review = review.map(|_| changed);
                    }
                }
                let lifts = there.lifts.contains(&active.regime);
                let may_lift = there.doubts_lifting.contains(&active.regime);
                if lifts && other.held.tri == Tri::Yes {
                    lifted_by = lifted_by.or(Some(*other));
                } else if lifts || may_lift {
                    beside.push(other.rule);
                    tri = tri.and(Tri::Unknown);
                }
            }
            all.push(Requirement {
                hit: *hit,
                tri,
                review,
                severity: severity(&rule.effect, review),
                confidence,
                beside,
                lifted_by,
            });
        }
        // A stable sort: of equals the one that stands first in the files decides.
        all.sort_by_key(|requirement| std::cmp::Reverse(requirement.severity));
        all
    }

    fn decide(&self, requirements: &[Requirement], near: &[Hit]) -> Outcome {
        let open = || requirements.iter().filter(|r| r.lifted_by.is_none());
        let is_indeterminate =
            |r: &Requirement| self.rule(r.hit.rule).1.effect == Effect::Indeterminate;
        let certain = open().find(|r| r.tri == Tri::Yes && !is_indeterminate(r));
        let possible = open().find(|r| r.tri == Tri::Unknown || is_indeterminate(r));
        match (certain, possible) {
            (Some(c), Some(p)) if c.severity < OFFENDS && p.severity > c.severity => {
                self.unsettled(p)
            }
            (None, Some(p)) => self.unsettled(p),
            (Some(c), _) => self.required(c, requirements),
            (None, None) => match requirements.iter().find_map(|r| r.lifted_by) {
                Some(by) => self.lifted(by, requirements),
                None => self.nothing(near),
            },
        }
    }

    fn required(&self, c: &Requirement, requirements: &[Requirement]) -> Outcome {
        let (active, rule) = self.rule(c.hit.rule);
        let status = match (&rule.effect, c.review) {
            (Effect::Embargo, _) => Status::Embargo,
            (Effect::ListedParty, _) => Status::ListedParty,
            (_, Some(review)) => Status::LicenceRequired { review },
            _ => Status::Indeterminate,
        };
        let mut regimes = vec![active.regime];
        let mut reason = rule.reason.clone();
        for other in &c.beside {
            let (there, other) = self.rule(*other);
            push(&mut regimes, there.regime);
            reason.push(' ');
            reason.push_str(&other.reason);
            if other.when.origin.is_some() && self.question.origin.is_none() {
                reason.push_str(" Where the move starts is not stated.");
            }
        }
        for other in requirements
            .iter()
            .filter(|r| r.lifted_by.is_none() && r.tri == Tri::Yes)
        {
            push(&mut regimes, self.rule(other.hit.rule).0.regime);
        }
        if let Some(why) = self.reach_reason.filter(|_| self.reach.tri == Tri::Yes) {
            reason.push(' ');
            reason.push_str(why);
        }
        Outcome {
            status,
            regimes,
            confidence: c.confidence,
            by: Some(c.hit.rule),
            cap_left: Measure::UNKNOWN,
            reason,
        }
    }

    fn unsettled(&self, p: &Requirement) -> Outcome {
        let (active, rule) = self.rule(p.hit.rule);
        let mut regimes = vec![active.regime];
        let mut reason = "Not settled by the sources: ".to_owned();
        reason.push_str(&rule.reason);
        let mut add = |text: &str| {
            reason.push(' ');
            reason.push_str(text);
        };
        if let Some(doubt) = p.hit.doubt {
            push(&mut regimes, doubt);
            add(&self.entries.regimes[doubt].doubts_reason);
        }
        if self.reach.tri == Tri::Unknown {
            add(self.reach_reason.unwrap_or_default());
        }
        for other in &p.beside {
            let (there, other) = self.rule(*other);
            push(&mut regimes, there.regime);
            if other
                .doubts_lifting
                .iter()
                .any(|id| *id == self.entries.regimes[active.regime].id)
            {
                add(&format!(
                    "{} may or may not lift this licence: {}",
                    self.entries.regimes[there.regime].id,
                    self.entries.regimes[there.regime].uncertain
                ));
            }
        }
        if self.in_classes(active).tri == Tri::Unknown {
            add("Figures of the item that decide its class are not published.");
        }
        let letter = !active.exporters.is_empty();
        if let Some(exporter) = self.question.exporter.filter(|_| letter)
            && !active.exporters.iter().any(|firm| firm.begins(exporter))
        {
            add("Letters are private; whether this exporter holds one is not known.");
        }
        if !self.compiled.places.knows(self.question.destination) {
            add("The destination is not in the country groups.");
        }
        Outcome {
            status: Status::Indeterminate,
            regimes,
            confidence: p.confidence,
            by: Some(p.hit.rule),
            cap_left: Measure::UNKNOWN,
            reason,
        }
    }

    fn lifted(&self, by: Hit, requirements: &[Requirement]) -> Outcome {
        let (active, rule) = self.rule(by.rule);
        let status = match &rule.effect {
            Effect::Exception { code, notice_days } => Status::Exception {
                code: code.clone(),
                notice_days: *notice_days,
            },
            _ => Status::AuthorisedRecipient { until: rule.to },
        };
        let mut regimes = vec![active.regime];
        let mut confidence = by.held.confidence;
        for requirement in requirements {
            confidence = confidence.min(requirement.hit.held.confidence);
            push(&mut regimes, self.rule(requirement.hit.rule).0.regime);
        }
        Outcome {
            status,
            regimes,
            confidence,
            by: Some(by.rule),
            cap_left: Measure::UNKNOWN,
            reason: rule.reason.clone(),
        }
    }

    fn nothing(&self, near: &[Hit]) -> Outcome {
        let mut confidence = class::item_confidence(self.question.item);
        let mut regimes = Vec::new();
        let mut classes: Vec<&str> = Vec::new();
        for hit in near {
            let (active, rule) = self.rule(hit.rule);
            let narrow = active
                .classes
                .iter()
                .filter(|class| self.classes[**class].tri == Tri::Yes);
            let decides = matches!(rule.effect, Effect::Licence { .. } | Effect::Indeterminate);
            confidence = confidence.min(hit.held.confidence);
            let letter = !active.exporters.is_empty();
            for class in narrow {
                let class = &self.entries.classes[*class];
                let by_figures = class.any.iter().any(|b| b.tpp_min.is_some());
                if decides && by_figures && !letter {
                    push(&mut regimes, active.regime);
                    push(&mut classes, class.id.as_str());
                }
            }
        }
        let mut reason = "No regime asks for a licence on these inputs: ".to_owned();
        if self.reach.tri == Tri::No {
            reason.push_str(self.reach_reason.unwrap_or_default());
        } else if classes.is_empty() {
            reason
                .push_str("the item is in no class that a rule of that day holds for such a move.");
        } else {
            reason.push_str(&format!(
                "the item is in {}, and neither destination nor party meets a test.",
                classes.join(" and ")
            ));
        }
        if self.question.headquarters.is_none() {
            reason.push_str(" Headquarters and ultimate parent of the recipient are not stated.");
        }
        Outcome {
            status: Status::NoLicence,
            regimes,
            confidence,
            by: None,
            cap_left: Measure::UNKNOWN,
            reason,
        }
    }

    fn add_cap(&self, outcome: &mut Outcome, index: Option<usize>, day: Day) {
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

fn push<T: PartialEq>(all: &mut Vec<T>, one: T) {
    if !all.contains(&one) {
        all.push(one);
    }
}
