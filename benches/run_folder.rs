//! Writing a run folder, and the questions asked of it, on made runs.
//!
//! `cargo bench --profile release --bench run_folder -- [ROWS] [ALERTS]` prints seconds for each step;
//! the default is 1,000,000 rows and 1,000 alerts.

#[path = "../tests/it/made_run.rs"]
#[allow(dead_code, reason = "the tests use more of it")]
mod made_run;

use std::time::Instant;
use tidewaiter::query;
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
    // Every question opens the folder anew, as a command does.
    let time = |what: &str, ask: &dyn Fn(&query::RunFolder) -> usize| {
        let mut worst = 0.0f64;
        let mut seen = 0;
        for _ in 0..5 {
            let start = Instant::now();
            let run = query::open(&dir).expect("open");
            seen = ask(&run);
            worst = worst.max(start.elapsed().as_secs_f64());
        }
        println!("{what:<22} {worst:.3} s at worst of 5 ({seen})");
    };
    let last = run.alerts.len().to_string();
    time("open", &|_| 1);
    time("explain, last alert", &|run| {
        query::alert::alert(run, &last)
            .expect("found")
            .findings
            .len()
    });
    time("  two id columns", &|run| {
        let reader = run.shipments().expect("open");
        reader
            .columns(&["shipper_entity_id", "consignee_entity_id"])
            .expect("read")
            .len()
    });
    time("  names", &|run| {
        let reader = run.entities().expect("open");
        reader
            .columns(&["id", "name", "names"])
            .expect("read")
            .len()
    });
    time("entity by name", &|run| {
        query::entity::entity(run, "Orchid Palm Example Trading 11")
            .expect("found")
            .partners
            .len()
    });
    time("entity by other case", &|run| {
        query::entity::entity(run, "orchid palm example trading 11")
            .expect("found")
            .partners
            .len()
    });
    time("entity, misspelt", &|run| {
        query::entity::entity(run, "Orchid Pallm Exampel Trading 11")
            .map_or_else(|e| e.to_string().len(), |_| 0)
    });
    time("case", &|run| {
        query::case::case(run, "1").expect("found").alerts.len()
    });
}
