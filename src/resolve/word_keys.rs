//! Keys under which two spellings of one word meet.

use super::align::skeleton;
use super::nodes::hash_bytes;

/// Words of other lengths have only themselves as a key: short ones have too many neighbours, long ones are no words.
const LENGTHS: std::ops::RangeInclusive<usize> = 4..=40;

/// Hands out hashes of the word, of it with each letter left out, and of its skeleton. Keys may repeat.
///
/// Two words that differ by one letter, or by two swapped ones, share a key; so do transliterations of one name.
pub fn each(word: &str, mut key: impl FnMut(u64)) {
    let bytes = word.as_bytes();
    key(hash_bytes(bytes));
    if !LENGTHS.contains(&bytes.len()) {
        return;
    }
    // The word without its first letter; each step puts one letter back and takes the next away.
    let mut shorter = [0u8; *LENGTHS.end()];
    let shorter = &mut shorter[..bytes.len() - 1];
    shorter.copy_from_slice(&bytes[1..]);
    key(hash_bytes(shorter));
    for i in 0..shorter.len() {
        shorter[i] = bytes[i];
        key(hash_bytes(shorter));
    }
    let mut sound = [0u8; 25];
    let mut classes = [0u8; 24];
    let n = skeleton(word, &mut classes);
    if n >= 3 {
        // Apart from spellings: a skeleton is no word.
        sound[0] = b'~';
        sound[1..=n].copy_from_slice(&classes[..n]);
        key(hash_bytes(&sound[..=n]));
    }
}

#[cfg(test)]
mod tests {
    use super::each;

    fn meet(a: &str, b: &str) -> bool {
        let keys = |word| {
            let mut out = Vec::new();
            each(word, |key| out.push(key));
            out
        };
        let other = keys(b);
        keys(a).iter().any(|key| other.contains(key))
    }

    #[test]
    fn one_wrong_letter_two_swapped_ones_and_other_transliterations_meet() {
        assert!(meet("ORCHID", "ORCHD"));
        assert!(meet("ORCHID", "ORXHID"));
        assert!(meet("ORCHID", "ORHCID"));
        assert!(meet("RCHID", "ORCHID"));
        assert!(meet("SHCHERBAKOV", "SCERBAKOV"));
        assert!(!meet("ORCHID", "PELICAN"));
        assert!(
            !meet("ABC", "ABD"),
            "three letters have too many neighbours"
        );
    }
}
