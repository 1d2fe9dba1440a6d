//! Targets that read a text: cells, names, descriptions, policies.

use super::{target, text, words};
use crate::made_run::HOSTILE;
use tidewaiter::ingest::clean::{date, goods, number, party};
use tidewaiter::ingest::layout::Layout;
use tidewaiter::items::{Recogniser, Text};
use tidewaiter::model::Measure;
use tidewaiter::policy::Policy;
use tidewaiter::reference::{catalogue, countries::Countries};
use tidewaiter::resolve::{address::Address, fold, lexicon::Lexicon, name};

#[test]
fn dates() {
    let corpus = words(&[
        "2024-03-01",
        "20240301",
        "31.03.2025",
        "3/31/25",
        "1-Mar-2024 14:05:00",
        "2024-03-01T00:00:00+05:30",
        "мар 2024",
        "45352",
    ]);
    target("dates", 20_000, corpus, |bytes| {
        let cell = text(bytes);
        let orders = [
            None,
            Some(date::DateOrder::Dmy),
            Some(date::DateOrder::Mdy),
            Some(date::DateOrder::Ymd),
        ];
        (
            orders.map(|order| date::read(&cell, order, 330)),
            date::settles(&cell),
        )
    });
}

#[test]
fn numbers() {
    let corpus = words(&[
        "1,234.5",
        "1.234,5",
        "(12)",
        "$ 1 000",
        "USD 1'000.00",
        "12 pcs",
        "1e6",
        "-0",
        "٣٤",
    ]);
    target("numbers", 20_000, corpus, |bytes| {
        let cell = text(bytes);
        let marks = [number::DecimalMark::Point, number::DecimalMark::Comma];
        let read = marks.map(|mark| number::read(&cell, mark).map(|written| written.number));
        for number in read.into_iter().flatten() {
            assert!(number.is_finite(), "{number}");
        }
        let mut code = String::new();
        goods::hs_code(&cell, &mut code);
        (
            read,
            number::plain(&cell),
            number::guess_mark(cell.split(';')),
            goods::kilograms(&cell),
            code.len(),
        )
    });
}

#[test]
fn countries() {
    let countries = Countries::load();
    let corpus = words(&[
        "US",
        "Malaysia",
        "马来西亚",
        "Hong Kong, SAR",
        "MYS",
        "Türkiye",
        "of America United States",
    ]);
    target("countries", 20_000, corpus, |bytes| {
        let cell = text(bytes);
        (
            format!("{:?}", countries.read(&cell)),
            countries.find(&cell),
        )
    });
}

/// How long a text is, to the power of two, as a letter: outcomes are told apart by their words without digits.
fn size(text: &str) -> char {
    char::from(b'a' + text.len().checked_ilog2().map_or(0, |bits| bits as u8 + 1))
}

#[test]
fn parties() {
    let mut corpus = words(&[
        "Orchid Example Trading Pte Ltd\n12 Invented Road #03-04\nSingapore 123456 Tel: +65 1234",
        "TO THE ORDER OF EXAMPLE BANK (NOTIFY: Palm Example)",
        "ACME &amp; SONS &#x4e2d;",
    ]);
    corpus.extend(words(&HOSTILE));
    target("parties", 10_000, corpus, |bytes| {
        let cell = text(bytes);
        let mut read = party::read(&cell, &cell, String::new(), "", true);
        read.set_phrases_aside(&cell);
        let (bills, rest) = party::bills_of_one_cell(&cell);
        (
            size(read.name_text()),
            size(read.address_text()),
            (read.registration.is_empty(), read.original.is_some()),
            party::is_phrase(&read),
            size(&party::first_line(&cell, true)),
            (size(bills), size(rest)),
            party::without_entities(&cell).is_some(),
        )
    });
}

#[test]
fn names() {
    let lexicon = Lexicon::built_in();
    let mut corpus = words(&[
        "Orchid Example Trading Co., Ltd.",
        "深圳市兰花贸易有限公司",
        "ООО «Орхидея Пример»",
        "شركة المثال للتجارة",
        "Beispiel Handels GmbH & Co. KG",
        "a.s. SRL; S.A. de C.V.",
        "Unit 5, Block B, 12/F, 88 Invented Road, Exampletown 123456, P.O. Box 12",
    ]);
    corpus.extend(words(&HOSTILE));
    target("names", 10_000, corpus, |bytes| {
        let cell = text(bytes);
        let address = Address::read(&cell, &lexicon);
        (
            size(&name::normalise(&cell, &lexicon).text),
            size(&fold::fold(&cell, &lexicon)),
            address.key(),
            address.is_vague(),
        )
    });
}

#[test]
fn recogniser() {
    let items = catalogue::load();
    let recogniser = Recogniser::new(&items);
    let labelled = include_str!("../../data/items/own_labels.csv");
    let mut corpus: Vec<Vec<u8>> = labelled
        .lines()
        .step_by(9)
        .map(|line| line.as_bytes().to_vec())
        .collect();
    corpus.extend(words(&[
        "8 x NVIDIA H100 80GB SXM5 935-24287-0001-000 qty: 64 pcs / 8 servers",
    ]));
    target("recogniser", 10_000, corpus, |bytes| {
        let cell = text(bytes);
        let mut parts = cell.splitn(3, '\n');
        let mut next = || parts.next().unwrap_or_default();
        let seen = recogniser.recognise(&Text {
            description: next(),
            brand: next(),
            hs: next(),
            quantity: Measure::new(bytes.len() as f64),
            unit: "PCS",
        });
        format!("{seen:?}")
    });
}

#[test]
fn policies() {
    let base = Policy::built_in().expect("the built-in policy");
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/policy");
    let mut corpus = Vec::new();
    for file in std::fs::read_dir(folder).expect("policies") {
        let text = std::fs::read(file.expect("an entry").path()).expect("a policy");
        // A part of a long file, so that changes hit what matters.
        corpus.push(text[..text.len().min(6_000)].to_vec());
    }
    corpus.sort();
    target("policies", 400, corpus, |bytes| {
        Policy::from_text("spoiled.toml", &text(bytes), base.clone())
            .map(|policy| policy.name)
            .map_err(|e| e.to_string())
    });
}

#[test]
fn layouts() {
    let built_in = Layout::built_in().expect("layouts");
    let corpus = built_in
        .iter()
        .filter_map(|layout| Layout::text_of(&layout.name))
        .map(|text| text.as_bytes().to_vec())
        .collect();
    target("layouts", 1_000, corpus, |bytes| {
        Layout::parse("spoiled", &text(bytes))
            .map(|layout| layout.name)
            .map_err(|e| e.to_string())
    });
}
