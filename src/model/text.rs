//! All text of a table in one buffer.

use super::hash_index::HashIndex;
use rustc_hash::FxHasher;
use std::hash::Hasher;

/// A piece of text in a [`TextStore`]. [`TextId::NONE`] is text that is missing (never "").
///
/// Two ids handed out by [`TextStore::intern`] are equal exactly if their text is; ids from
/// [`TextStore::push`] are all different. Ids follow the order of arrival, so no result may be
/// ordered by them: order by the text.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub struct TextId(u32);

impl TextId {
    /// No text.
    pub const NONE: TextId = TextId(0);

    /// The id at a position, 0 being [`TextId::NONE`]: for what numbers texts as a store does and is merged into one.
    #[inline]
    pub const fn from_index(index: u32) -> Self {
        Self(index)
    }

    /// Is there no text?
    #[inline]
    pub const fn is_none(self) -> bool {
        self.0 == 0
    }

    /// Is there text?
    #[inline]
    pub const fn is_some(self) -> bool {
        self.0 != 0
    }

    /// Position in the store, 0 being [`TextId::NONE`]. For side tables over all texts.
    #[inline]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

impl Default for TextId {
    fn default() -> Self {
        Self::NONE
    }
}

/// An append-only arena of strings: one buffer, one end offset a string, one index for those interned.
///
/// A row store with a `String` a cell costs 24 bytes and an allocation for each; this costs 8 bytes
/// and nothing for a repeated value.
#[derive(Clone, Default)]
pub struct TextStore {
    buffer: String,
    ends: Ends,
    /// Ids of the interned texts.
    index: HashIndex,
}

impl TextStore {
    /// A store that holds only [`TextId::NONE`].
    pub fn new() -> Self {
        Self::default()
    }

    /// The id of this text, the same for equal text. Empty text is [`TextId::NONE`].
    ///
    /// # Panics
    /// Beyond 4,294,967,295 texts; ingest refuses larger inputs first.
    pub fn intern(&mut self, text: &str) -> TextId {
        if text.is_empty() {
            return TextId::NONE;
        }
        self.intern_hashed(text, text_hash(text))
    }

    fn intern_hashed(&mut self, text: &str, hash: u32) -> TextId {
        if let Some(id) = self.find_hashed(text, hash) {
            return id;
        }
        let id = self.push(text);
        if id.is_some() {
            self.index.insert(hash, id.0);
        }
        id
    }

    fn find_hashed(&self, text: &str, hash: u32) -> Option<TextId> {
        let equal = |number| self.get(TextId(number)) == text;
        self.index.find(hash, equal).map(TextId)
    }

    /// The ids of all texts of another store in order, as [`TextStore::intern`] gives them one by one, appended to `ids`.
    /// `hashes` are those of the texts by [`text_hash`]. Many at once wait for memory together.
    ///
    /// # Panics
    /// As [`TextStore::intern`].
    pub fn intern_all(&mut self, texts: &TextStore, hashes: &[u32], ids: &mut Vec<TextId>) {
        let (mut numbers, mut places) = (Vec::new(), Vec::new());
        let mut first = 1;
        for hashes in hashes.chunks(128) {
            self.index.first(hashes, &mut numbers);
            places.clear();
            places.extend(numbers.iter().map(|&number| {
                let number = number as usize;
                (self.ends.at(number.saturating_sub(1)), self.ends.at(number))
            }));
            let buffer = self.buffer.as_bytes();
            let touched = places.iter().fold(0, |sum, &(from, to)| {
                let byte = |at: usize| buffer.get(at).copied().unwrap_or(0);
                sum ^ byte(from) ^ byte(to)
            });
            std::hint::black_box(touched);
            for (at, &hash) in hashes.iter().enumerate() {
                ids.push(self.intern_hashed(texts.at(first + at), hash));
            }
            first += hashes.len();
        }
    }

    /// Stores all texts of another store as [`TextStore::push`] does. The id of each is its id there and the number
    /// returned on top.
    ///
    /// # Panics
    /// As [`TextStore::intern`].
    pub fn append(&mut self, other: &TextStore) -> u32 {
        let (first, start) = (self.ends.len() - 1, self.buffer.len());
        let fits = u32::try_from(first + other.ends.len()).is_ok();
        assert!(fits, "more than 4,294,967,295 texts");
        self.buffer.push_str(&other.buffer);
        for id in 1..other.ends.len() {
            self.ends.push(start + other.ends.at(id));
        }
        first as u32
    }

