//! Who belonged to which group and place, for every stretch of days: a flat table, looked up in no time.

use super::entries::Place;
use super::read::Entries;
use super::tri::{Held, Tri};
use crate::model::{Confidence, Country, Day};
use std::collections::BTreeMap;

/// Number of pairs of letters, the length of one row.
pub(crate) const CODES: usize = 26 * 26;

/// Membership of every country in every group and place, by stretch of days.
#[derive(Clone, Debug, Default)]
pub(crate) struct PlaceTable {
    /// Group and place ids to columns; a place hides a group of the same id.
    columns: BTreeMap<String, usize>,
    /// Number of columns.
    width: usize,
    /// [(stretch x columns + column) x CODES + country]: three-valued and confidence in one byte.
    cells: Vec<u8>,
    known: Vec<bool>,
}

impl PlaceTable {
    /// Builds the table for stretches that begin on these days.
    pub(crate) fn build(entries: &Entries, starts: &[Day]) -> Self {
        let known = known(entries);
        let mut columns = BTreeMap::new();
        for (i, group) in entries.groups.iter().enumerate() {
            columns.insert(group.id.clone(), i);
        }
        let groups = entries.groups.len();
        for (i, place) in entries.places.iter().enumerate() {
            columns.insert(place.id.clone(), groups + i);
        }
        let width = groups + entries.places.len();
        let mut cells = vec![encode(Held::NO); starts.len() * width * CODES];
        let all: Vec<Country> = (0..CODES)
            .filter(|i| known[*i])
            .filter_map(country)
            .collect();
        let members: Vec<Vec<bool>> = entries.groups.iter().map(|g| marks(&g.members)).collect();
        let parts: Vec<PlaceParts> = entries
            .places
            .iter()
            .map(|p| PlaceParts::new(entries, p))
            .collect();
        let mut row = vec![Held::NO; groups];
        for (stretch, day) in starts.iter().enumerate() {
            for &country in &all {
                let (state, confidence) = state(entries, country, *day);
                for (column, held) in row.iter_mut().enumerate() {
                    *held = in_group(entries, column, &members[column], state, *day);
                    held.confidence = held.confidence.min(confidence);
                }
                let base = stretch * width * CODES + country.ordinal();
                for (column, held) in row.iter().enumerate() {
                    cells[base + column * CODES] = encode(*held);
                }
                for (column, place) in parts.iter().enumerate() {
                    let held = place.holds(&row, country, state, confidence);
                    cells[base + (groups + column) * CODES] = encode(held);
                }
            }
        }
        Self {
            columns,
            width,
            cells,
            known,
        }
    }

    /// Column of a group or place.
    pub(crate) fn column(&self, id: &str) -> Option<usize> {
        self.columns.get(id).copied()
    }

    /// Is the country in the data at all?
    pub(crate) fn knows(&self, country: Country) -> bool {
        self.known.get(country.ordinal()).copied().unwrap_or(false)
    }

    /// Every country of the data, in the order of codes.
    pub(crate) fn countries(&self) -> impl Iterator<Item = Country> + '_ {
        (0..CODES).filter(|i| self.known[*i]).filter_map(country)
    }

    /// Did the country belong in that stretch? Unknown countries are unsettled.
    pub(crate) fn held(&self, stretch: usize, column: usize, country: Country) -> Held {
        if !self.knows(country) {
            return Held {
                tri: Tri::Unknown,
                confidence: Confidence::Unverified,
            };
        }
        decode(self.cells[(stretch * self.width + column) * CODES + country.ordinal()])
    }
}

fn encode(held: Held) -> u8 {
    let tri = match held.tri {
        Tri::No => 0,
        Tri::Unknown => 1,
        Tri::Yes => 2,
    };
    let confidence = match held.confidence {
        Confidence::Unverified => 0,
        Confidence::Likely => 1,
        Confidence::Verified => 2,
    };
    tri * 3 + confidence
}

fn decode(cell: u8) -> Held {
    Held {
        tri: [Tri::No, Tri::Unknown, Tri::Yes][usize::from(cell / 3 % 3)],
        confidence: [
            Confidence::Unverified,
            Confidence::Likely,
            Confidence::Verified,
        ][usize::from(cell % 3)],
    }
}

