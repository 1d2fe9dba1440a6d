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
        Some(common as f64 / shorter as f64 * 0.99)
    }

    /// Does each name begin with a word that the other has in no form? That word is the firm's own more often than not, and
    /// what follows is the trade, the place or the legal form.
    pub fn is_another(&self, other: &Name) -> bool {
        let lacks =
            |name: &Name, first: &str| !name.words().any(|word| written_otherwise(word, first));
        let (Some(ours), Some(theirs)) = (self.first(), other.first()) else {
            return false;
        };
        lacks(other, ours) && lacks(self, theirs)
    }

    fn first(&self) -> Option<&str> {
        words(&self.folded).next()
    }
}

/// Can one word be the other, with an error or shortened?
fn written_otherwise(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short == long {
        return true;
    }
    if long.len() > LONGEST || long.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let begins = short.len() >= SHORTENED && long.starts_with(short);
    begins || rapidfuzz::distance::osa::distance(a.bytes(), b.bytes()) * LETTERS <= long.len()
}

/// Letters of a word to each error in it.
const LETTERS: usize = 3;

/// Letters that a shortened word keeps.
const SHORTENED: usize = 3;

/// Letters of a word that is compared at all.
const LONGEST: usize = 64;

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

    fn named(name: &str) -> Name {
        let mut rows = Shipments::default();
        let party = rows.add_party(name, "", None);
        Name::of(&rows, Some(party))
    }

    #[test]
    fn names_that_begin_with_different_words_are_two_firms() {
        for (a, b, another) in [
            ("Basil Trading LLC", "Cedar Trading LLC", true),
            ("Lotus 1 Trading", "Orchid 1 Trading", true),
            ("Basil Trading LLC", "BASYL TRADING", false),
            (
                "Bosphor Elektronik Ticaret",
                "Bosphor Elektronik Trading",
                false,
            ),
            ("Bosphor Elektronik FZE", "Bosphor Elektronik Pty", false),
            ("Trading House Basil", "Basil Trading", false),
            (
                "Shenzhen Orchid Electronics",
                "Orchid Electronics Shenzhen",
                false,
            ),
            ("Factory 101", "Factory 102", false),
            ("", "Basil", false),
        ] {
            assert_eq!(named(a).is_another(&named(b)), another, "{a} and {b}");
            assert_eq!(named(b).is_another(&named(a)), another, "{b} and {a}");
        }
    }

    #[test]
    fn names_of_thousands_of_words_are_compared_in_one_pass() {
        let long = |letter: char| -> String {
            let words = (0..50_000).map(|n| format!("{letter}{n} "));
            words.collect()
        };
        let (a, b) = (named(&long('a')), named(&long('b')));
        assert!(a.is_another(&b));
    }

    proptest! {
        #[test]
        fn the_main_word_is_the_longest_that_is_no_legal_form(name in "((A|B|AB|LTD|GMBH|THE|LIMITED|ORCHID|LOTUSES) ?){0,6}") {
            let slowly = words(&name).max_by_key(|word| (word.len(), std::cmp::Reverse(*word)));
            prop_assert_eq!(main_word(&name), slowly);
        }
    }
}
