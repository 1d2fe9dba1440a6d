//! What counts over several shipments, end to end: quotas of a user's own, the total of a group, ownership by
//! listed parties on the edge days of the rule, and an exception that stands only with a notice.

use crate::program::{done, table};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tidewaiter::model::table::{Reader, SHIPMENTS};

/// A folder with `shipments.csv` of these rows (`record,day,from,shipper,to,consignee,item text,units`).
fn folder(rows: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let mut text =
        "record_id,date,shipper_country,shipper_name,consignee_country,consignee_name,description,\
                    quantity,quantity_unit,hs_code\n"
            .to_owned();
    for row in rows {
        text.push_str(&format!("{row},PCS,847330\n"));
    }
    fs::write(folder.path().join("shipments.csv"), text).expect("written");
    folder
}

fn example(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/policies");
    path.join(name).display().to_string()
}

fn scan(folder: &Path, out: &str, more: &[&str]) -> PathBuf {
    let arguments = ["scan", "--quiet", "--out", out, "shipments.csv"];
    done(folder, &[&arguments, more].concat());
    folder.join(out)
}

/// Record ids of every alert, in the order of ranks.
fn alerts(run: &Path) -> Vec<String> {
    let rows = table(&run.join("alerts.csv")).into_iter();
    rows.map(|row| row["record_ids"].clone()).collect()
}

fn findings(run: &Path) -> String {
    done(run, &["explain", ".", "1"])
}

#[test]
fn a_quota_of_ones_own_raises_an_alert_on_what_goes_over_it() {
    let folder = folder(&[
        "a,2026-02-03,US,Alder Example Systems,MY,Basil Example Cloud,NVIDIA H100 SXM5 80GB,15000",
        "b,2026-03-03,US,Alder Example Systems,MY,Sorrel Example Cloud,NVIDIA H100 SXM5 80GB,5000",
        "c,2026-04-03,US,Alder Example Systems,MY,Garlic Example Cloud,NVIDIA H100 SXM5 80GB,1",
        "d,2027-01-04,US,Alder Example Systems,MY,Garlic Example Cloud,NVIDIA H100 SXM5 80GB,500",
    ]);
    let without = scan(folder.path(), "without", &[]);
    assert_eq!(alerts(&without), [] as [&str; 0]);
    let policy = example("bilateral-quota.toml");
    let with = scan(folder.path(), "with", &["--policy", &policy]);
    assert_eq!(alerts(&with), ["c"]);
    assert!(
        findings(&with).contains("licence_required"),
        "{}",
        findings(&with)
    );
}

#[test]
fn sisters_count_against_the_ceiling_of_their_group() {
    let folder = folder(&[
        "a,2026-02-03,US,Alder Example Systems,MY,Basil Example Cloud,NVIDIA H100 SXM5 80GB,600",
        "b,2026-03-03,US,Alder Example Systems,TH,Sorrel Example Cloud,NVIDIA H100 SXM5 80GB,300",
        "c,2026-04-03,US,Alder Example Systems,MY,Garlic Example Cloud,NVIDIA H100 SXM5 80GB,600",
        "d,2026-05-03,US,Alder Example Systems,TH,Sorrel Example Cloud,NVIDIA H100 SXM5 80GB,300",
    ]);
    // The parent ships and receives nothing: it is known from the register only.
    fs::write(
        folder.path().join("owners.csv"),
        "owner_name,owner_country,owned_name,owned_country,share_pct,from,to,kind\n\
         Thyme Example Holding,SG,Basil Example Cloud,MY,100,,,shares\n\
         Thyme Example Holding,SG,Sorrel Example Cloud,TH,80,,2026-04-30,shares\n",
    )
    .expect("written");
    let policy = example("lower-threshold.toml");
    let apart = scan(folder.path(), "apart", &["--policy", &policy]);
    assert_eq!(alerts(&apart), [] as [&str; 0]);
    let owned = ["--policy", &policy, "--ownership", "owners.csv"];
    // 600 and 300 fit into 1,000; nothing counts for a firm that the group sold.
    let together = scan(folder.path(), "together", &owned);
    assert_eq!(alerts(&together), [] as [&str; 0]);
    let register = folder.path().join("owners.csv");
    let mut text = fs::read_to_string(&register).expect("read");
    text = text.replace("2026-04-30", "");
    fs::write(&register, text).expect("written");
    let longer = scan(folder.path(), "longer", &owned);
    assert_eq!(alerts(&longer), ["d"]);
    let said = findings(&longer);
    assert!(said.contains("structuring-sisters"), "{said}");
    assert!(said.contains("Thyme Example Holding"), "{said}");
}

