//! The run folder: whole or not at all, readable, safe to open.

use crate::made_run;
use std::path::Path;
use tidewaiter::model::table::{self, Reader, SHIPMENTS, TABLES};
use tidewaiter::report::run_folder::{self, Existing};

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(dir)
        .expect("a folder")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}

#[test]
fn a_run_is_written_whole_with_the_hash_of_every_file() {
    let parent = tempfile::tempdir().expect("a folder");
    let dir = parent.path().join("run");
    let run = made_run::run(500, 5);
    let record = run_folder::write(&run, &dir, Existing::Refuse).expect("written");
    assert_eq!(names(parent.path()), ["run"], "nothing is left beside it");
    let mut listed: Vec<String> = record.files.iter().map(|file| file.name.clone()).collect();
    listed.push("run.json".into());
    listed.sort();
    assert_eq!(names(&dir), listed);
    for name in [
        "alerts.csv",
        "alerts.parquet",
        "cases.parquet",
        "entities.parquet",
        "findings.parquet",
        "links.parquet",
        "rejected.csv",
        "run.json",
        "shipments.parquet",
    ] {
        assert!(listed.iter().any(|file| file == name), "{name}");
    }
    // The same bytes again.
    let again =
        run_folder::write(&run, &parent.path().join("again"), Existing::Refuse).expect("written");
    assert_eq!(again.files, record.files);
}

#[test]
fn every_cell_reads_back_as_it_was() {
    let parent = tempfile::tempdir().expect("a folder");
    let dir = parent.path().join("run");
    let run = made_run::run(70_000, 20);
    run_folder::write(&run, &dir, Existing::Refuse).expect("written");
    let reader = Reader::open(&SHIPMENTS, &dir).expect("open");
    assert_eq!(reader.len(), run.shipments.len());
    let all = reader.all().expect("read");
    let s = &run.shipments;
    for row in [0, 1, 2, 49, 50, 65_535, 65_536, 69_999] {
        let shipper = &s.parties[s.shipper[row].expect("stated")];
        assert_eq!(
            all.text("record_id", row),
            Some(s.text.get(s.record_id[row]))
        );
        assert_eq!(
            all.text("shipper_name", row),
            Some(s.text.get(shipper.name))
        );
        assert_eq!(
            all.text("shipper_country", row),
            shipper.country.map(|c| c.as_str())
        );
        assert_eq!(
            all.text("bill_of_lading", row),
            Some(s.text.get(s.bill_of_lading[row]))
        );
        assert_eq!(all.text("brand", row), None);
        assert_eq!(all.text("weight_unit", row), Some("KG"));
        assert_eq!(all.number("quantity", row), s.quantity[row].get());
        assert_eq!(all.number("net_weight", row), None);
        assert_eq!(all.day("date", row), Some(s.day[row]));
        assert_eq!(all.whole("source_line", row), Some(row as i64 + 2));
        assert_eq!(
            all.text("item_id", row),
            run.goods.item[row].map(|_| run.items.as_slice()[0].id.as_str())
        );
        assert_eq!(
            all.text("status", row),
            run.goods.item[row].map(|_| "licence_required")
        );
        let entity =
            &run.resolution.entities[run.resolution.entity_of[s.shipper[row].expect("stated")]];
        assert_eq!(
            all.text("shipper_entity_id", row),
            Some(entity.key.to_string().as_str())
        );
    }
    assert_eq!(all.text("merged_record_ids", 1), Some("R-twin%7Cwith bar"));
    assert_eq!(all.text("originals", 1), Some("{\"value\":\"1.234,50\"}"));
    // Single rows, in any order and across row groups.
    let rows = [69_999, 3, 65_536, 65_535, 3];
    let some = reader
        .rows(&["record_id", "quantity"], &rows)
        .expect("read");
    for (at, &row) in rows.iter().enumerate() {
        assert_eq!(some.text("record_id", at), all.text("record_id", row));
        assert_eq!(some.number("quantity", at), all.number("quantity", row));
    }
    assert!(reader.rows(&["record_id"], &[70_000]).is_err());
    for table in TABLES {
        Reader::open(table, &dir)
            .expect(table.name)
            .all()
            .expect(table.name);
    }
}

#[test]
fn a_run_without_rows_is_a_run() {
    let parent = tempfile::tempdir().expect("a folder");
    let dir = parent.path().join("run");
    let run = made_run::run(20, 0);
    let empty = tidewaiter::model::Run {
        shipments: tidewaiter::model::Shipments::default(),
        status: Vec::new(),
        resolution: tidewaiter::model::Resolution::default(),
        goods: tidewaiter::model::Goods::default(),
        ..run
    };
    run_folder::write(&empty, &dir, Existing::Refuse).expect("written");
    for table in TABLES {
        let reader = Reader::open(table, &dir).expect(table.name);
        assert!(reader.is_empty(), "{}", table.name);
        assert!(reader.all().expect(table.name).is_empty());
    }
}

