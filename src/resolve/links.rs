//! Links by shared values, with a discount for values that many share.

use super::address::Address;
use super::contacts;
use super::lexicon::{Kind, Lexicon};
use super::names::key_of_words;
use super::nodes::{hash_text, mixed};
use super::records::Records;
use super::registers::key_of;
use crate::model::{
    AddressMark, Country, Entities, EntityId, IdVec, Link, LinkKind, Measure, PartyId, Shipments,
};
use crate::policy::resolve::Links;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// One value that an entity bears.
#[derive(Clone, Copy)]
struct Bearer {
    kind: LinkKind,
    /// Hash of the value, and for an address of a town it stands in.
    key: u64,
    entity: EntityId,
    strength: f64,
    /// The value is a post box.
    po_box: bool,
    /// Where the text of the value is.
    text: Text,
}

/// Values are many and links few: text is written for links alone.
#[derive(Clone, Copy)]
enum Text {
    /// Index into [`Records::addresses`].
    Address(u32),
    /// Index into [`Values::registered`].
    Registered(u32),
    /// Index into [`Values::texts`].
    Own(u32),
}

/// All values borne.
struct Values<'a> {
    records: &'a Records,
    bearers: Vec<Bearer>,
    texts: Vec<String>,
    /// Addresses of registers: key and as written.
    registered: Vec<(String, &'a str)>,
}

impl Values<'_> {
    fn push(&mut self, kind: LinkKind, value: String, entity: EntityId, strength: f64) {
        self.bearers.push(Bearer {
            kind,
            key: hash_text(&value),
            entity,
            strength,
            po_box: false,
            text: Text::Own(self.texts.len() as u32),
        });
        self.texts.push(value);
    }

    fn text(&self, text: Text) -> String {
        match text {
            Text::Address(i) => self.records.addresses[i as usize].key().unwrap_or_default(),
            Text::Registered(i) => self.registered[i as usize].0.clone(),
            Text::Own(i) => self.texts[i as usize].clone(),
        }
    }

    /// An address as it was written.
    fn written<'t>(&'t self, text: Text, shipments: &'t Shipments) -> &'t str {
        match text {
            Text::Address(i) => shipments.text.get(self.records.written[i as usize]),
            Text::Registered(i) => self.registered[i as usize].1,
            Text::Own(i) => &self.texts[i as usize],
        }
    }
}

/// What shared values tell.
pub struct Shared {
    /// Links, not sorted.
    pub links: Vec<Link>,
    /// What a person should know: a warning for each kind of value that too many share.
    pub warnings: Vec<String>,
    /// Addresses that say little, by entity.
    pub marks: Vec<(EntityId, AddressMark)>,
}

/// Every link by a shared value, and what is no link for being shared by too many.
pub fn shared_values(
    shipments: &Shipments,
    records: &Records,
    entity_of: &IdVec<PartyId, EntityId>,
    entities: &Entities,
    lexicon: &Lexicon,
    policy: &Links,
) -> Shared {
    let mut values = Values {
        records,
        bearers: Vec::new(),
        texts: Vec::new(),
        registered: Vec::new(),
    };
    from_addresses(entity_of, policy, &mut values);
    from_names(entity_of, policy, &mut values);
    from_registers(entities, lexicon, policy, &mut values);
    let mut bearers = std::mem::take(&mut values.bearers);
    bearers.par_sort_unstable_by(|a, b| {
        (a.kind, a.key, a.entity)
            .cmp(&(b.kind, b.key, b.entity))
            .then(b.strength.total_cmp(&a.strength))
    });
    let marks = address_marks(&bearers, &values, shipments, policy.common_value);
    bearers.dedup_by_key(|b| (b.kind, b.key, b.entity));
    let groups: Vec<&[Bearer]> = bearers
        .chunk_by(|a, b| (a.kind, a.key) == (b.kind, b.key))
        .filter(|group| group.len() > 1)
        .collect();
    let (few, many): (Vec<&[Bearer]>, Vec<&[Bearer]>) = groups
        .into_iter()
        .partition(|group| group.len() <= policy.common_value);
    let mut links: Vec<Link> = few
        .par_iter()
        .with_min_len(256)
        .flat_map_iter(|group| between(group, &values))
        .collect();
    let warnings = common(&many, &values, policy);
    name_variants(shipments, records, entity_of, entities, policy, &mut links);
    Shared {
        links,
        warnings,
        marks,
    }
}

