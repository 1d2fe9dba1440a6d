//! Entities and shipments as a temporal multigraph in compressed sparse rows.
