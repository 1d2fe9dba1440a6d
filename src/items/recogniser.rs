//! Text, brand and goods code to an item.

use crate::items::judge::{Context, Judge, Known, Reading, Scratch, form};
use crate::items::lexicon::{Lexicon, Strength, class};
use crate::items::makers::Makers;
use crate::items::named::Named;
use crate::items::normalise::Compact;
use crate::model::{Goods, ItemId, ItemKind, Items, Measure, Wording};
use rustc_hash::FxHashMap;

/// What a shipment says of its goods. Empty text is text that is missing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Text<'a> {
    /// Goods as declared.
    pub description: &'a str,
    /// Brand or maker as declared.
    pub brand: &'a str,
    /// Goods code, digits only or with dots.
    pub hs: &'a str,
    /// Declared number of `unit`.
    pub quantity: Measure,
    /// Unit of `quantity`, as written.
    pub unit: &'a str,
}

/// What a text was recognised as.
#[derive(Clone, Debug, PartialEq)]
pub struct Recognition {
    /// The catalogued goods, if any.
    pub item: Option<ItemId>,
    /// The accelerator that the goods are or hold: the item itself for a card, the stated or usual one for a
    /// system, and also that of a machine which the catalogue does not hold (then `item` is `None`).
    pub inside: Option<ItemId>,
    /// 0 to 1; 0 where nothing was recognised.
    pub confidence: f32,
    /// Accelerators for anything that holds them, else pieces. Unknown if the text and the quantity leave it open.
    pub units: Measure,
    /// TPP of all units together.
    pub tpp: Measure,
    /// How much the description says.
    pub wording: Wording,
    /// What it rests on, in one sentence; empty where nothing was recognised.
    pub why: String,
}

/// Recognises goods against a catalogue. Built once for a run; can be shared between threads.
pub struct Recogniser {
    pub(super) lexicon: Lexicon,
    known: Vec<Known>,
    tpp: Vec<Measure>,
    models: Vec<String>,
    listed: FxHashMap<u32, ItemId>,
    named: Named,
    pub(super) makers: Makers,
}

impl Recogniser {
    /// Builds the one automaton over all names and words.
    pub fn new(items: &Items) -> Self {
        let lexicon = Lexicon::new(items);
        let mut families: FxHashMap<&str, u32> = FxHashMap::default();
        let mut known = Vec::with_capacity(items.len());
        let mut listed = FxHashMap::default();
        for (id, item) in items.enumerate() {
            let next = u32::try_from(families.len()).unwrap_or(u32::MAX);
            let family = *families.entry(item.family.as_str()).or_insert(next);
            if item.kind == ItemKind::ListedHeading
                && let Some(hs6) = item.hs6.first().and_then(|code| code.parse().ok())
            {
                listed.insert(hs6, id);
            }
            let mut bits = 0;
            if item.form.starts_with("SXM") {
                bits |= form::SXM;
            }
            if item.form.contains("PCIe") {
                bits |= form::PCIE;
            }
            if item.form.contains("OAM") {
                bits |= form::OAM;
            }
            if item.model.contains("NVL") {
                bits |= form::NVL;
            }
            let maker = lexicon
                .makers
                .iter()
                .position(|maker| *maker == item.vendor);
            // A board or a rack of a maker of chips is named by its chips' maker.
            let maker = maker.or_else(|| {
                let first = item.holds.first()?;
                let held = items.iter().find(|held| &held.id == first)?;
                lexicon
                    .makers
                    .iter()
                    .position(|maker| *maker == held.vendor)
            });
            known.push(Known {
                kind: item.kind,
                on_list: item.chpl_tier.is_some(),
                family,
                maker: maker.and_then(|m| u8::try_from(m).ok()).unwrap_or(u8::MAX),
                form: bits,
                memory: item.memory_gb.get().unwrap_or_default() as u32,
                represents: item.represents_family,
                count: item.accelerators.get(),
                holds: item
                    .holds
                    .iter()
                    .filter_map(|held| crate::reference::catalogue::by_id(items, held))
                    .collect(),
                has_architecture: item.vendor == "NVIDIA",
                consumer: item.form.contains("consumer") || item.form.contains("workstation"),
            });
        }
        Self {
            lexicon,
            known,
            tpp: items.iter().map(|item| item.tpp).collect(),
            models: items.iter().map(|item| item.model.clone()).collect(),
            listed,
            named: Named::built_in(),
            makers: Makers::built_in(),
        }
    }

