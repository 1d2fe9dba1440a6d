//! Numbers of things inside a text: `QTY 16PCS`, `8X`, `4块`, `8EA/BOX 4 BOXES`, `FOUR UNITS`.

use crate::items::lexicon::{Hit, Lexicon, class};
use crate::items::normalise::{Compact, sep};

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counts {
    /// Pieces: `16 PCS`.
    Piece,
    /// Sets, machines, racks: `2 SETS`.
    Set,
    /// Packages: `3 CTNS`.
    Pack,
    /// Pieces in one package: `8EA/BOX`.
    PerPack,
    /// Accelerators inside: `8 GPU`.
    Inner,
    /// A factor: `8X`.
    Times,
    /// A number behind "quantity" without a unit.
    Quantity,
    /// A number and no more.
    Bare,
}

/// A number in the text. Positions are bytes of the compact text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    /// First digit.
    pub start: usize,
    /// One past the unit (or the factor sign, or the digits).
    pub end: usize,
    /// The number.
    pub value: f64,
    /// What it counts.
    pub counts: Counts,
    /// Already bound to something.
    pub used: bool,
}

/// All numbers that could count goods, in order. Digits inside `names` are not looked at.
pub fn numbers(
    text: &Compact,
    lexicon: &Lexicon,
    words: &[Hit],
    names: &[(usize, usize)],
    out: &mut Vec<Number>,
) {
    out.clear();
    let bytes = &text.bytes;
    let mut i = 0;
    while i < bytes.len() {
        if let Some(&(_, end)) = names.iter().find(|(start, end)| *start <= i && i < *end) {
            i = end;
            continue;
        }
        if !bytes[i].is_ascii_digit() {
            i += 1;
            continue;
        }
        let start = i;
        let Some((value, end)) = whole_number(text, start) else {
            i = skip_number(text, start);
            continue;
        };
        i = end;
        if !may_count(text, start) || value < 1.0 {
            continue;
        }
        let (counts, end) = what_it_counts(text, lexicon, words, start, end);
        out.push(Number {
            start,
            end,
            value,
            counts,
            used: false,
        });
        i = i.max(start + 1);
    }
    for word in words {
        let pattern = lexicon.pattern(*word);
        if pattern.classes & class::NUMBER == 0 {
            continue;
        }
        let (start, end) = (word.start as usize, word.end as usize);
        let (counts, end) = what_it_counts(text, lexicon, words, start, end);
        // FOUR (4) UNITS is one number; a word without a unit is none.
        let again = out.iter().any(|n| n.start >= end && n.start <= end + 1);
        if counts != Counts::Bare && counts != Counts::Times && !again {
            out.push(Number {
                start,
                end,
                value: f64::from(pattern.number),
                counts,
                used: false,
            });
        }
    }
    out.sort_by_key(|n| n.start);
    join_packs(text, out);
}

/// Digits with commas at thousands; `None` for a decimal or a number of more than nine digits.
fn whole_number(text: &Compact, start: usize) -> Option<(f64, usize)> {
    let bytes = &text.bytes;
    let mut value = 0u64;
    let mut digits = 0;
    let mut i = start;
    while i < bytes.len() && bytes[i].is_ascii_digit() {
        if i > start && text.seps[i] & !sep::LETTER_O != sep::NONE {
            let tight = text.seps[i];
            let three = bytes[i..].iter().take_while(|b| b.is_ascii_digit()).count() >= 3
                && (1..3).all(|k| text.sep(i + k) == sep::NONE)
                && (i + 3 >= bytes.len()
                    || !bytes[i + 3].is_ascii_digit()
                    || text.sep(i + 3) != sep::NONE);
            if tight & sep::TIGHT_COMMA != 0 && three {
                // goes on
            } else if tight & sep::TIGHT_DOT != 0 {
                return None;
            } else {
                break;
            }
        }
        digits += 1;
        if digits > 9 {
            return None;
        }
        value = value * 10 + u64::from(bytes[i] - b'0');
        i += 1;
    }
    Some((value as f64, i))
}

fn skip_number(text: &Compact, start: usize) -> usize {
    let mut i = start + 1;
    while i < text.bytes.len()
        && text.bytes[i].is_ascii_digit()
        && (text.sep(i) == sep::NONE || text.seps[i] & (sep::TIGHT_DOT | sep::TIGHT_COMMA) != 0)
    {
        i += 1;
    }
    i
}

/// Not the tail of a model token (V7, HBM3). X8 behind a separator or a digit is a factor.
fn may_count(text: &Compact, start: usize) -> bool {
    if start == 0 || text.sep(start) != sep::NONE {
        return true;
    }
    let before = text.bytes[start - 1];
    !before.is_ascii()
        || (before == b'X'
            && start >= 2
            && (text.sep(start - 1) != sep::NONE || text.bytes[start - 2].is_ascii_digit()))
}

