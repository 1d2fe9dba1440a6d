//! Files that are hashed while they are written.

use super::Error;
use crate::model::FileHash;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::JoinHandle;

/// A file on its way to disk, and the hash of what was written so far.
pub(super) struct HashedFile {
    path: PathBuf,
    out: BufWriter<File>,
    hash: Sha256,
    bytes: u64,
    unsynced: u64,
    syncer: Option<Syncer>,
}

/// Forces a growing file to disk while more of it is made: else a large table waits for the disk at its end.
struct Syncer {
    ticks: SyncSender<()>,
    thread: JoinHandle<()>,
}

/// Bytes after which the disk is set to work.
const SYNC_EVERY: u64 = 32 << 20;

impl Syncer {
    fn start(file: &File) -> Option<Self> {
        let file = file.try_clone().ok()?;
        // One tick may wait: while the disk is busy further ticks would ask for the same.
        let (ticks, wanted) = sync_channel(1);
        let thread = std::thread::Builder::new()
            .name("sync".to_owned())
            .spawn(move || {
                for () in wanted {
                    // A failure shows again, with its reason, when the file is closed.
                    let _ = file.sync_data();
                }
            })
            .ok()?;
        Some(Self { ticks, thread })
    }
}

impl HashedFile {
    pub(super) fn create(path: &Path) -> Result<Self, Error> {
        let file = File::options()
            .write(true)
            .create_new(true)
            .open(path)
            .map_err(|source| Error::Io {
                path: path.to_owned(),
                source,
            })?;
        Ok(Self {
            path: path.to_owned(),
            out: BufWriter::with_capacity(1 << 20, file),
            hash: Sha256::new(),
            bytes: 0,
            unsynced: 0,
            syncer: None,
        })
    }

    /// Forces the bytes to disk.
    pub(super) fn close(self) -> Result<FileHash, Error> {
        let path = self.path;
        let finish = || -> io::Result<()> {
            let file = self.out.into_inner().map_err(|error| error.into_error())?;
            if let Some(Syncer { ticks, thread }) = self.syncer {
                drop(ticks);
                let _ = thread.join();
            }
            file.sync_all()
        };
        finish().map_err(|source| Error::Io {
            path: path.clone(),
            source,
        })?;
        Ok(FileHash {
            name: path
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default(),
            bytes: self.bytes,
            sha256: hexadecimal(&self.hash.finalize()),
        })
    }
}

impl Write for HashedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.bytes += written as u64;
        self.unsynced += written as u64;
        if self.unsynced >= SYNC_EVERY {
            self.unsynced = 0;
            if self.syncer.is_none() {
                self.syncer = Syncer::start(self.out.get_ref());
            }
            if let Some(syncer) = &self.syncer {
                let _ = syncer.ticks.try_send(());
            }
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// Forces the entries of a folder to disk.
pub(super) fn sync_dir(dir: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(dir)?.sync_all()
    } else {
        Ok(())
    }
}

/// Gives a folder the permissions that an ordinary new folder has.
pub(super) fn share(dir: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // A fresh sibling shows what the user's mask makes of a new folder.
        let probe = dir.join(".mode");
        std::fs::create_dir(&probe)?;
        let mode = std::fs::metadata(&probe)?.permissions().mode();
        std::fs::remove_dir(&probe)?;
        std::fs::set_permissions(dir, std::fs::Permissions::from_mode(mode))?;
    }
    #[cfg(not(unix))]
    let _ = dir;
    Ok(())
}
