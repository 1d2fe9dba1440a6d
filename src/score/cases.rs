//! Alerts that share entities form a case.

use super::alerts::short;
use crate::model::{Alert, Case, EntityId};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Groups ranked alerts into cases, writes the case id into each alert, and returns the cases by their best alert.
/// Two alerts belong together if an entity that `joins` stands on both chains, or through others likewise. The first
/// entity of a chain of three or more does not join: a supplier sells to many.
pub fn group(alerts: &mut [Alert], joins: impl Fn(EntityId) -> bool) -> Vec<Case> {
    let mut parent: Vec<usize> = (0..alerts.len()).collect();
    let mut seen: BTreeMap<EntityId, usize> = BTreeMap::new();
    for (i, alert) in alerts.iter().enumerate() {
        let skip = usize::from(alert.path.chain.len() > 2);
        for &id in alert.path.chain.iter().skip(skip).filter(|&&id| joins(id)) {
            match seen.get(&id) {
                None => {
                    seen.insert(id, i);
                }
                Some(&other) => {
                    let (a, b) = (root(&mut parent, i), root(&mut parent, other));
                    // The better alert leads, so that cases come out in rank order.
                    parent[a.max(b)] = a.min(b);
                }
            }
        }
    }
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for i in 0..alerts.len() {
        members.entry(root(&mut parent, i)).or_default().push(i);
    }
    members
        .into_values()
        .map(|list| {
            let mut ids: Vec<&str> = list.iter().map(|&i| alerts[i].id.as_str()).collect();
            ids.sort_unstable();
            let mut hash = Sha256::new();
            for id in ids {
                hash.update(id.as_bytes());
            }
            let id = short("C", hash);
            for &i in &list {
                alerts[i].case.clone_from(&id);
            }
            Case {
                id,
                score: alerts[list[0]].score,
                alerts: list.iter().map(|&i| alerts[i].rank).collect(),
            }
        })
        .collect()
}

fn root(parent: &mut [usize], mut i: usize) -> usize {
    while parent[i] != i {
        parent[i] = parent[parent[i]];
        i = parent[i];
    }
    i
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{End, Explanation, ItemId, Measure, Path};

    fn alert(rank: u32, chain: &[usize]) -> Alert {
        Alert {
            rank,
            id: format!("A{rank}"),
            case: String::new(),
            path: Path {
                feeders: Vec::new(),
                supply: Vec::new(),
                chain: chain.iter().map(|&i| EntityId::new(i)).collect(),
                legs: Vec::new(),
                item: ItemId::new(0),
                maker: None,
                units: Measure::UNKNOWN,
                tpp: Measure::UNKNOWN,
                value_usd: Measure::UNKNOWN,
                end: End::Vanished,
                flow_share: 1.0,
                cut: false,
            },
            explanation: Explanation {
                prior: 0.0,
                parts: Vec::new(),
                log_odds: 0.0,
            },
            score: 0.5,
            summary: String::new(),
        }
    }

    #[test]
    fn alerts_that_share_a_buyer_are_one_case_and_a_shared_supplier_is_none() {
        let mut alerts = [
            alert(1, &[0, 1, 2]),
            alert(2, &[0, 3, 4]),
            alert(3, &[5, 6, 2]),
        ];
        let cases = group(&mut alerts, |_| true);
        assert_eq!(cases.len(), 2);
        assert_eq!(cases[0].alerts, [1, 3]);
        assert_eq!(alerts[0].case, alerts[2].case);
        assert_ne!(alerts[0].case, alerts[1].case);
    }

    #[test]
    fn entities_that_deal_with_everybody_join_nothing() {
        let mut alerts = [alert(1, &[0, 1, 2]), alert(2, &[3, 1, 4])];
        assert_eq!(group(&mut alerts, |id| id != EntityId::new(1)).len(), 2);
    }
}
