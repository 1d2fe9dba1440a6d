//! Markdown (CommonMark and GitHub's): text that stays text, on one line, also in a table cell.

use super::{is_deceptive, spell};

/// Text without any meaning to Markdown.
pub fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            c if is_deceptive(c) => {
                let mut spelt = String::new();
                spell(c, &mut spelt);
                for c in spelt.chars() {
                    push(c, &mut out);
                }
            }
            c => push(c, &mut out),
        }
    }
    out
}

fn push(c: char, out: &mut String) {
    match c {
        // HTML entities, because a backslash before them is not honoured everywhere.
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '&' => out.push_str("&amp;"),
        // The colon and the dot of a bare address would make a link of it.
        ':' => out.push_str("&#58;"),
        '.' if out.ends_with("www") || out.ends_with("WWW") => out.push_str("&#46;"),
        // "1." and "1)" at the start of a line begin a list.
        '.' | ')' if !out.is_empty() && out.bytes().all(|b| b.is_ascii_digit()) => {
            out.push('\\');
            out.push(c);
        }
        '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '#' | '+' | '-' | '!' | '|' | '~'
        | '$' | '@' | '=' | '^' => {
            out.push('\\');
            out.push(c);
        }
        c => out.push(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn markup_links_and_tables_stay_text() {
        assert_eq!(text("a|b"), "a\\|b");
        assert_eq!(text("[x](http://e)"), "\\[x\\](http&#58;//e)");
        assert_eq!(text("<b>"), "&lt;b&gt;");
        assert_eq!(text("1. x"), "1\\. x");
        assert_eq!(text("# x\ny"), "\\# x y");
    }

    proptest! {
        #[test]
        fn no_markup_is_left_bare(value in "(?s).*") {
            let out = text(&value);
            prop_assert!(!out.contains(['\n', '\r', '<', '>']));
            let mut escaped = false;
            for c in out.chars() {
                prop_assert!(escaped || !"`*_[]|~".contains(c));
                escaped = !escaped && c == '\\';
            }
        }
    }
}
