//! Any bytes are input: every reader is fed files and texts that were spoiled at random, and must answer, not panic.
//!
//! A target is a corpus, taken from the samples and the tests, and a function from bytes to what came of them. An
//! input whose outcome was not seen before joins the corpus, so that the spoiling goes on from there. Run as part of
//! the tests each target makes a fixed number of executions from a fixed seed; `tests/fuzz.sh` gives each a minute
//! (TIDEWAITER_FUZZ_SECONDS) and another seed (TIDEWAITER_FUZZ_SEED). An input that panics is written to
//! TIDEWAITER_FUZZ_DIR, and the panic says where. What was found so far stands in docs/robustness.md.

mod files;
mod runs;
mod texts;

use crate::made_run::Dice;
use rustc_hash::{FxHashSet, FxHasher};
use std::fmt::Debug;
use std::hash::{Hash, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

/// Pieces that make readers think: marks of every format, numbers at their ends, dates in doubt, odd Unicode.
const PIECES: [&[u8]; 46] = [
    b"\"",
    b"\"\"",
    b",",
    b";",
    b"\t",
    b"|",
    b"\n",
    b"\r\n",
    b"\0",
    b"\xff",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"=",
    b"@",
    b"\\",
    b"'",
    b"{",
    b"}",
    b"[",
    b"]",
    b"[[",
    b":",
    b"-",
    b"+",
    b".",
    b"%",
    b"null",
    b"true",
    b"NaN",
    b"1e309",
    b"-9223372036854775808",
    b"18446744073709551616",
    b"99999999999999999999999999999999",
    b"0.0000000000000001",
    b"(1.234,56)",
    b"31/02/2024",
    b"2024-02-30",
    b"01/02/03",
    b"9999-12-31",
    b"24000101",
    b"H100",
    b"8471.80",
    "Ltd \u{202e}".as_bytes(),
    "\u{0130}\u{1F4A9}".as_bytes(),
    "\u{FDFA}\u{0301}".as_bytes(),
    "深圳市".as_bytes(),
];

/// Bytes beyond which a spoiled input is cut: a reader must cope with longer ones, but not here.
const LONGEST: usize = 1 << 16;

/// Feeds spoiled inputs to `look` and fails with the input of the first panic.
///
/// `executions` are made where no time is given.
fn target<T: Debug>(
    name: &str,
    executions: u64,
    mut corpus: Vec<Vec<u8>>,
    look: impl Fn(&[u8]) -> T,
) {
    let setting = |name: &str| {
        std::env::var_os(name).and_then(|text| text.to_string_lossy().parse::<u64>().ok())
    };
    let time = setting("TIDEWAITER_FUZZ_SECONDS").map(Duration::from_secs);
    let seed = setting("TIDEWAITER_FUZZ_SEED").unwrap_or(1);
    let mut dice = Dice(seed);
    let mut seen = FxHashSet::default();
    let started = Instant::now();
    let mut done = 0u64;
    assert!(!corpus.is_empty(), "{name} has no corpus");
    let first = corpus.len();
    loop {
        let go_on = match time {
            Some(time) => started.elapsed() < time,
            None => done < executions,
        };
        if !go_on {
            break;
        }
        // The corpus as it stands comes first.
        let input = match corpus.get(done as usize) {
            Some(input) if (done as usize) < first => input.clone(),
            _ => spoil(&corpus, &mut dice),
        };
        done += 1;
        match catch_unwind(AssertUnwindSafe(|| look(&input))) {
            Ok(outcome) => {
                if seen.insert(kind(&outcome)) && corpus.len() < 4096 {
                    corpus.push(input);
                }
            }
            Err(_) => {
                let dir = std::env::var_os("TIDEWAITER_FUZZ_DIR")
                    .map_or_else(std::env::temp_dir, std::path::PathBuf::from);
                let path = dir.join(format!("{name}-{seed}-{done}"));
                std::fs::write(&path, &input).expect("written");
                panic!(
                    "{name} panics at execution {done} of seed {seed}: {} bytes in {}: {}",
                    input.len(),
                    path.display(),
                    String::from_utf8_lossy(&input[..input.len().min(300)]).escape_debug()
                );
            }
        }
    }
    println!(
        "fuzz {name}: {done} executions, {} kinds of outcome, {:.0} s",
        seen.len(),
        started.elapsed().as_secs_f64()
    );
}

/// What sort of outcome it is: its words without their numbers.
fn kind(outcome: &impl Debug) -> u64 {
    let mut hasher = FxHasher::default();
    let text = format!("{outcome:?}");
    for byte in text.bytes().filter(|byte| !byte.is_ascii_digit()).take(400) {
        byte.hash(&mut hasher);
    }
    hasher.finish()
}

/// An input of the corpus after one to eight changes.
fn spoil(corpus: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let mut input = corpus[dice.below(corpus.len())].clone();
    for _ in 0..=dice.below(8) {
        let at = dice.below(input.len() + 1);
        let end = (at + 1 + dice.below(64)).min(input.len()).max(at);
        match dice.below(10) {
            0 if at < input.len() => input[at] ^= 1 << dice.below(8),
            1 if at < input.len() => input[at] = dice.below(256) as u8,
            2 => drop(input.drain(at..end)),
            3 => {
                let again = input[at..end].to_vec();
                input.splice(at..at, again);
            }
            4 => input.truncate(at),
            5 => {
                // The end of another input.
                let other = &corpus[dice.below(corpus.len())];
                let from = dice.below(other.len() + 1);
                input.truncate(at);
                input.extend_from_slice(&other[from..]);
            }
            6 => {
                let piece = PIECES[dice.below(PIECES.len())].repeat(1 + dice.below(40));
                input.splice(at..at, piece);
            }
            7 if at + 4 <= input.len() => {
                // A length or an offset of a binary format.
                let number = [0, 1, 0x7fff_ffff, 0xffff_ffff, 0x8000_0000][dice.below(5)];
                input[at..at + 4].copy_from_slice(&u32::to_le_bytes(number));
            }
            _ => {
                let piece = PIECES[dice.below(PIECES.len())];
                input.splice(at..end, piece.iter().copied());
            }
        }
    }
    input.truncate(LONGEST);
    input
}

/// Spoiled bytes as the text that a reader of text gets.
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A corpus of texts.
fn words(list: &[&str]) -> Vec<Vec<u8>> {
    list.iter().map(|word| word.as_bytes().to_vec()).collect()
}

#[test]
fn a_panic_is_found_and_its_input_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let fails = |bytes: &[u8]| assert!(!bytes.contains(&b'"'), "a quote");
    let found = catch_unwind(AssertUnwindSafe(|| {
        target("proof", 2_000, words(&["plain"]), fails);
    }));
    // Where a time is given, the proof needs no more than its first part of it.
    assert!(found.is_err(), "two thousand spoiled inputs hold no quote");
    drop(folder);
}
