//! What a stock gives to whom: splits, merges, honest outlets, unknown quantities.

use super::{World, check};
use crate::model::Measure;

#[test]
fn splits_and_merges_along_one_chain_are_one_path() {
    check(
        "0 US:Maker > MY:Hub h100*8
         5 US:Maker > MY:Hub h100*8
         10 MY:Hub > CN:End h100*10
         12 MY:Hub > CN:End h100*6",
        &["Maker > Hub > End | 16 | restricted_country | first same_item | 0+1 2+3"],
    );
}

#[test]
fn a_hub_is_an_end_and_a_way_station_but_no_unit_is_told_twice() {
    check(
        "0 US:Maker > HK:Hub h100*10
         10 HK:Hub > CN:End h100*6",
        &[
            "Maker > Hub > End | 6 | restricted_country | first same_item | 0 1",
            "Maker > Hub | 4 | restricted_country | first | 0",
        ],
    );
}

#[test]
fn a_leg_that_lots_explain_in_part_is_not_told_a_second_time_without_its_past() {
    check(
        "0 US:Maker > MY:Hub h100*6
         10 MY:Hub > CN:End h100*8",
        &["Maker > Hub > End | 8 | restricted_country | first same_item | 0 1"],
    );
}

#[test]
fn later_lots_of_unknown_past_join_the_chain_whose_first_leg_was_found() {
    check(
        "0 US:Maker > MY:Hub h100*6
         10 MY:Hub > CN:End h100*6
         200 MY:Hub > CN:End h100*8",
        &["Maker > Hub > End | 14 | restricted_country | first same_item | 0 1+2"],
    );
}

#[test]
fn a_small_part_with_a_known_past_lends_it_to_nothing() {
    check(
        "0 US:Maker > MY:Hub h100*1
         10 MY:Hub > CN:End h100*1
         200 MY:Hub > CN:End h100*20",
        &[
            "Hub > End | 20 | restricted_country | first | 2",
            "Maker > Hub > End | 1 | restricted_country | first same_item | 0 1",
        ],
    );
}

#[test]
fn an_honest_outlet_lowers_the_share_of_what_goes_wrong() {
    let mut rows = String::from("0 US:Maker > SG:Distributor h100*100\n");
    for i in 0..19 {
        rows += &format!("{} SG:Distributor > DE:Customer{i} h100*5\n", 5 + i);
    }
    rows += "30 SG:Distributor > CN:End h100*5\n";
    let traced = World::new(&rows).trace();
    assert_eq!(traced.paths.len(), 1);
    assert!((traced.paths[0].flow_share - 0.05).abs() < 1e-9);
    assert_eq!(traced.paths[0].units, Measure::new(5.0));
}

#[test]
fn honest_outlets_without_item_names_share_the_stock_in_proportion() {
    let mut rows = String::from("0 US:Maker > SG:Distributor h100*100\n");
    for i in 0..19 {
        rows += &format!("5 SG:Distributor > DE:Customer{i} vague hs=8473 pcs=50 kg=75\n");
    }
    rows += "6 SG:Distributor > CN:End vague hs=8473 pcs=50 kg=75\n";
    let traced = World::new(&rows).trace();
    // 100 units over 20 legs of 50 each: a tenth of each leg.
    assert_eq!(traced.paths[0].units, Measure::new(5.0));
    assert!((traced.paths[0].flow_share - 0.05).abs() < 1e-9);
}

#[test]
fn recognised_sales_come_before_vague_ones_on_the_same_stock() {
    check(
        "0 US:Maker > SG:Distributor h100*8
         5 SG:Distributor > CN:End vague hs=8473 pcs=8 kg=12
         9 SG:Distributor > DE:Customer h100*8",
        &[],
    );
}

#[test]
fn unknown_quantities_stay_unknown_and_serve_one_leg_each() {
    check(
        "0 US:Maker > MY:Hub h100*?
         10 MY:Hub > CN:End h100*?
         12 MY:Hub > CN:Other h100*?",
        &[
            "Maker > Hub > End | ? | restricted_country | first same_item | 0 1",
            "Hub > Other | ? | restricted_country | first | 2",
        ],
    );
}

