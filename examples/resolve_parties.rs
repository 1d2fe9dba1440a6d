//! Resolves a table of parties with known truth and says how well: pairwise precision and recall, by kind of damage.
//!
//! ```text
//! cargo run --release --example resolve_parties -- make ROWS SEED parties.csv
//! cargo run --release --example resolve_parties -- measure parties.csv [--wrong 20]
//! cargo run --release --example resolve_parties -- false-hits 20000 5000
//! ```
//! The table has the columns name, address, country, entity and, if known, damage. Names are invented.
#![allow(
    clippy::disallowed_types,
    clippy::explicit_auto_deref,
    reason = "a measuring program: the order of its maps reaches no result"
)]

use std::collections::{BTreeMap, HashMap, HashSet};
use std::error::Error;
use std::time::Instant;
use tidewaiter::model::{Country, Registers, Shipments, Silent, WatchEntry};
use tidewaiter::policy::ResolvePolicy;
use tidewaiter::resolve;

#[path = "parties/maker.rs"]
mod maker;

fn make(rows: usize, seed: u64, out: &str) -> Result<(), Box<dyn Error>> {
    let mut writer = csv::Writer::from_path(out)?;
    writer.write_record(["name", "address", "country", "entity", "damage"])?;
    for row in maker::parties(rows, seed) {
        writer.write_record(&row)?;
    }
    writer.flush()?;
    Ok(())
}

