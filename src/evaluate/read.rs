//! Alerts and truth from their files.

use rustc_hash::FxHashMap;
use std::path::{Path, PathBuf};

/// Why a run cannot be held against a truth.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file cannot be read.
    #[error("cannot read {path}: {cause}", path = path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        cause: csv::Error,
    },
    /// A column is missing.
    #[error("{path} has no column {column}; its columns are {found}", path = path.display())]
    Column {
        /// The file.
        path: PathBuf,
        /// The column.
        column: &'static str,
        /// The columns it has.
        found: String,
    },
    /// A score or rank that is no number.
    #[error("{path}, line {line}, column {column}: '{value}' is not a number", path = path.display())]
    Number {
        /// The file.
        path: PathBuf,
        /// The line.
        line: u64,
        /// The column.
        column: &'static str,
        /// The cell.
        value: String,
    },
}

/// An alert as far as a judge needs it, in order of rank.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ranked {
    /// Probability, 0 to 1.
    pub score: f64,
    /// Records of its shipments.
    pub records: Vec<String>,
}

/// A scheme of the truth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scheme {
    /// Its name.
    pub name: String,
    /// Its typology, "" if the truth has none.
    pub typology: String,
    /// Its movements.
    pub movements: Vec<u32>,
}

/// What really happened. Records that tell of one movement have one number.
#[derive(Clone, Debug, Default)]
pub struct Truth {
    movement: FxHashMap<String, u32>,
    names: u32,
    /// Schemes, sorted by name.
    pub schemes: Vec<Scheme>,
    /// Scheme of a movement: index into `schemes`.
    pub scheme_of: FxHashMap<u32, u32>,
    /// Look-alike families, sorted.
    pub families: Vec<String>,
    /// Look-alike family of a movement: index into `families`.
    pub family_of: FxHashMap<u32, u32>,
}

struct Table {
    path: PathBuf,
    reader: csv::Reader<std::fs::File>,
    header: csv::StringRecord,
}

impl Table {
    fn open(path: &Path) -> Result<Self, Error> {
        let wrong = |cause| Error::Read {
            path: path.to_path_buf(),
            cause,
        };
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .from_path(path)
            .map_err(wrong)?;
        let header = reader.headers().map_err(wrong)?.clone();
        Ok(Self {
            path: path.to_path_buf(),
            reader,
            header,
        })
    }

    fn find(&self, column: &str) -> Option<usize> {
        self.header
            .iter()
            .position(|h| h.trim_start_matches('\u{feff}') == column)
    }

    fn need(&self, column: &'static str) -> Result<usize, Error> {
        self.find(column).ok_or_else(|| Error::Column {
            path: self.path.clone(),
            column,
            found: self.header.iter().collect::<Vec<_>>().join(", "),
        })
    }

    fn rows(&mut self) -> Result<Vec<csv::StringRecord>, Error> {
        let path = self.path.clone();
        self.reader
            .records()
            .collect::<Result<_, _>>()
            .map_err(|cause| Error::Read { path, cause })
    }
}

/// Reads the alerts of a run, by rank: a run folder, or an `alerts.csv`.
///
/// # Errors
/// If the file cannot be read, lacks `rank`, `score` or `record_ids`, or a score is no number.
pub fn alerts(run: &Path) -> Result<Vec<Ranked>, Error> {
    let path = if run.is_dir() {
        run.join("alerts.csv")
    } else {
        run.to_path_buf()
    };
    let mut table = Table::open(&path)?;
    let (rank, score, records) = (
        table.need("rank")?,
        table.need("score")?,
        table.need("record_ids")?,
    );
    let mut found = Vec::new();
    for row in table.rows()? {
        let line = row.position().map_or(0, csv::Position::line);
        let number = |at: usize, column| {
            let value = row.get(at).unwrap_or("");
            value.parse::<f64>().map_err(|_| Error::Number {
                path: path.clone(),
                line,
                column,
                value: value.to_string(),
            })
        };
        let records = row.get(records).unwrap_or("").split('|');
        let alert = Ranked {
            score: number(score, "score")?,
            records: records
                .map(str::trim)
                .filter(|r| !r.is_empty())
                .map(str::to_string)
                .collect(),
        };
        found.push((number(rank, "rank")?, alert));
    }
    found.sort_by(|a, b| a.0.total_cmp(&b.0));
    Ok(found.into_iter().map(|(_, alert)| alert).collect())
}

