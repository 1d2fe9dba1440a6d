//! The documentation of all heuristics as one page.

use super::ALL;
use super::run::Prepared;
use super::spec::Heuristic;
use crate::model::{Direction, Scope};
use crate::policy::weights::Weights;
use std::fmt::Write;

/// The word printed for a scope.
pub const fn scope_word(scope: Scope) -> &'static str {
    match scope {
        Scope::Shipment => "shipment",
        Scope::Entity => "entity",
        Scope::Link => "link",
        Scope::Path => "path",
        Scope::Network => "network",
    }
}

/// The word printed for a direction.
pub const fn direction_word(direction: Direction) -> &'static str {
    match direction {
        Direction::Against => "red flag",
        Direction::For => "innocent",
    }
}

/// One heuristic as Markdown, its headings at the given depth, with the values of its parameters.
pub fn markdown(
    heuristic: &Heuristic,
    prepared: &Prepared,
    weights: &Weights,
    depth: usize,
) -> String {
    let mut out = String::new();
    let title = "#".repeat(depth);
    let _ = writeln!(out, "{title} {}\n\n{}.\n", heuristic.id, heuristic.summary);
    let _ = writeln!(
        out,
        "{}, {} since {}; looks at the {}; group `{}`; weight {:.3} log-odds at full strength{}.\n",
        direction_word(heuristic.direction),
        heuristic.status.word(),
        heuristic.since,
        scope_word(heuristic.scope),
        heuristic.group,
        weights.weight(heuristic.id),
        curve_words(weights.curve(heuristic.id))
    );
    let mut in_parameters = false;
    let table = |out: &mut String| {
        for parameter in heuristic.parameters {
            let value = prepared
                .value(heuristic.id, parameter.name)
                .unwrap_or(parameter.default);
            let _ = writeln!(
                out,
                "- `{}` = {value} {}:{}",
                parameter.name, parameter.unit, parameter.doc
            );
        }
        out.push('\n');
    };
    for line in heuristic.docs().lines() {
        match line.strip_prefix("# ") {
            Some(heading) => {
                if in_parameters {
                    table(&mut out);
                }
                in_parameters = heading == "Parameters";
                let _ = writeln!(out, "{title}# {heading}");
            }
            None => {
                out.push_str(line);
                out.push('\n');
            }
        }
    }
    out
}

/// How strengths between 0 and 1 count, if not as they are.
fn curve_words(curve: f64) -> String {
    if curve == 1.0 {
        String::new()
    } else {
        format!(", half of it at strength {:.3}", 0.5f64.powf(1.0 / curve))
    }
}

/// `docs/heuristics.md`: an index and every heuristic.
pub fn page(prepared: &Prepared, weights: &Weights) -> String {
    let against = ALL
        .iter()
        .filter(|h| h.direction == Direction::Against)
        .count();
    let mut out = format!(
        "# Heuristics\n\nGenerated from the source files; do not edit.\n\n{against} red flags and {} innocent explanations. Each looks at one path in the shared context and \
         says nothing, what it saw with a strength from 0 to 1, or why it could not tell. The score is the prior plus weight x counted strength x damping over all of \
         them: a strength counts as its power with an exponent from the weights file, 1 for most, and findings of one group tell of the same fact, and each further one counts half as much as the one before.\n\n| id | kind | looks at | group | weight | in one line |\n|---|---|---|---|---|---|\n",
        ALL.len() - against
    );
    for h in ALL {
        let _ = writeln!(
            out,
            "| [{0}](#{0}) | {1} | {2} | {3} | {4:.3} | {5} |",
            h.id,
            direction_word(h.direction),
            scope_word(h.scope),
            h.group,
            weights.weight(h.id),
            h.summary
        );
    }
    for h in ALL {
        out.push('\n');
        out.push_str(&markdown(h, prepared, weights, 2));
    }
    out
}
