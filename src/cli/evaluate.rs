//! `tidewaiter evaluate`: a run held against a known truth.

use super::exit::{Exit, Failed, OrExit, Outcome};
use super::{print, whole};
use crate::evaluate::{self, Bin, Labelled, Report, Truth};
use crate::labels;
use crate::model::{LabelVerdict, Seen};
use crate::query;
use clap::Args;
use std::fmt::Write;
use std::path::PathBuf;

/// Hold a run's alerts against a known truth, or against what analysts decided
#[derive(Args, Debug)]
#[command(after_help = "\
Records that tell of one movement (doubles, mirrors) count as one. An alert is right when at least half
of its movements belong to one scheme. A scheme is found at rank r when the right alerts among the first
r that point at it hold together at least half of its movements. With --labels the decisions kept by
`tidewaiter label` stand for the truth; alerts that changed since they were labelled are left out.

Examples:
  tidewaiter evaluate run --truth world/truth.csv
  tidewaiter evaluate run --truth world/truth.csv --json --plot curve.svg
  tidewaiter evaluate tidewaiter-run --labels")]
pub struct Evaluate {
    /// Run folder, or an alerts.csv
    run: PathBuf,
    /// Truth of records: record_id, scheme, and if there is one typology. Files truth_duplicates.csv and
    /// truth_lookalikes.csv beside it are read too
    #[arg(long, value_name = "FILE", required_unless_present = "labels")]
    truth: Option<PathBuf>,
    /// Measure by the labels kept beside the run folder
    #[arg(long, conflicts_with = "truth")]
    labels: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Write the precision-recall curve as SVG
    #[arg(long, value_name = "FILE.svg", requires = "truth")]
    plot: Option<PathBuf>,
}

impl Evaluate {
    /// Runs the command.
    pub fn run(self) -> Outcome {
        let Some(truth) = &self.truth else {
            return self.by_labels();
        };
        let alerts = evaluate::alerts(&self.run).or_exit(Exit::Input)?;
        let truth = Truth::read(truth).or_exit(Exit::Input)?;
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

impl Evaluate {
    fn by_labels(&self) -> Outcome {
        let run = query::open(&self.run).map_err(print::failed)?;
        let known = run.labels().map_err(print::failed)?;
        let rows: Vec<usize> = (0..run.alerts().map_err(print::failed)?.len()).collect();
        let alerts = query::alert::read_all(&run, &rows).map_err(print::failed)?;
        if known.is_empty() && alerts.iter().all(|alert| alert.label.is_none()) {
            return Err(Failed {
                exit: Exit::Input,
                cause: anyhow::anyhow!(
                    "there are no labels: {} is missing or empty; `tidewaiter label` writes it",
                    labels::beside(run.dir()).display()
                ),
            });
        }
        let seen: Vec<Seen> = alerts.iter().map(Seen::of).collect();
        let missed = labels::missing(known, LabelVerdict::True, &seen);
        let report = evaluate::labelled(&alerts, missed);
        if self.json {
            return print::json(&report);
        }
        print::text(&labelled_text(&report))
    }
}

fn labelled_text(report: &Labelled) -> String {
    let mut out = String::new();
    let _ = writeln!(
        out,
        "{} alerts; labelled: {} true, {} false, {} unsure, {} changed since; {} confirmed chains not found\n",
        report.alerts,
        report.confirmed,
        report.dismissed,
        report.unsure,
        report.changed,
        report.missed
    );
    for (first, settled, precision) in &report.precision {
        let _ = writeln!(
            out,
            "precision of the first {first:<4} ({settled} settled)  {}",
            shown(*precision)
        );
    }
    let _ = writeln!(out, "pairs in the right order  {}", shown(report.order));
    let _ = writeln!(out, "Brier score               {}", shown(report.brier));
    score_bands(&mut out, "settled", "true", &report.reliability);
    out
}

/// Alerts by their score, with what share of each band was right.
fn score_bands(out: &mut String, counted: &str, right: &str, bands: &[Bin]) {
    let _ = writeln!(out, "\nscore band   {counted}  mean score  {right}");
    for band in bands.iter().filter(|band| band.alerts > 0) {
        let _ = writeln!(
            out,
            "{:.1} to {:.1}  {:>at$}  {:>10}  {:>end$}",
            band.from,
            band.to,
            band.alerts,
            shown(band.mean_score),
            shown(band.right),
            at = counted.len() + 1,
            end = right.len()
        );
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
    score_bands(&mut out, "alerts", "right", &report.reliability);
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
