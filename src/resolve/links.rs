//! Links by shared values, with a discount for values that many share.

use super::address::Address;
use super::contacts;
use super::lexicon::{Kind, Lexicon};
use super::name::normalise;
use super::names::key_of_words;
use super::nodes::{hash_text, mixed};
use super::records::Records;
use crate::model::{
    AddressMark, Attributes, Country, Entities, EntityId, IdVec, Link, LinkKind, Measure, PartyId,
    Shipments,
};
use crate::policy::resolve::Links;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// One value that an entity bears. Values are many and links few: text is read again for links alone.
#[derive(Clone, Copy)]
struct Bearer {
    /// Hash of the value, and for an address of a town it stands in.
    key: u64,
    entity: EntityId,
    /// Where the value is: see [`Origin`].
    at: u32,
    origin: Origin,
    kind: LinkKind,
    /// The value is a post box.
    po_box: bool,
}

/// Where a value stands.
#[derive(Clone, Copy, PartialEq)]
enum Origin {
    /// At [`Bearer::at`] of [`Records::addresses`].
    Shipped,
    /// At [`Bearer::at`] of the agents in names.
    Name,
    /// At [`Bearer::at`] of the list of its kind in the entity's registers.
    Register,
    /// The domain of the e-mail address there.
    Domain,
}

/// What values are read from.
#[derive(Clone, Copy)]
struct Values<'a> {
    shipments: &'a Shipments,
    records: &'a Records,
    entities: &'a Entities,
    lexicon: &'a Lexicon,
    policy: &'a Links,
}

impl<'a> Values<'a> {
    /// A value as registers write it.
    fn registered(&self, bearer: &Bearer) -> &'a str {
        let attributes = self.entities[bearer.entity].attributes.as_deref();
        let list = attributes.map_or(&[][..], |a| match bearer.kind {
            LinkKind::Phone => &a.phones,
            LinkKind::Email => &a.emails,
            LinkKind::Website => &a.websites,
            LinkKind::Director => &a.directors,
            _ => &a.addresses,
        });
        list.get(bearer.at as usize).map_or("", String::as_str)
    }

    /// A value as it is compared.
    fn text(&self, bearer: &Bearer) -> String {
        let at = bearer.at as usize;
        let text = match bearer.origin {
            Origin::Shipped => self.records.addresses[at].key(),
            Origin::Name => Some(self.records.names.agents[at].1.clone()),
            Origin::Register => self.read(bearer.kind, self.registered(bearer)),
            Origin::Domain => domain(self.registered(bearer)),
        };
        text.unwrap_or_default()
    }

    /// A value of a register as it is compared, if it tells anything.
    fn read(&self, kind: LinkKind, raw: &str) -> Option<String> {
        match kind {
            LinkKind::Phone => contacts::phone(raw),
            LinkKind::Email => contacts::email(raw),
            LinkKind::Website => contacts::website(raw),
            LinkKind::Director => Some(sorted_words(raw, self.lexicon)).filter(|v| v.contains(' ')),
            _ => Address::read(raw, self.lexicon).key(),
        }
    }

    /// An address as it was written.
    fn written(&self, bearer: &Bearer) -> &'a str {
        match bearer.origin {
            Origin::Shipped => {
                let written = self.records.written[bearer.at as usize];
                self.shipments.text.get(written)
            }
            _ => self.registered(bearer),
        }
    }

    /// How much it tells that two share this, 0 to 1.
    fn strength(&self, bearer: &Bearer) -> f64 {
        match (bearer.kind, bearer.origin) {
            // A post box is rented out many times over.
            (LinkKind::Address, _) if bearer.po_box => self.policy.address * 0.5,
            (LinkKind::Address, _) => self.policy.address,
            (LinkKind::Agent, _) => self.policy.agent,
            (LinkKind::Phone, _) => self.policy.phone,
            (LinkKind::Email, Origin::Domain) => self.policy.email_domain,
            (LinkKind::Email, _) => self.policy.email,
            (LinkKind::Website, _) => self.policy.website,
            _ => self.policy.director,
        }
    }
}

/// The words of a name, each once, in the order of the alphabet: what names that differ in order share.
fn sorted_words(name: &str, lexicon: &Lexicon) -> String {
    let name = normalise(name, lexicon);
    let mut words: Vec<&str> = name.words().collect();
    words.sort_unstable();
    words.dedup();
    words.join(" ")
}

/// The private domain of an e-mail address.
fn domain(raw: &str) -> Option<String> {
    let address = contacts::email(raw)?;
    contacts::private_domain(&address).map(|domain| format!("@{domain}"))
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
    let values = Values {
        shipments,
        records,
        entities,
        lexicon,
        policy,
    };
    let mut bearers = from_addresses(&values, entity_of);
    from_names(&values, entity_of, &mut bearers);
    let registered = from_registers(&values);
    bearers.reserve_exact(registered.iter().map(Vec::len).sum());
    for more in registered {
        bearers.extend(more);
    }
    bearers.par_sort_unstable_by_key(|b| (b.kind, b.key, b.entity));
    let marks = address_marks(&bearers, &values, policy.common_value);
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
    let warnings = common(&many, &values);
    drop((few, many));
    drop(bearers);
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
            let written = own.iter().map(|b| values.written(b)).min();
            let mark = AddressMark {
                address: written.unwrap_or_default().trim().to_owned(),
                po_box: own[0].po_box,
                shared_by: (count > most).then_some(count as u32),
            };
            marks.push((own[0].entity, values.text(&own[0]), mark));
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
                strength: values.strength(a).min(values.strength(b)) * discount,
                share_pct: Measure::UNKNOWN,
                seen: values.text(a),
                from: None,
                to: None,
            });
        }
    }
    links
}

