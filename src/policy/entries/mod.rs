//! Policy data as written: one struct for each kind of entry, ids still as text.
//!
//! Serialised in this form for the hash, so fields that say where an entry stands are skipped.

mod goods;
mod places;
mod regimes;

pub use goods::{Bounds, Cap, CapStep, Class, Counts, IoBandwidth, Reach, Reached};
pub use places::{Group, Hub, Membership, Place, Territory, Unsettled};
pub use regimes::{Conditions, Effect, Regime, RegimeKind, Rule, Side};

use serde::Serialize;

/// Where an entry stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct At {
    /// File as given.
    pub file: String,
    /// Line, counted from 1.
    pub line: usize,
}

/// A text that rules or groups were read in.
#[derive(Clone, Debug, Serialize)]
pub struct SourceText {
    /// Id that entries point at.
    pub id: String,
    /// Title.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// Its date, as far as known.
    pub date: String,
    /// Address.
    pub url: String,
    /// How it was read.
    pub read: String,
    #[serde(skip)]
    pub(crate) at: At,
}
