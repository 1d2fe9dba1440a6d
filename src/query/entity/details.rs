//! The column `attributes` of the entities table: parties, merges, owners, list hits, registers.

use crate::model::{AddressMark, Attributes, Day, ListHit, Measure};
use serde::{Deserialize, Serialize};

/// The column `attributes` of the entities table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Details {
    /// The parties behind it, as written.
    pub parties: Vec<PartyLine>,
    /// Why they were judged one firm.
    pub merges: Vec<MergeLine>,
    /// How many merges there were, written or not.
    pub merges_in_all: usize,
    /// Owners up to the roots.
    pub owners: Vec<OwnerLine>,
    /// Watch-list candidates.
    pub listed: Vec<ListHit>,
    /// Addresses that say little: post boxes, and those that too many firms share.
    pub address_marks: Vec<AddressMark>,
    /// What a reader must know, a few words each.
    pub notes: Vec<String>,
    /// Why the roles.
    pub role_reasons: Vec<ReasonLine>,
    /// What registers say.
    pub register: Option<Attributes>,
}

/// A party as written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PartyLine {
    /// Name.
    pub name: String,
    /// Address.
    pub address: Option<String>,
    /// Country.
    pub country: Option<String>,
    /// Registration or tax number.
    pub registration_id: Option<String>,
}

/// Two names judged one firm.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MergeLine {
    /// One name.
    pub left: String,
    /// The other.
    pub right: String,
    /// Sum of the parts.
    pub log_odds: f64,
    /// The person who decided, if one did.
    pub judged_by: Option<String>,
    /// What was compared.
    pub parts: Vec<MergePartLine>,
}

/// One comparison of a merge.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MergePartLine {
    /// What was compared.
    pub field: String,
    /// What was seen.
    pub seen: String,
    /// Its part of the log-odds.
    pub log_odds: f64,
}

/// An owner.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OwnerLine {
    /// Its entity, if it is one of the run.
    pub entity_id: Option<String>,
    /// Its name.
    pub name: String,
    /// Its country.
    pub country: Option<String>,
    /// Effective share in percent.
    pub share_pct: Measure,
    /// Held through majorities all the way.
    pub controls: bool,
    /// On a list itself.
    pub listed: bool,
    /// Names from the owner down.
    pub via: Vec<String>,
    /// First day on which the share is this one; nothing: always.
    #[serde(default)]
    pub from: Option<Day>,
    /// Last day of it; nothing: still.
    #[serde(default)]
    pub to: Option<Day>,
}

/// Why a role.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReasonLine {
    /// The role.
    pub role: String,
    /// Why.
    pub why: String,
}
