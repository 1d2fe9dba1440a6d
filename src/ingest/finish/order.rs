//! The order of rows: by day, record id, content. Record ids are read in order of arrival, as their text lies in memory:
//! reading each where it is sorted would wait for memory twice a row.

use super::content::by_content;
use crate::model::{Day, Shipments};
use rayon::prelude::*;

/// Row numbers sorted by (day, record id, content). The rows of a day are compared by eight bytes of the id first,
/// those after what all ids of the day share.
pub fn sorted(rows: &Shipments) -> Vec<u32> {
    let Some(calendar) = Calendar::of(rows) else {
        return Vec::new();
    };
    let mut order = calendar.by_day(rows);
    let heads = calendar.heads(rows);
    let days: Vec<&mut [u32]> = order
        .chunk_by_mut(|&a, &b| rows.day[a as usize] == rows.day[b as usize])
        .collect();
    let id = |row: u32| rows.text.get(rows.record_id[row as usize]);
    days.into_par_iter().for_each(|day| {
        let mut keyed: Vec<(u64, u32)> =
            day.iter().map(|&row| (heads[row as usize], row)).collect();
        keyed.sort_unstable_by(|a, b| {
            a.0.cmp(&b.0)
                .then_with(|| id(a.1).cmp(id(b.1)))
                .then_with(|| by_content(rows, a.1 as usize, b.1 as usize))
                .then_with(|| rows.source[a.1 as usize].cmp(&rows.source[b.1 as usize]))
        });
        for (slot, (_, row)) in day.iter_mut().zip(keyed) {
            *slot = row;
        }
    });
    order
}

/// The days from the first to the last of a table. Ingest takes the years 1970 to 2099, so they are 47,482 at most.
struct Calendar {
    first: Day,
    days: usize,
}

impl Calendar {
    fn of(rows: &Shipments) -> Option<Self> {
        let (&first, &last) = (rows.day.iter().min()?, rows.day.iter().max()?);
        let mut calendar = Self { first, days: 0 };
        calendar.days = calendar.slot(last) + 1;
        Some(calendar)
    }

    fn slot(&self, day: Day) -> usize {
        usize::try_from(day.since(self.first)).unwrap_or(0)
    }

    /// Row numbers by day, rows of a day in order of arrival: counted into place, as days are few and rows many.
    fn by_day(&self, rows: &Shipments) -> Vec<u32> {
        if rows.day.is_sorted() {
            return (0..rows.len() as u32).collect();
        }
        let mut starts = vec![0u32; self.days + 1];
        rows.day
            .iter()
            .for_each(|&day| starts[self.slot(day) + 1] += 1);
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        let mut order = vec![0; rows.len()];
        for (row, &day) in rows.day.iter().enumerate() {
            let next = &mut starts[self.slot(day)];
            order[*next as usize] = row as u32;
            *next += 1;
        }
        order
    }

    /// Eight bytes of the id of each row, those after what all ids of its day share, as a number.
    fn heads(&self, rows: &Shipments) -> Vec<u64> {
        let shared = self.shared(rows);
        (0..rows.len())
            .into_par_iter()
            .map(|row| {
                let id = rows.text.get(rows.record_id[row]).as_bytes();
                let tail = &id[shared[self.slot(rows.day[row])]..];
                match tail.first_chunk::<8>() {
                    Some(eight) => u64::from_be_bytes(*eight),
                    None => {
                        let mut eight = [0; 8];
                        eight[..tail.len()].copy_from_slice(tail);
                        u64::from_be_bytes(eight)
                    }
                }
            })
            .collect()
    }

    /// For each day, how many bytes at their start all its ids share.
    fn shared(&self, rows: &Shipments) -> Vec<usize> {
        let id = |row: usize| rows.text.get(rows.record_id[row]).as_bytes();
        let mut any = vec![0; self.days];
        for (row, &day) in rows.day.iter().enumerate() {
            any[self.slot(day)] = row;
        }
        let unknown = || vec![usize::MAX; self.days];
        (0..rows.len())
            .into_par_iter()
            .with_min_len(1 << 16)
            .fold(unknown, |mut shared, row| {
                let slot = self.slot(rows.day[row]);
                let (id, other) = (id(row), id(any[slot]));
                let most = shared[slot].min(id.len()).min(other.len());
                let same = |&at: &usize| id[at] != other[at];
                shared[slot] = (0..most).find(same).unwrap_or(most);
                shared
            })
            .reduce(unknown, |mut a, b| {
                a.iter_mut().zip(b).for_each(|(a, b)| *a = (*a).min(b));
                a
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn rows_are_sorted_by_day_and_id(ids in prop::collection::btree_set("R?(ab){0,6}[abc]{1,3}", 0..60), days in prop::collection::vec(0..4i32, 60)) {
            let mut rows = Shipments::default();
            let mut want = Vec::new();
            for (row, (id, &day)) in ids.iter().zip(&days).enumerate() {
                rows.record_id.push(rows.text.push(id));
                rows.day.push(Day::from_epoch(day));
                want.push((day, id, row as u32));
            }
            want.sort();
            let want: Vec<u32> = want.into_iter().map(|(_, _, row)| row).collect();
            prop_assert_eq!(sorted(&rows), want);
        }
    }
}
