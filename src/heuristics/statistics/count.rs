//! The pass over the shipments, and what is counted of it afterwards.

use super::entity::Seen;
use super::headings::HeadingColumn;
use super::lane::month_of;
use super::{EntityStats, NEIGHBOURS, NOT_FOLLOWED, Statistics};
use crate::heuristics::context::Inputs;
use crate::model::{Country, EntityId, Path, ShipmentId, TextId};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Shipments that one thread counts at once.
const STRETCH: usize = 1 << 17;

/// What one stretch of shipments adds. Counts add up to the same in any order; lists are put together in the order of
/// the stretches, which is that of the shipments.
#[derive(Default)]
struct Part {
    seen: Vec<Seen>,
    pairs: Vec<((EntityId, EntityId), ShipmentId)>,
    mirrors: FxHashMap<(Country, Country), (u32, u32)>,
    lanes: FxHashMap<(Country, Country, u16), Vec<u32>>,
    forwarders: FxHashMap<TextId, (Vec<EntityId>, u32)>,
    brands: FxHashMap<TextId, (u32, Vec<EntityId>)>,
}

impl Statistics {
    pub(super) fn pass(&mut self, inputs: &Inputs<'_>, headings: &HeadingColumn) {
        let rows = inputs.shipments.len();
        if rows == 0 || self.entities.is_empty() {
            return;
        }
        // A small dense table keeps the pass away from hashing for the millions of rows nobody asked about.
        let mut lane_wanted = vec![false; 676 * 676];
        #[expect(clippy::iter_over_hash_type, reason = "marks can be set in any order")]
        for (from, to) in self.mirrors.keys() {
            lane_wanted[from.ordinal() * 676 + to.ordinal()] = true;
        }
        let parts: Vec<Part> = (0..rows.div_ceil(STRETCH))
            .into_par_iter()
            .map(|stretch| {
                let from = stretch * STRETCH;
                self.part(
                    inputs,
                    headings,
                    &lane_wanted,
                    from..rows.min(from + STRETCH),
                )
            })
            .collect();
        let mut seen = Vec::with_capacity(parts.iter().map(|part| part.seen.len()).sum());
        let first_month = month_of(inputs.shipments.day[0]);
        for part in parts {
            seen.extend(part.seen);
            self.add(first_month, part.pairs, part.lanes, part.mirrors);
            self.add_names(part.forwarders, part.brands);
        }
        seen.par_sort_unstable_by_key(|seen| (seen.slot, seen.id));
        let found: Vec<(u32, EntityStats)> = seen
            .par_chunk_by(|a, b| a.slot == b.slot)
            .map(|seen| (seen[0].slot, EntityStats::of(inputs, headings, seen)))
            .collect();
        for (slot, stats) in found {
            self.entities[slot as usize] = stats;
        }
    }

    fn part(
        &self,
        inputs: &Inputs<'_>,
        headings: &HeadingColumn,
        lane_wanted: &[bool],
        rows: Range<usize>,
    ) -> Part {
        let shipments = inputs.shipments;
        let entity = |party: Option<crate::model::PartyId>| {
            party.and_then(|party| inputs.resolution.entity_of.get(party).copied())
        };
        let slot = |entity: Option<EntityId>| {
            entity.map_or(NOT_FOLLOWED, |entity| self.slots[entity.index()])
        };
        let first_month = month_of(shipments.day[0]);
        let mut part = Part::default();
        for i in rows {
            let id = ShipmentId::new(i);
            let (from, to) = (entity(shipments.shipper[i]), entity(shipments.consignee[i]));
            if from != to || from.is_none() {
                let (sender, receiver) = (slot(from), slot(to));
                for (slot, other, sent) in [(sender, to, true), (receiver, from, false)] {
                    if slot != NOT_FOLLOWED {
                        part.seen.push(Seen {
                            slot,
                            id,
                            other,
                            sent,
                        });
                    }
                }
                if let (Some(a), Some(b)) = (from, to)
                    && sender != NOT_FOLLOWED
                    && receiver != NOT_FOLLOWED
                    && self.pairs.contains_key(&(a, b))
                {
                    part.pairs.push(((a, b), id));
                }
            }
            if let (Some(a), Some(b)) = (shipments.from_country(id), shipments.to_country(id))
                && lane_wanted[a.ordinal() * 676 + b.ordinal()]
            {
                let count = part.mirrors.entry((a, b)).or_default();
                count.0 += 1;
                count.1 += u32::from(self.is_mirrored(id));
                if let Some(heading) = headings.get(id)
                    && self.lanes.contains_key(&(a, b, heading))
                {
                    let month = (month_of(shipments.day[i]) - first_month).max(0) as usize;
                    let months = part.lanes.entry((a, b, heading)).or_default();
                    if months.len() <= month {
                        months.resize(month + 1, 0);
                    }
                    months[month] += 1;
                }
            }
            let forwarder = shipments.forwarder_name[i];
            if forwarder.is_some() && self.forwarders.contains_key(&forwarder) {
                let forwarder = part.forwarders.entry(forwarder).or_default();
                forwarder.1 += 1;
                forwarder.0.extend(from);
            }
            let brand = shipments.brand[i];
            if brand.is_some() && self.brands.contains_key(&brand) {
                let brand = part.brands.entry(brand).or_default();
                brand.0 += 1;
                brand.1.extend(from);
            }
        }
        for list in (part.forwarders.values_mut().map(|(list, _)| list))
            .chain(part.brands.values_mut().map(|(_, list)| list))
        {
            list.sort_unstable();
            list.dedup();
        }
        part
    }

