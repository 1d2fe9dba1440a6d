//! Links by shared values, with a discount for values that many share.

use super::address::Address;
use super::contacts;
use super::lexicon::{Kind, Lexicon};
use super::names::WordId;
use super::records::Records;
use super::registers::key_of;
use crate::model::{Entities, EntityId, IdVec, Link, LinkKind, Measure, PartyId, Shipments};
use crate::policy::resolve::Links;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// One value that an entity bears.
struct Bearer {
    kind: LinkKind,
    value: String,
    entity: EntityId,
    strength: f64,
}

/// Every link by a shared value, and warnings for values that too many share. Not sorted.
pub fn shared_values(
    shipments: &Shipments,
    records: &Records,
    entity_of: &IdVec<PartyId, EntityId>,
    entities: &Entities,
    lexicon: &Lexicon,
    policy: &Links,
) -> (Vec<Link>, Vec<String>) {
    let mut bearers = Vec::new();
    from_addresses(records, entity_of, policy, &mut bearers);
    from_names(records, entity_of, policy, &mut bearers);
    from_registers(entities, lexicon, policy, &mut bearers);
    bearers.par_sort_unstable_by(|a, b| {
        (a.kind, &a.value, a.entity)
            .cmp(&(b.kind, &b.value, b.entity))
            .then(b.strength.total_cmp(&a.strength))
    });
    bearers.dedup_by(|b, a| (a.kind, a.entity) == (b.kind, b.entity) && a.value == b.value);
    let mut links = Vec::new();
    let mut warnings = Vec::new();
    for group in bearers.chunk_by(|a, b| a.kind == b.kind && a.value == b.value) {
        let sharing = group.len();
        if sharing < 2 {
            continue;
        }
        let kind = group[0].kind;
        if sharing > policy.common_value {
            warnings.push(format!(
                "{} '{}' is shared by {sharing} entities: read as an agent's or a common one, not as a link",
                kind.word(),
                group[0].value
            ));
            continue;
        }
        // Two firms in one room tell more than eight: the strength is spread over the others who share it.
        let discount = 2.0 / sharing as f64;
        for (i, a) in group.iter().enumerate() {
            for b in &group[i + 1..] {
                links.push(Link {
                    a: a.entity,
                    b: b.entity,
                    kind,
                    strength: a.strength.min(b.strength) * discount,
                    share_pct: Measure::UNKNOWN,
                    seen: a.value.clone(),
                    from: None,
                    to: None,
                });
            }
        }
    }
    name_variants(shipments, records, entity_of, entities, policy, &mut links);
    (links, warnings)
}

fn from_addresses(
    records: &Records,
    entity_of: &IdVec<PartyId, EntityId>,
    policy: &Links,
    out: &mut Vec<Bearer>,
) {
    // Each distinct address once an entity.
    let mut pairs: Vec<(u32, EntityId)> = records
        .parties
        .iter()
        .enumerate()
        .filter(|(_, r)| r.address != 0)
        .map(|(i, r)| (r.address, entity_of[PartyId::new(i)]))
        .collect();
    pairs.sort_unstable();
    pairs.dedup();
    for (address, entity) in pairs {
        push_address(&records.addresses[address as usize], entity, policy, out);
    }
}

fn push_address(address: &Address, entity: EntityId, policy: &Links, out: &mut Vec<Bearer>) {
    if let Some(value) = address.key() {
        // A post box is rented out many times over.
        let boxed = if address.po_box().is_empty() {
            1.0
        } else {
            0.5
        };
        out.push(Bearer {
            kind: LinkKind::Address,
            value,
            entity,
            strength: policy.address * boxed,
        });
    }
}

fn from_names(
    records: &Records,
    entity_of: &IdVec<PartyId, EntityId>,
    policy: &Links,
    out: &mut Vec<Bearer>,
) {
    if records.names.agents.is_empty() {
        return;
    }
    let agents: FxHashMap<u32, &str> = records
        .names
        .agents
        .iter()
        .map(|(name, agent)| (*name, agent.as_str()))
        .collect();
    for (i, record) in records.parties.iter().enumerate() {
        if let Some(agent) = agents.get(&record.name) {
            out.push(Bearer {
                kind: LinkKind::Agent,
                value: (*agent).to_owned(),
                entity: entity_of[PartyId::new(i)],
                strength: policy.agent,
            });
        }
    }
}

