//! The organiser in the small print.

use super::spec::{Seen, heuristic, ramp, seen};
use super::{Context, testbed};
use crate::model::{Path, TextId};

heuristic! {
    /// # What it looks for
    /// One small forwarder named on two legs of the chain that have different senders.
    ///
    /// # Why it matters
    /// Who arranges both legs knows both ends. A forwarder with few other clients may be the one who organises the trade.
    ///
    /// # When it is innocent
    /// Large forwarders carry everybody's goods and meet on every chain; they are left out by their number of clients.
    ///
    /// # Parameters
    /// Clients between which a forwarder counts as small.
    ///
    /// # Example
    /// "Lovage Example Freight", with three clients in all, books both the leg to Malaysia and the one to Shenzhen.
    ///
    /// # What to check next
    /// Ask who instructed the forwarder for the second leg, and when.
    ///
    /// # Source
    /// Gatekeeper filings on one logistics firm in all lots; case gordei (charged); own thresholds.
    "shared-forwarder": "A small forwarder arranged two legs with different senders",
    Stable since "0.1.0", Network Against, group "ties",
    {
        /// Clients of a forwarder that says nothing.
        large: "clients" = 25.0,
        /// Clients of a forwarder that counts in full.
        small: "clients" = 5.0,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let names: Vec<(usize, TextId)> = path
        .legs
        .iter()
        .enumerate()
        .flat_map(|(i, leg)| leg.shipments.iter().map(move |&id| (i, id)))
        .map(|(i, id)| (i, context.inputs.shipments.forwarder_name[id.index()]))
        .filter(|(_, name)| name.is_some())
        .collect();
    let (_, name) = *names.iter().find(|(i, name)| names.iter().any(|(j, other)| j > i && other == name))?;
    let (clients, _) = context.forwarder(name)?;
    seen(
        ramp(clients.len() as f64, p.large, p.small),
        format!("{}, with {} clients in all, arranged more than one leg.", context.text(name), clients.len()),
        path.shipments().filter(|id| context.inputs.shipments.forwarder_name[id.index()] == name).collect(),
    )
}

testbed::cases!("shared-forwarder");
