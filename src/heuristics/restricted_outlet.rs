//! Where the last holder sends the rest.

use super::spec::{Seen, heuristic, ramp, seen};
use super::{Context, testbed};
use crate::model::{End, Path};

heuristic! {
    /// # What it looks for
    /// Goods that are lost from sight with a firm which is seen to send goods of the same family to a restricted country.
    ///
    /// # Why it matters
    /// Records are never complete. Where some lots of a firm are seen to go on to a restricted country, a lot that is not
    /// seen again most likely went the same way.
    ///
    /// # When it is innocent
    /// A trader with customers in many countries: the lot may be among those that free customers got.
    ///
    /// # Parameters
    /// The share of the lots sent that has to go to restricted countries to say nothing or all.
    ///
    /// # Example
    /// "Basil Example Trading" takes in five lots of accelerators; four go on to China, and of the fifth there is no record.
    ///
    /// # What to check next
    /// Ask the carrier of the lots that are seen for other bookings of the same shipper.
    ///
    /// # Source
    /// Derived from the replayed cases, where the public part of a route is a part of its shipments; own bounds.
    "restricted-outlet": "The firm that had the goods last is seen to send such goods to a restricted country",
    Stable since "0.1.0", Path Against, group "outlets",
    {
        /// Share of the lots sent that says nothing.
        low: "share" = 0.0,
        /// Share that counts in full.
        high: "share" = 0.5,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    if path.end != End::Vanished {
        return None;
    }
    let last = *path.chain.last()?;
    let family = context.family(last, path);
    let sent = family.outbound.len();
    seen(
        ramp(f64::from(family.restricted) / sent.max(1) as f64, p.low, p.high),
        format!(
            "{} of {sent} lots of such goods that {} is seen to send went to restricted countries.",
            family.restricted,
            context.label(last)
        ),
        family.outbound.clone(),
    )
}

testbed::cases!("restricted-outlet");
