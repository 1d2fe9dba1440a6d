//! Inputs to byte streams: folders, patterns, archives, compression, the hash of what was read.

use super::error::Error;
use super::limits::Limits;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// One table to read: a file, or a member of an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// The file on disk.
    pub path: PathBuf,
    /// Member of an archive.
    pub member: Option<String>,
    /// What the bytes are.
    pub kind: Kind,
}

/// What a file's first bytes say it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text, whatever its delimiter.
    Text(Packing),
    /// Parquet.
    Parquet,
    /// An Excel workbook.
    Xlsx,
}

/// Compression of a text file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    /// None.
    Plain,
    /// gzip, any number of members.
    Gzip,
    /// Zstandard.
    Zstd,
    /// A member of a zip archive.
    Zip,
}

impl Packing {
    /// Ending of the format's name in the run's list of files.
    pub const fn suffix(self) -> &'static str {
        match self {
            Packing::Plain => "",
            Packing::Gzip => "+gz",
            Packing::Zstd => "+zst",
            Packing::Zip => "+zip",
        }
    }
}

impl Input {
    /// The name shown to people: the path, and the member after `!`.
    pub fn name(&self) -> String {
        match &self.member {
            Some(member) => format!("{}!{member}", self.path.display()),
            None => self.path.display().to_string(),
        }
    }

    /// Size on disk.
    pub fn bytes(&self) -> u64 {
        std::fs::metadata(&self.path).map_or(0, |m| m.len())
    }

    /// Wraps an I/O failure.
    pub fn failed(&self, source: io::Error) -> Error {
        Error::Read {
            file: self.name(),
            source,
        }
    }

    /// Opens the text, decompressed, with the hash of the raw bytes growing as they are read.
    ///
    /// # Errors
    /// If the file cannot be opened.
    pub fn open_text(&self, limits: &Limits) -> Result<TextSource, Error> {
        let file = File::open(&self.path).map_err(|e| self.failed(e))?;
        let raw = HashingReader::new(file);
        let tally = raw.tally.clone();
        let limited = |reader: Box<dyn Read + Send>| -> Box<dyn Read + Send> {
            Box::new(RatioReader {
                reader,
                packed: tally.clone(),
                out: 0,
                ratio: limits.compression_ratio,
            })
        };
        let reader: Box<dyn Read + Send> = match self.kind {
            Kind::Text(Packing::Gzip) => limited(Box::new(flate2::read::MultiGzDecoder::new(
                io::BufReader::with_capacity(1 << 17, raw),
            ))),
            Kind::Text(Packing::Zstd) => {
                let decoder = zstd::stream::read::Decoder::with_buffer(
                    io::BufReader::with_capacity(1 << 17, raw),
                );
                limited(Box::new(decoder.map_err(|e| self.failed(e))?))
            }
            Kind::Text(Packing::Zip) => {
                drop(raw);
                limited(self.zip_member(&tally)?)
            }
            _ => Box::new(raw),
        };
        Ok(TextSource { reader, tally })
    }

    /// A member of a zip archive, decompressed as it is read. The crate's own readers borrow the archive and cannot be
    /// sent to another thread, so only the place of the member's bytes is taken from it.
    fn zip_member(&self, tally: &Tally) -> Result<Box<dyn Read + Send>, Error> {
        let open = || File::open(&self.path).map_err(|e| self.failed(e));
        let bad = |reason: String| Error::Format {
            file: self.name(),
            format: "zip",
            reason,
        };
        let mut archive = zip::ZipArchive::new(open()?).map_err(|e| bad(e.to_string()))?;
        let member = archive
            .by_name(self.member.as_deref().unwrap_or_default())
            .map_err(|e| bad(e.to_string()))?;
        let start = member
            .data_start()
            .ok_or_else(|| bad("the member's place cannot be found".to_owned()))?;
        let (packed, crc, method) = (
            member.compressed_size(),
            member.crc32(),
            member.compression(),
        );
        drop(member);
        let mut file = open()?;
        file.seek(SeekFrom::Start(start))
            .map_err(|e| self.failed(e))?;
        let raw = io::BufReader::with_capacity(
            1 << 17,
            Counted {
                file,
                tally: tally.clone(),
            }
            .take(packed),
        );
        let unpacked: Box<dyn Read + Send> = match method {
            zip::CompressionMethod::Stored => Box::new(raw),
            zip::CompressionMethod::Deflated => Box::new(flate2::bufread::DeflateDecoder::new(raw)),
            other => {
                return Err(bad(format!(
                    "compressed by {other}, which is not read; pack it anew with deflate"
                )));
            }
        };
        Ok(Box::new(Checked {
            reader: unpacked,
            crc: flate2::Crc::new(),
            want: crc,
        }))
    }

