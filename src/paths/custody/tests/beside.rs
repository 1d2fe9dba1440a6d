//! What is told beside a chain, and what is not.

use super::World;

/// Rows of the shipments beside each leg of the first path, by place.
fn beside(rows: &str) -> Vec<Vec<usize>> {
    let traced = World::new(rows).trace();
    let legs = traced.paths[0].legs.iter();
    legs.map(|leg| leg.beside.iter().map(|id| id.index()).collect())
        .collect()
}

const CHAIN: &str = "0 US:Maker > MY:Hub h100*8 pcs=8 kg=12
    10 MY:Hub > CN:End vague hs=8473 pcs=8 kg=12\n";

fn chain_and(more: &str) -> String {
    format!("{CHAIN}{more}")
}

#[test]
fn more_of_the_goods_between_the_same_firms_is_told_and_carries_no_units() {
    let rows = chain_and("20 MY:Hub > CN:End vague hs=8473 pcs=9 kg=13");
    let traced = World::new(&rows).trace();
    assert_eq!(beside(&rows), [vec![], vec![2]]);
    assert_eq!(traced.paths[0].units.get(), Some(8.0));
    let told: Vec<_> = traced.paths[0].told().map(|id| id.index()).collect();
    assert_eq!(told, [0, 1, 2]);
    let drawn: Vec<_> = traced.paths[0].shipments().map(|id| id.index()).collect();
    assert_eq!(drawn, [0, 1]);
}

#[test]
fn other_weights_other_firms_and_other_times_are_not_such_goods() {
    for other in [
        // A piece of a third of the weight.
        "20 MY:Hub > CN:End vague hs=8473 pcs=9 kg=4",
        "20 MY:Hub > CN:Other vague hs=2204 pcs=9 kg=13",
        "400 MY:Hub > CN:End vague hs=8473 pcs=9 kg=13",
        // Named as something else, under a code of its own.
        "20 MY:Hub > CN:End other hs=2204 pcs=9 kg=13 usd=90",
    ] {
        assert_eq!(
            beside(&chain_and(other)),
            [vec![], vec![]] as [Vec<usize>; 2],
            "{other}"
        );
    }
}

#[test]
fn the_words_of_the_leg_make_such_goods_whatever_the_code() {
    let rows = "0 US:Maker > MY:Hub h100*8 pcs=8 kg=12
        10 MY:Hub > CN:End vague hs=8473 pcs=8 kg=12 words=adapters
        20 MY:Hub > CN:End other hs=8504 pcs=9 kg=13 usd=90 words=adapters";
    assert_eq!(beside(rows), [vec![], vec![2]]);
}

#[test]
fn a_supply_of_which_little_went_this_way_is_not_told() {
    let mut rows = String::from("0 US:Maker > SG:Distributor h100*100\n");
    for i in 0..19 {
        rows += &format!("{} SG:Distributor > DE:Customer{i} h100*5\n", 5 + i);
    }
    rows += "30 SG:Distributor > CN:End h100*5\n60 US:Maker > SG:Distributor h100*50\n";
    assert_eq!(beside(&rows), [vec![], vec![]] as [Vec<usize>; 2]);
}

#[test]
fn a_shipment_that_another_chain_draws_on_stands_beside_none() {
    let rows = chain_and(
        "30 US:Maker > MY:Hub h100*4 pcs=4 kg=6
         40 MY:Hub > CN:End vague hs=8473 pcs=4 kg=6",
    );
    let traced = World::new(&rows).trace();
    assert_eq!(traced.paths.len(), 1);
    assert_eq!(traced.paths[0].units.get(), Some(12.0));
    assert!(traced.paths[0].legs.iter().all(|leg| leg.beside.is_empty()));
}

#[test]
fn what_weighs_as_the_goods_do_is_told_whatever_its_words() {
    let chain = "0 US:Maker > MY:Hub dgx*96 pcs=12 kg=2340
        10 MY:Hub > CN:End vague hs=8471 pcs=12 kg=2340\n";
    let other = "20 MY:Hub > CN:End other hs=8504 pcs=3 kg=590 words=UPS\n";
    assert_eq!(beside(&format!("{chain}{other}")), [vec![], vec![2]]);
    // Another weight, or goods of a kind that the firm receives.
    for more in [
        "20 MY:Hub > CN:End other hs=8504 pcs=3 kg=90 words=UPS\n".to_owned(),
        format!("{other}-9 DE:Mill > MY:Hub other hs=8504 pcs=3 kg=590 words=UPS\n"),
    ] {
        assert_eq!(
            beside(&format!("{chain}{more}")),
            [vec![], vec![]] as [Vec<usize>; 2],
            "{more}"
        );
    }
}
