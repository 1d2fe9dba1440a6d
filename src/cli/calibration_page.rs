//! The page that shows whether weights travel: what they find in worlds that they were not fitted on, and what is found of each
//! typology by weights fitted without it.

use crate::evaluate::Report;
use std::fmt::Write;

/// What is found of one typology in the held-out worlds, within twice their number of alerts.
pub struct LeftOut {
    /// `T01`.
    pub typology: &'static str,
    /// In words.
    pub name: &'static str,
    /// Schemes of it.
    pub schemes: usize,
    /// Found with weights fitted on all typologies.
    pub found: usize,
    /// Found with weights fitted on all others.
    pub left_out: usize,
}

/// The name of a world, and the report on it.
pub type Measured = (String, Report);

/// The page as Markdown. `weights` names each set of weights; `typologies` is empty if none was left out.
pub fn page(command: &str, weights: &[(&str, &[Measured])], typologies: &[LeftOut]) -> String {
    let mut out = format!(
        "# Do the weights travel?\n\nMade by `{command}`.\n\n\
         Weights are fitted on simulated worlds that take turns in difficulty and number of schemes, with fifty look-alikes \
         to a\nscheme, and on replays of documented cases if `--cases` says so; they are drawn towards those set by hand. They \
         are\nmeasured in worlds of other seeds, with a fifth fewer firms in the registers, a fifth fewer owners and three \
         tenths more\nempty cells. The generator is the same: what none of ours plants is not measured here.\n\n\
         A scheme is found within 1 x (2 x) if alerts name it among the first as many (twice as many) as there are schemes. \
         The\nBrier score is the mean squared error of the odds, best at 0. Look-alikes above 0.5 count ordinary trade too.\n"
    );
    for (name, measured) in weights {
        let _ = write!(
            out,
            "\n## Weights {name}\n\n\
             | world | schemes | alerts | precision of first 50 | found within 1 x | within 2 x | at all | average precision | \
             Brier | look-alikes above 0.5 |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n"
        );
        for (world, report) in *measured {
            let _ = writeln!(
                out,
                "| {world} | {} | {} | {} |",
                report
                    .typologies
                    .iter()
                    .map(|row| row.schemes)
                    .sum::<usize>(),
                report.alerts,
                measures(report).join(" | "),
            );
        }
    }
    if typologies.is_empty() {
        return out;
    }
    let sum = |of: fn(&LeftOut) -> usize| typologies.iter().map(of).sum::<usize>();
    let (schemes, found, left_out) = (
        sum(|row| row.schemes),
        sum(|row| row.found),
        sum(|row| row.left_out),
    );
    let _ = write!(
        out,
        "\n## Each typology left out of the fit\n\n\
         Schemes of the held-out worlds above that are found within twice their number of alerts, with weights fitted on \
         all\ntypologies and with weights fitted on all but the one in the row.\n\n\
         | typology | | schemes | found | found when left out |\n|---|---|---:|---:|---:|\n"
    );
    for row in typologies {
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} |",
            row.typology, row.name, row.schemes, row.found, row.left_out
        );
    }
    let _ = writeln!(out, "| all | | {schemes} | {found} | {left_out} |");
    out
}

/// What tables of worlds show of a report: precision of the first 50 alerts, schemes found within 1 x, within 2 x and at all,
/// average precision, Brier score, and the look-alikes and honest alerts with more than even odds.
pub fn measures(report: &Report) -> [String; 7] {
    let lookalikes: usize = report.lookalikes.iter().map(|row| row.above_half).sum();
    [
        precision(report, 50),
        shown(report.found_within_1x),
        shown(report.found_within_2x),
        shown(report.found),
        shown(report.average_precision),
        shown(report.brier),
        lookalikes.to_string(),
    ]
}

/// Share of right alerts among the first ones, or among all if there are fewer.
pub fn precision(report: &Report, first: usize) -> String {
    let mut measured = report.precision.iter();
    shown(measured.find(|of| of.0 == first).and_then(|of| of.1))
}

/// A share; a dash where nothing was measured.
fn shown(share: Option<f64>) -> String {
    share.map_or("-".to_owned(), |share| format!("{share:.3}"))
}
