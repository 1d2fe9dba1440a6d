//! Watch lists: the canonical table, the US Consolidated Screening List, OFAC's SDN table, OpenSanctions'
//! `targets.simple.csv`, and FollowTheMoney entities as JSON lines.

use super::error::Error;
use super::options::Options;
use super::registers::{Fault, Row, Rows};
use super::source::{Input, Kind};
use super::split::{Cells, record_end};
use crate::model::{Country, Registers, RejectedRow, SourceFile, WatchEntry};
use crate::reference::countries::Countries;
use std::io::Read;

/// Reads one list into the registers.
pub(super) fn read(
    input: &Input,
    options: &Options,
    countries: &Countries,
    out: &mut Registers,
) -> Result<(), Error> {
    if let Kind::Text(_) = input.kind {
        let mut head = Vec::new();
        let source = input.open_text(&options.limits)?;
        source
            .reader
            .take(4096)
            .read_to_end(&mut head)
            .map_err(|e| input.failed(e))?;
        let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head);
        if text.trim_ascii_start().starts_with(b"{") {
            return follow_the_money(input, options, countries, out);
        }
        if is_sdn(text) {
            return sdn(input, options, countries, out);
        }
    }
    let mut table = Rows::open(input, out.files.len(), "watchlist", options, countries)?;
    let has = |column: &str| table.keys.iter().any(|key| key == column);
    let read: fn(&Row, &Countries) -> Result<WatchEntry, Fault> =
        if has("schema") && (has("program_ids") || has("dataset")) {
            simple_target
        } else if has("entity_number") && has("programs") {
            screening_list
        } else {
            table.require("name")?;
            canonical
        };
    while let Some(row) = table.next()? {
        let entry = read(&row, countries);
        table.keep(entry, &mut out.watchlist)?;
    }
    table.close(out)
}

fn canonical(row: &Row, _countries: &Countries) -> Result<WatchEntry, Fault> {
    let (name, address) = (row.text("name"), row.text("address"));
    if name.is_none() && address.is_none() {
        return Err(row.fault("name", "neither name nor address"));
    }
    Ok(WatchEntry {
        id: row.text("id"),
        list: row.text("list").unwrap_or_else(|| "watchlist".to_owned()),
        name: name.unwrap_or_default(),
        aliases: parts(row.text("aliases"), &['|']),
        countries: row.country("country")?.into_iter().collect(),
        addresses: parts(address, &['|']),
        program: row.text("program"),
        from: row.day("from")?,
        to: row.last_day("to")?,
    })
}

/// The table of api.trade.gov: `source` names the list, lists inside a cell are parted by semicolons.
fn screening_list(row: &Row, countries: &Countries) -> Result<WatchEntry, Fault> {
    let addresses = parts(row.text("addresses"), &[';']);
    let mut found: Vec<Country> = addresses
        .iter()
        .filter_map(|a| countries.find(a.rsplit(',').next().unwrap_or_default()))
        .chain(row.country("country").ok().flatten())
        .collect();
    found.sort_unstable();
    found.dedup();
    Ok(WatchEntry {
        id: row.text("_id").or_else(|| row.text("entity_number")),
        list: row
            .text("source")
            .unwrap_or_else(|| "consolidated screening list".to_owned()),
        name: row
            .text("name")
            .ok_or_else(|| row.fault("name", "no name"))?,
        aliases: parts(row.text("alt_names"), &[';']),
        countries: found,
        addresses,
        program: row.text("programs"),
        from: row.day("start_date")?,
        to: row.last_day("end_date")?,
    })
}

