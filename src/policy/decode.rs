//! Reads TOML into typed entries and collects every fault with its line, instead of stopping at the first.

use super::error::Fault;
use crate::model::{Country, Day};
use rapidfuzz::distance::damerau_levenshtein;
use std::cell::RefCell;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The text of one file and the faults found in it so far.
pub(crate) struct Source<'a> {
    /// Name of the file, for messages and entries.
    pub(crate) file: &'a str,
    text: &'a str,
    faults: RefCell<Vec<Fault>>,
}

impl<'a> Source<'a> {
    /// A file that has no faults yet.
    pub(crate) fn new(file: &'a str, text: &'a str) -> Self {
        Self {
            file,
            text,
            faults: RefCell::default(),
        }
    }

    /// Parses the file; syntax errors become faults, and what could be read is returned.
    pub(crate) fn parse(&self) -> Spanned<DeTable<'a>> {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        for error in errors {
            self.fault(error.span(), error.message().trim_end().to_owned());
        }
        table
    }

    /// Notes a fault at a byte range.
    pub(crate) fn fault(&self, span: Option<Range<usize>>, message: String) {
        let fault = Fault::at(self.text, span, message);
        self.faults.borrow_mut().push(fault);
    }

    /// Line of a byte range, counted from 1.
    pub(crate) fn line(&self, span: Range<usize>) -> usize {
        Fault::at(self.text, Some(span), String::new()).line
    }

    /// The faults in the order of lines.
    pub(crate) fn into_faults(self) -> Vec<Fault> {
        let mut faults = self.faults.into_inner();
        faults.sort();
        faults.dedup();
        faults
    }
}

/// A table that is being read: remembers which keys were asked for, so that the others are faults.
pub(crate) struct Table<'s, 'a> {
    source: &'s Source<'a>,
    table: &'s DeTable<'a>,
    span: Range<usize>,
    asked: RefCell<Vec<&'static str>>,
}

impl<'s, 'a> Table<'s, 'a> {
    /// A table at its place in the file.
    pub(crate) fn new(source: &'s Source<'a>, table: &'s Spanned<DeTable<'a>>) -> Self {
        Self::of(source, table.get_ref(), table.span())
    }

    fn of(source: &'s Source<'a>, table: &'s DeTable<'a>, span: Range<usize>) -> Self {
        Self {
            source,
            table,
            span,
            asked: RefCell::default(),
        }
    }

    /// Line on which the table begins, counted from 1.
    pub(crate) fn line(&self) -> usize {
        self.source.line(self.span.clone())
    }

    /// Notes a fault on the line of a key, or of the table where it has no such key.
    pub(crate) fn fault(&self, key: &str, message: String) {
        let span = self.table.iter().find(|(k, _)| k.get_ref() == key);
        let span = span.map_or(self.span.clone(), |(k, _)| k.span());
        self.source.fault(Some(span), message);
    }

    /// The value of a key, as it stands.
    pub(crate) fn value(&self, key: &'static str) -> Option<&'s Spanned<DeValue<'a>>> {
        self.asked.borrow_mut().push(key);
        self.table.get(key)
    }

    fn typed<T>(
        &self,
        key: &'static str,
        wanted: &str,
        read: impl Fn(&DeValue) -> Option<T>,
    ) -> Option<T> {
        let value = self.value(key)?;
        let read = read(value.get_ref());
        if read.is_none() {
            let shown = shown(value.get_ref());
            self.source.fault(
                Some(value.span()),
                format!("`{key}` is {shown}; it must be {wanted}"),
            );
        }
        read
    }

    /// Text, if the key is there.
    pub(crate) fn text(&self, key: &'static str) -> Option<String> {
        self.typed(key, "text in quotes", |v| v.as_str().map(str::to_owned))
    }

    /// Text that must be there and not be empty; a fault and "" otherwise.
    pub(crate) fn required(&self, key: &'static str) -> String {
        match self.text(key) {
            Some(text) if !text.trim().is_empty() => text,
            Some(_) => {
                self.fault(key, format!("`{key}` is empty"));
                String::new()
            }
            None => {
                if self.table.get(key).is_none() {
                    self.fault(key, format!("`{key}` is missing"));
                }
                String::new()
            }
        }
    }

    /// A finite number.
    pub(crate) fn number(&self, key: &'static str) -> Option<f64> {
        self.typed(key, "a number", number)
    }

    /// true or false.
    pub(crate) fn flag(&self, key: &'static str) -> Option<bool> {
        self.typed(key, "true or false", |v| v.as_bool())
    }

    /// A day, in quotes or as a TOML date.
    pub(crate) fn day(&self, key: &'static str) -> Option<Day> {
        self.typed(key, "a day written \"YYYY-MM-DD\"", |value| match value {
            DeValue::Datetime(day) => Day::from_iso(&day.to_string()),
            other => Day::from_iso(other.as_str()?),
        })
    }

    /// First and last day; a fault where the last is before the first.
    pub(crate) fn days(&self) -> (Option<Day>, Option<Day>) {
        let (from, to) = (self.day("from"), self.day("to"));
        if let (Some(first), Some(last)) = (from, to)
            && last < first
        {
            self.fault("to", format!("`to` ({last}) is before `from` ({first})"));
        }
        (from, to)
    }

