//! Is the folder what was written?

use crate::query::{Error, RunFolder, folder};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::io::Read;

/// What was found of one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Checked {
    /// Its name.
    pub name: String,
    /// What is wrong; `None`: its bytes are those that were written.
    pub fault: Option<String>,
}

/// Recomputes the hash of every file that run.json names, and looks for files that it does not name.
///
/// # Errors
/// If the folder itself cannot be read. A file that cannot be read is a fault.
pub fn verify(run: &RunFolder) -> Result<Vec<Checked>, Error> {
    let mut checked = Vec::new();
    for file in &run.record.files {
        let path = folder::file_in(run.dir(), &file.name)?;
        let fault = match hash(&path) {
            Err(error) => Some(error.to_string()),
            Ok(found) if found == file.sha256 => None,
            Ok(found) => Some(format!(
                "sha256 is {found}, it was written with {}",
                file.sha256
            )),
        };
        checked.push(Checked {
            name: file.name.clone(),
            fault,
        });
    }
    let io = |source| Error::Io {
        path: run.dir().to_owned(),
        source,
    };
    let mut strangers = Vec::new();
    for entry in std::fs::read_dir(run.dir()).map_err(io)? {
        let name = entry
            .map_err(io)?
            .file_name()
            .to_string_lossy()
            .into_owned();
        if name != "run.json" && !run.record.files.iter().any(|file| file.name == name) {
            strangers.push(Checked {
                name,
                fault: Some("run.json does not name it: it was added later".to_owned()),
            });
        }
    }
    strangers.sort_by(|a, b| a.name.cmp(&b.name));
    checked.extend(strangers);
    Ok(checked)
}

fn hash(path: &std::path::Path) -> std::io::Result<String> {
    let mut file = std::fs::File::open(path)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        hash.update(&buffer[..read]);
    }
    Ok(hash.finalize().iter().fold(String::new(), |mut out, byte| {
        use std::fmt::Write;
        let _ = write!(out, "{byte:02x}");
        out
    }))
}
