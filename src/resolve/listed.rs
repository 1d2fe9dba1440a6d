//! Which listed names and addresses come near a name or an address.

use super::address::{Address, AddressLevel};
use super::align::Alignment;
use super::lexicon::{Kind, Lexicon};
use super::nodes::hash_bytes;
use super::screen::{agrees_by_sound_alone, weighed};
use super::weighed::Weighed;
use super::word_keys;
use crate::model::WatchEntry;
use rustc_hash::FxHashMap;

/// A listed name that comes near.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Index of the entry.
    pub entry: usize,
    /// The listed name or alias, or the address for a match by address.
    pub listed: String,
    /// As [`PairScore::score`](super::screen::PairScore::score).
    pub score: f64,
    /// Why.
    pub reasons: Vec<String>,
    /// Only sound ties the words that name the firm: too little where the country is another one.
    pub by_sound: bool,
}

/// Listed names, indexed by their words, by words with a letter left out, and by sound.
pub struct Index {
    pub(super) names: Vec<(u32, String, Weighed)>,
    postings: FxHashMap<u64, Vec<u32>>,
    addresses: Vec<(u32, String, Address)>,
    by_address: FxHashMap<u64, Vec<u32>>,
}

/// A key that stands for more listed names than this leads to none of them: another word of the name will.
pub(super) const COMMON_KEY: usize = 400;

impl Index {
    /// Indexes names, aliases and addresses of all entries.
    pub fn build(entries: &[WatchEntry], lexicon: &Lexicon) -> Self {
        let mut index = Self {
            names: Vec::new(),
            postings: FxHashMap::default(),
            addresses: Vec::new(),
            by_address: FxHashMap::default(),
        };
        for (e, entry) in entries.iter().enumerate() {
            for listed in std::iter::once(&entry.name).chain(&entry.aliases) {
                let name = Weighed::read(listed, lexicon);
                if name.kinds.is_empty() {
                    continue;
                }
                let id = index.names.len() as u32;
                let mut post = |key: u64| {
                    let list: &mut Vec<u32> = index.postings.entry(key).or_default();
                    if list.last() != Some(&id) {
                        list.push(id);
                    }
                };
                for (word, kind) in name.name.words().zip(&name.kinds) {
                    if makes_keys(*kind, &name.kinds) {
                        word_keys::each(word, &mut post);
                    }
                }
                if let Some(key) = run_together(name.name.words()) {
                    post(key);
                }
                index.names.push((e as u32, listed.clone(), name));
            }
            for written in &entry.addresses {
                let address = Address::read(written, lexicon);
                if let Some(key) = address.key_hash() {
                    let id = index.addresses.len() as u32;
                    index.by_address.entry(key).or_default().push(id);
                    index.addresses.push((e as u32, written.clone(), address));
                }
            }
        }
        index
    }

    /// Adds the listed names that a key stands for.
    pub(super) fn posted(&self, key: u64, out: &mut Vec<u32>) {
        if let Some(list) = self.postings.get(&key)
            && list.len() <= COMMON_KEY
        {
            out.extend_from_slice(list);
        }
    }

    /// Entries whose names come near, best first, one candidate an entry.
    pub fn near(&self, name: &Weighed, floor: f64, scratch: &mut Alignment) -> Vec<Candidate> {
        let mut ids: Vec<u32> = Vec::new();
        for (word, kind) in name.name.words().zip(&name.kinds) {
            if makes_keys(*kind, &name.kinds) {
                word_keys::each(word, |key| self.posted(key, &mut ids));
            }
        }
        if let Some(key) = run_together(name.name.words()) {
            self.posted(key, &mut ids);
        }
        self.scored(&mut ids, name, floor, scratch)
    }

