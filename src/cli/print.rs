//! Standard output, and how to write on it.

use super::exit::{Exit, Failed, OrExit, Outcome};
use crate::query;
use crate::report::escape;
use crate::report::terminal::Style;
use std::io::{IsTerminal, Write};

/// Text to standard output. A closed pipe becomes an error, which `main` takes for a normal end.
pub fn text(text: &str) -> Outcome {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .map_err(|error| anyhow::Error::new(error).context("cannot write to standard output"))
        .or_exit(Exit::Failure)
}

/// A line to standard error, where nobody may be reading any more: a warning is not worth failing for.
pub fn warn(text: std::fmt::Arguments<'_>) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// One line of JSON to standard output.
pub fn json<T: serde::Serialize>(value: &T) -> Outcome {
    let mut line = escape::json::line(value).or_exit(Exit::Failure)?;
    line.push('\n');
    text(&line)
}

/// Width and colour of standard output: 80 columns without colour where it is no terminal, and no
/// colour where `NO_COLOR` is set or the terminal is dumb.
pub fn style() -> Style {
    let terminal = std::io::stdout().is_terminal();
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    let width = if terminal {
        comfy_table::Table::new().width().map_or(80, usize::from)
    } else {
        80
    };
    Style {
        width: width.clamp(60, 120),
        colour: terminal && !set("NO_COLOR") && !dumb,
    }
}

/// A question that failed: what was asked for does not exist (2), or the run folder cannot be used (3).
pub fn failed(error: query::Error) -> Failed {
    let exit = match error {
        query::Error::Unknown { .. } | query::Error::Ambiguous { .. } => Exit::Usage,
        _ => Exit::Input,
    };
    Failed {
        exit,
        // Names in the message come from the run.
        cause: anyhow::anyhow!("{}", escape::terminal::line(&error.to_string())),
    }
}
