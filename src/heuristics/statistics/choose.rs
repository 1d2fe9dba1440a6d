//! Which entities, pairs, lanes, forwarders, brands and names are followed.

use super::entity::EntityStats;
use super::headings::HeadingColumn;
use super::{NEIGHBOURS, NOT_FOLLOWED, Statistics};
use crate::heuristics::context::Inputs;
use crate::heuristics::words;
use crate::model::{Country, Path, TextId, heading_of};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Parties whose names are brought near at once.
const NEAR: usize = 512;

impl Statistics {
    /// Decides which entities, pairs, lanes, forwarders, brands and names are followed.
    pub(super) fn choose(&mut self, inputs: &Inputs<'_>, paths: &[Path], headings: &HeadingColumn) {
        let nodes = inputs.resolution.entities.len();
        let links = &inputs.resolution.links;
        // How many firms beside each firm on a path are followed so far.
        let mut beside: Vec<Option<usize>> = vec![None; nodes];
        let mut followed = vec![false; nodes];
        for id in paths.iter().flat_map(|path| path.chain.iter()) {
            beside[id.index()] = Some(0);
            followed[id.index()] = true;
        }
        for link in links.iter() {
            for (from, to) in [(link.a, link.b), (link.b, link.a)] {
                if let Some(count) = &mut beside[from.index()]
                    && *count < NEIGHBOURS
                {
                    *count += 1;
                    followed[to.index()] = true;
                }
            }
        }
        let mut count = 0;
        self.slots = vec![NOT_FOLLOWED; nodes];
        for (slot, _) in self.slots.iter_mut().zip(followed).filter(|(_, is)| *is) {
            *slot = count;
            count += 1;
        }
        self.entities = vec![EntityStats::default(); count as usize];
        self.links = vec![Vec::new(); count as usize];
        for (id, link) in links.enumerate() {
            for end in [link.a, link.b] {
                if let Some(slot) = self.slot(end) {
                    self.links[slot].push(id);
                }
            }
        }

        let shipments = inputs.shipments;
        for path in paths {
            for (i, &from) in path.chain.iter().enumerate() {
                for &to in &path.chain[i + 1..] {
                    self.pairs.entry((from, to)).or_default();
                    self.pairs.entry((to, from)).or_default();
                }
            }
            let countries: Vec<Country> = path
                .chain
                .iter()
                .filter_map(|&id| inputs.resolution.entities[id].country)
                .collect();
            let mut sent_under: Vec<u16> =
                path.shipments().filter_map(|id| headings.get(id)).collect();
            sent_under.extend(
                inputs.items[path.item]
                    .hs6
                    .iter()
                    .filter_map(|code| heading_of(code)),
            );
            sent_under.sort_unstable();
            sent_under.dedup();
            for (i, &from) in countries.iter().enumerate() {
                for &to in &countries[i + 1..] {
                    if from == to {
                        continue;
                    }
                    self.mirrors.entry((from, to)).or_default();
                    for &heading in &sent_under {
                        self.lanes.entry((from, to, heading)).or_default();
                    }
                }
            }
            for id in path.shipments() {
                let i = id.index();
                if shipments.forwarder_name[i].is_some() {
                    self.forwarders
                        .entry(shipments.forwarder_name[i])
                        .or_default();
                }
                if shipments.brand[i].is_some() {
                    self.brands.entry(shipments.brand[i]).or_default();
                }
            }
        }
        self.choose_names(inputs, paths);
        self.mirrored = shipments
            .merged
            .iter()
            .filter(|merged| merged.reason.contains("mirror"))
            .map(|merged| merged.into)
            .collect();
        self.mirrored.sort_unstable();
        self.mirrored.dedup();
    }

    /// Countries of the parties that notify fields of path shipments name.
    fn choose_names(&mut self, inputs: &Inputs<'_>, paths: &[Path]) {
        let shipments = inputs.shipments;
        let mut asked: Vec<TextId> = (paths.par_iter())
            .flat_map_iter(|path| path.shipments())
            .map(|id| shipments.notify_name[id.index()])
            .filter(|name| name.is_some())
            .collect();
        asked.par_sort_unstable();
        asked.dedup();
        let mut wanted: FxHashMap<String, Vec<TextId>> = FxHashMap::default();
        for name in asked {
            let spaced = words::spaced(shipments.text.get(name));
            wanted.entry(spaced).or_default().push(name);
        }
        if wanted.is_empty() {
            return;
        }
        let named: Vec<(Country, &Vec<TextId>)> = (shipments.parties.as_slice())
            .par_chunks(NEAR)
            .flat_map_iter(|parties| {
                let placed = parties.iter().filter(|party| party.country.is_some());
                shipments.text.touch(placed.clone().map(|party| party.name));
                placed.filter_map(|party| {
                    let name = words::spaced(shipments.text.get(party.name));
                    Some((party.country?, wanted.get(&name)?))
                })
            })
            .collect();
        for (country, ids) in named {
            for &id in ids {
                // The least country, so that the order of parties does not matter.
                let known = self.names.entry(id).or_insert(country);
                *known = (*known).min(country);
            }
        }
    }
}
