//! Header cells to concepts: words split, folded, looked up in many languages, abbreviations and slips forgiven.

use crate::reference::countries::fold;
use rustc_hash::FxHashMap;

/// What the words of a header speak of.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// Concept of each folded word.
    concepts: FxHashMap<String, Vec<String>>,
    /// Words of scripts without spaces, found inside longer ones, the longest first.
    inside: Vec<String>,
}

/// A header cell as concepts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// Concepts in order, without repeats.
    pub concepts: Vec<String>,
    /// Numbers that stand alone.
    pub numbers: Vec<String>,
    /// Words that nothing explains.
    pub unknown: usize,
    /// Words read only after a slip or a split.
    pub guessed: usize,
}

impl Words {
    /// The list in `data/reference/header_words.csv`.
    pub fn load() -> Self {
        let mut words = Self::default();
        let table = include_str!("../../../data/reference/header_words.csv");
        for line in table.lines().filter(|l| !l.starts_with('#')).skip(1) {
            let Some((concept, list)) = line.split_once(';') else {
                continue;
            };
            for word in list.split('|') {
                let key = fold_word(word);
                if word.chars().any(|c| ('\u{2e80}'..'\u{e000}').contains(&c)) {
                    words.inside.push(key.clone());
                }
                words
                    .concepts
                    .entry(key)
                    .or_default()
                    .push(concept.to_owned());
            }
        }
        words
            .inside
            .sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        words.inside.dedup();
        words
    }

    /// Reads a header cell.
    pub fn read(&self, header: &str) -> Reading {
        let mut reading = Reading::default();
        let parts = split_words(header);
        let mut at = 0;
        while at < parts.len() {
            // Two words may be one term: "dia chi", "tn ved", "bill of lading" needs none.
            if let Some(next) = parts.get(at + 1) {
                let pair = format!("{} {next}", parts[at]);
                let glued = format!("{}{next}", parts[at]);
                let known = |key: &str| self.concepts.get(key);
                if let Some(concepts) = known(&pair).or_else(|| {
                    (glued.len() > 4 && !self.concepts.contains_key(&parts[at]))
                        .then(|| known(&glued))
                        .flatten()
                }) {
                    add(&mut reading, concepts);
                    at += 2;
                    continue;
                }
            }
            self.read_word(&parts[at], &mut reading);
            at += 1;
        }
        reading
    }

    fn read_word(&self, word: &str, reading: &mut Reading) {
        if word.bytes().all(|b| b.is_ascii_digit()) {
            reading.numbers.push(word.to_owned());
            return;
        }
        if let Some(concepts) = self.concepts.get(word) {
            add(reading, concepts);
            return;
        }
        if word.chars().any(|c| c as u32 >= 0x2e80) {
            let (mut rest, mut found) = (word.to_owned(), false);
            for part in &self.inside {
                if rest.contains(part.as_str()) {
                    rest = rest.replace(part.as_str(), " ");
                    add(reading, self.concepts.get(part).map_or(&[], Vec::as_slice));
                    found = true;
                }
            }
            if !found {
                reading.unknown += 1;
            }
            return;
        }
        let stem = word.trim_end_matches(|c: char| c.is_ascii_digit());
        if stem.len() < word.len() && stem.len() > 1 {
            reading.numbers.push(word[stem.len()..].to_owned());
            self.read_word(stem, reading);
            return;
        }
        let guess = self
            .glued(word)
            .or_else(|| self.misspelt(word))
            .or_else(|| self.shortened(word))
            .or_else(|| self.compound(word));
        if let Some(concepts) = guess {
            reading.guessed += 1;
            add(reading, &concepts);
        } else {
            reading.unknown += 1;
        }
    }

    /// Two or three known words written as one: `totalvalue`, `conname`.
    fn glued(&self, word: &str) -> Option<Vec<String>> {
        if word.len() < 5 || !word.is_ascii() {
            return None;
        }
        let known = |part: &str| (part.len() >= 2).then(|| self.concepts.get(part)).flatten();
        for first in (2..word.len().saturating_sub(1)).rev() {
            let (head, tail) = word.split_at(first);
            let Some(head) = known(head) else { continue };
            if let Some(tail) =
                known(tail).filter(|_| word.len() - first >= 3 || tail == "id" || tail == "no")
            {
                return Some([head.as_slice(), tail].concat());
            }
            for second in (2..tail.len().saturating_sub(2)).rev() {
                if let (Some(middle), Some(end)) = (known(&tail[..second]), known(&tail[second..]))
                {
                    return Some([head.as_slice(), middle, end].concat());
                }
            }
        }
        None
    }

