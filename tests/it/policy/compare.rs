//! Two policies over the same records.

use super::{stderr, stdout, tidewaiter};

#[test]
fn compare_counts_what_changes_over_records_and_over_a_run() {
    let folder = tempfile::tempdir().expect("a folder");
    let input = folder.path().join("shipments.csv");
    let header = "record_id,date,shipper_name,shipper_country,consignee_name,consignee_country,export_country,destination_country,hs_code,description,quantity,quantity_unit";
    let mut table = format!("{header}\n");
    for (id, on, units) in [
        ("r1", "2026-02-01", 900),
        ("r2", "2026-03-01", 200),
        ("r3", "2027-01-05", 200),
    ] {
        table.push_str(&format!(
            "{id},{on},Heron Example Systems Inc,US,Orchid Example Cloud Sdn Bhd,MY,US,MY,847330,NVIDIA H100 SXM5 80GB GPU MODULE,{units},PCS\n"
        ));
    }
    std::fs::write(&input, table).expect("written");
    let run = folder.path().join("run");
    let scanned = tidewaiter(&[
        "scan",
        &input.display().to_string(),
        "--out",
        &run.display().to_string(),
        "--quiet",
    ]);
    assert_eq!(scanned.status.code(), Some(0), "{}", stderr(&scanned));
    for source in [&input, &run] {
        let output = tidewaiter(&[
            "policy",
            "compare",
            "built-in",
            "examples/policies/lower-threshold.toml",
            &source.display().to_string(),
            "--json",
        ]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let changes: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON");
        let statuses = changes["statuses"].as_array().expect("a list");
        let moved: Vec<&serde_json::Value> =
            statuses.iter().filter(|s| s["changes"] == true).collect();
        assert_eq!(moved.len(), 1, "{changes}");
        assert_eq!(moved[0]["a"], "no_licence");
        assert_eq!(moved[0]["b"], "licence_required (case_by_case)");
        assert_eq!(moved[0]["shipments"], 1);
        assert_eq!(moved[0]["units"], 200.0);
        let same = tidewaiter(&[
            "policy",
            "compare",
            "built-in",
            "built-in",
            &source.display().to_string(),
        ]);
        assert!(
            stdout(&same)
                .contains("No shipment changes status.\nThey left from 2026-02-01 to 2027-01-05;"),
            "{}",
            stdout(&same)
        );
    }
}

/// What the comparison says of a policy is what the scan said under it.
#[test]
fn compare_gives_the_statuses_of_the_run_itself() {
    use tidewaiter::model::table::{self, Reader};
    let folder = tempfile::tempdir().expect("a folder");
    let run = folder.path().join("run");
    let sample = |name: &str| format!("data/samples/cases/{name}.csv");
    let out = run.display().to_string();
    let scanned = tidewaiter(&[
        "scan",
        &sample("shipments"),
        "--parties",
        &sample("parties"),
        "--ownership",
        &sample("ownership"),
        "--watchlist",
        &sample("watchlist"),
        "--out",
        &out,
        "--quiet",
    ]);
    assert_eq!(scanned.status.code(), Some(0), "{}", stderr(&scanned));
    let mut of_run: std::collections::BTreeMap<String, u64> = std::collections::BTreeMap::new();
    let frame = Reader::open(&table::SHIPMENTS, &run).expect("a table");
    let frame = frame.columns(&["status"]).expect("a column");
    for word in frame.texts("status").flatten() {
        *of_run.entry(word.to_owned()).or_default() += 1;
    }
    assert!(
        of_run.contains_key("listed_party") && of_run.len() >= 4,
        "{of_run:?}"
    );
    let output = tidewaiter(&["policy", "compare", "built-in", "built-in", &out, "--json"]);
    let changes: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    let mut compared: std::collections::BTreeMap<String, u64> = std::collections::BTreeMap::new();
    for row in changes["statuses"].as_array().expect("a list") {
        let words = row["a"].as_str().expect("words");
        let word = words.split(' ').next().expect("a word");
        *compared.entry(word.to_owned()).or_default() +=
            row["shipments"].as_u64().expect("a number");
    }
    assert_eq!(compared, of_run);
}