/// The status column of the run, by record.
fn statuses(run: &Path) -> BTreeMap<String, String> {
    let reader = Reader::open(&SHIPMENTS, run).expect("opens");
    let frame = reader.columns(&["record_id", "status"]).expect("columns");
    (0..frame.len())
        .map(|row| {
            let text = |column| frame.text(column, row).unwrap_or_default().to_owned();
            (text("record_id"), text("status"))
        })
        .collect()
}

#[test]
fn ownership_by_listed_parties_decides_from_the_first_to_the_last_day_of_the_rule() {
    let days = [
        ("2025-09-28", "no_licence"),
        ("2025-09-29", "listed_party"),
        ("2025-11-09", "listed_party"),
        ("2025-11-10", "no_licence"),
        ("2026-11-09", "no_licence"),
        ("2026-11-10", "indeterminate"),
    ];
    let rows: Vec<String> = (days.iter())
        .map(|(day, _)| {
            format!("{day},{day},US,Alder Example Systems,TH,Basil Example Cloud,NVIDIA H100 SXM5 80GB,8")
        })
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let folder = folder(&rows);
    // 75 % of 60 % and 10 % of another listed firm: 55 % together; neither is half by itself.
    fs::write(
        folder.path().join("owners.csv"),
        "owner_name,owner_country,owned_name,owned_country,share_pct,from,to,kind\n\
         Rue Example Institute,TH,Cumin Example Holding,TH,75,,,shares\n\
         Cumin Example Holding,TH,Basil Example Cloud,TH,60,,,shares\n\
         Lovage Example Works,TH,Basil Example Cloud,TH,10,,,shares\n",
    )
    .expect("written");
    fs::write(
        folder.path().join("lists.csv"),
        "list,name,aliases,country,address,program,from,to\n\
         Example List,Rue Example Institute,,TH,,,2020-01-01,\n\
         Example List,Lovage Example Works,,TH,,,2020-01-01,\n",
    )
    .expect("written");
    let registers = ["--ownership", "owners.csv", "--watchlist", "lists.csv"];
    let run = scan(folder.path(), "run", &registers);
    let seen = statuses(&run);
    for (day, status) in days {
        assert_eq!(seen[day], status, "{day}");
    }
    // Those days are alerts too, the unsettled one among them, and no other.
    let mut found: Vec<String> = alerts(&run)
        .iter()
        .flat_map(|records| records.split('|').map(str::to_owned).collect::<Vec<_>>())
        .collect();
    found.sort();
    assert_eq!(found, ["2025-09-29", "2025-11-09", "2026-11-10"]);
}

#[test]
fn an_exception_that_needs_a_notice_is_a_weaker_lead_than_a_refusal_and_none_before_the_rule() {
    let chain = |prefix: &str, year: u32, goods: &str| {
        [
            format!(
                "{prefix}1,{year}-03-01,US,Alder Example Systems,MY,{prefix} Example Trading,{goods},64"
            ),
            format!(
                "{prefix}2,{year}-03-09,MY,{prefix} Example Trading,CN,{prefix} Example Lab,{goods},64"
            ),
        ]
    };
    let rows: Vec<String> = [
        chain("Nut", 2024, "NVIDIA GEFORCE RTX 4090 24GB GRAPHICS CARD"),
        chain("Oak", 2024, "NVIDIA H100 PCIE 80GB"),
        chain("Elm", 2023, "NVIDIA GEFORCE RTX 4090 24GB GRAPHICS CARD"),
    ]
    .concat();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let folder = folder(&rows);
    let run = scan(folder.path(), "run", &[]);
    let found = alerts(&run);
    let rank = |records: &str| found.iter().position(|ids| ids == records);
    let (noticed, refused) = (rank("Nut1|Nut2"), rank("Oak1|Oak2"));
    assert!(refused.is_some() && noticed > refused, "{found:?}");
    assert!(!found.iter().any(|ids| ids.contains("Elm")), "{found:?}");
}
