//! Simulated worlds: the same bytes again, the signature of every scheme, look-alikes in every column.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use tidewaiter::model::progress::Silent;
use tidewaiter::simulate::{self, Settings};

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder).expect("folder");
    entries
        .map(|entry| {
            let path = entry.expect("entry").path();
            let name = path
                .file_name()
                .expect("name")
                .to_string_lossy()
                .to_string();
            (name, std::fs::read(&path).expect("file"))
        })
        .filter(|(name, _)| name.ends_with(".csv") || name == "README.md")
        .collect()
}

fn small(seed: u64) -> Settings {
    Settings {
        rows: 12_000,
        schemes: 46,
        seed,
        lookalikes_per_scheme: 12.0,
        ..Settings::default()
    }
}

#[test]
fn the_sample_of_replayed_cases_is_made_again_byte_for_byte() {
    let made = tempfile::tempdir().expect("folder");
    simulate::write_cases(made.path(), 2, &Silent).expect("cases");
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/samples/cases");
    let (made, kept) = (files(made.path()), files(&kept));
    assert_eq!(
        made.keys().collect::<Vec<_>>(),
        kept.keys().collect::<Vec<_>>()
    );
    for (name, bytes) in &kept {
        assert!(
            made[name] == *bytes,
            "{name} differs: run `tidewaiter simulate --cases --out data/samples/cases` and look at the difference"
        );
    }
}

#[test]
fn a_world_has_the_same_bytes_for_any_number_of_threads_and_others_for_another_seed() {
    let world = |seed, threads| {
        let folder = tempfile::tempdir().expect("folder");
        simulate::write(&small(seed), folder.path(), threads, &Silent).expect("world");
        files(folder.path())
    };
    assert!(world(3, 1) == world(3, 3));
    assert!(world(3, 2)["shipments.csv"] != world(4, 2)["shipments.csv"]);
}

#[test]
fn a_world_has_exactly_the_rows_asked_for_and_every_scheme_its_signature() {
    let folder = tempfile::tempdir().expect("folder");
    let settings = small(5);
    let summary = simulate::write(&settings, folder.path(), 2, &Silent).expect("world");
    assert_eq!((summary.rows, summary.schemes), (12_000, 46));
    let checked = simulate::check(folder.path()).expect("check");
    assert!(checked.faulty.is_empty(), "{:?}", checked.faulty);
    assert!(checked.whole >= 25, "{checked:?}");
    assert!(checked.typologies.len() >= 15, "{:?}", checked.typologies);
}

/// What honest rows do not overlap would give a scheme away by a habit of the generator.
#[test]
fn honest_rows_have_every_code_word_country_and_mode_that_schemes_have() {
    let folder = tempfile::tempdir().expect("folder");
    let settings = Settings {
        rows: 40_000,
        schemes: 100,
        seed: 11,
        ..Settings::default()
    };
    simulate::write(&settings, folder.path(), 2, &Silent).expect("world");
    let text = std::fs::read_to_string(folder.path().join("truth.csv")).expect("truth");
    let schemes: BTreeSet<&str> = text
        .lines()
        .skip(1)
        .filter_map(|l| l.split(',').next())
        .collect();
    let shipments =
        std::fs::read_to_string(folder.path().join("shipments.csv")).expect("shipments");
    let header: Vec<&str> = shipments
        .lines()
        .next()
        .expect("header")
        .split(',')
        .collect();
    let rows: Vec<Vec<&str>> = shipments.lines().skip(1).map(cells).collect();
    for column in [
        "shipper_country",
        "consignee_country",
        "origin_country",
        "transport_mode",
        "quantity_unit",
        "currency",
        "incoterm",
        "carrier",
        "port_lading",
    ] {
        let at = header.iter().position(|h| *h == column).expect(column);
        let (mut honest, mut planted) = (BTreeSet::new(), BTreeSet::new());
        for row in &rows {
            let set = if schemes.contains(row[0]) {
                &mut planted
            } else {
                &mut honest
            };
            set.insert(row[at]);
        }
        let only: Vec<_> = planted.difference(&honest).collect();
        assert!(only.is_empty(), "{column}: only schemes have {only:?}");
    }
}

/// The cells of a line; quoted cells lose their quotes only at the ends, which is enough here.
fn cells(line: &str) -> Vec<&str> {
    let (mut cells, mut start, mut quoted) = (Vec::new(), 0, false);
    for (i, byte) in line.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b',' if !quoted => {
                cells.push(&line[start..i]);
                start = i + 1;
            }
            _ => {}
        }
    }
    cells.push(&line[start..]);
    cells
}
