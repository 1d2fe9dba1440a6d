//! Is a name in a text the goods, or what the goods are for, go with or lack?

use crate::items::counts::{Counts, Number};
use crate::items::judge::{Judge, Mention};
use crate::items::lexicon::{Hit, Strength, class};
use crate::items::normalise::{Compact, sep};
use crate::model::ItemKind;

/// A text with its words, while it is judged.
pub(super) struct Page<'a> {
    pub(super) judge: &'a Judge<'a>,
    pub(super) text: &'a Compact,
    pub(super) words: &'a [Hit],
}

impl Page<'_> {
    pub(super) fn classes(&self, word: &Hit) -> u32 {
        self.judge.lexicon.pattern(*word).classes
    }

    pub(super) fn segment(&self, start: usize, end: usize) -> (usize, usize) {
        let mut from = start;
        while from > 0 && !self.text.starts_segment(from) {
            from -= 1;
        }
        let mut to = end;
        while to < self.text.bytes.len() && !self.text.starts_segment(to) {
            to += 1;
        }
        (from, to)
    }

    /// The longest word of these classes that ends at `at`, plural included.
    pub(super) fn word_before(&self, at: usize, classes: u32) -> Option<&Hit> {
        self.words
            .iter()
            .filter(|w| self.classes(w) & classes != 0)
            .find(|w| {
                let end = w.end as usize;
                end == at
                    || (end + 1 == at
                        && self.text.bytes[end] == b'S'
                        && self.text.sep(end) == sep::NONE)
            })
    }

    pub(super) fn word_at(&self, at: usize, classes: u32) -> Option<&Hit> {
        self.words
            .iter()
            .find(|w| w.start as usize == at && self.classes(w) & classes != 0)
    }

    /// "Without GPU", "no GPU": the machine holds no accelerators.
    pub(super) fn says_without_goods(&self) -> bool {
        self.words.iter().any(|w| {
            self.classes(w) & class::WITHOUT != 0
                && self
                    .word_at(w.end as usize, class::GPU | class::INNER)
                    .is_some()
        }) || self.words.iter().any(|w| {
            // GPU not included
            self.classes(w) & class::GPU != 0
                && self.text.bytes[w.end as usize..].starts_with(b"NOTINCLUDED")
        })
    }

    /// Steps left over makers and words for cards: `GPU card NVIDIA` before a name belongs to it.
    pub(super) fn phrase_start(&self, mention: &Mention) -> usize {
        const OWN: u32 =
            class::MAKER | class::ASSEMBLER | class::GPU | class::ARCHITECTURE | class::TECH;
        let mut at = mention.start;
        while let Some(word) = self.word_before(at, OWN | class::BOARD) {
            if self.classes(word) & (class::FOR | class::ACCESSORY) != 0
                || self.text.starts_segment(at)
            {
                break;
            }
            at = word.start as usize;
        }
        at
    }

    /// Is this name what is shipped, and not what the shipped thing is for, goes with or lacks?
    pub(super) fn is_the_goods(&self, mention: &Mention, numbers: &[Number]) -> bool {
        let known = &self.judge.known[mention.item.index()];
        let (from, to) = self.segment(mention.start, mention.end);
        let within = |w: &&Hit| from <= w.start as usize && (w.end as usize) <= to;
        let outside = |w: &&Hit| w.end as usize <= mention.start || w.start as usize >= mention.end;
        if self
            .words
            .iter()
            .filter(within)
            .filter(outside)
            .any(|w| self.classes(w) & class::FAKE != 0)
        {
            return false;
        }
        if known.consumer
            && self
                .words
                .iter()
                .any(|w| self.classes(w) & class::LAPTOP != 0)
        {
            return false;
        }
        let phrase = self.phrase_start(mention);
        for at in [phrase, mention.start] {
            if let Some(without) = self.word_before(at, class::WITHOUT)
                && !self.text.starts_segment(at)
                && !self.numbers_a_part(without, mention)
            {
                return false;
            }
        }
        if let Some(connective) = [mention.start, phrase]
            .into_iter()
            .find_map(|at| self.word_before(at, class::FOR))
        {
            return self.head_is_the_goods(connective.start as usize, mention, to);
        }
        !self.accessory_before(mention, from, numbers)
            && !self.accessory_behind(mention, to, numbers)
    }

    /// The NO of "PART NO. 900-...", which denies nothing.
    fn numbers_a_part(&self, word: &Hit, mention: &Mention) -> bool {
        let (start, end) = (word.start as usize, word.end as usize);
        let head = &self.text.bytes[..start];
        &self.text.bytes[start..end] == b"NO"
            && (mention.strength == Strength::Number
                || self.text.sep(end) >= sep::JOIN
                || [
                    "PART", "MODEL", "ITEM", "TYPE", "SERIAL", "REF", "CODE", "PN",
                ]
                .iter()
                .any(|title| head.ends_with(title.as_bytes())))
    }

    /// "X for NAME": is X itself a card or a paper about the goods?
    fn head_is_the_goods(&self, connective: usize, mention: &Mention, to: usize) -> bool {
        let (from, _) = self.segment(connective, connective);
        let (from, until) = if from == connective && connective > 0 {
            // "HEATSINK, FOR NAME": the head stands in the segment before.
            (self.segment(connective - 1, connective - 1).0, connective)
        } else {
            (from, connective)
        };
        if from == until {
            // Nothing before: "适用于H100的散热模组" tells behind.
            return !self.accessory_behind(mention, to, &[])
                && self
                    .words
                    .iter()
                    .any(|w| self.classes(w) & class::GPU != 0 && w.start as usize >= mention.end);
        }
        let mut card = false;
        for word in self.words {
            if (word.start as usize) < from || word.end as usize > until {
                continue;
            }
            let classes = self.classes(word);
            if classes & class::ACCESSORY != 0 && !self.names_several_fans(word) {
                return false;
            }
            card |= classes & (class::GPU | class::BOARD | class::PAPER) != 0;
        }
        card
    }

    /// "BRACKET A100": an accessory right before the name, with no word for a card between.
    fn accessory_before(&self, mention: &Mention, from: usize, numbers: &[Number]) -> bool {
        let last = self
            .words
            .iter()
            .filter(|w| from <= w.start as usize && w.end as usize <= mention.start)
            .filter(|w| {
                self.classes(w)
                    & (class::ACCESSORY | class::GPU | class::BOARD | class::HOST | class::WITH)
                    != 0
            })
            .max_by_key(|w| (w.end, std::cmp::Reverse(w.start)));
        let Some(last) = last else { return false };
        let classes = self.classes(last);
        let counted = numbers.iter().any(|n| {
            n.start >= last.end as usize && n.start < mention.start && n.counts != Counts::Bare
        });
        let system = self.judge.known[mention.item.index()].kind == ItemKind::System;
        classes & class::ACCESSORY != 0
            && classes & (class::GPU | class::BOARD | class::HOST) == 0
            && !(classes & class::VAGUE != 0 && mention.strength == Strength::Number)
            && !counted
            && !(system && self.is_chassis(last))
    }

    /// "H100 HEATSINK": an accessory as the last word of the phrase behind the name.
    fn accessory_behind(&self, mention: &Mention, to: usize, numbers: &[Number]) -> bool {
        let system = self.judge.known[mention.item.index()].kind == ItemKind::System;
        let mut accessory = false;
        let mut behind = 0;
        for word in self.words {
            let (start, end) = (word.start as usize, word.end as usize);
            if start < mention.end || end > to || end <= behind {
                continue;
            }
            let classes = self.classes(word);
            if classes & (class::WITH | class::WITHOUT | class::FOR) != 0
                && classes & class::ACCESSORY == 0
            {
                break;
            }
            if numbers.iter().any(|n| {
                n.start >= mention.end
                    && n.start < start
                    && !matches!(n.counts, Counts::Bare | Counts::Inner)
            }) {
                break;
            }
            if classes & class::ACCESSORY != 0 {
                let general = classes & class::VAGUE != 0 && mention.strength == Strength::Number;
                if !(general || self.names_several_fans(word) || system && self.is_chassis(word)) {
                    accessory = true;
                    behind = end;
                }
            } else if classes & class::GPU != 0 {
                accessory = false;
                behind = end;
            }
        }
        accessory
    }

    /// DUAL FAN, 3 FAN: a card with fans, no fan.
    fn names_several_fans(&self, word: &Hit) -> bool {
        let head = &self.text.bytes[..word.start as usize];
        self.text.bytes[word.start as usize..].starts_with(b"FAN")
            && ["DUAL", "TRIPLE", "TRI", "2", "3", "2X", "3X"]
                .iter()
                .any(|several| head.ends_with(several.as_bytes()))
    }

    fn is_chassis(&self, word: &Hit) -> bool {
        let at = &self.text.bytes[word.start as usize..word.end as usize];
        matches!(at, b"CHASSIS" | b"ENCLOSURE" | b"RACK" | b"CASE")
    }

    /// A machine around the accelerators that the catalogue does not hold.
    pub(super) fn has_host(&self, mentions: &[Mention]) -> bool {
        let Some(first) = mentions.first() else {
            return false;
        };
        let (_, to) = self.segment(first.start, first.end);
        self.words.iter().any(|w| {
            if self.classes(w) & class::HOST == 0 || w.start as usize >= to {
                return false;
            }
            if mentions
                .iter()
                .any(|m| (w.start as usize) < m.end && w.end as usize > m.start)
            {
                return false;
            }
            let before = self.word_before(w.start as usize, class::FOR);
            let end = w.end as usize;
            let of_a_card = [end, end + 1].into_iter().any(|at| {
                (at == end || self.text.bytes.get(end) == Some(&b'S'))
                    && !self.text.starts_segment(at)
                    && self
                        .word_at(
                            at,
                            class::GPU | class::BOARD | class::ACCESSORY | class::VAGUE,
                        )
                        .is_some_and(|next| {
                            self.classes(next)
                                & (class::WITH | class::FOR | class::NUMBER | class::SET)
                                == 0
                        })
            });
            let edition = self.text.bytes[w.start as usize..].starts_with(b"WORKST")
                && (w.start as usize) > first.start;
            let part_number_first =
                first.strength == Strength::Number && (w.start as usize) > first.start;
            before.is_none() && !of_a_card && !edition && !part_number_first
        })
    }
}
