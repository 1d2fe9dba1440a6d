//! Files that are hashed while they are written.

use super::Error;
use crate::model::FileHash;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// A file on its way to disk, and the hash of what was written so far.
pub(super) struct HashedFile {
    path: PathBuf,
    out: BufWriter<File>,
    hash: Sha256,
    bytes: u64,
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
        })
    }

    /// Forces the bytes to disk.
    pub(super) fn close(self) -> Result<FileHash, Error> {
        let path = self.path;
        let finish = || -> io::Result<()> {
            let file = self.out.into_inner().map_err(|error| error.into_error())?;
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
