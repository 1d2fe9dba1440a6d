//! Chance from a seed.
//!
//! Only the raw generator is a crate's; every draw is made here, because the sample data is compared
//! byte for byte and must survive a new version of a distribution crate.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// One stream of chance. Streams with different parts are independent.
#[derive(Clone, Debug)]
pub struct Dice(ChaCha8Rng);

/// Mixes two numbers into one whose bits all depend on both (splitmix64's finaliser).
pub const fn mix(a: u64, b: u64) -> u64 {
    let mut x = a ^ b.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(23);
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

impl Dice {
    /// The stream named by a seed and further parts.
    pub fn new(seed: u64, parts: &[u64]) -> Self {
        let mixed = parts
            .iter()
            .fold(mix(seed, 0x7164), |sum, part| mix(sum, *part));
        Self(ChaCha8Rng::seed_from_u64(mixed))
    }

    /// Any number.
    pub fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// Uniform from 0 (inside) to 1 (outside).
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// True with this probability.
    pub fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// 0 to `count` - 1; 0 if `count` is 0.
    pub fn below(&mut self, count: u64) -> u64 {
        ((u128::from(self.bits()) * u128::from(count)) >> 64) as u64
    }

    /// A whole number, both ends inside.
    pub fn whole(&mut self, low: i64, high: i64) -> i64 {
        if high <= low {
            return low;
        }
        low + self.below((high - low) as u64 + 1) as i64
    }

    /// A real number.
    pub fn real(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// A real number, uniform in its logarithm. Both ends above 0.
    pub fn scale(&mut self, low: f64, high: f64) -> f64 {
        self.real(low.ln(), high.ln()).exp()
    }

    /// Around `median`, heavy to the right: exp of a normal with this spread.
    pub fn heavy(&mut self, median: f64, spread: f64) -> f64 {
        // The sum of twelve uniforms is near enough to a normal and needs no tail rejection.
        let normal: f64 = (0..12).map(|_| self.unit()).sum::<f64>() - 6.0;
        median * (normal * spread).exp()
    }

    /// One of a list.
    ///
    /// # Panics
    /// If the list is empty.
    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len() as u64) as usize]
    }

    /// An index, drawn by weights that need not add up to 1.
    pub fn weighted(&mut self, weights: impl Iterator<Item = f64> + Clone) -> usize {
        let total: f64 = weights.clone().sum();
        let mut left = self.unit() * total;
        let mut last = 0;
        for (i, weight) in weights.enumerate() {
            if weight > 0.0 {
                last = i;
                if left < weight {
                    return i;
                }
                left -= weight;
            }
        }
        last
    }

    /// 0 to `count` - 1, small numbers far likelier (Zipf with exponent 1).
    pub fn zipf(&mut self, count: u64) -> u64 {
        let drawn = ((count as f64 + 1.0).powf(self.unit()) - 1.0) as u64;
        drawn.min(count.saturating_sub(1))
    }

    /// Puts a list in a chance order.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for i in (1..list.len()).rev() {
            list.swap(i, self.below(i as u64 + 1) as usize);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_parts_give_the_same_stream_and_others_another() {
        let draw = |parts: &[u64]| Dice::new(7, parts).bits();
        assert_eq!(draw(&[1, 2]), draw(&[1, 2]));
        assert_ne!(draw(&[1, 2]), draw(&[2, 1]));
        assert_ne!(draw(&[]), Dice::new(8, &[]).bits());
    }

    #[test]
    fn draws_stay_inside_their_bounds() {
        let mut dice = Dice::new(1, &[]);
        for _ in 0..2000 {
            assert!((3..=9).contains(&dice.whole(3, 9)));
            assert!(dice.zipf(10) < 10);
            assert!((2.0..3.0001).contains(&dice.scale(2.0, 3.0)));
            assert_eq!(dice.weighted([0.0, 1.0, 0.0].into_iter()), 1);
        }
        assert_eq!(dice.zipf(0), 0);
    }
}