/// OpenSanctions: one row a target, lists inside a cell parted by semicolons.
fn simple_target(row: &Row, countries: &Countries) -> Result<WatchEntry, Fault> {
    let mut found: Vec<Country> = parts(row.text("countries"), &[';'])
        .iter()
        .filter_map(|c| countries.find(c))
        .collect();
    found.sort_unstable();
    found.dedup();
    Ok(WatchEntry {
        id: row.text("id"),
        list: row
            .text("dataset")
            .unwrap_or_else(|| "opensanctions".to_owned()),
        name: row
            .text("name")
            .ok_or_else(|| row.fault("name", "no name"))?,
        aliases: parts(row.text("aliases"), &[';']),
        countries: found,
        addresses: parts(row.text("addresses"), &[';']),
        program: row.text("program_ids").or_else(|| row.text("sanctions")),
        // `first_seen` is the day on which the publisher first saw the entry, which bounds the listing from above only.
        from: None,
        to: None,
    })
}

fn parts(cell: Option<String>, marks: &[char]) -> Vec<String> {
    cell.iter()
        .flat_map(|cell| cell.split(marks))
        .map(|part| part.trim().trim_matches('"').trim().to_owned())
        .filter(|part| !part.is_empty() && part != "-0-")
        .collect()
}

/// OFAC's sdn.csv has no header: number, name, type, programme, ... with `-0-` for nothing.
fn is_sdn(text: &[u8]) -> bool {
    let end = record_end(text, 0, b',').unwrap_or(text.len());
    let Ok(first) = std::str::from_utf8(&text[..end]) else {
        return false;
    };
    let mut cells = Cells::default();
    cells.split(first, b',');
    cells.len() == 12 && cells.get(first, 0).trim().parse::<u64>().is_ok() && first.contains("-0-")
}

fn sdn(
    input: &Input,
    options: &Options,
    countries: &Countries,
    out: &mut Registers,
) -> Result<(), Error> {
    lines(input, "ofac_sdn", "csv", options, out, |record| {
        let mut cells = Cells::default();
        cells.split(record, b',');
        let cell =
            |at: usize| Some(cells.get(record, at).trim()).filter(|c| !c.is_empty() && *c != "-0-");
        let name =
            cell(1).ok_or_else(|| (String::new(), record.to_owned(), "no name".to_owned()))?;
        let remarks = cell(11).unwrap_or_default();
        let aliases = remarks
            .split(';')
            .filter_map(|r| {
                r.trim()
                    .strip_prefix("a.k.a.")
                    .or_else(|| r.trim().strip_prefix("alt. "))
            })
            .map(|a| a.trim().trim_matches(['\'', '"', '.']).to_owned())
            .collect();
        let nation = remarks
            .split(';')
            .filter_map(|r| r.trim().strip_prefix("nationality "))
            .filter_map(|c| countries.find(c.trim_end_matches('.')));
        Ok(Some(WatchEntry {
            id: cell(0).map(str::to_owned),
            list: "OFAC SDN".to_owned(),
            name: name.to_owned(),
            aliases,
            countries: nation.collect(),
            addresses: Vec::new(),
            program: cell(3).map(str::to_owned),
            from: None,
            to: None,
        }))
    })
}

