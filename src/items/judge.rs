//! From names, words and numbers in a text to what the goods are.

use crate::items::counts::{self, Counts, Number};
use crate::items::lexicon::{Hit, Lexicon, Named, Strength, class};
use crate::items::normalise::{Compact, sep};
use crate::model::{ItemId, ItemKind, Wording};

/// Buffers of one reader, used again for every text.
#[derive(Default)]
pub struct Scratch {
    pub(super) text: Compact,
    pub(super) names: Vec<Hit>,
    pub(super) words: Vec<Hit>,
    mentions: Vec<Mention>,
    extents: Vec<(usize, usize)>,
    numbers: Vec<Number>,
}

/// What the catalogue says of an item, in the form that reading needs.
#[derive(Clone, Debug)]
pub struct Known {
    /// Kind of thing.
    pub kind: ItemKind,
    /// Number of its family; a system has that of the usual accelerator in it.
    pub family: u32,
    /// Number of its maker in the lexicon, `u8::MAX` if it has no words.
    pub maker: u8,
    /// SXM, PCIe or OAM bits of [`form`].
    pub form: u8,
    /// Memory in GB, 0 if unknown.
    pub memory: u32,
    /// Stands for its family.
    pub represents: bool,
    /// Accelerators in a piece, if the model fixes it.
    pub count: Option<f64>,
    /// What it can hold, the usual one first.
    pub holds: Vec<ItemId>,
    /// For games and workstations: also the name of a laptop chip.
    pub consumer: bool,
}

/// Form factors as bits.
pub mod form {
    /// Any SXM module.
    pub const SXM: u8 = 1;
    /// A plug-in card.
    pub const PCIE: u8 = 2;
    /// An OAM module.
    pub const OAM: u8 = 4;
    /// A card sold in bridged pairs.
    pub const NVL: u8 = 8;
}

/// A name in the text that may be the goods.
#[derive(Clone, Debug)]
struct Mention {
    start: usize,
    end: usize,
    named: u32,
    item: ItemId,
    family: u32,
    strength: Strength,
    /// The variant is told by the text.
    exact: bool,
    count: Option<f64>,
}

/// What a text says of the goods, before the declared quantity is looked at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The catalogued goods, if any.
    pub item: Option<ItemId>,
    /// The accelerator it is or holds.
    pub inside: Option<ItemId>,
    /// 0 to 1.
    pub confidence: f32,
    /// Accelerators in a piece; `None` if the text and the model leave it open.
    pub per_piece: Option<f64>,
    /// Pieces that the text states.
    pub pieces: Option<f64>,
    /// Pieces in a package or set that the text states.
    pub per_pack: Option<f64>,
    /// Accelerators in total where the text lists several goods.
    pub listed: Option<f64>,
    /// TPP of each of the listed goods times their number, with the units it covers: see `tpp_lines`.
    pub lines: Vec<(ItemId, f64)>,
    /// One piece may be assumed where no number is stated: the text tells what is inside.
    pub one_if_unstated: bool,
    /// How much the text says.
    pub wording: Wording,
    /// What the reading rests on.
    pub basis: Basis,
}

/// What a reading rests on, for the reason given to the reader.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Basis {
    /// The name as matched in the compact text.
    pub name: String,
    /// How much the name says.
    pub strength: Option<Strength>,
    /// The variant is told.
    pub exact: bool,
    /// Holds no accelerators: the text says so.
    pub emptied: bool,
    /// What is inside was stated, not assumed.
    pub inside_stated: bool,
    /// An accelerator in a machine that the catalogue does not hold.
    pub host: bool,
}

/// Goods code and brand of the shipment, as context for bare tokens.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context {
    /// Number of the maker that the brand names.
    pub maker: Option<u8>,
    /// The brand names somebody else.
    pub other_brand: bool,
    /// Points for or against from the goods code.
    pub heading: i32,
}

/// Reads one text.
pub struct Judge<'a> {
    pub(super) lexicon: &'a Lexicon,
    pub(super) known: &'a [Known],
}

