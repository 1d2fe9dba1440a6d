//! The patterns that one pass looks for: names and numbers from the catalogue, and the words that tell
//! goods from things that only share a token with them.

mod build;
pub mod class;
mod names;
mod stand;

use crate::items::normalise::Compact;
use crate::model::ItemId;
use aho_corasick::Anchored;
use aho_corasick::automaton::Automaton;
use aho_corasick::dfa::DFA;
use rustc_hash::FxHashMap;
use stand::word_end;

/// How much a name says by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// A bare number that only counts right beside a word for the goods.
    Bare,
    /// An everyday token: counts in context.
    Weak,
    /// A distinct name.
    Strong,
    /// A part number.
    Number,
}

/// What a name or number in the catalogue stands for.
#[derive(Clone, Debug)]
pub struct Named {
    /// The items, in id order; several where the name does not tell the variant.
    pub items: Vec<ItemId>,
    /// How much it says.
    pub strength: Strength,
}

/// How a pattern must stand in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Edges {
    /// A whole word or its plural.
    Word,
    /// At the start of a word.
    Start,
    /// Anywhere: scripts without spaces, and technical tokens that get run together.
    Anywhere,
    /// A name from the catalogue.
    Name,
    /// The start of a longer number.
    Prefix,
}

/// One pattern of the pass.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// Kinds of word, bits of [`class`].
    pub classes: u32,
    /// The maker's name, if it is one.
    pub maker: Option<u8>,
    /// The number, if it is a number word.
    pub number: u16,
    /// Index into [`Lexicon::named`], if it is a name.
    pub named: Option<u32>,
    edges: Edges,
    /// Bit `i`: the pattern itself has a separator before its byte `i`.
    own_seps: u64,
    /// As `own_seps`, with the places where letters meet digits.
    loose_seps: u64,
}

/// All patterns and the automaton over them.
pub struct Lexicon {
    automaton: DFA,
    patterns: Vec<Pattern>,
    /// What names stand for.
    pub named: Vec<Named>,
    /// Makers by the number in [`Pattern::maker`].
    pub makers: Vec<String>,
    suffixes: Vec<Vec<u8>>,
    prefixes: Vec<Vec<u8>>,
    units: FxHashMap<String, u32>,
}

/// A pattern found where it may stand. `end` is exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// First byte in the compact text.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Index of the pattern.
    pub pattern: u32,
}

impl Lexicon {
    /// The pattern of a hit.
    #[inline]
    pub fn pattern(&self, hit: Hit) -> &Pattern {
        &self.patterns[hit.pattern as usize]
    }

    /// The class of a unit as written in a column of units: pieces, sets or packs; 0 for weights, lengths
    /// and anything unknown.
    pub fn unit_class(&self, unit: &str) -> u32 {
        let compact = Compact::of(unit).bytes;
        std::str::from_utf8(&compact)
            .ok()
            .and_then(|text| self.units.get(text))
            .copied()
            .unwrap_or(0)
    }

    /// One pass: every pattern that stands where it may, names apart from words, each sorted by start
    /// and then longest first.
    pub fn scan(&self, text: &Compact, names: &mut Vec<Hit>, words: &mut Vec<Hit>) {
        names.clear();
        words.clear();
        let dfa = &self.automaton;
        let Ok(mut state) = dfa.start_state(Anchored::No) else {
            return;
        };
        // The automaton is walked here and not by its iterator, which starts anew behind every hit.
        for (at, &byte) in text.bytes.iter().enumerate() {
            state = dfa.next_state(Anchored::No, state, byte);
            if !dfa.is_match(state) {
                continue;
            }
            for index in 0..dfa.match_len(state) {
                let number = dfa.match_pattern(state, index);
                let pattern = &self.patterns[number.as_usize()];
                let hit = Hit {
                    start: (at + 1 - dfa.pattern_len(number)) as u32,
                    end: (at + 1) as u32,
                    pattern: number.as_u32(),
                };
                if pattern.named.is_some() && self.name_may_stand(text, pattern, hit) {
                    names.push(hit);
                }
                if pattern.classes != 0
                    && let Some(end) = word_end(text, pattern, hit)
                {
                    words.push(Hit {
                        end: end as u32,
                        ..hit
                    });
                }
            }
        }
        let order = |a: &Hit, b: &Hit| (a.start, b.end).cmp(&(b.start, a.end));
        names.sort_unstable_by(order);
        words.sort_unstable_by(order);
        self.set_licences_aside(words);
    }

    /// Takes out the words inside a licence to export. A licence alone is what comes with software.
    fn set_licences_aside(&self, words: &mut Vec<Hit>) {
        let mut until = 0;
        words.retain(|word| {
            let inside = word.end <= until;
            if !inside && self.pattern(*word).classes & class::LICENCE != 0 {
                until = word.end;
            }
            !inside
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::catalogue;

    fn names(text: &str) -> Vec<String> {
        let items = catalogue::load();
        let lexicon = Lexicon::new(&items);
        let compact = Compact::of(text);
        let (mut names, mut words) = (Vec::new(), Vec::new());
        lexicon.scan(&compact, &mut names, &mut words);
        names
            .iter()
            .map(|hit| {
                String::from_utf8_lossy(&compact.bytes[hit.start as usize..hit.end as usize])
                    .into_owned()
            })
            .collect()
    }

    #[test]
    fn a_name_stands_alone_or_against_a_known_neighbour() {
        assert_eq!(names("A1000"), Vec::<String>::new());
        assert_eq!(names("A100X"), Vec::<String>::new());
        assert_eq!(names("8XH100"), ["H100"]);
        assert_eq!(names("H100X8"), ["H100"]);
        assert_eq!(names("H 100"), ["H100"]);
        assert_eq!(names("L 4"), Vec::<String>::new());
        assert!(names("H100NVL94GBHBM3PCIEGEN5").contains(&"H100NVL94GB".to_owned()));
        assert_eq!(names("900-21010-0000-0001"), Vec::<String>::new());
        assert_eq!(names("935-24287-9999-000"), ["93524287"]);
    }

    #[test]
    fn units_of_a_column_are_pieces_sets_packs_or_nothing() {
        let lexicon = Lexicon::new(&catalogue::load());
        assert_eq!(lexicon.unit_class("PCS"), class::PIECE);
        assert_eq!(lexicon.unit_class("u"), class::PIECE);
        assert_eq!(lexicon.unit_class("Sets"), class::SET);
        assert_eq!(lexicon.unit_class("CTN"), class::PACK);
        assert_eq!(lexicon.unit_class("KG"), 0);
    }
}