    /// Hash of the bytes on disk, hexadecimal, for formats that are not read as a stream.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn sha256(&self) -> Result<String, Error> {
        let file = File::open(&self.path).map_err(|e| self.failed(e))?;
        let mut reader = HashingReader::new(file);
        let mut buffer = vec![0; 1 << 18];
        while reader.read(&mut buffer).map_err(|e| self.failed(e))? > 0 {}
        Ok(reader.tally.hex())
    }
}

/// An open text and the count and hash of the raw bytes read so far.
pub struct TextSource {
    /// Decompressed bytes.
    pub reader: Box<dyn Read + Send>,
    /// Raw bytes.
    pub tally: Tally,
}

/// Raw bytes read so far: how many, and their hash.
#[derive(Clone, Default)]
pub struct Tally(Arc<Mutex<(u64, Sha256)>>);

impl Tally {
    /// Bytes read.
    pub fn bytes(&self) -> u64 {
        self.0.lock().map_or(0, |inner| inner.0)
    }

    /// Hash of them, hexadecimal.
    pub fn hex(&self) -> String {
        let digest = self.0.lock().map(|inner| inner.1.clone().finalize());
        digest.map_or(String::new(), |d| hex(&d))
    }
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|b| {
            [
                DIGITS[usize::from(b >> 4)] as char,
                DIGITS[usize::from(b & 15)] as char,
            ]
        })
        .collect()
}

/// Counts the raw bytes of an archive's member. Their hash would say nothing of the file, which is hashed whole.
struct Counted {
    file: File,
    tally: Tally,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.file.read(buffer)?;
        if let Ok(mut inner) = self.tally.0.lock() {
            inner.0 += n as u64;
        }
        Ok(n)
    }
}

/// Fails at the end if the bytes are not those that were packed.
struct Checked {
    reader: Box<dyn Read + Send>,
    crc: flate2::Crc,
    want: u32,
}

impl Read for Checked {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.reader.read(buffer)?;
        self.crc.update(&buffer[..n]);
        if n == 0 && !buffer.is_empty() && self.crc.sum() != self.want {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "the archive is damaged: the checksum of the member does not match",
            ));
        }
        Ok(n)
    }
}

struct HashingReader {
    file: File,
    tally: Tally,
}

impl HashingReader {
    fn new(file: File) -> Self {
        Self {
            file,
            tally: Tally::default(),
        }
    }
}

impl Read for HashingReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.file.read(buffer)?;
        if let Ok(mut inner) = self.tally.0.lock() {
            inner.0 += n as u64;
            inner.1.update(&buffer[..n]);
        }
        Ok(n)
    }
}

/// Fails once the output is out of all proportion to the bytes on disk.
struct RatioReader {
    reader: Box<dyn Read + Send>,
    packed: Tally,
    out: u64,
    ratio: u64,
}

impl Read for RatioReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.reader.read(buffer)?;
        self.out += n as u64;
        if self.out > 64 << 20 && self.out / self.packed.bytes().max(1) > self.ratio {
            return Err(io::Error::other(format!(
                "decompresses to more than {} times its size; if the file is sound, decompress it first or raise the limit with --limit compression-ratio=NUMBER",
                self.ratio
            )));
        }
        Ok(n)
    }
}

/// What a table was when somebody looked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// [`Input::name`].
    pub name: String,
    /// Hash of the bytes on disk, hexadecimal.
    pub sha256: String,
}

/// The tables behind these paths in the order in which they are read.
///
/// # Errors
/// As [`expand`], or if a file cannot be read.
pub fn contents(paths: &[PathBuf], limits: &Limits) -> Result<Vec<Content>, Error> {
    let inputs = expand(paths, limits)?;
    // Members of one archive stand together and share its hash.
    let hashes = inputs
        .par_chunk_by(|a, b| a.path == b.path)
        .map(|same| Ok((same[0].sha256()?, same.len())))
        .collect::<Result<Vec<_>, Error>>()?;
    let hashes = hashes
        .into_iter()
        .flat_map(|(hash, times)| std::iter::repeat_n(hash, times));
    Ok(inputs
        .iter()
        .zip(hashes)
        .map(|(input, sha256)| Content {
            name: input.name(),
            sha256,
        })
        .collect())
}

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
