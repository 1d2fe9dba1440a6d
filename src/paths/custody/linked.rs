//! Firms to which goods can be handed over, worked out once an entity.

use super::Inputs;
use super::labels::NEVER;
use crate::model::{EntityId, Link, LinkId, LinkKind};
use rayon::prelude::*;

/// The strongest link to each firm that is linked strongly enough, strongest first, ties by entity.
pub(super) struct Linked {
    /// Where the links of each entity start; one more than entities.
    starts: Vec<usize>,
    links: Vec<(EntityId, LinkId)>,
    /// Links of one entity that are followed.
    most: usize,
}

impl Linked {
    pub(super) fn of(inputs: &Inputs) -> Self {
        let found: Vec<Vec<(EntityId, LinkId)>> = (0..inputs.graph.nodes())
            .into_par_iter()
            .map(|entity| linked(inputs, EntityId::new(entity)))
            .collect();
        let mut starts = Vec::with_capacity(found.len() + 1);
        starts.push(0);
        let mut links = Vec::with_capacity(found.iter().map(Vec::len).sum());
        for mut one in found {
            links.append(&mut one);
            starts.push(links.len());
        }
        Self {
            starts,
            links,
            most: most(inputs),
        }
    }

    fn all(&self, entity: EntityId) -> &[(EntityId, LinkId)] {
        &self.links[self.starts[entity.index()]..self.starts[entity.index() + 1]]
    }

    /// The links that are followed.
    pub(super) fn followed(&self, entity: EntityId) -> &[(EntityId, LinkId)] {
        let all = self.all(entity);
        &all[..all.len().min(self.most)]
    }

    /// The links that the budget leaves out.
    fn left_out(&self, entity: EntityId) -> &[(EntityId, LinkId)] {
        let all = self.all(entity);
        &all[all.len().min(self.most)..]
    }

    /// Entities that receive goods and have a link left out over which an end could still be reached, in order.
    ///
    /// `togo` is made with the links that are followed. A chain lost to the budget still shows here: the last firm
    /// on it whose link was left out leads to a shipment from which the end was reached without any such link.
    pub(super) fn cut(&self, inputs: &Inputs, togo: &[u8]) -> Vec<EntityId> {
        let graph = inputs.graph;
        let reaches = |&(other, _): &(EntityId, LinkId)| {
            let mut steps = graph.outbound(other).iter();
            steps.any(|step| togo[step.edge.index()] != NEVER)
        };
        (0..graph.nodes())
            .into_par_iter()
            .map(EntityId::new)
            .filter(|&entity| {
                let left_out = self.left_out(entity);
                !left_out.is_empty()
                    && !graph.inbound(entity).is_empty()
                    && left_out.iter().any(reaches)
            })
            .collect()
    }
}

/// Links of one entity that are followed, at most.
pub(super) fn most(inputs: &Inputs) -> usize {
    usize::try_from(inputs.settings.budgets.links_per_entity).unwrap_or(usize::MAX)
}

/// Can the giver hand goods over by this link, which is one of its own?
pub(super) fn hands_over(inputs: &Inputs, link: &Link, giver: EntityId) -> bool {
    // What one firm sent on for another did not come the other way.
    let backwards = link.kind == LinkKind::SameLot && link.b == giver;
    !backwards && link.strength >= inputs.settings.link_strength
}

/// Strong links of an entity, one for each other firm.
fn linked(inputs: &Inputs, entity: EntityId) -> Vec<(EntityId, LinkId)> {
    let links = &inputs.resolution.links;
    let mut found: Vec<(EntityId, LinkId)> = Vec::new();
    for step in inputs.graph.links(entity) {
        if !hands_over(inputs, &links[step.link], entity) {
            continue;
        }
        match found.last_mut() {
            Some((other, best)) if *other == step.other => {
                if links[step.link].strength > links[*best].strength {
                    *best = step.link;
                }
            }
            _ => found.push((step.other, step.link)),
        }
    }
    found.sort_by(|a, b| {
        links[b.1]
            .strength
            .total_cmp(&links[a.1].strength)
            .then(a.0.cmp(&b.0))
    });
    found
}
