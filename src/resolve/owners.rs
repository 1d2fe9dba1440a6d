//! Who owns whom, up to the roots.

use super::nodes::hash_text;
use super::registers::{Found, Lookup};
use crate::model::{Country, Day, Entities, EntityId, Link, LinkKind, Measure, Owner, Registers};
use rustc_hash::{FxHashMap, FxHashSet};

/// Longest chain of owners followed, and chains of one entity. Real charts are far inside both; a register
/// made of cycles is not.
const DEPTH: usize = 12;
const CHAINS: usize = 2_000;

/// A firm or person of the ownership table.
struct Node {
    name: String,
    country: Option<Country>,
    entity: Option<EntityId>,
    listed: bool,
    owners: Vec<Holding>,
}

/// A row of the table, seen from the owned firm.
struct Holding {
    owner: usize,
    share_pct: Measure,
    from: Option<Day>,
    to: Option<Day>,
}

/// A chain from an entity up to a root.
struct Chain {
    root: usize,
    share: Option<f64>,
    controls: bool,
    from: Option<Day>,
    to: Option<Day>,
    via: Vec<String>,
}

/// Owner links, links of sisters, and the owners of each entity up to the roots. `listed` holds the
/// [`key_of`](super::registers::key_of) of every listed name. Returns the links and what a person should know.
pub fn attach(
    registers: &Registers,
    lookup: &Lookup<'_>,
    listed: &FxHashSet<u64>,
    entities: &mut Entities,
) -> (Vec<Link>, Vec<String>) {
    let nodes = read(registers, lookup, listed, entities);
    let mut links = Vec::new();
    let mut warnings = Vec::new();
    direct_links(&nodes, &mut links);
    sisters(&nodes, &mut links);
    let mut cut = 0;
    for (i, node) in nodes.iter().enumerate() {
        let Some(entity) = node.entity else { continue };
        let mut chains = Vec::new();
        let mut path = vec![i];
        let start = Chain {
            root: i,
            share: Some(100.0),
            controls: true,
            from: None,
            to: None,
            via: vec![node.name.clone()],
        };
        climb(&nodes, start, &mut path, &mut chains);
        cut += usize::from(chains.len() >= CHAINS);
        // Several nodes may mean one entity ("Orchid" with and without a country): their owners add up side by side.
        entities[entity].owners.extend(roots(&nodes, chains));
    }
    if cut > 0 {
        warnings.push(format!(
            "the owners of {cut} entities form more than {CHAINS} chains; the rest was not followed"
        ));
    }
    for entity in entities.iter_mut() {
        entity.owners.sort_by(|a, b| {
            b.share_pct
                .get()
                .unwrap_or(-1.0)
                .total_cmp(&a.share_pct.get().unwrap_or(-1.0))
                .then_with(|| (&a.name, a.country, a.from).cmp(&(&b.name, b.country, b.from)))
        });
        entity.owners.dedup();
        if entity.headquarters.is_none() {
            entity.headquarters = entity
                .owners
                .iter()
                .find(|owner| owner.controls && owner.to.is_none())
                .and_then(|owner| owner.country);
        }
    }
    (links, warnings)
}

fn read(
    registers: &Registers,
    lookup: &Lookup<'_>,
    listed: &FxHashSet<u64>,
    entities: &Entities,
) -> Vec<Node> {
    let mut numbers: FxHashMap<(u64, Option<Country>), usize> = FxHashMap::default();
    let mut nodes: Vec<Node> = Vec::new();
    let mut number = |name: &str, key: u64, country: Option<Country>, nodes: &mut Vec<Node>| {
        let written = if key == 0 { hash_text(name) } else { key };
        *numbers.entry((written, country)).or_insert_with(|| {
            nodes.push(Node {
                name: name.to_owned(),
                country,
                entity: match lookup.find(key, country, entities) {
                    Found::One(id) => Some(id),
                    Found::None | Found::Several => None,
                },
                listed: listed.contains(&key),
                owners: Vec::new(),
            });
            nodes.len() - 1
        })
    };
    for (row, [owner, owned]) in registers.ownership.iter().zip(lookup.of_owners()) {
        let owner = number(&row.owner_name, *owner, row.owner_country, &mut nodes);
        let owned = number(&row.owned_name, *owned, row.owned_country, &mut nodes);
        if owner != owned {
            nodes[owned].owners.push(Holding {
                owner,
                share_pct: row.share_pct,
                from: row.from,
                to: row.to,
            });
        }
    }
    nodes
}

/// Half or more, or a parent whose share nobody states.
fn is_majority(share: Measure) -> bool {
    share.get().is_none_or(|share| share >= 50.0)
}

fn direct_links(nodes: &[Node], links: &mut Vec<Link>) {
    for node in nodes {
        let Some(b) = node.entity else { continue };
        for holding in &node.owners {
            let Some(a) = nodes[holding.owner].entity.filter(|&a| a != b) else {
                continue;
            };
            let share = holding.share_pct.get();
            links.push(Link {
                a,
                b,
                kind: LinkKind::Owner,
                strength: share.map_or(0.8, |share| (share / 50.0).clamp(0.1, 1.0)),
                share_pct: holding.share_pct,
                seen: match share {
                    Some(share) => format!(
                        "{} holds {share} % of {}",
                        nodes[holding.owner].name, node.name
                    ),
                    None => format!("{} owns {}", nodes[holding.owner].name, node.name),
                },
                from: holding.from,
                to: holding.to,
            });
        }
    }
}

