//! Why a delivery counts as arrived: the rules are asked about the goods, the place, the firm and its
//! owners as they stood on the day.

use super::{Inputs, makers};
use crate::model::{Country, Day, End, Entity, EntityId, ItemId, Owner, Role, ShipmentId, Status};
use crate::policy::Question;
use crate::policy::moves::{Move, group_of};

/// Asks the policy about deliveries of one run.
pub(super) struct Ends<'a> {
    inputs: &'a Inputs<'a>,
    /// One an entity: might it be an end by itself, whatever the country?
    suspect: Vec<bool>,
    /// Country of the maker of listed goods, one a shipment.
    makers: Vec<Option<Country>>,
    /// Countries restricted for some goods on the first or last day of the data.
    restricted: Vec<Country>,
}

impl<'a> Ends<'a> {
    pub(super) fn new(inputs: &'a Inputs<'a>) -> Self {
        let span = inputs.graph.span();
        let rules = inputs.rules;
        let restricted = every_country()
            .filter(|&country| {
                span.is_some_and(|(first, last)| {
                    rules.may_lack(country, first) || rules.may_lack(country, last)
                })
            })
            .collect();
        let suspect = || {
            inputs
                .resolution
                .entities
                .enumerate()
                .map(|(id, entity)| {
                    entity.listed.iter().any(|hit| hit.is_match)
                        || entity
                            .owners
                            .iter()
                            .any(|owner| owner.country.is_some() || owner.listed)
                        || entity.headquarters.is_some()
                        || (entity.attributes.as_ref()).is_some_and(|a| a.hq_country.is_some())
                        || swallows(inputs, id)
                })
                .collect()
        };
        let (makers, suspect) = rayon::join(|| makers::of_shipments(inputs), suspect);
        Self {
            inputs,
            suspect,
            makers,
            restricted,
        }
    }

    /// Country of the maker of goods that only a listed heading names.
    pub(super) fn maker(&self, shipment: ShipmentId) -> Option<Country> {
        self.makers[shipment.index()]
    }

    /// Could this delivery be an end for some goods? Never says no where [`Ends::of`] would say yes for
    /// an accelerator.
    pub(super) fn possible(&self, shipment: ShipmentId, to: EntityId) -> bool {
        let day = self.inputs.graph.day(shipment);
        self.suspect[to.index()]
            || self
                .places(shipment)
                .into_iter()
                .flatten()
                .any(|country| self.inputs.rules.may_lack(country, day))
    }

    /// Brings near what is asked of deliveries to these firms: here the waits for memory of many overlap.
    pub(super) fn touch(&self, receivers: impl Iterator<Item = EntityId>) {
        let entities = &self.inputs.resolution.entities;
        let names = receivers.map(|entity| entities[entity].name);
        self.inputs.shipments.text.touch(names);
    }

    /// Why a delivery of the item ends a chain; `None` if it does not. Ways in the order of
    /// [`End`]: place, owner, headquarters, list. An exception that stands only with a notice given in time
    /// is an end too: no record shows the notice, so what speaks for it is weighed later.
    pub(super) fn of(
        &self,
        shipment: ShipmentId,
        to: EntityId,
        inside: ItemId,
        maker: Option<Country>,
    ) -> Option<End> {
        let inputs = self.inputs;
        let day = inputs.graph.day(shipment);
        let entity = &inputs.resolution.entities[to];
        let places = self.places(shipment);
        let lacks = |status: Status| status.may_lack();
        let may_lack = |country: &Country| inputs.rules.may_lack(*country, day);
        for country in places.into_iter().flatten().filter(may_lack) {
            if self.ask(shipment, to, (inside, maker), country, &|_| {}, &lacks) {
                return Some(End::RestrictedCountry { country });
            }
        }
        if !self.suspect[to.index()] {
            return None;
        }
        let destination = places[0].or(places[1]).or(entity.country)?;
        let ask = |with: &dyn Fn(&mut Question), ends: &dyn Fn(Status) -> bool| {
            self.ask(shipment, to, (inside, maker), destination, with, ends)
        };
        for owner in owners_that_count(entity, inputs.settings.majority_pct, day) {
            if let Some(country) = owner.country
                && ask(&|question| question.headquarters = Some(country), &lacks)
            {
                return Some(End::RestrictedOwner {
                    country,
                    share_pct: owner.share_pct,
                });
            }
        }
        for country in entity.headquarters_on(day) {
            if ask(&|question| question.headquarters = Some(country), &lacks) {
                return Some(End::RestrictedHeadquarters { country });
            }
        }
        // A list whose reach the rules leave open is still a list.
        let open = |status: Status| status.offends() != Some(false);
        if let Some(hit) = entity.listed_on(day)
            && ask(&|question| question.listed = true, &open)
        {
            return Some(End::Listed {
                list: hit.list.clone(),
            });
        }
        let owned = entity.owned_by_listed_pct(day, &inputs.resolution.entities);
        let pct = owned.get()?;
        ask(&|question| question.owned_by_listed_pct = owned, &open).then(|| End::Listed {
            list: format!("by {pct:.0} % of listed owners"),
        })
    }