/// One warning a kind for the values that more share than a link can mean.
fn common(many: &[&[Bearer]], values: &Values<'_>) -> Vec<String> {
    let mut warnings = Vec::new();
    for groups in many.chunk_by(|a, b| a[0].kind == b[0].kind) {
        let named = groups
            .iter()
            .map(|group| (std::cmp::Reverse(group.len()), values.text(&group[0])))
            .min();
        if let Some((sharing, text)) = named {
            let kind = groups[0][0].kind.word();
            let most = values.policy.common_value;
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

/// The addresses of shipments.
fn from_addresses(values: &Values<'_>, entity_of: &IdVec<PartyId, EntityId>) -> Vec<Bearer> {
    let records = values.records;
    // Each distinct address once an entity and country.
    let mut pairs: Vec<(u32, EntityId, Option<Country>)> = records
        .parties
        .par_iter()
        .with_min_len(4096)
        .enumerate()
        .filter(|(_, r)| records.address_keys[r.address as usize].is_some())
        .map(|(i, r)| (r.address, entity_of[PartyId::new(i)], r.country))
        .collect();
    pairs.par_sort_unstable();
    pairs.dedup();
    let mut bearers = Vec::with_capacity(pairs.len());
    for (at, entity, country) in pairs {
        let address = &records.addresses[at as usize];
        let origin = (Origin::Shipped, at);
        push_address(address, origin, entity, country, &mut bearers);
    }
    bearers
}

/// A street of the same name stands in many towns: an address is shared where a town is, or where none is known but
/// the country.
fn push_address(
    address: &Address,
    (origin, at): (Origin, u32),
    entity: EntityId,
    country: Option<Country>,
    out: &mut Vec<Bearer>,
) {
    let Some(key) = address.key_hash() else {
        return;
    };
    let mut push = |place: u64| {
        out.push(Bearer {
            kind: LinkKind::Address,
            key: mixed(key, place),
            entity,
            po_box: !address.po_box().is_empty(),
            origin,
            at,
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

/// The agents that names name.
fn from_names(values: &Values<'_>, entity_of: &IdVec<PartyId, EntityId>, out: &mut Vec<Bearer>) {
    let records = values.records;
    let agents = &records.names.agents;
    if agents.is_empty() {
        return;
    }
    let of_name: FxHashMap<u32, u32> = (0u32..)
        .zip(agents)
        .map(|(at, (name, _))| (*name, at))
        .collect();
    for (i, record) in records.parties.iter().enumerate() {
        if let Some(&at) = of_name.get(&record.name) {
            out.push(Bearer {
                key: hash_text(&agents[at as usize].1),
                entity: entity_of[PartyId::new(i)],
                at,
                origin: Origin::Name,
                kind: LinkKind::Agent,
                po_box: false,
            });
        }
    }
}

/// What registers say, in parts.
fn from_registers(values: &Values<'_>) -> Vec<Vec<Bearer>> {
    let entities = values.entities.as_slice();
    entities
        .par_iter()
        .enumerate()
        .with_min_len(512)
        .fold(Vec::new, |mut out, (i, row)| {
            let entity = EntityId::new(i);
            if let Some(attributes) = &row.attributes {
                of_attributes(attributes, values, entity, row.country, &mut out);
            }
            out
        })
        .collect()
}

fn of_attributes(
    attributes: &Attributes,
    values: &Values<'_>,
    entity: EntityId,
    country: Option<Country>,
    out: &mut Vec<Bearer>,
) {
    let mut push = |kind: LinkKind, origin: Origin, at: u32, value: &str| {
        out.push(Bearer {
            key: hash_text(value),
            entity,
            at,
            origin,
            kind,
            po_box: false,
        });
    };
    for (kind, list) in [
        (LinkKind::Phone, &attributes.phones),
        (LinkKind::Email, &attributes.emails),
        (LinkKind::Website, &attributes.websites),
        (LinkKind::Director, &attributes.directors),
    ] {
        for (at, raw) in (0u32..).zip(list) {
            if let Some(value) = values.read(kind, raw) {
                push(kind, Origin::Register, at, &value);
            }
            if kind == LinkKind::Email
                && let Some(domain) = domain(raw)
            {
                push(kind, Origin::Domain, at, &domain);
            }
        }
    }
    for (at, raw) in (0u32..).zip(&attributes.addresses) {
        let address = Address::read(raw, values.lexicon);
        push_address(&address, (Origin::Register, at), entity, country, out);
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
