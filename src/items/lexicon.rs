//! The patterns that one pass looks for: names and numbers from the catalogue, and the words that tell
//! goods from things that only share a token with them.

use crate::items::normalise::{Compact, sep};
use crate::model::{Item, ItemId, ItemKind, Items};
use aho_corasick::automaton::Automaton;
use aho_corasick::dfa::DFA;
use aho_corasick::{Anchored, MatchKind};
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::collections::BTreeMap;

const WORDS: &str = include_str!("../../data/reference/items/words.toml");

/// Kinds of words, one bit each.
pub mod class {
    /// Maker of accelerators; which one is in the pattern.
    pub const MAKER: u32 = 1;
    /// Generation of chips.
    pub const ARCHITECTURE: u32 = 1 << 1;
    /// Maker of servers or cards.
    pub const ASSEMBLER: u32 = 1 << 2;
    /// The goods by name: GPU, graphics card.
    pub const GPU: u32 = 1 << 3;
    /// Technology only said of computer boards.
    pub const TECH: u32 = 1 << 4;
    /// Module, board, card.
    pub const BOARD: u32 = 1 << 5;
    /// Board that carries accelerators.
    pub const BASEBOARD: u32 = 1 << 6;
    /// Holds accelerators.
    pub const HOST: u32 = 1 << 7;
    /// Portable computer.
    pub const LAPTOP: u32 = 1 << 8;
    /// Goes with the goods.
    pub const ACCESSORY: u32 = 1 << 9;
    /// Not the goods.
    pub const FAKE: u32 = 1 << 10;
    /// "Made for".
    pub const FOR: u32 = 1 << 11;
    /// "With".
    pub const WITH: u32 = 1 << 12;
    /// "Without".
    pub const WITHOUT: u32 = 1 << 13;
    /// Papers: invoice, order, return.
    pub const PAPER: u32 = 1 << 14;
    /// Another trade.
    pub const DECOY: u32 = 1 << 15;
    /// Says nothing.
    pub const VAGUE: u32 = 1 << 16;
    /// Says that it says nothing.
    pub const UNSPECIFIED: u32 = 1 << 17;
    /// "Quantity".
    pub const QUANTITY: u32 = 1 << 18;
    /// Unit: pieces.
    pub const PIECE: u32 = 1 << 19;
    /// Unit: sets, racks.
    pub const SET: u32 = 1 << 20;
    /// Unit: packages.
    pub const PACK: u32 = 1 << 21;
    /// Unit: accelerators inside.
    pub const INNER: u32 = 1 << 22;
    /// A number in words.
    pub const NUMBER: u32 = 1 << 23;
}

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
struct NamesTable {
    need_context: Vec<String>,
    bare_numbers: BTreeMap<String, String>,
    misspelt: BTreeMap<String, String>,
    suffixes: Vec<String>,
    prefixes: Vec<String>,
}

fn class_of(list: &str) -> u32 {
    match list {
        "architecture" => class::ARCHITECTURE,
        "assembler" => class::ASSEMBLER,
        "gpu" => class::GPU,
        "tech" => class::TECH,
        "board" => class::BOARD,
        "baseboard" => class::BASEBOARD,
        "host" => class::HOST,
        "laptop" => class::LAPTOP,
        "accessory" => class::ACCESSORY,
        "fake" => class::FAKE,
        "for" => class::FOR,
        "with" => class::WITH,
        "without" => class::WITHOUT,
        "paper" => class::PAPER,
        "decoy" => class::DECOY,
        "vague" => class::VAGUE,
        "unspecified" => class::UNSPECIFIED,
        "quantity" => class::QUANTITY,
        "piece" => class::PIECE,
        "set" => class::SET,
        "pack" => class::PACK,
        "inner" => class::INNER,
        _ => 0,
    }
}

/// Collects patterns; the same compact text written in several ways is one pattern.
#[derive(Default)]
struct Builder {
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

    fn name(&mut self, text: &str, items: &[ItemId], strength: Strength) {
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
    }

