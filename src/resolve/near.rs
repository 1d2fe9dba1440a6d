//! Texts read on all threads, without a wait for memory at each.

use crate::model::{TextId, TextStore};
use rayon::prelude::*;

/// Items whose texts are brought near at once.
const AT_ONCE: usize = 256;

/// What is read of each item. `texts` says which of the store's it reads.
pub(super) fn read_all<'a, T: Sync, I: IntoIterator<Item = TextId>, R: Send>(
    items: &'a [T],
    store: &'a TextStore,
    texts: impl Fn(&'a T) -> I + Sync + Send + 'a,
    read: impl Fn(&'a T) -> R + Sync + Send + 'a,
) -> impl IndexedParallelIterator<Item = R> + 'a {
    let all = items.par_iter().enumerate().with_min_len(4 * AT_ONCE);
    all.map(move |(at, item)| {
        if at.is_multiple_of(AT_ONCE) {
            store.touch(items[at..].iter().take(AT_ONCE).flat_map(&texts));
        }
        read(item)
    })
}
