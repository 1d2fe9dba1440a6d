//! Ends that nobody planned: at every stage a killed scan leaves no half-written folder and no older run touched.

use crate::program::{PROGRAM, SHIPMENTS};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// Starts a scan that stops at the fault point of `stage`, and waits until it is there.
fn paused(folder: &Path, stage: &str, arguments: &[&str]) -> Child {
    let mut child = Command::new(PROGRAM)
        .current_dir(folder)
        .args(["scan", SHIPMENTS, "--out", "run", "--quiet"])
        .args(arguments)
        .env("TIDEWAITER_PAUSE_AT", stage)
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut said = BufReader::new(child.stderr.take().expect("stderr"));
    let mut line = String::new();
    said.read_line(&mut line).expect("a line");
    assert_eq!(line.trim(), format!("paused at {stage}"));
    child
}

/// Everything in the folder that a later scan or a person could mistake for a result.
fn left_behind(folder: &Path) -> Vec<String> {
    fs::read_dir(folder)
        .expect("the folder")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .filter(|name| !name.starts_with('.'))
        .collect()
}

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill")
        .args([&format!("-{name}"), &child.id().to_string()])
        .status();
    assert!(sent.expect("kill starts").success());
}

const STAGES: [&str; 5] = ["ingest", "resolve", "paths", "heuristics", "report"];

#[test]
fn a_signal_at_any_stage_leaves_nothing_and_the_next_run_works() {
    for (name, code) in [("INT", Some(130)), ("TERM", Some(130)), ("KILL", None)] {
        let folder = tempfile::tempdir().expect("a folder");
        for stage in STAGES {
            let mut child = paused(folder.path(), stage, &[]);
            signal(&child, name);
            let status = child.wait().expect("the program ends");
            assert_eq!(status.code(), code, "{name} at {stage}");
            assert_eq!(
                left_behind(folder.path()),
                Vec::<String>::new(),
                "{name} at {stage}"
            );
        }
        let next = Command::new(PROGRAM)
            .current_dir(folder.path())
            .args(["scan", SHIPMENTS, "--out", "run", "--quiet"])
            .status()
            .expect("the program starts");
        assert!(next.success(), "the run after {name}");
        assert_eq!(left_behind(folder.path()), ["run"]);
    }
}

#[test]
fn an_interrupted_replacement_leaves_the_older_run_as_it_was() {
    let folder = tempfile::tempdir().expect("a folder");
    let first = Command::new(PROGRAM)
        .current_dir(folder.path())
        .args(["scan", SHIPMENTS, "--out", "run", "--quiet"])
        .status()
        .expect("the program starts");
    assert!(first.success());
    let before = fs::read(folder.path().join("run/run.json")).expect("run.json");
    for name in ["INT", "KILL"] {
        let mut child = paused(folder.path(), "report", &["--force"]);
        signal(&child, name);
        child.wait().expect("the program ends");
        assert_eq!(
            fs::read(folder.path().join("run/run.json")).expect("run.json"),
            before,
            "{name}"
        );
    }
}

#[test]
fn two_scans_into_one_folder_the_second_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut child = paused(folder.path(), "paths", &[]);
    let second = Command::new(PROGRAM)
        .current_dir(folder.path())
        .args(["scan", SHIPMENTS, "--out", "run", "--quiet"])
        .output()
        .expect("the program starts");
    assert_eq!(second.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&second.stderr).contains("another scan"));
    signal(&child, "KILL");
    child.wait().expect("the program ends");
}
