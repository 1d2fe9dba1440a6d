//! The run folder: written whole or not at all.
//!
//! Everything goes into a hidden folder beside the target, is forced to disk, and takes the target's
//! name in one step. An existing folder is refused; only [`Existing::Replace`] replaces one, and only
//! if it is a run folder. A lock beside the target keeps two scans from writing the same one.

mod attributes;
mod file;
mod lock;
mod shipments;
mod stages;
mod tables;

use crate::model::table::{self, TABLES, Table};
use crate::model::{FileHash, RUN_FORMAT, Run, RunRecord};
use crate::report::{html, sheet};
use file::HashedFile;
use lock::Lock;
use rayon::prelude::*;
pub use stages::StageFolder;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Where a scan writes if it is not told.
pub const DEFAULT_DIR: &str = "tidewaiter-run";

/// What to do with a folder that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// Refuse.
    Refuse,
    /// Replace it if it is a run folder, refuse anything else.
    Replace,
}

/// A run folder cannot be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The folder is there.
    #[error("{dir} exists; name another folder with --out, or replace this run with --force")]
    Exists {
        /// The folder.
        dir: PathBuf,
    },
    /// Something else is there.
    #[error(
        "{dir} exists and is not a run folder; it is left alone, name another folder with --out"
    )]
    NotARun {
        /// The folder.
        dir: PathBuf,
    },
    /// The folder for the tables of the stages holds something.
    #[error("{dir} is not empty; name an empty or a new folder with --dump-stages")]
    NotEmpty {
        /// The folder.
        dir: PathBuf,
    },
    /// Another process writes the same folder.
    #[error("another scan is writing {dir}; wait for it, or name another folder with --out")]
    Locked {
        /// The folder.
        dir: PathBuf,
    },
    /// The name of the folder cannot be used.
    #[error("'{dir}' cannot name a run folder")]
    Name {
        /// The folder.
        dir: PathBuf,
    },
    /// A file cannot be written: a full disk, no permission.
    #[error("cannot write {path}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A table cannot be written.
    #[error(transparent)]
    Table(#[from] table::Error),
    /// A value cannot be written as JSON.
    #[error("cannot write {path}: {source}")]
    Json {
        /// The file.
        path: PathBuf,
        /// Why.
        source: serde_json::Error,
    },
    /// A CSV file cannot be written.
    #[error("cannot write {path}: {source}")]
    Csv {
        /// The file.
        path: PathBuf,
        /// Why.
        source: csv::Error,
    },
}

/// A folder name that this process alone may write. Take it before a long scan, not after.
#[derive(Debug)]
pub struct Reserved {
    dir: PathBuf,
    existing: Existing,
    _lock: Lock,
}

/// Takes the folder name for this process.
///
/// # Errors
/// If the folder is there and may not be replaced, or another scan holds it.
pub fn reserve(dir: &Path, existing: Existing) -> Result<Reserved, Error> {
    let lock = Lock::take(dir)?;
    refuse_existing(dir, existing)?;
    Ok(Reserved {
        dir: dir.to_owned(),
        existing,
        _lock: lock,
    })
}

/// Takes `dir`, or the first of `dir-2`, `dir-3`, ... that neither exists nor is being written, so that a scan
/// that was not told where to write never touches an older run.
///
/// # Errors
/// As [`reserve`], but for the names that are in use.
pub fn reserve_next(dir: &Path) -> Result<Reserved, Error> {
    let mut number = 1u32;
    loop {
        let candidate = match number {
            1 => dir.to_owned(),
            _ => {
                let mut name = dir.as_os_str().to_owned();
                name.push(format!("-{number}"));
                PathBuf::from(name)
            }
        };
        match reserve(&candidate, Existing::Refuse) {
            Err(Error::Exists { .. } | Error::NotARun { .. } | Error::Locked { .. }) => number += 1,
            taken_or_failed => return taken_or_failed,
        }
    }
}

/// [`reserve`] and [`Reserved::write`] in one.
///
/// # Errors
/// As both.
pub fn write(run: &Run, dir: &Path, existing: Existing) -> Result<RunRecord, Error> {
    reserve(dir, existing)?.write(run)
}

