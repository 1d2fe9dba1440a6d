//! Settings of the heuristics: a value for every parameter, and the lists of words, places and days they share.

use crate::model::{Country, Day};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The built-in file.
pub const BUILT_IN: &str = include_str!("../../data/policy/heuristics.toml");

/// What a policy says about the heuristics. Specifications live with the heuristics; the pipeline checks one
/// against the other, so that a parameter can be neither missing nor misspelt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeuristicSettings {
    /// Value of every parameter: by heuristic id, then by parameter name.
    pub parameters: BTreeMap<String, BTreeMap<String, f64>>,
    /// Days on which controls began, ascending.
    pub control_days: ControlDays,
    /// Places through which goods are known to pass on.
    pub hubs: Hubs,
    /// Words, all in lower case.
    pub words: Words,
    /// Prefixes of goods codes.
    pub headings: Headings,
}

/// Days on which controls began, ascending, for the two kinds of goods.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ControlDays {
    /// Accelerators and what holds them.
    pub chips: Vec<Day>,
    /// Goods known by a listed heading.
    pub listed_headings: Vec<Day>,
}

/// Known transshipment places, a weak sign by themselves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hubs {
    /// For accelerators.
    pub chips: Vec<Country>,
    /// For goods known by a listed heading.
    pub listed_headings: Vec<Country>,
}

/// Words that the heuristics look for, in lower case. A word with a space matches as a phrase; each is compared
/// with whole words of a text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// In names and business lines of firms that move goods for others.
    pub forwarder: Vec<String>,
    /// In names of banks, mail boxes and business centres.
    pub no_user: Vec<String>,
    /// In consignee fields that name nobody.
    pub to_order: Vec<String>,
    /// In descriptions of goods sent to be repaired or given back.
    pub repair: Vec<String>,
    /// In descriptions of goods lent or shown.
    pub temporary: Vec<String>,
    /// In descriptions of goods that go under an export licence.
    pub licence: Vec<String>,
    /// Shortly after those, where they say that no licence is needed or none was given.
    pub licence_void: Vec<String>,
    /// In descriptions of goods that were in use before.
    pub used: Vec<String>,
    /// In descriptions of cheap bulk goods.
    pub bulk: Vec<String>,
    /// In addresses of homes.
    pub residential: Vec<String>,
    /// In addresses of free zones.
    pub free_zone: Vec<String>,
    /// Hosts that give e-mail addresses to anybody.
    pub free_mail: Vec<String>,
    /// In business lines of firms that make, sell or use computers.
    pub computing_business: Vec<String>,
    /// In business lines of firms that have no use for a rack of accelerators.
    pub unrelated_business: Vec<String>,
    /// In names of cities of restricted countries: word, then the country.
    pub restricted_places: BTreeMap<String, Country>,
    /// In transport modes of parcels.
    pub courier: Vec<String>,
    /// Makers of accelerators and of the servers that hold them.
    pub makers: Vec<String>,
    /// Telephone prefixes of restricted countries, digits only.
    pub phone_prefixes: BTreeMap<String, Country>,
}

/// Prefixes of goods codes, digits only.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Headings {
    /// What a machine hall needs beside accelerators: switches, optics, power, cooling, storage, racks.
    pub complements: Vec<String>,
    /// Where accelerators and their neighbours are declared.
    pub computing: Vec<String>,
    /// Cheap bulk goods that have served as cover.
    pub bulk: Vec<String>,
}

/// A settings file that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the settings of the heuristics are not valid: {reason}; correct the policy file")]
pub struct SettingsError {
    reason: String,
}

impl HeuristicSettings {
    /// The settings built into the program.
    ///
    /// # Errors
    /// Never for the file as shipped; a test reads it.
    pub fn built_in() -> Result<Self, SettingsError> {
        Self::parse(BUILT_IN)
    }

    /// Reads settings from TOML text.
    ///
    /// # Errors
    /// If the text is no TOML, lacks a list or holds an unknown key.
    pub fn parse(text: &str) -> Result<Self, SettingsError> {
        toml::from_str(text).map_err(|error| SettingsError {
            reason: error.to_string().replace('\n', " "),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_settings_are_valid_and_lower_case() {
        let settings = HeuristicSettings::built_in().expect("built in");
        assert!(settings.control_days.chips.is_sorted());
        assert!(
            settings
                .words
                .forwarder
                .iter()
                .all(|w| *w == w.to_lowercase())
        );
        assert!(HeuristicSettings::parse("parameters = 3").is_err());
    }
}
