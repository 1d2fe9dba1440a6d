//! Goods headings: what a kilogram is plausibly worth under each, and which are on the Common High
//! Priority List.

use crate::model::{Measure, Range};
use serde::Deserialize;

const HEADINGS: &str = include_str!("../../data/reference/items/headings.toml");

/// What is known of one heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Heading {
    /// Six digits.
    pub hs6: String,
    /// What falls under it, in a few words.
    pub label: String,
    /// Plausible declared US dollars a kilogram.
    pub usd_per_kg: Range,
    /// Why the heading matters: `ai_chip`, `ai_system`, `semiconductor`, `cover_cargo`.
    pub relevance: Vec<String>,
    /// Tier on the Common High Priority List, if it is listed.
    pub chpl_tier: Option<String>,
    /// Was it diverted in documented cases without being on that list?
    pub in_cases: bool,
    /// What customs usually count: `pieces`, `kg` or `either`.
    pub unit: String,
    /// Ids of sources.
    pub sources: Vec<String>,
    /// verified, likely, unverified.
    pub confidence: String,
    /// What to know about it; empty if nothing.
    pub note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    heading: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    hs6: String,
    label: String,
    #[serde(default)]
    usd_per_kg: Option<[f64; 2]>,
    relevance: Vec<String>,
    #[serde(default)]
    chpl_tier: Option<String>,
    #[serde(default)]
    in_cases: bool,
    unit: String,
    sources: Vec<String>,
    confidence: String,
    #[serde(default)]
    note: String,
}

/// Headings sorted by code.
#[derive(Clone, Debug, Default)]
pub struct Headings(Vec<Heading>);

impl Heading {
    /// Are goods followed that only this heading names?
    pub fn is_followed(&self) -> bool {
        self.chpl_tier.is_some() || self.in_cases
    }
}

impl Headings {
    /// The heading of a goods code of six or more digits; `None` if nothing is known of it.
    pub fn get(&self, code: &str) -> Option<&Heading> {
        let hs6 = code.get(..6)?;
        let found = self.0.binary_search_by(|row| row.hs6.as_str().cmp(hs6));
        found.ok().map(|i| &self.0[i])
    }

    /// All of them, sorted by code.
    pub fn iter(&self) -> std::slice::Iter<'_, Heading> {
        self.0.iter()
    }
}

/// The headings that the project knows, sorted by code.
///
/// # Panics
/// Never on input: the data is part of the program, and a test parses all of it.
pub fn load() -> Headings {
    let file: File = toml::from_str(HEADINGS).expect("the embedded headings parse");
    let mut rows: Vec<Heading> = file
        .heading
        .into_iter()
        .map(|row| Heading {
            hs6: row.hs6,
            label: row.label,
            usd_per_kg: row
                .usd_per_kg
                .map_or_else(Range::default, |[low, high]| Range {
                    low: Measure::new(low),
                    high: Measure::new(high),
                }),
            relevance: row.relevance,
            chpl_tier: row.chpl_tier,
            in_cases: row.in_cases,
            unit: row.unit,
            sources: row.sources,
            confidence: row.confidence,
            note: row.note,
        })
        .collect();
    rows.sort_by(|a, b| a.hs6.cmp(&b.hs6));
    Headings(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_priority_list_has_its_fifty_codes_in_tiers() {
        let headings = load();
        let in_tier = |tier: &str| {
            let listed = |row: &&Heading| row.chpl_tier.as_deref() == Some(tier);
            headings.iter().filter(listed).count()
        };
        assert_eq!(
            ["1", "2", "3.A", "3.B", "4.A", "4.B"].map(in_tier),
            [4, 5, 16, 9, 11, 5]
        );
    }

    #[test]
    fn longer_codes_find_their_heading_and_unknown_ones_nothing() {
        let headings = load();
        assert_eq!(
            headings.get("8473301180").map(|h| h.hs6.as_str()),
            Some("847330")
        );
        assert_eq!(headings.get("010101"), None);
        assert_eq!(headings.get("8473"), None);
        assert_eq!(headings.get("é47330"), None);
        let radar = headings.get("852610").expect("a code of documented cases");
        assert_eq!(radar.confidence, "unverified");
        assert!(!radar.usd_per_kg.low.is_known());
    }
}
