//! Goods: classes and their bounds, ceilings, and which goods the controls reach.

use super::At;
use crate::model::{Confidence, Day, ItemKind};
use serde::Serialize;

/// Bounds on the figures of an item; what is not named is not tested.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Bounds {
    /// Kinds of item, any of them; empty: every kind.
    pub kinds: Vec<ItemKind>,
    /// Item ids, any of them.
    pub items: Vec<String>,
    /// Families, any of them.
    pub families: Vec<String>,
    /// HS headings (prefixes), any of them.
    pub hs6: Vec<String>,
    /// TPP at least.
    pub tpp_min: Option<f64>,
    /// TPP below.
    pub tpp_below: Option<f64>,
    /// Performance density at least.
    pub density_min: Option<f64>,
    /// Performance density below.
    pub density_below: Option<f64>,
    /// Memory bandwidth at least, GB/s.
    pub memory_bandwidth_min: Option<f64>,
    /// Memory bandwidth below, GB/s.
    pub memory_bandwidth_below: Option<f64>,
    /// Chip-to-chip bandwidth at least, GB/s.
    pub io_bandwidth_min: Option<f64>,
    /// Memory and chip-to-chip bandwidth together at least, GB/s.
    pub sum_bandwidth_min: Option<f64>,
    /// Designed or marketed for data centres.
    pub datacenter: Option<bool>,
    /// Cut for the Chinese market.
    pub made_for_china: Option<bool>,
    /// On sale by this day.
    pub launched_by: Option<Day>,
}

/// A class of items.
#[derive(Clone, Debug, Serialize)]
pub struct Class {
    /// Id, for example `3A090.a`.
    pub id: String,
    /// Title.
    pub title: String,
    /// In the class if any of these holds ...
    pub any: Vec<Bounds>,
    /// ... and none of these.
    pub none: Vec<Bounds>,
    /// How sure.
    pub confidence: Confidence,
    /// Sources.
    pub sources: Vec<String>,
    #[serde(skip)]
    pub(crate) at: At,
}

/// Chip-to-chip bandwidth of families, where the catalogue has none.
#[derive(Clone, Debug, Serialize)]
pub struct IoBandwidth {
    /// Family and GB/s, both directions together, sorted by family.
    pub gb_s: Vec<(String, f64)>,
    /// How sure.
    pub confidence: Confidence,
    /// Sources.
    pub sources: Vec<String>,
}

/// What a cap sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Counts {
    /// What the recipient's group received in the calendar year, over all exporters.
    GroupYear,
    /// What the country received.
    Country,
    /// What the recipient received under its authorisation.
    Recipient,
}

/// Days and amount of a cap; days are inside.
#[derive(Clone, Debug, Serialize)]
pub struct CapStep {
    /// First day.
    pub from: Option<Day>,
    /// Last day.
    pub to: Option<Day>,
    /// TPP, inside the cap.
    pub tpp: f64,
}

/// A ceiling in TPP.
#[derive(Clone, Debug, Serialize)]
pub struct Cap {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// What it sums.
    pub counts: Counts,
    /// Amounts over days, ascending, without overlap.
    pub steps: Vec<CapStep>,
    /// A single move of at least this much is announced first.
    pub notice_from_tpp: Option<f64>,
    /// How sure.
    pub confidence: Confidence,
    /// Sources.
    pub sources: Vec<String>,
    #[serde(skip)]
    pub(crate) at: At,
}

impl Cap {
    /// Number and amount of the step that holds on a day.
    pub fn step_on(&self, day: Day) -> Option<(usize, f64)> {
        let holds = |step: &CapStep| day.is_within(step.from, step.to);
        let index = self.steps.iter().position(holds)?;
        Some((index, self.steps[index].tpp))
    }
}

/// Whether the controls reach goods at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reached {
    /// They do.
    Yes,
    /// They do not.
    No,
    /// The sources do not settle it.
    Unsettled,
}

/// Which goods the controls reach.
#[derive(Clone, Debug, Serialize)]
pub struct Reach {
    /// Kinds of item.
    pub kinds: Vec<ItemKind>,
    /// Place of the maker.
    pub makers: Option<String>,
    /// Is the maker's country known?
    pub maker_known: Option<bool>,
    /// Place that the move starts from.
    pub origin: Option<String>,
    /// What then.
    pub reached: Reached,
    /// How sure.
    pub confidence: Confidence,
    /// Sources.
    pub sources: Vec<String>,
    /// Why, one sentence.
    pub reason: String,
    #[serde(skip)]
    pub(crate) at: At,
}
