//! Readers that count, hash, check and bound what passes through them.

use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, Read};
use std::sync::{Arc, Mutex};

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
pub(super) struct Counted {
    pub(super) file: File,
    pub(super) tally: Tally,
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
pub(super) struct Checked {
    pub(super) reader: Box<dyn Read + Send>,
    pub(super) crc: flate2::Crc,
    pub(super) want: u32,
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

pub(super) struct HashingReader {
    pub(super) file: File,
    pub(super) tally: Tally,
}

impl HashingReader {
    pub(super) fn new(file: File) -> Self {
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
pub(super) struct RatioReader {
    pub(super) reader: Box<dyn Read + Send>,
    pub(super) packed: Tally,
    pub(super) out: u64,
    pub(super) ratio: u64,
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
