//! Firms and legs of alerts as a graph, for the formats that hold one.

use crate::model::{AlertSheet, EntitySheet, Measure};
use std::collections::BTreeMap;

/// One leg of one alert.
pub(super) struct Edge<'a> {
    pub(super) from: &'a str,
    pub(super) to: &'a str,
    /// `shipments`, or the kind of the link of a handover.
    pub(super) kind: &'static str,
    pub(super) alert: &'a str,
    pub(super) item: &'a str,
    pub(super) matched: &'static str,
    pub(super) units: Measure,
    pub(super) shipments: usize,
    pub(super) first: String,
    pub(super) last: String,
    pub(super) records: String,
}

/// Firms by id.
pub(super) fn nodes(alerts: &[AlertSheet]) -> BTreeMap<&str, &EntitySheet> {
    alerts
        .iter()
        .flat_map(|alert| alert.chain.iter().chain(&alert.feeders))
        .map(|entity| (entity.id.as_str(), entity))
        .collect()
}

/// Legs by rank of their alert, then in order.
pub(super) fn edges(alerts: &[AlertSheet]) -> Vec<Edge<'_>> {
    let mut edges = Vec::new();
    for alert in alerts {
        for leg in &alert.path.legs {
            let records: Vec<&str> = leg.shipments.iter().map(|s| s.record_id.as_str()).collect();
            edges.push(Edge {
                from: &leg.from,
                to: &leg.to,
                kind: leg
                    .link
                    .as_ref()
                    .map_or("shipments", |link| link.kind.word()),
                alert: &alert.alert_id,
                item: &alert.path.item,
                matched: leg.matched.word(),
                units: leg.units,
                shipments: leg.shipments.len(),
                first: leg.first_day.to_string(),
                last: leg.last_day.to_string(),
                records: records.join("|"),
            });
        }
    }
    edges
}

/// The role with the highest score.
pub(super) fn role(entity: &EntitySheet) -> &str {
    entity
        .roles
        .first()
        .filter(|(_, score)| *score >= 0.5)
        .map_or("", |(role, _)| role)
}
