//! Files and folders that appear whole or not at all.

use super::exit::{Exit, Failed, Outcome};
use std::io::Write;
use std::path::Path;

/// Writes a file beside its place and gives it its name in one step; an older one is replaced only if the new one
/// is on the disk.
pub fn file(path: &Path, bytes: &[u8]) -> Outcome {
    let failed = |error| cannot(path, error);
    // A device has no bytes to keep, and its name is not ours to give away.
    if std::fs::metadata(path).is_ok_and(|found| !found.is_file()) {
        return std::fs::write(path, bytes).map_err(failed);
    }
    let (prefix, suffix) = partial(path);
    let mut partial = tempfile::Builder::new()
        .prefix(&prefix)
        .suffix(suffix)
        .tempfile_in(parent(path))
        .map_err(failed)?;
    let written = partial
        .write_all(bytes)
        .and_then(|()| partial.as_file().sync_all());
    written.map_err(failed)?;
    partial
        .persist(path)
        .map(drop)
        .map_err(|error| failed(error.error))
}

/// Fills a folder through `fill`, which gets an empty one beside it, and moves the files over only when all of them are
/// written. Other files of an existing folder stay.
///
/// # Errors
/// Those of `fill`, or if the files cannot be moved.
pub fn folder<T>(path: &Path, fill: impl FnOnce(&Path) -> Result<T, Failed>) -> Result<T, Failed> {
    let failed = |error| cannot(path, error);
    std::fs::create_dir_all(parent(path)).map_err(failed)?;
    let (prefix, suffix) = partial(path);
    let filled = tempfile::Builder::new()
        .prefix(&prefix)
        .suffix(suffix)
        .tempdir_in(parent(path))
        .map_err(failed)?;
    let made = fill(filled.path())?;
    std::fs::create_dir_all(path).map_err(failed)?;
    for entry in std::fs::read_dir(filled.path()).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        std::fs::rename(entry.path(), path.join(entry.file_name())).map_err(failed)?;
    }
    Ok(made)
}

/// The error of a place that cannot be written.
pub fn cannot(path: &Path, error: std::io::Error) -> Failed {
    Failed {
        exit: Exit::Failure,
        cause: anyhow::Error::new(error).context(format!("cannot write {}", path.display())),
    }
}

/// The place of `path` until it is whole: hidden beside it and named after it.
fn partial(path: &Path) -> (String, &'static str) {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    (format!(".{name}."), ".partial")
}

fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}
