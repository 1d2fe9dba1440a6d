//! Parties to entities and links: who is who, and who is related.

pub mod address;
pub mod align;
pub mod block;
pub mod brief;
pub mod cluster;
pub mod contacts;
pub mod entities;
pub mod estimate;
pub mod fold;
pub mod forest;
pub mod glance;
pub mod hits;
pub mod judge;
pub mod judgements;
pub mod kin;
pub mod leads;
pub mod lexicon;
pub mod links;
pub mod listed;
pub mod listed_words;
pub mod name;
pub mod names;
mod near;
pub mod neighbours;
pub mod nodes;
pub mod owners;
pub mod records;
pub mod registers;
pub mod same_lots;
pub mod screen;
pub mod screen_ceiling;
pub mod successors;
pub mod weighed;
pub mod word_keys;

use crate::model::{
    IdVec, Judgement, Link, LinkId, Merges, Progress, Registers, Resolution, Shipments,
};
use crate::policy::ResolvePolicy;
use align::Alignment;
use judge::Judge;
use lexicon::Lexicon;
use neighbours::Neighbours;
use nodes::Information;
use rayon::prelude::*;
use records::Records;
use rustc_hash::FxHashMap;

/// How to resolve.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Resolve nothing: an entity is a name, trimmed and in capitals.
    pub off: bool,
    /// Decisions of people, obeyed before any score.
    pub judgements: Vec<Judgement>,
}

/// Parties to entities, and registers joined to them. The rows of the party tables move to the entities that they fit, so
/// that no text is held twice; they are gone from `registers` afterwards. The result depends neither on the order of parties nor on the
/// number of threads, but for the numbers of the parties themselves.
pub fn resolve(
    shipments: &Shipments,
    registers: &mut Registers,
    policy: &ResolvePolicy,
    options: &Options,
    progress: &dyn Progress,
) -> Resolution {
    progress.start("resolve", Some(shipments.parties.len() as u64));
    let lexicon = Lexicon::built_in();
    let (records, hashes) = rayon::join(
        || Records::read(shipments, &lexicon),
        || entities::content_hashes(shipments, options.off),
    );
    let clusters = if options.off {
        by_plain_name(shipments)
    } else {
        compared(shipments, &records, &hashes, policy, options)
    };
    progress.advance(shipments.parties.len() as u64);
    let (entity_of, mut entities) =
        entities::build(shipments, &clusters.group_of, clusters.groups, &hashes);
    drop((clusters.group_of, hashes));
    let mut warnings = clusters.warnings;
    let lookup = registers::Lookup::new(registers, shipments, &records, &entity_of, &lexicon);
    let rows = std::mem::take(&mut registers.parties);
    let registers = &*registers;
    let count = entities.len();
    // What registers and shared values add to the firms is found one step after the other for the most part. That leaves
    // a thread to what asks only for names and for who is who.
    let (mut links, (successors, near)) = rayon::join(
        || {
            warnings.extend(registers::attach(rows, &lookup, &records, &mut entities));
            let shared = links::shared_values(
                shipments,
                &records,
                &entity_of,
                &entities,
                &lexicon,
                &policy.links,
            );
            warnings.extend(shared.warnings);
            let mut links = shared.links;
            for own in shared.marks.chunk_by(|a, b| a.0 == b.0) {
                let marks = own.iter().map(|(_, mark)| mark.clone());
                entities[own[0].0].address_marks = marks.collect();
            }
            let listed = hits::listed_keys(registers, &lexicon);
            let (owned, notes) = owners::attach(registers, &lookup, &listed, &mut entities);
            links.extend(owned);
            warnings.extend(notes);
            drop(lookup);
            links
        },
        || {
            // The successors take the most memory, and go while the registers do, which take little.
            let links = successors::links(shipments, &entity_of, count, &policy.links);
            let near = hits::Near::of(&registers.watchlist, &records, &lexicon, &policy.screen);
            (links, near)
        },
    );
    near.attach(
        &registers.watchlist,
        &records,
        &policy.screen,
        &mut entities,
    );
    // Names and addresses are a large part of the memory of this stage.
    drop((near, records));
    links.extend(successors);
    progress.finish();
    Resolution {
        entity_of,
        entities,
        links: sorted(links),
        merges: clusters.merges,
        warnings,
    }
}

