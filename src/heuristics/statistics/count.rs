//! The pass over the shipments, and what is counted of it afterwards.

use super::lane::month_of;
use super::{FamilyStats, NEIGHBOURS, Statistics, heading};
use crate::heuristics::context::Inputs;
use crate::model::{EntityId, Path};
use rayon::prelude::*;

impl Statistics {
    pub(super) fn pass(&mut self, inputs: &Inputs<'_>) {
        let shipments = inputs.shipments;
        if shipments.is_empty() || self.slot.is_empty() {
            return;
        }
        // Two small dense tables keep the pass away from hashing for the millions of rows nobody asked about.
        let mut slots = vec![u32::MAX; inputs.resolution.entities.len()];
        for (&id, &slot) in &self.slot {
            slots[id.index()] = slot;
        }
        let mut lane_wanted = vec![false; 676 * 676];
        for (from, to) in self.mirrors.keys() {
            lane_wanted[from.ordinal() * 676 + to.ordinal()] = true;
        }
        let first_month = month_of(shipments.day[0]);
        for id in shipments.ids() {
            let i = id.index();
            let entity = |party: Option<crate::model::PartyId>| {
                party.and_then(|party| inputs.resolution.entity_of.get(party).copied())
            };
            let (from, to) = (entity(shipments.shipper[i]), entity(shipments.consignee[i]));
            if from != to || from.is_none() {
                if let Some(slot) = from.map(|e| slots[e.index()]).filter(|&s| s != u32::MAX) {
                    self.entities[slot as usize].send(inputs, id, to);
                }
                if let Some(slot) = to.map(|e| slots[e.index()]).filter(|&s| s != u32::MAX) {
                    self.entities[slot as usize].receive(inputs, id, from);
                }
                if let (Some(a), Some(b)) = (from, to)
                    && slots[a.index()] != u32::MAX
                    && slots[b.index()] != u32::MAX
                    && let Some(list) = self.pairs.get_mut(&(a, b))
                {
                    list.push(id);
                }
            }
            if let (Some(a), Some(b)) = (shipments.from_country(id), shipments.to_country(id))
                && lane_wanted[a.ordinal() * 676 + b.ordinal()]
            {
                if let Some(count) = self.mirrors.get_mut(&(a, b)) {
                    count.0 += 1;
                    count.1 += u32::from(self.mirrored.binary_search(&id).is_ok());
                }
                if let Some(heading) = heading(shipments.text.get(shipments.hs_code[i]))
                    && let Some(lane) = self.lanes.get_mut(&(a, b, heading))
                {
                    lane.first_month = first_month;
                    let month = (month_of(shipments.day[i]) - first_month).max(0) as usize;
                    if lane.shipments.len() <= month {
                        lane.shipments.resize(month + 1, 0);
                    }
                    lane.shipments[month] += 1;
                }
            }
            if !self.forwarders.is_empty()
                && shipments.forwarder_name[i].is_some()
                && let Some(forwarder) = self.forwarders.get_mut(&shipments.forwarder_name[i])
            {
                forwarder.1 += 1;
                forwarder.0.extend(from);
            }
            if !self.brands.is_empty()
                && shipments.brand[i].is_some()
                && let Some(brand) = self.brands.get_mut(&shipments.brand[i])
            {
                brand.0 += 1;
                brand.1.extend(from);
            }
        }
    }

    pub(super) fn finish(&mut self, inputs: &Inputs<'_>, paths: &[Path]) {
        for entity in &mut self.entities {
            for list in [&mut entity.suppliers, &mut entity.customers] {
                list.sort_unstable();
                list.dedup();
            }
            entity.countries_out.sort_unstable();
            entity.countries_out.dedup();
        }
        for (_, list) in self.forwarders.iter_mut().map(|(k, v)| (k, &mut v.0)) {
            list.sort_unstable();
            list.dedup();
        }
        for (_, list) in self.brands.iter_mut().map(|(k, v)| (k, &mut v.1)) {
            list.sort_unstable();
            list.dedup();
        }
        let mut wanted: Vec<(EntityId, u16)> = Vec::new();
        for path in paths {
            let family = self.family_of[path.item.index()];
            for &id in &path.chain {
                wanted.push((id, family));
                for &link in self.links(id).iter().take(NEIGHBOURS) {
                    let link = &inputs.resolution.links[link];
                    wanted.push((if link.a == id { link.b } else { link.a }, family));
                }
            }
        }
        wanted.sort_unstable();
        wanted.dedup();
        let found: Vec<FamilyStats> = wanted
            .par_iter()
            .map(|&(id, family)| self.family_stats(inputs, id, family))
            .collect();
        self.families = wanted.into_iter().zip(found).collect();
    }
}