    #[expect(
        clippy::iter_over_hash_type,
        reason = "each entry is added to its own, so that their order cannot matter"
    )]
    fn add(
        &mut self,
        first_month: i32,
        pairs: Vec<((EntityId, EntityId), ShipmentId)>,
        lanes: FxHashMap<(Country, Country, u16), Vec<u32>>,
        mirrors: FxHashMap<(Country, Country), (u32, u32)>,
    ) {
        for (pair, id) in pairs {
            self.pairs.entry(pair).or_default().push(id);
        }
        for (lane, (shipments, mirrored)) in mirrors {
            let count = self.mirrors.entry(lane).or_default();
            count.0 += shipments;
            count.1 += mirrored;
        }
        for (lane, months) in lanes {
            let lane = self.lanes.entry(lane).or_default();
            lane.first_month = first_month;
            if lane.shipments.len() < months.len() {
                lane.shipments.resize(months.len(), 0);
            }
            for (sum, count) in lane.shipments.iter_mut().zip(months) {
                *sum += count;
            }
        }
    }

    #[expect(
        clippy::iter_over_hash_type,
        reason = "each entry is added to its own, so that their order cannot matter"
    )]
    fn add_names(
        &mut self,
        forwarders: FxHashMap<TextId, (Vec<EntityId>, u32)>,
        brands: FxHashMap<TextId, (u32, Vec<EntityId>)>,
    ) {
        for (name, (shippers, count)) in forwarders {
            let forwarder = self.forwarders.entry(name).or_default();
            forwarder.0.extend(shippers);
            forwarder.1 += count;
        }
        for (name, (count, shippers)) in brands {
            let brand = self.brands.entry(name).or_default();
            brand.0 += count;
            brand.1.extend(shippers);
        }
    }

    pub(super) fn finish(&mut self, inputs: &Inputs<'_>, paths: &[Path]) {
        for (_, list) in self.forwarders.iter_mut().map(|(k, v)| (k, &mut v.0)) {
            list.sort_unstable();
            list.dedup();
        }
        for (_, list) in self.brands.iter_mut().map(|(k, v)| (k, &mut v.1)) {
            list.sort_unstable();
            list.dedup();
        }
        let mut on_paths: Vec<(EntityId, u16)> = (paths.iter())
            .flat_map(|path| {
                let family = self.family_of[path.item.index()];
                path.chain.iter().map(move |&id| (id, family))
            })
            .collect();
        on_paths.par_sort_unstable();
        on_paths.dedup();
        let mut wanted: Vec<(EntityId, u16)> = on_paths
            .par_iter()
            .flat_map_iter(|&(id, family)| {
                let beside = self.links(id).iter().take(NEIGHBOURS).map(move |&link| {
                    let link = &inputs.resolution.links[link];
                    (if link.a == id { link.b } else { link.a }, family)
                });
                std::iter::once((id, family)).chain(beside)
            })
            .collect();
        wanted.par_sort_unstable();
        wanted.dedup();
        self.families = wanted
            .par_iter()
            .map(|&(id, family)| self.family_stats(inputs, id, family))
            .collect();
        let places = wanted.into_iter().zip(0..);
        self.family_at = places.collect();
    }
}
