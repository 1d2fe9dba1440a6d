//! What cells mean, found out once for each distinct cell.

use super::Key;
use super::cells::{Cells, hash_of};
use crate::ingest::clean::goods::hs_code;
use crate::ingest::clean::party;
use crate::ingest::plan::Plan;
use crate::model::{Country, TextId, TextStore};
use crate::reference::countries::{Countries, CountryCell, listed};
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// The tables of one thread over one file. Numbers are its own.
pub struct Names<'a> {
    plan: &'a Plan,
    /// Names of countries, read when a cell first holds more than a code.
    countries: &'a OnceLock<Countries>,
    key: Key,
    /// Cells as written, trimmed. The first is the blank cell.
    pub cells: Cells,
    /// What each says.
    parties: Vec<Party>,
    codes: TextStore,
    code_of: FxHashMap<Box<str>, TextId>,
    /// Codes in capitals that are countries and no blanks, by [`Country::ordinal`].
    known: Vec<bool>,
    country_of: FxHashMap<Box<str>, Option<Option<Country>>>,
}

/// What the cell of a party says.
struct Party {
    /// Key of the name.
    key: NameKey,
    /// Name, address and number where they are not just the cell.
    changed: Option<Box<[String; 3]>>,
}

/// What a name is told from others by.
#[derive(Clone, Debug, PartialEq, Eq)]
enum NameKey {
    /// There is no name.
    Nobody,
    /// The cell as written.
    Cell,
    /// Something else.
    Text(Box<str>),
}

/// The tables once nothing more is read.
pub struct Met {
    /// Cells of parties as written.
    cells: Cells,
    parties: Vec<Party>,
    /// Goods codes.
    pub codes: TextStore,
}

impl Met {
    /// Number of cells.
    pub fn len(&self) -> u32 {
        self.parties.len() as u32
    }

    /// Key of the name in a cell, `None` if it names nobody.
    pub fn key(&self, cell: u32) -> Option<&str> {
        match &self.parties[cell as usize].key {
            NameKey::Nobody => None,
            NameKey::Cell => Some(self.cells.get(cell)),
            NameKey::Text(text) => Some(text),
        }
    }

    /// Name, address and number that a cell gave.
    pub fn party(&self, cell: u32) -> [&str; 3] {
        match &self.parties[cell as usize].changed {
            Some(parts) => [&parts[0], &parts[1], &parts[2]],
            None => [self.cells.get(cell), "", ""],
        }
    }
}

impl<'a> Names<'a> {
    /// Empty tables for a file.
    pub fn new(plan: &'a Plan, countries: &'a OnceLock<Countries>, key: Key) -> Self {
        let mut known = listed();
        for (at, known) in known.iter_mut().enumerate() {
            let pair = [b'A' + (at / 26) as u8, b'A' + (at % 26) as u8];
            // NA is a blank elsewhere and a country here, unless the layout knows the country.
            *known &= !std::str::from_utf8(&pair).is_ok_and(|code| plan.is_blank(code));
        }
        let mut cells = Cells::new();
        cells.number("", hash_of(""));
        let nobody = Party {
            key: NameKey::Nobody,
            changed: None,
        };
        Self {
            plan,
            countries,
            key,
            cells,
            parties: vec![nobody],
            codes: TextStore::new(),
            code_of: FxHashMap::default(),
            known,
            country_of: FxHashMap::default(),
        }
    }

    /// Number of a party's cell, trimmed, that has this hash; 0 if it is empty. `None` if there are too many.
    #[inline]
    pub fn party(&mut self, cell: &str, hash: u32) -> Option<u32> {
        let number = self.cells.number(cell, hash)?;
        if number as usize == self.parties.len() {
            let party = self.read_party(cell);
            self.parties.push(party);
        }
        Some(number)
    }

    /// Does this cell, by its number, name nobody?
    #[inline]
    pub fn is_nobody(&self, cell: u32) -> bool {
        cell == 0 || self.parties[cell as usize].key == NameKey::Nobody
    }

    fn read_party(&mut self, cell: &str) -> Party {
        let name = if self.plan.is_blank(cell) { "" } else { cell };
        let mut read = party::read(name, "", String::new(), "", self.plan.split_parties);
        read.set_phrases_aside("");
        if read.is_blank() {
            return Party {
                key: NameKey::Nobody,
                changed: None,
            };
        }
        let parts = [read.name_text(), read.address_text(), read.registration];
        let changed = (parts != [cell, "", ""]).then(|| Box::new(parts.map(str::to_owned)));
        let key = (self.key)(read.name_text());
        Party {
            key: match key == cell {
                true => NameKey::Cell,
                false => NameKey::Text(key.into()),
            },
            changed,
        }
    }

    /// The country of a cell, trimmed; `None` if it is unreadable. `constant` is what a blank cell stands for.
    #[inline]
    pub fn country(&mut self, cell: &str, constant: &str) -> Option<Option<Country>> {
        if let [a @ b'A'..=b'Z', b @ b'A'..=b'Z'] = *cell.as_bytes()
            && self.known[(a - b'A') as usize * 26 + (b - b'A') as usize]
        {
            return Some(Country::from_code(cell));
        }
        let text = match self.plan.is_blank(cell) {
            true if constant.is_empty() && cell == "NA" => "NA",
            true => constant,
            false => cell,
        };
        if text.is_empty() {
            return Some(None);
        }
        if let Some(&known) = self.country_of.get(text) {
            return known;
        }
        let country = match self.countries.get_or_init(Countries::load).read(text) {
            CountryCell::Is(country) => Some(Some(country)),
            CountryCell::NoCountry => Some(None),
            CountryCell::Unreadable => None,
        };
        self.country_of.insert(text.into(), country);
        country
    }

    /// The goods code in a cell, trimmed.
    pub fn code(&mut self, cell: &str) -> TextId {
        if let Some(&known) = self.code_of.get(cell) {
            return known;
        }
        let mut code = String::new();
        if !self.plan.is_blank(cell) {
            hs_code(cell, &mut code);
        }
        let id = self.codes.intern(&code);
        self.code_of.insert(cell.into(), id);
        id
    }

    /// What was met.
    pub fn finish(self) -> Met {
        Met {
            cells: self.cells,
            parties: self.parties,
            codes: self.codes,
        }
    }
}
