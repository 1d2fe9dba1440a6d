//! The built-in policy, and a user's file over another policy.

use super::compile::faults_of;
use super::decode::{Source, Table};
use super::error::{Error, Fault};
use super::read::Entries;
use super::regimes::Regimes;
use super::{Policy, ResolvePolicy, Weights};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::path::Path;
use toml::de::DeValue;

/// The files of regimes, in the order in which they are read.
const FILES: [(&str, &str); 9] = [
    (
        "data/policy/policy.toml",
        include_str!("../../data/policy/policy.toml"),
    ),
    (
        "data/policy/sources.toml",
        include_str!("../../data/policy/sources.toml"),
    ),
    (
        "data/policy/groups.toml",
        include_str!("../../data/policy/groups.toml"),
    ),
    (
        "data/policy/places.toml",
        include_str!("../../data/policy/places.toml"),
    ),
    (
        "data/policy/classes.toml",
        include_str!("../../data/policy/classes.toml"),
    ),
    (
        "data/policy/caps.toml",
        include_str!("../../data/policy/caps.toml"),
    ),
    (
        "data/policy/reach.toml",
        include_str!("../../data/policy/reach.toml"),
    ),
    (
        "data/policy/regimes.toml",
        include_str!("../../data/policy/regimes.toml"),
    ),
    (
        "data/policy/hubs.toml",
        include_str!("../../data/policy/hubs.toml"),
    ),
];

const NAMES: (&str, &str) = (
    "data/policy/names.toml",
    include_str!("../../data/policy/names.toml"),
);

/// Sections of a user's file that set numbers of the scan instead of regimes.
const SECTIONS: [&str; 4] = ["search", "resolve", "heuristics", "weights"];

impl Policy {
    /// The policy that the binary carries.
    ///
    /// # Errors
    /// Only if the data in `data/policy/` are faulty, which a test excludes.
    pub fn built_in() -> Result<Policy, Error> {
        let mut entries = Entries::default();
        for (file, text) in FILES.iter().chain([&NAMES]) {
            entries.add(read(file, text, &mut |_, _| {})?);
        }
        let regimes = Regimes::new(entries).map_err(|faults| Error::Faulty {
            file: "data/policy".to_owned(),
            faults: faults_of("data/policy", faults),
        })?;
        let missing = |key: &str| Error::Faulty {
            file: FILES[0].0.to_owned(),
            faults: vec![Fault {
                line: 1,
                message: format!("`{key}` is missing"),
            }],
        };
        let name = regimes.entries.name.clone();
        let known_to = regimes.entries.known_to;
        Ok(Policy {
            name: name.ok_or_else(|| missing("name"))?,
            known_to: known_to.ok_or_else(|| missing("known_to"))?,
            regimes,
            search: section(
                "data/policy/search.toml",
                include_str!("../../data/policy/search.toml"),
            )?,
            resolve: section(
                "data/policy/resolve.toml",
                include_str!("../../data/policy/resolve.toml"),
            )?,
            heuristics: section(
                "data/policy/heuristics.toml",
                include_str!("../../data/policy/heuristics.toml"),
            )?,
            weights: section(
                "data/policy/weights.toml",
                include_str!("../../data/policy/weights.toml"),
            )?,
        })
    }

    /// `base` with the entries of a user's file added, or replaced where ids are the same.
    ///
    /// # Errors
    /// The file cannot be read, or every fault in it at once, each with its line.
    pub fn load(path: &Path, base: Policy) -> Result<Policy, Error> {
        let file = path.display().to_string();
        let bytes = std::fs::read(path).map_err(|cause| Error::Unreadable {
            file: file.clone(),
            cause,
        })?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let valid = error.utf8_error().valid_up_to();
            let line = 1 + error.as_bytes()[..valid]
                .iter()
                .filter(|b| **b == b'\n')
                .count();
            Error::Faulty {
                file: file.clone(),
                faults: vec![Fault {
                    line,
                    message: "the text is not UTF-8".to_owned(),
                }],
            }
        })?;
        Self::from_text(&file, &text, base)
    }

    /// As [`Policy::load`], from text; `file` is named in faults and, if the text gives no `name`, in reports.
    ///
    /// # Errors
    /// Every fault at once, each with its line.
    pub fn from_text(file: &str, text: &str, base: Policy) -> Result<Policy, Error> {
        let mut search = Overrides::new(&base.search, |_| Ok(()));
        let mut resolve = Overrides::new(&base.resolve, |text| {
            ResolvePolicy::from_toml(text)
                .map(drop)
                .map_err(|error| error.to_string())
        });
        let mut heuristics = Overrides::new(&base.heuristics, |_| Ok(()));
        let mut weights = Overrides::new(&base.weights, |text| {
            Weights::parse(text)
                .map(drop)
                .map_err(|error| error.to_string())
        });
        let own = read(file, text, &mut |source, table| {
            search.read(source, table, "search");
            resolve.read(source, table, "resolve");
            heuristics.read(source, table, "heuristics");
            weights.read(source, table, "weights");
        })?;
        let mut entries = base.regimes.entries;
        // The folder is left out: where a file lies must not change the hash.
        let name = Path::new(file)
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        entries.name = Some(name.unwrap_or_else(|| file.to_owned()));
        entries.add(own);
        let regimes = Regimes::new(entries).map_err(|faults| Error::Faulty {
            file: file.to_owned(),
            faults: faults_of(file, faults),
        })?;
        Ok(Policy {
            name: regimes
                .entries
                .name
                .clone()
                .unwrap_or_else(|| file.to_owned()),
            known_to: regimes.entries.known_to.unwrap_or(base.known_to),
            regimes,
            search: search.value.unwrap_or(base.search),
            resolve: resolve.value.unwrap_or(base.resolve),
            heuristics: heuristics.value.unwrap_or(base.heuristics),
            weights: weights.value.unwrap_or(base.weights),
        })
    }

    /// Hexadecimal sha256 over the canonical form of all policy data: the same for the same rules and
    /// numbers, whatever the order of keys in the files was.
    pub fn hash(&self) -> String {
        // Maps of serde_json are sorted by key, which makes the text canonical.
        let parts = [
            serde_json::to_value(&self.name),
            serde_json::to_value(self.known_to),
            serde_json::to_value(&self.regimes.entries),
            serde_json::to_value(&self.search),
            serde_json::to_value(&self.resolve),
            serde_json::to_value(&self.heuristics),
            serde_json::to_value(&self.weights),
        ];
        let mut digest = Sha256::new();
        for part in parts {
            let text = part.map_or_else(|error| error.to_string(), |value| value.to_string());
            digest.update((text.len() as u64).to_le_bytes());
            digest.update(text.as_bytes());
        }
        digest
            .finalize()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }
}

