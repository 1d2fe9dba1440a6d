//! `scan --checkpoint`: a later scan starts from the first stage that differs and writes the bytes of a fresh one.

use crate::program::{PROGRAM, SAMPLE};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Stages that are kept, in order.
const STAGES: [&str; 7] = [
    "shipments",
    "registers",
    "items",
    "resolve",
    "roles",
    "paths",
    "heuristics",
];

fn scan(program: &Path, folder: &Path, out: &str, more: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder).args(["scan", "in.csv"]);
    for register in ["parties", "ownership", "watchlist"] {
        command.arg(format!("--{register}"));
        command.arg(format!("{SAMPLE}/{register}.csv"));
    }
    command.args(["--out", out]).args(more);
    command
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::copy(
        format!("{SAMPLE}/shipments.csv"),
        folder.path().join("in.csv"),
    )
    .expect("copied");
    folder
}

fn run(mut command: Command) -> Output {
    let output = command.output().expect("the program starts");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    output
}

/// Scans with a checkpoint and returns which stages were taken from it.
fn kept(folder: &Path, out: &str, more: &[&str]) -> Vec<String> {
    let more = [&["--checkpoint", "kept"], more].concat();
    taken(&run(scan(Path::new(PROGRAM), folder, out, &more)))
}

/// The stages that were taken, in order: of shipments and registers, which are read beside each other, either may be told
/// first.
fn taken(output: &Output) -> Vec<String> {
    let said = String::from_utf8_lossy(&output.stderr);
    let told: Vec<&str> = said
        .lines()
        .filter_map(|line| line.strip_suffix(": taken from the checkpoint"))
        .collect();
    assert!(told.iter().all(|stage| STAGES.contains(stage)), "{said}");
    let taken = STAGES.iter().filter(|stage| told.contains(stage));
    taken.map(|stage| (*stage).to_owned()).collect()
}

/// Every file of two runs is the same; of `run.json` all but times, memory and the command line.
fn same(folder: &Path, a: &str, b: &str) {
    let names = |run: &str| -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder.join(run))
            .expect(run)
            .map(|entry| entry.expect("an entry").file_name())
            .map(|name| name.to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    };
    assert_eq!(names(a), names(b));
    assert!(names(a).len() > 5);
    for name in names(a) {
        let read = |run: &str| fs::read(folder.join(run).join(&name)).expect("a file");
        if name == "run.json" {
            assert_eq!(record(&read(a)), record(&read(b)), "run.json");
        } else if name == "report.html" {
            // It shows the command line and the seconds of the stages.
            assert!(!read(a).is_empty() && !read(b).is_empty());
        } else {
            assert!(read(a) == read(b), "{name} differs between {a} and {b}");
        }
    }
}

fn record(bytes: &[u8]) -> serde_json::Value {
    let mut record: serde_json::Value = serde_json::from_slice(bytes).expect("JSON");
    record["command"].take();
    for list in ["stages", "heuristics"] {
        for stage in record[list].as_array_mut().expect(list) {
            stage["seconds"].take();
            stage["peak_bytes"].take();
        }
    }
    for file in record["files"].as_array_mut().expect("files") {
        if file["name"] == "report.html" {
            file["sha256"].take();
            file["bytes"].take();
        }
    }
    record
}

#[test]
fn a_scan_killed_after_resolve_goes_on_from_there_and_gives_the_bytes_of_a_fresh_one() {
    let folder = folder();
    let mut killed = scan(
        Path::new(PROGRAM),
        folder.path(),
        "run",
        &["--checkpoint", "kept"],
    )
    .env("TIDEWAITER_PAUSE_AT", "paths")
    .stderr(Stdio::piped())
    .spawn()
    .expect("the program starts");
    let said = BufReader::new(killed.stderr.take().expect("stderr"));
    assert!(
        said.lines()
            .any(|line| line.expect("text") == "paused at paths")
    );
    killed.kill().expect("killed");
    killed.wait().expect("ended");
    assert!(!folder.path().join("run").exists());

    assert_eq!(kept(folder.path(), "run", &[]), STAGES[..5]);
    run(scan(Path::new(PROGRAM), folder.path(), "fresh", &[]));
    same(folder.path(), "run", "fresh");
    // And once more, from the end.
    assert_eq!(kept(folder.path(), "again", &["--threads", "1"]), STAGES);
    same(folder.path(), "again", "fresh");
}

