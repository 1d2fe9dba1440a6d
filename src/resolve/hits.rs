//! Entities on watch lists.

use super::address::Address;
use super::lexicon::Lexicon;
use super::records::Records;
use super::registers::key_of;
use crate::model::{Entities, ListHit, Registers, Shipments, WatchEntry};
use crate::policy::resolve::Screen;
use rustc_hash::{FxHashMap, FxHashSet};

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

/// Adds watch-list candidates to entities, best first.
pub fn attach(
    registers: &Registers,
    shipments: &Shipments,
    records: &Records,
    lexicon: &Lexicon,
    policy: &Screen,
    entities: &mut Entities,
) {
    if registers.watchlist.is_empty() {
        return;
    }
    let mut by_name: FxHashMap<String, Vec<(&WatchEntry, &str)>> = FxHashMap::default();
    let mut by_address: FxHashMap<String, Vec<(&WatchEntry, &str)>> = FxHashMap::default();
    for entry in &registers.watchlist {
        for name in std::iter::once(&entry.name).chain(&entry.aliases) {
            let key = key_of(name, lexicon);
            if !key.is_empty() {
                by_name.entry(key).or_default().push((entry, name));
            }
        }
        for address in &entry.addresses {
            if let Some(key) = Address::read(address, lexicon).key() {
                by_address.entry(key).or_default().push((entry, address));
            }
        }
    }
    for entity in entities.iter_mut() {
        let mut hits: Vec<ListHit> = Vec::new();
        let mut names: Vec<u32> = entity
            .parties
            .iter()
            .map(|p| records.parties[p.index()].name)
            .collect();
        names.sort_unstable_by_key(|&n| shipments.text.get(records.names.raw[n as usize]));
        names.dedup();
        for name in names {
            let key = records.names.sorted_key(name);
            for (entry, listed) in by_name.get(&key).into_iter().flatten() {
                let apart = !entry.countries.is_empty()
                    && !entity.countries.is_empty()
                    && !entry.countries.iter().any(|c| entity.countries.contains(c));
                let score = if apart { 0.75 } else { 0.95 };
                hits.push(hit(
                    entry,
                    listed,
                    score,
                    policy,
                    &key,
                    if apart {
                        "same name, another country"
                    } else {
                        "same name"
                    },
                ));
            }
        }
        let mut addresses: Vec<u32> = entity
            .parties
            .iter()
            .map(|p| records.parties[p.index()].address)
            .collect();
        addresses.sort_unstable();
        addresses.dedup();
        for address in addresses {
            let Some(key) = records.addresses[address as usize].key() else {
                continue;
            };
            for (entry, listed) in by_address.get(&key).into_iter().flatten() {
                // An address alone names a building: strong only where the list means the address itself.
                let score = if entry.name.is_empty() { 0.85 } else { 0.60 };
                hits.push(hit(entry, listed, score, policy, &key, "same address"));
            }
        }
        hits.sort_by(|a, b| {
            b.score.total_cmp(&a.score).then_with(|| {
                (&a.list, &a.listed, &a.entry_id).cmp(&(&b.list, &b.listed, &b.entry_id))
            })
        });
        hits.dedup_by(|b, a| {
            (&a.list, &a.listed, &a.entry_id) == (&b.list, &b.listed, &b.entry_id)
        });
        hits.truncate(policy.most);
        entity.listed = hits;
    }
}

fn hit(
    entry: &WatchEntry,
    listed: &str,
    score: f64,
    policy: &Screen,
    key: &str,
    why: &str,
) -> ListHit {
    ListHit {
        list: entry.list.clone(),
        entry_id: entry.id.clone(),
        listed: listed.to_owned(),
        program: entry.program.clone(),
        score,
        is_match: score >= policy.threshold,
        from: entry.from,
        to: entry.to,
        why: format!("{why}: {key}"),
    }
}
