use crate::ingest::{Options, shipments};
use crate::model::{Shipments, Silent};

const HEADER: &str = "record_id,date,shipper_name,shipper_country,consignee_name,consignee_country,bill_of_lading,master_bill,container,hs_code,description,quantity,gross_weight,value,currency\n";

/// The shipments that these rows make.
fn read(rows: &str) -> Shipments {
    read_under(HEADER, rows)
}

fn read_under(header: &str, rows: &str) -> Shipments {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("rows.csv");
    std::fs::write(&path, format!("{header}{rows}")).expect("write");
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

/// With the unit of the quantity.
const WITH_UNITS: &str = "record_id,date,shipper_name,shipper_country,consignee_name,consignee_country,bill_of_lading,description,quantity,quantity_unit,gross_weight,value,currency\n";

fn with_units(rows: &str) -> Shipments {
    read_under(WITH_UNITS, rows)
}

#[test]
fn export_and_import_papers_may_count_in_other_units() {
    let rows = with_units(
        "E1,2024-03-01,Orchid Example,SG,Lotus Example,MY,,GPU BOARD,2,PLT,149.5,100000,USD\n\
         I1,2024-03-03,Orchid Example,SG,Lotus Example,MY,,GPU BOARD,137,PCS,149.5,104500,USD\n",
    );
    assert_eq!(rows.len(), 1, "one movement");
    assert_eq!(
        rows.quantity[0].get(),
        Some(137.0),
        "pieces say more than packages"
    );
    assert_eq!(rows.text.get(rows.quantity_unit[0]), "PCS");
    let told: Vec<String> = (rows.completed.iter())
        .map(|cell| cell.words(&rows.text))
        .collect();
    assert_eq!(told, ["quantity from I1", "quantity_unit from I1"]);
    // The same unit and another number are two movements.
    let rows = with_units(
        "E1,2024-03-01,Orchid Example,SG,Lotus Example,MY,,GPU BOARD,2,PLT,149.5,100000,USD\n\
         I1,2024-03-03,Orchid Example,SG,Lotus Example,MY,,GPU BOARD,3,PLT,149.5,104500,USD\n",
    );
    assert_eq!(rows.len(), 2);
}

#[test]
fn export_and_import_papers_may_use_words_of_their_own() {
    let pair = |quantity: &str, weights: [&str; 2]| {
        let [a, b] = weights;
        let rows = with_units(&format!(
            "E1,2024-03-01,Orchid Example,SG,Lotus Example,MY,,GPU CARD H100 SXM5,{quantity},PCS,{a},100000,USD\n\
             I1,2024-03-02,Orchid Example,SG,Lotus Example,MY,,692-2G520 MODULE,{quantity},PCS,{b},103500,USD\n",
        ));
        rows.len()
    };
    assert_eq!(pair("307", ["838.7", "838.7"]), 1);
    assert_eq!(pair("307", ["838.7", ""]), 2, "a weight is missing");
    assert_eq!(
        pair("2", ["300", "300"]),
        2,
        "two machines weigh as two others"
    );
    let on_one_bill = |day: &str| {
        let rows = with_units(&format!(
            "E1,2024-03-01,Orchid Example,SG,Lotus Example,MY,BILL12345,GPU CARD H100 PCIE,8,PCS,20.1,,\n\
             I1,{day},Orchid Example,SG,Lotus Example,MY,BILL12345,900-21010 MODULE,8,PCS,20.1,,\n",
        ));
        rows.len()
    };
    assert_eq!(on_one_bill("2024-03-02"), 1);
    assert_eq!(on_one_bill("2024-03-01"), 2, "two lines of a bill");
}

#[test]
fn an_order_that_comes_again_is_no_second_paper() {
    let orders = |days: &[&str], value: fn(usize) -> usize| {
        let row = |(at, day): (usize, &&str)| {
            let value = value(at);
            format!(
                "R{at},{day},Orchid Example,SG,Lotus Example,MY,,GPU SERVER,8,PCS,1128,{value},USD\n"
            )
        };
        let rows: String = days.iter().enumerate().map(row).collect();
        with_units(&rows).len()
    };
    // Word for word the same a month later; and each a little dearer than the one before.
    assert_eq!(orders(&["2024-02-05", "2024-03-05"], |_| 2_000_000), 2);
    let months = ["2024-02-05", "2024-03-05", "2024-04-05", "2024-05-06"];
    assert_eq!(orders(&months, |_| 2_000_000), 4);
    assert_eq!(orders(&months, |at| 2_000_000 + at * 10_000), 4);
    assert_eq!(
        orders(&["2024-02-05", "2024-02-06"], |_| 2_000_000),
        1,
        "filed twice"
    );
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
