//! Which nodes are one firm: the surest pairs first, unless a cluster would contradict itself.

use super::align::Alignment;
use super::forest::{Forest, root};
use super::judge::{Judge, Verdict};
use super::judgements::Decisions;
use crate::model::{Country, MergePart, Merges, Shipments};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Groups of parties and why they were joined.
pub struct Clusters {
    /// Group of each party, numbered from 0 without gaps.
    pub group_of: Vec<u32>,
    /// Number of groups.
    pub groups: usize,
    /// Why.
    pub merges: Merges,
    /// What a person should know.
    pub warnings: Vec<String>,
}

/// A pair at or above the threshold.
#[derive(Clone, Copy, Debug)]
pub struct Edge {
    /// Sum of its parts.
    pub log_odds: f64,
    /// Smaller node.
    pub a: u32,
    /// Larger node.
    pub b: u32,
    /// What was seen.
    pub verdict: Verdict,
}

/// Log-odds below which the most telling names of two clusters contradict a merge of other names of theirs.
const CONTRADICTS: f64 = -6.0;

/// Log-odds that a person's decision is written as: beyond any sum of words, and still a number one can read.
const JUDGED: f64 = 100.0;

/// Joins nodes along edges, surest first, ties by node numbers (which follow content).
pub fn join(
    judge: &Judge<'_>,
    edges: Vec<Edge>,
    decisions: &Decisions,
    shipments: &Shipments,
) -> Clusters {
    let nodes = judge.nodes;
    let ((forest, merges, warnings), within) = rayon::join(
        || along(judge, edges, decisions, shipments),
        || within_nodes(judge),
    );
    let mut group_of = vec![0u32; judge.records.parties.len()];
    let mut groups = 0;
    for root in forest.roots() {
        for node in forest.members(root) {
            for party in nodes.at(node as usize).parties {
                group_of[party.index()] = groups;
            }
        }
        groups += 1;
    }
    Clusters {
        group_of,
        groups: groups as usize,
        merges: within.with(&merges),
        warnings,
    }
}

/// Grows the clusters along decisions and edges.
fn along(
    judge: &Judge<'_>,
    mut edges: Vec<Edge>,
    decisions: &Decisions,
    shipments: &Shipments,
) -> (Forest, Merges, Vec<String>) {
    let nodes = judge.nodes;
    edges.par_sort_unstable_by(|x, y| {
        y.log_odds
            .total_cmp(&x.log_odds)
            .then((x.a, x.b).cmp(&(y.a, y.b)))
    });
    let mut warnings = decisions.warnings.clone();
    let homeless = drop_homeless(judge, &mut edges);
    if homeless > 0 {
        warnings.push(format!(
            "{homeless} names without a country fit firms of several countries and were joined to none"
        ));
    }
    let against = Against {
        foes: by_node(&decisions.different),
        partners: partners(judge, &edges, shipments),
    };
    let mut forest = Forest::new(judge);
    let mut merges = Merges::default();
    let mut scratch = Alignment::default();
    let first_party = |node: u32| nodes.at(node as usize).parties[0];
    let name_of = |node: u32| {
        let party = &shipments.parties[first_party(node)];
        shipments.text.get(party.name)
    };
    for (a, b, by) in &decisions.same {
        let (x, y) = (forest.find(*a), forest.find(*b));
        if x == y {
            continue;
        }
        if forest.crosses(x, y, &against.foes) {
            warnings.push(format!(
                "judgements in conflict: '{}' and '{}' are the same by {by}, and kept apart by others",
                name_of(*a),
                name_of(*b),
            ));
            continue;
        }
        forest.unite(x, y, judge);
        let reasons = merges.reasons(std::iter::once(MergePart {
            field: "judgement",
            seen: format!("the same by {by}"),
            log_odds: JUDGED,
        }));
        merges.push(
            first_party(*a),
            first_party(*b),
            JUDGED,
            reasons,
            Some(by.as_str()),
        );
    }
    let mut refused: FxHashMap<&'static str, (usize, String)> = FxHashMap::default();
    for edge in &edges {
        let (x, y) = (forest.find(edge.a), forest.find(edge.b));
        if x == y {
            continue;
        }
        if let Some(why) = refuse(judge, &mut forest, x, y, edge, &against, &mut scratch) {
            let (count, example) = refused.entry(why).or_default();
            if *count == 0 {
                *example = format!("'{}' and '{}'", name_of(edge.a), name_of(edge.b));
            }
            *count += 1;
            continue;
        }
        forest.unite(x, y, judge);
        let parts = judge.parts(
            edge.a as usize,
            edge.b as usize,
            &edge.verdict,
            &mut scratch,
        );
        let reasons = merges.reasons(parts.into_iter());
        merges.push(
            first_party(edge.a),
            first_party(edge.b),
            edge.log_odds,
            reasons,
            None,
        );
    }
    let mut reasons: Vec<_> = refused.into_iter().collect();
    reasons.sort_unstable();
    for (why, (count, example)) in reasons {
        warnings.push(format!(
            "{count} pairs of names were kept apart because {why}, for example {example}"
        ));
    }
    (forest, merges, warnings)
}

