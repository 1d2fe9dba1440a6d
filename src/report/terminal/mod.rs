//! Text for a terminal, readable at 80 columns.

mod alert;
mod lines;
mod summary;

pub(crate) use alert::matched;
pub use alert::{alert, check_next};
pub use lines::Blocks;
pub use summary::{alerts, summary};

use crate::report::escape::terminal::line;
use comfy_table::{ContentArrangement, Table, presets};

/// How to write for a terminal. The command line decides: colour only on a terminal and without
/// `NO_COLOR`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Columns to fill.
    pub width: usize,
    /// May colours be used?
    pub colour: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            width: 80,
            colour: false,
        }
    }
}

/// What a piece of text means; colours follow from it.
#[derive(Clone, Copy)]
pub(crate) enum Tone {
    Heading,
    Against,
    InFavour,
    Quiet,
}

impl Style {
    /// The text in the colour of its meaning, or as it is.
    pub(crate) fn paint(self, tone: Tone, text: &str) -> String {
        if !self.colour {
            return text.to_owned();
        }
        let code = match tone {
            Tone::Heading => "1",
            Tone::Against => "31",
            Tone::InFavour => "32",
            Tone::Quiet => "2",
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }

    /// Words wrapped to the width, every line indented.
    pub(crate) fn wrap(self, indent: usize, text: &str) -> String {
        format!(
            "{}{}",
            " ".repeat(indent),
            self.wrap_after(indent, indent, text)
        )
    }

    /// As [`Style::wrap`], for text that goes on at column `first` of a line already begun.
    pub(crate) fn wrap_after(self, first: usize, indent: usize, text: &str) -> String {
        let text = line(text);
        let mut out = String::new();
        let mut column = first;
        let mut empty = true;
        for word in text.split_whitespace() {
            let mut word: Vec<char> = word.chars().collect();
            if !empty && column + 1 + word.len() > self.width {
                out.push('\n');
                out.push_str(&" ".repeat(indent));
                column = indent;
                empty = true;
            }
            if !empty {
                out.push(' ');
                column += 1;
            }
            // A word longer than a line is broken where the line ends.
            let room = self.width.saturating_sub(indent).max(8);
            while column + word.len() > self.width && word.len() > room {
                let rest = word.split_off(room.min(self.width.saturating_sub(column).max(8)));
                out.extend(word);
                out.push('\n');
                out.push_str(&" ".repeat(indent));
                column = indent;
                word = rest;
            }
            column += word.len();
            out.extend(word);
            empty = false;
        }
        out
    }

    /// A table as wide as the style allows, without vertical lines.
    pub(crate) fn table(self, header: &[&str]) -> Table {
        let mut table = Table::new();
        table
            .load_style(presets::UTF8_HORIZONTAL_ONLY)
            .set_content_arrangement(ContentArrangement::Dynamic)
            .force_no_tty()
            .set_width(u16::try_from(self.width).unwrap_or(u16::MAX))
            .set_header(header.iter().copied());
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn wrapped_text_stays_inside_and_loses_no_letter(text in "[ a-z]{0,200}", width in 20usize..90) {
            let style = Style { width, colour: false };
            let out = style.wrap(4, &text);
            for line in out.lines() {
                prop_assert!(line.chars().count() <= width, "{line:?}");
            }
            let letters = |s: &str| s.split_whitespace().collect::<String>();
            prop_assert_eq!(letters(&out), letters(&text));
        }
    }
}
