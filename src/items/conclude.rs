//! From the names that are the goods and the numbers around them to what is shipped, and how many.

use crate::items::counts::{Counts, Number};
use crate::items::judge::{Basis, Known, Mention, Reading, memories};
use crate::items::lexicon::{Strength, class};
use crate::items::normalise::sep;
use crate::items::page::Page;
use crate::model::{Id, ItemId, ItemKind, Wording};

impl Page<'_> {
    /// Binds numbers to names and concludes what is shipped.
    pub(super) fn conclude(
        &self,
        mentions: &mut [Mention],
        numbers: &mut [Number],
        emptied: bool,
    ) -> Reading {
        let known = |id: ItemId| &self.judge.known[id.index()];
        self.bind_adjacent(mentions, numbers);
        let system = mentions
            .iter()
            .position(|m| known(m.item).kind == ItemKind::System);
        let baseboard = mentions
            .iter()
            .position(|m| known(m.item).kind == ItemKind::Baseboard);
        if let Some(at) = system {
            return self.machine(mentions, at, numbers, emptied);
        }
        let host = self.has_host(mentions);
        if let Some(at) = baseboard {
            if host {
                return self.unnamed_host(mentions, numbers);
            }
            return self.machine(mentions, at, numbers, emptied);
        }
        if host {
            return self.unnamed_host(mentions, numbers);
        }
        if let Some(board) = self.board_of(mentions, numbers) {
            let mut named = vec![Mention {
                item: board,
                exact: true,
                count: None,
                ..mentions[0].clone()
            }];
            named.extend(mentions.iter().cloned());
            return self.machine(&named, 0, numbers, emptied);
        }
        self.accelerators(mentions, numbers)
    }

    /// Baseboard words beside an accelerator: the board of that family.
    fn board_of(&self, mentions: &[Mention], numbers: &[Number]) -> Option<ItemId> {
        let first = mentions.first()?;
        self.words
            .iter()
            .find(|w| self.classes(w) & class::BASEBOARD != 0)?;
        let known = &self.judge.known[first.item.index()];
        let slots = numbers
            .iter()
            .find(|n| matches!(n.counts, Counts::Inner | Counts::Times) && n.value >= 2.0)
            .map(|n| n.value);
        let fits = |id: &usize| {
            let board = &self.judge.known[*id];
            board.kind == ItemKind::Baseboard
                && board.family == known.family
                && (!first.exact || board.holds.contains(&first.item))
                && slots.is_none_or(|slots| board.count == Some(slots))
        };
        let mut boards: Vec<usize> = (0..self.judge.known.len()).filter(fits).collect();
        boards.sort_by_key(|id| {
            let count = self.judge.known[*id].count.unwrap_or_default();
            std::cmp::Reverse(count as u32)
        });
        boards.first().map(|id| Id::new(*id))
    }

    /// Numbers that stand right at a name: `8X NAME`, `8 PCS NAME`, `NAME X 8`, `NAME*8`.
    fn bind_adjacent(&self, mentions: &mut [Mention], numbers: &mut [Number]) {
        for mention in mentions.iter_mut() {
            let mut at = mention.start;
            loop {
                if let Some(number) = self.number_before(at, numbers) {
                    mention.count = Some(number.value);
                    number.used = true;
                    break;
                }
                const OWN: u32 = class::MAKER
                    | class::ASSEMBLER
                    | class::GPU
                    | class::ARCHITECTURE
                    | class::TECH;
                if self.text.starts_segment(at) {
                    break;
                }
                match self.word_before(at, OWN) {
                    Some(word) => at = word.start as usize,
                    None if self.text.bytes[..at].ends_with(b"OF") => at -= 2,
                    None => break,
                }
            }
            if mention.count.is_some() {
                continue;
            }
            if let Some((value, start)) = self.factor_behind(mention) {
                mention.count = Some(value);
                if let Some(number) = numbers.iter_mut().find(|n| n.start == start) {
                    number.used = true;
                }
            }
        }
    }

    fn number_before<'n>(&self, at: usize, numbers: &'n mut [Number]) -> Option<&'n mut Number> {
        numbers.iter_mut().find(|n| {
            !n.used
                && n.end == at
                && !self.text.starts_segment(at)
                && match n.counts {
                    Counts::Times | Counts::Piece | Counts::Inner | Counts::Quantity => true,
                    Counts::Set => true,
                    // A number and no more counts only where a phrase begins.
                    Counts::Bare => {
                        n.value <= 4096.0
                            && (self.text.starts_segment(n.start)
                                || n.start == 0
                                || self.text.sep(n.start) == sep::OPEN
                                || self.word_before(n.start, class::WITH).is_some())
                    }
                    Counts::Pack | Counts::PerPack => false,
                }
        })
    }

    /// How many digits stand together from `at` on.
    fn digits_at(&self, at: usize) -> usize {
        (at..self.text.bytes.len())
            .take_while(|i| {
                self.text.bytes[*i].is_ascii_digit() && (*i == at || self.text.sep(*i) == sep::NONE)
            })
            .count()
    }

    /// `NAME X 8`, `NAME 80GB X8`: the factor and where its digits start. PCIe x16 are lanes.
    fn factor_behind(&self, mention: &Mention) -> Option<(f64, usize)> {
        let bytes = &self.text.bytes;
        let mut at = mention.end;
        while at < bytes.len() && bytes[at].is_ascii_digit() && !self.text.starts_segment(at) {
            let digits = self.digits_at(at);
            let unit = &bytes[(at + digits).min(bytes.len())..];
            at += digits
                + if unit.starts_with(b"GB") {
                    2
                } else if unit.starts_with(b"G") {
                    1
                } else {
                    return None;
                };
        }
        // A100 80GB GPU MODULES X 32
        while let Some(word) = self.word_at(at, class::GPU | class::BOARD)
            && !self.text.starts_segment(at)
        {
            at = word.end as usize;
        }
        if bytes.get(at) != Some(&b'X') || self.text.sep(at) > sep::CLOSE {
            return None;
        }
        let digits = self.digits_at(at + 1);
        if digits == 0 || digits > 5 || self.text.sep(at + 1) > sep::SPACE {
            return None;
        }
        let lanes = bytes[..at].ends_with(b"PCIE");
        let value: f64 = std::str::from_utf8(&bytes[at + 1..at + 1 + digits])
            .ok()?
            .parse()
            .ok()?;
        if value < 1.0 || (lanes && [1.0, 4.0, 8.0, 16.0].contains(&value)) {
            return None;
        }
        Some((value, at + 1))
    }

    /// Pieces stated in the text between two places that belong to no accessory: (pieces, pieces in a package).
    fn pieces(
        &self,
        numbers: &mut [Number],
        from: usize,
        to: usize,
        around: &[Mention],
    ) -> (Option<f64>, Option<f64>) {
        let free = |n: &Number| !n.used && from <= n.start && n.start < to;
        let wanted = |n: &Number| {
            matches!(
                n.counts,
                Counts::Piece | Counts::Set | Counts::Quantity | Counts::PerPack
            )
        };
        let Some(index) = numbers
            .iter()
            .position(|n| free(n) && wanted(n) && !self.counts_an_accessory(n, around))
        else {
            return (None, None);
        };
        numbers[index].used = true;
        let first = numbers[index];
        if first.counts != Counts::PerPack {
            return (Some(first.value), None);
        }
        let packs = numbers
            .iter_mut()
            .find(|n| !n.used && matches!(n.counts, Counts::Pack | Counts::Set));
        match packs {
            Some(packs) => {
                packs.used = true;
                (Some(first.value * packs.value), Some(first.value))
            }
            None => (None, Some(first.value)),
        }
    }

    /// `1PCS CABLE`, `POWER SUPPLY 24PCS`.
    fn counts_an_accessory(&self, number: &Number, around: &[Mention]) -> bool {
        if self.word_at(number.end, class::ACCESSORY).is_some_and(|w| {
            !self.text.starts_segment(number.end) && self.classes(w) & class::VAGUE == 0
        }) {
            return true;
        }
        let (from, to) = self.segment(number.start, number.end.min(self.text.bytes.len()));
        let own = around.iter().any(|m| from <= m.start && m.start < to);
        !own && self.words.iter().any(|w| {
            self.classes(w) & class::ACCESSORY != 0
                && self.classes(w) & class::VAGUE == 0
                && from <= w.start as usize
                && w.end as usize <= number.start
        })
    }

    /// Cards and modules, of one kind or several.
    fn accelerators(&self, mentions: &mut [Mention], numbers: &mut [Number]) -> Reading {
        let copy: Vec<Mention> = mentions.to_vec();
        let mut lines: Vec<(Mention, Option<f64>, Option<f64>)> = Vec::new();
        for (i, mention) in mentions.iter().enumerate() {
            let next = copy.get(i + 1).map_or(usize::MAX, |m| m.start);
            let (pieces, per_pack) = match mention.count {
                Some(count) => (Some(count), None),
                None => self.pieces(numbers, mention.end, next, &copy),
            };
            let twin = lines
                .iter_mut()
                .find(|(m, _, _)| self.same_goods(m, mention));
            match twin {
                Some((first, known, packed)) => {
                    let better =
                        !first.exact && (mention.exact || mention.strength == Strength::Number);
                    if better {
                        first.item = mention.item;
                        first.exact = mention.exact;
                    }
                    first.strength = first.strength.max(mention.strength);
                    *known = known.or(pieces);
                    *packed = packed.or(per_pack);
                }
                None => lines.push((mention.clone(), pieces, per_pack)),
            }
        }
        if lines
            .iter()
            .all(|(_, pieces, per_pack)| pieces.is_none() && per_pack.is_none())
        {
            let (pieces, per_pack) = self.pieces(numbers, 0, usize::MAX, &copy);
            lines[0].1 = pieces;
            lines[0].2 = per_pack;
            // "8 GPU" without a machine around are eight pieces.
            if pieces.is_none() && per_pack.is_none() {
                lines[0].1 = numbers
                    .iter()
                    .find(|n| n.counts == Counts::Inner)
                    .map(|n| n.value);
            }
        }
        let (first, pieces, per_pack) = lines[0].clone();
        let several = lines.len() > 1;
        let listed: f64 = lines.iter().filter_map(|(_, pieces, _)| *pieces).sum();
        // One number for goods of several kinds: how it splits is not told.
        let unsplit = several && lines[0].1.is_none() && listed > 0.0;
        Reading {
            item: (!unsplit).then_some(first.item),
            inside: Some(first.item),
            confidence: confidence(&first) * if several { 0.9 } else { 1.0 },
            per_piece: Some(1.0),
            pieces: if several { None } else { pieces },
            per_pack,
            listed: (several && listed > 0.0).then_some(listed),
            lines: if several {
                lines
                    .iter()
                    .filter_map(|(m, pieces, _)| Some((m.item, (*pieces)?)))
                    .collect()
            } else {
                Vec::new()
            },
            one_if_unstated: false,
            wording: Wording::Specific,
            basis: self.basis(&first),
        }
    }

    fn same_goods(&self, a: &Mention, b: &Mention) -> bool {
        let items = |m: &Mention| &self.judge.lexicon.named[m.named as usize].items;
        a.family == b.family && (items(a).iter().any(|id| items(b).contains(id)))
    }

    /// A catalogued system or baseboard with what is inside.
    fn machine(
        &self,
        mentions: &[Mention],
        at: usize,
        numbers: &mut [Number],
        emptied: bool,
    ) -> Reading {
        let main = &mentions[at];
        let known = &self.judge.known[main.item.index()];
        let holding = |m: &&Mention| self.judge.known[m.item.index()].kind == ItemKind::Accelerator;
        let boards = |m: &&Mention| self.judge.known[m.item.index()].kind == ItemKind::Baseboard;
        let stated = mentions.iter().find(holding);
        let board = mentions
            .iter()
            .enumerate()
            .find(|(i, m)| *i != at && boards(m))
            .map(|(_, m)| &self.judge.known[m.item.index()]);
        let inside = match (stated, board) {
            (Some(m), _) => Some(self.fitting(known, m)),
            (None, Some(board)) => board.holds.first().copied(),
            (None, None) => known
                .holds
                .iter()
                .copied()
                .find(|id| memories(self.text).any(|m| m == self.judge.known[id.index()].memory))
                .or(known.holds.first().copied()),
        };
        let one_family = known
            .holds
            .iter()
            .all(|id| self.judge.known[id.index()].family == known.family);
        let told = stated.is_some() || board.is_some() || (one_family && !known.holds.is_empty());
        let mut inner: Option<f64> = None;
        for mention in mentions.iter().filter(holding) {
            if let Some(count) = mention.count {
                inner = Some(inner.unwrap_or_default() + count);
            }
        }
        if inner.is_none() {
            inner = self.take_inner(numbers);
        } else {
            let _ = self.take_inner(numbers);
        }
        let per_piece = if emptied {
            Some(0.0)
        } else {
            match (known.kind, known.count, inner) {
                // A board has the slots its model has.
                (ItemKind::Baseboard, Some(count), _) => Some(count),
                (_, Some(0.0), _) => Some(0.0),
                (_, _, Some(inner)) => Some(inner),
                (_, count, None) => count.or(board.and_then(|b| b.count)),
            }
        };
        let (pieces, _) = match main.count {
            Some(count) => (Some(count), None),
            None => {
                let around = [main.clone()];
                self.pieces(numbers, 0, usize::MAX, &around)
            }
        };
        Reading {
            item: Some(main.item),
            inside: if emptied { None } else { inside },
            confidence: confidence(main) * if told { 1.0 } else { 0.85 },
            per_piece,
            pieces,
            per_pack: None,
            listed: None,
            lines: Vec::new(),
            one_if_unstated: told || emptied,
            wording: Wording::Specific,
            basis: Basis {
                emptied,
                inside_stated: told,
                ..self.basis(main)
            },
        }
    }

    /// Accelerators in a machine that is not in the catalogue.
    fn unnamed_host(&self, mentions: &[Mention], numbers: &mut [Number]) -> Reading {
        let first = &mentions[0];
        let known = &self.judge.known[first.item.index()];
        let mut inner: Option<f64> = None;
        for mention in mentions {
            let board = &self.judge.known[mention.item.index()];
            let count = mention.count.or(if board.kind == ItemKind::Baseboard {
                board.count
            } else {
                None
            });
            if let Some(count) = count {
                inner = Some(inner.unwrap_or_default() + count);
            }
        }
        let fallback = self.take_inner(numbers);
        let consumer = known.consumer.then_some(1.0);
        let (pieces, _) = self.pieces(numbers, 0, usize::MAX, mentions);
        let inside = if known.kind == ItemKind::Accelerator {
            Some(first.item)
        } else {
            known.holds.first().copied()
        };
        Reading {
            item: None,
            inside,
            confidence: confidence(first) * 0.8,
            per_piece: inner.or(fallback).or(consumer),
            pieces,
            per_pack: None,
            listed: None,
            lines: Vec::new(),
            one_if_unstated: true,
            wording: Wording::Specific,
            basis: Basis {
                host: true,
                inside_stated: true,
                ..self.basis(first)
            },
        }
    }

    /// `8 GPU`, `8-GPU`, `8基`: taken once.
    fn take_inner(&self, numbers: &mut [Number]) -> Option<f64> {
        let number = numbers
            .iter_mut()
            .find(|n| !n.used && n.counts == Counts::Inner)?;
        number.used = true;
        Some(number.value)
    }

    /// The variant of a stated family that the machine can hold.
    fn fitting(&self, machine: &Known, stated: &Mention) -> ItemId {
        if stated.exact {
            return stated.item;
        }
        machine
            .holds
            .iter()
            .copied()
            .find(|id| self.judge.known[id.index()].family == stated.family)
            .unwrap_or(stated.item)
    }

    fn basis(&self, mention: &Mention) -> Basis {
        Basis {
            name: String::from_utf8_lossy(&self.text.bytes[mention.start..mention.end])
                .into_owned(),
            strength: Some(mention.strength),
            exact: mention.exact,
            ..Basis::default()
        }
    }
}

/// Part numbers say most; a family without its variant and a token that needed context say less.
fn confidence(mention: &Mention) -> f32 {
    let name = match mention.strength {
        Strength::Number => 0.97,
        Strength::Strong => 0.95,
        Strength::Weak => 0.88,
        Strength::Bare => 0.75,
    };
    if mention.exact { name } else { name * 0.92 }
}
