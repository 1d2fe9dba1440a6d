//! Names near to one that was asked for.

use rapidfuzz::distance::indel;

/// How many candidates are offered.
const OFFERED: usize = 5;

/// Letters and digits only, upper case: what names are compared by.
pub fn folded(text: &str) -> String {
    let ascii = if text.is_ascii() {
        std::borrow::Cow::Borrowed(text)
    } else {
        std::borrow::Cow::Owned(any_ascii::any_ascii(text))
    };
    let mut out = String::with_capacity(ascii.len());
    for c in ascii.bytes() {
        if c.is_ascii_alphanumeric() {
            out.push(char::from(c.to_ascii_uppercase()));
        } else if c.is_ascii_whitespace() && !out.ends_with(' ') && !out.is_empty() {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Positions of the candidates nearest to `asked`, best first, ties by text. A candidate that holds
/// every word asked for is near whatever else it holds.
pub fn nearest<'a>(asked: &str, candidates: impl Iterator<Item = &'a str>) -> Vec<usize> {
    let asked = folded(asked);
    let words: Vec<&str> = asked.split(' ').filter(|w| !w.is_empty()).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let scorer = indel::BatchComparator::new(asked.chars());
    let mut best: Vec<(f64, &str, usize)> = Vec::new();
    for (at, candidate) in candidates.enumerate() {
        let name = folded(candidate);
        let mut score = scorer
            .normalized_similarity_with_args(
                name.chars(),
                &indel::Args::default().score_cutoff(0.5),
            )
            .unwrap_or(0.0);
        if words.iter().all(|word| name.contains(word)) {
            score = score.max(0.9);
        }
        if score > 0.0 {
            best.push((score, candidate, at));
        }
    }
    best.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)).then(a.2.cmp(&b.2)));
    best.truncate(OFFERED);
    best.into_iter().map(|(_, _, at)| at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typo_finds_its_name_and_nonsense_nothing() {
        let names = ["Orchid Example Trading", "Palm Example", "Étoile Exemple"];
        assert_eq!(nearest("orchid exampel trading", names.into_iter())[0], 0);
        assert_eq!(nearest("etoile exemple", names.into_iter())[0], 2);
        assert_eq!(nearest("palm", names.into_iter())[0], 1);
        assert!(nearest("zzqq", names.into_iter()).is_empty());
        assert!(nearest("", names.into_iter()).is_empty());
    }
}
