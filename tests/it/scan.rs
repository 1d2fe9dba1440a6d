//! The main job over the embedded sample, end to end: what it finds, what it writes, what it says of bad input.

use crate::program::{self, PROGRAM, SAMPLE, SHIPMENTS, table, tidewaiter};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The folder of a scan of these shipments with the registers of the sample.
fn scan(folder: &Path, shipments: &[&Path], out: &str, more: &[&str]) -> PathBuf {
    let shipments: Vec<&str> = shipments
        .iter()
        .map(|path| path.to_str().expect("UTF-8"))
        .collect();
    program::scan(folder, &shipments, out, &[&["--quiet"], more].concat());
    folder.join(out)
}

fn record_ids(alert: &BTreeMap<String, String>) -> Vec<&str> {
    alert["record_ids"].split('|').collect()
}

#[test]
fn every_replayed_scheme_is_found_early_and_no_look_alike_ranks() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = scan(folder.path(), &[Path::new(SHIPMENTS)], "run", &[]);
    let mut schemes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in table(Path::new(&format!("{SAMPLE}/truth.csv"))) {
        schemes
            .entry(row["scheme"].clone())
            .or_default()
            .insert(row["record_id"].clone());
    }
    assert!(
        schemes.len() >= 12,
        "only {} schemes in the sample",
        schemes.len()
    );
    let planted: BTreeSet<&String> = schemes.values().flatten().collect();

    let alerts = table(&run.join("alerts.csv"));
    // A scheme is found by the first alert most of whose records are its own. Alerts of one case are read together.
    let mut cases: Vec<&str> = Vec::new();
    let first: Vec<_> = alerts
        .iter()
        .take_while(|alert| {
            let case = alert["case_id"].as_str();
            if !cases.contains(&case) {
                cases.push(case);
            }
            cases.len() <= schemes.len() + 2
        })
        .collect();
    let missed: Vec<&String> = schemes
        .iter()
        .filter(|(_, records)| {
            !first.iter().any(|alert| {
                let ids = record_ids(alert);
                2 * ids.iter().filter(|id| records.contains(**id)).count() > ids.len()
            })
        })
        .map(|(scheme, _)| scheme)
        .collect();
    assert!(
        missed.is_empty(),
        "not within the alerts of the first cases: {missed:?}"
    );
    let wrong = alerts.iter().take(25).find(|alert| {
        !record_ids(alert)
            .iter()
            .any(|id| planted.contains(&id.to_string()))
    });
    assert!(wrong.is_none(), "among the first 25 alerts: {wrong:?}");

    let accused: Vec<String> = alerts
        .iter()
        .filter(|alert| alert["score"].parse::<f64>().expect("a score") > 0.5)
        .filter(|alert| {
            let ids = record_ids(alert);
            ids.iter().all(|id| !planted.contains(&(*id).to_owned()))
        })
        .map(|alert| format!("{} {}: {}", alert["rank"], alert["score"], alert["summary"]))
        .collect();
    assert!(
        accused.is_empty(),
        "honest trade above 0.5:\n{}",
        accused.join("\n")
    );
}

#[test]
fn a_run_folder_holds_exactly_the_documented_files_and_verifies() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = scan(folder.path(), &[Path::new(SHIPMENTS)], "run", &[]);
    let mut names: Vec<String> = fs::read_dir(&run)
        .expect("the run folder")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    assert_eq!(
        names,
        [
            "alerts.csv",
            "alerts.parquet",
            "cases.parquet",
            "entities.parquet",
            "findings.parquet",
            "links.parquet",
            "rejected.csv",
            "report.html",
            "run.json",
            "shipments.parquet",
        ]
    );
    let verified = tidewaiter(folder.path(), &["verify", "run"]);
    assert!(verified.status.success(), "{}", text(&verified.stderr));

    let record: serde_json::Value =
        serde_json::from_slice(&fs::read(run.join("run.json")).expect("run.json")).expect("JSON");
    let rows = |name: &str| record["rows"][name].as_u64().expect("a count");
    assert_eq!(
        rows("read"),
        rows("used") + rows("merged") + rows("rejected")
    );
    assert!(rows("read") >= 6_000, "{} rows", rows("read"));
}