    fn name_may_stand(&self, text: &Compact, pattern: &Pattern, hit: Hit) -> bool {
        let (start, end) = (hit.start as usize, hit.end as usize);
        let number = pattern.edges == Edges::Prefix
            || pattern
                .named
                .is_some_and(|n| self.named[n as usize].strength == Strength::Number);
        let allowed = if number {
            pattern.own_seps
        } else {
            pattern.loose_seps
        };
        for i in start + 1..end {
            let code = text.sep(i);
            if code == sep::NONE {
                continue;
            }
            let bit = 1u64 << (i - start);
            let own = pattern.own_seps & bit != 0;
            if !(own || (allowed & bit != 0 && code <= sep::JOIN)) {
                return false;
            }
        }
        self.name_may_start(text, start, number)
            && (pattern.edges == Edges::Prefix || self.name_may_end(text, start, end, number))
    }

    fn name_may_start(&self, text: &Compact, start: usize, number: bool) -> bool {
        if start == 0 || text.sep(start) != sep::NONE {
            return true;
        }
        let (before, here) = (text.bytes[start - 1], text.bytes[start]);
        if !before.is_ascii() || !here.is_ascii() {
            return true;
        }
        let head = &text.bytes[..start];
        if before.is_ascii_digit() {
            return false;
        }
        // 8XH100: a count runs into the name.
        if before == b'X' && head.len() >= 2 && head[head.len() - 2].is_ascii_digit() {
            return true;
        }
        if here.is_ascii_digit() {
            return number || self.prefixes.iter().any(|p| head.ends_with(p));
        }
        self.prefixes.iter().any(|p| head.ends_with(p))
    }

    fn name_may_end(&self, text: &Compact, start: usize, end: usize, number: bool) -> bool {
        if end >= text.bytes.len() || text.sep(end) != sep::NONE {
            return true;
        }
        let (last, next) = (text.bytes[end - 1], text.bytes[end]);
        if !last.is_ascii() || !next.is_ascii() {
            return true;
        }
        let tail = &text.bytes[end..];
        if next.is_ascii_digit() {
            // A number goes on, or a variant letter belongs to what follows (24GB D6X).
            let variant = end - start >= 2 && last == b'D' && text.bytes[end - 2].is_ascii_digit();
            return !last.is_ascii_digit() && !variant && !number;
        }
        if number {
            return false;
        }
        // H100X8: a count runs on.
        if next == b'X' && tail.get(1).is_some_and(u8::is_ascii_digit) {
            let digits = tail[1..].iter().take_while(|b| b.is_ascii_digit()).count();
            let behind = end + 1 + digits;
            return behind >= text.bytes.len()
                || text.sep(behind) != sep::NONE
                || !text.bytes[behind].is_ascii();
        }
        self.suffixes.iter().any(|s| tail.starts_with(s))
    }
}

/// Where the word ends with its plural or inflection, if it may stand there at all.
fn word_end(text: &Compact, pattern: &Pattern, hit: Hit) -> Option<usize> {
    let (start, end) = (hit.start as usize, hit.end as usize);
    for i in start + 1..end {
        if text.sep(i) != sep::NONE && pattern.own_seps & (1 << (i - start)) == 0 {
            return None;
        }
    }
    match pattern.edges {
        Edges::Anywhere => Some(end),
        Edges::Start => text.starts_word(start).then(|| {
            let more = (end..text.bytes.len()).find(|i| text.ends_word(*i));
            more.unwrap_or(text.bytes.len())
        }),
        Edges::Word | Edges::Name | Edges::Prefix => {
            if !text.starts_word(start) {
                return None;
            }
            let tail = &text.bytes[end..];
            [("", 0), ("S", 1), ("ES", 2)]
                .into_iter()
                .find(|(plural, more)| {
                    // NOS are pieces and not several NO.
                    (*more == 0 || pattern.classes & class::WITHOUT == 0)
                        && tail.starts_with(plural.as_bytes())
                        && text.ends_word(end + more)
                        && (end..end + more).all(|i| text.sep(i) == sep::NONE)
                })
                .map(|(_, more)| end + more)
        }
    }
}

/// Words that may stand around a family in an alias without telling the variant.
const FILLING: [&str; 12] = [
    "NVIDIA", "TESLA", "AMD", "INSTINCT", "RADEON", "INTEL", "HABANA", "GEFORCE", "TENSOR", "CORE",
    "GPU", "QUADRO",
];

