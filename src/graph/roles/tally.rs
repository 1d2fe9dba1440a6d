//! Points for and against a role.

/// Points added up: log-odds, with a reason for each point in favour.
#[derive(Clone, Debug)]
pub struct Tally {
    sum: f64,
    /// Points in favour and why, in the order of the tests.
    pub reasons: Vec<(f64, String)>,
}

impl Tally {
    /// Starts at log-odds that say how common the role is among firms nothing is known of.
    pub fn from(base: f64) -> Self {
        Self {
            sum: base,
            reasons: Vec::new(),
        }
    }

    /// Adds points if the test holds. Points below 0 count against and leave no reason.
    pub fn when(&mut self, holds: bool, points: f64, why: impl FnOnce() -> String) {
        if holds {
            self.sum += points;
            if points > 0.0 {
                self.reasons.push((points, why()));
            }
        }
    }

    /// Between 0 and 1.
    pub fn score(&self) -> f64 {
        crate::model::probability(self.sum)
    }
}
