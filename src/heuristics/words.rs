//! Whole words in names, addresses and descriptions.

/// Lower case, every run of other characters one space, a space at both ends: so that a word or phrase is found
/// as ` word `.
pub fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push(' ');
    for c in text.chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    if !out.ends_with(' ') {
        out.push(' ');
    }
    out
}

/// The first of the words (lower case, single spaces) that the text holds as a whole word or phrase.
pub fn find<'w>(text: &str, words: impl IntoIterator<Item = &'w String>) -> Option<&'w str> {
    if text.is_empty() {
        return None;
    }
    let text = spaced(text);
    words
        .into_iter()
        .find(|word| holds(&text, word))
        .map(String::as_str)
}

/// Does the text hold any of the words?
pub fn has(text: &str, words: &[String]) -> bool {
    find(text, words).is_some()
}

fn holds(spaced: &str, word: &str) -> bool {
    spaced.match_indices(word).any(|(at, _)| {
        spaced.as_bytes().get(at.wrapping_sub(1)) == Some(&b' ')
            && spaced.as_bytes().get(at + word.len()) == Some(&b' ')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_words_and_phrases_are_found() {
        let words = ["bank".to_owned(), "po box".to_owned()];
        assert_eq!(find("P.O. Box 12", &words), None);
        assert_eq!(find("PO-Box 12", &words), Some("po box"));
        assert_eq!(find("Bankside Example", &words), None);
        assert_eq!(find("Example Bank", &words), Some("bank"));
        assert!(!has("", &words));
    }
}
