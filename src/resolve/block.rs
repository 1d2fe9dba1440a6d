//! Which nodes are compared at all.

use super::align::skeleton;
use super::lexicon::Kind;
use super::names::WordId;
use super::neighbours::Neighbours;
use super::nodes::{Node, Nodes, hash_bytes, mixed};
use super::records::Records;
use crate::model::Country;
use crate::policy;
use rayon::prelude::*;
use std::sync::atomic::{AtomicU8, Ordering};

/// Nodes that share a key, and what was left out.
pub struct Blocks {
    /// Start and end of each block in `members`. Two blocks never have the same members.
    blocks: Vec<(u32, u32)>,
    members: Vec<u32>,
    /// Blocks that were too large.
    pub skipped: usize,
    /// Nodes in the largest of them.
    pub largest: usize,
}

impl Blocks {
    /// Pairs within blocks, those of several blocks counted several times.
    pub fn pair_count(&self) -> usize {
        self.blocks
            .iter()
            .map(|&(start, end)| ((end - start) as usize).pow(2) / 2)
            .sum()
    }

    /// The pairs of node numbers to keep, the smaller first, sorted, no repeats. `keep` is asked block by block, so that
    /// what it reads of the nodes is at hand.
    pub fn pairs(&self, keep: impl Fn(u32, u32) -> bool + Sync) -> Vec<(u32, u32)> {
        let mut pairs: Vec<(u32, u32)> = self
            .blocks
            .par_iter()
            .with_min_len(512)
            .fold(Vec::new, |mut pairs, &(start, end)| {
                let block = &self.members[start as usize..end as usize];
                for (i, &a) in block.iter().enumerate() {
                    let others = block[i + 1..].iter().map(|&b| (a, b));
                    pairs.extend(others.filter(|&(a, b)| keep(a, b)));
                }
                pairs
            })
            .flatten_iter()
            .collect();
        pairs.par_sort_unstable();
        pairs.dedup();
        pairs
    }
}

/// Blocks of nodes that share a key: rare words, pairs of words (as written, or as a rare word may be meant), the whole
/// name by sound, address with a word of the name, or a registration number. First letters alone are never a key.
pub fn blocks(
    nodes: &Nodes<'_>,
    records: &Records,
    neighbours: &Neighbours,
    policy: &policy::resolve::Blocks,
) -> Blocks {
    let maker = Maker {
        nodes,
        records,
        neighbours,
        policy,
        whole: whole_words(records),
        rank: ranks(records),
    };
    let shared = maker.shared();
    let mut keys: Vec<(u64, u32)> = (0..nodes.len() as u32)
        .into_par_iter()
        .with_min_len(1024)
        .fold(Vec::new, |mut out, i| {
            maker.keys(i, &mut |key| {
                if shared.seen_twice(key) {
                    out.push((key, i));
                }
            });
            out
        })
        .flatten_iter()
        .collect();
    drop(shared);
    keys.par_sort_unstable();
    keys.dedup();
    maker.gathered(&keys)
}

/// Words of a name that make keys.
const KEY_WORDS: usize = 4;

/// How often keys were seen, by hash, up to twice. Two keys that fall on one place only cost a useless row.
struct Shared {
    places: Vec<AtomicU8>,
}

impl Shared {
    fn place(&self, key: u64) -> &AtomicU8 {
        // The lengths are powers of two.
        &self.places
            [(key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20) as usize & (self.places.len() - 1)]
    }

