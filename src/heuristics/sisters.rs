//! Firms that share something with one on a path, and what the registers say of it.

use super::context::Context;
use super::words;
use crate::model::{EntityId, Link, LinkKind, Owner, Path};

/// Share in percent that makes a house.
const HALF: f64 = 50.0;

impl<'a> Context<'a> {
    /// Entities that share a rare identifier (address, telephone, e-mail, site, officer, agent), with the link.
    pub fn sisters(
        &self,
        id: EntityId,
        least: f64,
    ) -> impl Iterator<Item = (EntityId, &'a Link)> + '_ {
        self.links(id).iter().filter_map(move |&link| {
            let link = self.link(link);
            let shared = link.kind.is_own_identifier() || link.kind == LinkKind::Agent;
            (shared && link.strength >= least)
                .then(|| (if link.a == id { link.b } else { link.a }, link))
        })
    }

    /// As [`Context::sisters`], without those that are this firm written otherwise and were not joined with it: the same
    /// name but for an error, in the same country or none.
    pub fn other_sisters(
        &self,
        id: EntityId,
        least: f64,
    ) -> impl Iterator<Item = (EntityId, &'a Link)> + '_ {
        self.sisters(id, least).filter(move |&(other, _)| {
            let apart = match (self.country(id), self.country(other)) {
                (Some(a), Some(b)) => a != b,
                _ => false,
            };
            apart || !words::written_alike(self.name(id), self.name(other))
        })
    }

    /// Are both firms on record as companies of one house that nothing restricts: one holds half or more of the other, or
    /// one owner of both does, from a free country and on no list, and nobody from a restricted one holds so much?
    pub fn one_free_house(&self, a: EntityId, b: EntityId, path: &Path) -> bool {
        let day = path.days().1;
        let restricted = |country| self.restricted(country, path, day);
        let owners = |id: EntityId| {
            let owners = self.entity(id).owners_on(day);
            owners.filter(|owner| owner.holds(HALF))
        };
        if [a, b]
            .into_iter()
            .any(|id| owners(id).any(|owner| owner.listed || owner.country.is_some_and(restricted)))
        {
            return false;
        }
        let owns = |a: EntityId, b: EntityId| {
            owners(b).any(|owner| owner.entity == Some(a)) && !self.sits_restricted(a, path)
        };
        let shared = |owner: &Owner| {
            owner.country.is_some()
                && owners(b).any(|other| other.name == owner.name && other.country == owner.country)
        };
        owns(a, b) || owns(b, a) || owners(a).any(shared)
    }
}
