//! From a run in memory to [`AlertSheet`]s.

use crate::model::{
    AddressMark, Alert, AlertSheet, Contribution, DrawnSheet, End, Entity, EntityId, EntitySheet,
    FindingSheet, Leg, LegSheet, LinkSheet, PartyId, Path, PathSheet, Role, RoleScores, Run,
    ShipmentId, ShipmentSheet, SupplySheet,
};

/// Everything a person needs to judge an alert of this run.
pub fn alert(run: &Run, alert: &Alert) -> AlertSheet {
    let path = &alert.path;
    let (first, last) = path.days();
    AlertSheet {
        rank: u64::from(alert.rank),
        score: alert.score,
        alert_id: alert.id.clone(),
        case_id: alert.case.clone(),
        summary: alert.summary.clone(),
        first_date: Some(first),
        last_date: Some(last),
        units: path.units,
        tpp: path.tpp,
        value_usd: path.value_usd,
        prior: alert.explanation.prior,
        log_odds: alert.explanation.log_odds,
        chain: path.chain.iter().map(|&id| entity(run, id)).collect(),
        feeders: path
            .feeders
            .iter()
            .map(|leg| entity(run, leg.from))
            .collect(),
        path: path_sheet(run, path),
        shipments: path
            .all_legs()
            .map(|leg| leg.told().map(|id| shipment(run, id)).collect())
            .collect(),
        findings: alert
            .explanation
            .parts
            .iter()
            .map(|part| finding(run, part))
            .collect(),
        label: run.label(alert).cloned(),
    }
}

/// The path as kept in the alerts table.
pub fn path_sheet(run: &Run, path: &Path) -> PathSheet {
    let item = run.items.get(path.item);
    PathSheet {
        item: item.map(|item| item.id.clone()).unwrap_or_default(),
        model: item.map(|item| item.model.clone()).unwrap_or_default(),
        end: path.end.word().to_owned(),
        end_text: end_text(&path.end),
        legs: path
            .all_legs()
            .map(|leg| leg_sheet(run, path, leg))
            .collect(),
        supply: (path.supply.iter())
            .map(|&id| supply_sheet(run, id))
            .collect(),
        flow_share: path.flow_share,
        cut: path.cut,
    }
}

fn leg_sheet(run: &Run, path: &Path, leg: &Leg) -> LegSheet {
    LegSheet {
        place: path
            .chain
            .iter()
            .position(|&id| id == leg.to)
            .unwrap_or_default(),
        feeder: !path.chain.contains(&leg.from),
        from: run.resolution.entities[leg.from].key.to_string(),
        to: run.resolution.entities[leg.to].key.to_string(),
        matched: leg.matched,
        compatibility: leg.compatibility,
        units: leg.units,
        first_day: leg.first_day,
        last_day: leg.last_day,
        link: leg
            .link
            .and_then(|id| run.resolution.links.get(id))
            .map(|link| LinkSheet {
                kind: link.kind,
                strength: link.strength,
                seen: link.seen.clone(),
                share_pct: link.share_pct,
            }),
        shipments: leg
            .told()
            .enumerate()
            .map(|(i, id)| DrawnSheet {
                row: id.index() as u64,
                record_id: run.shipments.record(id).to_owned(),
                drawn: leg.drawn.get(i).copied().unwrap_or_default(),
                beside: i >= leg.shipments.len(),
            })
            .collect(),
    }
}

fn supply_sheet(run: &Run, id: ShipmentId) -> SupplySheet {
    let name = |party: PartyId| {
        let entity = run.resolution.entity_of[party];
        run.shipments.text.get(run.resolution.entities[entity].name)
    };
    let firm = |party: Option<PartyId>| party.map_or("??", name).to_owned();
    SupplySheet {
        record_id: run.shipments.record(id).to_owned(),
        day: run.shipments.day[id.index()],
        from: firm(run.shipments.shipper[id.index()]),
        to: firm(run.shipments.consignee[id.index()]),
        units: run.goods.units[id.index()],
    }
}

/// Why a chain counts as arrived, in a few words.
pub fn end_text(end: &End) -> String {
    match end {
        End::RestrictedCountry { country } => format!("goods sent to {country}"),
        End::RestrictedOwner { country, share_pct } => match share_pct.get() {
            Some(share) => format!("last holder owned from {country} ({share:.0} %)"),
            None => format!("last holder owned from {country} (share not stated)"),
        },
        End::RestrictedHeadquarters { country } => {
            format!("last holder or its parent has its headquarters in {country}")
        }
        End::Listed { list } => format!("last holder is on a list: {list}"),
        End::Vanished => "goods not seen again after a firm that looks like a shell".to_owned(),
    }
}

fn finding(run: &Run, part: &Contribution) -> FindingSheet {
    FindingSheet {
        heuristic: part.finding.heuristic.to_owned(),
        strength: part.finding.strength,
        counted: part.counted,
        weight: part.weight,
        contribution: part.log_odds,
        text: part.finding.text.clone(),
        record_ids: part
            .finding
            .shipments
            .iter()
            .map(|&id| run.shipments.record(id).to_owned())
            .collect(),
    }
}

