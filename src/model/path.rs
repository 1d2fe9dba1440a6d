//! Paths: chains of entities with the shipments that carried goods along them.

use super::country::Country;
use super::id::{EntityId, ItemId, LinkId, ShipmentId};
use super::time::Day;
use super::unit::Measure;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// How an outbound leg was found compatible with the lot it draws on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Match {
    /// The first leg: nothing was drawn on.
    First,
    /// The same item.
    SameItem,
    /// The same goods in another form: servers in, boards out.
    Converted,
    /// The goods that this leg names and the one before it did not.
    Named,
    /// Vague text under a near heading.
    Vague,
    /// Other goods by their words, but weight, value or history say otherwise.
    Relabelled,
    /// No shipment: a handover over a link.
    Handover,
}

impl Match {
    /// The word used in tables.
    pub const fn word(self) -> &'static str {
        match self {
            Match::First => "first",
            Match::SameItem => "same_item",
            Match::Converted => "converted",
            Match::Named => "named",
            Match::Vague => "vague",
            Match::Relabelled => "relabelled",
            Match::Handover => "handover",
        }
    }
}

/// One step of a path: shipments between two entities, or a handover over a link.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Leg {
    /// Who gives.
    pub from: EntityId,
    /// Who gets.
    pub to: EntityId,
    /// The shipments, ascending; empty for a handover.
    pub shipments: Vec<ShipmentId>,
    /// Units this path draws from each shipment, in the order of `shipments`.
    pub drawn: Vec<Measure>,
    /// Further shipments of such goods between the two, ascending, that no chain draws on: told with the leg, counted in
    /// none of its numbers.
    pub beside: Vec<ShipmentId>,
    /// The link of a handover.
    pub link: Option<LinkId>,
    /// How it continues the leg before it.
    pub matched: Match,
    /// How well it continues the leg before it, 0 to 1 (1 for the first leg).
    pub compatibility: f64,
    /// Units carried; unknown where no shipment of the leg states any.
    pub units: Measure,
    /// Day of the first shipment (for a handover: of the leg before).
    pub first_day: Day,
    /// Day of the last shipment.
    pub last_day: Day,
}

impl Leg {
    /// Does no word of the leg name the goods that it is held to carry?
    pub fn is_hidden(&self) -> bool {
        matches!(self.matched, Match::Vague | Match::Relabelled)
    }

    /// The shipments that the path draws on, then those beside the leg.
    pub fn told(&self) -> impl Iterator<Item = ShipmentId> + '_ {
        self.shipments.iter().chain(&self.beside).copied()
    }
}

/// Why a chain counts as arrived.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum End {
    /// The goods went to a restricted country.
    RestrictedCountry {
        /// Which.
        country: Country,
    },
    /// The last entity is owned from a restricted country.
    RestrictedOwner {
        /// The owner's country.
        country: Country,
        /// Effective share in percent, if known.
        share_pct: Measure,
    },
    /// The last entity, or its ultimate parent, has its headquarters in a restricted country.
    RestrictedHeadquarters {
        /// Country of the headquarters.
        country: Country,
    },
    /// The last entity is listed.
    Listed {
        /// Name of the list.
        list: String,
    },
    /// The goods were not seen again after an entity that looks like a shell.
    Vanished,
}

impl End {
    /// The word used in tables.
    pub const fn word(&self) -> &'static str {
        match self {
            End::RestrictedCountry { .. } => "restricted_country",
            End::RestrictedOwner { .. } => "restricted_owner",
            End::RestrictedHeadquarters { .. } => "restricted_headquarters",
            End::Listed { .. } => "listed",
            End::Vanished => "vanished",
        }
    }
}

/// A chain of entities with every shipment that carried the lot along it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Path {
    /// Entities in order: one more than legs. None twice.
    pub chain: Vec<EntityId>,
    /// The legs in order.
    pub legs: Vec<Leg>,
    /// Further first legs, by other firms than the first of the chain and into the same second firm, ordered by
    /// firm: several sources of one flow are one lead.
    pub feeders: Vec<Leg>,
    /// Where the chain begins at a dealer of many customers: shipments that came to it and out of which it may have served
    /// the chain, ascending. No part of the chain.
    pub supply: Vec<ShipmentId>,
    /// The item of the lot: what the first leg (or the leg that names it) was recognised as.
    pub item: ItemId,
    /// Country of the maker, or of the exporter that stands for it, where only a listed heading names the goods.
    pub maker: Option<Country>,
    /// Units that reached the end; unknown where no leg states any.
    pub units: Measure,
    /// TPP that reached the end.
    pub tpp: Measure,
    /// Declared value of the first shipment leg in US dollars, for the units that reached the end.
    pub value_usd: Measure,
    /// Why the chain counts as arrived.
    pub end: End,
    /// Share of what the middle entities received that went this way, 0 to 1: an honest outlet beside it lowers it.
    pub flow_share: f64,
    /// A budget cut the search around this path: more may have been carried than is shown.
    pub cut: bool,
}

