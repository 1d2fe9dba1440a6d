//! How alike two names are, as one number.

use super::align::{Alignment, How, MOST_WORDS, NONE, Token, align};
use super::glance::Mark;
use super::lexicon::{Kind, Lexicon};
use super::weighed::{PARTICLES, Weighed};
use rapidfuzz::distance::osa;

/// Two names compared.
#[derive(Clone, Debug, PartialEq)]
pub struct PairScore {
    /// 0 (nothing in common) up to, but never quite, 1: longer names that agree score higher than short ones.
    pub score: f64,
    /// The left name as it was compared.
    pub left: String,
    /// The right name as it was compared.
    pub right: String,
    /// What agreed and what did not, in a few words each.
    pub reasons: Vec<String>,
}

/// Compares two names as written.
pub fn pair(left: &str, right: &str, lexicon: &Lexicon, scratch: &mut Alignment) -> PairScore {
    let (l, r) = (Weighed::read(left, lexicon), Weighed::read(right, lexicon));
    let mut reasons = Vec::new();
    let mut score = weighed(&l, &r, scratch, Some(&mut reasons));
    if score > 0.0 && left != right {
        // Only letter by letter equal names stand at the top of their kind.
        score *= 0.998;
    }
    PairScore {
        score,
        left: l.name.text,
        right: r.name.text,
        reasons,
    }
}

