//! Lanes, month by month.

use crate::model::Day;

/// Shipments of one lane and heading, month by month.
#[derive(Clone, Debug, Default)]
pub struct Lane {
    /// The month of the first entry: year x 12 + month - 1.
    pub first_month: i32,
    /// Shipments in each month.
    pub shipments: Vec<u32>,
}

impl Lane {
    /// Shipments in the months `from..to` (half-open), zero outside the data.
    pub fn between(&self, from: i32, to: i32) -> u32 {
        (from..to)
            .filter_map(|month| usize::try_from(month - self.first_month).ok())
            .filter_map(|i| self.shipments.get(i))
            .sum()
    }
}

/// The number of a day's month: year x 12 + month - 1.
pub fn month_of(day: Day) -> i32 {
    let (year, month, _) = day.ymd();
    year * 12 + month as i32 - 1
}