    /// Asks the rules of a delivery, with what its receiver's group, country and authorisation had used of
    /// their ceilings before it.
    fn ask(
        &self,
        shipment: ShipmentId,
        to: EntityId,
        (inside, maker): (ItemId, Option<Country>),
        destination: Country,
        with: &dyn Fn(&mut Question),
        ends: &dyn Fn(Status) -> bool,
    ) -> bool {
        let inputs = self.inputs;
        let row = shipment.index();
        let day = inputs.graph.day(shipment);
        let name = inputs.resolution.entities[to].name;
        let mut question = Question {
            recipient: Some(inputs.shipments.text.get(name)),
            origin: inputs.shipments.from_country(shipment),
            maker,
            ..Question::new(&inputs.items[inside], destination, day)
        };
        with(&mut question);
        if !inputs.totals.decide() {
            return ends(inputs.rules.enforced(&question));
        }
        // Units count only as what the record was recognised as.
        if inputs.goods.controlled(shipment) == Some(inside) {
            question.units = inputs.goods.units[row];
        }
        let one = Move {
            question,
            group: Some(group_of(inputs.resolution, to, day)),
            recipient: Some(to.index() as u64),
        };
        let used = inputs.totals.before(&one, row);
        ends(inputs.rules.enforced(&Question {
            used: &used,
            ..one.question
        }))
    }

    /// Does a lot that stays here count as vanished?
    pub(super) fn swallows(&self, entity: EntityId) -> bool {
        swallows(self.inputs, entity)
    }

    /// The same for a forwarder: goods consigned to one are on their way to somebody whom the papers do not name.
    pub(super) fn forwards(&self, entity: EntityId) -> bool {
        forwards(self.inputs, entity)
    }

    /// Would the item have needed leave for some restricted country on that day? Goods that anybody may
    /// have do not vanish.
    pub(super) fn controlled(&self, inside: ItemId, day: Day) -> bool {
        let item = &self.inputs.items[inside];
        self.restricted
            .iter()
            .any(|&country| self.inputs.rules.restricted(item, country, day))
    }

    /// Do goods that arrive in these places stay out of the search for good? So they do in a restricted
    /// country, unless it passes goods on: a hub can be an end and a way station.
    pub(super) fn absorbs(
        &self,
        shipment: ShipmentId,
        inside: ItemId,
        maker: Option<Country>,
    ) -> bool {
        let day = self.inputs.graph.day(shipment);
        self.places(shipment).into_iter().flatten().any(|country| {
            !self.inputs.rules.passes_on(country, day)
                && self.restricted_in(country, shipment, inside, maker)
        })
    }

    /// Does the shipment leave a country where the item is restricted already? What moves there was not
    /// diverted by this move.
    pub(super) fn starts_inside(
        &self,
        shipment: ShipmentId,
        inside: ItemId,
        maker: Option<Country>,
    ) -> bool {
        let day = self.inputs.graph.day(shipment);
        let Some(from) = self.inputs.shipments.from_country(shipment) else {
            return false;
        };
        !self.inputs.rules.passes_on(from, day) && self.restricted_in(from, shipment, inside, maker)
    }

    /// Would goods of this shipment have lacked what they needed in a country on its day?
    fn restricted_in(
        &self,
        country: Country,
        shipment: ShipmentId,
        inside: ItemId,
        maker: Option<Country>,
    ) -> bool {
        let (rules, day) = (self.inputs.rules, self.inputs.graph.day(shipment));
        if !rules.may_lack(country, day) {
            return false;
        }
        let question = Question {
            maker,
            ..Question::new(&self.inputs.items[inside], country, day)
        };
        rules.enforced(&question).may_lack()
    }

    /// Declared destination, and the consignee's country where it is another one.
    fn places(&self, shipment: ShipmentId) -> [Option<Country>; 2] {
        let shipments = self.inputs.shipments;
        let declared = shipments.to_country(shipment);
        let consignee = shipments.consignee[shipment.index()]
            .and_then(|party| shipments.parties.get(party)?.country);
        [declared, consignee.filter(|_| consignee != declared)]
    }
}

/// Owners by majority or control on that day, largest share first.
fn owners_that_count(entity: &Entity, majority_pct: f64, day: Day) -> impl Iterator<Item = &Owner> {
    (entity.owners_on(day)).filter(move |owner| owner.holds(majority_pct))
}

/// A shell, or a forwarder, by its scores, and more of one than an end user.
fn swallows(inputs: &Inputs, entity: EntityId) -> bool {
    let least = inputs.settings.vanish_shell_score;
    more_than_end_user(inputs, entity, Role::Shell, least) || forwards(inputs, entity)
}

fn forwards(inputs: &Inputs, entity: EntityId) -> bool {
    let least = inputs.settings.vanish_forwarder_score;
    more_than_end_user(inputs, entity, Role::Forwarder, least)
}

fn more_than_end_user(inputs: &Inputs, entity: EntityId, role: Role, least: f64) -> bool {
    let Some(roles) = inputs.roles.get(entity) else {
        return false;
    };
    let score = |role| roles.get(role).get().unwrap_or(0.0);
    score(role) >= least && score(role) > score(Role::EndUser)
}

/// Every pair of letters that can be a country code.
pub(super) fn every_country() -> impl Iterator<Item = Country> {
    (b'A'..=b'Z').flat_map(|a| {
        (b'A'..=b'Z').filter_map(move |b| Country::from_code(std::str::from_utf8(&[a, b]).ok()?))
    })
}