/// Reads one file; `beside` may take further sections from the same table.
fn read(file: &str, text: &str, beside: &mut dyn FnMut(&Source, &Table)) -> Result<Entries, Error> {
    let source = Source::new(file, text);
    let parsed = source.parse();
    let table = Table::new(&source, &parsed);
    let entries = Entries::read(&source, &table);
    beside(&source, &table);
    table.finish();
    let mut faults = source.into_faults();
    faults.extend(entries.repeated());
    faults.sort();
    faults.dedup();
    if faults.is_empty() {
        Ok(entries)
    } else {
        Err(Error::Faulty {
            file: file.to_owned(),
            faults,
        })
    }
}

fn section<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, Error> {
    toml::from_str(text).map_err(|error| Error::Faulty {
        file: file.to_owned(),
        faults: vec![Fault::at(text, error.span(), error.message().to_owned())],
    })
}

/// Numbers of a base policy with some replaced, key by key, so that each wrong one is found.
struct Overrides<T> {
    base: Option<toml::Value>,
    value: Option<T>,
    /// Are the numbers, written as TOML, in their ranges?
    check: fn(&str) -> Result<(), String>,
}

impl<T: Serialize + DeserializeOwned> Overrides<T> {
    fn new(base: &T, check: fn(&str) -> Result<(), String>) -> Self {
        Self {
            base: toml::Value::try_from(base).ok(),
            value: None,
            check,
        }
    }

    fn read(&mut self, source: &Source, table: &Table, name: &'static str) {
        debug_assert!(SECTIONS.contains(&name));
        let Some(found) = table.value(name) else {
            return;
        };
        let (Some(own), Some(mut joined)) = (found.get_ref().as_table(), self.base.clone()) else {
            source.fault(Some(found.span()), format!("[{name}] must be a table"));
            return;
        };
        for (key, value) in own.iter() {
            let mut with = joined.clone();
            set(&mut with, key.get_ref(), plain(value.get_ref()));
            let read: Result<T, _> = with.clone().try_into();
            let checked = read
                .map_err(|error| error.message().trim_end().to_owned())
                .and_then(|_| (self.check)(&toml::to_string(&with).unwrap_or_default()));
            match checked {
                Ok(()) => joined = with,
                Err(why) => source.fault(
                    Some(key.span()),
                    format!("[{name}] {}: {why}", key.get_ref()),
                ),
            }
        }
        self.value = joined.try_into().ok();
    }
}

/// Sets one key; tables are joined key by key.
fn set(into: &mut toml::Value, key: &str, value: toml::Value) {
    let toml::Value::Table(into) = into else {
        return;
    };
    match (into.get_mut(key), value) {
        (Some(old @ toml::Value::Table(_)), toml::Value::Table(new)) => {
            for (key, value) in new {
                set(old, &key, value);
            }
        }
        (_, value) => {
            into.insert(key.to_owned(), value);
        }
    }
}

fn plain(value: &DeValue) -> toml::Value {
    match value {
        DeValue::String(text) => toml::Value::String(text.to_string()),
        DeValue::Integer(n) => i64::from_str_radix(n.as_str(), n.radix()).map_or_else(
            |_| toml::Value::String(n.as_str().to_owned()),
            toml::Value::Integer,
        ),
        DeValue::Float(n) => n.as_str().parse().map_or_else(
            |_| toml::Value::String(n.as_str().to_owned()),
            toml::Value::Float,
        ),
        DeValue::Boolean(flag) => toml::Value::Boolean(*flag),
        DeValue::Datetime(day) => toml::Value::String(day.to_string()),
        DeValue::Array(all) => toml::Value::Array(all.iter().map(|v| plain(v.get_ref())).collect()),
        DeValue::Table(all) => toml::Value::Table(
            all.iter()
                .map(|(key, v)| (key.get_ref().to_string(), plain(v.get_ref())))
                .collect(),
        ),
    }
}
