//! Decisions of analysts: kept beside the runs, shown in later ones, measured; and two runs held against each other.

use crate::made_run;
use crate::program::{PROGRAM, SHIPMENTS, done, scan, table, tidewaiter};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use tidewaiter::report::run_folder::{self, Existing};

fn json(folder: &Path, arguments: &[&str]) -> serde_json::Value {
    let text = done(folder, &[arguments, &["--json"]].concat());
    serde_json::from_str(&text).expect("JSON")
}

fn alerts(folder: &Path, run: &str) -> Vec<BTreeMap<String, String>> {
    table(&folder.join(run).join("alerts.csv"))
}

#[test]
fn a_dismissed_chain_comes_back_only_when_something_changed_and_says_what() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    scan(folder, &[SHIPMENTS], "a", &[]);
    // A lead with several shipments, so that it survives the loss of one.
    let dismissed = alerts(folder, "a")
        .into_iter()
        .skip(1)
        .find(|alert| alert["record_ids"].split('|').count() >= 4)
        .expect("an alert of several shipments");
    let (rank, id) = (&dismissed["rank"], &dismissed["alert_id"]);
    let said = done(
        folder,
        &[
            "label",
            "a",
            rank,
            "false",
            "--by",
            "kim",
            "--date",
            "2025-03-04",
            "--note",
            "=repair, under \"warranty\"",
        ],
    );
    assert!(said.contains("dismissed"), "{said}");
    done(folder, &["label", "a", "1", "true", "--by", "kim"]);
    let explained = done(folder, &["explain", "a", id]);
    let words: Vec<&str> = explained.split_whitespace().collect();
    assert!(
        words
            .join(" ")
            .contains("Analyst: dismissed by kim on 2025-03-04: =repair, under \"warranty\""),
        "{explained}"
    );

    // The same data again: settled, so not in the list, but in every table.
    let summary = scan(folder, &[SHIPMENTS], "b", &["--top", "1000"]);
    assert!(
        summary.contains("1 dismissed and unchanged since"),
        "{summary}"
    );
    let ranks = |text: &str| -> Vec<String> {
        text.lines()
            .filter_map(|line| line.split_whitespace().next())
            .filter(|word| word.parse::<u32>().is_ok())
            .map(str::to_owned)
            .collect()
    };
    assert!(ranks(&summary).contains(&"1".to_owned()), "{summary}");
    assert!(!ranks(&summary).contains(rank), "{summary}");
    assert!(summary.contains("confirmed by kim"), "{summary}");
    let again = alerts(folder, "b");
    let row = again
        .iter()
        .find(|alert| &alert["alert_id"] == id)
        .expect("still there");
    assert_eq!((&row["label"][..], &row["label_by"][..]), ("false", "kim"));
    assert_eq!(row["label_note"], "'=repair, under \"warranty\"");
    assert_eq!(row["label_changed"], "");
    assert_eq!(row["score"], dismissed["score"], "a label moves no score");
    let page = std::fs::read_to_string(folder.join("b/report.html")).expect("read");
    assert!(page.contains("dismissed by kim on 2025-03-04"));
    let record = std::fs::read_to_string(folder.join("b/run.json")).expect("read");
    assert!(
        record.contains("\"labels\""),
        "the label file is an input of the run"
    );

    // One shipment of the chain less: it is back, and says what changed.
    let sheet = json(folder, &["explain", "a", id]);
    let gone = sheet["shipments"][0][0]["source_line"]
        .as_u64()
        .expect("a line");
    let text = std::fs::read_to_string(SHIPMENTS).expect("read");
    let fewer: Vec<&str> = text
        .lines()
        .enumerate()
        .filter(|(at, _)| *at as u64 + 1 != gone)
        .map(|(_, line)| line)
        .collect();
    std::fs::write(folder.join("fewer.csv"), fewer.join("\n")).expect("written");
    let summary = scan(folder, &["fewer.csv"], "c", &["--top", "1000"]);
    assert!(!summary.contains("dismissed and unchanged"), "{summary}");
    let back: Vec<_> = alerts(folder, "c")
        .into_iter()
        .filter(|alert| alert["label"] == "false")
        .collect();
    // What is left of the chain may stand as more than one alert; each says what changed.
    assert!(!back.is_empty(), "{back:?}");
    for alert in &back {
        assert!(
            alert["label_changed"].contains("records no longer on it"),
            "{back:?}"
        );
    }
    let explained = done(folder, &["explain", "c", &back[0]["alert_id"]]);
    let words: Vec<&str> = explained.split_whitespace().collect();
    assert!(words.join(" ").contains("changed since: "), "{explained}");

    // And the two runs differ by that.
    let compared = json(folder, &["compare", "a", "c"]);
    assert_eq!(compared["causes"], serde_json::json!(["new data"]));
    let of_chain = ["up", "down", "gone", "new"]
        .iter()
        .flat_map(|kind| compared[kind].as_array().expect("a list"))
        .find(|difference| difference["before"]["alert_id"] == id.as_str())
        .expect("the chain is not as it was");
    assert!(
        of_chain["differs"]
            .to_string()
            .contains("records no longer on it")
    );
    for moved in of_chain["moved"].as_array().expect("a list") {
        assert_ne!(moved["cause"], "policy change", "{moved}");
    }

    // Labels are measured.
    let report = json(folder, &["evaluate", "a", "--labels"]);
    assert_eq!(
        (&report["confirmed"], &report["dismissed"]),
        (&1.into(), &1.into())
    );
    assert_eq!(
        report["order"], 1.0,
        "the confirmed alert stands above the dismissed one"
    );
    let fitted = done(
        folder,
        &[
            "calibrate",
            "--worlds",
            "1",
            "--held-out",
            "1",
            "--rows",
            "3000",
            "--schemes",
            "5",
            "--labelled",
            "a",
            "--from",
            concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/data/policy/weights_by_hand.toml"
            ),
        ],
    );
    assert!(fitted.contains("--labelled (1 runs)"), "{fitted}");
}

