//! Goods of a listed heading that the words name where the papers carry no whole goods code, or another code under which
//! customs take the same goods.
//!
//! Bills of lading and some customs extracts have no codes at all. A word that has other uses counts only beside a part number
//! of a known maker. What stands behind "for" or "with" is not the goods, nor is what a reader, a socket or a tray follows.

use super::makers::starts_word;
use super::normalise::narrow;
use aho_corasick::{AhoCorasick, MatchKind, PatternID};
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
    /// Another code under which customs take the same goods.
    also_under: Option<u32>,
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

/// Letters from here on are of scripts without spaces, or with endings that run on.
const NO_SPACES: char = '\u{2E80}';

/// Words behind which stand other things than the goods.
const OTHERS: [&str; 10] = [
    "FOR", "WITH", "ДЛЯ", "PARA", "CON", "FUER", "FÜR", "MIT", "POUR", "AVEC",
];

/// What makes another thing of the goods before it.
const ANOTHER_THING: [&str; 27] = [
    "BASED",
    "BEAD",
    "BRACKET",
    "CABLE",
    "CALIBRAT",
    "CAPACITOR",
    "CARD",
    "CONTROLLED",
    "HOUSING",
    "KIT",
    "LEAD",
    "PROBE",
    "PROBES",
    "READER",
    "RATE TABLE",
    "RESISTOR",
    "SIMULATOR",
    "SOCKET",
    "SOCKETS",
    "TEST BENCH",
    "TEST EQUIPMENT",
    "TEST SYSTEM",
    "TESTER",
    "TRAY",
    "TRAYS",
    "引线框架",
    "探头",
];

impl Goods {
    /// Does one of their codes begin with these digits?
    fn begin_with(&self, digits: &str) -> bool {
        let mut codes = [Some(self.hs6), self.also_under].into_iter().flatten();
        codes.any(|code| code.to_string().starts_with(digits))
    }
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
                let [words, hs6, stands, also_under] = cells[..] else {
                    panic!("each row has four cells: {line}");
                };
                let code = |digits: &str| digits.parse().expect("codes have six digits");
                let stem = words.trim_end_matches('*');
                let edges = match stem.chars().next() {
                    Some(first) if first >= NO_SPACES => Edges::Any,
                    _ if stem != words => Edges::Stem,
                    _ => Edges::Word,
                };
                let goods = Goods {
                    hs6: code(hs6),
                    also_under: (!also_under.is_empty()).then(|| code(also_under)),
                    edges,
                    with_part: match stands {
                        "part" => true,
                        "alone" => false,
                        other => panic!("unknown: {other}"),
                    },
                };
                (folded(stem), goods)
            })
            .unzip();
        // One may stand within another that fails at its edges, so all are tried.
        let words = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(words);
        Self {
            words: words.expect("the list fits one automaton"),
            goods,
        }
    }

    /// May goods of the list be declared under this code of six digits, which is not that of their heading?
    pub(super) fn are_under(&self, code: u32) -> bool {
        self.goods
            .iter()
            .any(|goods| goods.also_under == Some(code))
    }

    /// The heading of the first goods that the text names, of two that begin there the longer, if it or the second code of the
    /// goods begins with the digits of the code, of which there may be none; `has_part` tells whether a text holds a part number.
    pub(super) fn heading(
        &self,
        text: &str,
        code: &str,
        has_part: impl Fn(&str) -> bool,
    ) -> Option<u32> {
        let text = &narrow(text);
        let text = goods_themselves(text);
        let folded = folded(text);
        let part = OnceCell::new();
        let goods = |pattern: PatternID| &self.goods[pattern.as_usize()];
        let counts = |goods: &Goods| !goods.with_part || *part.get_or_init(|| has_part(text));
        self.words
            .find_overlapping_iter(&folded)
            .filter(|found| {
                let goods = goods(found.pattern());
                stands(&folded, found.start(), found.end(), goods.edges)
                    && goods.begin_with(code)
                    && counts(goods)
            })
            .min_by_key(|found| (found.start(), std::cmp::Reverse(found.end())))
            .map(|found| goods(found.pattern()).hs6)
    }
}

/// Capitals, with one space for each run of spaces and hyphens.
fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter.is_whitespace() || letter == '-' {
            true if folded.ends_with(' ') => {}
            true => folded.push(' '),
            false => folded.extend(letter.to_uppercase()),
        }
    }
    folded
}

/// The text up to the first word behind which stand other things.
fn goods_themselves(text: &str) -> &str {
    let is_other = |word: &&str| match word.is_ascii() {
        true => OTHERS.iter().any(|one| one.eq_ignore_ascii_case(word)),
        false => OTHERS.contains(&&*word.to_uppercase()),
    };
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    let behind = words.find(is_other);
    let end = behind.map_or(text.len(), |word| {
        word.as_ptr() as usize - text.as_ptr() as usize
    });
    &text[..end]
}

/// Does an entry found there stand by itself, with nothing behind it that makes another thing of it?
fn stands(text: &str, start: usize, end: usize, edges: Edges) -> bool {
    let behind = &text[end..];
    // A letter of a script without spaces is an edge of a word in another script.
    let goes_on = |c: char| c.is_alphanumeric() && c < NO_SPACES;
    let whole = match edges {
        Edges::Word => starts(text, start) && !behind.starts_with(goes_on),
        Edges::Stem => starts(text, start),
        Edges::Any => true,
    };
    let mut things = ANOTHER_THING.iter();
    whole && !things.any(|thing| behind.trim_start_matches(' ').starts_with(thing))
}

