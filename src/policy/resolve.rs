//! Thresholds of the resolve stage and of screening.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Everything that decides who is who.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResolvePolicy {
    /// Which names are compared at all.
    pub blocks: Blocks,
    /// When two names are one firm.
    pub score: Score,
    /// When two firms are related.
    pub links: Links,
    /// Links by lots.
    pub same_lots: SameLots,
    /// When a name is a candidate for a listed one.
    pub screen: Screen,
}

/// Limits of blocking.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Blocks {
    /// Names in a block; larger ones are not compared and counted.
    pub largest: usize,
    /// Names a word may stand in before it is a key only together with another.
    pub common_word: usize,
    /// Comparisons of one name.
    pub partners: usize,
}

/// The Fellegi-Sunter model. Log-odds are natural logarithms.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Score {
    /// Log-odds at which two parties are merged.
    pub merge_at: f64,
    /// The prior is minus the logarithm of the number of names, of this many at least.
    pub least_names: usize,
    /// Most that a name alone raises the log-odds to.
    pub name_most: f64,
    /// Candidate pairs from which on weights are estimated.
    pub estimate_from: usize,
    /// Names in a cluster before the guard splits it.
    pub largest_cluster: usize,
    /// Legal forms.
    pub legal: LegalWeights,
    /// Countries.
    pub country: Agreement,
    /// Addresses.
    pub address: AddressWeights,
    /// Registration and tax numbers.
    pub identifier: Agreement,
    /// Words of names.
    pub words: WordWeights,
}

/// Log-odds by what happened to a word.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordWeights {
    /// Found with typing errors, by sound, cut off.
    pub typo: f64,
    /// A distinguishing word on one side only.
    pub dropped: f64,
    /// A common business word on one side only.
    pub trade_dropped: f64,
    /// A place on one side only.
    pub place_dropped: f64,
    /// A number on one side only.
    pub number_dropped: f64,
    /// Two different distinguishing words.
    pub replaced: f64,
    /// Two different business words.
    pub trade_replaced: f64,
    /// Two different places.
    pub place_replaced: f64,
    /// Two different numbers.
    pub number_replaced: f64,
    /// A distinguishing word on one side only, and on the other only a word of another kind: two names rather than one
    /// name with a word left out.
    pub crossed: f64,
    /// The two ship to each other.
    pub trade_partners: f64,
}

/// Chance of an outcome among pairs of one firm (`m`) and among other pairs (`u`), both above 0 and at most 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chance {
    /// Among pairs of one firm.
    pub m: f64,
    /// Among pairs of two firms that share a block.
    pub u: f64,
}

impl Chance {
    /// `ln(m / u)`.
    pub fn log_odds(self) -> f64 {
        (self.m / self.u).ln()
    }
}

/// Same or other; what is missing on a side counts nothing.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    /// Both say the same.
    pub same: Chance,
    /// They differ.
    pub other: Chance,
}

/// Outcomes of comparing legal forms.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LegalWeights {
    /// A class in common, or none on either side.
    pub same: Chance,
    /// One side names none.
    pub missing: Chance,
    /// Classes that exclude each other.
    pub other: Chance,
}

/// Outcomes of comparing addresses.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddressWeights {
    /// Number and street.
    pub same: Chance,
    /// The street, or the postcode.
    pub street: Chance,
    /// The town.
    pub city: Chance,
    /// Nothing.
    pub other: Chance,
}

/// Strength of links, 0 to 1, and when a shared value is none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Links {
    /// Same address.
    pub address: f64,
    /// Same telephone number.
    pub phone: f64,
    /// Same e-mail address.
    pub email: f64,
    /// Same private e-mail domain.
    pub email_domain: f64,
    /// Same web site.
    pub website: f64,
    /// Same director.
    pub director: f64,
    /// Same agent.
    pub agent: f64,
    /// Same name in another country.
    pub name_variant: f64,
    /// Starts when the other stops.
    pub successor: f64,
    /// Entities that may share a value before it is no link.
    pub common_value: usize,
    /// Days between the last shipment of one and the first of its successor.
    pub successor_gap_days: i32,
    /// Partners they must share.
    pub successor_partners: usize,
}

/// Links between firms of one country by lots of the same numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SameLots {
    /// Strength by one lot.
    pub one: f64,
    /// Strength by two or more.
    pub several: f64,
    /// Net kilograms from which a weight of ten grams' precision is the weight of one lot and no other.
    pub least_kg: f64,
    /// US dollars a net kilogram from which goods that no word names are looked at.
    pub dear_usd_per_kg: f64,
    /// Days from arrival to departure, at most.
    pub days: i32,
}

