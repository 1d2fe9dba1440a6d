//! The stage as a whole, on small literal tables.

use super::*;
use crate::model::{Country, LinkKind, Measure, OwnershipRecord, PartyRecord, Silent, WatchEntry};
use crate::model::{EntityId, PartyId};

fn shipments(rows: &[(&str, &str, &str)]) -> Shipments {
    let mut shipments = Shipments::default();
    for &(name, address, country) in rows {
        shipments.add_party(name, address, Country::from_code(country));
    }
    shipments
}

fn run(rows: &[(&str, &str, &str)], registers: &Registers) -> (Shipments, Resolution) {
    let shipments = shipments(rows);
    let policy = ResolvePolicy::built_in().expect("policy");
    let resolution = resolve(
        &shipments,
        &mut registers.clone(),
        &policy,
        &Options::default(),
        &Silent,
    );
    (shipments, resolution)
}

fn entity(resolution: &Resolution, party: usize) -> EntityId {
    resolution.entity_of[PartyId::new(party)]
}

#[test]
fn spellings_join_and_countries_and_numbers_part() {
    let (_, r) = run(
        &[
            ("Orchid Example Trading Co., Ltd.", "", "HK"),
            ("ORCHID EXAMPLE TRDG LIMITED", "", "HK"),
            ("Orchid Example Trading Ltd", "", "SG"),
            ("Orchid Example Trading 2 Ltd", "", "HK"),
            ("Orchid Example Trading 3 Ltd", "", "HK"),
        ],
        &Registers::default(),
    );
    assert_eq!(entity(&r, 0), entity(&r, 1));
    assert_eq!(r.entities.len(), 4);
    assert!(r.links.iter().any(|l| l.kind == LinkKind::NameVariant));
}

#[test]
fn keys_and_entities_do_not_depend_on_the_order_of_parties() {
    let mut rows = vec![
        ("Orchid Example Ltd", "1 Orchid Road, Penang", "MY"),
        ("Pelican Sample LLC", "2 Pelican Street, Dubai", "AE"),
        ("ORCHID EXAMPLE LIMITED", "", "MY"),
    ];
    let (_, a) = run(&rows, &Registers::default());
    rows.reverse();
    let (_, b) = run(&rows, &Registers::default());
    let keys = |r: &Resolution| r.entities.iter().map(|e| e.key).collect::<Vec<_>>();
    assert_eq!(keys(&a), keys(&b));
    assert!(keys(&a).is_sorted());
}

#[test]
fn a_firm_founded_after_the_last_shipment_has_no_known_day_of_incorporation() {
    let mut shipments = shipments(&[("Orchid Example Ltd", "", "MY"), ("Heron Sample", "", "SG")]);
    shipments.day = ["2024-05-01", "2024-06-01"]
        .map(|day| crate::model::Day::from_iso(day).expect("a day"))
        .to_vec();
    let row = |name: &str, country: &str, day: &str| PartyRecord {
        name: name.to_owned(),
        country: Country::from_code(country),
        incorporation_date: crate::model::Day::from_iso(day),
        ..PartyRecord::default()
    };
    let mut registers = Registers {
        parties: vec![
            row("Heron Sample", "SG", "1668-01-01"),
            row("Orchid Example Ltd", "MY", "2031-02-03"),
        ],
        ..Registers::default()
    };
    let policy = ResolvePolicy::built_in().expect("policy");
    let r = resolve(
        &shipments,
        &mut registers,
        &policy,
        &Options::default(),
        &Silent,
    );
    let founded = |party| {
        let attributes = r.entities[entity(&r, party)].attributes.as_ref();
        attributes
            .expect("a register row")
            .incorporated
            .map(|day| day.to_string())
    };
    assert_eq!(founded(0), None);
    assert_eq!(founded(1).as_deref(), Some("1668-01-01"));
    assert!(
        r.warnings
            .iter()
            .any(|w| w.starts_with("party tables")
                && w.ends_with("2031-02-03 of 'Orchid Example Ltd'")),
        "{:?}",
        r.warnings
    );
}

