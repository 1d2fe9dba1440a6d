//! The data themselves: country groups, ends and hubs, days held, the hash.

use super::{a800, built_in, c, day, enforced, h20, h100, heading, moved, rtx4090};
use crate::model::{Item, Status};
use crate::policy::{Policy, Question};

#[test]
fn the_built_in_data_have_no_fault() {
    let policy = built_in();
    assert_eq!(policy.known_to, day("2026-09-28"));
    assert_eq!(policy.regimes.list().len(), 51);
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
    assert!(regimes.may_lack(c("HK"), on));
    assert!(!regimes.may_lack(c("MY"), on));
    assert!(!regimes.may_lack(c("AE"), day("2026-07-09")));
    assert!(regimes.may_lack(c("AE"), day("2026-07-10")));
    assert!(regimes.restricted_for_some(c("HK"), on));
    assert!(!regimes.restricted_for_some(c("MY"), on));
    assert!(regimes.is_hub(c("KG"), "russia", day("2022-06-01")));
    assert!(!regimes.is_hub(c("KG"), "ai_chips", day("2024-06-01")));
}

/// Rules that a user may add: an approval that a notice lifts, a party listed by its name alone, an open question that a
/// notice settles.
const OWN: &str = r#"
[[regime]]
id = "OWN-APPROVAL"
from = "2026-01-01"
[[regime.rule]]
items = ["3A090.a"]
destination = "malaysia"
effect = "licence"
review = "approval"
reason = "one"

[[regime]]
id = "OWN-NOTICE"
from = "2026-01-01"
[[regime.rule]]
items = ["3A090.a"]
effect = "exception"
code = "OWN"
notice_days = 25
lifts = ["OWN-APPROVAL", "OWN-OPEN"]
reason = "two"

[[regime]]
id = "OWN-LIST"
from = "2026-02-01"
[[regime.rule]]
items = ["anything"]
recipients = ["Orchid Example"]
effect = "listed_party"
reason = "three"

[[regime]]
id = "OWN-OPEN"
from = "2026-03-01"
[[regime.rule]]
items = ["3A090.a"]
destination = "thailand"
effect = "indeterminate"
reason = "four"

[[place]]
id = "malaysia"
countries = ["MY"]

[[place]]
id = "thailand"
countries = ["TH"]
"#;

#[test]
fn no_country_is_passed_over_in_which_goods_may_lack_what_they_needed() {
    let own = Policy::from_text("own.toml", OWN, built_in()).unwrap_or_else(|e| panic!("{e}"));
    let days = [
        "2022-01-15",
        "2023-12-01",
        "2025-06-01",
        "2026-01-15",
        "2026-02-15",
        "2026-09-01",
    ];
    let countries = [
        "CN", "HK", "MO", "RU", "MY", "TH", "DE", "TW", "AE", "ET", "AQ", "ZZ",
    ];
    let places = days.iter().flat_map(|on| countries.map(|to| (*on, to)));
    let recipients = [None, Some("Orchid Example")];
    let deliveries: Vec<_> = places
        .flat_map(|(on, to)| recipients.map(|name| (on, to, name)))
        .collect();
    let lacking = |policy: &Policy, item: &Item| {
        let lacks = |&&(on, to, recipient): &&(&str, &str, Option<&str>)| {
            let question = Question {
                recipient,
                ..moved(item, "US", to, "", on)
            };
            policy.regimes.enforced(&question).may_lack()
        };
        let found = deliveries.iter().filter(lacks);
        found
            .inspect(|(on, to, name)| {
                let passed_over = !policy.regimes.may_lack(c(to), day(on));
                assert!(!passed_over, "{} {on} {to} {name:?}", item.id);
            })
            .count()
    };
    let items = [h100(), a800(), h20(), rtx4090(), heading()];
    let all = |policy: &Policy| {
        items
            .iter()
            .map(|item| lacking(policy, item))
            .sum::<usize>()
    };
    let (own_lacking, lacking) = (all(&own), all(&built_in()));
    assert!(own_lacking > lacking, "{own_lacking} and {lacking}");
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
