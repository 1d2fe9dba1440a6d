//! Is an item in a class? By its figures, three-valued where they are not published.

use super::compile::ActiveRule;
use super::entries::{Bounds, Class, IoBandwidth};
use super::read::Entries;
use super::tri::{Held, Tri};
use crate::model::{Confidence, Item};

/// Confidence of the catalogue's figures of an item.
pub(crate) fn item_confidence(item: &Item) -> Confidence {
    match item.confidence.as_str() {
        "verified" | "high" => Confidence::Verified,
        "likely" | "medium" => Confidence::Likely,
        _ => Confidence::Unverified,
    }
}

/// Chip-to-chip bandwidth: the catalogue's, else by model, else by family.
fn io_bandwidth(item: &Item, tables: &[IoBandwidth]) -> (Option<f64>, Confidence) {
    if let Some(gb_s) = item.io_bandwidth.get() {
        return (Some(gb_s), item_confidence(item));
    }
    for name in [&item.model, &item.family] {
        for table in tables {
            if let Some((_, gb_s)) = table.gb_s.iter().find(|(family, _)| family == name) {
                return (Some(*gb_s), table.confidence);
            }
        }
    }
    (None, Confidence::Unverified)
}

/// What an item is to the rules.
#[derive(Clone, Debug)]
pub(crate) struct Classed {
    /// Is it in each class, in their order?
    pub(crate) classes: Vec<Held>,
    /// Is it in a class of each compiled rule? Most rules are about other goods.
    pub(crate) rules: Vec<Held>,
}

impl Classed {
    /// Asks every class about the item.
    pub(crate) fn of(item: &Item, entries: &Entries, rules: &[ActiveRule]) -> Self {
        let classes = entries.classes.iter();
        let classes: Vec<Held> = classes
            .map(|class| holds(class, item, &entries.io_bandwidth))
            .collect();
        let of_rule = |rule: &ActiveRule| {
            let held = rule.classes.iter().map(|class| classes[*class]);
            held.fold(Held::NO, Held::or)
        };
        Self {
            rules: rules.iter().map(of_rule).collect(),
            classes,
        }
    }
}

/// Holds if the item is in the class.
pub(crate) fn holds(class: &Class, item: &Item, tables: &[IoBandwidth]) -> Held {
    let any = class.any.iter().map(|b| bounds(b, item, tables));
    let none = class.none.iter().map(|b| bounds(b, item, tables));
    let held = any
        .fold(Held::NO, Held::or)
        .and(none.fold(Held::NO, Held::or).not());
    Held {
        tri: held.tri,
        confidence: held.confidence.min(class.confidence),
    }
}

fn bounds(b: &Bounds, item: &Item, tables: &[IoBandwidth]) -> Held {
    let sure = |holds: bool| Held {
        tri: Tri::from(Some(holds)),
        confidence: Confidence::Verified,
    };
    let mut held = Held::YES;
    if !b.kinds.is_empty() {
        held = held.and(sure(b.kinds.contains(&item.kind)));
    }
    if !b.items.is_empty() {
        held = held.and(sure(b.items.contains(&item.id)));
    }
    if !b.families.is_empty() {
        let named = |name: &String| *name == item.family || *name == item.model;
        held = held.and(sure(b.families.iter().any(named)));
    }
    if !b.hs6.is_empty() {
        let listed = |code: &String| b.hs6.iter().any(|prefix| code.starts_with(prefix.as_str()));
        held = held.and(sure(item.hs6.iter().any(listed)));
    }
    if let Some(wanted) = b.datacenter {
        held = held.and(sure(item.datacenter == wanted));
    }
    if let Some(wanted) = b.made_for_china {
        held = held.and(sure(item.made_for_china == wanted));
    }
    let own = item_confidence(item);
    let figure = |value: Option<f64>, test: &dyn Fn(f64) -> bool, confidence| Held {
        tri: Tri::from(value.map(test)),
        confidence,
    };
    for (value, low, below) in [
        (item.tpp.get(), b.tpp_min, b.tpp_below),
        (
            item.performance_density.get(),
            b.density_min,
            b.density_below,
        ),
        (
            item.memory_bandwidth.get(),
            b.memory_bandwidth_min,
            b.memory_bandwidth_below,
        ),
    ] {
        if let Some(low) = low {
            held = held.and(figure(value, &|v| v >= low, own));
        }
        if let Some(below) = below {
            held = held.and(figure(value, &|v| v < below, own));
        }
    }
    if let Some(low) = b.io_bandwidth_min {
        let (value, confidence) = io_bandwidth(item, tables);
        held = held.and(figure(value, &|v| v >= low, confidence));
    }
    if let Some(low) = b.sum_bandwidth_min {
        let (io, confidence) = io_bandwidth(item, tables);
        let sum = item.memory_bandwidth.get().zip(io).map(|(a, b)| a + b);
        held = held.and(figure(sum, &|v| v >= low, confidence.min(own)));
    }
    if let Some(day) = b.launched_by {
        held = held.and(Held {
            tri: Tri::from(item.launch.map(|launch| launch <= day)),
            confidence: own,
        });
    }
    held
}
