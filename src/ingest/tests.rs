//! Whole files through the stage: what is used, what is rejected and why, what stops the run.

use super::{Error, Ingested, Options, registers, shipments};
use crate::model::{Country, ShipmentId, Silent};
use proptest::prelude::*;
use std::path::PathBuf;

const HEADER: &str = "record_id,date,shipper_name,shipper_country,consignee_name,consignee_country,description,quantity,gross_weight,value,currency\n";

fn file(folder: &tempfile::TempDir, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("write");
    path
}

fn read_with(bytes: &[u8], options: &Options) -> Result<Ingested, Error> {
    let folder = tempfile::tempdir().expect("folder");
    shipments(&[file(&folder, "shipments.csv", bytes)], options, &Silent)
}

fn read(text: &str) -> Ingested {
    read_with(text.as_bytes(), &Options::default()).unwrap_or_else(|e| panic!("{e}"))
}

fn rejected(row: &str) -> (String, String, String) {
    let good = "S0,2024-01-01,Orchid Example,SG,Lotus Example,MY,GPU,1,2,3,USD\n";
    let read = read(&format!("{HEADER}{good}{row}\n"));
    let file = &read.shipments.files[0];
    assert_eq!(
        (file.rows_read, file.rows_used, file.rows_rejected),
        (2, 1, 1),
        "{row}"
    );
    assert_eq!(read.rejected[0].line, 3);
    let row = read.rejected[0].clone();
    (row.column, row.value, row.reason)
}

#[test]
fn a_canonical_row_is_read_into_its_columns() {
    let read = read(&format!("{HEADER}S1,2024-02-29,Orchid Example,KOREA; REPUBLIC OF,\"Lotus, Example\",my,\"say \"\"GPU\"\"\",1.5,10,200,EUR\n").replace("KOREA; ", "\"KOREA, ").replace("OF,\"Lotus", "OF\",\"Lotus"));
    let rows = &read.shipments;
    assert_eq!(rows.len(), 1);
    let id = ShipmentId::new(0);
    assert_eq!(
        (rows.record(id), rows.day[0].to_string().as_str()),
        ("S1", "2024-02-29")
    );
    assert_eq!(
        (rows.from_country(id), rows.to_country(id)),
        (Some(Country::known("KR")), Some(Country::known("MY")))
    );
    assert_eq!(
        rows.text
            .get(rows.parties[rows.consignee[0].expect("consignee")].name),
        "Lotus, Example"
    );
    assert_eq!(rows.text.get(rows.description[0]), "say \"GPU\"");
    assert_eq!(
        (
            rows.quantity[0].get(),
            rows.gross_weight_kg[0].get(),
            rows.value[0].get()
        ),
        (Some(1.5), Some(10.0), Some(200.0))
    );
    assert!(rows.value_usd[0].get().is_some_and(|usd| usd > 200.0));
    assert!(rows.net_weight_kg[0].get().is_none());
    assert!(rows.files[0].adds_up());
}

#[test]
fn a_bad_cell_rejects_its_row_with_column_value_and_reason() {
    let case = |row: &str| rejected(row);
    let text = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
    assert_eq!(
        case("S1,yesterday,A,SG,B,MY,GPU,1,2,3,USD"),
        text("date", "yesterday", "unreadable date")
    );
    assert_eq!(
        case("S1,,A,SG,B,MY,GPU,1,2,3,USD"),
        text("date", "", "no date")
    );
    assert_eq!(
        case("S1,2024-01-01,A,SG,B,MY,GPU,many,2,3,USD"),
        text("quantity", "many", "unreadable number")
    );
    assert_eq!(
        case("S1,2024-01-01,A,Atlantis,B,MY,GPU,1,2,3,USD"),
        text("shipper_country", "Atlantis", "unknown country")
    );
    assert_eq!(
        case("S1,2024-01-01,A,SG"),
        text("", "", "4 cells where the header has 11")
    );
    assert_eq!(
        case("S1,2024-01-01,A,SG,B,MY,GPU,1,2,3,USD,more"),
        text("", "more", "12 cells where the header has 11")
    );
    assert_eq!(
        case("S1,2024-01-01,,SG,NULL,MY,GPU,1,2,3,USD"),
        text("", "", "neither shipper nor consignee")
    );
}