#[test]
fn each_stage_is_run_again_exactly_when_something_that_it_reads_has_changed() {
    let folder = folder();
    let dir = folder.path();
    let policy = |name: &str, text: &str| {
        fs::write(dir.join(name), text).expect("written");
    };
    policy("weights.toml", "[weights.weights]\ncircular-route = 1.25\n");
    policy("search.toml", "[search]\ncustody_window_days = 30\n");
    assert_eq!(kept(dir, "first", &[]), Vec::<String>::new());

    assert_eq!(
        kept(dir, "weights", &["--policy", "weights.toml"]),
        STAGES,
        "weights are read by the score alone"
    );
    run(scan(
        Path::new(PROGRAM),
        dir,
        "weights_fresh",
        &["--policy", "weights.toml"],
    ));
    same(dir, "weights", "weights_fresh");

    assert_eq!(
        kept(dir, "search", &["--policy", "search.toml"]),
        STAGES[..5]
    );
    run(scan(
        Path::new(PROGRAM),
        dir,
        "search_fresh",
        &["--policy", "search.toml"],
    ));
    same(dir, "search", "search_fresh");

    // One more shipment: everything but the registers.
    let mut input = fs::read_to_string(dir.join("in.csv")).expect("read");
    let last = input.lines().last().expect("a row").to_owned();
    input.push_str(&last.replacen(',', "x,", 1));
    input.push('\n');
    fs::write(dir.join("in.csv"), input).expect("written");
    assert_eq!(kept(dir, "more", &[]), ["registers"]);
    run(scan(Path::new(PROGRAM), dir, "more_fresh", &[]));
    same(dir, "more", "more_fresh");

    // How parties are resolved: what shipments say does not depend on it.
    assert_eq!(kept(dir, "apart", &["--resolve", "off"]), STAGES[..3]);
}

#[test]
fn a_damaged_checkpoint_is_named_and_made_again() {
    let folder = folder();
    let dir = folder.path();
    kept(dir, "first", &[]);
    let path = dir.join("kept/resolve.checkpoint");
    let whole = fs::read(&path).expect("read");
    let mut flipped = whole.clone();
    flipped[whole.len() / 2] ^= 64;
    for (number, bad) in [&flipped[..], &whole[..whole.len() / 3], &[]]
        .into_iter()
        .enumerate()
    {
        fs::write(&path, bad).expect("written");
        let out = format!("after{number}");
        let more = ["--checkpoint", "kept"];
        let output = run(scan(Path::new(PROGRAM), dir, &out, &more));
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(
            said.contains("resolve.checkpoint is damaged"),
            "{number}: {said}"
        );
        assert_eq!(taken(&output).len(), STAGES.len() - 1);
        assert!(fs::read(&path).expect("read") == whole, "{number}");
        same(dir, "first", &out);
    }
}

#[test]
fn what_another_build_kept_is_not_used() {
    let folder = folder();
    let dir = folder.path();
    kept(dir, "first", &[]);
    // The same program in other bytes.
    let other = dir.join("other");
    // Written by another process: a child that a test beside this one starts would else hold the file open for writing.
    let copied = Command::new("sh")
        .args(["-c", r#"cp "$0" "$1" && printf x >>"$1""#, PROGRAM])
        .arg(&other)
        .status();
    assert!(copied.expect("a shell").success());
    let output = run(scan(&other, dir, "second", &["--checkpoint", "kept"]));
    assert_eq!(taken(&output), Vec::<String>::new());
    same(dir, "first", "second");
}

#[test]
fn a_scan_killed_while_it_keeps_a_stage_leaves_nothing_that_is_used() {
    let folder = folder();
    let dir = folder.path();
    let paused = |arguments: &[&str]| {
        let mut child = scan(Path::new(PROGRAM), dir, "run", arguments)
            .env("TIDEWAITER_PAUSE_AT", "checkpoint")
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        BufReader::new(child.stderr.take().expect("stderr"))
            .read_line(&mut line)
            .expect("a line");
        assert_eq!(line.trim(), "paused at checkpoint");
        child
    };
    let mut child = paused(&["--checkpoint", "kept"]);
    // While it lives, nobody else may use its folder.
    let second = scan(Path::new(PROGRAM), dir, "other", &["--checkpoint", "kept"])
        .output()
        .expect("the program starts");
    assert_eq!(second.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&second.stderr).contains("another scan uses"));
    child.kill().expect("killed");
    child.wait().expect("ended");
    // As if it had died in the middle of writing.
    fs::write(dir.join("kept/shipments.partial"), b"half").expect("written");
    assert_eq!(kept(dir, "run", &[]), Vec::<String>::new());
    assert!(!dir.join("kept/shipments.partial").exists());
}
