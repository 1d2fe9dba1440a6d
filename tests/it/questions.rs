//! Questions over a finished run: right answers, near names, clear errors.

use crate::made_run;
use crate::program::{self, ROOT, copy};
use std::path::{Path, PathBuf};
use std::process::Output;
use tidewaiter::query::{self, Error};
use tidewaiter::report::run_folder::{self, Existing};
use tidewaiter::report::sheet;

struct Made {
    _parent: tempfile::TempDir,
    dir: PathBuf,
    run: tidewaiter::model::Run,
}

fn made() -> Made {
    let parent = tempfile::tempdir().expect("a folder");
    let dir = parent.path().join("run");
    let run = made_run::run(2_000, 12);
    run_folder::write(&run, &dir, Existing::Refuse).expect("written");
    Made {
        _parent: parent,
        dir,
        run,
    }
}

fn tidewaiter(args: &[&str]) -> Output {
    program::tidewaiter(Path::new(ROOT), args)
}

#[test]
fn an_alert_reads_back_from_the_folder_as_it_was_in_memory() {
    let made = made();
    let run = query::open(&made.dir).expect("open");
    for alert in &made.run.alerts {
        let from_memory = sheet::alert(&made.run, alert);
        assert_eq!(
            query::alert::alert(&run, &alert.id).expect("by id"),
            from_memory
        );
        assert_eq!(
            query::alert::alert(&run, &alert.rank.to_string()).expect("by rank"),
            from_memory
        );
        assert_eq!(
            query::alert::alert(&run, &alert.id[..8]).expect("by the beginning of its id"),
            from_memory
        );
        let sum = from_memory
            .findings
            .iter()
            .fold(from_memory.prior, |s, f| s + f.contribution);
        assert!((sum - from_memory.log_odds).abs() < 1e-9);
    }
}

#[test]
fn what_supplied_the_dealer_at_the_head_of_a_chain_is_told_and_is_no_record_of_it() {
    let made = made();
    let sheet = sheet::alert(&made.run, &made.run.alerts[0]);
    let [supply] = sheet.path.supply.as_slice() else {
        panic!("one shipment");
    };
    let told = sheet.shipments.iter().flatten();
    assert!(told.clone().count() > 0 && told.clone().all(|row| row.record_id != supply.record_id));
    let dir = made.dir.display().to_string();
    let out = tidewaiter(&["explain", &dir, "1"]);
    let text = String::from_utf8(out.stdout).expect("UTF-8");
    assert!(text.contains("Supply of a dealer"), "{text}");
    assert!(
        text.contains(&format!("record {}", supply.record_id)),
        "{text}"
    );
    let page = std::fs::read_to_string(made.dir.join("report.html")).expect("the report");
    assert!(page.contains("Supply of a dealer"));
    let alerts = std::fs::read_to_string(made.dir.join("alerts.csv")).expect("the alerts");
    assert!(!alerts.contains(&supply.record_id));
}

#[test]
fn an_unknown_alert_is_answered_with_the_nearest() {
    let made = made();
    let run = query::open(&made.dir).expect("open");
    let mut typo = made.run.alerts[3].id.clone();
    typo.replace_range(5..6, "x");
    let Err(Error::Unknown { near, .. }) = query::alert::alert(&run, &typo) else {
        panic!("a typo found something");
    };
    assert_eq!(near[0], made.run.alerts[3].id);
    let error = query::alert::alert(&run, "999").expect_err("no such rank");
    assert!(
        error.to_string().contains("ranks go from 1 to 12"),
        "{error}"
    );
}

#[test]
fn an_entity_is_found_by_any_of_its_names_and_tells_why_they_are_one() {
    let made = made();
    let run = query::open(&made.dir).expect("open");
    let answer =
        query::entity::entity(&run, "orchid north example trading co ltd 9").expect("found");
    assert_eq!(answer.name, "Orchid North Example Trading 9");
    assert_eq!(answer.names.len(), 2);
    assert_eq!(answer.details.merges[0].parts[0].field, "name");
    assert_eq!(answer.details.owners[0].via, ["Holding Example"]);
    assert_eq!(answer.headquarters.as_deref(), Some("CN"));
    let by_id = query::entity::entity(&run, &answer.id).expect("found by id");
    assert_eq!(by_id, answer);

    // What it sent and received, counted the slow way.
    let s = &made.run.shipments;
    let is_nine = |p: Option<tidewaiter::model::PartyId>| {
        p.is_some_and(|p| s.text.get(s.parties[p].name) == answer.name)
    };
    let sent = s.shipper.iter().filter(|p| is_nine(**p)).count() as u64;
    let received = s.consignee.iter().filter(|p| is_nine(**p)).count() as u64;
    assert_eq!((answer.sent, answer.received), (sent, received));
    let partners: u64 = answer.partners.iter().map(|p| p.shipments).sum();
    assert_eq!(partners, sent + received);
    let months: u64 = answer
        .months
        .iter()
        .map(|(_, sent, received)| sent + received)
        .sum();
    assert_eq!(months, sent + received);

    // The hostile first firm has a link and an alert.
    let hostile =
        query::entity::entity(&run, made_run::HOSTILE[1]).expect("a hostile name is a name");
    assert!(
        hostile
            .alerts
            .iter()
            .any(|alert| alert.alert_id == made.run.alerts[0].id)
    );
    let linked = query::entity::entity(&run, "Orchid East Example Trading 10").expect("found");
    assert_eq!(linked.links[0].kind, "phone");
}

