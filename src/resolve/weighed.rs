//! Names with their words weighed, ready to be held against many.

use super::align::{MOST_WORDS, Token};
use super::glance::Mark;
use super::lexicon::{Kind, Lexicon};
use super::name::{Name, normalise};
use super::names::Names;
use super::screen_ceiling::Outline;

/// Particles of names of persons and places, which come and go.
pub(super) const PARTICLES: &[&str] = &[
    "AL", "EL", "BIN", "BINT", "ABU", "DE", "DEL", "DELLA", "DER", "DI", "DA", "DOS", "DU", "LA",
    "LE", "LES", "VON", "VAN", "DEN", "HAJI", "HAJ", "SHEIKH", "SHAIKH", "SYED",
];

/// Weight of a word by its kind and length: how much it says which firm is meant.
pub(super) fn weight(text: &str, kind: Kind) -> f32 {
    match kind {
        Kind::Word if PARTICLES.contains(&text) => 0.25,
        Kind::Word if text.len() == 1 => 0.25,
        Kind::Word => (0.55 + text.len() as f32 / 12.0).min(1.4),
        Kind::Trade => 0.35,
        Kind::Place => 0.45,
        Kind::Number => 0.8,
    }
}

/// A name with its words weighed, ready to be compared many times.
#[derive(Clone, Debug)]
pub struct Weighed {
    pub(super) name: Name,
    pub(super) kinds: Vec<Kind>,
    pub(super) total: f32,
    /// The words that are aligned.
    parts: Vec<Part>,
    /// The name without its spaces.
    pub(super) together: String,
    pub(super) letters: Mark,
}

/// A word of a name as it is aligned: worked out once a name, because a name is held against many.
#[derive(Clone, Copy, Debug)]
struct Part {
    start: u32,
    end: u32,
    kind: Kind,
    weight: f32,
    mark: Mark,
}

impl Weighed {
    /// Normalises and weighs.
    pub fn read(raw: &str, lexicon: &Lexicon) -> Self {
        let name = normalise(raw, lexicon);
        let kinds: Vec<Kind> = name.words().map(|w| lexicon.kind(w)).collect();
        Self::weigh(name, kinds)
    }

    /// As [`Weighed::read`], of a name that was normalised before.
    pub fn of(names: &Names, id: u32) -> Self {
        let kinds: Vec<Kind> = names
            .of(id)
            .iter()
            .map(|&w| names.words[w as usize].kind)
            .collect();
        let name = Name {
            text: names.normalised(id),
            legal: names.legal[id as usize],
            maybe_cut: names.maybe_cut[id as usize],
            ..Name::default()
        };
        Self::weigh(name, kinds)
    }

    fn weigh(name: Name, kinds: Vec<Kind>) -> Self {
        let mut parts = Vec::with_capacity(kinds.len().min(MOST_WORDS));
        let (mut total, mut start) = (0.0, 0);
        // The words of a name are parted by single spaces.
        for (word, &kind) in name.words().zip(&kinds) {
            let (weight, end) = (weight(word, kind), start + word.len() as u32);
            total += weight;
            if parts.len() < MOST_WORDS {
                parts.push(Part {
                    start,
                    end,
                    kind,
                    weight,
                    mark: Mark::of(word),
                });
            }
            start = end + 1;
        }
        let together = name.text.replace(' ', "");
        Self {
            letters: Mark::of(&together),
            together,
            name,
            kinds,
            total,
            parts,
        }
    }

    /// What the [`screen_ceiling`](super::screen_ceiling) asks for beside the words.
    pub(super) fn outline(&self) -> Outline {
        Outline {
            letters: (self.together.len(), self.letters),
            legal: self.name.legal,
            has_trade: self.kinds.contains(&Kind::Trade),
            maybe_cut: self.name.maybe_cut,
        }
    }

    /// The words that are compared.
    pub fn text(&self) -> &str {
        &self.name.text
    }

    /// The words as they are aligned; returns how many there are.
    pub(super) fn tokens<'a>(&'a self, out: &mut [Token<'a>; MOST_WORDS]) -> usize {
        for (token, part) in out.iter_mut().zip(&self.parts) {
            *token = Token {
                text: &self.name.text[part.start as usize..part.end as usize],
                kind: part.kind,
                weight: part.weight,
                names: 1,
                mark: part.mark,
            };
        }
        self.parts.len()
    }
}
