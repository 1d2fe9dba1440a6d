//! How likely two nodes are one firm: log-odds that add up, each part with the words seen.

use super::address::AddressLevel;
use super::align::{Alignment, How, MOST_WORDS, NONE, Pairing, Token, align};
use super::brief::{Briefs, Ceiling};
use super::glance::Mark;
use super::lexicon::Kind;
use super::nodes::{Information, Node, Nodes};
use super::records::Records;
use crate::model::MergePart;
use crate::policy::resolve::{Chance, Score};
use rayon::prelude::*;

/// What was compared of two nodes, in levels. Indexes the weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Levels {
    /// 0 same class or none on both sides, 1 one side missing, 2 other.
    pub(super) legal: u8,
    /// 0 unknown, 1 same, 2 other.
    pub(super) country: u8,
    /// As [`AddressLevel`].
    pub(super) address: AddressLevel,
    /// 0 unknown, 1 same, 2 other.
    pub(super) identifier: u8,
}

/// Weights by level: the policy's, or those estimated from the data.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    /// Same class, one side missing, other.
    pub(super) legal: [Chance; 3],
    /// Same, other.
    pub(super) country: [Chance; 2],
    /// Other, town, street, same.
    pub(super) address: [Chance; 4],
    /// Same, other.
    pub(super) identifier: [Chance; 2],
    /// Estimated from the data.
    pub estimated: bool,
}

/// The logarithms of the weights, by level: pairs are many more than levels.
#[derive(Clone, Debug)]
struct Logs {
    legal: [f64; 3],
    country: [f64; 3],
    address: [f64; 5],
    identifier: [f64; 3],
}

impl Logs {
    fn of(w: &Weights) -> Self {
        let agreement = |t: &[Chance; 2]| [0.0, t[0].log_odds(), t[1].log_odds()];
        let a = w.address.map(Chance::log_odds);
        Self {
            legal: w.legal.map(Chance::log_odds),
            country: agreement(&w.country),
            address: [0.0, a[0], a[1], a[2], a[3]],
            identifier: agreement(&w.identifier),
        }
    }
}

impl Weights {
    /// As the policy has them.
    pub fn of(policy: &Score) -> Self {
        Self {
            legal: [policy.legal.same, policy.legal.missing, policy.legal.other],
            country: [policy.country.same, policy.country.other],
            address: [
                policy.address.other,
                policy.address.city,
                policy.address.street,
                policy.address.same,
            ],
            identifier: [policy.identifier.same, policy.identifier.other],
            estimated: false,
        }
    }
}

/// Compares nodes of one run.
pub struct Judge<'a> {
    /// Parties.
    pub records: &'a Records,
    /// Nodes.
    pub nodes: &'a Nodes<'a>,
    /// Information of words.
    pub information: &'a Information,
    /// Every word as it is aligned, in order of [`Names::words`](super::names::Names::words).
    words: Vec<Token<'a>>,
    /// Firms at each address, about, in order of [`Records::addresses`].
    pub at_address: &'a [u32],
    /// Policy.
    pub policy: &'a Score,
    weights: Weights,
    logs: Logs,
    briefs: Briefs,
}

/// The log-odds of a pair, without the words.
#[derive(Clone, Copy, Debug)]
pub struct Verdict {
    /// Prior and name together: what the words found add is capped, what others take off is not.
    pub name: f64,
    /// Levels of everything else.
    pub levels: Levels,
    /// Extra log-odds of a rare shared address.
    pub rare_address: f64,
}

impl Verdict {
    /// Does more than the name speak for it?
    pub fn is_supported(&self) -> bool {
        self.levels.identifier == 1 || self.levels.address >= AddressLevel::Street
    }
}

/// Information, in nats, that an unlike spelling loses its share of: what a typing error costs does not grow with the
/// number of names.
const LIKENESS: f64 = 10.0;

/// Letters of a misspelt legal form, and members of a cluster from which on what one of them bears may be one.
const GARBLED_FORM: usize = 4;
const SEVERAL: usize = 4;

/// What an address adds that no other name has.
const RAREST_ADDRESS: f64 = 1.5;

/// Every word of the names as it is aligned.
fn vocabulary<'a>(records: &'a Records, information: &Information) -> Vec<Token<'a>> {
    (0..records.names.words.len() as u32)
        .into_par_iter()
        .with_min_len(4096)
        .map(|word| {
            let text = records.names.text(word);
            let known = records.names.words[word as usize];
            Token {
                text,
                kind: known.kind,
                weight: information.word(word),
                names: known.names,
                mark: Mark::of(text),
            }
        })
        .collect()
}