    fn note(&self, key: u64) {
        let place = self.place(key);
        if place.load(Ordering::Relaxed) < 2 {
            // A sum of several threads may pass two, never 255: each reads a number below two first.
            place.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn seen_twice(&self, key: u64) -> bool {
        self.place(key).load(Ordering::Relaxed) >= 2
    }
}

/// Everything that keys are made of.
struct Maker<'a> {
    nodes: &'a Nodes<'a>,
    records: &'a Records,
    neighbours: &'a Neighbours,
    policy: &'a policy::resolve::Blocks,
    /// Hash of the [`skeleton`] of each word and whether it is long enough to be a key.
    whole: Vec<(u64, u8)>,
    /// Place of each word among all: those that distinguish before those that do not, the rarest first.
    rank: Vec<u32>,
}

fn ranks(records: &Records) -> Vec<u32> {
    let names = &records.names;
    let mut order: Vec<WordId> = (0..names.words.len() as WordId).collect();
    order.par_sort_unstable_by(|&a, &b| {
        let (x, y) = (names.words[a as usize], names.words[b as usize]);
        (x.kind != Kind::Word, x.names)
            .cmp(&(y.kind != Kind::Word, y.names))
            .then_with(|| names.text(a).cmp(names.text(b)))
    });
    let mut rank = vec![0; order.len()];
    for (place, word) in (0..).zip(order) {
        rank[word as usize] = place;
    }
    rank
}

fn whole_words(records: &Records) -> Vec<(u64, u8)> {
    let names = &records.names;
    (0..names.words.len() as WordId)
        .into_par_iter()
        .with_min_len(4096)
        .map(|w| {
            let mut sound = [0u8; 24];
            let n = skeleton(names.text(w), &mut sound);
            (hash_bytes(&sound[..n]), n as u8)
        })
        .collect()
}

impl Maker<'_> {
    fn shared(&self) -> Shared {
        let length = (self.nodes.len() * 16).next_power_of_two().max(1 << 12);
        let shared = Shared {
            places: (0..length).map(|_| AtomicU8::new(0)).collect(),
        };
        (0..self.nodes.len() as u32)
            .into_par_iter()
            .with_min_len(1024)
            .for_each_init(Vec::new, |own: &mut Vec<u64>, i| {
                own.clear();
                self.keys(i, &mut |key| own.push(key));
                // A key that a node has twice is not shared for that.
                own.sort_unstable();
                own.dedup();
                for &key in own.iter() {
                    shared.note(key);
                }
            });
        shared
    }

    /// The distinct words of a node that make keys: the rarest first, those that distinguish before those that do not.
    fn key_words(&self, node: &Node<'_>, out: &mut Vec<WordId>) {
        out.clear();
        out.extend_from_slice(node.words);
        out.sort_unstable_by_key(|&word| self.rank[word as usize]);
        out.dedup();
        out.truncate(KEY_WORDS);
    }