#[test]
fn a_page_tells_what_weights_find_and_what_they_find_without_each_typology() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let arguments = "calibrate --worlds 1 --held-out 1 --rows 5000 --schemes 12 --leave-one-out --page page.md --from";
    let hand = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/data/policy/weights_by_hand.toml"
    );
    let arguments: Vec<&str> = arguments.split(' ').chain([hand]).collect();
    let printed = done(folder, &arguments);
    let page = std::fs::read_to_string(folder.join("page.md")).expect("the page");
    assert!(page.contains("--leave-one-out --page page.md`"), "{page}");
    let rows = |of: &str| -> Vec<Vec<String>> {
        let rows = page.lines().filter(|line| line.starts_with(of));
        let cells = |line: &str| line.split('|').map(|cell| cell.trim().to_owned()).collect();
        rows.map(cells).collect()
    };
    // Each set of weights is measured in the one held-out world.
    let worlds = rows("| held out 1");
    assert_eq!(worlds.len(), 2, "{page}");
    let schemes: usize = worlds[0][2].parse().expect("a number");
    assert!(schemes > 0 && worlds[1][2] == worlds[0][2], "{page}");
    // The typologies add up to its schemes, and the terminal tells the same.
    let typologies = rows("| T");
    let sum = |at: usize| -> usize {
        let cells = typologies.iter().map(|row| row[at].parse::<usize>());
        cells.map(|cell| cell.expect("a number")).sum()
    };
    assert_eq!(sum(3), schemes, "{page}");
    assert_eq!(
        rows("| all")[0][3..6],
        [sum(3), sum(4), sum(5)].map(|sum| sum.to_string())
    );
    for row in &typologies {
        let said = printed.lines().find(|line| line.starts_with(&row[1]));
        let said: Vec<&str> = said.expect("a line").split_whitespace().take(4).collect();
        assert_eq!(said, [&row[1], &row[3], &row[4], &row[5]]);
    }
}