fn what_it_counts(
    text: &Compact,
    lexicon: &Lexicon,
    words: &[Hit],
    start: usize,
    end: usize,
) -> (Counts, usize) {
    const UNITS: u32 = class::PIECE | class::SET | class::PACK | class::INNER;
    let unit_at = |at: usize, wanted: u32| -> Option<(u32, usize)> {
        if at > end && text.sep(at) > sep::SLASH {
            return None;
        }
        words
            .iter()
            .filter(|w| w.start as usize == at)
            .filter_map(|w| {
                let classes = lexicon.pattern(*w).classes & wanted;
                (classes != 0).then_some((classes, w.end as usize))
            })
            .max_by_key(|(_, end)| *end)
    };
    if text.sep(end) <= sep::CLOSE
        && let Some((classes, unit_end)) = unit_at(end, UNITS)
    {
        if classes & class::INNER != 0 && classes & class::PIECE == 0 {
            return (Counts::Inner, unit_end);
        }
        if classes & class::PIECE != 0 {
            // 8EA/BOX, 10 PCS PER CARTON
            let per = if text.bytes[unit_end..].starts_with(b"PER") {
                Some(unit_end + 3)
            } else if text.sep(unit_end) == sep::SLASH {
                Some(unit_end)
            } else {
                None
            };
            if per.is_some_and(|at| unit_at(at, class::PACK | class::SET).is_some()) {
                return (Counts::PerPack, unit_end);
            }
            return (Counts::Piece, unit_end);
        }
        if classes & class::SET != 0 {
            return (Counts::Set, unit_end);
        }
        return (Counts::Pack, unit_end);
    }
    let bytes = &text.bytes;
    if bytes.get(end) == Some(&b'X')
        && text.sep(end) <= sep::SPACE
        && !bytes.get(end + 1).is_some_and(u8::is_ascii_digit)
        && (text.sep(end + 1) != sep::NONE || names_run_on(text, end + 1))
    {
        return (Counts::Times, end + 1);
    }
    // A number that runs into letters is a size or a token: 80GB, 8U.
    if bytes.get(end).is_some_and(u8::is_ascii_alphabetic) && text.sep(end) == sep::NONE {
        return (Counts::Bare, usize::MAX);
    }
    let behind_quantity = words
        .iter()
        .any(|w| w.end as usize == start && lexicon.pattern(*w).classes & class::QUANTITY != 0);
    if behind_quantity {
        return (Counts::Quantity, end);
    }
    (Counts::Bare, end)
}

/// 8XH100: letters after the factor sign.
fn names_run_on(text: &Compact, at: usize) -> bool {
    text.bytes
        .get(at)
        .is_some_and(|b| b.is_ascii_alphabetic() || !b.is_ascii())
}

/// `5 CTNS X 10PCS` and `5 BOXES OF 8 PCS` are packages and pieces in one.
fn join_packs(text: &Compact, numbers: &mut [Number]) {
    for i in 1..numbers.len() {
        let (first, second) = (numbers[i - 1], numbers[i]);
        if first.counts != Counts::Pack
            || second.counts != Counts::Piece
            || first.end > second.start
        {
            continue;
        }
        if matches!(&text.bytes[first.end..second.start], b"X" | b"OF" | b"EACH") {
            numbers[i].counts = Counts::PerPack;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::catalogue;

    fn found(text: &str) -> Vec<(f64, Counts)> {
        let lexicon = Lexicon::new(&catalogue::load());
        let compact = Compact::of(text);
        let (mut names, mut words, mut out) = (Vec::new(), Vec::new(), Vec::new());
        lexicon.scan(&compact, &mut names, &mut words);
        numbers(&compact, &lexicon, &words, &[], &mut out);
        out.retain(|n| n.counts != Counts::Bare);
        out.iter().map(|n| (n.value, n.counts)).collect()
    }

    #[test]
    fn a_number_counts_what_follows_it() {
        assert_eq!(found("QTY 16PCS"), [(16.0, Counts::Piece)]);
        assert_eq!(found("QTY: 6"), [(6.0, Counts::Quantity)]);
        assert_eq!(
            found("8EA/BOX 4 BOXES"),
            [(8.0, Counts::PerPack), (4.0, Counts::Pack)]
        );
        assert_eq!(found("(8 GPU)"), [(8.0, Counts::Inner)]);
        assert_eq!(found("8X CARD"), [(8.0, Counts::Times)]);
        assert_eq!(found("1,200 PCS"), [(1200.0, Counts::Piece)]);
        assert_eq!(found("FOUR (4) UNITS"), [(4.0, Counts::Piece)]);
        assert_eq!(found("TWO UNITS"), [(2.0, Counts::Piece)]);
        assert_eq!(
            found("5 CTNS X 10PCS"),
            [(5.0, Counts::Pack), (10.0, Counts::PerPack)]
        );
        assert_eq!(found("10个"), [(10.0, Counts::Piece)]);
        assert_eq!(found("2 套"), [(2.0, Counts::Set)]);
        assert_eq!(found("36 ШТ."), [(36.0, Counts::Piece)]);
        assert_eq!(found("NW 2.6KGS PCIE 4.0 80GB HBM3 8U"), []);
    }
}
