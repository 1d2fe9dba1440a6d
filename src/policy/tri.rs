//! Three-valued logic: what the sources do not settle is neither yes nor no.

use crate::model::Confidence;

/// Yes, no, or not settled by the sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tri {
    /// It does not hold.
    No,
    /// Nobody knows.
    Unknown,
    /// It holds.
    Yes,
}

impl Tri {
    /// Holds if both hold.
    pub(crate) fn and(self, other: Tri) -> Tri {
        self.min(other)
    }

    /// Turns yes and no around.
    pub(crate) fn not(self) -> Tri {
        match self {
            Tri::No => Tri::Yes,
            Tri::Unknown => Tri::Unknown,
            Tri::Yes => Tri::No,
        }
    }

    /// `None` where unsettled.
    pub(crate) fn known(self) -> Option<bool> {
        match self {
            Tri::No => Some(false),
            Tri::Unknown => None,
            Tri::Yes => Some(true),
        }
    }
}

impl From<Option<bool>> for Tri {
    fn from(known: Option<bool>) -> Self {
        match known {
            None => Tri::Unknown,
            Some(false) => Tri::No,
            Some(true) => Tri::Yes,
        }
    }
}

/// An answer with the confidence of the weakest source that it rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Held {
    /// Does it hold?
    pub(crate) tri: Tri,
    /// How sure.
    pub(crate) confidence: Confidence,
}

impl Held {
    /// Holds for sure: the start of a conjunction.
    pub(crate) const YES: Held = Held {
        tri: Tri::Yes,
        confidence: Confidence::Verified,
    };

    /// Does not hold, for sure.
    pub(crate) const NO: Held = Held {
        tri: Tri::No,
        confidence: Confidence::Verified,
    };

    /// Both hold: as sure as the weaker. A plain no is as sure as the test that said no.
    pub(crate) fn and(self, other: Held) -> Held {
        match (self.tri, other.tri) {
            (Tri::No, Tri::No) => Held {
                tri: Tri::No,
                confidence: self.confidence.max(other.confidence),
            },
            (Tri::No, _) => self,
            (_, Tri::No) => other,
            (a, b) => Held {
                tri: a.and(b),
                confidence: self.confidence.min(other.confidence),
            },
        }
    }

    /// Either holds.
    pub(crate) fn or(self, other: Held) -> Held {
        self.not().and(other.not()).not()
    }

    /// Turned around, as sure as before.
    pub(crate) fn not(self) -> Held {
        Held {
            tri: self.tri.not(),
            confidence: self.confidence,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_decides_only_where_nothing_else_does() {
        assert_eq!(Tri::Unknown.and(Tri::No), Tri::No);
        assert_eq!(Tri::Unknown.and(Tri::Yes), Tri::Unknown);
        assert_eq!(Tri::Unknown.not(), Tri::Unknown);
    }

    #[test]
    fn a_conjunction_is_as_sure_as_its_weakest_part() {
        let likely = Held {
            tri: Tri::Yes,
            confidence: Confidence::Likely,
        };
        assert_eq!(Held::YES.and(likely), likely);
        assert_eq!(likely.and(Held::NO), Held::NO);
        assert_eq!(Held::NO.or(likely), likely);
    }
}
