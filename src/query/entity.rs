//! One firm: its names, partners, links, alerts.

use crate::model::table::Frame;
use crate::model::{Day, Measure};
use crate::query::alert::{list, roles, row_of};
use crate::query::{Error, RunFolder, near};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The column `attributes` of the entities table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Details {
    /// The parties behind it, as written.
    pub parties: Vec<PartyLine>,
    /// Why they were judged one firm.
    pub merges: Vec<MergeLine>,
    /// How many merges there were, written or not.
    pub merges_in_all: usize,
    /// Owners up to the roots.
    pub owners: Vec<OwnerLine>,
    /// Watch-list candidates.
    pub listed: Vec<HitLine>,
    /// What a reader must know, a few words each.
    pub notes: Vec<String>,
    /// Why the roles.
    pub role_reasons: Vec<ReasonLine>,
    /// What registers say.
    pub register: Option<serde_json::Value>,
}

/// A party as written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PartyLine {
    /// Name.
    pub name: String,
    /// Address.
    pub address: Option<String>,
    /// Country.
    pub country: Option<String>,
    /// Registration or tax number.
    pub registration_id: Option<String>,
}

/// Two names judged one firm.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MergeLine {
    /// One name.
    pub left: String,
    /// The other.
    pub right: String,
    /// Sum of the parts.
    pub log_odds: f64,
    /// The person who decided, if one did.
    pub judged_by: Option<String>,
    /// What was compared.
    pub parts: Vec<MergePartLine>,
}

/// One comparison of a merge.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MergePartLine {
    /// What was compared.
    pub field: String,
    /// What was seen.
    pub seen: String,
    /// Its part of the log-odds.
    pub log_odds: f64,
}

/// An owner.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OwnerLine {
    /// Its entity, if it is one of the run.
    pub entity_id: Option<String>,
    /// Its name.
    pub name: String,
    /// Its country.
    pub country: Option<String>,
    /// Effective share in percent.
    pub share_pct: Measure,
    /// Held through majorities all the way.
    pub controls: bool,
    /// On a list itself.
    pub listed: bool,
    /// Names from the owner down.
    pub via: Vec<String>,
}

/// A watch-list candidate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HitLine {
    /// The list.
    pub list: String,
    /// The entry's id.
    pub entry_id: Option<String>,
    /// The listed name.
    pub listed: String,
    /// The programme.
    pub program: Option<String>,
    /// 0 to 1.
    pub score: f64,
    /// Counts as the listed party.
    pub is_match: bool,
    /// First day on the list.
    pub from: Option<Day>,
    /// Last day on the list.
    pub to: Option<Day>,
    /// Why, in a few words.
    pub why: String,
}

/// Why a role.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReasonLine {
    /// The role.
    pub role: String,
    /// Why.
    pub why: String,
}

/// Everything the run knows of a firm.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EntityAnswer {
    /// Its id.
    pub id: String,
    /// The commonest of its names.
    pub name: String,
    /// All its names.
    pub names: Vec<String>,
    /// The commonest of its countries.
    pub country: Option<String>,
    /// All its countries.
    pub countries: Vec<String>,
    /// Country of headquarters or ultimate parent.
    pub headquarters: Option<String>,
    /// Roles with a known score, highest first.
    pub roles: Vec<(String, f64)>,
    /// First shipment.
    pub first_seen: Option<Day>,
    /// Last shipment.
    pub last_seen: Option<Day>,
    /// Shipments sent.
    pub sent: u64,
    /// Shipments received.
    pub received: u64,
    /// Partners by goods, most shipments first.
    pub partners: Vec<Partner>,
    /// Shipments and units a month: (YYYY-MM, sent, received).
    pub months: Vec<(String, u64, u64)>,
    /// Links to other firms.
    pub links: Vec<LinkLine>,
    /// Alerts whose chain it is in, by rank.
    pub alerts: Vec<AlertLine>,
    /// Parties, merges, owners, hits, registers.
    pub details: Details,
}

/// Trade with one partner in one kind of goods.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Partner {
    /// The partner's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its country.
    pub country: Option<String>,
    /// `to`: the firm sends to it; `from`: it receives from it.
    pub direction: &'static str,
    /// Catalogue id of the item, or the HS heading, or ? where neither is known.
    pub goods: String,
    /// Shipments.
    pub shipments: u64,
    /// Sum of the known units; unknown where none states any.
    pub units: Measure,
    /// Months with a shipment.
    pub months: u64,
    /// First shipment.
    pub first: Option<Day>,
    /// Last shipment.
    pub last: Option<Day>,
}