impl Reserved {
    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Writes the run. Returns its record with the hashes of all files.
    ///
    /// # Errors
    /// If anything cannot be written; the target is then as it was before.
    pub fn write(&self, run: &Run) -> Result<RunRecord, Error> {
        let parent = lock::parent(&self.dir);
        let io = |path: &Path| {
            let path = path.to_owned();
            move |source| Error::Io { path, source }
        };
        // Removed when dropped, whatever happens below.
        let partial = tempfile::Builder::new()
            .prefix(&format!(".{}.", lock::name(&self.dir)?))
            .suffix(".partial")
            .tempdir_in(parent)
            .map_err(io(parent))?;
        let record = fill(run, partial.path())?;
        file::sync_dir(partial.path()).map_err(io(partial.path()))?;
        refuse_existing(&self.dir, self.existing)?;
        // tempdir makes folders for the owner only; a run may be read like any other folder.
        file::share(partial.path()).map_err(io(partial.path()))?;
        if self.dir.exists() {
            let old = parent.join(format!(
                ".{}.{}.old",
                lock::name(&self.dir)?,
                std::process::id()
            ));
            std::fs::rename(&self.dir, &old).map_err(io(&self.dir))?;
            if let Err(source) = std::fs::rename(partial.path(), &self.dir) {
                // Put the older run back before saying so.
                let _ = std::fs::rename(&old, &self.dir);
                return Err(Error::Io {
                    path: self.dir.clone(),
                    source,
                });
            }
            let _ = std::fs::remove_dir_all(&old);
        } else {
            std::fs::rename(partial.path(), &self.dir).map_err(io(&self.dir))?;
        }
        // The name is the run's now; nothing is left to remove.
        let _ = partial.keep();
        file::sync_dir(parent).map_err(io(parent))?;
        Ok(record)
    }
}

fn refuse_existing(dir: &Path, existing: Existing) -> Result<(), Error> {
    if std::fs::symlink_metadata(dir).is_err() {
        return Ok(());
    }
    if !is_run(dir) {
        return Err(Error::NotARun {
            dir: dir.to_owned(),
        });
    }
    match existing {
        Existing::Replace => Ok(()),
        Existing::Refuse => Err(Error::Exists {
            dir: dir.to_owned(),
        }),
    }
}

/// Is it a folder that a scan wrote?
fn is_run(dir: &Path) -> bool {
    std::fs::read(dir.join("run.json"))
        .ok()
        .and_then(|bytes| serde_json::from_slice::<serde_json::Value>(&bytes).ok())
        .is_some_and(|record| record.get("format").is_some_and(serde_json::Value::is_u64))
}

/// `report.html`, with the first alerts drawn.
fn page(run: &Run, record: &RunRecord, dir: &Path) -> Result<FileHash, Error> {
    let alerts: Vec<_> = run
        .alerts
        .iter()
        .take(html::DRAWN)
        .map(|alert| sheet::alert(run, alert))
        .collect();
    let page = html::page(&html::Page {
        record,
        alerts: &alerts,
        title: "Shipments that were likely diverted",
    });
    let path = dir.join("report.html");
    let mut out = HashedFile::create(&path)?;
    out.write_all(page.as_bytes())
        .map_err(|source| Error::Io { path, source })?;
    out.close()
}

fn fill(run: &Run, dir: &Path) -> Result<RunRecord, Error> {
    let mut record = run.record.clone();
    record.format = RUN_FORMAT;
    record.alerts = run.alerts.len() as u64;
    record.cases = run.cases.len() as u64;
    let table = |table: &'static Table| {
        let out = HashedFile::create(&dir.join(table.file()))?;
        match table.name {
            "shipments" => shipments::write(run, out)?,
            _ => tables::write(table, run, out)?,
        }
        .close()
    };
    // The texts are small beside the tables, which fill all threads that are left.
    let (tables, texts) = rayon::join(
        || {
            TABLES
                .into_par_iter()
                .map(table)
                .collect::<Result<Vec<_>, _>>()
        },
        || {
            Ok::<_, Error>([
                tables::alerts_csv(run, &dir.join("alerts.csv"))?,
                tables::rejected_csv(run, &dir.join("rejected.csv"))?,
                page(run, &record, dir)?,
            ])
        },
    );
    let mut files = tables?;
    files.extend(texts?);
    files.sort_by(|a, b| a.name.cmp(&b.name));
    record.files = files;
    let path = dir.join("run.json");
    let mut json = serde_json::to_vec_pretty(&record).map_err(|source| Error::Json {
        path: path.clone(),
        source,
    })?;
    json.push(b'\n');
    let mut out = HashedFile::create(&path)?;
    out.write_all(&json)
        .map_err(|source| Error::Io { path, source })?;
    out.close()?;
    Ok(record)
}
