//! Small blocks that the answers about firms and cases share.

use super::{Style, Tone};
use crate::report::escape::terminal::line;
use comfy_table::{LineStyle, presets};
use std::fmt::Write;

/// Builds an answer block by block. Everything from outside is made harmless here.
pub struct Blocks {
    out: String,
    style: Style,
}

impl Blocks {
    /// An empty answer.
    pub fn new(style: Style) -> Self {
        Self {
            out: String::new(),
            style,
        }
    }

    /// A heading, with a blank line before it unless it is the first.
    pub fn heading(&mut self, text: &str) -> &mut Self {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        let painted = self.style.paint(Tone::Heading, &self.style.wrap(0, text));
        let _ = writeln!(self.out, "{painted}");
        self
    }

    /// A paragraph.
    pub fn text(&mut self, indent: usize, text: &str) -> &mut Self {
        let wrapped = self.style.wrap(indent, text);
        let _ = writeln!(self.out, "{wrapped}");
        self
    }

    /// A quiet paragraph.
    pub fn quiet(&mut self, indent: usize, text: &str) -> &mut Self {
        let wrapped = self.style.wrap(indent, text);
        let _ = writeln!(self.out, "{}", self.style.paint(Tone::Quiet, &wrapped));
        self
    }

    /// An entry of a list.
    pub fn entry(&mut self, text: &str) -> &mut Self {
        let wrapped = self.style.wrap_after(4, 4, text);
        let _ = writeln!(self.out, "  - {wrapped}");
        self
    }

    /// A table without vertical lines; the columns in `right` are numbers.
    pub fn table(&mut self, header: &[&str], rows: &[Vec<String>], right: &[usize]) -> &mut Self {
        let mut table = self.style.table(header);
        table.load_style(presets::UTF8_HORIZONTAL_ONLY.row_separator(LineStyle::none()));
        for row in rows {
            table.add_row(row.iter().map(|cell| line(cell).into_owned()));
        }
        for &at in right {
            if let Some(column) = table.column_mut(at) {
                column.set_cell_alignment(comfy_table::CellAlignment::Right);
            }
        }
        for line in table.lines() {
            let _ = writeln!(self.out, "{}", line.trim_end());
        }
        self
    }

    /// Lines that this module made elsewhere, and a blank line.
    pub fn raw(&mut self, lines: &str) -> &mut Self {
        self.out.push_str(lines);
        self.out.push('\n');
        self
    }

    /// The finished text.
    pub fn finish(self) -> String {
        self.out
    }
}
