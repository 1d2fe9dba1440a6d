//! Ranked alerts.

use super::cases;
use super::explain::Model;
use super::summary;
use crate::model::{
    Alert, Case, EntityId, Finding, IdVec, Items, Path, Resolution, Role, RoleScores, Shipments,
};
use sha2::{Digest, Sha256};

/// What ranking needs to print names and to hash content.
#[derive(Clone, Copy)]
pub struct Names<'a> {
    /// Shipments.
    pub shipments: &'a Shipments,
    /// The catalogue.
    pub items: &'a Items,
    /// Who is who.
    pub resolution: &'a Resolution,
    /// Roles from behaviour.
    pub roles: &'a IdVec<EntityId, RoleScores>,
}

/// Paths with findings to alerts and cases.
///
/// Rank is by log-odds (the probability without rounding), then by TPP that reached the end (unknown last), then by the
/// alert's id, which is a hash of its content: a total order that no order of input can change.
pub fn rank(
    paths: Vec<Path>,
    findings: Vec<Vec<Finding>>,
    model: &Model,
    names: &Names<'_>,
) -> (Vec<Alert>, Vec<Case>) {
    let mut alerts: Vec<Alert> = paths
        .into_iter()
        .zip(findings)
        .map(|(path, findings)| {
            let explanation = model.explain(findings);
            Alert {
                rank: 0,
                id: alert_id(&path, names),
                case: String::new(),
                score: explanation.probability(),
                summary: summary::sentence(&path, names),
                explanation,
                path,
            }
        })
        .collect();
    alerts.sort_by(|a, b| {
        let tpp = |alert: &Alert| alert.path.tpp.get().unwrap_or(-1.0);
        b.explanation
            .log_odds
            .total_cmp(&a.explanation.log_odds)
            .then_with(|| tpp(b).total_cmp(&tpp(a)))
            .then_with(|| a.id.cmp(&b.id))
    });
    for (i, alert) in alerts.iter_mut().enumerate() {
        alert.rank = i as u32 + 1;
    }
    let joins = |id: EntityId| joins(id, names);
    let cases = cases::group(&mut alerts, joins);
    (alerts, cases)
}

/// Does sharing this entity put two alerts in one case? Those that deal with everybody (by role a forwarder, distributor
/// or manufacturer) do not: a case would otherwise be the whole trade.
fn joins(id: EntityId, names: &Names<'_>) -> bool {
    !matches!(
        names.roles.get(id).and_then(RoleScores::main),
        Some(Role::Forwarder | Role::Distributor | Role::Manufacturer)
    )
}

/// `A` and the first 16 hexadecimal digits of the sha256 of the chain's entity keys and the record ids of each leg.
fn alert_id(path: &Path, names: &Names<'_>) -> String {
    let mut hash = Sha256::new();
    for &id in &path.chain {
        hash.update(names.resolution.entities[id].key.0.to_le_bytes());
    }
    hash.update(names.items[path.item].id.as_bytes());
    for leg in path.all_legs() {
        // Lengths go in too, so that no two lists of ids read the same.
        hash.update((leg.shipments.len() as u64).to_le_bytes());
        for &id in &leg.shipments {
            let record = names.shipments.record(id);
            hash.update((record.len() as u64).to_le_bytes());
            hash.update(record.as_bytes());
        }
    }
    short("A", hash)
}

/// A letter and the first 16 hexadecimal digits of a hash.
pub fn short(letter: &str, hash: Sha256) -> String {
    let digest = hash.finalize();
    let mut out = letter.to_owned();
    for byte in digest.iter().take(8) {
        out.push_str(&format!("{byte:02x}"));
    }
    out
}
