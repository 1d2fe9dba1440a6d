//! Which alert of another run is the same chain, and what changed in it.
//!
//! Ranks say nothing: they move when any other alert does. Two alerts are the same chain if they have the same id (a
//! hash of firms and rows), share at least half of the rows of the one that has fewer, or run over the same firms with
//! the same item, whatever the rows.

use crate::model::{Label, LabelSheet, LabelVerdict, Seen};

/// How like two alerts are; the greater is the better fit.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Likeness {
    /// The same id.
    pub same: bool,
    /// Rows in common, as a share of all rows of both.
    pub rows: f64,
    /// The same firms in the same order, and the same item.
    pub chain: bool,
}

/// How like two alerts are; `None` if they are not the same chain.
pub fn alike(a: &Seen, b: &Seen) -> Option<Likeness> {
    let same = a.alert_id == b.alert_id;
    let shared = shared(&a.records, &b.records);
    let fewer = a.records.len().min(b.records.len());
    let chain = !a.entities.is_empty() && a.entities == b.entities && a.item == b.item;
    if !same && !chain && (shared == 0 || 2 * shared < fewer) {
        return None;
    }
    let all = a.records.len() + b.records.len() - shared;
    Some(Likeness {
        same,
        rows: if all == 0 {
            0.0
        } else {
            shared as f64 / all as f64
        },
        chain,
    })
}

/// Entries that two sorted lists have in common.
fn shared(a: &[String], b: &[String]) -> usize {
    a.iter().filter(|id| b.binary_search(id).is_ok()).count()
}

/// A part of the log-odds that moved less is not worth a word: statistics over all rows stir every score a little.
pub const MOVED: f64 = 0.25;

/// What is not in `now` as it was in `then`, a few words each: firms, goods, rows, findings, log-odds.
pub fn changes(then: &Seen, now: &Seen) -> Vec<String> {
    let mut changes = Vec::new();
    if then.entities.is_empty() && then.records.is_empty() {
        // A row by hand that names only the id: the id is a hash of firms and rows.
        return changes;
    }
    let names = |seen: &Seen, other: &Seen| -> Vec<String> {
        seen.entities
            .iter()
            .zip(&seen.names)
            .filter(|(id, name)| !other.entities.contains(id) && !other.names.contains(name))
            .map(|(_, name)| name.clone())
            .collect()
    };
    let mut say = |what: &str, which: Vec<String>| {
        if !which.is_empty() {
            let more = which.len().saturating_sub(SHOWN);
            let mut text = format!("{what} {}", which[..which.len().min(SHOWN)].join(", "));
            if more > 0 {
                text.push_str(&format!(" and {more} more"));
            }
            changes.push(text);
        }
    };
    say("new firm", names(now, then));
    say("firm no longer on it", names(then, now));
    if then.item != now.item {
        say("other goods:", vec![now.item.clone()]);
    }
    let records = |seen: &Seen, other: &Seen| -> Vec<String> {
        seen.records
            .iter()
            .filter(|id| other.records.binary_search(id).is_err())
            .cloned()
            .collect()
    };
    say("new records", records(now, then));
    say("records no longer on it", records(then, now));
    let part = |seen: &Seen, id: &str| {
        seen.parts
            .iter()
            .find(|(other, _)| other == id)
            .map(|p| p.1)
    };
    let findings = |seen: &Seen, other: &Seen| -> Vec<String> {
        seen.parts
            .iter()
            .filter(|(id, size)| size.abs() >= MOVED && part(other, id).is_none())
            .map(|(id, size)| format!("{id} ({size:+.2})"))
            .collect()
    };
    say("new finding", findings(now, then));
    say("finding no longer made", findings(then, now));
    let moved = now.log_odds - then.log_odds;
    if moved.abs() >= MOVED {
        say(
            "log-odds",
            vec![format!(
                "{:+.2} instead of {:+.2}",
                now.log_odds, then.log_odds
            )],
        );
    }
    changes
}

/// Entries of a list of changes that are named before the rest is only counted.
const SHOWN: usize = 5;

