//! Entities on watch lists.

use super::leads::{Leads, Scratch};
use super::lexicon::Lexicon;
use super::listed::{Candidate, Index};
use super::records::Records;
use super::registers::key_of;
use crate::model::{Country, Entities, Entity, ListHit, Registers, WatchEntry};
use crate::policy::resolve::Screen;
use rayon::prelude::*;
use rustc_hash::FxHashSet;

/// The [`key_of`] of every listed name and alias.
pub fn listed_keys(registers: &Registers, lexicon: &Lexicon) -> FxHashSet<String> {
    let mut keys: FxHashSet<String> = registers
        .watchlist
        .iter()
        .flat_map(|entry| std::iter::once(&entry.name).chain(&entry.aliases))
        .map(|name| key_of(name, lexicon))
        .collect();
    keys.remove("");
    keys
}

/// Watch-list candidates of each entity, best first; nothing if there is no list.
pub fn find(
    registers: &Registers,
    records: &Records,
    lexicon: &Lexicon,
    policy: &Screen,
    entities: &Entities,
) -> Vec<Vec<ListHit>> {
    let entries = &registers.watchlist;
    if entries.is_empty() {
        return Vec::new();
    }
    let index = Index::build(entries, lexicon);
    let near = Near::of(&index, entries, records, policy.floor);
    let mut hits = vec![Vec::new(); entities.len()];
    entities
        .as_slice()
        .par_iter()
        .with_min_len(4096)
        .zip(&mut hits)
        .for_each(|(entity, hits)| *hits = of_entity(entity, &near, entries, records, policy));
    hits
}

/// What comes near the names and addresses of a run, which are each held against the lists once. Few have any.
struct Near {
    /// By name and by address, each with where its candidates are; ascending.
    names: Vec<(u32, Vec<Candidate>)>,
    addresses: Vec<(u32, Vec<Candidate>)>,
}

impl Near {
    fn of(index: &Index, entries: &[WatchEntry], records: &Records, floor: f64) -> Self {
        let leads = Leads::of(index, &records.names);
        let named = |scratch: &mut Scratch, name: u32| {
            let found = leads.near(name, floor, scratch);
            (!found.is_empty()).then_some((name, found))
        };
        let names = (0..records.names.len() as u32)
            .into_par_iter()
            .with_min_len(1024)
            .map_init(Scratch::default, named)
            .flatten_iter()
            .collect();
        let seated = |(at, key): (usize, &Option<u64>)| {
            let address = &records.addresses[at];
            let mut found = index.at_key((*key)?, address, entries);
            found.retain(|candidate| candidate.score >= floor);
            (!found.is_empty()).then_some((at as u32, found))
        };
        let addresses = records.address_keys.par_iter().enumerate();
        let addresses = addresses.with_min_len(4096).filter_map(seated).collect();
        Self { names, addresses }
    }
}

/// The candidates of these names or addresses, in their order.
fn candidates(
    near: &[(u32, Vec<Candidate>)],
    of: impl Iterator<Item = u32>,
) -> impl Iterator<Item = &Candidate> {
    let place = |at: u32| near.binary_search_by_key(&at, |row| row.0).ok();
    let mut places: Vec<usize> = of.filter_map(place).collect();
    places.sort_unstable();
    places.dedup();
    places.into_iter().flat_map(|place| &near[place].1)
}

fn of_entity(
    entity: &Entity,
    near: &Near,
    entries: &[WatchEntry],
    records: &Records,
    policy: &Screen,
) -> Vec<ListHit> {
    let of = || {
        entity
            .parties
            .iter()
            .map(|party| &records.parties[party.index()])
    };
    let named = candidates(&near.names, of().map(|record| record.name));
    let mut hits: Vec<ListHit> = named
        .map(|candidate| hit(candidate, entries, &entity.countries, policy))
        .collect();
    let seated = candidates(&near.addresses, of().map(|record| record.address));
    hits.extend(seated.map(|candidate| hit(candidate, entries, &[], policy)));
    if hits.is_empty() {
        return hits;
    }
    hits.sort_by(|a, b| {
        b.score.total_cmp(&a.score).then_with(|| {
            (&a.list, &a.entry_id, &a.listed, &a.why).cmp(&(
                &b.list,
                &b.entry_id,
                &b.listed,
                &b.why,
            ))
        })
    });
    let mut seen: FxHashSet<(String, Option<String>, String)> = FxHashSet::default();
    hits.retain(|h| seen.insert((h.list.clone(), h.entry_id.clone(), h.listed.clone())));
    hits.truncate(policy.most);
    hits
}

fn hit(
    candidate: &Candidate,
    entries: &[WatchEntry],
    countries: &[Country],
    policy: &Screen,
) -> ListHit {
    let entry = &entries[candidate.entry];
    let apart = !entry.countries.is_empty()
        && !countries.is_empty()
        && !entry.countries.iter().any(|c| countries.contains(c));
    // Listed firms do trade through other countries; it takes a better name then.
    let score = if apart {
        candidate.score * 0.85
    } else {
        candidate.score
    };
    let mut why = candidate.reasons.join(" ");
    if apart {
        why.push_str(" (another country)");
    }
    ListHit {
        list: entry.list.clone(),
        entry_id: entry.id.clone(),
        listed: candidate.listed.clone(),
        program: entry.program.clone(),
        score,
        is_match: score >= policy.threshold,
        from: entry.from,
        to: entry.to,
        why,
    }
}
