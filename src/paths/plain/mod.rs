//! Plain exhaustive enumeration: every path that the definition allows, and nothing else.
//!
//! A path is legs `e1 .. ek`, `2 <= k <= max_legs`: the consignee of each leg is the shipper of the next;
//! `0 <= day(next) - day(leg) <= window`; no entity stands in it twice; the shipper of `e1` is outside the
//! destinations; the consignees of `e1 .. e(k-1)` are outside, that of `ek` is inside.
//!
//! A network is built first ([`Network::build`]): legs that arrive inside and legs that do not are kept
//! apart, since the former can only be last and the latter never; a backward pass labels each of the
//! latter with the fewest legs to an arrival in time, and those without a label are dropped. The search
//! therefore enters nothing from which no path comes, unless the rule against repeats forbids it.

mod count;
mod list;
mod network;
#[cfg(test)]
mod tests;

pub use count::{Counts, count};
pub use list::{Sink, list};
pub use network::Network;

use crate::model::Day;

/// Most legs that can be asked for. Labels are a byte; far below that the number of paths is past all use.
pub const MOST_LEGS: usize = 64;

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// Longest path in legs: 2 to [`MOST_LEGS`].
    pub max_legs: usize,
    /// Longest stay between two legs in days, the last one inside; 0 is the same day.
    pub window_days: i32,
    /// Must successive legs have the same heading?
    pub same_heading: bool,
}

/// Why a question cannot be answered.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refused {
    /// Fewer than two legs, or too many.
    #[error(
        "--max-legs {asked}: a path has at least 2 legs and at most {MOST_LEGS} can be asked for"
    )]
    Legs {
        /// What was asked.
        asked: usize,
    },
    /// A negative window.
    #[error(
        "--window {asked}d: a leg cannot leave before the one before it arrives; use 0d or more"
    )]
    Window {
        /// What was asked.
        asked: i32,
    },
    /// More legs than can be numbered.
    #[error("{legs} legs: more than 4,294,967,294 cannot be numbered; split the input by years")]
    TooMany {
        /// Number of legs.
        legs: usize,
    },
}

impl Question {
    /// Checks the numbers.
    ///
    /// # Errors
    /// [`Refused::Legs`] and [`Refused::Window`].
    pub fn check(&self) -> Result<(), Refused> {
        if !(2..=MOST_LEGS).contains(&self.max_legs) {
            return Err(Refused::Legs {
                asked: self.max_legs,
            });
        }
        if self.window_days < 0 {
            return Err(Refused::Window {
                asked: self.window_days,
            });
        }
        Ok(())
    }
}

/// The legs to enumerate over, column by column, sorted by day; ties keep their order, which is that of
/// the paths listed.
#[derive(Clone, Debug, Default)]
pub struct Legs {
    /// Number of entities: the bound of `from` and `to`.
    pub entities: u32,
    /// Who sends.
    pub from: Vec<u32>,
    /// Who receives.
    pub to: Vec<u32>,
    /// When.
    pub day: Vec<Day>,
    /// First four digits of the code; `None` never equals another. May be empty if not asked for.
    pub heading: Vec<Option<u16>>,
    /// Is the shipper's country inside the destinations?
    pub starts_inside: Vec<bool>,
    /// Is the consignee's country inside the destinations?
    pub ends_inside: Vec<bool>,
}

impl Legs {
    /// Number of legs.
    pub fn len(&self) -> usize {
        self.day.len()
    }

    /// No legs.
    pub fn is_empty(&self) -> bool {
        self.day.is_empty()
    }
}