impl Path {
    /// Every leg in order; feeders stand after the first leg.
    pub fn all_legs(&self) -> impl Iterator<Item = &Leg> + '_ {
        let (first, rest) = self.legs.split_at(self.legs.len().min(1));
        first.iter().chain(&self.feeders).chain(rest)
    }

    /// Every leg in order, to be changed.
    pub fn all_legs_mut(&mut self) -> impl Iterator<Item = &mut Leg> + '_ {
        let cut = self.legs.len().min(1);
        let (first, rest) = self.legs.split_at_mut(cut);
        first.iter_mut().chain(&mut self.feeders).chain(rest)
    }

    /// The first leg and its feeders as one leg: all that the sources gave to the second firm.
    pub fn inflow(&self) -> Option<Cow<'_, Leg>> {
        let first = self.legs.first()?;
        if self.feeders.is_empty() {
            return Some(Cow::Borrowed(first));
        }
        let mut whole = first.clone();
        let mut drawn: Vec<(ShipmentId, Measure)> = Vec::new();
        for leg in self.feeders.iter().chain([first]) {
            drawn.extend(leg.shipments.iter().copied().zip(leg.drawn.iter().copied()));
            whole.first_day = whole.first_day.min(leg.first_day);
            whole.last_day = whole.last_day.max(leg.last_day);
        }
        drawn.sort_by_key(|(id, _)| *id);
        (whole.shipments, whole.drawn) = drawn.into_iter().unzip();
        whole.units = self
            .feeders
            .iter()
            .chain([first])
            .filter_map(|leg| leg.units.get())
            .reduce(|a, b| a + b)
            .into();
        Some(Cow::Owned(whole))
    }

    /// The legs after the first that are no handover, each with the lot before it. A handover states no numbers, so the leg
    /// after one is held against the leg before it.
    pub fn onward(&self) -> impl Iterator<Item = (Cow<'_, Leg>, &Leg)> + '_ {
        let mut before = self.inflow();
        let legs = self.legs.iter().skip(1);
        legs.filter(|leg| !leg.shipments.is_empty())
            .filter_map(move |out| Some((before.replace(Cow::Borrowed(out))?, out)))
    }

    /// Every shipment in order of legs, ascending within a leg.
    pub fn shipments(&self) -> impl Iterator<Item = ShipmentId> + '_ {
        self.all_legs()
            .flat_map(|leg| leg.shipments.iter().copied())
    }

    /// The last leg that is no handover.
    pub fn last_shipped(&self) -> Option<&Leg> {
        self.legs.iter().rev().find(|leg| !leg.shipments.is_empty())
    }

    /// Every shipment that is told with the path: those of each leg, then those beside it.
    pub fn told(&self) -> impl Iterator<Item = ShipmentId> + '_ {
        self.all_legs().flat_map(Leg::told)
    }

    /// First and last day of any shipment.
    pub fn days(&self) -> (Day, Day) {
        let first = self
            .all_legs()
            .map(|leg| leg.first_day)
            .min()
            .unwrap_or(Day::from_epoch(0));
        let last = self
            .all_legs()
            .map(|leg| leg.last_day)
            .max()
            .unwrap_or(first);
        (first, last)
    }
}

/// How complete the search was.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Completeness {
    /// Chains looked at.
    pub chains_examined: u64,
    /// What was cut, one entry a budget that was hit.
    pub cuts: Vec<Cut>,
    /// A score that no cut chain can have exceeded, 0 to 1: that of a path with every red flag at full strength
    /// and no excuse. 0 where nothing was cut; unknown as long as the weights are.
    pub best_cut_score: Measure,
}

/// A budget that was hit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cut {
    /// Name of the budget, as in the policy file.
    pub budget: String,
    /// Its limit.
    pub limit: u64,
    /// How often it was hit.
    pub times: u64,
    /// Where it was hit first, by entity name.
    pub first_at: String,
}
