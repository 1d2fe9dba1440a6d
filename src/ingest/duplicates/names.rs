//! Names of parties as words.

use crate::ingest::clean::legal;
use crate::model::{PartyId, Shipments};
use crate::reference::countries::{fold, fold_into};
use rayon::prelude::*;

/// A number for the main word of each party's name: its longest word that is no legal form; 0 if it has none.
pub struct MainWords(Vec<u64>);

impl MainWords {
    /// The words of all parties of a table.
    pub fn new(rows: &Shipments) -> Self {
        let parties = rows.parties.as_slice().par_iter();
        Self(
            parties
                .map_init(String::new, |folded, party| {
                    fold_into(rows.text.get(party.name), folded);
                    main_word(folded).map_or(0, |w| super::hash(&[w.as_bytes()]))
                })
                .collect(),
        )
    }

    /// The number of a party.
    pub fn of(&self, party: Option<PartyId>) -> Option<u64> {
        party
            .map(|party| self.0[party.index()])
            .filter(|&word| word != 0)
    }
}

/// The words of one name, sorted, each once.
pub struct Name {
    folded: String,
    /// Where the words stand.
    words: Vec<(usize, usize)>,
}

impl Name {
    /// The words of a party; none if it is missing.
    pub fn of(rows: &Shipments, party: Option<PartyId>) -> Self {
        let name = party.and_then(|party| rows.parties.get(party));
        let folded = fold(name.map_or("", |party| rows.text.get(party.name)));
        let place = |word: &str| {
            let from = word.as_ptr() as usize - folded.as_ptr() as usize;
            (from, from + word.len())
        };
        let mut words: Vec<(usize, usize)> = words(&folded).map(place).collect();
        words.sort_unstable_by_key(|&(from, to)| &folded[from..to]);
        words.dedup_by_key(|&mut (from, to)| &folded[from..to]);
        Self { folded, words }
    }

    fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|&(from, to)| &self.folded[from..to])
    }

    /// Share of the words of the shorter name that the other has too, 1 only if they are the same words; `None` where
    /// a name is missing.
    pub fn alike(&self, other: &Name) -> Option<f64> {
        let shorter = self.words.len().min(other.words.len());
        if shorter == 0 {
            return None;
        }
        if self.words().eq(other.words()) {
            return Some(1.0);
        }
        let place = |word: &str| {
            let known = |&(from, to): &(usize, usize)| other.folded[from..to].cmp(word);
            other.words.binary_search_by(known)
        };
        let common = self.words().filter(|word| place(word).is_ok()).count();
        if self.is_another(other) {
            return Some(0.0);
        }
        Some(common as f64 / shorter as f64 * 0.99)
    }

    /// Has each name words that the other does not have, and is none of those the other's, written otherwise?
    fn is_another(&self, other: &Name) -> bool {
        fn left<'n>(name: &'n Name, other: &Name) -> Vec<&'n str> {
            let has = |word: &&str| other.words().any(|known| known == *word);
            name.words().filter(|word| !has(word)).collect()
        }
        let (ours, theirs) = (left(self, other), left(other, self));
        let same = |a: &str| theirs.iter().any(|b| written_otherwise(a, b));
        !ours.is_empty() && !theirs.is_empty() && !ours.iter().any(|word| same(word))
    }
}

/// Can one word be the other with an error, or shortened?
fn written_otherwise(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let mut letters = long.chars();
    let shortened = long.chars().next() == short.chars().next()
        && short.chars().all(|c| letters.any(|d| c == d));
    shortened
        || rapidfuzz::distance::osa::distance(a.chars(), b.chars()) * ERRORS <= long.chars().count()
}

/// Letters of a word to each error in it.
const ERRORS: usize = 3;

/// The longest word, of several the first in the alphabet.
fn main_word(folded: &str) -> Option<&str> {
    let mut best = "";
    for word in folded.split(' ').filter(|word| word.len() > 1) {
        let better = word.len() > best.len() || (word.len() == best.len() && word < best);
        // Asked last, as it costs most.
        if better && !is_legal_form(word) {
            best = word;
        }
    }
    Some(best).filter(|word| !word.is_empty())
}

fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded
        .split(' ')
        .filter(|word| word.len() > 1 && !is_legal_form(word))
}

/// The word is one of a name, so those count too that mean something else in a description.
fn is_legal_form(word: &str) -> bool {
    legal::is_form(word) || ["AS", "PLC", "PRIVATE", "THE"].contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_main_word_is_the_longest_that_is_no_legal_form(name in "((A|B|AB|LTD|GMBH|THE|LIMITED|ORCHID|LOTUSES) ?){0,6}") {
            let slowly = words(&name).max_by_key(|word| (word.len(), std::cmp::Reverse(*word)));
            prop_assert_eq!(main_word(&name), slowly);
        }
    }
}
