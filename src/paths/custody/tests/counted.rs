//! Legs of other words that have the count of the lot and pieces of its weight.

use super::check;

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
