//! Reads shipments and prints what became of each file's rows: `cargo run --release --example ingest -- FILE...`

use std::path::PathBuf;
use std::time::Instant;
use tidewaiter::ingest::{Options, shipments};
use tidewaiter::model::Silent;

fn main() {
    let inputs: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let options = Options {
        join_duplicates: std::env::var_os("MERGED").is_some(),
        ..Options::default()
    };
    let start = Instant::now();
    match shipments(&inputs, &options, &Silent) {
        Ok(read) => {
            for file in &read.shipments.files {
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
            if std::env::var_os("MERGED").is_some() {
                for merged in &read.shipments.merged {
                    println!(
                        "merged\t{}\t{}\t{}",
                        read.shipments.text.get(merged.record_id),
                        read.shipments.record(merged.into),
                        merged.reason
                    );
                }
            }
            let text = read.shipments.text.heap_bytes();
            println!(
                "{} parties, {} texts, {text} bytes of text, {:.2} s",
                read.shipments.parties.len(),
                read.shipments.text.len(),
                start.elapsed().as_secs_f64()
            );
        }
        Err(error) => println!("{error}"),
    }
}
