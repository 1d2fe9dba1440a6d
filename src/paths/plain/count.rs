//! Counting without listing.
//!
//! The last three legs of a path are never walked. From a way with the entities `S` before and at it, the paths with
//! one more leg are its arrivals. Those with two more are the arrivals of the ways that follow, less the ways that
//! lead back into `S`. Those with three more are, over the ways that follow and lead nowhere into `S`, their paths
//! with two more less what leads back: to where such a way came from, which is known of each way beforehand, or to an
//! entity further back. All are differences of running sums but the last, a way round a triangle, for which either
//! the ways that follow are looked at or the ways into that entity, whichever are fewer. So paths of 2 to 4 legs are
//! counted by labels alone, and longer ones by walking to the last leg but three.
//!
//! That holds while no arrival can repeat an entity of the path. Where one can (a name that is inside the
//! destinations in one record and outside in another), the legs through that entity are walked.

use super::Legs;
use super::network::{Network, Way};
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
    let back = Back::of(network, legs);
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
                tally.on(&back, way, 1, &mut chain);
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

/// A stretch of ways, half-open.
type Stretch = (u32, u32);

/// Ways in a stretch up to which looking at each is cheaper than searching for some.
/// Tests go the other way too.
const SHORT: u32 = if cfg!(test) { 2 } else { 48 };

/// Running sums over ways.
struct Back<'a> {
    network: &'a Network,
    legs: &'a Legs,
    /// Arrivals of the ways before each place.
    sums: Vec<u64>,
    /// Where the ways into each entity start in `by_receiver`; one more than entities.
    starts: Vec<u32>,
    /// The places of all ways again, by receiver and then in order, with running sums beside them: what leads from
    /// a stretch to an entity is one stretch here.
    by_receiver: Vec<u32>,
    receiver_sums: Vec<u64>,
    /// Pairs of a further way and an arrival that follow the ways before each place without going back to where the
    /// way came from; 0 for ways to mixed entities. Empty if no path asked for is so long.
    pairs: Vec<u128>,
    /// The same in the order of `by_receiver`.
    receiver_pairs: Vec<u128>,
    /// Places of ways to mixed entities, in order.
    mixed: Vec<u32>,
}

fn arrivals(way: &Way) -> u64 {
    u64::from(way.arrivals.1 - way.arrivals.0)
}

fn running<T: Copy + Default + std::ops::Add<Output = T>>(
    parts: impl Iterator<Item = T>,
) -> Vec<T> {
    let mut sum = T::default();
    let mut sums = vec![sum];
    sums.extend(parts.map(|part| {
        sum = sum + part;
        sum
    }));
    sums
}

