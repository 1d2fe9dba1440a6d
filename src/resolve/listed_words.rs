//! The words of listed names: what they weigh, and which of them tell nothing.

use super::align::{MOST_WORDS, NONE, Token};
use super::kin::Kin;
use super::lexicon::Kind;
use super::listed::{COMMON_KEY, Index, run_together};
use super::nodes::hash_bytes;
use super::screen::is_missed;
use super::screen_ceiling::{Outline, Sight};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// The listed names of an [`Index`], as far as their words go.
pub(super) struct ListedWords<'a> {
    /// The words of all, and where those of each are, with what else is known of it.
    words: Vec<Token<'a>>,
    of: Vec<(u32, u32, Outline)>,
    /// The distinct ones.
    pub(super) kin: Kin<'a>,
    /// By distinct word, the names that hold it.
    pub(super) bearers: Vec<Vec<Bearer>>,
    /// By distinct word, whether it is in too many names to lead to them.
    pub(super) common: Vec<bool>,
    /// Of each name.
    pub(super) taken: Vec<Taken>,
    /// Numbers of the distinct words, by hash.
    numbers: FxHashMap<u64, u32>,
    /// Names by the hash of two neighbouring words run together.
    joined: FxHashMap<u64, Vec<u32>>,
}

/// A name that holds a word.
#[derive(Clone, Copy)]
pub(super) struct Bearer {
    pub(super) name: u32,
    /// Weight of the word there, as often as it stands; nothing if it is taken for found.
    pub(super) weight: f32,
    /// How many missed words it is if it is not found.
    pub(super) missed: u8,
}

/// What does not depend on the name that a listed name is held against.
#[derive(Clone, Copy, Default)]
pub(super) struct Taken {
    /// Weight of the words that are taken for found.
    pub(super) weight: f32,
    /// Weight of all words.
    pub(super) whole: f32,
    /// Other words, those that count as missed; none if the name may be reached in other ways than by words.
    pub(super) others: u8,
}

impl<'a> ListedWords<'a> {
    /// Of all names; `run` are the words that they will be held against.
    pub(super) fn of(index: &'a Index, run: &[Token<'_>]) -> Self {
        let mut words: Vec<Token<'a>> = Vec::new();
        let mut of = Vec::with_capacity(index.names.len());
        let mut numbers: FxHashMap<u64, u32> = FxHashMap::default();
        let mut joined: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
        let mut distinct = Vec::new();
        for (id, (_, _, name)) in (0..).zip(&index.names) {
            let mut tokens = [NONE; MOST_WORDS];
            let n = name.tokens(&mut tokens);
            for token in &tokens[..n] {
                numbers
                    .entry(hash_bytes(token.text.as_bytes()))
                    .or_insert_with(|| {
                        distinct.push(*token);
                        distinct.len() as u32 - 1
                    });
            }
            for pair in tokens[..n].windows(2) {
                let key = run_together(pair.iter().map(|token| token.text));
                joined.entry(key.unwrap_or_default()).or_default().push(id);
            }
            let start = words.len() as u32;
            words.extend_from_slice(&tokens[..n]);
            of.push((start, words.len() as u32, name.outline()));
        }
        let mut listed = Self {
            bearers: vec![Vec::new(); distinct.len()],
            common: Vec::new(),
            taken: Vec::with_capacity(of.len()),
            kin: Kin::of(distinct),
            words,
            of,
            numbers,
            joined,
        };
        listed.take(run);
        listed
    }

    /// Says which words are taken for found wherever they are missed: all that are no distinguishing ones, those that such
    /// a word of the run may stand for, and those in very many names. They are in too many names to lead from one to the
    /// other.
    fn take(&mut self, run: &[Token<'_>]) {
        let words = self.kin.words();
        let common = run.par_iter().filter(|word| word.kind != Kind::Word);
        let near: Vec<u32> = common
            .map_init(Vec::new, |near, word| {
                self.kin.near(word, near);
                near.clone()
            })
            .flatten_iter()
            .collect();
        let mut taken: Vec<bool> = words.iter().map(|word| word.kind != Kind::Word).collect();
        for word in near {
            taken[word as usize] = true;
        }
        let mut bearers = vec![0usize; words.len()];
        for word in &self.words {
            bearers[self.numbers[&hash_bytes(word.text.as_bytes())] as usize] += 1;
        }
        // A list may hold thousands of names with one particle in them: no more lead from it than from a key.
        self.common = bearers
            .into_iter()
            .map(|names| names > COMMON_KEY)
            .collect();
        for (taken, &common) in taken.iter_mut().zip(&self.common) {
            *taken |= common;
        }
        for (name, &(start, end, _)) in (0u32..).zip(&self.of) {
            let words = &self.words[start as usize..end as usize];
            let mut known = Taken::default();
            for word in words {
                let number = self.numbers[&hash_bytes(word.text.as_bytes())] as usize;
                known.whole += word.weight;
                let (weight, missed) = if taken[number] {
                    known.weight += word.weight;
                    (0.0, 0)
                } else {
                    (word.weight, u8::from(is_missed(word)))
                };
                known.others += missed;
                match self.bearers[number].last_mut() {
                    Some(last) if last.name == name => {
                        last.weight += weight;
                        last.missed += missed;
                    }
                    _ => self.bearers[number].push(Bearer {
                        name,
                        weight,
                        missed,
                    }),
                }
            }
            // First letters, of its words or of the other's.
            if words.len() == 1 || words.iter().any(is_short) {
                known.others = 0;
            }
            self.taken.push(known);
        }
    }

    /// Can this word of the run be found only with distinguishing words of listed names?
    pub(super) fn stands_alone(&self, word: &Token<'_>, near: &[u32]) -> bool {
        let words = self.kin.words();
        word.kind == Kind::Word
            && near.iter().all(|&other| {
                words[other as usize].kind == Kind::Word && !self.common[other as usize]
            })
    }

    /// The names in which two neighbours make the word of this hash.
    pub(super) fn joined(&self, hash: u64) -> &[u32] {
        self.joined.get(&hash).map_or(&[], Vec::as_slice)
    }

    /// The names that hold the word of this hash.
    pub(super) fn holding(&self, hash: u64) -> &[Bearer] {
        let number = self.numbers.get(&hash);
        number.map_or(&[], |&number| &self.bearers[number as usize])
    }

    /// How many names there are.
    pub(super) fn len(&self) -> usize {
        self.of.len()
    }

    /// A name as the ceiling sees it.
    pub(super) fn sight(&self, id: u32) -> Sight<'_> {
        let (start, end, outline) = self.of[id as usize];
        Sight {
            words: &self.words[start as usize..end as usize],
            outline,
        }
    }
}

/// May this word be the first letters of neighbours on the other side?
pub(super) fn is_short(word: &Token<'_>) -> bool {
    word.kind == Kind::Word && (2..=3).contains(&word.text.len())
}
