//! What one firm was seen doing.

use crate::graph::TemporalGraph;
use crate::model::{
    Attributes, Day, EntityId, Goods, ItemKind, Items, LinkKind, Resolution, ShipmentId, Shipments,
    TextId,
};
use rustc_hash::{FxHashMap, FxHashSet};

/// Behaviour of one firm over the whole data. Counts are of shipments unless they say otherwise.
#[derive(Clone, Debug, Default)]
pub struct Profile {
    /// Received.
    pub received: usize,
    /// Sent.
    pub sent: usize,
    /// Distinct firms that sent to it.
    pub suppliers: usize,
    /// Distinct firms it sent to.
    pub customers: usize,
    /// Share of its sendings that went to the largest customer, 0 to 1.
    pub top_customer: f64,
    /// Days from the first day of the data to its first shipment.
    pub first_after: i32,
    /// Days from its first to its last shipment.
    pub active_days: i32,
    /// Longest silence between two shipments in days.
    pub silence: i32,
    /// Distinct calendar months with a shipment.
    pub months: usize,
    /// Accelerators (units of recognised items) received, as far as known.
    pub units_in: f64,
    /// Accelerators sent, as far as known, in families that it received.
    pub units_through: f64,
    /// Received shipments with a recognised item.
    pub items_in: usize,
    /// Sent shipments with a recognised item.
    pub items_out: usize,
    /// Median days from receiving a recognised item to the next sending of the same family; `None` without one.
    pub dwell: Option<i32>,
    /// Is its first shipment of all one with a recognised item?
    pub starts_with_item: bool,
    /// Headings (four digits) received.
    pub headings_in: usize,
    /// Headings sent.
    pub headings_out: usize,
    /// Share of sendings whose heading it also receives, 0 to 1; `None` without known headings on both sides.
    pub same_headings: Option<f64>,
    /// Chapters (two digits) moved.
    pub chapters: usize,
    /// Received shipments of what a machine hall needs beside accelerators.
    pub complements: usize,
    /// Addresses, telephones, mails, sites, directors shared with other firms.
    pub shared: usize,
    /// Other firms it is linked to by those.
    pub sharing: usize,
    /// Times it stands in the forwarder column.
    pub forwards: usize,
    /// Its name, in capitals.
    pub name: String,
    /// Business line, in capitals; "" where no register tells.
    pub business: String,
    /// Days from incorporation to the first shipment.
    pub age_at_first: Option<i32>,
    /// Employees.
    pub employees: Option<f64>,
    /// Megawatts of data centres.
    pub megawatts: Option<f64>,
    /// A register row exists and names neither telephone, mail nor site.
    pub unreachable: bool,
    /// Address is a post box.
    pub post_box: bool,
}

/// What is computed once for all firms.
pub(super) struct Common {
    start: Day,
    forwards: FxHashMap<EntityId, usize>,
}

impl Common {
    pub fn of(graph: &TemporalGraph, shipments: &Shipments, resolution: &Resolution) -> Self {
        // A forwarder stands in its own column by name only: the same writing in any case is the same firm.
        let mut named: FxHashMap<TextId, usize> = FxHashMap::default();
        for &name in shipments.forwarder_name.iter().filter(|n| n.is_some()) {
            *named.entry(name).or_default() += 1;
        }
        let mut by_name: FxHashMap<String, usize> = FxHashMap::default();
        #[expect(
            clippy::iter_over_hash_type,
            reason = "whole numbers add up to the same in any order"
        )]
        for (name, count) in named {
            *by_name
                .entry(shipments.text.get(name).trim().to_uppercase())
                .or_default() += count;
        }
        let mut forwards: FxHashMap<EntityId, usize> = FxHashMap::default();
        if !by_name.is_empty() {
            let mut seen: FxHashSet<(EntityId, TextId)> = FxHashSet::default();
            for (id, party) in shipments.parties.enumerate() {
                let Some(&entity) = resolution.entity_of.get(id) else {
                    continue;
                };
                if seen.insert((entity, party.name))
                    && let Some(count) =
                        by_name.get(&shipments.text.get(party.name).trim().to_uppercase())
                {
                    *forwards.entry(entity).or_default() += count;
                }
            }
        }
        Self {
            start: graph.span().map_or(Day::from_epoch(0), |(first, _)| first),
            forwards,
        }
    }
}