/// Marked addresses kept of one entity: nobody reads the hundred post boxes of a forwarder.
const MARKS: usize = 4;

/// Post boxes, and addresses that more than `most` entities share, by entity. `bearers` are sorted by kind, key and
/// entity, and hold every way in which an address was written.
fn address_marks(
    bearers: &[Bearer],
    values: &Values<'_>,
    shipments: &Shipments,
    most: usize,
) -> Vec<(EntityId, AddressMark)> {
    let mut marks: Vec<(EntityId, String, AddressMark)> = Vec::new();
    let addresses = bearers
        .chunk_by(|a, b| (a.kind, a.key) == (b.kind, b.key))
        .filter(|group| group[0].kind == LinkKind::Address);
    for group in addresses {
        let firms = group.chunk_by(|a, b| a.entity == b.entity);
        let count = firms.clone().count();
        if count <= most && !group[0].po_box {
            continue;
        }
        for own in firms {
            // Of several ways of writing it any would do; which one must not depend on the order of rows.
            let written = own.iter().map(|b| values.written(b.text, shipments)).min();
            let mark = AddressMark {
                address: written.unwrap_or_default().trim().to_owned(),
                po_box: own[0].po_box,
                shared_by: (count > most).then_some(count as u32),
            };
            marks.push((own[0].entity, values.text(own[0].text), mark));
        }
    }
    // An address is met through each place that it names: the one under which most share it stays.
    marks.par_sort_unstable_by(|(a, k, x), (b, l, y)| {
        (a, k, y.shared_by, &x.address).cmp(&(b, l, x.shared_by, &y.address))
    });
    marks.dedup_by(|b, a| (a.0, &a.1) == (b.0, &b.1));
    marks.sort_by_key(|(entity, _, mark)| (*entity, std::cmp::Reverse(mark.shared_by)));
    marks
        .chunk_by(|a, b| a.0 == b.0)
        .flat_map(|own| own.iter().take(MARKS))
        .map(|(entity, _, mark)| (*entity, mark.clone()))
        .collect()
}

/// Links between all who share a value.
fn between(group: &[Bearer], values: &Values<'_>) -> Vec<Link> {
    // Two firms in one room tell more than eight: the strength is spread over the others who share it.
    let discount = 2.0 / group.len() as f64;
    let mut links = Vec::new();
    for (i, a) in group.iter().enumerate() {
        for b in &group[i + 1..] {
            links.push(Link {
                a: a.entity,
                b: b.entity,
                kind: a.kind,
                strength: a.strength.min(b.strength) * discount,
                share_pct: Measure::UNKNOWN,
                seen: values.text(a.text),
                from: None,
                to: None,
            });
        }
    }
    links
}

/// One warning a kind for the values that more share than a link can mean.
fn common(many: &[&[Bearer]], values: &Values<'_>, policy: &Links) -> Vec<String> {
    let mut warnings = Vec::new();
    for groups in many.chunk_by(|a, b| a[0].kind == b[0].kind) {
        let named = groups
            .iter()
            .map(|group| (std::cmp::Reverse(group.len()), values.text(group[0].text)))
            .min();
        if let Some((sharing, text)) = named {
            let kind = groups[0][0].kind.word();
            let most = policy.common_value;
            let sharing = sharing.0;
            warnings.push(match groups.len() {
                1 => format!(
                    "the {kind} '{text}' is shared by {sharing} entities, more than {most}, and is read as an agent's or a common one, not as a link"
                ),
                count => format!(
                    "{count} values of the kind '{kind}' are shared by more than {most} entities each and are read as an agent's or a common one, not as a link; the largest is '{text}' with {sharing} entities"
                ),
            });
        }
    }
    warnings
}

fn from_addresses(entity_of: &IdVec<PartyId, EntityId>, policy: &Links, out: &mut Values<'_>) {
    let records = out.records;
    // Each distinct address once an entity and country.
    let mut pairs: Vec<(u32, EntityId, Option<Country>)> = records
        .parties
        .iter()
        .enumerate()
        .filter(|(_, r)| records.address_keys[r.address as usize].is_some())
        .map(|(i, r)| (r.address, entity_of[PartyId::new(i)], r.country))
        .collect();
    pairs.par_sort_unstable();
    pairs.dedup();
    for (i, entity, country) in pairs {
        let address = &records.addresses[i as usize];
        push_address(address, Text::Address(i), entity, country, policy, out);
    }
}

