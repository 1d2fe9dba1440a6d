//! Rows of the files to items.

use super::heading_item_id;
use crate::model::{Country, Day, Item, ItemKind, Measure, Range};
use crate::reference::headings::Heading;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AcceleratorFile {
    pub(super) accelerator: Vec<AcceleratorRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SystemFile {
    pub(super) system: Vec<SystemRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AcceleratorRow {
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
pub(super) struct SystemRow {
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

pub(super) fn accelerator(row: AcceleratorRow) -> Item {
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
pub(super) fn system(row: SystemRow, accelerators: &[Item]) -> Item {
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

pub(super) fn listed_heading(heading: &Heading) -> Item {
    Item {
        model: format!("HS {} {}", heading.hs6, heading.label),
        family: format!("HS {}", heading.hs6),
        form: "heading".to_owned(),
        hs6: vec![heading.hs6.clone()],
        chpl_tier: heading.chpl_tier.clone(),
        confidence: heading.confidence.clone(),
        sources: heading.sources.clone(),
        note: heading.note.clone(),
        ..Item::of_kind(heading_item_id(&heading.hs6), ItemKind::ListedHeading)
    }
}