/// FollowTheMoney: one entity a line with lists of values. Entities that are no parties are read and not used.
fn follow_the_money(
    input: &Input,
    options: &Options,
    countries: &Countries,
    out: &mut Registers,
) -> Result<(), Error> {
    lines(input, "followthemoney", "ndjson", options, out, |line| {
        let bad = |reason: &str| (String::new(), line.to_owned(), reason.to_owned());
        let entity: serde_json::Value =
            serde_json::from_str(line).map_err(|_| bad("not valid JSON"))?;
        let schema = entity["schema"].as_str().unwrap_or_default();
        if !matches!(
            schema,
            "Company"
                | "Organization"
                | "LegalEntity"
                | "Person"
                | "PublicBody"
                | "Vessel"
                | "Airplane"
                | "Asset"
        ) {
            return Err(bad("an entity that is no party"));
        }
        let values = |key: &str| -> Vec<String> {
            let list = entity["properties"][key].as_array();
            list.into_iter()
                .flatten()
                .filter_map(|v| v.as_str())
                .map(str::to_owned)
                .collect()
        };
        let mut names = values("name");
        names.splice(0..0, entity["caption"].as_str().map(str::to_owned));
        let name = names.first().cloned().ok_or_else(|| bad("no name"))?;
        let mut aliases: Vec<String> = names
            .into_iter()
            .chain(values("alias"))
            .chain(values("weakAlias"))
            .filter(|n| *n != name)
            .collect();
        aliases.sort();
        aliases.dedup();
        let mut found: Vec<Country> = ["country", "jurisdiction", "nationality", "mainCountry"]
            .iter()
            .flat_map(|key| values(key))
            .filter_map(|c| countries.find(&c))
            .collect();
        found.sort_unstable();
        found.dedup();
        let datasets: Vec<&str> = entity["datasets"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|v| v.as_str())
            .collect();
        Ok(Some(WatchEntry {
            id: entity["id"].as_str().map(str::to_owned),
            list: if datasets.is_empty() {
                "followthemoney".to_owned()
            } else {
                datasets.join(";")
            },
            name,
            aliases,
            countries: found,
            addresses: values("address"),
            program: Some(
                values("programId")
                    .into_iter()
                    .chain(values("program"))
                    .collect::<Vec<_>>()
                    .join(";"),
            )
            .filter(|p| !p.is_empty()),
            from: None,
            to: None,
        }))
    })
}

/// Reads a list record by record; `Ok(None)` is a record that holds nothing.
fn lines(
    input: &Input,
    layout: &str,
    format: &str,
    options: &Options,
    out: &mut Registers,
    read: impl Fn(&str) -> Result<Option<WatchEntry>, Fault>,
) -> Result<(), Error> {
    let mut source = input.open_text(&options.limits)?;
    let mut bytes = Vec::new();
    let bound = options.limits.whole_file_bytes;
    (&mut source.reader)
        .take(bound.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|e| input.failed(e))?;
    if bytes.len() as u64 > bound {
        return Err(Error::Limit {
            file: input.name(),
            what: "bytes in a watch list",
            name: "whole-file-bytes",
            limit: bound,
        });
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let file = u32::try_from(out.files.len()).unwrap_or(u32::MAX);
    let mut counts = SourceFile {
        path: input.name(),
        table: "watchlist".to_owned(),
        bytes: input.bytes(),
        sha256: input.sha256()?,
        layout: layout.to_owned(),
        encoding: "utf-8".to_owned(),
        format: format.to_owned(),
        ..SourceFile::default()
    };
    let (mut from, mut line) = (0, 1u64);
    while from < bytes.len() {
        let end = match format {
            "csv" => record_end(bytes, from, b','),
            _ => memchr::memchr(b'\n', &bytes[from..]).map(|at| from + at + 1),
        };
        let record = &bytes[from..end.unwrap_or(bytes.len())];
        from += record.len();
        let at = line;
        line += memchr::memchr_iter(b'\n', record).count() as u64;
        // sdn.csv ends in a control character of its own.
        let blank = record.trim_ascii();
        if blank.is_empty() || blank == [0x1a] {
            continue;
        }
        counts.rows_read += 1;
        let entry = match std::str::from_utf8(record) {
            Ok(text) => read(text.trim_end()),
            Err(_) => Err((
                String::new(),
                String::from_utf8_lossy(record).into_owned(),
                "not valid UTF-8".to_owned(),
            )),
        };
        match entry {
            Ok(entry) => {
                counts.rows_used += 1;
                out.watchlist.extend(entry);
            }
            Err((column, value, reason)) if options.strict => {
                return Err(Error::Strict {
                    file: input.name(),
                    line: at,
                    column,
                    value: value
                        .chars()
                        .take(200)
                        .flat_map(char::escape_debug)
                        .collect(),
                    reason,
                });
            }
            Err((column, value, reason)) => {
                counts.rows_rejected += 1;
                out.rejected.push(RejectedRow {
                    file,
                    line: at,
                    column,
                    value: value.chars().take(200).collect(),
                    reason,
                });
            }
        }
    }
    out.files.push(counts);
    Ok(())
}
