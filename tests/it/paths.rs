//! Plain enumeration from a file to paths.

use std::path::{Path, PathBuf};
use std::process::Command;
use tidewaiter::model::Silent;
use tidewaiter::pipeline::enumerate::{self, Destinations, Request, plain};
use tidewaiter::policy::Policy;

/// Record ids of each path, in the order listed.
struct Ids<'a> {
    found: &'a enumerate::Enumeration,
    lines: Vec<u8>,
}

impl plain::Sink for Ids<'_> {
    fn path(&self, rows: &[u32], out: &mut Vec<u8>) {
        let ids: Vec<&str> = rows
            .iter()
            .map(|&row| self.found.text.get(self.found.records[row as usize]))
            .collect();
        out.extend_from_slice(ids.join("|").as_bytes());
        out.push(b'\n');
    }

    fn flush(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.lines.extend_from_slice(bytes);
        Ok(())
    }
}

fn check(rows: &str, to: &str, hs: &[&str], same_heading: bool, expected: &[&str]) {
    let folder = tempfile::tempdir().expect("a folder");
    let file: PathBuf = folder.path().join("shipments.csv");
    let header =
        "record_id,date,shipper_name,shipper_country,consignee_name,consignee_country,hs_code\n";
    std::fs::write(&file, format!("{header}{rows}")).expect("a file");
    let request = Request {
        inputs: vec![file],
        threads: 2,
        to: Destinations::parse(to).expect("destinations"),
        hs: hs.iter().map(|&code| code.to_owned()).collect(),
        same_heading,
        resolve: false,
        ids: true,
    };
    let found = enumerate::legs(&request, &Policy::built_in, &Silent).expect("a readable file");
    let question = plain::Question {
        max_legs: 4,
        window_days: 30,
        same_heading,
    };
    let network = plain::Network::build(&found.legs, &question).expect("a fair question");
    let mut ids = Ids {
        found: &found,
        lines: Vec::new(),
    };
    let total = plain::list(&network, &found.legs, &mut ids).expect("memory takes everything");
    let text = String::from_utf8(ids.lines).expect("text");
    assert_eq!(text.lines().collect::<Vec<_>>(), expected);
    assert_eq!(total, expected.len() as u128);
}

const ROWS: &str = "\
R1,2024-01-01,Orchid Example,US, maple example ,MY,847330
R2,2024-01-20,MAPLE EXAMPLE,MY,Lotus Example,TH,847150
R3,2024-02-10,Lotus Example,TH,Cedar Example,CN,847330
R4,2024-01-25,Maple Example,MY,Cedar Example,CN,8473309000
R5,2024-03-30,Lotus Example,TH,Cedar Example,CN,847330
R6,2024-01-02,Maple Example,MY,Maple Example,MY,847330
R7,2024-01-03,Maple Example,MY,,,847330
";

#[test]
fn names_are_trimmed_and_in_capitals_and_days_within_the_window() {
    check(ROWS, "CN", &[], false, &["R1|R4", "R1|R2|R3", "R2|R3"]);
}

#[test]
fn codes_and_headings_narrow_the_legs() {
    check(ROWS, "CN", &["847330"], false, &["R1|R4"]);
    check(ROWS, "CN", &[], true, &["R1|R4"]);
}

#[test]
fn what_starts_inside_or_passes_through_a_destination_is_no_path() {
    check(ROWS, "CN,MY", &[], false, &[]);
    check(ROWS, "CN,US", &[], false, &["R2|R3"]);
}

#[test]
fn restricted_asks_the_policy_on_the_day() {
    check(
        ROWS,
        "restricted",
        &[],
        false,
        &["R1|R4", "R1|R2|R3", "R2|R3"],
    );
}

const HEADER: &str =
    "record_id,date,shipper_name,shipper_country,consignee_name,consignee_country,hs_code\n";

