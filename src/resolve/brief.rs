//! Nodes in few bytes, and what can be said of a pair without aligning its names.

use super::align::{NONE, Token};
use super::glance::{may_join, may_pair};
use super::lexicon::LegalSet;
use super::names::WordId;
use super::nodes::Nodes;
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
    /// What words that are alike and not equal cost.
    pub(super) typo: f64,
    /// Penalty of a word on one side only, by kind.
    pub(super) dropped: [f64; 4],
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
    pub fn of(nodes: &Nodes<'_>) -> Self {
        let of = (0..nodes.len())
            .into_par_iter()
            .with_min_len(4096)
            .map(|node| {
                let node = nodes.at(node);
                let mut brief = Brief {
                    words: [0; WORDS],
                    count: 0,
                    legal: node.legal,
                    country: node.country,
                    has_ids: !node.ids.is_empty(),
                    has_address: !node.addresses.is_empty(),
                    maybe_cut: node.maybe_cut,
                };
                for &word in node.words {
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
        let mut sides = [[&NONE; WORDS]; 2];
        for (side, brief) in sides.iter_mut().zip([x, y]) {
            for (token, &word) in side.iter_mut().zip(&brief.words) {
                *token = &words[word as usize];
            }
        }
        let (n, m) = (x.count as usize, y.count as usize);
        let (left, right) = (&sides[0][..n], &sides[1][..m]);
        let (mut left_open, mut right_open) = ((1u8 << n) - 1, (1u8 << m) - 1);
        let mut told = 0.0;
        for (i, p) in x.words[..n].iter().enumerate() {
            if let Some(j) = y.words[..m].iter().position(|q| p == q) {
                told += f64::from(left[i].weight);
                left_open &= !(1 << i);
                right_open &= !(1 << j);
            }
        }
        let most = (told - ceiling.log_names).min(ceiling.name) + rest;
        if left_open == 0 && right_open == 0 {
            return most >= ceiling.needed;
        }
        // The most that each open word tells with one that it may be alike to; `None` if there is none.
        let (mut left_told, mut right_told) = ([None::<f32>; WORDS], [None::<f32>; WORDS]);
        for (i, p) in left
            .iter()
            .enumerate()
            .filter(|(i, _)| left_open & (1 << i) != 0)
        {
            for (j, q) in right
                .iter()
                .enumerate()
                .filter(|(j, _)| right_open & (1 << j) != 0)
            {
                let cut = (x.maybe_cut && i + 1 == n, y.maybe_cut && j + 1 == m);
                if may_pair(p, q, cut) {
                    let told = p.weight.min(q.weight);
                    left_told[i] = Some(left_told[i].map_or(told, |most| most.max(told)));
                    right_told[j] = Some(right_told[j].map_or(told, |most| most.max(told)));
                }
            }
        }
        let alike = |told: &[Option<f32>; WORDS]| -> f64 {
            let words = told.iter().flatten();
            words
                .map(|&told| (f64::from(told) + ceiling.typo).max(0.0))
                .sum()
        };
        let told = told + alike(&left_told).min(alike(&right_told));
        let alone = |side: &[&Token<'_>], open: u8, told: &[Option<f32>; WORDS]| {
            let mut alone = [0u8; 4];
            for (i, token) in side.iter().enumerate() {
                alone[token.kind as usize] += u8::from(open & (1 << i) != 0 && told[i].is_none());
            }
            alone
        };
        let bound = (told - ceiling.log_names).min(ceiling.name)
            + rest
            + ceiling.penalty(
                alone(left, left_open, &left_told),
                alone(right, right_open, &right_told),
            );
        // Neighbours that make one word may be paired in ways that were not followed here.
        bound >= ceiling.needed || may_join(left, right)
    }
}

impl Ceiling {
    /// The least that words cost which are like none of the other side, by kind: there may be more of them.
    fn penalty(&self, left: [u8; 4], right: [u8; 4]) -> f64 {
        (0..4)
            .map(|kind| {
                let (dropped, replaced) = (self.dropped[kind], self.replaced[kind]);
                let (few, many) = (left[kind].min(right[kind]), left[kind].max(right[kind]));
                if replaced <= dropped {
                    f64::from(few) * replaced + f64::from(many - few) * dropped
                } else {
                    // One more word alone on the other side would cost less than this one dropped.
                    f64::from(many) * replaced
                }
            })
            .sum()
    }
}
