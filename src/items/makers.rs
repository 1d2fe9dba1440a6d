//! Whose goods they are: the country of the maker, which decides whether the controls reach goods that only a listed
//! heading names.

use super::normalise::narrow;
use crate::model::Country;
use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};

const MAKERS: &str = include_str!("../../data/reference/items/makers.csv");
const PARTS: &str = include_str!("../../data/reference/items/parts.csv");

/// Letters and digits that a part number has at least: shorter ones are sizes and grades.
const SHORTEST_PART: usize = 5;

/// Bytes of a part number that are read: many may begin in one run of letters and hyphens.
const LONGEST_PART: usize = 64;

/// Finds makers' names in brands and descriptions, and their parts by number in descriptions.
pub struct Makers {
    names: AhoCorasick,
    countries: Vec<Country>,
    /// How numbers begin, up to the first digit that may be any.
    heads: AhoCorasick,
    parts: Vec<(&'static str, Country)>,
}

impl Makers {
    /// The lists that the binary carries.
    ///
    /// # Panics
    /// Never on input: the lists are part of the program, and a test reads all of both.
    pub fn built_in() -> Self {
        let makers: Vec<(&str, Country)> = rows(MAKERS)
            .map(|(name, code)| {
                let country = Country::from_code(code);
                (name, country.expect("each maker has a country"))
            })
            .collect();
        let parts: Vec<(&str, Country)> = rows(PARTS)
            .map(|(part, maker)| {
                let known = makers.iter().find(|(name, _)| *name == maker);
                (part, known.expect("each part is of a known maker").1)
            })
            .collect();
        let mut builder = AhoCorasick::builder();
        builder.ascii_case_insensitive(true);
        Self {
            names: automaton(
                builder.match_kind(MatchKind::LeftmostLongest),
                makers.iter().map(|row| row.0),
            ),
            countries: makers.into_iter().map(|(_, country)| country).collect(),
            // One may begin as another does and go on otherwise, so all are tried.
            heads: automaton(
                builder.match_kind(MatchKind::Standard),
                parts.iter().map(|(part, _)| head(part)),
            ),
            parts,
        }
    }

    /// Country of the maker that the brand names, else of the first whole-word maker in the description, else of the
    /// first part in it whose number tells.
    pub fn country(&self, brand: &str, description: &str) -> Option<Country> {
        let (brand, description) = (narrow(brand), narrow(description));
        let named = [&*brand, &*description].into_iter().find_map(|text| {
            self.names
                .find_iter(text)
                .find(|found| is_word(text, found.start(), found.end()))
                .map(|found| self.countries[found.pattern().as_usize()])
        });
        named.or_else(|| self.of_part(&description))
    }

    /// Country of the maker of the first part in the description whose number tells.
    pub(super) fn of_part(&self, description: &str) -> Option<Country> {
        self.heads
            .find_overlapping_iter(description)
            .filter_map(|found| {
                let (part, country) = self.parts[found.pattern().as_usize()];
                let number = number_at(description, found.start())?;
                begins(number, part).then_some((found.start(), part.len(), country))
            })
            // The first in the text; of two that begin there, the one that says more.
            .min_by_key(|&(start, length, country)| (start, std::cmp::Reverse(length), country))
            .map(|(_, _, country)| country)
    }
}

/// The rows of a list of two columns, behind comments and the header.
fn rows(list: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    list.lines()
        .filter(|line| !line.starts_with('#'))
        .skip(1)
        .map(|line| line.rsplit_once(',').expect("each row has two cells"))
}

fn automaton<'t>(
    builder: &AhoCorasickBuilder,
    words: impl Iterator<Item = &'t str>,
) -> AhoCorasick {
    builder.build(words).expect("the lists fit one automaton")
}

/// A pattern up to its first open digit.
fn head(part: &str) -> &str {
    part.split('#').next().unwrap_or(part)
}