/// Everything that must not depend on threads, order or packaging: all but where rows stood and how long it took.
fn findings(run: &Path) -> (String, String, String) {
    let read = |name: &str| fs::read(run.join(name)).expect(name);
    let json = |args: &[&str]| {
        let out = tidewaiter(run, args);
        assert!(out.status.success(), "{}", text(&out.stderr));
        text(&out.stdout)
    };
    (
        text(&read("alerts.csv")),
        json(&["export", ".", "--format", "graphml"]),
        json(&["export", ".", "--format", "ftm"]),
    )
}

#[test]
fn threads_and_the_order_and_packaging_of_rows_change_no_byte() {
    let folder = tempfile::tempdir().expect("a folder");
    let original = PathBuf::from(format!("{SAMPLE}/shipments.csv"));
    let mut reader = csv::Reader::from_path(&original).expect("the sample");
    let header = reader.byte_headers().expect("a header").clone();
    let mut rows: Vec<csv::ByteRecord> = reader
        .byte_records()
        .map(|row| row.expect("a row"))
        .collect();
    // An order that has nothing to do with the content: every 37th row, going round.
    let count = rows.len();
    assert!(
        !count.is_multiple_of(37),
        "37 must not divide the number of rows"
    );
    rows = (0..count).map(|i| rows[(i * 37) % count].clone()).collect();
    let write = |path: &Path, rows: &[csv::ByteRecord]| {
        let mut writer = csv::Writer::from_path(path).expect("a file");
        writer.write_byte_record(&header).expect("the header");
        for row in rows {
            writer.write_byte_record(row).expect("a row");
        }
        writer.flush().expect("flushed");
    };
    let shuffled = folder.path().join("shuffled.csv");
    write(&shuffled, &rows);
    let parts = folder.path().join("parts");
    fs::create_dir(&parts).expect("a folder");
    for (number, part) in rows.chunks(count.div_ceil(7)).enumerate() {
        write(&parts.join(format!("part{number}.csv")), part);
    }

    let plain = findings(&scan(
        folder.path(),
        &[&original],
        "plain",
        &["--threads", "1"],
    ));
    for (name, input, threads) in [
        ("two", &original, "2"),
        ("mixed", &shuffled, "2"),
        ("pieces", &parts, "8"),
    ] {
        let other = findings(&scan(
            folder.path(),
            &[input],
            name,
            &["--threads", threads],
        ));
        assert!(plain.0 == other.0, "{name}: alerts.csv differs");
        assert!(plain.1 == other.1, "{name}: the graph differs");
        assert!(plain.2 == other.2, "{name}: the entities differ");
    }
}

#[test]
fn a_file_without_controlled_goods_gives_no_alert_and_exit_0() {
    let folder = tempfile::tempdir().expect("a folder");
    let input = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/data/samples/panjiva/us_imports.csv"
    );
    let run = tidewaiter(folder.path(), &["scan", input, "--out", "run", "--json"]);
    assert!(run.status.success(), "{}", text(&run.stderr));
    let record: serde_json::Value = serde_json::from_slice(&run.stdout).expect("JSON");
    assert_eq!(record["alerts"], 0);
    let layout = record["inputs"][0]["layout"].as_str().expect("a layout");
    assert!(layout.starts_with("panjiva_us_import_ui"), "{layout}");
    assert_eq!(record["rows"]["rejected"], 0);
    assert!(record["rows"]["used"].as_u64().expect("a count") > 0);
}

