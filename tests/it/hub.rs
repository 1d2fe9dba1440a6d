//! A firm that moves thousands of shipments of controlled goods in and out: the search stays within its budgets and
//! says where it was cut.

use crate::program::done;
use std::path::{Path, PathBuf};
use std::time::Instant;

const HUB: &str = "Hub Example Pte Ltd";

/// So many lots into one hub and so many legs out of it, under words that may hide them.
fn hub(folder: &Path, shipments: usize) -> PathBuf {
    let mut text = String::from(
        "record_id,date,shipper_name,shipper_country,consignee_name,consignee_country,hs_code,description,quantity,\
         quantity_unit,gross_weight,weight_unit,value,currency,brand\n",
    );
    for i in 0..shipments {
        let (month, day) = (1 + i % 12, 1 + i % 28);
        let units = [8, 16, 32][i % 3];
        let value = units * 25_000;
        text += &format!(
            "I{i},2024-{month:02}-{day:02},Maker {} Example Inc,US,{HUB},SG,847180,NVIDIA H100 80GB PCIE GPU ACCELERATOR,\
             {units},PCS,60,KG,{value},USD,NVIDIA\n",
            i % 40
        );
        let country = ["CN", "CN", "MY", "TH", "RU"][i % 5];
        let (words, code) = [("COMPUTER PARTS", "847330"), ("ELECTRONIC GOODS", "854370")][i % 2];
        text += &format!(
            "O{i},2024-{month:02}-{:02},{HUB},SG,Buyer {} Example Ltd,{country},{code},{words},{units},PCS,60,KG,{value},USD,\n",
            day.min(27) + 1,
            i % 500
        );
    }
    let file = folder.join("shipments.csv");
    std::fs::write(&file, text).expect("a file");
    file
}

#[test]
fn a_hub_of_thousands_is_scanned_within_its_budget_and_says_what_was_cut() {
    let folder = tempfile::tempdir().expect("a folder");
    let start = Instant::now();
    hub(folder.path(), 5_000);
    done(
        folder.path(),
        // Many of these shipments look like one movement told twice; here all of them are wanted.
        &[
            "scan",
            "shipments.csv",
            "--out",
            "run",
            "--quiet",
            "--join",
            "off",
        ],
    );
    // Every pair of lot and leg would be 25 million, each lot with each of its ways on far more.
    assert!(start.elapsed().as_secs() < 120);
    let record = std::fs::read(folder.path().join("run/run.json")).expect("run.json");
    let record: serde_json::Value = serde_json::from_slice(&record).expect("JSON");
    let search = &record["completeness"];
    let cuts = search["cuts"].as_array().expect("cuts");
    assert_eq!(cuts.len(), 1, "{cuts:?}");
    assert_eq!(cuts[0]["budget"], "budgets.per_entity");
    assert_eq!(cuts[0]["limit"], 1_000_000);
    assert_eq!(cuts[0]["first_at"], HUB);
    // What was cut is bounded, and no alert scores more than the bound.
    let best = search["best_cut_score"].as_f64().expect("a bound");
    assert!(best > 0.5 && best <= 1.0, "{best}");
    let alerts = folder.path().join("run/alerts.csv");
    let mut alerts = csv::Reader::from_path(alerts).expect("alerts");
    let rows: Vec<csv::StringRecord> = alerts.records().map(|row| row.expect("a row")).collect();
    let score = |row: &csv::StringRecord| row[1].parse::<f64>().expect("a score");
    assert!(rows.len() > 100 && rows.iter().all(|row| score(row) <= best));
    let told = done(folder.path(), &["explain", "run", &rows[0][2]]);
    assert!(told.contains("a budget cut the search here"), "{told}");
}

#[test]
fn paths_through_a_hub_are_counted_without_being_walked() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = hub(folder.path(), 5_000);
    let ask = |legs: &str| {
        let start = Instant::now();
        let counts = done(
            folder.path(),
            &[
                "paths",
                file.to_str().expect("UTF-8"),
                "--max-legs",
                legs,
                "--window",
                "60d",
                "--to",
                "CN,RU",
                "--resolve",
                "off",
                "--count",
            ],
        );
        assert!(start.elapsed().as_secs() < 60);
        counts
    };
    let two = ask("2");
    let paths: u64 = two
        .trim()
        .strip_prefix("2\t")
        .and_then(|n| n.parse().ok())
        .expect("a count");
    assert!(paths > 1_000_000, "{two}");
    // Nothing leads on from the buyers.
    assert_eq!(ask("4"), format!("{two}3\t0\n4\t0\n"));
}
