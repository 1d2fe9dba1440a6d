//! Files of the user: what they change, and every fault in them.

use super::{built_in, day, item, root, stderr, tidewaiter};
use tidewaiter::model::{Country, Item, Measure, Status};
use tidewaiter::policy::moves::{Move, statuses};
use tidewaiter::policy::{Error, Policy, Question};

fn example(name: &str) -> Policy {
    let file = root().join("examples/policies").join(name);
    Policy::load(&file, built_in()).unwrap_or_else(|error| panic!("{error}"))
}

/// Lines of the faults of a file, and all messages.
fn faults(text: &str) -> (Vec<usize>, String) {
    match Policy::from_text("own.toml", text, built_in()) {
        Ok(_) => (Vec::new(), String::new()),
        Err(error @ Error::Faulty { .. }) => {
            let said = error.to_string();
            let Error::Faulty { faults, .. } = error else {
                return (Vec::new(), said);
            };
            (faults.iter().map(|fault| fault.line).collect(), said)
        }
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn every_fault_of_a_file_is_named_at_once_with_its_line() {
    let (lines, said) = faults(
        "nam = \"typo\"\n\
         [[cap]]\n\
         id = \"a\"\n\
         counts = \"group-yaer\"\n\
         tpp = -1\n\
         [[regime]]\n\
         id = \"OWN\"\n\
         from = \"2026-13-01\"\n\
         to = 2025-01-01\n\
         [[regime.rule]]\n\
         items = [\"3A090.a\"]\n\
         destination = 7\n\
         effect = \"licence\"\n\
         [search]\n\
         custody_window_days = \"long\"\n\
         max_leggs = 3\n\
         [weights]\n\
         base_rate = 2.0\n",
    );
    assert_eq!(lines, [1, 4, 5, 8, 10, 12, 13, 15, 16, 18], "{said}");
    for part in [
        "`name`",
        "group-year",
        "YYYY-MM-DD",
        "`review` is missing",
        "own.toml:16",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[test]
fn contradictions_and_dangling_names_are_faults() {
    let (lines, said) = faults(
        "[[regime]]\n\
         id = \"OWN\"\n\
         from = \"2026-01-01\"\n\
         [[regime.rule]]\n\
         items = [\"3A090.a\"]\n\
         destination = \"malaysia\"\n\
         effect = \"licence\"\n\
         review = \"denial\"\n\
         reason = \"one\"\n\
         [[regime.rule]]\n\
         items = [\"3A090.a\"]\n\
         destination = \"malaysia\"\n\
         effect = \"licence\"\n\
         review = \"approval\"\n\
         reason = \"other\"\n\
         [[regime.rule]]\n\
         items = [\"3A090.x\"]\n\
         destination = \"malasia\"\n\
         over = \"no-cap\"\n\
         effect = \"exception\"\n\
         code = \"OWN\"\n\
         lifts = [\"US-2023-10-AD\"]\n\
         reason = \"dangling\"\n",
    );
    assert_eq!(lines, [10, 16, 16, 16, 16], "{said}");
    for part in ["line 4", "3A090.a", "\"malaysia\"", "US-2023-10-AC"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let (lines, said) = faults(
        "[[cap]]\nid = \"x\"\ncounts = \"country\"\ntpp = 1\n[[cap]]\nid = \"x\"\ncounts = \"country\"\ntpp = 2\n",
    );
    assert_eq!(lines, [5], "{said}");
    let (lines, said) = faults("[[regime]\nid = \n");
    assert!(!lines.is_empty(), "{said}");
    let (lines, _) = faults("[[regime]]\nid = \"A\"\nfrom = \"2026-02-01\"\nto = \"2026-01-31\"\n");
    assert_eq!(lines, [4]);
}

#[test]
fn check_names_the_file_and_every_line_and_exits_with_2() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("own.toml");
    std::fs::write(&file, "[[place]]\nid = \"p\"\nin = [\"D9\"]\n[serach]\n").expect("written");
    let output = tidewaiter(&["policy", "check", &file.display().to_string()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("own.toml:4: `serach`"),
        "{}",
        stderr(&output)
    );
    let missing = tidewaiter(&["policy", "check", "no/such/file.toml"]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(stderr(&missing).contains("no/such/file.toml"));
    assert_eq!(
        stderr(&missing).matches("No such file").count(),
        1,
        "{}",
        stderr(&missing)
    );
    std::fs::write(&file, "[[[").expect("written");
    let torn = tidewaiter(&["policy", "check", &file.display().to_string()]);
    assert!(stderr(&torn).contains("1 fault in"), "{}", stderr(&torn));
    for name in [
        "lower-threshold",
        "bilateral-quota",
        "authorised-data-centre",
    ] {
        let output = tidewaiter(&["policy", "check", &format!("examples/policies/{name}.toml")]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    }
}

/// Moves of H100 to a country, for a group, in the order of days.
fn moves<'a>(item: &'a Item, rows: &[(&str, &'a str, u64, f64)]) -> Vec<Move<'a>> {
    rows.iter()
        .map(|&(on, to, group, units)| Move {
            question: Question {
                origin: Country::from_code("US"),
                headquarters: Country::from_code(to),
                recipient: Some("Orchid Example Data Centre"),
                units: Measure::new(units),
                ..Question::new(item, Country::known(to), day(on))
            },
            group: Some(group),
            recipient: Some(group),
        })
        .collect()
}

fn words(
    policy: &Policy,
    item: &Item,
    rows: &[(&str, &'static str, u64, f64)],
) -> Vec<&'static str> {
    let moves = moves(item, rows);
    statuses(&policy.regimes, &moves)
        .iter()
        .map(Status::word)
        .collect()
}

#[test]
fn a_lower_threshold_counts_sister_firms_together_and_begins_anew_each_year() {
    // 15,824 TPP, the figure the examples count with.
    let h100 = item("nv_h100_sxm5");
    let units = 15_824_000.0 / h100.tpp.get().expect("published");
    let rows = [
        ("2025-12-31", "MY", 1, units * 2.0),
        ("2026-01-01", "MY", 1, units / 2.0),
        ("2026-02-01", "MY", 1, units / 2.0),
        ("2026-02-02", "MY", 1, 1.0),
        ("2026-02-02", "MY", 2, 1.0),
        ("2026-02-02", "JP", 1, 1.0),
        ("2027-01-01", "MY", 1, 1.0),
    ];
    let no = "no_licence";
    assert_eq!(
        words(&example("lower-threshold.toml"), &h100, &rows),
        [no, no, no, "licence_required", no, no, no]
    );
    assert_eq!(words(&built_in(), &h100, &rows), [no; 7]);
}

#[test]
fn a_bilateral_quota_counts_the_country_and_begins_anew_with_each_step() {
    let h100 = item("nv_h100_sxm5");
    let quota = 316_480_000.0 / h100.tpp.get().expect("published");
    let rows = [
        ("2026-01-01", "MY", 1, quota - 1.0),
        ("2026-03-01", "MY", 2, 1.0),
        ("2026-03-01", "TH", 3, 1.0),
        ("2026-03-02", "MY", 3, 1.0),
        ("2027-01-01", "MY", 3, 1.0),
        ("2028-01-01", "MY", 3, quota * 3.0),
    ];
    let no = "no_licence";
    assert_eq!(
        words(&example("bilateral-quota.toml"), &h100, &rows),
        [no, no, no, "licence_required", no, no]
    );
}

#[test]
fn an_authorised_data_centre_is_authorised_up_to_its_ceiling() {
    let h100 = item("nv_h100_sxm5");
    let ceiling = 47_472_000.0 / h100.tpp.get().expect("published");
    let rows = [
        ("2026-07-10", "AE", 1, ceiling - 1.0),
        ("2026-08-01", "AE", 1, 1.0),
        ("2026-09-01", "AE", 1, 1.0),
        ("2028-01-01", "AE", 2, 1.0),
    ];
    assert_eq!(
        words(&example("authorised-data-centre.toml"), &h100, &rows),
        [
            "authorised_recipient",
            "authorised_recipient",
            "licence_required",
            "licence_required"
        ]
    );
}

#[test]
fn the_diffusion_rule_can_be_enforced_with_a_lower_cap() {
    let policy = Policy::from_text(
        "own.toml",
        "drop = [\"US-2025-05-NOENF\"]\n[[cap]]\nid = \"us-lpp\"\ncounts = \"group-year\"\ntpp = 15_832_000\n",
        built_in(),
    )
    .unwrap_or_else(|error| panic!("{error}"));
    let h100 = item("nv_h100_sxm5");
    let rows = [
        ("2026-02-01", "MY", 1, 900.0),
        ("2026-02-02", "MY", 1, 200.0),
    ];
    assert_eq!(
        words(&policy, &h100, &rows),
        ["exception", "licence_required"]
    );
}
