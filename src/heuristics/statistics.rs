//! Statistics computed once: what the entities on paths, and those linked to them, did over the whole data.

use super::context::Inputs;
use crate::model::{Country, Day, EntityId, ItemId, LinkId, Path, ShipmentId, TextId};
use crate::reference::points::Points;
use hashbrown::{HashMap, HashSet};
use rustc_hash::FxBuildHasher;

type Map<K, V> = HashMap<K, V, FxBuildHasher>;
type Set<K> = HashSet<K, FxBuildHasher>;

/// What one entity did, over all goods.
#[derive(Clone, Debug, Default)]
pub struct EntityStats {
    /// Shipments received.
    pub received: u32,
    /// Shipments sent.
    pub sent: u32,
    /// First day seen in any shipment.
    pub first: Option<Day>,
    /// Last day.
    pub last: Option<Day>,
    /// Longest silence that ended with a recognised item, in days, and the day it ended.
    pub silence: Option<(i32, Day)>,
    /// Who sent to it, ascending, no repeats.
    pub suppliers: Vec<EntityId>,
    /// Whom it sent to, ascending, no repeats.
    pub customers: Vec<EntityId>,
    /// Shipments received that hold a recognised item, ascending.
    pub items_in: Vec<ShipmentId>,
    /// Shipments sent that hold a recognised item, ascending.
    pub items_out: Vec<ShipmentId>,
    /// Shipments received of what a machine hall needs beside accelerators.
    pub complements_in: u32,
    /// Their declared value in US dollars, as far as known.
    pub complements_usd: f64,
    /// Shipments sent, by first four digits of the goods code.
    pub headings_out: Map<u16, u32>,
    /// Shipments received, by first four digits of the goods code.
    pub headings_in: Map<u16, u32>,
    /// Shipments sent, by customer.
    pub sent_to: Map<EntityId, u32>,
    /// Distinct countries sent to, ascending.
    pub countries_out: Vec<Country>,
}

/// What one entity did in one family of items.
#[derive(Clone, Debug, Default)]
pub struct FamilyStats {
    /// Shipments received, ascending.
    pub inbound: Vec<ShipmentId>,
    /// Shipments sent, ascending.
    pub outbound: Vec<ShipmentId>,
    /// Units received, as far as known.
    pub units_in: f64,
    /// Units sent, as far as known.
    pub units_out: f64,
    /// Of these, to restricted countries.
    pub units_restricted: f64,
    /// Shipments sent to restricted countries.
    pub restricted: u32,
    /// Customers, ascending, no repeats.
    pub customers: Vec<EntityId>,
    /// Customers outside restricted countries.
    pub free_customers: u32,
    /// Suppliers, ascending, no repeats.
    pub suppliers: Vec<EntityId>,
}

/// Shipments of one lane and heading, month by month.
#[derive(Clone, Debug, Default)]
pub struct Lane {
    /// The month of the first entry: year x 12 + month - 1.
    pub first_month: i32,
    /// Shipments in each month.
    pub shipments: Vec<u32>,
}

impl Lane {
    /// Shipments in the months `from..to` (half-open), zero outside the data.
    pub fn between(&self, from: i32, to: i32) -> u32 {
        (from..to)
            .filter_map(|month| usize::try_from(month - self.first_month).ok())
            .filter_map(|i| self.shipments.get(i))
            .sum()
    }
}

/// The number of a day's month: year x 12 + month - 1.
pub fn month_of(day: Day) -> i32 {
    let (year, month, _) = day.ymd();
    year * 12 + month as i32 - 1
}

/// All statistics of a run.
#[derive(Default)]
pub struct Statistics {
    empty: EntityStats,
    empty_family: FamilyStats,
    slot: Map<EntityId, u32>,
    entities: Vec<EntityStats>,
    links: Vec<Vec<LinkId>>,
    family_of: Vec<u16>,
    families: Map<(EntityId, u16), FamilyStats>,
    pairs: Map<(EntityId, EntityId), Vec<ShipmentId>>,
    lanes: Map<(Country, Country, u16), Lane>,
    mirrors: Map<(Country, Country), (u32, u32)>,
    mirrored: Vec<ShipmentId>,
    forwarders: Map<TextId, (Vec<EntityId>, u32)>,
    brands: Map<TextId, (u32, Vec<EntityId>)>,
    names: Map<TextId, Country>,
    points: Points,
}

/// Entities linked to one on a path that are followed too, at most: a busy address must not pull in the world.
const NEIGHBOURS: usize = 40;

