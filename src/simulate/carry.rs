//! Goods that go on: the engine that schemes and their look-alikes share. What it makes is a number of
//! lots that pass through firms in order, split or joined on the way, worded as asked on every leg.

use super::chips::{self, Form, LISTED};
use super::dice::Dice;
use super::firm::Shared;
use super::lot::{self, Lot, Wording};
use super::names::Line;
use super::places::{PLACES, PlaceId, place};
use super::row::RowTruth;
use super::story::{F, Story};
use crate::model::time::Day;

/// What moves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum What {
    /// Accelerators in a build.
    Chip(usize, Form),
    /// Listed electronics.
    Listed(usize),
}

/// A run of lots through firms.
#[derive(Clone, Debug)]
pub struct Carry {
    /// Firms in order.
    pub nodes: Vec<F>,
    /// Hops (by index of the sending node) that leave no record: handed over inside a country.
    pub silent: Vec<usize>,
    /// What moves.
    pub what: What,
    /// Median units of a lot: accelerators or pieces.
    pub units: f64,
    /// Number of lots.
    pub lots: i64,
    /// Day of the first leg of the first lot.
    pub start: Day,
    /// Days from lot to lot.
    pub every: (i64, i64),
    /// Days from leg to leg.
    pub gap: (i64, i64),
    /// Part of a lot that goes on at each hop after the first.
    pub keep: (f64, f64),
    /// Wording of each hop; the last one repeats.
    pub wording: Vec<Wording>,
    /// Value of each hop against the first; the last one repeats.
    pub markup: Vec<f64>,
    /// Probability that a lot is split, and that it waits for the next.
    pub split: f64,
    /// From this hop on the goods go as this build.
    pub convert: Option<(usize, Form)>,
    /// Are these the goods of a scheme?
    pub truth: bool,
}

/// Makes units of something.
pub fn lot_of(dice: &mut Dice, what: What, units: f64, wording: Wording) -> Lot {
    match what {
        What::Chip(chip, form) => {
            lot::accelerators(dice, chip, form, units.max(1.0) as u32, wording)
        }
        What::Listed(which) => lot::listed(dice, which, units.round().max(1.0), wording),
    }
}

/// The same goods again: other papers, the weight that the units have.
fn again(
    dice: &mut Dice,
    what: What,
    first: &Lot,
    units: f64,
    wording: Wording,
    same_build: bool,
) -> Lot {
    let mut lot = lot_of(dice, what, units, wording);
    if same_build && first.units > 0.0 {
        let part = lot.units / first.units;
        let packing = dice.real(0.97, 1.04);
        lot.gross = first.gross * part * packing;
        lot.net = first.net * part;
        lot.value = first.value * part;
        if wording != Wording::Other && dice.chance(0.75) {
            lot.origin = first.origin;
        }
    }
    lot
}

/// Tells a carry: makes its records. Returns the last day.
pub fn carry(story: &mut Story, c: &Carry) -> Day {
    let mut day = c.start;
    let mut end = c.start;
    let mut waiting = 0.0;
    for lot_number in 0..c.lots {
        let units = match c.what {
            What::Chip(..) => f64::from(story.units(c.units)),
            _ => story.dice.heavy(c.units, 0.6).round().max(1.0),
        };
        let wording = *c.wording.first().unwrap_or(&Wording::Named);
        let first = lot_of(&mut story.dice, c.what, units, wording);
        let mut left = first.units;
        let mut at = day;
        let mut leg = 0;
        let hops = c.nodes.len() - 1;
        for hop in 0..hops {
            let (a, b) = (c.nodes[hop], c.nodes[hop + 1]);
            if hop > 0 {
                let wait = story.dice.whole(c.gap.0, c.gap.1) as i32;
                at = at.plus(if c.silent.contains(&hop) {
                    wait.min(9)
                } else {
                    wait
                });
            }
            if c.silent.contains(&hop) {
                continue;
            }
            leg += 1;
            if leg > 1 {
                let keep = story.dice.real(c.keep.0, c.keep.1);
                left = (left * keep).round().max(1.0) + if hop == 1 { waiting } else { 0.0 };
                if hop == 1 {
                    waiting = 0.0;
                }
                if hop == 1
                    && lot_number + 1 < c.lots
                    && c.every.1 < 40
                    && story.dice.chance(c.split * 0.4)
                {
                    waiting = left;
                    break;
                }
            }
            let wording = *c
                .wording
                .get(leg - 1)
                .or(c.wording.last())
                .unwrap_or(&Wording::Named);
            let markup = *c.markup.get(leg - 1).or(c.markup.last()).unwrap_or(&1.0);
            let (what, same) = match (c.convert, c.what) {
                (Some((from, form)), What::Chip(chip, _)) if hop >= from => {
                    (What::Chip(chip, form), false)
                }
                _ => (c.what, true),
            };
            let parts = if leg > 1 && left >= 4.0 && story.dice.chance(c.split) {
                story.dice.whole(2, 4)
            } else {
                1
            };
            let mut rest = left;
            let mut part_day = at;
            for part in 0..parts {
                let share = if part + 1 == parts {
                    rest
                } else {
                    (rest * story.dice.real(0.25, 0.6)).max(1.0).floor()
                };
                rest -= share;
                if share < 1.0 {
                    continue;
                }
                let mut goods = if leg == 1 {
                    first.clone()
                } else {
                    again(&mut story.dice, what, &first, share, wording, same)
                };
                // Whole builds round up; what really moves does not.
                goods.units = goods.units.min(left.max(1.0));
                goods.value *= markup * story.dice.real(0.96, 1.05);
                let role = if leg == 1 && hops > 1 {
                    "supply"
                } else if hop + 1 == hops {
                    "final"
                } else {
                    "onward"
                };
                let row = story.ship(a, b, part_day, &goods);
                if c.truth {
                    story.rows[row].truth = Some(RowTruth {
                        role,
                        leg: leg as u8,
                        item: goods.item,
                        units: goods.units,
                    });
                }
                end = if part_day.since(end) > 0 {
                    part_day
                } else {
                    end
                };
                part_day = part_day.plus(story.dice.whole(0, 9) as i32);
            }
            at = part_day;
        }
        day = day.plus(story.dice.whole(c.every.0, c.every.1) as i32);
    }
    end
}

