//! Where a chain ends, and where it does not.

use super::{World, check, shown};
use crate::model::{Country, Day, End, ListHit, Match, Measure, Owner, Role};

#[test]
fn one_leg_straight_to_a_restricted_country_is_a_chain() {
    check(
        "0 US:Warehouse > CN:End h100*8",
        &["Warehouse > End | 8 | restricted_country | first | 0"],
    );
}

#[test]
fn goods_that_need_nothing_on_the_day_are_no_offence() {
    check("0 US:Maker > CN:End a800*8", &[]);
    check(
        "1001 US:Maker > CN:End a800*8",
        &["Maker > End | 8 | restricted_country | first | 0"],
    );
}

#[test]
fn what_stays_with_an_ordinary_buyer_is_no_chain() {
    check(
        "0 US:Maker > MY:Buyer h100*8\n 200 US:Maker > DE:Other h100*1",
        &[],
    );
}

#[test]
fn a_lot_that_stays_with_a_shell_has_vanished() {
    let mut world = World::new(
        "0 US:Maker > MY:Shell h100*8
         100 US:Maker > DE:Other h100*1",
    );
    assert_eq!(shown(&world), [] as [&str; 0]);
    world.role("MY:Shell", Role::Shell, 0.8);
    assert_eq!(shown(&world), ["Maker > Shell | 8 | vanished | first | 0"]);
    world.role("MY:Shell", Role::EndUser, 0.9);
    assert_eq!(shown(&world), [] as [&str; 0]);
}

#[test]
fn what_left_under_vague_words_vanishes_with_a_forwarder_and_not_with_a_shell() {
    let mut world = World::new(
        "0 US:Maker > MY:Buyer h100*8 pcs=8 kg=12
         5 MY:Buyer > SG:Last vague hs=8473 pcs=8 kg=12
         100 US:Maker > DE:Other h100*1",
    );
    world.role("SG:Last", Role::Shell, 0.8);
    assert_eq!(shown(&world), [] as [&str; 0]);
    world.role("SG:Last", Role::Forwarder, 0.8);
    assert_eq!(
        shown(&world),
        ["Maker > Buyer > Last | 8 | vanished | first vague | 0 1"]
    );
}

#[test]
fn a_lot_that_only_just_arrived_has_not_vanished() {
    let mut world = World::new(
        "0 US:Maker > MY:Shell h100*8
         59 US:Maker > DE:Other h100*1",
    );
    world.role("MY:Shell", Role::Shell, 0.8);
    assert_eq!(shown(&world), [] as [&str; 0]);
}

#[test]
fn a_majority_owner_in_a_restricted_country_is_an_end_and_a_minority_is_not() {
    let mut world = World::new("0 US:Maker > MY:Buyer h100*8");
    let buyer = world.entity("MY:Buyer");
    let owner = |pct: f64| Owner {
        entity: None,
        name: "Example Holding".into(),
        country: Some(Country::known("CN")),
        share_pct: Measure::new(pct),
        controls: false,
        listed: false,
        via: vec![],
        from: None,
        to: None,
    };
    world.resolution.entities[buyer].owners = vec![owner(49.0)];
    assert_eq!(shown(&world), [] as [&str; 0]);
    world.resolution.entities[buyer].owners = vec![owner(50.0)];
    assert_eq!(
        shown(&world),
        ["Maker > Buyer | 8 | restricted_owner | first | 0"]
    );
}

#[test]
fn headquarters_and_lists_are_ends_on_their_days() {
    let mut world = World::new("0 US:Maker > MY:Buyer h100*8");
    let buyer = world.entity("MY:Buyer");
    world.resolution.entities[buyer].listed = vec![ListHit {
        list: "Example List".into(),
        entry_id: None,
        listed: "Buyer".into(),
        program: None,
        score: 0.99,
        is_match: true,
        elsewhere: false,
        from: Some(Day::from_epoch(1)),
        to: None,
        why: String::new(),
    }];
    assert_eq!(shown(&world), [] as [&str; 0]);
    world.resolution.entities[buyer].listed[0].from = Some(Day::from_epoch(0));
    assert_eq!(shown(&world), ["Maker > Buyer | 8 | listed | first | 0"]);
    world.resolution.entities[buyer].headquarters = Some(Country::known("CN"));
    assert_eq!(
        shown(&world),
        ["Maker > Buyer | 8 | restricted_headquarters | first | 0"]
    );
}

#[test]
fn moves_inside_a_restricted_country_are_no_diversion() {
    check("0 CN:Maker > CN:End h100*8", &[]);
    check("0 CN:Maker > HK:End h100*8", &[]);
}

#[test]
fn ends_name_what_they_rest_on() {
    let world = World::new("0 US:Maker > CN:End h100*8");
    let path = &world.trace().paths[0];
    let country = Country::known("CN");
    assert_eq!(path.end, End::RestrictedCountry { country });
    assert_eq!(path.legs[0].matched, Match::First);
    assert_eq!(path.tpp, Measure::new(8.0 * 15_824.0));
}
