//! Clusters while they grow: who is in one, and what each stands for.

use super::judge::Judge;
use super::lexicon::Kind;
use super::names::WordId;
use crate::model::Country;
use rustc_hash::FxHashMap;

/// Nodes on their way into clusters. A cluster is named by one of its nodes, its root.
pub struct Forest {
    parent: Vec<u32>,
    /// The next node of the same cluster, in a ring.
    next: Vec<u32>,
    /// What a cluster stands for, by root.
    of: Vec<Cluster>,
    /// The words that the clusters hold.
    words: Vec<WordId>,
}

/// What a cluster stands for.
#[derive(Clone, Copy)]
pub struct Cluster {
    /// Nodes in it.
    pub size: u32,
    /// What the firm is called when nobody errs: see [`Judge::speaks_better`].
    pub speaker: u32,
    /// The country of those that state one.
    pub country: Option<Country>,
    /// Numbers and places that all names share which hold some.
    numbers: Words,
    places: Words,
}

/// Where the words of a cluster are.
#[derive(Clone, Copy)]
struct Words {
    start: u32,
    count: u32,
}

impl Forest {
    /// Each node by itself.
    pub fn new(judge: &Judge<'_>) -> Self {
        let count = judge.nodes.len() as u32;
        let names = &judge.records.names;
        let mut words: Vec<WordId> = Vec::new();
        let mut of_kind = |node: u32, kind: Kind| {
            let start = words.len();
            for &word in judge.nodes.words(node as usize) {
                if names.words[word as usize].kind == kind && !words[start..].contains(&word) {
                    words.push(word);
                }
            }
            Words {
                start: start as u32,
                count: (words.len() - start) as u32,
            }
        };
        let of = (0..count)
            .map(|node| Cluster {
                size: 1,
                speaker: node,
                country: judge.nodes.country(node as usize),
                numbers: of_kind(node, Kind::Number),
                places: of_kind(node, Kind::Place),
            })
            .collect();
        Self {
            parent: (0..count).collect(),
            next: (0..count).collect(),
            of,
            words,
        }
    }

    /// The root of a node's cluster.
    pub fn find(&mut self, node: u32) -> u32 {
        root(&mut self.parent, node)
    }

    /// The cluster of a root.
    pub fn cluster(&self, root: u32) -> &Cluster {
        &self.of[root as usize]
    }

    /// All roots.
    pub fn roots(&self) -> impl Iterator<Item = u32> {
        let is_root = |&node: &u32| self.parent[node as usize] == node;
        (0..self.parent.len() as u32).filter(is_root)
    }

    /// The nodes of the cluster of a node.
    pub fn members(&self, node: u32) -> impl Iterator<Item = u32> + Clone {
        let following = move |&at: &u32| Some(self.next[at as usize]).filter(|&next| next != node);
        std::iter::successors(Some(node), following)
    }

    /// Do the clusters of two roots hold numbers, and none in common?
    pub fn numbers_apart(&self, x: u32, y: u32) -> bool {
        self.apart(self.cluster(x).numbers, self.cluster(y).numbers)
    }

    /// As [`Forest::numbers_apart`], of places.
    pub fn places_apart(&self, x: u32, y: u32) -> bool {
        self.apart(self.cluster(x).places, self.cluster(y).places)
    }

    fn apart(&self, a: Words, b: Words) -> bool {
        let (a, b) = (self.held(a), self.held(b));
        !a.is_empty() && !b.is_empty() && !a.iter().any(|word| b.contains(word))
    }

    fn held(&self, words: Words) -> &[WordId] {
        &self.words[words.start as usize..(words.start + words.count) as usize]
    }

    /// Makes the clusters of two different roots one.
    pub fn unite(&mut self, x: u32, y: u32, judge: &Judge<'_>) {
        let (p, q) = (*self.cluster(x), *self.cluster(y));
        // Which root stays does not show in any result.
        let (keep, give, mut kept, given) = if p.size >= q.size {
            (x, y, p, q)
        } else {
            (y, x, q, p)
        };
        self.next.swap(x as usize, y as usize);
        self.parent[give as usize] = keep;
        kept.size += given.size;
        kept.country = kept.country.or(given.country);
        kept.numbers = self.shared(kept.numbers, given.numbers);
        kept.places = self.shared(kept.places, given.places);
        if judge.speaks_better(given.speaker, kept.speaker, self.members(keep)) {
            kept.speaker = given.speaker;
        }
        self.of[keep as usize] = kept;
    }

    /// The words that both have, or those of the one that has any; they take the place of the first's.
    fn shared(&mut self, mut a: Words, b: Words) -> Words {
        if a.count == 0 || b.count == 0 {
            return if a.count == 0 { b } else { a };
        }
        let mut kept = 0;
        for at in a.start..a.start + a.count {
            let word = self.words[at as usize];
            if self.held(b).contains(&word) {
                self.words[(a.start + kept) as usize] = word;
                kept += 1;
            }
        }
        a.count = kept;
        a
    }

    /// Is some member of the cluster of one root set against some member of the other's?
    pub fn crosses(&mut self, x: u32, y: u32, against: &FxHashMap<u32, Vec<u32>>) -> bool {
        if against.is_empty() {
            return false;
        }
        let (few, other) = if self.cluster(x).size <= self.cluster(y).size {
            (x, y)
        } else {
            (y, x)
        };
        let Self { parent, next, .. } = self;
        let mut node = few;
        loop {
            let mut foes = against.get(&node).into_iter().flatten();
            if foes.any(|&foe| root(parent, foe) == other) {
                return true;
            }
            node = next[node as usize];
            if node == few {
                return false;
            }
        }
    }
}

/// The root of a node in a forest of parents; shortens the way to it.
pub fn root(parent: &mut [u32], mut node: u32) -> u32 {
    while parent[node as usize] != node {
        let up = parent[parent[node as usize] as usize];
        parent[node as usize] = up;
        node = up;
    }
    node
}
