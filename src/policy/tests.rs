//! The answers that the specification gives, row by row, and the days on both sides of every edge.

use super::{Policy, Question};
use crate::model::{
    Confidence, Country, Day, Item, ItemKind, Measure, Range, Review, Status, Verdict,
};

/// TPP, performance density, memory GB/s, data centre.
type Figures = (f64, f64, f64, bool);

pub(crate) fn item(family: &str, figures: Figures) -> Item {
    let (tpp, density, memory, datacenter) = figures;
    Item {
        id: family.to_lowercase().replace(' ', "_"),
        vendor: "NVIDIA".to_owned(),
        model: family.to_owned(),
        family: family.to_owned(),
        kind: ItemKind::Accelerator,
        form: "SXM".to_owned(),
        accelerators: Measure::new(1.0),
        tpp: Measure::new(tpp),
        performance_density: Measure::new(density),
        memory_bandwidth: Measure::new(memory),
        io_bandwidth: Measure::UNKNOWN,
        datacenter,
        made_for_china: false,
        launch: Day::from_iso("2022-09-20"),
        maker_country: Some(Country::known("US")),
        unit_weight_kg: Range::default(),
        unit_price_usd: Range::default(),
        hs6: Vec::new(),
        chpl_tier: None,
        power_watts: Measure::UNKNOWN,
        confidence: "verified".to_owned(),
        aliases: Vec::new(),
        part_numbers: Vec::new(),
        pci_ids: Vec::new(),
        die_area_mm2: Measure::UNKNOWN,
        memory_gb: Measure::UNKNOWN,
        dense_tops: Measure::UNKNOWN,
        bit_length: Measure::UNKNOWN,
        represents_family: false,
        common_name: false,
        holds: Vec::new(),
        sources: Vec::new(),
        note: String::new(),
    }
}

pub(crate) fn h100() -> Item {
    item("H100", (15_832.0, 19.45, 3_350.0, true))
}

fn a800() -> Item {
    item("A800", (4_992.0, 6.04, 2_039.0, true))
}

fn h20() -> Item {
    item("H20", (2_368.0, 2.91, 4_000.0, true))
}

fn mi210() -> Item {
    item("MI210", (2_896.0, 4.0, 1_638.0, true))
}

fn h200() -> Item {
    item("H200", (15_832.0, 19.45, 4_800.0, true))
}

fn rtx4090() -> Item {
    item("RTX 4090", (5_285.0, 8.68, 1_008.0, false))
}

fn heading() -> Item {
    Item {
        kind: ItemKind::ListedHeading,
        maker_country: None,
        tpp: Measure::UNKNOWN,
        performance_density: Measure::UNKNOWN,
        memory_bandwidth: Measure::UNKNOWN,
        hs6: vec!["854231".to_owned()],
        ..item("854231", (0.0, 0.0, 0.0, false))
    }
}

fn day(text: &str) -> Day {
    Day::from_iso(text).expect(text)
}

fn built_in() -> Policy {
    Policy::built_in().unwrap_or_else(|error| panic!("{error}"))
}

fn c(code: &str) -> Country {
    Country::known(code)
}

/// A move from a country to another, for a firm with headquarters somewhere ("" unknown).
fn moved<'a>(item: &'a Item, from: &str, to: &str, hq: &str, on: &str) -> Question<'a> {
    Question {
        origin: Country::from_code(from),
        headquarters: Country::from_code(hq),
        ..Question::new(item, c(to), day(on))
    }
}

const DENIAL: Status = Status::LicenceRequired {
    review: Review::Denial,
};
const APPROVAL: Status = Status::LicenceRequired {
    review: Review::Approval,
};
const UNPUBLISHED: Status = Status::LicenceRequired {
    review: Review::Unpublished,
};
const CASE_BY_CASE: Status = Status::LicenceRequired {
    review: Review::CaseByCase,
};
const POLICY_OF_DENIAL: Status = Status::LicenceRequired {
    review: Review::PolicyOfDenial,
};

fn exception(code: &str, notice_days: Option<u32>) -> Status {
    Status::Exception {
        code: code.to_owned(),
        notice_days,
    }
}

