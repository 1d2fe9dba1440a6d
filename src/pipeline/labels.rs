//! What analysts decided about the alerts of earlier runs, laid over a new one.

use crate::labels;
use crate::model::{Label, Run, Seen, SourceFile};
use crate::report::sheet;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

pub use crate::labels::Error;

/// A label file as a scan found it.
pub struct Labels {
    file: SourceFile,
    labels: Vec<Label>,
}

/// Reads the label file that a user named, or else the one beside the run folder, if there is one.
///
/// # Errors
/// If the file cannot be read, or the one that was named is not there.
pub fn read(named: Option<&Path>, run: &Path) -> Result<Option<Labels>, Error> {
    let path = named.map_or_else(|| labels::beside(run), PathBuf::from);
    let missing = |source| Error::Io {
        path: path.clone(),
        source,
    };
    let Some(labels) = labels::read(&path)? else {
        return match named {
            Some(_) => Err(missing(std::io::ErrorKind::NotFound.into())),
            None => Ok(None),
        };
    };
    let bytes = std::fs::read(&path).map_err(missing)?;
    let rows = labels.len() as u64;
    Ok(Some(Labels {
        file: SourceFile {
            path: named.map_or_else(
                || labels::FILE.to_owned(),
                |path| path.display().to_string(),
            ),
            table: "labels".to_owned(),
            bytes: bytes.len() as u64,
            sha256: Sha256::digest(&bytes)
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect(),
            format: "csv".to_owned(),
            encoding: "utf-8".to_owned(),
            rows_read: rows,
            rows_used: rows,
            ..SourceFile::default()
        },
        labels,
    }))
}

/// Gives every alert of the run the label of its chain. Scores and ranks stay what they are.
pub fn attach(run: &mut Run, labels: Labels) {
    let seen: Vec<Seen> = run
        .alerts
        .iter()
        .map(|alert| Seen::of(&sheet::alert(run, alert)))
        .collect();
    run.labels = labels::apply(&labels.labels, &seen);
    run.record.inputs.push(labels.file);
}
