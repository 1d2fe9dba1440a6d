//! Spreadsheets run cells that begin like a formula. A leading apostrophe makes them text.

use std::borrow::Cow;

/// The text of a cell, safe to open in a spreadsheet: one that begins with `= + - @`, a tab or a
/// carriage return (also after blanks, also full-width) gets a leading apostrophe. Quoting is the CSV writer's.
pub fn cell(text: &str) -> Cow<'_, str> {
    let runs = text.starts_with(['\t', '\r', '\n'])
        || text
            .trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
            .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '|', '%']);
    if runs {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// [`cell`], or the text as it is where a machine reads it.
pub fn guarded(text: &str, raw: bool) -> Cow<'_, str> {
    if raw { Cow::Borrowed(text) } else { cell(text) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formulas_become_text_and_names_stay() {
        for bad in [
            "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1",
        ] {
            assert_eq!(cell(bad), format!("'{bad}"));
        }
        for good in ["", "Orchid Example Trading", "1,5", "a=b", "'=1"] {
            assert_eq!(cell(good), good);
        }
    }

    proptest! {
        #[test]
        fn no_cell_begins_like_a_formula(text in ".*") {
            let safe = cell(&text);
            prop_assert!(!safe.trim_start().starts_with(['=', '+', '-', '@']));
            prop_assert!(safe.ends_with(&text));
        }

        #[test]
        fn a_cell_survives_a_csv_writer_and_reader(text in "(?s).*") {
            let mut out = ::csv::Writer::from_writer(Vec::new());
            // Not the first cell of a file: there a reader takes a byte-order mark for what it says it is.
            out.write_record(["x", cell(&text).as_ref()]).expect("in memory");
            let bytes = out.into_inner().expect("in memory");
            let mut back = ::csv::ReaderBuilder::new().has_headers(false).from_reader(&bytes[..]);
            let row = back.records().next().expect("a row").expect("readable");
            prop_assert_eq!(row[1].to_owned(), cell(&text).into_owned());
        }
    }
}
