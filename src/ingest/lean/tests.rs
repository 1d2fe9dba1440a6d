//! The lean reader against the ordinary one, and the guesses it makes.

use super::{COLUMNS, Movements, Wants, movements};
use crate::ingest::{Options, shipments};
use crate::model::{PartyId, Silent};
use proptest::prelude::*;
use std::path::Path;

const HEADER: &str = "record_id,date,shipper_name,shipper_address,shipper_country,consignee_name,\
                      consignee_country,hs_code,description\n";

fn key(name: &str) -> String {
    name.trim().to_uppercase()
}

fn options() -> Options {
    Options {
        join_duplicates: false,
        columns: Some(COLUMNS.to_vec()),
        ..Options::default()
    }
}

fn lean(path: &Path, wants: Wants) -> Option<Movements> {
    movements(&[path.to_owned()], &options(), wants, key, &Silent).expect("a readable file")
}

/// Rows as text, sorted: day, names by their keys, countries, code.
fn by_ordinary(path: &Path) -> Option<(Vec<String>, usize)> {
    let read = shipments(&[path.to_owned()], &options(), &Silent).ok()?;
    let all = &read.shipments;
    let party = |id: Option<PartyId>| match id {
        None => "nobody".to_owned(),
        Some(id) => key(all.text.get(all.parties[id].name)),
    };
    let country = |id: Option<PartyId>| format!("{:?}", id.and_then(|id| all.parties[id].country));
    let mut rows: Vec<String> = (0..all.len())
        .map(|i| {
            let (from, to) = (all.shipper[i], all.consignee[i]);
            format!(
                "{} {} {} {} {} {}",
                all.day[i],
                party(from),
                // The country of nobody is not kept there.
                if from.is_some() {
                    country(from)
                } else {
                    String::new()
                },
                party(to),
                if to.is_some() {
                    country(to)
                } else {
                    String::new()
                },
                all.text.get(all.hs_code[i])
            )
        })
        .collect();
    rows.sort();
    Some((rows, read.rejected.len()))
}

/// The same from the lean reader: numbers of names are replaced by the keys that they stand for in `names`.
fn check(path: &Path, found: &Movements, names: &[String]) {
    let (expected, rejected) = by_ordinary(path).expect("the ordinary reader takes it");
    // Each number must stand for one name; the first row with it says which.
    let mut key_of = vec![None; found.names as usize];
    let mut rows = Vec::new();
    for row in &found.rows {
        let country = |party: Option<u32>, country| match party {
            Some(_) => format!("{country:?}"),
            None => String::new(),
        };
        rows.push((
            *row,
            country(row.shipper, row.shipper_country),
            country(row.consignee, row.consignee_country),
        ));
    }
    // Numbers are matched to names by trying: few names, few numbers.
    let mut free: Vec<&String> = names.iter().collect();
    assert!(assign(&rows, found, &expected, &mut key_of, &mut free, 0));
    assert_eq!(found.rejected, rejected);
}

type Told = (super::Movement, String, String);

/// Is there a one-to-one naming of the numbers under which both readers say the same?
fn assign(
    rows: &[Told],
    found: &Movements,
    expected: &[String],
    key_of: &mut [Option<String>],
    free: &mut Vec<&String>,
    at: usize,
) -> bool {
    if at == key_of.len() {
        let name = |party: Option<u32>| match party {
            None => "nobody".to_owned(),
            Some(number) => key_of[number as usize].clone().unwrap_or_default(),
        };
        let mut told: Vec<String> = rows
            .iter()
            .map(|(row, from, to)| {
                format!(
                    "{} {} {from} {} {to} {}",
                    row.day,
                    name(row.shipper),
                    name(row.consignee),
                    found.text.get(row.code)
                )
            })
            .collect();
        told.sort();
        return told == expected;
    }
    for next in 0..free.len() {
        let taken = free.remove(next);
        key_of[at] = Some(taken.clone());
        if assign(rows, found, expected, key_of, free, at + 1) {
            return true;
        }
        free.insert(next, taken);
    }
    false
}

fn with_file<T>(text: &[u8], job: impl FnOnce(&Path) -> T) -> T {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("shipments.csv");
    std::fs::write(&path, text).expect("a file");
    job(&path)
}

const NAMES: [&str; 8] = [
    "Orchid Example",
    " orchid example",
    "\"Lotus \"\"Example\"\" Trading\"",
    "\"Maple, Example\"",
    "-",
    "TO ORDER",
    "Fern &amp; Example",
    "\"Cedar\nExample\"",
];

