//! Reading all files of a run, in parallel within a file, with the same result for any number of threads.

use super::Ingested;
use super::blocks::Blocks;
use super::clean::date::DateOrder;
use super::error::Error;
use super::finish::finish;
use super::layout::Layout;
use super::merge::Builder;
use super::options::Options;
use super::parse::{Batch, Lists, ON_BOARD, Parser};
use super::plan::Plan;
use super::source::{Input, expand};
use super::table::{self, Table};
use crate::model::{Progress, RejectedRow, Shipments, SourceFile, TextId};
use crate::reference::countries::Countries;
use crate::reference::currencies::Currencies;
use crate::reference::ports::Ports;
use crate::reference::units::Units;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::sync_channel;

/// See [`super::shipments`].
pub fn shipments(
    inputs: &[PathBuf],
    options: &Options,
    progress: &dyn Progress,
) -> Result<Ingested, Error> {
    let inputs = expand(inputs, &options.limits)?;
    let layouts = Layout::built_in()?;
    let lists = Lists {
        countries: Countries::load(),
        ports: Ports::load(),
        units: Units::load(),
        currencies: Currencies::load(),
    };
    // The members of an archive follow each other, and each says how large the whole is.
    let files_on_disk = inputs.chunk_by(|a, b| a.path == b.path);
    let bytes = files_on_disk.map(|members| members[0].bytes()).sum();
    progress.start("ingest", Some(bytes));
    let mut builder = Builder::default();
    let mut rejected = Vec::new();
    let mut files = Vec::new();
    let mut warnings = Vec::new();
    let mut total = Total {
        bytes,
        ..Total::default()
    };
    for input in &inputs {
        let index = u32::try_from(files.len()).unwrap_or(u32::MAX);
        let table = table::open(input, index, &layouts, options)?;
        warnings.extend(table.warning.clone());
        let file = read_file(
            input,
            table,
            &lists,
            options,
            progress,
            &mut builder,
            &mut rejected,
            &mut total,
        )?;
        if file.rows_read == 0 {
            warnings.push(format!("{}: a header and no records", file.path));
        }
        files.push(file);
    }
    let mut shipments = finish(builder.finish(), options.join_duplicates);
    let mut counts = vec![(0u64, 0u64); files.len()];
    for source in &shipments.source {
        counts[source.file as usize].0 += 1;
    }
    for merged in &shipments.merged {
        counts[merged.source.file as usize].1 += 1;
    }
    for (file, (used, merged)) in files.iter_mut().zip(counts) {
        file.rows_used = used;
        file.rows_merged = merged;
    }
    shipments.files = files;
    warnings.extend(converted(&shipments, &lists.currencies));
    rejected.sort();
    progress.finish();
    Ok(Ingested {
        shipments,
        rejected,
        warnings,
    })
}

/// Which values came to US dollars by a yearly rate, for people to know that those are approximate.
fn converted(rows: &Shipments, currencies: &Currencies) -> Option<String> {
    // Currencies and years are few, rows are many.
    let is_dollar = |&&id: &&TextId| rows.text.get(id) == "USD";
    let dollar = rows.currency.iter().find(is_dollar).copied();
    let mut converted: FxHashMap<(TextId, i32), u64> = FxHashMap::default();
    for (at, &currency) in rows.currency.iter().enumerate() {
        if Some(currency) != dollar && rows.value_usd[at].is_known() {
            *converted
                .entry((currency, rows.day[at].year()))
                .or_default() += 1;
        }
    }
    let mut counts: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    #[expect(clippy::iter_over_hash_type, reason = "only summed up")]
    for ((currency, year), rows_of_year) in converted {
        let code = rows.text.get(currency);
        let sourced = currencies.rate(code, year).is_some_and(|rate| rate.sourced);
        let count = counts.entry(code).or_default();
        count.0 += rows_of_year;
        count.1 += if sourced { 0 } else { rows_of_year };
    }
    if counts.is_empty() {
        return None;
    }
    let list = |of: fn(&(u64, u64)) -> u64| -> String {
        let shown: Vec<String> = counts
            .iter()
            .filter(|(_, count)| of(count) > 0)
            .map(|(code, count)| format!("{code} {}", of(count)))
            .collect();
        shown.join(", ")
    };
    let unsourced = list(|count| count.1);
    Some(format!(
        "values converted to US dollars by yearly mean rates, so approximate ({} shipments){}",
        list(|count| count.0),
        if unsourced.is_empty() {
            String::new()
        } else {
            format!("; by rates that are recalled and not checked: {unsourced}")
        }
    ))
}