fn enforced(question: &Question) -> Verdict {
    built_in().regimes.ask(question).enforced
}

fn codified(question: &Question) -> Verdict {
    built_in().regimes.ask(question).codified
}

/// (from, to, headquarters, day, enforced status)
type Row = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    Status,
);

fn check(item: &Item, rows: &[Row]) {
    let policy = built_in();
    for (from, to, hq, on, status) in rows {
        let question = moved(item, from, to, hq, on);
        let answer = policy.regimes.ask(&question);
        assert_eq!(
            answer.enforced.status, *status,
            "{} {from} to {to} for {hq} on {on}: {}",
            item.model, answer.enforced.reason
        );
        assert_eq!(policy.regimes.enforced(&question), *status);
    }
}

#[test]
fn the_built_in_data_have_no_fault() {
    let policy = built_in();
    assert_eq!(policy.known_to, day("2026-09-28"));
    assert_eq!(policy.regimes.list().len(), 51);
}

#[test]
fn a800_to_china() {
    check(
        &a800(),
        &[
            ("US", "CN", "CN", "2023-06-01", Status::NoLicence),
            ("US", "CN", "CN", "2023-10-22", Status::NoLicence),
            // The maker alone was told early.
            ("US", "CN", "CN", "2023-10-23", DENIAL),
            ("US", "CN", "CN", "2023-11-16", DENIAL),
            ("US", "CN", "CN", "2023-11-17", DENIAL),
            ("US", "HK", "HK", "2023-11-17", DENIAL),
        ],
    );
    let early = enforced(&moved(&a800(), "US", "CN", "CN", "2023-11-16"));
    assert_eq!(early.confidence, Confidence::Unverified);
    assert_eq!(early.regimes, ["US-2023-10-ACCEL"]);
    let rule = enforced(&moved(&a800(), "US", "CN", "CN", "2023-11-17"));
    assert_eq!(rule.regimes, ["US-2023-10-AC", "US-2023-10-HQ"]);
    assert_eq!(rule.valid_from, Some(day("2023-10-23")));
    let a800 = a800();
    let other = Question {
        exporter: Some("Heron Example Trading"),
        ..moved(&a800, "SG", "CN", "CN", "2023-11-16")
    };
    assert_eq!(enforced(&other).status, Status::Indeterminate);
}

#[test]
fn mi210_to_china_under_nac() {
    let nac = exception("NAC", Some(25));
    check(
        &mi210(),
        &[
            ("US", "CN", "CN", "2023-11-16", Status::NoLicence),
            ("US", "CN", "CN", "2023-11-17", nac.clone()),
            ("US", "CN", "CN", "2024-04-03", nac.clone()),
            ("US", "CN", "CN", "2024-04-04", nac.clone()),
            ("US", "CN", "CN", "2024-06-01", nac),
            // A transfer inside China uses ACA since the split.
            ("CN", "CN", "CN", "2024-04-03", exception("NAC", Some(25))),
            ("CN", "CN", "CN", "2024-04-04", exception("ACA", None)),
            ("US", "VN", "VN", "2024-04-03", exception("NAC", None)),
            ("US", "VN", "VN", "2024-04-04", exception("ACA", None)),
            ("US", "MY", "CN", "2024-06-01", exception("NAC", Some(25))),
        ],
    );
}

#[test]
fn h20_to_china() {
    check(
        &h20(),
        &[
            ("US", "CN", "CN", "2025-03-01", Status::NoLicence),
            ("US", "CN", "CN", "2025-04-08", Status::NoLicence),
            ("US", "CN", "CN", "2025-04-09", UNPUBLISHED),
            ("US", "CN", "CN", "2025-07-13", UNPUBLISHED),
            ("US", "CN", "CN", "2025-07-14", CASE_BY_CASE),
            ("US", "MY", "CN", "2025-04-09", UNPUBLISHED),
            ("US", "MY", "MY", "2025-04-09", Status::NoLicence),
        ],
    );
    assert_eq!(
        codified(&moved(&h20(), "US", "CN", "CN", "2025-08-01")).status,
        UNPUBLISHED
    );
    // A letter binds its recipient; whether another exporter holds one is not known.
    for (name, status) in [
        ("NVIDIA Singapore Pte Ltd", UNPUBLISHED),
        ("Heron Example Trading", Status::Indeterminate),
    ] {
        let h20 = h20();
        let question = Question {
            exporter: Some(name),
            ..moved(&h20, "SG", "CN", "CN", "2025-05-01")
        };
        assert_eq!(enforced(&question).status, status, "{name}");
    }
}