#[test]
fn the_part_number_tells_by_whose_list_goods_are_controlled() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut found = Vec::new();
    for (name, goods) in [
        ("western", "IC STM32F407VGT6"),
        ("chinese", "IC GD32F407VGT6"),
    ] {
        let rows = format!(
            "record_id,date,shipper_name,shipper_country,consignee_name,consignee_country,hs_code,description,quantity,gross_weight\n\
             {name}1,2023-03-01,ALDER EXAMPLE CHIPS CO LTD,CN,BASIL SAMPLE TRADING LIMITED,HK,854231,{goods},9000,31.5\n\
             {name}2,2023-03-09,BASIL SAMPLE TRADING LIMITED,HK,CEDAR EXAMPLE PRIBOR OOO,RU,854231,{goods},9000,31.5\n"
        );
        let file = folder.path().join(name).with_extension("csv");
        fs::write(&file, rows).expect("a file");
        let run = scan(folder.path(), &[&file], name, &[]);
        found.push(table(&run.join("alerts.csv")).len());
    }
    assert_eq!(found, [1, 0]);
}

#[test]
fn input_that_cannot_be_used_ends_with_exit_3_and_names_the_fix() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str, content: &[u8]| {
        fs::write(folder.path().join(name), content).expect("a file");
    };
    file("empty.csv", b"");
    file(
        "header_only.csv",
        b"record_id,date,shipper_name,consignee_name\n",
    );
    file(
        "no_date.csv",
        b"shipper_name,consignee_name,quantity\nA Example,B Example,3\n",
    );
    let cases = [
        ("missing.csv", "missing.csv"),
        ("empty.csv", "empty"),
        ("no_date.csv", "date"),
    ];
    for (name, said) in cases {
        let run = tidewaiter(folder.path(), &["scan", name, "--out", "run"]);
        let words = text(&run.stderr);
        assert_eq!(run.status.code(), Some(3), "{name}: {words}");
        assert!(words.contains(said), "{name}: {words}");
        assert!(
            !folder.path().join("run").exists(),
            "{name} left a run folder"
        );
    }
}

#[test]
fn a_bad_row_is_rejected_with_its_place_and_reason_and_counted() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut content =
        b"record_id,date,shipper_name,shipper_country,consignee_name,consignee_country,quantity\n"
            .to_vec();
    for day in 1..=20 {
        content.extend(
            format!("g{day},2024-03-{day:02},Alpha Example,US,Beta Example,DE,5\n").bytes(),
        );
    }
    content.extend(b"d,not a day,Alpha Example,US,Beta Example,DE,5\n");
    content.extend(b"n,2024-03-01,Alpha Example,US,Beta Example,DE,five\n");
    content.extend(b"short,2024-03-01,Alpha Example\n");
    content.extend(b"long,2024-03-01,Alpha Example,US,Beta Example,DE,5,6,7\n");
    content.extend(b"c,2024-03-01,Alpha Example,Nowhereland,Beta Example,DE,5\n");
    content.extend(b"u,2024-03-01,Al\xffpha\xfe Example,US,Beta Example,DE,5\n");
    fs::write(folder.path().join("rows.csv"), &content).expect("a file");
    let run = tidewaiter(
        folder.path(),
        &[
            "scan",
            "rows.csv",
            "--out",
            "run",
            "--max-rejected",
            "50%",
            "--json",
        ],
    );
    assert!(run.status.success(), "{}", text(&run.stderr));
    let record: serde_json::Value = serde_json::from_slice(&run.stdout).expect("JSON");
    let rejected = table(&folder.path().join("run/rejected.csv"));
    let rows = &record["rows"];
    assert_eq!(rows["read"], 26);
    assert_eq!(
        rows["read"].as_u64(),
        Some(
            rows["used"].as_u64().expect("used")
                + rows["merged"].as_u64().expect("merged")
                + rejected.len() as u64
        ),
        "{rows}"
    );
    let by_line: BTreeMap<&str, &BTreeMap<String, String>> = rejected
        .iter()
        .map(|row| (row["line"].as_str(), row))
        .collect();
    for (line, column, value) in [
        ("22", "date", "not a day"),
        ("23", "quantity", "five"),
        ("26", "shipper_country", "Nowhereland"),
    ] {
        let row = by_line
            .get(line)
            .unwrap_or_else(|| panic!("line {line} is not in {rejected:?}"));
        assert_eq!(
            (row["column"].as_str(), row["value"].as_str()),
            (column, value)
        );
    }
    for line in ["24", "25"] {
        assert!(
            by_line.contains_key(line),
            "line {line} is not in {rejected:?}"
        );
    }
    assert!(
        rejected
            .iter()
            .all(|row| !row["reason"].is_empty() && row["file"].contains("rows.csv"))
    );

    let strict = tidewaiter(
        folder.path(),
        &["scan", "rows.csv", "--out", "strict", "--strict"],
    );
    assert_eq!(strict.status.code(), Some(3));
    assert!(!folder.path().join("strict").exists());
    let misread = tidewaiter(
        folder.path(),
        &[
            "scan",
            "rows.csv",
            "--out",
            "misread",
            "--max-rejected",
            "5%",
        ],
    );
    assert_eq!(misread.status.code(), Some(3), "{}", text(&misread.stderr));
}

