//! Exports: what other tools read back.

use crate::made_run;
use std::collections::BTreeMap;
use tidewaiter::model::table::ALERT_ROWS;
use tidewaiter::model::{AlertSheet, Run};
use tidewaiter::report::{export, sheet};

fn alerts(run: &Run) -> Vec<AlertSheet> {
    run.alerts
        .iter()
        .map(|alert| sheet::alert(run, alert))
        .collect()
}

fn made() -> (Run, Vec<AlertSheet>) {
    let run = made_run::run(500, 8);
    let alerts = alerts(&run);
    (run, alerts)
}

#[test]
fn json_lines_read_back_as_the_alerts_they_were() {
    let (_, alerts) = made();
    let mut out = Vec::new();
    export::jsonl::write(&alerts, &mut out).expect("written");
    let text = String::from_utf8(out).expect("UTF-8");
    let back: Vec<AlertSheet> = text
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(back, alerts);
}

#[test]
fn csv_has_a_line_a_shipment_and_runs_nothing_unless_raw() {
    let (_, alerts) = made();
    let rows: usize = alerts.iter().flat_map(|a| &a.shipments).map(Vec::len).sum();
    for raw in [false, true] {
        let mut out = Vec::new();
        export::csv::write(&alerts, raw, &mut out).expect("written");
        let mut reader = csv::Reader::from_reader(&out[..]);
        let cells: Vec<String> = reader
            .records()
            .flat_map(|row| {
                row.expect("a row")
                    .iter()
                    .map(str::to_owned)
                    .collect::<Vec<_>>()
            })
            .collect();
        assert_eq!(cells.len(), rows * ALERT_ROWS.columns.len());
        let formula = cells.iter().any(|cell| cell.starts_with('='));
        assert_eq!(formula, raw);
    }
}

#[test]
fn graphs_are_well_formed_and_hold_every_firm_and_leg() {
    let (_, alerts) = made();
    let legs: usize = alerts.iter().map(|a| a.path.legs.len()).sum();
    let firms: std::collections::BTreeSet<&str> = alerts
        .iter()
        .flat_map(|a| &a.chain)
        .map(|e| e.id.as_str())
        .collect();
    for gexf in [false, true] {
        let mut out = Vec::new();
        if gexf {
            export::gexf::write(&alerts, &mut out).expect("written");
        } else {
            export::graphml::write(&alerts, &mut out).expect("written");
        }
        let text = String::from_utf8(out).expect("UTF-8");
        let mut reader = quick_xml::Reader::from_str(&text);
        let mut count: BTreeMap<Vec<u8>, usize> = BTreeMap::new();
        loop {
            match reader.read_event().expect("well-formed") {
                quick_xml::events::Event::Start(tag) => {
                    *count
                        .entry(
                            String::from_utf8_lossy(tag.name().as_ref().as_bytes())
                                .into_owned()
                                .into_bytes(),
                        )
                        .or_default() += 1;
                }
                quick_xml::events::Event::Eof => break,
                _ => {}
            }
        }
        assert_eq!(count[&b"node"[..]], firms.len());
        assert_eq!(count[&b"edge"[..]], legs);
    }
}

#[test]
fn a_workbook_holds_text_as_text() {
    use calamine::{Data, Reader};
    let (_, alerts) = made();
    let mut out = Vec::new();
    export::xlsx::write(&alerts, &mut out).expect("written");
    let mut book: calamine::Xlsx<_> =
        calamine::open_workbook_from_rs(std::io::Cursor::new(out)).expect("a workbook");
    assert_eq!(
        book.sheet_names(),
        ["alerts", "shipments", "findings", "entities"]
    );
    let entities = book.worksheet_range("entities").expect("a sheet");
    let hostile = entities
        .rows()
        .any(|row| row[1] == Data::String(made_run::HOSTILE[0].to_owned()));
    assert!(hostile, "the name that looks like a formula is a string");
    for name in ["alerts", "shipments", "findings", "entities"] {
        assert!(
            book.worksheet_formula(name).expect("a sheet").is_empty(),
            "{name}"
        );
    }
}

