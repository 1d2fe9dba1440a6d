//! Does a rule hold? Every condition but the caps.

use super::Asked;
use crate::model::{Confidence, ItemKind};
use crate::policy::entries::Reached;
use crate::policy::tri::{Held, Tri};

impl<'a> Asked<'a> {
    pub(super) fn find_reach(&mut self) {
        let question = self.question;
        // Records tell the maker of what only a heading names. What the catalogue names was made by whom it says, whatever
        // origin the papers of a later leg declare.
        let maker = match question.item.kind {
            ItemKind::ListedHeading => question.maker.or(question.item.maker_country),
            _ => question.item.maker_country,
        };
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

    fn place(&self, stretch: usize, column: usize, country: crate::model::Country) -> Held {
        self.compiled.places.held(stretch, column, country)
    }

    /// Every condition but the caps.
    pub(super) fn holds(&self, stretch: usize, index: usize) -> Held {
        let q = self.question;
        let (active, rule) = self.rule(index);
        let mut held = self.item.rules[index].and(self.reach);
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
}
