//! What a scan prints when it is done.

use super::{Style, Tone};
use crate::model::{Alert, AlertSheet, LabelSheet, Run, RunRecord};
use crate::report::escape::terminal::{cut, line};
use crate::report::{CAUTION, number, sheet};
use comfy_table::{CellAlignment, ColumnConstraint, Table, Width};
use std::fmt::Write;
use std::path::Path;

/// Rows and where they went, time by stage, the first `top` alerts, where to look next, the caution.
pub fn summary(run: &Run, record: &RunRecord, dir: &Path, top: usize, style: Style) -> String {
    let mut out = String::new();
    let _ = accounting(&mut out, run, record, style);
    let _ = first_alerts(&mut out, run, top, style);
    let _ = next(&mut out, run, dir, style);
    out
}

fn accounting(out: &mut String, run: &Run, record: &RunRecord, style: Style) -> std::fmt::Result {
    let rows = &record.rows;
    let label = |name: &str| style.paint(Tone::Heading, &format!("{name:<9}"));
    writeln!(
        out,
        "{}{} rows = {} used + {} merged + {} rejected{}",
        label("Read"),
        number::count(rows.read),
        number::count(rows.used),
        number::count(rows.merged),
        number::count(rows.rejected),
        if rows.rejected > 0 {
            " (rejected.csv says why)"
        } else {
            ""
        },
    )?;
    let controlled = run.goods.item.iter().filter(|item| item.is_some()).count() as u64;
    let facts = format!(
        "{} shipments, {} with a recognised item; {} firms behind {} names",
        number::count(run.shipments.len() as u64),
        number::count(controlled),
        number::count(run.resolution.entities.len() as u64),
        number::count(run.shipments.parties.len() as u64),
    );
    writeln!(out, "{}{}", label("Holds"), style.wrap_after(9, 9, &facts))?;
    if !record.stages.is_empty() {
        let total: f64 = record.stages.iter().map(|stage| stage.seconds).sum();
        let mut parts: Vec<String> = record
            .stages
            .iter()
            .map(|stage| format!("{} {},", stage.stage, number::seconds(stage.seconds)))
            .collect();
        parts.push(format!("in all {}", number::seconds(total)));
        // Non-breaking inside one stage, so that name and time stay together.
        let text = parts
            .iter()
            .map(|part| part.replace(' ', "\u{a0}"))
            .collect::<Vec<_>>()
            .join(" ");
        let text = style.wrap_after(9, 9, &text).replace('\u{a0}', " ");
        writeln!(out, "{}{text}", label("Time"))?;
    }
    let search = &record.completeness;
    let complete = if search.cuts.is_empty() {
        format!(
            "search complete, {} chains examined",
            number::count(search.chains_examined)
        )
    } else {
        let cuts: Vec<String> = search
            .cuts
            .iter()
            .map(|cut| {
                format!(
                    "{} (limit {}) {} times, first at {}",
                    cut.budget,
                    number::count(cut.limit),
                    number::count(cut.times),
                    line(&cut.first_at)
                )
            })
            .collect();
        let best = match search.best_cut_score.get() {
            Some(score) => format!("a cut chain scores at most {}", number::score(score)),
            None => "what was cut cannot be bounded".to_owned(),
        };
        format!("search NOT complete: {}; {best}", cuts.join(", "))
    };
    let found = format!(
        "{} in {}; {complete}",
        number::counted(run.alerts.len() as u64, "alert"),
        number::counted(run.cases.len() as u64, "case")
    );
    writeln!(out, "{}{}", label("Found"), style.wrap_after(9, 9, &found))?;
    const WARNINGS: usize = 5;
    for warning in record.warnings.iter().take(WARNINGS) {
        writeln!(out, "{}{}", label("Note"), style.wrap_after(9, 9, warning))?;
    }
    if record.warnings.len() > WARNINGS {
        writeln!(
            out,
            "{}{} more notes in run.json",
            label(""),
            record.warnings.len() - WARNINGS
        )?;
    }
    writeln!(out)
}

/// Was it looked into and dismissed, and is it as it was? Then it is not brought up again.
fn is_settled(run: &Run, alert: &Alert) -> bool {
    run.label(alert).is_some_and(LabelSheet::is_settled)
}

