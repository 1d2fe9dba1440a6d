//! The column `attributes` of the entities table: all that `tidewaiter entity` tells of a firm.

use crate::model::{EntityId, PartyId, Run};
use crate::report::sheet;
use serde_json::{Value, json};

/// Merges written for one entity. A cluster of ten thousand spellings would not be read by anybody.
const MERGES: usize = 200;

pub(super) fn json(run: &Run, id: EntityId, merges: &[(EntityId, u32)]) -> String {
    let entity = &run.resolution.entities[id];
    let s = &run.shipments;
    let party_name = |party: PartyId| s.text.get(s.parties[party].name);
    let mut parties: Vec<Value> = entity
        .parties
        .iter()
        .map(|&party| {
            let party = &s.parties[party];
            json!({
                "name": s.text.get(party.name),
                "address": s.text.known(party.address),
                "country": party.country,
                "registration_id": s.text.known(party.registration_id),
            })
        })
        .collect();
    parties.sort_by_cached_key(Value::to_string);
    let from = merges.partition_point(|(entity, _)| *entity < id);
    let own = merges[from..]
        .iter()
        .take_while(|(entity, _)| *entity == id);
    let all_merges = own.clone().count();
    let merged: Vec<Value> = own
        .take(MERGES)
        .map(|&(_, at)| {
            let merge = &run.resolution.merges[at as usize];
            json!({
                "left": party_name(merge.left),
                "right": party_name(merge.right),
                "log_odds": merge.log_odds,
                "judged_by": merge.judged_by,
                "parts": merge.parts.iter().map(|part| json!({
                    "field": part.field, "seen": part.seen, "log_odds": part.log_odds,
                })).collect::<Vec<_>>(),
            })
        })
        .collect();
    let owners: Vec<Value> = entity
        .owners
        .iter()
        .map(|owner| {
            json!({
                "entity_id": owner.entity.and_then(|id| run.resolution.entities.get(id)).map(|e| e.key.to_string()),
                "name": owner.name,
                "country": owner.country,
                "share_pct": owner.share_pct,
                "controls": owner.controls,
                "listed": owner.listed,
                "via": owner.via,
            })
        })
        .collect();
    let listed: Vec<Value> = entity
        .listed
        .iter()
        .map(|hit| {
            json!({
                "list": hit.list,
                "entry_id": hit.entry_id,
                "listed": hit.listed,
                "program": hit.program,
                "score": hit.score,
                "match": hit.is_match,
                "from": hit.from,
                "to": hit.to,
                "why": hit.why,
            })
        })
        .collect();
    let mut object = json!({
        "parties": parties,
        "merges": merged,
        "merges_in_all": all_merges,
        "owners": owners,
        "listed": listed,
        "notes": sheet::notes(entity),
        "role_reasons": run.roles.get(id).map(|roles| {
            roles.reasons.iter().map(|(role, why)| json!({"role": role, "why": why})).collect::<Vec<_>>()
        }).unwrap_or_default(),
    });
    if let (Some(attributes), Value::Object(object)) = (&entity.attributes, &mut object) {
        object.insert(
            "register".to_owned(),
            json!({
                "addresses": attributes.addresses,
                "phones": attributes.phones,
                "emails": attributes.emails,
                "websites": attributes.websites,
                "directors": attributes.directors,
                "registration_ids": attributes.registration_ids,
                "incorporated": attributes.incorporated,
                "business_line": attributes.business_line,
                "employees": attributes.employees,
                "data_centre_mw": attributes.data_centre_mw,
                "hq_country": attributes.hq_country,
            }),
        );
    }
    object.to_string()
}
