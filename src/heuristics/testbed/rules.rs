//! The rules of the test world.

use crate::heuristics::context::{GroupTotal, Rules};
use crate::model::{
    Answer, Confidence, Country, Day, End, EntityId, Item, ItemKind, Measure, Path, Resolution,
    Review, ShipmentId, Status, Verdict,
};

/// Rules of the test world: China, Hong Kong and Macau from 7 October 2022 for chips, Russia, Belarus and Iran for
/// all goods from 24 February 2022.
pub(super) struct FixedRules {
    pub(super) answer: Option<Status>,
    pub(super) group: Option<GroupTotal>,
}

impl Rules for FixedRules {
    fn restricted(&self, country: Country, item: &Item, _: Option<Country>, day: Day) -> bool {
        let from = |y, m, d| Day::from_ymd(y, m, d).is_some_and(|from| day >= from);
        match country.as_str() {
            "CN" | "HK" | "MO" => item.kind != ItemKind::ListedHeading && from(2022, 10, 7),
            "RU" | "BY" | "IR" => from(2022, 2, 24),
            _ => false,
        }
    }

    fn group_total(
        &self,
        _: ShipmentId,
        _: EntityId,
        _: &Item,
        _: &Resolution,
    ) -> Option<GroupTotal> {
        self.group.clone()
    }

    fn at_end(&self, path: &Path, item: &Item, _: &Resolution) -> Option<Answer> {
        let status = self.answer.clone().or_else(|| match &path.end {
            End::RestrictedCountry { country } => {
                Some(if self.restricted(*country, item, None, path.days().1) {
                    Status::LicenceRequired {
                        review: Review::Denial,
                    }
                } else {
                    Status::NoLicence
                })
            }
            _ => None,
        })?;
        let verdict = Verdict {
            status,
            regimes: vec!["test".to_owned()],
            valid_from: None,
            valid_to: None,
            confidence: Confidence::Verified,
            cap_left_tpp: Measure::UNKNOWN,
            reason: "as the case says".to_owned(),
        };
        Some(Answer {
            codified: verdict.clone(),
            enforced: verdict,
        })
    }
}