impl Judge<'_> {
    /// What `scratch.text` says. The text must have been set.
    pub fn read(&self, scratch: &mut Scratch, context: Context) -> Reading {
        let Scratch {
            text,
            names,
            words,
            mentions,
            extents,
            numbers,
        } = scratch;
        self.lexicon.scan(text, names, words);
        mentions.clear();
        if !names.is_empty() {
            self.mentions(text, names, words, context, mentions);
        }
        if mentions.is_empty() {
            return Reading {
                wording: self.wording(text, words),
                ..Reading::default()
            };
        }
        extents.clear();
        extents.extend(mentions.iter().map(|m| (m.start, m.end)));
        counts::numbers(text, self.lexicon, words, extents, numbers);
        let page = Page {
            judge: self,
            text,
            words,
        };
        let emptied = page.says_without_goods();
        mentions.retain(|m| page.is_the_goods(m, numbers));
        if mentions.is_empty() {
            return Reading {
                wording: Wording::Specific,
                ..Reading::default()
            };
        }
        page.conclude(mentions, numbers, emptied)
    }

    /// Names that stand as goods by their strength or their context, leftmost and longest first, with
    /// the variant chosen.
    fn mentions(
        &self,
        text: &Compact,
        names: &[Hit],
        words: &[Hit],
        context: Context,
        out: &mut Vec<Mention>,
    ) {
        let mut points = None;
        let mut covered = 0;
        for hit in names {
            let (start, mut end) = (hit.start as usize, hit.end as usize);
            if start < covered {
                continue;
            }
            let Some(index) = self.lexicon.pattern(*hit).named else {
                continue;
            };
            let named = &self.lexicon.named[index as usize];
            // Water is not an H20.
            let letter_o = text.seps[start..end].iter().any(|s| s & sep::LETTER_O != 0);
            if letter_o && &text.bytes[start..end] == b"H20" {
                continue;
            }
            let (item, exact) = self.variant(named, text, words);
            let known = &self.known[item.index()];
            let stands = match named.strength {
                Strength::Strong | Strength::Number => true,
                Strength::Weak => {
                    let general =
                        *points.get_or_insert_with(|| self.context_points(text, words, context));
                    general.total(known, self.memory_stated(text, named)) >= 2
                }
                Strength::Bare => self.bare_number_stands(text, words, start, end),
            };
            if !stands {
                continue;
            }
            if named.strength == Strength::Number {
                end = token_end(text, end);
            }
            covered = end;
            out.push(Mention {
                start,
                end,
                named: index,
                item,
                family: known.family,
                strength: named.strength,
                exact,
                count: None,
            });
        }
    }

    /// Points of the text as a whole for a bare token.
    fn context_points(&self, text: &Compact, words: &[Hit], context: Context) -> Points {
        let mut points = Points {
            heading: context.heading,
            maker: context.maker,
            ..Points::default()
        };
        if context.other_brand {
            points.heading -= 1;
        }
        for word in words {
            let pattern = self.lexicon.pattern(*word);
            points.classes |= pattern.classes;
            if let Some(maker) = pattern.maker {
                points.makers |= 1 << maker;
            }
        }
        let _ = text;
        points
    }

    /// Does the text state a memory size that one of the items has?
    fn memory_stated(&self, text: &Compact, named: &Named) -> bool {
        named.items.iter().any(|id| {
            let memory = self.known[id.index()].memory;
            memory > 0 && memories(text).any(|m| m == memory)
        })
    }

    /// The item among those a name stands for that the rest of the text points at, and whether it is the only one.
    fn variant(&self, named: &Named, text: &Compact, words: &[Hit]) -> (ItemId, bool) {
        if named.items.len() == 1 {
            return (named.items[0], true);
        }
        let mut left: Vec<ItemId> = named.items.clone();
        let mut keep = |test: &dyn Fn(&Known) -> bool| {
            let kept: Vec<ItemId> = left
                .iter()
                .copied()
                .filter(|id| test(&self.known[id.index()]))
                .collect();
            if !kept.is_empty() {
                left = kept;
            }
        };
        let mut forms = 0;
        for word in words {
            let at = &text.bytes[word.start as usize..word.end as usize];
            if at.starts_with(b"SXM") {
                forms |= form::SXM;
            } else if at.starts_with(b"PCI") {
                forms |= form::PCIE;
            } else if at == b"NVL" {
                forms |= form::NVL;
            } else if at == b"OAM" {
                forms |= form::OAM;
            }
        }
        if forms & form::NVL != 0 {
            keep(&|k| k.form & form::NVL != 0);
        } else if forms & (form::SXM | form::OAM) != 0 {
            keep(&|k| k.form & (form::SXM | form::OAM) & forms != 0);
        } else if forms & form::PCIE != 0 {
            keep(&|k| k.form & form::PCIE != 0);
            keep(&|k| k.form & form::NVL == 0);
        }
        for memory in memories(text) {
            keep(&|k| k.memory == memory);
        }
        if left.len() == 1 {
            return (left[0], true);
        }
        let stands = |id: &&ItemId| self.known[id.index()].represents;
        let item = left.iter().find(stands).or(left.first()).copied();
        // Of a family whose representative the text rules out, the last variant is the newest.
        (item.unwrap_or(named.items[0]), false)
    }

    /// 4090 is a card only beside a word for one, and no number of pieces.
    fn bare_number_stands(&self, text: &Compact, words: &[Hit], start: usize, end: usize) -> bool {
        let unit = words.iter().any(|w| {
            w.start as usize == end
                && self.lexicon.pattern(*w).classes & (class::PIECE | class::SET | class::PACK) != 0
        });
        let card = words.iter().any(|w| {
            let pattern = self.lexicon.pattern(*w);
            pattern.classes & class::GPU != 0 || pattern.maker.is_some()
        });
        let decoy = words
            .iter()
            .any(|w| self.lexicon.pattern(*w).classes & class::DECOY != 0);
        let sized = text.sep(start) & sep::CODE != sep::MARK;
        card && !decoy && !unit && sized
    }

    /// Missing, vague or specific, of a text that names no item.
    fn wording(&self, text: &Compact, words: &[Hit]) -> Wording {
        const SAYS_NOTHING: u32 = class::VAGUE
            | class::GPU
            | class::BOARD
            | class::HOST
            | class::TECH
            | class::FOR
            | class::WITH
            | class::WITHOUT
            | class::UNSPECIFIED
            | class::QUANTITY
            | class::PIECE
            | class::SET
            | class::PACK
            | class::INNER
            | class::NUMBER
            | class::BASEBOARD;
        if text.bytes.is_empty() {
            return Wording::Missing;
        }
        let mut covered = 0;
        let mut telling = 0;
        let mut model_like = false;
        let mut unspecified = false;
        let mut tell = |from: usize, to: usize| {
            let (letters, token) = telling_letters(text, from, to);
            telling += letters;
            model_like |= token;
        };
        for word in words {
            let classes = self.lexicon.pattern(*word).classes;
            unspecified |= classes & class::UNSPECIFIED != 0;
            let (start, mut end) = (word.start as usize, word.end as usize);
            if classes & SAYS_NOTHING == 0 || end <= covered {
                continue;
            }
            if start > covered {
                tell(covered, start);
            }
            while end < text.bytes.len() && !text.ends_word(end) && end < word.end as usize + 2 {
                end += 1;
            }
            covered = covered.max(end);
        }
        if covered < text.bytes.len() {
            tell(covered, text.bytes.len());
        }
        if model_like || (telling >= 3 && !unspecified) {
            Wording::Specific
        } else {
            Wording::Vague
        }
    }
}

