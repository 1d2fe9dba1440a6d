//! Whose goods they are: the country of the maker, which decides whether the controls reach goods that only a listed
//! heading names.

use crate::model::Country;
use aho_corasick::{AhoCorasick, MatchKind};

const MAKERS: &str = include_str!("../../data/reference/items/makers.csv");

/// Finds makers' names in brands and descriptions.
pub struct Makers {
    names: AhoCorasick,
    countries: Vec<Country>,
}

impl Makers {
    /// The list that the binary carries.
    ///
    /// # Panics
    /// Never on input: the list is part of the program, and a test reads all of it.
    pub fn built_in() -> Self {
        let rows: Vec<(&str, Country)> = MAKERS
            .lines()
            .filter(|line| !line.starts_with('#'))
            .skip(1)
            .map(|line| {
                line.split_once(',')
                    .and_then(|(name, code)| Some((name, Country::from_code(code)?)))
                    .expect("each row of the makers is a name and a country")
            })
            .collect();
        let names = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::LeftmostLongest)
            .build(rows.iter().map(|(name, _)| name))
            .expect("the makers' names fit one automaton");
        Self {
            names,
            countries: rows.into_iter().map(|(_, country)| country).collect(),
        }
    }

    /// Country of the maker that the brand names, else of the first whole-word maker in the description.
    pub fn country(&self, brand: &str, description: &str) -> Option<Country> {
        [brand, description].into_iter().find_map(|text| {
            self.names
                .find_iter(text)
                .find(|found| is_word(text, found.start(), found.end()))
                .map(|found| self.countries[found.pattern().as_usize()])
        })
    }
}

fn is_word(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].chars().next_back();
    let after = text[end..].chars().next();
    !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_brand_goes_before_the_description_and_names_are_whole_words() {
        let makers = Makers::built_in();
        let country = |brand, text| makers.country(brand, text).map(Country::as_str);
        assert_eq!(country("Xilinx", "FPGA"), Some("US"));
        assert_eq!(country("GigaDevice", "MCU LIKE MICROCHIP"), Some("CN"));
        assert_eq!(country("", "SRAM IC, Infineon"), Some("DE"));
        assert_eq!(country("", "INTELLIGENT RELAY"), None);
        assert_eq!(country("", "микросхема"), None);
    }
}
