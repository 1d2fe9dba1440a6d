//! Does an outbound leg continue the custody of a lot?
//!
//! Four ways, asked in this order; each gives a score from 0 to 1.
//!
//! 1. **Same item**: the leg was recognised as the lot's item (1), or as another variant of its family.
//! 2. **Conversion**: servers or boards in, smaller pieces of the same family out (taken apart), or the
//!    reverse (built in). Units are counted by accelerator on both sides, so they compare.
//! 3. **Vague**: the leg was not recognised, and its words name nothing that could be checked. The score
//!    is that of its heading: of the item, near it, missing, any other.
//! 4. **Relabelled**: the leg names other goods. The score is a sum of evidence that they are not what
//!    moved: a value a kilogram that such goods do not have, the weight that the lot has or its units would
//!    have, the same count, a heading that the shipper neither buys nor sells otherwise, a near heading, a
//!    declared quantity that the weight contradicts (23 tonnes of tea that weigh 6). At least one of
//!    density, history and contradiction must speak, since count and weight alone agree by chance.
//!
//! A leg that cannot hold one unit by its weight, or whose pieces weigh neither what a card nor what a
//! machine weighs, is no continuation, whatever else speaks for it: that is physically implausible. A leg
//! that declares many times the lot's units is a worse one, and so is a vague one whose pieces weigh much more or less
//! than those of the lot, unless machines were taken apart or cards built in. Delay lowers vague and relabelled scores, since a back-to-back departure is
//! better evidence than a late one; after the window it lowers them less where count or weight tie the leg to the lot.
//!
//! A leg of other words that has the count of the lot and pieces of its weight needs nothing else (`counted`).

use super::cargo::{Holds, Told};
use super::numbers::{Numbers, agree};
use crate::model::{Item, ItemKind, Match, Wording, heading_of};
use crate::policy::SearchPolicy;
use crate::policy::search::CompatibilityPolicy;

/// What can be said of a leg before any lot is looked at.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clues {
    /// How much the description says.
    pub wording: Wording,
    /// First four digits of the code.
    pub heading: Option<u16>,
    /// Kilograms.
    pub kg: Option<f64>,
    /// US dollars a kilogram.
    pub usd_per_kg: Option<f64>,
    /// Median US dollars a kilogram of its heading over the run.
    pub heading_usd_per_kg: Option<f64>,
    /// Other legs that the shipper sends or receives under this heading.
    pub other_legs: u32,
    /// Did goods of this heading reach the shipper shortly before?
    pub explained: bool,
    /// How far the declared quantity contradicts the weight, 0 to 1.
    pub contradiction: f64,
}

/// How well a leg continues a lot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Compatibility {
    /// In which way.
    pub matched: Match,
    /// 0 to 1.
    pub score: f64,
}

/// Compatibility of a leg that was recognised as an item itself.
pub fn recognised(
    lot: (&Item, &Item),
    leg: (&Item, &Item),
    policy: &CompatibilityPolicy,
) -> Option<Compatibility> {
    let ((lot, lot_inside), (leg, leg_inside)) = (lot, leg);
    if lot.id == leg.id {
        return Some(Compatibility {
            matched: Match::SameItem,
            score: 1.0,
        });
    }
    if lot.kind == ItemKind::ListedHeading || leg.kind == ItemKind::ListedHeading {
        return None;
    }
    if !related(lot, lot_inside, leg, leg_inside) {
        return None;
    }
    let (from, to) = (size_of_piece(lot.kind), size_of_piece(leg.kind));
    let (matched, score) = if from > to {
        (Match::Converted, policy.taken_apart)
    } else if from < to {
        (Match::Converted, policy.built_in)
    } else {
        (Match::SameItem, policy.same_family)
    };
    Some(Compatibility { matched, score })
}

/// Same family of accelerators; or a server that can hold the other's family and does not say which it
/// holds.
fn related(lot: &Item, lot_inside: &Item, leg: &Item, leg_inside: &Item) -> bool {
    lot_inside.family == leg_inside.family
        || lot.holds.contains(&leg_inside.family)
        || leg.holds.contains(&lot_inside.family)
}