/// A street of the same name stands in many towns: an address is shared where a town is, or where none is known but
/// the country.
fn push_address(
    address: &Address,
    text: Text,
    entity: EntityId,
    country: Option<Country>,
    policy: &Links,
    out: &mut Values<'_>,
) {
    let Some(key) = address.key_hash() else {
        return;
    };
    // A post box is rented out many times over.
    let boxed = if address.po_box().is_empty() {
        1.0
    } else {
        0.5
    };
    let mut push = |place: u64| {
        out.bearers.push(Bearer {
            kind: LinkKind::Address,
            key: mixed(key, place),
            entity,
            strength: policy.address * boxed,
            po_box: !address.po_box().is_empty(),
            text,
        });
    };
    if address.places().is_empty() {
        push(country.map_or(0, |country| hash_text(country.as_str())));
    } else {
        address
            .places()
            .split(' ')
            .for_each(|place| push(hash_text(place)));
    }
}

fn from_names(entity_of: &IdVec<PartyId, EntityId>, policy: &Links, out: &mut Values<'_>) {
    let records = out.records;
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
            let entity = entity_of[PartyId::new(i)];
            out.push(LinkKind::Agent, (*agent).to_owned(), entity, policy.agent);
        }
    }
}

fn from_registers<'a>(
    entities: &'a Entities,
    lexicon: &Lexicon,
    policy: &Links,
    out: &mut Values<'a>,
) {
    for (entity, row) in entities.enumerate() {
        let Some(attributes) = &row.attributes else {
            continue;
        };
        for raw in &attributes.phones {
            if let Some(value) = contacts::phone(raw) {
                out.push(LinkKind::Phone, value, entity, policy.phone);
            }
        }
        for raw in &attributes.emails {
            if let Some(value) = contacts::email(raw) {
                if let Some(domain) = contacts::private_domain(&value) {
                    let domain = format!("@{domain}");
                    out.push(LinkKind::Email, domain, entity, policy.email_domain);
                }
                out.push(LinkKind::Email, value, entity, policy.email);
            }
        }
        for raw in &attributes.websites {
            if let Some(value) = contacts::website(raw) {
                out.push(LinkKind::Website, value, entity, policy.website);
            }
        }
        for raw in &attributes.directors {
            let value = key_of(raw, lexicon);
            if value.contains(' ') {
                out.push(LinkKind::Director, value, entity, policy.director);
            }
        }
    }
    // Addresses of registers, which the shipments mostly hold too: read in parallel.
    let read: Vec<(Address, &str, EntityId, Option<Country>)> = entities
        .as_slice()
        .par_iter()
        .enumerate()
        .with_min_len(512)
        .flat_map_iter(|(i, row)| {
            let written = row.attributes.iter().flat_map(|a| &a.addresses);
            written.map(move |raw| {
                let address = Address::read(raw, lexicon);
                (address, raw.as_str(), EntityId::new(i), row.country)
            })
        })
        .collect();
    for (address, raw, entity, country) in read {
        if let Some(value) = address.key() {
            let text = Text::Registered(out.registered.len() as u32);
            out.registered.push((value, raw));
            push_address(&address, text, entity, country, policy, out);
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
    let key_of_name = |own: &mut Vec<u64>, name: u32| {
        // Places are left out: "Orchid Singapore" and "Orchid Malaysia" are variants of one name.
        own.clear();
        let words = names.of(name);
        own.extend(
            words
                .iter()
                .filter(|&&w| names.words[w as usize].kind != Kind::Place)
                .map(|&w| names.hashes[w as usize]),
        );
        words
            .iter()
            .any(|&w| names.words[w as usize].kind == Kind::Word && names.text(w).len() >= 4)
            .then(|| key_of_words(own))
    };
    let key_of: Vec<Option<u64>> = (0..names.len() as u32)
        .into_par_iter()
        .with_min_len(4096)
        .map_init(Vec::new, key_of_name)
        .collect();
    let mut bearers: Vec<(u64, EntityId)> = records
        .parties
        .par_iter()
        .with_min_len(4096)
        .enumerate()
        .filter_map(|(i, r)| Some((key_of[r.name as usize]?, entity_of[PartyId::new(i)])))
        .collect();
    bearers.par_sort_unstable();
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
