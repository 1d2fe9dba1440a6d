//! All text of a table in one buffer.

use hashbrown::HashTable;
use std::hash::{BuildHasher, Hasher};

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
/// A row store with a `String` a cell costs 24 bytes and an allocation for each; this costs 12 bytes
/// and nothing for a repeated value.
#[derive(Clone)]
pub struct TextStore {
    buffer: String,
    ends: Vec<usize>,
    /// Ids with 32 bits of the hash of their text, so that a look-up reads text only where it will be equal and
    /// growing reads none.
    index: HashTable<(TextId, u32)>,
    hasher: rustc_hash::FxBuildHasher,
}

impl Default for TextStore {
    fn default() -> Self {
        Self {
            buffer: String::new(),
            ends: vec![0],
            index: HashTable::new(),
            hasher: rustc_hash::FxBuildHasher,
        }
    }
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
        let short = short_hash(&self.hasher, text);
        let (buffer, ends) = (&self.buffer, &self.ends);
        let equal =
            |&(id, other): &(TextId, u32)| other == short && slice(buffer, ends, id) == text;
        if let Some(&(id, _)) = self.index.find(spread(short), equal) {
            return id;
        }
        let id = self.push(text);
        self.index
            .insert_unique(spread(short), (id, short), |&(_, short)| spread(short));
        id
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
        let short = short_hash(&self.hasher, text);
        let equal = |&(id, other): &(TextId, u32)| other == short && self.get(id) == text;
        self.index.find(spread(short), equal).map(|&(id, _)| id)
    }

    /// The text; "" for [`TextId::NONE`].
    #[inline]
    pub fn get(&self, id: TextId) -> &str {
        slice(&self.buffer, &self.ends, id)
    }

    /// The text whose id has this [`TextId::index`]; "" for 0.
    ///
    /// # Panics
    /// Past [`TextStore::len`].
    #[inline]
    pub fn at(&self, index: usize) -> &str {
        match index {
            0 => "",
            i => &self.buffer[self.ends[i - 1]..self.ends[i]],
        }
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
        self.buffer.capacity()
            + self.ends.capacity() * size_of::<usize>()
            + self.index.capacity() * 9
    }

    /// Gives up the look-up index and spare room once nothing more will be interned.
    pub fn freeze(&mut self) {
        self.index = HashTable::new();
        self.buffer.shrink_to_fit();
        self.ends.shrink_to_fit();
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
        let lengths: Result<Vec<u32>, _> = self
            .ends
            .windows(2)
            .map(|pair| u32::try_from(pair[1] - pair[0]))
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
        store.ends.reserve_exact(stored.lengths.len());
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

#[inline]
fn slice<'a>(buffer: &'a str, ends: &[usize], id: TextId) -> &'a str {
    match id.index() {
        0 => "",
        i => &buffer[ends[i - 1]..ends[i]],
    }
}

fn short_hash(hasher: &rustc_hash::FxBuildHasher, text: &str) -> u32 {
    let mut state = hasher.build_hasher();
    state.write(text.as_bytes());
    let hash = state.finish();
    (hash ^ (hash >> 32)) as u32
}

/// The table wants its position in the low bits and its tag in the high ones.
fn spread(short: u32) -> u64 {
    u64::from(short).wrapping_mul(0x9e37_79b9_7f4a_7c15)
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
}
