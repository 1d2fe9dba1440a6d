//! One alert: chain, timeline, findings, source rows.

use super::{advice, bars, chain, day, timeline};
use crate::model::{Advice, AlertSheet, FindingSheet, LegSheet, SUPPLY, ShipmentSheet};
use crate::report::escape::html::Shown;
use crate::report::{number, picture};
use maud::{Markup, PreEscaped, html};

/// Source rows shown for one leg; a page is not a table of the run.
const ROWS: usize = 30;

pub(super) fn section(sheet: &AlertSheet, all: &[Advice], open: bool) -> Markup {
    let words = words(sheet);
    html! {
        details.alert id=(Shown(&sheet.alert_id)) data-alert data-words=(Shown(&words)) open[open] {
            summary {
                b { "#" (sheet.rank) " " (number::score(sheet.score)) } " "
                (chain(sheet)) " "
                (super::badge(sheet)) " "
                span.dim { (Shown(&sheet.alert_id)) ", case " (Shown(&sheet.case_id)) }
            }
            div {
                p { (Shown(&sheet.summary)) }
                @if let Some(label) = &sheet.label { p { strong { "Analyst: " } (Shown(&label.line())) } }
                p.dim {
                    "Goods " (Shown(&sheet.path.model)) "; units " (number::measure(sheet.units))
                    "; TPP " (number::measure_short(sheet.tpp))
                    "; declared value " (number::measure_short(sheet.value_usd)) " USD; arrived because: "
                    (Shown(&sheet.path.end_text)) "."
                }
                div.scroll tabindex="0" role="region" aria-label="Chain" {
                    (PreEscaped(picture::of_alerts("Chain of firms", &[sheet]).inline()))
                }
                h3 { "Firms" }
                ul.tight {
                    @for entity in &sheet.chain {
                        li {
                            bdi { (Shown(&entity.name)) }
                            " (" (Shown(entity.country.as_deref().unwrap_or("??"))) ")"
                            @if let Some(country) = &entity.headquarters { ", headquarters " (Shown(country)) }
                            @for (role, score) in entity.roles.iter().filter(|(_, s)| *s >= 0.1).take(3) {
                                ", " (Shown(role)) " " (format!("{score:.2}"))
                            }
                            @for note in &entity.notes { "; " (Shown(note)) }
                        }
                    }
                }
                h3 { "Timeline" }
                div.scroll tabindex="0" role="region" aria-label="Timeline" { (timeline::view(sheet)) }
                h3 { "Score: what speaks against and for" }
                div.scroll tabindex="0" role="region" aria-label="Findings" { (bars::view(sheet)) }
                (findings(sheet))
                (unknown(sheet))
                @let next = advice(sheet, all);
                @if !next.is_empty() {
                    h3 { "Check next" }
                    ul.tight { @for a in next {
                        li { (Shown(&a.check_next)) " " span.dim { "(" (Shown(&a.heuristic)) ")" } }
                    } }
                }
                h3 { "Source rows" }
                @for (i, leg) in sheet.path.legs.iter().enumerate() {
                    (leg_rows(leg, sheet.shipments.get(i).map_or(&[][..], Vec::as_slice)))
                }
                (supply(sheet))
            }
        }
    }
}

/// Words that the filter looks in: those of the list, not the source rows.
fn words(sheet: &AlertSheet) -> String {
    let mut words = vec![
        sheet.alert_id.as_str(),
        &sheet.case_id,
        &sheet.path.model,
        &sheet.summary,
    ];
    words.extend(sheet.label.as_ref().map(|label| label.verdict.done()));
    for (_, entity) in sheet.firms() {
        words.push(&entity.name);
        words.extend(entity.country.as_deref());
    }
    words.extend(sheet.findings.iter().map(|f| f.heuristic.as_str()));
    words.join(" ")
}

