//! Party tables joined to entities.

use super::address::Address;
use super::lexicon::Lexicon;
use super::name::normalise;
use super::names::key_of_words;
use super::near;
use super::nodes::hash_text;
use super::records::{Record, Records};
use crate::model::{
    Attributes, Country, Day, Entities, EntityId, IdVec, PartyId, PartyRecord, Registers,
    Shipments, TextId,
};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

/// Finds entities by a name as a register writes it.
pub struct Lookup<'a> {
    shipments: &'a Shipments,
    lexicon: &'a Lexicon,
    /// Entities by the key of a name that they bear, ascending for each.
    bearers: Vec<EntityId>,
    /// Where those of a key are.
    by_key: FxHashMap<u64, (u32, u32)>,
    /// The key of each row of the party tables.
    of_rows: Vec<u64>,
    /// The keys of owner and owned of each row of the ownership tables.
    of_owners: Vec<[u64; 2]>,
}

/// Who a register means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// No entity bears the name.
    None,
    /// This one.
    One(EntityId),
    /// Several do, and nothing tells them apart.
    Several,
}

impl Found {
    /// Who is meant, of those that fit.
    fn of(mut fits: impl Iterator<Item = EntityId>) -> Self {
        match (fits.next(), fits.next()) {
            (None, _) => Found::None,
            (Some(one), None) => Found::One(one),
            _ => Found::Several,
        }
    }
}

/// What names with the same words share; 0 for a name without words.
pub fn key_of(name: &str, lexicon: &Lexicon) -> u64 {
    let name = normalise(name, lexicon);
    key_of_words(&mut name.words().map(hash_text).collect())
}

impl<'a> Lookup<'a> {
    /// Indexes only names that the registers mention.
    pub fn new(
        registers: &Registers,
        shipments: &'a Shipments,
        records: &Records,
        entity_of: &IdVec<PartyId, EntityId>,
        lexicon: &'a Lexicon,
    ) -> Self {
        let mut lookup = Self {
            shipments,
            lexicon,
            bearers: Vec::new(),
            by_key: FxHashMap::default(),
            of_rows: Vec::new(),
            of_owners: Vec::new(),
        };
        if registers.parties.is_empty() && registers.ownership.is_empty() {
            return lookup;
        }
        let known = known_keys(shipments, records);
        let key = |name: &str| {
            let known = known.get(&hash_text(name)).copied();
            known.unwrap_or_else(|| key_of(name, lexicon))
        };
        let parties = registers.parties.par_iter().with_min_len(1024);
        lookup.of_rows = parties.map(|row| key(&row.name)).collect();
        let owners = registers.ownership.par_iter().with_min_len(512);
        lookup.of_owners = owners
            .map(|row| [key(&row.owner_name), key(&row.owned_name)])
            .collect();
        drop(known);
        let owners = lookup.of_owners.iter().flatten();
        let mut wanted: FxHashSet<u64> = lookup.of_rows.iter().chain(owners).copied().collect();
        wanted.remove(&0);
        if wanted.is_empty() {
            return lookup;
        }
        let borne = |record: &Record| records.names.keys[record.name as usize];
        let mut bearers: Vec<(u64, EntityId)> = records
            .parties
            .par_iter()
            .with_min_len(4096)
            .enumerate()
            .map(|(i, record)| (borne(record), entity_of[PartyId::new(i)]))
            .filter(|(key, _)| wanted.contains(key))
            .collect();
        drop(wanted);
        bearers.par_sort_unstable();
        bearers.dedup();
        let mut start = 0;
        for own in bearers.chunk_by(|a, b| a.0 == b.0) {
            let end = start + own.len() as u32;
            lookup.by_key.insert(own[0].0, (start, end));
            start = end;
        }
        lookup.bearers = bearers.into_iter().map(|(_, entity)| entity).collect();
        lookup
    }

    /// The entities that bear a name of this key, ascending.
    fn bearers(&self, key: u64) -> &[EntityId] {
        let (start, end) = self.by_key.get(&key).copied().unwrap_or_default();
        &self.bearers[start as usize..end as usize]
    }

    /// The [`key_of`] owner and owned of each row of the ownership tables.
    pub fn of_owners(&self) -> &[[u64; 2]] {
        &self.of_owners
    }

    /// The entity that a name of this key in a country means. A country on one side only does not set them apart.
    pub fn find(&self, key: u64, country: Option<Country>, entities: &Entities) -> Found {
        let list = self.bearers(key).iter().copied();
        let at_home = |id: &EntityId| match country {
            Some(country) => entities[*id].countries.contains(&country),
            None => true,
        };
        match Found::of(list.clone().filter(at_home)) {
            Found::None => Found::of(list.filter(|&id| entities[id].countries.is_empty())),
            found => found,
        }
    }
}

