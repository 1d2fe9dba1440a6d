//! Ends under embargo.

use super::spec::{Seen, heuristic, seen};
use super::subject::Subject;
use super::{Context, testbed};
use crate::model::{Confidence, Status};

heuristic! {
    /// # What it looks for
    /// An end for which the rules answer with an embargo: nothing of the kind may go there at all.
    ///
    /// # Why it matters
    /// Most restricted ends leave room for a licence that trade records do not show. An embargo leaves next to none, so
    /// that the innocent reading of the chain is gone with it.
    ///
    /// # When it is innocent
    /// Humanitarian and diplomatic goods travel under general licences; medical devices hold listed parts.
    ///
    /// # Parameters
    /// What the sign counts where the rule was not read in its own text.
    ///
    /// # Example
    /// Twelve converters of a US maker go through France and Hong Kong to an industrial firm in Iran.
    ///
    /// # What to check next
    /// Ask the last seller for the general licence it relies on; without one the matter is for counsel the same day.
    ///
    /// # Source
    /// 15 CFR part 746 and country groups E:1 and E:2, as the policy files date them.
    "embargoed-end": "The goods end in a country under embargo",
    Stable since "0.1.0", Path Against, group "embargo",
    {
        /// Strength where the rule rests on a weaker source than its text.
        unverified: "strength" = 0.6,
    }
}

fn look(context: &Context<'_>, path: &Subject<'_>, p: &Parameters) -> Seen {
    let answer = path.answer(context)?;
    if answer.enforced.status != Status::Embargo {
        return None;
    }
    let &last = path.chain.last()?;
    seen(
        if answer.enforced.confidence == Confidence::Unverified { p.unverified } else { 1.0 },
        format!("{} is where nothing of the kind may go: {}.", context.label(last), answer.enforced.reason.trim_end_matches('.')),
        path.last_shipped()?.shipments.clone(),
    )
}

testbed::cases!("embargoed-end");
