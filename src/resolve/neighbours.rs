//! Words that may be a rare word's right spelling.

use super::align::skeleton;
use super::lexicon::Kind;
use super::names::{Names, WordId};
use super::nodes::hash_text;
use rapidfuzz::distance::osa;
use rayon::prelude::*;

/// A word in this many names or more is spelt as it is meant.
const RARE: u32 = 3;
/// Neighbours kept of one rare word.
const MOST: usize = 3;
/// Words sharing one shortened form beyond which it says nothing.
const LARGEST: usize = 300;

/// For each rare word, others that it may be a misspelling or another transliteration of. Sorted by (rare, other).
pub struct Neighbours {
    pairs: Vec<(WordId, WordId)>,
}

impl Neighbours {
    /// Finds them by shared forms with one letter left out, and by shared skeletons.
    pub fn find(names: &Names) -> Self {
        let eligible = |w: WordId| {
            let word = names.words[w as usize];
            word.kind != Kind::Number && names.text(w).len() >= 4 && names.text(w).len() <= 40
        };
        let mut forms: Vec<(u64, WordId)> = (0..names.words.len() as WordId)
            .into_par_iter()
            .with_min_len(4096)
            .filter(|&w| eligible(w))
            .flat_map_iter(|w| forms(names.text(w)).into_iter().map(move |form| (form, w)))
            .collect();
        forms.par_sort_unstable();
        forms.dedup();
        let mut found: Vec<(WordId, WordId, u8)> = forms
            .par_chunk_by(|a, b| a.0 == b.0)
            .filter(|group| group.len() > 1 && group.len() <= LARGEST)
            .flat_map_iter(|group| {
                let mut out = Vec::new();
                for &(_, rare) in group {
                    if names.words[rare as usize].names > RARE {
                        continue;
                    }
                    for &(_, other) in group {
                        if rare != other
                            && names.words[other as usize].names >= names.words[rare as usize].names
                            && let Some(distance) = distance(names.text(rare), names.text(other))
                        {
                            out.push((rare, other, distance));
                        }
                    }
                }
                out
            })
            .collect();
        found.par_sort_unstable();
        found.dedup();
        let mut pairs = Vec::with_capacity(found.len());
        for group in found.chunk_by_mut(|a, b| a.0 == b.0) {
            group.sort_unstable_by(|a, b| {
                a.2.cmp(&b.2)
                    .then(
                        names.words[b.1 as usize]
                            .names
                            .cmp(&names.words[a.1 as usize].names),
                    )
                    .then_with(|| names.text(a.1).cmp(names.text(b.1)))
            });
            pairs.extend(
                group
                    .iter()
                    .take(MOST)
                    .map(|&(rare, other, _)| (rare, other)),
            );
        }
        Self { pairs }
    }

    /// What a word may stand for.
    pub fn of(&self, word: WordId) -> impl Iterator<Item = WordId> + '_ {
        let start = self.pairs.partition_point(|p| p.0 < word);
        self.pairs[start..]
            .iter()
            .take_while(move |p| p.0 == word)
            .map(|p| p.1)
    }
}

/// Hashes of the word, of it with each letter left out, and of its skeleton.
fn forms(word: &str) -> Vec<u64> {
    let mut out = Vec::with_capacity(word.len() + 2);
    out.push(hash_text(word));
    let mut shorter = String::with_capacity(word.len());
    for i in 0..word.len() {
        shorter.clear();
        shorter.push_str(&word[..i]);
        shorter.push_str(&word[i + 1..]);
        out.push(hash_text(&shorter));
    }
    let mut sound = [0u8; 24];
    let n = skeleton(word, &mut sound);
    if n >= 3 {
        // Apart from spellings: a skeleton is no word.
        let text: String = std::iter::once('~')
            .chain(sound[..n].iter().map(|&b| b as char))
            .collect();
        out.push(hash_text(&text));
    }
    out
}

/// Steps between two spellings, if they can be one word: 4 stands for "sounds alike".
fn distance(a: &str, b: &str) -> Option<u8> {
    let limit = if a.len().max(b.len()) >= 7 { 2 } else { 1 };
    if let Some(d) = osa::distance_with_args(
        a.bytes(),
        b.bytes(),
        &osa::Args::default().score_cutoff(limit),
    ) {
        return Some(d as u8);
    }
    let (mut x, mut y) = ([0u8; 24], [0u8; 24]);
    let (n, m) = (skeleton(a, &mut x), skeleton(b, &mut y));
    (n >= 3 && n == m && x[..n] == y[..m] && a.len().abs_diff(b.len()) <= 3).then_some(4)
}
