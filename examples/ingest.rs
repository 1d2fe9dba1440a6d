//! Reads shipments and prints what became of each file's rows: `cargo run --release --example ingest -- [--join] FILE...`
//!
//! With `--merged` also each record that was joined into another, and why.

use std::path::PathBuf;
use std::time::Instant;
use tidewaiter::ingest::{Options, shipments};
use tidewaiter::model::Silent;

fn main() {
    let (flags, inputs): (Vec<_>, Vec<_>) = std::env::args_os()
        .skip(1)
        .partition(|arg| arg.to_string_lossy().starts_with("--"));
    let inputs: Vec<PathBuf> = inputs.into_iter().map(PathBuf::from).collect();
    let show_merged = flags.iter().any(|flag| flag == "--merged");
    let options = Options {
        join_duplicates: show_merged || flags.iter().any(|flag| flag == "--join"),
        ..Options::default()
    };
    let start = Instant::now();
    let read = match shipments(&inputs, &options, &Silent) {
        Ok(read) => read,
        Err(error) => {
            eprintln!("{error}");
            std::process::exit(1);
        }
    };
    let rows = &read.shipments;
    for file in &rows.files {
        println!(
            "{}: {} {} {}: {} read = {} used + {} merged + {} rejected",
            file.path,
            file.layout,
            file.format,
            file.encoding,
            file.rows_read,
            file.rows_used,
            file.rows_merged,
            file.rows_rejected
        );
    }
    for row in read.rejected.iter().take(5) {
        println!(
            "rejected: line {}, column '{}': {} ({:?})",
            row.line, row.column, row.reason, row.value
        );
    }
    if show_merged {
        for merged in &rows.merged {
            println!(
                "merged\t{}\t{}\t{}",
                rows.text.get(merged.record_id),
                rows.record(merged.into),
                merged.reason
            );
        }
    }
    println!(
        "{} parties, {} texts, {} bytes of text, {:.2} s",
        rows.parties.len(),
        rows.text.len(),
        rows.text.heap_bytes(),
        start.elapsed().as_secs_f64()
    );
}