/// The part number that starts at a byte, if a word starts there and it may be a number at all.
fn number_at(text: &str, start: usize) -> Option<&str> {
    if !starts_word(text, start) {
        return None;
    }
    let rest = &text[start..];
    let rest = &rest[..rest.floor_char_boundary(LONGEST_PART)];
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    let number = &rest[..end.unwrap_or(rest.len())];
    let told = number.bytes().filter(u8::is_ascii_alphanumeric).count() >= SHORTEST_PART;
    (told && number.bytes().any(|b| b.is_ascii_digit())).then_some(number)
}

/// Does a number begin as the pattern says?
fn begins(number: &str, part: &str) -> bool {
    let alike = |(a, b): (u8, u8)| match b {
        b'#' => a.is_ascii_digit(),
        b => a.eq_ignore_ascii_case(&b),
    };
    number.len() >= part.len() && number.bytes().zip(part.bytes()).all(alike)
}

pub(super) fn starts_word(text: &str, start: usize) -> bool {
    let before = text[..start].chars().next_back();
    !before.is_some_and(char::is_alphanumeric)
}

pub(super) fn is_word(text: &str, start: usize, end: usize) -> bool {
    let after = text[end..].chars().next();
    starts_word(text, start) && !after.is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn country(brand: &str, text: &str) -> Option<&'static str> {
        Makers::built_in().country(brand, text).map(Country::as_str)
    }

    #[test]
    fn a_brand_goes_before_the_description_and_names_are_whole_words() {
        assert_eq!(country("Xilinx", "FPGA"), Some("US"));
        assert_eq!(country("GigaDevice", "MCU LIKE MICROCHIP"), Some("CN"));
        assert_eq!(country("", "SRAM IC, Infineon"), Some("DE"));
        assert_eq!(country("", "INTELLIGENT RELAY"), None);
        assert_eq!(country("", "микросхема"), None);
    }

    #[test]
    fn a_part_number_tells_its_maker_where_no_name_does() {
        assert_eq!(country("", "MCU stm32f407vgt6, 90 pcs"), Some("CH"));
        assert_eq!(country("", "RF TRANSCEIVER (AD9361BBCZ)"), Some("US"));
        assert_eq!(country("", "микроконтроллер GD32F103RCT6"), Some("CN"));
        assert_eq!(country("", "WIFI MODULE ESP32-WROOM"), Some("CN"));
        assert_eq!(country("", "ＭＣＵ　ＳＴＭ３２Ｆ４０７"), Some("CH"));
        assert_eq!(country("ＸＩＬＩＮＸ", "ＦＰＧＡ"), Some("US"));
        // A name says more than a number, and the first number more than the next.
        assert_eq!(country("", "GIGADEVICE, REPLACES STM32F103"), Some("CN"));
        assert_eq!(country("", "TMS320F28335 WITH GD25Q64"), Some("US"));
        // The longer of two that begin alike.
        assert_eq!(country("", "TPSD107K010"), Some("US"));
    }

    #[test]
    fn what_only_looks_like_a_part_number_tells_nothing() {
        for text in [
            "", "AD 9361", "LOAD9361", "ADAPTER", "TPS", "MAX", "ЯAD9361", "AD93", "XC7-",
        ] {
            assert_eq!(country("", text), None, "{text}");
        }
    }

    #[test]
    fn no_number_begins_as_two_makers_parts_of_one_length_do() {
        let makers = Makers::built_in();
        let meet = |(a, b): (u8, u8)| {
            a == b || (a == b'#' && b.is_ascii_digit()) || (b == b'#' && a.is_ascii_digit())
        };
        for (at, (part, country)) in makers.parts.iter().enumerate() {
            let upper = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b"#-".contains(&b);
            assert!(part.len() >= 4 && part.bytes().all(upper), "{part}");
            assert!(!head(part).is_empty(), "{part}");
            for (other, of) in &makers.parts[at + 1..] {
                let same = part.len() == other.len() && part.bytes().zip(other.bytes()).all(meet);
                assert!(!same || country == of, "{part} and {other}");
            }
        }
    }
}