/// Screening against lists.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Screen {
    /// Scores from here on are matches, 0 to 1.
    pub threshold: f64,
    /// Scores below are not listed.
    pub floor: f64,
    /// Candidates listed for one name.
    pub most: usize,
    /// Factor for a name in another country whose distinguishing words agree by sound alone.
    pub sound_elsewhere: f64,
}

/// A resolve policy that cannot be used.
#[derive(Debug, Error)]
pub enum ResolvePolicyError {
    /// Not the expected TOML.
    #[error(
        "the [resolve] policy cannot be read: {source}; compare it with data/policy/resolve.toml"
    )]
    Toml {
        /// What the parser says.
        #[source]
        source: toml::de::Error,
    },
    /// A number outside its range.
    #[error("the resolve policy has {field} = {value}, which must be {range}; correct it")]
    OutOfRange {
        /// Key.
        field: &'static str,
        /// Its value.
        value: f64,
        /// The range.
        range: &'static str,
    },
}

/// The embedded text, for the policy's hash.
pub const BUILT_IN: &str = include_str!("../../data/policy/resolve.toml");

impl ResolvePolicy {
    /// The embedded policy.
    ///
    /// # Errors
    /// As [`ResolvePolicy::from_toml`]; a test makes sure that it does not happen.
    pub fn built_in() -> Result<Self, ResolvePolicyError> {
        Self::from_toml(BUILT_IN)
    }

    /// Reads and checks a policy text.
    ///
    /// # Errors
    /// Not TOML of this shape, or a number outside its range.
    pub fn from_toml(text: &str) -> Result<Self, ResolvePolicyError> {
        let policy: Self =
            toml::from_str(text).map_err(|source| ResolvePolicyError::Toml { source })?;
        let s = &policy.score;
        let chances = [
            ("score.legal.same", s.legal.same),
            ("score.legal.missing", s.legal.missing),
            ("score.legal.other", s.legal.other),
            ("score.country.same", s.country.same),
            ("score.country.other", s.country.other),
            ("score.address.same", s.address.same),
            ("score.address.street", s.address.street),
            ("score.address.city", s.address.city),
            ("score.address.other", s.address.other),
            ("score.identifier.same", s.identifier.same),
            ("score.identifier.other", s.identifier.other),
        ];
        for (field, chance) in chances {
            for value in [chance.m, chance.u] {
                if !(value > 0.0 && value <= 1.0) {
                    return Err(ResolvePolicyError::OutOfRange {
                        field,
                        value,
                        range: "above 0 and at most 1",
                    });
                }
            }
        }
        let l = &policy.links;
        let shares = [
            ("links.address", l.address),
            ("links.phone", l.phone),
            ("links.email", l.email),
            ("links.email_domain", l.email_domain),
            ("links.website", l.website),
            ("links.director", l.director),
            ("links.agent", l.agent),
            ("links.name_variant", l.name_variant),
            ("links.successor", l.successor),
            ("same_lots.one", policy.same_lots.one),
            ("same_lots.several", policy.same_lots.several),
            ("screen.threshold", policy.screen.threshold),
            ("screen.floor", policy.screen.floor),
        ];
        for (field, value) in shares {
            if !(0.0..=1.0).contains(&value) {
                return Err(ResolvePolicyError::OutOfRange {
                    field,
                    value,
                    range: "from 0 to 1",
                });
            }
        }
        let lots = &policy.same_lots;
        let amounts = [
            ("same_lots.least_kg", lots.least_kg),
            ("same_lots.dear_usd_per_kg", lots.dear_usd_per_kg),
            ("same_lots.days", f64::from(lots.days)),
        ];
        for (field, value) in amounts {
            if !(value.is_finite() && value >= 0.0) {
                return Err(ResolvePolicyError::OutOfRange {
                    field,
                    value,
                    range: "0 or more",
                });
            }
        }
        let counts = [
            ("blocks.largest", policy.blocks.largest),
            ("blocks.partners", policy.blocks.partners),
            ("score.largest_cluster", s.largest_cluster),
            ("links.common_value", l.common_value),
        ];
        for (field, value) in counts {
            if value < 2 {
                return Err(ResolvePolicyError::OutOfRange {
                    field,
                    value: value as f64,
                    range: "at least 2",
                });
            }
        }
        Ok(policy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_policy_is_valid_and_a_bad_number_names_its_key() {
        assert!(ResolvePolicy::built_in().is_ok());
        let bad = BUILT_IN.replace("threshold = 0.65", "threshold = 1.7");
        let error = ResolvePolicy::from_toml(&bad).expect_err("out of range");
        assert!(error.to_string().contains("screen.threshold"), "{error}");
        let unknown = BUILT_IN.replace("threshold =", "treshold =");
        assert!(ResolvePolicy::from_toml(&unknown).is_err());
    }
}