/// Letters between two places that could name goods, and whether a model-like token is among them.
fn telling_letters(text: &Compact, from: usize, to: usize) -> (usize, bool) {
    let mut letters = 0;
    let mut model_like = false;
    let mut i = from;
    while i < to {
        let start = i;
        i += 1;
        while i < to && text.sep(i) == sep::NONE {
            i += 1;
        }
        let token = &text.bytes[start..i];
        let digits = token.iter().filter(|b| b.is_ascii_digit()).count();
        let alphabetic = token.iter().filter(|b| b.is_ascii_alphabetic()).count();
        let other = token.len() - digits - alphabetic;
        if digits > 0 && token[0].is_ascii_digit() && alphabetic <= 3 && other == 0 {
            // 80GB, 8U, 24KG: a measure.
            continue;
        }
        if digits > 0 && alphabetic > 0 && token.len() >= 4 {
            model_like = true;
        }
        if digits == 0 && alphabetic <= 2 && other == 0 {
            continue;
        }
        letters += alphabetic + other / 2;
    }
    (letters, model_like)
}

/// Memory sizes in the text: a number before G, GB, GO or ГБ.
fn memories(text: &Compact) -> impl Iterator<Item = u32> + '_ {
    let bytes = &text.bytes;
    (1..bytes.len()).filter_map(move |i| {
        let unit = bytes[i] == b'G' || bytes[i..].starts_with("ГБ".as_bytes());
        if !unit || !bytes[i - 1].is_ascii_digit() || text.sep(i) > sep::JOIN {
            return None;
        }
        if bytes[i] == b'G' && text.sep(i) == sep::NONE && bytes[i..].starts_with(b"GDDR") {
            return None;
        }
        let mut start = i - 1;
        while start > 0 && bytes[start - 1].is_ascii_digit() && text.sep(start) == sep::NONE {
            start -= 1;
        }
        let digits = std::str::from_utf8(&bytes[start..i]).ok()?;
        digits.parse().ok()
    })
}

