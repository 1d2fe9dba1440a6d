//! What can be wrong with a policy file.

use std::fmt;
use std::ops::Range;

/// A policy that cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file cannot be read.
    #[error("cannot read the policy file {file}")]
    Unreadable {
        /// Its path as given.
        file: String,
        /// What the system said.
        #[source]
        cause: std::io::Error,
    },
    /// The file was read and is wrong: every fault at once.
    #[error("{} in the policy file {file}:{}", count(faults), lines(file, faults))]
    Faulty {
        /// Its path as given.
        file: String,
        /// In the order of lines.
        faults: Vec<Fault>,
    },
}

/// One fault of a policy file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// Line, counted from 1.
    pub line: usize,
    /// What is wrong and what would be right.
    pub message: String,
}

impl Fault {
    /// A fault at a byte range of the text.
    pub fn at(text: &str, span: Option<Range<usize>>, message: String) -> Self {
        let start = span.map_or(0, |span| span.start.min(text.len()));
        let line = 1 + text.as_bytes()[..start]
            .iter()
            .filter(|b| **b == b'\n')
            .count();
        // A key or value of the file may hold escape sequences for a terminal.
        let message = message
            .chars()
            .map(|c| {
                if c.is_control() && c != '\n' {
                    '\u{fffd}'
                } else {
                    c
                }
            })
            .collect();
        Self { line, message }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

fn count(faults: &[Fault]) -> String {
    match faults.len() {
        1 => "1 fault".to_owned(),
        n => format!("{n} faults"),
    }
}

fn lines(file: &str, faults: &[Fault]) -> String {
    faults
        .iter()
        .map(|fault| format!("\n  {file}:{}: {}", fault.line, fault.message))
        .collect()
}
