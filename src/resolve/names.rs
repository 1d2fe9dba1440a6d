//! All names of a run, normalised once each, their words numbered.

use super::lexicon::{Kind, LegalSet, Lexicon};
use super::name::{Name, normalise};
use super::near::read_all;
use super::nodes::{hash_text, mixed};
use crate::model::{TextId, TextStore};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Number of a word in [`Names::words`].
pub type WordId = u32;

/// A distinct word of all names.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// Its kind.
    pub kind: Kind,
    /// Names (not parties) that hold it.
    pub names: u32,
}

/// Distinct names as written, normalised. A name id is an index into these tables.
#[derive(Default)]
pub struct Names {
    /// The text as written.
    pub raw: Vec<TextId>,
    /// Legal forms.
    pub legal: Vec<LegalSet>,
    /// May have been cut by a column.
    pub maybe_cut: Vec<bool>,
    /// As [`Name::letters`].
    letters: Vec<u64>,
    /// Numbers that stood in the name, by name id, ascending.
    pub ids: Vec<(u32, String)>,
    /// Agents named in the name, by name id, ascending.
    pub agents: Vec<(u32, String)>,
    starts: Vec<u32>,
    sequence: Vec<WordId>,
    /// The vocabulary.
    pub words: Vec<Word>,
    /// Hash of the text of each word.
    pub hashes: Vec<u64>,
    /// Of each name, what names with the same words in any order share; 0 for a name without words.
    pub keys: Vec<u64>,
    texts: TextStore,
    text_of: Vec<TextId>,
}

/// Names read at one time: as they come, they take four times the room that they need later.
const TURN: usize = 1 << 15;

/// What names with the same words in any order share, from the hashes of the words; 0 where there are none. Sorts them.
pub fn key_of_words(hashes: &mut Vec<u64>) -> u64 {
    hashes.sort_unstable();
    hashes.dedup();
    if hashes.is_empty() {
        return 0;
    }
    hashes.iter().fold(1, |key, &word| mixed(key, word)).max(1)
}

impl Names {
    /// Normalises each distinct name once, in parallel.
    pub fn read(distinct: Vec<TextId>, store: &TextStore, lexicon: &Lexicon) -> Self {
        let mut names = Names {
            legal: Vec::with_capacity(distinct.len()),
            maybe_cut: Vec::with_capacity(distinct.len()),
            letters: Vec::with_capacity(distinct.len()),
            starts: Vec::with_capacity(distinct.len() + 1),
            sequence: Vec::with_capacity(distinct.len() * 4),
            ..Names::default()
        };
        names.starts.push(0);
        let read = |distinct: &[TextId]| -> Vec<Name> {
            let read = |&name: &TextId| normalise(store.get(name), lexicon);
            read_all(distinct, store, |&name| [name], read).collect()
        };
        let mut numbered: FxHashMap<TextId, WordId> = FxHashMap::default();
        // Words are numbered one after the other, while the next names are read.
        let mut turns = distinct.chunks(TURN);
        let mut next = turns.next().map(read);
        while let Some(now) = next {
            let coming = turns.next();
            let number = || names.number(now, &mut numbered, lexicon);
            ((), next) = rayon::join(number, || coming.map(read));
        }
        names.raw = distinct;
        names.hashes = (0..names.words.len() as WordId)
            .into_par_iter()
            .with_min_len(4096)
            .map(|word| hash_text(names.text(word)))
            .collect();
        names.keys = (0..names.len() as u32)
            .into_par_iter()
            .with_min_len(4096)
            .map_init(Vec::new, |own, name| {
                own.clear();
                own.extend(names.of(name).iter().map(|&w| names.hashes[w as usize]));
                key_of_words(own)
            })
            .collect();
        names
    }

