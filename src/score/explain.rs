//! The explanation of one path, which is also its score.

use crate::model::{Contribution, Explanation, Finding, Measure};
use crate::policy::weights::Weights;
use std::collections::BTreeMap;

/// The additive model: weights of the policy, and which findings tell of the same fact.
#[derive(Clone, Debug)]
pub struct Model {
    prior: f64,
    damping: f64,
    of: BTreeMap<&'static str, Says>,
}

/// How the findings of a heuristic count.
#[derive(Clone, Copy, Debug)]
struct Says {
    weight: f64,
    curve: f64,
    group: &'static str,
}

/// A heuristic that the model does not know adds nothing.
const NOTHING: Says = Says {
    weight: 0.0,
    curve: 1.0,
    group: "",
};

impl Model {
    /// Joins weights with the groups of the heuristics, given as (id, group). A heuristic without a weight adds nothing;
    /// the pipeline has refused such a policy before.
    pub fn new(
        weights: &Weights,
        groups: impl IntoIterator<Item = (&'static str, &'static str)>,
    ) -> Self {
        Self {
            prior: weights.prior(),
            damping: weights.group_damping,
            of: groups
                .into_iter()
                .map(|(id, group)| {
                    let says = Says {
                        weight: weights.weight(id),
                        curve: weights.curve(id),
                        group,
                    };
                    (id, says)
                })
                .collect(),
        }
    }

    /// The best score that any path could have, from 0 to 1: every red flag at full strength, and nothing that
    /// excuses it. No path scores more, whatever it is made of, so it bounds those that a search left out. It is
    /// a bound and no estimate: no path shows every flag.
    pub fn ceiling(&self) -> f64 {
        let flags = self.of.iter().filter(|(_, says)| says.weight > 0.0);
        let findings = flags.map(|(&heuristic, _)| Finding {
            heuristic,
            strength: Measure::new(1.0),
            text: String::new(),
            shipments: Vec::new(),
        });
        self.explain(findings.collect()).probability()
    }

