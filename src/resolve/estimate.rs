//! Weights from the data: expectation-maximisation over a sample of candidate pairs.

use super::address::AddressLevel;
use super::align::Alignment;
use super::judge::{Judge, Verdict, Weights};
use crate::model::probability;
use crate::policy::resolve::Chance;
use rayon::prelude::*;

impl Judge<'_> {
    /// Estimates the weights from candidate pairs by expectation-maximisation: the name's log-odds are given, the
    /// chances of all other levels follow. The policy's chances count as `KEEP` pairs, so that few data change little.
    /// `sample` must be in an order that does not depend on rows.
    pub fn estimate(&mut self, sample: &[(u32, u32)]) {
        let verdicts: Vec<Verdict> = sample
            .par_iter()
            .with_min_len(1024)
            .map_init(Alignment::default, |scratch, &(a, b)| {
                self.compare(a as usize, b as usize, scratch)
            })
            .collect();
        let base = self.weights().clone();
        for _ in 0..ROUNDS {
            let mut next = Sums::of(&base);
            for verdict in &verdicts {
                let odds = self.log_odds(verdict);
                next.add(verdict, probability(odds));
            }
            self.weigh(next.weights());
        }
    }
}

const ROUNDS: usize = 8;
/// Pairs that the policy's chances count as, on each side.
const KEEP: f64 = 200.0;

/// Expected counts of levels: of pairs of one firm, and of others.
struct Sums {
    legal: [[f64; 2]; 3],
    address: [[f64; 2]; 4],
    // A firm is incorporated in one country and registered under one number: rules, not habits of the data. Estimated,
    // the subsidiaries of groups would teach that countries do not matter.
    country: [Chance; 2],
    identifier: [Chance; 2],
}

impl Sums {
    fn of(base: &Weights) -> Self {
        let keep = |c: &Chance| [c.m * KEEP, c.u * KEEP];
        Self {
            legal: base.legal.each_ref().map(keep),
            country: base.country,
            address: base.address.each_ref().map(keep),
            identifier: base.identifier,
        }
    }

    fn add(&mut self, v: &Verdict, same: f64) {
        let count = |cell: &mut [f64; 2]| {
            cell[0] += same;
            cell[1] += 1.0 - same;
        };
        count(&mut self.legal[v.levels.legal as usize]);
        match v.levels.address {
            AddressLevel::Unknown => {}
            level => count(&mut self.address[level as usize - 1]),
        }
    }

    fn weights(&self) -> Weights {
        fn chances<const N: usize>(counts: &[[f64; 2]; N]) -> [Chance; N] {
            let m: f64 = counts.iter().map(|c| c[0]).sum();
            let u: f64 = counts.iter().map(|c| c[1]).sum();
            counts.map(|c| Chance {
                m: (c[0] / m).clamp(1e-4, 1.0),
                u: (c[1] / u).clamp(1e-4, 1.0),
            })
        }
        Weights {
            legal: chances(&self.legal),
            country: self.country,
            address: chances(&self.address),
            identifier: self.identifier,
            estimated: true,
        }
    }
}
