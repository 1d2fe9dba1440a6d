//! Business from a private mailbox.

use super::spec::{Best, Seen, heuristic};
use super::{Context, testbed};
use crate::model::Path;

heuristic! {
    /// # What it looks for
    /// A firm in question whose only e-mail address is with a host that gives them to anybody, and that has no web site.
    ///
    /// # Why it matters
    /// Orders for millions from a throw-away mailbox are named in official guidance. The sign is weak by itself.
    ///
    /// # When it is innocent
    /// Small firms in many countries use public mail for everything.
    ///
    /// # Parameters
    /// What it counts where the firm does have a web site.
    ///
    /// # Example
    /// basil.example@foxmail.com for a trader of accelerators.
    ///
    /// # What to check next
    /// Look for the mailbox in other registrations.
    ///
    /// # Source
    /// US Departments of Justice, Commerce and Treasury, joint note of March 2023 (recalled, not read again).
    "free-mail": "A firm does business from a public mail host and has no site",
    Preview since "0.1.0", Entity Against, group "footprint",
    {
        /// Factor where a web site is known.
        with_site: "factor" = 0.3,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let mut best = Best::default();
    let suspects = context.suspects(path);
    let mut measured = suspects.is_empty();
    for id in suspects {
        let Some(attributes) = context.attributes(id).filter(|a| !a.emails.is_empty()) else { continue };
        measured = true;
        let free = |email: &String| {
            let host = email.rsplit('@').next().unwrap_or("").trim().to_lowercase();
            context.settings().words.free_mail.contains(&host)
        };
        if attributes.emails.iter().all(free) {
            best.offer(
                if attributes.websites.is_empty() { 1.0 } else { p.with_site },
                || format!("{} uses the mailbox {}.", context.label(id), attributes.emails[0]),
                || Context::around(path, id),
            );
        }
    }
    best.or_unknown(measured, "No register gives e-mail addresses of these firms.")
}

testbed::cases!("free-mail");
