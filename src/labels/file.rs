//! The label file: CSV, only ever added to, one row a decision. Of two rows about one alert the later one counts.

use super::Error;
use crate::model::{Day, Label, LabelVerdict, Seen};
use crate::report::escape;
use std::borrow::Cow;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Name of the file in the folder that holds the run folders.
pub const FILE: &str = "tidewaiter-labels.csv";

/// A column of the file.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Name in the header.
    pub name: &'static str,
    /// Shape of its cells: `day`, `word`, `text`, `id`, `number`, or a list of them.
    pub shape: &'static str,
    /// What it holds.
    pub about: &'static str,
}

const fn column(name: &'static str, shape: &'static str, about: &'static str) -> Column {
    Column { name, shape, about }
}

/// Columns of the file. Only `verdict` and `alert_id` are needed in a row written by hand; the columns after them say
/// what the alert was like, so that a later run can tell what changed.
pub const COLUMNS: [Column; 12] = [
    column(
        "date",
        "day",
        "day of the decision, YYYY-MM-DD; may be empty",
    ),
    column("by", "text", "who decided; may be empty"),
    column("verdict", "word", "true, false or unsure"),
    column("note", "text", "why, in the analyst's words; may be empty"),
    column("alert_id", "id", "the alert: A and 16 hexadecimal digits"),
    column(
        "chain",
        "texts",
        "names of its firms in order, '|'-separated ('|' inside a name is written %7C)",
    ),
    column("entity_ids", "ids", "their ids in order, '|'-separated"),
    column("item", "id", "catalogue id of the item carried"),
    column(
        "record_ids",
        "ids",
        "its source rows, '|'-separated ('|' inside an id is written %7C)",
    ),
    column("prior", "number", "prior log-odds"),
    column("log_odds", "number", "prior plus all parts"),
    column(
        "findings",
        "numbers",
        "parts of the log-odds, 'heuristic=number', '|'-separated; those that are zero are left out",
    ),
];

/// The label file of a run: it stands beside the run folder.
pub fn beside(run: &Path) -> PathBuf {
    // The folder may be named through a link or as `.`.
    let real = std::fs::canonicalize(run);
    let real = real.as_deref().unwrap_or(run);
    match real.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.join(FILE),
        _ => PathBuf::from(FILE),
    }
}

/// A cell that no spreadsheet runs, and that [`bare`] turns back.
fn guarded(text: &str) -> Cow<'_, str> {
    if text.starts_with('\'') {
        Cow::Owned(format!("'{text}"))
    } else {
        escape::csv::cell(text)
    }
}

fn bare(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if text.starts_with('\'') || escape::csv::cell(text) != text => text,
        _ => cell,
    }
}

fn list(parts: impl Iterator<Item = impl AsRef<str>>) -> String {
    let parts: Vec<String> = parts
        .map(|part| part.as_ref().replace('|', "%7C"))
        .collect();
    parts.join("|")
}

fn parts(cell: &str) -> impl Iterator<Item = String> {
    cell.split('|')
        .filter(|part| !part.is_empty())
        .map(|part| part.replace("%7C", "|"))
}

