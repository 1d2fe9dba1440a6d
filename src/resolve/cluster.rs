//! Which nodes are one firm: the surest pairs first, unless a cluster would contradict itself.

use super::align::Alignment;
use super::judge::{Judge, Verdict};
use super::judgements::Decisions;
use super::lexicon::Kind;
use super::names::WordId;
use crate::model::{Country, Merge, MergePart, PartyId, Shipments};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Groups of parties and why they were joined.
pub struct Clusters {
    /// Group of each party, numbered from 0 without gaps.
    pub group_of: Vec<u32>,
    /// Number of groups.
    pub groups: usize,
    /// Why.
    pub merges: Vec<Merge>,
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

/// What a cluster stands for.
struct Cluster {
    members: Vec<u32>,
    country: Option<Country>,
    numbers: Vec<WordId>,
    places: Vec<WordId>,
    /// What the firm is called when nobody errs: see [`Judge::speaks_better`].
    speaker: u32,
}

struct Forest {
    parent: Vec<u32>,
}

impl Forest {
    fn find(&mut self, mut i: u32) -> u32 {
        while self.parent[i as usize] != i {
            let up = self.parent[self.parent[i as usize] as usize];
            self.parent[i as usize] = up;
            i = up;
        }
        i
    }
}

/// Joins nodes along edges, surest first, ties by node numbers (which follow content).
pub fn join(
    judge: &Judge<'_>,
    mut edges: Vec<Edge>,
    decisions: &Decisions,
    shipments: &Shipments,
) -> Clusters {
    let nodes = judge.nodes;
    let names = &judge.records.names;
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
    let partners = partners(judge, &edges, shipments);
    let foes = by_node(&decisions.different);
    let of_kind = |i: usize, kind: Kind| -> Vec<WordId> {
        let mut words: Vec<WordId> = nodes[i]
            .words
            .iter()
            .copied()
            .filter(|&w| names.words[w as usize].kind == kind)
            .collect();
        words.sort_unstable();
        words.dedup();
        words
    };
    let mut clusters: Vec<Option<Cluster>> = (0..nodes.len())
        .map(|i| {
            Some(Cluster {
                members: vec![i as u32],
                country: nodes[i].country,
                numbers: of_kind(i, Kind::Number),
                places: of_kind(i, Kind::Place),
                speaker: i as u32,
            })
        })
        .collect();
    let mut forest = Forest {
        parent: (0..nodes.len() as u32).collect(),
    };
    let mut merges = Vec::new();
    let mut scratch = Alignment::default();
    for (a, b, by) in &decisions.same {
        let (x, y) = (forest.find(*a), forest.find(*b));
        if x == y {
            continue;
        }
        if crosses(&clusters, &mut forest, x, y, &foes) {
            warnings.push(format!(
                "judgements in conflict: '{}' and '{}' are the same by {by}, and kept apart by others",
                shipments.text.get(shipments.parties[nodes[*a as usize].parties[0]].name),
                shipments.text.get(shipments.parties[nodes[*b as usize].parties[0]].name),
            ));
            continue;
        }
        unite(&mut clusters, &mut forest, x, y, judge);
        merges.push(Merge {
            left: nodes[*a as usize].parties[0],
            right: nodes[*b as usize].parties[0],
            log_odds: JUDGED,
            parts: vec![MergePart {
                field: "judgement",
                seen: format!("the same by {by}"),
                log_odds: JUDGED,
            }],
            judged_by: Some(by.clone()),
        });
    }
    let mut refused: FxHashMap<&'static str, (usize, String)> = FxHashMap::default();
    for edge in &edges {
        let (x, y) = (forest.find(edge.a), forest.find(edge.b));
        if x == y {
            continue;
        }
        let why = refuse(
            judge,
            &clusters,
            &mut forest,
            x,
            y,
            edge,
            &foes,
            &partners,
            &mut scratch,
        );
        if let Some(why) = why {
            let (count, example) = refused.entry(why).or_default();
            if *count == 0 {
                *example = format!(
                    "'{}' and '{}'",
                    shipments
                        .text
                        .get(shipments.parties[nodes[edge.a as usize].parties[0]].name),
                    shipments
                        .text
                        .get(shipments.parties[nodes[edge.b as usize].parties[0]].name),
                );
            }
            *count += 1;
            continue;
        }
        unite(&mut clusters, &mut forest, x, y, judge);
        merges.push(Merge {
            left: nodes[edge.a as usize].parties[0],
            right: nodes[edge.b as usize].parties[0],
            log_odds: edge.log_odds,
            parts: judge.parts(
                edge.a as usize,
                edge.b as usize,
                &edge.verdict,
                &mut scratch,
            ),
            judged_by: None,
        });
    }
    let mut reasons: Vec<_> = refused.into_iter().collect();
    reasons.sort_unstable();
    for (why, (count, example)) in reasons {
        warnings.push(format!(
            "{count} pairs of names were kept apart because {why}, for example {example}"
        ));
    }
    within_nodes(judge, &mut merges);
    merges.par_sort_unstable_by_key(|m| (m.left, m.right));
    let mut group_of = vec![0u32; judge.records.parties.len()];
    let mut groups = 0;
    for (root, cluster) in clusters.iter().enumerate() {
        if let Some(cluster) = cluster
            && forest.find(root as u32) == root as u32
        {
            for &node in &cluster.members {
                for party in &nodes[node as usize].parties {
                    group_of[party.index()] = groups;
                }
            }
            groups += 1;
        }
    }
    Clusters {
        group_of,
        groups: groups as usize,
        merges,
        warnings,
    }
}

#[allow(
    clippy::too_many_arguments,
    reason = "one decision over all that the guard knows"
)]
fn refuse(
    judge: &Judge<'_>,
    clusters: &[Option<Cluster>],
    forest: &mut Forest,
    x: u32,
    y: u32,
    edge: &Edge,
    foes: &FxHashMap<u32, Vec<u32>>,
    partners: &FxHashMap<u32, Vec<u32>>,
    scratch: &mut Alignment,
) -> Option<&'static str> {
    let (Some(p), Some(q)) = (&clusters[x as usize], &clusters[y as usize]) else {
        return None;
    };
    if crosses(clusters, forest, x, y, foes) {
        return Some("a person judged them different");
    }
    // An edge between two countries carries that disagreement in its own score; other edges must not bridge them.
    let bridged = judge.nodes[edge.a as usize].country.is_none()
        || judge.nodes[edge.b as usize].country.is_none();
    if let (Some(a), Some(b)) = (p.country, q.country)
        && a != b
        && bridged
    {
        return Some("their cluster would have two countries");
    }
    let apart = |a: &[WordId], b: &[WordId]| {
        !a.is_empty() && !b.is_empty() && !a.iter().any(|w| b.contains(w))
    };
    if apart(&p.numbers, &q.numbers) {
        return Some("their cluster would hold different numbers");
    }
    if apart(&p.places, &q.places) {
        return Some("their cluster would hold different places");
    }
    if p.members.len() + q.members.len() > judge.policy.largest_cluster {
        return Some("their cluster would be too large");
    }
    let weights = &judge.policy.words;
    if edge.log_odds + weights.trade_partners < judge.policy.merge_at
        && crosses(clusters, forest, x, y, partners)
    {
        return Some("they ship to each other");
    }
    if p.members.len() + q.members.len() > 2 {
        let verdict = judge.compare(p.speaker as usize, q.speaker as usize, scratch);
        if judge.log_odds(&verdict) < CONTRADICTS {
            return Some("other names of their clusters contradict it");
        }
    }
    None
}

