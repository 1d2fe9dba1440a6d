//! Legs of other words that have the count of the lot and pieces of its weight.

use super::{World, check, shown};

/// Twelve machines with a firm that sells other goods under heading 8536 every day.
const LOT: &str = "0 US:Maker > MY:Hub dgx*96 pcs=12 kg=2340
    1 MY:Hub > TH:Shop other words=FUSES hs=8536 pcs=3 kg=5
    2 MY:Hub > TH:Shop other words=FUSES hs=8536 pcs=3 kg=5
    3 MY:Hub > TH:Shop other words=FUSES hs=8536 pcs=3 kg=5
    4 MY:Hub > TH:Shop other words=FUSES hs=8536 pcs=3 kg=5
    5 MY:Hub > TH:Shop other words=FUSES hs=8536 pcs=3 kg=5";

#[test]
fn as_many_pieces_of_the_same_weight_are_the_lot_whatever_they_are_called() {
    check(
        &format!(
            "{LOT}\n60 MY:Hub > CN:End other words=LED/DRIVERS hs=8536 pcs=12 kg=2320 usd=9000"
        ),
        &["Maker > Hub > End | 96 | restricted_country | first relabelled | 0 6"],
    );
    // Another count, another weight, or a single one by chance.
    for leg in ["pcs=9 kg=1740", "pcs=12 kg=1500", "pcs=1 kg=195"] {
        check(
            &format!("{LOT}\n60 MY:Hub > CN:End other words=LED/DRIVERS usd=9000 hs=8536 {leg}"),
            &[],
        );
    }
}

#[test]
fn legs_of_one_wording_and_lots_of_one_item_are_counted_together() {
    check(
        &format!(
            "{LOT}
             10 US:Maker > MY:Hub dgx*32 pcs=4 kg=780
             60 MY:Hub > CN:End other words=ROUTER/PARTS hs=8536 pcs=7 kg=1350 usd=9000
             70 MY:Hub > CN:End other words=router/parts hs=8536 pcs=9 kg=1730 usd=9000"
        ),
        &["Maker > Hub > End | 128 | restricted_country | first relabelled | 0+6 7+8"],
    );
}

#[test]
fn who_deals_under_those_words_is_believed() {
    let leg = "60 MY:Hub > CN:End other words=ROUTER/PARTS hs=8536 pcs=12 kg=2320 usd=9000";
    let bought = "30 VN:Mill > MY:Hub other words=ROUTER/PARTS hs=8537 pcs=2 kg=70";
    let sold = "-30 MY:Hub > TH:Shop other words=ROUTER/PARTS hs=8537 pcs=2 kg=70";
    for trade in [bought, sold] {
        check(&format!("{LOT}\n{leg}\n{trade}"), &[]);
    }
}

#[test]
fn legs_under_one_heading_are_counted_together_and_one_may_state_no_weight() {
    let rows = "0 US:Maker > MY:Hub dgx*48 pcs=6 kg=1170
        8 MY:Hub > CN:End other words=TEA/IN/PACKS hs=902 pcs=2 kg=400
        8 MY:Hub > CN:End other words=TEA/ASSORTED hs=902 pcs=4";
    check(
        rows,
        &["Maker > Hub > End | 48 | restricted_country | first relabelled | 0 1+2"],
    );
}

#[test]
fn legs_to_a_new_buyer_are_counted_together_whatever_each_is_called() {
    let legs = "8 MY:Hub > CN:End other words=PUMPS hs=8413 pcs=4 kg=790
        9 MY:Hub > CN:End other words=VALVES hs=8481 pcs=2 kg=395";
    let lot = "0 US:Maker > MY:Hub dgx*48 pcs=6 kg=1170";
    check(
        &format!("{lot}\n{legs}"),
        &["Maker > Hub > End | 48 | restricted_country | first relabelled | 0 1+2"],
    );
    // Who dealt with that buyer before is believed.
    let before = "-9 MY:Hub > CN:End other words=TILES hs=6907 pcs=900 kg=400";
    check(&format!("{lot}\n{legs}\n{before}"), &[]);
}

#[test]
fn a_linked_firm_can_send_what_is_counted() {
    let mut world = World::new(
        "0 US:Maker > MY:Hub dgx*48 pcs=6 kg=1170
         8 MY:Sister > CN:End other words=PUMPS hs=8413 pcs=4 kg=790
         9 MY:Sister > CN:End other words=PUMPS hs=8413 pcs=2 kg=395",
    );
    world.link("MY:Hub", "MY:Sister", 0.8);
    assert_eq!(
        shown(&world),
        [
            "Maker > Hub > Sister > End | 48 | restricted_country | first handover relabelled | 0  1+2"
        ]
    );
}

