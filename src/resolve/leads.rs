//! The listed names that each word of a run leads to: words are far fewer than names.

use super::align::{Alignment, MOST_WORDS, NONE, Token};
use super::glance::Mark;
use super::lexicon::Kind;
use super::listed::{Candidate, Index, run_together};
use super::listed_words::{Bearer, ListedWords, is_short};
use super::names::{Names, WordId};
use super::screen::{is_missed, may_run_together};
use super::screen_ceiling::{Outline, Sight, least_share, may_reach};
use super::weighed::{Weighed, weight};
use super::word_keys;
use rayon::prelude::*;

/// Holds the names of a run against an [`Index`].
///
/// Two names that have one word in common are the most of all that are met, and nearly all of them have too little in
/// common. So each lead says what share of the listed name its word can stand for alone; only where two words lead to a
/// listed name, or one is enough, are the two names looked at.
pub struct Leads<'a> {
    index: &'a Index,
    names: &'a Names,
    floor: f64,
    /// Every word of the run as it is aligned.
    words: Vec<Token<'a>>,
    /// Of each word of the run, whether it can be the only one that is found: see [`ListedWords::stands_alone`].
    alone: Vec<bool>,
    /// The leads of each word, and where they start.
    leads: Vec<Pointer>,
    starts: Vec<usize>,
    listed: ListedWords<'a>,
    /// The least share of a listed name for which a share of a name of the run is enough, in steps.
    least: Vec<f32>,
}

/// A listed name that a word leads to.
#[derive(Clone, Copy)]
struct Pointer {
    listed: u32,
    /// The word has a key in common with it: only such names are candidates.
    by_key: bool,
    /// The share of the listed name that may be found where no other distinguishing word of the name leads to it.
    share: f32,
}

/// Steps of [`Leads::least`].
const STEPS: usize = 256;
/// What rounding could hide in a sum of shares.
const ROUNDING: f32 = 1e-4;
/// More than any share, and than any weight.
const ENOUGH: f32 = f32::INFINITY;

/// What is known of a listed name for one question.
const KEY: u32 = 1;
const LOOK: u32 = 2;

/// What one thread needs.
#[derive(Default)]
pub struct Scratch {
    alignment: Alignment,
    ids: Vec<u32>,
    /// For each listed name the last question that led to it, and [`KEY`] and [`LOOK`] in the lowest bits.
    asked: Vec<u32>,
    question: u32,
}

impl Scratch {
    /// A word leads to a listed name.
    fn note(&mut self, listed: u32, known: u32) {
        let asked = &mut self.asked[listed as usize];
        let before = if *asked >> 2 == self.question {
            // A second word does.
            (*asked & 3) | LOOK
        } else {
            0
        };
        if known & !before & KEY != 0 {
            self.ids.push(listed);
        }
        *asked = self.question << 2 | before | known;
    }
}

/// Leads that one thread found.
#[derive(Default)]
struct Part {
    leads: Vec<Pointer>,
    counts: Vec<u32>,
    alone: Vec<bool>,
    near: Vec<u32>,
    /// Each with whether it is by a key.
    found: Vec<(Bearer, bool)>,
}

impl Part {
    /// The leads of the next word.
    fn add(&mut self, word: &Token<'_>, hash: u64, index: &Index, listed: &ListedWords<'_>) {
        let before = self.leads.len();
        let only = |name, weight| Bearer {
            name,
            weight,
            missed: 0,
        };
        listed.kin.near(word, &mut self.near);
        self.alone.push(listed.stands_alone(word, &self.near));
        let found = &mut self.found;
        found.clear();
        if word.kind == Kind::Word {
            let words = listed.kin.words();
            let near = self.near.iter();
            let leads = |&&other: &&u32| {
                words[other as usize].kind == Kind::Word && !listed.common[other as usize]
            };
            for &other in near.filter(leads) {
                found.extend(listed.bearers[other as usize].iter().map(|b| (*b, false)));
            }
            let mut ids = Vec::new();
            word_keys::each(word.text, |key| index.posted(key, &mut ids));
            found.extend(ids.into_iter().map(|name| (only(name, 0.0), true)));
        }
        // The word may be two neighbours of a listed name.
        let joined = listed.joined(hash).iter();
        found.extend(joined.map(|&name| (only(name, ENOUGH), false)));
        found.sort_unstable_by_key(|row| row.0.name);
        for rows in found.chunk_by(|a, b| a.0.name == b.0.name) {
            let name = rows[0].0.name;
            let known = listed.taken[name as usize];
            let weight: f32 = rows.iter().map(|row| row.0.weight).sum();
            let missed: u8 = rows.iter().map(|row| row.0.missed).sum();
            self.leads.push(Pointer {
                listed: name,
                by_key: rows.iter().any(|row| row.1),
                share: if known.others > missed {
                    (known.weight + weight) / known.whole + ROUNDING
                } else {
                    ENOUGH
                },
            });
        }
        self.counts.push((self.leads.len() - before) as u32);
    }
}

