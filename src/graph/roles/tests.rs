//! Roles on literal profiles.

use super::*;

fn main(profile: &Profile) -> Option<Role> {
    scores(profile).main()
}

#[test]
fn behaviour_names_the_role() {
    let shell = Profile {
        received: 2,
        sent: 2,
        suppliers: 1,
        customers: 1,
        top_customer: 1.0,
        items_in: 2,
        items_out: 2,
        units_in: 16.0,
        units_through: 16.0,
        dwell: Some(12),
        starts_with_item: true,
        age_at_first: Some(60),
        employees: Some(2.0),
        sharing: 1,
        shared: 1,
        ..Profile::default()
    };
    let s = scores(&shell);
    assert!(s.get(Role::Shell).get() > Some(0.8));
    assert!(s.get(Role::Transshipper).get() > Some(0.8));
    assert!(
        s.reasons
            .iter()
            .any(|(role, why)| *role == Role::Shell && why.contains("60 days old"))
    );
    let cloud = Profile {
        received: 30,
        suppliers: 6,
        items_in: 10,
        units_in: 800.0,
        complements: 9,
        megawatts: Some(12.0),
        business: "CLOUD SERVICES".into(),
        age_at_first: Some(200),
        ..Profile::default()
    };
    assert_eq!(main(&cloud), Some(Role::EndUser));
    assert!(scores(&cloud).get(Role::Shell).get() < Some(0.5));
    let distributor = Profile {
        received: 60,
        sent: 90,
        suppliers: 4,
        customers: 25,
        top_customer: 0.1,
        months: 20,
        active_days: 900,
        same_headings: Some(0.95),
        headings_in: 5,
        headings_out: 5,
        ..Profile::default()
    };
    assert_eq!(main(&distributor), Some(Role::Distributor));
    let maker = Profile {
        received: 40,
        sent: 40,
        suppliers: 9,
        customers: 4,
        top_customer: 0.6,
        same_headings: Some(0.1),
        headings_in: 9,
        headings_out: 2,
        employees: Some(900.0),
        ..Profile::default()
    };
    assert_eq!(main(&maker), Some(Role::Manufacturer));
    let mover = Profile {
        received: 9,
        name: "PELICAN EXAMPLE FREIGHT".into(),
        forwards: 12,
        ..Profile::default()
    };
    assert_eq!(main(&mover), Some(Role::Forwarder));
}

#[test]
fn too_little_is_unknown() {
    let once = Profile {
        received: 1,
        ..Profile::default()
    };
    assert_eq!(scores(&once), RoleScores::default());
}

#[test]
fn a_forwarder_that_keeps_what_it_is_sent_is_no_end_user() {
    let kept = |business: &str| {
        let profile = Profile {
            received: 5,
            suppliers: 1,
            items_in: 5,
            units_in: 40.0,
            business: business.into(),
            ..Profile::default()
        };
        let s = scores(&profile);
        (s.get(Role::Forwarder).get(), s.get(Role::EndUser).get())
    };
    let (forwarder, user) = kept("FREIGHT FORWARDING");
    assert!(
        forwarder >= Some(0.5) && user < forwarder,
        "{forwarder:?} {user:?}"
    );
    assert!(kept("RETAIL").1 > Some(0.6));
}

#[test]
fn other_goods_to_one_customer_make_no_maker() {
    let firm = |customers| Profile {
        received: 6,
        sent: 4,
        suppliers: 1,
        customers,
        same_headings: Some(0.0),
        headings_in: 1,
        headings_out: 1,
        ..Profile::default()
    };
    let maker = |customers| scores(&firm(customers)).get(Role::Manufacturer).get();
    assert!(maker(1) < Some(0.5));
    assert!(maker(3) >= Some(0.5));
}
