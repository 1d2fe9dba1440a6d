//! Machines that move out.

use super::spec::{Best, Seen, heuristic, ramp};
use super::{Context, testbed, words};
use crate::model::{Path};

heuristic! {
    /// # What it looks for
    /// Machines that leave a firm which runs machines, by its name or business, some months after they came, or that leave
    /// anyone as used goods within that time.
    ///
    /// # Why it matters
    /// An accelerator serves four years and more. One that leaves after four months was shown, not used.
    ///
    /// # When it is innocent
    /// Leases end, clouds fail, fleets move between sites of one owner.
    ///
    /// # Parameters
    /// The stay after which machines count as installed, and the stay that a service life explains.
    ///
    /// # Example
    /// 512 accelerators reach a new cloud in Johor in March and leave it in August as used parts.
    ///
    /// # What to check next
    /// Ask for the date on which the site was last inspected.
    ///
    /// # Source
    /// Reports on phantom data centres and boxed goods, 2025 (press); own bounds.
    "installed-then-gone": "Machines leave a site months after they came",
    Stable since "0.1.0", Path Against, group "use",
    {
        /// Stay that is not yet an installation.
        early: "days" = 35.0,
        /// Stay that counts in full.
        installed: "days" = 75.0,
        /// Stay that a service life explains.
        served: "days" = 720.0,
        /// Factor for firms that do not claim to run machines.
        other_firms: "factor" = 0.5,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let users = ["cloud", "data", "datacenter", "datacentre", "hosting", "ai", "compute", "university", "research"].map(str::to_owned);
    let mut best = Best::default();
    for (who, days, into, out) in context.stays(path) {
        if into.shipments.is_empty() {
            continue;
        }
        let line = context.attributes(who).and_then(|a| a.business_line.as_deref()).unwrap_or("");
        let user = words::has(context.name(who), &users) || words::has(line, &users);
        let used = out.shipments.iter().any(|&id| words::has(context.description(id), &context.settings().words.used));
        let factor = if user { 1.0 } else if used { p.other_firms } else { 0.0 };
        let days = f64::from(days);
        best.offer(
            factor * ramp(days, p.early, p.installed) * ramp(days, p.served, p.served * 0.6),
            || format!("The goods left {} {days:.0} days after they came.", context.label(who)),
            || into.shipments.iter().chain(&out.shipments).copied().collect(),
        );
    }
    best.seen()
}

testbed::cases!("installed-then-gone");
