//! Statistics computed once: what the entities on paths, and those linked to them, did over the whole data.

mod choose;
mod count;
mod entity;
mod family;
mod headings;
mod lane;

pub use entity::EntityStats;
pub use family::FamilyStats;
pub use lane::{Lane, month_of};

use crate::heuristics::context::Inputs;
use crate::model::{Country, EntityId, ItemId, LinkId, Path, ShipmentId, TextId};
use crate::reference::points::Points;
use headings::HeadingColumn;
use rustc_hash::FxHashMap;

/// All statistics of a run.
#[derive(Default)]
pub struct Statistics {
    empty: EntityStats,
    empty_family: FamilyStats,
    /// The place of each entity in the two columns below, [`NOT_FOLLOWED`] for most.
    slots: Vec<u32>,
    entities: Vec<EntityStats>,
    links: Vec<Vec<LinkId>>,
    family_of: Vec<u16>,
    family_at: FxHashMap<(EntityId, u16), u32>,
    families: Vec<FamilyStats>,
    pairs: FxHashMap<(EntityId, EntityId), Vec<ShipmentId>>,
    lanes: FxHashMap<(Country, Country, u16), Lane>,
    mirrors: FxHashMap<(Country, Country), (u32, u32)>,
    mirrored: Vec<ShipmentId>,
    forwarders: FxHashMap<TextId, (Vec<EntityId>, u32)>,
    brands: FxHashMap<TextId, (u32, Vec<EntityId>)>,
    names: FxHashMap<TextId, Country>,
    points: Points,
}

/// No place among the entities that are followed.
const NOT_FOLLOWED: u32 = u32::MAX;

/// Entities linked to one on a path that are followed too, at most: a busy address must not pull in the world.
const NEIGHBOURS: usize = 40;

impl Statistics {
    /// One pass over the shipments, a second over those of recognised items.
    pub fn build(inputs: &Inputs<'_>, paths: &[Path]) -> Self {
        let mut statistics = Statistics::default();
        let headings = HeadingColumn::of(inputs.shipments);
        statistics.number_families(inputs);
        statistics.choose(inputs, paths, &headings);
        statistics.pass(inputs, &headings);
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

    fn slot(&self, id: EntityId) -> Option<usize> {
        let slot = *self.slots.get(id.index())?;
        (slot != NOT_FOLLOWED).then_some(slot as usize)
    }

    /// See [`crate::heuristics::Context::stats`].
    pub fn entity(&self, id: EntityId) -> &EntityStats {
        self.slot(id).map_or(&self.empty, |at| &self.entities[at])
    }

    /// See [`crate::heuristics::Context::links`].
    pub fn links(&self, id: EntityId) -> &[LinkId] {
        self.slot(id).map_or(&[], |at| &self.links[at])
    }

    /// See [`crate::heuristics::Context::family`].
    pub fn family(&self, id: EntityId, item: ItemId) -> &FamilyStats {
        let at = self.family_at.get(&(id, self.family_of[item.index()]));
        at.map_or(&self.empty_family, |&at| &self.families[at as usize])
    }

    /// See [`crate::heuristics::Context::pair`].
    pub fn pair(&self, from: EntityId, to: EntityId) -> &[ShipmentId] {
        self.pairs.get(&(from, to)).map_or(&[], Vec::as_slice)
    }

    /// See [`crate::heuristics::Context::lane`].
    pub fn lane(&self, from: Country, to: Country, heading: u16) -> Option<&Lane> {
        self.lanes.get(&(from, to, heading))
    }

    /// See [`crate::heuristics::Context::km`].
    pub fn km(&self, from: Country, to: Country) -> Option<f64> {
        self.points.km(from, to)
    }

    /// See [`crate::heuristics::Context::mirrors`].
    pub fn mirrors(&self, from: Country, to: Country) -> (u32, u32) {
        self.mirrors.get(&(from, to)).copied().unwrap_or_default()
    }

    /// See [`crate::heuristics::Context::is_mirrored`].
    pub fn is_mirrored(&self, shipment: ShipmentId) -> bool {
        self.mirrored.binary_search(&shipment).is_ok()
    }

    /// See [`crate::heuristics::Context::forwarder`].
    pub fn forwarder(&self, name: TextId) -> Option<(&[EntityId], u32)> {
        self.forwarders
            .get(&name)
            .map(|(shippers, count)| (shippers.as_slice(), *count))
    }

    /// See [`crate::heuristics::Context::brand`].
    pub fn brand(&self, brand: TextId) -> Option<(u32, u32)> {
        self.brands
            .get(&brand)
            .map(|(count, shippers)| (*count, shippers.len() as u32))
    }

    /// See [`crate::heuristics::Context::country_of_name`].
    pub fn country_of_name(&self, name: TextId) -> Option<Country> {
        self.names.get(&name).copied()
    }
}
