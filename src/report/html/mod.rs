//! `report.html`: one page, no remote resource, readable without scripts.

mod alert;
mod bars;
mod timeline;
mod world;

use crate::model::{Advice, AlertSheet, LabelSheet, RunRecord, SourceFile};
use crate::report::escape::html::Shown;
use crate::report::{CAUTION, number};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

/// Alerts drawn one by one; the others stand in alerts.csv.
pub const DRAWN: usize = 200;

/// What a page is made from.
pub struct Page<'a> {
    /// How the run was made.
    pub record: &'a RunRecord,
    /// The alerts to draw, by rank.
    pub alerts: &'a [AlertSheet],
    /// Heading of the page.
    pub title: &'a str,
}

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("filter.js");

/// The page as text.
pub fn page(page: &Page<'_>) -> String {
    let record = page.record;
    let body = html! {
        header {
            h1 { (Shown(page.title)) }
            p.dim {
                "tidewaiter " (Shown(&record.version)) ", policy " (Shown(&record.policy))
                @if !record.policy_known_to.is_empty() { ", rules known to " (Shown(&record.policy_known_to)) }
            }
            p.caution role="note" { strong { "Leads, not proof. " } (CAUTION) }
        }
        main {
            (accounting(record))
            @if !page.alerts.is_empty() { (world::view(page.alerts)) }
            (list(page))
            @if !page.alerts.is_empty() {
                h2 id="alerts" { "Alerts, one by one" }
                @for sheet in page.alerts {
                    (alert::section(sheet, &record.advice, page.alerts.len() == 1))
                }
            }
            (provenance(record))
        }
        footer { (CAUTION) }
    };
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        digest(STYLE),
        digest(SCRIPT)
    );
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                title { (Shown(page.title)) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                (body)
                script { (PreEscaped(SCRIPT)) }
            }
        }
    }
    .into_string()
}

fn accounting(record: &RunRecord) -> Markup {
    let rows = &record.rows;
    let search = &record.completeness;
    let facts = [
        ("Rows read", number::count(rows.read)),
        ("used", number::count(rows.used)),
        ("merged", number::count(rows.merged)),
        ("rejected", number::count(rows.rejected)),
        ("Alerts", number::count(record.alerts)),
        ("Cases", number::count(record.cases)),
        ("Chains examined", number::count(search.chains_examined)),
    ];
    html! {
        h2 id="summary" { "Summary" }
        dl.facts {
            @for (name, value) in &facts { div { dt { (name) } dd { (value) } } }
        }
        p {
            "Rows read = used + merged + rejected; "
            code { "rejected.csv" } " says why each rejected row was set aside. "
            @if search.cuts.is_empty() {
                "The search was complete: no budget cut it."
            } @else {
                strong { "The search was cut: " }
                @for cut in &search.cuts {
                    (Shown(&cut.budget)) " (limit " (number::count(cut.limit)) ") " (number::count(cut.times)) " times, first at " (Shown(&cut.first_at)) "; "
                }
                @match search.best_cut_score.get() {
                    Some(score) => { "what was cut scores at most " (number::score(score)) "." }
                    None => { "what was cut cannot be bounded." }
                }
            }
        }
        @if !record.warnings.is_empty() {
            h3 { "Notes" }
            ul.tight { @for warning in record.warnings.iter().take(40) { li { (Shown(warning)) } } }
        }
    }
}

fn list(page: &Page<'_>) -> Markup {
    let rest = page.record.alerts.saturating_sub(page.alerts.len() as u64);
    html! {
        h2 id="list" { "Ranked alerts" }
        @if page.alerts.is_empty() { p { "No alert: no chain was found over which goods came to an end." } }
        @else {
            p id="search" hidden {
                label for="filter" { "Show alerts that hold all of these words" } br;
                input id="filter" type="search" autocomplete="off" placeholder="firm, country, goods, heuristic";
                " " span id="count" role="status" {}
            }
            div.scroll tabindex="0" role="region" aria-label="Ranked alerts" {
                table.list {
                    thead { tr {
                        th.n { "#" } th.n { "Score" } th { "Chain" } th { "Goods" } th.n { "Units" }
                        th.n { "USD" } th { "Dates" } th { "Strongest finding" }
                    } }
                    tbody { @for sheet in page.alerts { (list_row(sheet)) } }
                }
            }
            @if rest > 0 {
                p.dim { (number::count(rest)) " more alerts stand in " code { "alerts.csv" } "." }
            }
        }
    }
}

