//! One direction of the temporal graph: the steps of every entity, sorted by day.

use crate::model::{Day, EntityId, ShipmentId, Window};

/// One shipment as seen from one of its two entities. Twelve bytes, so that a scan over the steps of
/// an entity reads nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Step {
    /// Its day.
    pub day: Day,
    /// The shipment.
    pub edge: ShipmentId,
    /// The entity at the other end.
    pub other: EntityId,
}

/// Compressed sparse rows: the steps of entity `i` are `steps[offsets[i]..offsets[i + 1]]`, sorted by
/// (day, shipment).
#[derive(Clone, Debug, Default)]
pub struct Adjacency {
    offsets: Vec<u32>,
    steps: Vec<Step>,
}

impl Adjacency {
    /// Counting sort over edges that are already in order of (day, shipment), which keeps that order
    /// within each entity. `edges` yields (entity, step) and is walked twice.
    ///
    /// Runs in O(nodes + edges) and allocates nothing but the result.
    pub(super) fn collect<I>(nodes: usize, edges: impl Fn() -> I) -> Self
    where
        I: Iterator<Item = (EntityId, Step)>,
    {
        let mut offsets = vec![0u32; nodes + 1];
        for (entity, _) in edges() {
            offsets[entity.index() + 1] += 1;
        }
        for i in 0..nodes {
            offsets[i + 1] += offsets[i];
        }
        let filler = Step {
            day: Day::from_epoch(0),
            edge: ShipmentId::new(0),
            other: EntityId::new(0),
        };
        let mut steps = vec![filler; offsets[nodes] as usize];
        let mut next = offsets.clone();
        for (entity, step) in edges() {
            let slot = &mut next[entity.index()];
            steps[*slot as usize] = step;
            *slot += 1;
        }
        Self { offsets, steps }
    }

    /// The steps of an entity, sorted by (day, shipment); empty for an entity the graph does not know.
    #[inline]
    pub fn of(&self, entity: EntityId) -> &[Step] {
        let i = entity.index();
        match (self.offsets.get(i), self.offsets.get(i + 1)) {
            (Some(&from), Some(&to)) => &self.steps[from as usize..to as usize],
            _ => &[],
        }
    }

    /// The steps of an entity on the days of a half-open window. Two binary searches.
    #[inline]
    pub fn within(&self, entity: EntityId, window: Window) -> &[Step] {
        let steps = self.of(entity);
        let from = steps.partition_point(|step| step.day < window.from);
        let to = from + steps[from..].partition_point(|step| step.day < window.to);
        &steps[from..to]
    }

    /// All steps, grouped by entity in id order.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Where the steps of an entity start in [`Adjacency::steps`].
    pub fn start(&self, entity: EntityId) -> usize {
        self.offsets
            .get(entity.index())
            .map_or(self.steps.len(), |&from| from as usize)
    }

    /// Bytes on the heap.
    pub fn heap_bytes(&self) -> usize {
        self.offsets.capacity() * size_of::<u32>() + self.steps.capacity() * size_of::<Step>()
    }
}
