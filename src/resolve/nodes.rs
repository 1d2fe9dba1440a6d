//! Parties that are equal but for writing, as one node: what is compared with each other.

use super::lexicon::{Kind, LegalSet};
use super::names::{Names, WordId};
use super::records::Records;
use crate::model::{Country, PartyId, Shipments};
use rayon::prelude::*;
use rustc_hash::{FxHashSet, FxHasher};
use std::hash::Hasher;

/// Parties with the same words in the same country, and with the same address where the name is a common one.
#[derive(Clone, Copy, Debug)]
pub struct Node<'a> {
    /// The parties, by content hash; the first stands for all.
    pub parties: &'a [PartyId],
    /// Words in the order of the first party's name.
    pub words: &'a [WordId],
    /// Legal forms of all parties.
    pub legal: LegalSet,
    /// Their country, if one is stated.
    pub country: Option<Country>,
    /// Up to four of their addresses, by content; indexes into [`Records::addresses`].
    pub addresses: &'a [u32],
    /// Registration numbers, digits and letters only, hashed.
    pub ids: &'a [u64],
    /// Some name may be cut off.
    pub maybe_cut: bool,
    /// Sum of the information of the distinct words.
    pub information: f32,
}

/// All nodes. There may be millions, so what they list lies in one array of its kind.
pub struct Nodes<'a> {
    names: &'a Names,
    rows: Vec<Row>,
    parties: Vec<PartyId>,
    addresses: Vec<u32>,
    ids: Vec<u64>,
}

/// A node, with where its lists start and how long they are.
#[derive(Clone, Copy)]
struct Row {
    name: u32,
    information: f32,
    parties: (u32, u32),
    addresses: (u32, u8),
    ids: (u32, u32),
    country: Option<Country>,
    legal: LegalSet,
    maybe_cut: bool,
}

impl<'a> Nodes<'a> {
    /// Number of nodes.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// No nodes.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The node of this number.
    pub fn at(&self, node: usize) -> Node<'_> {
        let row = &self.rows[node];
        let (start, count) = (row.parties.0 as usize, row.parties.1 as usize);
        let (first_address, addresses) = (row.addresses.0 as usize, row.addresses.1 as usize);
        let (first_id, ids) = (row.ids.0 as usize, row.ids.1 as usize);
        Node {
            parties: &self.parties[start..start + count],
            words: self.names.of(row.name),
            legal: row.legal,
            country: row.country,
            addresses: &self.addresses[first_address..first_address + addresses],
            ids: &self.ids[first_id..first_id + ids],
            maybe_cut: row.maybe_cut,
            information: row.information,
        }
    }

    /// The words of a node.
    pub fn words(&self, node: usize) -> &'a [WordId] {
        self.names.of(self.rows[node].name)
    }

    /// The country of a node.
    pub fn country(&self, node: usize) -> Option<Country> {
        self.rows[node].country
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = Node<'_>> {
        (0..self.len()).map(|node| self.at(node))
    }
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
pub fn group<'a>(
    shipments: &Shipments,
    records: &'a Records,
    hashes: &[u64],
    information: &Information,
    apart: &FxHashSet<String>,
) -> Nodes<'a> {
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
    let is_first = |at: &usize| {
        let place = |at: usize| (members[at].0, members[at].1, members[at].2);
        *at == 0 || place(*at) != place(*at - 1)
    };
    let mut bounds: Vec<u32> = (0..members.len())
        .into_par_iter()
        .with_min_len(4096)
        .filter(is_first)
        .map(|at| at as u32)
        .collect();
    bounds.push(members.len() as u32);
    let parties: Vec<PartyId> = members
        .iter()
        .map(|member| PartyId::new(member.4 as usize))
        .collect();
    drop(members);
    let read: Vec<Part> = bounds
        .par_windows(2)
        .with_min_len(4096)
        .fold(Part::default, |mut part, bounds| {
            let own = &parties[bounds[0] as usize..bounds[1] as usize];
            part.add(bounds[0], own, shipments, records, information);
            part
        })
        .collect();
    let mut nodes = Nodes {
        names,
        rows: Vec::with_capacity(bounds.len() - 1),
        parties,
        addresses: Vec::new(),
        ids: Vec::new(),
    };
    for part in read {
        let (addresses, ids) = (nodes.addresses.len() as u32, nodes.ids.len() as u32);
        nodes.rows.extend(part.rows.into_iter().map(|mut row| {
            row.addresses.0 += addresses;
            row.ids.0 += ids;
            row
        }));
        nodes.addresses.extend(part.addresses);
        nodes.ids.extend(part.ids);
    }
    let Nodes { rows, parties, .. } = &mut nodes;
    rows.par_sort_unstable_by_key(|row| hashes[parties[row.parties.0 as usize].index()]);
    nodes
}

/// Nodes that one thread made.
#[derive(Default)]
struct Part {
    rows: Vec<Row>,
    addresses: Vec<u32>,
    ids: Vec<u64>,
}

impl Part {
    /// A node of these parties, which come by content hash; `start` is where they stand among all.
    fn add(
        &mut self,
        start: u32,
        parties: &[PartyId],
        shipments: &Shipments,
        records: &Records,
        information: &Information,
    ) {
        let names = &records.names;
        let first = &records.parties[parties[0].index()];
        let (first_address, first_id) = (self.addresses.len(), self.ids.len());
        let mut row = Row {
            name: first.name,
            information: information.of_name(names.of(first.name)),
            parties: (start, parties.len() as u32),
            addresses: (first_address as u32, 0),
            ids: (first_id as u32, 0),
            country: first.country,
            legal: LegalSet::default(),
            maybe_cut: false,
        };
        for party in parties {
            let record = &records.parties[party.index()];
            row.legal.0 |= names.legal[record.name as usize].0;
            row.maybe_cut |= names.maybe_cut[record.name as usize];
            let known = &self.addresses[first_address..];
            if record.address != 0 && known.len() < 4 && !known.contains(&record.address) {
                self.addresses.push(record.address);
            }
            if let Some(id) = identifier(shipments.text.get(record.registration_id)) {
                self.ids.push(id);
            }
            if !names.ids.is_empty() {
                let of_name = names.ids.partition_point(|(n, _)| *n < record.name);
                let own = names.ids[of_name..]
                    .iter()
                    .take_while(|(n, _)| *n == record.name);
                self.ids.extend(own.filter_map(|(_, id)| identifier(id)));
            }
        }
        let ids = &mut self.ids[first_id..];
        ids.sort_unstable();
        let distinct = distinct(ids);
        self.ids.truncate(first_id + distinct);
        row.addresses.1 = (self.addresses.len() - first_address) as u8;
        row.ids.1 = distinct as u32;
        self.rows.push(row);
    }
}

/// Moves the distinct values of a sorted list to its front; returns how many there are.
fn distinct(sorted: &mut [u64]) -> usize {
    let mut kept = 0;
    for at in 0..sorted.len() {
        if at == 0 || sorted[at] != sorted[at - 1] {
            sorted[kept] = sorted[at];
            kept += 1;
        }
    }
    kept
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
