//! One kept result in one file: a header with the key, the result packed, the hash of all of it.

use super::Key;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

/// First bytes of the file; the digit is the version of this layout.
const MAGIC: &[u8] = b"tidewaiter checkpoint 1\n";
const HASH: usize = 32;
const HEADER: u64 = (MAGIC.len() + HASH) as u64;
/// The fastest level: text shrinks to a fifth and the disk is not waited for.
const LEVEL: i32 = 1;

/// What was kept under this key; `None` if there is nothing, or it is of another key.
pub(super) fn read<T: DeserializeOwned>(path: &Path, key: &Key) -> io::Result<Option<T>> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let length = file.metadata()?.len();
    let mut header = [0; HEADER as usize];
    let Some(packed) = length.checked_sub(HEADER + HASH as u64) else {
        return Err(damage("it is too short"));
    };
    file.read_exact(&mut header)?;
    if !header.starts_with(MAGIC) {
        return Err(damage("it does not begin as a checkpoint does"));
    }
    if header[MAGIC.len()..] != key.0 {
        return Ok(None);
    }
    // The hash first: what is unpacked after it is what was written.
    let mut sum = Sha256::new();
    sum.update(header);
    let mut body = (&mut file).take(packed);
    let mut buffer = vec![0; 1 << 18];
    loop {
        let n = body.read(&mut buffer)?;
        if n == 0 {
            break;
        }
        sum.update(&buffer[..n]);
    }
    let mut stored = [0; HASH];
    file.read_exact(&mut stored)?;
    if sum.finalize()[..] != stored {
        return Err(damage("its hash is another"));
    }
    file.seek(SeekFrom::Start(HEADER))?;
    let unpacked = zstd::Decoder::new(file.take(packed))?;
    let value = rmp_serde::from_read(BufReader::with_capacity(1 << 18, unpacked));
    value.map(Some).map_err(io::Error::other)
}

fn damage(how: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, how)
}

/// Writes beside the file, then takes its name in one step.
pub(super) fn write<T: Serialize>(path: &Path, key: &Key, value: &T) -> io::Result<()> {
    let partial = path.with_extension("partial");
    let written = fill(&partial, key, value).and_then(|()| std::fs::rename(&partial, path));
    if written.is_err() {
        let _ = std::fs::remove_file(&partial);
    }
    written
}

fn fill<T: Serialize>(path: &Path, key: &Key, value: &T) -> io::Result<()> {
    let mut out = Hashing {
        out: BufWriter::with_capacity(1 << 20, File::create(path)?),
        sum: Sha256::new(),
    };
    out.write_all(MAGIC)?;
    out.write_all(&key.0)?;
    let packer = zstd::Encoder::new(out, LEVEL)?;
    let mut packer = BufWriter::with_capacity(1 << 18, packer);
    rmp_serde::encode::write(&mut packer, value).map_err(io::Error::other)?;
    let packer = packer.into_inner().map_err(|error| error.into_error())?;
    let Hashing { mut out, sum } = packer.finish()?;
    out.write_all(&sum.finalize())?;
    out.into_inner()
        .map_err(|error| error.into_error())?
        .sync_all()
}

/// Hashes what passes through.
struct Hashing {
    out: BufWriter<File>,
    sum: Sha256,
}

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = self.out.write(bytes)?;
        self.sum.update(&bytes[..n]);
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Country, Day, Measure, TextStore};

    #[test]
    fn what_is_read_is_what_was_written_and_any_damage_is_noticed() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("stage.checkpoint");
        let key = Key::of("stage", &[]);
        assert_eq!(read::<Vec<u8>>(&path, &key).expect("no file"), None);
        let mut text = TextStore::new();
        let id = text.intern("深圳 Example");
        let value = (
            vec![Measure::UNKNOWN, Measure::new(0.1 + 0.2)],
            Some(Country::known("MY")),
            Day::from_epoch(-3),
            vec![id; 1000],
        );
        write(&path, &key, &(&value, &text)).expect("written");
        type Kept = (
            (
                Vec<Measure>,
                Option<Country>,
                Day,
                Vec<crate::model::TextId>,
            ),
            TextStore,
        );
        let (kept, kept_text) = read::<Kept>(&path, &key).expect("read").expect("kept");
        assert_eq!(kept, value);
        assert_eq!(kept_text.get(id), "深圳 Example");
        assert!(
            read::<Kept>(&path, &Key::of("stage", &["x".to_owned()]))
                .expect("read")
                .is_none()
        );

        let whole = std::fs::read(&path).expect("bytes");
        for at in [0, MAGIC.len() + HASH, whole.len() / 2, whole.len() - 1] {
            let mut bad = whole.clone();
            bad[at] ^= 1;
            std::fs::write(&path, bad).expect("written");
            assert!(read::<Kept>(&path, &key).is_err(), "byte {at}");
        }
        for length in [0, 5, MAGIC.len() + HASH + 3, whole.len() - 1] {
            std::fs::write(&path, &whole[..length]).expect("written");
            assert!(read::<Kept>(&path, &key).is_err(), "cut to {length}");
        }
    }
}
