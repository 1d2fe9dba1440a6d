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
pub fn listed_keys(registers: &Registers, lexicon: &Lexicon) -> FxHashSet<u64> {
    let mut keys: FxHashSet<u64> = registers
        .watchlist
        .iter()
        .flat_map(|entry| std::iter::once(&entry.name).chain(&entry.aliases))
        .map(|name| key_of(name, lexicon))
        .collect();
    keys.remove(&0);
    keys
}

/// What comes near the names and addresses of a run, which are each held against the lists once.
#[derive(Default)]
pub struct Near {
    names: Places,
    addresses: Places,
}

/// The candidates of names or addresses by their numbers. Few have any, and each is asked for.
#[derive(Default)]
struct Places {
    /// For each number, [`NOWHERE`] or the place of its candidates.
    place: Vec<u32>,
    candidates: Vec<Vec<Candidate>>,
}

const NOWHERE: u32 = u32::MAX;

impl Places {
    /// Of so many names or addresses; those that have candidates come ascending.
    fn of(count: usize, found: Vec<(u32, Vec<Candidate>)>) -> Self {
        let mut place = vec![NOWHERE; count];
        for (at, (number, _)) in (0..).zip(&found) {
            place[*number as usize] = at;
        }
        Self {
            place,
            candidates: found.into_iter().map(|(_, found)| found).collect(),
        }
    }

    /// The candidates of these, in their order.
    fn candidates(&self, of: impl Iterator<Item = u32>) -> impl Iterator<Item = &Candidate> {
        let place = |number: u32| self.place.get(number as usize).copied();
        let mut places: Vec<u32> = of.filter_map(place).filter(|&at| at != NOWHERE).collect();
        places.sort_unstable();
        places.dedup();
        let of_place = |at: u32| &self.candidates[at as usize];
        places.into_iter().flat_map(of_place)
    }
}

impl Near {
    /// Nothing if there is no list.
    pub fn of(
        entries: &[WatchEntry],
        records: &Records,
        lexicon: &Lexicon,
        policy: &Screen,
    ) -> Self {
        if entries.is_empty() {
            return Self::default();
        }
        let index = &Index::build(entries, lexicon);
        let leads = Leads::of(index, &records.names, policy.floor);
        let named = |scratch: &mut Scratch, name: u32| {
            let found = leads.near(name, scratch);
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
            found.retain(|candidate| candidate.score >= policy.floor);
            (!found.is_empty()).then_some((at as u32, found))
        };
        let addresses = records.address_keys.par_iter().enumerate();
        let addresses = addresses.with_min_len(4096).filter_map(seated).collect();
        Self {
            names: Places::of(records.names.len(), names),
            addresses: Places::of(records.addresses.len(), addresses),
        }
    }

    /// Gives each entity its candidates, best first.
    pub fn attach(
        &self,
        entries: &[WatchEntry],
        records: &Records,
        policy: &Screen,
        entities: &mut Entities,
    ) {
        let entities = entities.iter_mut().into_slice();
        entities
            .par_iter_mut()
            .with_min_len(4096)
            .for_each(|entity| entity.listed = of_entity(entity, self, entries, records, policy));
    }
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
    let named = near.names.candidates(of().map(|record| record.name));
    let seated = (near.addresses).candidates(of().map(|record| record.address));
    let mut found: Vec<Found<'_>> = named
        .map(|candidate| Found::of(candidate, entries, &entity.countries, policy))
        .chain(seated.map(|candidate| Found::of(candidate, entries, &[], policy)))
        .collect();

    found.sort_by(|a, b| {
        b.score
            .total_cmp(&a.score)
            .then_with(|| a.name().cmp(&b.name()))
            .then_with(|| a.why().cmp(&b.why()))
    });
    // Most are other spellings that come near the same names: only what stays is written down.
    let mut seen = Vec::new();
    found.retain(|found| {
        let fresh = seen.len() < policy.most && !seen.contains(&found.name());
        if fresh {
            seen.push(found.name());
        }
        fresh
    });

    found.iter().map(|found| found.hit(policy)).collect()
}

/// A candidate of one entity.
struct Found<'a> {
    candidate: &'a Candidate,
    entry: &'a WatchEntry,
    /// The entry is known in other countries.
    apart: bool,
    score: f64,
}

impl<'a> Found<'a> {
    fn of(
        candidate: &'a Candidate,
        entries: &'a [WatchEntry],
        countries: &[Country],
        policy: &Screen,
    ) -> Self {
        let entry = &entries[candidate.entry];
        let apart = !entry.countries.is_empty()
            && !countries.is_empty()
            && !entry.countries.iter().any(|c| countries.contains(c));
        Self {
            candidate,
            entry,
            apart,
            // Listed firms do trade through other countries; it takes a better name then.
            score: match (apart, candidate.by_sound) {
                (true, true) => candidate.score * 0.85 * policy.sound_elsewhere,
                (true, false) => candidate.score * 0.85,
                (false, _) => candidate.score,
            },
        }
    }

    /// The list, the entry and the name there: what is shown once.
    fn name(&self) -> (&'a str, Option<&'a str>, &'a str) {
        let Self {
            entry, candidate, ..
        } = self;
        (&entry.list, entry.id.as_deref(), &candidate.listed)
    }

    fn why(&self) -> String {
        let mut why = self.candidate.reasons.join(" ");
        if self.apart {
            why.push_str(" (another country)");
        }
        why
    }

    fn hit(&self, policy: &Screen) -> ListHit {
        let entry = self.entry;
        ListHit {
            list: entry.list.clone(),
            entry_id: entry.id.clone(),
            listed: self.candidate.listed.clone(),
            program: entry.program.clone(),
            score: self.score,
            is_match: self.score >= policy.threshold,
            elsewhere: self.apart,
            from: entry.from,
            to: entry.to,
            why: self.why(),
        }
    }
}
