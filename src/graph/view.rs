//! The temporal graph as petgraph sees it, so that its algorithms run unchanged.
//!
//! Time is left out of a view but for its window: it is the static multigraph of the shipments whose day
//! lies in the window. For searches that respect the order of days see `paths`.

use super::adjacency::Step;
use super::temporal::TemporalGraph;
use crate::model::{Day, EntityId, ShipmentId, Window};
use petgraph::visit::{
    Data, EdgeCount, EdgeRef, GraphBase, GraphProp, GraphRef, IntoEdgeReferences, IntoEdges,
    IntoEdgesDirected, IntoNeighbors, IntoNeighborsDirected, IntoNodeIdentifiers,
    IntoNodeReferences, NodeCompactIndexable, NodeCount, NodeIndexable, Visitable,
};
use petgraph::{Directed, Direction};
use rustc_hash::{FxBuildHasher, FxHashSet};

/// A directed multigraph over the shipments of a half-open window: nodes are all entities, edges the
/// shipments, the weight of an edge its day.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    graph: &'a TemporalGraph,
    window: Window,
}

impl<'a> View<'a> {
    /// All shipments.
    pub fn all(graph: &'a TemporalGraph) -> Self {
        let window = match graph.span() {
            Some((first, last)) => Window {
                from: first,
                to: last.plus(1),
            },
            None => Window {
                from: Day::from_epoch(0),
                to: Day::from_epoch(0),
            },
        };
        Self { graph, window }
    }

    /// The shipments of a window.
    pub fn within(graph: &'a TemporalGraph, window: Window) -> Self {
        Self { graph, window }
    }

    fn steps(self, entity: EntityId, direction: Direction) -> &'a [Step] {
        match direction {
            Direction::Outgoing => self.graph.outbound_within(entity, self.window),
            Direction::Incoming => self.graph.inbound_within(entity, self.window),
        }
    }
}

/// An edge of a [`View`].
#[derive(Clone, Copy, Debug)]
pub struct Edge<'a> {
    shipment: ShipmentId,
    from: EntityId,
    to: EntityId,
    day: &'a Day,
}

impl<'a> EdgeRef for Edge<'a> {
    type NodeId = EntityId;
    type EdgeId = ShipmentId;
    type Weight = Day;

    fn source(&self) -> EntityId {
        self.from
    }

    fn target(&self) -> EntityId {
        self.to
    }

    fn weight(&self) -> &'a Day {
        self.day
    }

    fn id(&self) -> ShipmentId {
        self.shipment
    }
}

/// Neighbours of one entity, one for each shipment.
#[derive(Clone, Debug)]
pub struct Neighbors<'a>(std::slice::Iter<'a, Step>);

impl Iterator for Neighbors<'_> {
    type Item = EntityId;

    fn next(&mut self) -> Option<EntityId> {
        self.0.next().map(|step| step.other)
    }
}

/// Edges of one entity in one direction.
#[derive(Clone, Debug)]
pub struct Edges<'a> {
    steps: std::slice::Iter<'a, Step>,
    entity: EntityId,
    direction: Direction,
}

impl<'a> Iterator for Edges<'a> {
    type Item = Edge<'a>;

    fn next(&mut self) -> Option<Edge<'a>> {
        let step = self.steps.next()?;
        let (from, to) = match self.direction {
            Direction::Outgoing => (self.entity, step.other),
            Direction::Incoming => (step.other, self.entity),
        };
        Some(Edge {
            shipment: step.edge,
            from,
            to,
            day: &step.day,
        })
    }
}

/// All edges, by sender and day.
#[derive(Clone, Debug)]
pub struct EdgeReferences<'a> {
    view: View<'a>,
    entities: std::ops::Range<usize>,
    edges: Option<Edges<'a>>,
}

impl<'a> Iterator for EdgeReferences<'a> {
    type Item = Edge<'a>;

    fn next(&mut self) -> Option<Edge<'a>> {
        loop {
            if let Some(edge) = self.edges.as_mut().and_then(Iterator::next) {
                return Some(edge);
            }
            let entity = EntityId::new(self.entities.next()?);
            self.edges = Some(self.view.edges(entity));
        }
    }
}

/// All entities.
#[derive(Clone, Debug)]
pub struct Nodes(std::ops::Range<usize>);

impl Iterator for Nodes {
    type Item = EntityId;

    fn next(&mut self) -> Option<EntityId> {
        self.0.next().map(EntityId::new)
    }
}

/// All entities with their weight, which says nothing.
#[derive(Clone, Debug)]
pub struct NodeReferences(Nodes);

impl Iterator for NodeReferences {
    type Item = (EntityId, &'static ());

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|entity| (entity, &()))
    }
}

impl GraphBase for View<'_> {
    type NodeId = EntityId;
    type EdgeId = ShipmentId;
}

impl GraphRef for View<'_> {}

impl GraphProp for View<'_> {
    type EdgeType = Directed;
}

impl Data for View<'_> {
    type NodeWeight = ();
    type EdgeWeight = Day;
}

impl NodeCount for View<'_> {
    fn node_count(&self) -> usize {
        self.graph.nodes()
    }
}

impl EdgeCount for View<'_> {
    fn edge_count(&self) -> usize {
        self.edge_references().count()
    }
}

impl NodeIndexable for View<'_> {
    fn node_bound(&self) -> usize {
        self.graph.nodes()
    }

    fn to_index(&self, entity: EntityId) -> usize {
        entity.index()
    }

    fn from_index(&self, index: usize) -> EntityId {
        EntityId::new(index)
    }
}

impl NodeCompactIndexable for View<'_> {}