    /// Makes room for so many times the texts that are here again. Room that cannot be had is left to growing.
    pub fn reserve(&mut self, times: f64) {
        let more = |len: usize| (len as f64 * times) as usize;
        let _ = self.buffer.try_reserve_exact(more(self.buffer.len()));
        let _ = (self.ends.low).try_reserve_exact(more(self.ends.low.len()));
    }

    /// Stores text that hardly ever repeats (record ids, bills) without looking for an equal one.
    /// Empty text is [`TextId::NONE`].
    ///
    /// # Panics
    /// As [`TextStore::intern`].
    pub fn push(&mut self, text: &str) -> TextId {
        if text.is_empty() {
            return TextId::NONE;
        }
        let id = TextId(u32::try_from(self.ends.len()).expect("more than 4,294,967,295 texts"));
        self.buffer.push_str(text);
        self.ends.push(self.buffer.len());
        id
    }

    /// The id of interned text, if it was ever interned.
    pub fn find(&self, text: &str) -> Option<TextId> {
        self.find_hashed(text, text_hash(text))
    }

    /// The text; "" for [`TextId::NONE`].
    #[inline]
    pub fn get(&self, id: TextId) -> &str {
        self.at(id.index())
    }

    /// The text whose id has this [`TextId::index`]; "" for 0.
    ///
    /// # Panics
    /// Past [`TextStore::len`].
    #[inline]
    pub fn at(&self, index: usize) -> &str {
        match index {
            0 => "",
            i => &self.buffer[self.ends.at(i - 1)..self.ends.at(i)],
        }
    }

    /// Brings texts near that are about to be read one by one: here the waits for memory of many overlap.
    pub fn touch(&self, ids: impl Iterator<Item = TextId>) {
        let buffer = self.buffer.as_bytes();
        // Without a branch that depends on what is read, for one guessed wrong would end the overlapping.
        let touched = ids.fold(0, |sum, id| {
            let byte = |at: usize| buffer.get(at).copied().unwrap_or(0);
            sum ^ byte(self.ends.at(id.index().saturating_sub(1))) ^ byte(self.ends.at(id.index()))
        });
        std::hint::black_box(touched);
    }

    /// The text, or `None` for [`TextId::NONE`].
    pub fn known(&self, id: TextId) -> Option<&str> {
        id.is_some().then(|| self.get(id))
    }

    /// Number of ids handed out, [`TextId::NONE`] among them: the length of a side table.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Holds nothing but [`TextId::NONE`].
    pub fn is_empty(&self) -> bool {
        self.ends.len() == 1
    }

    /// Bytes held on the heap.
    pub fn heap_bytes(&self) -> usize {
        self.buffer.capacity() + self.ends.low.capacity() * 4 + self.index.heap_bytes()
    }

    /// Gives up the look-up index and spare room once nothing more will be interned.
    pub fn freeze(&mut self) {
        self.index = HashIndex::default();
        self.buffer.shrink_to_fit();
        self.ends.low.shrink_to_fit();
    }
}

/// Where texts end in a buffer of any length, in four bytes each.
#[derive(Clone)]
struct Ends {
    /// The lower 32 bits of each end, that of number 0 first.
    low: Vec<u32>,
    /// The first number whose end lies beyond each further 4 GiB.
    turns: Vec<u32>,
}

impl Default for Ends {
    fn default() -> Self {
        Self {
            low: vec![0],
            turns: Vec::new(),
        }
    }
}

impl Ends {
    fn len(&self) -> usize {
        self.low.len()
    }

    /// Adds an end no smaller than the last.
    fn push(&mut self, end: usize) {
        while self.turns.len() < end >> 32 {
            self.turns.push(self.low.len() as u32);
        }
        self.low.push(end as u32);
    }

