//! Proves, from the written files alone, that every planted scheme has its signature. It shares nothing
//! with the code that plants: it reads shipments, registers and truth as anybody could.

use crate::model::time::Day;
use rustc_hash::{FxHashMap, FxHashSet};
use std::path::{Path, PathBuf};

/// Why a world cannot be checked.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// A table cannot be read.
    #[error("cannot read {path}: {cause}", path = path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        cause: csv::Error,
    },
    /// A column is missing.
    #[error("{path} has no column {column}", path = path.display())]
    Column {
        /// The file.
        path: PathBuf,
        /// The column.
        column: &'static str,
    },
}

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// Schemes with their whole signature.
    pub whole: usize,
    /// Schemes of which a leg is in no data, so that the signature cannot be asked for.
    pub partly_seen: usize,
    /// Schemes without their signature: name, typology, what is missing.
    pub faulty: Vec<(String, String, String)>,
    /// Typologies with at least one whole scheme, sorted.
    pub typologies: Vec<String>,
}

struct Leg {
    day: Day,
    from: String,
    to: String,
    to_country: String,
    from_country: String,
    mode: String,
    heading: String,
    text: String,
    gross: Option<f64>,
    value: Option<f64>,
    unlading: String,
    leg: u8,
    role: String,
    item: String,
    units: f64,
}

const RESTRICTED: [&str; 6] = ["CN", "HK", "MO", "RU", "BY", "IR"];

