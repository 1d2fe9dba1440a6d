//! Targets that need more than one file: run folders that were spoiled, whole scans.

use super::target;
use crate::made_run;
use std::fs;
use tidewaiter::model::Silent;
use tidewaiter::policy::Policy;
use tidewaiter::report::run_folder;
use tidewaiter::{pipeline, query};

#[test]
fn run_folders() {
    let folder = tempfile::tempdir().expect("a folder");
    let dir = folder.path().join("run");
    let run = made_run::run(60, 4);
    run_folder::write(&run, &dir, run_folder::Existing::Refuse).expect("a run");
    let names = [
        "run.json",
        "alerts.parquet",
        "entities.parquet",
        "findings.parquet",
        "shipments.parquet",
        "cases.parquet",
        "links.parquet",
    ];
    let whole: Vec<Vec<u8>> = names
        .map(|name| fs::read(dir.join(name)).expect(name))
        .to_vec();
    // The first byte says which file the rest is.
    let corpus = whole
        .iter()
        .enumerate()
        .map(|(number, bytes)| [&[number as u8], &bytes[..]].concat())
        .collect();
    let first = run
        .shipments
        .text
        .get(run.shipments.parties.as_slice()[9].name)
        .to_owned();
    target("run_folders", 200, corpus, |bytes| {
        let number = usize::from(bytes.first().copied().unwrap_or(0)) % names.len();
        fs::write(dir.join(names[number]), bytes.get(1..).unwrap_or_default()).expect("written");
        let said = match query::open(&dir) {
            Err(error) => error.to_string(),
            Ok(run) => {
                let alert = query::alert::alert(&run, "1").map(|alert| alert.rank);
                let entity = query::entity::entity(&run, &first).map(|_| ());
                let case = query::case::case(&run, "1").map(|_| ());
                let verified = query::verify::verify(&run).map(|checked| checked.len());
                format!("{alert:?} {entity:?} {case:?} {verified:?}")
            }
        };
        fs::write(dir.join(names[number]), &whole[number]).expect("written");
        said
    });
}

/// Found by the target above: the reader of the footer panicked.
#[test]
fn a_table_with_a_footer_that_contradicts_itself_is_damage_and_no_panic() {
    let folder = tempfile::tempdir().expect("a folder");
    let dir = folder.path().join("run");
    run_folder::write(&made_run::run(60, 4), &dir, run_folder::Existing::Refuse).expect("a run");
    let damaged = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/data/damaged/cases.parquet"
    );
    fs::copy(damaged, dir.join("cases.parquet")).expect("copied");
    let run = query::open(&dir).expect("tables are opened when they are asked for");
    assert!(query::case::case(&run, "1").is_err());
    let options = tidewaiter::ingest::Options::default();
    assert!(tidewaiter::ingest::shipments(&[damaged.into()], &options, &Silent).is_err());
}

#[test]
fn scans() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("in.csv");
    let sample = fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/data/samples/cases/shipments.csv"
    ))
    .expect("the sample");
    let mut lines = sample.lines();
    let header = lines.next().expect("a header");
    let rows: Vec<&str> = lines
        .filter(|line| line.contains("H100") || line.contains("A100"))
        .take(40)
        .collect();
    assert!(rows.len() > 10, "{} rows with controlled goods", rows.len());
    let corpus = rows
        .chunks(10)
        .map(|rows| format!("{header}\n{}\n", rows.join("\n")).into_bytes())
        .collect();
    let policy = Policy::built_in().expect("the built-in policy");
    let mut options = pipeline::Options::default();
    options.ingest.threads = 1;
    options.ingest.max_rejected = 1.0;
    let inputs = pipeline::Inputs {
        shipments: vec![path.clone()],
        ..Default::default()
    };
    target("scans", 25, corpus, |bytes| {
        fs::write(&path, bytes).expect("written");
        pipeline::scan(&inputs, &policy, &options, &Silent)
            .map(|run| {
                let rows = &run.record.rows;
                assert_eq!(rows.read, rows.used + rows.merged + rows.rejected);
                for alert in &run.alerts {
                    assert!((0.0..=1.0).contains(&alert.score), "{}", alert.score);
                }
                (run.alerts.len(), run.record.warnings.len())
            })
            .map_err(|error| error.to_string())
    });
}