#[test]
fn bytes_that_are_not_utf8_reject_their_row() {
    let mut bytes =
        format!("{HEADER}S0,2024-01-01,A,SG,B,MY,GPU,1,2,3,USD\nS1,2024-01-01,").into_bytes();
    bytes.extend_from_slice(b"\xff\xfe,SG,B,MY,GPU,1,2,3,USD\n");
    let read = read_with(&bytes, &Options::default()).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(read.rejected.len(), 1);
    assert_eq!(
        (
            read.rejected[0].column.as_str(),
            read.rejected[0].reason.as_str()
        ),
        ("shipper_name", "not valid UTF-8")
    );
}

#[test]
fn what_says_nothing_is_missing_and_not_zero() {
    let read = read(&format!("{HEADER}S1,2024-01-01,A,N/A,B,,-,NULL,,n/a,\n"));
    let rows = &read.shipments;
    assert!(rows.quantity[0].get().is_none() && rows.value[0].get().is_none());
    assert!(rows.description[0].is_none() && rows.currency[0].is_none());
    assert_eq!(
        rows.parties[rows.shipper[0].expect("shipper")].country,
        None
    );
}

#[test]
fn unusable_files_are_errors_that_name_the_fix() {
    let error = |bytes: &[u8]| match read_with(bytes, &Options::default()) {
        Ok(_) => panic!("read"),
        Err(error) => error.to_string(),
    };
    assert!(error(b"").contains("empty"));
    assert!(error(b"a,b\n1,2\n").contains("--layout"));
    assert!(error(b"record_id,shipper_name,consignee_name\n1,2,3\n").contains("date"));
    let missing = shipments(
        &[PathBuf::from("no/such/file.csv")],
        &Options::default(),
        &Silent,
    );
    assert!(matches!(missing, Err(Error::NotFound { .. })));
}

#[test]
fn where_no_column_tells_a_country_addresses_and_ports_do() {
    let read = read(
        "Arrival Date,House BL No,Shipper,Shipper Address,Consignee,Consignee Address,Port of Loading,Port of Discharge,Cargo Description\n\
         2024-03-01,HBL1,Orchid Example Sdn Bhd,\"5 Sample Road, 50450 Kuala Lumpur, Malaysia\",Lotus Example Ltd,\"9 Sample Street, Kowloon\",PORT KLANG,HONG KONG,GPU SERVER\n\
         2024-03-02,HBL2,Orchid Example Sdn Bhd,5 Sample Road,Cedar Example Pte Ltd,\"9 Sample Street, Singapore 408600\",PORT KLANG,HONG KONG,GPU SERVER\n",
    );
    let rows = &read.shipments;
    let of = |at: usize| {
        let id = ShipmentId::new(at);
        (rows.from_country(id), rows.to_country(id))
    };
    let known = |code| Some(Country::known(code));
    assert_eq!(of(0), (known("MY"), known("HK")), "address, then port");
    assert_eq!(
        of(1),
        (known("MY"), known("SG")),
        "the address goes before the port"
    );
    let told: Vec<&str> = (rows.originals.iter())
        .map(|cell| rows.text.get(cell.text))
        .collect();
    assert!(told.contains(&"from port_unlading: HONG KONG"), "{told:?}");
    assert!(
        told.iter()
            .any(|told| told.starts_with("from consignee_address: ")),
        "{told:?}"
    );
}

#[test]
fn what_a_chain_needs_and_no_column_tells_is_said() {
    let read = read(
        "Ship Date,Customer,Ship-To Country,Part Description,Zebra\n2024-03-01,Orchid Example Ltd,Malaysia,GPU,7\n",
    );
    let said = read.warnings.join("\n");
    assert!(
        said.contains("no column tells who sends (not used: 'Zebra')"),
        "{said}"
    );
    assert!(
        said.contains("consignee_country = 'Ship-To Country'"),
        "{said}"
    );
}

