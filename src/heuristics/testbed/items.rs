//! The catalogue of the test world.

use crate::model::{Country, IdVec, Item, ItemId, ItemKind, Items, Measure, Range};

/// The items that cases may name. Figures are round: only heuristics are tested with them.
pub(super) fn catalogue() -> Items {
    let item = |id: &str,
                family: &str,
                kind: ItemKind,
                held: f64,
                tpp: f64,
                kg: (f64, f64),
                usd: (f64, f64),
                hs: &[&str]| Item {
        vendor: "NVIDIA".to_owned(),
        model: id.to_uppercase(),
        family: family.to_owned(),
        form: "card".to_owned(),
        accelerators: Measure::new(held),
        tpp: Measure::new(tpp),
        performance_density: Measure::new(10.0),
        memory_bandwidth: Measure::new(3000.0),
        io_bandwidth: Measure::new(900.0),
        datacenter: id != "rtx4090",
        made_for_china: id == "h20",
        maker_country: Country::from_code("US"),
        unit_weight_kg: Range {
            low: Measure::new(kg.0),
            high: Measure::new(kg.1),
        },
        unit_price_usd: Range {
            low: Measure::new(usd.0),
            high: Measure::new(usd.1),
        },
        hs6: hs.iter().map(|code| (*code).to_owned()).collect(),
        chpl_tier: (kind == ItemKind::ListedHeading).then(|| "1".to_owned()),
        power_watts: Measure::new(700.0 * held),
        confidence: "verified".to_owned(),
        ..Item::of_kind(id, kind)
    };
    let mut rows = vec![
        item(
            "a100",
            "A100",
            ItemKind::Accelerator,
            1.0,
            4992.0,
            (1.0, 4.0),
            (7000.0, 16000.0),
            &["847330", "847180"],
        ),
        item(
            "dgx_h100",
            "H100",
            ItemKind::System,
            8.0,
            15832.0,
            (100.0, 180.0),
            (200_000.0, 400_000.0),
            &["847150", "847180"],
        ),
        item(
            "h100",
            "H100",
            ItemKind::Accelerator,
            1.0,
            15832.0,
            (1.0, 4.0),
            (20_000.0, 45_000.0),
            &["847330", "847180"],
        ),
        item(
            "h20",
            "H20",
            ItemKind::Accelerator,
            1.0,
            2368.0,
            (1.0, 4.0),
            (10_000.0, 15_000.0),
            &["847330", "847180"],
        ),
        item(
            "hgx_h100",
            "H100",
            ItemKind::Baseboard,
            8.0,
            15832.0,
            (20.0, 60.0),
            (150_000.0, 350_000.0),
            &["847330"],
        ),
        item(
            "ic_854231",
            "CHPL 854231",
            ItemKind::ListedHeading,
            1.0,
            f64::NAN,
            (0.0005, 0.2),
            (1.0, 2000.0),
            &["854231"],
        ),
        item(
            "psu_850440",
            "CHPL 850440",
            ItemKind::ListedHeading,
            1.0,
            f64::NAN,
            (0.1, 500.0),
            (5.0, 50_000.0),
            &["850440"],
        ),
        Item {
            vendor: String::new(),
            ..item(
                "unnamed",
                "unnamed",
                ItemKind::Accelerator,
                1.0,
                4992.0,
                (0.8, 4.5),
                (8_000.0, 60_000.0),
                &["847330"],
            )
        },
        item(
            "rtx4090",
            "RTX4090",
            ItemKind::Accelerator,
            1.0,
            5285.0,
            (1.5, 4.0),
            (1200.0, 3500.0),
            &["847330"],
        ),
    ];
    rows.sort_by(|a, b| a.id.cmp(&b.id));
    IdVec::<ItemId, Item>::from(rows)
}
