//! The temporal multigraph.

use super::adjacency::{Adjacency, Step};
use super::links::{LinkLayer, LinkStep};
use crate::model::{Day, EntityId, IdVec, Link, LinkId, Resolution, ShipmentId, Shipments, Window};

/// Who ships to whom on which day, with links beside it. Built once, never changed.
///
/// An edge exists for each shipment that names two different entities. A shipment inside one entity
/// (a self-loop) and one that names a single party keep their place in the columns, so that ids stay
/// those of [`Shipments`], but stand in no adjacency; both are counted.
///
/// Days are compared as they are: two shipments on one day may follow each other either way, since
/// records carry no hour. Windows are half-open ([`Window`]): to allow a gap of up to `n` days after
/// `day`, ask for `day .. day + n + 1`.
///
/// Memory: 12 bytes a shipment in the columns, 24 bytes an edge in both directions, 8 bytes an entity.
#[derive(Clone, Debug, Default)]
pub struct TemporalGraph {
    from: Vec<Option<EntityId>>,
    to: Vec<Option<EntityId>>,
    day: Vec<Day>,
    out: Adjacency,
    into: Adjacency,
    links: LinkLayer,
    nodes: usize,
    self_loops: u64,
    one_sided: u64,
}

impl TemporalGraph {
    /// The graph of a run: entities instead of parties. O(entities + shipments + links log links).
    pub fn build(shipments: &Shipments, resolution: &Resolution) -> Self {
        let entity = |party: &Option<crate::model::PartyId>| {
            party.and_then(|party| resolution.entity_of.get(party).copied())
        };
        Self::from_columns(
            resolution.entities.len(),
            shipments.shipper.iter().map(entity).collect(),
            shipments.consignee.iter().map(entity).collect(),
            shipments.day.clone(),
            &resolution.links,
        )
    }

    /// The graph over bare columns, one entry a shipment, days ascending. A row without a shipper or
    /// consignee is no edge.
    ///
    /// # Panics
    /// If columns differ in length, days descend, or an entity is not below `nodes`.
    pub fn from_columns(
        nodes: usize,
        from: Vec<Option<EntityId>>,
        to: Vec<Option<EntityId>>,
        day: Vec<Day>,
        links: &IdVec<LinkId, Link>,
    ) -> Self {
        assert!(from.len() == to.len() && to.len() == day.len());
        assert!(day.is_sorted(), "shipments are sorted by day");
        let edges =
            || {
                from.iter().zip(&to).zip(&day).enumerate().filter_map(
                    |(i, ((&from, &to), &day))| {
                        let (from, to) = (from?, to?);
                        (from != to).then(|| (ShipmentId::new(i), from, to, day))
                    },
                )
            };
        let (out, into) = rayon::join(
            || {
                Adjacency::collect(nodes, || {
                    edges().map(|(edge, from, other, day)| (from, Step { day, edge, other }))
                })
            },
            || {
                Adjacency::collect(nodes, || {
                    edges().map(|(edge, other, to, day)| (to, Step { day, edge, other }))
                })
            },
        );
        let (mut self_loops, mut one_sided) = (0, 0);
        for (from, to) in from.iter().zip(&to) {
            match (from, to) {
                (Some(from), Some(to)) => self_loops += u64::from(from == to),
                _ => one_sided += 1,
            }
        }
        Self {
            links: LinkLayer::build(nodes, links),
            from,
            to,
            day,
            out,
            into,
            nodes,
            self_loops,
            one_sided,
        }
    }

    /// Number of entities.
    pub fn nodes(&self) -> usize {
        self.nodes
    }

    /// Number of shipments, edges or not: the bound of every [`ShipmentId`].
    pub fn shipments(&self) -> usize {
        self.day.len()
    }

    /// Number of edges.
    pub fn edges(&self) -> usize {
        self.out.steps().len()
    }

    /// Shipments inside one entity, kept out of the adjacency.
    pub fn self_loops(&self) -> u64 {
        self.self_loops
    }

    /// Shipments that name one party or none, kept out of the adjacency.
    pub fn one_sided(&self) -> u64 {
        self.one_sided
    }

    /// Who sends.
    #[inline]
    pub fn shipper(&self, shipment: ShipmentId) -> Option<EntityId> {
        self.from[shipment.index()]
    }

    /// Who receives.
    #[inline]
    pub fn consignee(&self, shipment: ShipmentId) -> Option<EntityId> {
        self.to[shipment.index()]
    }

    /// When.
    #[inline]
    pub fn day(&self, shipment: ShipmentId) -> Day {
        self.day[shipment.index()]
    }

    /// Both ends of an edge; `None` where the shipment is no edge.
    #[inline]
    pub fn ends(&self, shipment: ShipmentId) -> Option<(EntityId, EntityId)> {
        let (from, to) = (self.shipper(shipment)?, self.consignee(shipment)?);
        (from != to).then_some((from, to))
    }

    /// Shipments that an entity sends, sorted by (day, shipment).
    #[inline]
    pub fn outbound(&self, entity: EntityId) -> &[Step] {
        self.out.of(entity)
    }

    /// Shipments that an entity receives, sorted by (day, shipment).
    #[inline]
    pub fn inbound(&self, entity: EntityId) -> &[Step] {
        self.into.of(entity)
    }