fn unite(clusters: &mut [Option<Cluster>], forest: &mut Forest, x: u32, y: u32, judge: &Judge<'_>) {
    let (Some(p), Some(q)) = (clusters[x as usize].take(), clusters[y as usize].take()) else {
        return;
    };
    // The smaller list moves; which root stays does not show in any result.
    let (root, mut keep, give, child) = if p.members.len() >= q.members.len() {
        (x, p, q, y)
    } else {
        (y, q, p, x)
    };
    keep.members.extend(give.members);
    keep.country = keep.country.or(give.country);
    for (into, from) in [
        (&mut keep.numbers, give.numbers),
        (&mut keep.places, give.places),
    ] {
        if into.is_empty() {
            *into = from;
        } else if !from.is_empty() {
            into.retain(|w| from.contains(w));
        }
    }
    if judge.speaks_better(give.speaker, keep.speaker, &keep.members) {
        keep.speaker = give.speaker;
    }
    forest.parent[child as usize] = root;
    clusters[root as usize] = Some(keep);
}

/// Is some member of one cluster set against some member of the other?
fn crosses(
    clusters: &[Option<Cluster>],
    forest: &mut Forest,
    x: u32,
    y: u32,
    against: &FxHashMap<u32, Vec<u32>>,
) -> bool {
    if against.is_empty() {
        return false;
    }
    let (Some(p), Some(q)) = (&clusters[x as usize], &clusters[y as usize]) else {
        return false;
    };
    let (few, other) = if p.members.len() <= q.members.len() {
        (p, y)
    } else {
        (q, x)
    };
    few.members
        .iter()
        .filter_map(|node| against.get(node))
        .flatten()
        .any(|&foe| forest.find(foe) == other)
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
                judge.nodes[node as usize].country,
                judge.nodes[other as usize].country,
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
    let mut forest = Forest {
        parent: (0..judge.nodes.len() as u32).collect(),
    };
    for edge in edges {
        let (x, y) = (forest.find(edge.a), forest.find(edge.b));
        forest.parent[x.max(y) as usize] = x.min(y);
    }
    let mut root_of = vec![(0u32, 0u32); judge.records.parties.len()];
    for (i, node) in judge.nodes.iter().enumerate() {
        let root = forest.find(i as u32);
        for party in &node.parties {
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
fn within_nodes(judge: &Judge<'_>, merges: &mut Vec<Merge>) {
    let within = judge
        .nodes
        .par_iter()
        .with_min_len(1024)
        .filter(|node| node.parties.len() > 1)
        .flat_map_iter(|node| {
            let words: Vec<&str> = node
                .words
                .iter()
                .map(|&w| judge.records.names.text(w))
                .collect();
            let seen = words.join(" ");
            let log_odds = (f64::from(node.information) - judge.information.log_names)
                .min(judge.policy.name_most);
            node.parties[1..].iter().map(move |&other| {
                let mut parts = Vec::with_capacity(2);
                parts.push(MergePart {
                    field: "name",
                    seen: seen.clone(),
                    log_odds,
                });
                parts.extend(node.country.map(|country| MergePart {
                    field: "country",
                    seen: country.to_string(),
                    log_odds: 0.0,
                }));
                merge(node.parties[0], other, log_odds, parts)
            })
        });
    merges.par_extend(within);
}

fn merge(left: PartyId, right: PartyId, log_odds: f64, parts: Vec<MergePart>) -> Merge {
    Merge {
        left,
        right,
        log_odds,
        parts,
        judged_by: None,
    }
}