/// Adds a label to the file, and makes the file if there is none. Two writers wait for each other; a write that fails
/// leaves the file as it was.
///
/// # Errors
/// If the file is not a label file, or cannot be written.
pub fn append(path: &Path, label: &Label) -> Result<(), Error> {
    let io = |source| Error::Io {
        path: path.to_owned(),
        source,
    };
    let mut file = File::options()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(path)
        .map_err(io)?;
    file.lock().map_err(io)?;
    let mut before = Vec::new();
    file.read_to_end(&mut before).map_err(io)?;
    // Nothing is added to a file that would not be understood afterwards.
    if !before.is_empty() {
        decode(path, &before)?;
    }
    let mut out = ::csv::WriterBuilder::new().from_writer(Vec::new());
    let seen = &label.seen;
    let cells = [
        label.date.map(|day| day.to_string()).unwrap_or_default(),
        label.by.clone(),
        label.verdict.word().to_owned(),
        label.note.clone(),
        seen.alert_id.clone(),
        list(seen.names.iter()),
        list(seen.entities.iter()),
        seen.item.clone(),
        list(seen.records.iter()),
        seen.prior.to_string(),
        seen.log_odds.to_string(),
        list(seen.parts.iter().map(|(id, part)| format!("{id}={part}"))),
    ];
    // A file made by hand may have fewer columns, or others: its own header decides.
    let names = COLUMNS.map(|column| column.name);
    let header: Vec<String> = match header(&before) {
        Some(header) => header,
        None => names.map(str::to_owned).into(),
    };
    let row: Vec<Cow<'_, str>> = header
        .iter()
        .map(
            |column| match names.iter().position(|name| name == column) {
                Some(at) if matches!(names[at], "prior" | "log_odds") => {
                    Cow::Borrowed(&cells[at][..])
                }
                Some(at) => guarded(&cells[at]),
                None => Cow::Borrowed(""),
            },
        )
        .collect();
    let head = if before.is_empty() {
        out.write_record(names)
    } else {
        Ok(())
    };
    let written = head
        .and_then(|()| out.write_record(row.iter().map(|cell| cell.as_ref())))
        .and_then(|()| Ok(out.flush()?));
    let mut added = Vec::new();
    if before.last().is_some_and(|&byte| byte != b'\n') {
        // An editor may have left the last line open.
        added.push(b'\n');
    }
    written.map_err(|error| io(std::io::Error::other(error)))?;
    added.extend(out.into_inner().map_err(|error| io(error.into_error()))?);
    let end = before.len() as u64;
    let done = file
        .seek(SeekFrom::Start(end))
        .and_then(|_| file.write_all(&added))
        .and_then(|()| file.sync_all());
    if let Err(source) = done {
        let _ = file.set_len(end);
        if end == 0 {
            let _ = std::fs::remove_file(path);
        }
        return Err(io(source));
    }
    Ok(())
}

/// Reads a label file, oldest row first. `None`: there is no such file.
///
/// # Errors
/// If the file cannot be read, lacks a column, or a row holds no verdict; the message names line and value.
pub fn read(path: &Path) -> Result<Option<Vec<Label>>, Error> {
    let io = |source| Error::Io {
        path: path.to_owned(),
        source,
    };
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(io(source)),
    };
    // A writer may be in the middle of a row. A file system without locks is read all the same.
    let _ = file.lock_shared();
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(io)?;
    decode(path, &bytes).map(Some)
}

/// The columns of a file that has any, in lower case.
fn header(bytes: &[u8]) -> Option<Vec<String>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = ::csv::Reader::from_reader(bytes);
    let header = reader.headers().ok()?;
    (!header.is_empty()).then(|| {
        header
            .iter()
            .map(|cell| cell.trim().to_ascii_lowercase())
            .collect()
    })
}