#[test]
fn repeated_records_are_joined_and_shared_ids_told_apart() {
    let row = "S1,2024-01-01,A,SG,B,MY,GPU,1,2,3,USD\n";
    let other = "S1,2024-01-01,A,SG,B,MY,GPU,9,2,3,USD\n";
    let read = read(&format!("{HEADER}{row}{other}{row}"));
    let rows = &read.shipments;
    let ids: Vec<&str> = rows.ids().map(|id| rows.record(id)).collect();
    assert_eq!(ids, ["S1", "S1#2"]);
    assert_eq!((rows.files[0].rows_used, rows.files[0].rows_merged), (2, 1));
    assert_eq!(rows.merged[0].reason, "exact duplicate");
}

#[test]
fn many_rejected_rows_or_a_strict_run_stop_with_the_reasons() {
    let mut text = HEADER.to_owned();
    for i in 0..100 {
        let date = if i % 4 == 0 { "never" } else { "2024-01-01" };
        text.push_str(&format!("S{i},{date},A,SG,B,MY,GPU,1,2,3,USD\n"));
    }
    let stopped = read_with(text.as_bytes(), &Options::default());
    assert!(
        matches!(&stopped, Err(Error::TooManyRejected { rejected: 25, read: 100, reasons, .. }) if reasons.contains("unreadable date"))
    );
    let lenient = Options {
        max_rejected: 0.3,
        ..Options::default()
    };
    assert!(read_with(text.as_bytes(), &lenient).is_ok());
    let strict = Options {
        strict: true,
        ..lenient
    };
    assert!(matches!(
        read_with(text.as_bytes(), &strict),
        Err(Error::Strict { line: 2, .. })
    ));
}

/// All of a table that results may rest on.
fn content(read: &Ingested) -> Vec<String> {
    let rows = &read.shipments;
    let party = |id: Option<crate::model::PartyId>| {
        id.map(|id| (id.index(), rows.text.get(rows.parties[id].name)))
    };
    rows.ids()
        .map(|id| {
            let i = id.index();
            format!(
                "{} {} {:?} {:?} {:?} {}",
                rows.record(id),
                rows.day[i],
                party(rows.shipper[i]),
                party(rows.consignee[i]),
                rows.quantity[i],
                rows.text.get(rows.description[i])
            )
        })
        .collect()
}

#[test]
fn the_result_does_not_depend_on_threads_row_order_or_files() {
    let rows: Vec<String> = (0..500)
        .map(|i| {
            format!(
                "S{},2024-01-{:02},Firm {},SG,Firm {},MY,GPU {},{},2,3,USD\n",
                i * 7919 % 500,
                i % 28 + 1,
                i % 13,
                i % 7,
                i % 3,
                i % 5
            )
        })
        .collect();
    let whole = read(&format!("{HEADER}{}", rows.concat()));
    let one = Options {
        threads: 1,
        ..Options::default()
    };
    let backwards: String = rows.iter().rev().cloned().collect();
    let back = read_with(format!("{HEADER}{backwards}").as_bytes(), &one)
        .unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(content(&whole), content(&back));
    let folder = tempfile::tempdir().expect("folder");
    for (i, part) in rows.chunks(123).enumerate() {
        file(
            &folder,
            &format!("part{i}.csv"),
            format!("{HEADER}{}", part.concat()).as_bytes(),
        );
    }
    let parts =
        shipments(&[folder.path().to_owned()], &one, &Silent).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(content(&whole), content(&parts));
    assert_eq!(parts.shipments.files.len(), 5);
}