/// Pairs that share a key, compared; the likely ones joined.
fn compared(
    shipments: &Shipments,
    records: &Records,
    hashes: &[u64],
    policy: &ResolvePolicy,
    options: &Options,
) -> cluster::Clusters {
    let information = Information::of(&records.names, policy.score.least_names);
    let apart = judgements::mentioned(&options.judgements);
    let nodes = nodes::group(shipments, records, hashes, &information, &apart);
    let decisions = judgements::decide(&options.judgements, shipments, records, &nodes);
    let neighbours = Neighbours::find(&records.names);
    let blocks = block::blocks(&nodes, records, &neighbours, &policy.blocks);
    drop(neighbours);
    let at_address = firms_at(records);
    let mut judge = Judge::new(records, &nodes, &information, &at_address, &policy.score);
    let pairs = blocks.pair_count();
    if pairs >= policy.score.estimate_from {
        // Nodes are in order of content, so a hash of their numbers draws the same sample whatever the order of rows.
        let every = pairs.div_ceil(SAMPLE) as u64;
        let sample =
            blocks.pairs(|a, b| nodes::mixed(u64::from(a), u64::from(b)).is_multiple_of(every));
        judge.estimate(&sample);
    }
    let ceiling = judge.ceiling();
    let pairs = blocks.pairs(|a, b| judge.may_agree(a as usize, b as usize, &ceiling));
    let (skipped, largest) = (blocks.skipped, blocks.largest);
    drop(blocks);
    let edges: Vec<cluster::Edge> = pairs
        .par_iter()
        .with_min_len(4096)
        .map_init(Alignment::default, |scratch, &(a, b)| {
            let verdict = judge.likely(a as usize, b as usize, &ceiling, scratch)?;
            let log_odds = judge.log_odds(&verdict);
            (log_odds >= policy.score.merge_at).then_some(cluster::Edge {
                log_odds,
                a,
                b,
                verdict,
            })
        })
        .flatten()
        .collect();
    drop(pairs);
    let mut clusters = cluster::join(&judge, edges, &decisions, shipments);
    if skipped > 0 {
        clusters.warnings.push(format!(
            "words that more than {} names share led to no comparison: {} such keys, the largest with {} names",
            policy.blocks.largest, skipped, largest
        ));
    }
    clusters
}

/// Pairs from which the weights are estimated, about as many.
const SAMPLE: usize = 50_000;

/// Names at one address up to which it is found out how many firms they are; there are no more than names.
const MOST_AT_ADDRESS: usize = 64;

/// About how many firms stand at each address, in order of [`Records::addresses`]: names that share a distinguishing
/// word are taken for one.
fn firms_at(records: &Records) -> Vec<u32> {
    let names = &records.names;
    let mut at: Vec<(u64, u32)> = records
        .parties
        .par_iter()
        .with_min_len(4096)
        .filter(|r| r.address != 0)
        .map(|r| (r.address, r))
        .filter_map(|(address, r)| Some((records.address_keys[address as usize]?, r.name)))
        .collect();
    at.par_sort_unstable();
    at.dedup();
    let telling = |name: u32| {
        let words = names.of(name).iter();
        words.filter(|&&w| names.words[w as usize].kind == lexicon::Kind::Word)
    };
    let firms = |group: &[(u64, u32)]| {
        if group.len() > MOST_AT_ADDRESS {
            return group.len() as u32;
        }
        let mut apart: Vec<Vec<u32>> = Vec::new();
        for &(_, name) in group {
            let shares = |firm: &mut Vec<u32>| telling(name).any(|w| firm.contains(w));
            let mut words: Vec<u32> = telling(name).copied().collect();
            // A name with words of two firms makes them one.
            for firm in apart.extract_if(.., shares) {
                words.extend(firm);
            }
            apart.push(words);
        }
        apart.len() as u32
    };
    let count: FxHashMap<u64, u32> = at
        .par_chunk_by(|a, b| a.0 == b.0)
        .map(|group| (group[0].0, firms(group)))
        .collect::<Vec<_>>()
        .into_iter()
        .collect();
    records
        .address_keys
        .iter()
        .map(|key| key.and_then(|key| count.get(&key).copied()).unwrap_or(1))
        .collect()
}

/// One link for each (a, b, kind, seen), sorted by it; undirected links with `a < b`.
fn sorted(mut links: Vec<Link>) -> IdVec<LinkId, Link> {
    for link in &mut links {
        if !link.kind.is_directed() && link.b < link.a {
            std::mem::swap(&mut link.a, &mut link.b);
        }
    }
    links.retain(|link| link.a != link.b);
    links.par_sort_by(|x, y| {
        (x.a, x.b, x.kind, &x.seen, x.from, x.to)
            .cmp(&(y.a, y.b, y.kind, &y.seen, y.from, y.to))
            .then(y.strength.total_cmp(&x.strength))
    });
    // The strongest of equal ones stays: an address is met through each place that it names.
    links.dedup_by(|b, a| {
        (a.a, a.b, a.kind, a.from, a.to) == (b.a, b.b, b.kind, b.from, b.to) && a.seen == b.seen
    });
    links.into()
}

fn by_plain_name(shipments: &Shipments) -> cluster::Clusters {
    let mut numbers: FxHashMap<String, u32> = FxHashMap::default();
    let group_of = shipments
        .parties
        .iter()
        .map(|party| {
            let next = numbers.len() as u32;
            *numbers
                .entry(entities::plain_name(shipments.text.get(party.name)))
                .or_insert(next)
        })
        .collect();
    cluster::Clusters {
        group_of,
        groups: numbers.len(),
        merges: Merges::default(),
        warnings: Vec::new(),
    }
}

#[cfg(test)]
mod tests;
