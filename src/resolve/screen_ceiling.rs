//! The most that two names can score, without aligning them: most names that share a word share no more.

use super::align::{MOST_WORDS, Token, similar};
use super::glance::{Mark, may_join};
use super::lexicon::{Kind, LegalSet};
use super::screen::{acronym, first_letters, is_missed, may_run_together};

/// A name as far as the ceiling asks.
#[derive(Clone, Copy)]
pub struct Sight<'t> {
    /// The words that would be aligned.
    pub words: &'t [Token<'t>],
    /// What is known of all of them.
    pub outline: Outline,
}

/// What is known of a name beside its words.
#[derive(Clone, Copy, Debug)]
pub struct Outline {
    /// Letters and digits of all words, and which.
    pub letters: (usize, Mark),
    /// Legal forms.
    pub legal: LegalSet,
    /// Some word is a common business word.
    pub has_trade: bool,
    /// The last word may be cut off.
    pub maybe_cut: bool,
}

/// What rounding could hide.
const ROUNDING: f64 = 1e-4;

/// Could [`weighed`](super::screen::weighed) score these at `floor` or above? A no is sure.
pub fn may_reach(l: &Sight<'_>, r: &Sight<'_>, floor: f64) -> bool {
    let (a, b) = (l.words, r.words);
    let (p, q) = (&l.outline, &r.outline);
    let best = best_found(l, r);
    let (left, right) = (Found::of(a, &best.0), Found::of(b, &best.1));
    ceiling(p, q, &left, &right) >= floor - ROUNDING
        || (a.len() != b.len() && may_run_together(p.letters, q.letters))
        || acronym(a, b)
        || acronym(b, a)
        || first_letters(a, u32::MAX, b, u32::MAX).is_some()
        || first_letters(b, u32::MAX, a, u32::MAX).is_some()
        || may_join(a, b)
}

/// Of the words of either side, how well each may at best be found on the other; 0 for what is surely alone.
type Best = [f32; MOST_WORDS];

fn best_found(l: &Sight<'_>, r: &Sight<'_>) -> (Best, Best) {
    let (a, b) = (l.words, r.words);
    let (mut left, mut right) = ([0.0f32; MOST_WORDS], [0.0f32; MOST_WORDS]);
    for (i, x) in a.iter().enumerate() {
        for (j, y) in b.iter().enumerate() {
            let last = (i + 1 == a.len(), j + 1 == b.len());
            let cut = (last.0 && l.outline.maybe_cut, last.1 && r.outline.maybe_cut);
            let quality = if x.mark == y.mark && x.text == y.text {
                1.0
            } else {
                similar(x, y, cut).map_or(0.0, |(quality, _)| quality)
            };
            left[i] = left[i].max(quality);
            right[j] = right[j].max(quality);
        }
    }
    (left, right)
}

/// One side: the words that may be found and those that are surely alone.
#[derive(Default)]
struct Found {
    /// Weight of those that may be found, as well as they may be, and of all.
    found: f32,
    whole: f32,
    /// Distinguishing words that may be found.
    words: usize,
    /// Words that are surely alone, by kind; of distinguishing ones those that count.
    alone: [u8; 4],
}

