//! The second layer: links between entities, readable from either end.

use crate::model::{EntityId, IdVec, Link, LinkId};
use rayon::prelude::*;

/// One link as seen from one of its two entities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LinkStep {
    /// The entity at the other end.
    pub other: EntityId,
    /// The link.
    pub link: LinkId,
}

/// Compressed sparse rows over links. A link stands at both its ends, also where it is directed: goods
/// can be handed over either way.
#[derive(Clone, Debug, Default)]
pub struct LinkLayer {
    offsets: Vec<u32>,
    steps: Vec<LinkStep>,
}

impl LinkLayer {
    /// Links of an entity to itself say nothing and are left out. O(nodes + links log links).
    pub(super) fn build(nodes: usize, links: &IdVec<LinkId, Link>) -> Self {
        let mut ends: Vec<(EntityId, LinkStep)> = Vec::with_capacity(2 * links.len());
        for (id, link) in links.enumerate() {
            if link.a == link.b || link.a.index() >= nodes || link.b.index() >= nodes {
                continue;
            }
            for (here, other) in [(link.a, link.b), (link.b, link.a)] {
                ends.push((here, LinkStep { other, link: id }));
            }
        }
        ends.par_sort_unstable();
        let mut offsets = vec![0u32; nodes + 1];
        for (here, _) in &ends {
            offsets[here.index() + 1] += 1;
        }
        for i in 0..nodes {
            offsets[i + 1] += offsets[i];
        }
        let steps = ends.into_iter().map(|(_, step)| step).collect();
        Self { offsets, steps }
    }

    /// The links of an entity, sorted by (other, link).
    #[inline]
    pub fn of(&self, entity: EntityId) -> &[LinkStep] {
        let i = entity.index();
        match (self.offsets.get(i), self.offsets.get(i + 1)) {
            (Some(&from), Some(&to)) => &self.steps[from as usize..to as usize],
            _ => &[],
        }
    }

    /// Bytes on the heap.
    pub fn heap_bytes(&self) -> usize {
        self.offsets.capacity() * size_of::<u32>() + self.steps.capacity() * size_of::<LinkStep>()
    }
}
