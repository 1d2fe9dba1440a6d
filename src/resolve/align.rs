//! Which words of one name stand for which words of another.

use super::glance::Mark;
use super::lexicon::Kind;
use rapidfuzz::distance::osa;

/// Words of a name beyond this many are not aligned: names are short, hostile cells are not.
pub const MOST_WORDS: usize = 16;

/// A word as it is aligned.
#[derive(Clone, Copy, Debug)]
pub struct Token<'a> {
    /// Capital ASCII letters and digits.
    pub text: &'a str,
    /// Its kind.
    pub kind: Kind,
    /// Information it carries, in nats: minus the logarithm of how often names hold it.
    pub weight: f32,
    /// Names that hold it, where that is known: two words that are both common are two words, not one with a typing error.
    pub names: u32,
    /// What is compared before the letters are.
    pub mark: Mark,
}

/// No word: what arrays of tokens are filled with.
pub const NONE: Token<'static> = Token {
    text: "",
    kind: Kind::Word,
    weight: 0.0,
    names: 0,
    mark: Mark::NONE,
};

/// How a word was found again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// Letter by letter.
    Equal,
    /// With typing errors.
    Typo,
    /// Sounding alike: another transliteration.
    Sound,
    /// Cut off, abbreviated, an initial.
    Short,
    /// Written as two words on one side.
    Split,
}

/// Words found again.
#[derive(Clone, Copy, Debug)]
pub struct Pairing {
    /// Index on the left.
    pub left: u8,
    /// Index on the right.
    pub right: u8,
    /// 0 to 1.
    pub quality: f32,
    /// How.
    pub how: How,
}

/// An alignment: pairs, and which words stayed alone.
#[derive(Clone, Debug, Default)]
pub struct Alignment {
    /// The pairs.
    pub pairs: Vec<Pairing>,
    /// Left words without a partner, one bit each.
    pub left_alone: u32,
    /// Right words without a partner.
    pub right_alone: u32,
}

/// Aligns two names. `cut` says that the last word of either may be cut off.
pub fn align(left: &[&Token<'_>], right: &[&Token<'_>], cut: (bool, bool), out: &mut Alignment) {
    let left = &left[..left.len().min(MOST_WORDS)];
    let right = &right[..right.len().min(MOST_WORDS)];
    out.pairs.clear();
    let mut l_open: u32 = (1 << left.len()) - 1;
    let mut r_open: u32 = (1 << right.len()) - 1;
    for (i, a) in left.iter().enumerate() {
        for (j, b) in right.iter().enumerate() {
            if r_open & (1 << j) != 0 && a.mark == b.mark && a.text == b.text {
                out.pairs.push(Pairing {
                    left: i as u8,
                    right: j as u8,
                    quality: 1.0,
                    how: How::Equal,
                });
                l_open &= !(1 << i);
                r_open &= !(1 << j);
                break;
            }
        }
    }
    while l_open != 0 && r_open != 0 {
        let mut best: Option<(Pairing, f32)> = None;
        for (i, a) in left
            .iter()
            .enumerate()
            .filter(|(i, _)| l_open & (1 << i) != 0)
        {
            for (j, b) in right
                .iter()
                .enumerate()
                .filter(|(j, _)| r_open & (1 << j) != 0)
            {
                let last = (cut.0 && i + 1 == left.len(), cut.1 && j + 1 == right.len());
                if let Some((quality, how)) = similar(a, b, last)
                    && best.is_none_or(|(_, top)| quality > top)
                {
                    let pairing = Pairing {
                        left: i as u8,
                        right: j as u8,
                        quality,
                        how,
                    };
                    best = Some((pairing, quality));
                }
            }
        }
        let Some((pairing, _)) = best else { break };
        l_open &= !(1 << pairing.left);
        r_open &= !(1 << pairing.right);
        out.pairs.push(pairing);
    }
    if l_open != 0 || r_open != 0 {
        split_words(left, right, &mut l_open, &mut r_open, &mut out.pairs);
        split_words_other(left, right, &mut l_open, &mut r_open, &mut out.pairs);
    }
    out.left_alone = l_open;
    out.right_alone = r_open;
}