impl IntoNodeIdentifiers for View<'_> {
    type NodeIdentifiers = Nodes;

    fn node_identifiers(self) -> Nodes {
        Nodes(0..self.graph.nodes())
    }
}

impl IntoNodeReferences for View<'_> {
    type NodeRef = (EntityId, &'static ());
    type NodeReferences = NodeReferences;

    fn node_references(self) -> NodeReferences {
        NodeReferences(self.node_identifiers())
    }
}

impl<'a> IntoNeighbors for View<'a> {
    type Neighbors = Neighbors<'a>;

    fn neighbors(self, entity: EntityId) -> Neighbors<'a> {
        self.neighbors_directed(entity, Direction::Outgoing)
    }
}

impl<'a> IntoNeighborsDirected for View<'a> {
    type NeighborsDirected = Neighbors<'a>;

    fn neighbors_directed(self, entity: EntityId, direction: Direction) -> Neighbors<'a> {
        Neighbors(self.steps(entity, direction).iter())
    }
}

impl<'a> IntoEdgeReferences for View<'a> {
    type EdgeRef = Edge<'a>;
    type EdgeReferences = EdgeReferences<'a>;

    fn edge_references(self) -> EdgeReferences<'a> {
        EdgeReferences {
            view: self,
            entities: 0..self.graph.nodes(),
            edges: None,
        }
    }
}

impl<'a> IntoEdges for View<'a> {
    type Edges = Edges<'a>;

    fn edges(self, entity: EntityId) -> Edges<'a> {
        self.edges_directed(entity, Direction::Outgoing)
    }
}

impl<'a> IntoEdgesDirected for View<'a> {
    type EdgesDirected = Edges<'a>;

    fn edges_directed(self, entity: EntityId, direction: Direction) -> Edges<'a> {
        Edges {
            steps: self.steps(entity, direction).iter(),
            entity,
            direction,
        }
    }
}

impl Visitable for View<'_> {
    type Map = FxHashSet<EntityId>;

    fn visit_map(&self) -> Self::Map {
        FxHashSet::with_capacity_and_hasher(self.graph.nodes(), FxBuildHasher)
    }

    fn reset_map(&self, map: &mut Self::Map) {
        map.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::IdVec;
    use petgraph::algo::{connected_components, dijkstra, dominators, page_rank, toposort};
    use petgraph::graph::{DiGraph, NodeIndex};
    use proptest::prelude::*;

    type Rows = Vec<(usize, usize, i32)>;

    fn ours(nodes: usize, rows: &Rows) -> TemporalGraph {
        TemporalGraph::from_columns(
            nodes,
            rows.iter().map(|r| Some(EntityId::new(r.0))).collect(),
            rows.iter().map(|r| Some(EntityId::new(r.1))).collect(),
            rows.iter().map(|r| Day::from_epoch(r.2)).collect(),
            &IdVec::new(),
        )
    }

    fn theirs(nodes: usize, rows: &Rows, window: Window) -> DiGraph<(), i32> {
        let mut graph = DiGraph::new();
        for _ in 0..nodes {
            graph.add_node(());
        }
        for &(from, to, day) in rows {
            if from != to && window.contains(Day::from_epoch(day)) {
                graph.add_edge(NodeIndex::new(from), NodeIndex::new(to), day);
            }
        }
        graph
    }

    fn worlds() -> impl Strategy<Value = (usize, Rows, Window)> {
        (2..12usize).prop_flat_map(|nodes| {
            let rows = prop::collection::vec((0..nodes, 0..nodes, 0..30i32), 0..40).prop_map(
                |mut rows| {
                    rows.sort_by_key(|row| row.2);
                    rows
                },
            );
            (Just(nodes), rows, 0..20i32, 0..25i32).prop_map(|(nodes, rows, from, days)| {
                let window = Window {
                    from: Day::from_epoch(from),
                    to: Day::from_epoch(from + days),
                };
                (nodes, rows, window)
            })
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        #[test]
        fn petgraphs_algorithms_say_the_same_of_a_view_and_of_its_own_graph((nodes, rows, window) in worlds()) {
            let graph = ours(nodes, &rows);
            let view = View::within(&graph, window);
            let plain = theirs(nodes, &rows, window);
            prop_assert_eq!(view.edge_count(), plain.edge_count());
            prop_assert_eq!(connected_components(view), connected_components(&plain));
            prop_assert_eq!(toposort(view, None).is_ok(), toposort(&plain, None).is_ok());

            let costs = dijkstra(view, EntityId::new(0), None, |edge| edge.weight().epoch());
            let plain_costs = dijkstra(&plain, NodeIndex::new(0), None, |edge| *edge.weight());
            for node in 0..nodes {
                prop_assert_eq!(costs.get(&EntityId::new(node)), plain_costs.get(&NodeIndex::new(node)));
            }

            let dominated = dominators::simple_fast(view, EntityId::new(0));
            let plain_dominated = dominators::simple_fast(&plain, NodeIndex::new(0));
            for node in 0..nodes {
                prop_assert_eq!(
                    dominated.immediate_dominator(EntityId::new(node)).map(|id| id.index()),
                    plain_dominated.immediate_dominator(NodeIndex::new(node)).map(|id| id.index())
                );
            }

            let ranks = page_rank(view, 0.85f64, 20);
            let plain_ranks = page_rank(&plain, 0.85f64, 20);
            for (rank, plain) in ranks.iter().zip(&plain_ranks) {
                prop_assert!((rank - plain).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn a_view_of_everything_holds_the_last_day_too() {
        let graph = ours(3, &vec![(0, 1, 3), (1, 2, 9)]);
        assert_eq!(View::all(&graph).edge_count(), 2);
        assert_eq!(View::all(&ours(0, &vec![])).edge_count(), 0);
    }
}