impl<'a> Judge<'a> {
    /// With the policy's weights.
    pub fn new(
        records: &'a Records,
        nodes: &'a Nodes<'a>,
        information: &'a Information,
        at_address: &'a [u32],
        policy: &'a Score,
    ) -> Self {
        let weights = Weights::of(policy);
        let words = vocabulary(records, information);
        Self {
            briefs: Briefs::of(nodes),
            records,
            nodes,
            information,
            words,
            at_address,
            policy,
            logs: Logs::of(&weights),
            weights,
        }
    }
}

impl Judge<'_> {
    /// The weights in force.
    pub fn weights(&self) -> &Weights {
        &self.weights
    }

    /// Puts other weights in force.
    pub fn weigh(&mut self, weights: Weights) {
        self.logs = Logs::of(&weights);
        self.weights = weights;
    }

    /// The most that each part of a pair's sum can come to with the weights in force.
    pub fn ceiling(&self) -> Ceiling {
        let words = &self.policy.words;
        let most = |table: &[f64]| table.iter().copied().fold(0.0, f64::max);
        let penalties = [
            [words.dropped, words.replaced],
            [words.trade_dropped, words.trade_replaced],
            [words.place_dropped, words.place_replaced],
            [words.number_dropped, words.number_replaced],
        ];
        Ceiling {
            // A policy that rewards words left alone has no such ceiling.
            bounded: penalties.as_flattened().iter().all(|&weight| weight <= 0.0)
                && words.typo <= 0.0
                && words.crossed <= 0.0,
            name: self.policy.name_most,
            log_names: self.information.log_names,
            typo: words.typo,
            dropped: penalties.map(|[dropped, _]| dropped),
            replaced: penalties.map(|[_, replaced]| replaced),
            legal: self.logs.legal,
            country: self.logs.country,
            identifier: most(&self.logs.identifier),
            address: most(&self.logs.address.map(|log| log + RAREST_ADDRESS)),
            needed: self.policy.merge_at - 1e-6,
        }
    }

    /// Which of two members of a cluster is what the firm is called when nobody errs: that whose own words (those that
    /// the other lacks) more members bear, then that whose own words more names bear. A misspelt word and the halves of
    /// a split one stand in few, and a name that lacks a word has no word of its own. A short word that one of several
    /// members bears is a misspelt legal form (`IINC`, `TPE`) and does not speak against those without it.
    pub fn speaks_better(
        &self,
        a: u32,
        b: u32,
        members: impl Iterator<Item = u32> + Clone,
    ) -> bool {
        let words = |node: u32| self.nodes.words(node as usize);
        let several = members.clone().count() >= SEVERAL;
        let support = |own: u32, other: u32| {
            let own = words(own).iter().filter(|w| !words(other).contains(w));
            let bearing = |word: &u32| {
                let bearers = members.clone().filter(|&m| words(m).contains(word));
                bearers.count() as i64
            };
            // A name is as well attested as the least of its words: one half of a split word may be common.
            own.map(|w| {
                let names = self.records.names.words[*w as usize].names;
                let bearing = bearing(w);
                let garbled =
                    bearing == 1 && self.words[*w as usize].text.len() <= GARBLED_FORM && several;
                (if garbled { -1 } else { bearing }, names)
            })
            .reduce(|x, y| (x.0.min(y.0), x.1.min(y.1)))
            .unwrap_or_default()
        };
        let (x, y) = (support(a, b), support(b, a));
        x.cmp(&y).then(b.cmp(&a)).is_gt()
    }

    /// Sum of all parts.
    pub fn log_odds(&self, verdict: &Verdict) -> f64 {
        verdict.name + self.rest(verdict)
    }

    fn rest(&self, v: &Verdict) -> f64 {
        self.logs.legal[v.levels.legal as usize]
            + self.logs.country[v.levels.country as usize]
            + self.logs.identifier[v.levels.identifier as usize]
            + self.address(v)
    }

    fn address(&self, v: &Verdict) -> f64 {
        self.logs.address[v.levels.address as usize]
            + if v.levels.address == AddressLevel::Same {
                v.rare_address
            } else {
                0.0
            }
    }

    /// Compares two nodes.
    pub fn compare(&self, a: usize, b: usize, scratch: &mut Alignment) -> Verdict {
        let name = self.name(a, b, scratch, None);
        self.verdict(a, b, name, self.plain_levels(a, b))
    }

    /// All levels but that of the address, which takes longest to find. Nodes lie far apart in memory and most pairs are
    /// none, so they are looked at only where the briefs do not tell.
    fn plain_levels(&self, a: usize, b: usize) -> Levels {
        let (legal, country) = self.briefs.levels(a, b);
        let identifier = if self.briefs.both_have_ids(a, b) {
            let (x, y) = (self.nodes.at(a).ids, self.nodes.at(b).ids);
            if x.iter().any(|id| y.contains(id)) {
                1
            } else {
                2
            }
        } else {
            0
        };
        Levels {
            legal,
            country,
            address: AddressLevel::Unknown,
            identifier,
        }
    }

    /// Could these two reach the threshold? Says yes where it would take an alignment to know.
    pub fn may_agree(&self, a: usize, b: usize, ceiling: &Ceiling) -> bool {
        self.briefs.may_agree(a, b, &self.words, ceiling)
    }

    /// As [`Judge::compare`], or nothing as soon as it is sure that the log-odds stay below the policy's threshold.
    pub fn likely(
        &self,
        a: usize,
        b: usize,
        ceiling: &Ceiling,
        scratch: &mut Alignment,
    ) -> Option<Verdict> {
        let levels = self.plain_levels(a, b);
        let name = self.name(a, b, scratch, None);
        let most = ceiling.legal[levels.legal as usize]
            + ceiling.country[levels.country as usize]
            + self.logs.identifier[levels.identifier as usize]
            + ceiling.address;
        if name + most < ceiling.needed {
            return None;
        }
        Some(self.verdict(a, b, name, levels))
    }

    fn verdict(&self, a: usize, b: usize, name: f64, levels: Levels) -> Verdict {
        let (address, rare_address) = self.addresses(&self.nodes.at(a), &self.nodes.at(b));
        Verdict {
            name,
            levels: Levels { address, ..levels },
            rare_address,
        }
    }

    fn tokens<'t>(&'t self, node: usize, out: &mut [&'t Token<'t>; MOST_WORDS]) -> usize {
        let mut n = 0;
        let brief = self.briefs.words(node);
        for &word in brief.unwrap_or_else(|| self.nodes.words(node)) {
            let token = &self.words[word as usize];
            if n == MOST_WORDS {
                break;
            }
            // Equal words are one word of the vocabulary.
            if out[..n].iter().any(|t| std::ptr::eq(*t, token)) {
                continue;
            }
            out[n] = token;
            n += 1;
        }
        n
    }

    /// Prior and sum over words. `seen` collects the words where asked for.
    fn name(
        &self,
        x: usize,
        y: usize,
        scratch: &mut Alignment,
        mut seen: Option<&mut Vec<String>>,
    ) -> f64 {
        let (mut left, mut right) = ([&NONE; MOST_WORDS], [&NONE; MOST_WORDS]);
        let (n, m) = (self.tokens(x, &mut left), self.tokens(y, &mut right));
        let (left, right) = (&left[..n], &right[..m]);
        let cut = (self.briefs.maybe_cut(x), self.briefs.maybe_cut(y));
        align(left, right, cut, scratch);
        let w = &self.policy.words;
        let mut sum = 0.0;
        for pair in &scratch.pairs {
            let (a, b) = (left[pair.left as usize], right[pair.right as usize]);
            // A rare spelling is as rare as the word it stands for.
            let told = f64::from(a.weight.min(b.weight));
            sum += match pair.how {
                How::Equal => told,
                How::Split => f64::from(a.weight.max(b.weight)) + w.typo / 2.0,
                _ => told - (1.0 - f64::from(pair.quality)) * told.min(LIKENESS) + w.typo,
            };
            if let Some(seen) = seen.as_deref_mut() {
                seen.push(match pair.how {
                    How::Equal => a.text.to_owned(),
                    _ => format!("{}~{}", a.text, b.text),
                });
            }
        }
        sum = (sum - self.information.log_names).min(self.policy.name_most);
        let alone = |side: &[&Token<'_>], open: u32, kind: Kind| {
            side.iter()
                .enumerate()
                .filter(|(i, t)| open & (1 << i) != 0 && t.kind == kind)
                .count()
        };
        let open = |side: &[&Token<'_>], open: u32| {
            let common = alone(side, open, Kind::Trade) + alone(side, open, Kind::Place);
            (alone(side, open, Kind::Word), common)
        };
        match (
            open(left, scratch.left_alone),
            open(right, scratch.right_alone),
        ) {
            ((1.., _), (0, 1..)) | ((0, 1..), (1.., _)) => sum += w.crossed,
            _ => {}
        }
        for (kind, dropped, replaced) in [
            (Kind::Word, w.dropped, w.replaced),
            (Kind::Trade, w.trade_dropped, w.trade_replaced),
            (Kind::Place, w.place_dropped, w.place_replaced),
            (Kind::Number, w.number_dropped, w.number_replaced),
        ] {
            let l = alone(left, scratch.left_alone, kind);
            let r = alone(right, scratch.right_alone, kind);
            let both = l.min(r);
            sum += both as f64 * replaced + (l.max(r) - both) as f64 * dropped;
        }
        let telling = |p: &Pairing| {
            left[p.left as usize].kind == Kind::Word || right[p.right as usize].kind == Kind::Word
        };
        if !scratch.pairs.iter().any(telling)
            && alone(left, scratch.left_alone, Kind::Word)
                + alone(right, scratch.right_alone, Kind::Word)
                > 0
        {
            // Only common words and places agree, and the word that names the firm is not among them.
            sum += w.replaced;
        }
        if let Some(seen) = seen {
            for (side, open, sign) in [
                (left, scratch.left_alone, '-'),
                (right, scratch.right_alone, '+'),
            ] {
                for (i, token) in side.iter().enumerate() {
                    if open & (1 << i) != 0 {
                        seen.push(format!("{sign}{}", token.text));
                    }
                }
            }
        }
        if scratch.pairs.is_empty() {
            sum = sum.min(-20.0);
        }
        sum
    }

    fn addresses(&self, x: &Node<'_>, y: &Node<'_>) -> (AddressLevel, f64) {
        let mut best = (AddressLevel::Unknown, 0.0);
        for &a in x.addresses {
            for &b in y.addresses {
                // A town alone is not one address, however often it is written in the same way.
                let level = if a == b && self.records.address_keys[a as usize].is_some() {
                    AddressLevel::Same
                } else {
                    self.records.addresses[a as usize].compare(&self.records.addresses[b as usize])
                };
                let rare = if level == AddressLevel::Same {
                    let firms = self.at_address[a as usize].max(self.at_address[b as usize]);
                    // Many firms at one address: an agent's, or a tower. It tells little then.
                    (RAREST_ADDRESS - f64::from(firms).ln()).clamp(-4.0, RAREST_ADDRESS)
                } else {
                    0.0
                };
                if level > best.0 || (level == best.0 && rare > best.1) {
                    best = (level, rare);
                }
            }
        }
        best
    }

    /// The parts of a pair's sum, with the words seen.
    pub fn parts(
        &self,
        a: usize,
        b: usize,
        verdict: &Verdict,
        scratch: &mut Alignment,
    ) -> Vec<MergePart<String>> {
        let (x, y) = (self.nodes.at(a), self.nodes.at(b));
        let mut seen = Vec::new();
        self.name(a, b, scratch, Some(&mut seen));
        let mut parts = vec![MergePart {
            field: "name",
            seen: seen.join(" "),
            log_odds: verdict.name,
        }];
        let mut push = |field, seen: String, log_odds: f64| {
            parts.push(MergePart {
                field,
                seen,
                log_odds,
            });
        };
        let legal = ["same form", "form on one side", "other form"][verdict.levels.legal as usize];
        push(
            "legal_form",
            legal.to_owned(),
            self.logs.legal[verdict.levels.legal as usize],
        );
        if let (Some(p), Some(q)) = (x.country, y.country) {
            let level = verdict.levels.country as usize;
            let seen = if p == q {
                p.to_string()
            } else {
                format!("{p} and {q}")
            };
            push("country", seen, self.logs.country[level]);
        }
        if verdict.levels.address != AddressLevel::Unknown {
            let word = match verdict.levels.address {
                AddressLevel::Same => "same number and street",
                AddressLevel::Street => "same street or postcode",
                AddressLevel::City => "same town",
                _ => "other address",
            };
            push("address", word.to_owned(), self.address(verdict));
        }
        if verdict.levels.identifier != 0 {
            let level = verdict.levels.identifier as usize - 1;
            let seen = ["same number", "other number"][level];
            push(
                "registration_id",
                seen.to_owned(),
                self.logs.identifier[level + 1],
            );
        }
        parts
    }
}
