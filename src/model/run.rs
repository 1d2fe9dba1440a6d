//! A finished run: what goes into its folder.

use super::alert::{Alert, Case};
use super::entity::{Resolution, RoleScores};
use super::id::{EntityId, IdVec};
use super::item::{Goods, Items};
use super::label::LabelSheet;
use super::path::Completeness;
use super::shipment::Shipments;
use super::source::{RejectedRow, SourceFile, StageTime};
use serde::{Deserialize, Serialize};

/// Version of the run folder's tables. Changes when a column does.
pub const RUN_FORMAT: u32 = 4;

/// `run.json`: how a run was made, so that a third party can make it again.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RunRecord {
    /// [`RUN_FORMAT`] of the tool that wrote it.
    pub format: u32,
    /// Version of the tool.
    pub version: String,
    /// The command line as given.
    pub command: Vec<String>,
    /// The resolved configuration.
    pub config: serde_json::Value,
    /// Hash of the configuration, hexadecimal sha256.
    pub config_sha256: String,
    /// Name of the policy.
    pub policy: String,
    /// Hash of all policy data, hexadecimal sha256.
    pub policy_sha256: String,
    /// Last day up to which the policy data claim to know the rules.
    pub policy_known_to: String,
    /// Input files.
    pub inputs: Vec<SourceFile>,
    /// Rows of all shipment files: read = used + merged + rejected.
    pub rows: RowCounts,
    /// Seconds and rows of each stage.
    pub stages: Vec<StageTime>,
    /// Seconds in each heuristic.
    pub heuristics: Vec<StageTime>,
    /// How complete the search was.
    pub completeness: Completeness,
    /// Assumed base rate behind the prior.
    pub base_rate: f64,
    /// Number of alerts written.
    pub alerts: u64,
    /// Number of cases written.
    pub cases: u64,
    /// What a person should know.
    pub warnings: Vec<String>,
    /// What each heuristic that ran means and what to check next, so that a run explains itself.
    #[serde(default)]
    pub advice: Vec<Advice>,
    /// sha256 of every other file of the folder.
    pub files: Vec<FileHash>,
}

/// What a heuristic's documentation says, for the reports.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Advice {
    /// Id of the heuristic.
    pub heuristic: String,
    /// One line.
    pub summary: String,
    /// When what it sees is innocent.
    pub innocent: String,
    /// What to check next.
    pub check_next: String,
}

/// Rows over all shipment files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowCounts {
    /// Records read.
    pub read: u64,
    /// Became a shipment.
    pub used: u64,
    /// Joined into another record's shipment.
    pub merged: u64,
    /// Set aside with a reason.
    pub rejected: u64,
}

/// A file of the run folder and its hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileHash {
    /// File name inside the folder.
    pub name: String,
    /// Size in bytes.
    pub bytes: u64,
    /// Hexadecimal sha256.
    pub sha256: String,
}

/// Everything a run found, in memory, ready to be written.
pub struct Run {
    /// How it was made. `files` is filled when the folder is written.
    pub record: RunRecord,
    /// The shipments.
    pub shipments: Shipments,
    /// What they were recognised as.
    pub goods: Goods,
    /// The catalogue that `goods` points into.
    pub items: Items,
    /// Status word under policy on the day, one a shipment: index into `status_words`.
    pub status: Vec<u8>,
    /// Distinct status words; the first is "" (not a controlled item).
    pub status_words: Vec<&'static str>,
    /// Who is who.
    pub resolution: Resolution,
    /// Roles, one an entity.
    pub roles: IdVec<EntityId, RoleScores>,
    /// Rows set aside, shipments and registers; `file` indexes `record.inputs`.
    pub rejected: Vec<RejectedRow>,
    /// The alerts by rank.
    pub alerts: Vec<Alert>,
    /// The cases, by their best alert.
    pub cases: Vec<Case>,
    /// What analysts decided, one an alert; empty if they have decided nothing.
    pub labels: Vec<Option<LabelSheet>>,
}

impl Run {
    /// What an analyst decided about an alert.
    pub fn label(&self, alert: &Alert) -> Option<&LabelSheet> {
        let at = (alert.rank as usize).checked_sub(1)?;
        self.labels.get(at)?.as_ref()
    }
}