/// The alias without makers, general words and memory sizes.
fn bare(alias: &str) -> String {
    let alias = alias
        .to_uppercase()
        .replace("英伟达", " ")
        .replace("显卡", " ");
    alias
        .split([' ', '-'])
        .filter(|token| !token.is_empty() && !FILLING.contains(token) && !is_memory(token))
        .collect()
}

fn is_memory(token: &str) -> bool {
    let digits = token.trim_end_matches("GB").trim_end_matches('G');
    digits.len() < token.len() && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

/// One to four letters, digits, up to three letters: the shape of everyone's model numbers.
fn is_common_shape(compact: &str) -> bool {
    let letters = compact.bytes().take_while(u8::is_ascii_uppercase).count();
    let rest = &compact[letters..];
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let end = &rest[digits..];
    (1..=4).contains(&letters)
        && (1..=4).contains(&digits)
        && end.len() <= 3
        && end.bytes().all(|b| b.is_ascii_uppercase())
        && !["RTX", "DGX", "HGX", "TPU"]
            .iter()
            .any(|known| compact.starts_with(known))
}

fn add_names(builder: &mut Builder, items: &Items, table: &NamesTable) {
    let squeeze = |text: &str| String::from_utf8_lossy(&Compact::of(text).bytes).into_owned();
    let need_context: Vec<String> = table.need_context.iter().map(|n| squeeze(n)).collect();
    let family = |name: &str| -> Vec<ItemId> {
        items
            .enumerate()
            .filter(|(_, item)| item.kind == ItemKind::Accelerator && item.family == name)
            .map(|(id, _)| id)
            .collect()
    };
    let strength = |text: &str, item: &Item| -> Strength {
        let compact = squeeze(text);
        let ascii = compact.is_ascii();
        let plain = ascii && !compact.bytes().any(|b| b.is_ascii_digit());
        let short = ascii && compact.len() <= 5;
        let system = item.kind != ItemKind::Accelerator;
        let weak = need_context.contains(&compact)
            || (item.common_name && compact == squeeze(&item.family))
            || (plain && !compact.contains("GPU") && !compact.contains("SUPERCHIP"))
            || if system {
                short
            } else {
                is_common_shape(&compact)
            };
        if weak {
            Strength::Weak
        } else {
            Strength::Strong
        }
    };
    for (id, item) in items.enumerate() {
        if item.kind == ItemKind::ListedHeading {
            continue;
        }
        let accelerator = item.kind == ItemKind::Accelerator;
        let mut names = item.aliases.clone();
        if !item.model.contains(['/', '(']) && !item.model.ends_with("family") {
            names.push(item.model.clone());
        }
        if accelerator {
            let squeezed = squeeze(&item.family);
            if item.vendor == "NVIDIA" && item.common_name {
                // The old product line's name is enough beside any model of it.
                let with_line = format!("TESLA {}", item.family);
                builder.name(&with_line, &family(&item.family), Strength::Strong);
            }
            builder.name(
                &item.family,
                &family(&item.family),
                strength(&item.family, item),
            );
            names.retain(|alias| {
                let general = squeeze(&bare(alias)) == squeezed;
                if general && squeeze(alias).len() > squeezed.len() {
                    // The alias with a maker is as strong as a distinct name; with a memory size it is not.
                    let made =
                        alias.split([' ', '-']).any(|t| FILLING.contains(&t)) || !alias.is_ascii();
                    let strength = if made {
                        Strength::Strong
                    } else {
                        strength(&item.family, item)
                    };
                    builder.name(alias, &family(&item.family), strength);
                }
                !general
            });
        }
        for name in &names {
            builder.name(name, &[id], strength(name, item));
        }
        for number in &item.part_numbers {
            let digits = number.bytes().any(|b| b.is_ascii_digit());
            let weak = need_context.contains(&squeeze(number))
                || !digits
                || (is_common_shape(&squeeze(number)) && number.len() <= 5);
            builder.name(
                number,
                &[id],
                if weak {
                    Strength::Weak
                } else {
                    Strength::Number
                },
            );
        }
    }
    for (bare, name) in &table.bare_numbers {
        builder.name(bare, &family(name), Strength::Bare);
    }
    for (wrong, name) in &table.misspelt {
        let members = family(name);
        let weak = members.iter().any(|id| items[*id].common_name);
        builder.name(
            wrong,
            &members,
            if weak {
                Strength::Weak
            } else {
                Strength::Strong
            },
        );
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