/// Two entities of which one owner holds half or more each.
fn sisters(nodes: &[Node], links: &mut Vec<Link>) {
    /// A firm held by majority, and the first and last day of it.
    type Held = (EntityId, Option<Day>, Option<Day>);
    let mut held: Vec<Vec<Held>> = vec![Vec::new(); nodes.len()];
    for node in nodes {
        let Some(entity) = node.entity else { continue };
        for holding in node.owners.iter().filter(|h| is_majority(h.share_pct)) {
            held[holding.owner].push((entity, holding.from, holding.to));
        }
    }
    for (owner, mut list) in held.into_iter().enumerate() {
        list.sort_unstable();
        list.dedup();
        for (i, a) in list.iter().enumerate() {
            for b in &list[i + 1..] {
                let (from, to) = (later(a.1, b.1), earlier(a.2, b.2));
                if a.0 == b.0 || ends_before(to, from) {
                    continue;
                }
                links.push(Link {
                    a: a.0,
                    b: b.0,
                    kind: LinkKind::CommonOwner,
                    strength: 0.9,
                    share_pct: Measure::UNKNOWN,
                    seen: format!("{} holds half or more of both", nodes[owner].name),
                    from,
                    to,
                });
            }
        }
    }
}

fn climb(nodes: &[Node], chain: Chain, path: &mut Vec<usize>, out: &mut Vec<Chain>) {
    let node = &nodes[chain.root];
    let mut is_root = true;
    if path.len() <= DEPTH {
        for holding in &node.owners {
            // A cycle: firms that own each other add nothing that is not owned from outside.
            if path.contains(&holding.owner) || out.len() >= CHAINS {
                continue;
            }
            let (from, to) = (
                later(chain.from, holding.from),
                earlier(chain.to, holding.to),
            );
            if ends_before(to, from) {
                continue;
            }
            is_root = false;
            let mut via = vec![nodes[holding.owner].name.clone()];
            via.extend(chain.via.iter().cloned());
            path.push(holding.owner);
            let up = Chain {
                root: holding.owner,
                share: chain
                    .share
                    .zip(holding.share_pct.get())
                    .map(|(a, b)| a * b / 100.0),
                controls: chain.controls && is_majority(holding.share_pct),
                from,
                to,
                via,
            };
            climb(nodes, up, path, out);
            path.pop();
        }
    }
    // A listed firm counts as an owner wherever it stands; others only at the top.
    if path.len() > 1 && (is_root || node.listed) && out.len() < CHAINS {
        out.push(chain);
    }
}

/// Sums the chains of each root over the stretches of days in which the same chains hold.
fn roots(nodes: &[Node], mut chains: Vec<Chain>) -> Vec<Owner> {
    chains.sort_by(|a, b| (a.root, &a.via, a.from, a.to).cmp(&(b.root, &b.via, b.from, b.to)));
    let mut owners = Vec::new();
    for group in chains.chunk_by(|a, b| a.root == b.root) {
        let root = &nodes[group[0].root];
        // Days on which the set of chains changes; `None` stands for "always" at the front.
        let mut starts: Vec<Option<Day>> = group.iter().map(|c| c.from).collect();
        starts.extend(group.iter().filter_map(|c| c.to).map(|to| Some(to.plus(1))));
        starts.sort_unstable();
        starts.dedup();
        for (i, &from) in starts.iter().enumerate() {
            let to = starts
                .get(i + 1)
                .copied()
                .flatten()
                .map(|next| next.plus(-1));
            let holds = |c: &&Chain| {
                later(c.from, from) == from && c.to.is_none_or(|end| from.is_none_or(|f| f <= end))
            };
            let active: Vec<&Chain> = group.iter().filter(holds).collect();
            let Some(first) = active.first() else {
                continue;
            };
            let mut sum = Some(0.0);
            for chain in &active {
                sum = sum.zip(chain.share).map(|(a, b)| a + b);
            }
            owners.push(Owner {
                entity: root.entity,
                name: root.name.clone(),
                country: root.country,
                share_pct: Measure::from(sum.map(|s| s.min(100.0))),
                // Shares held through several firms count together for the 50 % test.
                controls: active.iter().any(|c| c.controls) || sum.is_some_and(|s| s >= 50.0),
                listed: root.listed,
                via: first.via.clone(),
                from,
                to,
            });
        }
    }
    owners
}

fn later(a: Option<Day>, b: Option<Day>) -> Option<Day> {
    a.max(b)
}

fn earlier(a: Option<Day>, b: Option<Day>) -> Option<Day> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

fn ends_before(to: Option<Day>, from: Option<Day>) -> bool {
    matches!((to, from), (Some(to), Some(from)) if to < from)
}