#[test]
fn h100_without_a_tie_to_a_restricted_place() {
    check(
        &h100(),
        &[
            ("US", "MY", "MY", "2024-06-01", Status::NoLicence),
            ("US", "MY", "MY", "2025-06-01", Status::NoLicence),
            ("US", "IL", "IL", "2024-06-01", Status::NoLicence),
            ("US", "SA", "SA", "2023-10-22", Status::NoLicence),
            // The maker alone was told early.
            ("US", "SA", "SA", "2023-10-23", APPROVAL),
            ("US", "SA", "SA", "2023-11-16", APPROVAL),
            ("US", "SA", "SA", "2023-11-17", APPROVAL),
            ("US", "SA", "SA", "2024-06-01", APPROVAL),
        ],
    );
    let none = enforced(&moved(&h100(), "US", "MY", "MY", "2024-06-01"));
    assert_eq!(none.regimes, ["US-2023-10-AC", "US-2023-10-HQ"]);
    assert!(!none.cap_left_tpp.is_known());
}

#[test]
fn h100_codified_under_ai_diffusion() {
    let worldwide = codified(&moved(&h100(), "US", "MY", "MY", "2025-06-01"));
    assert_eq!(worldwide.status, APPROVAL);
    assert_eq!(worldwide.regimes, ["US-2025-01-DIFF-LIC"]);
    assert_eq!(worldwide.valid_from, Some(day("2025-05-15")));
    assert_eq!(worldwide.valid_to, None);
    assert!(worldwide.reason.contains("us-lpp"), "{}", worldwide.reason);
    assert!(
        worldwide.reason.contains("790,000,000"),
        "{}",
        worldwide.reason
    );
    let before = codified(&moved(&h100(), "US", "MY", "MY", "2025-05-14"));
    assert_eq!(before.status, Status::NoLicence);
    for (to, hq, status) in [
        ("JP", "JP", exception("AIA", None)),
        ("JP", "", APPROVAL),
        ("DE", "SA", APPROVAL),
        ("CN", "CN", DENIAL),
        ("MY", "MO", DENIAL),
    ] {
        let answer = codified(&moved(&h100(), "US", to, hq, "2025-06-01"));
        assert_eq!(answer.status, status, "{to} {hq}");
    }
}

#[test]
fn the_headquarters_test_holds_in_every_country() {
    check(
        &h100(),
        &[
            ("US", "MY", "CN", "2023-11-16", Status::NoLicence),
            ("US", "MY", "CN", "2023-11-17", DENIAL),
            ("US", "MY", "HK", "2024-06-01", DENIAL),
            ("US", "MY", "MO", "2025-06-01", DENIAL),
            ("SG", "GB", "CN", "2026-11-22", DENIAL),
            ("US", "US", "CN", "2025-06-01", Status::NoLicence),
        ],
    );
    let held = enforced(&moved(&h100(), "US", "MY", "CN", "2026-06-01"));
    assert_eq!(held.valid_from, Some(day("2023-11-17")));
    assert_eq!(held.valid_to, None);
}

