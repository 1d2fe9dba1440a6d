//! Which legs a lot goes on in.

use super::{World, check, shown};

#[test]
fn a_lot_is_followed_through_a_hub_to_a_restricted_country() {
    check(
        "0 US:Maker > MY:Hub h100*8
         10 MY:Hub > CN:End h100*8",
        &["Maker > Hub > End | 8 | restricted_country | first same_item | 0 1"],
    );
}

#[test]
fn servers_in_and_boards_out_are_counted_by_accelerator() {
    check(
        "0 US:Maker > MY:Hub dgx*16
         10 MY:Hub > CN:End h100*16",
        &["Maker > Hub > End | 16 | restricted_country | first converted | 0 1"],
    );
}

#[test]
fn a_vague_leg_under_a_near_heading_continues_a_lot() {
    check(
        "0 US:Maker > MY:Hub h100*8
         10 MY:Hub > CN:End vague hs=8473 pcs=8 kg=12",
        &["Maker > Hub > End | 8 | restricted_country | first vague | 0 1"],
    );
}

#[test]
fn a_leg_too_light_for_one_unit_continues_nothing() {
    check(
        "0 US:Maker > MY:Hub h100*8
         10 MY:Hub > CN:End vague hs=8473 pcs=8 kg=0.2",
        &[],
    );
}

#[test]
fn relabelled_goods_that_the_firm_never_handles_continue_a_lot() {
    check(
        "0 US:Maker > MY:Hub h100*8
         10 MY:Hub > CN:End other hs=8536 pcs=8 kg=12 usd=200000",
        &["Maker > Hub > End | 8 | restricted_country | first relabelled | 0 1"],
    );
}

#[test]
fn pieces_that_weigh_neither_what_a_card_nor_what_a_machine_weighs_are_other_goods() {
    for words in [
        "vague hs=8471 pcs=6000 kg=2300",
        "vague hs=8473 pcs=1 kg=12",
        "other hs=8536 pcs=5000 kg=12 usd=200000",
    ] {
        check(
            &format!("0 US:Maker > MY:Hub h100*8\n10 MY:Hub > CN:End {words}"),
            &[],
        );
    }
    check(
        "0 US:Maker > MY:Hub dgx*16
         10 MY:Hub > CN:End vague hs=8471 pcs=2 kg=300",
        &["Maker > Hub > End | 16 | restricted_country | first vague | 0 1"],
    );
}

#[test]
fn cover_cargo_that_weighs_less_than_its_own_quantity_continues_a_lot() {
    check(
        "0 US:Maker > MY:Hub h100*8
         10 MY:Hub > CN:End other hs=0902 tonnes=23 kg=6300",
        &["Maker > Hub > End | 8 | restricted_country | first relabelled | 0 1"],
    );
    check(
        "0 US:Maker > MY:Hub h100*8
         10 MY:Hub > CN:End other hs=0902 tonnes=6 kg=6300",
        &[],
    );
}

#[test]
fn goods_that_the_firm_buys_and_sells_every_day_are_what_they_say() {
    let mut rows = String::from("0 US:Maker > MY:Hub h100*8\n");
    for day in 1..10 {
        rows += &format!("{day} VN:Mill > MY:Hub other hs=4407 kg=900 usd=900\n");
        rows += &format!("{} MY:Hub > CN:End other hs=4407 kg=900 usd=900\n", day + 3);
    }
    check(&rows, &[]);
}

#[test]
fn three_hops_under_changing_words_are_one_chain() {
    check(
        "0 US:Maker > MY:First h100*8
         10 MY:First > TH:Second vague hs=8473 pcs=8 kg=12
         20 TH:Second > CN:End vague hs=8471 pcs=8 kg=12",
        &["Maker > First > Second > End | 8 | restricted_country | first vague vague | 0 1 2"],
    );
}

#[test]
fn goods_that_change_hands_over_a_link_are_followed() {
    let mut world = World::new(
        "0 US:Maker > MY:Buyer h100*8
         10 MY:Sister > CN:End h100*8",
    );
    assert_eq!(
        shown(&world),
        ["Sister > End | 8 | restricted_country | first | 1"]
    );
    world.link("MY:Buyer", "MY:Sister", 0.9);
    assert_eq!(
        shown(&world),
        ["Maker > Buyer > Sister > End | 8 | restricted_country | first handover same_item | 0  1"]
    );
}

#[test]
fn goods_known_by_a_heading_only_are_followed_as_what_they_say() {
    check(
        "0 DE:Maker > TR:Hub chip*100
         10 TR:Hub > RU:End chip*100
         12 TR:Hub > RU:End vague hs=8473 pcs=100 kg=12",
        &["Maker > Hub > End | 100 | restricted_country | first same_item | 0 1"],
    );
}

#[test]
fn a_linked_firm_that_ships_other_numbers_under_vague_words_ships_something_else() {
    for (leg, chains) in [("pcs=8 kg=12", 1), ("pcs=3 kg=40", 0)] {
        let mut world = World::new(&format!(
            "0 US:Maker > MY:Buyer h100*8 pcs=8 kg=12.1
             10 MY:Sister > CN:End vague hs=8473 {leg}"
        ));
        world.link("MY:Buyer", "MY:Sister", 0.9);
        assert_eq!(shown(&world).len(), chains, "{leg}");
    }
}

#[test]
fn a_lot_whose_number_nobody_states_holds_no_more_than_its_weight_allows() {
    check(
        "0 US:One > MY:Hub h100*? kg=6.2
         1 US:Two > MY:Hub h100*30 pcs=30 kg=48
         10 MY:Hub > CN:End h100*36 pcs=36 kg=57",
        &["Two > Hub > End | 36 | restricted_country | first same_item | 1 2 | also One 0"],
    );
}

#[test]
fn the_weight_of_the_lot_speaks_for_a_leg_of_other_words() {
    let world = |kg: &str| {
        format!(
            "0 US:Maker > SG:Hub dgx*? kg=1900
             30 SG:Hub > CN:End other hs=7326 pcs=10 kg={kg} usd=3700000"
        )
    };
    let paths = |rows: &str| World::new(rows).trace().paths.len();
    assert_eq!(paths(&world("1910")), 1);
    assert_eq!(paths(&world("1780")), 0);
}

#[test]
fn where_the_lot_states_no_weight_the_catalogue_tells_what_a_piece_weighs() {
    let sent = |leg: &str| {
        let rows = format!("0 US:Maker > MY:Hub h100*198 pcs=198\n10 MY:Sister > CN:End {leg}");
        let mut world = World::new(&rows);
        world.link("MY:Hub", "MY:Sister", 0.8);
        shown(&world)
    };
    assert_eq!(
        sent("vague hs=8504 pcs=157 kg=236"),
        ["Maker > Hub > Sister > End | 157 | restricted_country | first handover vague | 0  1"]
    );
    assert_eq!(sent("vague hs=8504 pcs=157 kg=4000"), [""; 0]);
}

#[test]
fn part_of_a_lot_under_other_words_is_known_by_the_weight_of_a_piece() {
    let sent = |kg: u32| {
        let rows = format!(
            "0 US:Maker > MY:Hub h100*64 pcs=64 kg=96
             10 MY:Hub > CN:End other words=CONTACTORS hs=8537 pcs=40 kg={kg}"
        );
        shown(&World::new(&rows))
    };
    assert_eq!(
        sent(61),
        ["Maker > Hub > End | 40 | restricted_country | first relabelled | 0 1"]
    );
    assert_eq!(sent(156), [""; 0]);
}
