//! The table of the specification against the catalogue as it is.

use super::{built_in, day, item};
use tidewaiter::model::{Country, Day, Measure, Review, Status};
use tidewaiter::policy::Question;
use tidewaiter::reference::catalogue;

#[test]
fn the_table_of_the_specification_holds_for_the_catalogue_as_it_is() {
    let regimes = built_in().regimes;
    let licence = |review| Status::LicenceRequired { review };
    let nac = Status::Exception {
        code: "NAC".to_owned(),
        notice_days: Some(25),
    };
    let until = Day::from_iso("2027-04-06");
    /// Item, origin, destination, headquarters, day, recipient, answer.
    type Row<'a> = (
        &'a str,
        &'a str,
        &'a str,
        &'a str,
        &'a str,
        Option<&'a str>,
        Status,
    );
    let rows: [Row<'_>; 22] = [
        (
            "nv_a800_sxm4",
            "US",
            "CN",
            "CN",
            "2023-06-01",
            None,
            Status::NoLicence,
        ),
        (
            "nv_a800_sxm4",
            "US",
            "CN",
            "CN",
            "2023-11-17",
            None,
            licence(Review::Denial),
        ),
        ("amd_mi210", "US", "CN", "CN", "2024-06-01", None, nac),
        (
            "nv_h20_sxm",
            "US",
            "CN",
            "CN",
            "2025-03-01",
            None,
            Status::NoLicence,
        ),
        (
            "nv_h20_sxm",
            "US",
            "CN",
            "CN",
            "2025-04-09",
            None,
            licence(Review::Unpublished),
        ),
        (
            "nv_h100_sxm5",
            "US",
            "MY",
            "MY",
            "2024-06-01",
            None,
            Status::NoLicence,
        ),
        (
            "nv_h100_sxm5",
            "US",
            "MY",
            "MY",
            "2025-06-01",
            None,
            Status::NoLicence,
        ),
        (
            "nv_h100_sxm5",
            "US",
            "MY",
            "CN",
            "2023-11-17",
            None,
            licence(Review::Denial),
        ),
        (
            "nv_h100_sxm5",
            "US",
            "MY",
            "CN",
            "2026-11-22",
            None,
            licence(Review::Denial),
        ),
        (
            "nv_h100_sxm5",
            "US",
            "SA",
            "SA",
            "2024-06-01",
            None,
            licence(Review::Approval),
        ),
        (
            "nv_h100_sxm5",
            "US",
            "IL",
            "IL",
            "2024-06-01",
            None,
            Status::NoLicence,
        ),
        (
            "nv_h100_sxm5",
            "US",
            "AE",
            "AE",
            "2026-08-01",
            None,
            licence(Review::Unpublished),
        ),
        (
            "nv_h100_sxm5",
            "US",
            "AE",
            "AE",
            "2026-08-01",
            Some("G42"),
            Status::AuthorisedRecipient { until },
        ),
        (
            "nv_h100_sxm5",
            "US",
            "AE",
            "AE",
            "2026-08-01",
            Some("Core42"),
            Status::AuthorisedRecipient { until },
        ),
        (
            "nv_h100_sxm5",
            "US",
            "KH",
            "KH",
            "2025-10-01",
            None,
            licence(Review::Denial),
        ),
        (
            "nv_h100_sxm5",
            "US",
            "KH",
            "KH",
            "2025-12-01",
            None,
            licence(Review::Approval),
        ),
        (
            "nv_h200_sxm",
            "US",
            "CN",
            "CN",
            "2026-02-01",
            None,
            licence(Review::CaseByCase),
        ),
        (
            "nv_h200_sxm",
            "SG",
            "CN",
            "CN",
            "2026-02-01",
            None,
            licence(Review::Denial),
        ),
        (
            "nv_h200_sxm",
            "US",
            "MY",
            "CN",
            "2026-02-01",
            None,
            licence(Review::Denial),
        ),
        (
            "nv_t4",
            "DE",
            "RU",
            "RU",
            "2022-02-24",
            None,
            licence(Review::PolicyOfDenial),
        ),
        (
            "nv_rtx4090",
            "DE",
            "RU",
            "RU",
            "2026-06-01",
            None,
            licence(Review::PolicyOfDenial),
        ),
        (
            "hs_854231",
            "DE",
            "RU",
            "RU",
            "2024-06-01",
            None,
            licence(Review::PolicyOfDenial),
        ),
    ];
    for (name, from, to, hq, on, recipient, expected) in rows {
        let item = item(name);
        let question = Question {
            origin: Country::from_code(from),
            headquarters: Country::from_code(hq),
            recipient,
            ..Question::new(&item, Country::known(to), day(on))
        };
        let answer = regimes.ask(&question);
        assert_eq!(
            answer.enforced.status, expected,
            "{name} {from}-{to} {hq} {on}: {}",
            answer.enforced.reason
        );
    }
    let h100 = item("nv_h100_sxm5");
    let owned = Question {
        owned_by_listed_pct: Measure::new(60.0),
        ..Question::new(&h100, Country::known("MY"), day("2026-11-15"))
    };
    assert_eq!(regimes.enforced(&owned), Status::Indeterminate);
}

#[test]
fn every_accelerator_of_the_catalogue_gets_an_answer_with_a_reason() {
    let regimes = built_in().regimes;
    for item in catalogue::load().iter() {
        for (to, on) in [
            ("CN", "2024-06-01"),
            ("MY", "2025-06-01"),
            ("RU", "2023-01-01"),
        ] {
            let answer = regimes.ask(&Question::new(item, Country::known(to), day(on)));
            for verdict in [answer.codified, answer.enforced] {
                assert!(!verdict.reason.is_empty(), "{} {to} {on}", item.id);
            }
        }
    }
}
