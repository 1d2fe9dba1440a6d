//! How much a text says that names no item.

use crate::items::judge::Judge;
use crate::items::lexicon::{Hit, class};
use crate::items::normalise::{Compact, sep};
use crate::items::page::Page;
use crate::model::Wording;

impl Judge<'_> {
    /// Missing, vague or specific, of a text that names no item.
    pub(super) fn wording(&self, text: &Compact, words: &[Hit]) -> Wording {
        const SAYS_NOTHING: u32 = class::VAGUE
            | class::GPU
            | class::BOARD
            | class::HOST
            | class::TECH
            | class::FOR
            | class::WITH
            | class::WITHOUT
            | class::UNSPECIFIED
            | class::QUANTITY
            | class::PIECE
            | class::SET
            | class::PACK
            | class::INNER
            | class::NUMBER
            | class::BASEBOARD;
        if text.bytes.is_empty() {
            return Wording::Missing;
        }
        let page = Page {
            judge: self,
            text,
            words,
        };
        if page.says_without_goods() {
            // What is said to be left out names the rest.
            return Wording::Specific;
        }
        let mut covered = 0;
        let mut telling = 0;
        let mut model_like = false;
        let mut unspecified = false;
        let mut tell = |from: usize, to: usize| {
            let (letters, token) = telling_letters(text, from, to);
            telling += letters;
            model_like |= token;
        };
        for word in words {
            let classes = self.lexicon.pattern(*word).classes;
            unspecified |= classes & class::UNSPECIFIED != 0;
            let (start, end) = (word.start as usize, word.end as usize);
            if classes & SAYS_NOTHING == 0 || end <= covered {
                continue;
            }
            if start > covered {
                tell(covered, start);
            }
            covered = covered.max(end);
        }
        if covered < text.bytes.len() {
            tell(covered, text.bytes.len());
        }
        if model_like || (telling >= 3 && !unspecified) {
            Wording::Specific
        } else {
            Wording::Vague
        }
    }
}

/// Letters between two places that could name goods, and whether a model-like token is among them.
fn telling_letters(text: &Compact, from: usize, to: usize) -> (usize, bool) {
    let mut letters = 0;
    let mut model_like = false;
    let mut i = from;
    while i < to {
        let start = i;
        i += 1;
        while i < to && text.sep(i) == sep::NONE {
            i += 1;
        }
        let token = &text.bytes[start..i];
        let digits = token.iter().filter(|b| b.is_ascii_digit()).count();
        let alphabetic = token.iter().filter(|b| b.is_ascii_alphabetic()).count();
        let other = token.len() - digits - alphabetic;
        if digits > 0 && token[0].is_ascii_digit() && alphabetic <= 3 && other == 0 {
            // 80GB, 8U, 24KG: a measure.
            continue;
        }
        if digits > 0 && alphabetic > 0 && token.len() >= 4 {
            model_like = true;
        }
        if digits == 0 && alphabetic <= 2 && other == 0 {
            continue;
        }
        letters += alphabetic + other / 2;
    }
    (letters, model_like)
}
