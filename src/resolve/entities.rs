//! Groups of parties to entities with stable keys.

use super::near::read_all;
use crate::model::{
    Country, Entities, Entity, EntityId, EntityKey, IdVec, Party, PartyId, Shipments, TextId,
};
use rayon::prelude::*;
use sha2::{Digest, Sha256};

/// Makes entities of groups. `group_of` numbers groups in any order; results are sorted by key.
///
/// The key is the smallest hash of the content of a member, so that it stays when further members join, unless
/// one with a smaller hash does. `hashes` are the [`content_hashes`].
pub fn build(
    shipments: &Shipments,
    group_of: &[u32],
    groups: usize,
    hashes: &[u64],
) -> (IdVec<PartyId, EntityId>, Entities) {
    let mut key_of = vec![u64::MAX; groups];
    for (party, &group) in group_of.iter().enumerate() {
        let key = &mut key_of[group as usize];
        *key = (*key).min(hashes[party]);
    }
    let mut order: Vec<u32> = (0..groups as u32).collect();
    order.par_sort_unstable_by_key(|&g| key_of[g as usize]);
    let mut rank = vec![0u32; groups];
    for (r, &g) in order.iter().enumerate() {
        rank[g as usize] = r as u32;
    }
    let uses = uses(shipments);
    // Parties by entity, ascending within each.
    let mut starts = vec![0u32; groups + 1];
    for &group in group_of {
        starts[rank[group as usize] as usize + 1] += 1;
    }
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    let mut next = starts.clone();
    let mut members = vec![PartyId::new(0); group_of.len()];
    for (party, &group) in group_of.iter().enumerate() {
        let at = &mut next[rank[group as usize] as usize];
        members[*at as usize] = PartyId::new(party);
        *at += 1;
    }
    drop(next);
    let entities = order
        .par_iter()
        .with_min_len(512)
        .enumerate()
        .map(|(r, &group)| {
            let key = EntityKey(key_of[group as usize]);
            let own = &members[starts[r] as usize..starts[r + 1] as usize];
            entity(shipments, key, own, &uses)
        })
        .collect::<Vec<Entity>>();
    let entity_of = group_of
        .iter()
        .map(|&g| EntityId::new(rank[g as usize] as usize))
        .collect();
    (entity_of, entities.into())
}

/// A hash of each party's content: an order that does not depend on that of rows. `by_name` says that an entity is a
/// name and nothing else.
pub fn content_hashes(shipments: &Shipments, by_name: bool) -> Vec<u64> {
    let texts = |party: &Party| [party.name, party.address, party.registration_id];
    let hash = |party| content_hash(shipments, party, by_name);
    read_all(shipments.parties.as_slice(), &shipments.text, texts, hash).collect()
}

/// How often each party ships or receives.
fn uses(shipments: &Shipments) -> Vec<u32> {
    let mut uses = vec![0u32; shipments.parties.len()];
    for party in shipments
        .shipper
        .iter()
        .chain(&shipments.consignee)
        .flatten()
    {
        uses[party.index()] += 1;
    }
    uses
}

fn entity(shipments: &Shipments, key: EntityKey, parties: &[PartyId], uses: &[u32]) -> Entity {
    let mut names: Vec<(TextId, u64)> = Vec::with_capacity(parties.len());
    let mut ranked: Vec<(Country, u64)> = Vec::new();
    for &id in parties {
        let party = &shipments.parties[id];
        // A party that only stands in a register still counts as a spelling.
        let weight = u64::from(uses[id.index()].max(1));
        names.push((party.name, weight));
        ranked.extend(party.country.map(|country| (country, weight)));
    }
    summed(&mut names);
    summed(&mut ranked);
    names.sort_unstable_by(|a, b| {
        b.1.cmp(&a.1)
            .then_with(|| shipments.text.get(a.0).cmp(shipments.text.get(b.0)))
    });
    ranked.sort_unstable_by_key(|&(country, count)| (std::cmp::Reverse(count), country));
    let country = ranked.first().map(|&(country, _)| country);
    let mut countries: Vec<Country> = ranked.into_iter().map(|(country, _)| country).collect();
    countries.sort_unstable();
    Entity {
        key,
        name: names.first().map_or(TextId::NONE, |&(name, _)| name),
        parties: parties.into(),
        countries: countries.into_boxed_slice(),
        country,
        attributes: None,
        owners: Vec::new(),
        listed: Vec::new(),
        headquarters: None,
        address_marks: Box::default(),
    }
}

/// One row a value, with the sum of its weights.
fn summed<T: Copy + Ord>(rows: &mut Vec<(T, u64)>) {
    rows.sort_unstable_by_key(|row| row.0);
    rows.dedup_by(|b, a| {
        let same = a.0 == b.0;
        if same {
            a.1 += b.1;
        }
        same
    });
}

fn content_hash(shipments: &Shipments, party: &Party, by_name: bool) -> u64 {
    let mut hash = Sha256::new();
    let mut field = |text: &str| {
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text.as_bytes());
    };
    if by_name {
        field(&plain_name(shipments.text.get(party.name)));
    } else {
        field(shipments.text.get(party.name));
        field(shipments.text.get(party.address));
        field(party.country.map_or("", Country::as_str));
        field(shipments.text.get(party.registration_id));
    }
    let bytes = hash.finalize();
    let mut head = [0u8; 8];
    head.copy_from_slice(&bytes[..8]);
    u64::from_be_bytes(head)
}

/// The name as it counts when nothing is resolved: trimmed, in capitals.
pub fn plain_name(name: &str) -> String {
    name.trim().to_uppercase()
}
