//! The listed names that each word of a run leads to: words are far fewer than names.

use super::align::{Alignment, MOST_WORDS, NONE, Token};
use super::glance::Mark;
use super::lexicon::Kind;
use super::listed::{Candidate, Index, run_together};
use super::names::{Names, WordId};
use super::screen_ceiling::{Outline, Sight, may_reach};
use super::weighed::{Weighed, weight};
use super::word_keys;
use rayon::prelude::*;

/// Holds the names of a run against an [`Index`].
pub struct Leads<'a> {
    index: &'a Index,
    names: &'a Names,
    /// Listed names by word.
    of: Vec<Box<[u32]>>,
    /// Every word of the run as it is aligned.
    words: Vec<Token<'a>>,
    /// The words of all listed names.
    listed_words: Vec<Token<'a>>,
    /// Where those of each listed name are, and what else is known of it.
    listed: Vec<(u32, u32, Outline)>,
}

/// What one thread needs.
#[derive(Default)]
pub struct Scratch {
    alignment: Alignment,
    ids: Vec<u32>,
    /// For each listed name the last question that led to it.
    asked: Vec<u32>,
    question: u32,
}

impl<'a> Leads<'a> {
    /// Of every word of these names.
    pub fn of(index: &'a Index, names: &'a Names) -> Self {
        let (of, words) = (0..names.words.len() as WordId)
            .into_par_iter()
            .with_min_len(512)
            .map(|word| {
                let (text, kind) = (names.text(word), names.words[word as usize].kind);
                let mut ids = Vec::new();
                word_keys::each(text, |key| index.posted(key, &mut ids));
                ids.sort_unstable();
                ids.dedup();
                let token = Token {
                    text,
                    kind,
                    weight: weight(text, kind),
                    names: 1,
                    mark: Mark::of(text),
                };
                (ids.into_boxed_slice(), token)
            })
            .unzip();
        let mut leads = Self {
            index,
            names,
            of,
            words,
            listed_words: Vec::new(),
            listed: Vec::with_capacity(index.names.len()),
        };
        for (_, _, name) in &index.names {
            let mut tokens = [NONE; MOST_WORDS];
            let n = name.tokens(&mut tokens);
            let start = leads.listed_words.len() as u32;
            leads.listed_words.extend_from_slice(&tokens[..n]);
            let end = leads.listed_words.len() as u32;
            leads.listed.push((start, end, name.outline()));
        }
        leads
    }

    /// As [`Index::near`], of a name of the run.
    pub fn near(&self, name: u32, floor: f64, scratch: &mut Scratch) -> Vec<Candidate> {
        let words = self.names.of(name);
        scratch.ids.clear();
        self.gather(words, scratch);
        if scratch.ids.is_empty() {
            return Vec::new();
        }
        let mut tokens = [NONE; MOST_WORDS];
        for (token, &word) in tokens.iter_mut().zip(words) {
            *token = self.words[word as usize];
        }
        let sight = Sight {
            words: &tokens[..words.len().min(MOST_WORDS)],
            outline: self.outline(name),
        };
        let mut ids = std::mem::take(&mut scratch.ids);
        ids.retain(|&id| may_reach(&sight, &self.listed(id), floor));
        let found = if ids.is_empty() {
            Vec::new()
        } else {
            let name = Weighed::of(self.names, name);
            self.index
                .scored(&mut ids, &name, floor, &mut scratch.alignment)
        };
        scratch.ids = ids;
        found
    }

    /// Every listed name that a word leads to, once.
    fn gather(&self, words: &[WordId], scratch: &mut Scratch) {
        let telling = |word: WordId| self.words[word as usize].kind == Kind::Word;
        let only_common = !words.iter().any(|&word| telling(word));
        for &word in words {
            if only_common || telling(word) {
                scratch.ids.extend_from_slice(&self.of[word as usize]);
            }
        }
        if let Some(key) = run_together(words.iter().map(|&w| self.words[w as usize].text)) {
            self.index.posted(key, &mut scratch.ids);
        }
        if scratch.question == u32::MAX {
            scratch.question = 0;
            scratch.asked.clear();
        }
        scratch.question += 1;
        scratch.asked.resize(self.listed.len(), 0);
        let (asked, question) = (&mut scratch.asked, scratch.question);
        let fresh = |id: &u32| std::mem::replace(&mut asked[*id as usize], question) != question;
        scratch.ids.retain(fresh);
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

    fn listed(&self, id: u32) -> Sight<'_> {
        let (start, end, outline) = self.listed[id as usize];
        Sight {
            words: &self.listed_words[start as usize..end as usize],
            outline,
        }
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
        let leads = Leads::of(&index, &names);
        let mut scratch = Scratch::default();
        let mut found = 0;
        for (i, &id) in written.iter().enumerate() {
            let near = leads.near(i as u32, 0.5, &mut scratch);
            let alone = Weighed::read(store.get(id), &lexicon);
            let wanted = index.near(&alone, 0.5, &mut Alignment::default());
            assert_eq!(near, wanted, "{}", store.get(id));
            found += near.len();
        }
        assert!(found > 50, "{found}");
    }
}