impl<'a> Leads<'a> {
    /// Of every word of these names, to listed names that score `floor` or more.
    pub fn of(index: &'a Index, names: &'a Names, floor: f64) -> Self {
        let words: Vec<Token<'a>> = (0..names.words.len() as WordId)
            .into_par_iter()
            .with_min_len(4096)
            .map(|word| {
                let (text, kind) = (names.text(word), names.words[word as usize].kind);
                Token {
                    text,
                    kind,
                    weight: weight(text, kind),
                    names: 1,
                    mark: Mark::of(text),
                }
            })
            .collect();
        let listed = ListedWords::of(index, &words);
        let parts: Vec<Part> = words
            .par_iter()
            .zip(&names.hashes)
            .with_min_len(512)
            .fold(Part::default, |mut part, (word, &hash)| {
                part.add(word, hash, index, &listed);
                part
            })
            .collect();
        let (mut leads, mut alone, mut starts) = (Vec::new(), Vec::new(), vec![0]);
        for part in parts {
            leads.extend(part.leads);
            alone.extend(part.alone);
            for count in part.counts {
                starts.push(starts.last().copied().unwrap_or(0) + count as usize);
            }
        }
        let least = (0..=STEPS).map(|step| least_share(step as f64 / STEPS as f64, floor) as f32);
        Self {
            index,
            names,
            floor,
            words,
            alone,
            leads,
            starts,
            listed,
            least: least.collect(),
        }
    }

    /// As [`Index::near`], of a name of the run.
    pub fn near(&self, name: u32, scratch: &mut Scratch) -> Vec<Candidate> {
        let words = self.names.of(name);
        let mut tokens = [NONE; MOST_WORDS];
        for (token, &word) in tokens.iter_mut().zip(words) {
            *token = self.words[word as usize];
        }
        let aligned = &tokens[..words.len().min(MOST_WORDS)];
        scratch.ids.clear();
        self.gather(words, aligned, scratch);
        if scratch.ids.is_empty() {
            return Vec::new();
        }
        let sight = Sight {
            words: aligned,
            outline: self.outline(name),
        };
        let mut ids = std::mem::take(&mut scratch.ids);
        ids.retain(|&id| {
            let other = self.listed.sight(id);
            let (letters, others) = (sight.outline.letters, other.outline.letters);
            let look = scratch.asked[id as usize] & LOOK != 0
                || (aligned.len() != other.words.len() && may_run_together(letters, others));
            look && may_reach(&sight, &other, self.floor)
        });
        let found = if ids.is_empty() {
            Vec::new()
        } else {
            let name = Weighed::of(self.names, name);
            self.index
                .scored(&mut ids, &name, self.floor, &mut scratch.alignment)
        };
        scratch.ids = ids;
        found
    }

