//! Figures of the item and ceilings, at their bounds.

use super::{
    APPROVAL, DENIAL, POLICY_OF_DENIAL, built_in, check, codified, day, enforced, exception, h100,
    item, moved,
};
use crate::model::{Item, Measure, Status, Verdict};
use crate::policy::Question;

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
