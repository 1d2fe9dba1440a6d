//! Replays of documented cases: scripts in `data/samples/cases/*.toml`, told inside a small honest world.

use super::build::{self, Error, Extra, Summary};
use super::emit::Label;
use super::lot::Lot;
use super::names::Line;
use super::places::{PLACES, PlaceId};
use super::row::{RowTruth, Text};
use super::settings::Settings;
use super::story::{F, Story};
use crate::model::progress::Progress;
use crate::model::time::Day;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

macro_rules! scripts {
    ($($name:literal)*) => {
        /// The scripts by the name of their case.
        const SCRIPTS: &[(&str, &str)] = &[$(($name, include_str!(concat!("../../data/samples/cases/", $name, ".toml")))),*];
    };
}

scripts! {
    "in_ru_pharma_2024" "janford_2025" "gatekeeper_2025" "alx_2025" "supermicro_2026"
    "taiwan_keelung_2026" "amat_2026" "azu_smartimpex_2022" "goltsev_2023" "hkc_record_2023"
    "deepseek_report_2025" "kanrus_2023" "csis_scenario_2024" "serniya_2022" "compel_2023"
    "winninc_2023" "ardakani_2014" "hk_ru_ngo_2023" "inf_jakarta_2025" "megaspeed_2023_2025"
}

/// Cases that shipment data cannot show, with the reason.
const UNSEEN: &str = include_str!("../../data/samples/cases/not_replayed.toml");
/// Settings of the honest world around the replays.
const WORLD: &str = include_str!("../../data/samples/cases/world.toml");

/// A case as a script tells it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Script {
    case: String,
    title: String,
    status: String,
    source: String,
    typology: String,
    /// `scheme` (in truth.csv), `honest` (in truth_lookalikes.csv) or `unknown` (in neither).
    #[serde(default = "scheme")]
    label: String,
    /// What of it shipment data can show.
    seen: String,
    #[serde(default)]
    figures: Vec<Figure>,
    firms: BTreeMap<String, FirmSpec>,
    #[serde(default)]
    owners: Vec<OwnerSpec>,
    #[serde(default)]
    lists: Vec<ListSpec>,
    legs: Vec<Leg>,
    #[serde(default)]
    trades: Vec<TradeSpec>,
}

