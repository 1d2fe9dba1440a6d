//! `tidewaiter explain`: an alert from top to bottom.

use super::{Style, Tone};
use crate::model::{
    Advice, AlertSheet, DrawnSheet, FindingSheet, Match, Measure, SUPPLY, ShipmentSheet,
};
use crate::report::escape::terminal::{cut, line};
use crate::report::{CAUTION, number};
use std::fmt::Write;

/// How many entries of a list are printed before the rest is only counted.
const SHOWN: usize = 12;

/// The alert leg by leg, the findings with their parts, what is unknown, what to check next, the sum.
/// `of` is the number of alerts in the run.
pub fn alert(sheet: &AlertSheet, of: u64, advice: &[Advice], style: Style) -> String {
    let mut out = String::new();
    // Writing into a String does not fail.
    let _ = head(&mut out, sheet, of, style)
        .and_then(|()| chain(&mut out, sheet, style))
        .and_then(|()| legs(&mut out, sheet, style))
        .and_then(|()| score(&mut out, sheet, style))
        .and_then(|()| unknown(&mut out, sheet, style))
        .and_then(|()| next(&mut out, sheet, advice, style))
        .and_then(|()| writeln!(out, "{}", style.paint(Tone::Quiet, &style.wrap(0, CAUTION))));
    out
}

fn title(out: &mut String, text: &str, style: Style) -> std::fmt::Result {
    writeln!(out, "\n{}", style.paint(Tone::Heading, text))
}

fn head(out: &mut String, sheet: &AlertSheet, of: u64, style: Style) -> std::fmt::Result {
    writeln!(
        out,
        "{}  rank {} of {}  score {}  case {}",
        style.paint(Tone::Heading, &line(&sheet.alert_id)),
        number::count(sheet.rank),
        number::count(of),
        number::score(sheet.score),
        line(&sheet.case_id),
    )?;
    if let Some(label) = &sheet.label {
        writeln!(
            out,
            "{}",
            style.wrap(0, &format!("Analyst: {}", label.line()))
        )?;
    }
    writeln!(out, "\n{}", style.wrap(0, &sheet.summary))?;
    let facts = format!(
        "Goods {}; units {}; TPP {}; declared value {} USD; arrived because: {}.",
        line(&sheet.path.model),
        number::measure(sheet.units),
        number::measure_short(sheet.tpp),
        number::measure_short(sheet.value_usd),
        line(&sheet.path.end_text),
    );
    writeln!(out, "{}", style.wrap(0, &facts))
}

fn chain(out: &mut String, sheet: &AlertSheet, style: Style) -> std::fmt::Result {
    title(out, "Chain", style)?;
    for (place, entity) in sheet.firms() {
        let country = entity.country.as_deref().unwrap_or("??");
        let name = format!("{} ({country})", line(&entity.name));
        writeln!(out, "{place:>3}  {}", style.wrap_after(5, 5, &name))?;
        let roles: Vec<String> = entity
            .roles
            .iter()
            .filter(|(_, score)| *score >= 0.1)
            .take(3)
            .map(|(role, score)| format!("{role} {score:.2}"))
            .collect();
        let mut about = vec![entity.id.clone()];
        if !roles.is_empty() {
            about.push(roles.join(", "));
        }
        if let Some(headquarters) = &entity.headquarters {
            about.push(format!("headquarters {headquarters}"));
        }
        about.extend(entity.notes.iter().cloned());
        let about = style.wrap(5, &about.join("; "));
        writeln!(out, "{}", style.paint(Tone::Quiet, &about))?;
    }
    Ok(())
}

/// How a leg continues the one before it, in words.
pub(crate) fn matched(matched: Match) -> &'static str {
    match matched {
        Match::First => "first leg",
        Match::SameItem => "the same item goes on",
        Match::Converted => "converted: servers in, boards out",
        Match::Vague => "vague words under a near heading",
        Match::Named => "named here, under vague words before",
        Match::Relabelled => "other goods by their words, not by weight, value or history",
        Match::Handover => "handed over without a shipment",
    }
}