    /// Recognises one text. Makes its own buffers: for many texts use [`Recogniser::read`].
    pub fn recognise(&self, text: &Text) -> Recognition {
        let mut scratch = Scratch::default();
        let reading = self.read(&mut scratch, text.description, text.brand, text.hs);
        let units = self.units(
            &reading,
            text.quantity,
            self.lexicon.unit_class(text.unit),
            text.unit.is_empty(),
        );
        Recognition {
            item: reading.item,
            inside: reading.inside,
            confidence: reading.confidence,
            units,
            tpp: self.tpp(&reading, units),
            wording: reading.wording,
            why: self.why(&reading),
        }
    }

    /// Reads a description with brand and goods code, without the declared quantity. Equal texts give equal readings.
    pub fn read(&self, scratch: &mut Scratch, description: &str, brand: &str, hs: &str) -> Reading {
        let heading = hs6(hs);
        let mut context = Context {
            heading: heading.map_or(0, heading_points),
            ..Context::default()
        };
        if !brand.is_empty() {
            scratch.text.set(brand);
            self.lexicon
                .scan(&scratch.text, &mut scratch.names, &mut scratch.words);
            context.maker = scratch
                .words
                .iter()
                .find_map(|w| self.lexicon.pattern(*w).maker);
            context.other_brand = context.maker.is_none()
                && !scratch.words.iter().any(|w| {
                    self.lexicon.pattern(*w).classes & (class::ASSEMBLER | class::VAGUE) != 0
                });
        }
        scratch.text.set(description);
        let judge = Judge {
            lexicon: &self.lexicon,
            known: &self.known,
        };
        let mut reading = judge.read(scratch, context);
        if reading.item.is_none()
            && reading.inside.is_none()
            && let Some((item, by_words)) = self.listed_goods(heading, description, hs)
        {
            reading.basis.by_words = by_words;
            // The heading alone is a weak sign; a text that says nothing makes it no better.
            reading.item = Some(item);
            reading.confidence = match reading.wording {
                Wording::Specific => 0.3,
                Wording::Vague => 0.2,
                Wording::Missing => 0.15,
            };
        }
        reading
    }

    /// Goods of a listed heading: by the code, or by the words where that is not whole or such goods are declared under it too;
    /// and whether it is by those. Digits of zero at the end fill up a code that is not whole.
    fn listed_goods(
        &self,
        code: Option<u32>,
        description: &str,
        hs: &str,
    ) -> Option<(ItemId, bool)> {
        let of = |code: Option<u32>| self.listed.get(&code?).copied();
        if let Some(item) = of(code) {
            return Some((item, false));
        }
        let digits: String = hs.chars().filter(char::is_ascii_digit).collect();
        let mut digits = digits.as_str();
        if code.is_some_and(|code| self.named.are_under(code)) {
            digits = &digits[..6];
        } else {
            while let Some(shorter) = digits.strip_suffix("00") {
                digits = shorter;
            }
            if digits.len() >= 6 {
                return None;
            }
        }
        let has_part = |text: &str| self.makers.of_part(text).is_some();
        let named = of(self.named.heading(description, digits, has_part));
        named.map(|item| (item, true))
    }

    /// Units of a reading under a declared quantity: accelerators for anything that holds them, else pieces. `bare_counts`:
    /// the quantity has no unit and is no weight.
    pub fn units(
        &self,
        reading: &Reading,
        quantity: Measure,
        unit_class: u32,
        bare_counts: bool,
    ) -> Measure {
        let countable = unit_class & (class::PIECE | class::SET) != 0 || bare_counts;
        let declared = quantity.get().filter(|n| *n > 0.0 && n.fract() == 0.0);
        let listed_only = reading
            .item
            .is_some_and(|item| self.known[item.index()].kind == ItemKind::ListedHeading);
        if listed_only || (reading.item.is_none() && reading.inside.is_none()) {
            return match declared {
                Some(pieces) if countable => Measure::new(pieces),
                _ => Measure::UNKNOWN,
            };
        }
        let per_piece = reading.per_piece;
        let from_text = reading.listed.or_else(|| {
            let pieces = reading.pieces.or(reading.per_pack)?;
            Some(pieces * per_piece?)
        });
        let packed = unit_class & (class::PACK | class::SET) != 0;
        let units = match declared {
            // Packages or sets of a stated size.
            Some(packs) if packed && reading.per_pack.is_some() && reading.pieces.is_none() => {
                Some(packs * reading.per_pack.unwrap_or(1.0) * per_piece.unwrap_or(1.0))
            }
            // A lot or a set that the text counts out, or several goods in one line.
            Some(pieces) if countable && (reading.listed.is_some() || pieces == 1.0) => {
                from_text.or(per_piece.map(|inside| pieces * inside))
            }
            Some(pieces) if countable => per_piece.map(|inside| pieces * inside),
            // Kilograms, cartons: only the text can tell.
            Some(_) => from_text,
            None => from_text.or(if reading.one_if_unstated && !quantity.is_known() {
                per_piece
            } else {
                None
            }),
        };
        Measure::from(units)
    }

