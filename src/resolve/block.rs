//! Which nodes are compared at all.

use super::align::skeleton;
use super::lexicon::Kind;
use super::names::WordId;
use super::neighbours::Neighbours;
use super::nodes::{Node, hash_text};
use super::records::Records;
use crate::policy::resolve::Blocks;
use rayon::prelude::*;
use rustc_hash::FxHasher;
use std::hash::Hasher;

/// Candidate pairs and what was left out.
pub struct Candidates {
    /// Pairs of node numbers, the smaller first, sorted, no repeats.
    pub pairs: Vec<(u32, u32)>,
    /// Blocks that were too large, and the nodes in the largest of them.
    pub skipped: usize,
    /// Size of the largest block skipped.
    pub largest: usize,
}

/// Pairs of nodes that share a key: rare words, pairs of words (as written, or as a rare word may be meant), the whole
/// name by sound, address, or a registration number. First letters alone are never a key.
pub fn candidates(
    nodes: &[Node],
    records: &Records,
    neighbours: &Neighbours,
    policy: &Blocks,
) -> Candidates {
    let mut keys: Vec<(u64, u32)> = nodes
        .par_iter()
        .with_min_len(1024)
        .enumerate()
        .flat_map_iter(|(i, node)| {
            let mut out = Vec::with_capacity(12);
            keys(node, records, neighbours, policy, &mut out);
            out.sort_unstable();
            out.dedup();
            out.into_iter().map(move |key| (key, i as u32))
        })
        .collect();
    keys.par_sort_unstable();
    let too_large: Vec<usize> = keys
        .chunk_by(|a, b| a.0 == b.0)
        .map(<[_]>::len)
        .filter(|&n| n > policy.largest)
        .collect();
    let mut pairs: Vec<(u32, u32)> = keys
        .par_chunk_by(|a, b| a.0 == b.0)
        .filter(|block| block.len() > 1 && block.len() <= policy.largest)
        .flat_map_iter(|block| {
            block
                .iter()
                .enumerate()
                .flat_map(move |(i, a)| block[i + 1..].iter().map(move |b| (a.1, b.1)))
        })
        .collect();
    drop(keys);
    pairs.par_sort_unstable();
    pairs.dedup();
    Candidates {
        pairs,
        skipped: too_large.len(),
        largest: too_large.into_iter().max().unwrap_or(0),
    }
}

/// Words of a name that make keys.
const KEY_WORDS: usize = 4;

fn keys(
    node: &Node,
    records: &Records,
    neighbours: &Neighbours,
    policy: &Blocks,
    out: &mut Vec<u64>,
) {
    let names = &records.names;
    let mut words: Vec<WordId> = node.words.to_vec();
    words.sort_unstable();
    words.dedup();
    // The rarest words first; those that distinguish before those that do not.
    words.sort_unstable_by(|&a, &b| {
        let (x, y) = (names.words[a as usize], names.words[b as usize]);
        (x.kind != Kind::Word, x.names)
            .cmp(&(y.kind != Kind::Word, y.names))
            .then_with(|| names.text(a).cmp(names.text(b)))
    });
    words.truncate(KEY_WORDS);
    // Each word as written and as it may be meant.
    let mut readings: Vec<Vec<WordId>> = words
        .iter()
        .map(|&w| std::iter::once(w).chain(neighbours.of(w)).collect())
        .collect();
    if readings.len() > 3 {
        // With four words or more two are intact after any one error.
        readings[3].truncate(1);
    }
    for (i, reading) in readings.iter().enumerate() {
        for &a in reading {
            if (names.words[a as usize].names as usize) <= policy.common_word {
                out.push(hash_text(names.text(a)));
            }
            for other in &readings[i + 1..] {
                for &b in other {
                    out.push(pair_key(names.text(a), names.text(b)));
                }
            }
        }
    }
    whole_by_sound(node, records, out);
    for &address in &node.addresses {
        if let Some(key) = records.address_keys[address as usize] {
            out.push(key ^ 0xadd0_0000_0000_0000);
        }
    }
    out.extend(node.ids.iter().map(|id| id ^ 0x1d00_0000_0000_0000));
}

fn pair_key(a: &str, b: &str) -> u64 {
    let (x, y) = (hash_text(a), hash_text(b));
    let mut hash = FxHasher::default();
    hash.write_u64(x.min(y));
    hash.write_u64(x.max(y));
    hash.finish()
}

/// The consonants of the distinguishing words run together, in order of the words' own skeletons: survives split and
/// joined words in part, other transliterations, and word order.
fn whole_by_sound(node: &Node, records: &Records, out: &mut Vec<u64>) {
    let names = &records.names;
    let mut run = String::new();
    let mut sorted: Vec<String> = Vec::new();
    for &word in &node.words {
        if names.words[word as usize].kind == Kind::Trade {
            continue;
        }
        let text = names.text(word);
        run.push_str(text);
        let mut sound = [0u8; 24];
        let n = skeleton(text, &mut sound);
        sorted.push(sound[..n].iter().map(|&b| b as char).collect());
    }
    if run.len() >= 6 {
        out.push(hash_text(&format!("={run}")));
    }
    sorted.sort_unstable();
    let joined = sorted.join("~");
    if joined.len() >= 5 {
        out.push(hash_text(&format!("~{joined}")));
    }
}
