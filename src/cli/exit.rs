//! Exit codes.

use std::process::ExitCode;

/// How the process ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done, with or without alerts.
    Done,
    /// Something failed at run time: a full disk, a folder that cannot be written.
    Failure,
    /// The command line or a configuration file is wrong.
    Usage,
    /// The input cannot be used.
    Input,
    /// Stopped by the user.
    Interrupted,
}

impl Exit {
    /// The number the shell sees.
    pub const fn code(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::Failure => 1,
            Exit::Usage => 2,
            Exit::Input => 3,
            Exit::Interrupted => 130,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit.code())
    }
}

/// An error that ends a command, with the exit code it ends in.
#[derive(Debug)]
pub struct Failed {
    /// The exit code.
    pub exit: Exit,
    /// The error with its causes.
    pub cause: anyhow::Error,
}

/// What every subcommand returns.
pub type Outcome = Result<(), Failed>;

/// Names the exit code of an error.
pub trait OrExit<T> {
    /// Turns any error into [`Failed`] with this exit code.
    fn or_exit(self, exit: Exit) -> Result<T, Failed>;
}

impl<T, E: Into<anyhow::Error>> OrExit<T> for Result<T, E> {
    fn or_exit(self, exit: Exit) -> Result<T, Failed> {
        self.map_err(|error| Failed {
            exit,
            cause: error.into(),
        })
    }
}

/// A closed pipe downstream is a normal end: `tidewaiter paths ... | head`.
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<std::io::Error>()
            .is_some_and(|io| io.kind() == std::io::ErrorKind::BrokenPipe)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exit_codes_are_the_documented_ones() {
        let all = [
            Exit::Done,
            Exit::Failure,
            Exit::Usage,
            Exit::Input,
            Exit::Interrupted,
        ];
        assert_eq!(all.map(Exit::code), [0, 1, 2, 3, 130]);
    }

    #[test]
    fn a_broken_pipe_is_found_anywhere_in_the_chain() {
        let io = std::io::Error::from(std::io::ErrorKind::BrokenPipe);
        assert!(is_broken_pipe(
            &anyhow::Error::new(io).context("writing paths")
        ));
        assert!(!is_broken_pipe(&anyhow::anyhow!("disk full")));
    }
}
