//! Countries by code and by the names that registers and customs files use for them.

use crate::model::Country;
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What a country cell says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountryCell {
    /// A country.
    Is(Country),
    /// A phrase that stands for no country ("EUROPEAN UNION", "OTHER COUNTRY"): the country is unknown.
    NoCountry,
    /// Words that no list here knows.
    Unreadable,
}

/// Names and codes of all countries of ISO 3166-1, and Kosovo.
#[derive(Clone, Debug)]
pub struct Countries {
    by_name: FxHashMap<Box<str>, Option<Country>>,
    /// English name by [`Country::ordinal`].
    english: Vec<Option<Box<str>>>,
}

/// Which pairs of letters are countries, by [`Country::ordinal`]: what many jobs need of the list, without its names.
pub fn listed() -> Vec<bool> {
    let mut listed = vec![false; 676];
    let table = include_str!("../../data/reference/countries.csv");
    for line in table.lines().filter(|line| !line.starts_with('#')).skip(1) {
        let code = line.split(';').next().and_then(Country::from_code);
        if let Some(country) = code {
            listed[country.ordinal()] = true;
        }
    }
    listed
}

/// Words of the longest name that an address is searched for.
const LONGEST: usize = 4;

/// Letters of the shortest name in an address that is no code.
const SHORTEST: usize = 4;

impl Countries {
    /// The list in `data/reference/countries.csv`.
    pub fn load() -> Self {
        Self::parse(include_str!("../../data/reference/countries.csv"))
    }

    /// Lines of `code;english;name|name|...`; the code `-` lists what is no country. The first line to
    /// claim a name keeps it.
    fn parse(table: &str) -> Self {
        let mut by_name = FxHashMap::default();
        let mut english = vec![None; 676];
        for line in table.lines().filter(|line| !line.starts_with('#')).skip(1) {
            let mut cells = line.splitn(3, ';');
            let (code, name, names) = (cells.next(), cells.next(), cells.next());
            let country = code.and_then(Country::from_code);
            if let (Some(country), Some(name)) = (country, name) {
                english[country.ordinal()] = Some(name.into());
            }
            for name in name.into_iter().chain(names.unwrap_or("").split('|')) {
                let key = fold(name);
                if !key.is_empty() {
                    by_name.entry(key.into_boxed_str()).or_insert(country);
                }
            }
        }
        Self { by_name, english }
    }

    /// Is this pair of letters a country?
    pub fn is_known(&self, country: Country) -> bool {
        self.english[country.ordinal()].is_some()
    }

    /// The English name; the code where there is none.
    pub fn english(&self, country: Country) -> &str {
        self.english[country.ordinal()]
            .as_deref()
            .unwrap_or(country.as_str())
    }

    /// The country that a cell names: a code of two or three letters, a name in any of the languages of the
    /// list, or both beside each other (`IN, INDIA`, `BRAZIL (BR)`). The cell is not blank.
    pub fn read(&self, cell: &str) -> CountryCell {
        let cell = cell.trim();
        if let Some(code) = Country::from_code(cell)
            && self.is_known(code)
        {
            return CountryCell::Is(code);
        }
        if let Some(found) = self.by_name.get(fold(cell).as_str()) {
            return found.map_or(CountryCell::NoCountry, CountryCell::Is);
        }
        self.read_parts(cell)
    }

    /// The country of a cell, `None` where it names none.
    pub fn find(&self, cell: &str) -> Option<Country> {
        match self.read(cell) {
            CountryCell::Is(country) => Some(country),
            CountryCell::NoCountry | CountryCell::Unreadable => None,
        }
    }

    /// The country that an address ends with, written out (`..., Kowloon, Hong Kong`), a postal code behind it or not. Two
    /// letters may be a state, and so may a few names.
    pub fn at_end(&self, address: &str) -> Option<Country> {
        const CODES: [&str; 4] = ["PRC", "UAE", "UK", "USA"];
        const STATES: [&str; 2] = ["GEORGIA", "JERSEY"];
        let folded = fold(address);
        let mut words: Vec<&str> = folded.split(' ').collect();
        while (words.last()).is_some_and(|word| word.bytes().any(|b| b.is_ascii_digit())) {
            words.pop();
        }
        let mut ends =
            (words.len().saturating_sub(LONGEST)..words.len()).map(|from| words.split_at(from));
        ends.find_map(|(before, end)| {
            let name = end.join(" ");
            let country = self.by_name.get(name.as_str())?;
            let told = (name.chars().count() >= SHORTEST || CODES.contains(&name.as_str()))
                && !STATES.contains(&name.as_str())
                && !matches!(before.last(), Some(&"NEW" | &"NORTHERN"));
            told.then_some(*country).flatten()
        })
    }

