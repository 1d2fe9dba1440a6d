//! Markdown (CommonMark and GitHub's): text that stays text, on one line, also in a table cell.

use super::{is_deceptive, spell};

/// Text without any meaning to Markdown. What means nothing where it stands is left as it is: a report is also read
/// without being rendered.
pub fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            c if is_deceptive(c) => {
                let mut spelt = String::new();
                spell(c, &mut spelt);
                for c in spelt.chars() {
                    push(c, None, &mut out);
                }
            }
            c => push(c, next, &mut out),
        }
    }
    out
}

fn push(c: char, next: Option<char>, out: &mut String) {
    let bare = |word: &str| {
        let tail = out
            .len()
            .checked_sub(word.len())
            .and_then(|at| out.get(at..));
        tail.is_some_and(|tail| tail.eq_ignore_ascii_case(word))
    };
    match c {
        // HTML entities, because a backslash before them is not honoured everywhere.
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '&' => out.push_str("&amp;"),
        // The colon and the dot of a bare address would make a link of it.
        ':' if next == Some('/') || bare("mailto") || bare("xmpp") => out.push_str("&#58;"),
        '.' if bare("www") => out.push_str("&#46;"),
        // "1." and "1)" at the start of a line begin a list.
        '.' | ')'
            if !out.is_empty()
                && out.bytes().all(|b| b.is_ascii_digit())
                && next.is_none_or(char::is_whitespace) =>
        {
            out.push('\\');
            out.push(c);
        }
        // Lists and underlines of headings: only where nothing stands before them but their like.
        '-' | '+' | '=' if out.bytes().all(|b| b" \\-+=".contains(&b)) => {
            out.push('\\');
            out.push(c);
        }
        // Inside a word it stresses nothing.
        '_' if out.ends_with(|c: char| c.is_ascii_alphanumeric())
            && next.is_some_and(|c| c.is_ascii_alphanumeric()) =>
        {
            out.push(c);
        }
        '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '#' | '!' | '|' | '~' | '$' | '@'
        | '^' => {
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
    fn what_means_nothing_where_it_stands_is_left_alone() {
        for plain in [
            "2023-11-07",
            "built-in",
            "0.1.0",
            "business: trade",
            "listed_party",
            "a = b",
            "x + y",
        ] {
            assert_eq!(text(plain), plain);
        }
    }

    #[test]
    fn markup_links_and_tables_stay_text() {
        assert_eq!(text("a|b"), "a\\|b");
        assert_eq!(text("[x](http://e)"), "\\[x\\](http&#58;//e)");
        assert_eq!(text("<b>"), "&lt;b&gt;");
        assert_eq!(text("1. x"), "1\\. x");
        assert_eq!(text("# x\ny"), "\\# x y");
        assert_eq!(text("MAILTO:a"), "MAILTO&#58;a");
        assert_eq!(text("- x"), "\\- x");
        assert_eq!(text("--- x"), "\\-\\-\\- x");
        assert_eq!(text("_x_"), "\\_x\\_");
    }

    proptest! {
        #[test]
        fn no_markup_is_left_bare(value in "(?s).*") {
            let out = text(&value);
            prop_assert!(!out.contains(['\n', '\r', '<', '>']));
            let (mut escaped, mut last) = (false, ' ');
            let mut rest = out.chars().peekable();
            while let Some(c) = rest.next() {
                prop_assert!(escaped || !"`*[]|~".contains(c));
                let inside = last.is_ascii_alphanumeric() && rest.peek().is_some_and(char::is_ascii_alphanumeric);
                prop_assert!(escaped || c != '_' || inside);
                escaped = !escaped && c == '\\';
                last = c;
            }
        }
    }
}