/// The score of two weighed names.
pub fn weighed(
    l: &Weighed,
    r: &Weighed,
    scratch: &mut Alignment,
    mut reasons: Option<&mut Vec<String>>,
) -> f64 {
    let mut say = |text: &dyn Fn() -> String| {
        if let Some(reasons) = reasons.as_deref_mut() {
            reasons.push(text());
        }
    };
    if l.kinds.is_empty() || r.kinds.is_empty() {
        say(&|| "a name without any word but legal forms is compared with nothing".to_owned());
        return 0.0;
    }
    let (mut a, mut b) = ([NONE; MOST_WORDS], [NONE; MOST_WORDS]);
    let (n, m) = (l.tokens(&mut a), r.tokens(&mut b));
    align(
        &a.each_ref()[..n],
        &b.each_ref()[..m],
        (l.name.maybe_cut, r.name.maybe_cut),
        scratch,
    );
    let (a, b) = (&a[..n], &b[..m]);
    let mut found = (0.0f32, 0.0f32);
    let mut whole = (0.0f32, 0.0f32);
    let mut told = 0.0f32;
    let mut words = 0;
    let mut in_order = true;
    let mut last = None;
    scratch.pairs.sort_unstable_by_key(|p| p.left);
    for p in &scratch.pairs {
        let (x, y) = (&a[p.left as usize], &b[p.right as usize]);
        let quality = match p.how {
            How::Equal => 1.0,
            How::Split => 0.97,
            _ => p.quality,
        };
        let (wx, wy) = match p.how {
            How::Split => (x.weight.max(y.weight), y.weight.max(x.weight)),
            _ => (x.weight, y.weight),
        };
        found.0 += wx * quality;
        found.1 += wy * quality;
        whole.0 += wx;
        whole.1 += wy;
        told += wx.min(wy) * quality;
        words += usize::from(x.kind == Kind::Word && x.text.len() > 1 && quality >= 0.75);
        in_order &= last.is_none_or(|last| p.right >= last);
        last = Some(p.right);
        match p.how {
            How::Equal => say(&|| format!("={}", x.text)),
            How::Typo => say(&|| format!("{}~{}", x.text, y.text)),
            How::Sound => say(&|| format!("{} sounds like {}", x.text, y.text)),
            How::Short => say(&|| format!("{} short for {}", x.text, y.text)),
            How::Split => say(&|| format!("{} and {} split differently", x.text, y.text)),
        }
    }
    let alone = |side: &[Token<'_>], open: u32, kind: Kind| {
        side.iter()
            .enumerate()
            .filter(|(i, t)| open & (1 << i) != 0 && t.kind == kind && is_missed(t))
            .count()
    };
    if let Some((left, right)) = initials(a, b, scratch) {
        say(&|| format!("{left} the first letters of {right}"));
        let weight = 0.7;
        found.0 += weight * 0.7;
        found.1 += weight * 0.7;
        whole.0 += weight;
        whole.1 += weight;
        told += weight * 0.5;
        words += 1;
    }
    let (lw, rw) = (
        alone(a, scratch.left_alone, Kind::Word),
        alone(b, scratch.right_alone, Kind::Word),
    );
    let left_total = whole.0 + open_weight(a, scratch.left_alone);
    let right_total = whole.1 + open_weight(b, scratch.right_alone);
    let (cl, cr) = (share(found.0, left_total), share(found.1, right_total));
    let (low, high) = (cl.min(cr), cl.max(cr));
    let both = if cl + cr > 0.0 {
        2.0 * cl * cr / (cl + cr)
    } else {
        0.0
    };
    let mut score = 0.5 * both + 0.5 * (0.3 * high + 0.7 * low);
    // How much of a name was found again at all, and how well.
    let covered = share(whole.0, left_total).max(share(whole.1, right_total));
    let likeness = share(found.0, whole.0);
    let plain = l.name.legal.is_empty()
        && r.name.legal.is_empty()
        && !l.kinds.iter().chain(&r.kinds).any(|k| *k == Kind::Trade);
    if plain && words >= 2 && (lw == 0 || rw == 0) && covered > 0.9 {
        // Persons leave out middle names; firms do not leave out words.
        score = score.max((0.76 + 0.12 * low) * (0.6 + 0.4 * likeness));
    }
    let mut together = false;
    if n != m && lw.min(rw) <= 1 {
        let sim = run_together(l, r);
        if sim > 0.84 {
            say(&|| "alike when run together".to_owned());
            together = true;
            score = score.max(sim * 0.95);
            told = told.max(l.total.min(r.total) * 0.9);
        }
    }
    if score < 0.7 && (acronym(a, b) || acronym(b, a)) {
        say(&|| "the first letters of the other".to_owned());
        together = true;
        score = 0.8;
        told = told.max(1.6);
    }
    for (side, open, sign) in [(a, scratch.left_alone, '-'), (b, scratch.right_alone, '+')] {
        for (i, token) in side.iter().enumerate() {
            if open & (1 << i) != 0 {
                say(&|| format!("{sign}{}", token.text));
            }
        }
    }
    let conflict = |kind: Kind| {
        (
            alone_any(a, scratch.left_alone, kind),
            alone_any(b, scratch.right_alone, kind),
        )
    };
    match conflict(Kind::Number) {
        (true, true) => score *= 0.6,
        (false, false) => {}
        _ => score *= 0.85,
    }
    if conflict(Kind::Place) == (true, true) {
        score *= 0.66;
    }
    if conflict(Kind::Trade) == (true, true) {
        // "Orchid Textiles" and "Orchid Semiconductor" are sisters at best.
        score *= 0.82;
    }
    if words == 1 && told < 0.9 && (n == 1) != (m == 1) && lw == 0 && rw == 0 {
        // Three letters and a common word: too many firms are called by the same three letters.
        score *= 0.9;
    }
    if other_initials(a, b, scratch) {
        say(&|| "other initials".to_owned());
        score *= 0.8;
    }
    if lw > 0 && rw > 0 && score < 0.95 * 0.84 && !together {
        score *= 0.8;
    }
    let common = |side: &[Token<'_>], open: u32| {
        alone_any(side, open, Kind::Trade) || alone_any(side, open, Kind::Place)
    };
    if !together
        && ((lw > 0 && rw == 0 && common(b, scratch.right_alone))
            || (rw > 0 && lw == 0 && common(a, scratch.left_alone)))
    {
        // "Shenzhen Orchid Institute" is not "Orchid Pelican Institute" with a word left out.
        score *= 0.9;
    }
    if words == 0 && (lw > 0 || rw > 0) && !together {
        // Common words agree and the one that names the firm does not.
        score *= 0.6;
    }
    if l.name.legal.conflicts(r.name.legal) {
        say(&|| "other legal form".to_owned());
        score *= if l.name.legal.is_business() && r.name.legal.is_business() {
            0.93
        } else {
            0.66
        };
    } else if l.name.legal != r.name.legal {
        score *= 0.99;
    }
    if !in_order {
        score *= 0.985;
    }
    // What agrees on little is less sure than what agrees on much, and nothing is sure.
    score *= 1.0 - 0.22 * (-f64::from(told) / 1.1).exp();
    score.clamp(0.0, 1.0)
}

