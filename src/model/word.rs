//! Words out of a fixed list, read back from a file.

use serde::{Deserialize, Deserializer};

/// A word that stands in the program. The alias keeps serde's derive from borrowing it from its input.
pub type Word = &'static str;

/// Reads a word that must be one of these.
///
/// # Errors
/// If it is none of them.
pub fn one_of<'de, D: Deserializer<'de>>(
    from: D,
    words: impl IntoIterator<Item = Word>,
) -> Result<Word, D::Error> {
    let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
    words
        .into_iter()
        .find(|word| *word == text)
        .ok_or_else(|| serde::de::Error::custom(format!("'{text}' is no word of this list")))
}