    /// Every listed name that has a key in common with a name of the run, once.
    fn gather(&self, words: &[WordId], aligned: &[Token<'_>], scratch: &mut Scratch) {
        if scratch.question == u32::MAX >> 2 {
            scratch.question = 0;
            scratch.asked.clear();
        }
        scratch.question += 1;
        scratch.asked.resize(self.listed.len(), 0);
        self.follow(words, aligned, scratch);
        let mut ids = Vec::new();
        let telling = |&word: &WordId| self.words[word as usize].kind == Kind::Word;
        if !words.iter().any(telling) {
            for &word in words {
                let text = self.words[word as usize].text;
                word_keys::each(text, |key| self.index.posted(key, &mut ids));
            }
        }
        let texts =
            |words: &[WordId]| run_together(words.iter().map(|&w| self.words[w as usize].text));
        if let Some(key) = texts(words) {
            self.index.posted(key, &mut ids);
        }
        for id in ids {
            scratch.note(id, KEY | LOOK);
        }
        for pair in words.windows(2) {
            // Two neighbours may be one word of a listed name.
            for bearer in texts(pair).map_or(&[][..], |key| self.listed.holding(key)) {
                scratch.note(bearer.name, LOOK);
            }
        }
    }

    /// Follows the leads of all words.
    fn follow(&self, words: &[WordId], aligned: &[Token<'_>], scratch: &mut Scratch) {
        let alone = |at: usize| self.alone[words[at] as usize];
        let (mut whole, mut taken) = (0.0, 0.0);
        for (at, word) in aligned.iter().enumerate() {
            whole += word.weight;
            taken += if alone(at) { 0.0 } else { word.weight };
        }
        let is_plain = words.len() <= MOST_WORDS && !aligned.iter().any(is_short);
        for (at, &word) in words.iter().enumerate() {
            if words[..at].contains(&word) {
                continue;
            }
            let own = (0..aligned.len()).filter(|&other| words[other] == word && alone(other));
            let share = (taken + own.map(|other| aligned[other].weight).sum::<f32>()) / whole;
            let misses =
                |other: usize| words[other] != word && alone(other) && is_missed(&aligned[other]);
            let least = if is_plain && (0..aligned.len()).any(misses) {
                let step = ((share + ROUNDING) * STEPS as f32).ceil() as usize;
                self.least[step.min(STEPS)]
            } else {
                0.0
            };
            let (start, end) = (self.starts[word as usize], self.starts[word as usize + 1]);
            for lead in &self.leads[start..end] {
                let look = if lead.share >= least { LOOK } else { 0 };
                let key = if lead.by_key { KEY } else { 0 };
                scratch.note(lead.listed, look | key);
            }
        }
    }

    fn outline(&self, name: u32) -> Outline {
        let words = self.names.of(name).iter().map(|&w| &self.words[w as usize]);
        let mut outline = Outline {
            letters: (0, Mark::NONE),
            legal: self.names.legal[name as usize],
            has_trade: false,
            maybe_cut: self.names.maybe_cut[name as usize],
        };
        for word in words {
            outline.letters.0 += word.text.len();
            outline.letters.1 = outline.letters.1.with(word.mark);
            outline.has_trade |= word.kind == Kind::Trade;
        }
        outline
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{TextStore, WatchEntry};
    use crate::resolve::lexicon::Lexicon;

    #[test]
    fn names_of_a_run_come_near_the_same_entries_as_names_alone() {
        let lexicon = Lexicon::built_in();
        let table = include_str!("../../tests/data/name_pairs.csv");
        let rows = table.lines().filter(|row| !row.starts_with('#')).skip(1);
        let pairs: Vec<Vec<&str>> = rows.map(|row| row.split(';').take(2).collect()).collect();
        let entries: Vec<WatchEntry> = pairs
            .iter()
            .map(|pair| WatchEntry {
                name: pair[0].to_owned(),
                ..WatchEntry::default()
            })
            .collect();
        let index = Index::build(&entries, &lexicon);
        let mut store = TextStore::new();
        let mut written: Vec<_> = pairs.iter().map(|pair| store.intern(pair[1])).collect();
        written.sort_unstable();
        written.dedup();
        let names = Names::read(written.clone(), &store, &lexicon);
        let leads = Leads::of(&index, &names, 0.5);
        let mut scratch = Scratch::default();
        let mut found = 0;
        for (i, &id) in written.iter().enumerate() {
            let near = leads.near(i as u32, &mut scratch);
            let alone = Weighed::read(store.get(id), &lexicon);
            let wanted = index.near(&alone, 0.5, &mut Alignment::default());
            assert_eq!(near, wanted, "{}", store.get(id));
            found += near.len();
        }
        assert!(found > 50, "{found}");
    }
}