fn scheme() -> String {
    "scheme".to_string()
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Figure {
    what: String,
    value: String,
    /// `documented` or `assumed`.
    basis: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FirmSpec {
    name: String,
    country: String,
    business: String,
    address: Option<String>,
    phone: Option<String>,
    since: Option<Day>,
    employees: Option<i64>,
    megawatts: Option<f64>,
    hq: Option<String>,
    /// Id of the firm whose address this one has.
    address_of: Option<String>,
    /// Id of the firm whose telephone this one has.
    phone_of: Option<String>,
    #[serde(default)]
    no_website: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnerSpec {
    owner: String,
    country: String,
    owned: String,
    share: Option<f64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ListSpec {
    firm: String,
    from: Day,
    program: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TradeSpec {
    firm: String,
    rows: i64,
    from: Day,
    to: Day,
}

/// A series of shipments from one firm to another.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Leg {
    from: String,
    to: String,
    /// Number of the leg; 0 is trade beside the scheme.
    #[serde(default)]
    leg: u8,
    /// `supply`, `onward` or `final`.
    #[serde(default)]
    role: String,
    /// What really moves, for the truth.
    #[serde(default)]
    item: String,
    /// How many of it are in a piece.
    #[serde(default = "one")]
    units_each: f64,
    hs: String,
    text: String,
    #[serde(default)]
    brand: String,
    #[serde(default)]
    origin: String,
    #[serde(default = "pieces_unit")]
    unit: String,
    kg_each: f64,
    usd_each: f64,
    mode: Option<String>,
    notify: Option<String>,
    forwarder: Option<String>,
    unlading: Option<String>,
    /// One entry a shipment ...
    #[serde(default)]
    dates: Vec<Day>,
    #[serde(default)]
    pieces: Vec<f64>,
    /// ... or a regular series: first day, days between, number, pieces each (about).
    start: Option<Day>,
    #[serde(default)]
    every: i64,
    #[serde(default)]
    count: i64,
    #[serde(default)]
    pieces_each: f64,
}

fn one() -> f64 {
    1.0
}

fn pieces_unit() -> String {
    "PCS".to_string()
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Unseen {
    cases: Vec<UnseenCase>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct UnseenCase {
    case: String,
    status: String,
    reason: String,
}

/// Writes the replays inside their honest world, and a README that says of each what is documented
/// and what assumed. The bytes are always the same.
///
/// # Errors
/// If a script is wrong, a file cannot be written or the user stops it.
pub fn write(folder: &Path, threads: usize, progress: &dyn Progress) -> Result<Summary, Error> {
    let settings: Settings = parsed("world", WORLD)?;
    let scripts: Vec<Script> = SCRIPTS
        .iter()
        .map(|(name, text)| parsed(name, text))
        .collect::<Result<_, _>>()?;
    let unseen: Unseen = parsed("not_replayed", UNSEEN)?;
    let mut extras = Vec::new();
    for script in &scripts {
        check(script)?;
        let typology = super::typologies()
            .find(|(id, _)| *id == script.typology)
            .map_or("T25", |(id, _)| id);
        let label = match script.label.as_str() {
            "honest" => Label::Lookalike("case_without_diversion", script.case.clone()),
            "unknown" => Label::Lookalike("case_of_unknown_truth", script.case.clone()),
            _ => Label::Scheme(script.case.clone(), typology),
        };
        extras.push(Extra {
            label,
            tell: Box::new(move |story: &mut Story| tell(script, story)),
        });
    }
    let summary = build::write(&settings, &extras, folder, threads, progress)?;
    let path = folder.join("README.md");
    std::fs::write(&path, readme(&scripts, &unseen, &summary))
        .map_err(|cause| Error::Write { path, cause })?;
    Ok(summary)
}

fn parsed<T: serde::de::DeserializeOwned>(name: &str, text: &str) -> Result<T, Error> {
    toml::from_str(text).map_err(|e| Error::Script {
        name: name.to_string(),
        reason: e.to_string(),
    })
}

fn country(code: &str) -> Option<PlaceId> {
    PLACES.iter().position(|p| p.cc == code)
}

/// Everything that telling relies on.
fn check(script: &Script) -> Result<(), Error> {
    let bad = |reason: String| {
        Err(Error::Script {
            name: script.case.clone(),
            reason,
        })
    };
    for (id, firm) in &script.firms {
        let codes = [Some(&firm.country), firm.hq.as_ref()];
        if let Some(code) = codes.into_iter().flatten().find(|c| country(c).is_none()) {
            return bad(format!("firm {id}: no simulated country {code}"));
        }
        let others = [firm.address_of.as_ref(), firm.phone_of.as_ref()];
        if let Some(other) = others
            .into_iter()
            .flatten()
            .find(|o| !script.firms.contains_key(*o))
        {
            return bad(format!("firm {id}: no firm {other}"));
        }
    }
    let named = script.legs.iter().flat_map(|l| [&l.from, &l.to]);
    let named = named.chain(script.owners.iter().map(|o| &o.owned));
    let named = named.chain(script.lists.iter().map(|l| &l.firm));
    let mut named = named.chain(script.trades.iter().map(|t| &t.firm));
    if let Some(id) = named.find(|id| !script.firms.contains_key(*id)) {
        return bad(format!("no firm {id}"));
    }
    for (i, leg) in script.legs.iter().enumerate() {
        if leg.dates.len() != leg.pieces.len() || (leg.dates.is_empty() && leg.start.is_none()) {
            return bad(format!(
                "leg {}: as many pieces as dates, or a start",
                i + 1
            ));
        }
        if leg.hs.len() < 6 || leg.kg_each <= 0.0 {
            return bad(format!("leg {}: six digits of hs and a weight", i + 1));
        }
    }
    if let Some(owner) = script.owners.iter().find(|o| country(&o.country).is_none()) {
        return bad(format!("no simulated country {}", owner.country));
    }
    Ok(())
}

/// A literal with the same text; scripts are read once a run and stay for all of it.
fn literal(text: &str) -> &'static str {
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

fn tell(script: &Script, story: &mut Story) {
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
            let domain = super::names::domain(&firm.name, PLACES[at].cc);
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

/// The sample's README, made from the scripts so that it cannot drift from them.
fn readme(scripts: &[Script], unseen: &Unseen, summary: &Summary) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = write!(
        out,
        "# Replays of documented cases\n\n\
         Made by `tidewaiter simulate --cases --out data/samples/cases` from the scripts in this folder; a test\n\
         compares the bytes. {} shipment records: the replays stand inside honest trade that holds every family\n\
         of look-alikes. Every firm here is invented, also where a public document names one. Dates, weights and\n\
         values that no source gives are assumed, as are all ports, bills and identifiers.\n\n\
         Allegations are allegations: `status` says how far a case had got when the source was read (2026-11-22).\n\n\
         Files: shipments, parties, ownership, watchlist (what a scan reads); truth.csv (records of the replayed\n\
         schemes), truth_lookalikes.csv (records of honest look-alikes and of the cases without diversion),\n\
         truth_duplicates.csv (records that tell of one movement), truth_parties.csv, truth_entities.csv.\n\n\
         | case | what it is | status | typology | truth | what shipment data can show |\n|---|---|---|---|---|---|\n",
        summary.rows
    );
    for s in scripts {
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} |",
            s.case, s.title, s.status, s.typology, s.label, s.seen
        );
    }
    out.push_str("\n## Figures\n\n| case | figure | value | basis |\n|---|---|---|---|\n");
    for s in scripts {
        for f in &s.figures {
            let _ = writeln!(
                out,
                "| {} | {} | {} | {} |",
                s.case, f.what, f.value, f.basis
            );
        }
    }
    out.push_str("\n## Sources\n\n");
    for s in scripts {
        let _ = writeln!(out, "- {}: {}", s.case, s.source);
    }
    out.push_str("\n## Cases that are not replayed\n\nShipment data cannot show them, so nothing stands for them here.\n\n| case | status | why |\n|---|---|---|\n");
    for c in &unseen.cases {
        let _ = writeln!(out, "| {} | {} | {} |", c.case, c.status, c.reason);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_script_is_sound_and_says_what_is_assumed() {
        for (name, text) in SCRIPTS {
            let script: Script = parsed(name, text).expect(name);
            check(&script).expect(name);
            assert_eq!(&script.case, name);
            assert!(script.source.contains("http"), "{name}");
            for figure in &script.figures {
                assert!(
                    matches!(figure.basis.as_str(), "documented" | "assumed"),
                    "{name}"
                );
            }
            for basis in ["documented", "assumed"] {
                assert!(
                    script.figures.iter().any(|f| f.basis == basis),
                    "{name}: nothing {basis}"
                );
            }
            for leg in &script.legs {
                assert!(!literal(&leg.unit).is_empty(), "{name}: unit {}", leg.unit);
                assert!(
                    leg.origin.is_empty() || !literal(&leg.origin).is_empty(),
                    "{name}: origin {}",
                    leg.origin
                );
                assert!(
                    leg.leg == 0
                        || (!literal(&leg.role).is_empty() && !literal(&leg.item).is_empty()),
                    "{name}: {} {}",
                    leg.role,
                    leg.item
                );
            }
        }
    }
}