    /// Those of the listed names that score `floor` or more, best first, one candidate an entry.
    pub(super) fn scored(
        &self,
        ids: &mut Vec<u32>,
        name: &Weighed,
        floor: f64,
        scratch: &mut Alignment,
    ) -> Vec<Candidate> {
        ids.sort_unstable();
        ids.dedup();
        let mut found: Vec<Candidate> = Vec::new();
        for &id in ids.iter() {
            let (entry, listed, other) = &self.names[id as usize];
            let score = weighed(name, other, scratch, None);
            if score >= floor {
                let mut reasons = Vec::new();
                weighed(name, other, scratch, Some(&mut reasons));
                found.push(Candidate {
                    entry: *entry as usize,
                    listed: listed.clone(),
                    score,
                    reasons,
                    by_sound: agrees_by_sound_alone(name, other, scratch),
                });
            }
        }
        rank(&mut found);
        found
    }

    /// Entries with this address. An address names a building: it is strong only where the list means the address itself.
    pub fn at(&self, address: &Address, entries: &[WatchEntry]) -> Vec<Candidate> {
        match address.key_hash() {
            Some(key) => self.at_key(key, address, entries),
            None => Vec::new(),
        }
    }

    /// As [`Index::at`], with the [`Address::key_hash`] at hand.
    pub fn at_key(&self, key: u64, address: &Address, entries: &[WatchEntry]) -> Vec<Candidate> {
        let mut found: Vec<Candidate> = self
            .by_address
            .get(&key)
            .into_iter()
            .flatten()
            .map(|&id| &self.addresses[id as usize])
            .filter(|(_, _, other)| address.compare(other) == AddressLevel::Same)
            .map(|(entry, written, _)| Candidate {
                entry: *entry as usize,
                listed: written.clone(),
                score: if entries[*entry as usize].name.is_empty() {
                    0.85
                } else {
                    0.60
                },
                reasons: vec![format!(
                    "same address: {}",
                    address.key().unwrap_or_default()
                )],
                by_sound: false,
            })
            .collect();
        rank(&mut found);
        found
    }
}

/// Keys come from the distinguishing words; from all words where there is none.
fn makes_keys(kind: Kind, all: &[Kind]) -> bool {
    kind == Kind::Word || !all.contains(&Kind::Word)
}

/// What a name shares with the same letters split otherwise; nothing for a single word, which has its own keys.
pub(super) fn run_together<'t>(words: impl Iterator<Item = &'t str>) -> Option<u64> {
    let mut run = [0u8; 128];
    let (mut length, mut count) = (0, 0);
    for word in words {
        let fits = word.len().min(run.len() - length);
        run[length..length + fits].copy_from_slice(&word.as_bytes()[..fits]);
        length += fits;
        count += 1;
    }
    (count > 1).then(|| hash_bytes(&run[..length]))
}

/// Best first, ties by entry and listed name; one candidate an entry.
fn rank(found: &mut Vec<Candidate>) {
    found.sort_by(|a, b| {
        b.score
            .total_cmp(&a.score)
            .then_with(|| (a.entry, &a.listed).cmp(&(b.entry, &b.listed)))
    });
    let mut seen: Vec<usize> = Vec::new();
    found.retain(|c| {
        let fresh = !seen.contains(&c.entry);
        seen.push(c.entry);
        fresh
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn listed_names_are_found_through_errors_and_ranked() {
        let entry = |name: &str, aliases: &[&str]| WatchEntry {
            name: name.into(),
            aliases: aliases.iter().map(|a| (*a).to_owned()).collect(),
            ..WatchEntry::default()
        };
        let entries = [
            entry("Pelican Sample Trading", &["PST Example"]),
            entry(
                "Orchid Example Semiconductor Co Ltd",
                &["Orhid Electronics"],
            ),
        ];
        let lexicon = Lexicon::built_in();
        let index = Index::build(&entries, &lexicon);
        let name = Weighed::read("ORCHDI EXAMPLE SEMICONDUCTOR", &lexicon);
        let found = index.near(&name, 0.55, &mut Alignment::default());
        assert_eq!(found.first().map(|c| c.entry), Some(1));
        let other = Weighed::read("Kestrel Machinery", &lexicon);
        assert!(
            index
                .near(&other, 0.55, &mut Alignment::default())
                .is_empty()
        );
    }
}
