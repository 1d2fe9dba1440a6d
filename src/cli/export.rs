//! `tidewaiter export`.

use super::exit::{Exit, Failed, OrExit, Outcome};
use super::{print, whole};
use crate::model::AlertSheet;
use crate::query::{self, RunFolder};
use crate::report::export;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Writes alerts for other tools: the whole run, one case or one alert.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  tidewaiter export tidewaiter-run --format csv
  tidewaiter export tidewaiter-run --format gexf --out alerts.gexf
  tidewaiter export tidewaiter-run --format parquet --alert 1 --out alert-1.parquet
  tidewaiter export tidewaiter-run --format dossier --case 1 --out case-1")]
pub struct Args {
    /// Run folder.
    run: PathBuf,
    /// What to write.
    #[arg(long, value_enum)]
    format: Format,
    /// Only this alert: its id, the beginning of its id, or its rank.
    #[arg(long, conflicts_with = "case")]
    alert: Option<String>,
    /// Only this case: its id, or the id or rank of one of its alerts.
    #[arg(long)]
    case: Option<String>,
    /// File to write, or folder for a dossier; `-` is standard output. An existing one is refused.
    #[arg(long, default_value = "-")]
    out: PathBuf,
    /// Leave cells that begin like a formula as they are, for machines.
    #[arg(long)]
    raw_csv: bool,
}

/// Formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Source rows of the alerts, one line a shipment of a leg; safe to open in a spreadsheet.
    Csv,
    /// One alert a line, as `explain --json` shows it.
    Jsonl,
    /// Source rows of the alerts, typed: the columns of the CSV.
    Parquet,
    /// Graph for yEd, networkx, igraph.
    Graphml,
    /// Graph for Gephi, with dates.
    Gexf,
    /// FollowTheMoney entities, one a line.
    Ftm,
    /// Graphviz.
    Dot,
    /// Workbook with a sheet a table.
    Xlsx,
    /// Folder to hand over: reports, source rows, picture, hashes.
    Dossier,
}

impl Args {
    /// Runs it.
    pub fn run(self) -> Outcome {
        let run = query::open(&self.run).map_err(print::failed)?;
        let (alerts, title) = self.select(&run).map_err(print::failed)?;
        let is_stdout = self.out == Path::new("-");
        if self.format == Format::Dossier {
            if is_stdout {
                return Err(Failed {
                    exit: Exit::Usage,
                    cause: anyhow::anyhow!("a dossier is a folder; name it with --out DIR"),
                });
            }
            return self.dossier(&run, &alerts, &title);
        }
        // Rendered whole first, so that a failure leaves no half file.
        let mut bytes = Vec::new();
        match self.format {
            Format::Csv => export::csv::write(&alerts, self.raw_csv, &mut bytes),
            Format::Jsonl => export::jsonl::write(&alerts, &mut bytes),
            Format::Parquet => export::parquet::write(&alerts, &mut bytes),
            Format::Graphml => export::graphml::write(&alerts, &mut bytes),
            Format::Gexf => export::gexf::write(&alerts, &mut bytes),
            Format::Ftm => export::ftm::write(&alerts, &mut bytes),
            Format::Dot => export::dot::write(&alerts, &mut bytes),
            Format::Xlsx | Format::Dossier => export::xlsx::write(&alerts, &mut bytes),
        }
        .or_exit(Exit::Failure)?;
        if is_stdout {
            let mut out = std::io::stdout().lock();
            return out
                .write_all(&bytes)
                .and_then(|()| out.flush())
                .or_exit(Exit::Failure);
        }
        create(&self.out, &bytes)
    }

    fn select(&self, run: &RunFolder) -> Result<(Vec<AlertSheet>, String), query::Error> {
        if let Some(alert) = &self.alert {
            let sheet = query::alert::alert(run, alert)?;
            let title = format!("Alert {}", sheet.alert_id);
            return Ok((vec![sheet], title));
        }
        if let Some(case) = &self.case {
            let case = query::case::case(run, case)?;
            return Ok((case.alerts, format!("Case {}", case.case_id)));
        }
        let rows: Vec<usize> = (0..run.alerts()?.len()).collect();
        Ok((
            query::alert::read_all(run, &rows)?,
            "All alerts of a run".to_owned(),
        ))
    }

    fn dossier(&self, run: &RunFolder, alerts: &[AlertSheet], title: &str) -> Outcome {
        let files = export::dossier::files(&run.record, alerts, title, self.raw_csv)
            .or_exit(Exit::Failure)?;
        if self.out.exists() {
            return Err(exists(&self.out));
        }
        let parent = match self.out.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        // Whole or not at all: filled beside the target, then renamed.
        let partial = tempfile::Builder::new()
            .prefix(".dossier.")
            .tempdir_in(parent)
            .or_exit(Exit::Failure)?;
        let inner = partial.path().join("dossier");
        std::fs::create_dir(&inner).or_exit(Exit::Failure)?;
        for (name, bytes) in files {
            create(&inner.join(name), &bytes)?;
        }
        std::fs::rename(&inner, &self.out).or_exit(Exit::Failure)
    }
}

fn create(path: &Path, bytes: &[u8]) -> Outcome {
    let mut file = match std::fs::File::create_new(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            return Err(exists(path));
        }
        Err(error) => return Err(whole::cannot(path, error)),
    };
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    if written.is_err() {
        let _ = std::fs::remove_file(path);
    }
    written.map_err(|error| whole::cannot(path, error))
}

fn exists(path: &Path) -> Failed {
    Failed {
        exit: Exit::Usage,
        cause: anyhow::anyhow!(
            "{} exists and is left alone; name another with --out",
            path.display()
        ),
    }
}
