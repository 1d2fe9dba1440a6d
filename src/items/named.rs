//! Goods of a listed heading that the words name where the papers carry no whole goods code.
//!
//! Bills of lading and some customs extracts have no codes at all. A word that has other uses counts only beside a part number
//! of a known maker; an accessory, or what is made for the goods, is not the goods.

use super::makers::{is_word, starts_word};
use aho_corasick::{AhoCorasick, MatchKind, PatternID, Span};

const WORDS: &str = include_str!("../../data/reference/items/named_goods.csv");

/// Finds what the words name.
pub(super) struct Named {
    words: AhoCorasick,
    goods: Vec<Goods>,
}

/// What one entry of the list names.
struct Goods {
    hs6: u32,
    edges: Edges,
    /// Does it count only beside a part number?
    with_part: bool,
}

/// Where an entry has to begin and end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Edges {
    /// With a word.
    Word,
    /// It begins a word and may go on.
    Stem,
    /// Anywhere: its script has no spaces.
    Any,
}

impl Named {
    /// The list that the binary carries.
    ///
    /// # Panics
    /// Never on input: the list is part of the program, and a test reads all of it.
    pub(super) fn built_in() -> Self {
        let rows = WORDS.lines().filter(|line| !line.starts_with('#')).skip(1);
        let (words, goods): (Vec<String>, Vec<Goods>) = rows
            .map(|line| {
                let cells: Vec<&str> = line.split(',').collect();
                let [words, hs6, stands] = cells[..] else {
                    panic!("each row has three cells: {line}");
                };
                let stem = words.trim_end_matches('*');
                let edges = match stem.chars().next() {
                    Some(first) if first >= NO_SPACES => Edges::Any,
                    _ if stem != words => Edges::Stem,
                    _ => Edges::Word,
                };
                let goods = Goods {
                    hs6: hs6.parse().expect("each row has a code of six digits"),
                    edges,
                    with_part: stands == "part",
                };
                (stem.to_uppercase(), goods)
            })
            .unzip();
        let words = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::LeftmostLongest)
            .build(words);
        Self {
            words: words.expect("the list fits one automaton"),
            goods,
        }
    }

    /// The heading of the first goods in the text that begin with these digits of a code; `has_part` tells whether the
    /// text holds a part number.
    pub(super) fn heading(
        &self,
        text: &str,
        code: &str,
        has_part: impl Fn() -> bool,
    ) -> Option<u32> {
        let upper;
        // Capitals of other scripts are made here: the automaton knows those of Latin only.
        let text = match text.is_ascii() {
            true => text,
            false => {
                upper = text.to_uppercase();
                &upper
            }
        };
        let goods = |pattern: PatternID| &self.goods[pattern.as_usize()];
        self.words
            .find_iter(text)
            .take_while(|found| !made_for(&text[..found.start()]))
            .filter(|found| stands(text, found.span(), goods(found.pattern()).edges))
            .map(|found| goods(found.pattern()))
            .find(|goods| {
                goods.hs6.to_string().starts_with(code) && (!goods.with_part || has_part())
            })
            .map(|goods| goods.hs6)
    }
}

/// Letters from here on are of scripts without spaces, or with endings that run on.
const NO_SPACES: char = '\u{2E80}';

/// Words behind which stands what the goods are for.
const FOR: [&str; 6] = ["FOR", "ДЛЯ", "PARA", "FUER", "FÜR", "POUR"];

fn made_for(before: &str) -> bool {
    before
        .split_whitespace()
        .any(|word| FOR.iter().any(|one| one.eq_ignore_ascii_case(word)))
}

fn stands(text: &str, found: Span, edges: Edges) -> bool {
    match edges {
        Edges::Word => is_word(text, found.start, found.end),
        Edges::Stem => starts_word(text, found.start),
        Edges::Any => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heading(text: &str, code: &str) -> Option<u32> {
        Named::built_in().heading(text, code, || text.contains("XC7"))
    }

    #[test]
    fn words_name_the_goods_in_several_scripts() {
        for (text, hs6) in [
            ("fpga xc7k325t, 20 pcs", Some(854239)),
            ("IC XC7VX690T", Some(854239)),
            ("ОСЦИЛЛОГРАФЫ ЦИФРОВЫЕ", Some(903020)),
            ("цифровой осциллограф", Some(903020)),
            ("进口集成电路芯片", Some(854239)),
            ("5-Achsen Bearbeitungszentrum DMU 50", Some(845710)),
            // A word with other uses needs a part number beside it.
            ("IC CARD READER", None),
            ("PUBLIC TOILET", None),
            ("PROBES FOR OSCILLOSCOPE", None),
            ("MACHINING CENTERED SHAFT", None),
            ("", None),
        ] {
            assert_eq!(heading(text, ""), hs6, "{text}");
        }
    }

    #[test]
    fn the_first_digits_of_a_code_are_believed() {
        assert_eq!(heading("FPGA ON MACHINING CENTER", "8457"), Some(845710));
        assert_eq!(heading("FPGA", "3901"), None);
    }

    #[test]
    fn every_entry_names_a_listed_heading_once() {
        let items = crate::reference::catalogue::load();
        let named = Named::built_in();
        for goods in &named.goods {
            let code = goods.hs6.to_string();
            let listed = items.iter().any(|item| {
                item.kind == crate::model::ItemKind::ListedHeading && item.hs6.contains(&code)
            });
            assert!(listed, "{code}");
        }
        let rows = WORDS.lines().filter(|line| !line.starts_with('#')).skip(1);
        let mut words: Vec<&str> = rows.filter_map(|line| line.split(',').next()).collect();
        let all = words.len();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), all);
    }
}
