//! The rules as heuristics ask them, answered by the dated regimes of a policy.

use super::context::Rules;
use crate::model::{Answer, Country, Day, End, Goods, Item, Measure, Path, Resolution, Shipments};
use crate::policy::{Question, Regimes};

/// Regimes with the shipments that tell where a leg left from.
#[derive(Clone, Copy)]
pub struct RegimeRules<'a> {
    /// The regimes.
    pub regimes: &'a Regimes,
    /// The shipments of the run.
    pub shipments: &'a Shipments,
    /// What they were recognised as.
    pub goods: &'a Goods,
}

impl Rules for RegimeRules<'_> {
    fn restricted(&self, country: Country, item: &Item, maker: Option<Country>, day: Day) -> bool {
        let question = Question {
            maker,
            ..Question::new(item, country, day)
        };
        self.regimes.enforced(&question).offends() == Some(true)
    }

    fn at_end(&self, path: &Path, item: &Item, resolution: &Resolution) -> Option<Answer> {
        if path.end == End::Vanished {
            // Where the goods are now is what nobody knows; the rules of the place where they were last seen say nothing.
            return None;
        }
        let last = &resolution.entities[*path.chain.last()?];
        let leg = path
            .legs
            .iter()
            .rev()
            .find(|leg| !leg.shipments.is_empty())?;
        let shipment = *leg.shipments.last()?;
        let mut question = Question::new(
            item,
            match &path.end {
                End::RestrictedCountry { country } => *country,
                _ => last
                    .country
                    .or_else(|| self.shipments.to_country(shipment))?,
            },
            path.days().1,
        );
        question.maker = path.shipments().find_map(|id| self.goods.maker[id.index()]);
        question.origin = self.shipments.from_country(shipment);
        question.headquarters = match &path.end {
            End::RestrictedOwner { country, .. } | End::RestrictedHeadquarters { country } => {
                Some(*country)
            }
            _ => last.headquarters,
        };
        question.exporter = path
            .chain
            .first()
            .map(|&id| self.shipments.text.get(resolution.entities[id].name));
        question.recipient = Some(self.shipments.text.get(last.name));
        question.listed = matches!(path.end, End::Listed { .. });
        question.owned_by_listed_pct = listed_share(last);
        question.units = path.units;
        Some(self.regimes.ask(&question))
    }
}

/// Share that listed owners hold together; unknown where none is listed or a share is not stated.
fn listed_share(entity: &crate::model::Entity) -> Measure {
    let shares: Vec<Measure> = entity
        .owners
        .iter()
        .filter(|owner| owner.listed)
        .map(|owner| owner.share_pct)
        .collect();
    if shares.is_empty() {
        return Measure::UNKNOWN;
    }
    shares
        .iter()
        .try_fold(0.0, |sum, share| share.get().map(|share| sum + share))
        .into()
}
