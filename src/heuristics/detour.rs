//! Routes that make no sense on a map.

use super::spec::{Seen, heuristic, ramp, seen, unknown};
use super::{Context, testbed};
use crate::model::{Country, Path};

heuristic! {
    /// # What it looks for
    /// The length of the way over all countries of the chain, divided by the distance from start to end.
    ///
    /// # Why it matters
    /// Goods for a place next door that travel round half the globe were not sent by a forwarder who pays for fuel.
    ///
    /// # When it is innocent
    /// Carriers run over hubs and zones consolidate cargo: a way of up to twice the distance is everyday.
    ///
    /// # Parameters
    /// Ratios between which it grows, and the least distance from start to end for which a ratio means anything.
    ///
    /// # Example
    /// Taiwan, Dubai, Xiamen: fifty times the width of the strait.
    ///
    /// # What to check next
    /// Ask the forwarder for the freight quote of the direct way.
    ///
    /// # Source
    /// Quint-Seal note, December 2023 (abnormal routes); distances between main trade places.
    "detour": "The way over the middle countries is far longer than the direct one",
    Stable since "0.1.0", Path Against, group "route",
    {
        /// Ratio of a usual way.
        usual: "ratio" = 1.8,
        /// Ratio that counts in full.
        full: "ratio" = 3.5,
        /// Shorter distances are raised to this, so that neighbours do not divide by nothing.
        near: "km" = 400.0,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let places: Vec<Country> = path.chain.iter().filter_map(|&id| context.country(id)).collect();
    if places.len() < 3 {
        return None;
    }
    let way: Option<f64> = places.windows(2).map(|pair| context.km(pair[0], pair[1])).sum();
    let (Some(way), Some(direct)) = (way, context.km(places[0], places[places.len() - 1])) else {
        return unknown("A country of this chain has no point on the map.");
    };
    let ratio = way / direct.max(p.near);
    let text = places.iter().map(|place| place.as_str()).collect::<Vec<_>>().join(" > ");
    seen(
        ramp(ratio, p.usual, p.full),
        format!("{text} is {way:.0} km, {ratio:.1} times the direct {direct:.0} km."),
        path.shipments().collect(),
    )
}

testbed::cases!("detour");
