//! Documents that are made from data are up to date.
//!
//! `TIDEWAITER_REGENERATE=1 cargo test --test it docs::` writes them anew.

use crate::program::{done, help, subcommands};
use std::path::Path;
use tidewaiter::reference::{catalogue, describe, headings};

/// Holds a file of the repository against the text it is made to have, or writes it where the environment
/// asks for that.
pub fn docs_are_current(path: &str, text: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("TIDEWAITER_REGENERATE").is_some_and(|value| value == "1") {
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder).expect("the folder of the document");
        }
        std::fs::write(&file, text).expect("the document is written");
        return;
    }
    let there = std::fs::read_to_string(&file).unwrap_or_default();
    let first = there
        .lines()
        .zip(text.lines())
        .position(|(a, b)| a != b)
        .map_or(0, |line| line + 1);
    assert!(
        there == text,
        "{path} is not what its data say (first at line {first}); run TIDEWAITER_REGENERATE=1 cargo test --test it docs::"
    );
}

#[test]
fn items() {
    let text = describe::markdown(&catalogue::load(), &headings::load(), &catalogue::sources());
    docs_are_current("docs/items.md", &text);
}

#[test]
fn tables() {
    use std::fmt::Write;
    use tidewaiter::model::table::TABLES;
    let mut text = String::from(
        "# Tables of a run folder\n\n\
         Made from the code that writes them. Every column may be null: null is unknown, never zero.\n\
         `alerts.csv` holds the alerts for a spreadsheet (text that begins like a formula is guarded), `rejected.csv` the\n\
         rows that were set aside, `run.json` how the run was made.\n",
    );
    for table in TABLES {
        let _ = write!(
            text,
            "\n## {}\n\n{}\n\n| column | type | meaning |\n|---|---|---|\n",
            table.file(),
            table.about
        );
        for column in table.columns {
            let kind = format!("{:?}", column.kind).to_lowercase();
            let _ = writeln!(
                text,
                "| {} | {kind} | {} |",
                column.name,
                column.about.replace('|', "\\|")
            );
        }
    }
    docs_are_current("docs/tables.md", &text);
}

#[test]
fn command_line() {
    use std::fmt::Write;
    let top = help(&[]);
    let mut text = String::from("# Command line\n\nMade from the program's own help.\n\n```text\n");
    let _ = writeln!(text, "{}\n```", top.trim_end());
    let commands = subcommands(&top);
    assert!(commands.len() >= 15, "{commands:?}");
    for command in &commands {
        let words = help(&[command]);
        let _ = write!(
            text,
            "\n## {command}\n\n```text\n{}\n```\n",
            words.trim_end()
        );
        for nested in subcommands(&words) {
            let words = help(&[command, &nested]);
            let _ = write!(
                text,
                "\n### {command} {nested}\n\n```text\n{}\n```\n",
                words.trim_end()
            );
        }
    }
    // Help that ends its lines in blanks would not survive an editor.
    let text: String = text
        .lines()
        .map(|line| format!("{}\n", line.trim_end()))
        .collect();
    docs_are_current("docs/cli.md", &text);
}

/// The README's output is what the program prints, but for lines that hold times.
#[test]
fn the_readme_shows_what_the_program_prints() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = std::fs::read_to_string(root.join("README.md")).expect("the README");
    let folder = tempfile::tempdir().expect("a folder");
    std::os::unix::fs::symlink(root.join("data"), folder.path().join("data")).expect("a link");
    let blocks: Vec<&str> = readme.split("```").skip(1).step_by(2).collect();
    let command = blocks
        .iter()
        .find(|block| block.contains("-- scan"))
        .expect("the scan command");
    let words = command.replace("\\\n", " ");
    let arguments: Vec<&str> = words
        .split_whitespace()
        .skip_while(|word| *word != "--")
        .skip(1)
        .collect();
    let mut printed = String::new();
    for arguments in [
        arguments,
        vec!["explain", "tidewaiter-run", explained(&readme)],
    ] {
        printed += &done(folder.path(), &arguments);
    }
    let printed: std::collections::BTreeSet<&str> = printed.lines().map(str::trim_end).collect();
    let shown: Vec<&str> = blocks
        .iter()
        .filter_map(|block| block.strip_prefix("text\n"))
        .flat_map(str::lines)
        .collect();
    assert!(
        shown.len() > 60,
        "only {} lines of output in the README",
        shown.len()
    );
    let timed = |line: &str| line.contains(" s, ") || line.trim_end().ends_with(" s");
    let stale: Vec<&&str> = shown
        .iter()
        .filter(|line| !timed(line) && !printed.contains(line.trim_end()))
        .collect();
    assert!(
        stale.is_empty(),
        "the README shows what is not printed: {stale:#?}"
    );
}

/// The alert that the README explains.
fn explained(readme: &str) -> &str {
    let command = "tidewaiter explain tidewaiter-run ";
    let section = readme
        .find("## One lead")
        .expect("the README reads one lead");
    let at = readme[section..]
        .find(command)
        .expect("the README explains an alert")
        + command.len();
    readme[section + at..]
        .split_whitespace()
        .next()
        .expect("an alert id")
        .trim_end_matches('`')
}