    /// A word that a longer one was cut to (`orig`), or its consonants (`exptr`), where all such words agree.
    fn shortened(&self, word: &str) -> Option<Vec<String>> {
        if word.len() < 4 || !word.is_ascii() {
            return None;
        }
        let inside = |known: &str| {
            let mut letters = known.bytes();
            known.as_bytes()[0] == word.as_bytes()[0]
                && word.bytes().all(|b| letters.any(|k| k == b))
        };
        let consonants = word.bytes().filter(|b| b"aeiou".contains(b)).count() * 4 <= word.len();
        let mut found: Option<&Vec<String>> = None;
        let mut keys: Vec<&String> = self.concepts.keys().collect();
        keys.sort_unstable();
        for key in keys
            .into_iter()
            .filter(|k| k.is_ascii() && k.len() > word.len() && k.len() <= word.len() * 2)
        {
            if key.starts_with(word) || (consonants && inside(key)) {
                let concepts = &self.concepts[key];
                if found.is_some_and(|f| f[0] != concepts[0]) {
                    return None;
                }
                found = Some(concepts);
            }
        }
        found.cloned()
    }

    /// A compound whose last part is known: `anmeldedatum`, `ursprungsland`.
    fn compound(&self, word: &str) -> Option<Vec<String>> {
        let starts = word
            .char_indices()
            .map(|(at, _)| at)
            .filter(|&at| at >= 3 && word.len() - at >= 4);
        for at in starts {
            if let Some(last) = self.concepts.get(&word[at..]) {
                let head = &word[..at];
                let head = self
                    .concepts
                    .get(head)
                    .or_else(|| self.concepts.get(head.strip_suffix('s')?));
                return Some(head.into_iter().flatten().chain(last).cloned().collect());
            }
        }
        None
    }

    /// A word one slip away from a known one of at least five letters, two slips from eight on.
    fn misspelt(&self, word: &str) -> Option<Vec<String>> {
        let len = word.chars().count();
        if len < 5 {
            return None;
        }
        let allowed = if len >= 8 { 2 } else { 1 };
        let mut best: Option<(usize, &String)> = None;
        for known in self
            .concepts
            .keys()
            .filter(|k| k.chars().count() >= 4 && k.chars().count().abs_diff(len) <= allowed)
        {
            let distance = rapidfuzz::distance::osa::distance(word.chars(), known.chars());
            if distance <= allowed && best.is_none_or(|b| (distance, known) < b) {
                best = Some((distance, known));
            }
        }
        best.and_then(|(_, known)| self.concepts.get(known))
            .cloned()
    }
}

fn add(reading: &mut Reading, concepts: &[String]) {
    for concept in concepts {
        if concept != "ordinary" && !reading.concepts.contains(concept) {
            reading.concepts.push(concept.clone());
        }
    }
}

fn fold_word(word: &str) -> String {
    match word {
        "$" | "us$" => "usd".to_owned(),
        "№" => "no".to_owned(),
        _ => fold(word).to_lowercase().replace('đ', "d"),
    }
}

/// Words of a header: at spaces, marks, and where small letters turn to capitals.
fn split_words(header: &str) -> Vec<String> {
    let mut spaced = String::with_capacity(header.len() + 8);
    let chars: Vec<char> = header.chars().collect();
    for (i, &c) in chars.iter().enumerate() {
        let before = i.checked_sub(1).map(|i| chars[i]);
        let after = chars.get(i + 1);
        let hump = c.is_uppercase()
            && (before.is_some_and(|b| b.is_lowercase() || b.is_ascii_digit())
                || (before.is_some_and(char::is_uppercase)
                    && after.is_some_and(|a| a.is_lowercase())));
        if hump {
            spaced.push(' ');
        }
        match c {
            '$' => spaced.push_str(" usd "),
            '№' => spaced.push_str(" no "),
            c => spaced.push(c),
        }
    }
    fold(&spaced)
        .to_lowercase()
        .replace('đ', "d")
        .split(' ')
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_of_many_hands_are_read() {
        let words = Words::load();
        let read = |header: &str| words.read(header).concepts.join(" ");
        assert_eq!(read("conFullAddress"), "consignee vendorcopy address");
        assert_eq!(read("Адрес получателя"), "address consignee");
        assert_eq!(read("TOTALVALUE"), "total value");
        assert_eq!(read("PRODUCT DESCTRIPTION"), "desc");
        assert_eq!(read("收货人名称"), "consignee name");
        assert_eq!(read("Nombre del Exportador"), "name shipper");
    }
}