#[test]
fn compare_tells_policy_and_judgements_apart_and_adds_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    scan(folder, &[SHIPMENTS], "a", &["-q"]);
    std::fs::write(
        folder.join("policy.toml"),
        "name = \"half\"\n[weights.weights]\nrestricted-end = 1.0\n",
    )
    .expect("written");
    scan(
        folder,
        &[SHIPMENTS],
        "policy",
        &["-q", "--policy", "policy.toml"],
    );
    let compared = json(folder, &["compare", "a", "policy"]);
    assert_eq!(compared["causes"], serde_json::json!(["policy change"]));
    assert_eq!(compared["new"], serde_json::json!([]));
    let down = compared["down"].as_array().expect("a list");
    assert!(!down.is_empty());
    for difference in down {
        let parts: f64 = difference["moved"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|moved| moved["change"].as_f64().expect("a number"))
            .sum();
        let change = difference["change"].as_f64().expect("a number");
        assert!((parts - change).abs() < 0.05, "{difference}");
        assert_eq!(difference["moved"][0]["heuristic"], "restricted-end");
        assert_eq!(difference["moved"][0]["cause"], "policy change");
    }
    let text = done(folder, &["compare", "a", "policy"]);
    assert!(
        text.contains("restricted-end") && text.contains("policy change"),
        "{text}"
    );
    assert!(
        text.lines().all(|line| line.chars().count() <= 80),
        "{text}"
    );

    // Two firms of the second chain judged one: their chain cannot be what it was.
    let chain: String = alerts(folder, "a")
        .into_iter()
        .map(|alert| alert["chain"].clone())
        .find(|chain| chain.split(" > ").count() == 3)
        .expect("a chain of three");
    let firms: Vec<&str> = chain.split(" > ").collect();
    std::fs::write(
        folder.join("judgements.csv"),
        format!(
            "left,right,verdict,by\n{},{},same,kim\n",
            firms[0], firms[1]
        ),
    )
    .expect("written");
    scan(
        folder,
        &[SHIPMENTS],
        "judged",
        &["-q", "--judgements", "judgements.csv"],
    );
    let compared = json(folder, &["compare", "a", "judged"]);
    assert_eq!(compared["causes"], serde_json::json!(["judgement"]));
    let all: Vec<&serde_json::Value> = ["new", "gone", "up", "down"]
        .iter()
        .flat_map(|kind| compared[kind].as_array().expect("a list"))
        .collect();
    assert!(
        all.iter()
            .any(|difference| difference["chain"] == chain.as_str()
                || difference["before"].is_object()),
        "{compared}"
    );

    // A run is as it is: nothing moved, exit 0.
    let same = json(folder, &["compare", "a", "a"]);
    assert_eq!(same["causes"], serde_json::json!([]));
    assert_eq!(same["same"], same["runs"][0]["alerts"]);
}

#[test]
fn writers_wait_for_each_other_and_a_faulty_file_is_left_alone() {
    let parent = tempfile::tempdir().expect("a folder");
    let dir = parent.path().join("run");
    run_folder::write(&made_run::run(500, 8), &dir, Existing::Refuse).expect("written");
    let mut writers: Vec<_> = (1..=8)
        .map(|rank: u32| {
            Command::new(PROGRAM)
                .current_dir(parent.path())
                .args(["label", "run", &rank.to_string(), "unsure", "--by", "-kim"])
                .stdout(std::process::Stdio::null())
                .spawn()
                .expect("the program starts")
        })
        .collect();
    for writer in &mut writers {
        assert!(writer.wait().expect("it ends").success());
    }
    let file = parent.path().join("tidewaiter-labels.csv");
    let rows: Vec<csv::StringRecord> = csv::Reader::from_path(&file)
        .expect("the label file")
        .records()
        .map(|row| row.expect("a row"))
        .collect();
    assert_eq!(rows.len(), 8);
    assert!(
        rows.iter().all(|row| &row[1] == "'-kim"),
        "no cell runs in a spreadsheet"
    );
    // The hostile names of the run are shown as text wherever the label is shown.
    let explained = done(parent.path(), &["explain", "run", "1"]);
    assert!(
        explained.contains("Analyst: unsettled by -kim"),
        "{explained}"
    );

    let faulty = "alert_id,verdict\nA1,perhaps\n";
    std::fs::write(&file, faulty).expect("written");
    for arguments in [&["label", "run", "1", "true"][..], &["explain", "run", "1"]] {
        let out = tidewaiter(parent.path(), arguments);
        let words = String::from_utf8_lossy(&out.stderr).into_owned();
        assert_eq!(out.status.code(), Some(3), "{arguments:?} {words}");
        assert!(
            words.contains("line 2") && words.contains("perhaps"),
            "{words}"
        );
    }
    assert_eq!(std::fs::read_to_string(&file).expect("read"), faulty);
    std::fs::remove_file(&file).expect("removed");
    let out = tidewaiter(parent.path(), &["evaluate", "run", "--labels"]);
    assert_eq!(out.status.code(), Some(3));
    let words = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(words.contains("tidewaiter label"), "{words}");
}
