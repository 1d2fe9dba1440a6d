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

/// What an attribute of a graph holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Number,
    Whole,
}

/// An attribute of a node or of an edge.
pub(super) struct Attribute {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
}

const fn attribute(name: &'static str, kind: Kind) -> Attribute {
    Attribute { name, kind }
}

/// Attributes of nodes beside id and name.
pub(super) const NODE: [Attribute; 2] = [
    attribute("country", Kind::Text),
    attribute("role", Kind::Text),
];

/// Attributes of edges beside their ends.
pub(super) const EDGE: [Attribute; 9] = [
    attribute("kind", Kind::Text),
    attribute("alert_id", Kind::Text),
    attribute("item", Kind::Text),
    attribute("matched", Kind::Text),
    attribute("units", Kind::Number),
    attribute("shipments", Kind::Whole),
    attribute("first_date", Kind::Text),
    attribute("last_date", Kind::Text),
    attribute("record_ids", Kind::Text),
];

/// The value of an attribute of a firm; none: unknown.
pub(super) fn of_node(entity: &EntitySheet, name: &str) -> Option<String> {
    match name {
        "country" => entity.country.clone(),
        _ => Some(role(entity).to_owned()).filter(|role| !role.is_empty()),
    }
}

impl Edge<'_> {
    /// The value of an attribute of a leg; none: unknown.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        let text = |text: &str| Some(text.to_owned());
        match name {
            "kind" => text(self.kind),
            "alert_id" => text(self.alert),
            "item" => text(self.item),
            "matched" => text(self.matched),
            "units" => self.units.get().map(|units| units.to_string()),
            "shipments" => Some(self.shipments.to_string()),
            "first_date" => text(&self.first),
            "last_date" => text(&self.last),
            _ => text(&self.records),
        }
    }
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
                shipments: leg.drawn_on(),
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
