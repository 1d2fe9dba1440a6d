//! `tidewaiter paths`: plain exhaustive enumeration.

use super::exit::{Exit, Failed, OrExit, Outcome};
use super::print;
use super::progress::Terminal;
use crate::model::{TextId, TextStore};
use crate::pipeline::IngestError;
use crate::pipeline::enumerate::{self, Destinations, Enumeration, Request, plain};
use crate::policy::Policy;
use crate::report::escape;
use clap::{Args, ValueEnum};
use std::io::Write;
use std::path::PathBuf;

/// List or count every chain of shipments that ends in a destination
///
/// A path is a row of shipments in which each consignee ships on within the window, no firm stands twice,
/// and only the last consignee is in a destination. Nothing is judged.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  tidewaiter paths shipments.csv --max-legs 4 --window 60d --resolve off --count
  tidewaiter paths exports/ --max-legs 3 --window 30d --to CN,HK --hs 8471,847330 --same-heading > paths.csv
Counts are printed as LEGS, a tab, COUNT; paths as CSV with the columns legs and record_ids ('|'-separated).")]
pub struct Paths {
    /// Shipment tables: files, folders or patterns
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// Longest path in legs, at least 2
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    max_legs: i64,
    /// Longest stay between two legs in days, for example 60d; 0d is the same day
    #[arg(long, value_name = "DAYS", allow_hyphen_values = true, value_parser = days)]
    window: i32,
    /// Where paths end: 'restricted' by the policy on the day, or country codes
    #[arg(long, value_name = "restricted|CC,..", default_value = "restricted")]
    to: String,
    /// Keep only legs whose goods code starts with one of these
    #[arg(long, value_name = "PREFIX,..", value_delimiter = ',')]
    hs: Vec<String>,
    /// Successive legs must have the same first four digits of the goods code
    #[arg(long)]
    same_heading: bool,
    /// Find the firms behind the names, or take the names as they stand
    #[arg(long, value_enum, default_value_t = Switch::On)]
    resolve: Switch,
    /// Print the number of paths of each length, and no paths
    #[arg(long)]
    count: bool,
    /// Policy file whose entries are added to the built-in policy
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// Leave record ids that begin like a formula as they are: for machines, not for spreadsheets
    #[arg(long)]
    raw_csv: bool,
    /// Threads; the result does not depend on them
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    threads: Option<u16>,
    /// Print no remarks on stderr
    #[arg(long, short)]
    quiet: bool,
}

/// On or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Switch {
    /// Off.
    Off,
    /// On.
    On,
}

/// `60d` or `60`.
fn days(text: &str) -> Result<i32, String> {
    let number = text.strip_suffix(['d', 'D']).unwrap_or(text);
    number
        .parse()
        .map_err(|_| "write a number of days such as 60d".to_owned())
}

impl Paths {
    /// Runs it.
    pub fn run(self) -> Outcome {
        let question = plain::Question {
            max_legs: usize::try_from(self.max_legs).unwrap_or(0),
            window_days: self.window,
            same_heading: self.same_heading,
        };
        question.check().or_exit(Exit::Usage)?;
        let to = Destinations::parse(&self.to).or_exit(Exit::Usage)?;
        let hs = enumerate::parse_codes(&self.hs).or_exit(Exit::Usage)?;
        let own = match &self.policy {
            Some(file) => {
                let built_in = Policy::built_in().or_exit(Exit::Failure)?;
                Some(Policy::load(file, built_in).or_exit(Exit::Usage)?)
            }
            None => None,
        };
        // Reading the built-in policy takes longer than counting the paths of a small file.
        let policy = || own.clone().map_or_else(Policy::built_in, Ok);
        let threads = self.threads.map_or_else(
            || std::thread::available_parallelism().map_or(1, |n| n.get()),
            usize::from,
        );
        let request = Request {
            inputs: self.inputs.clone(),
            threads,
            to,
            hs,
            same_heading: self.same_heading,
            resolve: self.resolve == Switch::On,
            ids: !self.count,
        };
        let progress = Terminal::new(self.quiet).or_exit(Exit::Failure)?;
        enumerate::on_threads(threads, || {
            let found = enumerate::legs(&request, &policy, &progress).map_err(|error| Failed {
                exit: match &error {
                    enumerate::Error::Input(IngestError::Interrupted) => Exit::Interrupted,
                    enumerate::Error::Input(_) => Exit::Input,
                    enumerate::Error::Policy(_) => Exit::Failure,
                    _ => Exit::Usage,
                },
                cause: error.into(),
            })?;
            // What follows goes to standard output alone and leaves nothing to clear away.
            progress.end_at_once();
            self.answer(&question, &found)
        })
        .or_exit(Exit::Failure)?
    }