fn list_row(sheet: &AlertSheet) -> Markup {
    let anchor = format!("#{}", sheet.alert_id);
    html! {
        tr data-alert class=[settled(sheet).then_some("settled")] {
            td.n { (sheet.rank) }
            td.n { (number::score(sheet.score)) }
            td { a href=(Shown(&anchor)) { (chain(sheet)) } " " (badge(sheet)) }
            td { (Shown(&sheet.path.model)) }
            td.n { (number::measure_short(sheet.units)) }
            td.n { (number::measure_short(sheet.value_usd)) }
            td.nowrap { (day(sheet.first_date)) br; (day(sheet.last_date)) }
            td { @if let Some(finding) = sheet.against().next() { (Shown(&finding.heuristic)) } }
        }
    }
}

/// What an analyst decided, one word, with the rest to hover over.
fn badge(sheet: &AlertSheet) -> Markup {
    html! {
        @if let Some(label) = &sheet.label {
            span.badge title=(Shown(&label.line())) {
                (label.verdict.done())
                @if !label.changed.is_empty() { ", changed since" }
            }
        }
    }
}

fn settled(sheet: &AlertSheet) -> bool {
    sheet.label.as_ref().is_some_and(LabelSheet::is_settled)
}

/// The firms of a chain with their countries; `→` a shipment, `⇢` a handover.
fn chain(sheet: &AlertSheet) -> Markup {
    html! {
        @for (i, entity) in sheet.chain.iter().enumerate() {
            @if i > 0 {
                @if sheet.handed_to(i) { " ⇢ " } @else { " → " }
            }
            bdi { (Shown(&entity.name)) }
            " (" (Shown(entity.country.as_deref().unwrap_or("??"))) ")"
            @if i == 0 { (sheet.more_sources()) }
        }
    }
}

fn day(day: Option<crate::model::Day>) -> String {
    day.map_or_else(|| "?".to_owned(), |day| day.to_string())
}

fn provenance(record: &RunRecord) -> Markup {
    html! {
        h2 id="made" { "How this page was made" }
        p { code { (Shown(&record.command.join(" "))) } }
        div.scroll tabindex="0" role="region" aria-label="Input files" {
            table.rows {
                thead { tr {
                    th { "Input" } th { "Table" } th { "Layout" } th.n { "Rows" } th.n { "Used" }
                    th.n { "Merged" } th.n { "Rejected" } th { "sha256" }
                } }
                tbody { @for file in &record.inputs { (input(file)) } }
            }
        }
        p {
            "Policy " (Shown(&record.policy)) ", sha256 " code { (Shown(&record.policy_sha256)) }
            "; configuration sha256 " code { (Shown(&record.config_sha256)) }
            "; assumed base rate " (record.base_rate) "."
        }
        p {
            "The files of the run folder have their hashes in " code { "run.json" } "; "
            code { "tidewaiter verify" } " recomputes them. A score is a probability under an assumed base rate and "
            "fitted weights: it ranks, it does not judge."
        }
    }
}

fn input(file: &SourceFile) -> Markup {
    html! {
        tr {
            td { (Shown(&file.path)) }
            td { (Shown(&file.table)) }
            td { (Shown(&file.layout)) }
            td.n { (number::count(file.rows_read)) }
            td.n { (number::count(file.rows_used)) }
            td.n { (number::count(file.rows_merged)) }
            td.n { (number::count(file.rows_rejected)) }
            td { code { (Shown(&file.sha256)) } }
        }
    }
}

/// sha256 in base64, as a content security policy wants it.
fn digest(text: &str) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for three in Sha256::digest(text.as_bytes()).chunks(3) {
        let bytes = [
            three[0],
            *three.get(1).unwrap_or(&0),
            *three.get(2).unwrap_or(&0),
        ];
        let bits = u32::from_be_bytes([0, bytes[0], bytes[1], bytes[2]]);
        for i in 0..4 {
            if i <= three.len() {
                out.push(char::from(LETTERS[(bits >> (18 - 6 * i)) as usize & 63]));
            } else {
                out.push('=');
            }
        }
    }
    out
}

/// Advice of the heuristics that moved an alert.
fn advice<'a>(sheet: &AlertSheet, advice: &'a [Advice]) -> Vec<&'a Advice> {
    crate::report::terminal::check_next(sheet, advice)
}
