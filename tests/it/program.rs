//! The program as the tests start it, and the sample that most of them start it on.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

/// The binary under test.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_tidewaiter");
/// The repository.
pub const ROOT: &str = env!("CARGO_MANIFEST_DIR");
/// Folder of the embedded sample.
pub const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/samples/cases");
/// The sample's shipments.
pub const SHIPMENTS: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/data/samples/cases/shipments.csv"
);

/// Runs the program in `folder` and returns status, stdout and stderr of that one run.
pub fn tidewaiter(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(PROGRAM)
        .current_dir(folder)
        .args(arguments)
        .output()
        .expect("the program starts")
}

/// What a run prints that must succeed; fails with the program's own words.
pub fn done(folder: &Path, arguments: &[&str]) -> String {
    let out = tidewaiter(folder, arguments);
    assert!(
        out.status.success(),
        "{arguments:?} {}",
        String::from_utf8_lossy(&out.stderr)
    );
    String::from_utf8(out.stdout).expect("UTF-8")
}

/// Scans these shipments with the registers of the sample.
pub fn scan(folder: &Path, shipments: &[&str], out: &str, more: &[&str]) -> String {
    let mut arguments = vec!["scan".to_owned(), "--out".to_owned(), out.to_owned()];
    for register in ["parties", "ownership", "watchlist"] {
        arguments.push(format!("--{register}"));
        arguments.push(format!("{SAMPLE}/{register}.csv"));
    }
    let arguments: Vec<&str> = arguments
        .iter()
        .map(String::as_str)
        .chain(shipments.iter().copied())
        .chain(more.iter().copied())
        .collect();
    done(folder, &arguments)
}

/// The rows of a CSV file by the names of its columns.
pub fn table(path: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader =
        csv::Reader::from_path(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    reader
        .deserialize()
        .map(|row| row.expect("a row"))
        .collect()
}

/// What `--help` of a subcommand prints; the width is that of a pipe.
pub fn help(arguments: &[&str]) -> String {
    let out = Command::new(PROGRAM)
        .args(arguments)
        .arg("--help")
        .env_remove("COLUMNS")
        .output()
        .expect("the program starts");
    assert!(out.status.success(), "{arguments:?}");
    String::from_utf8(out.stdout).expect("help is UTF-8")
}

/// The subcommands that a help text lists.
pub fn subcommands(help: &str) -> Vec<String> {
    help.lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

/// Copies a folder with all that is in it.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).expect("copied");
        }
    }
}
