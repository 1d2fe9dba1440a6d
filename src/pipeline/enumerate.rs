//! Shipment records in, the legs of a plain enumeration out.

use crate::ingest::{self, column::Column};
use crate::model::{
    Country, Day, Parties, PartyId, Progress, Registers, Shipments, TextId, TextStore,
};
pub use crate::paths::plain;
use crate::policy::{Policy, Regimes};
use crate::reference::countries::Countries;
use crate::resolve;
use rustc_hash::FxHashMap;
use std::path::PathBuf;

/// Where paths may end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destinations {
    /// Countries that the policy restricts for some goods on the day of the leg.
    Restricted,
    /// These countries on every day, sorted.
    Countries(Vec<Country>),
}

/// What is enumerated.
#[derive(Clone, Debug)]
pub struct Request {
    /// Shipments: files, folders or patterns.
    pub inputs: Vec<PathBuf>,
    /// Threads; the result does not depend on them.
    pub threads: usize,
    /// Where paths may end.
    pub to: Destinations,
    /// Keep only legs whose code starts with one of these; all if empty.
    pub hs: Vec<String>,
    /// Will successive legs have to share a heading?
    pub same_heading: bool,
    /// Find the firms behind the names, or take the names as they stand, trimmed and in capitals.
    pub resolve: bool,
}

/// The legs and what they are called.
pub struct Enumeration {
    /// Legs in order of (day, record id).
    pub legs: plain::Legs,
    /// Record id of each leg.
    pub records: Vec<TextId>,
    /// Holds the record ids.
    pub text: TextStore,
    /// Shipments read.
    pub shipments: usize,
    /// Shipments that name one party only and are no legs.
    pub one_sided: usize,
    /// Rows set aside while reading.
    pub rejected: usize,
}

/// An enumeration cannot be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The input cannot be used.
    #[error(transparent)]
    Input(#[from] ingest::Error),
    /// No destination at all.
    #[error("--to names no country; write 'restricted', or codes such as --to CN,HK,RU")]
    NoDestination,
    /// Not a country.
    #[error(
        "--to '{word}' is not a country; write 'restricted', or two-letter codes such as CN,HK,RU"
    )]
    NoCountry {
        /// As written.
        word: String,
    },
    /// The operating system gives no threads.
    #[error("{threads} threads cannot be started")]
    Threads {
        /// What was asked.
        threads: usize,
    },
    /// Not the start of a goods code.
    #[error("--hs '{word}' is not the start of a goods code; write digits such as 8471 or 847330")]
    NoCode {
        /// As written.
        word: String,
    },
}

impl Destinations {
    /// Reads `restricted`, or country codes or names separated by commas.
    ///
    /// # Errors
    /// [`Error::NoDestination`] and [`Error::NoCountry`].
    pub fn parse(text: &str) -> Result<Self, Error> {
        if text.trim().eq_ignore_ascii_case("restricted") {
            return Ok(Self::Restricted);
        }
        let known = Countries::load();
        let mut countries = Vec::new();
        for word in text.split(',').map(str::trim).filter(|w| !w.is_empty()) {
            let country = Country::from_code(word).filter(|&code| known.is_known(code));
            countries.push(country.ok_or_else(|| Error::NoCountry {
                word: word.to_owned(),
            })?);
        }
        if countries.is_empty() {
            return Err(Error::NoDestination);
        }
        countries.sort_unstable();
        countries.dedup();
        Ok(Self::Countries(countries))
    }
}

/// Checks prefixes of goods codes: digits, dots left out.
///
/// # Errors
/// [`Error::NoCode`].
pub fn parse_codes(words: &[String]) -> Result<Vec<String>, Error> {
    words
        .iter()
        .map(|word| {
            let digits: String = word.trim().chars().filter(|c| *c != '.').collect();
            let good = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
            good.then_some(digits)
                .ok_or_else(|| Error::NoCode { word: word.clone() })
        })
        .collect()
}

/// The columns that an enumeration over names needs.
const COLUMNS: [Column; 7] = [
    Column::RecordId,
    Column::Date,
    Column::ShipperName,
    Column::ShipperCountry,
    Column::ConsigneeName,
    Column::ConsigneeCountry,
    Column::HsCode,
];

