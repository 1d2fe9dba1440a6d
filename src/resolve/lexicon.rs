//! The lists of legal forms and common words, ready to be looked up in folded names.

use super::fold::fold_plain;
use crate::reference::name_lists::{LegalClass, Stand, WordKind, legal_forms, name_words};
use aho_corasick::{AhoCorasick, MatchKind};
use rustc_hash::FxHashMap;

/// What a word of a name is, once the lists have been asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Distinguishing.
    Word,
    /// A common business word.
    Trade,
    /// A place.
    Place,
    /// Holds a digit.
    Number,
}

/// Classes of legal form seen in a name, as a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LegalSet(pub u8);

impl LegalSet {
    /// Adds a class. [`LegalClass::Generic`] says nothing and is not kept.
    pub fn insert(&mut self, class: LegalClass) {
        if class != LegalClass::Generic {
            self.0 |= 1 << class as u8;
        }
    }

    /// No form seen.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Only forms of firms for gain: their names swap forms more often than associations and partners do.
    pub const fn is_business(self) -> bool {
        let business = 1 << LegalClass::Limited as u8 | 1 << LegalClass::Stock as u8;
        self.0 & !business == 0
    }

    /// Both name forms and none in common. "Corp" and "Co Ltd" are used for one firm too often to count.
    pub const fn conflicts(self, other: LegalSet) -> bool {
        self.0 != 0 && other.0 != 0 && self.0 & other.0 == 0
    }
}

/// What a phrase is read as.
#[derive(Clone, Debug)]
pub(super) enum Reading {
    Legal(LegalClass, Stand),
    Words(Box<[Box<str>]>),
}

#[derive(Clone, Debug)]
pub(super) struct Phrase {
    /// Words after the first.
    pub rest: Box<[Box<str>]>,
    pub reading: Reading,
}

/// The lists, indexed. Build once a run.
pub struct Lexicon {
    phrases: FxHashMap<Box<str>, Vec<Phrase>>,
    kinds: FxHashMap<Box<str>, Kind>,
    native: Option<AhoCorasick>,
    native_as: Vec<String>,
    legal_words: Vec<Box<str>>,
    common_words: Vec<Box<str>>,
}

