//! What every step of the custody search reads: the inputs, the ends, the labels and the settings.

use super::Inputs;
use super::compatibility::Clues;
use super::ends::Ends;
use super::headings::{Densities, usd_per_kg};
use super::holds::contradiction;
use super::labels;
use super::late::Arrivals;
use super::linked::Linked;
use super::marks::Marks;
use super::unnamed::Unnamed;
use crate::model::{Day, EntityId, Item, ItemId, Items, LinkId, Role, ShipmentId, Window};
use crate::policy::SearchPolicy;

/// When a lot leaves.
#[derive(Clone, Copy)]
pub(super) enum Stay<'s> {
    /// Within the window.
    Usual,
    /// After it; with what arrived when.
    Late(&'s Arrivals),
}

impl Stay<'_> {
    /// Is it within the window?
    pub(super) fn is_usual(self) -> bool {
        matches!(self, Stay::Usual)
    }

    /// May a lot of the family leave the firm on that day by what words say alone?
    pub(super) fn gives(self, search: &Search, entity: EntityId, inside: ItemId, day: Day) -> bool {
        match self {
            Stay::Usual => true,
            Stay::Late(arrivals) => arrivals.let_go(search, entity, inside, day),
        }
    }
}

/// Read-only context of one search.
pub(super) struct Search<'a> {
    pub inputs: &'a Inputs<'a>,
    pub ends: Ends<'a>,
    pub densities: Densities,
    /// Fewest further legs to an end, one a shipment.
    pub togo: Vec<u8>,
    pub settings: &'a SearchPolicy,
    /// What is asked of shipments most.
    marks: Marks,
    /// Who is linked with whom.
    linked: Linked,
    /// Goods that no word names.
    pub unnamed: Unnamed,
    /// A number for the family of each item, one an item.
    families: Vec<usize>,
}

impl<'a> Search<'a> {
    pub(super) fn new(inputs: &'a Inputs<'a>) -> Self {
        let settings = inputs.settings;
        // Two of the three are walks that one thread does.
        let (ends, (linked, densities)) = rayon::join(
            || Ends::new(inputs),
            || {
                rayon::join(
                    || Linked::of(inputs),
                    || Densities::measure(inputs.shipments),
                )
            },
        );
        let togo = labels::legs_to_end(
            inputs.graph,
            |shipment, to| ends.possible(shipment, to),
            |entity| linked.followed(entity),
            settings,
        );
        Self {
            inputs,
            densities,
            togo,
            settings,
            marks: Marks::of(inputs, &ends),
            ends,
            linked,
            unnamed: Unnamed::new(inputs.items, &settings.unnamed_items),
            families: families(inputs.items),
        }
    }

    /// A number that items of one family share.
    pub(super) fn family(&self, item: ItemId) -> usize {
        self.families[item.index()]
    }

