//! One file as stretches that threads read at once, put together in order.

use super::gather::Part;
use super::names::{Met, Names};
use super::records::{Piece, Reader, Stop};
use super::{File, Key, Wants};
use crate::ingest::error::Error;
use crate::ingest::options::Options;
use crate::model::Progress;
use crate::reference::countries::Countries;
use std::collections::BTreeMap;
use std::io::{Read, Seek, SeekFrom};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::sync_channel;

/// Bytes of a stretch: small enough for a core's own cache, large enough that a record cut by its end costs little.
const STRETCH: u64 = 1 << 20;
/// Bytes read beyond a stretch for its last record.
const SLACK: usize = 1 << 16;
/// Lines at which a stretch may be guessed to start.
const GUESSES: usize = 64;

/// Reads a file; `None` if the ordinary reader is needed.
pub fn read(
    file: &File,
    wants: Wants,
    options: &Options,
    countries: &OnceLock<Countries>,
    key: Key,
    progress: &dyn Progress,
) -> Result<Option<Part>, Error> {
    let bytes = file.input.bytes();
    let length = bytes.saturating_sub(file.first);
    let count = length.div_ceil(STRETCH).max(1);
    let threads = (options.threads.max(1) as u64).min(count) as usize;
    let worker = |number: usize| -> Result<Worker, Error> {
        let names = Names::new(&file.plan, countries, key);
        let most = options.limits.cell_bytes;
        Ok(Worker {
            number,
            handle: std::fs::File::open(&file.input.path).map_err(|e| file.input.failed(e))?,
            buffer: Vec::new(),
            file,
            most,
            reader: Reader::new(&file.wanted, &file.plan, wants, most, names),
        })
    };
    let mut workers = Vec::new();
    for number in 0..threads {
        workers.push(worker(number)?);
    }
    // Reads again what was guessed wrong.
    let mut second = worker(threads)?;
    let next = AtomicU64::new(0);
    let stop = AtomicBool::new(false);
    let mut part = Part::default();
    let mut usable = true;
    std::thread::scope(|scope| -> Result<(), Error> {
        let (send, receive) = sync_channel::<Result<Option<(u64, Piece)>, Error>>(threads * 4);
        let mut running = Vec::new();
        for mut worker in workers {
            let (send, next, stop) = (send.clone(), &next, &stop);
            running.push(scope.spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= count {
                        break;
                    }
                    let found = worker.stretch(number, None);
                    let message = found.map(|piece| piece.map(|piece| (number, piece)));
                    let ends = !matches!(message, Ok(Some(_)));
                    if send.send(message).is_err() || ends {
                        break;
                    }
                }
                worker.reader.names.finish()
            }));
        }
        drop(send);
        let mut waiting: BTreeMap<u64, Piece> = BTreeMap::new();
        let (mut done, mut from) = (0, file.first);
        let mut outcome = Ok(());
        'messages: for message in &receive {
            match message {
                Ok(Some((number, piece))) => waiting.insert(number, piece),
                Ok(None) => {
                    usable = false;
                    break;
                }
                Err(error) => {
                    outcome = Err(error);
                    break;
                }
            };
            while let Some(mut piece) = waiting.remove(&done) {
                if piece.start != from {
                    match second.stretch(done, Some(from)) {
                        Ok(Some(again)) => piece = again,
                        Ok(None) => {
                            usable = false;
                            break 'messages;
                        }
                        Err(error) => {
                            outcome = Err(error);
                            break 'messages;
                        }
                    }
                }
                from = piece.end;
                done += 1;
                part.read += piece.read;
                part.rejected += piece.rejected;
                progress.advance(piece.end - piece.start);
                part.pieces.push(piece);
            }
            if progress.interrupted() {
                outcome = Err(Error::Interrupted);
                break;
            }
        }
        stop.store(true, Ordering::Relaxed);
        drop(receive);
        let mut met: Vec<Met> = Vec::new();
        for handle in running {
            match handle.join() {
                Ok(one) => met.push(one),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        met.push(second.reader.names.finish());
        part.met = met;
        outcome
    })?;
    Ok(usable.then_some(part))
}

