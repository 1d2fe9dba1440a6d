//! The rules as a user meets them: on the command line, in files of his own, and in the documentation.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tidewaiter::model::{Country, Day, Item, Measure, Review, Status};
use tidewaiter::policy::docs::markdown;
use tidewaiter::policy::moves::{Move, statuses};
use tidewaiter::policy::{Error, Policy, Question};
use tidewaiter::reference::catalogue::{self, Named};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn tidewaiter(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tidewaiter"))
        .args(args)
        .current_dir(root())
        .output()
        .expect("the binary runs")
}

fn status(args: &[&str]) -> Output {
    tidewaiter(&[&["policy", "status"], args].concat())
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

fn built_in() -> Policy {
    Policy::built_in().unwrap_or_else(|error| panic!("{error}"))
}

fn example(name: &str) -> Policy {
    let file = root().join("examples/policies").join(name);
    Policy::load(&file, built_in()).unwrap_or_else(|error| panic!("{error}"))
}

fn item(name: &str) -> Item {
    let items = catalogue::load();
    match catalogue::find(&items, name) {
        Named::One(id) => items[id].clone(),
        other => panic!("{name}: {other:?}"),
    }
}

fn day(text: &str) -> Day {
    Day::from_iso(text).expect(text)
}

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

#[test]
fn status_prints_the_documented_json() {
    let output = status(&[
        "--item",
        "h200-sxm",
        "--from",
        "SG",
        "--to",
        "CN",
        "--hq",
        "CN",
        "--units",
        "100",
        "--already-units",
        "1650",
        "--date",
        "2026-02-01",
        "--json",
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let answer: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    let keys = |value: &serde_json::Value| -> Vec<String> {
        value.as_object().expect("object").keys().cloned().collect()
    };
    assert_eq!(keys(&answer), ["codified", "enforced"]);
    for side in ["codified", "enforced"] {
        assert_eq!(
            keys(&answer[side]),
            [
                "cap_left_tpp",
                "confidence",
                "reason",
                "regimes",
                "review",
                "status",
                "valid_from",
                "valid_to"
            ]
        );
        assert_eq!(answer[side]["status"], "licence_required");
        assert_eq!(answer[side]["review"], "denial");
    }
    assert_eq!(answer["enforced"]["valid_from"], "2022-10-21");
    assert_eq!(answer["enforced"]["cap_left_tpp"], serde_json::Value::Null);
}

#[test]
fn items_are_found_by_name_and_a_family_asks_which() {
    for name in [
        "H100 SXM5",
        "RTX 4090",
        "nv_h100_sxm5",
        "h100-sxm5",
        "NVIDIA H100 80GB SXM5",
        "nvidia h100 pcie",
        "Dell XE9680",
    ] {
        let output = status(&["--item", name, "--to", "MY", "--date", "2024-06-01"]);
        assert_eq!(output.status.code(), Some(0), "{name}: {}", stderr(&output));
    }
    let family = status(&["--item", "H100", "--to", "MY", "--date", "2024-06-01"]);
    assert_eq!(family.status.code(), Some(2));
    let said = stderr(&family);
    for variant in ["nv_h100_pcie", "nv_h100_sxm5", "nv_h100_nvl"] {
        assert!(said.contains(variant), "{said}");
    }
    let front = status(&["--item", "Gaudi", "--to", "MY", "--date", "2024-06-01"]);
    let said = stderr(&front);
    assert!(
        said.contains("name one of them") && said.contains("intel_gaudi2"),
        "{said}"
    );
    let near = status(&["--item", "h300", "--to", "MY", "--date", "2024-06-01"]);
    let said = stderr(&near);
    assert!(
        said.contains("there is no item h300") && said.contains("nv_h"),
        "{said}"
    );
}

#[test]
fn the_h200_rule_also_speaks_for_older_chips_of_its_class_that_a_letter_names() {
    let args = [
        "--item",
        "nv_h100_sxm5",
        "--from",
        "US",
        "--to",
        "CN",
        "--hq",
        "CN",
        "--json",
    ];
    for (day, review) in [("2026-01-14", "denial"), ("2026-01-15", "case_by_case")] {
        let output = status(&[&args[..], &["--date", day]].concat());
        let json: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON");
        assert_eq!(json["enforced"]["review"], review, "{day}: {json}");
    }
}

#[test]
fn wrong_questions_name_the_nearest_right_one() {
    let cases: [(&[&str], &str); 6] = [
        (
            &["--item", "H1000 SXN5", "--to", "MY", "--date", "2024-06-01"],
            "nv_h100_sxm5",
        ),
        (
            &[
                "--item",
                "nv_t4",
                "--to",
                "Mallaysya",
                "--date",
                "2024-06-01",
            ],
            "MY (Malaysia)",
        ),
        (
            &[
                "--item",
                "nv_t4",
                "--to",
                "MY",
                "--hq",
                "XX",
                "--date",
                "2024-06-01",
            ],
            "--hq XX",
        ),
        (
            &["--item", "nv_t4", "--to", "MY", "--date", "2024-02-30"],
            "YYYY-MM-DD",
        ),
        (
            &["--item", "nv_t4", "--to", "MY", "--date", "2020-12-22"],
            "2020-12-23",
        ),
        (
            &[
                "--item",
                "nv_t4",
                "--to",
                "MY",
                "--units=-1",
                "--date",
                "2024-06-01",
            ],
            "--units",
        ),
    ];
    for (args, expected) in cases {
        let output = status(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(
            stderr(&output).contains(expected),
            "{args:?}: {}",
            stderr(&output)
        );
        assert_eq!(stdout(&output), "");
    }
}

#[test]
fn a_day_after_the_last_known_one_is_answered_with_a_warning() {
    let late = status(&["--item", "nv_t4", "--to", "MY", "--date", "2026-11-22"]);
    assert_eq!(late.status.code(), Some(0));
    assert!(
        stderr(&late).contains("known to 2026-09-28, 55 days before"),
        "{}",
        stderr(&late)
    );
    let known = status(&["--item", "nv_t4", "--to", "MY", "--date", "2026-09-28"]);
    assert_eq!(stderr(&known), "");
}

#[test]
fn list_shows_days_sources_and_confidence() {
    let text = stdout(&tidewaiter(&["policy", "list"]));
    for part in ["US-2026-01-H200", "2026-01-15", "verified", "S35"] {
        assert!(text.contains(part), "{part}");
    }
    let json = stdout(&tidewaiter(&["policy", "list", "--json"]));
    let all: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let all = all.as_array().expect("a list");
    assert_eq!(all.len(), built_in().regimes.list().len());
    let h20 = all
        .iter()
        .find(|regime| regime["id"] == "US-2025-04-H20")
        .expect("there");
    assert_eq!(h20["from"], "2025-04-09");
    assert_eq!(h20["confidence"], "verified");
    assert!(
        h20["uncertain"]
            .as_str()
            .is_some_and(|text| text.contains("private"))
    );
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

/// Words of a command line; quotes keep words together.
fn split(line: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => all.push(String::new()),
            c => all.last_mut().expect("one at least").push(c),
        }
    }
    all.retain(|word| !word.is_empty());
    all
}

/// The page with its files and the output of its commands put in again.
fn refreshed(page: &str) -> String {
    let mut out = String::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        if let Some(file) = line.strip_prefix("```toml file=") {
            out.push_str(&std::fs::read_to_string(root().join(file)).expect(file));
        } else if line == "```console" {
            let command = lines.next().expect("a command");
            let args = split(command.strip_prefix("$ tidewaiter ").expect(command));
            let args: Vec<&str> = args.iter().map(String::as_str).collect();
            out.push_str(&format!("{command}\n{}", stdout(&tidewaiter(&args))));
        } else {
            continue;
        }
        let rest = lines.by_ref().find(|line| *line == "```");
        out.push_str(&format!("{}\n", rest.expect("the block ends")));
    }
    out
}

fn current(path: &Path, made: &str) {
    if std::env::var_os("TIDEWAITER_REGENERATE").is_some() {
        std::fs::write(path, made).expect("written");
    }
    let held = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        held == made,
        "{} is not current; run the tests with TIDEWAITER_REGENERATE=1 and read the change",
        path.display()
    );
}

#[test]
fn policy_docs_are_current() {
    current(&root().join("docs/policy.md"), &markdown(&built_in()));
    let page = root().join("docs/policy-own-regimes.md");
    let held = std::fs::read_to_string(&page).expect("the page");
    current(&page, &refreshed(&held));
}

#[test]
fn compare_counts_what_changes_over_records_and_over_a_run() {
    let folder = tempfile::tempdir().expect("a folder");
    let input = folder.path().join("shipments.csv");
    let header = "record_id,date,shipper_name,shipper_country,consignee_name,consignee_country,export_country,destination_country,hs_code,description,quantity,quantity_unit";
    let mut table = format!("{header}\n");
    for (id, on, units) in [
        ("r1", "2026-02-01", 900),
        ("r2", "2026-03-01", 200),
        ("r3", "2027-01-05", 200),
    ] {
        table.push_str(&format!(
            "{id},{on},Heron Example Systems Inc,US,Orchid Example Cloud Sdn Bhd,MY,US,MY,847330,NVIDIA H100 SXM5 80GB GPU MODULE,{units},PCS\n"
        ));
    }
    std::fs::write(&input, table).expect("written");
    let run = folder.path().join("run");
    let scanned = tidewaiter(&[
        "scan",
        &input.display().to_string(),
        "--out",
        &run.display().to_string(),
        "--quiet",
    ]);
    assert_eq!(scanned.status.code(), Some(0), "{}", stderr(&scanned));
    for source in [&input, &run] {
        let output = tidewaiter(&[
            "policy",
            "compare",
            "built-in",
            "examples/policies/lower-threshold.toml",
            &source.display().to_string(),
            "--json",
        ]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let changes: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON");
        let statuses = changes["statuses"].as_array().expect("a list");
        let moved: Vec<&serde_json::Value> =
            statuses.iter().filter(|s| s["changes"] == true).collect();
        assert_eq!(moved.len(), 1, "{changes}");
        assert_eq!(moved[0]["a"], "no_licence");
        assert_eq!(moved[0]["b"], "licence_required (case_by_case)");
        assert_eq!(moved[0]["shipments"], 1);
        assert_eq!(moved[0]["units"], 200.0);
        let same = tidewaiter(&[
            "policy",
            "compare",
            "built-in",
            "built-in",
            &source.display().to_string(),
        ]);
        assert!(
            stdout(&same).contains("No shipment changes status."),
            "{}",
            stdout(&same)
        );
    }
}
