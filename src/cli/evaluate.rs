//! `tidewaiter evaluate`: a run held against a known truth.

use super::exit::{Exit, OrExit, Outcome};
use super::{print, whole};
use crate::evaluate::{self, Report, Truth};
use clap::Args;
use std::fmt::Write;
use std::path::PathBuf;

/// Hold a run's alerts against a known truth
#[derive(Args, Debug)]
#[command(after_help = "\
Records that tell of one movement (doubles, mirrors) count as one. An alert is right when at least half
of its movements belong to one scheme. A scheme is found at rank r when the right alerts among the first
r that point at it hold together at least half of its movements.

Examples:
  tidewaiter evaluate run --truth world/truth.csv
  tidewaiter evaluate run --truth world/truth.csv --json --plot curve.svg")]
pub struct Evaluate {
    /// Run folder, or an alerts.csv
    run: PathBuf,
    /// Truth of records: record_id, scheme, and if there is one typology. Files truth_duplicates.csv and
    /// truth_lookalikes.csv beside it are read too
    #[arg(long)]
    truth: PathBuf,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Write the precision-recall curve as SVG
    #[arg(long, value_name = "FILE.svg")]
    plot: Option<PathBuf>,
}

impl Evaluate {
    /// Runs the command.
    pub fn run(self) -> Outcome {
        let alerts = evaluate::alerts(&self.run).or_exit(Exit::Input)?;
        let truth = Truth::read(&self.truth).or_exit(Exit::Input)?;
        let report = evaluate::measure(&alerts, &truth);
        if let Some(path) = &self.plot {
            let svg = evaluate::curve_svg(&report)
                .map_err(|e| anyhow::anyhow!("cannot draw: {e}"))
                .or_exit(Exit::Failure)?;
            whole::file(path, svg.as_bytes())?;
        }
        if self.json {
            let json = serde_json::to_string_pretty(&report).or_exit(Exit::Failure)?;
            print::text(&format!("{json}\n"))
        } else {
            print::text(&text(&report))
        }
    }
}

fn shown(share: Option<f64>) -> String {
    share.map_or("-".to_string(), |s| format!("{s:.3}"))
}

fn text(report: &Report) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = writeln!(
        out,
        "{} alerts against {} schemes with {} movements\n",
        report.alerts, report.schemes, report.movements
    );
    for (k, precision) in &report.precision {
        let _ = writeln!(
            out,
            "precision of the first {k:<4}            {}",
            shown(*precision)
        );
    }
    for (name, share) in [
        (
            "schemes found within 1 x their number",
            report.found_within_1x,
        ),
        (
            "schemes found within 2 x their number",
            report.found_within_2x,
        ),
        ("schemes found at any rank", report.found),
        (
            "found by one alert within 2 x",
            report.found_by_one_alert_within_2x,
        ),
        ("average precision over shipments", report.average_precision),
        ("Brier score", report.brier),
    ] {
        let _ = writeln!(out, "{name:<39} {}", shown(share));
    }
    let _ = writeln!(out, "\nscore band   alerts  mean score  right");
    for bin in report.reliability.iter().filter(|b| b.alerts > 0) {
        let _ = writeln!(
            out,
            "{:.1} to {:.1}  {:>7}  {:>10}  {:>5}",
            bin.from,
            bin.to,
            bin.alerts,
            shown(bin.mean_score),
            shown(bin.right)
        );
    }
    let _ = writeln!(
        out,
        "\ntypology  schemes  found within 2 x  found  median rank"
    );
    for t in &report.typologies {
        let rank = t.median_rank.map_or("-".to_string(), |r| r.to_string());
        let _ = writeln!(
            out,
            "{:<8}  {:>7}  {:>16}  {:>5}  {rank:>11}",
            t.typology, t.schemes, t.found_within_2x, t.found
        );
    }
    let _ = writeln!(
        out,
        "\nfalse alerts on                     alerts  above 0.5  highest  best rank"
    );
    for f in &report.lookalikes {
        let _ = writeln!(
            out,
            "{:<34}  {:>6}  {:>9}  {:>7.3}  {:>9}",
            f.lookalike, f.false_alerts, f.above_half, f.highest, f.best_rank
        );
    }
    out
}
