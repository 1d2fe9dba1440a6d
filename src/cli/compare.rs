//! `tidewaiter compare`.

use super::exit::Outcome;
use super::print;
use crate::query;
use crate::query::compare::{self, Comparison, Difference, Place};
use crate::report::number;
use crate::report::terminal::{Blocks, Style};
use std::path::PathBuf;

/// Holds two runs against each other: alerts new, gone, up and down, and which finding moved them.
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Alerts are matched by their firms and source rows, not by rank. Up and down are changes in log-odds; each finding that
moved says why: new data, a policy change, or a judgement about names.

Examples:
  tidewaiter compare tidewaiter-run tidewaiter-run-2
  tidewaiter compare tidewaiter-run tidewaiter-run-2 --json")]
pub struct Args {
    /// The earlier run folder.
    first: PathBuf,
    /// The later run folder.
    second: PathBuf,
    /// Print one line of JSON instead.
    #[arg(long)]
    json: bool,
}

impl Args {
    /// Runs it. Exit code 0 whether or not the runs differ.
    pub fn run(self) -> Outcome {
        let first = query::open(&self.first).map_err(print::failed)?;
        let second = query::open(&self.second).map_err(print::failed)?;
        let comparison = compare::compare(&first, &second).map_err(print::failed)?;
        if self.json {
            return print::json(&comparison);
        }
        print::text(&page(&comparison, print::style()))
    }
}

/// Alerts of each kind that are printed before the rest is only counted.
const SHOWN: usize = 20;

/// Findings of an alert that are printed.
const FINDINGS: usize = 4;

fn page(comparison: &Comparison, style: Style) -> String {
    let mut page = Blocks::new(style);
    page.heading("Two runs");
    for (which, side) in ["first", "second"].iter().zip(&comparison.runs) {
        page.entry(&format!(
            "{which}: {}, {} rows, {} alerts, policy {}, version {}",
            side.run,
            number::count(side.rows),
            number::count(side.alerts),
            side.policy,
            side.version
        ));
    }
    let causes = if comparison.causes.is_empty() {
        "Inputs, policy and judgements are the same.".to_owned()
    } else {
        format!("They differ by: {}.", comparison.causes.join(", "))
    };
    page.text(0, &causes);
    let count = |list: &[Difference]| number::count(list.len() as u64);
    page.text(
        0,
        &format!(
            "{} new, {} gone, {} up, {} down, {} as they were.",
            count(&comparison.new),
            count(&comparison.gone),
            count(&comparison.up),
            count(&comparison.down),
            number::count(comparison.same)
        ),
    );
    for (title, list) in [
        ("New", &comparison.new),
        ("Gone", &comparison.gone),
        ("Up", &comparison.up),
        ("Down", &comparison.down),
    ] {
        if list.is_empty() {
            continue;
        }
        page.heading(title);
        for difference in list.iter().take(SHOWN) {
            entry(&mut page, difference);
        }
        if list.len() > SHOWN {
            page.quiet(
                4,
                &format!("and {} more (--json has them)", list.len() - SHOWN),
            );
        }
    }
    page.raw("").quiet(0, crate::report::CAUTION);
    page.finish()
}

fn entry(page: &mut Blocks, difference: &Difference) {
    let place = |place: &Place| format!("#{} {}", place.rank, number::score(place.score));
    let head = match (&difference.before, &difference.after) {
        (Some(before), Some(after)) => format!("{} to {}", place(before), place(after)),
        (Some(one), None) | (None, Some(one)) => place(one),
        (None, None) => String::new(),
    };
    let change = difference
        .change
        .map(|change| format!(", {change:+.2} log-odds"))
        .unwrap_or_default();
    let id = difference
        .after
        .as_ref()
        .or(difference.before.as_ref())
        .map_or("", |place| &place.alert_id);
    page.entry(&format!("{head}{change}  {id}  {}", difference.chain));
    if !difference.why.is_empty() {
        page.quiet(6, &difference.why);
    }
    for words in &difference.differs {
        page.quiet(6, words);
    }
    for moved in difference.moved.iter().take(FINDINGS) {
        let cause = if moved.cause.is_empty() {
            String::new()
        } else {
            format!(": {}", moved.cause)
        };
        let was = match (moved.before, moved.after) {
            (Some(before), Some(after)) => format!(" ({before:+.2} to {after:+.2})"),
            (None, Some(_)) if difference.before.is_some() => " (not made before)".to_owned(),
            (Some(_), None) if difference.after.is_some() => " (no longer made)".to_owned(),
            _ => String::new(),
        };
        page.text(
            6,
            &format!("{:+.2}  {}{was}{cause}", moved.change, moved.heuristic),
        );
    }
    if difference.moved.len() > FINDINGS {
        page.quiet(
            6,
            &format!("and {} more findings", difference.moved.len() - FINDINGS),
        );
    }
}
