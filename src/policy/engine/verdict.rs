//! From the rules that hold to one answer.

use super::{Asked, Hit, Outcome, push};
use crate::model::{Confidence, Measure, Review, Status};
use crate::policy::class;
use crate::policy::entries::Effect;
use crate::policy::tri::Tri;

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
pub(super) struct Requirement {
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
    pub(super) fn requirements(&self, hits: &[Hit]) -> Vec<Requirement> {
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

    pub(super) fn decide(&self, requirements: &[Requirement], near: &[Hit]) -> Outcome {
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
        if self.item.rules[p.hit.rule].tri == Tri::Unknown {
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
                .filter(|class| self.item.classes[**class].tri == Tri::Yes);
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
}
