//! Words that may be a rare word's right spelling.

use super::align::skeleton;
use super::lexicon::Kind;
use super::names::{Names, WordId};
use super::word_keys;
use rapidfuzz::distance::osa;
use rayon::prelude::*;

/// A word in this many names or more is spelt as it is meant.
const RARE: u32 = 3;
/// Neighbours kept of one rare word.
const MOST: usize = 3;
/// Words sharing one shortened form beyond which it says nothing.
const LARGEST: usize = 300;

/// For each rare word, others that it may be a misspelling or another transliteration of.
pub struct Neighbours {
    starts: Vec<u32>,
    others: Vec<WordId>,
}

impl Neighbours {
    /// Finds them by shared [`word_keys`].
    pub fn find(names: &Names) -> Self {
        let eligible = |w: WordId| {
            let word = names.words[w as usize];
            word.kind != Kind::Number && (4..=40).contains(&names.text(w).len())
        };
        let mut forms: Vec<(u64, WordId)> = (0..names.words.len() as WordId)
            .into_par_iter()
            .with_min_len(1024)
            .filter(|&w| eligible(w))
            .fold(Vec::new, |mut out, w| {
                word_keys::each(names.text(w), |key| out.push((key, w)));
                out
            })
            .flatten_iter()
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
        drop(forms);
        found.par_sort_unstable();
        found.dedup();
        let mut starts = vec![0u32; names.words.len() + 1];
        let mut others = Vec::with_capacity(found.len());
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
            let kept = group.len().min(MOST);
            starts[group[0].0 as usize + 1] = kept as u32;
            others.extend(group[..kept].iter().map(|&(_, other, _)| other));
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        Self { starts, others }
    }

    /// What a word may stand for.
    pub fn of(&self, word: WordId) -> &[WordId] {
        let word = word as usize;
        &self.others[self.starts[word] as usize..self.starts[word + 1] as usize]
    }
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
