//! Keys that more than one row has.

use rayon::prelude::*;

/// Keys are sorted into so many shelves by their highest bits. What is told of the keys of one shelf stays near a core.
const SHELVES: usize = 64;
/// Rows whose keys one task puts on shelves.
const ROWS: usize = 1 << 17;

/// The key of a row in two halves, and the row: a pair of them would take a third more.
type Shelved = [u32; 3];

/// The rows whose key other rows have too, sorted by (key, row). A key of 0 is none.
///
/// Nearly all keys are met once. Two bits for each of many more places than rows tell most of those at once, and only
/// what is left is sorted.
pub fn shared(len: usize, key: impl Fn(usize) -> Option<u64> + Sync) -> Vec<(u64, u32)> {
    let racks: Vec<Vec<Vec<Shelved>>> = (0..len.div_ceil(ROWS))
        .into_par_iter()
        .map(|task| {
            let rows = task * ROWS..len.min((task + 1) * ROWS);
            let room = rows.len() / SHELVES * 9 / 8;
            let mut shelves = vec![Vec::new(); SHELVES];
            shelves.iter_mut().for_each(|shelf| shelf.reserve(room));
            for row in rows {
                if let Some(key) = key(row).filter(|&key| key != 0) {
                    shelves[(key >> 58) as usize].push([
                        (key >> 32) as u32,
                        key as u32,
                        row as u32,
                    ]);
                }
            }
            shelves
        })
        .collect();
    let met: Vec<Vec<(u64, u32)>> = (0..SHELVES)
        .into_par_iter()
        .map(|shelf| {
            let parts: Vec<&[Shelved]> = racks.iter().map(|rack| rack[shelf].as_slice()).collect();
            met_again(&parts)
        })
        .collect();
    drop(racks);
    met.concat()
}

fn keyed(&[high, low, row]: &Shelved) -> (u64, u32) {
    (u64::from(high) << 32 | u64::from(low), row)
}

fn met_again(parts: &[&[Shelved]]) -> Vec<(u64, u32)> {
    let keys: usize = parts.iter().map(|part| part.len()).sum();
    // Sixteen places or more a key, two bits each: met once, and met again.
    let mut places = vec![0u64; (keys / 2).next_power_of_two()];
    let mask = places.len() - 1;
    let place = |key: u64| {
        let spread = key.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        ((spread >> 32) as usize & mask, (spread >> 26) & 62)
    };
    let all = || parts.iter().copied().flatten().map(keyed);
    for (key, _) in all() {
        let (at, bit) = place(key);
        let word = &mut places[at];
        *word |= ((*word & (1 << bit)) << 1) | (1 << bit);
    }
    let again = |key: u64| {
        let (at, bit) = place(key);
        (places[at] >> bit) & 2 != 0
    };
    let mut met: Vec<(u64, u32)> = all().filter(|&(key, _)| again(key)).collect();
    met.sort_unstable();
    met
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_rows_that_share_a_key_are_left_in_order() {
        let keys = [5, 0, 7, 5, 9 << 60, 7, 5, 11, 9 << 60];
        let found: Vec<(u64, u32)> = shared(keys.len(), |row| Some(keys[row]))
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
    #[test]
    fn keys_of_rows_that_several_tasks_look_at_are_found() {
        let rows = 2 * ROWS + 1;
        let key =
            |row: usize| (row as u64 % (rows as u64 - 2) + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let shared = shared(rows, |row| Some(key(row)));
        let mut found: Vec<u32> = shared
            .chunk_by(|a, b| a.0 == b.0)
            .filter(|group| group.len() > 1)
            .flat_map(|group| group.iter().map(|&(_, row)| row))
            .collect();
        found.sort_unstable();
        let last = rows as u32 - 2;
        assert_eq!(found, [0, 1, last, last + 1]);
    }
}
