//! Entities and shipments as a temporal multigraph in compressed sparse rows.
//!
//! Nodes are entities, edges are shipments: the id of an edge is the id of its shipment, and since
//! shipments are sorted by day, comparing edge ids compares days. Parallel edges are kept. Links between
//! entities are a second layer beside the shipments.

mod adjacency;
mod links;
pub mod roles;
mod temporal;
mod view;

pub use adjacency::{Adjacency, Step};
pub use links::{LinkLayer, LinkStep};
pub use temporal::TemporalGraph;
pub use view::View;
