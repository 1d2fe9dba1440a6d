//! The column `attributes` of the entities table: all that `tidewaiter entity` tells of a firm.

use crate::model::{AddressMark, Country, Day, EntityId, Measure, PartyId, Role, Run};
use crate::report::sheet;
use serde::Serialize;

/// Merges written for one entity. A cluster of ten thousand spellings would not be read by anybody.
const MERGES: usize = 200;

// The structs below only name the keys of the JSON; the reader's side, which owns its text, is in `query`. Of a
// merge and a register what is not known is left out: the column is the largest of its table.

#[derive(Serialize)]
struct Attributes<'a> {
    parties: Vec<Party<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    merges: Vec<Merge<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    merges_in_all: Option<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    owners: Vec<Owner<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    listed: Vec<Hit<'a>>,
    #[serde(skip_serializing_if = "<[AddressMark]>::is_empty")]
    address_marks: &'a [AddressMark],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    role_reasons: Vec<Reason<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    register: Option<Register<'a>>,
}

#[derive(Serialize, PartialEq, Eq, PartialOrd, Ord)]
struct Party<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<Country>,
    #[serde(skip_serializing_if = "Option::is_none")]
    registration_id: Option<&'a str>,
}

#[derive(Serialize)]
struct Merge<'a> {
    left: &'a str,
    right: &'a str,
    log_odds: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    judged_by: Option<&'a str>,
    parts: Vec<Part<'a>>,
}

#[derive(Serialize)]
struct Part<'a> {
    field: &'a str,
    seen: &'a str,
    log_odds: f64,
}

#[derive(Serialize)]
struct Owner<'a> {
    entity_id: Option<String>,
    name: &'a str,
    country: Option<Country>,
    share_pct: Measure,
    controls: bool,
    listed: bool,
    via: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<Day>,
}

#[derive(Serialize)]
struct Hit<'a> {
    list: &'a str,
    entry_id: Option<&'a str>,
    listed: &'a str,
    program: Option<&'a str>,
    score: f64,
    is_match: bool,
    from: Option<Day>,
    to: Option<Day>,
    why: &'a str,
}

#[derive(Serialize)]
struct Reason<'a> {
    role: Role,
    why: &'a str,
}

#[derive(Serialize)]
struct Register<'a> {
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    addresses: &'a [String],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    phones: &'a [String],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    emails: &'a [String],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    websites: &'a [String],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    directors: &'a [String],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    registration_ids: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    incorporated: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    business_line: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    employees: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data_centre_mw: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hq_country: Option<Country>,
}

pub(super) fn json(run: &Run, id: EntityId, merges: &[(EntityId, u32)]) -> String {
    let entity = &run.resolution.entities[id];
    let s = &run.shipments;
    let party_name = |party: PartyId| s.text.get(s.parties[party].name);
    let mut parties: Vec<Party<'_>> = entity
        .parties
        .iter()
        .map(|&party| {
            let party = &s.parties[party];
            Party {
                name: s.text.get(party.name),
                address: s.text.known(party.address),
                country: party.country,
                registration_id: s.text.known(party.registration_id),
            }
        })
        .collect();
    parties.sort_unstable();
    let from = merges.partition_point(|(entity, _)| *entity < id);
    let own = merges[from..]
        .iter()
        .take_while(|(entity, _)| *entity == id);
    let attributes = Attributes {
        parties,
        merges_in_all: Some(own.clone().count()).filter(|merges| *merges > 0),
        merges: own
            .take(MERGES)
            .map(|&(_, at)| {
                let merge = run.resolution.merges.get(at as usize);
                Merge {
                    left: party_name(merge.left),
                    right: party_name(merge.right),
                    log_odds: merge.log_odds,
                    judged_by: merge.judged_by,
                    parts: merge
                        .parts()
                        .map(|part| Part {
                            field: part.field,
                            seen: part.seen,
                            log_odds: part.log_odds,
                        })
                        .collect(),
                }
            })
            .collect(),
        owners: entity
            .owners
            .iter()
            .map(|owner| Owner {
                entity_id: owner
                    .entity
                    .and_then(|id| run.resolution.entities.get(id))
                    .map(|entity| entity.key.to_string()),
                name: &owner.name,
                country: owner.country,
                share_pct: owner.share_pct,
                controls: owner.controls,
                listed: owner.listed,
                via: &owner.via,
                from: owner.from,
                to: owner.to,
            })
            .collect(),
        listed: entity
            .listed
            .iter()
            .map(|hit| Hit {
                list: &hit.list,
                entry_id: hit.entry_id.as_deref(),
                listed: &hit.listed,
                program: hit.program.as_deref(),
                score: hit.score,
                is_match: hit.is_match,
                from: hit.from,
                to: hit.to,
                why: &hit.why,
            })
            .collect(),
        address_marks: &entity.address_marks,
        notes: sheet::notes(entity),
        role_reasons: run
            .roles
            .get(id)
            .into_iter()
            .flat_map(|roles| &roles.reasons)
            .map(|(role, why)| Reason { role: *role, why })
            .collect(),
        register: entity.attributes.as_deref().map(|a| Register {
            addresses: &a.addresses,
            phones: &a.phones,
            emails: &a.emails,
            websites: &a.websites,
            directors: &a.directors,
            registration_ids: &a.registration_ids,
            incorporated: a.incorporated,
            business_line: a.business_line.as_deref(),
            employees: a.employees.get(),
            data_centre_mw: a.data_centre_mw.get(),
            hq_country: a.hq_country,
        }),
    };
    // Strings, numbers and lists only: there is nothing in it that JSON cannot hold.
    serde_json::to_string(&attributes).unwrap_or_default()
}
