//! Stays that are longer than the window.

use super::{World, check};
use crate::model::Role;

/// Compatibility of the last leg of the only chain from `from`, `None` if there is none.
fn last_leg(rows: &str, from: &str) -> Option<f64> {
    let mut world = World::new(rows);
    let from = world.entity(from);
    let paths = world.trace().paths;
    let path = paths.iter().find(|path| path.chain[0] == from)?;
    path.legs.last().map(|leg| leg.compatibility)
}

#[test]
fn a_long_stay_weakens_a_chain_and_does_not_end_it_on_a_day() {
    let leg = |day: i32, goods: &str| {
        let rows = format!("0 US:Maker > MY:Hub h100*8 pcs=8 kg=12\n{day} MY:Hub > CN:End {goods}");
        last_leg(&rows, "US:Maker")
    };
    for goods in [
        "h100*8",
        "vague hs=8473",
        "vague hs=8473 pcs=8 kg=12",
        "other hs=8473 pcs=8 kg=12 usd=200000",
    ] {
        let (before, after) = (leg(120, goods), leg(121, goods));
        assert!(before >= after && after.is_some(), "{goods}");
        let step = before.zip(after).map(|(before, after)| before - after);
        assert!(step < Some(0.01), "{goods}");
        assert!(leg(121, goods) > leg(180, goods), "{goods}");
    }
}

#[test]
fn what_is_named_or_counted_is_followed_longer_than_what_is_vague() {
    let found = |day: i32, goods: &str| {
        let rows = format!("0 US:Maker > MY:Hub h100*8 pcs=8 kg=12\n{day} MY:Hub > CN:End {goods}");
        last_leg(&rows, "US:Maker").is_some()
    };
    assert!(found(200, "vague hs=8473"));
    assert!(!found(230, "vague hs=8473"));
    assert!(found(300, "vague hs=8473 pcs=8 kg=12"));
    assert!(found(365, "h100*8"));
    assert!(!found(366, "h100*8"));
}

#[test]
fn a_long_stay_takes_nothing_from_a_short_one() {
    check(
        "0 US:Old > MY:Hub h100*8
         200 US:New > MY:Hub h100*8
         210 MY:Hub > CN:End h100*8",
        &["New > Hub > End | 8 | restricted_country | first same_item | 1 2"],
    );
}

#[test]
fn goods_go_on_after_a_long_stay() {
    check(
        "0 US:Maker > MY:Hub h100*8 pcs=8 kg=12
         150 MY:Hub > TH:Shop vague hs=8473 pcs=8 kg=12
         160 TH:Shop > CN:End vague hs=8473 pcs=8 kg=12",
        &["Maker > Hub > Shop > End | 8 | restricted_country | first vague vague | 0 1 2"],
    );
}

#[test]
fn listed_goods_lie_long_too_where_numbers_tie_them() {
    check(
        "0 DE:Maker > TR:Hub chip*100 pcs=100 kg=12
         200 TR:Hub > RU:End vague hs=8473 pcs=98 kg=12.3",
        &["Maker > Hub > End | 98 | restricted_country | first vague | 0 1"],
    );
}

#[test]
fn a_dealer_sends_no_old_stock() {
    let rows = "0 US:Maker > MY:Hub h100*8
                150 MY:Hub > CN:End h100*8";
    let mut world = World::new(rows);
    assert_eq!(world.trace().paths[0].chain.len(), 3);
    world.role("MY:Hub", Role::Distributor, 0.9);
    assert_eq!(world.trace().paths[0].chain.len(), 2);
}

#[test]
fn who_has_fresh_goods_sends_those() {
    check(
        "0 US:Old > MY:Hub h100*8
         200 US:New > MY:Hub h100*4
         210 MY:Hub > TH:Shop h100*4
         220 MY:Hub > CN:End h100*8",
        &["Hub > End | 8 | restricted_country | first | 3"],
    );
}