#[test]
fn the_emirates() {
    check(
        &h100(),
        &[
            ("US", "AE", "AE", "2026-07-09", APPROVAL),
            ("US", "AE", "AE", "2026-07-10", UNPUBLISHED),
            ("US", "AE", "AE", "2026-08-01", UNPUBLISHED),
            ("US", "AE", "CN", "2026-08-01", DENIAL),
        ],
    );
    let until = Some(day("2027-04-06"));
    for (recipient, hq, on, status) in [
        ("G42", "AE", "2026-07-09", APPROVAL),
        (
            "Core42 Holding LLC",
            "AE",
            "2026-08-01",
            Status::AuthorisedRecipient { until },
        ),
        (
            "G42",
            "AE",
            "2027-04-06",
            Status::AuthorisedRecipient { until },
        ),
        ("G42", "AE", "2027-04-07", UNPUBLISHED),
        (
            "Microsoft Gulf FZ LLC",
            "US",
            "2026-08-01",
            Status::AuthorisedRecipient { until: None },
        ),
        ("Oracle Example Trading", "AE", "2026-08-01", UNPUBLISHED),
        ("Core42", "CN", "2026-08-01", DENIAL),
    ] {
        let h100 = h100();
        let question = Question {
            recipient: Some(recipient),
            ..moved(&h100, "US", "AE", hq, on)
        };
        assert_eq!(enforced(&question).status, status, "{recipient} {on}");
    }
}

#[test]
fn cambodia_left_the_arms_embargo_group() {
    check(
        &h100(),
        &[
            ("US", "KH", "KH", "2025-10-01", DENIAL),
            ("US", "KH", "KH", "2025-11-06", DENIAL),
            ("US", "KH", "KH", "2025-11-07", APPROVAL),
            ("US", "KH", "KH", "2025-12-01", APPROVAL),
        ],
    );
    let after = enforced(&moved(&h100(), "US", "KH", "KH", "2025-12-01"));
    assert_eq!(after.confidence, Confidence::Unverified);
}

#[test]
fn h200_from_the_united_states_alone() {
    check(
        &h200(),
        &[
            ("US", "CN", "CN", "2026-01-14", DENIAL),
            ("US", "CN", "CN", "2026-01-15", CASE_BY_CASE),
            ("US", "CN", "CN", "2026-02-01", CASE_BY_CASE),
            ("US", "MO", "MO", "2026-02-01", CASE_BY_CASE),
            ("SG", "CN", "CN", "2026-02-01", DENIAL),
            ("US", "MY", "CN", "2026-02-01", DENIAL),
            ("MY", "MY", "CN", "2026-02-01", DENIAL),
            ("US", "CN", "RU", "2026-02-01", DENIAL),
            ("", "CN", "CN", "2026-02-01", DENIAL),
        ],
    );
    let h200 = h200();
    for (certified, status, confidence) in [
        (Some(true), CASE_BY_CASE, Confidence::Verified),
        (None, CASE_BY_CASE, Confidence::Likely),
        (Some(false), DENIAL, Confidence::Verified),
    ] {
        let question = Question {
            certified,
            ..moved(&h200, "US", "CN", "CN", "2026-02-01")
        };
        let verdict = enforced(&question);
        assert_eq!(
            (verdict.status, verdict.confidence),
            (status, confidence),
            "{certified:?}"
        );
    }
    let unstated = enforced(&moved(&h200, "", "CN", "CN", "2026-02-01"));
    assert_eq!(unstated.confidence, Confidence::Unverified);
}

#[test]
fn the_h200_class_is_strict_on_both_figures() {
    for (name, tpp, memory, status) in [
        ("MI325X", 20_919.0, 6_000.0, CASE_BY_CASE),
        ("B200", 36_000.0, 8_000.0, DENIAL),
        ("edge below", 20_999.0, 6_499.0, CASE_BY_CASE),
        ("edge TPP", 21_000.0, 6_499.0, DENIAL),
        ("edge bandwidth", 20_999.0, 6_500.0, DENIAL),
    ] {
        let chip = item(name, (tpp, 20.0, memory, true));
        let answer = enforced(&moved(&chip, "US", "CN", "CN", "2026-02-01"));
        assert_eq!(answer.status, status, "{name}");
    }
}