/// Where a scheme ends, what it moves and when it starts.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Country at the end.
    pub end: PlaceId,
    /// What moves.
    pub what: What,
    /// First day.
    pub start: Day,
    /// Median units of a lot.
    pub units: f64,
}

/// Countries that goods for China pass through, the likelier first.
pub const CHINA_HUBS: &[&str] = &[
    "SG", "MY", "TH", "TW", "ID", "AE", "JP", "VN", "HK", "KR", "IN", "PH", "SA",
];
/// Countries that goods for Russia pass through, the likelier first.
pub const RUSSIA_HUBS: &[&str] = &[
    "TR", "AE", "KG", "KZ", "AM", "GE", "UZ", "HK", "RS", "IN", "LT", "CY", "CN",
];
/// Countries that goods for Iran pass through.
pub const IRAN_HUBS: &[&str] = &["AE", "TR", "HK", "MY"];

/// A plan: most schemes want accelerators for China, some listed electronics for Russia.
pub fn plan(story: &mut Story, russia: f64, length: i32) -> Plan {
    let roll = story.dice.unit();
    if roll < russia {
        let end = place(*story.dice.pick(&["RU", "RU", "RU", "RU", "RU", "BY"]));
        let start = story.start_after(chips::day((2022, 4, 1)), length);
        return listed_plan(story, end, start);
    }
    if roll < russia * 1.15 {
        let start = story.start(length);
        return listed_plan(story, place("IR"), start);
    }
    let end = place(
        *story
            .dice
            .pick(&["CN", "CN", "CN", "CN", "CN", "CN", "CN", "HK", "HK", "MO"]),
    );
    china_plan(story, end, length)
}

/// Accelerators for the China group.
pub fn china_plan(story: &mut Story, end: PlaceId, length: i32) -> Plan {
    china_plan_after(story, end, chips::day((2022, 11, 15)), length)
}

/// The same, not before a day.
pub fn china_plan_after(story: &mut Story, end: PlaceId, after: Day, length: i32) -> Plan {
    let start = story.start_after(after, length);
    let chip = story.chip(start, true);
    let units = story.dice.heavy(48.0, 0.9).clamp(2.0, 1500.0);
    let form = if units < 8.0 {
        Form::Card
    } else {
        story.form(units as u32)
    };
    Plan {
        end,
        what: What::Chip(chip, form),
        start,
        units,
    }
}

fn listed_plan(story: &mut Story, end: PlaceId, start: Day) -> Plan {
    // A third of what Russia wants is computing: accelerators are controlled for it since 2022.
    if story.dice.chance(0.3) {
        let chip = story.chip(start, true);
        let units = story.dice.heavy(24.0, 0.9).clamp(1.0, 600.0);
        let form = if units < 8.0 {
            Form::Card
        } else {
            story.form(units as u32)
        };
        return Plan {
            end,
            what: What::Chip(chip, form),
            start,
            units,
        };
    }
    let which = story.dice.below(LISTED.len() as u64) as usize;
    let dollars = story.dice.heavy(32_000.0, 0.9);
    let l = &LISTED[which];
    let units = (dollars / (l.price.0 * l.price.1).sqrt()).max(1.0);
    Plan {
        end,
        what: What::Listed(which),
        start,
        units,
    }
}

