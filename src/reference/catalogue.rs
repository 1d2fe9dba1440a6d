//! The catalogue of accelerators, the systems that hold them, and the listed goods headings.
//!
//! The figures are data in `data/reference/items/`; each row names its sources and how sure they are.

use crate::model::{Country, Day, Id, Item, ItemId, ItemKind, Items, Measure, Range};
use crate::reference::headings::{self, Heading};
use serde::Deserialize;

const ACCELERATORS: &str = include_str!("../../data/reference/items/accelerators.toml");
const SYSTEMS: &str = include_str!("../../data/reference/items/systems.toml");
const SOURCES: &str = include_str!("../../data/reference/items/sources.toml");

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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AcceleratorFile {
    accelerator: Vec<AcceleratorRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SystemFile {
    system: Vec<SystemRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AcceleratorRow {
    id: String,
    family: String,
    vendor: String,
    model: String,
    form: String,
    #[serde(default)]
    common_name: bool,
    #[serde(default)]
    represents_family: bool,
    aliases: Vec<String>,
    #[serde(default)]
    part_numbers: Vec<String>,
    #[serde(default)]
    pci_ids: Vec<String>,
    #[serde(default)]
    launch: Option<String>,
    #[serde(default)]
    dense_tops: Measure,
    #[serde(default)]
    bits: Measure,
    #[serde(default)]
    number_format: String,
    #[serde(default)]
    tpp: Measure,
    /// Another data set's figure, kept beside ours.
    #[serde(default)]
    tpp_published: Measure,
    #[serde(default)]
    die_area_mm2: Measure,
    #[serde(default)]
    density: Measure,
    #[serde(default)]
    memory_gb: Measure,
    #[serde(default)]
    bandwidth_gb_s: Measure,
    #[serde(default)]
    io_gb_s: Measure,
    #[serde(default)]
    power_w: Measure,
    #[serde(default)]
    weight_kg: Option<[f64; 2]>,
    #[serde(default)]
    price_usd: Option<[f64; 2]>,
    hs6: Vec<String>,
    #[serde(default)]
    made_for_china: bool,
    #[serde(default)]
    datacenter: bool,
    sources: Vec<String>,
    confidence: String,
    #[serde(default)]
    note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SystemRow {
    id: String,
    kind: String,
    vendor: String,
    model: String,
    holds: Vec<String>,
    #[serde(default)]
    count: Measure,
    aliases: Vec<String>,
    #[serde(default)]
    part_numbers: Vec<String>,
    #[serde(default)]
    net_kg: Measure,
    #[serde(default)]
    weight_kg: Option<[f64; 2]>,
    #[serde(default)]
    price_usd: Option<[f64; 2]>,
    #[serde(default)]
    rack_units: Measure,
    #[serde(default)]
    power_kw: Measure,
    hs6: Vec<String>,
    sources: Vec<String>,
    confidence: String,
    #[serde(default)]
    note: String,
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
            .filter(|heading| heading.chpl_tier.is_some())
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

/// What a name given by a user stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// One item.
    One(ItemId),
    /// A family or a shared name: the variants, in id order.
    Several(Vec<ItemId>),
    /// Nothing; the ids nearest in spelling, best first.
    Unknown(Vec<ItemId>),
}

/// Finds an item by id, model, alias, part number or family, whatever the case, spaces and hyphens:
/// `nv_h100_sxm5`, `h100-sxm5`, `H100 SXM5`, `RTX 4090`. A family whose variants differ gives all of them.
pub fn find(items: &Items, name: &str) -> Named {
    let wanted = squeeze(name);
    let exact = |test: &dyn Fn(&Item) -> bool| -> Vec<ItemId> {
        items
            .enumerate()
            .filter(|(_, item)| test(item))
            .map(|(id, _)| id)
            .collect()
    };
    let tests: [&dyn Fn(&Item) -> bool; 6] = [
        &|item| squeeze(&item.id) == wanted,
        &|item| item.part_numbers.iter().any(|n| squeeze(n) == wanted),
        &|item| squeeze(&item.model) == wanted,
        &|item| item.kind == ItemKind::Accelerator && squeeze(&item.family) == wanted,
        &|item| {
            // The slug without the maker: h100-sxm5.
            item.id
                .split_once('_')
                .is_some_and(|(_, rest)| squeeze(rest) == wanted)
        },
        &|item| {
            item.aliases.iter().any(|alias| squeeze(alias) == wanted)
                || squeeze(&format!("{} {}", item.vendor, item.model)) == wanted
                || squeeze(&format!("{} {}", item.family, item.form)) == wanted
        },
    ];
    if !wanted.is_empty() {
        for test in tests {
            let found = exact(test);
            match found.len() {
                0 => {}
                1 => return Named::One(found[0]),
                _ => return Named::Several(found),
            }
        }
    }
    // "NVIDIA H100 PCIe", "Dell XE9680": the maker in front of what the catalogue calls it.
    let rest = items.iter().find_map(|item| {
        let rest = wanted.strip_prefix(&squeeze(&item.vendor))?;
        (!rest.is_empty() && rest.len() < wanted.len()).then_some(rest)
    });
    if let Some(rest) = rest
        && let found @ (Named::One(_) | Named::Several(_)) = find(items, rest)
    {
        return found;
    }
    // "Gaudi", "DGX": the front part of several names.
    let begins = exact(&|item| {
        let own = [&item.family, &item.model];
        wanted.chars().count() > 2
            && item.kind != ItemKind::ListedHeading
            && own.iter().any(|name| squeeze(name).starts_with(&wanted))
    });
    if begins.len() > 1 {
        return Named::Several(begins);
    }
    let mut near: Vec<(usize, bool, ItemId)> = items
        .enumerate()
        .filter(|(_, item)| item.kind != ItemKind::ListedHeading)
        .map(|(id, item)| {
            let distance = [&item.id, &item.model, &item.family]
                .into_iter()
                .chain(&item.aliases)
                .map(|known| {
                    rapidfuzz::distance::levenshtein::distance(
                        squeeze(known).chars(),
                        wanted.chars(),
                    )
                })
                .min()
                .unwrap_or(usize::MAX);
            // Of equally near ones the accelerators first: a machine is rarely named so shortly.
            (distance, item.kind != ItemKind::Accelerator, id)
        })
        .collect();
    near.sort();
    Named::Unknown(near.into_iter().take(5).map(|(_, _, id)| id).collect())
}

/// Upper case, letters and digits only.
fn squeeze(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .collect()
}

fn range(bounds: Option<[f64; 2]>) -> Range {
    bounds.map_or_else(Range::default, |[low, high]| Range {
        low: Measure::new(low),
        high: Measure::new(high),
    })
}

/// Country whose technology brings a maker's accelerators under its controls.
fn maker_country(vendor: &str) -> Option<Country> {
    match vendor {
        "NVIDIA" | "AMD" | "Intel" | "Google" | "AWS" => Some(Country::known("US")),
        "Huawei" | "Cambricon" | "Biren" | "Hygon" | "Moore Threads" | "MetaX"
        | "Baidu Kunlunxin" | "Iluvatar CoreX" => Some(Country::known("CN")),
        _ => None,
    }
}

fn accelerator(row: AcceleratorRow) -> Item {
    // Kept in the file for the reader; no stage needs them.
    let _ = (&row.number_format, row.tpp_published);
    Item {
        maker_country: maker_country(&row.vendor),
        id: row.id,
        vendor: row.vendor,
        model: row.model,
        family: row.family,
        kind: ItemKind::Accelerator,
        form: row.form,
        accelerators: Measure::new(1.0),
        tpp: row.tpp,
        performance_density: row.density,
        memory_bandwidth: row.bandwidth_gb_s,
        io_bandwidth: row.io_gb_s,
        datacenter: row.datacenter,
        made_for_china: row.made_for_china,
        launch: row.launch.as_deref().and_then(Day::from_iso),
        unit_weight_kg: range(row.weight_kg),
        unit_price_usd: range(row.price_usd),
        hs6: row.hs6,
        chpl_tier: None,
        power_watts: row.power_w,
        confidence: row.confidence,
        aliases: row.aliases,
        part_numbers: row.part_numbers,
        pci_ids: row.pci_ids,
        die_area_mm2: row.die_area_mm2,
        memory_gb: row.memory_gb,
        dense_tops: row.dense_tops,
        bit_length: row.bits,
        represents_family: row.represents_family,
        common_name: row.common_name,
        holds: Vec::new(),
        sources: row.sources,
        note: row.note,
    }
}

/// A system takes the figures of one accelerator from the usual one it holds.
fn system(row: SystemRow, accelerators: &[Item]) -> Item {
    let usual = row
        .holds
        .first()
        .and_then(|id| accelerators.iter().find(|item| &item.id == id));
    let figure = |get: fn(&Item) -> Measure| usual.map_or(Measure::UNKNOWN, get);
    let mut weight = range(row.weight_kg);
    // The lightest plausible piece is the equipped machine without its packing.
    if let (Some(net), Some(low)) = (row.net_kg.get(), weight.low.get()) {
        weight.low = Measure::new(net.min(low));
    }
    let baseboard = row.kind == "baseboard";
    Item {
        form: match (baseboard, row.rack_units.get()) {
            (true, _) => "baseboard".to_owned(),
            (false, Some(units)) => format!("{units}U"),
            (false, None) => "system".to_owned(),
        },
        kind: if baseboard {
            ItemKind::Baseboard
        } else {
            ItemKind::System
        },
        // Goods with a controlled chip inside follow the chip's maker, not the assembler.
        maker_country: usual.map_or_else(
            || maker_country(&row.vendor),
            |accelerator| accelerator.maker_country,
        ),
        family: usual.map_or_else(|| row.model.clone(), |held| held.family.clone()),
        id: row.id,
        vendor: row.vendor,
        model: row.model,
        accelerators: row.count,
        tpp: figure(|held| held.tpp),
        performance_density: figure(|held| held.performance_density),
        memory_bandwidth: figure(|held| held.memory_bandwidth),
        io_bandwidth: figure(|held| held.io_bandwidth),
        datacenter: usual.is_some_and(|held| held.datacenter),
        made_for_china: row.holds.len() == 1 && usual.is_some_and(|held| held.made_for_china),
        launch: usual.and_then(|held| held.launch),
        unit_weight_kg: weight,
        unit_price_usd: range(row.price_usd),
        hs6: row.hs6,
        chpl_tier: None,
        power_watts: row.power_kw.map(|kilowatts| kilowatts * 1000.0),
        confidence: row.confidence,
        aliases: row.aliases,
        part_numbers: row.part_numbers,
        pci_ids: Vec::new(),
        die_area_mm2: figure(|held| held.die_area_mm2),
        memory_gb: figure(|held| held.memory_gb),
        dense_tops: figure(|held| held.dense_tops),
        bit_length: figure(|held| held.bit_length),
        represents_family: false,
        common_name: false,
        holds: row.holds,
        sources: row.sources,
        note: row.note,
    }
}

fn listed_heading(heading: &Heading) -> Item {
    Item {
        id: heading_item_id(&heading.hs6),
        vendor: String::new(),
        model: format!("HS {} {}", heading.hs6, heading.label),
        family: format!("HS {}", heading.hs6),
        kind: ItemKind::ListedHeading,
        form: "heading".to_owned(),
        accelerators: Measure::UNKNOWN,
        tpp: Measure::UNKNOWN,
        performance_density: Measure::UNKNOWN,
        memory_bandwidth: Measure::UNKNOWN,
        io_bandwidth: Measure::UNKNOWN,
        datacenter: false,
        made_for_china: false,
        launch: None,
        maker_country: None,
        unit_weight_kg: Range::default(),
        unit_price_usd: Range::default(),
        hs6: vec![heading.hs6.clone()],
        chpl_tier: heading.chpl_tier.clone(),
        power_watts: Measure::UNKNOWN,
        confidence: heading.confidence.clone(),
        aliases: Vec::new(),
        part_numbers: Vec::new(),
        pci_ids: Vec::new(),
        die_area_mm2: Measure::UNKNOWN,
        memory_gb: Measure::UNKNOWN,
        dense_tops: Measure::UNKNOWN,
        bit_length: Measure::UNKNOWN,
        represents_family: false,
        common_name: false,
        holds: Vec::new(),
        sources: heading.sources.clone(),
        note: heading.note.clone(),
    }
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

    #[test]
    fn names_are_found_in_any_spelling_and_a_family_asks_which() {
        let items = load();
        let one = |name: &str| match find(&items, name) {
            Named::One(id) => items[id].id.clone(),
            other => format!("{other:?}"),
        };
        assert_eq!(one("nv_h100_sxm5"), "nv_h100_sxm5");
        assert_eq!(one("h200-sxm"), "nv_h200_sxm");
        assert_eq!(one("H100 SXM5"), "nv_h100_sxm5");
        assert_eq!(one("rtx 4090"), "nv_rtx4090");
        assert_eq!(one("900-21010-0000-000"), "nv_h100_pcie");
        assert_eq!(one("DGX H100"), "dgx_h100");
        assert!(matches!(find(&items, "H100"), Named::Several(v) if v.len() == 3));
        let Named::Unknown(near) = find(&items, "H100 SMX5") else {
            panic!("not a name");
        };
        assert_eq!(items[near[0]].family, "H100");
    }
}
