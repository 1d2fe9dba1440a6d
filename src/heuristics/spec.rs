//! What a heuristic is: static data about it and one function.

use super::context::Context;
use super::subject::Subject;
use crate::model::{Direction, Measure, Scope, ShipmentId};

/// How settled a heuristic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Its meaning and default weight stay unless the changelog says otherwise.
    Stable,
    /// On trial: may change or go.
    Preview,
}

impl Status {
    /// The word printed.
    pub const fn word(self) -> &'static str {
        match self {
            Status::Stable => "stable",
            Status::Preview => "preview",
        }
    }
}

/// A number that a policy can set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parameter {
    /// Its name in the policy file.
    pub name: &'static str,
    /// Unit: days, share, units, USD/kg, ...
    pub unit: &'static str,
    /// Value in the built-in policy when it was written.
    pub default: f64,
    /// What it does.
    pub doc: &'static str,
}

/// What a heuristic saw on a path: nothing, something, or that it could not tell.
pub type Seen = Option<Sighting>;

/// Something seen, or a reason why nothing could be measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Sighting {
    /// 0 to 1; unknown where it could not be measured.
    pub strength: Measure,
    /// One sentence with the numbers.
    pub text: String,
    /// Shipments it rests on.
    pub shipments: Vec<ShipmentId>,
}

/// Something seen with a strength from 0 to 1. Below 0.02 it is nothing.
pub fn seen(strength: f64, text: String, shipments: Vec<ShipmentId>) -> Seen {
    (strength >= 0.02).then(|| Sighting {
        strength: Measure::new(strength.clamp(0.0, 1.0)),
        text,
        shipments,
    })
}

/// Could not be measured, and why. Adds nothing to the score and is listed.
pub fn unknown(why: &str) -> Seen {
    Some(Sighting {
        strength: Measure::UNKNOWN,
        text: why.to_owned(),
        shipments: Vec::new(),
    })
}

/// 0 at `zero` and before, 1 at `one` and beyond, straight in between. `zero` may lie above `one`.
pub fn ramp(x: f64, zero: f64, one: f64) -> f64 {
    if zero == one {
        return if x >= one { 1.0 } else { 0.0 };
    }
    ((x - zero) / (one - zero)).clamp(0.0, 1.0)
}

/// Keeps the strongest of several sightings; of equal ones the first.
#[derive(Default)]
pub struct Best {
    strength: f64,
    seen: Seen,
}

impl Best {
    /// Offers a sighting; text and shipments are only made if it is the strongest so far.
    pub fn offer(
        &mut self,
        strength: f64,
        text: impl FnOnce() -> String,
        shipments: impl FnOnce() -> Vec<ShipmentId>,
    ) {
        if strength > self.strength {
            self.strength = strength;
            self.seen = seen(strength, text(), shipments());
        }
    }

    /// What was kept.
    pub fn seen(self) -> Seen {
        self.seen
    }

    /// What was kept; without it, and if nothing could be measured, the reason why.
    pub fn or_unknown(self, measured: bool, why: &str) -> Seen {
        match self.seen {
            None if !measured => unknown(why),
            seen => seen,
        }
    }
}

/// The function of a heuristic: the shared context, one path, the values of its parameters in order.
pub type Look = fn(&Context<'_>, &Subject<'_>, &[f64]) -> Seen;

/// A heuristic: everything that is known of it without running it.
#[derive(Clone, Copy)]
pub struct Heuristic {
    /// Stable id that names the pattern.
    pub id: &'static str,
    /// One line.
    pub summary: &'static str,
    /// How settled it is.
    pub status: Status,
    /// Version of the tool that brought it.
    pub since: &'static str,
    /// What it looks at.
    pub scope: Scope,
    /// Which way it points.
    pub direction: Direction,
    /// Findings of one group tell of the same fact and are damped together.
    pub group: &'static str,
    /// Parameters in the order in which the function takes them.
    pub parameters: &'static [Parameter],
    /// Documentation as written, each line with the one space that a doc comment adds.
    pub raw_docs: &'static str,
    /// Path of its source file inside the crate.
    pub file: &'static str,
    /// What it does.
    pub look: Look,
}

/// The headings of every heuristic's documentation, in order.
pub const HEADINGS: [&str; 7] = [
    "What it looks for",
    "Why it matters",
    "When it is innocent",
    "Parameters",
    "Example",
    "What to check next",
    "Source",
];

impl Heuristic {
    /// The documentation as Markdown.
    pub fn docs(&self) -> String {
        let mut out = String::with_capacity(self.raw_docs.len());
        for line in self.raw_docs.lines() {
            out.push_str(line.strip_prefix(' ').unwrap_or(line));
            out.push('\n');
        }
        out
    }

    /// The text under one of [`HEADINGS`], on one line; empty if there is none.
    pub fn section(&self, heading: &str) -> String {
        let docs = self.docs();
        let mut lines = Vec::new();
        let mut inside = false;
        for line in docs.lines() {
            if let Some(title) = line.strip_prefix("# ") {
                inside = title == heading;
            } else if inside && !line.trim().is_empty() {
                lines.push(line.trim());
            }
        }
        lines.join(" ")
    }
}

/// Declares a heuristic. The doc comment becomes its documentation; each parameter becomes a field of a
/// struct `Parameters` that the file's `look` function takes.
macro_rules! heuristic {
    (
        $(#[doc = $doc:literal])+
        $id:literal: $summary:literal,
        $status:ident since $since:literal, $scope:ident $direction:ident, group $group:literal,
        { $( $(#[doc = $pdoc:literal])+ $param:ident: $unit:literal = $default:literal, )* }
    ) => {
        /// The values of the parameters, typed.
        struct Parameters { $( $(#[doc = $pdoc])+ $param: f64, )* }

        $(#[doc = $doc])+
        pub static SPEC: $crate::heuristics::spec::Heuristic = $crate::heuristics::spec::Heuristic {
            id: $id,
            summary: $summary,
            status: $crate::heuristics::spec::Status::$status,
            since: $since,
            scope: $crate::model::Scope::$scope,
            direction: $crate::model::Direction::$direction,
            group: $group,
            parameters: &[ $( $crate::heuristics::spec::Parameter {
                name: stringify!($param),
                unit: $unit,
                default: $default,
                doc: concat!($($pdoc),+),
            }, )* ],
            raw_docs: concat!($($doc, "\n"),+),
            file: file!(),
            look: |context, path, values| {
                #[allow(unused_mut, unused_variables)]
                let mut values = values.iter().copied();
                look(context, path, &Parameters { $( $param: values.next().unwrap_or($default), )* })
            },
        };
    };
}
pub(crate) use heuristic;
