//! `tidewaiter calibrate`: fit weights on simulated worlds and see whether they travel.

use super::calibration_page::{self, LeftOut, Measured, measures, precision};
use super::exit::{Exit, Failed, OrExit, Outcome};
use super::{print, whole};
use crate::calibrate::{self, Fitting, World};
use crate::model::Silent;
use crate::policy::Policy;
use crate::policy::weights::Weights;
use crate::query;
use crate::simulate::{self, Difficulty, Settings};
use clap::Args;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Where the weights set by hand are.
const BY_HAND: &str = "data/policy/weights_by_hand.toml";

/// Fit the weights of the score on simulated worlds and report on worlds with other settings.
#[derive(Args, Debug)]
#[command(after_long_help = "\
The worlds to fit on take turns in difficulty and number of schemes, and look-alikes go with those; the held-out ones have
other seeds, thinner registers and more empty cells. The weights are drawn towards those set by hand (--from), signs are fixed.

Examples:
  tidewaiter calibrate --out data/policy/weights.toml
  tidewaiter calibrate --worlds 4 --rows 40000 --leave-one-out
  tidewaiter calibrate --leave-one-out --page docs/calibration.md
  tidewaiter calibrate --only-report --held-out 3
  tidewaiter calibrate --labelled tidewaiter-run --out weights.toml
  tidewaiter calibrate --ablations docs/ablations.md")]
pub struct Calibrate {
    /// Worlds to fit on.
    #[arg(long, default_value_t = 6)]
    worlds: u32,
    /// Fit on the replays of documented cases too, counted as this many worlds.
    #[arg(long, default_value_t = 0)]
    cases: u32,
    /// Worlds to report on.
    #[arg(long, default_value_t = 2)]
    held_out: u32,
    /// Records of each world.
    #[arg(long, default_value_t = 60_000)]
    rows: u64,
    /// Schemes planted in each world, about.
    #[arg(long, default_value_t = 60)]
    schemes: u32,
    /// Seed of the first world; the others follow.
    #[arg(long, default_value_t = 1000)]
    seed: u64,
    /// Pull towards the weights set by hand.
    #[arg(long, default_value_t = 4.0)]
    shrink: f64,
    /// Weights set by hand, to be drawn towards.
    #[arg(
        long,
        value_name = "FILE",
        default_value = BY_HAND
    )]
    from: PathBuf,
    /// Weights file to write.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Also fit on the alerts of this run folder that analysts settled with `tidewaiter label`.
    #[arg(long, value_name = "RUN")]
    labelled: Vec<PathBuf>,
    /// Fit nothing: report on the held-out worlds with the weights of the policy.
    #[arg(long)]
    only_report: bool,
    /// Also fit once without each typology, and see whether it is still found.
    #[arg(long)]
    leave_one_out: bool,
    /// Write the measures in the held-out worlds, and without each typology if that is asked for, to this page, as Markdown.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["only_report", "ablations"])]
    page: Option<PathBuf>,
    /// Scan one held-out world with tables and columns taken away, and write the table of the losses here.
    #[arg(long, value_name = "FILE")]
    ablations: Option<PathBuf>,
}

impl Calibrate {
    /// Runs the command.
    pub fn run(self) -> Outcome {
        let policy = Policy::built_in().or_exit(Exit::Usage)?;
        let folder = tempfile::tempdir().or_exit(Exit::Failure)?;
        if let Some(file) = &self.ablations {
            let text = super::ablations::table(
                self.rows,
                self.schemes,
                self.seed + 900,
                folder.path(),
                &policy,
            )?;
            whole::file(file, text.as_bytes())?;
            return print::text(&text);
        }
        let held_out = self.make("held out", self.held_out, 500, folder.path(), &policy)?;
        if self.only_report {
            return print::text(&reports(&measured(&held_out, &policy.weights)));
        }
        let hand = std::fs::read_to_string(&self.from)
            .map_err(|e| anyhow::anyhow!("cannot read {}: {e}", self.from.display()))
            .or_exit(Exit::Usage)?;
        let hand = Weights::parse(&hand).or_exit(Exit::Usage)?;
        let mut worlds = self.make("fit", self.worlds, 0, folder.path(), &policy)?;
        worlds.extend(self.replays(folder.path(), &policy)?);
        for dir in &self.labelled {
            let run = query::open(dir).map_err(print::failed)?;
            let rows: Vec<usize> = (0..run.alerts().map_err(print::failed)?.len()).collect();
            let alerts = query::alert::read_all(&run, &rows).map_err(print::failed)?;
            let world = calibrate::labelled(&dir.display().to_string(), &alerts);
            if world.observations.is_empty() {
                return Err(Failed {
                    exit: Exit::Usage,
                    cause: anyhow::anyhow!(
                        "{}: no alert is labelled true or false; `tidewaiter label` does that",
                        dir.display()
                    ),
                });
            }
            worlds.push(world);
        }
        let fitting = Fitting {
            shrink: self.shrink,
            ..Fitting::default()
        };
        let weights = calibrate::fit(&worlds, &hand, &fitting);
        let text = calibrate::toml_text(&weights, &self.command());
        let by_hand = measured(&held_out, &hand);
        let fitted = measured(&held_out, &weights);
        let mut out = format!("by hand\n{}fitted\n{}", reports(&by_hand), reports(&fitted));
        let mut typologies = Vec::new();
        if self.leave_one_out {
            typologies = leave_one_out(&worlds, &held_out, &hand, &fitted, &fitting);
            out.push_str(&left_out_text(&typologies));
        }
        if let Some(file) = &self.page {
            let sets = [("set by hand", &*by_hand), ("fitted", &*fitted)];
            let page = calibration_page::page(&self.page_command(file), &sets, &typologies);
            whole::file(file, page.as_bytes())?;
        }
        match &self.out {
            Some(file) => whole::file(file, text.as_bytes())?,
            None => out.push_str(&text),
        }
        print::text(&out)
    }

