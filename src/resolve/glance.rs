//! Words at a glance: what tells them apart before their letters are compared one by one.

use super::align::{Token, both_common, most_errors, skeleton};
use super::lexicon::Kind;
use std::borrow::Borrow;

/// What tells two words apart at a glance. Worked out once a word, because pairs are many more than words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// One bit for each letter and digit that the word holds.
    letters: u64,
    /// The [`skeleton`], five bits a class; 0 where it is too short to tell anything.
    sound: u128,
}

impl Mark {
    /// Of no word.
    pub const NONE: Self = Self {
        letters: 0,
        sound: 0,
    };

    /// Of a word in capital ASCII letters and digits.
    pub fn of(word: &str) -> Self {
        let letters = word.bytes().fold(0, |set, b| {
            set | match b {
                b'A'..=b'Z' => 1 << (b - b'A'),
                b'0'..=b'9' => 1 << (26 + b - b'0'),
                _ => 1 << 36,
            }
        });
        let mut classes = [0u8; 24];
        let n = skeleton(word, &mut classes);
        let sound = if n < 3 {
            0
        } else {
            classes[..n].iter().fold(0u128, |packed, &class| {
                let known = CLASSES.iter().position(|&c| c == class).unwrap_or(0);
                packed << 5 | (known as u128 + 1)
            })
        };
        Self { letters, sound }
    }

    /// As of two words written as one, without their sound.
    pub(super) const fn with(self, other: Self) -> Self {
        Self {
            letters: self.letters | other.letters,
            sound: 0,
        }
    }

    /// Steps that it takes at least from one word to the other: a step adds or takes away one letter, or both.
    pub(super) fn least_steps(self, other: Self) -> usize {
        let lost = (self.letters & !other.letters).count_ones();
        let won = (other.letters & !self.letters).count_ones();
        lost.max(won) as usize
    }

    /// Can the other word begin with this one?
    pub(super) fn may_begin(self, other: Self) -> bool {
        self.letters & !other.letters == 0
    }

    /// What words that sound alike share, in few bits; nothing for words too short to tell.
    pub(super) fn sound_key(self) -> Option<u64> {
        (self.sound != 0).then_some((self.sound >> 64) as u64 ^ self.sound as u64)
    }

    pub(super) fn sounds_like(self, other: Self) -> bool {
        self.sound != 0 && self.sound == other.sound
    }
}

/// Every class that [`skeleton`] writes.
const CLASSES: &[u8; 23] = b"SKFTPNLRIAEOU0123456789";

/// Could [`align`](super::align::align) pair these two unlike words? A no is sure. `cut` says of each whether it may be
/// cut off. Neighbours that make one word together are asked for by [`may_join`].
pub fn may_pair(a: &Token<'_>, b: &Token<'_>, cut: (bool, bool)) -> bool {
    if a.kind == Kind::Number || b.kind == Kind::Number {
        return false;
    }
    let (short, long, short_cut) = if a.text.len() <= b.text.len() {
        (a, b, cut.0)
    } else {
        (b, a, cut.1)
    };
    let (least, length) = (short.text.len(), long.text.len());
    let begins = short.mark.may_begin(long.mark) && long.text.starts_with(short.text);
    if begins && (short_cut || least == 1) {
        return true;
    }
    if least < 3 || both_common(short, long) || (a.kind == Kind::Place && b.kind == Kind::Place) {
        return false;
    }
    let limit = most_errors(length);
    (length - least <= limit && short.mark.least_steps(long.mark) <= limit)
        || (length >= 5 && short.mark.sounds_like(long.mark))
        || (begins && least >= 4 && length >= 7)
}

/// Do two neighbours of one side make a word of the other?
pub fn may_join<'t, T: Borrow<Token<'t>>>(left: &[T], right: &[T]) -> bool {
    let joins = |parts: &[T], whole: &[T]| {
        parts.windows(2).any(|pair| {
            let (a, b) = (pair[0].borrow().text, pair[1].borrow().text);
            whole
                .iter()
                .map(|w| w.borrow().text)
                .any(|w| w.len() == a.len() + b.len() && w.starts_with(a) && w.ends_with(b))
        })
    };
    joins(left, right) || joins(right, left)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::align::{Alignment, NONE, align};

    /// Words that are near each other in every way that the alignment knows.
    const WORDS: &str = "ORCHID ORCHDI ORCHD ORCHIDEA ORC O OR ORCHIDOVICH GOOD WILL GOODWILL SHCHERBAKOV SCERBAKOV \
        LOTUS LYATIAS PELICAN PELIKAN PENANG PINANG 44 45 44TH ELECTRONICS ELECTRON ELEKTRONIK HONGKONG HONG KONG \
        KESTREL KASTREL KESTRELS ABC ABD";

    #[test]
    fn what_is_refused_at_a_glance_is_never_paired() {
        let words: Vec<&str> = WORDS.split_whitespace().collect();
        let kinds = [Kind::Word, Kind::Trade, Kind::Place, Kind::Number];
        let token = |text, kind, names| Token {
            text,
            kind,
            weight: 1.0,
            names,
            mark: Mark::of(text),
        };
        let mut scratch = Alignment::default();
        let (mut refused, mut paired) = (0, 0);
        for (i, &a) in words.iter().enumerate() {
            for (j, &b) in words.iter().enumerate().filter(|(j, _)| *j != i) {
                for cut in [(false, false), (true, false), (true, true)] {
                    let kind = kinds[(i + j) % kinds.len()];
                    let (x, y) = (token(a, kind, 1 + 7 * (i as u32 % 2)), token(b, kind, 7));
                    align(&[&x], &[&y], cut, &mut scratch);
                    let may = may_pair(&x, &y, cut);
                    assert!(may || scratch.pairs.is_empty(), "{a} {b} {kind:?} {cut:?}");
                    refused += usize::from(!may);
                    paired += scratch.pairs.len();
                }
            }
        }
        assert!(refused > 10 * paired && paired > 20, "{refused} {paired}");
    }

    #[test]
    fn neighbours_that_make_one_word_are_seen_from_either_side() {
        let [good, will, goodwill] =
            ["GOOD", "WILL", "GOODWILL"].map(|text| Token { text, ..NONE });
        assert!(may_join(&[&good, &will], &[&goodwill]));
        assert!(may_join(&[&goodwill], &[&good, &will]));
        assert!(!may_join(&[&will, &good], &[&goodwill]));
    }
}
