//! An alert in words: everything a person needs to judge it, with no id that only memory can follow.
//!
//! Made from a [`Run`](super::Run) when its report is drawn and from the run folder when an analyst asks,
//! so that both show the same. `PathSheet` is also what the column `path` of the table alerts holds.

use super::label::LabelSheet;
use super::link::LinkKind;
use super::path::Match;
use super::shipment_sheet::ShipmentSheet;
use super::time::Day;
use super::unit::Measure;
use serde::{Deserialize, Serialize};

/// What a path is made of, as kept in the alerts table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PathSheet {
    /// Catalogue id of the item carried.
    pub item: String,
    /// Its model name.
    pub model: String,
    /// Why the chain counts as arrived, one word: `restricted_country`, ...
    pub end: String,
    /// The same with names and shares, a few words.
    pub end_text: String,
    /// The legs in order. After the first leg stand its feeders, if it has any: legs of other firms into the same
    /// second firm.
    pub legs: Vec<LegSheet>,
    /// Where the chain begins at a dealer of many customers: what came to it and what it may have served the chain from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub supply: Vec<SupplySheet>,
    /// Share of what the middle entities received that went this way.
    pub flow_share: f64,
    /// A budget cut the search around this path.
    pub cut: bool,
}

/// One step of a chain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LegSheet {
    /// Place in the chain, 1 for the first leg and its feeders: it goes from entity `place` of the chain (or a
    /// feeder) to entity `place + 1`, both counted from 1.
    pub place: usize,
    /// Does another firm than the first of the chain give here?
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub feeder: bool,
    /// Id of the entity that gives.
    pub from: String,
    /// Id of the entity that gets.
    pub to: String,
    /// How it continues the leg before it.
    pub matched: Match,
    /// How well, 0 to 1.
    pub compatibility: f64,
    /// Units carried.
    pub units: Measure,
    /// First shipment.
    pub first_day: Day,
    /// Last shipment.
    pub last_day: Day,
    /// The link of a handover.
    pub link: Option<LinkSheet>,
    /// The shipments; none for a handover.
    pub shipments: Vec<DrawnSheet>,
}

impl LegSheet {
    /// Shipments that the path draws on: those whose units are the leg's.
    pub fn drawn_on(&self) -> usize {
        self.shipments.iter().filter(|one| !one.beside).count()
    }
}

/// What a leg takes of a shipment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DrawnSheet {
    /// Row in the table shipments, from 0.
    pub row: u64,
    /// Its record id.
    pub record_id: String,
    /// Units that this path draws from it.
    pub drawn: Measure,
    /// Does it stand beside the leg? Then it is such goods between the same two firms, and the path draws nothing from it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub beside: bool,
}

impl DrawnSheet {
    /// What the path draws, in words: a number, `?`, or that it stands beside.
    pub fn words(&self, number: impl Fn(Measure) -> String) -> String {
        if self.beside {
            "beside".to_owned()
        } else {
            number(self.drawn)
        }
    }
}

/// What is said above [`PathSheet::supply`] where there is any.
pub const SUPPLY: &str = "Supply of a dealer that sells such goods to many, out of which it may have served the chain; no part of it";

/// A shipment to the dealer with whom a chain begins; no part of the chain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SupplySheet {
    /// Its record id.
    pub record_id: String,
    /// Its day.
    pub day: Day,
    /// Name of the firm that sent it.
    pub from: String,
    /// Name of the dealer that received it.
    pub to: String,
    /// Units recognised in it.
    pub units: Measure,
}

impl SupplySheet {
    /// Day, record, sender, dealer and units.
    pub fn words(&self, number: impl Fn(Measure) -> String) -> String {
        let units = number(self.units);
        format!(
            "{}, record {}, from {} to {}, {units} units",
            self.day, self.record_id, self.from, self.to
        )
    }
}

/// The link of a handover.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinkSheet {
    /// How the two are related.
    pub kind: LinkKind,
    /// 0 to 1.
    pub strength: f64,
    /// What was seen.
    pub seen: String,
    /// Owner links: percent.
    pub share_pct: Measure,
}

/// An entity of a chain.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct EntitySheet {
    /// Its id.
    pub id: String,
    /// The commonest of its names.
    pub name: String,
    /// ISO code.
    pub country: Option<String>,
    /// Country of its headquarters or ultimate parent.
    pub headquarters: Option<String>,
    /// Roles with a known score, highest first.
    pub roles: Vec<(String, f64)>,
    /// What else a reader must know: owners from elsewhere, watch-list hits, age. A few words each.
    pub notes: Vec<String>,
}

/// A finding with its part of the score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FindingSheet {
    /// Which heuristic.
    pub heuristic: String,
    /// 0 to 1; unknown: it could not be measured.
    pub strength: Measure,
    /// The strength as the score counts it.
    pub counted: Measure,
    /// Log-odds at strength 1.
    pub weight: f64,
    /// Its part of the log-odds.
    pub contribution: f64,
    /// What was seen.
    pub text: String,
    /// The records it rests on.
    pub record_ids: Vec<String>,
}