    /// A word as written and as it may be meant.
    fn readings(&self, word: WordId) -> impl Iterator<Item = WordId> + Clone + '_ {
        std::iter::once(word).chain(self.neighbours.of(word).iter().copied())
    }

    fn keys(&self, i: u32, out: &mut impl FnMut(u64)) {
        let names = &self.records.names;
        let node = &self.nodes.at(i as usize);
        let mut words = Vec::with_capacity(8);
        self.key_words(node, &mut words);
        let telling = |w: WordId| names.words[w as usize].kind == Kind::Word;
        let any_telling = words.iter().any(|&w| telling(w));
        for (i, &word) in words.iter().enumerate() {
            // With four words or more two are intact after any one error.
            let readings = self
                .readings(word)
                .take(if i == 3 { 1 } else { usize::MAX });
            for a in readings {
                if names.words[a as usize].names as usize <= self.policy.common_word {
                    out(names.hashes[a as usize]);
                }
                for (j, &other) in words.iter().enumerate().skip(i + 1) {
                    // Common words alone do not make two firms with other words one.
                    if any_telling && !telling(a) && !telling(other) {
                        continue;
                    }
                    for b in self
                        .readings(other)
                        .take(if j == 3 { 1 } else { usize::MAX })
                    {
                        out(pair_key(names.hashes[a as usize], names.hashes[b as usize]));
                    }
                }
            }
        }
        self.whole_by_sound(node, out);
        for &address in node.addresses {
            if let Some(key) = self.records.address_keys[address as usize] {
                // Firms of one house that share no word of their names are not compared.
                for &word in words.iter().filter(|&&w| !any_telling || telling(w)) {
                    for word in self.readings(word) {
                        out(mixed(key, names.hashes[word as usize]));
                    }
                    out(mixed(key, self.whole[word as usize].0 ^ 1));
                }
            }
        }
        for id in node.ids {
            out(id ^ 0x1d00_0000_0000_0000);
        }
    }

    /// The distinguishing words run together, and their consonants in the order of the words' own skeletons: survives
    /// split and joined words in part, other transliterations, and word order.
    fn whole_by_sound(&self, node: &Node<'_>, out: &mut impl FnMut(u64)) {
        let names = &self.records.names;
        let mut run = [0u8; 96];
        let mut length = 0;
        let mut sounds = [0u64; 16];
        let (mut count, mut classes) = (0, 0);
        for &word in node.words {
            if names.words[word as usize].kind == Kind::Trade {
                continue;
            }
            let text = names.text(word).as_bytes();
            let fits = text.len().min(run.len() - length);
            run[length..length + fits].copy_from_slice(&text[..fits]);
            length += fits;
            if count < sounds.len() {
                let (hash, n) = self.whole[word as usize];
                sounds[count] = hash;
                count += 1;
                classes += usize::from(n);
            }
        }
        if length >= 6 {
            out(hash_bytes(&run[..length]) ^ 0x3d);
        }
        if classes + count > 5 {
            let sounds = &mut sounds[..count];
            sounds.sort_unstable();
            out(sounds.iter().fold(0x7e, |key, &sound| mixed(key, sound)));
        }
    }

    /// The blocks of sorted keys; larger ones than the policy allows are divided.
    fn gathered(&self, keys: &[(u64, u32)]) -> Blocks {
        let largest = self.policy.largest;
        let parts: Vec<Parts> = keys
            .par_chunk_by(|a, b| a.0 == b.0)
            .fold(Parts::default, |mut parts, block| {
                if block.len() > largest {
                    self.divided(block, &mut parts);
                } else if block.len() > 1 {
                    parts.push(block);
                }
                parts
            })
            .collect();
        let mut members = Vec::with_capacity(parts.iter().map(|p| p.members.len()).sum());
        let mut blocks: Vec<(u64, u32, u32)> = Vec::new();
        let (mut skipped, mut most) = (0, 0);
        for part in parts {
            let offset = members.len() as u32;
            blocks.extend(
                part.blocks
                    .into_iter()
                    .map(|(hash, start, end)| (hash, start + offset, end + offset)),
            );
            members.extend(part.members);
            skipped += part.skipped;
            most = most.max(part.largest);
        }
        // Names that share one key often share several.
        blocks.par_sort_unstable();
        blocks.dedup_by_key(|block| block.0);
        Blocks {
            blocks: blocks
                .into_iter()
                .map(|(_, start, end)| (start, end))
                .collect(),
            members,
            skipped,
            largest: most,
        }
    }

    /// A block that is too large, by a further word of its names within each country. Names without a country are held
    /// against all others.
    fn divided(&self, block: &[(u64, u32)], out: &mut Parts) {
        let names = &self.records.names;
        let mut homes: Vec<(Option<Country>, u32)> = block
            .iter()
            .map(|&(_, i)| (self.nodes.country(i as usize), i))
            .collect();
        homes.sort_unstable();
        let homeless = homes.partition_point(|home| home.0.is_none());
        let (without, with) = homes.split_at(homeless);
        let mut words = Vec::new();
        let mut finer: Vec<(u64, u32)> = Vec::new();
        for home in with.chunk_by(|a, b| a.0 == b.0) {
            let members = || home.iter().chain(without).map(|&(_, i)| (0, i));
            if home.len() + without.len() <= self.policy.largest {
                finer.clear();
                finer.extend(members());
                finer.sort_unstable();
                out.push(&finer);
                continue;
            }
            finer.clear();
            for (_, i) in members() {
                self.key_words(&self.nodes.at(i as usize), &mut words);
                for &word in &words {
                    for word in self.readings(word) {
                        finer.push((names.hashes[word as usize], i));
                    }
                }
            }
            finer.sort_unstable();
            finer.dedup();
            let mut left_out = 0;
            for block in finer.chunk_by(|a, b| a.0 == b.0) {
                if block.len() <= self.policy.largest {
                    out.push(block);
                } else {
                    left_out = left_out.max(block.len());
                }
            }
            out.skipped += usize::from(left_out > 0);
            out.largest = out.largest.max(left_out);
        }
    }
}

/// Blocks found by one thread.
#[derive(Default)]
struct Parts {
    /// Hash of the members, start, end.
    blocks: Vec<(u64, u32, u32)>,
    members: Vec<u32>,
    skipped: usize,
    largest: usize,
}

impl Parts {
    fn push(&mut self, block: &[(u64, u32)]) {
        if block.len() < 2 {
            return;
        }
        let start = self.members.len() as u32;
        let mut hash = 0;
        for &(_, member) in block {
            hash = mixed(hash, u64::from(member));
            self.members.push(member);
        }
        self.blocks.push((hash, start, self.members.len() as u32));
    }
}

fn pair_key(a: u64, b: u64) -> u64 {
    mixed(a.min(b), a.max(b))
}
