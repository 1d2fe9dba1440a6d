//! `tidewaiter completions` and the manual page, made from the same definition as `--help`.

use super::exit::{Exit, Failed, OrExit, Outcome};
use super::print;
use clap::CommandFactory;

/// Prints completions for a shell, or the manual page.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  tidewaiter completions bash > tidewaiter.bash
  tidewaiter completions man > tidewaiter.1
  tidewaiter completions man explain > tidewaiter-explain.1")]
pub struct Args {
    /// What to print.
    #[arg(value_enum)]
    kind: Kind,
    /// Subcommand of a manual page; without it the page of the whole program.
    command: Option<String>,
}

/// What can be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Kind {
    Bash,
    Elvish,
    Fish,
    Powershell,
    Zsh,
    /// The manual page, for man.
    Man,
}

impl Args {
    /// Runs it.
    pub fn run(self) -> Outcome {
        let mut command = super::Cli::command();
        let shell = match self.kind {
            Kind::Bash => clap_complete::Shell::Bash,
            Kind::Elvish => clap_complete::Shell::Elvish,
            Kind::Fish => clap_complete::Shell::Fish,
            Kind::Powershell => clap_complete::Shell::PowerShell,
            Kind::Zsh => clap_complete::Shell::Zsh,
            Kind::Man => {
                if let Some(name) = &self.command {
                    command.build();
                    let found = command.find_subcommand(name).cloned();
                    let Some(found) = found else {
                        return Err(Failed {
                            exit: Exit::Usage,
                            cause: anyhow::anyhow!(
                                "there is no command '{}'; `tidewaiter help` lists them",
                                crate::report::escape::terminal::line(name)
                            ),
                        });
                    };
                    command = found;
                }
                let title = match &self.command {
                    // Pages are named like files: tidewaiter-explain.
                    Some(name) => format!("tidewaiter-{name}"),
                    None => "tidewaiter".to_owned(),
                };
                let mut page = Vec::new();
                clap_mangen::Man::new(command)
                    .title(title)
                    .render(&mut page)
                    .or_exit(Exit::Failure)?;
                return print::text(&String::from_utf8_lossy(&page));
            }
        };
        let mut script = Vec::new();
        clap_complete::generate(shell, &mut command, "tidewaiter", &mut script);
        print::text(&String::from_utf8_lossy(&script))
    }
}