/// A link to another firm.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LinkLine {
    /// Kind of the link.
    pub kind: String,
    /// `owns`, `owned_by`, `precedes`, `follows`, or `with`.
    pub direction: &'static str,
    /// The other firm's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// 0 to 1.
    pub strength: f64,
    /// What was seen.
    pub seen: String,
    /// Owner links: percent.
    pub share_pct: Measure,
}

/// An alert in one line.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AlertLine {
    /// Rank.
    pub rank: u64,
    /// Id.
    pub alert_id: String,
    /// Score.
    pub score: f64,
    /// One sentence.
    pub summary: String,
}

/// Finds a firm by id, by any of its names (case and punctuation aside), or tells the nearest names.
///
/// # Errors
/// If nothing or several fit, or the folder is damaged.
pub fn entity(run: &RunFolder, asked: &str) -> Result<EntityAnswer, Error> {
    let reader = run.entities()?;
    let row = find(run, asked)?;
    let all: Vec<&str> = crate::model::table::ENTITIES
        .columns
        .iter()
        .map(|column| column.name)
        .collect();
    let frame = reader.rows(&all, &[row])?;
    let id = frame.text("id", 0).unwrap_or("").to_owned();
    let details: Details = serde_json::from_str(frame.text("attributes", 0).unwrap_or("{}"))
        .map_err(|e| run.torn(format!("the attributes of {id} are not readable: {e}")))?;
    let names: Vec<String> = frame
        .text("names", 0)
        .and_then(|json| serde_json::from_str(json).ok())
        .unwrap_or_default();
    let trade = trade(run, row)?;
    let links = links(run, &id)?;
    Ok(EntityAnswer {
        name: frame.text("name", 0).unwrap_or("").to_owned(),
        names,
        country: frame.text("country", 0).map(str::to_owned),
        countries: list(frame.text("countries", 0))
            .map(str::to_owned)
            .collect(),
        headquarters: frame.text("headquarters", 0).map(str::to_owned),
        roles: roles(&frame, 0),
        first_seen: trade.first,
        last_seen: trade.last,
        sent: trade.sent,
        received: trade.received,
        partners: trade.partners,
        months: trade.months,
        links,
        alerts: alerts(run, &id)?,
        details,
        id,
    })
}

/// Row of a firm in the entities table.
///
/// # Errors
/// As [`entity`].
pub fn find(run: &RunFolder, asked: &str) -> Result<usize, Error> {
    let reader = run.entities()?;
    let asked = asked.trim();
    let is_id = asked.len() == 17
        && asked.starts_with(['E', 'e'])
        && asked[1..].bytes().all(|b| b.is_ascii_hexdigit());
    if is_id {
        let ids = reader.columns(&["id"])?;
        let id = format!("E{}", asked[1..].to_ascii_lowercase());
        if let Some(row) = row_of(&ids, &id) {
            return Ok(row);
        }
        return Err(Error::Unknown {
            kind: "entity",
            asked: asked.to_owned(),
            near: Vec::new(),
        });
    }
    // Most names are found as they stand, without folding every name of the run.
    let frame = reader.columns(&["id", "name", "names"])?;
    let quoted = serde_json::Value::from(asked).to_string();
    let mut fits: Vec<usize> = (0..frame.len())
        .filter(|&row| {
            frame.text("name", row) == Some(asked)
                || frame
                    .text("names", row)
                    .is_some_and(|names| names.contains(&quoted))
        })
        .collect();
    if fits.is_empty() {
        let wanted = near::folded(asked);
        if !wanted.is_empty() {
            fits = (0..frame.len())
                .filter(|&row| {
                    // Most firms have one name; only the others have a list worth parsing.
                    let name = frame.text("name", row).unwrap_or("");
                    near::folded(name) == wanted
                        || frame.text("names", row).is_some_and(|names| {
                            names.len() > name.len() + 4
                                && serde_json::from_str::<Vec<String>>(names).is_ok_and(|names| {
                                    names.iter().any(|name| near::folded(name) == wanted)
                                })
                        })
                })
                .collect();
        }
    }
    let label = |row: usize| {
        format!(
            "{} ({})",
            frame.text("name", row).unwrap_or(""),
            frame.text("id", row).unwrap_or("")
        )
    };
    match fits.as_slice() {
        [row] => Ok(*row),
        [] => {
            let near = near::nearest(asked, frame.texts("name").map(|name| name.unwrap_or("")));
            Err(Error::Unknown {
                kind: "entity",
                asked: asked.to_owned(),
                near: near.into_iter().map(label).collect(),
            })
        }
        many => Err(Error::Ambiguous {
            asked: asked.to_owned(),
            fits: many.iter().take(5).map(|&row| label(row)).collect(),
        }),
    }
}

