//! Countries: groups, territories, named places, hubs.

use super::At;
use crate::model::{Confidence, Country, Day};
use serde::Serialize;

/// A country group.
#[derive(Clone, Debug, Serialize)]
pub struct Group {
    /// Id, for example `D5`.
    pub id: String,
    /// Title.
    pub title: String,
    /// Members on every day held.
    pub members: Vec<Country>,
    /// How sure.
    pub confidence: Confidence,
    /// Sources.
    pub sources: Vec<String>,
    #[serde(skip)]
    pub(crate) at: At,
}

/// Days on which a country was in a group.
#[derive(Clone, Debug, Serialize)]
pub struct Membership {
    /// The group.
    pub group: String,
    /// The country.
    pub country: Country,
    /// First day; `None` since before the data begin.
    pub from: Option<Day>,
    /// Last day; `None` still.
    pub to: Option<Day>,
    /// false: the sources do not settle whether it was.
    pub settled: bool,
    /// How sure.
    pub confidence: Confidence,
    /// Sources.
    pub sources: Vec<String>,
    /// What is odd about it.
    pub note: String,
    #[serde(skip)]
    pub(crate) at: At,
}

/// A territory that follows a state in every group.
#[derive(Clone, Debug, Serialize)]
pub struct Territory {
    /// The territory.
    pub country: Country,
    /// The state.
    pub of: Country,
    /// First day.
    pub from: Option<Day>,
    /// How sure.
    pub confidence: Confidence,
    /// Sources.
    pub sources: Vec<String>,
    /// What is odd about it.
    pub note: String,
    #[serde(skip)]
    pub(crate) at: At,
}

/// A country for which no group test can be answered.
#[derive(Clone, Debug, Serialize)]
pub struct Unsettled {
    /// The country.
    pub country: Country,
    /// Sources.
    pub sources: Vec<String>,
    /// Why.
    pub note: String,
}

/// A named set of countries.
#[derive(Clone, Debug, Serialize)]
pub struct Place {
    /// Id.
    pub id: String,
    /// Title; the id where there is none.
    pub title: String,
    /// Groups whose members belong.
    pub groups: Vec<String>,
    /// Countries that belong.
    pub countries: Vec<Country>,
    /// Groups whose members do not.
    pub not_groups: Vec<String>,
    /// Countries that do not.
    pub not_countries: Vec<Country>,
    #[serde(skip)]
    pub(crate) at: At,
}

/// A place through which goods were passed on.
#[derive(Clone, Debug, Serialize)]
pub struct Hub {
    /// The country.
    pub country: Country,
    /// Goods: `ai_chips`, `russia`, or a word of the user's.
    pub goods: String,
    /// First evidence.
    pub since: Day,
    /// May be an end by itself and also pass goods on.
    pub onward: bool,
    /// How sure.
    pub confidence: Confidence,
    /// Sources.
    pub sources: Vec<String>,
    /// Why, one sentence.
    pub note: String,
}
