//! A full disk: whatever is being written, nothing half-written stays, an older run is untouched, the exit code is 1
//! and the message names what could not be written.
//!
//! The disk is a real small one (a tmpfs in a mount namespace of its own) where the system allows that, and otherwise
//! a limit on the size of any file, which fails the same writes. One of the two always runs.

use crate::program::{PROGRAM, SHIPMENTS};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// What is on the small disk afterwards, beside the exit code and the words of the program.
struct After {
    code: Option<i32>,
    said: String,
    /// Names in the folder, hidden ones too, but for locks.
    left: Vec<String>,
}

/// Can this process mount a file system in a namespace of its own?
fn can_mount(dir: &Path) -> bool {
    Command::new("unshare")
        .args([
            "-rm",
            "sh",
            "-c",
            "mount -t tmpfs -o size=64k tidewaiter \"$0\"",
        ])
        .arg(dir)
        .output()
        .is_ok_and(|output| output.status.success())
}

/// How the writes are made to fail.
#[derive(Clone, Copy, Debug)]
enum Room {
    /// A disk of so many kilobytes.
    Disk(u64),
    /// No file may be larger than so many kilobytes.
    File(u64),
}

/// The small disk where it can be had, else files of a quarter of its size.
fn room(kilobytes: u64) -> Room {
    let folder = tempfile::tempdir().expect("a folder");
    if can_mount(folder.path()) {
        Room::Disk(kilobytes)
    } else {
        Room::File((kilobytes / 4).max(1))
    }
}

/// Runs the program in a folder with so much room. `before` is copied there first and compared after.
fn with_room(room: Room, before: Option<&Path>, arguments: &[&str]) -> After {
    let folder = tempfile::tempdir().expect("a folder");
    let disk = folder.path().join("disk");
    fs::create_dir(&disk).expect("a folder");
    let before = before.map_or_else(String::new, |path| path.display().to_string());
    // The program runs inside; the shell copies, compares and lists. A write beyond the largest size is an error
    // only where its signal is ignored.
    let inside = r#"
        cd "$1" || exit 99
        if [ -n "$2" ]; then cp -r "$2" older || exit 98; fi
        shift 2
        if [ "$LIMIT" -gt 0 ]; then
            trap '' XFSZ
            (ulimit -f "$LIMIT" && exec "$@"); code=$?
        else
            "$@"; code=$?
        fi
        echo "code $code" >&2
        if [ -d older ]; then "$1" verify older >/dev/null || echo "older is damaged" >&2; fi
        ls -A | grep -v '\.lock$' >&2
        exit 0
    "#;
    let mut command = match room {
        Room::Disk(kilobytes) => {
            let mut command = Command::new("unshare");
            let mount = format!(
                "mount -t tmpfs -o size={kilobytes}k tidewaiter \"$1\" || exit 97\n{inside}"
            );
            command
                .args(["-rm", "bash", "-c", &mount])
                .env("LIMIT", "0");
            command
        }
        Room::File(kilobytes) => {
            let mut command = Command::new("bash");
            command
                .args(["-c", inside])
                .env("LIMIT", kilobytes.to_string());
            command
        }
    };
    let output = command
        .arg("small-disk")
        .arg(&disk)
        .arg(before)
        .arg(PROGRAM)
        .args(arguments)
        .output()
        .expect("the shell starts");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "the shell failed: {said}");
    let (words, rest) = said.rsplit_once("code ").expect("a code");
    let mut rest = rest.lines();
    let code = rest.next().and_then(|code| code.trim().parse().ok());
    After {
        code,
        said: words.to_owned(),
        left: rest.map(str::to_owned).collect(),
    }
}

/// Too little room for the command: exit 1, words that name the place, nothing left.
fn refused(room: Room, arguments: &[&str], names: &str) {
    let after = with_room(room, None, arguments);
    assert_eq!(after.code, Some(1), "{room:?}: {}", after.said);
    assert!(after.said.contains(names), "{room:?}: {}", after.said);
    assert!(
        after.said.contains("No space left") || after.said.contains("too large"),
        "{room:?}: {}",
        after.said
    );
    assert_eq!(after.left, Vec::<String>::new(), "{room:?}");
}

fn run(folder: &Path) -> PathBuf {
    let made = Command::new(PROGRAM)
        .current_dir(folder)
        .args(["scan", SHIPMENTS, "--out", "run", "--quiet"])
        .status()
        .expect("the program starts");
    assert!(made.success());
    folder.join("run")
}

