//! What one firm was seen doing.

use super::common::{Common, NO_FAMILY, Seen};
use crate::graph::{Step, TemporalGraph};
use crate::model::{Attributes, Day, EntityId, Goods, Resolution, ShipmentId, Shipments};

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

/// Headings of switches, power, cooling, racks, cables, cabinets, batteries: what accelerators need around them.
const COMPLEMENTS: &[u16] = &[
    8517, 8504, 8415, 8418, 8419, 9403, 8544, 8537, 8507, 8502, 8414,
];

impl Profile {
    pub(super) fn of(
        id: EntityId,
        graph: &TemporalGraph,
        shipments: &Shipments,
        goods: &Goods,
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
        p.goods(inbound, outbound, goods, common);
        let mut others = Vec::new();
        for step in graph.links(id) {
            let link = &resolution.links[step.link];
            if link.kind.is_own_identifier() {
                p.shared += 1;
                others.push(step.other);
            }
        }
        others.sort_unstable();
        others.dedup();
        p.sharing = others.len();
        p.post_box = (entity.parties.iter()).any(|party| common.post_box[party.index()]);
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
        // Both halves are in order already, which a sort that is stable makes use of.
        steps.sort();
        let (Some(&(first, edge)), Some(&(last, _))) = (steps.first(), steps.last()) else {
            return;
        };
        self.starts_with_item = goods.item.get(edge.index()).copied().flatten().is_some();
        self.first_after = first.since(common.start);
        self.active_days = last.since(first);
        let mut days: Vec<Day> = steps.into_iter().map(|(day, _)| day).collect();
        days.dedup();
        self.silence = days.windows(2).map(|w| w[1].since(w[0])).max().unwrap_or(0);
        let mut months: Vec<(i32, u32)> = days
            .iter()
            .map(|day| day.ymd())
            .map(|(y, m, _)| (y, m))
            .collect();
        months.dedup();
        self.months = months.len();
    }

    fn goods(&mut self, inbound: &[Step], outbound: &[Step], goods: &Goods, common: &Common) {
        // Read one after another with nothing between, so that the waits for memory overlap.
        let read = |steps: &[Step]| -> Vec<(Seen, Step)> {
            let seen = |step: &Step| (common.seen[step.edge.index()], *step);
            steps.iter().map(seen).collect()
        };
        let units = |id: ShipmentId| {
            goods
                .units
                .get(id.index())
                .and_then(|u| u.get())
                .unwrap_or(0.0)
        };
        let mut heads_in: Vec<u16> = Vec::new();
        let mut arrivals: Vec<(u16, Day)> = Vec::new();
        let mut units_in: Vec<(u16, f64)> = Vec::new();
        for (seen, step) in read(inbound) {
            if let Some(head) = seen.heading() {
                heads_in.push(head);
                self.complements += usize::from(COMPLEMENTS.contains(&head));
            }
            if seen.family != NO_FAMILY {
                self.items_in += 1;
                self.units_in += units(step.edge);
                add(&mut units_in, seen.family, units(step.edge));
                arrivals.push((seen.family, step.day));
            }
        }
        heads_in.sort_unstable();
        heads_in.dedup();
        let mut heads_out: Vec<u16> = Vec::new();
        // The next departure of a family is found without reading those before it.
        let mut departures: Vec<(u16, Day)> = Vec::new();
        let mut units_out: Vec<(u16, f64)> = Vec::new();
        for (seen, step) in read(outbound) {
            heads_out.extend(seen.heading());
            if seen.family != NO_FAMILY {
                self.items_out += 1;
                add(&mut units_out, seen.family, units(step.edge));
                departures.push((seen.family, step.day));
            }
        }
        departures.sort_unstable();
        let known = heads_out.len();
        heads_out.sort_unstable();
        let same: usize = heads_out
            .chunk_by(|a, b| a == b)
            .filter(|heads| heads_in.binary_search(&heads[0]).is_ok())
            .map(<[u16]>::len)
            .sum();
        heads_out.dedup();
        let chapters = heads_in.iter().chain(&heads_out).map(|head| head / 100);
        let mut chapters: Vec<u16> = chapters.collect();
        chapters.sort_unstable();
        chapters.dedup();
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
            .filter_map(|&(family, day)| {
                let at = departures.partition_point(|departure| *departure < (family, day));
                let (of, next) = departures.get(at)?;
                (*of == family).then(|| next.since(day))
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

fn add(sums: &mut Vec<(u16, f64)>, family: u16, units: f64) {
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
