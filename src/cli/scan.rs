//! `tidewaiter scan`: the main job.

use super::exit::{Exit, Failed, OrExit, Outcome};
use super::print;
use super::progress::Terminal;
use crate::model::Progress;
use crate::pipeline::{self, CheckpointError, IngestError, Inputs, Layout};
use crate::policy::Policy;
use crate::report::run_folder::{self, Error as StageError, Existing};
use crate::report::terminal;
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};

/// Read shipment records and rank the chains by which controlled goods were likely diverted.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  tidewaiter scan data/samples/cases/shipments.csv
  tidewaiter scan 'exports/*.csv.gz' --parties firms.csv --ownership owners.csv --watchlist csl.csv --out runs/march
  tidewaiter scan data/samples/panjiva/us_imports.csv --layout panjiva_us_import_ui --max-rejected 5%")]
pub struct Scan {
    /// Shipment tables: files, folders or patterns; CSV, TSV, Parquet, NDJSON or XLSX, compressed or not.
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// Party tables (name, country, address, phone, incorporation date, business line, ...).
    #[arg(long, value_name = "FILE")]
    parties: Vec<PathBuf>,
    /// Ownership tables (owner, owned, share in percent, dates).
    #[arg(long, value_name = "FILE")]
    ownership: Vec<PathBuf>,
    /// Watch lists: canonical, US Consolidated Screening List, OFAC SDN, OpenSanctions, FollowTheMoney.
    #[arg(long, value_name = "FILE")]
    watchlist: Vec<PathBuf>,
    /// Decisions of analysts (left, right, verdict same|different, by, date, note), obeyed before any score.
    #[arg(long, value_name = "FILE")]
    judgements: Vec<PathBuf>,
    /// What analysts decided about alerts, as `tidewaiter label` keeps it; the default is tidewaiter-labels.csv beside
    /// the run folder, if there is one.
    #[arg(long, value_name = "FILE")]
    labels: Option<PathBuf>,
    /// Name of a layout, or a layout file; otherwise it is found from the header of each file.
    #[arg(long, value_name = "NAME|FILE")]
    layout: Option<String>,
    /// Policy file whose entries are added to the built-in policy, or replace it where ids are the same.
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// Folder to write; the default is tidewaiter-run, or the first free tidewaiter-run-2, -3, ...
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Replace the run folder named by --out.
    #[arg(long, requires = "out")]
    force: bool,
    /// Keep each finished stage in this folder: a scan after a kill, or with another policy, starts from the first
    /// stage that differs. It holds the latest result of each stage and may be deleted at any time.
    #[arg(long, value_name = "DIR")]
    checkpoint: Option<PathBuf>,
    /// Number of alerts to show.
    #[arg(long, value_name = "N", default_value_t = 10)]
    top: usize,
    /// Threads; the result does not depend on it. The default is one for each processor.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    threads: Option<u16>,
    /// Find the firms behind the names, or take every spelling for a firm of its own.
    #[arg(long, value_enum, default_value_t = Switch::On)]
    resolve: Switch,
    /// Take records that tell of one physical movement (its export and import record, a bill repeated, a master bill
    /// over its house bills) for one shipment, or each for a shipment of its own. Equal records are joined either way.
    #[arg(long, value_enum, default_value_t = Switch::On)]
    join: Switch,
    /// Also write what each stage handed on, as numbered Parquet tables, into this empty or new folder.
    #[arg(long, value_name = "DIR")]
    dump_stages: Option<PathBuf>,
    /// Stop at the first rejected row.
    #[arg(long)]
    strict: bool,
    /// Stop when more than this share of a file's rows is rejected: the file is then misread. The default is 20%, once
    /// ten rows are rejected; a share given here holds for files of any length.
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    max_rejected: Option<f64>,
    /// Raise or lower a bound on what one input may cost; may be given several times.
    #[arg(long, value_name = "NAME=VALUE", long_help = limit_help())]
    limit: Vec<String>,
    /// Show no progress and no summary.
    #[arg(long, short)]
    quiet: bool,
    /// Print run.json to stdout instead of the summary.
    #[arg(long, conflicts_with = "quiet")]
    json: bool,
}

/// On or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Switch {
    /// Off.
    Off,
    /// On.
    On,
}

