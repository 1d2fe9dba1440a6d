//! JSON on one line, safe to print, to split into lines and to put into a page.

use super::is_deceptive;
use serde::Serialize;
use std::fmt::Write;

/// One line of JSON without a line break. Characters that some readers split lines at, that a
/// terminal obeys, or that end a script element are written as `\uXXXX`, which every reader turns back.
///
/// # Errors
/// If a value cannot be written as JSON (a map key that is no text).
pub fn line<T: Serialize>(value: &T) -> Result<String, serde_json::Error> {
    let plain = serde_json::to_string(value)?;
    // Outside of strings JSON is ASCII without these, so every hit is inside a string.
    if !plain.contains(|c| is_deceptive(c) || c == '<') {
        return Ok(plain);
    }
    let mut out = String::with_capacity(plain.len() + 16);
    for c in plain.chars() {
        if is_deceptive(c) || c == '<' {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_line_is_one_line_and_reads_back(text in "(?s).*") {
            let written = line(&text).expect("text is JSON");
            prop_assert!(!written.chars().any(is_deceptive));
            prop_assert!(!written.contains("</"));
            prop_assert_eq!(serde_json::from_str::<String>(&written).expect("readable"), text);
        }
    }

    #[test]
    fn separators_and_tags_are_escaped() {
        let text = "a\u{2028}b\u{85}c</script>\u{e0041}\n";
        let written = line(&text).expect("text is JSON");
        assert_eq!(written, r#""a\u2028b\u0085c\u003c/script>\udb40\udc41\n""#);
    }
}