#[test]
fn a_part_of_a_name_is_enough_where_it_is_one_firms() {
    let made = made();
    let run = query::open(&made.dir).expect("open");
    let answer = query::entity::entity(&run, "north example trading 9").expect("one firm");
    assert_eq!(answer.name, "Orchid North Example Trading 9");
    let Err(Error::Ambiguous { fits, .. }) = query::entity::entity(&run, "example trading") else {
        panic!("words of many firms found one");
    };
    assert!(fits.len() > 1, "{fits:?}");
    // Words, not letters: "rth Example" is no name.
    assert!(query::entity::entity(&run, "rth example trading 9").is_err());
}

#[test]
fn a_misspelt_entity_is_answered_with_the_nearest() {
    let made = made();
    let run = query::open(&made.dir).expect("open");
    let Err(Error::Unknown { near, .. }) =
        query::entity::entity(&run, "Orchid Nroth Exmaple Trading 9")
    else {
        panic!("a typo found something");
    };
    assert!(
        near.iter()
            .any(|name| name.contains("North Example Trading 9")),
        "{near:?}"
    );
}

#[test]
fn a_case_holds_its_alerts() {
    let made = made();
    let run = query::open(&made.dir).expect("open");
    let case = &made.run.cases[0];
    let answer = query::case::case(&run, &case.id).expect("found");
    let ranks: Vec<u32> = answer
        .alerts
        .iter()
        .map(|alert| alert.rank as u32)
        .collect();
    assert_eq!(ranks, case.alerts);
    let by_alert = query::case::case(&run, &made.run.alerts[case.alerts[0] as usize - 1].id);
    assert_eq!(by_alert.expect("found by alert").case_id, case.id);
}

#[test]
fn a_folder_that_is_no_whole_run_says_what_is_wrong() {
    let made = made();
    let says = |name: &str, spoil: &dyn Fn(&Path), words: &str| {
        let dir = made.dir.with_file_name(name);
        copy(&made.dir, &dir);
        spoil(&dir);
        let out = tidewaiter(&["explain", &dir.display().to_string(), "1"]);
        let stderr = String::from_utf8_lossy(&out.stderr).into_owned();
        assert_eq!(out.status.code(), Some(3), "{name}: {stderr}");
        assert!(stderr.contains(words), "{name}: {stderr}");
    };
    says(
        "missing",
        &|dir| std::fs::remove_file(dir.join("findings.parquet")).expect("removed"),
        "findings.parquet is missing",
    );
    says(
        "short",
        &|dir| {
            let file = dir.join("shipments.parquet");
            let bytes = std::fs::read(&file).expect("read");
            std::fs::write(&file, &bytes[..bytes.len() - 100]).expect("cut");
        },
        "copied whole",
    );
    says(
        "version",
        &|dir| {
            let file = dir.join("run.json");
            let json = std::fs::read_to_string(&file).expect("read");
            std::fs::write(&file, json.replacen("\"format\": 4", "\"format\": 99", 1))
                .expect("edited");
        },
        "format 99",
    );
    says(
        "norun",
        &|dir| std::fs::remove_file(dir.join("run.json")).expect("removed"),
        "no run.json",
    );
    says(
        "garbage",
        &|dir| std::fs::write(dir.join("run.json"), b"\xff{").expect("spoilt"),
        "copied whole",
    );
    says(
        "swapped",
        &|dir| {
            let size = std::fs::metadata(dir.join("alerts.parquet"))
                .expect("there")
                .len();
            std::fs::write(dir.join("alerts.parquet"), vec![b'x'; size as usize]).expect("spoilt");
        },
        "not a readable Parquet file",
    );
    let out = tidewaiter(&["explain", "no/such/folder", "1"]);
    assert_eq!(out.status.code(), Some(3));
}

#[test]
fn verify_finds_one_changed_byte_and_a_stranger() {
    let made = made();
    let dir = made.dir.display().to_string();
    let out = tidewaiter(&["verify", &dir]);
    assert_eq!(out.status.code(), Some(0), "{out:?}");
    let file = made.dir.join("entities.parquet");
    let mut bytes = std::fs::read(&file).expect("read");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&file, bytes).expect("changed");
    std::fs::write(made.dir.join("note.txt"), "mine").expect("added");
    let out = tidewaiter(&["verify", &dir]);
    let stdout = String::from_utf8_lossy(&out.stdout).into_owned();
    assert_eq!(out.status.code(), Some(3));
    assert_eq!(stdout.matches("   as written").count(), 8, "{stdout}");
    assert!(stdout.contains("note.txt"), "{stdout}");
}

