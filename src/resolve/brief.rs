//! Nodes in few bytes, and what can be said of a pair without aligning its names.

use super::align::Token;
use super::lexicon::{Kind, LegalSet};
use super::names::WordId;
use super::nodes::Node;
use crate::model::Country;
use rayon::prelude::*;

/// Words of a node that fit; of nodes with more nothing is said.
const WORDS: usize = 6;

/// The part of a node that most comparisons are decided by: most candidate pairs share one word and no more.
#[derive(Clone, Copy, Debug)]
struct Brief {
    words: [WordId; WORDS],
    /// Distinct words; [`MANY`] if they do not fit.
    count: u8,
    legal: LegalSet,
    country: Option<Country>,
    has_ids: bool,
    has_address: bool,
    maybe_cut: bool,
}

impl Brief {
    /// Levels of legal form and country, as in [`Levels`](super::judge::Levels).
    fn levels(&self, other: &Self) -> (u8, u8) {
        let legal = if self.legal.conflicts(other.legal) {
            2
        } else {
            u8::from(self.legal.is_empty() != other.legal.is_empty())
        };
        let country = match (self.country, other.country) {
            (Some(p), Some(q)) if p == q => 1,
            (Some(_), Some(_)) => 2,
            _ => 0,
        };
        (legal, country)
    }
}

const MANY: u8 = u8::MAX;

/// One brief for each node.
pub struct Briefs {
    of: Vec<Brief>,
}

/// The most that each part of a pair's sum can come to.
#[derive(Clone, Debug)]
pub struct Ceiling {
    /// No part that is left out below could raise the sum.
    pub(super) bounded: bool,
    pub(super) name: f64,
    pub(super) log_names: f64,
    /// Penalty of two unlike words, by kind.
    pub(super) replaced: [f64; 4],
    pub(super) legal: [f64; 3],
    pub(super) country: [f64; 3],
    pub(super) identifier: f64,
    pub(super) address: f64,
    /// The threshold, less what rounding could hide.
    pub(super) needed: f64,
}

impl Briefs {
    /// Of all nodes.
    pub fn of(nodes: &[Node]) -> Self {
        let of = nodes
            .par_iter()
            .with_min_len(4096)
            .map(|node| {
                let mut brief = Brief {
                    words: [0; WORDS],
                    count: 0,
                    legal: node.legal,
                    country: node.country,
                    has_ids: !node.ids.is_empty(),
                    has_address: !node.addresses.is_empty(),
                    maybe_cut: node.maybe_cut,
                };
                for &word in &node.words {
                    let n = brief.count as usize;
                    if brief.words[..n].contains(&word) {
                        continue;
                    }
                    if n == WORDS {
                        brief.count = MANY;
                        break;
                    }
                    brief.words[n] = word;
                    brief.count += 1;
                }
                brief
            })
            .collect();
        Self { of }
    }

    /// The distinct words of a node in order, where they fit.
    pub fn words(&self, node: usize) -> Option<&[WordId]> {
        let brief = &self.of[node];
        (brief.count != MANY).then(|| &brief.words[..brief.count as usize])
    }

    /// May the last word of a name of the node be cut off?
    pub fn maybe_cut(&self, node: usize) -> bool {
        self.of[node].maybe_cut
    }

    /// Levels of legal form and country, as in [`Levels`](super::judge::Levels).
    pub fn levels(&self, a: usize, b: usize) -> (u8, u8) {
        self.of[a].levels(&self.of[b])
    }

    /// Do both nodes have registration numbers?
    pub fn both_have_ids(&self, a: usize, b: usize) -> bool {
        self.of[a].has_ids && self.of[b].has_ids
    }

    /// Could these two reach the threshold? Says yes where it would take an alignment to know.
    pub fn may_agree(&self, a: usize, b: usize, words: &[Token<'_>], ceiling: &Ceiling) -> bool {
        let (x, y) = (&self.of[a], &self.of[b]);
        if !ceiling.bounded || x.count == MANY || y.count == MANY {
            return true;
        }
        let (legal, country) = x.levels(y);
        let mut rest = ceiling.legal[legal as usize] + ceiling.country[country as usize];
        if x.has_ids && y.has_ids {
            rest += ceiling.identifier;
        }
        if x.has_address && y.has_address {
            rest += ceiling.address;
        }
        let (left, right) = (&x.words[..x.count as usize], &y.words[..y.count as usize]);
        let (mut left_open, mut right_open) = ((1u8 << left.len()) - 1, (1u8 << right.len()) - 1);
        let mut told = 0.0;
        for (i, p) in left.iter().enumerate() {
            if let Some(j) = right.iter().position(|q| p == q) {
                told += f64::from(words[*p as usize].weight);
                left_open &= !(1 << i);
                right_open &= !(1 << j);
            }
        }
        // Words that are like none of the other side, by kind.
        let (mut left_alone, mut right_alone) = ([0u8; 4], [0u8; 4]);
        let mut right_found = 0u8;
        for (i, &p) in left.iter().enumerate() {
            if left_open & (1 << i) == 0 {
                continue;
            }
            let p = &words[p as usize];
            let mut most: Option<f32> = None;
            for (j, &q) in right.iter().enumerate() {
                // A word that was found may still be part of a split one, so it is asked too.
                let q = &words[q as usize];
                if p.mark.may_be(q.mark) {
                    right_found |= 1 << j;
                    most = Some(most.unwrap_or(0.0).max(p.weight).max(q.weight));
                }
            }
            match most {
                Some(most) => told += f64::from(most),
                None => left_alone[p.kind as usize] += 1,
            }
        }
        for (j, &q) in right.iter().enumerate() {
            let open = right_open & (1 << j) != 0 && right_found & (1 << j) == 0;
            if !open {
                continue;
            }
            let q = &words[q as usize];
            // Likewise against words of the left that were found.
            if left.iter().any(|&p| words[p as usize].mark.may_be(q.mark)) {
                continue;
            }
            right_alone[q.kind as usize] += 1;
        }
        let mut bound = (told - ceiling.log_names).min(ceiling.name) + rest;
        for kind in [Kind::Word, Kind::Trade, Kind::Place, Kind::Number] {
            let both = left_alone[kind as usize].min(right_alone[kind as usize]);
            bound += f64::from(both) * ceiling.replaced[kind as usize];
        }
        bound >= ceiling.needed
    }
}
