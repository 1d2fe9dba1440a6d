//! Listing: every path, in one fixed order for any number of threads.

use super::Legs;
use super::network::Network;
use rayon::prelude::*;

/// Takes what the listing gives: bytes made by many threads, handed over in order by one.
pub trait Sink: Sync {
    /// Writes one path, given as rows of its legs, at the end of `out`.
    fn path(&self, rows: &[u32], out: &mut Vec<u8>);

    /// Paths that were listed, in order.
    ///
    /// # Errors
    /// Where they go cannot take them; the listing stops.
    fn flush(&mut self, bytes: &[u8]) -> std::io::Result<()>;
}

/// Paths that one batch may hold, by the number of walks, which is never less. Keeps memory to some tens
/// of megabytes whatever the number of paths.
const BATCH: f64 = 400_000.0;

/// Batches are cut into pieces of about this many paths, for threads to take.
const PIECE: f64 = 10_000.0;

/// Bytes after which a single huge first leg is handed over in between.
const FULL: usize = 8 << 20;

/// Lists every path: by first leg, then depth first, shorter before longer, in order of rows. Returns how
/// many there were.
///
/// # Errors
/// What [`Sink::flush`] gives.
pub fn list<S: Sink>(network: &Network, legs: &Legs, sink: &mut S) -> std::io::Result<u128> {
    let walks = walks(network);
    let mut total: u128 = 0;
    let mut at = 0;
    let first = &network.first;
    while at < first.len() {
        // A first leg that fills a batch by itself is walked by this thread and handed over as it goes.
        if walks[first[at] as usize] > BATCH {
            let mut buffer = Vec::with_capacity(FULL + 4096);
            let mut walk = Walk::new(network, legs);
            let mut failed = None;
            walk.from(first[at], &mut |rows| {
                sink.path(rows, &mut buffer);
                if buffer.len() >= FULL {
                    if let Err(error) = sink.flush(&buffer) {
                        failed = Some(error);
                        return false;
                    }
                    buffer.clear();
                }
                true
            });
            if let Some(error) = failed {
                return Err(error);
            }
            sink.flush(&buffer)?;
            total += u128::from(walk.found);
            at += 1;
            continue;
        }
        let mut pieces: Vec<&[u32]> = Vec::new();
        let (mut start, mut batch, mut piece) = (at, 0.0, 0.0);
        while at < first.len() {
            let next = walks[first[at] as usize];
            if next > BATCH || (batch + next > BATCH && batch > 0.0) {
                break;
            }
            batch += next;
            piece += next;
            at += 1;
            if piece >= PIECE {
                pieces.push(&first[start..at]);
                (start, piece) = (at, 0.0);
            }
        }
        if start < at {
            pieces.push(&first[start..at]);
        }
        let shared: &S = sink;
        let written: Vec<(Vec<u8>, u64)> = pieces
            .into_par_iter()
            .map(|piece| {
                let mut buffer = Vec::new();
                let mut walk = Walk::new(network, legs);
                for &way in piece {
                    walk.from(way, &mut |rows| {
                        shared.path(rows, &mut buffer);
                        true
                    });
                }
                (buffer, walk.found)
            })
            .collect();
        for (bytes, found) in written {
            sink.flush(&bytes)?;
            total += u128::from(found);
        }
    }
    Ok(total)
}

/// Number of walks (paths that may repeat entities) from each way, never less than that of paths.
fn walks(network: &Network) -> Vec<f64> {
    let ways = &network.ways;
    let arrivals = |i: usize| f64::from(ways[i].arrivals.1 - ways[i].arrivals.0);
    let mut walks: Vec<f64> = (0..ways.len()).map(arrivals).collect();
    let mut sums = vec![0.0; ways.len() + 1];
    for _ in 2..network.max_legs {
        for i in 0..ways.len() {
            sums[i + 1] = sums[i] + walks[i];
        }
        for (i, way) in ways.iter().enumerate() {
            walks[i] =
                arrivals(i) + (sums[way.ways.1 as usize] - sums[way.ways.0 as usize]).max(0.0);
        }
    }
    walks
}

/// A depth-first walk from one first leg.
struct Walk<'a> {
    network: &'a Network,
    legs: &'a Legs,
    /// Entities so far.
    chain: Vec<u32>,
    /// Rows of the legs so far.
    rows: Vec<u32>,
    found: u64,
}

impl<'a> Walk<'a> {
    fn new(network: &'a Network, legs: &'a Legs) -> Self {
        Self {
            network,
            legs,
            chain: Vec::new(),
            rows: Vec::new(),
            found: 0,
        }
    }

    /// Gives every path that starts with this way; stops when `take` says no.
    fn from(&mut self, way: u32, take: &mut impl FnMut(&[u32]) -> bool) {
        let row = self.network.ways[way as usize].row;
        self.chain.clear();
        self.rows.clear();
        self.chain.push(self.legs.from[row as usize]);
        self.on(way, take);
    }

    fn on(&mut self, way: u32, take: &mut impl FnMut(&[u32]) -> bool) -> bool {
        let network = self.network;
        let way = &network.ways[way as usize];
        self.chain.push(way.to);
        self.rows.push(way.row);
        let mut go_on = true;
        let arrivals = &network.arrivals[way.arrivals.0 as usize..way.arrivals.1 as usize];
        for arrival in arrivals {
            if !self.chain.contains(&arrival.to) {
                self.rows.push(arrival.row);
                self.found += 1;
                go_on = take(&self.rows);
                self.rows.pop();
                if !go_on {
                    break;
                }
            }
        }
        let left = network.max_legs - self.rows.len();
        if go_on && left >= 2 {
            for next in way.ways.0..way.ways.1 {
                let following = &network.ways[next as usize];
                if usize::from(following.togo) < left && !self.chain.contains(&following.to) {
                    go_on = self.on(next, take);
                    if !go_on {
                        break;
                    }
                }
            }
        }
        self.rows.pop();
        self.chain.pop();
        go_on
    }
}