/// The label of each alert: the last row about the same chain, the best fit first. `None`: nobody has looked at it.
pub fn apply(labels: &[Label], alerts: &[Seen]) -> Vec<Option<LabelSheet>> {
    alerts
        .iter()
        .map(|alert| {
            let mut best: Option<(Likeness, &Label)> = None;
            for label in labels {
                let Some(likeness) = alike(&label.seen, alert) else {
                    continue;
                };
                // Of rows about one and the same alert the later one counts; so it does among equals.
                if best.is_none_or(|(so_far, _)| likeness >= so_far) {
                    best = Some((likeness, label));
                }
            }
            best.map(|(_, label)| LabelSheet {
                verdict: label.verdict,
                by: label.by.clone(),
                date: label.date,
                note: label.note.clone(),
                alert_id: label.seen.alert_id.clone(),
                changed: changes(&label.seen, alert),
            })
        })
        .collect()
}

/// Chains whose last label is `verdict` and of which there is no alert any more.
pub fn missing(labels: &[Label], verdict: LabelVerdict, alerts: &[Seen]) -> usize {
    labels
        .iter()
        .enumerate()
        .filter(|(at, label)| {
            let later = &labels[at + 1..];
            label.verdict == verdict
                && !later
                    .iter()
                    .any(|other| alike(&label.seen, &other.seen).is_some())
                && !alerts
                    .iter()
                    .any(|alert| alike(&label.seen, alert).is_some())
        })
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(id: &str, entities: &[&str], records: &[&str], parts: &[(&str, f64)]) -> Seen {
        let own = |list: &[&str]| list.iter().map(|x| (*x).to_owned()).collect::<Vec<_>>();
        let parts: Vec<(String, f64)> =
            parts.iter().map(|(id, x)| ((*id).to_owned(), *x)).collect();
        Seen {
            alert_id: id.to_owned(),
            names: own(entities),
            entities: own(entities),
            item: "h100".to_owned(),
            records: own(records),
            prior: -5.0,
            log_odds: parts.iter().fold(-5.0, |sum, (_, part)| sum + part),
            parts,
        }
    }

    fn label(verdict: LabelVerdict, seen: Seen) -> Label {
        Label {
            date: None,
            by: String::new(),
            verdict,
            note: String::new(),
            seen,
        }
    }

    #[test]
    fn the_same_chain_is_known_by_its_firms_or_by_half_of_its_rows() {
        let a = seen("A1", &["P", "Q"], &["1", "2", "3"], &[]);
        assert!(alike(&a, &seen("A1", &["X"], &[], &[])).is_some_and(|l| l.same));
        assert!(alike(&a, &seen("A2", &["P", "Q"], &["9"], &[])).is_some_and(|l| l.chain));
        assert!(
            alike(
                &a,
                &seen("A2", &["P", "Q", "R"], &["2", "3", "4", "5"], &[])
            )
            .is_some()
        );
        assert_eq!(
            alike(&a, &seen("A2", &["P", "R"], &["3", "4", "5"], &[])),
            None
        );
        assert_eq!(alike(&a, &seen("A2", &["P", "R"], &[], &[])), None);
    }

    #[test]
    fn what_changed_is_said_and_small_stirs_are_not() {
        let then = seen(
            "A1",
            &["P", "Q"],
            &["1", "2"],
            &[("vague", 1.0), ("hub", 0.3)],
        );
        let stirred = seen(
            "A1",
            &["P", "Q"],
            &["1", "2"],
            &[("vague", 1.1), ("hub", 0.3)],
        );
        assert!(changes(&then, &stirred).is_empty());
        let now = seen(
            "A2",
            &["P", "Q", "R"],
            &["2", "3"],
            &[("vague", 1.0), ("listed", 2.0)],
        );
        let said = changes(&then, &now).join("; ");
        for words in [
            "new firm R",
            "new records 3",
            "records no longer on it 1",
            "new finding listed (+2.00)",
            "finding no longer made hub (+0.30)",
            "log-odds -2.00 instead of -3.70",
        ] {
            assert!(said.contains(words), "{words}: {said}");
        }
    }

    #[test]
    fn the_last_word_on_an_alert_counts_and_an_exact_one_before_a_likely_one() {
        let alert = seen("A1", &["P", "Q"], &["1", "2"], &[]);
        let other = seen("A2", &["P", "Q"], &["1"], &[]);
        let labels = [
            label(LabelVerdict::False, alert.clone()),
            label(LabelVerdict::Unsure, alert.clone()),
            label(LabelVerdict::True, other),
        ];
        let found = apply(&labels, &[alert, seen("A3", &["X"], &["7"], &[])]);
        assert_eq!(
            found[0].as_ref().map(|l| l.verdict),
            Some(LabelVerdict::Unsure)
        );
        assert_eq!(found[1], None);
    }
}