#[test]
fn a_scan_without_out_takes_the_next_free_folder_and_never_touches_an_older_one() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(
        folder.path().join("one.csv"),
        "date,shipper_name,consignee_name\n2024-03-01,Alpha Example,Beta Example\n",
    )
    .expect("a file");
    let first = tidewaiter(folder.path(), &["scan", "one.csv"]);
    assert!(first.status.success(), "{}", text(&first.stderr));
    let before = fs::read(folder.path().join("tidewaiter-run/run.json")).expect("run.json");
    let second = tidewaiter(folder.path(), &["scan", "one.csv"]);
    assert!(second.status.success(), "{}", text(&second.stderr));
    assert!(folder.path().join("tidewaiter-run-2/run.json").exists());
    assert_eq!(
        fs::read(folder.path().join("tidewaiter-run/run.json")).expect("run.json"),
        before
    );
    let refused = tidewaiter(
        folder.path(),
        &["scan", "one.csv", "--out", "tidewaiter-run"],
    );
    assert_eq!(refused.status.code(), Some(2), "{}", text(&refused.stderr));
}

#[test]
fn another_time_zone_locale_and_number_of_threads_change_no_byte_of_any_export() {
    let folder = tempfile::tempdir().expect("a folder");
    let made = |out: &str, threads: &str, environment: &[(&str, &str)]| -> Vec<(String, Vec<u8>)> {
        let program = |arguments: &[&str]| {
            let run = Command::new(PROGRAM)
                .current_dir(folder.path())
                .envs(environment.iter().copied())
                .args(arguments)
                .output()
                .expect("the program starts");
            assert!(run.status.success(), "{}", text(&run.stderr));
            run.stdout
        };
        let input = format!("{SAMPLE}/shipments.csv");
        let watchlist = format!("{SAMPLE}/watchlist.csv");
        let scan = ["scan", "--quiet", "--out", out, "--threads", threads];
        program(&[&scan[..], &["--watchlist", &watchlist, &input]].concat());
        let formats = ["csv", "jsonl", "graphml", "gexf", "ftm", "dot", "xlsx"];
        let mut bytes: Vec<(String, Vec<u8>)> = formats
            .iter()
            .map(|format| {
                (
                    (*format).to_owned(),
                    program(&["export", out, "--format", format]),
                )
            })
            .collect();
        for table in [
            "shipments",
            "entities",
            "links",
            "alerts",
            "findings",
            "cases",
        ] {
            let name = format!("{table}.parquet");
            let table = fs::read(folder.path().join(out).join(&name)).expect("a table");
            bytes.push((name, table));
        }
        bytes
    };
    let here = made("here", "1", &[("TZ", "UTC"), ("LC_ALL", "C")]);
    // Where a day begins fourteen hours earlier, a decimal mark is a comma and the capital of i has a dot.
    let there = [
        ("TZ", "Pacific/Kiritimati"),
        ("LC_ALL", "tr_TR.UTF-8"),
        ("LANG", "tr_TR.UTF-8"),
    ];
    for ((name, a), (_, b)) in here.iter().zip(&made("there", "8", &there)) {
        assert!(!a.is_empty() && a == b, "{name} differs");
    }
}
