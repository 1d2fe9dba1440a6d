//! Plain enumeration from a file to paths.

use std::path::PathBuf;
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
    };
    let policy = Policy::built_in().expect("the built-in policy");
    let found = enumerate::legs(&request, &policy, &Silent).expect("a readable file");
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
