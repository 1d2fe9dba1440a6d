//! Postal addresses to comparable parts.

use super::fold::fold;
use super::lexicon::{Kind, Lexicon};
use super::nodes::{hash_text, mixed};

/// The parts of an address, folded. Each part is a list of words, sorted, without repeats, joined by spaces; an
/// empty one is unknown. All parts lie in one string: a run may hold a million addresses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    text: Box<str>,
    ends: [u16; 5],
}

/// The parts while they are read.
#[derive(Default)]
struct Parts<'a> {
    po_box: Option<&'a str>,
    numbers: Vec<&'a str>,
    street: Vec<&'a str>,
    units: Vec<&'a str>,
    postcodes: Vec<&'a str>,
    places: Vec<&'a str>,
}

/// How far two addresses agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AddressLevel {
    /// One side is unknown.
    Unknown,
    /// Nothing in common, or numbers that exclude each other.
    Other,
    /// The town.
    City,
    /// The street or the postcode.
    Street,
    /// Number and street.
    Same,
}

const STREET_WORDS: &[(&str, &str)] = &[
    ("ST", "STREET"),
    ("STR", "STREET"),
    ("STRASSE", "STREET"),
    ("RD", "ROAD"),
    ("AVE", "AVENUE"),
    ("AV", "AVENUE"),
    ("AVENIDA", "AVENUE"),
    ("BLVD", "BOULEVARD"),
    ("BLV", "BOULEVARD"),
    ("LN", "LANE"),
    ("DR", "DRIVE"),
    ("HWY", "HIGHWAY"),
    ("JLN", "JALAN"),
    ("JL", "JALAN"),
    ("LRG", "LORONG"),
    ("BLDG", "BUILDING"),
    ("BLD", "BUILDING"),
    ("TWR", "TOWER"),
    ("CTR", "CENTRE"),
    ("CENTER", "CENTRE"),
    ("IND", "INDUSTRIAL"),
    ("INDL", "INDUSTRIAL"),
    ("IND'L", "INDUSTRIAL"),
    ("EST", "ESTATE"),
    ("PK", "PARK"),
    ("SQ", "SQUARE"),
    ("DIST", "DISTRICT"),
    ("PROV", "PROVINCE"),
    ("UL", "ULITSA"),
    ("PR", "PROSPEKT"),
    ("PROSP", "PROSPEKT"),
    ("CAD", "CADDESI"),
    ("CADDE", "CADDESI"),
    ("SOK", "SOKAK"),
    ("MAH", "MAHALLESI"),
    ("LU", "ROAD"),
    ("JIE", "STREET"),
    ("DADAO", "AVENUE"),
    ("QU", "DISTRICT"),
    ("INT", "INTERNATIONAL"),
    ("N", "NORTH"),
    ("S", "SOUTH"),
    ("E", "EAST"),
    ("W", "WEST"),
    ("TECH", "TECHNOLOGY"),
    ("COMM", "COMMERCIAL"),
    ("FTY", "FACTORY"),
];
const UNIT_WORDS: &[&str] = &[
    "ROOM", "RM", "UNIT", "SUITE", "STE", "FLAT", "FL", "FLOOR", "FLR", "F", "APT", "OFFICE",
    "OFF", "LEVEL", "LVL", "L", "SHOP", "KAT", "OFIS", "OF", "KV", "OFC", "WORKSHOP", "R",
];
const DROP: &[&str] = &[
    "NO", "NUMBER", "NR", "THE", "OF", "AND", "CITY", "PROVINCE", "DISTRICT", "D", "BLOCK", "BLK",
    "ADD", "ADDRESS", "TEL", "ZIP", "POSTCODE", "POST", "CODE", "SHI", "SHENG",
];

