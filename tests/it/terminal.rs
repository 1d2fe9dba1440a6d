//! What the terminal shows.

use crate::made_run;
use std::path::Path;
use tidewaiter::report::terminal::{Style, summary};

#[test]
fn the_summary_fits_80_columns_and_hides_no_control_character() {
    let run = made_run::run(500, 12);
    let text = summary(
        &run,
        &run.record,
        Path::new("tidewaiter-run"),
        10,
        Style::default(),
    );
    println!("{text}");
    for line in text.lines() {
        assert!(
            line.chars().count() <= 80,
            "{} in {line:?}",
            line.chars().count()
        );
        assert!(!line.contains(['\u{1b}', '\u{202e}', '\u{7}']), "{line:?}");
    }
    for words in [
        "502 rows = 500 used + 1 merged + 1 rejected",
        "tidewaiter explain",
        "lead, not proof",
    ] {
        assert!(text.contains(words), "{words}");
    }
}
