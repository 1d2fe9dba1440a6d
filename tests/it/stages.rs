//! `scan --dump-stages`: what each stage handed on.

use std::fs;
use std::process::Command;
use tidewaiter::model::table::stages::{ALERTS, FINDINGS, GRAPH, INGEST, PATHS, STAGES, STATUS};
use tidewaiter::model::table::{Reader, Table};

const SHIPMENTS: &str = "\
record_id,date,shipper_country,shipper_name,consignee_country,consignee_name,description,quantity,quantity_unit,hs_code
a,2024-03-01,US,Alder Example Systems,MY,Basil Example Trading,NVIDIA H100 PCIE 80GB,64,PCS,847330
b,2024-03-09,MY,Basil Example Trading,CN,Cedar Example Lab,NVIDIA H100 PCIE 80GB,64,PCS,847330
c,2024-03-10,MY,Basil Example Trading,TH,Orris Example Foods,GREEN TEA IN BAGS,10,CTN,090220
";

#[test]
fn every_stage_writes_what_it_handed_on_into_an_empty_folder_only() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("shipments.csv"), SHIPMENTS).expect("written");
    let scan = |out: &str| {
        let run = Command::new(env!("CARGO_BIN_EXE_tidewaiter"))
            .current_dir(folder.path())
            .args([
                "scan",
                "--quiet",
                "--dump-stages",
                "stages",
                "--out",
                out,
                "shipments.csv",
            ])
            .output()
            .expect("the program starts");
        (
            run.status.code(),
            String::from_utf8_lossy(&run.stderr).into_owned(),
        )
    };
    let (code, said) = scan("one");
    assert_eq!(code, Some(0), "{said}");
    let stages = folder.path().join("stages");
    let mut files: Vec<String> = fs::read_dir(&stages)
        .expect("a folder")
        .map(|file| {
            file.expect("a file")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    files.sort();
    let expected: Vec<String> = STAGES.iter().map(|table| table.file()).collect();
    assert_eq!(files, expected);

    let column = |table: &'static Table, column: &str| -> Vec<String> {
        let frame = Reader::open(table, &stages)
            .and_then(|reader| reader.columns(&[column]))
            .unwrap_or_else(|error| panic!("{}: {error}", table.name));
        let texts = frame.texts(column);
        texts
            .map(|text| text.unwrap_or_default().to_owned())
            .collect()
    };
    assert_eq!(column(&INGEST, "record_id"), ["a", "b", "c"]);
    assert_eq!(column(&INGEST, "consignee_name")[2], "Orris Example Foods");
    assert_eq!(column(&GRAPH, "record_id"), ["a", "b", "c"]);
    assert_eq!(
        column(&STATUS, "status"),
        ["no_licence", "licence_required"]
    );
    assert_eq!(column(&PATHS, "record_ids"), ["a|b"]);
    assert_eq!(column(&PATHS, "matched"), ["first|same_item"]);
    assert!(column(&FINDINGS, "heuristic_id").contains(&"restricted-end".to_owned()));
    assert_eq!(column(&ALERTS, "record_ids"), ["a|b"]);

    let (code, said) = scan("two");
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("--dump-stages"), "{said}");
    assert!(!folder.path().join("two").exists());
}