#[test]
fn anything_to_russia_is_denied_as_a_policy() {
    for goods in [h100(), h20(), mi210(), rtx4090(), heading()] {
        check(
            &goods,
            &[
                ("DE", "RU", "RU", "2022-02-23", Status::NoLicence),
                ("DE", "RU", "RU", "2022-02-24", POLICY_OF_DENIAL),
                ("DE", "RU", "RU", "2023-05-18", POLICY_OF_DENIAL),
                ("DE", "RU", "RU", "2023-05-19", POLICY_OF_DENIAL),
                ("DE", "RU", "RU", "2026-11-22", POLICY_OF_DENIAL),
                ("DE", "BY", "BY", "2022-03-01", Status::NoLicence),
                ("DE", "BY", "BY", "2022-03-02", POLICY_OF_DENIAL),
            ],
        );
    }
}

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
fn october_2022_wanted_both_limbs() {
    check(
        &h100(),
        &[
            ("US", "CN", "CN", "2022-10-21", DENIAL),
            ("US", "MO", "MO", "2023-01-16", Status::NoLicence),
            ("US", "MO", "MO", "2023-01-17", DENIAL),
            ("US", "MY", "CN", "2023-01-17", Status::NoLicence),
        ],
    );
    // From August 2022 a letter bound the makers of the best known products.
    let letter = enforced(&moved(&h100(), "US", "CN", "CN", "2022-10-20"));
    assert_eq!(
        (letter.status, letter.confidence),
        (UNPUBLISHED, Confidence::Unverified)
    );
    let before = enforced(&moved(&h100(), "US", "CN", "CN", "2022-08-25"));
    assert_eq!(before.status, Status::NoLicence);
    let unlinked = item("Unlinked Example", (6_000.0, 7.0, 900.0, true));
    check(
        &unlinked,
        &[("US", "CN", "CN", "2023-01-01", Status::Indeterminate)],
    );
}

#[test]
fn classes_at_their_bounds() {
    for (tpp, density, datacenter, status) in [
        (4_800.0, 1.0, true, DENIAL),
        (4_799.0, 5.92, true, DENIAL),
        (1_600.0, 5.92, true, DENIAL),
        (1_599.0, 50.0, true, Status::NoLicence),
        (4_799.0, 5.91, true, exception("NAC", Some(25))),
        (2_400.0, 1.6, true, exception("NAC", Some(25))),
        (2_400.0, 1.59, true, Status::NoLicence),
        (2_399.0, 3.19, true, Status::NoLicence),
        (1_600.0, 3.2, true, exception("NAC", Some(25))),
        (4_799.0, 5.92, false, Status::NoLicence),
        (4_800.0, 5.92, false, exception("NAC", Some(25))),
    ] {
        let chip = item("Edge Example", (tpp, density, 500.0, datacenter));
        let answer = enforced(&moved(&chip, "US", "CN", "CN", "2024-06-01"));
        assert_eq!(answer.status, status, "{tpp} {density} {datacenter}");
    }
    let known: [(&str, f64, f64, Status); 3] = [
        ("A100", 4_992.0, 6.04, DENIAL),
        (
            "MI210 with the larger die",
            2_896.0,
            3.67,
            exception("NAC", Some(25)),
        ),
        ("B300", 56_000.0, 35.0, DENIAL),
    ];
    for (name, tpp, density, status) in known {
        let chip = item(name, (tpp, density, 500.0, true));
        let answer = enforced(&moved(&chip, "US", "CN", "CN", "2024-06-01"));
        assert_eq!(answer.status, status, "{name}");
    }
}

#[test]
fn unpublished_figures_leave_the_answer_open() {
    let unknown = Item {
        tpp: Measure::UNKNOWN,
        performance_density: Measure::UNKNOWN,
        ..item("Unpublished Example", (0.0, 0.0, 500.0, true))
    };
    check(
        &unknown,
        &[
            ("US", "CN", "CN", "2024-06-01", Status::Indeterminate),
            ("US", "MY", "MY", "2024-06-01", Status::NoLicence),
            ("US", "RU", "RU", "2024-06-01", POLICY_OF_DENIAL),
        ],
    );
}

/// H100 units in this move and before it in the calendar year, for a Malaysian group.
fn lpp(units: f64, already: f64) -> Verdict {
    let h100 = h100();
    let question = Question {
        units: Measure::new(units),
        already_tpp: Measure::new(already * 15_832.0),
        ..moved(&h100, "US", "MY", "MY", "2025-06-01")
    };
    codified(&question)
}

