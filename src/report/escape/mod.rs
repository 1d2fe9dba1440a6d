//! Names and descriptions are hostile text. One file for each kind of output says how it is made harmless.

pub mod csv;
pub mod dot;
pub mod html;
pub mod json;
pub mod markdown;
pub mod terminal;
pub mod xml;

/// Does the character move the cursor, turn the direction of writing, or hide? A reader would see
/// something else than what the text says.
pub(crate) const fn is_deceptive(c: char) -> bool {
    matches!(c,
        '\u{0}'..='\u{1f}'          // C0: escape, bell, backspace, newline
        | '\u{7f}'..='\u{9f}'       // delete and C1: single-character escape sequences
        | '\u{ad}'                  // soft hyphen
        | '\u{61c}'                 // Arabic letter mark
        | '\u{180e}'                // Mongolian vowel separator
        | '\u{200b}'..='\u{200f}'   // zero width, left-to-right and right-to-left marks
        | '\u{2028}'..='\u{202e}'   // line and paragraph separators, embeddings and overrides
        | '\u{2060}'..='\u{206f}'   // word joiner, invisible operators, isolates
        | '\u{3164}' | '\u{ffa0}'   // Hangul fillers
        | '\u{feff}'                // byte-order mark
        | '\u{fff9}'..='\u{fffb}'   // interlinear annotation
        | '\u{e0000}'..='\u{e007f}' // tags
    )
}

/// The character spelt out: `\n`, `\u{202e}`.
pub(crate) fn spell(c: char, out: &mut String) {
    use std::fmt::Write;
    match c {
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        _ => {
            let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
        }
    }
}