/// Exit code, standard output and standard error of `tidewaiter paths`.
fn paths(file: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let run = Command::new(env!("CARGO_BIN_EXE_tidewaiter"))
        .arg("paths")
        .arg(file)
        .args(["--resolve", "off"])
        .args(arguments)
        .output()
        .expect("the program starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (run.status.code(), text(run.stdout), text(run.stderr))
}

fn file_with(folder: &Path, name: &str, rows: &str) -> PathBuf {
    let file = folder.join(name);
    std::fs::write(&file, format!("{HEADER}{rows}")).expect("a file");
    file
}

const USUAL: [&str; 4] = ["--max-legs", "3", "--window", "30d"];

#[test]
fn questions_that_have_no_answer_are_refused_with_the_fix() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = file_with(folder.path(), "shipments.csv", ROWS);
    for (arguments, said) in [
        (["--max-legs", "1", "--window", "30d"], "at least 2 legs"),
        (["--max-legs", "65", "--window", "30d"], "at most 64"),
        (["--max-legs", "-2", "--window", "30d"], "at least 2 legs"),
        (["--max-legs", "3", "--window", "-1d"], "use 0d or more"),
        (["--max-legs", "3", "--window", "soon"], "such as 60d"),
    ] {
        let (code, out, error) = paths(&file, &arguments);
        assert_eq!((code, out.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(error.contains(said), "{error}");
    }
    for (to, said) in [
        ("", "names no country"),
        (" , ", "names no country"),
        ("CN,XQ", "'XQ' is not a country"),
    ] {
        let (code, _, error) = paths(&file, &[&USUAL[..], &["--to", to]].concat());
        assert_eq!(code, Some(2), "{error}");
        assert!(error.contains(said), "{error}");
    }
    let (code, _, error) = paths(&file, &[&USUAL[..], &["--hs", "84x"]].concat());
    assert_eq!(code, Some(2), "{error}");
}

#[test]
fn where_every_country_is_a_destination_there_is_no_path() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = file_with(folder.path(), "shipments.csv", ROWS);
    let every: Vec<String> = (b'A'..=b'Z')
        .flat_map(|a| (b'A'..=b'Z').map(move |b| format!("{}{}", a as char, b as char)))
        .filter(|code| Destinations::parse(code).is_ok())
        .collect();
    assert!(every.len() > 200);
    let all = every.join(",");
    let (code, out, error) = paths(&file, &[&USUAL[..], &["--count", "--to", &all]].concat());
    assert_eq!((code, out.as_str()), (Some(0), "2\t0\n3\t0\n"), "{error}");
}

#[test]
fn a_chain_of_fifty_legs_is_found_and_counted() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut rows = String::new();
    for leg in 0..50 {
        let country = if leg == 49 { "CN" } else { "MY" };
        rows += &format!(
            "R{leg:02},2024-01-05,Firm {leg} Example,MY,Firm {} Example,{country},847330\n",
            leg + 1
        );
    }
    let file = file_with(folder.path(), "shipments.csv", &rows);
    let ask = |more: &[&str]| {
        paths(
            &file,
            &[&["--max-legs", "50", "--window", "0d", "--to", "CN"], more].concat(),
        )
    };
    let (code, out, error) = ask(&["--count"]);
    assert_eq!(code, Some(0), "{error}");
    let expected: String = (2..=50).map(|legs| format!("{legs}\t1\n")).collect();
    assert_eq!(out, expected);
    let (_, out, _) = ask(&[]);
    assert_eq!(out.lines().count(), 50);
    assert!(
        out.lines()
            .nth(1)
            .is_some_and(|line| line.starts_with("50,R00|R01|") && line.ends_with("|R49"))
    );
}

