//! `tidewaiter layout`: which provider's file this is, and how its columns are read.

use super::exit::{Exit, Failed, OrExit, Outcome};
use super::print;
use crate::pipeline::{Layout, detect};
use clap::{Args, Subcommand};
use std::fmt::Write;
use std::path::PathBuf;

/// List, show and find the layouts of shipment files.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  tidewaiter layout list
  tidewaiter layout show panjiva_us_import_ui
  tidewaiter layout detect export.csv
  tidewaiter layout detect export.csv --json")]
pub struct LayoutCommand {
    #[command(subcommand)]
    command: Sub,
}

#[derive(Subcommand, Debug)]
enum Sub {
    /// Name the built-in layouts, one a line, with side and provider.
    List,
    /// Print a built-in layout: a start for one of your own.
    Show {
        /// Its name.
        name: String,
    },
    /// Find the layout of a file and say what each column was taken for.
    Detect {
        /// A shipments file of any format.
        file: PathBuf,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
}

impl LayoutCommand {
    /// Runs it.
    pub fn run(self) -> Outcome {
        match self.command {
            Sub::List => {
                let mut out = String::new();
                for layout in Layout::built_in().or_exit(Exit::Failure)? {
                    let _ = writeln!(
                        out,
                        "{}\t{}\t{}",
                        layout.name,
                        layout.side.word(),
                        layout.provider
                    );
                }
                print::text(&out)
            }
            Sub::Show { name } => match Layout::text_of(&name) {
                Some(text) => print::text(text),
                None => Err(Failed {
                    exit: Exit::Usage,
                    cause: anyhow::anyhow!(
                        "no layout is named '{name}'; `tidewaiter layout list` names them"
                    ),
                }),
            },
            Sub::Detect { file, json } => {
                let found = detect::layout(&file).or_exit(Exit::Input)?;
                if json {
                    print::json(&found)
                } else {
                    print::text(&shown(&found))
                }
            }
        }
    }
}

fn shown(found: &detect::Detection) -> String {
    let mut out = String::new();
    let safe = |text: &str| {
        text.chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect::<String>()
    };
    let name = found
        .layout
        .as_deref()
        .unwrap_or("none of the named layouts");
    let _ = writeln!(
        out,
        "{}: {name}, confidence {:.2}, {}",
        safe(&found.file),
        found.confidence,
        found.format
    );
    for (source, mapped) in &found.columns {
        let _ = writeln!(
            out,
            "  {} -> {} ({:.2}): {}",
            safe(source),
            mapped.canonical,
            mapped.confidence,
            safe(&mapped.why)
        );
    }
    if !found.unmapped.is_empty() {
        let _ = writeln!(
            out,
            "kept as they are: {}",
            safe(&found.unmapped.join(", "))
        );
    }
    for question in &found.questions {
        let _ = writeln!(out, "question: {}", safe(question));
    }
    let _ = write!(out, "\n{}", found.toml);
    out
}
