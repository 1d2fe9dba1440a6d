//! Which words of listed names a word may stand for: asked once a word, because names are many more than words.

use super::align::{Token, similar};
use super::nodes::mixed;
use super::word_keys;
use rustc_hash::FxHashMap;

/// The words of listed names, found by what words that are alike share.
pub struct Kin<'a> {
    /// Distinct, as they are aligned.
    words: Vec<Token<'a>>,
    by_key: FxHashMap<u64, Vec<u32>>,
    /// Words of [`LONG`] letters or more, and of [`NEARLY_LONG`].
    long: Vec<u32>,
    nearly_long: Vec<u32>,
}

/// Two words with other first letters and two errors are alike from this length on: [`similar`] takes much off for the
/// first letter.
const LONG: usize = 11;
/// What is left of such a word after three errors.
const NEARLY_LONG: usize = LONG - 3;

impl<'a> Kin<'a> {
    /// Of distinct words.
    pub fn of(words: Vec<Token<'a>>) -> Self {
        let mut by_key: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
        for (at, word) in (0..).zip(&words) {
            keys(word, |key| {
                let list = by_key.entry(key).or_default();
                if list.last() != Some(&at) {
                    list.push(at);
                }
            });
        }
        let of_length = |least: usize| {
            let words = (0u32..).zip(&words);
            let words = words.filter(|(_, word)| word.text.len() >= least);
            words.map(|(at, _)| at).collect()
        };
        Self {
            long: of_length(LONG),
            nearly_long: of_length(NEARLY_LONG),
            by_key,
            words,
        }
    }

    /// The words, in order of their numbers.
    pub fn words(&self) -> &[Token<'a>] {
        &self.words
    }

    /// Numbers of all words that [`align`](super::align::align) may pair with this one, wherever names are cut, ascending.
    pub fn near(&self, word: &Token<'_>, out: &mut Vec<u32>) {
        out.clear();
        keys(word, |key| {
            out.extend(self.by_key.get(&key).into_iter().flatten());
        });
        out.extend(match word.text.len() {
            LONG.. => &self.nearly_long[..],
            NEARLY_LONG.. => &self.long[..],
            _ => &[],
        });
        out.sort_unstable();
        out.dedup();
        out.retain(|&at| {
            let other = &self.words[at as usize];
            // Either may be the other one cut off.
            word.text.starts_with(other.text)
                || other.text.starts_with(word.text)
                || similar(word, other, (false, false)).is_some()
        });
    }
}

/// Words that are alike share the first letter, the sound, or one of the [`word_keys`]; but for long ones.
fn keys(word: &Token<'_>, mut key: impl FnMut(u64)) {
    let first = word.text.bytes().next().unwrap_or_default();
    key(mixed(1, u64::from(first)));
    if let Some(sound) = word.mark.sound_key() {
        key(mixed(2, sound));
    }
    word_keys::each(word.text, key);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::align::{Alignment, align};
    use crate::resolve::glance::Mark;
    use crate::resolve::lexicon::Lexicon;

    /// Errors in the first letters of short and long words, sounds without a letter in common, words cut off.
    const WORDS: &str = "SKR HSKAR KHAN CAN XELECTRONICSES ELECTRONICS LEECTRONIC OLECTRONIX J JEAN JC ORI ORIULAVEX \
        QRIULAVEX RIULAVEX ROIULAVEX MICROELECTRONICS NICROELECTRONIKS ICROELECTRONI WYSOCKI VYSOTSKY 44 44TH";

    #[test]
    fn every_word_that_can_be_paired_is_near() {
        let lexicon = Lexicon::built_in();
        let table = include_str!("../../tests/data/name_pairs.csv").to_uppercase();
        let mut texts: Vec<&str> = table
            .split(|c: char| !c.is_ascii_alphanumeric())
            .chain(WORDS.split_whitespace())
            .filter(|word| !word.is_empty())
            .collect();
        texts.sort_unstable();
        texts.dedup();
        let token = |text| Token {
            text,
            kind: lexicon.kind(text),
            weight: 1.0,
            names: 1,
            mark: Mark::of(text),
        };
        let kin = Kin::of(texts.iter().map(|&text| token(text)).collect());
        let (mut scratch, mut near) = (Alignment::default(), Vec::new());
        let (mut paired, mut found) = (0, 0);
        for word in kin.words() {
            kin.near(word, &mut near);
            found += near.len();
            for (at, other) in (0..).zip(kin.words()) {
                for cut in [(false, false), (true, false), (false, true)] {
                    align(&[word], &[other], cut, &mut scratch);
                    let pairs = scratch.pairs.len();
                    assert!(
                        pairs == 0 || near.binary_search(&at).is_ok(),
                        "{} {}",
                        word.text,
                        other.text
                    );
                    paired += pairs;
                }
            }
        }
        assert!(
            paired > 2 * texts.len() && found < paired,
            "{paired} {found}"
        );
    }
}
