//! An open run folder.

use crate::labels;
use crate::model::table::{ALERTS, CASES, ENTITIES, FINDINGS, LINKS, Reader, SHIPMENTS, Table};
use crate::model::{Label, RUN_FORMAT, RunRecord};
use crate::query::Error;
use std::cell::OnceCell;
use std::path::{Path, PathBuf};

/// An open run folder. Tables are opened when a question first needs them.
pub struct RunFolder {
    dir: PathBuf,
    /// `run.json`.
    pub record: RunRecord,
    shipments: OnceCell<Reader>,
    entities: OnceCell<Reader>,
    links: OnceCell<Reader>,
    alerts: OnceCell<Reader>,
    findings: OnceCell<Reader>,
    cases: OnceCell<Reader>,
    labels: OnceCell<Vec<Label>>,
}

/// Opens a run folder: reads run.json, checks its format, and that every file it names is there
/// with the size it was written with. [`crate::query::verify`] checks the contents.
///
/// # Errors
/// If it is no run folder, of another format, or not whole.
pub fn open(dir: &Path) -> Result<RunFolder, Error> {
    if !dir.is_dir() {
        return Err(Error::NoFolder {
            dir: dir.to_owned(),
        });
    }
    let path = dir.join("run.json");
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(Error::NotARun {
                dir: dir.to_owned(),
            });
        }
        Err(source) => return Err(Error::Io { path, source }),
    };
    let broken = |why: String| Error::Record {
        path: path.clone(),
        why,
    };
    // The format first: another version's record may have other fields.
    let value: serde_json::Value =
        serde_json::from_slice(&bytes).map_err(|e| broken(e.to_string()))?;
    let found = value
        .get("format")
        .and_then(serde_json::Value::as_u64)
        .ok_or_else(|| broken("it names no format".to_owned()))?;
    if found != u64::from(RUN_FORMAT) {
        return Err(Error::Format {
            dir: dir.to_owned(),
            found,
            expected: RUN_FORMAT,
            version: env!("CARGO_PKG_VERSION"),
            wrote: value
                .get("version")
                .and_then(|v| v.as_str())
                .unwrap_or("unknown")
                .to_owned(),
        });
    }
    let record: RunRecord = serde_json::from_value(value).map_err(|e| broken(e.to_string()))?;
    for file in &record.files {
        let path = file_in(dir, &file.name)?;
        match std::fs::metadata(&path) {
            Ok(found) if found.len() == file.bytes => {}
            Ok(found) => {
                return Err(Error::Size {
                    path,
                    found: found.len(),
                    expected: file.bytes,
                });
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(Error::Missing { path });
            }
            Err(source) => return Err(Error::Io { path, source }),
        }
    }
    Ok(RunFolder {
        dir: dir.to_owned(),
        record,
        shipments: OnceCell::new(),
        entities: OnceCell::new(),
        links: OnceCell::new(),
        alerts: OnceCell::new(),
        findings: OnceCell::new(),
        cases: OnceCell::new(),
        labels: OnceCell::new(),
    })
}

/// A file that run.json names. A record is input too: it may not point outside of its folder.
pub(super) fn file_in(dir: &Path, name: &str) -> Result<PathBuf, Error> {
    let plain = Path::new(name).file_name().is_some_and(|file| file == name);
    if plain {
        Ok(dir.join(name))
    } else {
        Err(Error::Record {
            path: dir.join("run.json"),
            why: format!("'{name}' is not the name of a file in the folder"),
        })
    }
}

impl RunFolder {
    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The shipments.
    ///
    /// # Errors
    /// This and the five below: if the table is missing, damaged, or lacks a column.
    pub fn shipments(&self) -> Result<&Reader, Error> {
        self.table(&self.shipments, &SHIPMENTS)
    }

    /// The entities.
    #[allow(clippy::missing_errors_doc)]
    pub fn entities(&self) -> Result<&Reader, Error> {
        self.table(&self.entities, &ENTITIES)
    }

    /// The links.
    #[allow(clippy::missing_errors_doc)]
    pub fn links(&self) -> Result<&Reader, Error> {
        self.table(&self.links, &LINKS)
    }

    /// The alerts.
    #[allow(clippy::missing_errors_doc)]
    pub fn alerts(&self) -> Result<&Reader, Error> {
        self.table(&self.alerts, &ALERTS)
    }

    /// The findings.
    #[allow(clippy::missing_errors_doc)]
    pub fn findings(&self) -> Result<&Reader, Error> {
        self.table(&self.findings, &FINDINGS)
    }

    /// The cases.
    #[allow(clippy::missing_errors_doc)]
    pub fn cases(&self) -> Result<&Reader, Error> {
        self.table(&self.cases, &CASES)
    }

    /// What analysts have decided so far, from the file beside the folder; nothing if there is none.
    ///
    /// # Errors
    /// If the file is there and cannot be read.
    pub fn labels(&self) -> Result<&[Label], Error> {
        if let Some(labels) = self.labels.get() {
            return Ok(labels);
        }
        let labels = labels::read(&labels::beside(&self.dir))?.unwrap_or_default();
        Ok(self.labels.get_or_init(|| labels))
    }

    fn table<'a>(
        &'a self,
        cell: &'a OnceCell<Reader>,
        table: &'static Table,
    ) -> Result<&'a Reader, Error> {
        if let Some(reader) = cell.get() {
            return Ok(reader);
        }
        let reader = Reader::open(table, &self.dir).map_err(|error| match error {
            crate::model::table::Error::Io { path, source }
                if source.kind() == std::io::ErrorKind::NotFound =>
            {
                Error::Missing { path }
            }
            error => Error::Table(error),
        })?;
        Ok(cell.get_or_init(|| reader))
    }

    pub(super) fn torn(&self, what: impl Into<String>) -> Error {
        Error::Torn {
            dir: self.dir.clone(),
            what: what.into(),
        }
    }
}
