//! Shipment records in, the legs of a plain enumeration out.

use crate::ingest;
use crate::ingest::lean::{self, Movements, Wants};
use crate::model::{Country, Day, Parties, PartyId, Progress, Registers, TextId, TextStore};
pub use crate::paths::plain;
use crate::policy::{self, Policy, Regimes};
use crate::reference::countries;
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
    /// Are record ids asked for? Counting needs none.
    pub ids: bool,
}

/// The legs and what they are called.
pub struct Enumeration {
    /// Legs in order of (day, record id); of the day alone if ids were not asked for.
    pub legs: plain::Legs,
    /// Record id of each leg; empty if ids were not asked for.
    pub records: Vec<TextId>,
    /// Holds the record ids.
    pub text: TextStore,
    /// Shipments read.
    pub shipments: usize,
    /// Shipments that name one party only and are no legs.
    pub one_sided: usize,
    /// Rows set aside while reading.
    pub rejected: usize,
    /// What a person should know of how the files were read.
    pub warnings: Vec<String>,
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
    /// The policy cannot be used.
    #[error(transparent)]
    Policy(#[from] policy::Error),
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
        let known = countries::listed();
        let mut countries = Vec::new();
        for word in text.split(',').map(str::trim).filter(|w| !w.is_empty()) {
            let country = Country::from_code(word).filter(|code| known[code.ordinal()]);
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

/// Reads the legs. Over names only the columns needed are read, and only a fault in one of those sets a
/// row aside. `policy` is asked for only where the answer depends on it: to find the firms, and to tell
/// what is restricted.
///
/// # Errors
/// If the input cannot be used, or the policy cannot.
pub fn legs(
    request: &Request,
    policy: &dyn Fn() -> Result<Policy, policy::Error>,
    progress: &dyn Progress,
) -> Result<Enumeration, Error> {
    let options = ingest::Options {
        join_duplicates: false,
        columns: (!request.resolve).then(|| lean::COLUMNS.to_vec()),
        threads: request.threads,
        ..ingest::Options::default()
    };
    let known = (request.resolve || request.to == Destinations::Restricted)
        .then(policy)
        .transpose()?;
    let inside = Inside {
        to: &request.to,
        regimes: known.as_ref().map(|policy| &policy.regimes),
        asked: FxHashMap::default(),
    };
    if !request.resolve {
        let wants = Wants {
            ids: request.ids,
            codes: request.same_heading || !request.hs.is_empty(),
        };
        let read = lean::movements(&request.inputs, &options, wants, name_key, progress)?;
        if let Some(read) = read {
            return Ok(of_movements(request, read, inside));
        }
    }
    let ingested = ingest::shipments(&request.inputs, &options, progress)?;
    let shipments = ingested.shipments;
    let (entity_of, entities) = match &known {
        Some(policy) if request.resolve => {
            let (mut registers, options) = (Registers::default(), resolve::Options::default());
            let resolution = resolve::resolve(
                &shipments,
                &mut registers,
                &policy.resolve,
                &options,
                progress,
            );
            let of = resolution.entity_of.iter().map(|id| id.index() as u32);
            (of.collect(), resolution.entities.len() as u32)
        }
        _ => by_name(&shipments.parties, &shipments.text),
    };
    let mut made = Making::new(request, inside, entities, shipments.len());
    for id in shipments.ids() {
        let i = id.index();
        let party = |party: Option<PartyId>| {
            let known = |id: PartyId| (entity_of[id.index()], shipments.parties[id].country);
            party.map_or((None, None), |id| {
                let (entity, country) = known(id);
                (Some(entity), country)
            })
        };
        let code = shipments.text.get(shipments.hs_code[i]);
        let (from, to) = (party(shipments.shipper[i]), party(shipments.consignee[i]));
        made.add(shipments.day[i], from, to, code, shipments.record_id[i]);
    }
    Ok(Enumeration {
        shipments: shipments.len(),
        rejected: ingested.rejected.len(),
        warnings: ingested.warnings,
        ..made.done(shipments.text)
    })
}

/// Legs from what the lean reader gave.
fn of_movements(request: &Request, read: Movements, inside: Inside) -> Enumeration {
    let mut made = Making::new(request, inside, read.names, read.rows.len());
    for row in &read.rows {
        let (from, to) = (
            (row.shipper, row.shipper_country),
            (row.consignee, row.consignee_country),
        );
        made.add(row.day, from, to, read.text.get(row.code), row.id);
    }
    Enumeration {
        shipments: read.rows.len(),
        rejected: read.rejected,
        warnings: read.warnings,
        ..made.done(read.text)
    }
}

/// Legs while they are put together.
struct Making<'a> {
    request: &'a Request,
    inside: Inside<'a>,
    legs: plain::Legs,
    records: Vec<TextId>,
    one_sided: usize,
}

impl<'a> Making<'a> {
    fn new(request: &'a Request, inside: Inside<'a>, entities: u32, rows: usize) -> Self {
        let legs = plain::Legs {
            entities,
            from: Vec::with_capacity(rows),
            to: Vec::with_capacity(rows),
            day: Vec::with_capacity(rows),
            heading: Vec::new(),
            starts_inside: Vec::with_capacity(rows),
            ends_inside: Vec::with_capacity(rows),
        };
        Self {
            request,
            inside,
            legs,
            records: Vec::new(),
            one_sided: 0,
        }
    }

    /// Adds a shipment, if it is a leg.
    fn add(
        &mut self,
        day: Day,
        (from, from_country): (Option<u32>, Option<Country>),
        (to, to_country): (Option<u32>, Option<Country>),
        code: &str,
        id: TextId,
    ) {
        let prefixes = &self.request.hs;
        if !prefixes.is_empty() && !prefixes.iter().any(|p| code.starts_with(p.as_str())) {
            return;
        }
        let (Some(from), Some(to)) = (from, to) else {
            self.one_sided += 1;
            return;
        };
        let legs = &mut self.legs;
        legs.from.push(from);
        legs.to.push(to);
        legs.day.push(day);
        if self.request.same_heading {
            let heading = code.get(..4).and_then(|digits| digits.parse().ok());
            legs.heading.push(heading);
        }
        legs.starts_inside
            .push(self.inside.holds(from_country, day));
        legs.ends_inside.push(self.inside.holds(to_country, day));
        if self.request.ids {
            self.records.push(id);
        }
    }

    fn done(self, text: TextStore) -> Enumeration {
        Enumeration {
            legs: self.legs,
            records: self.records,
            text,
            shipments: 0,
            one_sided: self.one_sided,
            rejected: 0,
            warnings: Vec::new(),
        }
    }
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

/// What makes two names one where firms are not looked for.
fn name_key(name: &str) -> String {
    name.trim().to_uppercase()
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
                let name = name_key(text.get(party.name));
                *numbers.entry(name).or_insert(next)
            })
        })
        .collect();
    (entity_of, numbers.len() as u32)
}

/// Whether a country is among the destinations on a day, asked of the policy once each.
struct Inside<'a> {
    to: &'a Destinations,
    /// Known where the destinations are those that the policy restricts.
    regimes: Option<&'a Regimes>,
    asked: FxHashMap<(Country, Day), bool>,
}

impl Inside<'_> {
    /// An unknown country is inside nothing.
    fn holds(&mut self, country: Option<Country>, day: Day) -> bool {
        let Some(country) = country else { return false };
        match self.to {
            Destinations::Countries(countries) => countries.binary_search(&country).is_ok(),
            Destinations::Restricted => {
                let regimes = self.regimes;
                *self.asked.entry((country, day)).or_insert_with(|| {
                    regimes.is_some_and(|rules| rules.restricted_for_some(country, day))
                })
            }
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