fn legs(out: &mut String, sheet: &AlertSheet, style: Style) -> std::fmt::Result {
    title(out, "Legs", style)?;
    for (i, leg) in sheet.path.legs.iter().enumerate() {
        let arrow = if leg.link.is_some() { "~>" } else { ">" };
        let days = if leg.first_day == leg.last_day {
            leg.first_day.to_string()
        } else {
            format!("{} to {}", leg.first_day, leg.last_day)
        };
        let mut text = format!(
            "{days}, {} units; {}",
            number::measure(leg.units),
            matched(leg.matched)
        );
        if leg.place > 1 {
            let _ = write!(text, " (compatibility {:.2})", leg.compatibility);
        }
        let label = format!("  {} {arrow} {}  ", sheet.giver(leg), leg.place + 1);
        let width = label.chars().count();
        writeln!(out, "{label}{}", style.wrap_after(width, width, &text))?;
        if let Some(link) = &leg.link {
            let mut text = format!("link: {}, strength {:.2}", link.kind.word(), link.strength);
            if let Some(share) = link.share_pct.get() {
                let _ = write!(text, ", {share:.0} %");
            }
            let _ = write!(text, ", seen: {}", line(&link.seen));
            writeln!(out, "{}", style.wrap(9, &text))?;
        }
        let rows = sheet.shipments.get(i).map_or(&[][..], Vec::as_slice);
        for (row, drawn) in rows.iter().zip(&leg.shipments).take(SHOWN) {
            shipment(out, row, drawn, style)?;
        }
        if rows.len() > SHOWN {
            writeln!(
                out,
                "         ... and {} more shipments (--json has all)",
                rows.len() - SHOWN
            )?;
        }
    }
    supply(out, sheet, style)
}

fn supply(out: &mut String, sheet: &AlertSheet, style: Style) -> std::fmt::Result {
    let supply = &sheet.path.supply;
    if !supply.is_empty() {
        writeln!(out, "{}", style.wrap(2, &format!("{SUPPLY}:")))?;
    }
    for one in supply.iter().take(SHOWN) {
        let words = one.words(number::measure);
        let words = style.wrap(9, &line(&words));
        writeln!(out, "{}", style.paint(Tone::Quiet, &words))?;
    }
    if supply.len() > SHOWN {
        let more = supply.len() - SHOWN;
        writeln!(out, "         ... and {more} more (--json has all)")?;
    }
    Ok(())
}

fn shipment(
    out: &mut String,
    row: &ShipmentSheet,
    drawn: &DrawnSheet,
    style: Style,
) -> std::fmt::Result {
    let day = row.date.map(|day| day.to_string()).unwrap_or_default();
    let source = format!(
        "{day}  record {}  {}:{}",
        line(&row.record_id),
        line(&row.source_file),
        row.source_line
    );
    writeln!(out, "{}", style.wrap(9, &source))?;
    let goods = match (&row.description, &row.hs_code) {
        (Some(text), Some(hs)) => format!("\"{}\", HS {}", cut(text, 160), line(hs)),
        (Some(text), None) => format!("\"{}\", no HS code", cut(text, 160)),
        (None, Some(hs)) => format!("no description, HS {}", line(hs)),
        (None, None) => "no description, no HS code".to_owned(),
    };
    writeln!(out, "{}", style.wrap(11, &goods))?;
    let unit = row.quantity_unit.as_deref().unwrap_or("units of quantity");
    let currency = row.currency.as_deref().unwrap_or("(no currency)");
    let figures = format!(
        "{} {}, {} kg, {} {}; {} units recognised, {}; {}",
        number::measure(row.quantity),
        line(unit),
        number::measure(row.gross_weight_kg.or(row.net_weight_kg)),
        number::measure(row.value),
        line(currency),
        number::measure(row.units),
        if drawn.beside {
            "beside the chain".to_owned()
        } else {
            format!("{} drawn", number::measure(drawn.drawn))
        },
        row.status
            .as_deref()
            .unwrap_or("no item recognised, so no status"),
    );
    writeln!(out, "{}", style.wrap(11, &figures))?;
    if !row.completed.is_empty() {
        let completed = format!("joined records complete it: {}", row.completed.join(", "));
        writeln!(out, "{}", style.wrap(11, &line(&completed)))?;
    }
    let place = |name: &Option<String>, country: &Option<String>| {
        format!(
            "{} ({})",
            line(name.as_deref().unwrap_or("not stated")),
            country.as_deref().unwrap_or("??")
        )
    };
    let parties = format!(
        "{} to {}{}",
        place(&row.shipper, &row.shipper_country),
        place(&row.consignee, &row.consignee_country),
        match &row.destination_country {
            Some(country) => format!(", destination {country}"),
            None => String::new(),
        }
    );
    writeln!(
        out,
        "{}",
        style.paint(Tone::Quiet, &style.wrap(11, &parties))
    )
}