#[test]
fn a_dossier_names_the_hash_of_every_file() {
    let (run, alerts) = made();
    let files = export::dossier::files(&run.record, &alerts[..2], "Case", false).expect("made");
    let (name, manifest) = files.last().expect("a manifest");
    assert_eq!(*name, "manifest.sha256");
    let manifest = String::from_utf8_lossy(manifest);
    assert_eq!(manifest.lines().count(), files.len() - 1);
    for (name, _) in &files[..files.len() - 1] {
        assert!(manifest.contains(&format!("  {name}\n")), "{name}");
    }
    let report = String::from_utf8_lossy(&files[0].1).into_owned();
    assert!(!report.contains("<script"), "{report}");
    assert!(!report.contains("[x](javascript"), "{report}");
}

#[test]
fn parquet_reads_back_for_the_whole_run_a_case_and_an_alert() {
    use tidewaiter::model::table::{Kind, Reader};
    use tidewaiter::report::run_folder::{self, Existing};
    let parent = tempfile::tempdir().expect("a folder");
    let dir = parent.path().join("run");
    let (run, alerts) = made();
    run_folder::write(&run, &dir, Existing::Refuse).expect("written");
    let case = &run.cases[0];
    for (more, ranks) in [
        (vec![], (1..=8).collect::<Vec<i64>>()),
        (
            vec!["--case", &case.id],
            case.alerts.iter().map(|&rank| i64::from(rank)).collect(),
        ),
        (vec!["--alert", "2"], vec![2]),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let out = folder.path().join("alert_rows.parquet");
        let written = std::process::Command::new(env!("CARGO_BIN_EXE_tidewaiter"))
            .arg("export")
            .arg(&dir)
            .args(["--format", "parquet", "--out"])
            .arg(&out)
            .args(&more)
            .output()
            .expect("the program starts");
        assert!(written.status.success(), "{written:?}");
        let frame = Reader::open(&ALERT_ROWS, folder.path())
            .expect("Parquet")
            .all()
            .expect("readable");
        let mut found: Vec<i64> = frame.wholes("rank", 0);
        found.dedup();
        assert_eq!(found, ranks, "{more:?}");
        let rows: Vec<_> = alerts
            .iter()
            .filter(|alert| ranks.contains(&(alert.rank as i64)))
            .flat_map(|alert| alert.shipments.iter().flatten())
            .collect();
        assert_eq!(frame.len(), rows.len());
        for (at, sheet) in rows.iter().enumerate() {
            assert_eq!(frame.text("record_id", at), Some(sheet.record_id.as_str()));
            assert_eq!(frame.text("shipper_name", at), sheet.shipper.as_deref());
            assert_eq!(frame.number("value", at), sheet.value.get());
            assert_eq!(frame.day("date", at), sheet.date);
        }
        assert!(ALERT_ROWS.columns.iter().any(|c| c.kind == Kind::Day));
    }
}

#[test]
fn an_export_leaves_what_is_there_alone() {
    use tidewaiter::report::run_folder::{self, Existing};
    let parent = tempfile::tempdir().expect("a folder");
    let dir = parent.path().join("run");
    run_folder::write(&made().0, &dir, Existing::Refuse).expect("written");
    let there = parent.path().join("there");
    std::fs::write(&there, "mine").expect("written");
    for format in ["csv", "xlsx", "parquet", "dossier"] {
        let out = std::process::Command::new(env!("CARGO_BIN_EXE_tidewaiter"))
            .arg("export")
            .arg(&dir)
            .args(["--format", format, "--out"])
            .arg(&there)
            .output()
            .expect("the program starts");
        assert_eq!(out.status.code(), Some(2), "{format}");
        let words = String::from_utf8_lossy(&out.stderr).into_owned();
        assert!(words.contains("left alone"), "{format}: {words}");
        assert_eq!(std::fs::read(&there).expect("read"), b"mine", "{format}");
    }
    let mut names: Vec<_> = std::fs::read_dir(parent.path())
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name())
        .collect();
    names.sort();
    assert_eq!(names, ["run", "there"]);
}
