//! Every example that a `--help` prints runs, as a reader would type it, in a folder that holds what it names.

use crate::program::{PROGRAM, ROOT, copy, done, help, subcommands, tidewaiter};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The examples of a help text, whole: long ones are wrapped by the help and by a backslash.
fn examples(help: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut inside = false;
    for line in help.lines() {
        let words = line.trim();
        if line.starts_with("  tidewaiter ") {
            found.push(words.to_owned());
            inside = true;
        } else if inside && !words.is_empty() && !words.ends_with(':') {
            // Sentences after the examples begin in the first column with a capital.
            if line.starts_with(' ') || !words.starts_with(|c: char| c.is_ascii_uppercase()) {
                if let Some(last) = found.last_mut() {
                    let open = last.trim_end_matches('\\').trim_end().to_owned();
                    *last = format!("{open} {words}");
                }
            } else {
                inside = false;
            }
        } else {
            inside = false;
        }
    }
    found
}

/// A folder with everything that the examples name.
fn prepared() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let root = Path::new(ROOT);
    copy(&root.join("data/samples"), &at("data/samples"));
    copy(&root.join("data/policy"), &at("data/policy"));
    copy(&root.join("examples/policies"), &at("examples/policies"));
    let sample = root.join("data/samples/cases");
    let put = |name: &str, from: &str| {
        std::fs::copy(sample.join(from), at(name)).expect("copied");
    };
    for (name, from) in [
        ("shipments.csv", "shipments.csv"),
        ("export.csv", "shipments.csv"),
        ("firms.csv", "parties.csv"),
        ("owners.csv", "ownership.csv"),
        ("csl.csv", "watchlist.csv"),
        ("list.csv", "watchlist.csv"),
    ] {
        put(name, from);
    }
    for name in ["exports", "docs", "world", "runs"] {
        std::fs::create_dir(at(name)).expect("a folder");
    }
    let rows = std::fs::read(sample.join("shipments.csv")).expect("read");
    let file = std::fs::File::create(at("exports/march.csv.gz")).expect("made");
    let mut packed = flate2::write::GzEncoder::new(file, flate2::Compression::fast());
    std::io::Write::write_all(&mut packed, &rows).expect("packed");
    packed.finish().expect("packed");
    for name in ["truth.csv", "truth_duplicates.csv", "truth_lookalikes.csv"] {
        put(&format!("world/{name}"), name);
    }
    std::fs::write(at("own.toml"), "name = \"own\"\n").expect("written");
    std::fs::write(at("other.toml"), "").expect("written");
    std::fs::write(
        at("pairs.csv"),
        "left,right\nOrchid Example Ltd,ORCHID EXAMPEL LIMITED\n",
    )
    .expect("written");
    std::fs::write(
        at("labelled.csv"),
        "description,item,accelerators\nDGX H100 QTY 2,dgx_h100,16\nPAPER A100,,\n",
    )
    .expect("written");
    // The program under its own name.
    std::fs::create_dir(at("bin")).expect("a folder");
    std::os::unix::fs::symlink(PROGRAM, at("bin/tidewaiter")).expect("linked");
    for run in ["tidewaiter-run", "run", "tidewaiter-run-2"] {
        let done = shell(
            folder.path(),
            &format!(
                "tidewaiter scan shipments.csv --parties firms.csv --ownership owners.csv --watchlist csl.csv -q --out {run}"
            ),
        );
        assert!(done.status.success(), "{done:?}");
    }
    for line in [
        "tidewaiter label tidewaiter-run 4 true",
        "tidewaiter label tidewaiter-run 5 false",
    ] {
        assert!(shell(folder.path(), line).status.success(), "{line}");
    }
    folder
}

fn shell(folder: &Path, line: &str) -> Output {
    let path: PathBuf = folder.join("bin");
    let paths = std::env::var_os("PATH").unwrap_or_default();
    Command::new("sh")
        .current_dir(folder)
        .env(
            "PATH",
            format!("{}:{}", path.display(), paths.to_string_lossy()),
        )
        .args(["-c", line])
        .output()
        .expect("a shell")
}

/// The same command on a smaller world: an example may ask for hours of work.
fn lighter(example: &str) -> String {
    let mut line = example.to_owned();
    for (rows, few) in [
        ("--rows 10000000", "--rows 4000"),
        ("--rows 100000", "--rows 4000"),
        ("--rows 50000", "--rows 4000"),
        ("--rows 40000", "--rows 2500"),
        ("--schemes 60", "--schemes 6"),
        ("--worlds 4", "--worlds 1"),
        ("--held-out 3", "--held-out 1"),
    ] {
        line = line.replace(rows, few);
    }
    if line.starts_with("tidewaiter calibrate") {
        for (option, few) in [
            ("--worlds", "1"),
            ("--held-out", "1"),
            ("--rows", "2500"),
            ("--schemes", "5"),
        ] {
            if !line.contains(option) {
                line = format!("{line} {option} {few}");
            }
        }
    }
    line
}

#[test]
fn every_example_of_every_help_runs() {
    let folder = prepared();
    let mut pages = vec![(String::new(), help(&[]))];
    for command in subcommands(&pages[0].1) {
        let page = help(&[&command]);
        for nested in subcommands(&page) {
            let words = help(&[&command, &nested]);
            pages.push((format!("{command} {nested}"), words));
        }
        pages.push((command, page));
    }
    let mut run = 0;
    let mut without = Vec::new();
    let mut failed = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for (command, page) in &pages {
        let found = examples(page);
        // A command with subcommands may leave the examples to them, and they to it.
        let family = command.split(' ').next().unwrap_or("");
        let covered = pages.iter().any(|(other, page)| {
            other.split(' ').next() == Some(family) && !examples(page).is_empty()
        });
        if found.is_empty() && !covered && !command.is_empty() {
            without.push(command.clone());
        }
        for example in found {
            if !seen.insert(example.clone()) {
                continue;
            }
            run += 1;
            let line = lighter(&example);
            let out = shell(folder.path(), &line);
            if !out.status.success() {
                failed.push(format!(
                    "{line}\n  {:?} {}",
                    out.status.code(),
                    String::from_utf8_lossy(&out.stderr)
                ));
            }
        }
    }
    assert!(without.is_empty(), "no example in the help of {without:?}");
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    assert!(run >= 45, "only {run} examples were found");
}

#[test]
fn every_command_has_completions_and_a_manual_page() {
    let commands = subcommands(&help(&[]));
    let here = Path::new(ROOT);
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = done(here, &["completions", shell]);
        for command in &commands {
            assert!(script.contains(command.as_str()), "{shell}: {command}");
        }
    }
    for command in &commands {
        let page = done(here, &["completions", "man", command]);
        assert!(
            page.contains(&format!("tidewaiter-{command}")),
            "{command}: {page}"
        );
        assert!(page.contains(".SH SYNOPSIS"), "{command}");
    }
    let out = tidewaiter(here, &["completions", "man", "no-such-command"]);
    assert_eq!(out.status.code(), Some(2));
}