/// A part of a score with its sign, two decimals.
pub(crate) fn signed(x: f64) -> String {
    if x == 0.0 {
        "0.00".to_owned()
    } else {
        format!("{x:+.2}")
    }
}

/// What a strength counts as, where that is another number.
fn counted(strength: f64, counted: Measure) -> String {
    match counted.get() {
        Some(counted) if format!("{counted:.2}") != format!("{strength:.2}") => {
            format!(" counted as {counted:.2}")
        }
        _ => String::new(),
    }
}

fn score(out: &mut String, sheet: &AlertSheet, style: Style) -> std::fmt::Result {
    title(out, "Score, in log-odds", style)?;
    writeln!(
        out,
        "  {:>6}  prior, from the assumed base rate",
        signed(sheet.prior)
    )?;
    let mut part = |finding: &FindingSheet, tone: Tone| -> std::fmt::Result {
        let sum = format!("{:>6}", signed(finding.contribution));
        let strength = match finding.strength.get() {
            Some(strength) => format!(
                "strength {strength:.2}{} x weight {:.2}",
                counted(strength, finding.counted),
                finding.weight
            ),
            None => "not measured".to_owned(),
        };
        writeln!(
            out,
            "  {}  {} ({strength})",
            style.paint(tone, &sum),
            line(&finding.heuristic)
        )?;
        writeln!(out, "{}", style.wrap(10, &finding.text))?;
        if !finding.record_ids.is_empty() {
            let mut records = finding
                .record_ids
                .iter()
                .take(SHOWN)
                .map(|id| line(id).into_owned())
                .collect::<Vec<_>>()
                .join(", ");
            if finding.record_ids.len() > SHOWN {
                let _ = write!(records, " and {} more", finding.record_ids.len() - SHOWN);
            }
            let records = style.wrap(10, &format!("records {records}"));
            writeln!(out, "{}", style.paint(Tone::Quiet, &records))?;
        }
        Ok(())
    };
    for finding in sheet.against() {
        part(finding, Tone::Against)?;
    }
    for finding in sheet.in_favour() {
        part(finding, Tone::InFavour)?;
    }
    if sheet.in_favour().next().is_none() {
        writeln!(out, "    0.00  no innocent explanation was found")?;
    }
    writeln!(
        out,
        "{}",
        style.paint(
            Tone::Heading,
            &format!(
                "= {:>6}  log-odds, probability {}",
                signed(sheet.log_odds),
                number::score(sheet.score)
            )
        )
    )
}

fn unknown(out: &mut String, sheet: &AlertSheet, style: Style) -> std::fmt::Result {
    let unknown = sheet.unknown();
    if unknown.is_empty() {
        return Ok(());
    }
    title(out, "Unknown", style)?;
    for what in &unknown {
        writeln!(out, "  - {}", style.wrap_after(4, 4, what))?;
    }
    Ok(())
}

/// What to check next: the advice of the heuristics that moved the score, strongest first.
pub fn check_next<'a>(sheet: &AlertSheet, advice: &'a [Advice]) -> Vec<&'a Advice> {
    sheet
        .findings
        .iter()
        .filter(|finding| finding.contribution != 0.0 || !finding.strength.is_known())
        .filter_map(|finding| advice.iter().find(|a| a.heuristic == finding.heuristic))
        .filter(|advice| !advice.check_next.is_empty())
        .take(6)
        .collect()
}

fn next(out: &mut String, sheet: &AlertSheet, advice: &[Advice], style: Style) -> std::fmt::Result {
    let advice = check_next(sheet, advice);
    if !advice.is_empty() {
        title(out, "Check next", style)?;
        for advice in advice {
            let text = format!("{} ({})", advice.check_next, advice.heuristic);
            writeln!(out, "  - {}", style.wrap_after(4, 4, &text))?;
        }
    }
    writeln!(out)
}
