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
    let leads = Leads::of(&index, &records.names);
    entities
        .as_slice()
        .par_iter()
        .with_min_len(256)
        .map_init(Scratch::default, |scratch, entity| {
            of_entity(entity, &index, &leads, entries, records, policy, scratch)
        })
        .collect()
}

fn of_entity(
    entity: &Entity,
    index: &Index,
    leads: &Leads<'_>,
    entries: &[WatchEntry],
    records: &Records,
    policy: &Screen,
    scratch: &mut Scratch,
) -> Vec<ListHit> {
    let mut names: Vec<u32> = Vec::new();
    let mut addresses: Vec<u32> = Vec::new();
    for party in &entity.parties {
        let record = &records.parties[party.index()];
        names.push(record.name);
        addresses.push(record.address);
    }
    for list in [&mut names, &mut addresses] {
        list.sort_unstable();
        list.dedup();
    }
    let mut hits: Vec<ListHit> = Vec::new();
    for name in names {
        for candidate in leads.near(name, policy.floor, scratch) {
            hits.push(hit(&candidate, entries, &entity.countries, policy));
        }
    }
    for address in addresses {
        let Some(key) = records.address_keys[address as usize] else {
            continue;
        };
        let address = &records.addresses[address as usize];
        for candidate in index.at_key(key, address, entries) {
            if candidate.score >= policy.floor {
                hits.push(hit(&candidate, entries, &[], policy));
            }
        }
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
    if hits.is_empty() {
        return hits;
    }
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
