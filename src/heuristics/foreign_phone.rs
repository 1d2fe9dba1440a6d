//! Numbers that ring elsewhere.

use super::spec::{Best, Seen, heuristic};
use super::{Context, testbed};
use crate::model::{Country, Path};

heuristic! {
    /// # What it looks for
    /// An international telephone number with the prefix of a restricted country, registered for a firm that says it is
    /// somewhere else.
    ///
    /// # Why it matters
    /// The people who answer are where the number rings.
    ///
    /// # When it is innocent
    /// Regional managers, group switchboards, staff who commute.
    ///
    /// # Parameters
    /// Its level; a number without a plus or two zeros in front is local and says nothing.
    ///
    /// # Example
    /// A Malaysian trader whose number begins with +86.
    ///
    /// # What to check next
    /// Call the number: who answers, in which language, for which firm?
    ///
    /// # Source
    /// BIS, FinCEN notice FIN-2023-GLOBALEXPORT, November 2023 (recalled).
    "foreign-phone": "A firm's telephone is in a restricted country and the firm is not",
    Stable since "0.1.0", Entity Against, group "ties",
    {
        /// Strength of the sign.
        level: "strength" = 1.0,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let day = path.days().1;
    let mut best = Best::default();
    let mut measured = false;
    for &id in &path.chain {
        if context.sits_restricted(id, path) {
            continue;
        }
        let phones = context.attributes(id).map_or(&[][..], |a| &a.phones);
        measured |= !phones.is_empty();
        for phone in phones {
            if let Some(place) = prefix(context, phone).filter(|&place| context.restricted(place, path, day)) {
                best.offer(p.level, || format!("The telephone of {} is {phone} ({place}).", context.label(id)), || Context::around(path, id));
            }
        }
    }
    best.or_unknown(measured, "No register gives telephone numbers of these firms.")
}

fn prefix(context: &Context<'_>, phone: &str) -> Option<Country> {
    let phone = phone.trim();
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    let digits = if phone.starts_with('+') { digits.as_str() } else { digits.strip_prefix("00")? };
    let prefixes = &context.settings().words.phone_prefixes;
    (1..=3).rev().find_map(|n| prefixes.get(digits.get(..n)?).copied())
}

testbed::cases!("foreign-phone");
