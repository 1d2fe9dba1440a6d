//! A script told as a story.

use super::script::{Leg, Script, country};
use crate::model::time::Day;
use crate::simulate::lot::Lot;
use crate::simulate::names::Line;
use crate::simulate::places::PLACES;
use crate::simulate::row::{RowTruth, Text};
use crate::simulate::story::{F, Story};
use std::collections::BTreeMap;

/// A literal with the same text; scripts are read once a run and stay for all of it.
pub(super) fn literal(text: &str) -> &'static str {
    const WORDS: &[&str] = &[
        "PCS", "SET", "UNIT", "KG", "AIR", "SEA", "ROAD", "COURIER", "supply", "onward", "final",
        "A100", "H100", "H200", "B200", "RTX 4090", "GB200", "GB300", "847150", "848620", "854231",
        "854239", "854232", "853221", "853224", "854129", "852691", "901420", "903020", "TW", "US",
        "CN", "MY", "DE", "HK", "SG", "KR", "PH", "IN", "MX", "FR", "CA", "ID", "JP",
    ];
    WORDS.iter().find(|w| **w == text).copied().unwrap_or("")
}

fn line_of(business: &str) -> Line {
    match business {
        b if b.contains("freight") || b.contains("logistic") => Line::Logistics,
        b if b.contains("data centre") || b.contains("cloud") => Line::Cloud,
        b if b.contains("pharma") => Line::Pharma,
        b if b.contains("real estate") => Line::RealEstate,
        b if b.contains("aircraft") => Line::Aviation,
        b if b.contains("computer") => Line::Hardware,
        b if b.contains("electronic") => Line::Electronics,
        b if b.contains("machin") => Line::Machinery,
        _ => Line::Trading,
    }
}

pub(super) fn tell(script: &Script, story: &mut Story) {
    let mut ids: BTreeMap<&str, F> = BTreeMap::new();
    for (id, spec) in &script.firms {
        let at = country(&spec.country).unwrap_or(0);
        let f = story.firm(at, line_of(&spec.business));
        let firm = &mut story.firms[f];
        firm.name = spec.name.to_uppercase();
        firm.registered = true;
        if let Some(address) = &spec.address {
            firm.address.clone_from(address);
        }
        if let Some(phone) = &spec.phone {
            firm.phone.clone_from(phone);
        }
        firm.since = spec.since.unwrap_or(firm.since);
        firm.employees = spec.employees.unwrap_or(firm.employees);
        firm.megawatts = spec.megawatts;
        firm.hq = spec.hq.as_deref().and_then(country).or(firm.hq);
        firm.register_line = Text::Owned(spec.business.clone());
        if spec.no_website {
            firm.website.clear();
        } else if !firm.website.is_empty() {
            let domain = crate::simulate::names::domain(&firm.name, PLACES[at].cc);
            firm.website = format!("www.{domain}");
            firm.email = format!("info@{domain}");
        }
        ids.insert(id, f);
    }
    for (id, spec) in &script.firms {
        let f = ids[id.as_str()];
        if let Some(other) = &spec.address_of {
            story.firms[f].address = story.firms[ids[other.as_str()]].address.clone();
        }
        if let Some(other) = &spec.phone_of {
            story.firms[f].phone = story.firms[ids[other.as_str()]].phone.clone();
        }
    }
    for owner in &script.owners {
        let at = country(&owner.country).unwrap_or(0);
        story.owned_by_name(
            ids[owner.owned.as_str()],
            owner.owner.to_uppercase(),
            at,
            owner.share,
            None,
            true,
        );
    }
    for list in &script.lists {
        story.list(
            ids[list.firm.as_str()],
            list.from,
            if list.program.contains("sanction") {
                "sanctions"
            } else {
                "national security"
            },
        );
    }
    for trade in &script.trades {
        story.side_trade(ids[trade.firm.as_str()], trade.rows, trade.from, trade.to);
    }
    for leg in &script.legs {
        series(leg, &ids, story);
    }
    let mut seen = std::collections::BTreeSet::new();
    for leg in &script.legs {
        if leg.leg > 0 {
            for (id, role) in [(&leg.from, "sender"), (&leg.to, "receiver")] {
                if seen.insert(id) {
                    story.roles.push((ids[id.as_str()], role));
                }
            }
        }
    }
}

fn series(leg: &Leg, ids: &BTreeMap<&str, F>, story: &mut Story) {
    let mut moves: Vec<(Day, f64)> = leg
        .dates
        .iter()
        .copied()
        .zip(leg.pieces.iter().copied())
        .collect();
    if let Some(start) = leg.start {
        for n in 0..leg.count {
            let day = start
                .plus((n * leg.every) as i32 + story.dice.whole(0, (leg.every / 3).max(1)) as i32);
            let pieces = (leg.pieces_each * story.dice.real(0.75, 1.25))
                .round()
                .max(1.0);
            moves.push((day, pieces));
        }
    }
    for (day, pieces) in moves {
        let gross = pieces * leg.kg_each * story.dice.real(0.985, 1.015);
        let lot = Lot {
            hs: literal(&leg.hs[..6]),
            text: leg.text.replace("{n}", &format!("{pieces}")),
            quantity: pieces,
            unit: literal(&leg.unit),
            net: gross * 0.88,
            gross,
            value: pieces * leg.usd_each * story.dice.real(0.97, 1.03),
            brand: "",
            origin: literal(&leg.origin),
            air: if leg.mode.as_deref() == Some("SEA") {
                0.0
            } else {
                1.0
            },
            item: "",
            units: pieces * leg.units_each,
        };
        let i = story.ship_lot(
            ids[leg.from.as_str()],
            ids[leg.to.as_str()],
            day,
            &lot,
            &leg.hs,
        );
        let row = &mut story.rows[i];
        row.brand = Text::Owned(leg.brand.clone());
        row.always_seen = true;
        if let Some(mode) = &leg.mode {
            row.mode = literal(mode);
        }
        if let Some(notify) = &leg.notify {
            row.notify.clone_from(notify);
        }
        if let Some(forwarder) = &leg.forwarder {
            row.forwarder.clone_from(forwarder);
        }
        if let Some(port) = &leg.unlading {
            row.unlading = Text::Owned(port.clone());
        }
        if leg.leg > 0 {
            row.truth = Some(RowTruth {
                role: literal(&leg.role),
                leg: leg.leg,
                item: literal(&leg.item),
                units: lot.units,
            });
        }
    }
}
