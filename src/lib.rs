//! Tidewaiter reads shipment records, resolves the firms behind them, builds a temporal graph, and ranks
//! the chains of shipments by which export-controlled goods were likely diverted to a restricted destination.
//!
//! Modules in reading order: what the words mean ([`model`]), lists and rules ([`mod@reference`], [`policy`]),
//! then the stages in the order in which [`pipeline`] runs them.

pub mod model;

pub mod policy;
pub mod reference;

pub mod ingest;
pub mod items;
pub mod resolve;

pub mod graph;
pub mod paths;

pub mod heuristics;
pub mod score;

pub mod labels;
pub mod query;
pub mod report;

pub mod calibrate;
pub mod evaluate;
pub mod simulate;

pub mod pipeline;

pub mod cli;
