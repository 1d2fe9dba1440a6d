//! Who is listed, who owns, who made it.

use super::{
    DENIAL, POLICY_OF_DENIAL, built_in, c, check, day, enforced, h20, h100, heading, item, moved,
};
use crate::model::{Country, Item, Measure, Status};
use crate::policy::Question;

#[test]
fn a_listed_heading_alone_does_not_show_that_the_controls_reach_the_goods() {
    let heading = heading();
    let ask = |from, maker: Option<&str>| {
        let question = Question {
            maker: maker.and_then(Country::from_code),
            ..moved(&heading, from, "RU", "RU", "2024-06-01")
        };
        enforced(&question).status
    };
    assert_eq!(ask("DE", None), POLICY_OF_DENIAL);
    assert_eq!(ask("CN", None), Status::Indeterminate);
    assert_eq!(ask("CN", Some("US")), POLICY_OF_DENIAL);
    assert_eq!(ask("CN", Some("CN")), Status::NoLicence);
    // The law of a country that keeps the list binds what leaves it, whoever made it.
    assert_eq!(ask("DE", Some("CN")), POLICY_OF_DENIAL);
}

#[test]
fn who_keeps_the_list_for_russia_is_no_matter_of_licence_groups() {
    let keeps = |code| built_in().regimes.keeps_list(c(code));
    // Cyprus and Malta are in no group of close partners; the Emirates, India and Turkey are, and do not keep the list.
    assert!(["US", "DE", "CY", "MT", "JP", "TW"].into_iter().all(keeps));
    assert!(!["AE", "IN", "TR", "HK", "KZ"].into_iter().any(keeps));
}

#[test]
fn chips_of_makers_outside_are_not_settled() {
    let ascend = Item {
        maker_country: Some(c("CN")),
        ..item("Ascend 910B", (6_400.0, 9.6, 1_600.0, true))
    };
    check(
        &ascend,
        &[("CN", "RU", "RU", "2025-06-01", Status::Indeterminate)],
    );
}

#[test]
fn firms_owned_by_listed_parties() {
    let h100 = h100();
    let ask = |pct: f64, on| {
        let question = Question {
            owned_by_listed_pct: Measure::new(pct),
            ..moved(&h100, "US", "MY", "MY", on)
        };
        built_in().regimes.ask(&question)
    };
    for (pct, on, status) in [
        (60.0, "2025-09-28", Status::NoLicence),
        (60.0, "2025-09-29", Status::ListedParty),
        (50.0, "2025-11-09", Status::ListedParty),
        (49.9, "2025-11-09", Status::NoLicence),
        (60.0, "2025-11-10", Status::NoLicence),
        (60.0, "2026-11-09", Status::NoLicence),
        (60.0, "2026-11-10", Status::Indeterminate),
        (60.0, "2026-11-15", Status::Indeterminate),
        (49.9, "2026-11-15", Status::NoLicence),
    ] {
        assert_eq!(ask(pct, on).enforced.status, status, "{pct} {on}");
    }
    let open = ask(60.0, "2026-11-15");
    assert_eq!(open.codified.status, Status::Indeterminate);
    assert_eq!(
        open.enforced.regimes,
        ["US-2025-09-AFF", "US-2026-09-AFFTRUCE"]
    );
    assert_eq!(open.enforced.valid_from, Some(day("2026-11-10")));
    // What is denied anyway stays denied.
    let question = Question {
        owned_by_listed_pct: Measure::new(60.0),
        ..moved(&h100, "US", "MY", "CN", "2026-11-15")
    };
    assert_eq!(enforced(&question).status, DENIAL);
}

#[test]
fn lists_and_embargoes_come_first() {
    let h20 = h20();
    let listed = Question {
        listed: true,
        ..moved(&h20, "US", "MY", "MY", "2025-01-01")
    };
    assert_eq!(enforced(&listed).status, Status::ListedParty);
    check(
        &h20,
        &[
            ("US", "IR", "IR", "2024-01-01", Status::Embargo),
            ("US", "CU", "CU", "2024-01-01", Status::Embargo),
            ("US", "KP", "KP", "2024-01-01", Status::Embargo),
        ],
    );
}

#[test]
fn papers_that_name_another_origin_do_not_change_who_made_a_catalogued_item() {
    let h100 = h100();
    let ask = |maker: Option<&str>| {
        let question = Question {
            maker: maker.and_then(Country::from_code),
            ..moved(&h100, "ID", "CN", "CN", "2023-12-13")
        };
        built_in().regimes.ask(&question).enforced.status
    };
    assert_eq!(ask(Some("CN")), ask(None));
    assert!(ask(Some("MX")).may_lack());
}
