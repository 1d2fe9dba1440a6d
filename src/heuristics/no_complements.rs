//! Accelerators and nothing else.

use super::spec::{Best, Seen, heuristic, ramp};
use super::{Context, testbed, words};
use crate::model::{End, Path, Role};

heuristic! {
    /// # What it looks for
    /// A firm in question that took in many accelerators and, in all the data, not one shipment of switches, optics,
    /// power, cooling, storage or racks. An end that is restricted by itself, because of its place or because it is
    /// listed, is not asked what it does with them.
    ///
    /// # Why it matters
    /// Machines that are to be run need the rest of a hall. Machines that are to be sold on do not.
    ///
    /// # When it is innocent
    /// Tenants of a colocation site, racks delivered complete, equipment bought inside the country.
    ///
    /// # Parameters
    /// From how many units on a hall would be needed, and what the sign counts for a firm that does not claim to run
    /// machines.
    ///
    /// # Example
    /// "Elder Example Cloud" takes in 256 accelerators and nothing else, ever.
    ///
    /// # What to check next
    /// Ask for the lease of the hall and the electricity bill.
    ///
    /// # Source
    /// Derived from EAR part 732, supplement 3 (installation, training or maintenance declined).
    "no-complements": "A large receiver of accelerators never received what runs them",
    Stable since "0.1.0", Entity Against, group "use",
    {
        /// Units that say nothing.
        few: "units" = 16.0,
        /// Units that count in full.
        many: "units" = 128.0,
        /// Factor for firms that do not claim to run machines.
        traders: "factor" = 0.6,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    if context.by_heading(path) {
        return None;
    }
    let claims = ["cloud", "data", "datacenter", "datacentre", "hosting", "ai", "university", "research", "telecom"].map(str::to_owned);
    let mut best = Best::default();
    let listed = path.chain.last().filter(|_| matches!(path.end, End::Listed { .. }));
    for &id in path.chain.iter().skip(1).filter(|&id| Some(id) != listed) {
        let stats = context.stats(id);
        if context.sits_restricted(id, path) || stats.complements_in > 0 || context.is(id, Role::Distributor) || context.is_forwarder(id) {
            continue;
        }
        let units = context.family(id, path).units_in;
        let line = context.attributes(id).and_then(|a| a.business_line.as_deref()).unwrap_or("");
        let user = words::has(context.name(id), &claims) || words::has(line, &claims);
        best.offer(
            ramp(units, p.few, p.many) * if user { 1.0 } else { p.traders },
            || format!("{} took in {units:.0} units and no shipment of equipment to run them.", context.label(id)),
            || Context::around(path, id),
        );
    }
    best.seen()
}

testbed::cases!("no-complements");