impl Truth {
    /// Reads `truth.csv` (record_id, scheme; typology and same_as if it has them) and, beside it,
    /// `truth_duplicates.csv` and `truth_lookalikes.csv` if they are there.
    ///
    /// # Errors
    /// If a file cannot be read or lacks a column.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let mut truth = Truth::default();
        let beside = |name: &str| path.parent().unwrap_or(Path::new("")).join(name);
        let doubles = beside("truth_duplicates.csv");
        if doubles.is_file() {
            let mut table = Table::open(&doubles)?;
            let (record, same) = (table.need("record_id")?, table.need("same_as")?);
            for row in table.rows()? {
                truth.join(row.get(record).unwrap_or(""), row.get(same).unwrap_or(""));
            }
        }
        let mut table = Table::open(path)?;
        let (record, scheme) = (table.need("record_id")?, table.need("scheme")?);
        let (typology, same) = (table.find("typology"), table.find("same_as"));
        let mut rows = table.rows()?;
        rows.retain(|row| !row.get(scheme).unwrap_or("").is_empty());
        for row in &rows {
            if let Some(first) = same.and_then(|s| row.get(s)).filter(|s| !s.is_empty()) {
                truth.join(row.get(record).unwrap_or(""), first);
            }
        }
        let mut members: std::collections::BTreeMap<(String, String), Vec<u32>> =
            std::collections::BTreeMap::new();
        for row in &rows {
            let movement = truth.number(row.get(record).unwrap_or(""));
            let typology = typology.and_then(|t| row.get(t)).unwrap_or("");
            let key = (
                row.get(scheme).unwrap_or("").to_string(),
                typology.to_string(),
            );
            members.entry(key).or_default().push(movement);
        }
        for ((name, typology), mut movements) in members {
            movements.sort_unstable();
            movements.dedup();
            for movement in &movements {
                truth
                    .scheme_of
                    .insert(*movement, truth.schemes.len() as u32);
            }
            truth.schemes.push(Scheme {
                name,
                typology,
                movements,
            });
        }
        truth.read_families(&beside("truth_lookalikes.csv"))?;
        Ok(truth)
    }

    fn read_families(&mut self, path: &Path) -> Result<(), Error> {
        if !path.is_file() {
            return Ok(());
        }
        let mut table = Table::open(path)?;
        let (record, family) = (table.need("record_id")?, table.need("lookalike")?);
        let rows = table.rows()?;
        let names: std::collections::BTreeSet<&str> =
            rows.iter().filter_map(|r| r.get(family)).collect();
        self.families = names.iter().map(|n| (*n).to_string()).collect();
        for row in &rows {
            let movement = self.number(row.get(record).unwrap_or(""));
            let name = row.get(family).unwrap_or("");
            if let Ok(at) = self.families.binary_search_by(|f| f.as_str().cmp(name)) {
                self.family_of.insert(movement, at as u32);
            }
        }
        Ok(())
    }

    fn number(&mut self, record: &str) -> u32 {
        if let Some(number) = self.movement.get(record) {
            return *number;
        }
        self.names += 1;
        self.movement.insert(record.to_string(), self.names);
        self.names
    }

    fn join(&mut self, record: &str, first: &str) {
        let number = self.number(first);
        self.movement.insert(record.to_string(), number);
    }

    /// The movement that a record tells of; `None` if the truth says nothing of it.
    pub fn movement(&self, record: &str) -> Option<u32> {
        self.movement.get(record).copied()
    }
}
