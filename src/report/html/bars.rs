//! The findings as bars that start where the one before ended: prior plus parts is the score.

use crate::model::AlertSheet;
use crate::report::escape::terminal::cut;
use maud::{Markup, html};

// As wide as the timeline, so that the words of both are of one size.
const LEFT: f64 = 180.0;
const WIDTH: f64 = 244.0;
const ROW: f64 = 22.0;

pub(super) fn view(sheet: &AlertSheet) -> Markup {
    let mut steps: Vec<(String, f64, f64, &str)> =
        vec![("prior".to_owned(), 0.0, sheet.prior, "base")];
    let mut sum = sheet.prior;
    for finding in sheet.against().chain(sheet.in_favour()) {
        let class = if finding.contribution > 0.0 {
            "up"
        } else {
            "down"
        };
        let end = sum + finding.contribution;
        steps.push((cut(&finding.heuristic, 26), sum, end, class));
        sum = end;
    }
    steps.push(("sum".to_owned(), 0.0, sheet.log_odds, "base"));
    let low = steps.iter().map(|s| s.1.min(s.2)).fold(0.0, f64::min);
    let high = steps.iter().map(|s| s.1.max(s.2)).fold(0.0, f64::max);
    let scale = WIDTH / (high - low).max(0.1);
    let x = |value: f64| LEFT + (value - low) * scale;
    let height = ROW * steps.len() as f64 + 8.0;
    html! {
        svg.wide role="img" viewBox=(format!("0 0 {:.0} {height:.0}", LEFT + WIDTH + 56.0)) {
            title { "Findings in log-odds: the bars add up to the score" }
            line.axis x1=(r(x(0.0))) x2=(r(x(0.0))) y1="0" y2=(r(height)) {}
            @for (i, (name, from, to, class)) in steps.iter().enumerate() {
                @let y = 4.0 + ROW * i as f64;
                text x=(r(LEFT - 8.0)) y=(r(y + 14.0)) text-anchor="end" { (name) }
                rect class=(class) x=(r(x(from.min(*to)))) y=(r(y + 3.0))
                    width=(r(((to - from).abs() * scale).max(1.0))) height=(r(ROW - 8.0)) rx="2" {}
                text.small x=(r(x(from.max(*to)) + 5.0)) y=(r(y + 14.0)) {
                    (if i == 0 || i + 1 == steps.len() { format!("{to:+.2}") } else { format!("{:+.2}", to - from) })
                }
            }
        }
    }
}

fn r(x: f64) -> String {
    format!("{x:.1}")
}