/// Reads the legs. Over names only the columns needed are read, and only a fault in one of those sets a
/// row aside.
///
/// # Errors
/// If the input cannot be used.
pub fn legs(
    request: &Request,
    policy: &Policy,
    progress: &dyn Progress,
) -> Result<Enumeration, Error> {
    let options = ingest::Options {
        join_duplicates: false,
        columns: (!request.resolve).then(|| COLUMNS.to_vec()),
        threads: request.threads,
        ..ingest::Options::default()
    };
    let ingested = ingest::shipments(&request.inputs, &options, progress)?;
    let shipments = ingested.shipments;
    let (entity_of, entities) = if request.resolve {
        let (registers, options) = (Registers::default(), resolve::Options::default());
        let resolution =
            resolve::resolve(&shipments, &registers, &policy.resolve, &options, progress);
        let of = resolution.entity_of.iter().map(|id| id.index() as u32);
        (of.collect(), resolution.entities.len() as u32)
    } else {
        by_name(&shipments.parties, &shipments.text)
    };
    let mut inside = Inside {
        to: &request.to,
        regimes: &policy.regimes,
        asked: FxHashMap::default(),
    };

    let mut legs = plain::Legs {
        entities,
        ..plain::Legs::default()
    };
    let mut records = Vec::new();
    let mut one_sided = 0;
    for id in shipments.ids() {
        let i = id.index();
        if !has_prefix(&shipments, i, &request.hs) {
            continue;
        }
        let (Some(shipper), Some(consignee)) = (shipments.shipper[i], shipments.consignee[i])
        else {
            one_sided += 1;
            continue;
        };
        let country = |party: PartyId| shipments.parties[party].country;
        let day = shipments.day[i];
        legs.from.push(entity_of[shipper.index()]);
        legs.to.push(entity_of[consignee.index()]);
        legs.day.push(day);
        legs.heading.push(if request.same_heading {
            shipments
                .text
                .get(shipments.hs_code[i])
                .get(..4)
                .and_then(|digits| digits.parse().ok())
        } else {
            None
        });
        legs.starts_inside.push(inside.holds(country(shipper), day));
        legs.ends_inside.push(inside.holds(country(consignee), day));
        records.push(shipments.record_id[i]);
    }
    Ok(Enumeration {
        legs,
        records,
        shipments: shipments.len(),
        text: shipments.text,
        one_sided,
        rejected: ingested.rejected.len(),
    })
}

/// Runs a job on so many threads.
///
/// # Errors
/// [`Error::Threads`].
pub fn on_threads<T: Send>(threads: usize, job: impl FnOnce() -> T + Send) -> Result<T, Error> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|_| Error::Threads { threads })?;
    Ok(pool.install(job))
}

fn has_prefix(shipments: &Shipments, row: usize, prefixes: &[String]) -> bool {
    let code = shipments.text.get(shipments.hs_code[row]);
    prefixes.is_empty()
        || prefixes
            .iter()
            .any(|prefix| code.starts_with(prefix.as_str()))
}

/// An entity for each distinct name, trimmed and in capitals; numbered in order of parties.
fn by_name(parties: &Parties, text: &TextStore) -> (Vec<u32>, u32) {
    let mut numbers: FxHashMap<String, u32> = FxHashMap::default();
    // Parties repeat names, and the text of equal names is stored once.
    let mut of_text: FxHashMap<TextId, u32> = FxHashMap::default();
    let entity_of = parties
        .iter()
        .map(|party| {
            *of_text.entry(party.name).or_insert_with(|| {
                let next = numbers.len() as u32;
                let name = text.get(party.name).trim().to_uppercase();
                *numbers.entry(name).or_insert(next)
            })
        })
        .collect();
    (entity_of, numbers.len() as u32)
}

/// Whether a country is among the destinations on a day, asked of the policy once each.
struct Inside<'a> {
    to: &'a Destinations,
    regimes: &'a Regimes,
    asked: FxHashMap<(Country, Day), bool>,
}

impl Inside<'_> {
    /// An unknown country is inside nothing.
    fn holds(&mut self, country: Option<Country>, day: Day) -> bool {
        let Some(country) = country else { return false };
        match self.to {
            Destinations::Countries(countries) => countries.binary_search(&country).is_ok(),
            Destinations::Restricted => *self
                .asked
                .entry((country, day))
                .or_insert_with(|| self.regimes.restricted_for_some(country, day)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn destinations_are_restricted_or_codes_and_never_nothing() {
        assert!(matches!(
            Destinations::parse(" Restricted"),
            Ok(Destinations::Restricted)
        ));
        let two = vec![Country::known("CN"), Country::known("RU")];
        assert_eq!(
            Destinations::parse("ru, cn,RU").ok(),
            Some(Destinations::Countries(two))
        );
        assert!(matches!(
            Destinations::parse(" , "),
            Err(Error::NoDestination)
        ));
        assert!(
            matches!(Destinations::parse("CN,XQ"), Err(Error::NoCountry { word }) if word == "XQ")
        );
    }

    #[test]
    fn codes_are_digits() {
        assert_eq!(
            parse_codes(&["8473.30".into()]).ok(),
            Some(vec!["847330".into()])
        );
        assert!(matches!(
            parse_codes(&["84x".into()]),
            Err(Error::NoCode { .. })
        ));
        assert!(matches!(
            parse_codes(&[".".into()]),
            Err(Error::NoCode { .. })
        ));
    }
}
