//! A terminal obeys escape sequences and turns text around; here it only sees what can be seen.

use super::{is_deceptive, spell};
use std::borrow::Cow;

/// One line of text without control, direction or invisible characters: they are spelt out.
pub fn line(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_deceptive) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_deceptive(c) {
            spell(c, &mut out);
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// [`line()`], cut to `width` characters with an ellipsis.
pub fn cut(text: &str, width: usize) -> String {
    let safe = line(text);
    if safe.chars().count() <= width {
        return safe.into_owned();
    }
    let mut out: String = safe.chars().take(width.saturating_sub(1)).collect();
    out.truncate(out.trim_end().len());
    out.push('…');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn escapes_and_overrides_are_spelt_out() {
        assert_eq!(line("\u{1b}[2Jx"), "\\u{1b}[2Jx");
        assert_eq!(line("gnp\u{202e}exe"), "gnp\\u{202e}exe");
        assert_eq!(line("a\nb"), "a\\nb");
        assert_eq!(cut("Orchid Example", 7), "Orchid…");
    }

    proptest! {
        #[test]
        fn nothing_deceptive_is_left(text in "(?s).*", width in 1usize..40) {
            prop_assert!(!line(&text).chars().any(is_deceptive));
            prop_assert!(cut(&text, width).chars().count() <= width);
        }
    }
}