/// Counts of all files while they are read.
#[derive(Default)]
struct Total {
    /// On disk.
    bytes: u64,
    read: u64,
    rows: u64,
}

/// Bytes read of a run by which the rest of it is judged. Fewer would mislead: the first blocks of a file lie in memory
/// already when the first of them is counted.
const TELLING: u64 = 16 << 20;

/// Counts of one file while it is read.
struct Tally {
    read: u64,
    rejected: u64,
    /// Rejected for what they tell, not for how they are written.
    passing: u64,
    bytes: u64,
}

#[expect(
    clippy::too_many_arguments,
    reason = "the state of one run, taken apart so that its parts can be borrowed"
)]
fn read_file(
    input: &Input,
    table: Table,
    lists: &Lists,
    options: &Options,
    progress: &dyn Progress,
    builder: &mut Builder,
    rejected: &mut Vec<RejectedRow>,
    total: &mut Total,
) -> Result<SourceFile, Error> {
    let Table {
        blocks,
        plan,
        layout,
        format,
        warning: _,
        first_byte: _,
    } = table;
    let first_rejected = rejected.len();
    let mut tally = Tally {
        read: 0,
        rejected: 0,
        passing: 0,
        bytes: 0,
    };
    let mut take = |batch: Batch| -> Result<(), Error> {
        builder.add(&batch);
        tally.read += batch.read;
        tally.rejected += batch.rejected.len() as u64;
        tally.passing += batch
            .rejected
            .iter()
            .filter(|r| r.reason == ON_BOARD)
            .count() as u64;
        let more = batch.bytes_read.saturating_sub(tally.bytes);
        progress.advance(more);
        tally.bytes += more;
        if total.read < TELLING && total.read + more >= TELLING {
            builder.make_room((total.read + more) as f64 / total.bytes as f64);
        }
        total.read += more;
        total.rows += batch.read;
        progress.rows(total.rows);
        if let Some(other) = batch.other_order {
            return Err(Error::DateOrders {
                file: input.name(),
                line: other.line,
                column: other.column,
                example: other.example,
                found: plan.date_order.map_or("another way", DateOrder::words),
            });
        }
        if total.rows > options.limits.rows {
            return Err(Error::Limit {
                file: input.name(),
                what: "rows in all files",
                name: "rows",
                limit: options.limits.rows,
            });
        }
        rejected.extend(batch.rejected);
        if let Some(first) = rejected[first_rejected..]
            .iter()
            .find(|r| options.strict && r.reason != ON_BOARD)
        {
            return Err(strict(input, first));
        }
        // A file that is misread is so from its start; there is no need to read it to the end.
        if tally.read >= 50_000 {
            too_many(input, options, &tally, &rejected[first_rejected..])?;
        }
        if progress.interrupted() {
            Err(Error::Interrupted)
        } else {
            Ok(())
        }
    };
    let blocks = if options.threads <= 1 {
        one_thread(blocks, &plan, lists, options, &mut take)?
    } else {
        many_threads(blocks, &plan, lists, options, &mut take)?
    };
    too_many(input, options, &tally, &rejected[first_rejected..])?;
    Ok(SourceFile {
        path: input.name(),
        table: "shipments".to_owned(),
        bytes: input.bytes(),
        sha256: if input.member.is_some() {
            input.sha256()?
        } else {
            blocks.sha256()
        },
        layout,
        encoding: blocks.encoding(),
        format,
        rows_read: tally.read,
        rows_used: 0,
        rows_merged: 0,
        rows_rejected: tally.rejected,
    })
}