/// Nodes set against each other.
struct Against {
    /// By a person.
    foes: FxHashMap<u32, Vec<u32>>,
    /// Because they ship to each other.
    partners: FxHashMap<u32, Vec<u32>>,
}

/// Why the clusters of two roots are not joined along an edge.
fn refuse(
    judge: &Judge<'_>,
    forest: &mut Forest,
    x: u32,
    y: u32,
    edge: &Edge,
    against: &Against,
    scratch: &mut Alignment,
) -> Option<&'static str> {
    if forest.crosses(x, y, &against.foes) {
        return Some("a person judged them different");
    }
    let (p, q) = (*forest.cluster(x), *forest.cluster(y));
    // An edge between two countries carries that disagreement in its own score; other edges must not bridge them.
    let bridged = judge.nodes.country(edge.a as usize).is_none()
        || judge.nodes.country(edge.b as usize).is_none();
    if let (Some(a), Some(b)) = (p.country, q.country)
        && a != b
        && bridged
    {
        return Some("their cluster would have two countries");
    }
    if forest.numbers_apart(x, y) {
        return Some("their cluster would hold different numbers");
    }
    if forest.places_apart(x, y) {
        return Some("their cluster would hold different places");
    }
    let size = p.size as usize + q.size as usize;
    if size > judge.policy.largest_cluster {
        return Some("their cluster would be too large");
    }
    let weights = &judge.policy.words;
    if edge.log_odds + weights.trade_partners < judge.policy.merge_at
        && forest.crosses(x, y, &against.partners)
    {
        return Some("they ship to each other");
    }
    if size > 2 {
        let verdict = judge.compare(p.speaker as usize, q.speaker as usize, scratch);
        if judge.log_odds(&verdict) < CONTRADICTS {
            return Some("other names of their clusters contradict it");
        }
    }
    None
}

fn by_node(pairs: &[(u32, u32)]) -> FxHashMap<u32, Vec<u32>> {
    let mut map: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for &(a, b) in pairs {
        map.entry(a).or_default().push(b);
        map.entry(b).or_default().push(a);
    }
    map
}

/// Drops the edges of nodes without a country that fit nodes of several countries, but for edges that an address or a
/// number supports. Returns how many such nodes there are.
fn drop_homeless(judge: &Judge<'_>, edges: &mut Vec<Edge>) -> usize {
    let mut homes: FxHashMap<u32, (Country, bool)> = FxHashMap::default();
    for edge in edges.iter() {
        for (node, other) in [(edge.a, edge.b), (edge.b, edge.a)] {
            if let (None, Some(country)) = (
                judge.nodes.country(node as usize),
                judge.nodes.country(other as usize),
            ) {
                let home = homes.entry(node).or_insert((country, false));
                home.1 |= home.0 != country;
            }
        }
    }
    homes.retain(|_, home| home.1);
    edges.retain(|edge| {
        edge.verdict.is_supported() || !(homes.contains_key(&edge.a) || homes.contains_key(&edge.b))
    });
    homes.len()
}

/// Nodes that ship to each other and would end in one cluster if nothing stopped it.
fn partners(judge: &Judge<'_>, edges: &[Edge], shipments: &Shipments) -> FxHashMap<u32, Vec<u32>> {
    let mut parent: Vec<u32> = (0..judge.nodes.len() as u32).collect();
    for edge in edges {
        let (x, y) = (root(&mut parent, edge.a), root(&mut parent, edge.b));
        parent[x.max(y) as usize] = x.min(y);
    }
    let mut root_of = vec![(0u32, 0u32); judge.records.parties.len()];
    for (i, node) in judge.nodes.iter().enumerate() {
        let root = root(&mut parent, i as u32);
        for party in node.parties {
            root_of[party.index()] = (root, i as u32);
        }
    }
    let mut pairs: Vec<(u32, u32)> = shipments
        .shipper
        .par_iter()
        .with_min_len(8192)
        .zip(&shipments.consignee)
        .filter_map(|(shipper, consignee)| {
            let (p, a) = root_of[(*shipper)?.index()];
            let (q, b) = root_of[(*consignee)?.index()];
            (p == q && a != b).then_some((a.min(b), a.max(b)))
        })
        .collect();
    pairs.sort_unstable();
    pairs.dedup();
    by_node(&pairs)
}

/// Parties of one node: the same words in the same country.
fn within_nodes(judge: &Judge<'_>) -> Merges {
    let mut merges = Merges::default();
    let mut seen = String::new();
    for node in judge.nodes.iter().filter(|node| node.parties.len() > 1) {
        seen.clear();
        for &word in node.words {
            if !seen.is_empty() {
                seen.push(' ');
            }
            seen.push_str(judge.records.names.text(word));
        }
        let log_odds =
            (f64::from(node.information) - judge.information.log_names).min(judge.policy.name_most);
        let part = |field, seen, log_odds| MergePart {
            field,
            seen,
            log_odds,
        };
        let name = part("name", seen.as_str(), log_odds);
        let country = node.country.as_ref();
        let country = country.map(|country| part("country", country.as_str(), 0.0));
        let reasons = merges.reasons(std::iter::once(name).chain(country));
        for &other in &node.parties[1..] {
            merges.push(node.parties[0], other, log_odds, reasons, None);
        }
    }
    merges
}
