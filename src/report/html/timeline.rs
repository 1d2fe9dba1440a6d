//! The shipments of an alert over time, one line a leg.

use crate::model::AlertSheet;
use maud::{Markup, html};

// A picture of some 480 units is read on a telephone as well as on a desk.
const LEFT: f64 = 58.0;
const WIDTH: f64 = 390.0;
const ROW: f64 = 28.0;

pub(super) fn view(sheet: &AlertSheet) -> Markup {
    let legs = &sheet.path.legs;
    let first = legs.iter().map(|leg| leg.first_day).min();
    let last = legs.iter().map(|leg| leg.last_day).max();
    let (Some(first), Some(last)) = (first, last) else {
        return html! {};
    };
    let days = f64::from(last.since(first).max(1));
    let x = |day: crate::model::Day| LEFT + f64::from(day.since(first)) / days * WIDTH;
    let most = sheet
        .shipments
        .iter()
        .flatten()
        .filter_map(|row| row.units.get())
        .fold(1.0, f64::max);
    let height = ROW * legs.len() as f64 + 26.0;
    html! {
        svg.wide role="img" viewBox=(format!("0 0 {:.0} {height:.0}", LEFT + WIDTH + 32.0)) {
            title { "Shipments by day, one line a leg; area by units" }
            @for (i, leg) in legs.iter().enumerate() {
                @let y = 14.0 + ROW * i as f64;
                line.axis x1=(r(LEFT)) x2=(r(LEFT + WIDTH)) y1=(r(y)) y2=(r(y)) {}
                text x=(r(LEFT - 14.0)) y=(r(y + 4.0)) text-anchor="end" { "leg " (leg.place) }
                @if leg.link.is_some() {
                    line.flow.hand x1=(r(x(leg.first_day))) x2=(r(LEFT + WIDTH)) y1=(r(y)) y2=(r(y)) {}
                    text.small.over x=(r(LEFT)) y=(r(y + 4.0)) { "handover" }
                }
                @for row in sheet.shipments.get(i).into_iter().flatten() {
                    @if let Some(day) = row.date {
                        circle.dot cx=(r(x(day))) cy=(r(y)) r=(r(3.5 + 6.0 * (row.units.get().unwrap_or(0.0) / most).sqrt())) {
                            title { (day) }
                        }
                    }
                }
            }
            text.small x=(r(LEFT)) y=(r(height - 6.0)) { (first) }
            text.small x=(r(LEFT + WIDTH)) y=(r(height - 6.0)) text-anchor="end" { (last) }
        }
    }
}

fn r(x: f64) -> String {
    format!("{x:.1}")
}
