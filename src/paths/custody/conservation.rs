//! What must hold of any search, on random worlds.

use super::tests::World;
use crate::model::{Measure, Path, Role};
use proptest::prelude::*;
use std::collections::BTreeMap;

const FIRMS: [&str; 8] = [
    "US:A", "MY:B", "SG:C", "HK:D", "CN:E", "RU:F", "TH:G", "MY:H",
];

fn goods() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => (1..20u32).prop_map(|n| format!("h100*{n}")),
        2 => (1..4u32).prop_map(|n| format!("dgx*{}", 8 * n)),
        1 => Just("h100*?".to_owned()),
        1 => (1..50u32).prop_map(|n| format!("chip*{n}")),
        3 => (1..20u32).prop_map(|n| format!("vague hs=8473 pcs={n} kg={}", 2 * n)),
        1 => (1..20u32).prop_map(|n| format!("vague kg={n}")),
        1 => Just("vague hs=8471".to_owned()),
        // Machines and what they may be called to pass unseen.
        1 => (5..8u32).prop_map(|n| format!("dgx*{} pcs={n} kg={}", 8 * n, 120 * n)),
        1 => (5..8u32).prop_map(|n| format!("other hs=9405 pcs={n} kg={} usd={}", 120 * n, 900 * n)),
        2 => (1..20u32).prop_map(|n| format!("other hs=8536 pcs={n} kg={} usd={}", 2 * n, 9_000 * n)),
        1 => (5..8u32).prop_map(|n| format!("other hs=902 crates={n} kg={}", 120 * n)),
    ]
}

fn worlds() -> impl Strategy<Value = (String, Vec<(usize, usize)>)> {
    // Most within the window, some long after it.
    let days = prop_oneof![3 => 0..80i32, 1 => 0..420i32];
    let row = (days, 0..FIRMS.len(), 0..FIRMS.len(), goods()).prop_map(|(day, from, to, goods)| {
        format!("{day} {} > {} {goods}\n", FIRMS[from], FIRMS[to])
    });
    (
        prop::collection::vec(row, 1..40).prop_map(|rows| rows.concat()),
        prop::collection::vec((0..FIRMS.len(), 0..FIRMS.len()), 0..3),
    )
}

fn world(rows: &str, links: &[(usize, usize)]) -> World {
    let mut world = World::new(rows);
    for &(a, b) in links {
        world.link(FIRMS[a], FIRMS[b], 0.8);
    }
    world.settings.dealer.customers = 2;
    world.role("SG:C", Role::Distributor, 0.9);
    world
}

/// Units that all paths together draw from each shipment, by its place in the world.
fn drawn(paths: &[Path]) -> BTreeMap<usize, f64> {
    let mut sums = BTreeMap::new();
    for leg in paths.iter().flat_map(Path::all_legs) {
        assert_eq!(leg.shipments.len(), leg.drawn.len());
        for (shipment, drawn) in leg.shipments.iter().zip(&leg.drawn) {
            *sums.entry(shipment.index()).or_insert(0.0) += drawn.get().unwrap_or(0.0);
        }
    }
    sums
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_shipment_carries_more_than_it_holds_over_all_paths((rows, links) in worlds()) {
        let world = world(&rows, &links);
        let traced = world.trace();
        for (shipment, units) in drawn(&traced.paths) {
            let most = world.most_units(shipment);
            prop_assert!(units <= most + 1e-6, "shipment {shipment}: {units} of {most}\n{rows}");
        }
    }

    #[test]
    fn a_path_is_a_chain_in_time_that_names_no_entity_twice((rows, links) in worlds()) {
        let world = world(&rows, &links);
        for path in world.trace().paths {
            prop_assert_eq!(path.chain.len(), path.legs.len() + 1);
            let mut seen = path.chain.clone();
            seen.extend(path.feeders.iter().map(|leg| leg.from));
            let firms = seen.len();
            seen.sort_unstable();
            seen.dedup();
            prop_assert_eq!(seen.len(), firms);
            for feeder in &path.feeders {
                prop_assert!(path.chain.len() > 2);
                prop_assert_eq!(feeder.to, path.chain[1]);
            }
            for (leg, pair) in path.legs.iter().zip(path.chain.windows(2)) {
                prop_assert_eq!((leg.from, leg.to), (pair[0], pair[1]));
                prop_assert!(leg.shipments.is_sorted());
                prop_assert_eq!(leg.link.is_some(), leg.shipments.is_empty());
            }
            prop_assert!(path.supply.is_sorted());
            prop_assert!(!path.shipments().any(|id| path.supply.contains(&id)));
            for legs in path.legs.windows(2) {
                prop_assert!(legs[0].first_day <= legs[1].last_day);
            }
            prop_assert!(path.legs.iter().filter(|leg| leg.link.is_some()).count() <= 1);
            prop_assert!(path.legs.iter().filter(|leg| leg.link.is_none()).count() <= 4);
            prop_assert!((0.0..=1.0).contains(&path.flow_share));
            prop_assert!(path.units != Measure::new(0.0));
        }
    }

    #[test]
    fn one_thread_and_four_find_the_same((rows, links) in worlds()) {
        let world = world(&rows, &links);
        let with = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
            pool.expect("a pool").install(|| world.trace())
        };
        prop_assert_eq!(with(1), with(4));
    }
}