/// An entity of a chain.
pub fn entity(run: &Run, id: EntityId) -> EntitySheet {
    let entity = &run.resolution.entities[id];
    EntitySheet {
        id: entity.key.to_string(),
        name: run.shipments.text.get(entity.name).to_owned(),
        country: entity.country.map(|c| c.to_string()),
        headquarters: entity.headquarters.map(|c| c.to_string()),
        roles: run.roles.get(id).map(roles).unwrap_or_default(),
        notes: notes(entity),
    }
}

/// Roles with a known score, highest first, ties in the order of [`Role::ALL`].
pub fn roles(scores: &RoleScores) -> Vec<(String, f64)> {
    let mut roles: Vec<(String, f64)> = Role::ALL
        .iter()
        .filter_map(|&role| Some((role.word().to_owned(), scores.get(role).get()?)))
        .collect();
    roles.sort_by(|a, b| b.1.total_cmp(&a.1));
    roles
}

/// What a reader must know of an entity, a few words each.
pub fn notes(entity: &Entity) -> Vec<String> {
    let mut notes = Vec::new();
    for owner in &entity.owners {
        let share = match owner.share_pct.get() {
            Some(share) => format!("{share:.0} %"),
            None => "share not stated".to_owned(),
        };
        let country = owner.country.map_or("??", |c| c.as_str());
        let listed = if owner.listed { ", listed" } else { "" };
        notes.push(format!(
            "owner: {} ({country}, {share}{listed})",
            owner.name
        ));
    }
    for hit in entity.listed.iter().filter(|hit| hit.is_match) {
        notes.push(format!("listed: {} as {}", hit.list, hit.listed));
    }
    notes.extend(entity.address_marks.iter().map(AddressMark::words));
    if let Some(attributes) = &entity.attributes {
        if let Some(day) = attributes.incorporated {
            notes.push(format!("incorporated {day}"));
        }
        if let Some(line) = &attributes.business_line {
            notes.push(format!("business: {line}"));
        }
    }
    notes
}

/// Those of a shipment among rows that are sorted by shipment.
fn of_shipment<T>(
    rows: &[T],
    id: ShipmentId,
    shipment: impl Fn(&T) -> ShipmentId,
) -> impl Iterator<Item = &T> {
    let from = rows.partition_point(|row| shipment(row) < id);
    rows[from..]
        .iter()
        .take_while(move |row| shipment(row) == id)
}

/// A shipment as declared, with what was made of it.
pub fn shipment(run: &Run, id: ShipmentId) -> ShipmentSheet {
    let s = &run.shipments;
    let at = id.index();
    let text = |id| s.text.known(id).map(str::to_owned);
    let party = |id: Option<crate::model::PartyId>| id.and_then(|id| s.parties.get(id));
    let shipper = party(s.shipper[at]);
    let consignee = party(s.consignee[at]);
    let code = |c: Option<crate::model::Country>| c.map(|c| c.to_string());
    let merged = of_shipment(&s.merged, id, |record| record.into);
    let completed = of_shipment(&s.completed, id, |cell| cell.shipment);
    ShipmentSheet {
        record_id: s.record(id).to_owned(),
        merged_record_ids: merged
            .map(|record| s.text.get(record.record_id).to_owned())
            .collect(),
        completed: completed.map(|cell| cell.words(&s.text)).collect(),
        source_file: s
            .files
            .get(s.source[at].file as usize)
            .map(|file| file.path.clone())
            .unwrap_or_default(),
        source_line: u64::from(s.source[at].line),
        date: Some(s.day[at]),
        shipper: shipper.and_then(|p| text(p.name)),
        shipper_country: code(shipper.and_then(|p| p.country)),
        consignee: consignee.and_then(|p| text(p.name)),
        consignee_country: code(consignee.and_then(|p| p.country)),
        origin_country: code(s.origin_country[at]),
        destination_country: code(s.destination_country[at]),
        port_lading: text(s.port_lading[at]),
        port_unlading: text(s.port_unlading[at]),
        bill_of_lading: text(s.bill_of_lading[at]),
        hs_code: text(s.hs_code[at]),
        description: text(s.description[at]),
        brand: text(s.brand[at]),
        quantity: s.quantity[at],
        quantity_unit: text(s.quantity_unit[at]),
        gross_weight_kg: s.gross_weight_kg[at],
        net_weight_kg: s.net_weight_kg[at],
        value: s.value[at],
        currency: text(s.currency[at]),
        value_usd: s.value_usd[at],
        item: run.goods.item[at]
            .and_then(|id| run.items.get(id))
            .map(|item| item.id.clone()),
        units: run.goods.units[at],
        status: run
            .status
            .get(at)
            .and_then(|&word| run.status_words.get(usize::from(word)))
            .filter(|word| !word.is_empty())
            .map(|word| (*word).to_owned()),
    }
}
