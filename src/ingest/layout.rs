//! Layouts: how one provider's file maps onto the canonical columns. Data, one TOML file each.

use super::clean::date::DateOrder;
use super::clean::number::DecimalMark;
use super::column::Column;
use super::error::Error;
use include_dir::{Dir, include_dir};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data/layouts");

/// A layout as written in its file. Unknown keys are an error.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// Its name, the file name without `.toml`.
    pub name: String,
    /// Raised when a column's meaning changes.
    pub version: u32,
    /// Who provides such files.
    pub provider: String,
    /// Imports, exports, or both.
    pub side: Side,
    /// Where the layout was seen; empty for one written by a user.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// What a reader of such files must know.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub notes: String,
    /// Character encoding; found from the bytes if missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// Delimiter; found from the text if missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<char>,
    /// Columns in order, for files that have no header row.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub header_names: Vec<String>,
    /// Order of day and month; found from the column if missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_order: Option<DateOrder>,
    /// Minutes added to times in UTC before their day is taken.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub utc_offset_minutes: i32,
    /// Decimal mark; found from the numbers if missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decimal: Option<DecimalMark>,
    /// Unit of weights that state none; kilograms if missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight_unit: Option<String>,
    /// Currency of values that state none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Cells that say nothing, beside the usual ones (blank, `NULL`, `N/A`, `-`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blanks: Vec<String>,
    /// Number columns in which zero means unknown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub zero_is_blank: Vec<Column>,
    /// Columns whose sources are joined with a comma; of others the first that is not blank counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub join: Vec<Column>,
    /// Party cells hold the name on their first line and the address on the others.
    #[serde(default, skip_serializing_if = "is_false")]
    pub split_parties: bool,
    /// How master and house bills are told apart.
    #[serde(default)]
    pub bills: Bills,
    /// Rows whose cell in this column says yes are no movement into the country (cargo that stays on board).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_board: Option<String>,
    /// Country columns that a port tells of where their own cell says nothing: `export_country` by the port of loading or
    /// the place of receipt, `destination_country` by the final destination or the port of unloading.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub from_ports: Vec<Column>,
    /// Canonical columns that are the same in every row.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub constants: BTreeMap<Column, String>,
    /// Source columns of each canonical column, the best first.
    pub columns: BTreeMap<Column, Vec<SourceColumn>>,
}

/// Which side of the border a file tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// Goods that came in.
    Import,
    /// Goods that went out.
    Export,
    /// Either.
    Both,
}

impl Side {
    /// The word used in tables.
    pub const fn word(self) -> &'static str {
        match self {
            Side::Import => "import",
            Side::Export => "export",
            Side::Both => "both",
        }
    }
}

/// How a file tells a master bill from a house bill.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Bills {
    /// A record with a master bill is the house bill under it; one without is the only bill, or the master.
    #[default]
    ByColumn,
    /// One cell holds both: `(M)...(H)...`.
    InOneCell,
    /// The file has no bills.
    None,
}

/// A source column, alone or with the unit or currency of its cells.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(untagged)]
pub enum SourceColumn {
    /// The column's name.
    Name(String),
    /// The name and what its cells are in.
    Spec(ColumnSpec),
}

/// A source column with the unit or currency of its cells.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnSpec {
    /// The column's name.
    pub column: String,
    /// Unit of its weights or quantities.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Currency of its values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
}

impl SourceColumn {
    /// The column's name.
    pub fn name(&self) -> &str {
        match self {
            SourceColumn::Name(name) => name,
            SourceColumn::Spec(spec) => &spec.column,
        }
    }

    /// The unit that its cells are in, if the layout says so.
    pub fn unit(&self) -> Option<&str> {
        match self {
            SourceColumn::Spec(spec) => spec.unit.as_deref(),
            SourceColumn::Name(_) => None,
        }
    }

    /// The currency that its cells are in, if the layout says so.
    pub fn currency(&self) -> Option<&str> {
        match self {
            SourceColumn::Spec(spec) => spec.currency.as_deref(),
            SourceColumn::Name(_) => None,
        }
    }
}

fn is_zero(n: &i32) -> bool {
    *n == 0
}

fn is_false(b: &bool) -> bool {
    !*b
}

impl Layout {
    /// Reads a layout; `name` is used in errors.
    ///
    /// # Errors
    /// [`Error::Layout`] if it is not valid.
    pub fn parse(name: &str, toml: &str) -> Result<Self, Error> {
        let wrong = |reason: String| Error::Layout {
            name: name.to_owned(),
            reason,
        };
        toml::from_str(toml).map_err(|e| wrong(e.to_string().trim().to_owned()))
    }

    /// The layouts that come with the program, by name.
    ///
    /// # Errors
    /// [`Error::Layout`] if one is not valid; a test reads them all.
    pub fn built_in() -> Result<Vec<Self>, Error> {
        let mut all = Vec::new();
        for (name, toml) in embedded() {
            all.push(Self::parse(name, toml)?);
        }
        Ok(all)
    }

    /// A built-in layout by its name, or a user's layout by the path of its file.
    ///
    /// # Errors
    /// [`Error::Layout`] if there is neither, or the file is not valid.
    pub fn named_or_file(name: &str) -> Result<Self, Error> {
        if let Some(text) = Self::text_of(name) {
            return Self::parse(name, text);
        }
        let text = std::fs::read_to_string(name).map_err(|e| Error::Layout {
            name: name.to_owned(),
            reason: format!("neither a built-in layout (`tidewaiter layout list` names them) nor a file that can be read: {e}"),
        })?;
        Self::parse(name, &text)
    }

    /// The text of a built-in layout.
    pub fn text_of(name: &str) -> Option<&'static str> {
        embedded()
            .find(|(found, _)| *found == name)
            .map(|(_, toml)| toml)
    }

    /// Every source column that the layout names, whatever for.
    pub fn source_columns(&self) -> impl Iterator<Item = &str> {
        self.columns
            .values()
            .flatten()
            .map(SourceColumn::name)
            .chain(self.on_board.as_deref())
    }
}

/// Names and texts of the embedded layouts, by name.
fn embedded() -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut files: Vec<_> = EMBEDDED
        .files()
        .filter_map(|file| {
            let name = file.path().file_name()?.to_str()?.strip_suffix(".toml")?;
            Some((name, file.contents_utf8()?))
        })
        .collect();
    files.sort_unstable();
    files.into_iter()
}

/// How a header cell is compared: without mark, padding and case, inner white space as one space.
pub fn header_key(cell: &str) -> String {
    let cell = cell.trim_start_matches('\u{feff}');
    let mut key = String::with_capacity(cell.len());
    for word in cell.split_whitespace() {
        if !key.is_empty() {
            key.push(' ');
        }
        key.extend(word.chars().flat_map(char::to_lowercase));
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_below_the_wrong_heading_is_an_error() {
        let read = |text: &str| {
            toml::from_str::<SourceColumn>(text).map(|column| column.name().to_owned())
        };
        assert_eq!(
            read("column = \"Net\"\ncurrency = \"EUR\"").ok().as_deref(),
            Some("Net")
        );
        assert!(read("column = \"Net\"\ndate_order = \"dmy\"").is_err());
    }

    #[test]
    fn every_embedded_layout_is_valid_and_named_as_its_file() {
        let all = Layout::built_in().expect("layouts");
        assert!(all.iter().any(|layout| layout.name == "canonical"));
        for (layout, (file, _)) in all.iter().zip(embedded()) {
            assert_eq!(layout.name, file);
        }
    }
}
