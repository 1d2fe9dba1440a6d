//! Which entities, pairs, lanes, forwarders, brands and names are followed.

use super::entity::EntityStats;
use super::{Map, NEIGHBOURS, Set, Statistics, heading};
use crate::heuristics::context::Inputs;
use crate::heuristics::words;
use crate::model::{Country, EntityId, Path, TextId};
use rayon::prelude::*;

impl Statistics {
    /// Decides which entities, pairs, lanes, forwarders, brands and names are followed.
    pub(super) fn choose(&mut self, inputs: &Inputs<'_>, paths: &[Path]) {
        let mut chosen: Vec<EntityId> = paths
            .iter()
            .flat_map(|path| path.chain.iter().copied())
            .collect();
        chosen.sort_unstable();
        chosen.dedup();
        let on_paths: Set<EntityId> = chosen.iter().copied().collect();
        let mut beside: Map<EntityId, Vec<EntityId>> = Map::default();
        for link in inputs.resolution.links.iter() {
            for (from, to) in [(link.a, link.b), (link.b, link.a)] {
                if on_paths.contains(&from) {
                    let list = beside.entry(from).or_default();
                    if list.len() < NEIGHBOURS {
                        list.push(to);
                    }
                }
            }
        }
        let on_path = chosen.clone();
        for id in on_path {
            if let Some(list) = beside.get(&id) {
                chosen.extend_from_slice(list);
            }
        }
        chosen.sort_unstable();
        chosen.dedup();
        self.slot = chosen
            .iter()
            .enumerate()
            .map(|(i, &id)| (id, i as u32))
            .collect();
        self.entities = vec![EntityStats::default(); chosen.len()];
        self.links = vec![Vec::new(); chosen.len()];
        for (id, link) in inputs.resolution.links.enumerate() {
            for end in [link.a, link.b] {
                if let Some(&slot) = self.slot.get(&end) {
                    self.links[slot as usize].push(id);
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
            let mut headings: Vec<u16> = path
                .shipments()
                .filter_map(|id| heading(shipments.text.get(shipments.hs_code[id.index()])))
                .collect();
            headings.extend(
                inputs.items[path.item]
                    .hs6
                    .iter()
                    .filter_map(|code| heading(code)),
            );
            headings.sort_unstable();
            headings.dedup();
            for (i, &from) in countries.iter().enumerate() {
                for &to in &countries[i + 1..] {
                    if from == to {
                        continue;
                    }
                    self.mirrors.entry((from, to)).or_default();
                    for &heading in &headings {
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
        let mut wanted: Map<String, Vec<TextId>> = Map::default();
        for path in paths {
            for id in path.shipments() {
                let notify = shipments.notify_name[id.index()];
                if notify.is_some() {
                    let list = wanted
                        .entry(words::spaced(shipments.text.get(notify)))
                        .or_default();
                    if !list.contains(&notify) {
                        list.push(notify);
                    }
                }
            }
        }
        if wanted.is_empty() {
            return;
        }
        let named: Vec<(Country, &Vec<TextId>)> = (shipments.parties.as_slice().par_iter())
            .with_min_len(4096)
            .filter_map(|party| {
                let country = party.country?;
                let name = words::spaced(shipments.text.get(party.name));
                Some((country, wanted.get(&name)?))
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