impl Statistics {
    /// One pass over the shipments, a second over those of recognised items.
    pub fn build(inputs: &Inputs<'_>, paths: &[Path]) -> Self {
        let mut statistics = Statistics::default();
        statistics.number_families(inputs);
        statistics.choose(inputs, paths);
        statistics.pass(inputs);
        statistics.finish(inputs, paths);
        statistics
    }

    fn number_families(&mut self, inputs: &Inputs<'_>) {
        let mut names: Vec<&str> = inputs
            .items
            .iter()
            .map(|item| item.family.as_str())
            .collect();
        names.sort_unstable();
        names.dedup();
        self.family_of = inputs
            .items
            .iter()
            .map(|item| names.binary_search(&item.family.as_str()).unwrap_or(0) as u16)
            .collect();
    }

    /// Decides which entities, pairs, lanes, forwarders, brands and names are followed.
    fn choose(&mut self, inputs: &Inputs<'_>, paths: &[Path]) {
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
                        .entry(super::words::spaced(shipments.text.get(notify)))
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
        for party in shipments.parties.iter() {
            let Some(country) = party.country else {
                continue;
            };
            if let Some(ids) = wanted.get(&super::words::spaced(shipments.text.get(party.name))) {
                for &id in ids {
                    // The least country, so that the order of parties does not matter.
                    let known = self.names.entry(id).or_insert(country);
                    *known = (*known).min(country);
                }
            }
        }
    }

    fn pass(&mut self, inputs: &Inputs<'_>) {
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

    fn finish(&mut self, inputs: &Inputs<'_>, paths: &[Path]) {
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
        let mut wanted: Vec<(EntityId, ItemId)> = Vec::new();
        for path in paths {
            for &id in &path.chain {
                wanted.push((id, path.item));
                for &link in self.links(id).iter().take(NEIGHBOURS) {
                    let link = &inputs.resolution.links[link];
                    wanted.push((if link.a == id { link.b } else { link.a }, path.item));
                }
            }
        }
        wanted.sort_unstable();
        wanted.dedup();
        for (id, item) in wanted {
            let family = self.family_of[item.index()];
            if !self.families.contains_key(&(id, family)) {
                let stats = self.family_stats(inputs, id, family);
                self.families.insert((id, family), stats);
            }
        }
    }

    fn family_stats(&self, inputs: &Inputs<'_>, id: EntityId, family: u16) -> FamilyStats {
        let entity = self.entity(id);
        let shipments = inputs.shipments;
        let of_family = |&&shipment: &&ShipmentId| {
            inputs.goods.item[shipment.index()]
                .is_some_and(|item| self.family_of[item.index()] == family)
        };
        let mut stats = FamilyStats {
            inbound: entity.items_in.iter().filter(of_family).copied().collect(),
            outbound: entity.items_out.iter().filter(of_family).copied().collect(),
            ..FamilyStats::default()
        };
        let party = |party: Option<crate::model::PartyId>| {
            party.and_then(|party| inputs.resolution.entity_of.get(party).copied())
        };
        for &shipment in &stats.inbound {
            stats.units_in += inputs.goods.units[shipment.index()].get().unwrap_or(0.0);
            stats
                .suppliers
                .extend(party(shipments.shipper[shipment.index()]));
        }
        let mut customers: Vec<(EntityId, bool)> = Vec::new();
        for &shipment in &stats.outbound {
            let i = shipment.index();
            let units = inputs.goods.units[i].get().unwrap_or(0.0);
            let restricted = match (shipments.to_country(shipment), inputs.goods.item[i]) {
                (Some(country), Some(item)) => inputs.rules.restricted(
                    country,
                    &inputs.items[item],
                    inputs.goods.maker.get(i).copied().flatten(),
                    shipments.day[i],
                ),
                _ => false,
            };
            stats.units_out += units;
            if restricted {
                stats.units_restricted += units;
                stats.restricted += 1;
            }
            if let Some(customer) = party(shipments.consignee[i]) {
                customers.push((customer, restricted));
            }
        }
        // A customer counts as free only if nothing sent to it was restricted.
        customers.sort_unstable_by_key(|&(id, restricted)| (id, !restricted));
        customers.dedup_by_key(|(id, _)| *id);
        stats.free_customers = customers
            .iter()
            .filter(|(_, restricted)| !restricted)
            .count() as u32;
        stats.customers = customers.into_iter().map(|(id, _)| id).collect();
        stats.suppliers.sort_unstable();
        stats.suppliers.dedup();
        stats
    }

    /// See [`super::Context::stats`].
    pub fn entity(&self, id: EntityId) -> &EntityStats {
        self.slot
            .get(&id)
            .map_or(&self.empty, |&slot| &self.entities[slot as usize])
    }

    /// See [`super::Context::links`].
    pub fn links(&self, id: EntityId) -> &[LinkId] {
        self.slot
            .get(&id)
            .map_or(&[], |&slot| &self.links[slot as usize])
    }

    /// See [`super::Context::family`].
    pub fn family(&self, id: EntityId, item: ItemId) -> &FamilyStats {
        self.families
            .get(&(id, self.family_of[item.index()]))
            .unwrap_or(&self.empty_family)
    }

    /// See [`super::Context::pair`].
    pub fn pair(&self, from: EntityId, to: EntityId) -> &[ShipmentId] {
        self.pairs.get(&(from, to)).map_or(&[], Vec::as_slice)
    }

    /// See [`super::Context::lane`].
    pub fn lane(&self, from: Country, to: Country, heading: u16) -> Option<&Lane> {
        self.lanes.get(&(from, to, heading))
    }

    /// See [`super::Context::km`].
    pub fn km(&self, from: Country, to: Country) -> Option<f64> {
        self.points.km(from, to)
    }

    /// See [`super::Context::mirrors`].
    pub fn mirrors(&self, from: Country, to: Country) -> (u32, u32) {
        self.mirrors.get(&(from, to)).copied().unwrap_or_default()
    }

    /// See [`super::Context::is_mirrored`].
    pub fn is_mirrored(&self, shipment: ShipmentId) -> bool {
        self.mirrored.binary_search(&shipment).is_ok()
    }

    /// See [`super::Context::forwarder`].
    pub fn forwarder(&self, name: TextId) -> Option<(&[EntityId], u32)> {
        self.forwarders
            .get(&name)
            .map(|(shippers, count)| (shippers.as_slice(), *count))
    }

    /// See [`super::Context::brand`].
    pub fn brand(&self, brand: TextId) -> Option<(u32, u32)> {
        self.brands
            .get(&brand)
            .map(|(count, shippers)| (*count, shippers.len() as u32))
    }

    /// See [`super::Context::country_of_name`].
    pub fn country_of_name(&self, name: TextId) -> Option<Country> {
        self.names.get(&name).copied()
    }
}

impl EntityStats {
    fn see(&mut self, inputs: &Inputs<'_>, id: ShipmentId) {
        let day = inputs.shipments.day[id.index()];
        if let Some(last) = self.last
            && inputs.goods.item[id.index()].is_some()
        {
            let gap = day.since(last);
            if gap > self.silence.map_or(0, |(days, _)| days) {
                self.silence = Some((gap, day));
            }
        }
        self.first.get_or_insert(day);
        self.last = Some(day);
    }