struct Trade {
    first: Option<Day>,
    last: Option<Day>,
    sent: u64,
    received: u64,
    partners: Vec<Partner>,
    months: Vec<(String, u64, u64)>,
}

fn trade(run: &RunFolder, row: usize) -> Result<Trade, Error> {
    let reader = run.shipments()?;
    let ends = reader.columns(&["shipper_entity_row", "consignee_entity_row"])?;
    let entity = row as i64;
    let sent = ends.rows_with("shipper_entity_row", entity);
    let received = ends.rows_with("consignee_entity_row", entity);
    let mut rows: Vec<(usize, bool)> = sent.into_iter().map(|row| (row, true)).collect();
    rows.extend(received.into_iter().map(|row| (row, false)));
    rows.sort_unstable();
    let wanted: Vec<usize> = rows.iter().map(|(row, _)| *row).collect();
    let frame = reader.rows(
        &[
            "date",
            "item_id",
            "hs_code",
            "units",
            "shipper_entity_id",
            "consignee_entity_id",
        ],
        &wanted,
    )?;

    #[derive(Default)]
    struct Sum {
        shipments: u64,
        units: Option<f64>,
        months: std::collections::BTreeSet<(i32, u32)>,
        first: Option<Day>,
        last: Option<Day>,
    }
    let mut sums: BTreeMap<(&'static str, String, String), Sum> = BTreeMap::new();
    let mut months: BTreeMap<(i32, u32), (u64, u64)> = BTreeMap::new();
    for (at, &(_, sent)) in rows.iter().enumerate() {
        let (direction, partner) = if sent {
            ("to", frame.text("consignee_entity_id", at))
        } else {
            ("from", frame.text("shipper_entity_id", at))
        };
        let sum = sums
            .entry((
                direction,
                partner.unwrap_or("").to_owned(),
                goods(&frame, at),
            ))
            .or_default();
        sum.shipments += 1;
        if let Some(units) = frame.number("units", at) {
            sum.units = Some(sum.units.unwrap_or(0.0) + units);
        }
        if let Some(day) = frame.day("date", at) {
            let (year, month, _) = day.ymd();
            sum.months.insert((year, month));
            sum.first.get_or_insert(day);
            sum.last = Some(day);
            let month = months.entry((year, month)).or_default();
            if sent {
                month.0 += 1;
            } else {
                month.1 += 1;
            }
        }
    }
    let days = || {
        sums.values()
            .flat_map(|sum| [sum.first, sum.last])
            .flatten()
    };
    let (first, last) = (days().min(), days().max());
    let ids: Vec<String> = sums.keys().map(|(_, partner, _)| partner.clone()).collect();
    let names = Names::read(run, &ids)?;
    let mut partners: Vec<Partner> = sums
        .into_iter()
        .map(|((direction, id, goods), sum)| {
            let (name, country) = names.get(&id);
            Partner {
                id,
                name,
                country,
                direction,
                goods,
                shipments: sum.shipments,
                units: sum.units.into(),
                months: sum.months.len() as u64,
                first: sum.first,
                last: sum.last,
            }
        })
        .collect();
    // A recognised item matters more than any number of ordinary shipments.
    partners.sort_by(|a, b| {
        (b.units.is_known(), b.shipments)
            .cmp(&(a.units.is_known(), a.shipments))
            .then_with(|| (a.direction, &a.id, &a.goods).cmp(&(b.direction, &b.id, &b.goods)))
    });
    Ok(Trade {
        first,
        last,
        sent: rows.iter().filter(|(_, sent)| *sent).count() as u64,
        received: rows.iter().filter(|(_, sent)| !*sent).count() as u64,
        partners,
        months: months
            .into_iter()
            .map(|((year, month), (sent, received))| {
                (format!("{year:04}-{month:02}"), sent, received)
            })
            .collect(),
    })
}

fn goods(frame: &Frame, at: usize) -> String {
    match (frame.text("item_id", at), frame.text("hs_code", at)) {
        (Some(item), _) => item.to_owned(),
        (None, Some(hs)) => format!("HS {}", hs.get(..4).unwrap_or(hs)),
        (None, None) => "?".to_owned(),
    }
}

/// Names and countries of some entities.
pub(super) struct Names(BTreeMap<String, (String, Option<String>)>);

impl Names {
    pub(super) fn read(run: &RunFolder, ids: &[String]) -> Result<Self, Error> {
        let reader = run.entities()?;
        let all = reader.columns(&["id"])?;
        let mut rows: Vec<usize> = ids.iter().filter_map(|id| row_of(&all, id)).collect();
        rows.sort_unstable();
        rows.dedup();
        let frame = reader.rows(&["id", "name", "country"], &rows)?;
        Ok(Self(
            (0..frame.len())
                .map(|at| {
                    (
                        frame.text("id", at).unwrap_or("").to_owned(),
                        (
                            frame.text("name", at).unwrap_or("").to_owned(),
                            frame.text("country", at).map(str::to_owned),
                        ),
                    )
                })
                .collect(),
        ))
    }

    /// Name and country; `(not stated)` for an end that a record leaves open.
    pub(super) fn get(&self, id: &str) -> (String, Option<String>) {
        self.0
            .get(id)
            .cloned()
            .unwrap_or_else(|| ("(not stated)".to_owned(), None))
    }
}

fn links(run: &RunFolder, id: &str) -> Result<Vec<LinkLine>, Error> {
    let frame = run.links()?.all()?;
    let mut found: Vec<(usize, &'static str, String)> = Vec::new();
    for row in 0..frame.len() {
        let (a, b) = (frame.text("entity_a", row), frame.text("entity_b", row));
        let (other, first) = match (a == Some(id), b == Some(id)) {
            (true, _) => (b, true),
            (_, true) => (a, false),
            _ => continue,
        };
        let direction = match (frame.text("kind", row), first) {
            (Some("owner"), true) => "owns",
            (Some("owner"), false) => "owned_by",
            (Some("successor"), true) => "precedes",
            (Some("successor"), false) => "follows",
            _ => "with",
        };
        found.push((row, direction, other.unwrap_or("").to_owned()));
    }
    let ids: Vec<String> = found.iter().map(|(_, _, id)| id.clone()).collect();
    let names = Names::read(run, &ids)?;
    let mut lines: Vec<LinkLine> = found
        .into_iter()
        .map(|(row, direction, id)| LinkLine {
            kind: frame.text("kind", row).unwrap_or("").to_owned(),
            direction,
            name: names.get(&id).0,
            id,
            strength: frame.number("strength", row).unwrap_or(0.0),
            seen: frame.text("seen", row).unwrap_or("").to_owned(),
            share_pct: frame.number("share_pct", row).into(),
        })
        .collect();
    lines.sort_by(|a, b| {
        b.strength
            .total_cmp(&a.strength)
            .then_with(|| (&a.kind, &a.id, &a.seen).cmp(&(&b.kind, &b.id, &b.seen)))
    });
    Ok(lines)
}

/// Alerts whose chain an entity is in, by rank.
fn alerts(run: &RunFolder, id: &str) -> Result<Vec<AlertLine>, Error> {
    let reader = run.alerts()?;
    let chains = reader.columns(&["entity_ids"])?;
    let rows: Vec<usize> = chains
        .texts("entity_ids")
        .enumerate()
        .filter(|(_, ids)| list(*ids).any(|other| other == id))
        .map(|(row, _)| row)
        .collect();
    alert_lines(run, &rows)
}

/// Alerts in one line each.
pub(super) fn alert_lines(run: &RunFolder, rows: &[usize]) -> Result<Vec<AlertLine>, Error> {
    let frame = run
        .alerts()?
        .rows(&["rank", "alert_id", "score", "summary"], rows)?;
    Ok((0..frame.len())
        .map(|at| AlertLine {
            rank: frame.whole("rank", at).unwrap_or(0).unsigned_abs(),
            alert_id: frame.text("alert_id", at).unwrap_or("").to_owned(),
            score: frame.number("score", at).unwrap_or(f64::NAN),
            summary: frame.text("summary", at).unwrap_or("").to_owned(),
        })
        .collect())
}
