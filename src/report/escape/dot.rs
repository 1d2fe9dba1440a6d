//! Graphviz DOT.

/// A quoted string: quotes and backslashes escaped (so that `\N` or `\l` mean nothing), `&` as an
/// entity (labels are read as HTML text), controls spelt out.
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '&' => out.push_str("&amp;"),
            '\n' | '\r' | '\t' => out.push(' '),
            c if super::is_deceptive(c) => {
                let mut spelt = String::new();
                super::spell(c, &mut spelt);
                out.push_str(&spelt.replace('\\', "\\\\"));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_cannot_leave_its_quotes() {
        assert_eq!(quoted("a\"];b[\\"), "\"a\\\"];b[\\\\\"");
    }

    proptest! {
        #[test]
        fn only_the_ends_are_bare_quotes(text in "(?s).*") {
            let out = quoted(&text);
            let inner = &out[1..out.len() - 1];
            let mut escaped = false;
            for c in inner.chars() {
                prop_assert!(escaped || c != '"');
                escaped = !escaped && c == '\\';
            }
            prop_assert!(!escaped);
            prop_assert!(!inner.contains('\n'));
        }
    }
}