    fn send(&mut self, inputs: &Inputs<'_>, id: ShipmentId, to: Option<EntityId>) {
        self.see(inputs, id);
        self.sent += 1;
        if let Some(to) = to {
            *self.sent_to.entry(to).or_default() += 1;
            if self.customers.last() != Some(&to) {
                self.customers.push(to);
            }
        }
        if let Some(country) = inputs.shipments.to_country(id)
            && !self.countries_out.contains(&country)
        {
            self.countries_out.push(country);
        }
        if let Some(heading) = heading(
            inputs
                .shipments
                .text
                .get(inputs.shipments.hs_code[id.index()]),
        ) {
            *self.headings_out.entry(heading).or_default() += 1;
        }
        if inputs.goods.item[id.index()].is_some() {
            self.items_out.push(id);
        }
    }

    fn receive(&mut self, inputs: &Inputs<'_>, id: ShipmentId, from: Option<EntityId>) {
        self.see(inputs, id);
        self.received += 1;
        if let Some(from) = from
            && self.suppliers.last() != Some(&from)
        {
            self.suppliers.push(from);
        }
        let code = inputs
            .shipments
            .text
            .get(inputs.shipments.hs_code[id.index()]);
        if let Some(heading) = heading(code) {
            *self.headings_in.entry(heading).or_default() += 1;
        }
        if inputs.goods.item[id.index()].is_some() {
            self.items_in.push(id);
        } else if inputs
            .settings
            .headings
            .complements
            .iter()
            .any(|prefix| code.starts_with(prefix.as_str()))
        {
            self.complements_in += 1;
            self.complements_usd += inputs.shipments.value_usd[id.index()].get().unwrap_or(0.0);
        }
    }
}

fn heading(code: &str) -> Option<u16> {
    code.get(..4)?.parse().ok()
}