#[test]
fn a_disk_that_fills_up_at_any_table_leaves_no_run_and_no_remains() {
    let folder = tempfile::tempdir().expect("a folder");
    let made = run(folder.path());
    let sizes: Vec<u64> = fs::read_dir(&made)
        .expect("the run")
        .map(|entry| entry.expect("an entry").metadata().expect("metadata").len() / 1024)
        .collect();
    let whole: u64 = sizes.iter().sum();
    assert!(whole > 300, "{whole} kB are too few to fill a disk with");
    let scan = ["scan", SHIPMENTS, "--out", "run", "--quiet"];
    // From the first table to the last file.
    for part in [1, 3, 5, 7, 9] {
        refused(room((whole * part / 10).max(8)), &scan, "cannot write");
    }
    // The other way always works, whatever the rights.
    let largest = sizes.iter().max().copied().unwrap_or(0);
    for part in [0, 4, 9] {
        refused(
            Room::File((largest * part / 10).max(1)),
            &scan,
            "cannot write",
        );
    }
    let enough = with_room(room(8 * whole), None, &scan);
    assert_eq!(
        (enough.code, enough.left),
        (Some(0), vec!["run".to_owned()])
    );
}

#[test]
fn an_older_run_on_a_full_disk_is_as_it_was_and_the_next_scan_works() {
    let folder = tempfile::tempdir().expect("a folder");
    let made = run(folder.path());
    let kilobytes: u64 = fs::read_dir(&made)
        .expect("the run")
        .map(|entry| entry.expect("an entry").metadata().expect("metadata").len() / 1024 + 4)
        .sum();
    let replace = ["scan", SHIPMENTS, "--out", "older", "--force", "--quiet"];
    let after = with_room(room(kilobytes * 5 / 4), Some(&made), &replace);
    assert_eq!(after.code, Some(1), "{}", after.said);
    assert_eq!(after.left, ["older"], "{}", after.said);
    let after = with_room(room(kilobytes * 8), Some(&made), &replace);
    assert_eq!(after.code, Some(0), "{}", after.said);
    assert_eq!(after.left, ["older"], "{}", after.said);
}

#[test]
fn checkpoints_that_do_not_fit_are_told_and_the_scan_goes_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("run");
    let out = out.to_str().expect("UTF-8");
    let after = with_room(
        room(64),
        None,
        &["scan", SHIPMENTS, "--out", out, "--checkpoint", "kept"],
    );
    assert_eq!(after.code, Some(0), "{}", after.said);
    assert!(after.said.contains("cannot be kept"), "{}", after.said);
    assert!(Path::new(out).join("run.json").exists());
}

#[test]
fn exports_dossiers_worlds_and_drawings_are_whole_or_not_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let made = run(folder.path());
    let made = made.to_str().expect("UTF-8");
    for format in ["csv", "jsonl", "graphml", "gexf", "ftm", "xlsx"] {
        refused(
            room(8),
            &["export", made, "--format", format, "--out", "alerts"],
            "cannot write alerts",
        );
    }
    refused(
        room(16),
        &["export", made, "--format", "dossier", "--out", "dossier"],
        "cannot write",
    );
    refused(
        room(64),
        &["simulate", "--rows", "3000", "--out", "world"],
        "world",
    );
}

#[test]
fn standard_output_on_a_full_device_is_exit_1_and_no_panic() {
    let folder = tempfile::tempdir().expect("a folder");
    run(folder.path());
    let commands: [&[&str]; 7] = [
        &["export", "run", "--format", "csv"],
        &["explain", "run", "1"],
        &["verify", "run"],
        &["policy", "list"],
        &["item", "8 x H100"],
        &["simulate", "--rows", "1000", "--out", "world"],
        &["scan", SHIPMENTS, "--out", "again"],
    ];
    for arguments in commands {
        let full = fs::File::options()
            .write(true)
            .open("/dev/full")
            .expect("/dev/full");
        let Output { status, stderr, .. } = Command::new(PROGRAM)
            .current_dir(folder.path())
            .args(arguments)
            .stdout(full)
            .output()
            .expect("the program starts");
        let said = String::from_utf8_lossy(&stderr);
        assert_eq!(status.code(), Some(1), "{arguments:?}: {said}");
        assert!(said.contains("No space left"), "{arguments:?}: {said}");
    }
}
