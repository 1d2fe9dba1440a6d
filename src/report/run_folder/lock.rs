//! One writer a folder.

use super::Error;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

/// Held by the process that writes a folder; the system gives it up when the process ends, however it ends.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    _file: File,
}

impl Lock {
    pub(super) fn take(dir: &Path) -> Result<Self, Error> {
        let parent = parent(dir);
        let path = parent.join(format!(".{}.lock", name(dir)?));
        let io = |source| Error::Io {
            path: path.clone(),
            source,
        };
        std::fs::create_dir_all(parent).map_err(io)?;
        loop {
            let file = File::options()
                .create(true)
                .truncate(false)
                .write(true)
                .open(&path)
                .map_err(io)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    return Err(Error::Locked {
                        dir: dir.to_owned(),
                    });
                }
                Err(TryLockError::Error(source)) => return Err(io(source)),
            }
            // The one who held it before may have removed the file between our open and our lock;
            // then we hold a lock that nobody else can see.
            if same_file(&file, &path) {
                return Ok(Self { path, _file: file });
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

#[cfg(unix)]
fn same_file(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), std::fs::metadata(path)) {
        (Ok(held), Ok(seen)) => (held.dev(), held.ino()) == (seen.dev(), seen.ino()),
        _ => false,
    }
}

#[cfg(not(unix))]
fn same_file(_file: &File, path: &Path) -> bool {
    path.exists()
}

/// The folder that holds `dir`.
pub(super) fn parent(dir: &Path) -> &Path {
    match dir.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// The last part of the name of `dir`.
pub(super) fn name(dir: &Path) -> Result<String, Error> {
    dir.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .ok_or_else(|| Error::Name {
            dir: dir.to_owned(),
        })
}
