//! What people decided, in the form the clustering obeys.

use super::entities::plain_name;
use super::nodes::Nodes;
use super::records::Records;
use crate::model::{Judgement, Shipments};
use rustc_hash::{FxHashMap, FxHashSet};

/// Decisions about nodes.
#[derive(Default)]
pub struct Decisions {
    /// Pairs to be joined, with who decided. Sorted.
    pub same: Vec<(u32, u32, String)>,
    /// Pairs never to be joined. Sorted.
    pub different: Vec<(u32, u32)>,
    /// Conflicts, and names that no record bears.
    pub warnings: Vec<String>,
}

/// Names that judgements mention, as [`plain_name`]s.
pub fn mentioned(judgements: &[Judgement]) -> FxHashSet<String> {
    judgements
        .iter()
        .flat_map(|j| [plain_name(&j.left), plain_name(&j.right)])
        .collect()
}

/// Reads the judgements. Where two say the opposite of one pair the later one counts, on the same day the one that
/// keeps the names apart; either way it is reported.
pub fn decide(
    judgements: &[Judgement],
    shipments: &Shipments,
    records: &Records,
    nodes: &Nodes<'_>,
) -> Decisions {
    let mut decisions = Decisions::default();
    if judgements.is_empty() {
        return decisions;
    }
    let wanted = mentioned(judgements);
    let mut bearing: FxHashMap<String, Vec<u32>> = FxHashMap::default();
    for (i, node) in nodes.iter().enumerate() {
        let mut seen: FxHashSet<u32> = FxHashSet::default();
        for party in node.parties {
            let name = records.parties[party.index()].name;
            if !seen.insert(name) {
                continue;
            }
            let plain = plain_name(shipments.text.get(records.names.raw[name as usize]));
            if wanted.contains(&plain) {
                let list = bearing.entry(plain).or_default();
                if list.last() != Some(&(i as u32)) {
                    list.push(i as u32);
                }
            }
        }
    }
    let mut pairs: Vec<(String, String, &Judgement)> = judgements
        .iter()
        .map(|j| {
            let (a, b) = (plain_name(&j.left), plain_name(&j.right));
            if a <= b { (a, b, j) } else { (b, a, j) }
        })
        .collect();
    pairs.sort_by(|x, y| {
        (&x.0, &x.1, x.2.date, !x.2.same, x.2).cmp(&(&y.0, &y.1, y.2.date, !y.2.same, y.2))
    });
    for group in pairs.chunk_by(|x, y| x.0 == y.0 && x.1 == y.1) {
        let Some((a, b, last)) = group.last() else {
            continue;
        };
        if let Some((_, _, other)) = group.iter().find(|(_, _, j)| j.same != last.same) {
            decisions.warnings.push(format!(
                "judgements in conflict: '{a}' and '{b}' are {} by {} and {} by {}; the one by {} was obeyed",
                word(other.same), other.by, word(last.same), last.by, last.by
            ));
        }
        let (Some(left), Some(right)) = (bearing.get(a), bearing.get(b)) else {
            let missing = if bearing.contains_key(a) { b } else { a };
            decisions.warnings.push(format!(
                "a judgement names '{missing}', which no record bears"
            ));
            continue;
        };
        for &x in left {
            for &y in right {
                if x == y {
                    continue;
                }
                if last.same {
                    decisions.same.push((x.min(y), x.max(y), last.by.clone()));
                } else {
                    decisions.different.push((x.min(y), x.max(y)));
                }
            }
        }
    }
    decisions.same.sort_unstable();
    decisions.same.dedup();
    decisions.different.sort_unstable();
    decisions.different.dedup();
    decisions
}

fn word(same: bool) -> &'static str {
    if same { "the same" } else { "different" }
}