impl Found {
    fn of(words: &[Token<'_>], best: &Best) -> Self {
        let mut out = Self::default();
        for (word, &quality) in words.iter().zip(best) {
            out.whole += word.weight;
            if quality > 0.0 {
                out.found += word.weight * quality;
                out.words += usize::from(word.kind == Kind::Word && word.text.len() > 1);
            } else {
                let counts = word.kind != Kind::Word || is_missed(word);
                out.alone[word.kind as usize] += u8::from(counts);
            }
        }
        out
    }

    fn share(&self) -> f64 {
        if self.whole > 0.0 {
            f64::from(self.found / self.whole)
        } else {
            0.0
        }
    }

    fn is_alone(&self, kind: Kind) -> bool {
        self.alone[kind as usize] > 0
    }
}

/// As [`weighed`](super::screen::weighed) reckons, with every word found as well as it may be, and without what
/// [`may_reach`] asks for beside it.
fn ceiling(l: &Outline, r: &Outline, left: &Found, right: &Found) -> f64 {
    let (cl, cr) = (left.share(), right.share());
    let low = cl.min(cr);
    let mut most = agreed(cl, cr);
    let lone = (left.is_alone(Kind::Word), right.is_alone(Kind::Word));
    let plain = l.legal.is_empty() && r.legal.is_empty() && !l.has_trade && !r.has_trade;
    let words = left.words.max(right.words);
    if plain && words >= 2 && lone != (true, true) {
        most = most.max(0.76 + 0.12 * low);
    }
    let both = |kind: Kind| (left.is_alone(kind), right.is_alone(kind));
    match both(Kind::Number) {
        (true, true) => most *= 0.6,
        (false, false) => {}
        // Its like may be alone on the other side too, which would cost more.
        _ => most *= 0.85,
    }
    if both(Kind::Place) == (true, true) {
        most *= 0.66;
    }
    if both(Kind::Trade) == (true, true) {
        most *= 0.82;
    }
    if lone == (true, true) {
        most = both_lone(most);
    }
    if words == 0 && lone != (false, false) {
        most *= 0.6;
    }
    if l.legal.conflicts(r.legal) {
        most *= if l.legal.is_business() && r.legal.is_business() {
            0.93
        } else {
            0.66
        };
    } else if l.legal != r.legal {
        most *= 0.99;
    }
    let told = f64::from(left.found.min(right.found));
    most * (1.0 - 0.22 * (-told / 1.1).exp())
}

/// By the shares of both names that are found.
fn agreed(left: f64, right: f64) -> f64 {
    let (low, high) = (left.min(right), left.max(right));
    if high == 0.0 {
        return 0.0;
    }
    left * right / (left + right) + 0.5 * (0.3 * high + 0.7 * low)
}

/// With a distinguishing word alone on both sides.
fn both_lone(most: f64) -> f64 {
    if most < 0.95 * 0.84 { most * 0.8 } else { most }
}

/// The least share of one name that must be found for [`may_reach`] to say yes, where that share of the other is, and a
/// distinguishing word is alone on both sides; but for what `may_reach` asks for beside the shares. Above 1 if none will do.
pub fn least_share(other: f64, floor: f64) -> f64 {
    let (mut least, mut most) = (0.0, 2.0);
    for _ in 0..20 {
        let middle = 0.5 * (least + most);
        if both_lone(agreed(other, middle)) >= floor - ROUNDING {
            most = middle;
        } else {
            least = middle;
        }
    }
    least
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::align::{Alignment, NONE};
    use crate::resolve::lexicon::Lexicon;
    use crate::resolve::screen::weighed;
    use crate::resolve::weighed::Weighed;

    #[test]
    fn no_score_is_above_the_ceiling() {
        let lexicon = Lexicon::built_in();
        let table = include_str!("../../tests/data/name_pairs.csv");
        let rows = table.lines().filter(|row| !row.starts_with('#')).skip(1);
        let names: Vec<Weighed> = rows
            .flat_map(|row| row.split(';').take(2))
            .map(|name| Weighed::read(name, &lexicon))
            .collect();
        let mut scratch = Alignment::default();
        let (mut refused, mut passed) = (0, 0);
        for left in &names {
            let mut a = [NONE; MOST_WORDS];
            let n = left.tokens(&mut a);
            for right in &names {
                let mut b = [NONE; MOST_WORDS];
                let m = right.tokens(&mut b);
                let sight = |words, name: &Weighed| Sight {
                    words,
                    outline: name.outline(),
                };
                let (l, r) = (sight(&a[..n], left), sight(&b[..m], right));
                let score = weighed(left, right, &mut scratch, None);
                for floor in [0.3, 0.5, 0.65] {
                    let may = may_reach(&l, &r, floor);
                    assert!(
                        may || score < floor,
                        "{} | {} {score}",
                        left.text(),
                        right.text()
                    );
                    refused += usize::from(!may);
                    passed += usize::from(may);
                }
            }
        }
        assert!(refused > 8 * passed, "{refused} {passed}");
    }
}