#[test]
fn registers_are_read_and_counted() {
    let folder = tempfile::tempdir().expect("folder");
    let parties = file(&folder, "parties.csv", b"name,country,address,phone,incorporation_date,employees\nOrchid Example,MY,1 Example Road,+60 1,2023-05-01,4\n,MY,,,,\nElm Example,MY,,,1943-11-13,\n");
    let owners = file(&folder, "ownership.csv", "owner_name,owner_country,owned_name,owned_country,share_pct,from,to,kind\nLotus Example,中国,Orchid Example,MY,75,2023-05-01,9999-12-31,shares\n".as_bytes());
    let canonical = file(&folder, "list.csv", b"list,name,aliases,country,address,program,from,to\nL,Cedar Example,Cedar Ex|CE,RU,,P,2022-01-01,\n");
    let targets = file(&folder, "targets.simple.csv", b"id,schema,name,aliases,birth_date,countries,addresses,identifiers,sanctions,phones,emails,program_ids,dataset,first_seen,last_seen,last_change\nQ1,Company,Maple Example,Maple;ME,,cn;hk,1 Example St,,,,,US-X,ds,2022-01-01,2023-01-01,2023-01-01\n");
    let ftm = file(&folder, "entities.ftm.json", b"{\"id\":\"a\",\"caption\":\"Iron Example\",\"schema\":\"Company\",\"properties\":{\"name\":[\"Iron Example\"],\"country\":[\"ru\"]},\"datasets\":[\"d\"]}\n");
    let sdn = file(
        &folder,
        "sdn.csv",
        b"36,\"EXAMPLE AIR\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"a.k.a. 'EXA'.\"\n",
    );
    let csl = file(&folder, "consolidated.csv", b"_id,source,entity_number,type,programs,name,title,addresses,federal_register_notice,start_date,end_date,alt_names\nx,Entity List,7,Entity,,Coral Example,,\"1 Example Rd, Shenzhen, CN\",,2021-06-01,,Coral Ex; CX\n");
    let read = registers(
        &[parties],
        &[owners],
        &[canonical, targets, ftm, sdn, csl],
        &Options::default(),
        &Silent,
    )
    .unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(
        (
            read.parties.len(),
            read.rejected.len(),
            read.ownership.len()
        ),
        (2, 1, 1)
    );
    let founded = read.parties.iter().map(|p| p.incorporation_date);
    let founded: Vec<String> = founded.flatten().map(|day| day.to_string()).collect();
    assert_eq!(founded, ["1943-11-13", "2023-05-01"]);
    assert_eq!(
        read.ownership[0].to, None,
        "the last day of all days is none"
    );
    assert_eq!(read.ownership[0].owner_country, Some(Country::known("CN")));
    let names: Vec<(&str, usize)> = read
        .watchlist
        .iter()
        .map(|e| (e.name.as_str(), e.aliases.len()))
        .collect();
    let want = [
        ("Coral Example", 2),
        ("Cedar Example", 2),
        ("EXAMPLE AIR", 1),
        ("Iron Example", 0),
        ("Maple Example", 2),
    ];
    assert_eq!(names, want);
    assert!(read.files.iter().all(crate::model::SourceFile::adds_up));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn every_record_of_a_malformed_file_has_one_fate(body in "([a-c,\"\0\n ]|2024-01-01,|S1,){0,200}") {
        let text = format!("{HEADER}{body}");
        let records = csv::ReaderBuilder::new()
            .flexible(true)
            .terminator(csv::Terminator::Any(b'\n'))
            .from_reader(text.as_bytes())
            .byte_records()
            .count() as u64;
        let options = Options { max_rejected: 1.0, max_rejected_from: 0, ..Options::default() };
        match read_with(text.as_bytes(), &options) {
            Ok(read) => {
                let file = &read.shipments.files[0];
                prop_assert!(file.adds_up());
                prop_assert_eq!(file.rows_read, records);
            }
            Err(Error::TooManyRejected { read, rejected, .. }) => {
                prop_assert_eq!((read, rejected), (records, records));
            }
            Err(error) => prop_assert!(false, "{}", error),
        }
    }
}