/// Do two names have no distinguishing word in common but by sound or with several letters wrong, be it the only one on
/// either side or with others unmatched? Of the alignment that [`weighed`] left.
pub(super) fn agrees_by_sound_alone(l: &Weighed, r: &Weighed, scratch: &Alignment) -> bool {
    let (mut a, mut b) = ([NONE; MOST_WORDS], [NONE; MOST_WORDS]);
    let (n, m) = (l.tokens(&mut a), r.tokens(&mut b));
    let (a, b) = (&a[..n], &b[..m]);
    let (mut alike, mut sure) = (0, false);
    for p in &scratch.pairs {
        let (x, y) = (&a[p.left as usize], &b[p.right as usize]);
        if x.kind != Kind::Word || y.kind != Kind::Word {
            continue;
        }
        alike += 1;
        sure |= match p.how {
            How::Equal | How::Split => true,
            How::Typo | How::Sound | How::Short => {
                osa::distance(x.text.bytes(), y.text.bytes()) <= 1
            }
        };
    }
    let missed = |side: &[Token<'_>], open: u32| {
        let mut words = side.iter().enumerate();
        words.any(|(i, t)| open & (1 << i) != 0 && t.kind == Kind::Word && is_missed(t))
    };
    alike > 0
        && !sure
        && (alike == 1 || missed(a, scratch.left_alone) || missed(b, scratch.right_alone))
}

/// Does it count that this word is on one side only?
pub(super) fn is_missed(word: &Token<'_>) -> bool {
    word.text.len() > 1 && !PARTICLES.contains(&word.text)
}