#[test]
fn low_processing_performance_by_the_unit() {
    let lpp_exception = exception("LPP", None);
    let fits = lpp(1_699.0, 0.0);
    assert_eq!(fits.status, lpp_exception);
    assert_eq!(fits.cap_left_tpp, Measure::new(26_900_000.0));
    assert_eq!(1_699.0 * 15_832.0, 26_898_568.0);
    let over = lpp(1_700.0, 0.0);
    assert_eq!(over.status, APPROVAL);
    assert_eq!(1_700.0 * 15_832.0 - 26_900_000.0, 14_400.0);
    assert_eq!(lpp(49.0, 1_650.0).status, lpp_exception);
    let sisters = lpp(100.0, 1_650.0);
    assert_eq!(sisters.status, APPROVAL);
    assert_eq!(
        sisters.cap_left_tpp,
        Measure::new(26_900_000.0 - 1_650.0 * 15_832.0)
    );
    // A single move of 3,200,000 TPP is announced first: 203 H100, not 202.
    assert!(lpp(203.0, 0.0).reason.contains("announced first"));
    assert!(!lpp(202.0, 0.0).reason.contains("announced first"));
    // No transfers inside a country.
    let h100 = h100();
    let inside = Question {
        units: Measure::new(10.0),
        already_tpp: Measure::new(0.0),
        ..moved(&h100, "MY", "MY", "MY", "2025-06-01")
    };
    assert_eq!(codified(&inside).status, APPROVAL);
    // 740.29 and 740.2(a)(9)(ii) disagree on D:1 and D:4.
    let saudi = Question {
        units: Measure::new(10.0),
        already_tpp: Measure::new(0.0),
        ..moved(&h100, "US", "SA", "SA", "2025-06-01")
    };
    let open = codified(&saudi);
    assert_eq!(open.status, Status::Indeterminate);
    assert!(open.reason.contains("740.2(a)(9)(ii)"), "{}", open.reason);
    assert_eq!(enforced(&saudi).status, APPROVAL);
}

#[test]
fn country_cap_by_the_unit() {
    let h100 = h100();
    let ask = |units: f64, country: f64| {
        let question = Question {
            units: Measure::new(units),
            already_tpp: Measure::new(30_000_000.0),
            country_tpp: Measure::new(country),
            ..moved(&h100, "US", "MY", "MY", "2025-06-01")
        };
        codified(&question).status
    };
    assert_eq!(ask(49_898.0, 0.0), APPROVAL);
    assert_eq!(ask(49_899.0, 0.0), POLICY_OF_DENIAL);
    assert_eq!(ask(1.0, 790_000_000.0), POLICY_OF_DENIAL);
}

#[test]
fn ceilings_of_national_validated_end_users() {
    let policy = built_in();
    let h100s = |on: &str| {
        let tpp = policy.regimes.cap("us-nveu", day(on)).unwrap_or(f64::NAN);
        (tpp, (tpp / 15_832.0).floor())
    };
    assert_eq!(h100s("2025-03-31"), (633_000_000.0, 39_982.0));
    assert_eq!(h100s("2025-04-01").0, 949_500_000.0);
    assert_eq!(h100s("2026-12-31"), (4_272_750_000.0, 269_880.0));
    assert_eq!(h100s("2027-01-01"), (5_064_000_000.0, 319_858.0));
    assert_eq!(policy.regimes.cap("us-nveu", day("2025-01-12")), None);
    assert_eq!(
        policy.regimes.cap("us-aia-certificate", day("2025-06-01")),
        Some(253_000_000.0)
    );
}