/// A hub for an end, never a country in `not`.
pub fn hub(story: &mut Story, end: PlaceId, not: &[PlaceId]) -> PlaceId {
    let hubs = match PLACES[end].cc {
        "RU" | "BY" => RUSSIA_HUBS,
        "IR" => IRAN_HUBS,
        _ => CHINA_HUBS,
    };
    for _ in 0..50 {
        // Squares the draw towards the front of the list without ever leaving its tail out.
        let at = (story.dice.unit().powf(1.5) * hubs.len() as f64) as usize;
        let found = place(hubs[at.min(hubs.len() - 1)]);
        // Hong Kong counts as China for chips; a middleman there is already the end.
        let inside = matches!(PLACES[end].cc, "CN" | "MO" | "HK")
            && PLACES[found].cc == "HK"
            && story.dice.chance(0.7);
        if !not.contains(&found) && found != end && !inside {
            return found;
        }
    }
    place("SG")
}

/// An honest seller of what moves.
pub fn supplier(story: &mut Story, what: What, not: PlaceId) -> F {
    for _ in 0..20 {
        let f = match what {
            What::Listed(_) => story.shared(Shared::PartsSeller, &[]),
            _ if story.dice.chance(0.45) => story.shared(Shared::Oem, &[]),
            _ => story.shared(
                Shared::Distributor,
                &[
                    "US", "TW", "SG", "MY", "DE", "NL", "GB", "JP", "IN", "AE", "KR", "AU", "CA",
                ],
            ),
        };
        if story.firms[f].place != not && !matches!(PLACES[story.firms[f].place].cc, "HK" | "CN") {
            return f;
        }
    }
    story.shared(Shared::Oem, &["US"])
}

/// Who wants the goods in the end.
pub fn receiver(story: &mut Story, end: PlaceId, first: Day) -> F {
    let known = match PLACES[end].cc {
        "CN" => Some(Shared::ChinaBuyer),
        "RU" | "BY" => Some(Shared::RussiaBuyer),
        _ => None,
    };
    if let Some(kind) = known
        && story.dice.chance(0.35)
    {
        return story.shared(kind, &[PLACES[end].cc]);
    }
    let line = *story.dice.pick(&[
        Line::Hardware,
        Line::Trading,
        Line::Cloud,
        Line::Electronics,
        Line::University,
        Line::Consulting,
    ]);
    let f = story.firm(end, line);
    if story.dice.chance(0.4) {
        let rows = story.dice.whole(2, 14);
        story.side_trade(f, rows, first.plus(-300), first.plus(400));
    }
    f
}

/// Wordings of the legs of a scheme as the craft of this world has it.
pub fn wordings(story: &mut Story, legs: usize) -> Vec<Wording> {
    let craft = story.world.settings.craft.clone();
    let first = if story.dice.chance(craft.vague_first) {
        Wording::Vague
    } else {
        story.open_wording()
    };
    let vague = story.dice.chance(craft.vague);
    let mut all = vec![first];
    for _ in 1..legs {
        all.push(if vague {
            *story
                .dice
                .pick(&[Wording::Half, Wording::Vague, Wording::Vague])
        } else {
            *story.dice.pick(&[
                Wording::Named,
                Wording::Named,
                Wording::Terse,
                Wording::Half,
            ])
        });
    }
    all
}

/// Value against the first leg: honest mark-up, a scarcity premium, or an under-declaration.
pub fn markups(story: &mut Story, legs: usize) -> Vec<f64> {
    let later = match story.dice.below(10) {
        0..5 => story.dice.real(1.02, 1.2),
        5..8 => story.dice.real(1.2, 1.6),
        _ => story.dice.real(0.15, 0.8),
    };
    let step = later.powf(1.0 / (legs.max(2) - 1) as f64);
    (0..legs).map(|leg| step.powi(leg as i32)).collect()
}

/// A carry of a plan through nodes, everything else as the craft of this world has it.
pub fn scheme(story: &mut Story, plan: &Plan, nodes: Vec<F>, lots: i64) -> Carry {
    let craft = story.world.settings.craft.clone();
    let legs = nodes.len() - 1;
    let gap = if story.dice.chance(craft.patient) {
        (50, 120)
    } else {
        (2, 38)
    };
    let keep = if story.dice.chance(craft.partial) {
        (0.45, 0.95)
    } else {
        (0.97, 1.0)
    };
    let split = if story.dice.chance(craft.split) {
        0.6
    } else {
        0.0
    };
    Carry {
        wording: wordings(story, legs),
        markup: markups(story, legs),
        nodes,
        silent: Vec::new(),
        what: plan.what,
        units: plan.units,
        lots,
        start: plan.start,
        every: (4, 45),
        gap,
        keep,
        split,
        convert: None,
        truth: true,
    }
}