    /// The explanation of a path with these findings.
    pub fn explain(&self, findings: Vec<Finding>) -> Explanation {
        let mut parts: Vec<(&'static str, Contribution)> = findings
            .into_iter()
            .map(|finding| {
                let says = self.of.get(finding.heuristic).unwrap_or(&NOTHING);
                let strength = finding.strength.get();
                let counted: Measure = strength.map(|s| counted(s, says.curve)).into();
                let part = Contribution {
                    finding,
                    counted,
                    weight: says.weight,
                    damping: 1.0,
                    log_odds: says.weight * counted.get().unwrap_or(0.0),
                };
                (says.group, part)
            })
            .collect();
        // Largest first, so that damping takes the lesser ones of a group; the id settles ties.
        parts.sort_by(|(_, a), (_, b)| {
            b.log_odds
                .abs()
                .total_cmp(&a.log_odds.abs())
                .then_with(|| a.finding.heuristic.cmp(b.finding.heuristic))
        });
        let mut next: BTreeMap<(&str, bool), f64> = BTreeMap::new();
        for (group, part) in &mut parts {
            if part.log_odds != 0.0 && !group.is_empty() {
                let factor = next.entry((group, part.log_odds > 0.0)).or_insert(1.0);
                part.damping = *factor;
                part.log_odds *= *factor;
                *factor *= self.damping;
            }
        }
        let mut parts: Vec<Contribution> = parts.into_iter().map(|(_, part)| part).collect();
        parts.sort_by(|a, b| {
            b.log_odds
                .abs()
                .total_cmp(&a.log_odds.abs())
                .then_with(|| a.finding.heuristic.cmp(b.finding.heuristic))
        });
        let log_odds = self.prior + parts.iter().map(|part| part.log_odds).sum::<f64>();
        Explanation {
            prior: self.prior,
            parts,
            log_odds,
        }
    }
}

/// A strength as it counts.
pub fn counted(strength: f64, curve: f64) -> f64 {
    // A straight curve changes no bit.
    if curve == 1.0 {
        strength
    } else {
        strength.powf(curve)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const GROUPS: [(&str, &str); 5] = [("a", "x"), ("b", "x"), ("c", "x"), ("d", "y"), ("e", "")];

    fn weights(numbers: [f64; 5]) -> Weights {
        Weights {
            base_rate: 0.02,
            group_damping: 0.5,
            weights: GROUPS
                .iter()
                .zip(numbers)
                .map(|((id, _), w)| ((*id).to_owned(), w))
                .collect(),
            curves: BTreeMap::from([("b".to_owned(), 2.0), ("d".to_owned(), 0.5)]),
        }
    }

    fn finding(heuristic: &'static str, strength: Measure) -> Finding {
        Finding {
            heuristic,
            strength,
            text: String::new(),
            shipments: Vec::new(),
        }
    }

    #[test]
    fn further_findings_of_a_group_count_half_as_much_each() {
        let model = Model::new(&weights([2.0, 1.0, 4.0, 1.0, 1.0]), GROUPS);
        let all = ["a", "b", "c", "d"].map(|id| finding(id, Measure::new(1.0)));
        let explanation = model.explain(all.to_vec());
        let parts: Vec<_> = explanation
            .parts
            .iter()
            .map(|p| (p.finding.heuristic, p.damping, p.log_odds))
            .collect();
        assert_eq!(
            parts,
            [
                ("c", 1.0, 4.0),
                ("a", 0.5, 1.0),
                ("d", 1.0, 1.0),
                ("b", 0.25, 0.25)
            ]
        );
    }

    #[test]
    fn a_strength_counts_as_its_power_with_the_exponent_of_its_heuristic() {
        let model = Model::new(&weights([2.0; 5]), GROUPS);
        let counted = |id, strength| {
            let explanation = model.explain(vec![finding(id, Measure::new(strength))]);
            explanation.parts[0].log_odds
        };
        assert_eq!(counted("a", 0.25), 0.5);
        assert_eq!(counted("b", 0.25), 0.125);
        assert_eq!(counted("d", 0.25), 1.0);
        for id in ["a", "b", "d"] {
            assert_eq!((counted(id, 0.0), counted(id, 1.0)), (0.0, 2.0));
        }
    }

    #[test]
    fn unknown_adds_nothing_and_stays_listed() {
        let model = Model::new(&weights([2.0; 5]), GROUPS);
        let explanation = model.explain(vec![finding("a", Measure::UNKNOWN)]);
        assert_eq!(explanation.log_odds, explanation.prior);
        assert_eq!(explanation.parts.len(), 1);
    }

    proptest! {
        #[test]
        fn no_path_scores_above_the_ceiling(
            numbers in proptest::array::uniform5(-4.0f64..6.0),
            strengths in proptest::array::uniform5(proptest::option::of(0.0f64..=1.0)),
        ) {
            let model = Model::new(&weights(numbers), GROUPS);
            let found = GROUPS.iter().zip(strengths).filter_map(|((id, _), strength)| {
                Some(finding(id, Measure::new(strength?)))
            });
            let score = model.explain(found.collect()).probability();
            prop_assert!(score <= model.ceiling() + 1e-12);
        }

        #[test]
        fn the_score_is_the_prior_plus_the_parts_and_each_part_its_factors(
            strengths in proptest::collection::vec(proptest::option::of(0.0f64..=1.0), 5),
            numbers in proptest::array::uniform5(-5.0f64..5.0),
        ) {
            let model = Model::new(&weights(numbers), GROUPS);
            let findings = GROUPS.iter().zip(&strengths).map(|((id, _), s)| finding(id, (*s).into())).collect();
            let explanation = model.explain(findings);
            let sum = explanation.prior + explanation.parts.iter().map(|p| p.log_odds).sum::<f64>();
            prop_assert_eq!(sum, explanation.log_odds);
            for part in &explanation.parts {
                let product = part.weight * part.counted.get().unwrap_or(0.0) * part.damping;
                prop_assert!((product - part.log_odds).abs() < 1e-12);
                prop_assert!(part.damping > 0.0 && part.damping <= 1.0);
            }
        }

        #[test]
        fn one_more_red_flag_never_lowers_a_score(
            strengths in proptest::collection::vec(0.0f64..=1.0, 5),
            numbers in proptest::array::uniform5(0.0f64..5.0),
        ) {
            let model = Model::new(&weights(numbers), GROUPS);
            let findings: Vec<Finding> =
                GROUPS.iter().zip(&strengths).map(|((id, _), s)| finding(id, Measure::new(*s))).collect();
            let all = model.explain(findings.clone()).log_odds;
            let fewer = model.explain(findings[1..].to_vec()).log_odds;
            prop_assert!(all >= fewer - 1e-12);
        }
    }
}