fn size_of_piece(kind: ItemKind) -> u8 {
    match kind {
        ItemKind::ListedHeading => 0,
        ItemKind::Accelerator => 1,
        ItemKind::Baseboard => 2,
        ItemKind::System => 3,
    }
}

/// How the pieces of a leg compare with those of a lot, by weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// They weigh about the same, or nobody knows.
    Alike,
    /// Machines came, and what left weighs what cards or boards do.
    TakenApart,
    /// Cards or boards came and machines left.
    BuiltIn,
    /// Machines, or cards, of other weights.
    Apart,
}

impl Form {
    /// Of the kilograms of a piece of the lot and of the leg.
    pub fn of(lot: Option<f64>, leg: Option<f64>, policy: &CompatibilityPolicy) -> Self {
        let (Some(lot), Some(leg)) = (lot, leg) else {
            return Form::Alike;
        };
        // A card, or a board with several; what weighs more than the one and less than the other is an ordinary computer.
        let part =
            |kg: f64| kg <= policy.card_kg || (policy.machine_kg..policy.board_kg).contains(&kg);
        if lot.max(leg) <= policy.piece_times * lot.min(leg) {
            Form::Alike
        } else if lot > leg && lot >= policy.machine_kg && part(leg) {
            Form::TakenApart
        } else if leg > lot && leg >= policy.machine_kg && part(lot) {
            Form::BuiltIn
        } else {
            Form::Apart
        }
    }
}

/// What the numbers of two papers say of each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tie {
    /// How their pieces compare.
    pub form: Form,
    /// Do they weigh the same in all, or are they worth the same where one states no weight?
    pub same_total: bool,
    /// Does a piece of each weigh the same?
    pub same_piece: bool,
    /// Is the number of pieces that of the lot, and what each weighs?
    pub counted: bool,
}

impl Tie {
    /// Of a lot and a leg.
    pub(super) fn of(lot: &Numbers, leg: &Numbers, policy: &CompatibilityPolicy) -> Self {
        Self {
            form: Form::of(lot.piece(), leg.piece(), policy),
            same_total: lot.same_total(leg, policy.same_weight, policy),
            same_piece: agree(lot.piece(), leg.piece(), policy.weight_tolerance) == Some(true),
            counted: false,
        }
    }
}

/// Compatibility of a leg that was not recognised. `units` is the size of the lot where it is stated,
/// `delay` the share of the window that has passed, more than 1 after it.
pub fn hidden(
    item: &Item,
    units: Option<f64>,
    clues: &Clues,
    holds: Holds,
    delay: f64,
    tie: Tie,
    policy: &SearchPolicy,
) -> Option<Compatibility> {
    let (late, policy) = (&policy.late, &policy.compatibility);
    if holds.units < 1.0 {
        return None;
    }
    let excess = match units {
        Some(units) if holds.told == Told::Stated && holds.units > policy.excess_times * units => {
            1.0 - policy.excess
        }
        _ => 1.0,
    };
    let same_count = units.is_some_and(|units| {
        holds.told == Told::Stated && (holds.units / units - 1.0).abs() <= policy.count_tolerance
    });
    let tied = tie.counted || tie.same_total || (same_count && tie.form == Form::Alike);
    let after = if tied { late.tied } else { policy.delay };
    let in_time = in_time(delay, policy.delay, after) * excess;
    let nearness = Nearness::of(clues.heading, item, policy);
    if clues.wording != Wording::Specific {
        let base = match nearness {
            Nearness::Same => policy.vague_same_heading,
            Nearness::Near => policy.vague_near_heading,
            Nearness::NoCode => policy.vague_no_code,
            Nearness::Other => policy.vague_other_heading,
        };
        let count = if same_count { 0.5 * policy.count } else { 0.0 };
        let form = match tie.form {
            Form::Alike => 1.0,
            Form::TakenApart => policy.taken_apart,
            Form::BuiltIn => policy.built_in,
            Form::Apart => 1.0 - policy.misfit,
        };
        let vague = ((base + count) * in_time * form).min(1.0);
        let counted = if tie.counted {
            policy.counted * in_time
        } else {
            0.0
        };
        let score = vague.max(counted);
        return (score >= policy.vague_least).then_some(Compatibility {
            matched: Match::Vague,
            score,
        });
    }

    if tie.counted {
        let score = policy.counted * in_time;
        return (score >= policy.relabelled_least).then_some(Compatibility {
            matched: Match::Relabelled,
            score,
        });
    }
    let dear = remarkable_density(clues.usd_per_kg, clues.heading_usd_per_kg, policy);
    let density = dear * policy.density;
    let history = unusual_for_shipper(clues, policy) * policy.history;
    let contradiction = clues.contradiction * policy.contradiction;
    if density + history + contradiction <= 0.0 {
        return None;
    }
    let weight = match (clues.kg, units) {
        (Some(kg), Some(units)) if weight_fits(kg, units, item) => policy.weight,
        _ if tie.same_total || tie.same_piece => policy.weight,
        _ => 0.0,
    };
    let count = if same_count { policy.count } else { 0.0 };
    let heading = match nearness {
        Nearness::Same | Nearness::Near => policy.heading,
        Nearness::NoCode | Nearness::Other => 0.0,
    };
    let score = (density + history + contradiction + weight + count + heading).min(1.0) * in_time;
    (score >= policy.relabelled_least).then_some(Compatibility {
        matched: Match::Relabelled,
        score,
    })
}

