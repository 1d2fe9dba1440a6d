//! Numbers found by a hash of what they stand for.

/// Numbers from 1 on, each under 32 bits of a hash. What they stand for is kept, and compared, by the owner.
///
/// A look-up touches one place here, and what a number stands for only where it will be equal. Growing touches nothing
/// else.
#[derive(Clone, Default)]
pub struct HashIndex {
    /// None, or a power of two of places, at most five eighths of them taken.
    slots: Vec<Slot>,
    taken: usize,
}

/// `number` 0 is a free place.
#[derive(Clone, Copy, Default)]
struct Slot {
    hash: u32,
    number: u32,
}

/// Places of the smallest table.
const FEWEST: usize = 1 << 6;

impl HashIndex {
    /// The number under this hash of which `equal` is true.
    #[inline]
    pub fn find(&self, hash: u32, mut equal: impl FnMut(u32) -> bool) -> Option<u32> {
        let mut at = hash as usize;
        loop {
            let slot = *self.slots.get(at & self.slots.len().wrapping_sub(1))?;
            if slot.number == 0 {
                return None;
            }
            if slot.hash == hash && equal(slot.number) {
                return Some(slot.number);
            }
            at += 1;
        }
    }

    /// The first number under each hash, 0 where there is none. A look-up in a large table is mostly waiting for memory:
    /// who has many to do can bring near what they will compare, and the waits overlap.
    pub fn first(&self, hashes: &[u32], numbers: &mut Vec<u32>) {
        let mask = self.slots.len().wrapping_sub(1);
        // Without a branch that depends on what is read, for one guessed wrong would end the overlapping.
        let touched = hashes.iter().fold(0, |sum, &hash| {
            sum ^ self
                .slots
                .get(hash as usize & mask)
                .map_or(0, |slot| slot.number)
        });
        std::hint::black_box(touched);
        numbers.clear();
        let first = |&hash: &u32| self.find(hash, |_| true).unwrap_or(0);
        numbers.extend(hashes.iter().map(first));
    }

    /// Puts a number under a hash. It must not be there yet.
    #[inline]
    pub fn insert(&mut self, hash: u32, number: u32) {
        if (self.taken + 1) * 8 > self.slots.len() * 5 {
            self.grow();
        }
        self.taken += 1;
        place(&mut self.slots, Slot { hash, number });
    }

    fn grow(&mut self) {
        let mut slots = vec![Slot::default(); (self.slots.len() * 2).max(FEWEST)];
        for &slot in self.slots.iter().filter(|slot| slot.number != 0) {
            place(&mut slots, slot);
        }
        self.slots = slots;
    }

    /// Bytes held on the heap.
    pub fn heap_bytes(&self) -> usize {
        self.slots.capacity() * size_of::<Slot>()
    }
}

fn place(slots: &mut [Slot], slot: Slot) {
    let mask = slots.len() - 1;
    let mut at = slot.hash as usize & mask;
    while slots[at].number != 0 {
        at = (at + 1) & mask;
    }
    slots[at] = slot;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_under_their_hash_also_where_others_share_it() {
        let mut index = HashIndex::default();
        assert_eq!(index.find(7, |_| true), None);
        let hash = |number: u32| number % 1000;
        for number in 1..=5000 {
            assert_eq!(index.find(hash(number), |other| other == number), None);
            index.insert(hash(number), number);
        }
        for number in 1..=5000 {
            let found = index.find(hash(number), |other| other == number);
            assert_eq!(found, Some(number));
        }
        let mut first = Vec::new();
        index.first(&[1001, 17], &mut first);
        assert_eq!((first[0], first[1] % 1000), (0, 17));
    }
}
