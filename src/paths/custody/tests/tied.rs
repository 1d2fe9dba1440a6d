//! Listed goods followed over legs of other words by the numbers that both declare.

use super::{World, check, shown};

#[test]
fn count_and_weight_that_both_agree_tie_a_leg_of_other_words() {
    check(
        "0 DE:Maker > TR:Hub chip*100 pcs=100 kg=12
         10 TR:Hub > RU:End vague hs=8473 pcs=98 kg=12.3",
        &["Maker > Hub > End | 98 | restricted_country | first vague | 0 1"],
    );
    check(
        "0 DE:Maker > TR:Hub chip*100 pcs=100 kg=12
         10 TR:Hub > RU:End other hs=8504 pcs=98 kg=12.3",
        &["Maker > Hub > End | 98 | restricted_country | first relabelled | 0 1"],
    );
}

#[test]
fn a_leg_of_another_count_or_weight_is_no_continuation() {
    for leg in ["pcs=98 kg=30", "pcs=40 kg=12", "pcs=40", "kg=30"] {
        check(
            &format!(
                "0 DE:Maker > TR:Hub chip*100 pcs=100 kg=12
                 10 TR:Hub > RU:End vague hs=8473 {leg}"
            ),
            &[],
        );
    }
}

#[test]
fn part_of_a_lot_is_tied_by_the_weight_of_a_piece_or_by_a_part_number() {
    check(
        "0 DE:Maker > TR:Hub chip*100 pcs=100 kg=12
         10 TR:Hub > RU:End vague hs=8473 pcs=40 kg=4.8",
        &["Maker > Hub > End | 40 | restricted_country | first vague | 0 1"],
    );
    check(
        "0 DE:Maker > TR:Hub chip*100 pcs=100 kg=12 words=AD9361BBCZ
         10 TR:Hub > RU:End vague pcs=40 kg=9 words=IC/AD9361BBCZ/reels",
        &["Maker > Hub > End | 40 | restricted_country | first same_item | 0 1"],
    );
}

#[test]
fn a_hidden_leg_of_listed_goods_can_pass_them_on_again() {
    check(
        "0 DE:Maker > TR:Hub chip*100 pcs=100 kg=12
         10 TR:Hub > KG:Shop vague hs=8473 pcs=100 kg=12
         20 KG:Shop > RU:End vague hs=8473 pcs=99 kg=12.2",
        &["Maker > Hub > Shop > End | 99 | restricted_country | first vague vague | 0 1 2"],
    );
}

#[test]
fn a_linked_firm_can_send_the_tied_leg() {
    let mut world = World::new(
        "0 DE:Maker > TR:Hub chip*100 pcs=100 kg=12
         10 TR:Sister > RU:End vague hs=8473 pcs=100 kg=12",
    );
    assert!(shown(&world).is_empty());
    world.link("TR:Hub", "TR:Sister", 0.9);
    assert_eq!(
        shown(&world),
        ["Maker > Hub > Sister > End | 100 | restricted_country | first handover vague | 0  1"]
    );
}

#[test]
fn a_false_origin_on_the_second_leg_frees_no_goods() {
    let world = |first: &str, second: &str| {
        format!(
            "0 US:Maker > GE:Hub chip*1000 pcs=1000 kg=4 words=XC7A100T from={first}
             10 GE:Hub > RU:End chip*960 pcs=960 kg=3.9 words=XC7A100T from={second}"
        )
    };
    let found = "Maker > Hub > End | 960 | restricted_country | first same_item | 0 1";
    check(&world("US", "PH"), &[found]);
    // What is declared as made where it leaves from is believed.
    check(&world("US", "GE"), &[]);
    // Piece for piece the lot, and be it a neighbour who sends it.
    let exact = "10 GE:Hub > RU:End chip*1000 pcs=1000 kg=4.1 from=GE";
    let lot = "0 US:Maker > GE:Hub chip*1000 pcs=1000 kg=4 from=US";
    let found = "Maker > Hub > End | 1000 | restricted_country | first same_item | 0 1";
    check(&format!("{lot}\n{exact}"), &[found]);
    let mut world = World::new(&format!("{lot}\n{}", exact.replace("Hub", "Next")));
    assert!(shown(&world).is_empty());
    world.link("GE:Hub", "GE:Next", 0.9);
    assert_eq!(
        shown(&world),
        ["Maker > Hub > Next > End | 1000 | restricted_country | first handover same_item | 0  1"]
    );
    // Other parts of other numbers are other goods.
    check(
        "0 US:Maker > GE:Hub chip*1000 pcs=1000 kg=4 from=US
         10 GE:Hub > RU:End chip*90 pcs=90 kg=3.9 from=PH",
        &[],
    );
}

