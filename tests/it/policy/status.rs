//! `policy status`: the question on the command line.

use super::{status, stderr, stdout};

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
fn an_answer_fits_80_columns() {
    let output = status(&[
        "--item",
        "H100 SXM5",
        "--from",
        "US",
        "--to",
        "MY",
        "--hq",
        "MY",
        "--units",
        "100",
        "--already-units",
        "1650",
        "--date",
        "2025-06-01",
    ]);
    let text = stdout(&output);
    assert!(text.contains("cap left"), "{text}");
    for line in text.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
}
