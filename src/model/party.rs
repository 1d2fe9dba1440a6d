//! Parties: names as written, before anyone asks which firm is meant.

use super::country::Country;
use super::id::{IdVec, PartyId};
use super::text::TextId;
use serde::{Deserialize, Serialize};

/// One distinct way in which records name a party. Text lives in the shipments' store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Party {
    /// The name as written, trimmed; never missing.
    pub name: TextId,
    /// The address as written.
    pub address: TextId,
    /// The country stated, or read from the address by ingest.
    pub country: Option<Country>,
    /// A registration or tax number, as written.
    pub registration_id: TextId,
}

/// All distinct parties of a run, in order of first appearance.
pub type Parties = IdVec<PartyId, Party>;