/// What delay leaves of a score: in the window it takes off `within` in all, and `after` in each further one.
pub(super) fn in_time(delay: f64, within: f64, after: f64) -> f64 {
    (1.0 - within * delay.clamp(0.0, 1.0) - after * (delay - 1.0).max(0.0)).max(0.0)
}

/// Where a heading stands to the item's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Nearness {
    Same,
    Near,
    NoCode,
    Other,
}

/// Is the heading the item's own, near it, or missing?
pub(super) fn near(heading: Option<u16>, item: &Item, policy: &CompatibilityPolicy) -> bool {
    Nearness::of(heading, item, policy) != Nearness::Other
}

/// Is the heading the item's own?
pub(super) fn own_heading(heading: Option<u16>, item: &Item, policy: &CompatibilityPolicy) -> bool {
    Nearness::of(heading, item, policy) == Nearness::Same
}

impl Nearness {
    fn of(heading: Option<u16>, item: &Item, policy: &CompatibilityPolicy) -> Self {
        let Some(heading) = heading else {
            return Nearness::NoCode;
        };
        let is = |code: &String| heading_of(code) == Some(heading);
        if item.hs6.iter().any(is) {
            Nearness::Same
        } else if policy.near_headings.iter().any(is) {
            Nearness::Near
        } else {
            Nearness::Other
        }
    }
}

/// 1 where the declared goods are never that dear a kilogram, falling to 0 at their usual value.
pub(super) fn remarkable_density(
    usd_per_kg: Option<f64>,
    heading_usd_per_kg: Option<f64>,
    policy: &CompatibilityPolicy,
) -> f64 {
    let Some(density) = usd_per_kg else {
        return 0.0;
    };
    if density < policy.dense_usd_per_kg {
        return 0.0;
    }
    match heading_usd_per_kg {
        Some(median) => {
            let times = density / median;
            ((times - 1.0) / (policy.dense_times_median - 1.0)).clamp(0.0, 1.0)
        }
        // Nothing to compare with: dear by itself says half.
        None => 0.5,
    }
}

/// 1 where the shipper has nothing else to do with such goods, falling to 0 at its routine.
fn unusual_for_shipper(clues: &Clues, policy: &CompatibilityPolicy) -> f64 {
    if clues.explained {
        return 0.0;
    }
    1.0 - (f64::from(clues.other_legs) / f64::from(policy.routine_legs.max(1))).min(1.0)
}

/// Would `units` of the item weigh about this much, bare to packed?
fn weight_fits(kg: f64, units: f64, item: &Item) -> bool {
    let inside = item.accelerators.get().filter(|n| *n >= 1.0).unwrap_or(1.0);
    piece_fits(kg / (units / inside), item)
}

/// Would a piece of the item weigh about this much, bare to packed?
pub(super) fn piece_fits(kg: f64, item: &Item) -> bool {
    match (
        item.unit_weight_kg.low.get(),
        item.unit_weight_kg.high.get(),
    ) {
        (Some(low), Some(high)) => kg >= 0.9 * low && kg <= 1.2 * high,
        _ => false,
    }
}
