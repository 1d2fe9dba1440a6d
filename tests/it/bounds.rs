//! Input made to exhaust: a clear error or a bounded run, never an abort.
//!
//! Every run here has an address space of [`ROOM`] and no more, so that memory without bound ends the process, which the
//! tests see.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output};
use tidewaiter::model::table;

/// Kilobytes of address space of a run; the program with two threads and the embedded lists needs about 400,000.
const ROOM: u64 = 2_500_000;
const HEADER: &str = "record_id,date,shipper_name,shipper_country,consignee_name,consignee_country,description,quantity\n";

fn row(id: &str) -> String {
    format!("{id},2024-03-01,Alpha Example,TW,Beta Example,MY,garden chairs,5\n")
}

/// Scans `input` in `folder` with bounded memory.
fn scan(folder: &Path, input: &str, more: &[&str]) -> (i32, String) {
    let Output { status, stderr, .. } = Command::new("sh")
        .current_dir(folder)
        .args(["-c", "ulimit -v \"$0\" && exec \"$@\""])
        .arg(ROOM.to_string())
        .arg(env!("CARGO_BIN_EXE_tidewaiter"))
        .args([
            "scan",
            input,
            "--out",
            "run",
            "--force",
            "--quiet",
            "--threads",
            "2",
        ])
        .args(more)
        .output()
        .expect("the shell starts");
    let said = String::from_utf8_lossy(&stderr).into_owned();
    let code = status
        .code()
        .unwrap_or_else(|| panic!("{input} ended by a signal: {said}"));
    assert!(
        !said.contains("panicked") && !said.contains("memory allocation"),
        "{input}: {said}"
    );
    (code, said)
}

/// The input is refused with exit 3 and words that hold each of these.
fn refused(folder: &Path, input: &str, words: &[&str]) {
    let (code, said) = scan(folder, input, &[]);
    assert_eq!(code, 3, "{input}: {said}");
    for word in words {
        assert!(said.contains(word), "{input}: no '{word}' in: {said}");
    }
    assert!(!folder.join("run").exists(), "{input} left a run");
}

#[test]
fn a_cell_of_a_gigabyte() {
    let folder = tempfile::tempdir().expect("a folder");
    // A hole in a file costs no disk; it reads as a gigabyte of zero bytes inside one cell.
    let path = folder.path().join("giant.csv");
    let mut file = fs::File::create(&path).expect("a file");
    write!(file, "{HEADER}{}", row("a")).expect("written");
    write!(file, "b,2024-03-01,\"").expect("written");
    let end = file.metadata().expect("metadata").len() + (1 << 30);
    file.set_len(end).expect("a hole");
    std::io::Seek::seek(&mut file, std::io::SeekFrom::End(0)).expect("the end");
    write!(file, "\",TW,Beta Example,MY,chairs,5\n{}", row("c")).expect("written");
    drop(file);
    let (code, said) = scan(folder.path(), "giant.csv", &["--max-rejected", "90%"]);
    assert!(matches!(code, 0 | 3), "{said}");
    if code == 3 {
        assert!(said.contains("giant.csv"), "{said}");
    }
}

#[test]
fn a_hundred_thousand_columns() {
    let folder = tempfile::tempdir().expect("a folder");
    let header: Vec<String> = (0..100_000).map(|i| format!("column{i}")).collect();
    let cells = vec!["x"; 100_000].join(",");
    fs::write(
        folder.path().join("wide.csv"),
        format!(
            "date,shipper_name,consignee_name,{}\n2024-03-01,A Example,B Example,{cells}\n",
            header.join(",")
        ),
    )
    .expect("written");
    refused(folder.path(), "wide.csv", &["wide.csv", "columns"]);
}

