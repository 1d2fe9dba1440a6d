//! Paths, folders, patterns and archives to the tables in them.

use super::{Input, Kind, Packing};
use crate::ingest::error::Error;
use crate::ingest::limits::Limits;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Expands paths, folders (searched through, in order of name) and patterns to the tables in them.
///
/// # Errors
/// A path that does not exist, a folder or pattern with nothing in it, an archive that cannot be read, too many files.
pub fn expand(paths: &[PathBuf], limits: &Limits) -> Result<Vec<Input>, Error> {
    let mut inputs = Vec::new();
    for path in paths {
        let before = inputs.len();
        if path.is_dir() {
            let mut files = Vec::new();
            walk(path, &mut files, limits)?;
            for file in files.iter().filter(|file| has_known_ending(file)) {
                add(file, &mut inputs, limits)?;
            }
        } else if path.exists() {
            add(path, &mut inputs, limits)?;
        } else if let Some(pattern) = path.to_str().filter(|p| p.contains(['*', '?', '['])) {
            let found = glob::glob(pattern).map_err(|e| Error::Pattern {
                pattern: pattern.to_owned(),
                reason: e.to_string(),
            })?;
            let mut files: Vec<PathBuf> = found
                .filter_map(Result::ok)
                .filter(|p| p.is_file())
                .take(limits.files.saturating_add(1))
                .collect();
            too_many(path, files.len(), limits)?;
            files.sort();
            for file in &files {
                add(file, &mut inputs, limits)?;
            }
        } else {
            return Err(Error::NotFound { path: path.clone() });
        }
        if inputs.len() == before {
            return Err(Error::NothingInside { path: path.clone() });
        }
        too_many(path, inputs.len(), limits)?;
    }
    Ok(inputs)
}

fn too_many(path: &Path, count: usize, limits: &Limits) -> Result<(), Error> {
    if count <= limits.files {
        return Ok(());
    }
    Err(Error::Limit {
        file: path.display().to_string(),
        what: "files",
        name: "files",
        limit: limits.files as u64,
    })
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>, limits: &Limits) -> Result<(), Error> {
    let failed = |source| Error::Read {
        file: folder.display().to_string(),
        source,
    };
    let mut entries = std::fs::read_dir(folder)
        .and_then(|entries| {
            let bounded = entries.take(limits.files.saturating_add(1));
            bounded.collect::<io::Result<Vec<_>>>()
        })
        .map_err(failed)?;
    too_many(folder, entries.len(), limits)?;
    entries.sort_by_key(std::fs::DirEntry::path);
    for entry in entries {
        let kind = entry.file_type().map_err(failed)?;
        // Links are not followed: a link upwards would never end.
        if kind.is_dir() {
            walk(&entry.path(), files, limits)?;
        } else if kind.is_file() {
            files.push(entry.path());
        }
        too_many(folder, files.len(), limits)?;
    }
    Ok(())
}

fn has_known_ending(path: &Path) -> bool {
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .to_lowercase();
    let name = [".gz", ".zst"]
        .iter()
        .find_map(|end| name.strip_suffix(end))
        .unwrap_or(&name);
    [
        ".csv", ".tsv", ".tab", ".psv", ".txt", ".parquet", ".pq", ".ndjson", ".jsonl", ".json",
        ".xlsx", ".xlsm", ".zip",
    ]
    .iter()
    .any(|end| name.ends_with(end))
}

/// Adds a file, or the tables in it if it is an archive.
fn add(path: &Path, inputs: &mut Vec<Input>, limits: &Limits) -> Result<(), Error> {
    let name = path.display().to_string();
    let failed = |source| Error::Read {
        file: name.clone(),
        source,
    };
    let mut head = [0u8; 8];
    let mut file = File::open(path).map_err(failed)?;
    let mut len = 0;
    while len < head.len() {
        match file.read(&mut head[len..]).map_err(failed)? {
            0 => break,
            n => len += n,
        }
    }
    if len == 0 {
        return Err(Error::Empty { file: name });
    }
    let kind = match head {
        [0x1f, 0x8b, ..] => Kind::Text(Packing::Gzip),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Kind::Text(Packing::Zstd),
        [b'P', b'A', b'R', b'1', ..] => Kind::Parquet,
        [b'P', b'K', 3, 4, ..] => return add_archive(path, inputs, limits),
        _ => Kind::Text(Packing::Plain),
    };
    inputs.push(Input {
        path: path.to_owned(),
        member: None,
        kind,
    });
    Ok(())
}

fn add_archive(path: &Path, inputs: &mut Vec<Input>, limits: &Limits) -> Result<(), Error> {
    let name = path.display().to_string();
    let file = File::open(path).map_err(|source| Error::Read {
        file: name.clone(),
        source,
    })?;
    let archive = zip::ZipArchive::new(file).map_err(|e| Error::Format {
        file: name.clone(),
        format: "zip",
        reason: e.to_string(),
    })?;
    if archive.len() > limits.files {
        return Err(Error::Limit {
            file: name,
            what: "archive members",
            name: "files",
            limit: limits.files as u64,
        });
    }
    let mut members: Vec<String> = archive.file_names().map(str::to_owned).collect();
    members.sort();
    if members.iter().any(|member| member == "xl/workbook.xml") {
        inputs.push(Input {
            path: path.to_owned(),
            member: None,
            kind: Kind::Xlsx,
        });
        return Ok(());
    }
    for member in members {
        let base = member.rsplit('/').next().unwrap_or_default();
        let text = [
            ".csv", ".tsv", ".tab", ".psv", ".txt", ".ndjson", ".jsonl", ".json",
        ];
        if base.starts_with('.')
            || member.starts_with("__MACOSX")
            || !text.iter().any(|end| base.to_lowercase().ends_with(end))
        {
            continue;
        }
        inputs.push(Input {
            path: path.to_owned(),
            member: Some(member),
            kind: Kind::Text(Packing::Zip),
        });
    }
    Ok(())
}
