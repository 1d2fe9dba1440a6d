//! The answers that the specification gives, item and destination by row, and the days on both sides of every edge.

use super::{
    APPROVAL, CASE_BY_CASE, DENIAL, POLICY_OF_DENIAL, UNPUBLISHED, a800, check, codified, day,
    enforced, exception, h20, h100, h200, heading, item, mi210, moved, rtx4090,
};
use crate::model::{Confidence, Status};
use crate::policy::Question;

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