fn from_registers(entities: &Entities, lexicon: &Lexicon, policy: &Links, out: &mut Vec<Bearer>) {
    for (entity, row) in entities.enumerate() {
        let Some(attributes) = &row.attributes else {
            continue;
        };
        let mut push = |kind, value: String, strength| {
            out.push(Bearer {
                kind,
                value,
                entity,
                strength,
            });
        };
        for raw in &attributes.phones {
            if let Some(value) = contacts::phone(raw) {
                push(LinkKind::Phone, value, policy.phone);
            }
        }
        for raw in &attributes.emails {
            if let Some(value) = contacts::email(raw) {
                if let Some(domain) = contacts::private_domain(&value) {
                    push(LinkKind::Email, format!("@{domain}"), policy.email_domain);
                }
                push(LinkKind::Email, value, policy.email);
            }
        }
        for raw in &attributes.websites {
            if let Some(value) = contacts::website(raw) {
                push(LinkKind::Website, value, policy.website);
            }
        }
        for raw in &attributes.directors {
            let value = key_of(raw, lexicon);
            if value.contains(' ') {
                push(LinkKind::Director, value, policy.director);
            }
        }
        for raw in &attributes.addresses {
            push_address(&Address::read(raw, lexicon), entity, policy, out);
        }
    }
}

/// The same distinguishing name in several countries.
fn name_variants(
    shipments: &Shipments,
    records: &Records,
    entity_of: &IdVec<PartyId, EntityId>,
    entities: &Entities,
    policy: &Links,
    out: &mut Vec<Link>,
) {
    let names = &records.names;
    // Names with the same words share a number.
    let mut numbers: FxHashMap<Vec<WordId>, u32> = FxHashMap::default();
    let mut number_of: Vec<Option<u32>> = Vec::with_capacity(names.len());
    for name in 0..names.len() as u32 {
        // Places are left out: "Orchid Singapore" and "Orchid Malaysia" are variants of one name.
        let mut words: Vec<WordId> = names
            .of(name)
            .iter()
            .copied()
            .filter(|&w| names.words[w as usize].kind != Kind::Place)
            .collect();
        let telling = names
            .of(name)
            .iter()
            .any(|&w| names.words[w as usize].kind == Kind::Word && names.text(w).len() >= 4);
        if !telling {
            number_of.push(None);
            continue;
        }
        words.sort_unstable();
        words.dedup();
        let next = numbers.len() as u32;
        number_of.push(Some(*numbers.entry(words).or_insert(next)));
    }
    drop(numbers);
    let mut bearers: Vec<(u32, EntityId)> = records
        .parties
        .iter()
        .enumerate()
        .filter_map(|(i, r)| Some((number_of[r.name as usize]?, entity_of[PartyId::new(i)])))
        .collect();
    bearers.sort_unstable();
    bearers.dedup();
    for group in bearers.chunk_by(|a, b| a.0 == b.0) {
        if group.len() < 2 || group.len() > policy.common_value {
            continue;
        }
        for (i, a) in group.iter().enumerate() {
            for b in &group[i + 1..] {
                let (left, right) = (&entities[a.1], &entities[b.1]);
                let (Some(from), Some(to)) = (left.country, right.country) else {
                    continue;
                };
                if from == to {
                    continue;
                }
                out.push(Link {
                    a: a.1,
                    b: b.1,
                    kind: LinkKind::NameVariant,
                    strength: policy.name_variant * 2.0 / group.len() as f64,
                    share_pct: Measure::UNKNOWN,
                    seen: format!(
                        "{} ({from}), {} ({to})",
                        shipments.text.get(left.name),
                        shipments.text.get(right.name)
                    ),
                    from: None,
                    to: None,
                });
            }
        }
    }
}