#[test]
fn bombs_in_gzip_zstd_and_zip() {
    let folder = tempfile::tempdir().expect("a folder");
    let dir = folder.path();
    let zeros = vec![0u8; 16 << 20];
    let mut member = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    member.write_all(&zeros).expect("packed");
    let member = member.finish().expect("packed");
    // Sixteen gigabytes in sixteen megabytes.
    fs::write(dir.join("bomb.csv.gz"), member.repeat(1024)).expect("written");
    let frame = zstd::encode_all(&zeros[..], 3).expect("packed");
    // Sixteen gigabytes in less than one megabyte.
    fs::write(dir.join("bomb.csv.zst"), frame.repeat(1024)).expect("written");
    let mut archive = zip::ZipWriter::new(fs::File::create(dir.join("bomb.zip")).expect("a file"));
    archive
        .start_file("a.csv", zip::write::SimpleFileOptions::default())
        .expect("a member");
    for _ in 0..40 {
        archive.write_all(&zeros).expect("packed");
    }
    archive.finish().expect("packed");
    for name in ["bomb.csv.gz", "bomb.csv.zst", "bomb.zip"] {
        refused(dir, name, &[name]);
    }

    // The same with a sound beginning, so that detection is passed and the bomb goes off in the middle.
    let mut sound = HEADER.to_owned();
    (0..200).for_each(|i| sound.push_str(&row(&i.to_string())));
    sound.push_str("x,2024-03-01,\"");
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gz.write_all(sound.as_bytes()).expect("packed");
    let mut bytes = gz.finish().expect("packed");
    bytes.extend(member.repeat(1024));
    fs::write(dir.join("late.csv.gz"), bytes).expect("written");
    refused(dir, "late.csv.gz", &["late.csv.gz"]);
}

#[test]
fn parquet_that_lies_about_its_rows() {
    let folder = tempfile::tempdir().expect("a folder");
    let dir = folder.path();
    let run = crate::made_run::run(1_000, 3);
    tidewaiter::report::run_folder::write(
        &run,
        &dir.join("made"),
        tidewaiter::report::run_folder::Existing::Refuse,
    )
    .expect("a run");
    let sound = fs::read(dir.join("made/shipments.parquet")).expect("the table");
    // In the footer a count of 1,000 rows is a field of 64 bits (0x16) and the zigzag number 2,000.
    let count = [0x16, 0xd0, 0x0f];
    let length = u32::from_le_bytes(
        sound[sound.len() - 8..sound.len() - 4]
            .try_into()
            .expect("four bytes"),
    );
    let footer = sound.len() - 8 - length as usize;
    let places: Vec<usize> = (footer..sound.len() - 10)
        .filter(|&at| sound[at..at + 3] == count)
        .collect();
    assert!(
        places.len() > 1,
        "the footer counts its rows in several places"
    );
    let lies: [&[u8]; 3] = [
        // 2^40, 2^62 and -1.
        &[0x16, 0x80, 0x80, 0x80, 0x80, 0x80, 0x40],
        &[
            0x16, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01,
        ],
        &[0x16, 0x01],
    ];
    let every = places.clone();
    for lie in lies {
        for told in [
            &every[..1],
            &every[1..2],
            &every[every.len() - 1..],
            &every[..],
        ] {
            let mut bytes = sound.clone();
            for &at in told.iter().rev() {
                bytes.splice(at..at + 3, lie.iter().copied());
            }
            let end = bytes.len();
            let length = (end - 8 - footer) as u32;
            bytes[end - 8..end - 4].copy_from_slice(&length.to_le_bytes());
            fs::write(dir.join("lie.parquet"), &bytes).expect("written");
            let (code, said) = scan(dir, "lie.parquet", &["--max-rejected", "100%"]);
            assert_eq!(code, 3, "{told:?} {lie:?}: {said}");
            assert!(said.contains("lie.parquet"), "{said}");
        }
    }
}