/// "GOOD WILL" on the left for "GOODWILL" on the right. The two words count as one pair; the second is only closed.
fn split_words(
    left: &[&Token<'_>],
    right: &[&Token<'_>],
    l_open: &mut u32,
    r_open: &mut u32,
    pairs: &mut Vec<Pairing>,
) {
    for i in 1..left.len() {
        if let Some(j) = joined(
            left,
            i,
            right,
            *l_open,
            *r_open,
            pairs.iter().map(|p| (p.left, p.right)),
        ) {
            close(pairs, i - 1, i, j, false);
            *l_open &= !(3 << (i - 1));
            *r_open &= !(1 << j);
        }
    }
}

fn split_words_other(
    left: &[&Token<'_>],
    right: &[&Token<'_>],
    l_open: &mut u32,
    r_open: &mut u32,
    pairs: &mut Vec<Pairing>,
) {
    for i in 1..right.len() {
        if let Some(j) = joined(
            right,
            i,
            left,
            *r_open,
            *l_open,
            pairs.iter().map(|p| (p.right, p.left)),
        ) {
            close(pairs, i - 1, i, j, true);
            *r_open &= !(3 << (i - 1));
            *l_open &= !(1 << j);
        }
    }
}

/// The word of `whole` that words `i - 1` and `i` of `parts` make together, at least one of the three being open.
fn joined(
    parts: &[&Token<'_>],
    i: usize,
    whole: &[&Token<'_>],
    p_open: u32,
    w_open: u32,
    paired: impl Iterator<Item = (u8, u8)> + Clone,
) -> Option<usize> {
    let (a, b) = (parts[i - 1].text, parts[i].text);
    if p_open & (3 << (i - 1)) == 0 {
        return None;
    }
    whole.iter().enumerate().position(|(j, w)| {
        if w.text.len() != a.len() + b.len() || !w.text.starts_with(a) || !w.text.ends_with(b) {
            return false;
        }
        // Either the word is open, or it was already taken for one of the two, by likeness.
        w_open & (1 << j) != 0
            || paired
                .clone()
                .any(|(p, q)| q as usize == j && (p as usize == i || p as usize + 1 == i))
    })
}

fn close(pairs: &mut Vec<Pairing>, a: usize, b: usize, whole: usize, swapped: bool) {
    pairs.retain(|p| {
        let (part, full) = if swapped {
            (p.right, p.left)
        } else {
            (p.left, p.right)
        };
        !(full as usize == whole && (part as usize == a || part as usize == b))
    });
    let (left, right) = if swapped { (whole, b) } else { (b, whole) };
    pairs.push(Pairing {
        left: left as u8,
        right: right as u8,
        quality: 0.97,
        how: How::Split,
    });
}

/// How alike two different words are: quality and how, or nothing.
pub(super) fn similar(a: &Token<'_>, b: &Token<'_>, cut: (bool, bool)) -> Option<(f32, How)> {
    if a.kind == Kind::Number || b.kind == Kind::Number {
        return None;
    }
    let (short, long, short_cut) = if a.text.len() <= b.text.len() {
        (a, b, cut.0)
    } else {
        (b, a, cut.1)
    };
    let begins = short.mark.may_begin(long.mark) && long.text.starts_with(short.text);
    if short_cut && short.text.len() >= 2 && begins {
        let quality = if short.text.len() >= 4 { 0.95 } else { 0.7 };
        return Some((quality, How::Short));
    }
    if short.text.len() == 1 {
        return (begins && long.kind == Kind::Word).then_some((0.55, How::Short));
    }
    if short.text.len() < 3 {
        return None;
    }
    if both_common(short, long) {
        return None;
    }
    if a.kind == Kind::Place && b.kind == Kind::Place {
        return None;
    }
    let length = long.text.len();
    let limit = most_errors(length);
    if length - short.text.len() <= limit && short.mark.least_steps(long.mark) <= limit {
        let distance = osa::distance_with_args(
            short.text.bytes(),
            long.text.bytes(),
            &osa::Args::default().score_cutoff(limit),
        );
        if let Some(distance) = distance {
            let mut quality = 1.0 - distance as f32 / length as f32;
            if short.text.as_bytes()[0] != long.text.as_bytes()[0] {
                // Typing errors seldom hit the first letter; other words often differ there.
                quality -= 0.15;
            }
            if short.mark.sounds_like(long.mark) {
                quality = quality.max(0.88);
            }
            if quality >= 0.66 {
                return Some((quality, How::Typo));
            }
        }
    }
    if length >= 5
        && short.mark.sounds_like(long.mark)
        && osa::distance(short.text.bytes(), long.text.bytes()) * 2 <= length
    {
        // Classes of sound are wide: LOTUS and LYATIAS share theirs and no more.
        return Some((0.82, How::Sound));
    }
    if short.text.len() >= 4
        && length >= 7
        && begins
        && short.kind != Kind::Place
        && !is_patronymic(&long.text[short.text.len()..])
    {
        let quality = 0.62 + 0.3 * (short.text.len() as f32 / length as f32 - 0.5).max(0.0);
        return Some((quality, How::Short));
    }
    None
}

/// Two words that many names hold are not each other's misspelling.
pub(super) fn both_common(a: &Token<'_>, b: &Token<'_>) -> bool {
    a.names > 5 && b.names > 5 && a.names.min(b.names) * 20 > a.names.max(b.names)
}

/// Typing errors that a word of so many letters may hold.
pub(super) const fn most_errors(length: usize) -> usize {
    match length {
        0..=3 => 0,
        4..=5 => 1,
        6..=8 => 2,
        _ => 3,
    }
}

/// A father's name is made of a given name, and is not that name cut short.
fn is_patronymic(ending: &str) -> bool {
    matches!(
        ending,
        "OVICH" | "EVICH" | "OVYCH" | "EVYCH" | "OVNA" | "EVNA" | "IVNA" | "OGLU" | "OGLY" | "KYZY"
    )
}

/// The consonants of a word as classes of sound, without repeats: what spellings of one foreign name share.
/// Writes at most 24 classes and returns how many.
pub fn skeleton(word: &str, out: &mut [u8; 24]) -> usize {
    let bytes = word.as_bytes();
    let mut n = 0;
    let mut i = 0;
    while i < bytes.len() && n < out.len() {
        let next = bytes.get(i + 1).copied().unwrap_or(b' ');
        let (class, used) = match (bytes[i], next) {
            (b'S', b'H') | (b'C', b'H') | (b'Z', b'H') | (b'T', b'Z') | (b'C', b'Z') => (b'S', 2),
            (b'K', b'H') | (b'G', b'H') => (b'K', 2),
            (b'P', b'H') => (b'F', 2),
            (b'T', b'H') => (b'T', 2),
            (b'D', b'Z') | (b'D', b'J') => (b'S', 2),
            (b'C', b'K') => (b'K', 2),
            (b'X', _) if i == 0 => (b'S', 1),
            (b'X', _) => (b'K', 1),
            (b'C', b'E' | b'I' | b'Y') => (b'S', 1),
            (b'C' | b'K' | b'Q' | b'G', _) => (b'K', 1),
            (b'S' | b'Z' | b'J', _) => (b'S', 1),
            (b'B' | b'P', _) => (b'P', 1),
            (b'D' | b'T', _) => (b'T', 1),
            (b'F' | b'V', _) => (b'F', 1),
            (b'W', b'A'..=b'Z') => (b'F', 1),
            (b'M' | b'N', _) => (b'N', 1),
            (b'L', _) => (b'L', 1),
            (b'R', _) => (b'R', 1),
            (c @ b'0'..=b'9', _) => (c, 1),
            (b'Y' | b'I', _) if i == 0 => (b'I', 1),
            (c @ (b'A' | b'E' | b'O' | b'U'), _) if i == 0 => (c, 1),
            _ => (0, 1),
        };
        i += used;
        if class != 0 && (n == 0 || out[n - 1] != class) {
            out[n] = class;
            n += 1;
        }
    }
    n
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<Token<'_>> {
        text.split(' ')
            .map(|text| Token {
                text,
                kind: if text.bytes().any(|b| b.is_ascii_digit()) {
                    Kind::Number
                } else {
                    Kind::Word
                },
                weight: 1.0,
                names: 1,
                mark: Mark::of(text),
            })
            .collect()
    }

    fn check(left: &str, right: &str, pairs: usize, left_alone: u32, right_alone: u32) {
        let mut out = Alignment::default();
        let (l, r) = (tokens(left), tokens(right));
        let (l, r): (Vec<_>, Vec<_>) = (l.iter().collect(), r.iter().collect());
        align(&l, &r, (false, false), &mut out);
        let got = (
            out.pairs.len(),
            out.left_alone.count_ones(),
            out.right_alone.count_ones(),
        );
        assert_eq!(got, (pairs, left_alone, right_alone), "{left} | {right}");
    }

    #[test]
    fn words_find_each_other_through_order_errors_sound_and_gaps() {
        check("ORCHID EXAMPLE", "EXAMPLE ORCHID", 2, 0, 0);
        check("ORCHDI EXAMPEL", "ORCHID EXAMPLE", 2, 0, 0);
        check("SHCHERBAKOV", "SCERBAKOV", 1, 0, 0);
        check("GOOD WILL EXAMPLE", "GOODWILL EXAMPLE", 2, 0, 0);
        check("GOODWILL EXAMPLE", "GOOD WILL EXAMPLE", 2, 0, 0);
        check("ALPHA 1", "ALPHA 2", 1, 1, 1);
        check("ORCHID PELICAN", "ORCHID KESTREL", 1, 1, 1);
        check("ALEKSANDR", "ALEKSANDROVICH", 0, 1, 1);
        check("LOTUS", "LYATIAS", 0, 1, 1);
    }
}