#[test]
fn the_law_of_the_exporter_binds_what_others_made() {
    check(
        "0 US:Shop > RU:End chip*100 from=PH",
        &["Shop > End | 100 | restricted_country | first | 0"],
    );
    check("0 PH:Shop > RU:End chip*100 from=PH", &[]);
}

#[test]
fn cheap_goods_that_weigh_a_third_of_what_they_declare_can_cover_a_lot() {
    let lot = "0 DE:Maker > KZ:Hub chip*1000 pcs=1000 kg=4";
    let leg = |kg: &str| format!("{lot}\n 20 KZ:Hub > RU:End other hs=2918 tonnes=21 kg={kg}");
    let found = "Maker > Hub > End | 1000 | restricted_country | first relabelled | 0 1";
    check(&leg("5000"), &[found]);
    // As heavy as declared; lighter than the lot; goods of the kind had arrived.
    check(&leg("20500"), &[]);
    check(&leg("3"), &[]);
    check(
        &format!(
            "{}\n 10 CN:Mill > KZ:Hub other hs=2918 kg=30000",
            leg("5000")
        ),
        &[],
    );
}

#[test]
fn where_a_weight_is_missing_the_count_and_the_worth_tie_a_leg() {
    let lot = "0 DE:Maker > TR:Hub chip*100 pcs=100 usd=50000";
    check(
        &format!("{lot}\n10 TR:Hub > RU:End other hs=8504 pcs=100 kg=12 usd=52000"),
        &["Maker > Hub > End | 100 | restricted_country | first relabelled | 0 1"],
    );
    check(
        &format!("{lot}\n10 TR:Hub > RU:End other hs=8504 pcs=100 kg=12 usd=900"),
        &[],
    );
}

#[test]
fn goods_far_too_dear_for_their_heading_can_be_part_of_a_lot() {
    let usual: String = (0..20)
        .map(|day| format!("{day} IN:Mill > BR:Shop other hs=8450 kg=100 usd=1000\n"))
        .collect();
    let lot = "20 DE:Maker > TR:Hub chip*100 pcs=100 kg=12 usd=600000";
    let world = |leg: &str| format!("{usual}{lot}\n30 TR:Hub > RU:End {leg}");
    let found = "Maker > Hub > End | 60 | restricted_country | first relabelled | 20 21";
    check(&world("other hs=8450 pcs=60 kg=8.5 usd=250000"), &[found]);
    // As cheap as such goods are; heavier, more and dearer than the lot; of another price a kilogram; chips of its own heading.
    for leg in [
        "other hs=8450 pcs=60 kg=8.5 usd=900",
        "other hs=8450 pcs=60 kg=18 usd=250000",
        "other hs=8450 pcs=160 kg=8.5 usd=250000",
        "other hs=8450 pcs=60 kg=12.5 usd=900000",
        "other hs=8450 pcs=60 kg=10 usd=50000",
        "other hs=8542 pcs=60 kg=8.5 usd=250000",
    ] {
        check(&world(leg), &[]);
    }
    // Nothing is known of what the lot costs, or of how much it is.
    let leg = world("other hs=8450 pcs=60 kg=8.5 usd=250000");
    let without = |unknown: &str| leg.replace(lot, &lot.replace(unknown, ""));
    check(&without(" usd=600000"), &[]);
    check(&without(" pcs=100 kg=12"), &[]);
    // A piece tells where no weight is stated.
    check(&without(" kg=12"), &[found]);
    // Such goods had come to the firm.
    let came = "20 IN:Mill > TR:Hub other hs=8450 kg=100 usd=1000";
    check(&leg.replace(lot, &format!("{lot}\n{came}")), &[]);
}

#[test]
fn two_machines_are_told_by_their_weight() {
    let world = |leg: &str| {
        format!(
            "0 DE:Maker > AE:Hub chip*2 pcs=2 kg=18500 from=DE
             10 AE:Hub > RU:End {leg}"
        )
    };
    let found = "Maker > Hub > End | 2 | restricted_country | first same_item | 0 1";
    check(&world("chip*2 pcs=2 kg=18800 from=CN"), &[found]);
    check(&world("chip*2 pcs=2 kg=23000 from=CN"), &[]);
    // One is as many as any other, two light things weigh the same by chance, and neither is asked of goods of the place.
    let one = world("chip*1 pcs=1 kg=9300 from=CN")
        .replace("chip*2 pcs=2 kg=18500", "chip*1 pcs=1 kg=9250");
    check(&one, &[]);
    let light = world("chip*2 pcs=2 kg=18.8 from=CN").replace("18500", "18.5");
    check(&light, &[]);
    check(&world("chip*2 pcs=2 kg=18800 from=AE"), &[]);
    // Nor of other goods.
    check(&world("other hs=7308 pcs=2 kg=18800"), &[]);
}
