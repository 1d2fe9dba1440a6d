//! Every exit code, each from a run that earns it, and the place where they are documented.

use crate::program::{PROGRAM, SHIPMENTS, help, tidewaiter};
use std::fs;
use std::process::{Command, Stdio};

#[test]
fn each_end_has_its_documented_code() {
    let folder = tempfile::tempdir().expect("a folder");
    let dir = folder.path();
    fs::write(dir.join("bad.toml"), "[search]\nno_such_key = 1\n").expect("written");
    fs::write(dir.join("file"), "no folder").expect("written");
    fs::write(dir.join("empty.csv"), "").expect("written");
    fs::create_dir(dir.join("norun")).expect("a folder");
    let cases: [(i32, &[&str]); 16] = [
        (0, &["scan", SHIPMENTS, "--out", "run", "--quiet"]),
        (0, &["--help"]),
        (0, &["--version"]),
        (0, &["verify", "run"]),
        (1, &["scan", SHIPMENTS, "--out", "file/run", "--quiet"]),
        (
            1,
            &["export", "run", "--format", "csv", "--out", "nowhere/a.csv"],
        ),
        (2, &["scan"]),
        (2, &["scan", SHIPMENTS, "--no-such-option"]),
        (2, &["scan", SHIPMENTS, "--out", "run"]),
        (
            2,
            &["scan", SHIPMENTS, "--out", "p", "--policy", "bad.toml"],
        ),
        (
            2,
            &[
                "scan",
                SHIPMENTS,
                "--out",
                "p",
                "--layout",
                "no_such_layout",
            ],
        ),
        (2, &["explain", "run", "no such alert"]),
        (3, &["scan", "empty.csv", "--out", "p"]),
        (3, &["scan", "missing.csv", "--out", "p"]),
        (3, &["explain", "norun", "1"]),
        (3, &["evaluate", "run", "--truth", "missing.csv"]),
    ];
    for (code, arguments) in cases {
        let output = tidewaiter(dir, arguments);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
        assert_eq!(said.is_empty(), code == 0, "{arguments:?}: {said}");
    }
    assert!(!dir.join("p").exists());
}

#[test]
fn an_interrupted_command_of_any_kind_ends_with_130() {
    for arguments in [
        &["scan", SHIPMENTS, "--out", "run", "--quiet"][..],
        &[
            "paths",
            SHIPMENTS,
            "--max-legs",
            "3",
            "--window",
            "60d",
            "--to",
            "restricted",
            "--count",
        ],
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let mut child = Command::new(PROGRAM)
            .current_dir(folder.path())
            .args(arguments)
            .env("TIDEWAITER_PAUSE_AT", "ingest")
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        let said = child.stderr.take().expect("stderr");
        std::io::BufRead::read_line(&mut std::io::BufReader::new(said), &mut line).expect("a line");
        assert_eq!(line.trim(), "paused at ingest");
        let sent = Command::new("kill")
            .args(["-INT", &child.id().to_string()])
            .status();
        assert!(sent.expect("kill starts").success());
        assert_eq!(
            child.wait().expect("ended").code(),
            Some(130),
            "{arguments:?}"
        );
    }
}

#[test]
fn a_closed_pipe_is_a_normal_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let script = "\"$0\" paths \"$1\" --max-legs 3 --window 60d --to restricted --resolve off | head -n 1 >/dev/null; exit ${PIPESTATUS[0]}";
    let status = Command::new("bash")
        .current_dir(folder.path())
        .args(["-c", script, PROGRAM, SHIPMENTS])
        .status()
        .expect("bash starts");
    assert_eq!(status.code(), Some(0));
}

#[test]
fn the_help_tells_every_code() {
    let help = help(&[]);
    let codes = help.split_once("Exit codes:").expect("the codes").1;
    for code in ["0 ", "1 ", "2 ", "3 ", "130 "] {
        assert!(
            codes
                .lines()
                .any(|line| line.trim_start().starts_with(code)),
            "{code}: {codes}"
        );
    }
}
