//! The patterns of a catalogue and of the word lists, and the automaton over them.

use super::class::{self, class_of};
use super::names::add_names;
use super::{Edges, Lexicon, Named, Pattern, Strength};
use crate::items::normalise::{Compact, sep};
use crate::model::{ItemId, Items};
use aho_corasick::MatchKind;
use aho_corasick::dfa::DFA;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::collections::BTreeMap;

const WORDS: &str = include_str!("../../../data/reference/items/words.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    makers: BTreeMap<String, Vec<String>>,
    words: BTreeMap<String, Vec<String>>,
    units: BTreeMap<String, Vec<String>>,
    numbers: BTreeMap<String, u16>,
    names: NamesTable,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NamesTable {
    pub(super) need_context: Vec<String>,
    pub(super) bare_numbers: BTreeMap<String, String>,
    pub(super) misspelt: BTreeMap<String, String>,
    pub(super) suffixes: Vec<String>,
    pub(super) prefixes: Vec<String>,
}

/// Collects patterns; the same compact text written in several ways is one pattern.
#[derive(Default)]
pub(super) struct Builder {
    index: FxHashMap<Vec<u8>, usize>,
    texts: Vec<Vec<u8>>,
    patterns: Vec<Pattern>,
    named: Vec<Named>,
}

impl Builder {
    fn pattern(&mut self, text: &str, edges: Edges) -> Option<&mut Pattern> {
        let compact = Compact::of(text);
        if compact.bytes.is_empty() || compact.bytes.len() > 60 {
            return None;
        }
        let mut own_seps = 0u64;
        let mut loose_seps = 0u64;
        for i in 1..compact.bytes.len() {
            if compact.sep(i) != sep::NONE {
                own_seps |= 1 << i;
            }
            // A last digit behind a space is more likely a count: `910B 2 SETS`.
            let last_digit = i + 1 == compact.bytes.len() && compact.bytes[i].is_ascii_digit();
            if compact.starts_word(i) && compact.bytes.len() > 3 && !last_digit {
                loose_seps |= 1 << i;
            }
        }
        let index = *self.index.entry(compact.bytes.clone()).or_insert_with(|| {
            self.texts.push(compact.bytes);
            self.patterns.push(Pattern {
                classes: 0,
                maker: None,
                number: 0,
                named: None,
                edges,
                own_seps: 0,
                loose_seps: 0,
            });
            self.patterns.len() - 1
        });
        let pattern = &mut self.patterns[index];
        pattern.own_seps |= own_seps;
        pattern.loose_seps |= loose_seps | own_seps;
        Some(pattern)
    }

    fn word(&mut self, text: &str, classes: u32) -> Option<&mut Pattern> {
        let edges = word_edges(text);
        let pattern = self.pattern(text, edges)?;
        pattern.classes |= classes;
        Some(pattern)
    }

    pub(super) fn name(&mut self, text: &str, items: &[ItemId], strength: Strength) {
        let (text, edges) = match text.strip_suffix('-') {
            Some(stem) => (stem, Edges::Prefix),
            None => (text, Edges::Name),
        };
        let next = u32::try_from(self.named.len()).unwrap_or(u32::MAX);
        let Some(pattern) = self.pattern(text, edges) else {
            return;
        };
        pattern.edges = edges;
        match pattern.named {
            Some(named) => {
                let named = &mut self.named[named as usize];
                named.items.extend(items);
                named.items.sort();
                named.items.dedup();
                named.strength = named.strength.max(strength);
            }
            None => {
                pattern.named = Some(next);
                self.named.push(Named {
                    items: items.to_vec(),
                    strength,
                });
            }
        }
    }
}

fn word_edges(text: &str) -> Edges {
    let first = text.chars().next().unwrap_or(' ');
    let latin = |c: char| c.is_ascii() || ('\u{c0}'..='\u{24f}').contains(&c);
    if text
        .chars()
        .all(|c| latin(c) || ('\u{1e00}'..='\u{1eff}').contains(&c))
    {
        let together = ["SXM", "PCIE", "HBM", "GDDR", "NVL"];
        return if together.iter().any(|token| text.starts_with(token)) {
            Edges::Anywhere
        } else {
            Edges::Word
        };
    }
    match first {
        // Cyrillic and Arabic inflect at the end; a short word must stand alone.
        '\u{400}'..='\u{52f}' | '\u{600}'..='\u{6ff}' if text.chars().count() > 2 => Edges::Start,
        '\u{400}'..='\u{52f}' | '\u{600}'..='\u{6ff}' => Edges::Word,
        _ => Edges::Anywhere,
    }
}

impl Lexicon {
    /// Builds the patterns of a catalogue.
    ///
    /// # Panics
    /// Never on input: the word lists are part of the program, and a test builds from them.
    pub fn new(items: &Items) -> Self {
        let file: File = toml::from_str(WORDS).expect("the embedded words parse");
        let mut builder = Builder::default();
        let mut makers = Vec::new();
        for (maker, names) in &file.makers {
            let number = u8::try_from(makers.len()).unwrap_or(u8::MAX);
            makers.push(maker.clone());
            for name in names {
                if let Some(pattern) = builder.word(name, class::MAKER) {
                    pattern.maker = Some(number);
                }
            }
        }
        for (list, words) in &file.words {
            for word in words {
                builder.word(word, class_of(list));
            }
        }
        let mut units = FxHashMap::default();
        for (list, words) in &file.units {
            let unit = if list == "column" {
                class::PIECE
            } else {
                class_of(list)
            };
            for word in words {
                if list != "column" {
                    builder.word(word, unit);
                }
                if list != "inner" {
                    let compact = Compact::of(word).bytes;
                    units.insert(String::from_utf8_lossy(&compact).into_owned(), unit);
                }
            }
        }
        for (word, number) in &file.numbers {
            if let Some(pattern) = builder.word(word, class::NUMBER) {
                pattern.number = *number;
            }
        }
        add_names(&mut builder, items, &file.names);
        let automaton = DFA::builder()
            .match_kind(MatchKind::Standard)
            .build(&builder.texts)
            .expect("the catalogue's names fit the automaton");
        let bytes = |words: &[String]| words.iter().map(|w| Compact::of(w).bytes).collect();
        Self {
            automaton,
            patterns: builder.patterns,
            named: builder.named,
            makers,
            suffixes: bytes(&file.names.suffixes),
            prefixes: bytes(&file.names.prefixes),
            units,
        }
    }
}