fn findings(sheet: &AlertSheet) -> Markup {
    let row = |finding: &FindingSheet| {
        html! {
            tr {
                td { (Shown(&finding.heuristic)) }
                td.n { @match finding.strength.get() {
                    Some(strength) => { (format!("{strength:.2}")) }
                    None => { "not measured" }
                } }
                td.n { @if let Some(counted) = finding.counted.get() {
                    (format!("{counted:.2} × {:.2}", finding.weight))
                } }
                td.n { (format!("{:+.2}", finding.contribution)) }
                td { (Shown(&finding.text)) }
            }
        }
    };
    html! {
        div.scroll tabindex="0" role="region" aria-label="Findings as a table" {
            table.list {
                thead { tr { th { "Finding" } th.n { "Strength" } th.n { "Counted × weight" } th.n { "Log-odds" } th { "What was seen" } } }
                tbody {
                    tr { td { "prior" } td {} td {} td.n { (format!("{:+.2}", sheet.prior)) } td { "from the assumed base rate" } }
                    @for finding in sheet.against() { (row(finding)) }
                    @for finding in sheet.in_favour() { (row(finding)) }
                    tr { td { strong { "sum" } } td {} td {} td.n { strong { (format!("{:+.2}", sheet.log_odds)) } }
                        td { "probability " (number::score(sheet.score)) } }
                }
            }
        }
        @if sheet.in_favour().next().is_none() { p.dim { "No innocent explanation was found." } }
    }
}

fn unknown(sheet: &AlertSheet) -> Markup {
    let unknown = sheet.unknown();
    html! {
        @if !unknown.is_empty() {
            h3 { "Unknown" }
            ul.tight { @for what in &unknown { li { (Shown(what)) } } }
        }
    }
}

fn supply(sheet: &AlertSheet) -> Markup {
    let supply = &sheet.path.supply;
    html! {
        @if !supply.is_empty() {
            p { (SUPPLY) ":" }
            ul.tight { @for one in supply.iter().take(ROWS) {
                li.dim { (Shown(&one.words(number::measure))) }
            } }
            @if supply.len() > ROWS { p.dim { (supply.len() - ROWS) " more: tidewaiter explain --json has all." } }
        }
    }
}

fn leg_rows(leg: &LegSheet, rows: &[ShipmentSheet]) -> Markup {
    html! {
        p {
            "Leg " (leg.place) ": " (crate::report::terminal::matched(leg.matched))
            ", " (number::measure(leg.units)) " units"
            @if leg.place > 1 { ", compatibility " (format!("{:.2}", leg.compatibility)) }
            @if let Some(link) = &leg.link {
                "; link " (link.kind.word()) ", strength " (format!("{:.2}", link.strength)) ": " (Shown(&link.seen))
            }
        }
        @if !rows.is_empty() {
            div.scroll tabindex="0" role="region" aria-label="Source rows" {
                table.rows {
                    thead { tr {
                        th { "Date" } th { "Record, file and line" } th { "Shipper" } th { "Consignee" }
                        th { "Goods as declared" } th.n { "Quantity" } th.n { "kg" } th.n { "Value" }
                        th.n { "Units, drawn" } th { "Status" }
                    } }
                    tbody {
                        @for (row, drawn) in rows.iter().zip(&leg.shipments).take(ROWS) {
                            tr {
                                td.nowrap { (day(row.date)) }
                                td { (Shown(&row.record_id)) br; span.dim { (Shown(&row.source_file)) ":" (row.source_line) } }
                                td { (party(row.shipper.as_deref(), row.shipper_country.as_deref())) }
                                td { (party(row.consignee.as_deref(), row.consignee_country.as_deref())) }
                                td { (Shown(row.description.as_deref().unwrap_or("not stated"))) " "
                                    span.dim { "HS " (Shown(row.hs_code.as_deref().unwrap_or("not stated"))) } }
                                td.n { (number::measure(row.quantity)) " " (Shown(row.quantity_unit.as_deref().unwrap_or(""))) }
                                td.n { (number::measure(row.gross_weight_kg.or(row.net_weight_kg))) }
                                td.n { (number::measure_short(row.value)) " " (Shown(row.currency.as_deref().unwrap_or(""))) }
                                td.n { (number::measure(row.units)) ", " (drawn.words(number::measure)) }
                                td.nowrap { (Shown(row.status.as_deref().unwrap_or("none"))) }
                            }
                        }
                    }
                }
            }
            @if rows.len() > ROWS { p.dim { (rows.len() - ROWS) " more rows: tidewaiter export has all." } }
        }
    }
}

fn party(name: Option<&str>, country: Option<&str>) -> Markup {
    html! { bdi { (Shown(name.unwrap_or("not stated"))) } " (" (Shown(country.unwrap_or("??"))) ")" }
}
