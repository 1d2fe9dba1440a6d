//! The pages made from the rules, and the list of them.

use super::{built_in, root, stdout, tidewaiter};
use std::path::Path;
use tidewaiter::policy::docs::markdown;

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
