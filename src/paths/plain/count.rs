//! Counting without listing.
//!
//! The last two legs of a path are never walked. From a way with the entities `S` before and at it, the
//! paths with one more leg are its arrivals, and those with two more are the arrivals of the ways that
//! follow, less the ways that lead back into `S`: both are differences of running sums. So paths of 2 and
//! 3 legs are counted by labels alone, and longer ones by walking to the last leg but two.
//!
//! That holds while no arrival can repeat an entity of `S`. Where one can (a name that is inside the
//! destinations in one record and outside in another), the last legs of that start are walked.

use super::Legs;
use super::network::Network;
use rayon::prelude::*;

/// Number of paths by length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counts {
    /// Legs, from 2, and the number of paths with so many; one entry a length up to the longest asked for.
    pub by_legs: Vec<(usize, u128)>,
    /// Ways walked into: 0 if labels were enough.
    pub walked: u64,
    /// Of the entities, those that can end one path and stand inside another; paths through them are
    /// walked to the end.
    pub mixed: u64,
}

/// Counts every path by its number of legs.
pub fn count(network: &Network, legs: &Legs) -> Counts {
    let back = Back::of(network);
    let pieces: Vec<Tally> = network
        .first
        .par_chunks(256)
        .map(|ways| {
            let mut tally = Tally::new(network.max_legs);
            let mut chain = Vec::new();
            for &way in ways {
                let row = network.ways[way as usize].row;
                chain.clear();
                chain.push(legs.from[row as usize]);
                tally.on(network, &back, way, 1, &mut chain);
            }
            tally
        })
        .collect();
    let mut by_legs: Vec<(usize, u128)> = (2..=network.max_legs).map(|legs| (legs, 0)).collect();
    let mut walked = 0;
    for piece in pieces {
        walked += piece.walked;
        for (sum, part) in by_legs.iter_mut().zip(&piece.by_legs) {
            sum.1 += part;
        }
    }
    Counts {
        by_legs,
        walked,
        mixed: network.mixed.iter().filter(|mixed| **mixed).count() as u64,
    }
}

/// Running sums over ways.
struct Back {
    /// Arrivals of the ways before each place.
    sums: Vec<u64>,
    /// The ways of each junction again, sorted by (receiver, place), with running sums beside them: what
    /// leads back to an entity is one stretch.
    by_receiver: Vec<(u32, u32)>,
    receiver_sums: Vec<u64>,
}

impl Back {
    fn of(network: &Network) -> Self {
        let ways = &network.ways;
        let arrivals = |i: usize| u64::from(ways[i].arrivals.1 - ways[i].arrivals.0);
        let mut sums = vec![0; ways.len() + 1];
        for i in 0..ways.len() {
            sums[i + 1] = sums[i] + arrivals(i);
        }
        let mut by_receiver: Vec<(u32, u32)> =
            (0..ways.len()).map(|i| (ways[i].to, i as u32)).collect();
        by_receiver.par_sort_unstable();
        let mut receiver_sums = vec![0; ways.len() + 1];
        for (i, &(_, way)) in by_receiver.iter().enumerate() {
            receiver_sums[i + 1] = receiver_sums[i] + arrivals(way as usize);
        }
        Self {
            sums,
            by_receiver,
            receiver_sums,
        }
    }

    /// Arrivals after the ways of a stretch.
    fn after(&self, (from, to): (u32, u32)) -> u64 {
        self.sums[to as usize] - self.sums[from as usize]
    }

    /// Of those, arrivals after the ways that lead to one entity.
    fn after_to(&self, (from, to): (u32, u32), entity: u32) -> u64 {
        let low = self.by_receiver.partition_point(|&at| at < (entity, from));
        let high = low + self.by_receiver[low..].partition_point(|&at| at < (entity, to));
        self.receiver_sums[high] - self.receiver_sums[low]
    }
}

struct Tally {
    by_legs: Vec<u128>,
    walked: u64,
}

impl Tally {
    fn new(max_legs: usize) -> Self {
        Self {
            by_legs: vec![0; max_legs - 1],
            walked: 0,
        }
    }

    /// Counts the paths that go on from a way which is leg number `legs`.
    fn on(&mut self, network: &Network, back: &Back, way: u32, legs: usize, chain: &mut Vec<u32>) {
        let way = &network.ways[way as usize];
        chain.push(way.to);
        let left = network.max_legs - legs;
        if chain.iter().any(|&entity| network.mixed[entity as usize]) {
            let arrivals = &network.arrivals[way.arrivals.0 as usize..way.arrivals.1 as usize];
            let fresh = arrivals
                .iter()
                .filter(|arrival| !chain.contains(&arrival.to));
            self.by_legs[legs - 1] += fresh.count() as u128;
            if left >= 2 {
                self.follow(network, back, way.ways, legs, chain);
            }
        } else {
            self.by_legs[legs - 1] += u128::from(way.arrivals.1 - way.arrivals.0);
            if left >= 2 && way.ways.0 < way.ways.1 {
                let again: u64 = chain
                    .iter()
                    .map(|&entity| back.after_to(way.ways, entity))
                    .sum();
                self.by_legs[legs] += u128::from(back.after(way.ways) - again);
            }
            if left >= 3 {
                self.skip_a_leg(network, back, way.ways, legs, chain);
            }
        }
        chain.pop();
    }

    fn follow(
        &mut self,
        network: &Network,
        back: &Back,
        (from, to): (u32, u32),
        legs: usize,
        chain: &mut Vec<u32>,
    ) {
        for next in from..to {
            let way = &network.ways[next as usize];
            if usize::from(way.togo) < network.max_legs - legs && !chain.contains(&way.to) {
                self.walked += 1;
                self.on(network, back, next, legs + 1, chain);
            }
        }
    }

    /// Goes on from the ways that follow, whose own arrivals have been counted already.
    fn skip_a_leg(
        &mut self,
        network: &Network,
        back: &Back,
        stretch: (u32, u32),
        legs: usize,
        chain: &mut Vec<u32>,
    ) {
        let counted = self.by_legs[legs];
        self.follow(network, back, stretch, legs, chain);
        self.by_legs[legs] = counted;
    }
}