#[test]
fn an_address_of_two_is_a_link_and_one_of_many_is_an_agent() {
    let many: Vec<(String, &str, &str)> = [
        "Amber", "Birch", "Coral", "Delta", "Ember", "Fjord", "Grove", "Heron", "Indigo",
    ]
    .iter()
    .map(|n| {
        (
            format!("{n} Sample Ltd"),
            "Unit 5, 77 Pelican Road, Hong Kong",
            "HK",
        )
    })
    .collect();
    let mut rows: Vec<(&str, &str, &str)> =
        many.iter().map(|(n, a, c)| (n.as_str(), *a, *c)).collect();
    rows.push((
        "Juniper Sample Ltd",
        "Rm 9, 12 Orchid Street, Hong Kong",
        "HK",
    ));
    rows.push(("Kestrel Sample Ltd", "Room 9, 12 Orchid St., HK", "HK"));
    let (_, r) = run(&rows, &Registers::default());
    let addresses: Vec<_> = r
        .links
        .iter()
        .filter(|l| l.kind == LinkKind::Address)
        .collect();
    assert_eq!(addresses.len(), 1, "{addresses:?}");
    assert!(
        r.warnings.iter().any(|w| w.starts_with("the address '")
            && w.contains("is shared by 9 entities, more than 8")),
        "{:?}",
        r.warnings
    );
}

#[test]
fn an_address_of_two_hundred_firms_links_none_of_them() {
    let names: Vec<String> = (0..200)
        .map(|i| format!("Firm{}x Sample{} Ltd", (b'A' + i % 26) as char, i))
        .collect();
    let rows: Vec<(&str, &str, &str)> = names
        .iter()
        .map(|n| (n.as_str(), "Suite 5, 77 Pelican Road, Dubai", "AE"))
        .collect();
    let (_, r) = run(&rows, &Registers::default());
    assert_eq!(r.entities.len(), 200);
    assert!(r.links.is_empty(), "{:?}", r.links.iter().next());
    for entity in r.entities.iter() {
        let [mark] = &entity.address_marks[..] else {
            panic!("{:?}", entity.address_marks);
        };
        assert_eq!(
            mark.words(),
            "address shared by 200 firms: an agent's, not a link (Suite 5, 77 Pelican Road, Dubai)"
        );
    }
}

#[test]
fn a_town_is_no_address_however_often_it_is_written_in_the_same_way() {
    let rows = [
        ("Juniper Sample Trading Ltd", "Taipei", "TW"),
        ("Juniper Smaple Trading Ltd", "Taipei", "TW"),
    ];
    let (_, r) = run(&rows, &Registers::default());
    let [merge] = r.merges.iter().collect::<Vec<_>>()[..] else {
        panic!("{:?}", r.merges);
    };
    let address = merge.parts().find(|part| part.field == "address");
    assert_eq!(address.expect("an address").seen, "same town");
}

#[test]
fn post_boxes_are_marked_and_ordinary_addresses_are_not() {
    let rows = [
        ("Juniper Sample Ltd", "P.O. Box 1234, Dubai", "AE"),
        ("JUNIPER SAMPLE LTD.", "PO Box 1234 Dubai UAE", "AE"),
        ("Kestrel Sample Ltd", "P O BOX 77, Dubai", "AE"),
        ("Heron Example Ltd", "12 Orchid Street, Dubai", "AE"),
    ];
    let mut turned = rows;
    turned.reverse();
    let words = |rows: &[(&str, &str, &str)]| -> Vec<(String, Vec<String>)> {
        let (s, r) = run(rows, &Registers::default());
        let marks = |e: &crate::model::Entity| e.address_marks.iter().map(|m| m.words()).collect();
        r.entities
            .iter()
            .map(|e| (s.text.get(e.name).to_owned(), marks(e)))
            .collect()
    };
    let found = words(&rows);
    assert_eq!(found, words(&turned), "whatever the order of rows");
    for (name, marks) in found {
        match &name[..4] {
            "Hero" => assert!(marks.is_empty(), "{marks:?}"),
            "Kest" => assert_eq!(marks, ["address is a P.O. box (P O BOX 77, Dubai)"]),
            _ => assert!(marks.iter().any(|m| m.contains("1234")), "{marks:?}"),
        }
    }
    let registers = Registers {
        parties: vec![PartyRecord {
            name: "Heron Example Ltd".to_owned(),
            country: Country::from_code("AE"),
            address: Some("P.O. Box 9, Sharjah".to_owned()),
            ..PartyRecord::default()
        }],
        ..Registers::default()
    };
    let (_, r) = run(&rows, &registers);
    let marks = &r.entities[entity(&r, 3)].address_marks;
    assert_eq!(marks.len(), 1, "{marks:?}");
    assert_eq!(marks[0].address, "P.O. Box 9, Sharjah");
}

#[test]
fn a_street_of_the_same_name_in_another_town_is_no_link() {
    let rows = [
        ("Juniper Sample Ltd", "12 Orchid Street, Dubai", "AE"),
        ("Kestrel Sample Ltd", "12 Orchid Street, Singapore", "SG"),
        ("Lantern Sample Ltd", "12 Orchid St., Singapore", "SG"),
    ];
    let (_, r) = run(&rows, &Registers::default());
    let linked: Vec<_> = r
        .links
        .iter()
        .filter(|l| l.kind == LinkKind::Address)
        .map(|l| [l.a, l.b])
        .collect();
    let mut expected = [entity(&r, 1), entity(&r, 2)];
    expected.sort_unstable();
    assert_eq!(linked, [expected]);
}