/// The keys of the names that shipments bear, by the hash of their text: registers spell most names as shipments do.
fn known_keys(shipments: &Shipments, records: &Records) -> FxHashMap<u64, u64> {
    let names = &records.names;
    let hash = |name: &TextId| hash_text(shipments.text.get(*name));
    let hashes: Vec<u64> =
        near::read_all(&names.raw, &shipments.text, |&name| [name], hash).collect();
    hashes.into_iter().zip(names.keys.iter().copied()).collect()
}

/// Moves what party tables say to the entities; `rows` are those that the [`Lookup`] was made of. Returns what a person
/// should know.
pub fn attach(
    rows: Vec<PartyRecord>,
    lookup: &Lookup<'_>,
    records: &Records,
    entities: &mut Entities,
) -> Vec<String> {
    let mut several = 0;
    let last = lookup.shipments.day.iter().max().copied();
    let mut unborn: Option<(String, Day)> = None;
    let mut unborn_rows = 0;
    for (row, &key) in rows.into_iter().zip(&lookup.of_rows) {
        let found = match lookup.find(key, row.country, entities) {
            Found::Several => by_address(&row, key, lookup, records, entities),
            found => found,
        };
        match found {
            Found::One(id) => {
                let unlikely = |day: &Day| last.is_some_and(|last| *day > last);
                if let Some(day) = row.incorporation_date.filter(unlikely) {
                    unborn_rows += 1;
                    unborn.get_or_insert_with(|| (row.name.clone(), day));
                }
                let entity = &mut entities[id];
                entity.headquarters = entity.headquarters.or(row.hq_country);
                add(entity.attributes.get_or_insert_default(), row, last);
            }
            Found::Several => several += 1,
            Found::None => {}
        }
    }
    for entity in entities.iter_mut() {
        if let Some(a) = &mut entity.attributes {
            for list in [
                &mut a.addresses,
                &mut a.phones,
                &mut a.emails,
                &mut a.websites,
                &mut a.directors,
                &mut a.registration_ids,
            ] {
                list.sort_unstable();
                list.dedup();
                list.shrink_to_fit();
            }
        }
    }
    let mut warnings = Vec::new();
    if several > 0 {
        warnings.push(format!(
            "{several} rows of the party tables fit several entities of one name and were joined to none; add a country or an address to them"
        ));
    }
    if let (Some((name, day)), Some(last)) = (unborn, last) {
        warnings.push(format!(
            "party tables tell of an incorporation after the last shipment ({last}), which is an error or another firm's; such a day is not used: {day} of '{name}'{}",
            match unborn_rows {
                1 => String::new(),
                rows => format!(" and {} more", rows - 1),
            }
        ));
    }
    warnings
}

fn by_address(
    row: &PartyRecord,
    key: u64,
    lookup: &Lookup<'_>,
    records: &Records,
    entities: &Entities,
) -> Found {
    let read = |raw: &str| Address::read(raw, lookup.lexicon).key_hash();
    let Some(wanted) = row.address.as_deref().and_then(read) else {
        return Found::Several;
    };
    let at = |&party: &PartyId| records.address_key(party) == Some(wanted);
    let fits = lookup.bearers(key).iter().copied();
    match Found::of(fits.filter(|&id| entities[id].parties.iter().any(at))) {
        Found::One(one) => Found::One(one),
        _ => Found::Several,
    }
}

/// `last` is the day of the last shipment: nobody who trades was founded after it.
fn add(attributes: &mut Attributes, row: PartyRecord, last: Option<Day>) {
    let push = |list: &mut Vec<String>, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
            one_more(list).push(value);
        }
    };
    push(&mut attributes.addresses, row.address);
    push(&mut attributes.phones, row.phone);
    push(&mut attributes.emails, row.email);
    push(&mut attributes.websites, row.website);
    push(&mut attributes.registration_ids, row.registration_id);
    for director in row.director.iter().flat_map(|all| all.split('|')) {
        push(&mut attributes.directors, Some(director.trim().to_owned()));
    }
    // The earliest day wins: a later one is a re-registration. Rows come sorted, so ties do not depend on files.
    let founded = row
        .incorporation_date
        .filter(|&day| last.is_none_or(|last| day <= last));
    attributes.incorporated = match (attributes.incorporated, founded) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    };
    if attributes.business_line.is_none() {
        attributes.business_line = row.business_line;
    }
    attributes.employees = attributes.employees.or(row.employees);
    attributes.data_centre_mw = attributes.data_centre_mw.or(row.data_centre_mw);
    attributes.hq_country = attributes.hq_country.or(row.hq_country);
}

/// Room for the next value: most firms have one of a kind, and there may be a million firms.
fn one_more(list: &mut Vec<String>) -> &mut Vec<String> {
    if list.is_empty() {
        list.reserve_exact(1);
    }
    list
}