impl Scan {
    /// Runs it.
    pub fn run(self) -> Outcome {
        let policy = policy(self.policy.as_deref())?;
        let threads = self.threads.map_or_else(processors, usize::from);
        let mut options = pipeline::Options {
            command: std::env::args().collect(),
            ..Default::default()
        };
        options.ingest.strict = self.strict;
        if let Some(share) = self.max_rejected {
            options.ingest.max_rejected = share;
            options.ingest.max_rejected_from = 0;
        }
        options.ingest.layout = self
            .layout
            .as_deref()
            .map(Layout::named_or_file)
            .transpose()
            .or_exit(Exit::Usage)?;
        for limit in &self.limit {
            let set = options.ingest.limits.set(limit);
            set.map_err(anyhow::Error::msg).or_exit(Exit::Usage)?;
        }
        options.ingest.threads = threads;
        options.ingest.join_duplicates = self.join == Switch::On;
        options.dump_stages = self.dump_stages;
        options.resolve.off = self.resolve == Switch::Off;
        for file in &self.judgements {
            let (read, file) = pipeline::screen::judgements(file).or_exit(Exit::Input)?;
            options.resolve.judgements.extend(read);
            options.judgements.push(file);
        }
        options.checkpoint = self
            .checkpoint
            .map(|dir| {
                let program = std::env::current_exe().and_then(pipeline::checkpoint::program)?;
                std::io::Result::Ok(pipeline::checkpoint::Settings { dir, program })
            })
            .transpose()
            .or_exit(Exit::Failure)?;
        let inputs = Inputs {
            shipments: self.inputs,
            parties: self.parties,
            ownership: self.ownership,
            watchlist: self.watchlist,
        };

        // Taken before the work starts, so that an hour of it is not lost to a name that is in use.
        let existing = if self.force {
            Existing::Replace
        } else {
            Existing::Refuse
        };
        let folder = match self.out {
            Some(out) => run_folder::reserve(&out, existing),
            None => run_folder::reserve_next(Path::new(run_folder::DEFAULT_DIR)),
        }
        .map_err(|error| Failed {
            exit: match error {
                run_folder::Error::Io { .. } => Exit::Failure,
                _ => Exit::Usage,
            },
            cause: error.into(),
        })?;

        let labels =
            pipeline::labels::read(self.labels.as_deref(), folder.dir()).or_exit(Exit::Input)?;
        let progress = Terminal::new(self.quiet).or_exit(Exit::Failure)?;
        let mut run = pipeline::on_threads(threads, || {
            pipeline::scan(&inputs, &policy, &options, &progress)
        })
        .or_exit(Exit::Failure)?
        .map_err(scan_failed)?;
        if let Some(labels) = labels {
            pipeline::labels::attach(&mut run, labels);
        }
        progress.start("report", None);
        if progress.interrupted() {
            return Err(scan_failed(pipeline::Error::Interrupted));
        }
        let record = pipeline::on_threads(threads, || folder.write(&run))
            .or_exit(Exit::Failure)?
            .or_exit(Exit::Failure)?;
        progress.finish();

        let told = if self.json {
            print::json(&record)
        } else if self.quiet {
            Ok(())
        } else {
            print::text(&terminal::summary(
                &run,
                &record,
                folder.dir(),
                self.top,
                print::style(),
            ))
        };
        // The process ends here: giving back the millions of small pieces of a run one by one would hold it up.
        std::mem::forget(run);
        told
    }
}

fn limit_help() -> String {
    format!(
        "Raise or lower a bound on what one input may cost; may be given several times. A value may end in k, M or G. \
         The limits and their defaults:\n{}",
        pipeline::Limits::help()
    )
}

fn scan_failed(error: pipeline::Error) -> Failed {
    let exit = match &error {
        pipeline::Error::Input(IngestError::Interrupted) => Exit::Interrupted,
        pipeline::Error::Input(_) | pipeline::Error::Changed { .. } => Exit::Input,
        pipeline::Error::Checkpoint(CheckpointError::Locked { .. }) => Exit::Usage,
        pipeline::Error::Checkpoint(_) => Exit::Failure,
        pipeline::Error::Policy { .. } => Exit::Usage,
        pipeline::Error::Stages(StageError::NotEmpty { .. }) => Exit::Usage,
        pipeline::Error::Stages(_) => Exit::Failure,
        pipeline::Error::Interrupted => Exit::Interrupted,
    };
    Failed {
        exit,
        cause: error.into(),
    }
}

/// The built-in policy, with a user's file over it.
fn policy(file: Option<&Path>) -> Result<Policy, Failed> {
    let base = Policy::built_in().or_exit(Exit::Failure)?;
    file.map_or(Ok(base.clone()), |file| Policy::load(file, base))
        .or_exit(Exit::Usage)
}

fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// `5%` or `0.05`.
fn percent(text: &str) -> Result<f64, String> {
    let (number, scale) = match text.strip_suffix('%') {
        Some(number) => (number, 0.01),
        None => (text, 1.0),
    };
    match number.trim().parse::<f64>() {
        Ok(share) if (0.0..=1.0).contains(&(share * scale)) => Ok(share * scale),
        _ => Err("give a share between 0% and 100%, for example 5%".to_owned()),
    }
}
