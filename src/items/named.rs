//! Goods of a listed heading that the words name where the papers carry no whole goods code.
//!
//! Bills of lading and some customs extracts have no codes at all. A word that has other uses counts only beside a part number
//! of a known maker; an accessory, or what is made for the goods, is not the goods.

use super::makers::{is_word, starts_word};
use aho_corasick::{AhoCorasick, MatchKind, PatternID, Span};
use std::cell::OnceCell;

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
    stands: Stands,
}

/// When an entry counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stands {
    /// Beside a part number of a known maker.
    WithPart,
    /// Where no other code is declared.
    Alone,
    /// Under another code of machines and instruments too.
    Always,
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
                    stands: match stands {
                        "part" => Stands::WithPart,
                        "alone" => Stands::Alone,
                        "always" => Stands::Always,
                        other => panic!("unknown: {other}"),
                    },
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

    /// The heading of the first goods in the text that the digits of a code, none or some, do not speak against; `has_part`
    /// tells whether the text holds a part number.
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
        let text = goods_themselves(text);
        let part = OnceCell::new();
        let goods = |pattern: PatternID| &self.goods[pattern.as_usize()];
        let may_be = |goods: &&Goods| match code.get(..6) {
            Some(_) => goods.stands == Stands::Always && MACHINES.contains(&&code[..2]),
            None => {
                let named = goods.stands != Stands::WithPart || *part.get_or_init(&has_part);
                named && goods.hs6.to_string().starts_with(code)
            }
        };
        self.words
            .find_iter(text)
            .filter(|found| stands(text, found.span(), goods(found.pattern()).edges))
            .map(|found| goods(found.pattern()))
            .find(may_be)
            .map(|goods| goods.hs6)
    }
}

/// Chapters of machines, electrical goods and instruments.
const MACHINES: [&str; 3] = ["84", "85", "90"];

/// Letters from here on are of scripts without spaces, or with endings that run on.
const NO_SPACES: char = '\u{2E80}';

/// Words behind which stands what the goods are for.
const FOR: [&str; 6] = ["FOR", "ДЛЯ", "PARA", "FUER", "FÜR", "POUR"];

/// The text up to the first word behind which stands what the goods are for.
fn goods_themselves(text: &str) -> &str {
    let mut words = text.split_whitespace();
    let is_for = |word: &&str| FOR.iter().any(|one| one.eq_ignore_ascii_case(word));
    let behind = words.find(is_for);
    let end = behind.map_or(text.len(), |word| {
        word.as_ptr() as usize - text.as_ptr() as usize
    });
    &text[..end]
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
    fn a_whole_code_is_doubted_only_for_what_is_no_part_of_other_goods() {
        assert_eq!(heading("ION IMPLANTER MODULES", "84869000"), Some(848620));
        assert_eq!(heading("ION IMPLANTER MODULES", "870899"), None);
        assert_eq!(heading("BOARD WITH FPGA", "853710"), None);
    }

    #[test]
    fn a_long_hostile_text_is_read_once() {
        assert_eq!(heading(&"IC ".repeat(1 << 20), ""), None);
        assert_eq!(heading(&"IC FOR ".repeat(1 << 20), ""), None);
        assert_eq!(heading(&"ИС ДЛЯ ".repeat(1 << 20), ""), None);
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
