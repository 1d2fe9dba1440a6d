//! Distinct cells and their numbers, in a table that waits for memory as little as it can.

use rustc_hash::FxHasher;
use std::hash::Hasher;

/// Texts numbered in order of arrival, from 0.
pub struct Cells {
    /// A power of two in number, at most half of them taken.
    slots: Vec<Slot>,
    starts: Vec<u32>,
    text: String,
}

/// Everything a look-up needs but the text, in one place.
#[derive(Clone, Copy, Default)]
struct Slot {
    hash: u32,
    /// Number of the text plus one; 0 if the slot is free.
    number: u32,
    start: u32,
    len: u32,
}

/// The hash of a text that [`Cells`] goes by.
#[inline]
pub fn hash_of(text: &str) -> u32 {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    (hasher.finish() >> 32) as u32
}

impl Cells {
    /// No texts.
    pub fn new() -> Self {
        Self {
            slots: vec![Slot::default(); 1 << 12],
            starts: vec![0],
            text: String::new(),
        }
    }

    /// Number of texts.
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// A text by its number.
    pub fn get(&self, number: u32) -> &str {
        let at = number as usize;
        &self.text[self.starts[at] as usize..self.starts[at + 1] as usize]
    }

    /// The number of a text with this hash. `None` beyond 4 GiB of text.
    #[inline]
    pub fn number(&mut self, text: &str, hash: u32) -> Option<u32> {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let slot = self.slots[at];
            if slot.number == 0 {
                return self.insert(text, hash, at);
            }
            if slot.hash == hash
                && slot.len as usize == text.len()
                && self.text.as_bytes()[slot.start as usize..][..text.len()] == *text.as_bytes()
            {
                return Some(slot.number - 1);
            }
            at = (at + 1) & mask;
        }
    }

    fn insert(&mut self, text: &str, hash: u32, at: usize) -> Option<u32> {
        let start = self.text.len() as u32;
        let end = u32::try_from(self.text.len() + text.len()).ok()?;
        self.text.push_str(text);
        self.starts.push(end);
        let number = self.len() as u32;
        self.slots[at] = Slot {
            hash,
            number,
            start,
            len: text.len() as u32,
        };
        if self.len() * 2 > self.slots.len() {
            self.grow();
        }
        Some(number - 1)
    }

    fn grow(&mut self) {
        let mut slots = vec![Slot::default(); self.slots.len() * 2];
        let mask = slots.len() - 1;
        for slot in self.slots.iter().filter(|slot| slot.number > 0) {
            let mut at = slot.hash as usize & mask;
            while slots[at].number > 0 {
                at = (at + 1) & mask;
            }
            slots[at] = *slot;
        }
        self.slots = slots;
    }

    /// Brings the slots of these hashes and then their texts near. A look-up in a large table is mostly waiting for
    /// memory; asked for many at once the waits overlap. Changes nothing.
    pub fn fetch(&self, hashes: &[u32]) {
        let mask = self.slots.len() - 1;
        let mut any = 0;
        for &hash in hashes {
            any ^= self.slots[hash as usize & mask].number;
        }
        let text = self.text.as_bytes();
        for &hash in hashes {
            let start = self.slots[hash as usize & mask].start as usize;
            any ^= u32::from(text.get(start).copied().unwrap_or_default());
        }
        std::hint::black_box(any);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_have_one_number_and_others_their_own() {
        let mut cells = Cells::new();
        let texts: Vec<String> = (0..20_000).map(|i| format!("Firm {}", i % 9_000)).collect();
        cells.fetch(&[hash_of("Firm 1")]);
        for (at, text) in texts.iter().enumerate() {
            let number = cells.number(text, hash_of(text));
            assert_eq!(number, Some((at % 9_000) as u32));
        }
        // Texts that share a hash are still told apart.
        assert_eq!(cells.number("other", hash_of("Firm 1")), Some(9_000));
        assert_eq!((cells.len(), cells.get(17)), (9_001, "Firm 17"));
    }
}