/// How many of so many ordinary firms a list of other firms hits, by threshold.
fn false_hits(firms: usize, listed: usize) -> Result<(), Box<dyn Error>> {
    let lexicon = resolve::lexicon::Lexicon::built_in();
    let entries: Vec<WatchEntry> = maker::firms(listed, 1)
        .into_iter()
        .map(|name| WatchEntry {
            name,
            ..WatchEntry::default()
        })
        .collect();
    let index = resolve::listed::Index::build(&entries, &lexicon);
    let policy = ResolvePolicy::built_in()?.screen;
    let ordinary = maker::firms(firms, 2);
    let mut scratch = resolve::align::Alignment::default();
    let start = Instant::now();
    let mut best: Vec<(f64, String)> = Vec::new();
    for name in &ordinary {
        let weighed = resolve::weighed::Weighed::read(name, &lexicon);
        if let Some(c) = index.near(&weighed, policy.floor, &mut scratch).first() {
            best.push((
                c.score,
                format!("{name} | {} {}", c.listed, c.reasons.join(" ")),
            ));
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    println!("{firms} ordinary names against {listed} listed ones, {seconds:.2} s");
    for threshold in [policy.floor, 0.6, policy.threshold, 0.7, 0.8, 0.9] {
        let hits = best.iter().filter(|(score, _)| *score >= threshold).count();
        println!(
            "  at {threshold:.2}: {hits} names hit, {:.3} %",
            100.0 * hits as f64 / firms as f64
        );
    }
    best.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    for (score, what) in best.iter().filter(|b| b.0 >= policy.threshold).take(10) {
        println!("  {score:.3} {what}");
    }
    Ok(())
}

fn measure(file: &str, wrong: usize) -> Result<(), Box<dyn Error>> {
    let mut reader = csv::Reader::from_path(file)?;
    let header = reader.headers()?.clone();
    let column = |name: &str| header.iter().position(|h| h == name);
    let need = |name: &str| column(name).ok_or_else(|| format!("{file} has no column {name}"));
    let (name, address, country, entity) = (
        need("name")?,
        need("address")?,
        need("country")?,
        need("entity")?,
    );
    let damage = column("damage");
    let mut shipments = Shipments::default();
    let mut truth: Vec<String> = Vec::new();
    let mut damages: Vec<String> = Vec::new();
    for row in reader.records() {
        let row = row?;
        shipments.add_party(&row[name], &row[address], Country::from_code(&row[country]));
        truth.push(row[entity].to_owned());
        damages.push(damage.map_or_else(String::new, |d| row[d].to_owned()));
    }
    let policy = ResolvePolicy::built_in()?;
    let start = Instant::now();
    let resolution = resolve::resolve(
        &shipments,
        &mut Registers::default(),
        &policy,
        &resolve::Options::default(),
        &Silent,
    );
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{} parties, {} entities of {} true ones, {seconds:.2} s",
        truth.len(),
        resolution.entities.len(),
        truth.iter().collect::<HashSet<_>>().len()
    );
    let found: Vec<usize> = resolution.entity_of.iter().map(|e| e.index()).collect();
    report("tidewaiter", &found, &truth, &damages);
    let mut plain: HashMap<(u64, String), usize> = HashMap::new();
    let lexicon = resolve::lexicon::Lexicon::built_in();
    let equal: Vec<usize> = shipments
        .parties
        .iter()
        .map(|p| {
            let next = plain.len();
            let key = (
                resolve::registers::key_of(shipments.text.get(p.name), &lexicon),
                p.country.map_or(String::new(), |c| c.to_string()),
            );
            *plain.entry(key).or_insert(next)
        })
        .collect();
    report("normalised equality", &equal, &truth, &[]);
    for warning in resolution
        .warnings
        .iter()
        .filter(|w| !w.contains("is shared by"))
        .take(10)
    {
        println!("  warning: {warning}");
    }
    let mut shown = (0, 0);
    let mut first: HashMap<&str, usize> = HashMap::new();
    for (i, t) in truth.iter().enumerate() {
        let show = |a: usize, b: usize| {
            for j in [a, b] {
                let p = &shipments.parties.as_slice()[j];
                println!(
                    "    {} | {} | {:?} | {} {}",
                    shipments.text.get(p.name),
                    shipments.text.get(p.address),
                    p.country,
                    truth[j],
                    damages[j]
                );
            }
        };
        let f = *first.entry(t).or_insert(i);
        if found[f] != found[i] && shown.0 < wrong {
            shown.0 += 1;
            println!("  missed:");
            show(f, i);
        }
    }
    let mut by_found: HashMap<usize, usize> = HashMap::new();
    for i in 0..truth.len() {
        let f = *by_found.entry(found[i]).or_insert(i);
        if truth[f] != truth[i] && shown.1 < wrong {
            shown.1 += 1;
            println!(
                "  wrong: {} | {}",
                shipments.text.get(shipments.parties.as_slice()[f].name),
                shipments.text.get(shipments.parties.as_slice()[f].address)
            );
            println!(
                "         {} | {} {}",
                shipments.text.get(shipments.parties.as_slice()[i].name),
                shipments.text.get(shipments.parties.as_slice()[i].address),
                damages[i]
            );
        }
    }
    Ok(())
}

/// Pairwise precision and recall; recall of pairs with an undamaged spelling by the damage of the other.
fn report(who: &str, found: &[usize], truth: &[String], damages: &[String]) {
    let pairs = |n: u64| n * n.saturating_sub(1) / 2;
    let mut by_truth: HashMap<&str, u64> = HashMap::new();
    let mut by_found: HashMap<usize, u64> = HashMap::new();
    let mut by_both: HashMap<(usize, &str), u64> = HashMap::new();
    for (f, t) in found.iter().zip(truth) {
        *by_truth.entry(t).or_default() += 1;
        *by_found.entry(*f).or_default() += 1;
        *by_both.entry((*f, t)).or_default() += 1;
    }
    let right: u64 = by_both.values().map(|&n| pairs(n)).sum();
    let precision = right as f64 / by_found.values().map(|&n| pairs(n)).sum::<u64>().max(1) as f64;
    let recall = right as f64 / by_truth.values().map(|&n| pairs(n)).sum::<u64>().max(1) as f64;
    let f1 = 2.0 * precision * recall / (precision + recall);
    println!("{who}: precision {precision:.4}, recall {recall:.4}, F1 {f1:.4}");
    let mut whole: HashMap<&str, usize> = HashMap::new();
    let mut rows: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for (i, damage) in damages.iter().enumerate() {
        match whole.get(truth[i].as_str()) {
            None => {
                whole.insert(&truth[i], i);
            }
            Some(&j) => {
                let row = rows.entry(damage).or_default();
                row.0 += 1;
                row.1 += u64::from(found[i] == found[j]);
            }
        }
    }
    for (damage, (all, hit)) in rows {
        println!(
            "  {damage:<20} {all:>8} pairs, recall {:.4}",
            hit as f64 / all as f64
        );
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["make", rows, seed, out] => make(rows.parse()?, seed.parse()?, out),
        ["measure", file] => measure(file, 0),
        ["measure", file, "--wrong", n] => measure(file, n.parse()?),
        ["false-hits", firms, listed] => false_hits(firms.parse()?, listed.parse()?),
        _ => Err(
            "usage: make ROWS SEED FILE, measure FILE [--wrong N], or false-hits FIRMS LISTED"
                .into(),
        ),
    }
}
