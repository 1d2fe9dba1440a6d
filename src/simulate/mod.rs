//! Worlds with known truth, made from a seed: honest trade, honest look-alikes of diversion, and
//! planted schemes, in the tables that a scan reads, with the truth in tables beside them.
//!
//! What trade data cannot show is not planted: hand carriage (T07), the design of a foundry order
//! (T16) and remote access (T25, which is a look-alike here).
#![allow(
    clippy::explicit_auto_deref,
    reason = "a choice among texts is generic; without the star its type cannot be inferred"
)]

mod build;
mod carry;
mod cases;
mod check;
mod chips;
mod dice;
mod emit;
mod firm;
mod goods;
mod honest;
mod lot;
mod names;
mod places;
mod registered;
mod row;
mod schemes;
mod settings;
mod story;
mod world;

pub use build::{Error, Summary};
pub use check::{CheckError, Checked, check};
pub use settings::{Craft, Difficulty, Noise, Settings};

use crate::model::progress::Progress;
use std::path::Path;

/// Writes a world into a folder: shipments.csv, parties.csv, ownership.csv, watchlist.csv and the
/// truth tables (truth.csv, truth_lookalikes.csv, truth_duplicates.csv, truth_parties.csv,
/// truth_entities.csv). Equal settings give equal bytes, whatever the number of threads.
///
/// # Errors
/// If a setting makes no sense, a file cannot be written or the user stops it.
pub fn write(
    settings: &Settings,
    folder: &Path,
    threads: usize,
    progress: &dyn Progress,
) -> Result<Summary, Error> {
    build::write(settings, &[], folder, threads, progress)
}

/// Writes the replays of documented cases inside a small honest world, and a README beside them. The
/// bytes are always the same.
///
/// # Errors
/// If a file cannot be written or the user stops it.
pub fn write_cases(
    folder: &Path,
    threads: usize,
    progress: &dyn Progress,
) -> Result<Summary, Error> {
    cases::write(folder, threads, progress)
}

/// The typologies that can be planted: id and name.
pub fn typologies() -> impl Iterator<Item = (&'static str, &'static str)> {
    schemes::ALL.iter().map(|k| (k.id, k.name))
}

/// The families of look-alikes: id and what they are.
pub fn lookalikes() -> impl Iterator<Item = (&'static str, &'static str)> {
    honest::ALL.iter().map(|k| (k.id, k.name))
}
