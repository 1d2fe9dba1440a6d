//! All that a heuristic may see: the tables, the settings, and statistics computed once for the entities on paths.

use super::statistics::{EntityStats, FamilyStats, Lane, Statistics};
use super::words;
use crate::model::{
    Answer, Attributes, Country, Day, Entity, EntityId, Goods, IdVec, Item, ItemId, ItemKind,
    Items, Leg, Link, LinkId, Match, Measure, Path, Registers, Resolution, Role, RoleScores,
    ShipmentId, Shipments, TextId,
};
use crate::policy::heuristics::HeuristicSettings;
use crate::reference::headings::Headings;
use crate::reference::plausibility::{self, Physical};
use std::borrow::Cow;

/// What the rules say, as far as heuristics need it.
pub trait Rules: Sync {
    /// Are goods like this item restricted to that country on that day?
    fn restricted(&self, country: Country, item: &Item, maker: Option<Country>, day: Day) -> bool;
    /// The answer for what reached the end of the path, on the day of its last leg. `None`: not asked.
    fn at_end(&self, path: &Path, item: &Item, resolution: &Resolution) -> Option<Answer>;
    /// The ceiling that the receiver's group passes with this shipment, if the firm is in a group and it passes one.
    fn group_total(
        &self,
        shipment: ShipmentId,
        to: EntityId,
        item: &Item,
        resolution: &Resolution,
    ) -> Option<GroupTotal>;
}

/// What a group received in a calendar year, over a ceiling of the rules.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupTotal {
    /// Name of the ultimate parent.
    pub parent: String,
    /// TPP received by the group's firms up to and with the shipment.
    pub received_tpp: f64,
    /// TPP of the ceiling.
    pub cap_tpp: f64,
    /// Title of the ceiling.
    pub cap: String,
    /// The year.
    pub year: i32,
}

/// The tables and rules of a run.
#[derive(Clone, Copy)]
pub struct Inputs<'a> {
    /// Shipments.
    pub shipments: &'a Shipments,
    /// What they were recognised as.
    pub goods: &'a Goods,
    /// The catalogue.
    pub items: &'a Items,
    /// Registers.
    pub registers: &'a Registers,
    /// Who is who.
    pub resolution: &'a Resolution,
    /// Roles from behaviour.
    pub roles: &'a IdVec<EntityId, RoleScores>,
    /// What a kilogram is worth under each goods heading.
    pub headings: &'a Headings,
    /// Settings of the heuristics.
    pub settings: &'a HeuristicSettings,
    /// The rules.
    pub rules: &'a dyn Rules,
}

/// The shared, read-only context of all heuristics.
pub struct Context<'a> {
    /// The tables.
    pub inputs: Inputs<'a>,
    statistics: Statistics,
}

impl<'a> Context<'a> {
    /// Computes the statistics for the entities, pairs and lanes of these paths, in one pass over the shipments.
    pub fn build(inputs: Inputs<'a>, paths: &[Path]) -> Self {
        Self {
            inputs,
            statistics: Statistics::build(&inputs, paths),
        }
    }