/// Headings of switches, power, cooling, racks, cables, cabinets, batteries: what accelerators need around them.
const COMPLEMENTS: &[&str] = &[
    "8517", "8504", "8415", "8418", "9403", "8544", "8537", "8507", "8502", "8414",
];

impl Profile {
    pub(super) fn of(
        id: EntityId,
        graph: &TemporalGraph,
        shipments: &Shipments,
        goods: &Goods,
        items: &Items,
        resolution: &Resolution,
        common: &Common,
    ) -> Self {
        let entity = &resolution.entities[id];
        let (inbound, outbound) = (graph.inbound(id), graph.outbound(id));
        let mut p = Profile {
            received: inbound.len(),
            sent: outbound.len(),
            forwards: common.forwards.get(&id).copied().unwrap_or(0),
            name: shipments.text.get(entity.name).to_uppercase(),
            ..Profile::default()
        };
        p.suppliers = distinct(inbound.iter().map(|s| s.other)).len();
        let customers = distinct(outbound.iter().map(|s| s.other));
        p.customers = customers.len();
        let top = customers.iter().map(|&(_, n)| n).max().unwrap_or(0);
        p.top_customer = if p.sent == 0 {
            0.0
        } else {
            top as f64 / p.sent as f64
        };
        p.time(
            inbound
                .iter()
                .chain(outbound)
                .map(|s| (s.day, s.edge))
                .collect(),
            common,
            goods,
        );
        p.goods(
            inbound.iter().map(|s| (s.day, s.edge)),
            outbound.iter().map(|s| (s.day, s.edge)),
            shipments,
            goods,
            items,
        );
        let mut others = Vec::new();
        for step in graph.links(id) {
            let link = &resolution.links[step.link];
            if matches!(
                link.kind,
                LinkKind::Address
                    | LinkKind::Phone
                    | LinkKind::Email
                    | LinkKind::Website
                    | LinkKind::Director
            ) {
                p.shared += 1;
                others.push(step.other);
            }
        }
        others.sort_unstable();
        others.dedup();
        p.sharing = others.len();
        p.post_box = entity.parties.iter().any(|&party| {
            let address = shipments
                .text
                .get(shipments.parties[party].address)
                .to_uppercase();
            address.contains("P.O. BOX")
                || address.contains("PO BOX")
                || address.contains("P O BOX")
        });
        if let Some(attributes) = &entity.attributes {
            let first = inbound
                .first()
                .into_iter()
                .chain(outbound.first())
                .map(|s| s.day)
                .min();
            p.register(attributes, first);
        }
        p
    }

    fn time(&mut self, mut steps: Vec<(Day, ShipmentId)>, common: &Common, goods: &Goods) {
        steps.sort_unstable();
        let (Some(&(first, edge)), Some(&(last, _))) = (steps.first(), steps.last()) else {
            return;
        };
        self.first_after = first.since(common.start);
        self.active_days = last.since(first);
        self.silence = steps
            .windows(2)
            .map(|w| w[1].0.since(w[0].0))
            .max()
            .unwrap_or(0);
        let mut months: Vec<(i32, u32)> = steps
            .iter()
            .map(|(day, _)| day.ymd())
            .map(|(y, m, _)| (y, m))
            .collect();
        months.dedup();
        self.months = months.len();
        self.starts_with_item = goods.item.get(edge.index()).copied().flatten().is_some();
    }

