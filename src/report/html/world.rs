//! Where goods came from, over which hubs they went, where they ended: bands by units.

use crate::model::AlertSheet;
use crate::report::number;
use maud::{Markup, html};
use std::collections::BTreeMap;

const WIDTH: f64 = 560.0;
const HEIGHT: f64 = 260.0;
const BAR: f64 = 12.0;
const GAP: f64 = 8.0;

pub(super) fn view(alerts: &[AlertSheet]) -> Markup {
    // Columns: first country, the countries between, last country. Units that are not known count
    // as one, so that no chain is left out; the note below says so.
    let mut flows: BTreeMap<(String, String, String), f64> = BTreeMap::new();
    let mut unknown = 0u64;
    for sheet in alerts {
        let codes: Vec<&str> = sheet
            .chain
            .iter()
            .map(|entity| entity.country.as_deref().unwrap_or("??"))
            .collect();
        let (Some(first), Some(last)) = (codes.first(), codes.last()) else {
            continue;
        };
        let mut hubs: Vec<&str> = codes[1..codes.len().saturating_sub(1).max(1)].to_vec();
        hubs.dedup();
        let hub = if hubs.is_empty() {
            "direct".to_owned()
        } else {
            hubs.join(" › ")
        };
        if !sheet.units.is_known() {
            unknown += 1;
        }
        *flows
            .entry(((*first).to_owned(), hub, (*last).to_owned()))
            .or_default() += sheet.units.get().unwrap_or(1.0).max(1.0);
    }
    let columns = [0, 1, 2].map(|column| totals(&flows, column));
    let total: f64 = flows.values().sum();
    let rows = columns.iter().map(Vec::len).max().unwrap_or(1) as f64;
    let height = HEIGHT.max(rows * (GAP + 14.0));
    let scale = (height - rows * GAP) / total.max(1.0);
    // Room for a label beside the outer columns, and for several hubs beside the middle one.
    let lefts = [92.0, 236.0, WIDTH - 92.0 - BAR];
    // Upper edge of every bar.
    let tops: Vec<BTreeMap<&str, f64>> = columns
        .iter()
        .map(|column| {
            let mut y = 4.0;
            column
                .iter()
                .map(|(name, units)| {
                    let top = y;
                    y += (units * scale).max(14.0) + GAP;
                    (name.as_str(), top)
                })
                .collect()
        })
        .collect();
    let mut used: BTreeMap<(usize, &str), f64> = BTreeMap::new();
    let mut bands = Vec::new();
    for column in [0, 1] {
        // One band a pair of neighbours, however many chains run along it.
        let mut pairs: BTreeMap<(&str, &str), f64> = BTreeMap::new();
        for ((first, hub, last), units) in &flows {
            let pair = if column == 0 {
                (first.as_str(), hub.as_str())
            } else {
                (hub.as_str(), last.as_str())
            };
            *pairs.entry(pair).or_default() += units;
        }
        for ((a, b), units) in pairs {
            let thick = (units * scale).max(1.0);
            // A hub's bar takes a band on either side.
            let out = used.entry((column * 2, a)).or_default();
            let y1 = tops[column][a] + *out + thick / 2.0;
            *out += thick;
            let into = used.entry((column * 2 + 1, b)).or_default();
            let y2 = tops[column + 1][b] + *into + thick / 2.0;
            *into += thick;
            let (x1, x2) = (lefts[column] + BAR, lefts[column + 1]);
            let middle = (x1 + x2) / 2.0;
            bands.push((
                format!("M{x1:.0} {y1:.1}C{middle:.0} {y1:.1} {middle:.0} {y2:.1} {x2:.0} {y2:.1}"),
                thick,
                format!("{a} › {b}: {} units", number::short(units)),
            ));
        }
    }
    let full = columns
        .iter()
        .map(|column| {
            column
                .iter()
                .map(|(_, u)| (u * scale).max(14.0) + GAP)
                .sum::<f64>()
        })
        .fold(0.0, f64::max)
        + 12.0;
    html! {
        h2 id="world" { "Flows: origin, hubs, ends" }
        div.scroll tabindex="0" role="region" aria-label="Flows" {
            svg.wide.world role="img" viewBox=(format!("0 0 {WIDTH:.0} {full:.0}")) {
                title { "Units by first country, countries between and last country" }
                @for (path, thick, words) in &bands {
                    path.flow.band d=(path) stroke-width=(format!("{thick:.1}")) { title { (words) } }
                }
                @for (at, column) in columns.iter().enumerate() {
                    @for (name, units) in column {
                        @let top = tops[at][name.as_str()];
                        rect class=(if at == 2 { "up" } else { "base" }) x=(format!("{:.0}", lefts[at])) y=(format!("{top:.1}"))
                            width=(BAR) height=(format!("{:.1}", (units * scale).max(3.0))) { title { (name) ": " (number::short(*units)) " units" } }
                        @let (x, anchor) = match at { 0 => (lefts[0] - 6.0, "end"), 1 => (lefts[1] + BAR + 5.0, "start"), _ => (lefts[2] + BAR + 6.0, "start") };
                        text.over x=(format!("{x:.0}")) y=(format!("{:.1}", top + 11.0)) text-anchor=(anchor) { (name) " " (number::short(*units)) }
                    }
                }
            }
        }
        p.dim {
            "Units of the " (alerts.len()) " alerts on this page, by the country of the first firm, the firms between and the last firm."
            @if unknown > 0 { " " (number::count(unknown)) " chains state no units and are drawn as one." }
        }
    }
}

/// Names of one column with their units, most first, ties by name.
fn totals(flows: &BTreeMap<(String, String, String), f64>, column: usize) -> Vec<(String, f64)> {
    let mut sums: BTreeMap<&str, f64> = BTreeMap::new();
    for ((first, hub, last), units) in flows {
        let name = [first, hub, last][column];
        *sums.entry(name).or_default() += units;
    }
    let mut sums: Vec<(String, f64)> = sums.into_iter().map(|(n, u)| (n.to_owned(), u)).collect();
    sums.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    sums
}
