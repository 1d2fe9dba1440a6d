//! What the heuristics' documentation says, for the reports of a run.

use crate::heuristics;
use crate::model::Advice;

/// One entry for each heuristic, in the order in which they run.
pub fn of_heuristics() -> Vec<Advice> {
    heuristics::ALL
        .iter()
        .map(|heuristic| Advice {
            heuristic: heuristic.id.to_owned(),
            summary: heuristic.summary.to_owned(),
            innocent: heuristic.section("When it is innocent"),
            check_next: heuristic.section("What to check next"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_heuristic_says_what_to_check_next() {
        for advice in of_heuristics() {
            assert!(!advice.check_next.is_empty(), "{}", advice.heuristic);
        }
    }
}