    fn command(&self) -> String {
        format!(
            "tidewaiter calibrate --worlds {} --cases {} --rows {} --schemes {} --seed {} --shrink {}{}",
            self.worlds,
            self.cases,
            self.rows,
            self.schemes,
            self.seed,
            self.shrink,
            if self.labelled.is_empty() {
                String::new()
            } else {
                format!(" --labelled ({} runs)", self.labelled.len())
            }
        )
    }

    /// The command that makes the page.
    fn page_command(&self, file: &Path) -> String {
        format!(
            "{}{} --held-out {}{} --page {}",
            self.command(),
            match self.from == Path::new(BY_HAND) {
                true => String::new(),
                false => format!(" --from {}", self.from.display()),
            },
            self.held_out,
            if self.leave_one_out {
                " --leave-one-out"
            } else {
                ""
            },
            file.display()
        )
    }

    /// The replays of documented cases, as often as they count.
    fn replays(&self, folder: &Path, policy: &Policy) -> Result<Vec<World>, Failed> {
        if self.cases == 0 {
            return Ok(Vec::new());
        }
        let place = folder.join("cases");
        simulate::write_cases(&place, 2, &Silent).or_exit(Exit::Failure)?;
        let world = calibrate::observe(&place, &[], policy, &Silent).or_exit(Exit::Failure)?;
        Ok(vec![world; self.cases as usize])
    }

    /// Simulates and scans some worlds, one after the other so that memory stays that of one.
    fn make(
        &self,
        what: &str,
        count: u32,
        offset: u64,
        folder: &Path,
        policy: &Policy,
    ) -> Result<Vec<World>, Failed> {
        (0..count)
            .map(|i| {
                let settings = varied(
                    self.rows,
                    self.schemes,
                    self.seed + offset + u64::from(i),
                    i,
                    offset > 0,
                );
                let place = folder.join(format!("{} {}", what, i + 1));
                simulate::write(&settings, &place, 2, &Silent).or_exit(Exit::Failure)?;
                let world =
                    calibrate::observe(&place, &[], policy, &Silent).or_exit(Exit::Failure)?;
                std::fs::remove_dir_all(&place).or_exit(Exit::Failure)?;
                Ok(world)
            })
            .collect()
    }
}

/// Settings of the i-th world: difficulty and number of schemes take turns. Held-out worlds begin one turn later, their
/// registers hold less, and more of their cells are empty.
fn varied(rows: u64, schemes: u32, seed: u64, i: u32, held_out: bool) -> Settings {
    let turn = if held_out { i + 1 } else { i };
    let mut settings = Settings {
        rows,
        seed,
        schemes: match turn % 3 {
            0 => schemes,
            1 => schemes / 2,
            _ => schemes + schemes / 3,
        },
        ..Settings::default()
    };
    settings = match turn % 4 {
        1 => settings.with(Difficulty::Hard),
        3 => settings.with(Difficulty::Easy),
        _ => settings,
    };
    if held_out {
        settings.noise.registered *= 0.8;
        settings.noise.owned *= 0.8;
        settings.noise.missing *= 1.3;
    }
    settings
}

fn measured(worlds: &[World], weights: &Weights) -> Vec<Measured> {
    let report = |world: &World| (world.name.clone(), calibrate::report(world, weights));
    worlds.iter().map(report).collect()
}

fn reports(measured: &[Measured]) -> String {
    let mut out = String::from(
        "world           alerts  first 10  first 50  found 1x  found 2x  found  avg prec  Brier  look-alikes above 0.5\n",
    );
    for (name, report) in measured {
        let first_10 = precision(report, 10);
        let _ = write!(out, "{name:<14}  {:>6}  {first_10:>8}", report.alerts);
        for (measure, width) in measures(report).iter().zip([8, 8, 8, 5, 8, 5, 5]) {
            let _ = write!(out, "  {measure:>width$}");
        }
        out.push('\n');
    }
    out
}

/// For each typology: schemes of it in the held-out worlds found within twice their number of alerts, with weights fitted
/// without it and, as `fitted` reports, with those fitted on all.
fn leave_one_out(
    worlds: &[World],
    held_out: &[World],
    hand: &Weights,
    fitted: &[Measured],
    fitting: &Fitting,
) -> Vec<LeftOut> {
    let row = |(typology, name): (&'static str, &'static str)| {
        let without = calibrate::fit(
            worlds,
            hand,
            &Fitting {
                without: Some(typology.to_owned()),
                ..fitting.clone()
            },
        );
        let found = |measured: &[Measured]| {
            let rows = measured.iter().flat_map(|(_, report)| &report.typologies);
            rows.filter(|row| row.typology == typology)
                .fold((0, 0), |(all, found), row| {
                    (all + row.schemes, found + row.found_within_2x)
                })
        };
        let (schemes, with) = found(fitted);
        let (_, left_out) = found(&measured(held_out, &without));
        LeftOut {
            typology,
            name,
            schemes,
            found: with,
            left_out,
        }
    };
    simulate::typologies().map(row).collect()
}

fn left_out_text(typologies: &[LeftOut]) -> String {
    let mut out = String::from("typology  schemes  found  found when left out of the fit\n");
    for row in typologies {
        let _ = writeln!(
            out,
            "{:<8}  {:>7}  {:>5}  {:>5}  {}",
            row.typology, row.schemes, row.found, row.left_out, row.name
        );
    }
    out
}
