//! Documents that are made from data are up to date.
//!
//! `TIDEWAITER_REGENERATE=1 cargo test --test it docs::` writes them anew.

use std::path::Path;
use tidewaiter::reference::{catalogue, describe, headings};

/// Holds a file of the repository against the text it is made to have, or writes it where the environment
/// asks for that.
pub fn docs_are_current(path: &str, text: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("TIDEWAITER_REGENERATE").is_some_and(|value| value == "1") {
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder).expect("the folder of the document");
        }
        std::fs::write(&file, text).expect("the document is written");
        return;
    }
    let there = std::fs::read_to_string(&file).unwrap_or_default();
    let first = there
        .lines()
        .zip(text.lines())
        .position(|(a, b)| a != b)
        .map_or(0, |line| line + 1);
    assert!(
        there == text,
        "{path} is not what its data say (first at line {first}); run TIDEWAITER_REGENERATE=1 cargo test --test it docs::"
    );
}

#[test]
fn items() {
    let text = describe::markdown(&catalogue::load(), &headings::load(), &catalogue::sources());
    docs_are_current("docs/items.md", &text);
}