#[test]
fn rows_that_differ_only_in_how_nobody_is_written_are_one() {
    let text = format!(
        "{HEADER}S1,2024-02-01,Orchid Example,,US,\"Maple, Example\",CN,847330,x\n\
         ,2024-01-05,TO ORDER,,US,Orchid Example,HK,,goods\n,2024-01-05,-,,US,Orchid Example,HK,,goods\n"
    );
    with_file(text.as_bytes(), |path| {
        let wants = Wants {
            ids: false,
            codes: true,
        };
        let found = lean(path, wants).expect("plain text");
        assert_eq!(found.rows.len(), 2);
        assert_eq!(by_ordinary(path).expect("it reads").0.len(), 2);
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn both_readers_tell_the_same_of_any_file(
        rows in proptest::collection::vec(
            (0usize..4, 0usize..8, 0usize..8, 0usize..7, 0usize..6, 0usize..8, 0usize..12), 1..14)
    ) {
        let mut text = HEADER.to_owned();
        // Enough sound rows that the file is not refused for the others.
        for at in 0..40 {
            text.push_str(&format!("S{at},2024-02-0{},Orchid Example,,US,\"Maple, Example\",CN,847330,x\n", at % 9 + 1));
        }
        for (at, &(date, from, to, country, code, rest, shape)) in rows.iter().enumerate() {
            let date = ["2024-01-05", "20240107", "", "31.31.2024"][date];
            let country = ["US", "cn", "NA", "Atlantis", "", "ZZ", "Germany"][country];
            let code = ["8473.30", "847330", "", "x", "84", "\"8473\"\"\""][code];
            let rest = ["goods", "\"a, \"\"b\"\"\nc\"", "5\" pipe", "\"\"", "", "x\"y\"z", "\"q\"r", "é"][rest];
            let id = if at % 3 == 0 { String::new() } else { format!("R{}", at % 5) };
            let cells = format!("{id},{date},{},\"1, Road\",{country},{},HK,{code},{rest}", NAMES[from], NAMES[to]);
            text.push_str(&match shape {
                0 => cells.replace("\"1, Road\",", ""),
                1 => format!("{cells},"),
                2 => format!("{cells},more"),
                3 => format!("\n{cells}\r"),
                4 => format!("{HEADER}{cells}"),
                _ => cells,
            });
            text.push('\n');
        }
        let names: Vec<String> = ["ORCHID EXAMPLE", "LOTUS \"EXAMPLE\" TRADING", "MAPLE, EXAMPLE", "FERN & EXAMPLE",
            "CEDAR"].map(str::to_owned).to_vec();
        with_file(text.as_bytes(), |path| {
            let wants = Wants { ids: false, codes: true };
            if let Some(found) = lean(path, wants) {
                check(path, &found, &names);
            } else {
                // It may only give up where the ordinary reader refuses.
                prop_assert!(by_ordinary(path).is_none());
            }
            Ok(())
        })?;
    }
}

/// A file of several stretches in which a quoted cell full of line ends, each followed by what looks like records,
/// lies across the start of a stretch.
#[test]
fn a_stretch_that_starts_inside_a_quoted_cell_is_read_again() {
    let mut text = HEADER.to_owned();
    let row = |at: usize| {
        format!(
            "R{at},2024-01-05,Firm {},,US,Firm {},CN,847330,goods\n",
            at % 50,
            at % 70
        )
    };
    let mut at = 0;
    while text.len() < 3 << 20 {
        if at % 4_000 == 100 {
            let inside: String = (0..9_000).map(|n| row(n).replacen('R', "X", 1)).collect();
            text.push_str(&format!(
                "Q{at},2024-01-05,Firm 1,\"{inside}\",US,Firm 2,CN,847330,goods\n"
            ));
        } else {
            text.push_str(&row(at));
        }
        at += 1;
    }
    with_file(text.as_bytes(), |path| {
        let found = lean(
            path,
            Wants {
                ids: true,
                codes: true,
            },
        )
        .expect("plain text");
        assert_eq!((found.rows.len(), found.rejected), (at, 0));
        assert!(
            found
                .rows
                .iter()
                .all(|row| !found.text.get(row.id).starts_with('X'))
        );
        let ids: Vec<&str> = found
            .rows
            .iter()
            .map(|row| found.text.get(row.id))
            .collect();
        assert!(ids.is_sorted());
    });
}

#[test]
fn what_the_ordinary_reader_must_do_is_left_to_it() {
    let sound = "R1,2024-01-05,Orchid Example,,US,Maple Example,CN,847330,x\n";
    let ids = Wants {
        ids: true,
        codes: false,
    };
    let check = |rows: &[u8], wants: Wants, taken: bool| {
        let text = [HEADER.as_bytes(), rows].concat();
        with_file(&text, |path| {
            assert_eq!(
                lean(path, wants).is_some(),
                taken,
                "{}",
                String::from_utf8_lossy(rows)
            );
        });
    };
    check(sound.as_bytes(), ids, true);
    // Two records of one id: the second has to be renamed.
    let again = sound.replace("2024-01-05", "2024-03-05");
    check(format!("{sound}{again}").as_bytes(), ids, false);
    check(format!("{sound}{again}").as_bytes(), Wants::default(), true);
    // No id: one has to be made up.
    check(sound.replace("R1", "").as_bytes(), ids, false);
    // Bytes that are not UTF-8.
    check(
        &[sound.as_bytes(), b"R2,2024-01-05,\xff\xfe,,US,x,CN,1,x\n"].concat(),
        Wants::default(),
        false,
    );
    // Nothing but rows that cannot be read.
    check(
        sound.replace("2024-01-05", "soon").as_bytes(),
        Wants::default(),
        false,
    );
    // A quote that is never closed.
    check(
        format!("{sound}R2,2024-01-05,\"Orchid").as_bytes(),
        Wants::default(),
        false,
    );
}

#[test]
fn a_record_told_twice_counts_once() {
    let row = "R1,2024-01-05,Orchid Example,,US,Maple Example,CN,847330,x\n";
    let other = row.replace("847330", "847150");
    with_file(format!("{HEADER}{row}{other}{row}").as_bytes(), |path| {
        let found = lean(path, Wants::default()).expect("plain text");
        assert_eq!(found.rows.len(), 2);
    });
}