/// One thread over one file.
struct Worker<'a> {
    number: usize,
    handle: std::fs::File,
    buffer: Vec<u8>,
    file: &'a File,
    most: usize,
    reader: Reader<'a>,
}

impl Worker<'_> {
    /// The records that start behind the first byte of a stretch, up to the first byte of the next; those of the
    /// first stretch from its start. The start is a guess unless it is given. `None` if this reader cannot do it.
    fn stretch(&mut self, number: u64, start: Option<u64>) -> Result<Option<Piece>, Error> {
        let first = self.file.first + number * STRETCH;
        let until = first + STRETCH;
        if start.is_some_and(|start| start > until) {
            let at = start.unwrap_or_default();
            return Ok(Some(Piece {
                start: at,
                end: at,
                worker: self.number,
                ..Piece::default()
            }));
        }
        let mut want = STRETCH as usize + SLACK;
        loop {
            let at_end = self.fill(first, want)?;
            let sound = match std::str::from_utf8(&self.buffer) {
                Ok(text) => text,
                // A character cut by the end of the buffer.
                Err(cut) if cut.error_len().is_none() && !at_end => {
                    std::str::from_utf8(&self.buffer[..cut.valid_up_to()]).unwrap_or_default()
                }
                Err(_) => return Ok(None),
            };
            let bytes = sound.as_bytes();
            let from = match (start, number) {
                (Some(start), _) => Some((start - first) as usize),
                (None, 0) => Some(0),
                (None, _) => guess(&mut self.reader, bytes),
            };
            let mut piece = Piece {
                worker: self.number,
                ..Piece::default()
            };
            let Some(from) = from.filter(|&from| from as u64 <= STRETCH) else {
                // No record starts here, or the guess is a stretch further on.
                let at = from.map_or(first + bytes.len() as u64, |from| first + from as u64);
                (piece.start, piece.end) = (at, at);
                return Ok(Some(piece));
            };
            match self
                .reader
                .read(sound, from, STRETCH as usize, first, &mut piece)
            {
                Ok(()) => return Ok(Some(piece)),
                Err(Stop::Short) if !at_end && want <= STRETCH as usize + 2 * self.most => {
                    want += (want - STRETCH as usize).max(SLACK);
                }
                // A guess may have been wrong: the start that is known will tell.
                Err(_) if start.is_none() && number > 0 => {
                    piece = Piece::default();
                    (piece.start, piece.end) = (u64::MAX, u64::MAX);
                    return Ok(Some(piece));
                }
                Err(_) => return Ok(None),
            }
        }
    }

    /// Reads `want` bytes from an offset; true if the file ends there. A last line without its end gets one.
    fn fill(&mut self, from: u64, want: usize) -> Result<bool, Error> {
        let failed = |error| self.file.input.failed(error);
        self.handle.seek(SeekFrom::Start(from)).map_err(failed)?;
        self.buffer.resize(want, 0);
        let mut len = 0;
        while len < want {
            match self.handle.read(&mut self.buffer[len..]) {
                Ok(0) => break,
                Ok(read) => len += read,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(failed(error)),
            }
        }
        self.buffer.truncate(len);
        let at_end = len < want;
        if at_end && self.buffer.last().is_some_and(|&last| last != b'\n') {
            self.buffer.push(b'\n');
        }
        Ok(at_end)
    }
}

/// The first line end behind which a record as wide as the header follows; failing that the first line end.
fn guess(reader: &mut Reader, bytes: &[u8]) -> Option<usize> {
    let mut first = None;
    for at in memchr::memchr_iter(b'\n', bytes).take(GUESSES) {
        first = first.or(Some(at + 1));
        if reader.fits(bytes, at + 1) {
            return Some(at + 1);
        }
    }
    first
}
