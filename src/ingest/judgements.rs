//! Decisions of analysts about names: left, right, same|different, by, date, note.

use super::error::Error;
use crate::model::{Day, Judgement, SourceFile};
use sha2::Digest;
use std::path::Path;

/// Reads a judgements file: CSV with a header; `left`, `right` and `verdict` (same or different) are needed,
/// `by`, `date` (YYYY-MM-DD) and `note` may be missing. Every row counts, so a faulty one is an error.
/// The file comes with it, for the record of the run.
///
/// # Errors
/// When the file cannot be read, lacks a column, or a row holds no verdict; the message names line and value.
pub fn judgements(path: &Path) -> Result<(Vec<Judgement>, SourceFile), Error> {
    let file = path.display().to_string();
    let faulty = |reason: String| Error::Format {
        file: file.clone(),
        format: "judgements",
        reason,
    };
    let bytes = std::fs::read(path).map_err(|source| match source.kind() {
        std::io::ErrorKind::NotFound => Error::NotFound {
            path: path.to_owned(),
        },
        _ => Error::Read {
            file: file.clone(),
            source,
        },
    })?;
    let mut counts = SourceFile {
        path: file.clone(),
        table: "judgements".to_owned(),
        bytes: bytes.len() as u64,
        sha256: sha2::Sha256::digest(&bytes)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect(),
        layout: "judgements".to_owned(),
        encoding: "utf-8".to_owned(),
        format: "csv".to_owned(),
        ..SourceFile::default()
    };
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .flexible(true)
        .from_reader(bytes);
    let header = reader.headers().map_err(|e| faulty(e.to_string()))?.clone();
    let column = |names: &[&str]| {
        header
            .iter()
            .position(|h| names.iter().any(|n| h.eq_ignore_ascii_case(n)))
    };
    let need = |names: &[&str]| {
        column(names).ok_or_else(|| {
            faulty(format!(
                "column '{}' is missing; the header is left,right,verdict,by,date,note",
                names[0]
            ))
        })
    };
    let (left, right) = (need(&["left"])?, need(&["right"])?);
    let verdict = need(&["verdict", "judgement", "same|different", "same"])?;
    let (by, date, note) = (column(&["by"]), column(&["date"]), column(&["note"]));
    let mut out = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|e| faulty(e.to_string()))?;
        let line = row.position().map_or(0, csv::Position::line);
        let cell = |i: Option<usize>| i.and_then(|i| row.get(i)).unwrap_or("");
        let same = match cell(Some(verdict)).to_lowercase().as_str() {
            "same" => true,
            "different" => false,
            other => {
                return Err(faulty(format!(
                    "line {line}, column verdict: '{other}' is neither 'same' nor 'different'"
                )));
            }
        };
        if cell(Some(left)).is_empty() || cell(Some(right)).is_empty() {
            return Err(faulty(format!(
                "line {line}: left and right both need a name"
            )));
        }
        let day = match cell(date) {
            "" => None,
            text => Some(Day::from_iso(text).ok_or_else(|| {
                faulty(format!(
                    "line {line}, column date: '{text}' is not a day written YYYY-MM-DD"
                ))
            })?),
        };
        out.push(Judgement {
            left: cell(Some(left)).to_owned(),
            right: cell(Some(right)).to_owned(),
            same,
            by: cell(by).to_owned(),
            date: day,
            note: cell(note).to_owned(),
        });
    }
    counts.rows_read = out.len() as u64;
    counts.rows_used = out.len() as u64;
    Ok((out, counts))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<Judgement>, Error> {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("judgements.csv");
        std::fs::write(&path, text).expect("written");
        let (rows, file) = judgements(&path)?;
        assert_eq!(file.rows_read, rows.len() as u64);
        assert_eq!(file.sha256.len(), 64);
        Ok(rows)
    }

    #[test]
    fn rows_are_read_and_a_bad_verdict_names_its_line() {
        let rows = read(
            "left,right,verdict,by,date,note\nOrchid,Pelican,different,kim,2025-01-02,two firms\n",
        )
        .expect("rows");
        assert_eq!(
            (rows.len(), rows[0].same, rows[0].by.as_str()),
            (1, false, "kim")
        );
        let error = read("left,right,verdict\nOrchid,Pelican,maybe\n")
            .expect_err("bad verdict")
            .to_string();
        assert!(
            error.contains("line 2") && error.contains("maybe"),
            "{error}"
        );
    }
}