    fn goods(
        &mut self,
        inbound: impl Iterator<Item = (Day, ShipmentId)>,
        outbound: impl Iterator<Item = (Day, ShipmentId)>,
        shipments: &Shipments,
        goods: &Goods,
        items: &Items,
    ) {
        let heading = |id: ShipmentId| {
            let code = shipments
                .hs_code
                .get(id.index())
                .map_or("", |&c| shipments.text.get(c));
            code.get(..4)
        };
        // A listed heading is a weak sign of goods, not a recognised product.
        let item = |id: ShipmentId| {
            goods
                .item
                .get(id.index())
                .copied()
                .flatten()
                .map(|i| &items[i])
                .filter(|i| i.kind != ItemKind::ListedHeading)
        };
        let units = |id: ShipmentId| {
            goods
                .units
                .get(id.index())
                .and_then(|u| u.get())
                .unwrap_or(0.0)
        };
        let mut heads_in: FxHashSet<&str> = FxHashSet::default();
        let mut chapters: FxHashSet<&str> = FxHashSet::default();
        let mut arrivals: Vec<(&str, Day)> = Vec::new();
        let mut units_in: Vec<(&str, f64)> = Vec::new();
        for (day, id) in inbound {
            if let Some(head) = heading(id) {
                heads_in.insert(head);
                chapters.insert(&head[..2]);
                self.complements += usize::from(COMPLEMENTS.contains(&head));
            }
            if let Some(item) = item(id) {
                self.items_in += 1;
                self.units_in += units(id);
                add(&mut units_in, &item.family, units(id));
                arrivals.push((&item.family, day));
            }
        }
        let mut heads_out: FxHashSet<&str> = FxHashSet::default();
        let mut known = 0usize;
        let mut same = 0usize;
        // Days in order, as shipments come: the next departure is found without reading those before it.
        let mut departures: FxHashMap<&str, Vec<Day>> = FxHashMap::default();
        let mut units_out: Vec<(&str, f64)> = Vec::new();
        for (day, id) in outbound {
            if let Some(head) = heading(id) {
                known += 1;
                same += usize::from(heads_in.contains(head));
                heads_out.insert(head);
                chapters.insert(&head[..2]);
            }
            if let Some(item) = item(id) {
                self.items_out += 1;
                add(&mut units_out, &item.family, units(id));
                departures.entry(&item.family).or_default().push(day);
            }
        }
        self.headings_in = heads_in.len();
        self.headings_out = heads_out.len();
        self.chapters = chapters.len();
        self.same_headings =
            (known > 0 && !heads_in.is_empty()).then(|| same as f64 / known as f64);
        for (family, out) in &units_out {
            if let Some((_, into)) = units_in.iter().find(|(f, _)| f == family) {
                self.units_through += out.min(*into);
            }
        }
        let mut stays: Vec<i32> = arrivals
            .iter()
            .filter_map(|(family, day)| {
                let days = departures.get(family)?;
                let next = days.get(days.partition_point(|d| d < day))?;
                Some(next.since(*day))
            })
            .collect();
        stays.sort_unstable();
        self.dwell = stays.get(stays.len() / 2).copied();
    }

    fn register(&mut self, attributes: &Attributes, first: Option<Day>) {
        self.business = attributes
            .business_line
            .as_deref()
            .unwrap_or("")
            .to_uppercase();
        self.age_at_first = attributes
            .incorporated
            .zip(first)
            .map(|(born, first)| first.since(born));
        self.employees = attributes.employees.get();
        self.megawatts = attributes.data_centre_mw.get();
        self.unreachable = attributes.phones.is_empty()
            && attributes.emails.is_empty()
            && attributes.websites.is_empty();
    }

    /// Shipments either way.
    pub fn shipments(&self) -> usize {
        self.received + self.sent
    }

    /// Share of the received units that were sent on, 0 to 1; `None` where no units were received.
    pub fn pass_through(&self) -> Option<f64> {
        (self.units_in > 0.0).then(|| (self.units_through / self.units_in).min(1.0))
    }

    /// Does the name or the business line hold one of these words?
    pub fn says(&self, words: &[&str]) -> Option<String> {
        words
            .iter()
            .find(|w| self.name.contains(*w) || self.business.contains(*w))
            .map(|w| w.to_lowercase())
    }
}

fn add<'a>(sums: &mut Vec<(&'a str, f64)>, family: &'a str, units: f64) {
    match sums.iter_mut().find(|(f, _)| *f == family) {
        Some((_, sum)) => *sum += units,
        None => sums.push((family, units)),
    }
}

/// Each entity with how often it occurs, ascending.
fn distinct(ids: impl Iterator<Item = EntityId>) -> Vec<(EntityId, usize)> {
    let mut all: Vec<EntityId> = ids.collect();
    all.sort_unstable();
    all.chunk_by(|a, b| a == b)
        .map(|group| (group[0], group.len()))
        .collect()
}