#[test]
fn country_groups_on_both_sides_of_every_change() {
    let policy = built_in();
    for (country, group, last_out, first_in) in [
        ("NI", "D5", "2024-03-14", "2024-03-15"),
        ("NI", "D1", "2024-03-14", "2024-03-15"),
        ("KH", "D5", "2021-12-08", "2021-12-09"),
        ("AE", "A5", "2026-07-09", "2026-07-10"),
    ] {
        let held = |on| policy.regimes.country_in_group(c(country), group, day(on));
        assert_eq!(held(last_out), Some(false), "{country} {group}");
        assert_eq!(held(first_in), Some(true), "{country} {group}");
    }
    for (country, group, last_in, first_out) in [
        ("KH", "D5", "2025-11-06", "2025-11-07"),
        ("CY", "D5", "2024-05-29", "2024-05-30"),
        ("AE", "D4", "2026-07-09", "2026-07-10"),
        ("AE", "D3", "2026-07-09", "2026-07-10"),
        ("NI", "B", "2024-03-14", "2024-03-15"),
    ] {
        let held = |on| policy.regimes.country_in_group(c(country), group, day(on));
        assert_eq!(held(last_in), Some(true), "{country} {group}");
        assert_eq!(held(first_out), Some(false), "{country} {group}");
    }
    let held = |country, group| {
        policy
            .regimes
            .country_in_group(c(country), group, day("2026-07-23"))
    };
    for (country, group, expected) in [
        ("HK", "D5", Some(true)),
        ("MO", "D5", Some(false)),
        ("MO", "d5-or-macau", Some(true)),
        ("IL", "chip-destinations", Some(false)),
        ("TW", "chip-destinations", Some(false)),
        ("MY", "chip-destinations", Some(false)),
        ("VN", "chip-destinations", Some(true)),
        ("GG", "A5", Some(true)),
        ("LI", "A5", Some(true)),
        ("TW", "allies", Some(true)),
        ("US", "allies", Some(true)),
        ("ET", "D5", None),
        ("AQ", "D5", None),
        ("ZZ", "D5", None),
        ("CN", "no such group", None),
    ] {
        assert_eq!(held(country, group), expected, "{country} {group}");
    }
}

#[test]
fn ends_and_hubs_of_the_search() {
    let regimes = built_in().regimes;
    let h100 = h100();
    let on = day("2024-06-01");
    for (country, restricted, passes_on) in [
        ("CN", Some(true), false),
        ("HK", Some(true), true),
        ("MO", Some(true), false),
        ("RU", Some(true), false),
        ("IR", Some(true), false),
        ("MY", Some(false), false),
        ("SG", Some(false), false),
        ("SA", Some(false), false),
        ("ET", None, false),
    ] {
        assert_eq!(
            regimes
                .enforced(&Question::new(&h100, c(country), on))
                .offends(),
            restricted,
            "{country}"
        );
        assert_eq!(regimes.passes_on(c(country), on), passes_on, "{country}");
    }
    assert!(regimes.may_offend(c("HK"), on));
    assert!(!regimes.may_offend(c("MY"), on));
    assert!(!regimes.may_offend(c("AE"), day("2026-07-09")));
    assert!(regimes.may_offend(c("AE"), day("2026-07-10")));
    assert!(regimes.restricted_for_some(c("HK"), on));
    assert!(!regimes.restricted_for_some(c("MY"), on));
    assert!(regimes.is_hub(c("KG"), "russia", day("2022-06-01")));
    assert!(!regimes.is_hub(c("KG"), "ai_chips", day("2024-06-01")));
}

#[test]
fn days_before_the_data_are_not_answered() {
    let h100 = h100();
    let answer = enforced(&moved(&h100, "US", "CN", "CN", "2020-12-22"));
    assert_eq!(answer.status, Status::Indeterminate);
    assert!(answer.reason.contains("2020-12-23"));
    let first = enforced(&moved(&h100, "US", "CN", "CN", "2020-12-23"));
    assert_eq!((first.status, first.valid_from), (Status::NoLicence, None));
}

#[test]
fn the_hash_follows_content_and_not_layout() {
    let base = built_in();
    let read = |text| Policy::from_text("own.toml", text, built_in()).expect("sound");
    let a = read("[[cap]]\nid = \"x\"\ncounts = \"country\"\ntpp = 1\n");
    let b = read("# a comment\n[[cap]]\ntpp = 1.0\nid = \"x\"\n\ncounts = \"country\"\n");
    let c = read("[[cap]]\nid = \"x\"\ncounts = \"country\"\ntpp = 2\n");
    assert_eq!(base.hash(), built_in().hash());
    assert_eq!(a.hash(), b.hash());
    assert_ne!(a.hash(), c.hash());
    assert_ne!(a.hash(), base.hash());
    assert_eq!(base.hash().len(), 64);
}