    #[inline]
    fn at(&self, number: usize) -> usize {
        let low = self.low[number] as usize;
        if self.turns.is_empty() {
            return low;
        }
        let high = self.turns.partition_point(|&turn| turn as usize <= number);
        high << 32 | low
    }
}

/// A store in a file: the length of each text, and the buffer in pieces, so that no reader has to hold it twice.
#[derive(serde::Deserialize)]
struct Stored {
    lengths: Vec<u32>,
    pieces: Vec<String>,
}

/// Bytes of a piece of the buffer, about.
const PIECE: usize = 1 << 20;

impl serde::Serialize for TextStore {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        use serde::ser::{Error, SerializeStruct};
        let lengths: Result<Vec<u32>, _> = (1..self.ends.len())
            .map(|id| u32::try_from(self.ends.at(id) - self.ends.at(id - 1)))
            .collect();
        let mut pieces = Vec::new();
        let mut rest = self.buffer.as_str();
        while !rest.is_empty() {
            let (piece, after) = rest.split_at(rest.ceil_char_boundary(PIECE));
            pieces.push(piece);
            rest = after;
        }
        let mut stored = out.serialize_struct("Stored", 2)?;
        stored.serialize_field("lengths", &lengths.map_err(S::Error::custom)?)?;
        stored.serialize_field("pieces", &pieces)?;
        stored.end()
    }
}

impl<'de> serde::Deserialize<'de> for TextStore {
    /// The store as [`TextStore::freeze`] left it.
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        use serde::de::Error;
        let stored = Stored::deserialize(from)?;
        let mut store = TextStore {
            buffer: String::with_capacity(stored.pieces.iter().map(String::len).sum()),
            ..TextStore::default()
        };
        for piece in stored.pieces {
            store.buffer.push_str(&piece);
        }
        store.ends.low.reserve_exact(stored.lengths.len());
        let mut end = 0;
        for length in stored.lengths {
            end += length as usize;
            if !store.buffer.is_char_boundary(end) {
                return Err(D::Error::custom("a text ends inside a character"));
            }
            store.ends.push(end);
        }
        Ok(store)
    }
}

/// The hash by which a [`TextStore`] finds texts.
#[inline]
pub fn text_hash(text: &str) -> u32 {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    let hash = hasher.finish();
    (hash ^ (hash >> 32)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_text_gets_one_id_and_pushed_text_its_own() {
        let mut store = TextStore::new();
        let a = store.intern("深圳");
        assert_eq!(store.intern("深圳"), a);
        assert_ne!(store.push("深圳"), a);
        assert_eq!(store.get(a), "深圳");
        assert_eq!(store.intern(""), TextId::NONE);
        assert_eq!(store.find("深圳"), Some(a));
        assert_eq!(store.known(TextId::NONE), None);
    }

    #[test]
    fn many_texts_at_once_get_the_ids_that_one_by_one_would() {
        let mut new = TextStore::new();
        let texts: Vec<String> = (0..1000).map(|n| format!("text {}", n % 300)).collect();
        texts.iter().for_each(|text| {
            new.push(text);
        });
        let hashes: Vec<u32> = texts.iter().map(|text| text_hash(text)).collect();
        let (mut many, mut single, mut ids) = (TextStore::new(), TextStore::new(), Vec::new());
        for store in [&mut many, &mut single] {
            store.intern("text 17");
        }
        many.intern_all(&new, &hashes, &mut ids);
        let one_by_one: Vec<TextId> = texts.iter().map(|text| single.intern(text)).collect();
        assert_eq!(ids, one_by_one);
    }

    #[test]
    fn ends_beyond_four_gibibytes_are_kept() {
        let places = [7, (1 << 32) - 1, 1 << 32, (3 << 32) + 5, (3 << 32) + 5];
        let mut ends = Ends::default();
        places.iter().for_each(|&end| ends.push(end));
        let kept: Vec<usize> = (1..ends.len()).map(|number| ends.at(number)).collect();
        assert_eq!(kept, places);
    }

    #[test]
    fn a_store_behind_another_keeps_its_texts() {
        let (mut store, mut other) = (TextStore::new(), TextStore::new());
        store.intern("first");
        let id = other.push("second");
        let base = store.append(&other);
        let moved = TextId::from_index(base + id.index() as u32);
        assert_eq!((store.get(moved), store.len()), ("second", 3));
        assert_ne!(store.intern("second"), moved);
    }
}