fn token_end(text: &Compact, mut end: usize) -> usize {
    while end < text.bytes.len()
        && text.bytes[end].is_ascii_alphanumeric()
        && (text.sep(end) == sep::NONE || text.sep(end) == sep::JOIN)
        && text.seps[end] & sep::TIGHT_DOT == 0
        && (text.sep(end) != sep::NONE || text.bytes[end - 1].is_ascii())
    {
        // A hyphen with room around it ends a number: 900-21001-0040-000 - 6 PCS cannot be told apart
        // here, so a number that is followed by a unit is left alone.
        if text.sep(end) == sep::JOIN {
            break;
        }
        end += 1;
    }
    end
}

#[derive(Clone, Copy, Debug, Default)]
struct Points {
    classes: u32,
    makers: u32,
    maker: Option<u8>,
    heading: i32,
}

impl Points {
    /// For a bare token of this item: two points or more let it stand.
    fn total(self, known: &Known, memory: bool) -> i32 {
        let has = |bits: u32| self.classes & bits != 0;
        let own_maker = known.maker != u8::MAX
            && (self.makers & (1 << known.maker) != 0 || self.maker == Some(known.maker));
        let system = known.kind != ItemKind::Accelerator;
        let mut total = self.heading;
        total += 4 * i32::from(own_maker);
        total += 2 * i32::from(has(class::GPU));
        total += 2 * i32::from(has(class::TECH));
        total += 2 * i32::from(memory);
        total += i32::from(has(class::ARCHITECTURE) && own_maker);
        total += i32::from(has(class::ARCHITECTURE));
        total += i32::from(has(class::BOARD));
        total += i32::from(has(class::HOST));
        total += i32::from(has(class::BASEBOARD));
        total += 2 * i32::from(system && has(class::ASSEMBLER));
        total -= 4 * i32::from(has(class::DECOY) && !own_maker);
        total -= 2 * i32::from(has(class::DECOY) && own_maker);
        total
    }
}

/// A text with its words, while it is judged.
struct Page<'a> {
    judge: &'a Judge<'a>,
    text: &'a Compact,
    words: &'a [Hit],
}

impl Page<'_> {
    fn classes(&self, word: &Hit) -> u32 {
        self.judge.lexicon.pattern(*word).classes
    }

    fn segment(&self, start: usize, end: usize) -> (usize, usize) {
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
    fn word_before(&self, at: usize, classes: u32) -> Option<&Hit> {
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

    fn word_at(&self, at: usize, classes: u32) -> Option<&Hit> {
        self.words
            .iter()
            .find(|w| w.start as usize == at && self.classes(w) & classes != 0)
    }

    /// "Without GPU", "no GPU": the machine holds no accelerators.
    fn says_without_goods(&self) -> bool {
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
    fn phrase_start(&self, mention: &Mention) -> usize {
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
    fn is_the_goods(&self, mention: &Mention, numbers: &[Number]) -> bool {
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
            if self.word_before(at, class::WITHOUT).is_some() && !self.text.starts_segment(at) {
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
                if !general && !self.names_several_fans(word) && !(system && self.is_chassis(word))
                {
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
    fn has_host(&self, mentions: &[Mention]) -> bool {
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

    /// Binds numbers to names and concludes what is shipped.
    fn conclude(&self, mentions: &mut [Mention], numbers: &mut [Number], emptied: bool) -> Reading {
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
        boards.first().map(|id| crate::model::Id::new(*id))
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

    /// `NAME X 8`, `NAME 80GB X8`: the factor and where its digits start. PCIe x16 are lanes.
    fn factor_behind(&self, mention: &Mention) -> Option<(f64, usize)> {
        let bytes = &self.text.bytes;
        let mut at = mention.end;
        while at < bytes.len() && bytes[at].is_ascii_digit() && !self.text.starts_segment(at) {
            let digits = bytes[at..]
                .iter()
                .take_while(|b| b.is_ascii_digit())
                .count();
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
        if bytes.get(at) != Some(&b'X') || self.text.sep(at) > sep::CLOSE {
            return None;
        }
        let digits = bytes[at + 1..]
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .count();
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
                    let better = (mention.exact && !first.exact)
                        || (mention.strength == Strength::Number && !first.exact);
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
        Reading {
            item: Some(first.item),
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
            (None, None) => known.holds.first().copied(),
        };
        let told = stated.is_some() || board.is_some() || known.holds.len() == 1;
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