impl<'a> Back<'a> {
    fn of(network: &'a Network, legs: &'a Legs) -> Self {
        let ways = &network.ways;
        let mut starts = vec![0u32; legs.entities as usize + 1];
        for way in ways {
            starts[way.to as usize + 1] += 1;
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        let mut next = starts.clone();
        let mut by_receiver = vec![0u32; ways.len()];
        for (place, way) in ways.iter().enumerate() {
            let slot = &mut next[way.to as usize];
            by_receiver[*slot as usize] = place as u32;
            *slot += 1;
        }
        let mut back = Self {
            network,
            legs,
            sums: running(ways.iter().map(arrivals)),
            receiver_sums: running(by_receiver.iter().map(|&at| arrivals(&ways[at as usize]))),
            starts,
            by_receiver,
            pairs: Vec::new(),
            receiver_pairs: Vec::new(),
            mixed: Vec::new(),
        };
        if network.max_legs >= 4 {
            let pairs: Vec<u64> = ways
                .par_iter()
                .map(|way| match network.mixed[way.to as usize] {
                    true => 0,
                    false => back.after(way.ways) - back.after_to(way.ways, back.sender(way)),
                })
                .collect();
            let of_receiver = back
                .by_receiver
                .iter()
                .map(|&at| u128::from(pairs[at as usize]));
            back.receiver_pairs = running(of_receiver);
            back.pairs = running(pairs.iter().map(|&n| u128::from(n)));
            let is_mixed = |at: &u32| network.mixed[ways[*at as usize].to as usize];
            back.mixed = (0..ways.len() as u32).filter(is_mixed).collect();
        }
        back
    }

    fn sender(&self, way: &Way) -> u32 {
        self.legs.from[way.row as usize]
    }

    fn ways(&self, (from, to): Stretch) -> &[Way] {
        &self.network.ways[from as usize..to as usize]
    }

    /// The stretch of `by_receiver` that leads from a stretch of ways to one entity.
    fn leading(&self, (from, to): Stretch, entity: u32) -> (usize, usize) {
        let start = self.starts[entity as usize] as usize;
        let into = &self.by_receiver[start..self.starts[entity as usize + 1] as usize];
        let low = into.partition_point(|&at| at < from);
        let high = low + into[low..].partition_point(|&at| at < to);
        (start + low, start + high)
    }

    /// Arrivals after the ways of a stretch.
    fn after(&self, (from, to): Stretch) -> u64 {
        self.sums[to as usize] - self.sums[from as usize]
    }

    /// Of those, arrivals after the ways that lead to one entity.
    fn after_to(&self, stretch: Stretch, entity: u32) -> u64 {
        if stretch.1 - stretch.0 <= SHORT {
            let ways = self.ways(stretch).iter();
            return ways.filter(|way| way.to == entity).map(arrivals).sum();
        }
        let (low, high) = self.leading(stretch, entity);
        self.receiver_sums[high] - self.receiver_sums[low]
    }

    /// Ways of three legs, the last an arrival, that follow a stretch and stay out of `chain`, without those whose
    /// first leg leads to a mixed entity. The stretch leaves from the last of the chain; none of it is mixed.
    fn three_more(&self, stretch: Stretch, chain: &[u32]) -> u128 {
        let (from, to) = (stretch.0 as usize, stretch.1 as usize);
        let mut found = self.pairs[to] - self.pairs[from];
        let Some((_, before)) = chain.split_last() else {
            return found;
        };
        for &entity in before {
            let (low, high) = self.leading(stretch, entity);
            found -= self.receiver_pairs[high] - self.receiver_pairs[low];
        }
        for &entity in before {
            found -= self.around(stretch, entity, chain);
        }
        found
    }

    /// Of those, the ways whose second leg leads to an entity of the chain: a way of the stretch, one from there to
    /// the entity, and an arrival.
    fn around(&self, stretch: Stretch, entity: u32, chain: &[u32]) -> u128 {
        let passes = |by: u32| !self.network.mixed[by as usize] && !chain.contains(&by);
        let into = self.starts[entity as usize] as usize..self.starts[entity as usize + 1] as usize;
        if ((stretch.1 - stretch.0) as usize) <= 2 * into.len() {
            let ways = self.ways(stretch).iter().filter(|way| passes(way.to));
            return ways
                .map(|way| u128::from(self.after_to(way.ways, entity)))
                .sum();
        }
        let mut found = 0;
        for &place in &self.by_receiver[into] {
            let last = &self.network.ways[place as usize];
            let by = self.sender(last);
            if arrivals(last) == 0 || !passes(by) {
                continue;
            }
            // Ways from the stretch to `by` are in order of days, and so are the stretches that follow them.
            let (low, high) = self.leading(stretch, by);
            let ways = &self.by_receiver[low..high];
            let follows = |at: &u32| self.network.ways[*at as usize].ways;
            let too_early = ways.partition_point(|at| follows(at).1 <= place);
            let in_time = ways.partition_point(|at| follows(at).0 <= place);
            found += in_time.saturating_sub(too_early) as u128 * u128::from(arrivals(last));
        }
        found
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
    fn on(&mut self, back: &Back, way: u32, legs: usize, chain: &mut Vec<u32>) {
        let network = back.network;
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
                self.follow(back, way.ways.0..way.ways.1, legs, chain);
            }
        } else {
            self.by_legs[legs - 1] += u128::from(arrivals(way));
            if left >= 2 && way.ways.0 < way.ways.1 {
                let again: u64 = match way.ways.1 - way.ways.0 <= SHORT {
                    true => (back.ways(way.ways).iter())
                        .filter(|next| chain.contains(&next.to))
                        .map(arrivals)
                        .sum(),
                    false => chain
                        .iter()
                        .map(|&entity| back.after_to(way.ways, entity))
                        .sum(),
                };
                self.by_legs[legs] += u128::from(back.after(way.ways) - again);
                self.skip_a_leg(back, way.ways, legs, chain);
            }
        }
        chain.pop();
    }

    /// Walks into some of the ways that follow.
    fn follow(
        &mut self,
        back: &Back,
        places: impl Iterator<Item = u32>,
        legs: usize,
        chain: &mut Vec<u32>,
    ) {
        for next in places {
            let way = &back.network.ways[next as usize];
            if usize::from(way.togo) < back.network.max_legs - legs && !chain.contains(&way.to) {
                self.walked += 1;
                self.on(back, next, legs + 1, chain);
            }
        }
    }

    /// Goes on from the ways that follow, whose own arrivals have been counted already.
    fn skip_a_leg(&mut self, back: &Back, stretch: Stretch, legs: usize, chain: &mut Vec<u32>) {
        let counted = self.by_legs[legs];
        match back.network.max_legs - legs {
            0..=2 => return,
            3 => {
                self.by_legs[legs + 1] += back.three_more(stretch, chain);
                let low = back.mixed.partition_point(|&at| at < stretch.0);
                let high = low + back.mixed[low..].partition_point(|&at| at < stretch.1);
                self.follow(back, back.mixed[low..high].iter().copied(), legs, chain);
            }
            _ => self.follow(back, stretch.0..stretch.1, legs, chain),
        }
        self.by_legs[legs] = counted;
    }
}
