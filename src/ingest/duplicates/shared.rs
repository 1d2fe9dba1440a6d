//! Keys that more than one row has.

use rayon::prelude::*;

/// Keys are looked through in so many parts, by their highest bits.
const PARTS: u64 = 4;

/// The rows whose key other rows have too, sorted by (key, row). A key of 0 is none.
///
/// Nearly all keys are met once. Two bits for each of many more places than rows tell most of those at once, and only
/// what is left is sorted.
pub fn shared(len: usize, key: impl Fn(usize) -> Option<u64> + Sync) -> Vec<(u64, u32)> {
    let keys: Vec<u64> = (0..len)
        .into_par_iter()
        .map(|row| key(row).unwrap_or(0))
        .collect();
    let parts: Vec<Vec<(u64, u32)>> = (0..PARTS)
        .into_par_iter()
        .map(|part| met_again(&keys, part))
        .collect();
    drop(keys);
    parts.concat()
}

fn met_again(keys: &[u64], part: u64) -> Vec<(u64, u32)> {
    let ours = |key: u64| key != 0 && key >> 62 == part;
    // Sixteen places or more a row, two bits each: met once, and met again.
    let mut places = vec![0u64; (keys.len() / 2 / PARTS as usize).next_power_of_two()];
    let mask = places.len() - 1;
    let place = |key: u64| {
        let spread = key.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        ((spread >> 32) as usize & mask, (spread >> 26) & 62)
    };
    for &key in keys.iter().filter(|&&key| ours(key)) {
        let (at, bit) = place(key);
        let word = &mut places[at];
        *word |= ((*word & (1 << bit)) << 1) | (1 << bit);
    }
    let again = |key: u64| {
        let (at, bit) = place(key);
        (places[at] >> bit) & 2 != 0
    };
    let mut met: Vec<(u64, u32)> = keys
        .iter()
        .enumerate()
        .filter(|&(_, &key)| ours(key) && again(key))
        .map(|(row, &key)| (key, row as u32))
        .collect();
    met.sort_unstable();
    met
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_rows_that_share_a_key_are_left_in_order() {
        let keys = [5, 0, 7, 5, 9 << 60, 7, 5, 11, 9 << 60];
        let found: Vec<(u64, u32)> = shared(keys.len(), |row| Some(keys[row]).filter(|&k| k != 0))
            .chunk_by(|a, b| a.0 == b.0)
            .filter(|group| group.len() > 1)
            .flatten()
            .copied()
            .collect();
        let want = [
            (5, 0),
            (5, 3),
            (5, 6),
            (7, 2),
            (7, 5),
            (9 << 60, 4),
            (9 << 60, 8),
        ];
        assert_eq!(found, want);
    }
}
