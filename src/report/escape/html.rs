//! Text in a page. maud escapes markup; this also spells out what would turn or hide text.

use super::terminal;
use maud::{Escaper, Render};
use std::fmt::Write;

/// Text from outside, to be spliced into `html!` as text or as an attribute.
pub struct Shown<'a>(pub &'a str);

impl Render for Shown<'_> {
    fn render_to(&self, out: &mut String) {
        // Escaper writes into a String, which does not fail.
        let _ = Escaper::new(out).write_str(&terminal::line(self.0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use maud::html;
    use proptest::prelude::*;

    #[test]
    fn markup_is_text() {
        let name = "<script>alert(1)</script>\" onload='x' \u{202e}";
        let page = html! { p title=(Shown(name)) { (Shown(name)) } }.into_string();
        assert!(!page.contains("<script"), "{page}");
        assert!(!page.contains("\u{202e}"), "{page}");
        assert!(page.contains("&lt;script&gt;"), "{page}");
    }

    proptest! {
        #[test]
        fn no_text_opens_a_tag_or_leaves_its_attribute(text in "(?s).*") {
            let page = html! { p title=(Shown(&text)) { (Shown(&text)) } }.into_string();
            prop_assert_eq!(page.matches('<').count(), 2);
            prop_assert_eq!(page.matches('"').count(), 2);
        }
    }
}