    /// Shipments that an entity sends within a half-open window.
    #[inline]
    pub fn outbound_within(&self, entity: EntityId, window: Window) -> &[Step] {
        self.out.within(entity, window)
    }

    /// Shipments that an entity receives within a half-open window.
    #[inline]
    pub fn inbound_within(&self, entity: EntityId, window: Window) -> &[Step] {
        self.into.within(entity, window)
    }

    /// The outbound direction as a whole.
    pub fn outward(&self) -> &Adjacency {
        &self.out
    }

    /// The inbound direction as a whole.
    pub fn inward(&self) -> &Adjacency {
        &self.into
    }

    /// The links of an entity, sorted by (other, link).
    #[inline]
    pub fn links(&self, entity: EntityId) -> &[LinkStep] {
        self.links.of(entity)
    }

    /// First and last day of any shipment; `None` without shipments.
    pub fn span(&self) -> Option<(Day, Day)> {
        Some((*self.day.first()?, *self.day.last()?))
    }

    /// Bytes on the heap: columns, both directions and links.
    pub fn heap_bytes(&self) -> usize {
        (self.from.capacity() + self.to.capacity()) * size_of::<Option<EntityId>>()
            + self.day.capacity() * size_of::<Day>()
            + self.out.heap_bytes()
            + self.into.heap_bytes()
            + self.links.heap_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{LinkKind, Measure};

    fn graph(rows: &[(usize, usize, i32)]) -> TemporalGraph {
        let nodes = rows.iter().map(|r| r.0.max(r.1) + 1).max().unwrap_or(0);
        TemporalGraph::from_columns(
            nodes,
            rows.iter().map(|r| Some(EntityId::new(r.0))).collect(),
            rows.iter().map(|r| Some(EntityId::new(r.1))).collect(),
            rows.iter().map(|r| Day::from_epoch(r.2)).collect(),
            &IdVec::new(),
        )
    }

    fn edges(steps: &[Step]) -> Vec<usize> {
        steps.iter().map(|step| step.edge.index()).collect()
    }

    #[test]
    fn parallel_shipments_stay_apart_and_in_order_of_days() {
        let graph = graph(&[(0, 1, 3), (0, 2, 4), (0, 1, 4), (1, 0, 9)]);
        assert_eq!(edges(graph.outbound(EntityId::new(0))), [0, 1, 2]);
        assert_eq!(edges(graph.inbound(EntityId::new(1))), [0, 2]);
        assert_eq!(edges(graph.outbound(EntityId::new(2))), [] as [usize; 0]);
        assert_eq!(graph.edges(), 4);
    }

    #[test]
    fn windows_hold_their_first_day_and_not_their_last() {
        let graph = graph(&[(0, 1, 3), (0, 1, 4), (0, 1, 5)]);
        let window = Window {
            from: Day::from_epoch(3),
            to: Day::from_epoch(5),
        };
        let seen = graph.outbound_within(EntityId::new(0), window);
        assert_eq!(edges(seen), [0, 1]);
        let backwards = Window {
            from: Day::from_epoch(5),
            to: Day::from_epoch(3),
        };
        assert!(
            graph
                .outbound_within(EntityId::new(0), backwards)
                .is_empty()
        );
    }

    #[test]
    fn self_loops_and_one_sided_shipments_are_counted_and_are_no_edges() {
        let entity = |i| Some(EntityId::new(i));
        let graph = TemporalGraph::from_columns(
            2,
            vec![entity(0), entity(0), None],
            vec![entity(0), entity(1), entity(1)],
            vec![Day::from_epoch(1); 3],
            &IdVec::new(),
        );
        assert_eq!((graph.self_loops(), graph.one_sided()), (1, 1));
        assert_eq!(edges(graph.outbound(EntityId::new(0))), [1]);
        assert_eq!(edges(graph.inbound(EntityId::new(1))), [1]);
        assert_eq!(graph.ends(ShipmentId::new(0)), None);
        assert_eq!(graph.shipper(ShipmentId::new(2)), None);
    }

    #[test]
    fn a_link_is_seen_from_both_its_ends() {
        let mut links = IdVec::new();
        links.push(Link {
            a: EntityId::new(0),
            b: EntityId::new(1),
            kind: LinkKind::Address,
            strength: 1.0,
            share_pct: Measure::UNKNOWN,
            seen: "1 Example Road".into(),
            from: None,
            to: None,
        });
        let graph = TemporalGraph::from_columns(2, vec![], vec![], vec![], &links);
        assert_eq!(graph.links(EntityId::new(0))[0].other, EntityId::new(1));
        assert_eq!(graph.links(EntityId::new(1))[0].other, EntityId::new(0));
    }

    #[test]
    fn an_edge_costs_at_most_64_bytes() {
        let rows: Vec<_> = (0..10_000)
            .map(|i| (i % 997, 997 + i % 7, i as i32))
            .collect();
        let graph = graph(&rows);
        assert!(graph.heap_bytes() <= 64 * rows.len());
    }

    #[test]
    fn no_shipments_make_an_empty_graph() {
        let graph = graph(&[]);
        assert_eq!((graph.nodes(), graph.edges(), graph.span()), (0, 0, None));
    }
}