    fn answer(&self, question: &plain::Question, found: &Enumeration) -> Outcome {
        for warning in &found.warnings {
            self.remark(warning);
        }
        self.remark(&format!(
            "{} shipments, {} legs, {} with one party only, {} rows rejected",
            found.shipments,
            found.legs.len(),
            found.one_sided,
            found.rejected
        ));
        let network = plain::Network::build(&found.legs, question).or_exit(Exit::Usage)?;
        self.remark(&format!(
            "{} legs can be on a path without being its last",
            network.ways()
        ));
        let stdout = std::io::stdout();
        if self.count {
            let counts = plain::count(&network, &found.legs);
            if counts.walked > 0 {
                self.remark(&format!(
                    "paths of up to 4 legs were counted from labels, longer ones enumerated but for their \
                     last three legs ({} steps){}",
                    counts.walked,
                    match counts.mixed {
                        0 => String::new(),
                        n => format!("; {n} entities can be last in one path and inside another, and paths \
                                      through them were enumerated"),
                    }
                ));
            }
            let mut out = stdout;
            for (legs, paths) in counts.by_legs {
                writeln!(out, "{legs}\t{paths}").or_exit(Exit::Failure)?;
            }
            return Ok(());
        }
        let mut sink = Csv::new(&found.records, &found.text, self.raw_csv, stdout);
        sink.header().or_exit(Exit::Failure)?;
        let total = plain::list(&network, &found.legs, &mut sink).or_exit(Exit::Failure)?;
        self.remark(&format!("{total} paths"));
        Ok(())
    }

    fn remark(&self, text: &str) {
        if !self.quiet {
            print::warn(format_args!("tidewaiter: {text}"));
        }
    }
}

/// Lines of CSV.
struct Csv<'a, W> {
    records: &'a [TextId],
    text: &'a TextStore,
    raw: bool,
    /// No record id needs quoting or guarding.
    plain: bool,
    out: W,
}

impl<'a, W: Write> Csv<'a, W> {
    fn new(records: &'a [TextId], text: &'a TextStore, raw: bool, out: W) -> Self {
        let harmless = |id: &str| {
            id.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric())
                && id
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"-_./:#".contains(&b))
        };
        Self {
            records,
            text,
            raw,
            plain: records.iter().all(|&id| harmless(text.get(id))),
            out,
        }
    }

    fn header(&mut self) -> std::io::Result<()> {
        self.out.write_all(b"legs,record_ids\n")
    }
}

impl<W: Write + Sync> plain::Sink for Csv<'_, W> {
    fn path(&self, rows: &[u32], out: &mut Vec<u8>) {
        // At most MOST_LEGS legs: two digits.
        let legs = rows.len() as u8;
        if legs >= 10 {
            out.push(b'0' + legs / 10);
        }
        out.extend_from_slice(&[b'0' + legs % 10, b',']);
        let ids = rows
            .iter()
            .map(|&row| self.text.get(self.records[row as usize]));
        if self.plain {
            for (i, id) in ids.enumerate() {
                if i > 0 {
                    out.push(b'|');
                }
                out.extend_from_slice(id.as_bytes());
            }
        } else {
            let joined = ids.collect::<Vec<_>>().join("|");
            let cell = escape::csv::guarded(&joined, self.raw);
            if cell.contains([',', '"', '\n', '\r']) {
                out.push(b'"');
                out.extend_from_slice(cell.replace('"', "\"\"").as_bytes());
                out.push(b'"');
            } else {
                out.extend_from_slice(cell.as_bytes());
            }
        }
        out.push(b'\n');
    }

    fn flush(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.out.write_all(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::plain::Sink;
    use super::*;

    fn line(ids: &[&str], raw: bool) -> String {
        let mut text = TextStore::new();
        let records: Vec<TextId> = ids.iter().map(|id| text.intern(id)).collect();
        let rows: Vec<u32> = (0..ids.len() as u32).collect();
        let sink = Csv::new(&records, &text, raw, std::io::sink());
        let mut out = Vec::new();
        sink.path(&rows, &mut out);
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn a_path_is_a_line_of_csv() {
        assert_eq!(line(&["R1", "R2"], false), "2,R1|R2\n");
        assert_eq!(line(&["R,1", "R\"2"], false), "2,\"R,1|R\"\"2\"\n");
        assert_eq!(line(&["=R1", "R2"], false), "2,'=R1|R2\n");
        assert_eq!(line(&["=R1", "R2"], true), "2,=R1|R2\n");
    }

    #[test]
    fn windows_are_days() {
        assert_eq!(days("60d"), Ok(60));
        assert_eq!(days("-3d"), Ok(-3));
        assert!(days("two months").is_err());
    }
}
