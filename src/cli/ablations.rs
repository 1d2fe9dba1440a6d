//! How the ranking falls when part of the input is missing.

use super::exit::{Exit, Failed, OrExit};
use crate::calibrate;
use crate::model::Silent;
use crate::policy::Policy;
use crate::simulate::{self, Settings};
use std::fmt::Write;
use std::path::Path;

/// What is taken away: a name for the table, register files left out, and how the settings of the world change.
type Ablation = (&'static str, &'static [&'static str], fn(&mut Settings));

const ABLATIONS: [Ablation; 8] = [
    ("everything", &[], |_| {}),
    ("no party table", &["parties.csv"], |_| {}),
    ("no ownership table", &["ownership.csv"], |_| {}),
    ("no watch list", &["watchlist.csv"], |_| {}),
    (
        "no register at all",
        &["parties.csv", "ownership.csv", "watchlist.csv"],
        |_| {},
    ),
    ("30 % of descriptions blank", &[], |settings| {
        settings.noise.blank_text = 0.3
    }),
    ("a third more cells empty", &[], |settings| {
        settings.noise.missing = (settings.noise.missing + 0.33).min(1.0)
    }),
    ("one side of each movement", &[], |settings| {
        settings.noise.mirror = 0.0
    }),
];

/// Scans one world once for each ablation and writes the measures side by side, as Markdown.
///
/// # Errors
/// If a world cannot be written or scanned.
pub fn table(
    rows: u64,
    schemes: u32,
    seed: u64,
    folder: &Path,
    policy: &Policy,
) -> Result<String, Failed> {
    let mut out = format!(
        "# What is lost when part of the input is missing\n\nMade by `tidewaiter calibrate --rows {rows} --schemes {schemes} --seed {} --ablations docs/ablations.md`\non a simulated world of seed {seed}; other worlds give other figures.\n\n\
         | input | alerts | precision of first 50 | schemes found within 2 x | found at all | average precision |\n|---|---|---|---|---|---|\n",
        seed - 900
    );
    for (name, without, change) in ABLATIONS {
        let mut settings = Settings {
            rows,
            schemes,
            seed,
            ..Settings::default()
        };
        change(&mut settings);
        let place = folder.join("ablation");
        simulate::write(&settings, &place, 2, &Silent).or_exit(Exit::Failure)?;
        let world = calibrate::observe(&place, without, policy, &Silent).or_exit(Exit::Failure)?;
        std::fs::remove_dir_all(&place).or_exit(Exit::Failure)?;
        let report = calibrate::report(&world, &policy.weights);
        let shown =
            |share: Option<f64>| share.map_or("-".to_owned(), |share| format!("{share:.3}"));
        let _ = writeln!(
            out,
            "| {name} | {} | {} | {} | {} | {} |",
            report.alerts,
            shown(report.precision.get(1).and_then(|p| p.1)),
            shown(report.found_within_2x),
            shown(report.found),
            shown(report.average_precision)
        );
    }
    Ok(out)
}
