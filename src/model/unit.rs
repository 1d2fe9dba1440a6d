//! Measured numbers that may be unknown.

use std::fmt;

/// Log-odds as a probability.
pub fn probability(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// A finite number, or unknown. Eight bytes: unknown is kept as NaN inside and never leaves as one.
///
/// Unknown is not zero: sums of measures skip it only where the caller says so.
#[derive(Clone, Copy)]
pub struct Measure(f64);

impl PartialEq for Measure {
    /// Two unknowns are the same value, unlike two NaNs.
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl Measure {
    /// Not stated, or not readable.
    pub const UNKNOWN: Measure = Measure(f64::NAN);

    /// A finite number; infinities and NaN become unknown.
    pub const fn new(value: f64) -> Self {
        if value.is_finite() {
            Self(value)
        } else {
            Self::UNKNOWN
        }
    }

    /// The number, or `None` if unknown.
    #[inline]
    pub const fn get(self) -> Option<f64> {
        if self.0.is_nan() { None } else { Some(self.0) }
    }

    /// Is there a number?
    #[inline]
    pub const fn is_known(self) -> bool {
        !self.0.is_nan()
    }

    /// The other one where this one is unknown.
    #[must_use]
    pub const fn or(self, other: Measure) -> Measure {
        if self.is_known() { self } else { other }
    }

    /// Applies `f` to a known number.
    #[must_use]
    pub fn map(self, f: impl FnOnce(f64) -> f64) -> Measure {
        self.get()
            .map_or(Self::UNKNOWN, |value| Self::new(f(value)))
    }
}

impl Default for Measure {
    fn default() -> Self {
        Self::UNKNOWN
    }
}

impl From<Option<f64>> for Measure {
    fn from(value: Option<f64>) -> Self {
        value.map_or(Self::UNKNOWN, Self::new)
    }
}

impl fmt::Debug for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.get() {
            Some(value) => write!(f, "{value}"),
            None => f.write_str("unknown"),
        }
    }
}

impl serde::Serialize for Measure {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        self.get().serialize(out)
    }
}

impl<'de> serde::Deserialize<'de> for Measure {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Option::<f64>::deserialize(from)?.into())
    }
}

/// Known bounds of a number, both inside; an unknown bound is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Range {
    /// Lowest plausible number.
    pub low: Measure,
    /// Highest plausible number.
    pub high: Measure,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_is_not_a_number_and_not_zero() {
        assert_eq!(Measure::new(f64::INFINITY).get(), None);
        assert_eq!(Measure::UNKNOWN.map(|x| x + 1.0).get(), None);
        assert_eq!(Measure::UNKNOWN.or(Measure::new(2.0)).get(), Some(2.0));
        assert_eq!(
            serde_json::to_string(&Measure::UNKNOWN).expect("json"),
            "null"
        );
    }
}
