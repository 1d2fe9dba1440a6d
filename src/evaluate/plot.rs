//! The precision-recall curve as a drawing.

use super::measure::Report;
use plotters::prelude::*;

/// Precision over recall of schemes, alert after alert, as SVG text.
///
/// # Errors
/// If the drawing library fails; its message.
pub fn curve_svg(report: &Report) -> Result<String, String> {
    let mut text = String::new();
    let fail = |e: &dyn std::fmt::Display| e.to_string();
    {
        let root = SVGBackend::with_string(&mut text, (640, 480)).into_drawing_area();
        root.fill(&WHITE).map_err(|e| fail(&e))?;
        let mut chart = ChartBuilder::on(&root)
            .margin(16)
            .caption("Precision of alerts over schemes found", ("sans-serif", 18))
            .x_label_area_size(36)
            .y_label_area_size(44)
            .build_cartesian_2d(0.0..1.0, 0.0..1.0)
            .map_err(|e| fail(&e))?;
        chart
            .configure_mesh()
            .x_desc("share of schemes found")
            .y_desc("share of alerts that are right")
            .light_line_style(WHITE)
            .draw()
            .map_err(|e| fail(&e))?;
        let line = LineSeries::new(report.curve.iter().copied(), BLUE.stroke_width(2));
        chart.draw_series(line).map_err(|e| fail(&e))?;
        root.present().map_err(|e| fail(&e))?;
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_drawing_is_svg_with_a_line() {
        let report = Report {
            curve: vec![(0.1, 1.0), (0.5, 0.9), (0.9, 0.4)],
            ..Report::default()
        };
        let svg = curve_svg(&report).expect("drawing");
        assert!(svg.starts_with("<svg") && svg.contains("polyline"), "{svg}");
    }
}
