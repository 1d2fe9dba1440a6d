//! Inputs to byte streams: folders, patterns, archives, compression, the hash of what was read.

mod expand;
mod readers;

pub use expand::expand;
pub use readers::{Tally, hex};

use crate::ingest::error::Error;
use crate::ingest::limits::Limits;
use rayon::prelude::*;
use readers::{Checked, Counted, HashingReader, RatioReader};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::PathBuf;

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
/// As [`expand()`], or if a file cannot be read.
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