fn decode(path: &Path, bytes: &[u8]) -> Result<Vec<Label>, Error> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.trim_ascii().is_empty() {
        // Just made by a writer that has not written yet.
        return Ok(Vec::new());
    }
    let faulty = |line: u64, why: String| Error::Row {
        path: path.to_owned(),
        line,
        why,
    };
    let mut reader = ::csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(bytes);
    let header = reader
        .headers()
        .map_err(|error| faulty(1, error.to_string()))?
        .clone();
    let column = |name: &str| {
        header
            .iter()
            .position(|cell| cell.trim().eq_ignore_ascii_case(name))
    };
    for needed in ["verdict", "alert_id"] {
        if column(needed).is_none() {
            return Err(Error::Column {
                path: path.to_owned(),
                column: needed,
                header: COLUMNS.map(|column| column.name).join(","),
            });
        }
    }
    let mut labels = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|error| {
            let line = error.position().map_or(0, ::csv::Position::line);
            faulty(line, error.to_string())
        })?;
        let line = row.position().map_or(0, ::csv::Position::line);
        let cell = |name: &str| bare(column(name).and_then(|at| row.get(at)).unwrap_or(""));
        if row.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let verdict = LabelVerdict::from_word(cell("verdict")).ok_or_else(|| {
            faulty(
                line,
                format!(
                    "column verdict: '{}' is not true, false or unsure",
                    cell("verdict")
                ),
            )
        })?;
        if cell("alert_id").trim().is_empty() {
            return Err(faulty(line, "column alert_id is empty".to_owned()));
        }
        let date = match cell("date").trim() {
            "" => None,
            text => Some(Day::from_iso(text).ok_or_else(|| {
                faulty(
                    line,
                    format!("column date: '{text}' is not a day written YYYY-MM-DD"),
                )
            })?),
        };
        let number = |name: &str| -> Result<f64, Error> {
            match cell(name).trim() {
                "" => Ok(0.0),
                text => text
                    .parse()
                    .ok()
                    .filter(|x: &f64| x.is_finite())
                    .ok_or_else(|| {
                        faulty(line, format!("column {name}: '{text}' is not a number"))
                    }),
            }
        };
        let findings = parts(cell("findings"))
            .map(|part| {
                let (id, number) = part.rsplit_once('=')?;
                Some((id.to_owned(), number.parse().ok()?))
            })
            .collect::<Option<Vec<(String, f64)>>>()
            .ok_or_else(|| {
                faulty(
                    line,
                    format!(
                        "column findings: '{}' is not a list of heuristic=number",
                        cell("findings")
                    ),
                )
            })?;
        let mut records: Vec<String> = parts(cell("record_ids")).collect();
        records.sort_unstable();
        labels.push(Label {
            date,
            by: cell("by").to_owned(),
            verdict,
            note: cell("note").to_owned(),
            seen: Seen {
                alert_id: cell("alert_id").trim().to_owned(),
                names: parts(cell("chain")).collect(),
                entities: parts(cell("entity_ids")).collect(),
                item: cell("item").to_owned(),
                records,
                prior: number("prior")?,
                log_odds: number("log_odds")?,
                parts: findings,
            },
        });
    }
    Ok(labels)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn label(verdict: LabelVerdict, note: &str, records: &[&str]) -> Label {
        Label {
            date: Day::from_iso("2025-03-04"),
            by: "kim".to_owned(),
            verdict,
            note: note.to_owned(),
            seen: Seen {
                alert_id: "A0000000000000001".to_owned(),
                names: vec!["Orchid | Example".to_owned(), "=Palm".to_owned()],
                entities: vec!["E1".to_owned(), "E2".to_owned()],
                item: "h100".to_owned(),
                records: records.iter().map(|id| (*id).to_owned()).collect(),
                prior: -5.0,
                log_odds: -1.25,
                parts: vec![("short-dwell".to_owned(), 3.75)],
            },
        }
    }

    #[test]
    fn rows_are_added_and_read_back_in_order() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(FILE);
        assert_eq!(read(&path).expect("no file is no error"), None);
        let first = label(
            LabelVerdict::False,
            "=1+1 \"quoted\",\nand more",
            &["-1", "A|B"],
        );
        let second = label(LabelVerdict::True, "'tis", &["R1"]);
        append(&path, &first).expect("written");
        append(&path, &second).expect("written");
        assert_eq!(read(&path).expect("read"), Some(vec![first, second]));
        let mut cells = csv::ReaderBuilder::new().from_path(&path).expect("opened");
        for row in cells.records() {
            for cell in row
                .expect("a row")
                .iter()
                .filter(|c| c.parse::<f64>().is_err())
            {
                assert!(
                    !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
                    "{cell:?}"
                );
            }
        }
    }

    #[test]
    fn a_row_by_hand_needs_only_verdict_and_alert_and_a_faulty_one_names_its_line() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(FILE);
        std::fs::write(&path, "alert_id,verdict\nA1,FALSE").expect("written");
        let read_one = read(&path).expect("read").expect("there");
        assert_eq!(read_one[0].verdict, LabelVerdict::False);
        // The open last line is closed before a row is added, and the new row has the file's columns.
        append(&path, &label(LabelVerdict::Unsure, "", &[])).expect("written");
        let text = std::fs::read_to_string(&path).expect("read");
        assert_eq!(
            text,
            "alert_id,verdict\nA1,FALSE\nA0000000000000001,unsure\n"
        );
        std::fs::write(&path, "alert_id,verdict\nA1,false\nA2,perhaps\n").expect("written");
        let error = read(&path).expect_err("no verdict").to_string();
        assert!(
            error.contains("line 3") && error.contains("perhaps"),
            "{error}"
        );
        let before = std::fs::read(&path).expect("read");
        append(&path, &label(LabelVerdict::True, "", &[])).expect_err("not added to a faulty file");
        assert_eq!(std::fs::read(&path).expect("read"), before);
        std::fs::write(&path, "name,value\n").expect("written");
        let error = read(&path).expect_err("not a label file").to_string();
        assert!(error.contains("verdict"), "{error}");
    }

    proptest! {
        #[test]
        fn any_text_survives(note in "(?s).*", id in "[^|]{1,20}") {
            let cell = guarded(&note).into_owned();
            prop_assert_eq!(bare(&cell), note.as_str());
            prop_assert_eq!(parts(&list([&id].into_iter())).next(), Some(id.replace("%7C", "|")));
        }
    }
}
