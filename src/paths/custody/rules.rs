//! What the search asks of the rules.

use crate::model::{Country, Day, Item, Status};
use crate::policy::{Question, Regimes};

/// The questions that custody tracing has. The built-in regimes answer them; a test can bring its own.
pub trait Rules: Sync {
    /// What a move needed, as it was enforced.
    fn enforced(&self, question: &Question) -> Status;

    /// Could goods like this, arriving in the country on that day with nothing else known of the
    /// recipient, have lacked what they needed?
    fn restricted(&self, item: &Item, country: Country, day: Day) -> bool {
        self.enforced(&Question::new(item, country, day)).may_lack()
    }

    /// May a delivery to the country have lacked on that day what it needed, for its destination alone, whatever the goods?
    fn may_lack(&self, country: Country, day: Day) -> bool;

    /// Do the controls on listed headings reach goods that leave the country, whoever made them?
    fn keeps_list(&self, country: Country) -> bool;

    /// Can a chain that arrived in the country go on from it?
    fn passes_on(&self, country: Country, day: Day) -> bool;
}

impl Rules for Regimes {
    fn enforced(&self, question: &Question) -> Status {
        Regimes::enforced(self, question)
    }

    fn may_lack(&self, country: Country, day: Day) -> bool {
        Regimes::may_lack(self, country, day)
    }

    fn keeps_list(&self, country: Country) -> bool {
        Regimes::keeps_list(self, country)
    }

    fn passes_on(&self, country: Country, day: Day) -> bool {
        Regimes::passes_on(self, country, day)
    }
}
