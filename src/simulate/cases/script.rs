//! A case as its script tells it.

use crate::model::time::Day;
use crate::simulate::build::Error;
use crate::simulate::places::{PLACES, PlaceId};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A case as a script tells it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Script {
    pub(super) case: String,
    pub(super) title: String,
    pub(super) status: String,
    pub(super) source: String,
    pub(super) typology: String,
    /// `scheme` (in truth.csv), `honest` (in truth_lookalikes.csv) or `unknown` (in neither).
    #[serde(default = "scheme")]
    pub(super) label: String,
    /// What of it shipment data can show.
    pub(super) seen: String,
    #[serde(default)]
    pub(super) figures: Vec<Figure>,
    pub(super) firms: BTreeMap<String, FirmSpec>,
    #[serde(default)]
    pub(super) owners: Vec<OwnerSpec>,
    #[serde(default)]
    pub(super) lists: Vec<ListSpec>,
    pub(super) legs: Vec<Leg>,
    #[serde(default)]
    pub(super) trades: Vec<TradeSpec>,
}

fn scheme() -> String {
    "scheme".to_string()
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Figure {
    pub(super) what: String,
    pub(super) value: String,
    /// `documented` or `assumed`.
    pub(super) basis: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FirmSpec {
    pub(super) name: String,
    pub(super) country: String,
    pub(super) business: String,
    pub(super) address: Option<String>,
    pub(super) phone: Option<String>,
    pub(super) since: Option<Day>,
    pub(super) employees: Option<i64>,
    pub(super) megawatts: Option<f64>,
    pub(super) hq: Option<String>,
    /// Id of the firm whose address this one has.
    pub(super) address_of: Option<String>,
    /// Id of the firm whose telephone this one has.
    pub(super) phone_of: Option<String>,
    #[serde(default)]
    pub(super) no_website: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OwnerSpec {
    pub(super) owner: String,
    pub(super) country: String,
    pub(super) owned: String,
    pub(super) share: Option<f64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListSpec {
    pub(super) firm: String,
    pub(super) from: Day,
    pub(super) program: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TradeSpec {
    pub(super) firm: String,
    pub(super) rows: i64,
    pub(super) from: Day,
    pub(super) to: Day,
}

/// A series of shipments from one firm to another.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Leg {
    pub(super) from: String,
    pub(super) to: String,
    /// Number of the leg; 0 is trade beside the scheme.
    #[serde(default)]
    pub(super) leg: u8,
    /// `supply`, `onward` or `final`.
    #[serde(default)]
    pub(super) role: String,
    /// What really moves, for the truth.
    #[serde(default)]
    pub(super) item: String,
    /// How many of it are in a piece.
    #[serde(default = "one")]
    pub(super) units_each: f64,
    pub(super) hs: String,
    pub(super) text: String,
    #[serde(default)]
    pub(super) brand: String,
    #[serde(default)]
    pub(super) origin: String,
    #[serde(default = "pieces_unit")]
    pub(super) unit: String,
    pub(super) kg_each: f64,
    pub(super) usd_each: f64,
    pub(super) mode: Option<String>,
    pub(super) notify: Option<String>,
    pub(super) forwarder: Option<String>,
    pub(super) unlading: Option<String>,
    /// One entry a shipment ...
    #[serde(default)]
    pub(super) dates: Vec<Day>,
    #[serde(default)]
    pub(super) pieces: Vec<f64>,
    /// ... or a regular series: first day, days between, number, pieces each (about).
    pub(super) start: Option<Day>,
    #[serde(default)]
    pub(super) every: i64,
    #[serde(default)]
    pub(super) count: i64,
    #[serde(default)]
    pub(super) pieces_each: f64,
}

fn one() -> f64 {
    1.0
}

fn pieces_unit() -> String {
    "PCS".to_string()
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Unseen {
    pub(super) cases: Vec<UnseenCase>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UnseenCase {
    pub(super) case: String,
    pub(super) status: String,
    pub(super) reason: String,
}

pub(super) fn parsed<T: serde::de::DeserializeOwned>(name: &str, text: &str) -> Result<T, Error> {
    toml::from_str(text).map_err(|e| Error::Script {
        name: name.to_string(),
        reason: e.to_string(),
    })
}

pub(super) fn country(code: &str) -> Option<PlaceId> {
    PLACES.iter().position(|p| p.cc == code)
}

/// Everything that telling relies on.
pub(super) fn check(script: &Script) -> Result<(), Error> {
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
