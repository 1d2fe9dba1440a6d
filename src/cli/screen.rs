//! `tidewaiter screen`: a name against watch lists or another name.

use super::exit::{Exit, OrExit, Outcome};
use super::print;
use crate::pipeline::screen;
use crate::policy::Policy;
use crate::report::escape;
use anyhow::{Context, anyhow};
use clap::Args;
use std::fmt::Write as _;
use std::path::PathBuf;

/// Hold a name against watch lists, or two names against each other
#[derive(Args, Debug)]
#[command(after_help = "\
A score is between 0 and 1 and never reaches 1: names that agree on much score higher than names that
agree on little. Scores of 0.65 and more (policy: screen.threshold) count as a match. A match is a
candidate for a person to look at, not an identity.

Examples:
  tidewaiter screen 'Orchid Example Ltd' --watchlist list.csv
  tidewaiter screen 'Orchid Example Ltd' --against 'ORCHID EXAMPEL LIMITED' --json
  tidewaiter screen --pairs pairs.csv > scored.csv")]
pub struct Screen {
    /// Name (or address) to look for
    #[arg(required_unless_present = "pairs")]
    name: Option<String>,
    /// Watch list: the canonical table, US Consolidated Screening List, OFAC SDN, OpenSanctions
    #[arg(long, value_name = "FILE", required_unless_present_any = ["against", "pairs"])]
    watchlist: Vec<PathBuf>,
    /// Another name to compare with
    #[arg(long, value_name = "NAME", conflicts_with = "watchlist")]
    against: Option<String>,
    /// CSV with the columns left and right; the same rows come out with score, match and reasons
    #[arg(long, value_name = "FILE", conflicts_with_all = ["name", "watchlist", "against"])]
    pairs: Option<PathBuf>,
    /// Policy file on top of the built-in one
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Screen {
    /// Runs the command.
    pub fn run(self) -> Outcome {
        let mut policy = Policy::built_in().or_exit(Exit::Usage)?;
        if let Some(file) = &self.policy {
            policy = Policy::load(file, policy).or_exit(Exit::Usage)?;
        }
        let threshold = policy.resolve.screen.threshold;
        if let Some(file) = &self.pairs {
            return pairs(file, threshold);
        }
        let name = self.name.unwrap_or_default();
        if let Some(other) = self.against {
            return against(name, other, threshold, self.json);
        }
        let registers = screen::lists(&self.watchlist).or_exit(Exit::Input)?;
        for row in &registers.rejected {
            print::warn(format_args!(
                "tidewaiter: line {}: {} ({})",
                row.line,
                row.reason,
                escape::terminal::line(&row.value)
            ));
        }
        let found = screen::name(&name, &registers, &policy.resolve.screen);
        if self.json {
            let candidates: Vec<serde_json::Value> = found
                .candidates
                .iter()
                .map(|(c, entry)| {
                    serde_json::json!({
                        "score": c.score, "match": c.score >= threshold, "listed": c.listed, "name": entry.name,
                        "list": entry.list, "id": entry.id, "program": entry.program,
                        "countries": entry.countries, "from": entry.from, "to": entry.to, "reasons": c.reasons,
                    })
                })
                .collect();
            return print::json(&serde_json::json!({
                "name": name, "normalised": found.normalised, "threshold": threshold, "candidates": candidates,
            }));
        }
        let mut out = String::new();
        let _ = writeln!(out, "compared as: {}", shown(&found.normalised));
        if found.candidates.is_empty() {
            let _ = writeln!(
                out,
                "no listed name comes near ({} entries read)",
                registers.watchlist.len()
            );
        }
        for (c, entry) in &found.candidates {
            let verdict = if c.score >= threshold {
                "match"
            } else {
                "below"
            };
            let _ = writeln!(
                out,
                "{:.3}  {verdict}  {}  [{}{}]  {}",
                c.score,
                escape::terminal::line(&c.listed),
                escape::terminal::line(&entry.list),
                entry.program.as_deref().map_or(String::new(), |p| format!(
                    ", {}",
                    escape::terminal::line(p)
                )),
                escape::terminal::line(&c.reasons.join(" ")),
            );
        }
        print::text(&out)
    }
}

fn shown(normalised: &str) -> &str {
    if normalised.is_empty() {
        "(nothing: legal forms only)"
    } else {
        normalised
    }
}

fn against(name: String, other: String, threshold: f64, json: bool) -> Outcome {
    let pair = [(name, other)];
    let scored = screen::pairs(&pair);
    let [(name, other)] = pair;
    let Some(s) = scored.first() else {
        return Ok(());
    };
    if json {
        return print::json(&serde_json::json!({
            "left": name, "right": other, "left_normalised": s.left, "right_normalised": s.right,
            "score": s.score, "threshold": threshold, "match": s.score >= threshold, "reasons": s.reasons,
        }));
    }
    print::text(&format!(
        "compared as: {}\n             {}\n{:.3}  {}  {}\n",
        shown(&s.left),
        shown(&s.right),
        s.score,
        if s.score >= threshold {
            "match"
        } else {
            "no match"
        },
        s.reasons.join(" ")
    ))
}

/// Rows are read whole, scored, and written in their order; other columns stay.
fn pairs(file: &PathBuf, threshold: f64) -> Outcome {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_path(file)
        .with_context(|| format!("{}: cannot be read", file.display()))
        .or_exit(Exit::Input)?;
    let header = reader
        .headers()
        .with_context(|| format!("{}: no readable header", file.display()))
        .or_exit(Exit::Input)?
        .clone();
    let column = |name: &str| {
        header
            .iter()
            .position(|h| h.trim_start_matches('\u{feff}').eq_ignore_ascii_case(name))
            .ok_or_else(|| {
                anyhow!(
                    "{}: no column '{name}'; the header needs left and right",
                    file.display()
                )
            })
            .or_exit(Exit::Input)
    };
    let (left, right) = (column("left")?, column("right")?);
    let mut rows = Vec::new();
    let mut names = Vec::new();
    for row in reader.records() {
        let row = row
            .with_context(|| format!("{}: a row cannot be read", file.display()))
            .or_exit(Exit::Input)?;
        let cell = |i: usize| row.get(i).unwrap_or("").to_owned();
        names.push((cell(left), cell(right)));
        rows.push(row);
    }
    let scored = screen::pairs(&names);
    let mut writer = csv::Writer::from_writer(std::io::stdout().lock());
    let width = header.len();
    let head = header.iter().chain(["score", "match", "reasons"]);
    writer.write_record(head).or_exit(Exit::Failure)?;
    for (row, s) in rows.iter().zip(&scored) {
        let score = format!("{:.6}", s.score);
        let verdict = if s.score >= threshold {
            "true"
        } else {
            "false"
        };
        let reasons = s.reasons.join(" ");
        let cells = (0..width).map(|i| row.get(i).unwrap_or(""));
        writer
            .write_record(cells.chain([score.as_str(), verdict, reasons.as_str()]))
            .or_exit(Exit::Failure)?;
    }
    writer.flush().or_exit(Exit::Failure)
}