    /// TPP of all units of a reading.
    pub fn tpp(&self, reading: &Reading, units: Measure) -> Measure {
        if let Some(listed) = reading.listed
            && units.get() == Some(listed)
            && reading
                .lines
                .iter()
                .all(|(item, _)| self.tpp[item.index()].is_known())
        {
            let sum = reading
                .lines
                .iter()
                .map(|(item, pieces)| self.tpp[item.index()].get().unwrap_or_default() * pieces)
                .sum();
            return Measure::new(sum);
        }
        let Some(inside) = reading.inside else {
            return Measure::UNKNOWN;
        };
        match (units.get(), self.tpp[inside.index()].get()) {
            (Some(units), Some(tpp)) => Measure::new(units * tpp),
            _ => Measure::UNKNOWN,
        }
    }

    /// One sentence on what a reading rests on; empty if nothing was recognised.
    pub fn why(&self, reading: &Reading) -> String {
        let model = |id: ItemId| self.models[id.index()].as_str();
        let Some(goods) = reading.item.or(reading.inside) else {
            return String::new();
        };
        if self.known[goods.index()].kind == ItemKind::ListedHeading {
            return format!(
                "{}: {} {}; {}",
                model(goods),
                match reading.basis.by_words {
                    true => "named by words for goods of",
                    false => "declared under",
                },
                match self.known[goods.index()].on_list {
                    true => "a listed heading",
                    false => "a heading of documented cases",
                },
                match reading.wording {
                    Wording::Missing => "no description",
                    Wording::Vague => "the description says nothing testable",
                    Wording::Specific => "the description names no catalogued item",
                }
            );
        }
        let basis = &reading.basis;
        let name = &basis.name;
        let mut why = match basis.strength {
            Some(Strength::Number) => format!("part number {name} is {}", model(goods)),
            Some(Strength::Weak) => format!(
                "'{name}' in the context of computer boards is {}",
                model(goods)
            ),
            Some(Strength::Bare) => format!(
                "'{name}' beside a word for graphics cards is {}",
                model(goods)
            ),
            _ => format!("'{name}' is {}", model(goods)),
        };
        if !basis.exact {
            why.push_str(" (variant not stated, this one stands for the family)");
        }
        if basis.host {
            why.push_str(Goods::IN_A_MACHINE);
        }
        if basis.emptied {
            why.push_str(", said to hold no accelerators");
        } else if let (Some(inside), Some(item)) = (reading.inside, reading.item)
            && inside != item
        {
            let told = if basis.inside_stated {
                "holds"
            } else {
                "usually holds"
            };
            why.push_str(&format!(", {told} {}", model(inside)));
        }
        if let Some(each) = reading.per_piece
            && each > 1.0
        {
            why.push_str(&format!(", {each} in each"));
        }
        if let Some(pieces) = reading.pieces {
            why.push_str(&format!("; the text counts {pieces}"));
        }
        if reading.listed.is_some() && reading.item.is_none() {
            why.push_str("; several goods in the text with one number for all");
        } else if reading.listed.is_some() {
            why.push_str("; the first of several goods in the text, units of all of them");
        }
        why
    }
}

/// The first six digits of a goods code as a number.
fn hs6(code: &str) -> Option<u32> {
    let digits: String = code.chars().filter(char::is_ascii_digit).take(6).collect();
    (digits.len() == 6).then(|| digits.parse().ok()).flatten()
}

/// Points that a goods code gives to a bare token: headings of computers, their parts and chips speak for
/// an accelerator, other trades against.
fn heading_points(hs6: u32) -> i32 {
    match hs6 / 100 {
        8471 | 8473 | 8542 => 2,
        8543 => 1,
        8400..=8599 | 9000..=9099 => -1,
        _ => -3,
    }
}

/// The compact form of a text, for tests and reports.
pub fn compact(text: &str) -> String {
    String::from_utf8_lossy(&Compact::of(text).bytes).into_owned()
}
