use crate::ingest::{Options, shipments};
use crate::model::{Shipments, Silent};

const HEADER: &str = "record_id,date,shipper_name,shipper_country,consignee_name,consignee_country,bill_of_lading,master_bill,container,hs_code,description,quantity,gross_weight,value,currency\n";

/// The shipments that these rows make.
fn read(rows: &str) -> Shipments {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("rows.csv");
    std::fs::write(&path, format!("{HEADER}{rows}")).expect("write");
    let options = Options {
        join_duplicates: true,
        ..Options::default()
    };
    let read = shipments(&[path], &options, &Silent).unwrap_or_else(|e| panic!("{e}"));
    assert!(read.shipments.files[0].adds_up());
    read.shipments
}

/// The ids that were joined, each with the shipment it went into and the reason.
fn joined(rows: &str) -> Vec<(String, String, &'static str)> {
    let rows = read(rows);
    let text = |m: &crate::model::MergedRecord| {
        (
            rows.text.get(m.record_id).to_owned(),
            rows.record(m.into).to_owned(),
            m.reason,
        )
    };
    rows.merged.iter().map(text).collect()
}

fn one(id: &str, into: &str, reason: &'static str) -> Vec<(String, String, &'static str)> {
    vec![(id.to_owned(), into.to_owned(), reason)]
}

#[test]
fn the_export_and_the_import_record_of_one_movement_are_joined() {
    let rows = "E1,2024-03-01,Orchid Example Ltd,SG,Lotus Example,MY,,,,847150,GPU SERVER,16,1480.5,100000,USD\n\
                I1,2024-03-09,ORCHID EXAMPLE,SG,Lotus Example Sdn Bhd,MY,,,,84715000,Gpu server,16,1481.2,104500,USD\n";
    assert_eq!(joined(rows), one("I1", "E1", super::Reason::Mirror.word()));
}

#[test]
fn a_bill_repeated_for_each_container_is_one_shipment() {
    let rows = "A,2024-03-01,Orchid Example,SG,Lotus Example,MY,BILL12345,,TCLU1234567,847150,GPU SERVER,16,1480,100000,USD\n\
                B,2024-03-01,Orchid Example,SG,Lotus Example,MY,BILL12345,,TCLU7654321,847150,GPU SERVER,16,1480,100000,USD\n";
    assert_eq!(joined(rows), one("B", "A", super::Reason::SameBill.word()));
}

#[test]
fn a_master_bill_over_its_house_bills_is_no_shipment_of_its_own() {
    let rows = "M,2024-03-01,Swift Forwarding Example,SG,Quick Forwarding Example,MY,MAST12345,,,847150,CONSOLIDATED,30,3000,,\n\
                H1,2024-03-01,Orchid Example,SG,Lotus Example,MY,HOUS1,MAST12345,,847150,GPU SERVER,16,1480,100000,USD\n\
                H2,2024-03-01,Cedar Example,SG,Maple Example,MY,HOUS2,MAST12345,,847180,CABLES,14,1520,1000,USD\n";
    assert_eq!(joined(rows), one("M", "H1", super::Reason::Master.word()));
}

#[test]
fn what_only_looks_alike_stays_apart() {
    let apart = [
        // Two bills.
        "A,2024-03-01,Orchid Example,SG,Lotus Example,MY,BILL1111,,,847150,GPU,16,1480,100000,USD\nB,2024-03-05,Orchid Example,SG,Lotus Example,MY,BILL2222,,,847150,GPU,16,1480,100000,USD\n",
        // Another quantity.
        "A,2024-03-01,Orchid Example,SG,Lotus Example,MY,,,,847150,GPU,16,1480,100000,USD\nB,2024-03-05,Orchid Example,SG,Lotus Example,MY,,,,847150,GPU,17,1480,100000,USD\n",
        // A round number and nothing else.
        "A,2024-03-01,Orchid Example,SG,Lotus Example,MY,,,,847150,GPU,100,,,\nB,2024-03-05,Orchid Example,SG,Lotus Example,MY,,,,847150,GPU,100,,,\n",
        // The next leg of a chain.
        "A,2024-03-01,Orchid Example,SG,Lotus Example,MY,,,,847150,GPU,137,1480,100000,USD\nB,2024-03-05,Lotus Example,MY,Cedar Other,CN,,,,847150,GPU,137,1480,104000,USD\n",
    ];
    for rows in apart {
        assert_eq!(joined(rows), [], "{rows}");
    }
    // The same order every week: nobody can say which record belongs to which.
    let weekly: String = (1..6)
        .map(|week| format!("W{week},2024-03-{:02},Orchid Example,SG,Lotus Example,MY,,,,847150,GPU,137,1480,100000,USD\n", week * 5))
        .collect();
    assert!(joined(&weekly).len() <= 1, "{:?}", joined(&weekly));
}

#[test]
fn what_a_record_leaves_blank_its_mirror_tells() {
    // The first states no value and no code, the second no number and another weight.
    let rows = "E1,2024-03-01,Orchid Example Ltd,SG,Lotus Example,MY,,,TCLU1234567,,GPU SERVER,16,1480.5,,\n\
                I1,2024-03-09,ORCHID EXAMPLE,SG,Lotus Example Sdn Bhd,MY,,,TCLU1234567,84715000,Gpu server,16,1481.2,104500,USD\n";
    let rows = read(rows);
    assert_eq!(rows.len(), 1, "one movement");
    assert_eq!(rows.text.get(rows.hs_code[0]), "84715000");
    assert_eq!(rows.value_usd[0].get(), Some(104_500.0));
    assert_eq!(rows.text.get(rows.currency[0]), "USD");
    assert_eq!(
        rows.gross_weight_kg[0].get(),
        Some(1480.5),
        "stated cells stay"
    );
    let told: Vec<String> = rows
        .completed
        .iter()
        .map(|cell| cell.words(&rows.text))
        .collect();
    assert_eq!(
        told,
        [
            "currency from I1",
            "hs_code from I1",
            "value from I1",
            "value_usd from I1"
        ]
    );
}

#[test]
fn a_master_bill_completes_nothing() {
    let rows = "M,2024-03-01,Swift Forwarding Example,SG,Quick Forwarding Example,MY,MAST12345,,,847150,CONSOLIDATED,30,3000,101000,USD\n\
                X,2024-03-02,Swift Forwarding Example,SG,Quick Forwarding Example,MY,MAST12345,,,847150,CONSOLIDATED,30,,101000,USD\n\
                H1,2024-03-01,Orchid Example,SG,Lotus Example,MY,HOUS1,MAST12345,,847150,GPU SERVER,16,1480,,\n\
                H2,2024-03-01,Cedar Example,SG,Maple Example,MY,HOUS2,MAST12345,,847180,CABLES,14,1520,1000,USD\n";
    let read = read(rows);
    assert_eq!(read.merged.len(), 2, "the master bill and its copy");
    assert!(read.completed.is_empty());
}