    pub(super) fn item(&self, id: ItemId) -> &'a Item {
        &self.inputs.items[id]
    }

    /// Was the shipment recognised as an item, surely enough? A listed heading alone is a weak sign; it counts
    /// where the maker, the brand or the origin is known too, or the exporter keeps the list.
    pub(super) fn recognised(&self, shipment: ShipmentId) -> Option<ItemId> {
        let item = || self.inputs.goods.item[shipment.index()];
        self.marks.is_recognised(shipment).then(item).flatten()
    }

    /// The first four digits of the goods code.
    pub(super) fn heading(&self, shipment: ShipmentId) -> Option<u16> {
        self.marks.heading(shipment)
    }

    /// Firms to which goods can be handed over, with the link: the strongest link to each, strongest
    /// first, ties by entity.
    pub(super) fn linked(&self, entity: EntityId) -> &[(EntityId, LinkId)] {
        self.linked.followed(entity)
    }

    /// Entities at which a link was left out that might have led to an end, in order.
    pub(super) fn links_cut(&self) -> Vec<EntityId> {
        self.linked.cut(self.inputs, &self.togo)
    }

    /// How much of a score a handover over the link leaves on that day: all without a link, `None` if it did not hold.
    pub(super) fn carried_by(&self, link: Option<LinkId>, day: Day) -> Option<f64> {
        let Some(link) = link else { return Some(1.0) };
        let link = &self.inputs.resolution.links[link];
        day.is_within(link.from, link.to)
            .then(|| link.strength.min(1.0))
    }

    /// Days on which a lot that arrived on `day` can leave, half-open.
    pub(super) fn days(&self, stay: Stay, day: Day) -> Window {
        match stay {
            Stay::Usual => self.stay(day),
            Stay::Late(_) => self.late_stay(day),
        }
    }

    /// The window in which most lots leave, half-open.
    pub(super) fn stay(&self, day: Day) -> Window {
        Window {
            from: day,
            to: day.plus(self.settings.custody_window_days).plus(1),
        }
    }

    /// Days after those on which what is left of it may still leave, half-open.
    fn late_stay(&self, day: Day) -> Window {
        let from = self.stay(day).to;
        Window {
            from,
            to: day.plus(self.settings.late.longest_days).plus(1).max(from),
        }
    }

    /// The share of the window in which lots leave, from their own firm or a linked one, that has passed between two days;
    /// more than 1 after it.
    pub(super) fn delay(&self, came: Day, left: Day, link: Option<LinkId>) -> f64 {
        let window = match link {
            Some(_) => self.handover(came),
            None => self.stay(came),
        };
        f64::from(left.since(came)) / f64::from(window.to.since(window.from)).max(1.0)
    }

    /// Days up to that of a shipment in which an arrival of its heading explains it, half-open.
    pub(super) fn shortly_before(&self, shipment: ShipmentId) -> Window {
        let day = self.inputs.graph.day(shipment);
        Window {
            from: day.plus(-self.settings.compatibility.explained_days),
            to: day.plus(1),
        }
    }

    /// Has the entity a known score of at least so much in the role?
    pub(super) fn has_role(&self, entity: EntityId, role: Role, least: f64) -> bool {
        let score = (self.inputs.roles.get(entity)).and_then(|roles| roles.get(role).get());
        score.is_some_and(|score| score >= least)
    }

    /// Days on which it can leave from a linked firm, half-open.
    pub(super) fn handover(&self, day: Day) -> Window {
        Window {
            from: day,
            to: day.plus(self.settings.handover_window_days).plus(1),
        }
    }

    /// What can be said of a shipment whose words name nothing.
    pub(super) fn vague_clues(&self, shipment: ShipmentId) -> Clues {
        let shipments = self.inputs.shipments;
        Clues {
            wording: self.inputs.goods.wording[shipment.index()],
            heading: self.heading(shipment),
            kg: shipments.moved_kilograms(shipment).get(),
            usd_per_kg: usd_per_kg(shipments, shipment),
            ..Clues::default()
        }
    }

    /// What can be said of a leg before any lot is looked at.
    pub(super) fn clues(&self, shipment: ShipmentId, history: &History) -> Clues {
        let clues = self.vague_clues(shipment);
        let heading = clues.heading;
        Clues {
            heading_usd_per_kg: heading.and_then(|heading| self.densities.median(heading)),
            contradiction: contradiction(self.inputs.shipments, shipment),
            other_legs: history.legs(heading).saturating_sub(1),
            explained: history.explains(self, shipment),
            ..clues
        }
    }
}

fn families(items: &Items) -> Vec<usize> {
    let mut names: Vec<&str> = items.iter().map(|item| item.family.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    items
        .iter()
        .map(|item| names.partition_point(|name| *name < item.family.as_str()))
        .collect()
}

/// The headings under which a firm sends and receives, recognised items left out.
#[derive(Clone, Debug, Default)]
pub(super) struct History {
    /// (heading, day) of arrivals, sorted.
    arrivals: Vec<(u16, Day)>,
    /// Headings of all legs, sorted.
    headings: Vec<u16>,
}

impl History {
    /// Reads every shipment of the entity once.
    pub(super) fn of(search: &Search, entity: EntityId) -> Self {
        let graph = search.inputs.graph;
        let mut history = Self::default();
        for step in graph.inbound(entity) {
            if !search.marks.is_recognised(step.edge)
                && let Some(heading) = search.heading(step.edge)
            {
                history.arrivals.push((heading, step.day));
                history.headings.push(heading);
            }
        }
        for step in graph.outbound(entity) {
            if !search.marks.is_recognised(step.edge) {
                history.headings.extend(search.heading(step.edge));
            }
        }
        history.arrivals.sort_unstable();
        history.headings.sort_unstable();
        history
    }

    /// Number of legs under a heading.
    fn legs(&self, heading: Option<u16>) -> u32 {
        let Some(heading) = heading else { return 0 };
        let from = self.headings.partition_point(|&h| h < heading);
        let to = self.headings.partition_point(|&h| h <= heading);
        (to - from) as u32
    }

    /// Did goods under the heading of the shipment arrive shortly before it?
    pub(super) fn explains(&self, search: &Search, shipment: ShipmentId) -> bool {
        self.arrived(search.heading(shipment), search.shortly_before(shipment))
    }

    /// Did goods of the heading arrive within the window?
    fn arrived(&self, heading: Option<u16>, window: Window) -> bool {
        let Some(heading) = heading else { return false };
        let at = self
            .arrivals
            .partition_point(|&a| a < (heading, window.from));
        self.arrivals
            .get(at)
            .is_some_and(|&(h, day)| h == heading && day < window.to)
    }
}