impl Address {
    /// Reads an address. What says nothing comparable gives an address that [`Address::is_vague`].
    pub fn read(raw: &str, lexicon: &Lexicon) -> Self {
        let folded = fold(raw, lexicon);
        let words: Vec<&str> = folded.split(' ').filter(|w| !w.is_empty()).collect();
        let mut address = Parts::default();
        let mut i = 0;
        while i < words.len() {
            if let Some(length) = po_box(&words[i..]) {
                address.po_box = words.get(i + length).copied();
                i += length + 1;
                continue;
            }
            let word = words[i];
            let next = words.get(i + 1).copied();
            if UNIT_WORDS.contains(&word) {
                if let Some(number) = next.filter(|n| holds_digit(n)) {
                    address.units.push(number);
                    i += 2;
                    continue;
                }
                // "12 F": the number stood before and was read as a house number.
                if let Some(number) = i
                    .checked_sub(1)
                    .map(|p| words[p])
                    .filter(|n| holds_digit(n))
                    && address.numbers.last() == Some(&number)
                {
                    address.numbers.pop();
                    address.units.push(number);
                }
                i += 1;
                continue;
            }
            if let Some((length, read)) = lexicon.place(&words[i..]) {
                address.places.extend(read);
                i += length;
                continue;
            }
            if holds_digit(word) {
                let floor = word
                    .strip_suffix('F')
                    .filter(|n| n.len() <= 3 && all_digits(n));
                if let Some(floor) = floor {
                    address.units.push(floor);
                } else if (5..=6).contains(&word.len()) && all_digits(word) {
                    address.postcodes.push(word);
                } else {
                    address.numbers.push(word.trim_start_matches('0'));
                }
            } else if !DROP.contains(&word) {
                let read = STREET_WORDS
                    .iter()
                    .find(|(short, _)| *short == word)
                    .map_or(word, |(_, long)| *long);
                address.street.push(read);
            }
            i += 1;
        }
        for list in [
            &mut address.numbers,
            &mut address.street,
            &mut address.units,
            &mut address.postcodes,
            &mut address.places,
        ] {
            list.sort_unstable();
            list.dedup();
        }
        address.join()
    }

    fn part(&self, i: usize) -> &str {
        let start = if i == 0 { 0 } else { self.ends[i - 1] as usize };
        let end = self.ends.get(i).map_or(self.text.len(), |&e| e as usize);
        self.text.get(start..end).unwrap_or("")
    }

    /// Number of a post box, or "".
    pub fn po_box(&self) -> &str {
        self.part(0)
    }

    /// Numbers of houses, plots, lots.
    pub fn numbers(&self) -> &str {
        self.part(1)
    }

    /// Words of streets, estates and buildings; common abbreviations read alike.
    pub fn street(&self) -> &str {
        self.part(2)
    }

    /// Floors, rooms, units.
    pub fn units(&self) -> &str {
        self.part(3)
    }

    /// Postcodes: five or six digits.
    pub fn postcodes(&self) -> &str {
        self.part(4)
    }

    /// Towns, regions and countries that the place list knows.
    pub fn places(&self) -> &str {
        self.part(5)
    }

    /// Too little to tell one building from another: no post box, and no number with a word of a street.
    pub fn is_vague(&self) -> bool {
        self.po_box().is_empty() && (self.numbers().is_empty() || self.street().is_empty())
    }

    /// What equal addresses share: post box, or numbers, street and units, with the places.
    /// `None` for a vague address.
    pub fn key(&self) -> Option<String> {
        if self.is_vague() {
            return None;
        }
        Some(if self.po_box().is_empty() {
            format!("{} {} {}", self.numbers(), self.street(), self.units())
        } else {
            format!("POBOX {} {}", self.po_box(), self.places())
        })
    }

    /// A hash of the [`Address::key`].
    pub fn key_hash(&self) -> Option<u64> {
        if self.is_vague() {
            return None;
        }
        Some(if self.po_box().is_empty() {
            let key = mixed(hash_text(self.numbers()), hash_text(self.street()));
            mixed(key, hash_text(self.units()))
        } else {
            mixed(hash_text(self.po_box()), hash_text(self.places())) ^ 0xb0c5
        })
    }

    /// How far two addresses agree. Words may hold a typing error.
    pub fn compare(&self, other: &Self) -> AddressLevel {
        if self.text.is_empty() || other.text.is_empty() {
            return AddressLevel::Unknown;
        }
        let places = shared(self.places(), other.places()) > 0;
        let places_known = !self.places().is_empty() && !other.places().is_empty();
        if !self.po_box().is_empty() && !other.po_box().is_empty() {
            return if self.po_box() == other.po_box() && (places || !places_known) {
                AddressLevel::Same
            } else {
                AddressLevel::Other
            };
        }
        let numbers_known = !self.numbers().is_empty() && !other.numbers().is_empty();
        let numbers = numbers_known && shared(self.numbers(), other.numbers()) > 0;
        let street = similar(self.street(), other.street());
        let postcode = shared(self.postcodes(), other.postcodes()) > 0;
        if numbers && (street >= 0.6 || (postcode && street >= 0.3)) {
            if places_known && !places && !postcode {
                // The same number in a street of that name in another town says nothing either way.
                return AddressLevel::Unknown;
            }
            AddressLevel::Same
        } else if !numbers_known && (street >= 0.6 || postcode) {
            AddressLevel::Street
        } else if places || postcode || street >= 0.6 {
            AddressLevel::City
        } else if !places_known && (self.street().is_empty() || other.street().is_empty()) {
            AddressLevel::Unknown
        } else {
            AddressLevel::Other
        }
    }
}

