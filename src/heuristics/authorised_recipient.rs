//! A recipient the rules name.

use super::spec::{Seen, heuristic, seen};
use super::subject::Subject;
use super::{Context, testbed};
use crate::model::Status;

heuristic! {
    /// # What it looks for
    /// The dated rules name the end of this chain as an authorised recipient, or grant it a licence by their terms, on the day.
    ///
    /// # Why it matters
    /// Authorisations exist so that such shipments can move without a file for each.
    ///
    /// # When it is innocent
    /// This is an innocent explanation. It ends with the authorisation, and it covers the named site only.
    ///
    /// # Parameters
    /// How much an authorisation on the day counts.
    ///
    /// # Example
    /// A plant in China under a validated end-user authorisation takes in boards for its own test line.
    ///
    /// # What to check next
    /// Read the conditions: items, sites, dates.
    ///
    /// # Source
    /// Validated end-user provisions as the policy files date them.
    "authorised-recipient": "The rules authorise this recipient by name",
    Stable since "0.1.0", Entity For, group "law",
    {
        /// Strength of the explanation.
        level: "strength" = 1.0,
    }
}

fn look(context: &Context<'_>, path: &Subject<'_>, p: &Parameters) -> Seen {
    let answer = path.answer(context)?;
    let Status::AuthorisedRecipient { until } = &answer.enforced.status else { return None };
    let &last = path.chain.last()?;
    let until = until.map_or(String::new(), |day| format!(" until {day}"));
    seen(p.level, format!("{} is authorised by name{until}.", context.label(last)), Vec::new())
}

testbed::cases!("authorised-recipient");
