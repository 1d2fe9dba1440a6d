//! Days. Trade records carry a date and no hour, so a day is the unit of time everywhere.

use chrono::{Datelike, NaiveDate};
use std::fmt;

/// A calendar day (UTC): days since 1970-01-01, negative before it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

impl Day {
    /// The day that is `days` after 1970-01-01.
    pub const fn from_epoch(days: i32) -> Self {
        Self(days)
    }

    /// Days since 1970-01-01.
    #[inline]
    pub const fn epoch(self) -> i32 {
        self.0
    }

    /// A day of the Gregorian calendar, `None` if there is no such day.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        let date = NaiveDate::from_ymd_opt(year, month, day)?;
        Some(Self(date.to_epoch_days()))
    }

    /// Exactly `YYYY-MM-DD`, nothing else. Other notations belong to ingest.
    pub fn from_iso(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return None;
        }
        let number = |range: std::ops::Range<usize>| -> Option<u32> {
            bytes[range].iter().try_fold(0u32, |sum, b| {
                b.is_ascii_digit().then(|| sum * 10 + u32::from(b - b'0'))
            })
        };
        Self::from_ymd(number(0..4)? as i32, number(5..7)?, number(8..10)?)
    }

    /// Year, month (1 to 12) and day of the month (1 to 31).
    pub fn ymd(self) -> (i32, u32, u32) {
        match NaiveDate::from_epoch_days(self.0) {
            Some(date) => (date.year(), date.month(), date.day()),
            None => (0, 1, 1),
        }
    }

    /// The calendar year.
    pub fn year(self) -> i32 {
        self.ymd().0
    }

    /// The day `days` later (earlier if negative); saturates at the ends of `i32`.
    pub const fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// Is the day between two others, both inside? A missing one is open: always, or still.
    pub fn is_within(self, from: Option<Day>, to: Option<Day>) -> bool {
        from.is_none_or(|from| from <= self) && to.is_none_or(|to| self <= to)
    }

    /// Days from `earlier` to this one; negative if it is later.
    pub const fn since(self, earlier: Day) -> i32 {
        self.0.saturating_sub(earlier.0)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (y, m, d) = self.ymd();
        write!(f, "{y:04}-{m:02}-{d:02}")
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl serde::Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        if out.is_human_readable() {
            out.collect_str(self)
        } else {
            out.serialize_i32(self.0)
        }
    }
}

impl<'de> serde::Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        if !from.is_human_readable() {
            return i32::deserialize(from).map(Self);
        }
        let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        Day::from_iso(&text).ok_or_else(|| {
            serde::de::Error::custom(format!("'{text}' is not a day written YYYY-MM-DD"))
        })
    }
}

/// Days from `from` to `to`, half-open: `from` is inside, `to` is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// First day inside.
    pub from: Day,
    /// First day after.
    pub to: Day,
}

impl Window {
    /// Is the day inside?
    pub fn contains(self, day: Day) -> bool {
        self.from <= day && day < self.to
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iso_days_round_trip_and_impossible_days_are_none() {
        for text in ["1970-01-01", "2024-02-29", "1969-12-31", "2026-11-22"] {
            assert_eq!(Day::from_iso(text).expect(text).to_string(), text);
        }
        for text in [
            "2023-02-29",
            "2023-13-01",
            "2023-1-01",
            "20230101",
            "",
            "２023-01-01",
        ] {
            assert_eq!(Day::from_iso(text), None, "{text}");
        }
    }

    #[test]
    fn a_stretch_holds_both_its_ends_and_a_missing_end_is_open() {
        let day = |n| Day::from_epoch(n);
        let inside = |n| day(n).is_within(Some(day(3)), Some(day(5)));
        assert_eq!([2, 3, 5, 6].map(inside), [false, true, true, false]);
        assert!(day(-9).is_within(None, Some(day(5))) && day(99).is_within(Some(day(3)), None));
    }

    #[test]
    fn windows_are_half_open() {
        let day = |n| Day::from_epoch(n);
        let window = Window {
            from: day(3),
            to: day(5),
        };
        assert_eq!(
            [2, 3, 4, 5].map(|n| window.contains(day(n))),
            [false, true, true, false]
        );
    }
}
