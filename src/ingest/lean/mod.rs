//! Who sent to whom on which day, and nothing else: the reading that an enumeration over names needs.
//!
//! Plain UTF-8 text is read here several times faster than by [`super::shipments`], with the same outcome: a file
//! is cut into stretches that are read at once, only the columns asked for are looked at, and what a cell means is
//! found out once for each distinct cell. Where a stretch starts is a guess that is checked: a quoted cell may hold
//! line ends, so a stretch whose first record does not follow the last one before it is read again.
//!
//! What this cannot do gives `None`, and the ordinary reader takes over: compressed files, workbooks, Parquet, JSON,
//! other encodings, damaged bytes, layouts that join cells or have no header, files that will be refused (so that
//! there is one place that words the refusal), and record ids that have to be made up or told apart.

mod cells;
mod gather;
mod names;
mod records;
mod stretch;
#[cfg(test)]
mod tests;

use super::error::Error;
use super::layout::Layout;
use super::options::Options;
use super::plan::Plan;
use super::source::{Input, Kind, Packing, expand};
use super::table;
use crate::model::{Country, Day, Progress, TextId, TextStore};
pub use records::COLUMNS;
use records::Wanted;
use std::path::PathBuf;
use std::sync::OnceLock;

/// What makes two names one: equal names give equal keys.
pub type Key = fn(&str) -> String;

/// What is asked beside day and parties.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wants {
    /// Record ids, and rows of a day in their order.
    pub ids: bool,
    /// Goods codes.
    pub codes: bool,
}

/// One shipment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Movement {
    /// When.
    pub day: Day,
    /// Number of the shipper's name; `None` if it has none.
    pub shipper: Option<u32>,
    /// Number of the consignee's name; `None` if it has none.
    pub consignee: Option<u32>,
    /// The shipper's country.
    pub shipper_country: Option<Country>,
    /// The consignee's country.
    pub consignee_country: Option<Country>,
    /// Goods code in [`Movements::text`]; `TextId::NONE` if unknown or not asked for.
    pub code: TextId,
    /// Record id in [`Movements::text`]; `TextId::NONE` if not asked for.
    pub id: TextId,
}

/// All shipments of the files.
#[derive(Default)]
pub struct Movements {
    /// Sorted by day, and by record id where ids were asked for.
    pub rows: Vec<Movement>,
    /// Number of distinct names: the bound of the numbers of parties.
    pub names: u32,
    /// Holds record ids and goods codes.
    pub text: TextStore,
    /// Rows set aside.
    pub rejected: usize,
    /// What a person should know.
    pub warnings: Vec<String>,
}

/// Rejected rows of a file from which the ordinary reader has to look at it: it may refuse the file.
const MANY: u64 = 10_000;

/// Reads the movements of plain text files; `None` if the ordinary reader is needed. Records that are equal in the
/// columns that `options.columns` keeps, record id among them, are one.
///
/// # Errors
/// If an input cannot be opened, or the user stops the run.
pub fn movements(
    inputs: &[PathBuf],
    options: &Options,
    wants: Wants,
    key: Key,
    progress: &dyn Progress,
) -> Result<Option<Movements>, Error> {
    let inputs = expand(inputs, &options.limits)?;
    let plain = |input: &Input| input.kind == Kind::Text(Packing::Plain);
    if !inputs.iter().all(plain) || options.strict {
        return Ok(None);
    }
    let layouts = Layout::built_in()?;
    let mut files = Vec::new();
    for (index, input) in inputs.iter().enumerate() {
        let opened = table::open(input, index as u32, &layouts, options)?;
        let mark = match opened.blocks.encoding().as_str() {
            "utf-8" => 0,
            "utf-8-bom" => 3,
            _ => return Ok(None),
        };
        let Some(first) = opened.first_byte.filter(|_| opened.format != "ndjson") else {
            return Ok(None);
        };
        let Some(wanted) = Wanted::of(&opened.plan, wants) else {
            return Ok(None);
        };
        files.push(File {
            input: input.clone(),
            first: first as u64 + mark,
            wanted,
            plan: opened.plan,
            warning: opened.warning,
        });
    }
    let countries = OnceLock::new();
    let mut read = gather::Read::default();
    let mut warnings = Vec::new();
    progress.start("ingest", Some(inputs.iter().map(Input::bytes).sum()));
    for file in &files {
        let done = stretch::read(file, wants, options, &countries, key, progress)?;
        let Some(done) = done.filter(|done| may_stand(done, options)) else {
            return Ok(None);
        };
        warnings.extend(file.warning.clone());
        if done.read == 0 {
            warnings.push(format!("{}: a header and no records", file.input.name()));
        }
        read.add(done);
        if read.rows() > options.limits.rows {
            return Ok(None);
        }
    }
    progress.finish();
    Ok(match gather::gather(read, wants) {
        gather::Outcome::Done(movements) => Some(Movements {
            warnings,
            ..movements
        }),
        gather::Outcome::Unsure if !wants.codes && !wants.ids => {
            let wants = Wants {
                codes: true,
                ..wants
            };
            let paths: Vec<PathBuf> = inputs.into_iter().map(|input| input.path).collect();
            return self::movements(&paths, options, wants, key, progress);
        }
        gather::Outcome::Unsure => None,
    })
}

/// One file and how it is read.
struct File {
    input: Input,
    /// Offset of the first record behind the header.
    first: u64,
    wanted: Wanted,
    plan: Plan,
    warning: Option<String>,
}

/// Will the ordinary reader take the file too, whatever it thinks of rows set aside?
fn may_stand(done: &gather::Part, options: &Options) -> bool {
    let few = done.rejected < options.max_rejected_from
        || done.rejected as f64 <= options.max_rejected * done.read as f64;
    few && done.rejected < MANY && (done.rejected < done.read || done.read == 0)
}
