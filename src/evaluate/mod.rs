//! A run held against a known truth.
//!
//! Rules, stated once: records that tell of one movement (doubles, mirrors) count as one. An alert is
//! *right* when at least half of its movements belong to one scheme. A scheme is *found* at rank r
//! when the right alerts of the first r that point at it hold together at least half of its movements;
//! it is found *by one alert* when a single alert holds that half. Chains that share a
//! scheme (sisters, successors) are alerts of their own, so the first rule is the one that ranks.

mod labelled;
mod measure;
mod plot;
mod read;

pub use labelled::{Labelled, labelled};
pub use measure::{Bin, FamilyRow, Report, TypologyRow, measure, points_at};
pub use plot::curve_svg;
pub use read::{Error, Ranked, Truth, alerts};