fn first_alerts(out: &mut String, run: &Run, top: usize, style: Style) -> std::fmt::Result {
    if run.alerts.is_empty() {
        return writeln!(
            out,
            "No alert: no chain was found over which goods came to an end.\n"
        );
    }
    let settled = |alert: &&Alert| is_settled(run, alert);
    let dismissed = run.alerts.iter().filter(settled).count();
    if dismissed > 0 {
        let text = format!(
            "{} dismissed and unchanged since: not shown here, alerts.csv has them",
            number::count(dismissed as u64)
        );
        writeln!(
            out,
            "{}{}\n",
            style.paint(Tone::Heading, "Labels   "),
            style.wrap_after(9, 9, &text)
        )?;
    }
    let sheets: Vec<AlertSheet> = run
        .alerts
        .iter()
        .filter(|alert| !settled(alert))
        .take(top)
        .map(|alert| sheet::alert(run, alert))
        .collect();
    writeln!(out, "{}", alerts(&sheets, style))
}

/// Alerts as a table of text.
pub fn alerts(sheets: &[AlertSheet], style: Style) -> String {
    table(sheets, style)
        .lines()
        .fold(String::new(), |mut out, line| {
            out.push_str(line.trim_end());
            out.push('\n');
            out
        })
}

/// Alerts as a table: rank, score, chain with the strongest finding below it, goods, units, dates.
fn table(sheets: &[AlertSheet], style: Style) -> Table {
    let mut table = style.table(&[
        "#",
        "Score",
        "Chain, strongest finding",
        "Goods",
        "Units",
        "Dates",
    ]);
    for sheet in sheets {
        let mut chain = chain(sheet);
        if let Some(finding) = sheet.against().next() {
            let _ = write!(
                chain,
                "\n- {}: {}",
                finding.heuristic,
                cut(&finding.text, 100)
            );
        }
        if let Some(label) = &sheet.label {
            let _ = write!(chain, "\n- {}", cut(&label.line(), 160));
        }
        let date = |day: Option<crate::model::Day>| day.map(|d| d.to_string()).unwrap_or_default();
        let (first, last) = (date(sheet.first_date), date(sheet.last_date));
        let dates = if first == last {
            first
        } else {
            format!("{first}\n{last}")
        };
        table.add_row([
            sheet.rank.to_string(),
            number::score(sheet.score),
            chain,
            line(&sheet.path.model).into_owned(),
            number::measure_short(sheet.units),
            dates,
        ]);
    }
    for (column, width) in [(0, 7), (1, 9), (4, 8), (5, 12)] {
        if let Some(column) = table.column_mut(column) {
            column.set_constraint(ColumnConstraint::UpperBoundary(Width::Fixed(width)));
        }
    }
    if let Some(goods) = table.column_mut(3) {
        goods.set_constraint(ColumnConstraint::UpperBoundary(Width::Fixed(14)));
    }
    for column in [0, 1, 4] {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

/// One firm a line: `> Orchid Example Trading (MY)`; a handover is drawn as `~>`.
fn chain(sheet: &AlertSheet) -> String {
    let mut out = String::new();
    for (i, entity) in sheet.chain.iter().enumerate() {
        if i > 0 {
            out.push_str(if sheet.handed_to(i) { "\n~> " } else { "\n> " });
        }
        let country = entity.country.as_deref().unwrap_or("??");
        let _ = write!(out, "{} ({country})", cut(&entity.name, 46));
        if i == 0 {
            out.push_str(&sheet.more_sources());
        }
    }
    out
}

fn next(out: &mut String, run: &Run, dir: &Path, style: Style) -> std::fmt::Result {
    let dir = line(&dir.display().to_string()).into_owned();
    let label = style.paint(Tone::Heading, &format!("{:<9}", "Next"));
    let open = run.alerts.iter().find(|alert| !is_settled(run, alert));
    match open {
        Some(alert) => {
            writeln!(out, "{label}tidewaiter explain {dir} {}", alert.id)?;
            writeln!(out, "         tidewaiter entity {dir} NAME")?;
        }
        None => writeln!(out, "{label}tidewaiter verify {dir}")?,
    }
    writeln!(out, "         {dir}/alerts.csv")?;
    writeln!(
        out,
        "\n{}",
        style.paint(Tone::Quiet, &style.wrap(0, CAUTION))
    )
}