fn country(ordinal: usize) -> Option<Country> {
    let letters = [b'A' + (ordinal / 26) as u8, b'A' + (ordinal % 26) as u8];
    Country::from_code(std::str::from_utf8(&letters).ok()?)
}

fn known(entries: &Entries) -> Vec<bool> {
    let mut known = vec![false; CODES];
    let members = entries
        .groups
        .iter()
        .flat_map(|g| g.members.iter().copied());
    let others = entries.memberships.iter().map(|m| m.country);
    let territories = entries.territories.iter().map(|t| t.country);
    let unsettled = entries.unsettled.iter().map(|u| u.country);
    let named = entries
        .places
        .iter()
        .flat_map(|p| p.countries.iter().copied());
    for country in members
        .chain(others)
        .chain(territories)
        .chain(unsettled)
        .chain(named)
    {
        known[country.ordinal()] = true;
    }
    known
}

/// The state that a territory followed on that day; itself if none.
fn state(entries: &Entries, country: Country, day: Day) -> (Country, Confidence) {
    let follows = entries
        .territories
        .iter()
        .find(|t| t.country == country && t.from.is_none_or(|from| from <= day));
    match follows {
        Some(territory) => (territory.of, territory.confidence),
        None => (country, Confidence::Verified),
    }
}

fn marks(countries: &[Country]) -> Vec<bool> {
    let mut marks = vec![false; CODES];
    for country in countries {
        marks[country.ordinal()] = true;
    }
    marks
}

fn in_group(entries: &Entries, group: usize, members: &[bool], state: Country, day: Day) -> Held {
    let group = &entries.groups[group];
    let held = |tri, confidence| Held { tri, confidence };
    let own = if entries.unsettled.iter().any(|u| u.country == state) {
        held(Tri::Unknown, Confidence::Unverified)
    } else {
        let mut stated = entries
            .memberships
            .iter()
            .filter(|m| m.country == state && m.group == group.id)
            .peekable();
        let outside = stated.peek().map(|m| m.confidence);
        let inside = stated.find(|m| day.is_within(m.from, m.to));
        match (inside, outside) {
            (Some(m), _) if m.settled => held(Tri::Yes, m.confidence),
            (Some(m), _) => held(Tri::Unknown, m.confidence),
            (None, Some(confidence)) => held(Tri::No, confidence.min(group.confidence)),
            (None, None) => held(Tri::from(Some(members[state.ordinal()])), group.confidence),
        }
    };
    let reconstructed = entries
        .reconstructed_before
        .is_some_and(|first| day < first);
    let most = if reconstructed {
        Confidence::Likely
    } else {
        Confidence::Verified
    };
    held(own.tri, own.confidence.min(most))
}

/// A place with its groups as columns and its countries as marks.
struct PlaceParts {
    groups: Vec<usize>,
    countries: Vec<bool>,
    not_groups: Vec<usize>,
    not_countries: Vec<bool>,
}

impl PlaceParts {
    fn new(entries: &Entries, place: &Place) -> Self {
        let columns = |ids: &[String]| -> Vec<usize> {
            ids.iter()
                .filter_map(|id| entries.groups.iter().position(|group| group.id == *id))
                .collect()
        };
        Self {
            groups: columns(&place.groups),
            countries: marks(&place.countries),
            not_groups: columns(&place.not_groups),
            not_countries: marks(&place.not_countries),
        }
    }

    fn holds(
        &self,
        row: &[Held],
        country: Country,
        state: Country,
        confidence: Confidence,
    ) -> Held {
        let named = |marks: &[bool]| {
            if marks[country.ordinal()] {
                Held::YES
            } else {
                Held {
                    tri: Tri::from(Some(marks[state.ordinal()])),
                    confidence,
                }
            }
        };
        let grouped = |columns: &[usize]| columns.iter().map(|c| row[*c]).fold(Held::NO, Held::or);
        let inside = grouped(&self.groups).or(named(&self.countries));
        let outside = grouped(&self.not_groups).or(named(&self.not_countries));
        inside.and(outside.not())
    }
}