fn holding(owner: &str, owned: &str, share: f64) -> OwnershipRecord {
    OwnershipRecord {
        owner_name: owner.into(),
        owner_country: (owner == "Root Example Group").then_some(Country::known("CN")),
        owned_name: owned.into(),
        owned_country: None,
        share_pct: Measure::new(share),
        from: None,
        to: None,
        kind: None,
    }
}

#[test]
fn shares_multiply_along_chains_and_add_up_over_them_and_cycles_end() {
    let registers = Registers {
        ownership: vec![
            holding("Root Example Group", "Left Example Holding", 60.0),
            holding("Root Example Group", "Right Example Holding", 50.0),
            holding("Left Example Holding", "Orchid Example", 50.0),
            holding("Right Example Holding", "Orchid Example", 40.0),
            holding("Orchid Example", "Left Example Holding", 5.0),
        ],
        ..Registers::default()
    };
    let (_, r) = run(&[("Orchid Example Ltd", "", "MY")], &registers);
    let owners = &r.entities[entity(&r, 0)].owners;
    assert_eq!(owners.len(), 1, "{owners:?}");
    assert_eq!(owners[0].name, "Root Example Group");
    assert_eq!(owners[0].share_pct, Measure::new(50.0));
    assert!(owners[0].controls);
    assert_eq!(
        r.entities[entity(&r, 0)].headquarters,
        Some(Country::known("CN"))
    );
}

#[test]
fn registers_reach_entities_through_any_spelling_and_lists_are_asked() {
    let registers = Registers {
        parties: vec![
            PartyRecord {
                name: "ORCHID EXAMPLE LIMITED".into(),
                country: Country::from_code("MY"),
                phone: Some("+60 3 1234 5678".into()),
                ..PartyRecord::default()
            },
            PartyRecord {
                name: "Pelican Sample Pte Ltd".into(),
                country: Country::from_code("SG"),
                phone: Some("0060-3-12345678".into()),
                ..PartyRecord::default()
            },
        ],
        watchlist: vec![WatchEntry {
            list: "Example List".into(),
            name: "Sample, Pelican".into(),
            ..WatchEntry::default()
        }],
        ..Registers::default()
    };
    let rows = [
        ("Orchid Example Sdn Bhd", "", "MY"),
        ("PELICAN SAMPLE", "", "SG"),
    ];
    let (_, r) = run(&rows, &registers);
    let phones: Vec<_> = r
        .links
        .iter()
        .filter(|l| l.kind == LinkKind::Phone)
        .collect();
    assert_eq!(phones.len(), 1);
    let listed = &r.entities[entity(&r, 1)].listed;
    assert_eq!(listed.len(), 1);
    assert!(listed[0].is_match);
    assert!(r.entities[entity(&r, 0)].listed.is_empty());
}

#[test]
fn switched_off_an_entity_is_a_name_in_capitals() {
    let shipments = shipments(&[
        ("Orchid Ltd", "a", "MY"),
        (" ORCHID LTD", "b", "SG"),
        ("Orchid Limited", "", "MY"),
    ]);
    let policy = ResolvePolicy::built_in().expect("policy");
    let options = Options {
        off: true,
        ..Options::default()
    };
    let r = resolve(
        &shipments,
        &mut Registers::default(),
        &policy,
        &options,
        &Silent,
    );
    assert_eq!(r.entities.len(), 2);
}

fn judged(left: &str, right: &str, same: bool) -> Judgement {
    Judgement {
        left: left.into(),
        right: right.into(),
        same,
        by: "kim".into(),
        date: None,
        note: String::new(),
    }
}

#[test]
fn a_judgement_comes_before_any_score_and_conflicts_are_reported() {
    let rows = [
        ("Orchid Example Ltd", "", "MY"),
        ("Orchid Example Limited", "", "MY"),
        ("Pelican Sample LLC", "", "AE"),
    ];
    let shipments = shipments(&rows);
    let policy = ResolvePolicy::built_in().expect("policy");
    let with = |judgements: Vec<Judgement>| {
        let options = Options {
            judgements,
            ..Options::default()
        };
        resolve(
            &shipments,
            &mut Registers::default(),
            &policy,
            &options,
            &Silent,
        )
    };
    let apart = with(vec![judged(
        "ORCHID EXAMPLE LTD",
        "orchid example limited",
        false,
    )]);
    assert_ne!(entity(&apart, 0), entity(&apart, 1));
    let joined = with(vec![judged(
        "Orchid Example Ltd",
        "Pelican Sample LLC",
        true,
    )]);
    assert_eq!(entity(&joined, 0), entity(&joined, 2));
    assert!(joined.merges.iter().any(|m| m.judged_by == Some("kim")));
    let both = with(vec![
        judged("Orchid Example Ltd", "Orchid Example Limited", true),
        judged("Orchid Example Limited", "Orchid Example Ltd", false),
    ]);
    assert_ne!(entity(&both, 0), entity(&both, 1));
    assert!(both.warnings.iter().any(|w| w.contains("in conflict")));
}