impl Lexicon {
    /// From the embedded lists. A list that cannot be read would count as empty; a test of `reference` reads both.
    pub fn built_in() -> Self {
        let mut phrases: FxHashMap<Box<str>, Vec<Phrase>> = FxHashMap::default();
        let mut kinds = FxHashMap::default();
        let mut native: Vec<(String, String)> = Vec::new();
        let mut legal_words: Vec<Box<str>> = Vec::new();
        let mut common_words: Vec<Box<str>> = Vec::new();
        let mut add = |folded: &str, reading: Reading| {
            let mut words = folded.split(' ').map(Box::from);
            let Some(first) = words.next() else { return };
            let rest: Box<[Box<str>]> = words.collect();
            let list: &mut Vec<Phrase> = phrases.entry(first).or_default();
            // The first row of two that fold to the same wins: the lists put the surer one first.
            if !list.iter().any(|p| p.rest == rest) {
                list.push(Phrase { rest, reading });
            }
        };
        for form in legal_forms().unwrap_or_default() {
            let folded = fold_plain(form.form);
            if folded.is_empty() {
                continue;
            }
            if form.form.chars().any(unspaced) {
                // Read as a word of the list that can only be this form.
                let code = format!("XFORM{}", class_code(form.class));
                native.push((form.form.to_owned(), format!(" {code} ")));
                add(&code, Reading::Legal(form.class, Stand::Any));
            } else {
                legal_words.extend(folded.split(' ').filter(|w| w.len() >= 5).map(Box::from));
                add(&folded, Reading::Legal(form.class, form.stand));
            }
        }
        for word in name_words().unwrap_or_default() {
            let folded = fold_plain(word.written);
            let read: Box<[Box<str>]> = word.read_as.split_whitespace().map(Box::from).collect();
            let kind = match word.kind {
                WordKind::Trade => Some(Kind::Trade),
                WordKind::Place => Some(Kind::Place),
                WordKind::Number => Some(Kind::Number),
                WordKind::Drop | WordKind::Name => None,
            };
            if let Some(kind) = kind {
                for part in &read {
                    kinds.entry(part.clone()).or_insert(kind);
                }
            }
            if word.written.chars().any(unspaced) {
                native.push((word.written.to_owned(), format!(" {} ", word.read_as)));
            } else if !folded.is_empty() {
                if kind == Some(Kind::Trade) && folded.len() >= LONG && !folded.contains(' ') {
                    common_words.push(folded.as_str().into());
                }
                add(&folded, Reading::Words(read));
            }
        }
        #[expect(
            clippy::iter_over_hash_type,
            reason = "each list is put in order by itself"
        )]
        for list in phrases.values_mut() {
            list.sort_by_key(|p| std::cmp::Reverse(p.rest.len()));
        }
        legal_words.sort_unstable();
        legal_words.dedup();
        common_words.sort_unstable();
        common_words.dedup();
        let (patterns, native_as): (Vec<String>, Vec<String>) = native.into_iter().unzip();
        // Building fails only beyond limits that a few hundred short patterns do not reach.
        let native = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(&patterns)
            .ok();
        Self {
            phrases,
            kinds,
            native,
            native_as,
            legal_words,
            common_words,
        }
    }

    /// Writes forms and words of scripts without spaces as their Latin words, spaced.
    pub(super) fn read_native(&self, text: String) -> String {
        if !text.chars().any(unspaced) {
            return text;
        }
        match &self.native {
            Some(native) => native.replace_all(&text, &self.native_as),
            None => text,
        }
    }

    /// The longest phrase that starts at the first of these words: its length and reading.
    pub(super) fn longest(&self, words: &[&str]) -> Option<(usize, &Reading)> {
        let (first, rest) = words.split_first()?;
        self.phrases.get(*first)?.iter().find_map(|phrase| {
            let fits = phrase.rest.len() <= rest.len()
                && phrase.rest.iter().zip(rest).all(|(a, b)| **a == **b);
            fits.then_some((phrase.rest.len() + 1, &phrase.reading))
        })
    }

    /// As [`Lexicon::longest`], for phrases that are read as words.
    pub(super) fn words_of(&self, words: &[&str]) -> Option<(usize, &[Box<str>])> {
        match self.longest(words)? {
            (length, Reading::Words(read)) => Some((length, read)),
            _ => None,
        }
    }

    /// Is this the beginning of a long word of a legal form, cut off by a narrow column?
    pub(super) fn is_cut_form(&self, word: &str) -> bool {
        word.len() >= 3
            && self
                .legal_words
                .iter()
                .any(|w| w.len() > word.len() && w.starts_with(word))
    }

    /// The long word of a legal form that this one misspells, at either end or within.
    pub(super) fn near_form(&self, word: &str) -> Option<&str> {
        let ends = |form: &str| {
            let (form, word) = (form.as_bytes(), word.as_bytes());
            let head = form.first_chunk::<END>() == word.first_chunk();
            head || form.last_chunk::<END>() == word.last_chunk()
        };
        let errors = |form: &str| if form.len() >= LONG { 2 } else { 1 };
        let mut forms = self.legal_words.iter().map(|form| &**form);
        forms
            .find(|form| form.len() >= LONG_FORM && ends(form) && is_near(form, word, errors(form)))
    }

    /// The long business word that this one misspells by one letter. What it is read as may be another word, so that the
    /// error would not be met when words are aligned.
    pub(super) fn near_common(&self, word: &str) -> Option<&str> {
        let head = word.get(..END)?;
        let start = self.common_words.partition_point(|w| &**w < head);
        let words = self.common_words[start..].iter().map(|word| &**word);
        let mut alike = words.take_while(|w| w.starts_with(head));
        alike.find(|w| w.len() >= LONG && is_near(w, word, 1))
    }

    /// The kind of a word as it stands in a normalised name.
    pub fn kind(&self, word: &str) -> Kind {
        match self.kinds.get(word) {
            Some(&kind) => kind,
            None if word.bytes().any(|b| b.is_ascii_digit()) => Kind::Number,
            None => Kind::Word,
        }
    }
}

/// Letters from which on a business word with one wrong, or a legal form with two, is no other word.
const LONG: usize = 9;

/// Letters from which on a legal form with one wrong is no other word.
const LONG_FORM: usize = 7;

/// Letters at the beginning, or the end, that a misspelt word keeps.
const END: usize = 3;

/// Is it this word but for so many errors?
fn is_near(word: &str, misspelt: &str, errors: usize) -> bool {
    word.len().abs_diff(misspelt.len()) <= errors
        && rapidfuzz::distance::osa::distance(word.bytes(), misspelt.bytes()) <= errors
}

/// Letters of scripts written without spaces: Han, kana, Hangul, Thai.
fn unspaced(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0e7f}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}')
}

fn class_code(class: LegalClass) -> char {
    (b'A' + class as u8) as char
}
