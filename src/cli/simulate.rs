//! `tidewaiter simulate`: a world with known truth.

use super::exit::{Exit, Failed, OrExit, Outcome};
use super::{print, whole};
use crate::model::progress::Silent;
use crate::simulate::{self, Difficulty, Settings};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Write a simulated world: shipments, registers, and the truth beside them
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  tidewaiter simulate --rows 100000 --schemes 60 --seed 7 --out world
  tidewaiter simulate --rows 10000000 --base-rate 0.0002 --seed 1 --out big
  tidewaiter simulate --cases --out data/samples/cases
  tidewaiter simulate --rows 50000 --settings other.toml --difficulty hard --out held-out")]
pub struct Simulate {
    /// Write the replays of documented cases instead, always the same bytes
    #[arg(long, conflicts_with_all = ["rows", "schemes", "base_rate", "seed", "difficulty", "only", "without", "settings"])]
    cases: bool,
    /// Records of the shipments table
    #[arg(long, default_value_t = 100_000)]
    rows: u64,
    /// Planted schemes
    #[arg(long, conflicts_with = "base_rate")]
    schemes: Option<u32>,
    /// Share of all records that belong to schemes, 0 to 1, instead of their number
    #[arg(long)]
    base_rate: Option<f64>,
    /// Seed: the same settings and seed give the same bytes
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How hard the world is to read
    #[arg(long, value_enum, default_value_t = Level::Normal)]
    difficulty: Level,
    /// Plant only these typologies, for example T01,T05
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// Leave these typologies out
    #[arg(long, value_delimiter = ',', conflicts_with = "only")]
    without: Vec<String>,
    /// TOML file with any of the settings (noise, craft, typologies, lookalikes, days); options win
    #[arg(long)]
    settings: Option<PathBuf>,
    /// Threads; the result does not depend on them
    #[arg(long)]
    threads: Option<usize>,
    /// Folder to write into
    #[arg(long)]
    out: PathBuf,
    /// Print the summary as JSON
    #[arg(long)]
    json: bool,
}

/// Difficulty as typed.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Level {
    Easy,
    Normal,
    Hard,
}

impl Simulate {
    /// Runs the command.
    pub fn run(self) -> Outcome {
        let threads = self
            .threads
            .unwrap_or_else(|| std::thread::available_parallelism().map_or(1, |n| n.get()));
        let settings = self.settings()?;
        let summary = whole::folder(&self.out, |folder| {
            let written = if self.cases {
                simulate::write_cases(folder, threads, &Silent)
            } else {
                simulate::write(&settings, folder, threads, &Silent)
            };
            written.map_err(|error| Failed {
                exit: match error {
                    simulate::Error::Setting { .. } | simulate::Error::Script { .. } => Exit::Usage,
                    simulate::Error::Interrupted { .. } => Exit::Interrupted,
                    simulate::Error::Write { .. } => Exit::Failure,
                },
                cause: error.into(),
            })
        })?;
        if self.json {
            let json = serde_json::to_string(&summary).or_exit(Exit::Failure)?;
            print::text(&format!("{json}\n"))
        } else {
            print::text(&format!(
                "{} shipments ({} MB) with {} records of {} schemes and {} look-alike stories in {}\n",
                summary.rows,
                summary.bytes / 1_000_000,
                summary.scheme_rows,
                summary.schemes,
                summary.lookalikes,
                self.out.display()
            ))
        }
    }

    fn settings(&self) -> Result<Settings, Failed> {
        let mut settings = match &self.settings {
            None => Settings::default(),
            Some(path) => {
                let text = std::fs::read_to_string(path)
                    .map_err(|e| anyhow::anyhow!("cannot read {}: {e}", path.display()))
                    .or_exit(Exit::Usage)?;
                toml::from_str(&text)
                    .map_err(|e| anyhow::anyhow!("{}: {e}", path.display()))
                    .or_exit(Exit::Usage)?
            }
        };
        settings.rows = self.rows;
        settings.seed = self.seed;
        settings = match self.difficulty {
            Level::Easy => settings.with(Difficulty::Easy),
            Level::Normal => settings,
            Level::Hard => settings.with(Difficulty::Hard),
        };
        if let Some(rate) = self.base_rate {
            if !(0.0..=0.5).contains(&rate) {
                return Err(anyhow::anyhow!(
                    "--base-rate {rate}: give a share from 0 to 0.5"
                ))
                .or_exit(Exit::Usage);
            }
            settings = settings.with_base_rate(rate);
        }
        if let Some(schemes) = self.schemes {
            settings.schemes = schemes;
        }
        let known: Vec<&str> = simulate::typologies().map(|(id, _)| id).collect();
        for id in self.only.iter().chain(&self.without) {
            if !known.contains(&id.as_str()) {
                return Err(anyhow::anyhow!(
                    "no typology {id}; there are {}",
                    known.join(", ")
                ))
                .or_exit(Exit::Usage);
            }
        }
        for id in known {
            if (!self.only.is_empty() && !self.only.iter().any(|o| o == id))
                || self.without.iter().any(|w| w == id)
            {
                settings.typologies.insert(id.to_string(), 0.0);
            }
        }
        Ok(settings)
    }
}