#[test]
fn answers_fit_80_columns_and_carry_no_control_character() {
    let made = made();
    let dir = made.dir.display().to_string();
    for args in [
        &["explain", &dir, "1"][..],
        &["explain", &dir, "2"],
        &["entity", &dir, made_run::HOSTILE[1]],
        &["entity", &dir, made_run::HOSTILE[7].trim_end_matches('\0')],
        &["case", &dir, "1"],
    ] {
        let out = tidewaiter(args);
        let stdout = String::from_utf8(out.stdout).expect("UTF-8");
        assert_eq!(
            out.status.code(),
            Some(0),
            "{args:?} {}",
            String::from_utf8_lossy(&out.stderr)
        );
        println!("{stdout}");
        for line in stdout.lines() {
            assert!(line.chars().count() <= 80, "{args:?}: {line:?}");
            assert!(
                !line.contains(['\u{1b}', '\u{202e}', '\u{7}', '\u{85}', '\u{2028}']),
                "{line:?}"
            );
        }
        assert!(
            stdout.contains("\n\nA result is a lead, not proof"),
            "{args:?}"
        );
        for one in [
            "\n1 alerts",
            " 1 alerts",
            " 1 shipments sent",
            "in 1 of the chains",
        ] {
            assert!(!stdout.contains(one), "{args:?}: {one}");
        }
    }
    let explained = tidewaiter(&["explain", &dir, "1"]);
    let stdout = String::from_utf8_lossy(&explained.stdout).into_owned();
    for words in [
        "made/shipments.csv:2",
        "prior",
        "log-odds",
        "Unknown",
        "power-fits",
        "+4.00",
        "-1.00",
    ] {
        assert!(stdout.contains(words), "{words}: {stdout}");
    }
}

#[test]
fn json_answers_hold_the_same() {
    let made = made();
    let dir = made.dir.display().to_string();
    let out = tidewaiter(&["explain", &dir, "1", "--json"]);
    let value: serde_json::Value = serde_json::from_slice(&out.stdout).expect("JSON");
    assert_eq!(out.stdout.iter().filter(|b| **b == b'\n').count(), 1);
    assert_eq!(value["alert_id"], made.run.alerts[0].id);
    let parts: f64 = value["findings"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|f| f["contribution"].as_f64().expect("a number"))
        .sum();
    let (prior, sum) = (
        value["prior"].as_f64().expect("prior"),
        value["log_odds"].as_f64().expect("sum"),
    );
    assert!((prior + parts - sum).abs() < 1e-9);
    assert_eq!(value["shipments"][0][0]["source_line"], 2);
    for args in [
        &["entity", &dir, made_run::HOSTILE[0], "--json"][..],
        &["case", &dir, "1", "--json"],
        &["verify", &dir, "--json"],
    ] {
        let out = tidewaiter(args);
        serde_json::from_slice::<serde_json::Value>(&out.stdout).expect("JSON");
    }
}

#[test]
fn a_half_copied_folder_is_named_by_every_question_and_left_as_it_is() {
    let made = made();
    let dir = made.dir.display().to_string();
    let file = made.dir.join("shipments.parquet");
    let bytes = std::fs::read(&file).expect("read");
    std::fs::write(&file, &bytes[..bytes.len() / 2]).expect("cut");
    let questions: [&[&str]; 8] = [
        &["explain", &dir, "1"],
        &["entity", &dir, "Orchid"],
        &["case", &dir, "1"],
        &["export", &dir, "--format", "csv"],
        &["label", &dir, "1", "true"],
        &["compare", &dir, &dir],
        &["evaluate", &dir, "--labels"],
        &["verify", &dir],
    ];
    for question in questions {
        let out = tidewaiter(question);
        let words = String::from_utf8_lossy(&out.stderr).into_owned();
        assert_eq!(out.status.code(), Some(3), "{question:?} {words}");
        assert!(
            words.contains("shipments.parquet") && words.contains("copied whole"),
            "{question:?} {words}"
        );
        assert!(out.stdout.is_empty(), "{question:?}");
    }
    let beside: Vec<_> = std::fs::read_dir(made.dir.parent().expect("a folder"))
        .expect("a folder")
        .collect();
    assert_eq!(beside.len(), 1, "nothing was written beside it");
}

#[test]
fn an_unknown_name_offers_the_nearest_on_the_command_line() {
    let made = made();
    let dir = made.dir.display().to_string();
    for (question, near) in [
        (
            &["entity", &dir, "Orchid Nroth Exmaple Trading 9"][..],
            "Orchid North Example Trading 9",
        ),
        (&["explain", &dir, "99"], "ranks go from 1 to 12"),
        (&["label", &dir, "99", "true"], "ranks go from 1 to 12"),
        (&["case", &dir, "Cffff"], "the run has no case 'Cffff'"),
        (
            &["export", &dir, "--format", "csv", "--alert", "A0000"],
            "the run has no alert 'A0000'",
        ),
    ] {
        let out = tidewaiter(question);
        let words = String::from_utf8_lossy(&out.stderr).into_owned();
        assert_eq!(out.status.code(), Some(2), "{question:?} {words}");
        assert!(words.contains(near), "{question:?} {words}");
    }
}
