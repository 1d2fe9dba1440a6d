//! The texts that one parser has met, found again without a look at more than two places in memory.
//!
//! Where a table of a million texts does not fit the processor's caches, waiting for memory is most of the work.
//! So texts are looked up many at once, in steps that do not depend on each other: hash all, fetch all places, fetch all
//! texts, compare all. The processor then waits for many of them at the same time.

use crate::model::text_hash;

/// Numbers texts from 1 on in order of arrival; 0 is no text.
pub struct Words {
    /// A power of two of places, at most three quarters of them taken.
    slots: Vec<Slot>,
    arena: String,
    /// End of each text in `arena`, that of number 0 first.
    ends: Vec<u32>,
    hashes: Vec<u32>,
    /// Where the texts that are looked up may lie.
    places: Vec<(u32, u32)>,
}

/// Where a text is; `number` 0 is a free place.
#[derive(Clone, Copy, Default)]
struct Slot {
    hash: u32,
    number: u32,
    from: u32,
    len: u32,
}

impl Default for Words {
    fn default() -> Self {
        Self {
            slots: vec![Slot::default(); 1 << 10],
            arena: String::new(),
            ends: vec![0],
            hashes: Vec::new(),
            places: Vec::new(),
        }
    }
}

impl Words {
    /// Numbers handed out, 0 among them.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Bytes of all texts.
    pub fn bytes(&self) -> usize {
        self.arena.len()
    }

    /// The text of a number.
    ///
    /// # Panics
    /// Past [`Words::len`].
    pub fn at(&self, number: usize) -> &str {
        match number {
            0 => "",
            n => &self.arena[self.ends[n - 1] as usize..self.ends[n] as usize],
        }
    }

    /// The number of one text.
    pub fn number(&mut self, text: &str) -> u32 {
        if text.is_empty() {
            return 0;
        }
        self.find_or_add(text, text_hash(text))
    }

    /// The numbers of many texts, in order, appended to `out`. Numbers from the former [`Words::len`] on are new.
    pub fn numbers(&mut self, texts: &[&str], out: &mut Vec<u32>) {
        let mut hashes = std::mem::take(&mut self.hashes);
        hashes.clear();
        hashes.extend(texts.iter().map(|text| text_hash(text)));
        let mask = self.slots.len() - 1;
        // Without a branch that depends on what is read, for one guessed wrong would end the overlapping.
        let slots = hashes.iter().map(|&hash| self.slots[hash as usize & mask]);
        std::hint::black_box(slots.fold(0, |sum, slot| sum ^ slot.number));
        let mut places = std::mem::take(&mut self.places);
        places.clear();
        places.extend(hashes.iter().map(|&hash| {
            let mut at = hash as usize & mask;
            while self.slots[at].number != 0 && self.slots[at].hash != hash {
                at = (at + 1) & mask;
            }
            (
                self.slots[at].from,
                self.slots[at].from + self.slots[at].len,
            )
        }));
        let arena = self.arena.as_bytes();
        let touched = places.iter().fold(0, |sum, &(from, to)| {
            let byte = |at: u32| arena.get(at as usize).copied().unwrap_or(0);
            // Most texts lie in one or two lines of memory.
            sum ^ byte(from) ^ byte(to)
        });
        std::hint::black_box(touched);
        self.places = places;
        for (&text, &hash) in texts.iter().zip(&hashes) {
            out.push(match text.is_empty() {
                true => 0,
                false => self.find_or_add(text, hash),
            });
        }
        self.hashes = hashes;
    }

    fn find_or_add(&mut self, text: &str, hash: u32) -> u32 {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let slot = self.slots[at];
            if slot.number == 0 {
                break;
            }
            if slot.hash == hash && slot.len as usize == text.len() {
                let from = slot.from as usize;
                let known = &self.arena.as_bytes()[from..from + text.len()];
                if same(known, text.as_bytes()) {
                    return slot.number;
                }
            }
            at = (at + 1) & mask;
        }
        let number = self.ends.len() as u32;
        // A block is shorter than 2 GiB and a parser forgets what it met long before that, so 32 bits hold all.
        let from = self.arena.len() as u32;
        self.arena.push_str(text);
        self.ends.push(self.arena.len() as u32);
        self.slots[at] = Slot {
            hash,
            number,
            from,
            len: text.len() as u32,
        };
        if self.ends.len() * 4 > self.slots.len() * 3 {
            self.grow();
        }
        number
    }

    fn grow(&mut self) {
        let len = self.slots.len() * 2;
        let old = std::mem::replace(&mut self.slots, vec![Slot::default(); len]);
        for slot in old.into_iter().filter(|slot| slot.number != 0) {
            let mut at = slot.hash as usize & (len - 1);
            while self.slots[at].number != 0 {
                at = (at + 1) & (len - 1);
            }
            self.slots[at] = slot;
        }
    }

    /// Forgets all texts.
    pub fn clear(&mut self) {
        self.slots.fill(Slot::default());
        self.arena.clear();
        self.ends.truncate(1);
    }
}

/// Are two texts of one length equal? Most are short, and two words each tell without a call.
#[inline]
fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() <= 16
        && let (Some(a_first), Some(b_first)) = (a.first_chunk::<8>(), b.first_chunk::<8>())
        && let (Some(a_last), Some(b_last)) = (a.last_chunk::<8>(), b.last_chunk::<8>())
    {
        return a_first == b_first && a_last == b_last;
    }
    if a.len() < 8
        && let (Some(a_first), Some(b_first)) = (a.first_chunk::<4>(), b.first_chunk::<4>())
        && let (Some(a_last), Some(b_last)) = (a.last_chunk::<4>(), b.last_chunk::<4>())
    {
        return a_first == b_first && a_last == b_last;
    }
    if a.len() < 4 {
        return a.iter().zip(b).all(|(a, b)| a == b);
    }
    a == b
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn equal_texts_get_one_number(texts in prop::collection::vec("[ab]{0,4}|[ab]{5,8}|[ab]{8,17}|[ab]{2}x{20}[ab]", 0..2000)) {
            let mut words = Words::default();
            let (mut known, mut out) = (BTreeMap::new(), Vec::new());
            for strip in texts.chunks(7) {
                let strip: Vec<&str> = strip.iter().map(String::as_str).collect();
                out.clear();
                words.numbers(&strip, &mut out);
                for (text, &number) in strip.into_iter().zip(&out) {
                    prop_assert_eq!(words.at(number as usize), text);
                    prop_assert_eq!(*known.entry(text.to_owned()).or_insert(number), number);
                    prop_assert_eq!(words.number(text), number);
                }
            }
        }
    }

    #[test]
    fn a_table_that_grew_and_was_cleared_still_finds() {
        let mut words = Words::default();
        let texts: Vec<String> = (0..5000).map(|n| format!("text {n}")).collect();
        let numbers: Vec<u32> = texts.iter().map(|t| words.number(t)).collect();
        assert_eq!(numbers, (1..=5000).collect::<Vec<u32>>());
        assert!(
            texts
                .iter()
                .zip(&numbers)
                .all(|(t, &n)| words.number(t) == n)
        );
        words.clear();
        assert_eq!(
            (words.len(), words.number("other"), words.at(1)),
            (1, 1, "other")
        );
    }
}
