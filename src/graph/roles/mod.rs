//! What each firm does in the trade, judged from behaviour: one file a role.

mod common;
mod distributor;
mod end_user;
mod forwarder;
mod manufacturer;
mod profile;
mod shell;
mod tally;
mod transshipper;

pub use profile::Profile;
pub use tally::Tally;

use super::TemporalGraph;
use crate::model::{
    EntityId, Goods, IdVec, Items, Measure, Resolution, Role, RoleScores, Shipments,
};
use rayon::prelude::*;

/// A role's judgement of a firm; `None` where there is too little to say.
type Judge = fn(&Profile) -> Option<Tally>;

/// Every role, in the order of [`Role::ALL`].
const JUDGES: [(Role, Judge); 6] = [
    (Role::Shell, shell::judge),
    (Role::Transshipper, transshipper::judge),
    (Role::EndUser, end_user::judge),
    (Role::Manufacturer, manufacturer::judge),
    (Role::Distributor, distributor::judge),
    (Role::Forwarder, forwarder::judge),
];

/// Firms whose names are brought near at once.
const NEAR: usize = 256;

/// Scores every role of every entity: one row an entity, in their order, with the reasons, strongest first.
/// O(shipments log shipments) over all; the same for any number of threads.
pub fn assign(
    graph: &TemporalGraph,
    shipments: &Shipments,
    goods: &Goods,
    items: &Items,
    resolution: &Resolution,
) -> IdVec<EntityId, RoleScores> {
    let common = common::Common::of(graph, shipments, goods, items, resolution);
    let entities = resolution.entities.as_slice();
    (0..entities.len())
        .into_par_iter()
        .with_min_len(NEAR)
        // Firms differ in their trade a thousandfold: small shares keep a thread from waiting for another's last one.
        .with_max_len(4 * NEAR)
        .map(|i| {
            if i % NEAR == 0 {
                let next = entities.iter().skip(i).take(NEAR);
                shipments.text.touch(next.map(|entity| entity.name));
            }
            let id = EntityId::new(i);
            scores(&Profile::of(
                id, graph, shipments, goods, resolution, &common,
            ))
        })
        .collect::<Vec<_>>()
        .into()
}

/// The scores of one firm.
pub fn scores(profile: &Profile) -> RoleScores {
    let mut out = RoleScores::default();
    let mut reasons: Vec<(f64, Role, String)> = Vec::new();
    for (role, judge) in JUDGES {
        if let Some(tally) = judge(profile) {
            out.scores[role as usize] = Measure::new(tally.score());
            reasons.extend(
                tally
                    .reasons
                    .into_iter()
                    .map(|(points, why)| (points, role, why)),
            );
        }
    }
    reasons.sort_by(|a, b| {
        b.0.total_cmp(&a.0)
            .then_with(|| (a.1, &a.2).cmp(&(b.1, &b.2)))
    });
    out.reasons = reasons
        .into_iter()
        .map(|(_, role, why)| (role, why))
        .collect();
    out
}

#[cfg(test)]
mod tests;
