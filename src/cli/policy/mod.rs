//! `tidewaiter policy`: what the rules say, what they are, and whether a file of one's own is sound.

mod check;
mod compare;
mod list;
mod status;

use super::exit::{Exit, Failed, OrExit, Outcome};
use crate::policy::Policy;
use clap::{Args, Subcommand};
use std::io::Write;
use std::path::Path;

/// Ask the rules, list them, check and compare policy files.
#[derive(Args, Debug)]
pub struct PolicyCommand {
    #[command(subcommand)]
    command: Sub,
}

#[derive(Subcommand, Debug)]
enum Sub {
    Status(status::StatusCommand),
    List(list::List),
    Check(check::Check),
    Compare(compare::Compare),
}

impl PolicyCommand {
    /// Runs it.
    pub fn run(self) -> Outcome {
        match self.command {
            Sub::Status(command) => command.run(),
            Sub::List(command) => command.run(),
            Sub::Check(command) => command.run(),
            Sub::Compare(command) => command.run(),
        }
    }
}

/// The built-in policy, with a user's file over it where there is one.
pub fn load(file: Option<&Path>) -> Result<Policy, Failed> {
    let base = Policy::built_in().or_exit(Exit::Failure)?;
    match file {
        None => Ok(base),
        Some(file) => Policy::load(file, base).or_exit(Exit::Usage),
    }
}

/// Text to standard output; a closed pipe is a normal end, which `main` sees to.
fn print(text: &str) -> Outcome {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .or_exit(Exit::Failure)
}

/// A usage error in words.
fn usage(message: String) -> Failed {
    Failed {
        exit: Exit::Usage,
        cause: anyhow::Error::msg(message),
    }
}