/// An alert in words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AlertSheet {
    /// 1 for the first.
    pub rank: u64,
    /// Probability, 0 to 1.
    pub score: f64,
    /// Content hash.
    pub alert_id: String,
    /// Its case.
    pub case_id: String,
    /// One sentence.
    pub summary: String,
    /// First shipment.
    pub first_date: Option<Day>,
    /// Last shipment.
    pub last_date: Option<Day>,
    /// Units that reached the end.
    pub units: Measure,
    /// TPP that reached the end.
    pub tpp: Measure,
    /// Declared value in US dollars for those units.
    pub value_usd: Measure,
    /// Prior log-odds.
    pub prior: f64,
    /// Prior plus all contributions.
    pub log_odds: f64,
    /// The entities in order.
    pub chain: Vec<EntitySheet>,
    /// Further sources of the second entity, in order of their legs.
    pub feeders: Vec<EntitySheet>,
    /// The path through them.
    pub path: PathSheet,
    /// The shipments of each leg, in the order of `path.legs`.
    pub shipments: Vec<Vec<ShipmentSheet>>,
    /// Largest absolute contribution first.
    pub findings: Vec<FindingSheet>,
    /// What an analyst decided about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<LabelSheet>,
}

impl AlertSheet {
    /// The entities in order with the word that stands for each: its place in the chain from 1, and `1b`, `1c`, ... for
    /// the further sources.
    pub fn firms(&self) -> impl Iterator<Item = (String, &EntitySheet)> + '_ {
        let (first, rest) = self.chain.split_at(self.chain.len().min(1));
        let first = first.iter().map(|entity| ("1".to_owned(), entity));
        let feeders = self.feeders.iter().enumerate();
        let feeders = feeders.map(|(i, entity)| (feeder_word(i), entity));
        let rest = rest.iter().enumerate();
        let rest = rest.map(|(i, entity)| ((i + 2).to_string(), entity));
        first.chain(feeders).chain(rest)
    }

    /// Do goods come to the entity at a place of the chain (from 0) by a handover over a link?
    pub fn handed_to(&self, at: usize) -> bool {
        let legs = &self.path.legs;
        legs.iter().any(|leg| leg.place == at && leg.link.is_some())
    }

    /// ` and 2 more` where several firms are the source; nothing where it is one.
    pub fn more_sources(&self) -> String {
        match self.feeders.len() {
            0 => String::new(),
            more => format!(" and {more} more"),
        }
    }

    /// The word that stands for the giver of a leg, as in [`AlertSheet::firms`].
    pub fn giver(&self, leg: &LegSheet) -> String {
        match self.feeders.iter().position(|firm| firm.id == leg.from) {
            Some(at) if leg.feeder => feeder_word(at),
            _ => leg.place.to_string(),
        }
    }

    /// Names of the chain in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.chain.iter().map(|entity| entity.name.as_str())
    }

    /// What is not stated or could not be measured, a few words each.
    pub fn unknown(&self) -> Vec<String> {
        let mut unknown = Vec::new();
        for finding in &self.findings {
            if !finding.strength.is_known() {
                unknown.push(format!("{}: {}", finding.heuristic, finding.text));
            }
        }
        for entity in &self.chain {
            if entity.country.is_none() {
                unknown.push(format!("country of {}", entity.name));
            }
            if entity.headquarters.is_none() {
                unknown.push(format!("owner and headquarters of {}", entity.name));
            }
        }
        let rows = || self.shipments.iter().flatten();
        let total = rows().count();
        for (what, missing) in [
            ("units", rows().filter(|s| !s.units.is_known()).count()),
            (
                "weight",
                rows()
                    .filter(|s| !s.gross_weight_kg.or(s.net_weight_kg).is_known())
                    .count(),
            ),
            (
                "value in US dollars",
                rows().filter(|s| !s.value_usd.is_known()).count(),
            ),
            (
                "goods description",
                rows().filter(|s| s.description.is_none()).count(),
            ),
        ] {
            if missing > 0 {
                unknown.push(format!("{what} of {missing} of {total} shipments"));
            }
        }
        if self.path.cut {
            unknown.push("a budget cut the search here: more may have been carried".to_owned());
        }
        unknown
    }

    /// Findings that raise the score, strongest first.
    pub fn against(&self) -> impl Iterator<Item = &FindingSheet> {
        self.findings.iter().filter(|f| f.contribution > 0.0)
    }

    /// Findings that lower the score, strongest first.
    pub fn in_favour(&self) -> impl Iterator<Item = &FindingSheet> {
        self.findings.iter().filter(|f| f.contribution < 0.0)
    }
}

/// `1b` for the first further source, `1z` and beyond as `1z25`, ...
fn feeder_word(at: usize) -> String {
    match u8::try_from(at) {
        Ok(at) if at < 24 => format!("1{}", char::from(b'b' + at)),
        _ => format!("1z{at}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leg_counts_only_the_shipments_that_it_draws_on() {
        let one = |row, beside| DrawnSheet {
            row,
            record_id: format!("R{row}"),
            drawn: if beside {
                Measure::UNKNOWN
            } else {
                Measure::new(8.0)
            },
            beside,
        };
        let leg = LegSheet {
            place: 1,
            feeder: false,
            from: "E1".to_owned(),
            to: "E2".to_owned(),
            matched: Match::First,
            compatibility: 1.0,
            units: Measure::new(8.0),
            first_day: Day::from_epoch(0),
            last_day: Day::from_epoch(0),
            link: None,
            shipments: vec![one(0, false), one(1, true)],
        };
        assert_eq!(leg.drawn_on(), 1);
        assert_eq!(
            leg.shipments[0].words(|units| format!("{units:?}")),
            format!("{:?}", Measure::new(8.0))
        );
        assert_eq!(leg.shipments[1].words(|_| String::new()), "beside");
    }
}
