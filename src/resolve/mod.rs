//! Parties to entities and links: who is who, and who is related.

pub mod address;
pub mod cluster;
pub mod contacts;
pub mod entities;
pub mod fold;
pub mod hits;
pub mod lexicon;
pub mod links;
pub mod name;
pub mod names;
pub mod owners;
pub mod records;
pub mod registers;

use crate::model::{IdVec, Judgement, Link, LinkId, Progress, Registers, Resolution, Shipments};
use crate::policy::ResolvePolicy;
use lexicon::Lexicon;
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

/// Parties to entities, and registers joined to them. The result depends neither on the order of parties nor on the
/// number of threads, but for the numbers of the parties themselves.
pub fn resolve(
    shipments: &Shipments,
    registers: &Registers,
    policy: &ResolvePolicy,
    options: &Options,
    progress: &dyn Progress,
) -> Resolution {
    progress.start("resolve", Some(shipments.parties.len() as u64));
    let lexicon = Lexicon::built_in();
    let records = Records::read(shipments, &lexicon);
    let clusters = if options.off {
        by_plain_name(shipments)
    } else {
        cluster::by_equal_name(shipments, &records)
    };
    progress.advance(shipments.parties.len() as u64);
    let (entity_of, mut entities) =
        entities::build(shipments, &clusters.group_of, clusters.groups, options.off);
    let mut warnings = clusters.warnings;
    let lookup = registers::Lookup::new(registers, &records, &entity_of, &lexicon);
    warnings.extend(registers::attach(
        registers,
        &lookup,
        &records,
        &mut entities,
    ));
    let (mut links, notes) = links::shared_values(
        shipments,
        &records,
        &entity_of,
        &entities,
        &lexicon,
        &policy.links,
    );
    warnings.extend(notes);
    let listed = hits::listed_keys(registers, &lexicon);
    let (owned, notes) = owners::attach(registers, &lookup, &lexicon, &listed, &mut entities);
    links.extend(owned);
    warnings.extend(notes);
    hits::attach(
        registers,
        shipments,
        &records,
        &lexicon,
        &policy.screen,
        &mut entities,
    );
    progress.finish();
    Resolution {
        entity_of,
        entities,
        links: sorted(links),
        merges: clusters.merges,
        warnings,
    }
}

/// One link for each (a, b, kind, seen), sorted by it; undirected links with `a < b`.
fn sorted(mut links: Vec<Link>) -> IdVec<LinkId, Link> {
    for link in &mut links {
        if !link.kind.is_directed() && link.b < link.a {
            std::mem::swap(&mut link.a, &mut link.b);
        }
    }
    links.retain(|link| link.a != link.b);
    links.sort_by(|x, y| {
        (x.a, x.b, x.kind, &x.seen, x.from, x.to)
            .cmp(&(y.a, y.b, y.kind, &y.seen, y.from, y.to))
            .then(y.strength.total_cmp(&x.strength))
    });
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
        merges: Vec::new(),
        warnings: Vec::new(),
    }
}

#[cfg(test)]
mod tests;
