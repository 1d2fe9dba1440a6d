//! The regimes as the engine holds them.

use super::question::Question;
use crate::model::{Answer, Confidence, Country, Day, Item, Measure, Status, Verdict};

/// Regimes, country groups, item classes and caps over dates.
#[derive(Clone, Debug, Default)]
pub struct Regimes {}

impl Regimes {
    /// What the rules said of one move, by their text and in practice.
    pub fn ask(&self, _question: &Question) -> Answer {
        let verdict = Verdict {
            status: Status::Indeterminate,
            regimes: Vec::new(),
            valid_from: None,
            valid_to: None,
            confidence: Confidence::Unverified,
            cap_left_tpp: Measure::UNKNOWN,
            reason: "No regimes are loaded.".to_owned(),
        };
        Answer {
            codified: verdict.clone(),
            enforced: verdict,
        }
    }

    /// The enforced status only: the same as in [`Regimes::ask`], without its cost. For the search.
    pub fn enforced(&self, question: &Question) -> Status {
        self.ask(question).enforced.status
    }

    /// Was the country in the group (`D5`, `A6`, ...) on that day? `None`: the sources do not settle it,
    /// or there is no such group. Territories follow their state.
    pub fn country_in_group(&self, _country: Country, _group: &str, _day: Day) -> Option<bool> {
        None
    }

    /// Would goods like this, arriving in the country on that day with nothing else known of the
    /// recipient, lack what they needed? `None`: nobody knows.
    pub fn restricted(&self, item: &Item, country: Country, day: Day) -> Option<bool> {
        self.enforced(&Question::new(item, country, day)).offends()
    }

    /// Is the country restricted for some class of goods on that day? For searches without an item.
    pub fn restricted_for_some(&self, _country: Country, _day: Day) -> bool {
        false
    }

    /// Does the country also pass goods on to other restricted places? An end there is an end, and a
    /// chain may go on from it.
    pub fn passes_on(&self, _country: Country, _day: Day) -> bool {
        false
    }

    /// Is the country named as a transshipment point for these goods (`ai_chips`, `russia`) by that day?
    pub fn is_hub(&self, _country: Country, _goods: &str, _day: Day) -> bool {
        false
    }
}
