//! JSON lines as rows of text cells: one object a line, its keys the columns in order of first appearance.

use super::blocks::{Block, Blocks, Body, Rows};
use super::dialect::Sample;
use super::error::Error;
use super::limits::Limits;
use super::source::{Input, Tally};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read};

/// Rows turned into text at once.
const ROWS: usize = 1 << 14;
/// Lines looked at to learn the columns; a key that first comes later is no column of the file.
const LEARN: usize = 1000;

/// The blocks of a file of JSON lines.
pub struct NdjsonBlocks {
    name: String,
    reader: BufReader<Box<dyn Read + Send>>,
    tally: Tally,
    header: Vec<String>,
    /// Lines read to learn the columns, not yet given out.
    learnt: std::vec::IntoIter<String>,
    line: u64,
    sequence: usize,
    record_bytes: usize,
}

impl NdjsonBlocks {
    /// Opens a file; also its columns and first rows.
    ///
    /// # Errors
    /// If it cannot be read, or its first line is no JSON object.
    pub fn open(input: &Input, limits: &Limits) -> Result<(Self, Vec<String>, Sample), Error> {
        let source = input.open_text(limits)?;
        let mut blocks = Self {
            name: input.name(),
            reader: BufReader::with_capacity(1 << 18, source.reader),
            tally: source.tally,
            header: Vec::new(),
            learnt: Vec::new().into_iter(),
            line: 1,
            sequence: 0,
            record_bytes: limits.record_bytes,
        };
        let mut lines = Vec::new();
        while lines.len() < LEARN
            && let Some(line) = blocks.read_line()?
        {
            if let Ok(Value::Object(object)) = serde_json::from_str::<Value>(&line) {
                for (key, value) in &object {
                    flatten(key, value, &mut |name, _| {
                        if !blocks.header.iter().any(|h| h == name) {
                            blocks.header.push(name.to_owned());
                        }
                    });
                }
            }
            lines.push(line);
        }
        if blocks.header.is_empty() {
            return Err(Error::Format {
                file: input.name(),
                format: "ndjson",
                reason: "no line is a JSON object; give one object a line".to_owned(),
            });
        }
        if blocks.header.len() > limits.columns {
            return Err(Error::Limit {
                file: input.name(),
                what: "columns",
                name: "columns",
                limit: limits.columns as u64,
            });
        }
        let mut rows = Rows::default();
        lines
            .iter()
            .take(64)
            .for_each(|line| blocks.row(line, &mut rows));
        let records: Vec<Vec<String>> = (0..rows.len())
            .map(|i| rows.row(i).map(str::to_owned).collect())
            .collect();
        blocks.learnt = lines.into_iter();
        let header = blocks.header.clone();
        let sample = Sample {
            ends: vec![0; records.len()],
            lines: vec![0; records.len()],
            records,
        };
        Ok((blocks, header, sample))
    }

    fn read_line(&mut self) -> Result<Option<String>, Error> {
        let mut bytes = Vec::new();
        let failed = |source| Error::Read {
            file: self.name.clone(),
            source,
        };
        let bound = self.record_bytes as u64;
        let n = (&mut self.reader)
            .take(bound + 1)
            .read_until(b'\n', &mut bytes)
            .map_err(failed)?;
        if n == 0 {
            return Ok(None);
        }
        if n as u64 > bound {
            return Err(Error::Limit {
                file: self.name.clone(),
                what: "bytes in one record",
                name: "record-bytes",
                limit: bound,
            });
        }
        Ok(Some(
            String::from_utf8_lossy(&bytes)
                .trim_start_matches('\u{feff}')
                .trim_end()
                .to_owned(),
        ))
    }

    /// A line that is no object becomes a row of one cell, which the parser rejects for its shape.
    fn row(&self, line: &str, rows: &mut Rows) {
        match serde_json::from_str::<Value>(line) {
            Ok(Value::Object(object)) => {
                let mut cells = vec![String::new(); self.header.len()];
                for (key, value) in &object {
                    flatten(key, value, &mut |name, text| {
                        if let Some(at) = self.header.iter().position(|h| h == name) {
                            cells[at] = text;
                        }
                    });
                }
                cells.iter().for_each(|cell| rows.cell(cell));
                // One key alone would look like a broken line.
                if cells.len() == 1 {
                    rows.cell("");
                }
            }
            _ => rows.cell(&line.chars().take(200).collect::<String>()),
        }
        rows.end_row();
    }
}

/// Calls `take` with the name and text of each plain value; a key inside a key is named `outer.inner`.
fn flatten(name: &str, value: &Value, take: &mut dyn FnMut(&str, String)) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                if let Value::Object(_) = value {
                    // Deeper nesting stays text: no layout seen has it.
                    take(&format!("{name}.{key}"), value.to_string());
                } else {
                    flatten(&format!("{name}.{key}"), value, take);
                }
            }
        }
        Value::Null => take(name, String::new()),
        Value::String(text) => take(name, text.clone()),
        Value::Array(list) => {
            let parts: Vec<String> = list
                .iter()
                .map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned))
                .collect();
            take(name, parts.join("; "));
        }
        other => take(name, other.to_string()),
    }
}

impl Blocks for NdjsonBlocks {
    fn next_block(&mut self) -> Result<Option<Block>, Error> {
        let first_line = self.line;
        let mut rows = Rows::default();
        while rows.len() < ROWS {
            let line = match self.learnt.next() {
                Some(line) => line,
                None => match self.read_line()? {
                    Some(line) => line,
                    None => break,
                },
            };
            if line.is_empty() {
                // A blank line ends the block, so that line numbers stay those of the file.
                if rows.is_empty() {
                    self.line += 1;
                    return self.next_block();
                }
                break;
            }
            self.row(&line, &mut rows);
        }
        if rows.is_empty() {
            return Ok(None);
        }
        self.line += rows.len() as u64 + 1;
        if rows.len() == ROWS {
            self.line -= 1;
        }
        self.sequence += 1;
        Ok(Some(Block {
            sequence: self.sequence - 1,
            first_line,
            body: Body::Rows(rows),
            bytes_read: self.tally.bytes(),
        }))
    }

    fn encoding(&self) -> String {
        "utf-8".to_owned()
    }

    fn sha256(&self) -> String {
        self.tally.hex()
    }
}
