//! How many distinct goods texts are recognised in a second, on all threads. The texts are the labelled strings of
//! the tests, each in many variants that no memory of earlier texts could help with; what is recognised is checked
//! before anything is timed.
//!
//! `cargo bench --bench items`

use divan::counter::ItemsCount;
use rayon::prelude::*;
use tidewaiter::items::{Recogniser, Scratch};
use tidewaiter::reference::catalogue;

const LABELS: [&str; 3] = [
    include_str!("../tests/data/items/seen_labels.csv"),
    include_str!("../tests/data/items/own_labels.csv"),
    include_str!("../tests/data/items/later_labels.csv"),
];
const TEXTS: usize = 400_000;

fn main() {
    divan::main();
}

/// Distinct texts and, for each, whether the unchanged text names an item.
fn texts() -> Vec<(String, bool)> {
    let mut labelled = Vec::new();
    for file in LABELS {
        for row in csv::Reader::from_reader(file.as_bytes()).records() {
            let row = row.expect("the labels are well formed");
            labelled.push((row[1].to_owned(), !row[2].is_empty() && &row[2] != "none"));
        }
    }
    (0..TEXTS)
        .map(|i| {
            let (text, named) = &labelled[i % labelled.len()];
            (format!("{text}; INV {:07}", i * 7919 % 10_000_000), *named)
        })
        .collect()
}

#[divan::bench(sample_count = 10)]
fn distinct_texts(bencher: divan::Bencher) {
    let items = catalogue::load();
    let recogniser = Recogniser::new(&items);
    let texts = texts();
    let read = |texts: &[(String, bool)]| -> usize {
        texts
            .par_iter()
            .map_init(Scratch::default, |scratch, (text, _)| {
                usize::from(recogniser.read(scratch, text, "", "").item.is_some())
            })
            .sum()
    };
    let wanted = texts.iter().filter(|(_, named)| *named).count();
    let found = read(&texts);
    assert!(found.abs_diff(wanted) * 50 < wanted, "{found} of {wanted}");
    bencher
        .counter(ItemsCount::new(TEXTS))
        .bench(|| read(divan::black_box(&texts)));
}

#[divan::bench(sample_count = 10)]
fn building_the_automaton(bencher: divan::Bencher) {
    let items = catalogue::load();
    bencher.bench(|| Recogniser::new(divan::black_box(&items)));
}
