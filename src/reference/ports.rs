//! Ports by UN/LOCODE and by name.

use super::countries::fold;
use crate::model::Country;
use rustc_hash::FxHashMap;

/// Codes and names of ports, and the countries they are in.
#[derive(Clone, Debug)]
pub struct Ports {
    codes: rustc_hash::FxHashSet<Box<str>>,
    /// By folded name; `None` where ports of two countries share it.
    by_name: FxHashMap<Box<str>, Option<Country>>,
}

impl Ports {
    /// The list in `data/reference/ports.csv`.
    pub fn load() -> Self {
        let mut ports = Self {
            codes: rustc_hash::FxHashSet::default(),
            by_name: FxHashMap::default(),
        };
        let table = include_str!("../../data/reference/ports.csv");
        for line in table.lines().filter(|l| !l.starts_with('#')).skip(1) {
            let Some((code, name)) = line.trim_start_matches('~').split_once(';') else {
                continue;
            };
            let country = code.get(..2).and_then(Country::from_code);
            ports.codes.insert(code.into());
            ports
                .by_name
                .entry(fold(name).into())
                .and_modify(|known| {
                    if *known != country {
                        *known = None;
                    }
                })
                .or_insert(country);
        }
        ports
    }

    /// The country of a port cell: a code (`CNSHA`, `CN SHA`), a name (`SHANGHAI`), or a name with more behind a comma or
    /// bracket (`Shanghai, China`, `5700 - Shanghai (CNSHA)`) if all that is known of its parts is in one country. `None` if
    /// the list knows none of it.
    pub fn country(&self, cell: &str) -> Option<Country> {
        let mut found: Option<Country> = None;
        for part in std::iter::once(cell).chain(cell.split([',', '(', ')', '-', '/', ';'])) {
            if let Some(country) = self.part(part.trim()) {
                if found.is_some_and(|known| known != country) {
                    return None;
                }
                found = Some(country);
            }
        }
        found
    }

    fn part(&self, text: &str) -> Option<Country> {
        if matches!(text.len(), 5 | 6) && text.is_ascii() {
            let code: String = text
                .chars()
                .filter(|c| *c != ' ')
                .map(|c| c.to_ascii_uppercase())
                .collect();
            if code.len() == 5
                && self.codes.contains(code.as_str())
                && code == text.replace(' ', "")
            {
                return Country::from_code(&code[..2]);
            }
        }
        if text.len() < 3 || text.len() > 60 {
            return None;
        }
        self.by_name.get(fold(text).as_str()).copied().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_tells_its_country_by_code_or_by_a_name_that_is_not_shared() {
        let ports = Ports::load();
        let country = |cell: &str| ports.country(cell).map(Country::as_str);
        for (cell, code) in [
            ("CNSHA", "CN"),
            ("MY PKG", "MY"),
            ("Hamburg", "DE"),
            ("SHANGHAI", "CN"),
            ("Singapore (SGSIN)", "SG"),
            ("KZALA", "KZ"),
        ] {
            assert_eq!(country(cell), Some(code), "{cell}");
        }
        // The first is a city of Japan and would be a code of Tonga; the second lies in two countries.
        assert_ne!(country("TOKYO"), Some("TO"));
        assert_eq!(country("Newcastle"), None);
        assert_eq!(country("XXABC"), None);
        assert_eq!(country("Hamburg / Singapore"), None);
    }
}
