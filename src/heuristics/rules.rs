//! The rules as heuristics ask them, answered by the dated regimes of a policy.

use super::context::{GroupTotal, Rules};
use crate::model::{
    Answer, Country, Day, End, EntityId, Goods, Item, Measure, Path, Resolution, ShipmentId,
    Shipments,
};
use crate::policy::moves::{Move, Totals, group_of};
use crate::policy::{Question, Regimes};

/// Regimes with the shipments that tell where a leg left from.
#[derive(Clone, Copy)]
pub struct RegimeRules<'a> {
    /// The regimes.
    pub regimes: &'a Regimes,
    /// What every ceiling had counted before each shipment.
    pub totals: &'a Totals,
    /// The shipments of the run.
    pub shipments: &'a Shipments,
    /// What they were recognised as.
    pub goods: &'a Goods,
}

impl RegimeRules<'_> {
    /// Units of one shipment; unknown where it was not recognised as goods of the catalogue.
    fn units(&self, shipment: ShipmentId) -> Measure {
        if self.goods.controlled(shipment).is_some() {
            self.goods.units[shipment.index()]
        } else {
            Measure::UNKNOWN
        }
    }
}

impl Rules for RegimeRules<'_> {
    fn restricted(&self, country: Country, item: &Item, maker: Option<Country>, day: Day) -> bool {
        let question = Question {
            maker,
            ..Question::new(item, country, day)
        };
        self.regimes.enforced(&question).may_lack()
    }

    fn at_end(&self, path: &Path, item: &Item, resolution: &Resolution) -> Option<Answer> {
        if path.end == End::Vanished {
            // Where the goods are now is what nobody knows; the rules of the place where they were last seen say nothing.
            return None;
        }
        let holder = *path.chain.last()?;
        let last = &resolution.entities[holder];
        let leg = path.last_shipped()?;
        let shipment = *leg.shipments.last()?;
        let day = path.days().1;
        let mut question = Question::new(
            item,
            match &path.end {
                End::RestrictedCountry { country } => *country,
                _ => last
                    .country
                    .or_else(|| self.shipments.to_country(shipment))?,
            },
            day,
        );
        question.maker = path.maker;
        question.origin = self.shipments.from_country(shipment);
        question.headquarters = match &path.end {
            End::RestrictedOwner { country, .. } | End::RestrictedHeadquarters { country } => {
                Some(*country)
            }
            _ => last.headquarters_on(day).next(),
        };
        question.exporter = path
            .chain
            .first()
            .map(|&id| self.shipments.text.get(resolution.entities[id].name));
        question.recipient = Some(self.shipments.text.get(last.name));
        question.listed = last.listed_on(day).is_some();
        question.owned_by_listed_pct = last.owned_by_listed_pct(day, &resolution.entities);
        // The last shipment over what was received before it: what the whole path brought is in that already.
        question.units = self.units(shipment).or(path.units);
        let one = Move {
            question,
            group: Some(group_of(resolution, holder, day)),
            recipient: Some(holder.index() as u64),
        };
        let used = self.totals.before(&one, shipment.index());
        Some(self.regimes.ask(&Question {
            used: &used,
            ..one.question
        }))
    }

    fn group_total(
        &self,
        shipment: ShipmentId,
        to: EntityId,
        item: &Item,
        resolution: &Resolution,
    ) -> Option<GroupTotal> {
        let day = self.shipments.day[shipment.index()];
        let question = Question {
            units: self.units(shipment),
            ..Question::new(item, self.shipments.to_country(shipment)?, day)
        };
        let own = question.units.get()? * item.tpp.get()?;
        let one = Move {
            question,
            group: Some(group_of(resolution, to, day)),
            recipient: Some(to.index() as u64),
        };
        let used = self.totals.before(&one, shipment.index());
        let caps = self.regimes.group_caps(&Question {
            used: &used,
            ..one.question
        });
        let parent = resolution.entities[to].ultimate_parent(day)?;
        caps.into_iter().find_map(|(cap, before, cap_tpp)| {
            let received_tpp = before.get()? + own;
            if received_tpp <= cap_tpp {
                return None;
            }
            Some(GroupTotal {
                parent: parent.name.clone(),
                received_tpp,
                cap_tpp,
                cap: cap.title.clone(),
                year: day.year(),
            })
        })
    }
}
