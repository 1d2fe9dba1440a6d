//! More stops than commerce needs.

use super::spec::{Seen, heuristic, ramp, seen};
use super::{Context, testbed};
use crate::model::{Path, Role};

heuristic! {
    /// # What it looks for
    /// A chain of three legs or more on which the lot stays the same finished goods and the firms in between have
    /// hardly any other partners.
    ///
    /// # Why it matters
    /// Each hand that has no trade of its own adds cost and removes sight of the buyer. Networks use two or three such
    /// firms so that no single record joins origin and end.
    ///
    /// # When it is innocent
    /// Electronics pass four or five firms from wafer to shop, but they change on the way and those firms have many
    /// partners.
    ///
    /// # Parameters
    /// How many partners make a firm in the middle a normal trader.
    ///
    /// # Example
    /// United States, Singapore, Malaysia, China: the two firms in the middle buy from one and sell to one.
    ///
    /// # What to check next
    /// Ask each firm in the middle what it added, and who paid its invoice.
    ///
    /// # Source
    /// BIS guidance of 13 May 2025; CSIS, April 2024, on layered buyers; cases janford (alleged) and marchenko (convicted
    /// by plea).
    "multi-hop": "Three or more legs through firms with hardly any other trade",
    Stable since "0.1.0", Path Against, group "transit",
    {
        /// Partners from which on a firm in the middle counts as a normal trader.
        many_partners: "partners" = 12.0,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let middles = context.middles(path);
    if middles.len() < 2 {
        return None;
    }
    let mut sum = 0.0;
    for &id in middles {
        if context.is(id, Role::Manufacturer) {
            continue;
        }
        let stats = context.stats(id);
        let partners = stats.suppliers.len() + stats.customers.len();
        sum += ramp(partners as f64, p.many_partners, 3.0);
    }
    let mean = sum / middles.len() as f64;
    seen(
        mean,
        format!(
            "{} legs, and the {} firms between have few partners beside one another.",
            path.legs.len(),
            middles.len()
        ),
        path.shipments().collect(),
    )
}

testbed::cases!("multi-hop");