/// Found by the fuzz target of run folders: a page that counts less than nothing made the reader ask for 2^61 bytes.
#[test]
fn parquet_whose_pages_lie() {
    let folder = tempfile::tempdir().expect("a folder");
    let dir = folder.path();
    let made = dir.join("made");
    tidewaiter::report::run_folder::write(
        &crate::made_run::run(1_000, 3),
        &made,
        tidewaiter::report::run_folder::Existing::Refuse,
    )
    .expect("a run");
    let path = made.join("shipments.parquet");
    let sound = fs::read(&path).expect("the table");
    // In the header of a page a count of 1,000 values is the first field of a structure (0x2c or, for a page of a
    // dictionary, 0x4c), of 32 bits (0x15), and the zigzag number 2,000.
    let places = |kind: u8| -> Vec<usize> {
        (0..sound.len() - 4)
            .filter(|&at| sound[at..at + 4] == [kind, 0x15, 0xd0, 0x0f])
            .collect()
    };
    let pages = places(0x2c);
    assert!(pages.len() > 20, "{} pages of 1,000 values", pages.len());
    let dictionaries: Vec<usize> = (0..sound.len() - 4)
        .filter(|&at| sound[at..at + 2] == [0x4c, 0x15] && sound[at + 3] == 0x15)
        .collect();
    assert!(!dictionaries.is_empty(), "no dictionary of few values");
    // A header begins with the kind of its page (0x15, 0: of data) and its size decompressed, an odd number of which is
    // below nothing.
    let header = |page: usize| {
        (page.saturating_sub(16)..page)
            .rev()
            .find(|&at| sound[at..at + 3] == [0x15, 0x00, 0x15])
            .expect("the beginning of a header")
    };
    // -1,000 and 1,001 values; a dictionary's header over data; a size under 0; a dictionary of -1 values. All as long as
    // the truth.
    let lies = pages
        .iter()
        .flat_map(|&at| {
            let header = header(at);
            [
                (at + 2, vec![0xcf, 0x0f]),
                (at + 2, vec![0xd2, 0x0f]),
                (header + 1, vec![0x04]),
                (header + 3, vec![sound[header + 3] | 1]),
            ]
        })
        .chain(dictionaries.iter().map(|&at| (at + 2, vec![0x01, 0x15])));
    for (at, lie) in lies {
        let mut bytes = sound.clone();
        bytes[at..at + lie.len()].copy_from_slice(&lie);
        fs::write(&path, &bytes).expect("written");
        let shipments = table::Reader::open(&table::SHIPMENTS, &made);
        let said = shipments.and_then(|table| table.all().map(|_| ()));
        let said = said.expect_err("a lie is told").to_string();
        assert!(
            said.contains("shipments.parquet") && said.contains("damaged"),
            "{said}"
        );
        let options = tidewaiter::ingest::Options::default();
        let read = tidewaiter::ingest::shipments(
            std::slice::from_ref(&path),
            &options,
            &tidewaiter::model::Silent,
        );
        let said = read.err().expect("a lie is told").to_string();
        assert!(said.contains("shipments.parquet"), "{said}");
    }
}

#[test]
fn a_folder_with_more_files_than_the_limit() {
    let folder = tempfile::tempdir().expect("a folder");
    let many = folder.path().join("many");
    fs::create_dir(&many).expect("a folder");
    for i in 0..10_001 {
        fs::write(many.join(format!("{i}.csv")), "").expect("written");
    }
    refused(folder.path(), "many", &["files", "10000"]);
}

#[test]
fn a_name_of_ten_megabytes() {
    let folder = tempfile::tempdir().expect("a folder");
    let long = "Orchid Example ".repeat(700_000);
    let mut text = HEADER.to_owned();
    (0..20).for_each(|i| text.push_str(&row(&i.to_string())));
    text.push_str(&format!(
        "long,2024-03-01,{long},TW,Beta Example,MY,chairs,5\n"
    ));
    // And some as long as a cell may be, which have to be folded, compared and shown.
    let most = "Palm Example ".repeat(75_000);
    for i in 0..3 {
        text.push_str(&format!(
            "most{i},2024-03-02,{i} {most},TW,Beta Example,MY,8 x NVIDIA H100,5\n"
        ));
    }
    fs::write(folder.path().join("names.csv"), text).expect("written");
    let (code, said) = scan(folder.path(), "names.csv", &["--max-rejected", "50%"]);
    assert_eq!(code, 0, "{said}");
    let rejected = fs::read_to_string(folder.path().join("run/rejected.csv")).expect("read");
    assert!(
        rejected.len() < 2_000,
        "the value is cut: {} bytes",
        rejected.len()
    );
    assert!(rejected.contains("shipper_name"), "{rejected}");
}

#[test]
fn a_hub_that_touches_everything() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut text = HEADER.to_owned();
    let firms = 3_000;
    for i in 0..firms {
        let day = 1 + i % 28;
        text.push_str(&format!(
            "in{i},2024-03-{day:02},Maker {i} Example,TW,Hub Example Logistics,MY,NVIDIA H100 80GB SXM5,8\n\
             out{i},2024-04-{day:02},Hub Example Logistics,MY,Buyer {i} Example,CN,NVIDIA H100 80GB SXM5,8\n\
             on{i},2024-04-{day:02},Hub Example Logistics,MY,Second Hub Example,SG,computer parts,8\n\
             off{i},2024-05-{day:02},Second Hub Example,SG,Buyer {i} Example,CN,computer parts,8\n"
        ));
    }
    fs::write(folder.path().join("hub.csv"), text).expect("written");
    let (code, said) = scan(folder.path(), "hub.csv", &[]);
    assert_eq!(code, 0, "{said}");
    let record: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.path().join("run/run.json")).expect("read"))
            .expect("JSON");
    assert!(
        record["alerts"].as_u64().expect("a count") > 0,
        "the hub sends to China"
    );
    // The search said how far it went.
    assert!(
        record["completeness"]["chains_examined"]
            .as_u64()
            .expect("a count")
            > 0
    );
}