fn starts(text: &str, start: usize) -> bool {
    starts_word(text, start) || text[..start].ends_with(|c| c >= NO_SPACES)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heading(text: &str, code: &str) -> Option<u32> {
        Named::built_in().heading(text, code, |text| {
            text.contains("XC7") || text.contains("AD8221")
        })
    }

    #[test]
    fn words_name_the_goods_in_several_scripts() {
        for (text, hs6) in [
            ("fpga xc7k325t, 20 pcs", Some(854239)),
            ("IC XC7VX690T", Some(854239)),
            ("FPGA芯片 XC7K325T", Some(854239)),
            ("芯片 XC7K325T", Some(854239)),
            ("ＦＰＧＡ　ＸＣ７Ｋ３２５Ｔ", Some(854239)),
            ("ＩＣ　ＸＣ７Ｋ３２５Ｔ", Some(854239)),
            ("FPGA™ XC7K325T", Some(854239)),
            ("IC Kintex™XC7K325T", Some(854239)),
            ("INTEGRATED-CIRCUIT", Some(854239)),
            ("INTEGRATED  CIRCUITS", Some(854239)),
            ("SHOP IC AD8221", Some(854239)),
            ("ОСЦИЛЛОГРАФЫ ЦИФРОВЫЕ", Some(903020)),
            ("цифровой осциллограф", Some(903020)),
            ("进口集成电路芯片", Some(854239)),
            ("5-Achsen Bearbeitungszentrum DMU 50", Some(845710)),
            // A word with other uses needs a part number beside it.
            ("IC CARD READER", None),
            ("PUBLIC TOILET", None),
            ("", None),
        ] {
            assert_eq!(heading(text, ""), hs6, "{text}");
        }
    }

    #[test]
    fn other_things_than_the_goods_are_not_named() {
        for text in [
            "PROBES FOR OSCILLOSCOPE",
            "PROBES (FOR OSCILLOSCOPE)",
            "OSCILLOSCOPE PROBES",
            "示波器探头",
            "IC SOCKET FOR XC7K325T",
            "PROGRAMMER IC FOR XC7K325T",
            "LAPTOP WITH INTEGRATED CIRCUITS",
            "ＬＡＰＴＯＰ　ＷＩＴＨ　ＩＮＴＥＧＲＡＴＥＤ　ＣＩＲＣＵＩＴＳ",
            "INTEGRATED CIRCUIT CARD READER",
            "集成电路引线框架",
            "MICROPROCESSOR CONTROLLED WASHING MACHINE XC7K325T",
            "MACHINING CENTERED SHAFT",
            "ЗАПЧАСТИ ДЛЯ ОСЦИЛЛОГРАФА",
        ] {
            assert_eq!(heading(text, ""), None, "{text}");
        }
    }

    #[test]
    fn the_first_digits_of_a_code_are_believed() {
        assert_eq!(heading("FPGA ON MACHINING CENTER", "8457"), Some(845710));
        assert_eq!(heading("FPGA", "3901"), None);
        assert_eq!(heading("FPGA", "853710"), None);
    }

    #[test]
    fn goods_that_customs_take_under_two_codes_are_named_under_both() {
        let imu = "INERTIAL MEASUREMENT UNIT ADIS16495-2BMLZ";
        for (text, code, hs6) in [
            (imu, "901420", Some(901420)),
            (imu, "903180", Some(901420)),
            (imu, "9031", Some(901420)),
            (imu, "903190", None),
            ("TEST BENCH FOR INERTIAL MEASUREMENT UNIT", "903180", None),
            ("INERTIAL MEASUREMENT UNIT TEST SYSTEM", "903180", None),
            ("INERTIAL MEASUREMENT UNIT CALIBRATOR", "903180", None),
            ("IMU ADIS16495", "903180", Some(901420)),
            // Sensors of telephones carry part numbers too.
            ("IMU LSM6DSO XC7", "903180", None),
            ("OSCILLOSCOPE", "903180", None),
        ] {
            assert_eq!(heading(text, code), hs6, "{text} {code}");
        }
        let named = Named::built_in();
        assert!(named.are_under(903180) && !named.are_under(903190));
    }

    #[test]
    fn a_long_hostile_text_is_read_once() {
        for text in ["IC ", "IC FOR ", "ИС ДЛЯ ", "FPGA SOCKET ", "- "] {
            assert_eq!(heading(&text.repeat(1 << 20), ""), None);
        }
    }

    #[test]
    fn every_entry_names_a_followed_heading_once() {
        let items = crate::reference::catalogue::load();
        let named = Named::built_in();
        for goods in &named.goods {
            let code = goods.hs6.to_string();
            let followed = items.iter().any(|item| {
                item.kind == crate::model::ItemKind::ListedHeading && item.hs6.contains(&code)
            });
            assert!(followed, "{code}");
        }
        let rows = WORDS.lines().filter(|line| !line.starts_with('#')).skip(1);
        let mut words: Vec<&str> = rows.filter_map(|line| line.split(',').next()).collect();
        let all = words.len();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), all);
    }
}