#[test]
fn crates_that_weigh_what_a_machine_does_hold_one_each() {
    let lot = "0 US:Maker > MY:Hub dgx*48 pcs=6 kg=1170";
    check(
        &format!("{lot}\n8 MY:Hub > CN:End other words=TEA hs=902 crates=6 kg=1190"),
        &["Maker > Hub > End | 48 | restricted_country | first relabelled | 0 1"],
    );
    // Cartons of tea weigh ten kilograms.
    check(
        &format!("{lot}\n8 MY:Hub > CN:End other words=TEA hs=902 crates=6 kg=60"),
        &[],
    );
}

#[test]
fn a_leg_without_a_weight_is_told_by_what_its_pieces_are_worth() {
    let with = |four: u32, two: u32| {
        format!(
            "0 US:Maker > MY:Hub dgx*48 pcs=6 kg=1170 usd=1500000
             8 MY:Hub > CN:End other words=TEA hs=902 pcs=4 usd={four}
             9 MY:Hub > CN:End other words=TEA hs=902 pcs=2 usd={two}"
        )
    };
    check(
        &with(980_000, 490_000),
        &["Maker > Hub > End | 48 | restricted_country | first relabelled | 0 1+2"],
    );
    check(&with(700, 350), &[]);
}

#[test]
fn listed_goods_that_leave_in_parts_under_other_words_are_counted_together() {
    let lot = "0 DE:Maker > TR:Hub chip*100 pcs=100 kg=12";
    check(
        &format!(
            "{lot}
             8 TR:Hub > RU:End other words=SPARES hs=8431 pcs=60 kg=7.5
             9 TR:Hub > RU:End other words=SPARES hs=8431 pcs=40 kg=4.5"
        ),
        &["Maker > Hub > End | 100 | restricted_country | first relabelled | 0 1+2"],
    );
    check(
        &format!(
            "{lot}
             8 TR:Hub > RU:End other words=SPARES hs=8431 pcs=60 kg=7.5
             9 TR:Hub > RU:End other words=SPARES hs=8431 pcs=20 kg=2.3"
        ),
        &[],
    );
}

#[test]
fn among_many_lots_some_count_agrees_by_chance() {
    let lots = |n: u32| -> String {
        let lot = |i: u32| {
            let pieces = 4 + i;
            let kg = 195 * pieces;
            format!(
                "{i} US:Maker{i} > MY:Hub dgx*{} pcs={pieces} kg={kg}\n",
                8 * pieces
            )
        };
        (0..n).map(lot).collect()
    };
    let legs = "20 MY:Hub > CN:End other words=TEA hs=902 pcs=2 kg=392
        21 MY:Hub > CN:End other words=TEA hs=902 pcs=2 kg=392";
    check(
        &format!("{}{legs}", lots(8)),
        &["Maker0 > Hub > End | 32 | restricted_country | first relabelled | 0 8+9"],
    );
    check(&format!("{}{legs}", lots(9)), &[]);
}

#[test]
fn a_believed_leg_is_not_counted_with_the_others() {
    // Pumps are this firm's trade, and two crates of tea are neither the lot nor enough to tell.
    let rows = "-90 MY:Hub > TH:Shop other words=PUMPS hs=8413 pcs=4 kg=790
        0 US:Maker > MY:Hub dgx*48 pcs=6 kg=1170
        -80 MY:Hub > TH:Shop other words=TEA hs=902 pcs=900 kg=900
        8 MY:Hub > CN:End other words=PUMPS hs=8413 pcs=4 kg=790
        9 MY:Hub > CN:End other words=GREEN/TEA hs=902 pcs=2 kg=395";
    check(rows, &[]);
}

#[test]
fn legs_are_counted_with_the_lots_that_were_there() {
    // Two and four are six, but a year lies between them.
    let rows = "0 US:Maker > MY:Hub dgx*48 pcs=6 kg=1170
        200 US:Maker > MY:Hub dgx*400 pcs=50 kg=9750
        10 MY:Hub > CN:End other words=TEA hs=902 pcs=2 kg=390
        210 MY:Hub > CN:End other words=TEA hs=902 pcs=4 kg=780";
    check(rows, &[]);
    // The same split twice is two lots.
    let rows = "0 US:Maker > MY:Hub dgx*48 pcs=6 kg=1170
        10 MY:Hub > CN:End other words=TEA hs=902 pcs=2 kg=390
        11 MY:Hub > CN:End other words=TEA hs=902 pcs=4 kg=780
        400 US:Maker > MY:Hub dgx*48 pcs=6 kg=1170
        410 MY:Hub > CN:End other words=TEA hs=902 pcs=2 kg=390
        411 MY:Hub > CN:End other words=TEA hs=902 pcs=4 kg=780";
    check(
        rows,
        &["Maker > Hub > End | 96 | restricted_country | first relabelled | 0+3 1+2+4+5"],
    );
}
