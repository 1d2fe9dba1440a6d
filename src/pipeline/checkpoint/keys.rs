//! What a stage's result depends on, as a hash.

use super::Settings;
use crate::ingest::{self, source::Content};
use crate::model::SourceFile;
use crate::pipeline::{Inputs, Options};
use crate::policy::Policy;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fmt::Debug;
use std::path::PathBuf;

/// Hash of everything that a result was made from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Key(pub(super) [u8; 32]);

impl Key {
    /// The key of a stage with these parts.
    pub fn of(stage: &str, parts: &[String]) -> Self {
        let mut sum = Sha256::new();
        for part in std::iter::once(stage).chain(parts.iter().map(String::as_str)) {
            sum.update((part.len() as u64).to_le_bytes());
            sum.update(part);
        }
        Self(sum.finalize().into())
    }
}

/// The key of each stage that is kept.
#[derive(Clone, Debug, Default)]
pub struct Keys {
    /// Shipments as read.
    pub shipments: Key,
    /// Registers as read.
    pub registers: Key,
    /// What shipments were recognised as.
    pub items: Key,
    /// Who is who.
    pub resolve: Key,
    /// Roles.
    pub roles: Key,
    /// Paths.
    pub paths: Key,
    /// Findings.
    pub heuristics: Key,
    contents: Vec<Content>,
}

impl Keys {
    /// Hashes the input files and the parts of configuration and policy that each stage reads. Nothing is hashed
    /// where nothing is kept.
    ///
    /// # Errors
    /// If an input cannot be read.
    pub fn of(
        settings: Option<&Settings>,
        inputs: &Inputs,
        policy: &Policy,
        options: &Options,
    ) -> Result<Self, ingest::Error> {
        let Some(settings) = settings else {
            return Ok(Self::default());
        };
        let contents = |paths: &[PathBuf]| ingest::source::contents(paths, &options.ingest.limits);
        // How a file is cut into pieces for threads changes nothing.
        let reading = text(&ingest::Options {
            threads: 0,
            ..options.ingest.clone()
        });
        let build = [settings.program.clone(), reading];
        let key = |stage: &str, parts: &[String]| Key::of(stage, &[&build[..], parts].concat());

        let files = contents(&inputs.shipments)?;
        let shipments = key("shipments", &[text(&files)]);
        let registers = key(
            "registers",
            &[
                text(&contents(&inputs.parties)?),
                text(&contents(&inputs.ownership)?),
                text(&contents(&inputs.watchlist)?),
            ],
        );
        let items = key("items", &[text(&shipments)]);
        let resolve = key(
            "resolve",
            &[
                text(&shipments),
                text(&items),
                text(&registers),
                json(&policy.resolve),
                text(&options.resolve),
            ],
        );
        let roles = key("roles", &[text(&resolve), text(&items)]);
        let paths = key(
            "paths",
            &[text(&roles), rules(policy), json(&policy.search)],
        );
        let heuristics = key("heuristics", &[text(&paths), json(&policy.heuristics)]);
        Ok(Self {
            shipments,
            registers,
            items,
            resolve,
            roles,
            paths,
            heuristics,
            contents: files,
        })
    }

    /// The first file that is no longer what it was when it was hashed.
    pub fn changed<'a>(&self, files: &'a [SourceFile]) -> Option<&'a str> {
        self.contents
            .iter()
            .zip(files)
            .find(|(content, file)| content.name != file.path || content.sha256 != file.sha256)
            .map(|(_, file)| file.path.as_str())
    }
}

/// A value in the words of `Debug`, which writes numbers exactly.
fn text(value: &impl Debug) -> String {
    format!("{value:?}")
}

/// The dated rules without the name that they go by.
fn rules(policy: &Policy) -> String {
    let mut entries = serde_json::to_value(&policy.regimes.entries).unwrap_or_default();
    if let Some(entries) = entries.as_object_mut() {
        entries.remove("name");
    }
    entries.to_string()
}

fn json(value: &impl Serialize) -> String {
    // Maps of serde_json are sorted by key.
    serde_json::to_value(value).map_or_else(|error| error.to_string(), |value| value.to_string())
}
