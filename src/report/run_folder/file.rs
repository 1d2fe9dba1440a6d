//! Files that are hashed while they are written.

use super::Error;
use crate::model::FileHash;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::JoinHandle;

/// A file on its way to disk, and the hash of what was written so far. A thread of its own writes and hashes, so that
/// the next bytes are made meanwhile.
pub(super) struct HashedFile {
    path: PathBuf,
    buffer: Vec<u8>,
    pen: Option<Pen>,
}

/// Bytes handed to the pen at once.
const BUFFER: usize = 1 << 20;

/// Pieces that may wait for the pen.
const WAITING: usize = 4;

/// The thread that writes.
struct Pen {
    pieces: SyncSender<Vec<u8>>,
    thread: JoinHandle<io::Result<Written>>,
}

/// What the pen leaves.
struct Written {
    file: File,
    hash: Sha256,
    bytes: u64,
}

impl Pen {
    fn start(mut file: File) -> io::Result<Self> {
        let (pieces, to_write) = sync_channel::<Vec<u8>>(WAITING);
        let thread = std::thread::Builder::new()
            .name("write".to_owned())
            .spawn(move || {
                let (mut hash, mut bytes, mut unsynced) = (Sha256::new(), 0, 0);
                let mut syncer: Option<Syncer> = None;
                for piece in to_write {
                    file.write_all(&piece)?;
                    hash.update(&piece);
                    bytes += piece.len() as u64;
                    unsynced += piece.len();
                    if unsynced >= SYNC_EVERY {
                        unsynced = 0;
                        if syncer.is_none() {
                            syncer = Syncer::start(&file);
                        }
                        if let Some(syncer) = &syncer {
                            let _ = syncer.ticks.try_send(());
                        }
                    }
                }
                if let Some(Syncer { ticks, thread }) = syncer {
                    drop(ticks);
                    let _ = thread.join();
                }
                Ok(Written { file, hash, bytes })
            })?;
        Ok(Self { pieces, thread })
    }

    /// Waits until all is written.
    fn finish(self) -> io::Result<Written> {
        drop(self.pieces);
        let ended = self.thread.join();
        ended.unwrap_or_else(|_| Err(io::Error::other("the writing thread broke off")))
    }
}

/// Forces a growing file to disk while more of it is made: else a large table waits for the disk at its end.
struct Syncer {
    ticks: SyncSender<()>,
    thread: JoinHandle<()>,
}

/// Bytes after which the disk is set to work.
const SYNC_EVERY: usize = 32 << 20;

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
        let pen = File::options()
            .write(true)
            .create_new(true)
            .open(path)
            .and_then(Pen::start)
            .map_err(|source| Error::Io {
                path: path.to_owned(),
                source,
            })?;
        Ok(Self {
            path: path.to_owned(),
            buffer: Vec::with_capacity(BUFFER),
            pen: Some(pen),
        })
    }

    /// Forces the bytes to disk.
    pub(super) fn close(mut self) -> Result<FileHash, Error> {
        let finished = self.flush().and_then(|()| {
            let pen = self.pen.take().ok_or_else(broken_off)?;
            let written = pen.finish()?;
            written.file.sync_all()?;
            Ok(written)
        });
        let path = self.path;
        let written = finished.map_err(|source| Error::Io {
            path: path.clone(),
            source,
        })?;
        Ok(FileHash {
            name: path
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default(),
            bytes: written.bytes,
            sha256: hexadecimal(&written.hash.finalize()),
        })
    }
}

fn broken_off() -> io::Error {
    io::Error::other("an earlier write failed")
}

impl Write for HashedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= BUFFER {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    /// Hands all bytes to the pen, whose failure is told here or when the file is closed.
    fn flush(&mut self) -> io::Result<()> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let pen = self.pen.as_ref().ok_or_else(broken_off)?;
        let piece = std::mem::replace(&mut self.buffer, Vec::with_capacity(BUFFER));
        if pen.pieces.send(piece).is_ok() {
            return Ok(());
        }
        // It stops taking pieces only when it failed.
        let failed = self.pen.take().map(Pen::finish);
        Err(failed.and_then(Result::err).unwrap_or_else(broken_off))
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
