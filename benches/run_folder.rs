//! Writing a run folder, and the questions asked of it, on made runs.
//!
//! `cargo bench --profile release --bench run_folder -- [ROWS] [ALERTS]` prints seconds for each step;
//! the default is 1,000,000 rows and 1,000 alerts.

#[path = "../tests/it/made_run.rs"]
#[allow(dead_code, reason = "the tests use more of it")]
mod made_run;

use std::time::Instant;
use tidewaiter::report::run_folder::{self, Existing};

fn main() {
    let mut numbers = std::env::args().filter_map(|arg| arg.replace('_', "").parse::<usize>().ok());
    let rows = numbers.next().unwrap_or(1_000_000);
    let alerts = numbers.next().unwrap_or(1_000);
    let start = Instant::now();
    let run = made_run::run(rows, alerts);
    println!(
        "made    {rows} rows in {:.2} s",
        start.elapsed().as_secs_f64()
    );
    let parent = tempfile::tempdir_in(".").expect("a folder");
    let dir = parent.path().join("run");
    let start = Instant::now();
    let record = run_folder::write(&run, &dir, Existing::Refuse).expect("written");
    let seconds = start.elapsed().as_secs_f64();
    let bytes: u64 = record.files.iter().map(|file| file.bytes).sum();
    println!(
        "write   {seconds:.2} s, {:.0} rows/s, {} MB",
        rows as f64 / seconds,
        bytes >> 20
    );
    for file in &record.files {
        println!("        {:<20} {:>10} kB", file.name, file.bytes >> 10);
    }
}
