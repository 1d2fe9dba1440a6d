//! Finished stages kept in a folder, so that a scan after a kill, or with another policy, starts from the first
//! stage that differs.
//!
//! Each stage has one file, which holds its latest result under a key: the hash of everything the result was made
//! from (`keys`). A file under another key is replaced, so the folder never holds more than one result a stage. A
//! damaged file is noticed by its hash and replaced too. What is kept changes no byte of a run, only its timings.

mod file;
mod keys;

pub use keys::{Key, Keys};

use crate::ingest::source::hex;
use crate::model::Progress;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

/// Where stages are kept.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The folder; made if it is not there.
    pub dir: PathBuf,
    /// Hash of the program: what another build kept is not used.
    pub program: String,
}

/// Hash of a program, for [`Settings::program`].
///
/// # Errors
/// If it cannot be read.
pub fn program(path: PathBuf) -> std::io::Result<String> {
    Ok(hex(&Sha256::digest(std::fs::read(path)?)))
}

/// The folder cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Another process has it.
    #[error(
        "another scan uses the checkpoint folder {dir}; wait for it, or name another one with --checkpoint"
    )]
    Locked {
        /// The folder.
        dir: PathBuf,
    },
    /// It cannot be made or written.
    #[error("cannot use the checkpoint folder {dir}: {source}")]
    Io {
        /// The folder.
        dir: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

/// The stages kept for this scan, or nothing if the user asked for nothing.
pub struct Checkpoint<'a> {
    folder: Option<Folder>,
    progress: &'a dyn Progress,
}

struct Folder {
    dir: PathBuf,
    /// Gives the folder up when the process ends, however it ends.
    _lock: File,
}

impl<'a> Checkpoint<'a> {
    /// Takes the folder for this process; without settings nothing is kept.
    ///
    /// # Errors
    /// If another scan has it or it cannot be written.
    pub fn open(settings: Option<&Settings>, progress: &'a dyn Progress) -> Result<Self, Error> {
        let folder = settings
            .map(|settings| Folder::take(&settings.dir))
            .transpose()?;
        Ok(Self { folder, progress })
    }

    /// The result of a stage: what was kept under this key, or else what `make` gives, which is then kept.
    ///
    /// A result that cannot be kept (a full disk) is no failure of the scan: it is told, and the scan goes on.
    ///
    /// # Errors
    /// Those of `make`.
    pub fn stage<T: Serialize + DeserializeOwned, E>(
        &self,
        stage: &str,
        key: &Key,
        make: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E> {
        let Some(folder) = &self.folder else {
            return make();
        };
        let path = folder.dir.join(format!("{stage}.checkpoint"));
        match file::read(&path, key) {
            Ok(Some(kept)) => {
                self.progress
                    .note(&format!("{stage}: taken from the checkpoint"));
                return Ok(kept);
            }
            Ok(None) => {}
            Err(damage) => self.progress.note(&format!(
                "{stage}: {} is damaged ({damage}); the stage is run again",
                path.display()
            )),
        }
        let made = make()?;
        self.progress.start("checkpoint", None);
        let written = file::write(&path, key, &made);
        self.progress.finish();
        if let Err(error) = written {
            self.progress.note(&format!(
                "{stage}: cannot be kept in {}: {error}",
                path.display()
            ));
        }
        Ok(made)
    }
}

impl Folder {
    fn take(dir: &Path) -> Result<Self, Error> {
        let io = |source| Error::Io {
            dir: dir.to_owned(),
            source,
        };
        std::fs::create_dir_all(dir).map_err(io)?;
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(dir.join(".lock"))
            .map_err(io)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self {
                dir: dir.to_owned(),
                _lock: lock,
            }),
            Err(TryLockError::WouldBlock) => Err(Error::Locked {
                dir: dir.to_owned(),
            }),
            Err(TryLockError::Error(source)) => Err(io(source)),
        }
    }
}
