//! From names, words and numbers in a text to what the goods are.

use crate::items::counts::{self, Number};
use crate::items::lexicon::{Hit, Lexicon, Named, Strength, class};
use crate::items::normalise::{Compact, sep};
use crate::items::page::Page;
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
    /// Is it a heading of the Common High Priority List?
    pub on_list: bool,
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
    /// Its maker names generations of chips after people (Hopper, Blackwell).
    pub has_architecture: bool,
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
pub(super) struct Mention {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) named: u32,
    pub(super) item: ItemId,
    pub(super) family: u32,
    pub(super) strength: Strength,
    /// The variant is told by the text.
    pub(super) exact: bool,
    pub(super) count: Option<f64>,
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
    /// The words name goods of a listed heading, of which no whole code is declared.
    pub by_words: bool,
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
        // "PASTE FOR H100 A100", "FOR H100/A100": what holds of a name holds of one that stands right behind it.
        let mut refused = None;
        mentions.retain(|m| {
            let joined = text.sep(m.start) < sep::COMMA || text.sep(m.start) == sep::SLASH;
            let goods = !(joined && refused == Some(m.start)) && page.is_the_goods(m, numbers);
            if !goods {
                refused = Some(m.end);
            }
            goods
        });
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
                        *points.get_or_insert_with(|| self.context_points(names, words, context));
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
    fn context_points(&self, names: &[Hit], words: &[Hit], context: Context) -> Points {
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
        points.machine = names.iter().any(|hit| {
            self.lexicon.pattern(*hit).named.is_some_and(|named| {
                let named = &self.lexicon.named[named as usize];
                named.strength >= Strength::Strong
                    && self.known[named.items[0].index()].kind != ItemKind::Accelerator
            })
        });
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
}

/// Memory sizes in the text: a number before G, GB, GO or ГБ.
pub(super) fn memories(text: &Compact) -> impl Iterator<Item = u32> + '_ {
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
    /// A catalogued machine or board is named too.
    machine: bool,
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
        total += 2 * i32::from(has(class::ARCHITECTURE) && known.has_architecture);
        total += 2 * i32::from(self.machine);
        total += i32::from(has(class::BOARD));
        total += i32::from(has(class::HOST));
        total += i32::from(has(class::BASEBOARD));
        total += 2 * i32::from(system && has(class::ASSEMBLER));
        total -= 4 * i32::from(has(class::DECOY) && !own_maker);
        total -= 2 * i32::from(has(class::DECOY) && own_maker);
        total
    }
}