fn open_weight(side: &[Token<'_>], open: u32) -> f32 {
    side.iter()
        .enumerate()
        .filter(|(i, _)| open & (1 << i) != 0)
        .map(|(_, t)| t.weight)
        .sum()
}

fn alone_any(side: &[Token<'_>], open: u32, kind: Kind) -> bool {
    side.iter()
        .enumerate()
        .any(|(i, t)| open & (1 << i) != 0 && t.kind == kind)
}

fn share(part: f32, whole: f32) -> f64 {
    if whole > 0.0 {
        f64::from(part / whole)
    } else {
        0.0
    }
}

/// Likeness of two names without their spaces, 0 to 1.
fn run_together(l: &Weighed, r: &Weighed) -> f64 {
    let (a, b) = (&l.together, &r.together);
    let length = a.len().max(b.len());
    let limit = most_steps(length);
    if !may_run_together((a.len(), l.letters), (b.len(), r.letters)) {
        return 0.0;
    }
    osa::distance_with_args(
        a.bytes(),
        b.bytes(),
        &osa::Args::default().score_cutoff(limit),
    )
    .map_or(0.0, |d| 1.0 - d as f64 / length as f64)
}

/// Steps between two names without their spaces up to which they are alike.
const fn most_steps(length: usize) -> usize {
    length / 7
}

/// Could two names without their spaces be alike, by their lengths and letters?
pub(super) fn may_run_together(a: (usize, Mark), b: (usize, Mark)) -> bool {
    let length = a.0.max(b.0);
    let limit = most_steps(length);
    (6..=80).contains(&length) && a.0.abs_diff(b.0) <= limit && a.1.least_steps(b.1) <= limit
}

/// A word of two or three letters that are the first of as many neighbouring words left alone on the other side: `JC` for
/// `Jean Claude`. Closes them and returns them.
fn initials(a: &[Token<'_>], b: &[Token<'_>], scratch: &mut Alignment) -> Option<(String, String)> {
    if scratch.pairs.is_empty() {
        return None;
    }
    let text = |side: &[Token<'_>], set: u32| {
        let words: Vec<&str> = side
            .iter()
            .enumerate()
            .filter(|(i, _)| set & (1 << i) != 0)
            .map(|(_, t)| t.text)
            .collect();
        words.join(" ")
    };
    let (l, r) = (scratch.left_alone, scratch.right_alone);
    let (left, right, short_left) = match first_letters(a, l, b, r) {
        Some((left, right)) => (left, right, true),
        None => first_letters(b, r, a, l).map(|(right, left)| (left, right, false))?,
    };
    scratch.left_alone &= !left;
    scratch.right_alone &= !right;
    let (left, right) = (text(a, left), text(b, right));
    Some(if short_left {
        (left, right)
    } else {
        (right, left)
    })
}

/// The first short word among those of the set `s` that the first letters of neighbours in the set `l` make, and these.
pub(super) fn first_letters(
    short: &[Token<'_>],
    s: u32,
    long: &[Token<'_>],
    l: u32,
) -> Option<(u32, u32)> {
    let open = |set: u32, i: usize| set & (1 << i) != 0;
    for (i, word) in short.iter().enumerate() {
        let n = word.text.len();
        if !open(s, i) || !(2..=3).contains(&n) || word.kind != Kind::Word {
            continue;
        }
        for start in 0..(long.len() + 1).saturating_sub(n) {
            let fits = word.text.bytes().enumerate().all(|(k, letter)| {
                open(l, start + k)
                    && long[start + k].text.len() > 1
                    && long[start + k].text.as_bytes()[0] == letter
            });
            if fits {
                return Some((1 << i, ((1 << n) - 1) << start));
            }
        }
    }
    None
}

/// A single letter alone on each side, or one against a word that does not begin with it: two middle names.
fn other_initials(a: &[Token<'_>], b: &[Token<'_>], scratch: &Alignment) -> bool {
    let words = |side: &'_ [Token<'_>], open: u32| -> (bool, usize) {
        let alone = side
            .iter()
            .enumerate()
            .filter(|(i, t)| open & (1 << i) != 0 && t.kind == Kind::Word);
        let letter = alone.clone().any(|(_, t)| t.text.len() == 1);
        (letter, alone.count())
    };
    let (left, right) = (words(a, scratch.left_alone), words(b, scratch.right_alone));
    (left.0 && right.1 > 0) || (right.0 && left.1 > 0)
}

/// Is the only word of one name the first letters of the words of the other, three at least?
pub(super) fn acronym(short: &[Token<'_>], long: &[Token<'_>]) -> bool {
    let [one] = short else { return false };
    (3..=6).contains(&one.text.len())
        && long.len() == one.text.len()
        && long
            .iter()
            .zip(one.text.bytes())
            .all(|(t, c)| t.text.as_bytes().first() == Some(&c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(left: &str, right: &str) -> f64 {
        pair(left, right, &Lexicon::built_in(), &mut Alignment::default()).score
    }

    /// Invented pairs of the kinds that public benches of name matching hold.
    const PAIRS: &str = include_str!("../../tests/data/name_pairs.csv");

    #[test]
    fn labelled_pairs_fall_on_their_side_of_the_threshold() {
        let threshold = crate::policy::ResolvePolicy::built_in()
            .expect("policy")
            .screen
            .threshold;
        let (mut hits, mut misses, mut false_hits) = (0u32, Vec::new(), Vec::new());
        for row in PAIRS.lines().filter(|r| !r.starts_with('#')).skip(1) {
            let cells: Vec<&str> = row.split(';').collect();
            let [left, right, same, _] = cells[..] else {
                panic!("{row}")
            };
            let found = score(left, right);
            match (same == "same", found >= threshold) {
                (true, true) => hits += 1,
                (true, false) => misses.push(format!("{left} | {right} {found:.3}")),
                (false, true) => false_hits.push(format!("{left} | {right} {found:.3}")),
                (false, false) => {}
            }
        }
        let f1 = f64::from(2 * hits) / (2 * hits as usize + misses.len() + false_hits.len()) as f64;
        assert!(
            f1 >= 0.93,
            "F1 {f1:.3}\nmissed {misses:#?}\nfalse {false_hits:#?}"
        );
    }

    #[test]
    fn legal_forms_alone_match_nothing() {
        assert_eq!(score("CORP", "Orchid Corp"), 0.0);
        assert_eq!(score("Co., Ltd.", "Co., Ltd."), 0.0);
    }

    #[test]
    fn the_score_does_not_saturate() {
        let short = score("Orchid", "Orchid");
        let long = score(
            "Orchid Example Semiconductor",
            "Orchid Example Semiconductor",
        );
        assert!(short < long && long < 1.0, "{short} {long}");
        assert!(
            score("Orchid Example", "Orchid Example Ltd")
                < score("Orchid Example Ltd", "Orchid Example Ltd")
        );
    }
}