    /// One of some words; the fault names the nearest.
    pub(crate) fn word<T: Copy>(&self, key: &'static str, words: &[(&str, T)]) -> Option<T> {
        let value = self.value(key)?;
        let text = value.get_ref().as_str().unwrap_or_default();
        if let Some((_, meaning)) = words.iter().find(|(word, _)| *word == text) {
            return Some(*meaning);
        }
        let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let nearest = nearest(text, known.iter().copied()).unwrap_or_default();
        let shown = shown(value.get_ref());
        self.source.fault(
            Some(value.span()),
            format!(
                "`{key}` is {shown}; it must be one of {} (nearest: \"{nearest}\")",
                known.join(", ")
            ),
        );
        None
    }

    fn list<T>(&self, key: &'static str, wanted: &str, read: impl Fn(&str) -> Option<T>) -> Vec<T> {
        let Some(value) = self.value(key) else {
            return Vec::new();
        };
        let Some(array) = value.get_ref().as_array() else {
            self.source.fault(
                Some(value.span()),
                format!("`{key}` must be a list of {wanted}, in square brackets"),
            );
            return Vec::new();
        };
        let mut all = Vec::new();
        for entry in array.iter() {
            match entry.get_ref().as_str().and_then(&read) {
                Some(one) => all.push(one),
                None => self.source.fault(
                    Some(entry.span()),
                    format!(
                        "`{key}` holds {}; it must hold {wanted}",
                        shown(entry.get_ref())
                    ),
                ),
            }
        }
        all
    }

    /// A list of texts; empty where the key is missing.
    pub(crate) fn texts(&self, key: &'static str) -> Vec<String> {
        self.list(key, "texts", |text| Some(text.to_owned()))
    }

    /// A list of two-letter country codes.
    pub(crate) fn countries(&self, key: &'static str) -> Vec<Country> {
        self.list(key, "two-letter country codes", Country::from_code)
    }

    /// A two-letter country code.
    pub(crate) fn country(&self, key: &'static str) -> Option<Country> {
        self.typed(key, "a two-letter country code", |v| {
            Country::from_code(v.as_str()?)
        })
    }

    /// A list of tables (`[[key]]` or inline); empty where the key is missing.
    pub(crate) fn tables(&self, key: &'static str) -> Vec<Table<'s, 'a>> {
        let Some(value) = self.value(key) else {
            return Vec::new();
        };
        let Some(array) = value.get_ref().as_array() else {
            let message = format!("`{key}` must be a list of tables: [[{key}]]");
            self.source.fault(Some(value.span()), message);
            return Vec::new();
        };
        let mut all = Vec::new();
        for entry in array.iter() {
            match entry.get_ref().as_table() {
                Some(table) => all.push(Table::of(self.source, table, entry.span())),
                None => self.source.fault(
                    Some(entry.span()),
                    format!(
                        "`{key}` holds {}; it must hold tables",
                        shown(entry.get_ref())
                    ),
                ),
            }
        }
        all
    }

    /// A table of numbers by free names, sorted by name.
    pub(crate) fn numbers(&self, key: &'static str) -> Vec<(String, f64)> {
        let Some(value) = self.value(key) else {
            return Vec::new();
        };
        let Some(table) = value.get_ref().as_table() else {
            let message = format!("`{key}` must be a table of numbers");
            self.source.fault(Some(value.span()), message);
            return Vec::new();
        };
        let mut all = Vec::new();
        for (name, value) in table.iter() {
            match number(value.get_ref()) {
                Some(number) => all.push((name.get_ref().to_string(), number)),
                None => self.source.fault(
                    Some(value.span()),
                    format!("`{}` must be a number", name.get_ref()),
                ),
            }
        }
        all.sort_by(|a, b| a.0.cmp(&b.0));
        all
    }

    /// Every key that was never asked for is a fault that names the nearest one that could be meant.
    pub(crate) fn finish(self) {
        let asked = self.asked.borrow();
        for (key, _) in self.table.iter() {
            // A key without a name is a fault of the notation, which is told already.
            if !key.get_ref().is_empty() && !asked.contains(&key.get_ref().as_ref()) {
                let hint = match nearest(key.get_ref(), asked.iter().copied()) {
                    Some(nearest) => format!(" (nearest: `{nearest}`)"),
                    None => String::new(),
                };
                self.source.fault(
                    Some(key.span()),
                    format!("`{}` is not a key known here{hint}", key.get_ref()),
                );
            }
        }
    }
}

fn number(value: &DeValue) -> Option<f64> {
    let number = match value {
        DeValue::Integer(n) => i64::from_str_radix(n.as_str(), n.radix()).ok()? as f64,
        DeValue::Float(n) => n.as_str().parse().ok()?,
        _ => return None,
    };
    number.is_finite().then_some(number)
}

fn shown(value: &DeValue) -> String {
    match value {
        DeValue::String(text) => format!("\"{}\"", text.escape_debug()),
        DeValue::Integer(n) => n.as_str().to_owned(),
        DeValue::Float(n) => n.as_str().to_owned(),
        DeValue::Boolean(flag) => flag.to_string(),
        DeValue::Datetime(day) => day.to_string(),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    }
}

/// The candidate with the fewest edits, ties by order; `None` without candidates.
pub(crate) fn nearest<'c>(
    text: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    let text = text.to_lowercase();
    candidates.into_iter().min_by_key(|candidate| {
        damerau_levenshtein::distance(text.chars(), candidate.to_lowercase().chars())
    })
}
