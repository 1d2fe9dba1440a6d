//! `tidewaiter policy list`: the regimes with dates, sources and confidence.

use super::{load, print};
use crate::cli::exit::Outcome;
use crate::policy::docs::{confidence_word, day_or};
use clap::Args;
use std::path::PathBuf;

/// List the regimes: days, kind, confidence, sources
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  tidewaiter policy list
  tidewaiter policy list --json
  tidewaiter policy list --policy examples/policies/bilateral-quota.toml")]
pub struct List {
    /// Policy file over the built-in policy
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// Print JSON, one object a regime, with citation, address and what is uncertain
    #[arg(long)]
    json: bool,
}

impl List {
    /// Runs it.
    pub fn run(self) -> Outcome {
        let policy = load(self.policy.as_deref())?;
        let regimes = policy.regimes.list();
        if self.json {
            let all: Vec<serde_json::Value> = regimes
                .iter()
                .map(|regime| {
                    serde_json::json!({
                        "id": regime.id,
                        "title": regime.title,
                        "kind": regime.kind.word(),
                        "citation": regime.citation,
                        "from": regime.from,
                        "to": regime.to,
                        "compliance_from": regime.compliance_from,
                        "controls": regime.controls,
                        "destinations": regime.destinations,
                        "confidence": confidence_word(regime.confidence),
                        "sources": regime.sources,
                        "url": regime.url,
                        "uncertain": regime.uncertain,
                        "rules": regime.rules.len(),
                    })
                })
                .collect();
            return print(&format!("{}\n", serde_json::Value::Array(all)));
        }
        let mut text = format!(
            "{}: {} regimes, known to {}\n",
            policy.name,
            regimes.len(),
            policy.known_to
        );
        let width = regimes
            .iter()
            .map(|r| r.id.chars().count())
            .max()
            .unwrap_or(0);
        for regime in regimes {
            text.push_str(&format!(
                "{:width$}  {:10}  {:10}  {:12}  {:10}  {}  [{}]\n",
                regime.id,
                day_or(regime.from, "-"),
                day_or(regime.to, "-"),
                regime.kind.word(),
                confidence_word(regime.confidence),
                regime.title,
                regime.sources.join(" "),
            ));
        }
        print(&text)
    }
}
