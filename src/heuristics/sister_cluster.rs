//! Several firms, one letter box.

use super::spec::{Seen, heuristic, ramp, seen};
use super::{Context, testbed};
use crate::model::{EntityId, Path};

heuristic! {
    /// # What it looks for
    /// Firms with different names that share rare identifiers with one on the chain and handled the same family of
    /// goods, or stand on the chain themselves. A name that differs by an error of writing is no other firm.
    ///
    /// # Why it matters
    /// Networks register several firms at one desk, so that a refusal or a limit for one leaves the others.
    ///
    /// # When it is innocent
    /// Declared groups and dealers of one brand share addresses: a pair whose owner is on record counts less. A busy office
    /// tower is no identifier: links are discounted by how common the shared value is before they come here.
    ///
    /// # Parameters
    /// How strong a link must be, how many sisters count in full, and what a pair counts that a register shows to belong
    /// to one free owner.
    ///
    /// # Example
    /// Three traders at the same unit in Johor each buy accelerators from the same supplier.
    ///
    /// # What to check next
    /// Compare directors, domain registrations and bank details of all of them.
    ///
    /// # Source
    /// FATF and Egmont 2021; CSIS, April 2024; reporting of The Wire China on groups of linked traders.
    "sister-cluster": "Firms that share rare identifiers handle the same goods",
    Stable since "0.1.0", Network Against, group "ties",
    {
        /// Least strength of a link.
        least_link: "strength" = 0.3,
        /// Sisters in the same goods that count in full.
        full: "firms" = 2.0,
        /// What a pair of one declared house counts.
        declared: "factor" = 0.25,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let mut sisters: Vec<(EntityId, EntityId, &'static str)> = Vec::new();
    for &id in &path.chain {
        for (other, link) in context.other_sisters(id, p.least_link) {
            let family = context.family(other, path);
            if path.chain.contains(&other) || !family.inbound.is_empty() || !family.outbound.is_empty() {
                sisters.push((id.min(other), id.max(other), link.kind.word()));
            }
        }
    }
    sisters.sort_unstable();
    sisters.dedup_by_key(|&mut (a, b, _)| (a, b));
    let declared = |&&(a, b, _): &&(EntityId, EntityId, &'static str)| context.one_free_house(a, b, path);
    let (open, pairs) = (sisters.iter().filter(declared).count(), sisters.len());
    // The pair that says most is the one that is told.
    let (first, second, what) = *sisters.iter().find(|pair| !declared(pair)).or(sisters.first())?;
    let owned = match open {
        0 => String::new(),
        open if open == pairs => ", on record as one house".to_owned(),
        open => format!(", {open} of them on record as one house"),
    };
    seen(
        ramp((pairs - open) as f64 + open as f64 * p.declared, 0.0, p.full),
        format!(
            "{} and {} share an identifier ({what}) and handle the same goods; {pairs} such pairs touch this chain{owned}.",
            context.label(first),
            context.label(second),
        ),
        path.shipments().collect(),
    )
}

testbed::cases!("sister-cluster");
