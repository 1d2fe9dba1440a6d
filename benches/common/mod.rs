//! Seeded input for benches: a bench names rows and seed and reports both beside its time.

use std::path::PathBuf;
use tidewaiter::model::progress::Silent;
use tidewaiter::simulate::{self, Settings};

/// A simulated world of this many rows in the system's folder for temporary files, made once: later
/// benches of one size and seed read the same files.
///
/// # Panics
/// If it cannot be written; a bench has nothing to measure then.
#[must_use]
pub fn world(rows: u64, schemes: u32, seed: u64) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("tidewaiter-bench-{rows}-{schemes}-{seed}"));
    if !folder.join("truth_entities.csv").is_file() {
        let settings = Settings {
            rows,
            schemes,
            seed,
            ..Settings::default()
        };
        let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        simulate::write(&settings, &folder, threads, &Silent).expect("a world is written");
    }
    folder
}
