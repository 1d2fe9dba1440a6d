//! Units of quantity by the spellings of customs files.

use super::countries::fold;
use rustc_hash::FxHashMap;

/// Canonical codes of units (PCS, SET, KG, M2, ...).
#[derive(Clone, Debug)]
pub struct Units {
    by_name: FxHashMap<Box<str>, Box<str>>,
}

impl Units {
    /// The list in `data/reference/units.csv`.
    pub fn load() -> Self {
        let mut by_name = FxHashMap::default();
        let table = include_str!("../../data/reference/units.csv");
        for line in table.lines().filter(|l| !l.starts_with('#')).skip(1) {
            let Some((code, names)) = line.split_once(';') else {
                continue;
            };
            for name in names.split('|') {
                by_name.entry(name.into()).or_insert_with(|| code.into());
                by_name
                    .entry(fold(name).into())
                    .or_insert_with(|| code.into());
            }
        }
        Self { by_name }
    }

    /// The canonical code of a unit as written, `None` if the list does not know it.
    pub fn canonical(&self, written: &str) -> Option<&str> {
        if written.is_empty() {
            return None;
        }
        let found = self.by_name.get(written);
        match found {
            Some(code) => Some(code),
            None => self.by_name.get(fold(written).as_str()).map(AsRef::as_ref),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_square_metre_has_many_names() {
        let units = Units::load();
        for name in [
            "MTK",
            "m2",
            "SQM",
            "SQUARE METER",
            "METRO CUADRADO",
            "M CUADRADO",
        ] {
            assert_eq!(units.canonical(name), Some("M2"), "{name}");
        }
        assert_eq!(units.canonical("ШТ"), Some("PCS"));
        assert_eq!(units.canonical("pcs."), Some("PCS"));
        assert_eq!(units.canonical("FURLONG"), None);
    }
}
