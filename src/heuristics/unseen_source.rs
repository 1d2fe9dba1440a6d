//! Goods out of nowhere.

use super::spec::{Seen, heuristic, ramp, seen};
use super::{Context, testbed};
use crate::model::{Path, Role};

heuristic! {
    /// # What it looks for
    /// A first sender that neither makes such goods nor was ever seen to receive them, and that hardly trades: few
    /// customers, few shipments.
    ///
    /// # Why it matters
    /// Straw buyers purchase inside the country and hand the goods to an exporter whose papers begin at the dock.
    ///
    /// # When it is innocent
    /// Domestic purchases never show in trade data, so every exporter looks a little like this. Established ones have many
    /// customers.
    ///
    /// # Parameters
    /// Customers and shipments at which an exporter counts as established.
    ///
    /// # Example
    /// A firm in Texas with two exports in all sends 400 accelerators.
    ///
    /// # What to check next
    /// Ask the exporter for its purchase invoice, and the maker for the end user it was told.
    ///
    /// # Source
    /// Operation Gatekeeper filings, 2025; Singapore fraud charges of 2025 on false end users (alleged).
    "unseen-source": "A small first sender was never seen to receive the goods",
    Stable since "0.1.0", Entity Against, group "flow",
    {
        /// Customers of an established exporter.
        customers: "firms" = 8.0,
        /// Shipments of an established exporter.
        shipments: "shipments" = 40.0,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let &first = path.chain.first()?;
    let family = context.family(first, path);
    if context.is_maker(first)
        || context.is(first, Role::Manufacturer)
        || context.is(first, Role::Distributor)
        || !family.inbound.is_empty()
    {
        return None;
    }
    let stats = context.stats(first);
    seen(
        ramp(stats.customers.len() as f64, p.customers, 2.0) * ramp(f64::from(stats.sent), p.shipments, 8.0),
        format!(
            "{} was never seen to receive these goods and sent {} shipments to {} customers in all.",
            context.label(first),
            stats.sent,
            stats.customers.len()
        ),
        Context::around(path, first),
    )
}

testbed::cases!("unseen-source");