/// Random legs among few firms, so that paths cross, return and repeat names.
fn crowded(rows: usize) -> Vec<String> {
    let mut state = 9_u64;
    let mut next = |bound: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % bound
    };
    let countries = ["US", "MY", "TH", "CN", "SG"];
    (0..rows)
        .map(|row| {
            let (from, to) = (next(40), next(40));
            // A firm may stand in two countries, and name itself in two ways.
            let name = |firm: u64, way: u64| match way {
                0 => format!(" firm {firm} example"),
                1 => format!("\"Firm {firm} Example\""),
                _ => format!("Firm {firm} Example"),
            };
            let country =
                |firm: u64, odd: u64| countries[((firm + u64::from(odd == 0)) % 5) as usize];
            format!(
                "R{row:04},2024-{:02}-{:02},{},{},{},{},8473{}0\n",
                1 + next(6),
                1 + next(28),
                name(from, next(5)),
                country(from, next(9)),
                name(to, next(5)),
                country(to, next(9)),
                next(3)
            )
        })
        .collect()
}

#[test]
fn order_of_rows_files_packing_and_threads_change_no_byte() {
    let folder = tempfile::tempdir().expect("a folder");
    let rows = crowded(600);
    let whole = file_with(folder.path(), "whole.csv", &rows.concat());
    let mut turned = rows.clone();
    turned.reverse();
    let turned = file_with(folder.path(), "turned.csv", &turned.concat());
    let two = folder.path().join("two");
    std::fs::create_dir(&two).expect("a folder");
    file_with(&two, "a.csv", &rows[..250].concat());
    file_with(&two, "b.csv", &rows[250..].concat());
    // Packed files are read by the ordinary reader, plain ones by the lean one.
    let packed = folder.path().join("whole.csv.gz");
    let mut gzip = flate2::write::GzEncoder::new(
        std::fs::File::create(&packed).expect("a file"),
        flate2::Compression::fast(),
    );
    std::io::Write::write_all(&mut gzip, &std::fs::read(&whole).expect("the file"))
        .expect("packed");
    gzip.finish().expect("packed");
    for more in [
        &["--to", "CN"][..],
        &["--to", "CN", "--same-heading"],
        &["--to", "CN", "--hs", "84730"],
        &["--to", "restricted"],
    ] {
        let ask = |file: &Path, threads: &str, count: bool| {
            let count: &[&str] = if count { &["--count"] } else { &[] };
            let (code, out, error) = paths(
                file,
                &[&USUAL[..], more, &["--threads", threads, "--quiet"], count].concat(),
            );
            assert_eq!(code, Some(0), "{error}");
            out
        };
        let listed = ask(&whole, "1", false);
        assert!(
            listed.lines().count() > 20,
            "{more:?}: {}",
            listed.lines().count()
        );
        let counted = ask(&whole, "1", true);
        for legs in [2, 3] {
            let lines = listed
                .lines()
                .filter(|line| line.starts_with(&format!("{legs},")))
                .count();
            assert!(counted.contains(&format!("{legs}\t{lines}\n")), "{counted}");
        }
        for file in [&whole, &turned, &two, &packed] {
            assert_eq!(ask(file, "2", false), listed, "{more:?} {}", file.display());
            assert_eq!(ask(file, "2", true), counted, "{more:?} {}", file.display());
        }
    }
}

#[test]
fn rows_that_cannot_be_read_are_counted_and_the_rest_is_used() {
    let folder = tempfile::tempdir().expect("a folder");
    let sound: String = (0..20)
        .map(|i| format!("S{i},2024-01-05,Orchid Example,US,Maple Example,MY,1\n"))
        .collect();
    let file = file_with(
        folder.path(),
        "shipments.csv",
        &format!(
            "{sound}R2,2024-01-09,Maple Example,MY,Cedar Example,CN,1\nR3,soon,Maple Example,MY,Cedar Example,CN,1\n\
                  R4,2024-01-09,Maple Example,MY\nR5,2024-01-09,Maple Example,Atlantis,Cedar Example,CN,1\n"
        ),
    );
    let (code, out, error) = paths(&file, &[&USUAL[..], &["--to", "CN", "--count"]].concat());
    assert_eq!((code, out.as_str()), (Some(0), "2\t20\n3\t0\n"), "{error}");
    assert!(
        error.contains("21 shipments, 21 legs, 0 with one party only, 3 rows rejected"),
        "{error}"
    );
}
