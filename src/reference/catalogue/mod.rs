//! The catalogue of accelerators, the systems that hold them, and the listed goods headings.
//!
//! The figures are data in `data/reference/items/`; each row names its sources and how sure they are.

mod find;
mod rows;

pub use find::{Named, find};

use crate::model::{Id, Item, ItemId, ItemKind, Items};
use crate::reference::headings;
use rows::{AcceleratorFile, SystemFile, accelerator, listed_heading, system};
use serde::Deserialize;

const ACCELERATORS: &str = include_str!("../../../data/reference/items/accelerators.toml");
const SYSTEMS: &str = include_str!("../../../data/reference/items/systems.toml");
const SOURCES: &str = include_str!("../../../data/reference/items/sources.toml");

/// A published source that rows of the catalogue name.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemSource {
    /// Short id, `S05`.
    pub id: String,
    /// Title.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// Address, where it has one.
    #[serde(default)]
    pub url: String,
    /// Date of the source, as precise as known.
    #[serde(default)]
    pub date: String,
    /// Official, vendor document, press, ...
    pub kind: String,
    /// How far it can be relied on, in a few words.
    pub reliability: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceFile {
    source: Vec<ItemSource>,
}

/// All items, sorted by id.
///
/// # Panics
/// Never on input: the data is part of the program, and a test parses all of it.
pub fn load() -> Items {
    let accelerators: AcceleratorFile =
        toml::from_str(ACCELERATORS).expect("the embedded accelerators parse");
    let systems: SystemFile = toml::from_str(SYSTEMS).expect("the embedded systems parse");
    let mut items: Vec<Item> = accelerators
        .accelerator
        .into_iter()
        .map(accelerator)
        .collect();
    let held: Vec<Item> = items.clone();
    items.extend(systems.system.into_iter().map(|row| system(row, &held)));
    items.extend(
        headings::load()
            .iter()
            .filter(|heading| heading.is_followed())
            .map(listed_heading),
    );
    items.sort_by(|a, b| a.id.cmp(&b.id));
    Items::from(items)
}

/// The sources that rows name, sorted by id.
///
/// # Panics
/// Never on input, as [`load`].
pub fn sources() -> Vec<ItemSource> {
    let file: SourceFile = toml::from_str(SOURCES).expect("the embedded sources parse");
    file.source
}

/// The item with exactly this id.
pub fn by_id(items: &Items, id: &str) -> Option<ItemId> {
    items
        .as_slice()
        .binary_search_by(|item| item.id.as_str().cmp(id))
        .ok()
        .map(<ItemId as Id>::new)
}

/// The item that stands for a family of accelerators: the one marked so, else the only one, else the first.
pub fn of_family(items: &Items, family: &str) -> Option<ItemId> {
    let mut members = items
        .enumerate()
        .filter(|(_, item)| item.kind == ItemKind::Accelerator && item.family == family);
    let first = members.next()?;
    if first.1.represents_family {
        return Some(first.0);
    }
    members
        .find(|(_, item)| item.represents_family)
        .or(Some(first))
        .map(|(id, _)| id)
}

/// The id under which a listed heading stands in the catalogue: `hs_854231`.
pub fn heading_item_id(hs6: &str) -> String {
    format!("hs_{hs6}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tpp_and_density_of_every_row_follow_from_rate_bits_and_area() {
        let items = load();
        let mut with_tpp = 0;
        for item in items.iter().filter(|i| i.kind == ItemKind::Accelerator) {
            let computed = item.dense_tops.get().zip(item.bit_length.get());
            assert_eq!(computed.is_some(), item.tpp.is_known(), "{}", item.id);
            let (Some((tops, bits)), Some(tpp)) = (computed, item.tpp.get()) else {
                continue;
            };
            with_tpp += 1;
            // Figures are rounded to whole units.
            assert!(
                (tops * bits - tpp).abs() <= 0.5,
                "{}: {tops} x {bits} is not {tpp}",
                item.id
            );
            let Some(area) = item.die_area_mm2.get() else {
                assert!(!item.performance_density.is_known(), "{}", item.id);
                continue;
            };
            let density = item.performance_density.get().unwrap_or_default();
            assert!(
                (tops * bits / area - density).abs() < 0.000_06,
                "{}: {tops} x {bits} / {area} is not {density}",
                item.id
            );
        }
        assert!(with_tpp > 75, "{with_tpp}");
    }

    #[test]
    fn every_row_is_complete_and_names_known_sources() {
        let items = load();
        let sources = sources();
        assert!(items.as_slice().windows(2).all(|w| w[0].id < w[1].id));
        for item in items.iter() {
            assert!(
                ["verified", "likely", "unverified"].contains(&item.confidence.as_str()),
                "{}",
                item.id
            );
            assert!(!item.sources.is_empty(), "{}", item.id);
            for source in &item.sources {
                assert!(
                    sources.iter().any(|s| &s.id == source),
                    "{}: {source}",
                    item.id
                );
            }
            for id in &item.holds {
                assert!(
                    by_id(&items, id).is_some(),
                    "{} holds unknown {id}",
                    item.id
                );
            }
            for bounds in [item.unit_weight_kg, item.unit_price_usd] {
                if let (Some(low), Some(high)) = (bounds.low.get(), bounds.high.get()) {
                    assert!(0.0 < low && low <= high, "{}", item.id);
                }
            }
            assert!(item.hs6.iter().all(|hs| hs.len() == 6), "{}", item.id);
        }
    }

    #[test]
    fn a_family_of_several_variants_has_one_that_stands_for_it() {
        let items = load();
        for item in items.iter().filter(|i| i.kind == ItemKind::Accelerator) {
            let members = items
                .iter()
                .filter(|i| i.kind == ItemKind::Accelerator && i.family == item.family);
            let marked = members.clone().filter(|i| i.represents_family).count();
            let needed = usize::from(members.count() > 1);
            assert_eq!(marked, needed, "family {}", item.family);
        }
    }
}