#[test]
fn typing_errors_join_and_sisters_do_not() {
    let (_, r) = run(
        &[
            ("Zelkovin Example Semiconductor Ltd", "", "HK"),
            ("ZELKOVNI EXAMPLE SEMICONDUCTOR LIMITED", "", "HK"),
            ("Zelkovin Example Textiles Ltd", "", "HK"),
            ("Zelkovin Example Semiconductor (Shenzhen) Co Ltd", "", "CN"),
        ],
        &Registers::default(),
    );
    assert_eq!(entity(&r, 0), entity(&r, 1));
    assert_ne!(entity(&r, 0), entity(&r, 2));
    assert_ne!(entity(&r, 0), entity(&r, 3));
    let merge = r.merges.iter().next().expect("a merge");
    let sum: f64 = merge.parts().map(|p| p.log_odds).sum();
    assert!((sum - merge.log_odds).abs() < 1e-9, "{merge:?}");
}

proptest::proptest! {
    #[test]
    fn entities_do_not_depend_on_the_order_of_parties(seed in 0usize..5040) {
        let mut rows = vec![
            ("Zelkovin Example Semiconductor Ltd", "12 Orchid Road, Penang", "MY"),
            ("ZELKOVNI EXAMPLE SEMICONDUCTOR SDN BHD", "", "MY"),
            ("Zelkovin Exmple Semicon", "12 Orchid Rd, Penang", "MY"),
            ("Pelican Sample Trading", "", "AE"),
            ("PELICAN SAMPLE TRDG LLC", "P.O. Box 12, Dubai", "AE"),
            ("Pelican Sample Trading 2", "P.O. Box 12, Dubai", "AE"),
            ("Zelkovin Example Semiconductor", "", ""),
        ];
        let (_, a) = run(&rows, &Registers::default());
        let mut seed = seed;
        for i in (1..rows.len()).rev() {
            rows.swap(i, seed % (i + 1));
            seed /= i + 1;
        }
        let (_, b) = run(&rows, &Registers::default());
        let keys = |r: &Resolution| r.entities.iter().map(|e| (e.key, e.parties.len())).collect::<Vec<_>>();
        proptest::prop_assert_eq!(keys(&a), keys(&b));
    }
}

#[test]
fn a_place_left_out_and_a_word_left_out_on_the_other_side_are_two_names() {
    let (_, r) = run(
        &[
            (
                "Shenzhen Orchid Research Institute Technology Co., Ltd.",
                "",
                "CN",
            ),
            (
                "Orchid Pelican Research Institute Technology Co., Ltd.",
                "",
                "CN",
            ),
        ],
        &Registers::default(),
    );
    assert_eq!(r.entities.len(), 2);
}

#[test]
fn the_same_letters_spaced_otherwise_are_one_name() {
    let (_, r) = run(
        &[
            ("ORCHID EXAMPLE COMPUTE INC.", "", "TW"),
            ("ORCHID EXAMPLE COMPUT EINC.", "", "TW"),
            ("ORCHID EXAMPLE COMPUTEINC.", "", "TW"),
            ("ORCHID EXAMPLE COMPUTEINC.", "", "MY"),
            ("Orchid Example Compute Inc.", "", "TW"),
        ],
        &Registers::default(),
    );
    assert_eq!(r.entities.len(), 2);
}

#[test]
fn sound_alone_is_a_candidate_in_another_country_and_a_match_at_home() {
    let entry = |name: &str, country: &str| WatchEntry {
        list: "Entity List".into(),
        name: name.into(),
        countries: Country::from_code(country).into_iter().collect(),
        ..WatchEntry::default()
    };
    let registers = Registers {
        watchlist: vec![entry("Shcherbakov Trading", "RU")],
        ..Registers::default()
    };
    let (_, r) = run(
        &[
            ("Scerbakov Trading", "", "RU"),
            ("Scerbakov Trading", "", "NO"),
            ("Shcherbakow Trading", "", "SE"),
        ],
        &registers,
    );
    let is_match = |party| r.entities[entity(&r, party)].match_score().is_some();
    assert_eq!([0, 1, 2].map(is_match), [true, false, true]);
}
