//! Party tables joined to entities.

use super::address::Address;
use super::lexicon::Lexicon;
use super::name::normalise;
use super::records::Records;
use crate::model::{
    Attributes, Country, Entities, EntityId, IdVec, PartyId, PartyRecord, Registers,
};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

/// Finds entities by a name as a register writes it.
pub struct Lookup<'a> {
    lexicon: &'a Lexicon,
    by_key: FxHashMap<String, Vec<EntityId>>,
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

/// The words of a name in the order of their text: what names that differ in order share.
pub fn key_of(name: &str, lexicon: &Lexicon) -> String {
    let name = normalise(name, lexicon);
    let mut words: Vec<&str> = name.words().collect();
    words.sort_unstable();
    words.dedup();
    words.join(" ")
}

impl<'a> Lookup<'a> {
    /// Indexes only names that the registers mention.
    pub fn new(
        registers: &Registers,
        records: &Records,
        entity_of: &IdVec<PartyId, EntityId>,
        lexicon: &'a Lexicon,
    ) -> Self {
        let mut wanted: FxHashSet<String> = FxHashSet::default();
        let names = registers.parties.iter().map(|p| &p.name).chain(
            registers
                .ownership
                .iter()
                .flat_map(|o| [&o.owner_name, &o.owned_name]),
        );
        let names: Vec<&String> = names.collect();
        let keys: Vec<String> = names
            .par_iter()
            .with_min_len(1024)
            .map(|name| key_of(name, lexicon))
            .collect();
        wanted.extend(keys);
        wanted.remove("");
        let mut by_key: FxHashMap<String, Vec<EntityId>> = FxHashMap::default();
        if wanted.is_empty() {
            return Self { lexicon, by_key };
        }
        let keys: Vec<Option<String>> = (0..records.names.len() as u32)
            .into_par_iter()
            .with_min_len(1024)
            .map(|n| Some(records.names.sorted_key(n)).filter(|key| wanted.contains(key)))
            .collect();
        for (i, record) in records.parties.iter().enumerate() {
            if let Some(key) = &keys[record.name as usize] {
                by_key
                    .entry(key.clone())
                    .or_default()
                    .push(entity_of[PartyId::new(i)]);
            }
        }
        #[expect(
            clippy::iter_over_hash_type,
            reason = "each list is put in order by itself"
        )]
        for list in by_key.values_mut() {
            list.sort_unstable();
            list.dedup();
        }
        Self { lexicon, by_key }
    }

    /// The entity that a name in a country means. A country on one side only does not set them apart.
    pub fn find(&self, name: &str, country: Option<Country>, entities: &Entities) -> Found {
        self.find_key(&key_of(name, self.lexicon), country, entities)
    }

    fn find_key(&self, key: &str, country: Option<Country>, entities: &Entities) -> Found {
        let Some(list) = self.by_key.get(key) else {
            return Found::None;
        };
        let at_home = |id: &&EntityId| match country {
            Some(country) => entities[**id].countries.contains(&country),
            None => true,
        };
        let mut fits: Vec<EntityId> = list.iter().filter(at_home).copied().collect();
        if fits.is_empty() {
            fits = list
                .iter()
                .copied()
                .filter(|&id| entities[id].countries.is_empty())
                .collect();
        }
        match fits[..] {
            [] => Found::None,
            [one] => Found::One(one),
            _ => Found::Several,
        }
    }
}

/// Adds what party tables say to the entities. Returns what a person should know.
pub fn attach(
    registers: &Registers,
    lookup: &Lookup<'_>,
    records: &Records,
    entities: &mut Entities,
) -> Vec<String> {
    let mut several = 0;
    let keys: Vec<String> = registers
        .parties
        .par_iter()
        .with_min_len(1024)
        .map(|row| key_of(&row.name, lookup.lexicon))
        .collect();
    for (row, key) in registers.parties.iter().zip(&keys) {
        let found = match lookup.find_key(key, row.country, entities) {
            Found::Several => by_address(row, lookup, records, entities),
            found => found,
        };
        match found {
            Found::One(id) => {
                let attributes = entities[id].attributes.get_or_insert_default();
                add(attributes, row);
                entities[id].headquarters = entities[id].headquarters.or(row.hq_country);
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
            }
        }
    }
    if several == 0 {
        return Vec::new();
    }
    vec![format!(
        "{several} rows of the party tables fit several entities of one name and were joined to none; add a country or an address to them"
    )]
}

fn by_address(
    row: &PartyRecord,
    lookup: &Lookup<'_>,
    records: &Records,
    entities: &Entities,
) -> Found {
    let key = |raw: &str| Address::read(raw, lookup.lexicon).key();
    let Some(wanted) = row.address.as_deref().and_then(key) else {
        return Found::Several;
    };
    let list = lookup.by_key.get(&key_of(&row.name, lookup.lexicon));
    let fits: Vec<EntityId> = list
        .into_iter()
        .flatten()
        .copied()
        .filter(|&id| {
            entities[id]
                .parties
                .iter()
                .any(|&p| records.address(p).key().as_ref() == Some(&wanted))
        })
        .collect();
    match fits[..] {
        [one] => Found::One(one),
        _ => Found::Several,
    }
}

fn add(attributes: &mut Attributes, row: &PartyRecord) {
    let push = |list: &mut Vec<String>, value: &Option<String>| {
        list.extend(value.iter().filter(|v| !v.trim().is_empty()).cloned());
    };
    push(&mut attributes.addresses, &row.address);
    push(&mut attributes.phones, &row.phone);
    push(&mut attributes.emails, &row.email);
    push(&mut attributes.websites, &row.website);
    push(&mut attributes.registration_ids, &row.registration_id);
    if let Some(directors) = &row.director {
        let each = directors
            .split('|')
            .map(str::trim)
            .filter(|d| !d.is_empty());
        attributes.directors.extend(each.map(str::to_owned));
    }
    // The earliest day wins: a later one is a re-registration. Rows come sorted, so ties do not depend on files.
    attributes.incorporated = match (attributes.incorporated, row.incorporation_date) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    };
    if attributes.business_line.is_none() {
        attributes.business_line.clone_from(&row.business_line);
    }
    attributes.employees = attributes.employees.or(row.employees);
    attributes.data_centre_mw = attributes.data_centre_mw.or(row.data_centre_mw);
    attributes.hq_country = attributes.hq_country.or(row.hq_country);
}
