//! A case file for hand-over: Markdown and HTML reports, source rows, picture, and a manifest of hashes.

use super::{Error, csv, jsonl};
use crate::model::{AlertSheet, RunRecord};
use crate::report::escape::markdown::text;
use crate::report::terminal::{check_next, matched};
use crate::report::{CAUTION, html, number, picture};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// The files of the dossier by name, the manifest last. Its lines are those of `sha256sum`.
///
/// # Errors
/// If a part cannot be rendered.
pub fn files(
    record: &RunRecord,
    alerts: &[AlertSheet],
    title: &str,
    raw: bool,
) -> Result<Vec<(&'static str, Vec<u8>)>, Error> {
    let mut rows = Vec::new();
    csv::write(alerts, raw, &mut rows)?;
    let mut lines = Vec::new();
    jsonl::write(alerts, &mut lines)?;
    let all: Vec<&AlertSheet> = alerts.iter().collect();
    let page = html::page(&html::Page {
        record,
        alerts,
        title,
    });
    let mut files = vec![
        ("report.md", markdown(record, alerts, title).into_bytes()),
        ("report.html", page.into_bytes()),
        ("source-rows.csv", rows),
        ("alerts.jsonl", lines),
        (
            "picture.svg",
            picture::of_alerts(title, &all).file().into_bytes(),
        ),
    ];
    let mut manifest = String::new();
    for (name, bytes) in &files {
        for byte in Sha256::digest(bytes) {
            let _ = write!(manifest, "{byte:02x}");
        }
        let _ = writeln!(manifest, "  {name}");
    }
    files.push(("manifest.sha256", manifest.into_bytes()));
    Ok(files)
}

fn markdown(record: &RunRecord, alerts: &[AlertSheet], title: &str) -> String {
    let mut out = String::new();
    let _ = write!(out, "# {}\n\n> {}\n\n", text(title), text(CAUTION));
    let _ = write!(
        out,
        "Made by tidewaiter {} with the policy {} (sha256 {}). Input files and their hashes stand at the end.\n\n![Chain of firms](picture.svg)\n",
        text(&record.version),
        text(&record.policy),
        text(&record.policy_sha256)
    );
    for alert in alerts {
        let _ = write!(
            out,
            "\n## Alert {} (rank {}, score {})\n\n{}\n\n",
            text(&alert.alert_id),
            alert.rank,
            number::score(alert.score),
            text(&alert.summary)
        );
        if let Some(label) = &alert.label {
            let _ = write!(out, "Analyst: {}\n\n", text(&label.line()));
        }
        out.push_str("### Chain\n\n");
        for (place, entity) in alert.firms() {
            let country = entity.country.as_deref().unwrap_or("??");
            let _ = write!(out, "- {place}: {} ({})", text(&entity.name), text(country));
            for note in &entity.notes {
                let _ = write!(out, "; {}", text(note));
            }
            out.push('\n');
        }
        out.push_str("\n### Legs and source rows\n\n| Leg | Date | Record | Source | Goods as declared | Quantity | Value | Units drawn |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n");
        for (leg, shipments) in alert.path.legs.iter().zip(&alert.shipments) {
            if let Some(link) = &leg.link {
                let _ = writeln!(
                    out,
                    "| {} | {} |  |  | {}: {}, {} |  |  | {} |",
                    leg.place,
                    leg.first_day,
                    matched(leg.matched),
                    link.kind.word(),
                    text(&link.seen),
                    number::measure(leg.units)
                );
            }
            for (s, drawn) in shipments.iter().zip(&leg.shipments) {
                let _ = writeln!(
                    out,
                    "| {} | {} | {} | {} line {} | {} | {} {} | {} {} | {} |",
                    leg.place,
                    s.date.map(|d| d.to_string()).unwrap_or_default(),
                    text(&s.record_id),
                    text(&s.source_file),
                    s.source_line,
                    text(s.description.as_deref().unwrap_or("not stated")),
                    number::measure(s.quantity),
                    text(s.quantity_unit.as_deref().unwrap_or("")),
                    number::measure(s.value),
                    text(s.currency.as_deref().unwrap_or("")),
                    drawn.words(number::measure)
                );
            }
        }
        out.push_str("\n### Score in log-odds\n\n| Part | Log-odds | What was seen |\n| --- | ---: | --- |\n");
        let _ = writeln!(
            out,
            "| prior | {:+.2} | from the assumed base rate |",
            alert.prior
        );
        for finding in &alert.findings {
            let part = match finding.strength.get() {
                Some(_) => format!("{:+.2}", finding.contribution),
                None => "not measured".to_owned(),
            };
            let _ = writeln!(
                out,
                "| {} | {part} | {} |",
                text(&finding.heuristic),
                text(&finding.text)
            );
        }
        let _ = writeln!(
            out,
            "| sum | {:+.2} | probability {} |",
            alert.log_odds,
            number::score(alert.score)
        );
        let unknown = alert.unknown();
        if !unknown.is_empty() {
            out.push_str("\n### Unknown\n\n");
            for what in unknown {
                let _ = writeln!(out, "* {}", text(&what));
            }
        }
        let next = check_next(alert, &record.advice);
        if !next.is_empty() {
            out.push_str("\n### Check next\n\n");
            for advice in next {
                let _ = writeln!(out, "* {}", text(&advice.check_next));
            }
        }
    }
    out.push_str("\n## Input files\n\n| File | Rows | sha256 |\n| --- | ---: | --- |\n");
    for file in &record.inputs {
        let _ = writeln!(
            out,
            "| {} | {} | {} |",
            text(&file.path),
            file.rows_read,
            text(&file.sha256)
        );
    }
    out
}