#[test]
fn a_return_to_the_sender_uses_up_the_stock() {
    check(
        "0 US:Maker > MY:Hub h100*8
         10 MY:Hub > US:Maker h100*8
         20 MY:Hub > CN:End vague hs=8473 pcs=8 kg=12",
        &[],
    );
}

#[test]
fn a_quantity_of_zero_is_unknown_and_no_lot_of_nothing() {
    check(
        "0 US:Maker > MY:Hub h100*0
         10 MY:Hub > CN:End h100*0",
        &["Maker > Hub > End | ? | restricted_country | first same_item | 0 1"],
    );
}

#[test]
fn goods_do_not_leave_before_they_arrive_and_a_firm_that_ships_to_itself_is_no_leg() {
    check(
        "5 MY:Hub > MY:Hub h100*8
         10 MY:Hub > CN:End h100*8
         20 US:Maker > MY:Hub h100*8",
        &["Hub > End | 8 | restricted_country | first | 1"],
    );
}

#[test]
fn vague_goods_that_weigh_and_cost_what_cards_do_are_followed_as_unnamed_ones() {
    check(
        "0 US:Maker > MY:Hub vague hs=8473 pcs=10 kg=20 usd=250000
         10 MY:Hub > CN:End vague hs=8473 pcs=10 kg=21 usd=260000",
        &["Maker > Hub > End | 10 | restricted_country | first same_item | 0 1"],
    );
}

#[test]
fn vague_goods_of_another_weight_price_or_heading_are_not() {
    for goods in [
        "vague hs=8473 pcs=10 kg=20 usd=20000",
        "vague hs=8473 pcs=10 kg=200 usd=250000",
        "vague hs=9018 pcs=10 kg=20 usd=250000",
        "other hs=8473 pcs=10 kg=20 usd=250000",
        "vague hs=8473 kg=20 usd=250000",
        "vague hs=8473 pcs=10 usd=250000",
    ] {
        check(
            &format!("0 US:Maker > MY:Hub {goods}\n10 MY:Hub > CN:End {goods}"),
            &[],
        );
    }
}

#[test]
fn several_sources_of_one_flow_are_one_path_under_the_one_that_gave_most() {
    check(
        "0 US:Small > MY:Hub h100*2
         1 US:Maker > MY:Hub h100*8
         2 US:Other > MY:Hub h100*4
         10 MY:Hub > CN:End h100*14",
        &[
            "Maker > Hub > End | 14 | restricted_country | first same_item | 1 3 | also Small 0 | also Other 2",
        ],
    );
}

#[test]
fn two_firms_that_send_goods_straight_to_one_end_are_two_leads() {
    check(
        "0 US:Small > CN:End h100*2
         1 US:Maker > CN:End h100*8",
        &[
            "Maker > End | 8 | restricted_country | first | 1",
            "Small > End | 2 | restricted_country | first | 0",
        ],
    );
}

#[test]
fn a_vague_leg_of_which_lots_fill_next_to_nothing_is_other_goods() {
    check(
        "0 US:Maker > MY:Hub h100*2
         10 MY:Hub > CN:End vague hs=8473 pcs=40 kg=60",
        &[],
    );
    check(
        "0 US:Maker > MY:Hub h100*8
         10 MY:Hub > CN:End vague hs=8473 pcs=40 kg=60",
        &["Maker > Hub > End | 8 | restricted_country | first vague | 0 1"],
    );
}

#[test]
fn pieces_of_another_form_are_no_vague_continuation() {
    // Servers of 150 kg came; what left late weighs 60 kg a piece under a code of its own: too heavy for boards, too light for them.
    let left = |kg: u32| {
        format!(
            "0 US:Maker > MY:Hub dgx*16 pcs=2 kg=300
             80 MY:Hub > CN:End vague hs=8504 pcs=2 kg={kg}"
        )
    };
    assert_eq!(super::shown(&World::new(&left(300))).len(), 1);
    assert_eq!(super::shown(&World::new(&left(170))).len(), 0);
    // Boards of 45 kg are servers taken apart.
    assert_eq!(super::shown(&World::new(&left(90))).len(), 1);
}
