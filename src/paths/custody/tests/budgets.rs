//! Searches that are cut, and hubs that need not be.

use super::World;
use crate::model::{Completeness, Measure};

#[test]
fn a_budget_that_is_hit_is_told() {
    let mut rows = String::from("0 US:Maker > MY:Hub h100*100\n");
    for i in 0..5 {
        rows += &format!("{} MY:Hub > CN:End{i} vague hs=8473 pcs=2 kg=4\n", 5 + i);
    }
    let mut world = World::new(&rows);
    assert!(world.trace().completeness.cuts.is_empty());
    assert_eq!(world.trace().completeness.best_cut_score, Measure::new(0.0));
    world.settings.budgets.per_lot = 3;
    let traced = world.trace();
    let cut = &traced.completeness.cuts[0];
    assert_eq!(
        (
            cut.budget.as_str(),
            cut.limit,
            cut.times,
            cut.first_at.as_str()
        ),
        ("budgets.per_lot", 3, 1, "MY:Hub")
    );
    assert!(traced.paths.iter().all(|path| path.cut));
}

/// 100,000 shipments in and as many out, each way with goods that compete for the same stock.
fn hub(goods: &str) -> World {
    let mut rows = String::new();
    for i in 0..100_000 {
        rows += &format!("{} US:Maker{} > SG:Hub h100*2\n", i / 100, i % 50);
        rows += &format!("{} SG:Hub > CN:End{} {goods}\n", 1 + i / 100, i % 5_000);
    }
    World::new(&rows)
}

#[test]
fn a_hub_with_a_hundred_thousand_shipments_in_and_out_is_searched_within_its_budget() {
    let world = hub("vague hs=8473 pcs=2 kg=4");
    let traced = world.trace();
    let cut = &traced.completeness.cuts[0];
    // Once within the window and once for what is left after it.
    assert_eq!((cut.budget.as_str(), cut.times), ("budgets.per_entity", 2));
    assert!(!traced.paths.is_empty());
    assert!(traced.paths.iter().all(|path| path.cut));
    let drawn: f64 = traced
        .paths
        .iter()
        .filter_map(|path| path.units.get())
        .sum();
    assert!(drawn <= 200_000.0);
}

#[test]
fn recognised_goods_through_a_hub_need_no_budget() {
    let traced = hub("h100*2").trace();
    assert!(traced.completeness.cuts.is_empty());
    let drawn: f64 = traced
        .paths
        .iter()
        .filter_map(|path| path.units.get())
        .sum();
    assert!((drawn - 200_000.0).abs() < 1e-6);
}

/// A firm linked with several others, the strongest links first; goods leave from the last.
fn linked_firms() -> World {
    let mut world = World::new(
        "0 US:Maker > MY:Buyer h100*8
         5 MY:Sister0 > DE:Customer h100*1
         10 MY:Sister2 > CN:End h100*8",
    );
    for (i, strength) in [0.9, 0.85, 0.8].into_iter().enumerate() {
        world.link("MY:Buyer", &format!("MY:Sister{i}"), strength);
    }
    world
}

fn links_cut(completeness: &Completeness) -> Option<(u64, u64, &str)> {
    let cut = completeness
        .cuts
        .iter()
        .find(|cut| cut.budget == "budgets.links_per_entity")?;
    Some((cut.limit, cut.times, cut.first_at.as_str()))
}

#[test]
fn links_beyond_the_budget_are_told_where_they_might_have_led_to_an_end() {
    let mut world = linked_firms();
    let all = world.trace();
    assert_eq!(links_cut(&all.completeness), None);
    assert_eq!(all.paths[0].chain.len(), 4);
    world.settings.budgets.links_per_entity = 2;
    let cut = world.trace();
    assert_eq!(links_cut(&cut.completeness), Some((2, 1, "MY:Buyer")));
    assert_eq!(cut.completeness.best_cut_score, Measure::UNKNOWN);
    // The link left out then leads to a firm from which nothing reaches an end.
    let mut world = linked_firms();
    world.link("MY:Buyer", "MY:Sister2", 0.95);
    world.settings.budgets.links_per_entity = 2;
    assert_eq!(links_cut(&world.trace().completeness), None);
}

#[test]
fn a_chain_through_a_firm_whose_links_were_cut_says_so() {
    let mut world = linked_firms();
    world.link("MY:Buyer", "MY:Sister2", 0.95);
    world.link("MY:Buyer", "MY:Sister3", 0.94);
    world.entity("MY:Sister4");
    world.link("MY:Buyer", "MY:Sister4", 0.7);
    world.settings.budgets.links_per_entity = 1;
    let traced = world.trace();
    assert!(traced.paths.iter().all(|path| !path.cut));
    // Now one of the links left out leads to a firm that sends to an end as well.
    let mut world = World::new(
        "0 US:Maker > MY:Buyer h100*8
         10 MY:Sister0 > CN:End h100*4
         12 MY:Sister1 > CN:Other h100*4",
    );
    world.link("MY:Buyer", "MY:Sister0", 0.9);
    world.link("MY:Buyer", "MY:Sister1", 0.8);
    world.settings.budgets.links_per_entity = 1;
    let traced = world.trace();
    let through: Vec<bool> = traced
        .paths
        .iter()
        .filter(|path| path.chain.len() == 4)
        .map(|path| path.cut)
        .collect();
    assert_eq!(through, [true]);
}
