//! Parties that are equal but for writing, as one node: what is compared with each other.

use super::lexicon::{Kind, LegalSet};
use super::names::{Names, WordId};
use super::records::Records;
use crate::model::{Country, PartyId, Shipments};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
use std::hash::Hasher;

/// Parties with the same words in the same country, and with the same address where the name is a common one.
#[derive(Clone, Debug)]
pub struct Node {
    /// The parties, by content hash; the first stands for all.
    pub parties: Box<[PartyId]>,
    /// Words in the order of the first party's name.
    pub words: Box<[WordId]>,
    /// Legal forms of all parties.
    pub legal: LegalSet,
    /// Their country, if one is stated.
    pub country: Option<Country>,
    /// Up to four of their addresses, by content; indexes into [`Records::addresses`].
    pub addresses: Box<[u32]>,
    /// Registration numbers, digits and letters only, hashed.
    pub ids: Box<[u64]>,
    /// Some name may be cut off.
    pub maybe_cut: bool,
    /// Sum of the information of the distinct words.
    pub information: f32,
}

/// Information of words, in nats.
pub struct Information {
    of_word: Vec<f32>,
    /// Logarithm of the number of names, at least that of the policy's smallest.
    pub log_names: f64,
}

/// How often names hold a word of a kind that these data hold for the first time. Own estimate from trade names.
fn expected(kind: Kind) -> f64 {
    match kind {
        Kind::Word => 0.0002,
        Kind::Number => 0.01,
        Kind::Trade => 0.03,
        Kind::Place => 0.03,
    }
}
/// Names that the expectation counts as.
const EXPECTED_NAMES: f64 = 2_000.0;

impl Information {
    /// From how many names hold each word.
    pub fn of(names: &Names, least_names: usize) -> Self {
        let total = names.len() as f64;
        let of_word = names
            .words
            .iter()
            .map(|word| {
                let holding = f64::from(word.names) + EXPECTED_NAMES * expected(word.kind);
                -(holding / (total + EXPECTED_NAMES)).ln() as f32
            })
            .collect();
        Self {
            of_word,
            log_names: (names.len().max(least_names) as f64).ln(),
        }
    }

    /// Of one word.
    pub fn word(&self, word: WordId) -> f32 {
        self.of_word[word as usize]
    }
}

/// Groups the parties. Nodes come sorted by the content hash of their first party.
/// `apart` holds names as written (trimmed, capitals) that a person judged: they never share a node with another writing.
pub fn group(
    shipments: &Shipments,
    records: &Records,
    hashes: &[u64],
    information: &Information,
    apart: &FxHashSet<String>,
) -> Vec<Node> {
    let names = &records.names;
    let key_of = |n: u32| {
        let mut words: Vec<&str> = names.of(n).iter().map(|&w| names.text(w)).collect();
        words.sort_unstable();
        words.dedup();
        let mut hash = FxHasher::default();
        for word in &words {
            hash.write(word.as_bytes());
            hash.write_u8(b' ');
        }
        let raw = shipments.text.get(names.raw[n as usize]);
        let plain = || raw.trim().to_uppercase();
        if words.is_empty() || (!apart.is_empty() && apart.contains(&plain())) {
            hash.write(plain().as_bytes());
            hash.write_u8(b'=');
        }
        let mut distinct: Vec<WordId> = names.of(n).to_vec();
        distinct.sort_unstable();
        distinct.dedup();
        let told: f32 = distinct.iter().map(|&w| information.word(w)).sum();
        // A name that says more than it takes to single one out of all is one firm wherever it stands in a country.
        let telling = f64::from(told) >= information.log_names + 1.5
            && distinct
                .iter()
                .any(|&w| names.words[w as usize].kind == Kind::Word);
        (hash.finish(), telling)
    };
    let keys: Vec<(u64, bool)> = (0..names.len() as u32)
        .into_par_iter()
        .with_min_len(1024)
        .map(key_of)
        .collect();
    let mut numbers: FxHashMap<(u64, Option<Country>, u64), u32> = FxHashMap::default();
    let mut members: Vec<Vec<u32>> = Vec::new();
    for (i, record) in records.parties.iter().enumerate() {
        let (key, telling) = keys[record.name as usize];
        let place = if telling {
            0
        } else {
            records.address_keys[record.address as usize].unwrap_or(0)
        };
        let number = *numbers
            .entry((key, record.country, place))
            .or_insert_with(|| {
                members.push(Vec::new());
                (members.len() - 1) as u32
            });
        members[number as usize].push(i as u32);
    }
    drop(numbers);
    let mut nodes: Vec<Node> = members
        .into_par_iter()
        .with_min_len(1024)
        .map(|list| node(list, shipments, records, hashes, information))
        .collect();
    nodes.sort_unstable_by_key(|node| hashes[node.parties[0].index()]);
    nodes
}

fn node(
    mut list: Vec<u32>,
    shipments: &Shipments,
    records: &Records,
    hashes: &[u64],
    information: &Information,
) -> Node {
    list.sort_unstable_by_key(|&i| hashes[i as usize]);
    let names = &records.names;
    let first = &records.parties[list[0] as usize];
    let mut legal = LegalSet::default();
    let mut addresses: Vec<u32> = Vec::new();
    let mut ids: Vec<u64> = Vec::new();
    let mut maybe_cut = false;
    for &i in &list {
        let record = &records.parties[i as usize];
        legal.0 |= names.legal[record.name as usize].0;
        maybe_cut |= names.maybe_cut[record.name as usize];
        if record.address != 0 && addresses.len() < 4 && !addresses.contains(&record.address) {
            addresses.push(record.address);
        }
        if let Some(id) = identifier(shipments.text.get(record.registration_id)) {
            ids.push(id);
        }
        let of_name = names.ids.partition_point(|(n, _)| *n < record.name);
        let own = names.ids[of_name..]
            .iter()
            .take_while(|(n, _)| *n == record.name);
        ids.extend(own.filter_map(|(_, id)| identifier(id)));
    }
    ids.sort_unstable();
    ids.dedup();
    let words: Box<[WordId]> = names.of(first.name).into();
    let mut distinct = words.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    // Summed in the order of the name, not of word numbers, which follow the order of rows.
    let mut seen: Vec<WordId> = Vec::new();
    let mut told = 0.0;
    for &word in &words {
        if !seen.contains(&word) {
            seen.push(word);
            told += information.word(word);
        }
    }
    Node {
        country: first.country,
        parties: list.iter().map(|&i| PartyId::new(i as usize)).collect(),
        words,
        legal,
        addresses: addresses.into(),
        ids: ids.into(),
        maybe_cut,
        information: told,
    }
}

/// A registration number as it is compared: five letters and digits at least, three digits among them.
fn identifier(raw: &str) -> Option<u64> {
    let clean: String = raw
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .collect();
    let clean = clean.trim_start_matches('0');
    let digits = clean.bytes().filter(u8::is_ascii_digit).count();
    (clean.len() >= 5 && digits >= 3).then(|| hash_text(clean))
}

/// A hash of text that is the same in every run.
pub fn hash_text(text: &str) -> u64 {
    let mut hash = FxHasher::default();
    hash.write(text.as_bytes());
    hash.write_u8(0xff);
    hash.finish()
}
