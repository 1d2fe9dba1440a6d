//! What is asked of the rules.

use crate::model::{Country, Day, Item, Measure};

/// What was used of a cap before a move.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Used {
    /// Index of the cap in [`Regimes::caps`](super::Regimes::caps).
    pub cap: usize,
    /// TPP used.
    pub tpp: f64,
    /// false: some earlier move could not be counted, so this is a lower bound.
    pub complete: bool,
}

/// One move of goods on one day. What is not known is left unknown: an answer is given on these inputs.
#[derive(Clone, Debug)]
pub struct Question<'a> {
    /// What moves; figures are for one accelerator.
    pub item: &'a Item,
    /// Country of the maker or brand as records tell it: asked only of goods that a listed heading alone names.
    pub maker: Option<Country>,
    /// Country the goods leave in this move.
    pub origin: Option<Country>,
    /// Country the goods go to.
    pub destination: Country,
    /// Country of the headquarters of the recipient or of its ultimate parent.
    pub headquarters: Option<Country>,
    /// Who exports: letters bind named firms only. `None` asks as if the maker's own letter bound the move.
    pub exporter: Option<&'a str>,
    /// Who receives: some are authorised by name.
    pub recipient: Option<&'a str>,
    /// A party to the move is on a list that reaches every item (denied, Entity List).
    pub listed: bool,
    /// Share of the recipient that listed parties own together, in percent.
    pub owned_by_listed_pct: Measure,
    /// Accelerators in this move.
    pub units: Measure,
    /// TPP that the recipient's group received earlier in the calendar year, from all exporters.
    pub already_tpp: Measure,
    /// TPP that the destination country received earlier, counted as its cap counts.
    pub country_tpp: Measure,
    /// TPP that this recipient received earlier under its authorisation.
    pub recipient_tpp: Measure,
    /// What was used of single caps; where a cap is named here, the three totals above are not looked at.
    pub used: &'a [Used],
    /// Are the certificates held that a review asks for (test, know-your-customer, end use)?
    pub certified: Option<bool>,
    /// Day of the export, reexport or transfer.
    pub day: Day,
}

impl<'a> Question<'a> {
    /// The least that can be asked; everything else is unknown and nobody is listed.
    pub fn new(item: &'a Item, destination: Country, day: Day) -> Self {
        Self {
            item,
            maker: None,
            origin: None,
            destination,
            headquarters: None,
            exporter: None,
            recipient: None,
            listed: false,
            owned_by_listed_pct: Measure::UNKNOWN,
            units: Measure::UNKNOWN,
            already_tpp: Measure::UNKNOWN,
            country_tpp: Measure::UNKNOWN,
            recipient_tpp: Measure::UNKNOWN,
            used: &[],
            certified: None,
            day,
        }
    }
}
