//! Sales that the rules of the day allowed.

use super::spec::{Seen, heuristic, seen};
use super::subject::Subject;
use super::{Context, testbed};
use crate::model::{Confidence, Review, Status};

heuristic! {
    /// # What it looks for
    /// The answer of the dated rules for what reached the end, on the day it got there: no licence needed, an exception
    /// that can be used, or a licence that is presumed to be granted.
    ///
    /// # Why it matters
    /// Rules came in steps. A chip made for the Chinese market was free until the day it was not, and a sale before that
    /// day is no diversion.
    ///
    /// # When it is innocent
    /// This is an innocent explanation. It speaks of the goods, the place and the day only: a false end user can still
    /// stand behind a free sale.
    ///
    /// # Parameters
    /// How much an exception and an uncertain source take off.
    ///
    /// # Example
    /// A800 accelerators go to China in June 2023, five months before the rule that reached them.
    ///
    /// # What to check next
    /// Check the day of export against the day the rule took effect, and any notice that the exception asks for.
    ///
    /// # Source
    /// The dated regimes of the policy files, after the Federal Register notices that they name.
    "legal-on-the-day": "The rules of that day asked for no licence",
    Stable since "0.1.0", Path For, group "law",
    {
        /// Strength where an exception has to be claimed.
        exception: "strength" = 0.7,
        /// Strength where the exception stands only with a notice ahead of the move.
        noticed: "strength" = 0.25,
        /// Strength where the sources are only likely.
        likely: "factor" = 0.8,
    }
}

fn look(context: &Context<'_>, path: &Subject<'_>, p: &Parameters) -> Seen {
    let answer = path.answer(context)?;
    let verdict = &answer.enforced;
    let (strength, words) = match &verdict.status {
        Status::NoLicence => (1.0, "no licence was needed".to_owned()),
        Status::LicenceRequired { review: Review::Approval } => (0.8, "a licence was presumed to be granted".to_owned()),
        Status::Exception { code, notice_days } => (
            if verdict.status.needs_notice() { p.noticed } else { p.exception },
            match notice_days {
                Some(days) => format!("exception {code} could be used if notice was given {days} days ahead"),
                None => format!("exception {code} could be used"),
            },
        ),
        _ => return None,
    };
    let factor = match verdict.confidence {
        Confidence::Verified => 1.0,
        Confidence::Likely => p.likely,
        Confidence::Unverified => 0.4,
    };
    seen(
        strength * factor,
        format!("On {} {words}: {}.", path.days().1, verdict.reason.trim_end_matches('.')),
        Vec::new(),
    )
}

testbed::cases!("legal-on-the-day");
