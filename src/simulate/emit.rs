//! From stories to bytes: noise of records and registers, doubles, and the truth beside them.

use super::dice::{Dice, mix};
use super::firm::{Firm, Shared, key};
use super::places::PLACES;
use super::registered::Registered;
use super::row::{self, Row, Text, cell, last};
use super::settings::Noise;
use super::story::{Owner, Story, Watch};
use super::world::World;
use rustc_hash::FxHashSet;
use std::fmt::Write;

/// What a story is, for the truth.
#[derive(Clone, Debug)]
pub enum Label {
    /// Ordinary trade.
    None,
    /// A planted scheme: its name and typology.
    Scheme(String, &'static str),
    /// An honest look-alike: its family and name.
    Lookalike(&'static str, String),
}

/// The written form of some part of a world. Tables without headers.
#[derive(Default)]
pub struct Out {
    /// Shipments, and where each record begins in it.
    pub shipments: String,
    /// Start of each record in `shipments`.
    pub starts: Vec<usize>,
    pub parties: String,
    pub ownership: String,
    pub watchlist: String,
    pub truth: String,
    pub lookalikes: String,
    pub duplicates: String,
    pub truth_parties: String,
    pub truth_entities: String,
    /// Forms in which firms of the open world were written.
    pub forms: FxHashSet<(u64, u8)>,
    /// Records of schemes.
    pub scheme_rows: u64,
}

/// The record id with this number in a unit: a bijection, so ids are unique and say nothing.
pub fn record_id(seed: u64, unit: u64, n: u64) -> String {
    let plain = (unit + 1) << 24 | n;
    // A finaliser is a bijection; the seed is added before it, so two units never share an id.
    let mut x = plain ^ mix(seed, 0x1D).rotate_left(17);
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^= x >> 31;
    format!("R{x:016x}")
}

impl Out {
    fn put(&mut self, row: &Row, id: &str) {
        self.starts.push(self.shipments.len());
        row.write(&mut self.shipments, id);
    }

    /// Number of records.
    pub fn rows(&self) -> u64 {
        self.starts.len() as u64
    }
}

/// Writes one movement as the records that tell of it; at most `room` of them. Returns how many.
#[expect(clippy::too_many_arguments, reason = "one call for each kind of unit")]
pub fn movement(
    out: &mut Out,
    world: &World,
    dice: &mut Dice,
    row: &Row,
    firms: [&Firm; 2],
    label: &Label,
    unit: u64,
    next: &mut u64,
    room: u64,
) -> u64 {
    let seed = world.settings.seed;
    let noise = &world.settings.noise;
    let mut put = |out: &mut Out, row: &Row, first: Option<(&str, &'static str)>| {
        let id = record_id(seed, unit, *next);
        *next += 1;
        for party in [&row.shipper, &row.consignee] {
            out.forms.insert(party.truth);
        }
        out.put(row, &id);
        match (label, &row.truth) {
            (Label::Scheme(name, typology), Some(truth)) => {
                out.scheme_rows += 1;
                let same = first.map_or("", |f| f.0);
                let _ = writeln!(
                    out.truth,
                    "{id},{name},{typology},{},{},{},{},{same}",
                    truth.role, truth.leg, truth.item, truth.units
                );
            }
            (Label::Lookalike(family, name), _) => {
                let _ = writeln!(out.lookalikes, "{id},{family},{name}");
            }
            _ => {}
        }
        if let Some((first, kind)) = first {
            let _ = writeln!(out.duplicates, "{id},{first},{kind}");
        }
        id
    };
    let mut seen = row.clone();
    clean_to_record(dice, world, &mut seen, firms, noise);
    let id = put(out, &seen, None);
    let mut written = 1;
    if written < room && dice.chance(noise.mirror) {
        let mut mirror = row.clone();
        let transit = if mirror.mode == "SEA" {
            dice.whole(8, 34)
        } else {
            dice.whole(0, 4)
        };
        mirror.day = mirror.day.plus(transit as i32);
        mirror.value = mirror
            .value
            .map(|v| (v * dice.real(1.01, 1.09) * 100.0).round() / 100.0);
        mirror.gross = mirror
            .gross
            .map(|g| (g * dice.real(0.997, 1.003) * 10.0).round() / 10.0);
        mirror.incoterm = "CIF";
        if dice.chance(0.2) {
            mirror.text = shortened(&mirror.text);
        }
        let bill = mirror.bill.clone();
        clean_to_record(dice, world, &mut mirror, firms, noise);
        // What joins the two records: the number of the bill, mostly.
        mirror.bill = if dice.chance(0.65) {
            bill
        } else {
            String::new()
        };
        put(out, &mirror, Some((&id, "mirror")));
        written += 1;
    }
    if written < room && dice.chance(noise.duplicate) {
        put(out, &seen, Some((&id, "duplicate")));
        written += 1;
    }
    written
}

fn shortened(text: &str) -> String {
    text.split(' ').take(3).collect::<Vec<_>>().join(" ")
}

/// Takes away what this kind of record does not carry, and what is missing by chance.
fn clean_to_record(
    dice: &mut Dice,
    world: &World,
    row: &mut Row,
    firms: [&Firm; 2],
    noise: &Noise,
) {
    let bill = dice.chance(if row.mode == "SEA" { 0.6 } else { 0.3 });
    if row.forwarder.is_empty() && dice.chance(0.25) {
        let cc = if dice.chance(0.5) {
            row.export
        } else {
            row.destination
        };
        let k = world.shared_key(dice, Shared::Forwarder, &[cc]);
        // Only the name is needed; it is the first thing a firm draws.
        row.forwarder = world.firm(k).name;
    }
    if bill {
        if dice.chance(0.7) {
            row.value = None;
        }
        if dice.chance(0.6) {
            row.origin = "";
        }
        if dice.chance(0.7) {
            row.net = None;
        }
        if dice.chance(0.12) {
            row.hs.clear();
        }
        row.incoterm = "";
        row.shipper.id.clear();
        row.consignee.id.clear();
        if dice.chance(0.5) {
            row.brand = Text::Borrowed("");
        }
    } else {
        if dice.chance(0.7) {
            row.vessel.clear();
            row.voyage.clear();
            row.container.clear();
        }
        if dice.chance(0.6) {
            row.bill.clear();
        }
        if dice.chance(0.8) {
            row.notify.clear();
        }
        if dice.chance(0.6) {
            row.shipper.id.clear();
            row.consignee.id.clear();
        }
        if dice.chance(0.3) {
            row.final_destination = Text::Borrowed("");
        }
        local_currency(dice, row);
    }
    for (party, firm) in [(&mut row.shipper, firms[0]), (&mut row.consignee, firms[1])] {
        if party.truth.1 == 0 && dice.chance(noise.other_form) {
            let form = 1 + dice.below(u64::from(Firm::FORMS) - 1) as u8;
            party.truth.1 = form;
            (party.name, party.address) = firm.written(form);
        }
        if dice.chance(noise.missing) {
            party.address.clear();
        }
    }
    if dice.chance(noise.missing) {
        row.quantity = None;
    }
    if dice.chance(noise.missing) {
        row.gross = None;
    }
    if dice.chance(noise.missing) {
        row.value = None;
    }
    if dice.chance(noise.missing * 0.5) {
        row.hs.clear();
    }
    if dice.chance(noise.missing) {
        row.lading = Text::Borrowed("");
        row.unlading = Text::Borrowed("");
    }
    if dice.chance(noise.missing * 0.5) {
        row.destination = "";
    }
    match dice.below(20) {
        0 => row.text = row.text.to_lowercase(),
        1 => row.text.insert_str(0, "STC: "),
        2 => row.text.push_str(" AS PER INVOICE"),
        _ => {}
    }
    if dice.chance(noise.blank_text) {
        row.text.clear();
    }
}

fn local_currency(dice: &mut Dice, row: &mut Row) {
    if !dice.chance(0.2) {
        return;
    }
    let (currency, rate) = match row.export {
        "DE" | "NL" | "FR" | "IT" | "ES" | "BE" | "AT" | "FI" | "LT" | "EE" => ("EUR", 0.93),
        "CN" => ("CNY", 7.1),
        "HK" => ("HKD", 7.8),
        "SG" => ("SGD", 1.34),
        "JP" => ("JPY", 143.0),
        "GB" => ("GBP", 0.8),
        _ => return,
    };
    row.currency = currency;
    row.value = row.value.map(|v| (v * rate * 100.0).round() / 100.0);
}

/// Writes a story: its movements, its firms, its owners and lists.
pub fn story(out: &mut Out, world: &World, story: &Story, label: &Label, unit: u64) {
    let mut dice = world.dice(&[unit, 0xE3]);
    let mut next = 0;
    let unseen = world.settings.noise.unseen;
    let mut used = vec![false; story.firms.len()];
    let find = |k: u64| story.firms.iter().position(|f| f.key == k).unwrap_or(0);
    for row in &story.rows {
        let (a, b) = (find(row.shipper.truth.0), find(row.consignee.truth.0));
        if !row.always_seen && dice.chance(unseen) {
            continue;
        }
        used[a] = true;
        used[b] = true;
        movement(
            out,
            world,
            &mut dice,
            row,
            [&story.firms[a], &story.firms[b]],
            label,
            unit,
            &mut next,
            u64::MAX,
        );
    }
    for owner in &story.owners {
        used[owner.owned] = true;
    }
    for (firm, used) in story.firms.iter().zip(&used) {
        if key::is_story(firm.key) && *used {
            // Registers write a firm in its own form, whatever records do.
            for form in 0..Firm::FORMS {
                if out.forms.remove(&(firm.key, form)) || form == 0 {
                    truth_party(out, firm, form);
                }
            }
            let gaps = std::array::from_fn(|_| dice.unit());
            party_row(&mut out.parties, &gaps, firm);
        }
    }
    for owner in &story.owners {
        if owner.certain || dice.chance(world.settings.noise.owned) {
            owner_row(&mut out.ownership, &story.firms[owner.owned], owner);
        }
    }
    for entry in &story.watch {
        watch_row(&mut out.watchlist, entry);
    }
    let name = match label {
        Label::Scheme(name, _) => name.as_str(),
        _ => "",
    };
    for (f, role) in &story.roles {
        let _ = writeln!(
            out.truth_entities,
            "{},{role},{name}",
            key::entity(story.firms[*f].key)
        );
    }
}

/// One form of a firm, for the truth of parties.
pub fn truth_party(out: &mut Out, firm: &Firm, form: u8) {
    let (name, address) = firm.written(form);
    let line = &mut out.truth_parties;
    cell(line, &name);
    cell(line, &address);
    cell(line, PLACES[firm.place].cc);
    last(line, &key::entity(firm.key));
}

/// Cells of a register's row that may be missing.
pub const GAPS: usize = 9;

/// The register's row of a firm, if it has one, with gaps.
pub fn party_row(out: &mut String, gaps: &[f64; GAPS], firm: &Firm) {
    if !firm.registered {
        return;
    }
    let shown = |i: usize, missing: f64, text: &str| {
        if gaps[i] < missing {
            String::new()
        } else {
            text.to_string()
        }
    };
    cell(out, &firm.name);
    cell(out, PLACES[firm.place].cc);
    cell(out, &shown(0, 0.05, &firm.address));
    cell(out, &shown(1, 0.1, &firm.phone));
    cell(out, &shown(2, 0.3, &firm.email));
    cell(out, &firm.website);
    cell(out, &shown(3, 0.1, &firm.since.to_string()));
    cell(out, &shown(4, 0.12, &firm.register_line));
    cell(out, &shown(5, 0.2, &firm.number));
    cell(out, &shown(6, 0.35, &firm.employees.to_string()));
    cell(
        out,
        &firm
            .megawatts
            .map_or(String::new(), |mw| shown(7, 0.3, &mw.to_string())),
    );
    last(
        out,
        &firm
            .hq
            .map_or(String::new(), |p| shown(8, 0.4, PLACES[p].cc)),
    );
}

/// The register's row of an ownership.
pub fn owner_row(out: &mut String, owned: &Firm, owner: &Owner) {
    cell(out, &owner.owner);
    cell(out, PLACES[owner.owner_place].cc);
    cell(out, &owned.name);
    cell(out, PLACES[owned.place].cc);
    cell(
        out,
        &owner.share.map_or(String::new(), |s| format!("{s:.0}")),
    );
    cell(out, &owner.from.map_or(String::new(), |d| d.to_string()));
    cell(out, "");
    last(out, owner.kind);
}

/// A watch-list row.
pub fn watch_row(out: &mut String, entry: &Watch) {
    cell(out, entry.list);
    cell(out, &entry.name);
    cell(out, &entry.aliases);
    cell(out, entry.country);
    cell(out, &entry.address);
    cell(out, entry.program);
    cell(out, &entry.from.to_string());
    last(out, "");
}

/// Registers of firms of the open world: a row where there is one, owners for some, and list entries
/// that resemble honest firms (same name elsewhere, or the same address).
pub fn open_firm(out: &mut Out, world: &World, k: u64) {
    let Registered {
        firm,
        gaps,
        owner,
        mut dice,
    } = world.registered(k);
    party_row(&mut out.parties, &gaps, &firm);
    if let Some(owner) = owner {
        owner_row(&mut out.ownership, &firm, &owner);
    }
    if dice.chance(0.0006) {
        let elsewhere = *dice.pick(&["CN", "HK", "RU", "IR", "AE"]);
        let by_address = dice.chance(0.3) && k >> 56 == 1;
        let entry = Watch {
            list: *dice.pick(&["Entity List", "SDN", "Unverified List"]),
            name: if by_address {
                String::new()
            } else {
                firm.name.clone()
            },
            aliases: String::new(),
            country: if by_address {
                PLACES[firm.place].cc
            } else {
                elsewhere
            },
            address: if by_address {
                firm.address.clone()
            } else {
                String::new()
            },
            program: "export controls",
            from: world.settings.from.plus(dice.whole(-900, 1200) as i32),
        };
        watch_row(&mut out.watchlist, &entry);
    }
}

/// Header and name of every file of a world, in the order of [`Out`]'s tables.
pub const FILES: [(&str, &str); 9] = [
    ("shipments.csv", row::SHIPMENTS),
    ("parties.csv", row::PARTIES),
    ("ownership.csv", row::OWNERSHIP),
    ("watchlist.csv", row::WATCHLIST),
    ("truth.csv", row::TRUTH),
    ("truth_lookalikes.csv", row::LOOKALIKES),
    ("truth_duplicates.csv", row::DUPLICATES),
    ("truth_parties.csv", row::TRUTH_PARTIES),
    ("truth_entities.csv", row::TRUTH_ENTITIES),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn record_ids_of_different_rows_differ() {
        let ids: std::collections::BTreeSet<_> = (0..50)
            .flat_map(|u| (0..50).map(move |n| record_id(7, u, n)))
            .collect();
        assert_eq!(ids.len(), 2500);
    }
}
