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
    text.push_str(&label_file());
    docs_are_current("docs/tables.md", &text);
}

/// The section about the file that `tidewaiter label` keeps; the example is written by the program's own writer.
fn label_file() -> String {
    use std::fmt::Write;
    use tidewaiter::labels::{self, COLUMNS, FILE, MOVED};
    use tidewaiter::model::{Day, Label, LabelVerdict, Seen};
    let own = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect();
    let label = Label {
        date: Day::from_iso("2025-03-04"),
        by: "kim".to_owned(),
        verdict: LabelVerdict::False,
        note: "repair, papers seen".to_owned(),
        seen: Seen {
            alert_id: "A3f0c1d2e4b5a6978".to_owned(),
            names: own(&[
                "Heron Example Inc",
                "Orchid Example Ltd",
                "Lotus Example Co",
            ]),
            entities: own(&[
                "E0a1b2c3d4e5f6071",
                "E1a1b2c3d4e5f6071",
                "E2a1b2c3d4e5f6071",
            ]),
            item: "nv_h100_sxm5".to_owned(),
            records: own(&["r17", "r23"]),
            prior: -5.0,
            log_odds: -2.5,
            parts: vec![
                ("restricted-end".to_owned(), 3.0),
                ("repair-cover".to_owned(), -0.5),
            ],
        },
    };
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join(FILE);
    labels::append(&file, &label).expect("written");
    let read = labels::read(&file).expect("read").expect("there is a file");
    assert_eq!(read, [label], "the example is read back as it was");
    let example = std::fs::read_to_string(&file).expect("the example");
    let mut text = format!(
        "\n## {FILE}\n\n\
         What `tidewaiter label` keeps. CSV, beside the run folders and not in one, so that every run of a folder shares it;\n\
         `scan --labels FILE` names another. One row a decision; rows are only added, and of two about one alert the later\n\
         counts. Text that begins like a formula has a `'` before it. A row written by hand needs `verdict` and `alert_id`\n\
         alone; the columns after them say what the alert was like on that day.\n\n\
         | column | shape | meaning |\n|---|---|---|\n"
    );
    for column in COLUMNS {
        let about = column.about.replace('|', "\\|");
        let _ = writeln!(text, "| {} | {} | {about} |", column.name, column.shape);
    }
    let _ = write!(
        text,
        "\nFor example:\n\n```csv\n{example}```\n\n\
         A later run lays the labels over its alerts. An alert is the chain of a label if it has the same `alert_id`, or\n\
         runs over the same firms with the same item, or shares at least half of the rows of the one that has fewer; of\n\
         several labels the closest counts, of equally close ones the last. Scores and ranks stay what they are. The label\n\
         goes into the columns `label`, `label_by`, `label_date`, `label_note` and `label_changed` of\n\
         [alerts](#alertsparquet), into `explain` and into the page.\n\n\
         - `true`: confirmed. `evaluate --labels` and `calibrate --labelled` count it as a diversion.\n\
         - `unsure`: looked at and not settled. Shown, and left out of measurements.\n\
         - `false`: dismissed. While nothing changed, `label_changed` is empty and `scan` does not print the alert again; it\n\
         says how many it left out, and the tables and the page still hold them. It comes back as soon as something in it is\n\
         not as it was, and `label_changed` says what: a firm, the goods, a source row, a finding that is new or no longer\n\
         made (of {MOVED} log-odds or more), or log-odds that moved by {MOVED} or more. Label it again, and it is\n\
         settled as it stands now. A row that names only an `alert_id` stays settled while that id does, which is a hash of\n\
         firms and rows.\n"
    );
    text
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
