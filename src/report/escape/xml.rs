//! XML 1.0 text and attributes (GraphML, GEXF, SVG files).

use std::borrow::Cow;

/// Text or attribute value: markup as entities, line breaks as references (an attribute would turn
/// them into blanks), characters that XML 1.0 cannot hold as U+FFFD.
pub fn text(text: &str) -> Cow<'_, str> {
    if !text.contains(|c| replacement(c).is_some()) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match replacement(c) {
            Some(replacement) => out.push_str(replacement),
            None => out.push(c),
        }
    }
    Cow::Owned(out)
}

const fn replacement(c: char) -> Option<&'static str> {
    Some(match c {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '"' => "&quot;",
        '\'' => "&apos;",
        '\n' => "&#10;",
        '\r' => "&#13;",
        '\t' => "&#9;",
        '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => "\u{fffd}",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use quick_xml::Reader;
    use quick_xml::events::Event;

    proptest! {
        #[test]
        fn an_attribute_reads_back(value in "(?s).*") {
            let xml = format!("<a b=\"{}\"/>", text(&value));
            let mut reader = Reader::from_str(&xml);
            let Event::Empty(tag) = reader.read_event().expect("well-formed") else {
                return Err(TestCaseError::fail("no element"));
            };
            let raw = tag.attributes().next().expect("one").expect("well-formed").value.into_owned();
            let back = quick_xml::escape::unescape(&raw).expect("known entities").into_owned();
            let expected: String = value
                .chars()
                .map(|c| if replacement(c) == Some("\u{fffd}") { '\u{fffd}' } else { c })
                .collect();
            prop_assert_eq!(back, expected);
        }
    }
}
