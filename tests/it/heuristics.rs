//! The registry of heuristics, their documentation, and the case files.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use tidewaiter::heuristics::{ALL, HEADINGS, prepare, testbed};
use tidewaiter::policy::Policy;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn every_case_file_gives_what_it_says() {
    let mut wrong = Vec::new();
    for heuristic in ALL {
        let file = root().join(format!("tests/cases/{}.md", heuristic.id));
        let text = fs::read_to_string(&file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
        let sections = testbed::sections(&text).unwrap_or_else(|e| panic!("{}: {e}", heuristic.id));
        for title in ["Fires", "Near miss", "Look-alike"] {
            assert!(
                sections.iter().any(|s| s.title == title),
                "{}: no case '{title}'",
                heuristic.id
            );
        }
        wrong.extend(
            sections
                .iter()
                .filter_map(|section| testbed::check(heuristic.id, section).err()),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn ids_and_summaries_are_unique_and_ids_name_the_pattern() {
    let ids: BTreeSet<_> = ALL.iter().map(|h| h.id).collect();
    let summaries: BTreeSet<_> = ALL.iter().map(|h| h.summary).collect();
    assert_eq!((ids.len(), summaries.len()), (ALL.len(), ALL.len()));
    for heuristic in ALL {
        let plain = heuristic
            .id
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        assert!(plain, "{}", heuristic.id);
        for verb in ["detect", "check", "find", "is", "flag"] {
            assert!(
                !heuristic.id.starts_with(&format!("{verb}-")),
                "{}",
                heuristic.id
            );
        }
    }
}

#[test]
fn documentation_has_every_heading_in_order_and_no_text_is_shared() {
    let mut seen = BTreeSet::new();
    for heuristic in ALL {
        let docs = heuristic.docs();
        let headings: Vec<&str> = docs
            .lines()
            .filter_map(|line| line.strip_prefix("# "))
            .collect();
        assert_eq!(headings, HEADINGS, "{}", heuristic.id);
        for heading in HEADINGS {
            let text = heuristic.section(heading);
            assert!(
                text.len() > 10,
                "{}: nothing under '{heading}'",
                heuristic.id
            );
            let shared = matches!(heading, "Source" | "Parameters");
            assert!(
                seen.insert(text) || shared,
                "{}: '{heading}' is copied",
                heuristic.id
            );
        }
    }
}

#[test]
fn every_entry_has_its_file_and_every_file_its_entry() {
    let machinery = [
        "compare_legs",
        "context",
        "kept",
        "mod",
        "price",
        "returns",
        "rules",
        "run",
        "sisters",
        "spec",
        "catalogue",
        "statistics",
        "subject",
        "testbed",
        "words",
    ];
    let entries: BTreeSet<String> = ALL.iter().map(|h| h.id.replace('-', "_")).collect();
    let files: BTreeSet<String> = fs::read_dir(root().join("src/heuristics"))
        .expect("folder")
        .filter_map(|entry| entry.ok()?.path().file_stem()?.to_str().map(str::to_owned))
        .filter(|name| !machinery.contains(&name.as_str()))
        .collect();
    assert_eq!(entries, files);
    for heuristic in ALL {
        assert!(
            heuristic
                .file
                .ends_with(&format!("{}.rs", heuristic.id.replace('-', "_")))
        );
    }
    let cases: BTreeSet<String> = fs::read_dir(root().join("tests/cases"))
        .expect("folder")
        .filter_map(|entry| entry.ok()?.path().file_stem()?.to_str().map(str::to_owned))
        .collect();
    assert_eq!(cases, ALL.iter().map(|h| h.id.to_owned()).collect());
}

#[test]
fn the_built_in_policy_fits_the_heuristics_and_a_wrong_one_names_every_fault() {
    let mut policy = Policy::built_in().expect("built in");
    prepare(&policy.heuristics, &policy.weights).expect("the built-in policy");
    policy.heuristics.parameters.remove("back-to-back");
    policy
        .heuristics
        .parameters
        .entry("multi-hop".into())
        .or_default()
        .insert("many_partner".into(), 3.0);
    policy.weights.weights.insert("distributor".into(), 1.0);
    policy.weights.weights.insert("no-such-thing".into(), 1.0);
    let faults = prepare(&policy.heuristics, &policy.weights).expect_err("four kinds of fault");
    let text = faults
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("\n");
    for part in ["tolerance", "many_partner", "wrong sign", "no-such-thing"] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn docs_are_current() {
    let policy = Policy::built_in().expect("built in");
    let prepared = prepare(&policy.heuristics, &policy.weights).expect("fits");
    let page = tidewaiter::heuristics::catalogue::page(&prepared, &policy.weights);
    let file = root().join("docs/heuristics.md");
    if std::env::var_os("TIDEWAITER_REGENERATE").is_some() {
        fs::write(&file, &page).expect("docs folder");
    }
    let stands = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        stands == page,
        "docs/heuristics.md is not current: run the tests with TIDEWAITER_REGENERATE=1"
    );
}