fn table(path: &Path, columns: &[&'static str]) -> Result<Vec<Vec<String>>, CheckError> {
    let wrong = |cause| CheckError::Read {
        path: path.to_path_buf(),
        cause,
    };
    let mut reader = csv::Reader::from_path(path).map_err(wrong)?;
    let header = reader.headers().map_err(wrong)?.clone();
    let mut at = Vec::new();
    for column in columns {
        let found = header.iter().position(|h| h == *column);
        at.push(found.ok_or_else(|| CheckError::Column {
            path: path.to_path_buf(),
            column,
        })?);
    }
    let mut rows = Vec::new();
    for row in reader.records() {
        let row = row.map_err(wrong)?;
        let cells = at.iter().map(|i| row.get(*i).unwrap_or("").to_string());
        rows.push(cells.collect());
    }
    Ok(rows)
}

/// What the registers and lists say, by name.
#[derive(Default)]
struct Known {
    /// Entity of a written name.
    entity: FxHashMap<String, String>,
    /// Own names of an entity.
    owned_from_restricted: FxHashSet<String>,
    listed: FxHashSet<String>,
}

/// Checks the world in a folder.
///
/// # Errors
/// If a table cannot be read or lacks a column.
pub fn check(folder: &Path) -> Result<Checked, CheckError> {
    let known = registers(folder)?;
    let truth = table(
        &folder.join("truth.csv"),
        &[
            "record_id",
            "scheme",
            "typology",
            "role",
            "leg",
            "item",
            "units",
            "same_as",
        ],
    )?;
    let wanted: FxHashMap<&str, usize> = truth
        .iter()
        .enumerate()
        .filter(|(_, t)| t[7].is_empty())
        .map(|(i, t)| (t[0].as_str(), i))
        .collect();
    let columns = [
        "record_id",
        "date",
        "shipper_name",
        "consignee_name",
        "consignee_country",
        "transport_mode",
        "hs_code",
        "description",
        "gross_weight",
        "value",
        "port_lading",
        "port_unlading",
        "shipper_country",
    ];
    let mut schemes: std::collections::BTreeMap<(String, String), Vec<Leg>> =
        std::collections::BTreeMap::new();
    for row in table(&folder.join("shipments.csv"), &columns)? {
        let Some(i) = wanted.get(row[0].as_str()) else {
            continue;
        };
        let t = &truth[*i];
        let entity = |name: &String| known.entity.get(name).unwrap_or(name).clone();
        let leg = Leg {
            day: Day::from_iso(&row[1]).unwrap_or(Day::from_epoch(0)),
            from: entity(&row[2]),
            to: entity(&row[3]),
            to_country: row[4].clone(),
            from_country: row[12].clone(),
            mode: row[5].clone(),
            heading: row[6]
                .chars()
                .filter(char::is_ascii_digit)
                .take(4)
                .collect(),
            text: row[7].to_uppercase(),
            gross: row[8].parse().ok(),
            value: row[9].parse().ok(),
            unlading: row[11].clone(),
            leg: t[4].parse().unwrap_or(0),
            role: t[3].clone(),
            item: t[5].clone(),
            units: t[6].parse().unwrap_or(0.0),
        };
        schemes
            .entry((t[1].clone(), t[2].clone()))
            .or_default()
            .push(leg);
    }
    let mut found = Checked::default();
    let mut typologies = std::collections::BTreeSet::new();
    for ((name, typology), mut legs) in schemes {
        legs.sort_by(|a, b| (a.day, a.leg, &a.from, &a.to).cmp(&(b.day, b.leg, &b.from, &b.to)));
        match signature(&typology, &legs, &known) {
            Verdict::Whole => {
                found.whole += 1;
                typologies.insert(typology);
            }
            Verdict::PartlySeen => found.partly_seen += 1,
            Verdict::Faulty(what) => found.faulty.push((name, typology, what.to_string())),
        }
    }
    found.typologies = typologies.into_iter().collect();
    Ok(found)
}

fn registers(folder: &Path) -> Result<Known, CheckError> {
    let mut known = Known::default();
    for row in table(&folder.join("truth_parties.csv"), &["name", "entity"])? {
        known.entity.insert(row[0].clone(), row[1].clone());
    }
    let owners = table(
        &folder.join("ownership.csv"),
        &["owner_name", "owner_country", "owned_name", "share_pct"],
    )?;
    let mut restricted: FxHashSet<String> = FxHashSet::default();
    // Three rounds reach through holdings that own holdings.
    for _ in 0..3 {
        for row in &owners {
            let major = row[3].parse::<f64>().is_ok_and(|s| s >= 50.0);
            if major && (RESTRICTED.contains(&row[1].as_str()) || restricted.contains(&row[0])) {
                restricted.insert(row[2].clone());
            }
        }
    }
    #[expect(clippy::iter_over_hash_type, reason = "a set is filled from a set")]
    for name in restricted {
        let entity = known.entity.get(&name).unwrap_or(&name).clone();
        known.owned_from_restricted.insert(entity);
    }
    for row in table(&folder.join("watchlist.csv"), &["name"])? {
        let entity = known.entity.get(&row[0]).unwrap_or(&row[0]).clone();
        known.listed.insert(entity);
    }
    Ok(known)
}

enum Verdict {
    Whole,
    PartlySeen,
    Faulty(&'static str),
}

fn ends_badly(leg: &Leg, known: &Known) -> bool {
    RESTRICTED.contains(&leg.to_country.as_str())
        || known.owned_from_restricted.contains(&leg.to)
        || known.listed.contains(&leg.to)
}

fn signature(typology: &str, legs: &[Leg], known: &Known) -> Verdict {
    let last_leg = legs.iter().map(|l| l.leg).max().unwrap_or(0);
    let (supply, last): (Vec<&Leg>, Vec<&Leg>) = (
        legs.iter().filter(|l| l.role == "supply").collect(),
        legs.iter().filter(|l| l.role == "final").collect(),
    );
    // What noise made unseen is no fault: every scheme but a direct one needs both of its ends.
    if last.is_empty() || (supply.is_empty() && last_leg > 1) {
        return Verdict::PartlySeen;
    }
    if !last.iter().any(|l| ends_badly(l, known)) {
        return Verdict::Faulty(
            "no end in a restricted country, at a restricted owner or a listed firm",
        );
    }
    let sent: f64 = last.iter().map(|l| l.units).sum();
    let bought: f64 = supply.iter().map(|l| l.units).sum();
    let first_day = supply.iter().map(|l| l.day).min();
    let last_day = last.iter().map(|l| l.day).max();
    if first_day > last_day {
        return Verdict::Faulty("the last leg comes before the first");
    }
    let onward = || legs.iter().filter(|l| l.leg > 1);
    let hidden = |l: &Leg| !l.text.contains(&l.item) || l.item.is_empty();
    let per_unit = |list: &[&Leg], of: fn(&Leg) -> Option<f64>| {
        let known: Vec<(f64, f64)> = list
            .iter()
            .filter_map(|l| Some((of(l)?, l.units)))
            .collect();
        let (sum, units) = known.iter().fold((0.0, 0.0), |s, k| (s.0 + k.0, s.1 + k.1));
        (units > 0.0).then(|| sum / units)
    };
    let value = |l: &Leg| l.value;
    let weight = |l: &Leg| l.gross;
    let shippers: FxHashSet<&str> = last.iter().map(|l| l.from.as_str()).collect();
    let middlemen: FxHashSet<&str> = legs
        .iter()
        .flat_map(|l| [l.from.as_str(), l.to.as_str()])
        .collect();
    let every_leg = (1..=last_leg).all(|n| legs.iter().any(|l| l.leg == n));
    let all_seen = sent <= bought * 1.02 + 9.0;
    let ok = match typology {
        "T02" => middlemen.len() >= 4 || legs.iter().all(|l| l.leg < 3),
        "T03" => shippers.len() >= 2,
        "T04" | "T11" => !supply.iter().any(|s| last.iter().any(|l| l.from == s.to)),
        "T05" => onward().all(hidden),
        "T06" => last.iter().all(|l| {
            matches!(
                l.heading.as_str(),
                "4703" | "3901" | "2918" | "0902" | "7404" | "7602" | ""
            )
        }),
        "T08" => onward().all(|l| l.mode == "COURIER"),
        "T09" => {
            let (into, out) = (per_unit(&supply, weight), per_unit(&last, weight));
            into.zip(out).is_none_or(|(into, out)| out < 0.75 * into)
        }
        "T12" => {
            let (from, to): (FxHashSet<&str>, FxHashSet<&str>) = (
                onward().map(|l| l.from_country.as_str()).collect(),
                onward().map(|l| l.to_country.as_str()).collect(),
            );
            from.iter().any(|c| to.contains(c)) || last_leg < 4
        }
        "T14" => last
            .iter()
            .any(|l| known.owned_from_restricted.contains(&l.to) || known.listed.contains(&l.to)),
        "T15" | "T22" => {
            legs.iter()
                .any(|l| known.listed.contains(&l.to) || known.listed.contains(&l.from))
                || shippers.len() >= 2
        }
        "T19" => {
            legs.iter().all(|l| l.mode == "ROAD")
                && (supply
                    .iter()
                    .any(|l| l.unlading == "RUMOW" || l.unlading.is_empty()))
        }
        "T20" => {
            // The paper firm does not even wait for the goods: one burst, days apart.
            let bought = supply.iter().map(|l| l.day).max();
            let left = last.iter().map(|l| l.day).min();
            left.zip(bought).is_none_or(|(l, b)| l.since(b) <= 30)
        }
        "T21" => {
            let (into, out) = (per_unit(&supply, value), per_unit(&last, value));
            into.zip(out).is_none_or(|(into, out)| out < 0.75 * into)
        }
        "T23" => onward().all(|l| {
            l.text.is_empty()
                || ["REPAIR", "RETURN", "WARRANTY", "DEMO"]
                    .iter()
                    .any(|w| l.text.contains(w))
        }),
        "T24" => middlemen.len() >= 3,
        "T26" => {
            supply
                .iter()
                .map(|l| l.from.as_str())
                .collect::<FxHashSet<_>>()
                .len()
                >= 2
        }
        _ => true,
    };
    match (ok, all_seen) {
        (true, true) => Verdict::Whole,
        (true, false) => Verdict::PartlySeen,
        (false, _) if !every_leg => Verdict::PartlySeen,
        (false, _) => Verdict::Faulty("its own mark is missing"),
    }
}
