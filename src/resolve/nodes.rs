//! Parties that are equal but for writing, as one node: what is compared with each other.

use super::lexicon::{Kind, LegalSet};
use super::names::{Names, WordId};
use super::records::Records;
use crate::model::{Country, PartyId, Shipments};
use rayon::prelude::*;
use rustc_hash::{FxHashSet, FxHasher};
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

    /// Of the distinct words of a name, summed in its order: word numbers follow the order of rows.
    pub fn of_name(&self, words: &[WordId]) -> f32 {
        words
            .iter()
            .enumerate()
            .filter(|(i, word)| !words[..*i].contains(word))
            .map(|(_, &word)| self.word(word))
            .sum()
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
        let words = names.of(n);
        let mut key = names.keys[n as usize];
        let raw = shipments.text.get(names.raw[n as usize]);
        let plain = || raw.trim().to_uppercase();
        if words.is_empty() || (!apart.is_empty() && apart.contains(&plain())) {
            key = mixed(key, hash_text(&plain()));
        }
        // A name that says more than it takes to single one out of all is one firm wherever it stands in a country.
        let telling = f64::from(information.of_name(words)) >= information.log_names + 1.5
            && words
                .iter()
                .any(|&w| names.words[w as usize].kind == Kind::Word);
        (key, telling)
    };
    let keys: Vec<(u64, bool)> = (0..names.len() as u32)
        .into_par_iter()
        .with_min_len(1024)
        .map(key_of)
        .collect();
    let mut members: Vec<(u64, Option<Country>, u64, u64, u32)> = records
        .parties
        .par_iter()
        .with_min_len(4096)
        .enumerate()
        .map(|(i, record)| {
            let (key, telling) = keys[record.name as usize];
            let place = if telling {
                0
            } else {
                records.address_keys[record.address as usize].unwrap_or(0)
            };
            (key, record.country, place, hashes[i], i as u32)
        })
        .collect();
    members.par_sort_unstable();
    let mut nodes: Vec<Node> = members
        .par_chunk_by(|a, b| (a.0, a.1, a.2) == (b.0, b.1, b.2))
        .map(|list| node(list.iter().map(|m| m.4), shipments, records, information))
        .collect();
    nodes.par_sort_unstable_by_key(|node| hashes[node.parties[0].index()]);
    nodes
}

/// A node of these parties, which come by content hash.
fn node(
    list: impl Iterator<Item = u32> + Clone,
    shipments: &Shipments,
    records: &Records,
    information: &Information,
) -> Node {
    let names = &records.names;
    let mut words: &[WordId] = &[];
    let mut country = None;
    let mut legal = LegalSet::default();
    let mut addresses: Vec<u32> = Vec::new();
    let mut ids: Vec<u64> = Vec::new();
    let mut maybe_cut = false;
    for (rank, i) in list.clone().enumerate() {
        let record = &records.parties[i as usize];
        if rank == 0 {
            words = names.of(record.name);
            country = record.country;
        }
        legal.0 |= names.legal[record.name as usize].0;
        maybe_cut |= names.maybe_cut[record.name as usize];
        if record.address != 0 && addresses.len() < 4 && !addresses.contains(&record.address) {
            addresses.push(record.address);
        }
        if let Some(id) = identifier(shipments.text.get(record.registration_id)) {
            ids.push(id);
        }
        if !names.ids.is_empty() {
            let of_name = names.ids.partition_point(|(n, _)| *n < record.name);
            let own = names.ids[of_name..]
                .iter()
                .take_while(|(n, _)| *n == record.name);
            ids.extend(own.filter_map(|(_, id)| identifier(id)));
        }
    }
    ids.sort_unstable();
    ids.dedup();
    Node {
        country,
        parties: list.map(|i| PartyId::new(i as usize)).collect(),
        words: words.into(),
        legal,
        addresses: addresses.into(),
        ids: ids.into(),
        maybe_cut,
        information: information.of_name(words),
    }
}

/// A registration number as it is compared: five letters and digits at least, three digits among them.
fn identifier(raw: &str) -> Option<u64> {
    if raw.len() < 5 {
        return None;
    }
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
    hash_bytes(text.as_bytes())
}

/// As [`hash_text`], of bytes.
pub fn hash_bytes(bytes: &[u8]) -> u64 {
    let mut hash = FxHasher::default();
    hash.write(bytes);
    hash.write_u8(0xff);
    hash.finish()
}

/// Two hashes as one; the order counts.
pub fn mixed(a: u64, b: u64) -> u64 {
    let mut hash = FxHasher::default();
    hash.write_u64(a);
    hash.write_u64(b);
    hash.finish()
}