    /// Adds names, their words numbered.
    fn number(
        &mut self,
        read: Vec<Name>,
        numbered: &mut FxHashMap<TextId, WordId>,
        lexicon: &Lexicon,
    ) {
        let mut of_name: Vec<WordId> = Vec::new();
        for name in read {
            let i = self.legal.len() as u32;
            of_name.clear();
            for word in name.words() {
                let text = self.texts.intern(word);
                let id = *numbered.entry(text).or_insert_with(|| {
                    self.words.push(Word {
                        kind: lexicon.kind(word),
                        names: 0,
                    });
                    self.text_of.push(text);
                    (self.words.len() - 1) as WordId
                });
                self.sequence.push(id);
                if !of_name.contains(&id) {
                    of_name.push(id);
                    self.words[id as usize].names += 1;
                }
            }
            self.starts.push(self.sequence.len() as u32);
            self.legal.push(name.legal);
            self.maybe_cut.push(name.maybe_cut);
            self.letters.push(name.letters);
            self.ids.extend(name.ids.into_iter().map(|id| (i, id)));
            self.agents.extend(name.agent.map(|agent| (i, agent)));
        }
    }

    /// Of names with the same letters that are spaced otherwise, so that their words are others, the one to read all of
    /// them as: that whose words most parties bear, of these that whose rarest word most names hold (the halves of a split
    /// word are rare), then the first by its text. Pairs of a name and that one, ascending; asks how many parties bear a
    /// name. Forgets the letters.
    pub fn respaced(&mut self, borne: impl Fn(u32) -> u32, store: &TextStore) -> Vec<(u32, u32)> {
        let letters = std::mem::take(&mut self.letters);
        let mut same: Vec<(u64, u32)> = (0u32..)
            .zip(&letters)
            .filter(|(_, letters)| **letters != 0)
            .map(|(name, &letters)| (letters, name))
            .collect();
        drop(letters);
        same.par_sort_unstable();
        let mut read_as = Vec::new();
        for group in same.chunk_by(|a, b| a.0 == b.0) {
            let first = group[0].1;
            if group
                .iter()
                .all(|&(_, name)| self.keys[name as usize] == self.keys[first as usize])
            {
                continue;
            }
            let written = |name: u32| store.get(self.raw[name as usize]);
            let key = |name: u32| self.keys[name as usize];
            let rarest = |name: u32| {
                let held = self.of(name).iter().map(|&w| self.words[w as usize].names);
                held.min().unwrap_or_default()
            };
            let mut words_borne: FxHashMap<u64, u32> = FxHashMap::default();
            for &(_, name) in group {
                *words_borne.entry(key(name)).or_default() += borne(name);
            }
            let best = group.iter().map(|&(_, name)| name).max_by(|&a, &b| {
                let order = words_borne[&key(a)].cmp(&words_borne[&key(b)]);
                order
                    .then_with(|| rarest(a).cmp(&rarest(b)))
                    .then_with(|| written(b).cmp(written(a)))
            });
            read_as.extend(best.into_iter().flat_map(|best| {
                group
                    .iter()
                    .filter(move |&&(_, name)| name != best)
                    .map(move |&(_, name)| (name, best))
            }));
        }
        read_as.sort_unstable();
        read_as
    }

    /// Number of names.
    pub fn len(&self) -> usize {
        self.raw.len()
    }

    /// No names.
    pub fn is_empty(&self) -> bool {
        self.raw.is_empty()
    }

    /// The words of a name in order.
    pub fn of(&self, name: u32) -> &[WordId] {
        let i = name as usize;
        &self.sequence[self.starts[i] as usize..self.starts[i + 1] as usize]
    }

    /// The text of a word.
    pub fn text(&self, word: WordId) -> &str {
        self.texts.get(self.text_of[word as usize])
    }

    /// A name as it is compared.
    pub fn normalised(&self, name: u32) -> String {
        let words: Vec<&str> = self.of(name).iter().map(|&w| self.text(w)).collect();
        words.join(" ")
    }
}