impl Parts<'_> {
    fn join(&self) -> Address {
        let mut text = String::with_capacity(64);
        let mut ends = [0u16; 5];
        let po_box: Vec<&str> = self.po_box.into_iter().collect();
        let parts = [
            &po_box,
            &self.numbers,
            &self.street,
            &self.units,
            &self.postcodes,
            &self.places,
        ];
        for (i, part) in parts.into_iter().enumerate() {
            let start = text.len();
            for word in part {
                // Beyond the range of the offsets nothing is compared.
                if text.len() + word.len() >= u16::MAX as usize {
                    break;
                }
                if text.len() > start {
                    text.push(' ');
                }
                text.push_str(word);
            }
            if let Some(end) = ends.get_mut(i) {
                *end = text.len() as u16;
            }
        }
        Address {
            text: text.into_boxed_str(),
            ends,
        }
    }
}

fn po_box(words: &[&str]) -> Option<usize> {
    [
        &["P", "O", "BOX"][..],
        &["PO", "BOX"],
        &["POB"],
        &["POBOX"],
        &["POST", "BOX"],
        &["GPO", "BOX"],
        &["CASILLA"],
        &["APARTADO"],
    ]
    .into_iter()
    .find(|p| words.starts_with(p) && words.get(p.len()).is_some_and(|w| holds_digit(w)))
    .map(<[_]>::len)
}

fn holds_digit(word: &str) -> bool {
    word.bytes().any(|b| b.is_ascii_digit())
}

fn all_digits(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_digit())
}

/// Words that two lists share.
fn shared(a: &str, b: &str) -> usize {
    if a.is_empty() || b.is_empty() {
        return 0;
    }
    a.split(' ')
        .filter(|w| b.split(' ').any(|v| v == *w))
        .count()
}

/// Share of the words of the shorter list that the other has too, one typing error in five letters allowed.
fn similar(a: &str, b: &str) -> f64 {
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let (few, many) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let mut words = 0;
    let mut hits = 0;
    for w in few.split(' ') {
        words += 1;
        let close = |m: &str| {
            w.len() >= 5
                && m.len().abs_diff(w.len()) <= 2
                && rapidfuzz::distance::osa::distance(w.chars(), m.chars()) <= w.len() / 5
        };
        if many.split(' ').any(|m| m == w) || many.split(' ').any(close) {
            hits += 1;
        }
    }
    f64::from(hits) / f64::from(words)
}

impl Lexicon {
    /// A place at the start of these words: its length and the words it is read as.
    fn place(&self, words: &[&str]) -> Option<(usize, impl Iterator<Item = &str>)> {
        let (length, read) = self.words_of(words)?;
        read.first()
            .is_some_and(|w| self.kind(w) == Kind::Place)
            .then(|| (length, read.iter().map(|w| &**w)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(raw: &str) -> Address {
        Address::read(raw, &Lexicon::built_in())
    }

    #[test]
    fn parts_are_found_in_any_order_of_writing() {
        let a = read("Rm 1203, 12/F, Example Ind. Bldg, No. 45 Orchid Rd., Kwun Tong, Hong Kong");
        assert_eq!(a.numbers(), "45");
        assert_eq!(a.units(), "12 1203");
        assert_eq!(a.places(), "HONGKONG");
        assert!(a.street().contains("ROAD") && a.street().contains("INDUSTRIAL"));
        assert_eq!(read("P.O. Box 1234, Dubai, U.A.E.").po_box(), "1234");
        assert!(read("Shenzhen, China").is_vague());
    }

    #[test]
    fn levels_order_as_one_would() {
        let a = read("45 Orchid Road, Penang 11900");
        for (other, level) in [
            (
                "No 45, Orchid Rd, 11900 Penang, Malaysia",
                AddressLevel::Same,
            ),
            ("45 Orchd Road, Penang", AddressLevel::Same),
            ("Orchid Road, Penang", AddressLevel::Street),
            ("47 Orchid Road, Penang", AddressLevel::City),
            ("8 Pelican Street, Johor", AddressLevel::Other),
            ("", AddressLevel::Unknown),
        ] {
            assert_eq!(a.compare(&read(other)), level, "{other}");
        }
    }
}