fn one_thread(
    mut blocks: Box<dyn Blocks>,
    plan: &Plan,
    lists: &Lists,
    options: &Options,
    take: &mut dyn FnMut(Batch) -> Result<(), Error>,
) -> Result<Box<dyn Blocks>, Error> {
    let mut parser = Parser::new(0, plan, lists, &options.limits);
    while let Some(block) = blocks.next_block()? {
        take(parser.parse(&block))?;
    }
    Ok(blocks)
}

/// Workers take turns at reading a block, parse it, and hand it to this thread, which merges in order.
fn many_threads(
    blocks: Box<dyn Blocks>,
    plan: &Plan,
    lists: &Lists,
    options: &Options,
    take: &mut dyn FnMut(Batch) -> Result<(), Error>,
) -> Result<Box<dyn Blocks>, Error> {
    let shared = Mutex::new(blocks);
    let stop = AtomicBool::new(false);
    let result = std::thread::scope(|scope| {
        let (send, receive) = sync_channel::<Result<Batch, Error>>(options.threads);
        for number in 0..options.threads {
            let (send, shared, stop) = (send.clone(), &shared, &stop);
            scope.spawn(move || {
                let mut parser = Parser::new(number, plan, lists, &options.limits);
                while !stop.load(Ordering::Relaxed) {
                    let block = match shared.lock() {
                        Ok(mut blocks) => blocks.next_block(),
                        Err(_) => return,
                    };
                    let message = match block {
                        Ok(None) => return,
                        Ok(Some(block)) => Ok(parser.parse(&block)),
                        Err(error) => Err(error),
                    };
                    let failed = message.is_err();
                    if send.send(message).is_err() || failed {
                        return;
                    }
                }
            });
        }
        drop(send);
        let mut waiting: BTreeMap<usize, Batch> = BTreeMap::new();
        let mut next = 0;
        let mut result = Ok(());
        for message in &receive {
            match message {
                Ok(batch) => {
                    waiting.insert(batch.sequence, batch);
                }
                // Reading stopped here; what was read before is still on its way, but the run is over.
                Err(error) => result = Err(error),
            }
            while result.is_ok()
                && let Some(batch) = waiting.remove(&next)
            {
                next += 1;
                result = take(batch);
            }
            if result.is_err() {
                stop.store(true, Ordering::Relaxed);
                break;
            }
        }
        // Dropping the receiver lets workers that wait to send go.
        drop(receive);
        result
    });
    result?;
    shared.into_inner().map_err(|_| Error::Interrupted)
}

fn strict(input: &Input, row: &RejectedRow) -> Error {
    Error::Strict {
        file: input.name(),
        line: row.line,
        column: row.column.clone(),
        value: row.value.escape_debug().collect(),
        reason: row.reason.clone(),
    }
}

fn too_many(
    input: &Input,
    options: &Options,
    tally: &Tally,
    rejected: &[RejectedRow],
) -> Result<(), Error> {
    let bad = tally.rejected - tally.passing;
    let over =
        bad >= options.max_rejected_from && bad as f64 > options.max_rejected * tally.read as f64;
    let all = bad == tally.read && tally.read > 0;
    if !over && !all {
        return Ok(());
    }
    let mut counts: BTreeMap<(&str, &str), (u64, &RejectedRow)> = BTreeMap::new();
    for row in rejected {
        counts
            .entry((&row.reason, &row.column))
            .or_insert((0, row))
            .0 += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.0.cmp(&a.1.0).then(a.0.cmp(&b.0)));
    let reasons: Vec<String> = counts
        .iter()
        .take(3)
        .map(|((reason, column), (count, row))| {
            let value: String = row.value.chars().take(40).collect();
            format!(
                "{reason} ({count} rows, column '{column}', first on line {}: '{}')",
                row.line,
                value.escape_debug()
            )
        })
        .collect();
    Err(Error::TooManyRejected {
        file: input.name(),
        rejected: tally.rejected,
        read: tally.read,
        percent: options.max_rejected * 100.0,
        reasons: reasons.join("; "),
    })
}