    /// `A, B`, `A (B)`, `A - B`: one country if its parts, read alone or turned round, name only one.
    fn read_parts(&self, cell: &str) -> CountryCell {
        if let Some((name, rest)) = cell.split_once(',') {
            let turned = fold(&format!("{rest} {name}"));
            if let Some(Some(country)) = self.by_name.get(turned.as_str()) {
                return CountryCell::Is(*country);
            }
        }
        let mut found = None;
        for part in cell.split([',', '(', ')', '-', '–', '/', ':', ';', '[', ']', '|']) {
            let part = part.trim();
            let country = match Country::from_code(part) {
                Some(code) if self.is_known(code) => Some(code),
                _ => self.by_name.get(fold(part).as_str()).copied().flatten(),
            };
            match (found, country) {
                (Some(one), Some(other)) if one != other => return CountryCell::Unreadable,
                (None, Some(_)) => found = country,
                _ => {}
            }
        }
        found.map_or(CountryCell::Unreadable, CountryCell::Is)
    }
}

/// Capitals without marks, anything but letters and digits a single space.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

/// The same into a text that is used again.
pub fn fold_into(text: &str, out: &mut String) {
    out.clear();
    if text.is_ascii() {
        // The same rules without a look at Unicode's tables: most names and descriptions need none.
        for byte in text.bytes() {
            if byte.is_ascii_alphanumeric() {
                out.push(char::from(byte.to_ascii_uppercase()));
            } else if !matches!(byte, b'.' | b'\'') && !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        }
    } else {
        for c in text.nfkd().filter(|&c| !is_combining_mark(c)) {
            if c.is_alphanumeric() {
                out.extend(c.to_uppercase());
            } else if !matches!(c, '.' | '\'' | '’') && !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        }
    }
    out.truncate(out.trim_end().len());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_codes_alone_are_those_of_the_whole_list() {
        let (all, listed) = (Countries::load(), listed());
        for a in 'A'..='Z' {
            for b in 'A'..='Z' {
                let country = Country::known(&format!("{a}{b}"));
                assert_eq!(
                    listed[country.ordinal()],
                    all.is_known(country),
                    "{country}"
                );
            }
        }
    }

    #[test]
    fn plain_letters_fold_like_any_others() {
        // A mark outside ASCII takes the long way; what stands before it must come out the same.
        for text in [
            "Orchid  Example (S) Pte. Ltd.",
            " .a'b-c ",
            "",
            "--",
            "A.B.C,  d",
        ] {
            let long = fold(&format!("{text} \u{e9}"));
            let want = long.strip_suffix('E').map(str::trim_end);
            assert_eq!(Some(fold(text).as_str()), want, "{text}");
        }
    }

    #[test]
    fn an_address_may_end_with_a_country() {
        let countries = Countries::load();
        for (address, code) in [
            ("Unit 1, 2/F Example Centre, Kowloon, Hong Kong", Some("HK")),
            ("12 EXAMPLE ROAD, SHENZHEN, CHINA.", Some("CN")),
            ("Jalan Contoh 5, 50450 Kuala Lumpur, Malaysia", Some("MY")),
            ("8 Example Street, Singapore 408600", Some("SG")),
            ("1 Example Way, San Jose CA 95134 USA", Some("US")),
            ("Example Park, Seoul, South Korea", Some("KR")),
            ("Hsinchu, Taiwan, R.O.C.", Some("TW")),
            ("1 Example Way, San Jose, CA", None),
            ("9 Example Street, Newark, New Jersey", None),
            ("9 Example Street, Atlanta, Georgia 30303", None),
            ("Santa Fe, New Mexico", None),
            ("Example House", None),
            ("", None),
        ] {
            assert_eq!(
                countries.at_end(address),
                code.map(Country::known),
                "{address}"
            );
        }
    }

    #[test]
    fn countries_are_read_from_codes_names_and_the_forms_of_customs_files() {
        let countries = Countries::load();
        for (cell, code) in [
            ("MY", "MY"),
            ("mys", "MY"),
            ("KOREA, REPUBLIC OF", "KR"),
            ("IN, INDIA", "IN"),
            ("BRAZIL (BR)", "BR"),
            ("TÜRKİYE", "TR"),
            ("Россия", "RU"),
            ("КИТАЙ", "CN"),
            ("中国", "CN"),
            ("香港", "HK"),
            ("TAIWAN, PROVINCE OF CHINA", "TW"),
            ("TANZANIA, UNITED REPUBLIC OF", "TZ"),
            ("Viet Nam", "VN"),
            ("U.A.E.", "AE"),
            ("Côte d’Ivoire", "CI"),
            ("ESTADOS UNIDOS", "US"),
            ("Hong Kong, China", "HK"),
            ("CN - China", "CN"),
        ] {
            assert_eq!(
                countries.read(cell),
                CountryCell::Is(Country::known(code)),
                "{cell}"
            );
        }
        assert_eq!(countries.read("EUROPEAN UNION"), CountryCell::NoCountry);
        assert_eq!(countries.read("Atlantis"), CountryCell::Unreadable);
        assert_eq!(countries.read("QQ"), CountryCell::Unreadable);
        assert_eq!(countries.english(Country::known("DE")), "Germany");
    }
}