#[test]
fn an_existing_folder_is_refused_and_only_a_run_is_replaced() {
    let parent = tempfile::tempdir().expect("a folder");
    let dir = parent.path().join("run");
    let run = made_run::run(100, 2);
    run_folder::write(&run, &dir, Existing::Refuse).expect("written");
    let before = std::fs::read(dir.join("run.json")).expect("run.json");
    let refused = run_folder::write(&run, &dir, Existing::Refuse);
    assert!(
        matches!(refused, Err(run_folder::Error::Exists { .. })),
        "{refused:?}"
    );
    assert_eq!(
        std::fs::read(dir.join("run.json")).expect("run.json"),
        before
    );

    let other = made_run::run(200, 2);
    run_folder::write(&other, &dir, Existing::Replace).expect("replaced");
    assert_ne!(
        std::fs::read(dir.join("run.json")).expect("run.json"),
        before
    );
    assert_eq!(names(parent.path()), ["run"]);

    let precious = parent.path().join("precious");
    std::fs::create_dir(&precious).expect("made");
    std::fs::write(precious.join("thesis.txt"), "years of work").expect("written");
    let refused = run_folder::write(&run, &precious, Existing::Replace);
    assert!(
        matches!(refused, Err(run_folder::Error::NotARun { .. })),
        "{refused:?}"
    );
    assert!(precious.join("thesis.txt").exists());
}

#[test]
fn a_second_writer_of_the_same_folder_is_refused() {
    let parent = tempfile::tempdir().expect("a folder");
    let dir = parent.path().join("run");
    let first = run_folder::reserve(&dir, Existing::Refuse).expect("free");
    let second = run_folder::reserve(&dir, Existing::Refuse);
    assert!(
        matches!(second, Err(run_folder::Error::Locked { .. })),
        "{second:?}"
    );
    drop(first);
    run_folder::reserve(&dir, Existing::Refuse).expect("free again");
}

#[test]
fn csv_cells_that_begin_like_a_formula_are_text() {
    let parent = tempfile::tempdir().expect("a folder");
    let dir = parent.path().join("run");
    run_folder::write(&made_run::run(200, 3), &dir, Existing::Refuse).expect("written");
    for file in ["alerts.csv", "rejected.csv"] {
        let mut reader = csv::Reader::from_path(dir.join(file)).expect("a file");
        let mut rows = 0;
        for row in reader.records() {
            let row = row.expect("readable");
            rows += 1;
            for cell in &row {
                let number = cell.parse::<f64>().is_ok();
                assert!(
                    number || !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
                    "{cell:?}"
                );
            }
        }
        assert!(rows > 0, "{file}");
    }
}

#[test]
fn a_damaged_table_is_named() {
    let parent = tempfile::tempdir().expect("a folder");
    let dir = parent.path().join("run");
    run_folder::write(&made_run::run(200, 3), &dir, Existing::Refuse).expect("written");
    let file = dir.join("shipments.parquet");
    let bytes = std::fs::read(&file).expect("read");
    std::fs::write(&file, &bytes[..bytes.len() / 2]).expect("cut");
    let Err(error) = Reader::open(&SHIPMENTS, &dir) else {
        panic!("half a file was opened");
    };
    assert!(matches!(error, table::Error::Parquet { .. }));
    assert!(error.to_string().contains("shipments.parquet"), "{error}");
    std::fs::remove_file(&file).expect("removed");
    assert!(matches!(
        Reader::open(&SHIPMENTS, &dir),
        Err(table::Error::Io { .. })
    ));
}

#[test]
fn the_page_is_one_file_without_remote_resources_and_under_five_megabytes() {
    let parent = tempfile::tempdir().expect("a folder");
    let dir = parent.path().join("run");
    run_folder::write(&made_run::run(5_000, 210), &dir, Existing::Refuse).expect("written");
    let page = std::fs::read_to_string(dir.join("report.html")).expect("a page");
    assert!(page.len() < 5_000_000, "{} bytes", page.len());
    assert_eq!(page.matches("<details").count(), 200);
    assert!(page.contains("10 more alerts stand in"));
    for words in [
        "src=\"",
        "href=\"http",
        "url(",
        "@import",
        "style=\"",
        "onerror=a\"",
        "<img",
        "\u{202e}",
        "\u{1b}",
    ] {
        assert!(!page.contains(words), "{words}");
    }
    assert_eq!(
        page.matches("<script").count(),
        1,
        "only the page's own script"
    );
}
