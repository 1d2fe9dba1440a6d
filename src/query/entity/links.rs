//! What relates a firm to others beside shipments.

use super::names::Names;
use crate::model::Measure;
use crate::query::{Error, RunFolder};
use serde::Serialize;

/// A link to another firm.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LinkLine {
    /// Kind of the link.
    pub kind: String,
    /// `owns`, `owned_by`, `precedes`, `follows`, or `with`.
    pub direction: &'static str,
    /// The other firm's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// 0 to 1.
    pub strength: f64,
    /// What was seen.
    pub seen: String,
    /// Owner links: percent.
    pub share_pct: Measure,
}

pub(super) fn links(run: &RunFolder, id: &str) -> Result<Vec<LinkLine>, Error> {
    let frame = run.links()?.all()?;
    let mut found: Vec<(usize, &'static str, String)> = Vec::new();
    for row in 0..frame.len() {
        let (a, b) = (frame.text("entity_a", row), frame.text("entity_b", row));
        let (other, first) = match (a == Some(id), b == Some(id)) {
            (true, _) => (b, true),
            (_, true) => (a, false),
            _ => continue,
        };
        let direction = match (frame.text("kind", row), first) {
            (Some("owner"), true) => "owns",
            (Some("owner"), false) => "owned_by",
            (Some("successor"), true) => "precedes",
            (Some("successor"), false) => "follows",
            _ => "with",
        };
        found.push((row, direction, other.unwrap_or("").to_owned()));
    }
    let ids: Vec<String> = found.iter().map(|(_, _, id)| id.clone()).collect();
    let names = Names::read(run, &ids)?;
    let mut lines: Vec<LinkLine> = found
        .into_iter()
        .map(|(row, direction, id)| LinkLine {
            kind: frame.text("kind", row).unwrap_or("").to_owned(),
            direction,
            name: names.get(&id).0,
            id,
            strength: frame.number("strength", row).unwrap_or(0.0),
            seen: frame.text("seen", row).unwrap_or("").to_owned(),
            share_pct: frame.number("share_pct", row).into(),
        })
        .collect();
    lines.sort_by(|a, b| {
        b.strength
            .total_cmp(&a.strength)
            .then_with(|| (&a.kind, &a.id, &a.seen).cmp(&(&b.kind, &b.id, &b.seen)))
    });
    Ok(lines)
}