    /// The settings.
    pub fn settings(&self) -> &'a HeuristicSettings {
        self.inputs.settings
    }

    // Entities.

    /// The entity.
    pub fn entity(&self, id: EntityId) -> &'a Entity {
        &self.inputs.resolution.entities[id]
    }

    /// Its printed name.
    pub fn name(&self, id: EntityId) -> &'a str {
        self.inputs.shipments.text.get(self.entity(id).name)
    }

    /// Name and country: `Orchid Example Trading (MY)`.
    pub fn label(&self, id: EntityId) -> String {
        match self.country(id) {
            Some(country) => format!("{} ({country})", self.name(id)),
            None => self.name(id).to_owned(),
        }
    }

    /// Its country.
    pub fn country(&self, id: EntityId) -> Option<Country> {
        self.entity(id).country
    }

    /// What registers say of it.
    pub fn attributes(&self, id: EntityId) -> Option<&'a Attributes> {
        self.entity(id).attributes.as_deref()
    }

    /// Score of a role, unknown where nobody can say.
    pub fn role(&self, id: EntityId, role: Role) -> Measure {
        self.inputs
            .roles
            .get(id)
            .map_or(Measure::UNKNOWN, |scores| scores.get(role))
    }

    /// Is the role's score at least 0.5?
    pub fn is(&self, id: EntityId, role: Role) -> bool {
        self.role(id, role).get().is_some_and(|score| score >= 0.5)
    }

    /// Statistics of an entity on a path or linked to one; empty ones for any other.
    pub fn stats(&self, id: EntityId) -> &EntityStats {
        self.statistics.entity(id)
    }

    /// What an entity of a path did in the family of goods of that path.
    pub fn family(&self, id: EntityId, path: &Path) -> &FamilyStats {
        self.statistics.family(id, path.item)
    }

    /// Shipments from one to the other, for any two entities of one path.
    pub fn pair(&self, from: EntityId, to: EntityId) -> &[ShipmentId] {
        self.statistics.pair(from, to)
    }

    /// Is it a known maker of accelerators or servers, by name or role?
    pub fn is_maker(&self, id: EntityId) -> bool {
        words::has(self.name(id), &self.settings().words.makers)
    }

    /// Does it move goods for others, by name, business line or role?
    pub fn is_forwarder(&self, id: EntityId) -> bool {
        let words = &self.settings().words.forwarder;
        words::has(self.name(id), words)
            || self
                .attributes(id)
                .and_then(|a| a.business_line.as_deref())
                .is_some_and(|line| words::has(line, words))
    }

    /// The links of an entity on a path or beside one, ascending.
    pub fn links(&self, id: EntityId) -> &[LinkId] {
        self.statistics.links(id)
    }

    /// A link.
    pub fn link(&self, id: LinkId) -> &'a Link {
        &self.inputs.resolution.links[id]
    }

    /// Addresses of an entity, from registers and as records state them.
    pub fn addresses(&self, id: EntityId) -> impl Iterator<Item = &'a str> + use<'a> {
        let entity: &'a Entity = &self.inputs.resolution.entities[id];
        let shipments: &'a Shipments = self.inputs.shipments;
        let stated = entity
            .parties
            .iter()
            .map(|&party| shipments.text.get(shipments.parties[party].address));
        let registered = entity
            .attributes
            .iter()
            .flat_map(|a| a.addresses.iter().map(String::as_str));
        registered
            .chain(stated)
            .filter(|address| !address.is_empty())
    }

    /// See [`Shipments::quantity_over_weight`].
    pub fn quantity_over_weight(&self, id: ShipmentId) -> Option<f64> {
        self.inputs.shipments.quantity_over_weight(id).get()
    }

    // Paths.

    /// The shipments of the legs that touch an entity.
    pub fn around(path: &Path, id: EntityId) -> Vec<ShipmentId> {
        path.all_legs()
            .filter(|leg| leg.from == id || leg.to == id)
            .flat_map(|leg| leg.shipments.iter().copied())
            .collect()
    }

    /// Is the entity in a place where goods like those of the path are restricted?
    pub fn sits_restricted(&self, id: EntityId, path: &Path) -> bool {
        let day = path.days().1;
        self.country(id)
            .is_some_and(|country| self.restricted(country, path, day))
    }

    /// The item of a path.
    pub fn item(&self, path: &Path) -> &'a Item {
        &self.inputs.items[path.item]
    }

    /// Is the path about goods known only by a listed heading?
    pub fn by_heading(&self, path: &Path) -> bool {
        self.item(path).kind == ItemKind::ListedHeading
    }

    /// Days on which controls of this kind of goods began, ascending.
    pub fn control_days(&self, path: &Path) -> &'a [Day] {
        if self.by_heading(path) {
            &self.settings().control_days.listed_headings
        } else {
            &self.settings().control_days.chips
        }
    }

    /// The entities whose nature is in question: those in the middle, the end unless it simply is in a
    /// restricted country, and the start unless it makes the goods or is seen to receive them from elsewhere.
    pub fn suspects(&self, path: &Path) -> Vec<EntityId> {
        let last = path.chain.len().saturating_sub(1);
        path.chain
            .iter()
            .enumerate()
            .filter(|&(i, &id)| match i {
                0 => {
                    !self.is_maker(id)
                        && !self.is(id, Role::Manufacturer)
                        && self.family(id, path).inbound.is_empty()
                }
                i if i == last => !matches!(path.end, crate::model::End::RestrictedCountry { .. }),
                _ => true,
            })
            .map(|(_, &id)| id)
            .collect()
    }

    /// The entities between start and end.
    pub fn middles<'p>(&self, path: &'p Path) -> &'p [EntityId] {
        let n = path.chain.len();
        if n < 3 { &[] } else { &path.chain[1..n - 1] }
    }

    /// Each stay of the goods with an entity between two legs: who, how many days from the first arrival to the first
    /// departure, the leg in and the leg out. A handover has no day of its own, so none starts there.
    pub fn stays<'p>(
        &self,
        path: &'p Path,
    ) -> impl Iterator<Item = (EntityId, i32, Cow<'p, Leg>, &'p Leg)> + use<'p> {
        path.legs.windows(2).enumerate().filter_map(|(at, pair)| {
            let [into, out] = pair else { return None };
            let into = if at == 0 {
                path.inflow()?
            } else {
                Cow::Borrowed(into)
            };
            (out.matched != Match::Handover)
                .then(|| (into.to, out.first_day.since(into.first_day), into, out))
        })
    }

    /// Are goods like those of the path restricted to this country on that day?
    pub fn restricted(&self, country: Country, path: &Path, day: Day) -> bool {
        // Goods known by a listed heading are controlled for who made them: without the maker the rules know nothing.
        self.inputs
            .rules
            .restricted(country, self.item(path), path.maker, day)
    }

    /// The country that makes the end count as arrived.
    pub fn end_country(&self, path: &Path) -> Option<Country> {
        use crate::model::End;
        match &path.end {
            End::RestrictedCountry { country }
            | End::RestrictedOwner { country, .. }
            | End::RestrictedHeadquarters { country } => Some(*country),
            End::Listed { .. } | End::Vanished => {
                path.chain.last().and_then(|&id| self.country(id))
            }
        }
    }

    /// Asks the rules of what arrived. Heuristics take the answer from their subject, which asks once.
    pub(super) fn answer(&self, path: &Path) -> Option<Answer> {
        self.inputs
            .rules
            .at_end(path, self.item(path), self.inputs.resolution)
    }

    /// The ceiling that the receiver's group passes with this shipment, if it passes one.
    pub fn group_total(&self, id: ShipmentId, to: EntityId) -> Option<GroupTotal> {
        let item = self.inputs.goods.controlled(id)?;
        self.inputs
            .rules
            .group_total(id, to, &self.inputs.items[item], self.inputs.resolution)
    }

    /// A lane: shipments from a country to another under a heading of four digits, month by month.
    pub fn lane(&self, from: Country, to: Country, heading: u16) -> Option<&Lane> {
        self.statistics.lane(from, to, heading)
    }

    /// Kilometres between two countries; `None` where one has no point.
    pub fn km(&self, from: Country, to: Country) -> Option<f64> {
        self.statistics.km(from, to)
    }

    /// Shipments of any goods between two countries, and how many of them two sides reported.
    pub fn mirrors(&self, from: Country, to: Country) -> (u32, u32) {
        self.statistics.mirrors(from, to)
    }

    /// Was the shipment reported by two sides?
    pub fn is_mirrored(&self, shipment: ShipmentId) -> bool {
        self.statistics.is_mirrored(shipment)
    }

    /// Distinct shippers and shipments of the forwarder named on a shipment of a path.
    pub fn forwarder(&self, name: TextId) -> Option<(&[EntityId], u32)> {
        self.statistics.forwarder(name)
    }

    /// Shipments that carry this brand and how many firms sent them.
    pub fn brand(&self, brand: TextId) -> Option<(u32, u32)> {
        self.statistics.brand(brand)
    }

    /// Country of the party of that name, if any record names one.
    pub fn country_of_name(&self, name: TextId) -> Option<Country> {
        self.statistics.country_of_name(name)
    }

    /// First and last day of the data.
    pub fn data_days(&self) -> (Day, Day) {
        let days = &self.inputs.shipments.day;
        match (days.first(), days.last()) {
            (Some(&first), Some(&last)) => (first, last),
            _ => (Day::from_epoch(0), Day::from_epoch(0)),
        }
    }

    // Shipments.

    /// Text of a cell; "" where it is missing.
    pub fn text(&self, id: TextId) -> &'a str {
        self.inputs.shipments.text.get(id)
    }

    /// The description.
    pub fn description(&self, id: ShipmentId) -> &'a str {
        self.text(self.inputs.shipments.description[id.index()])
    }

    /// The goods code, digits.
    pub fn hs(&self, id: ShipmentId) -> &'a str {
        self.text(self.inputs.shipments.hs_code[id.index()])
    }

    /// First four digits of the goods code.
    pub fn heading(&self, id: ShipmentId) -> Option<u16> {
        self.inputs.shipments.heading(id)
    }

    /// Day.
    pub fn day(&self, id: ShipmentId) -> Day {
        self.inputs.shipments.day[id.index()]
    }

    /// See [`Shipments::moved_kilograms`].
    pub fn kg(&self, id: ShipmentId) -> Measure {
        self.inputs.shipments.moved_kilograms(id)
    }

    /// Declared value in US dollars.
    pub fn usd(&self, id: ShipmentId) -> Measure {
        self.inputs.shipments.value_usd[id.index()]
    }

    /// Weight and value a piece and a kilogram, against the item and the declared heading.
    pub fn physical(&self, id: ShipmentId) -> Physical {
        let inputs = &self.inputs;
        plausibility::of_shipment(
            inputs.shipments,
            inputs.goods,
            inputs.items,
            inputs.headings,
            id,
        )
    }

    /// US dollars a kilogram.
    pub fn density(&self, id: ShipmentId) -> Option<f64> {
        plausibility::usd_a_kg(self.inputs.shipments, id).get()
    }

    /// Recognised units: accelerators for what holds them, else pieces.
    pub fn units(&self, id: ShipmentId) -> Measure {
        self.inputs
            .goods
            .units
            .get(id.index())
            .copied()
            .unwrap_or_default()
    }

    /// The recognised item.
    pub fn item_of(&self, id: ShipmentId) -> Option<ItemId> {
        self.inputs.goods.item.get(id.index()).copied().flatten()
    }

    /// The best confidence with which any of the shipments was recognised; 0 if none was.
    pub fn confidence(&self, shipments: impl Iterator<Item = ShipmentId>) -> f64 {
        let recognised = shipments.filter(|&id| self.item_of(id).is_some());
        let of = |id: ShipmentId| self.inputs.goods.confidence.get(id.index()).copied();
        f64::from(recognised.filter_map(of).fold(0.0f32, f32::max))
    }

    /// The sender.
    pub fn shipper(&self, id: ShipmentId) -> Option<EntityId> {
        let party = self.inputs.shipments.shipper[id.index()]?;
        self.inputs.resolution.entity_of.get(party).copied()
    }

    /// The receiver.
    pub fn consignee(&self, id: ShipmentId) -> Option<EntityId> {
        let party = self.inputs.shipments.consignee[id.index()]?;
        self.inputs.resolution.entity_of.get(party).copied()
    }

    /// Pieces declared, where the unit counts pieces; else recognised units divided by what one piece holds.
    pub fn pieces(&self, id: ShipmentId) -> Measure {
        let Some(item) = self.item_of(id) else {
            return Measure::UNKNOWN;
        };
        let held = self.inputs.items[item]
            .accelerators
            .get()
            .unwrap_or(1.0)
            .max(1.0);
        self.units(id).map(|units| units / held)
    }

    /// Sum of a measure over shipments; unknown if it is for any of them.
    pub fn total(&self, shipments: &[ShipmentId], of: impl Fn(ShipmentId) -> Measure) -> Measure {
        let mut sum = 0.0;
        for &id in shipments {
            match of(id).get() {
                Some(value) => sum += value,
                None => return Measure::UNKNOWN,
            }
        }
        if shipments.is_empty() {
            Measure::UNKNOWN
        } else {
            Measure::new(sum)
        }
    }
}
