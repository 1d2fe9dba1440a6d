//! What the firms of a story ship.

use super::{F, Story, make_row};
use crate::model::time::Day;
use crate::simulate::chips::{self, Form};
use crate::simulate::goods::GOODS;
use crate::simulate::lot::{self, Lot, Wording};
use crate::simulate::names::Line;
use crate::simulate::places::{PLACES, place};

impl<'w> Story<'w> {
    /// One record. Everything that the lot does not say follows from the two countries.
    pub fn ship(&mut self, from: F, to: F, day: Day, lot: &Lot) -> usize {
        let row = make_row(&mut self.dice, &self.firms[from], &self.firms[to], day, lot);
        self.rows.push(row);
        self.rows.len() - 1
    }

    /// One record whose goods code is given in full.
    pub fn ship_lot(&mut self, from: F, to: F, day: Day, lot: &Lot, code: &str) -> usize {
        let i = self.ship(from, to, day, lot);
        self.rows[i].hs = code.to_string();
        i
    }

    /// Ordinary trade of a firm, in and out.
    pub fn side_trade(&mut self, f: F, rows: i64, from: Day, to: Day) {
        let settings = self.world.settings.clone();
        let from = if from.since(settings.from) > 0 {
            from
        } else {
            settings.from
        };
        let to = if settings.to.since(to) > 0 {
            to
        } else {
            settings.to
        };
        let line = self.firms[f].line;
        let fits: Vec<usize> = (0..GOODS.len())
            .filter(|g| GOODS[*g].lines.contains(&line))
            .collect();
        let mut good = if fits.is_empty() || self.dice.chance(0.25) {
            self.dice.below(GOODS.len() as u64) as usize
        } else {
            *self.dice.pick(&fits)
        };
        let at = self.firms[f].place;
        for _ in 0..rows {
            if self.dice.chance(0.3) && !fits.is_empty() {
                good = *self.dice.pick(&fits);
            }
            let other_line = *self.dice.pick(GOODS[good].lines);
            let mut there = self.world.partner(&mut self.dice, at);
            let out = self.dice.chance(0.5);
            let cc = (PLACES[at].cc, PLACES[there].cc);
            let (a, b) = if out { cc } else { (cc.1, cc.0) };
            if self.world.sensitive(GOODS[good].hs, a, b) {
                there = place(if cc.0 == "IN" { "VN" } else { "IN" });
            }
            let other = self.open(there, other_line);
            let day = self.day(from, to);
            let scale = self.dice.scale(0.2, 1.5);
            let lot = lot::ordinary(&mut self.dice, good, scale);
            if out {
                self.ship(f, other, day, &lot);
            } else {
                self.ship(other, f, day, &lot);
            }
        }
    }

    /// What a data centre buys beside accelerators.
    pub fn complements(&mut self, f: F, rows: i64, from: Day, to: Day) {
        for _ in 0..rows {
            let cc = *self.dice.pick(&["TW", "CN", "US", "DE", "MY", "TH", "VN"]);
            let at = if place(cc) == self.firms[f].place {
                place("TW")
            } else {
                place(cc)
            };
            let seller = self.open(at, Line::Hardware);
            let day = self.day(from, to);
            let scale = self.dice.scale(0.5, 4.0);
            let lot = lot::complement(&mut self.dice, scale);
            self.ship(seller, f, day, &lot);
        }
    }

    /// An accelerator lot worded for open trade.
    pub fn open_lot(&mut self, chip: usize, units: u32) -> (Form, Lot) {
        let form = self.form(units);
        let wording = self.open_wording();
        let lot = lot::accelerators(&mut self.dice, chip, form, units, wording);
        (form, lot)
    }

    /// How open trade words accelerators: mostly by model, sometimes hardly at all.
    pub fn open_wording(&mut self) -> Wording {
        match self.dice.below(100) {
            0..68 => Wording::Named,
            68..85 => Wording::Terse,
            85..95 => Wording::Half,
            _ => Wording::Vague,
        }
    }

    /// A build for a number of accelerators.
    pub fn form(&mut self, units: u32) -> Form {
        if units >= 8 && self.dice.chance(0.62) {
            Form::Server
        } else if units >= 8 && self.dice.chance(0.2) {
            Form::Board
        } else {
            Form::Card
        }
    }

    /// Number of accelerators in a lot: heavy-tailed, in multiples of 8 half the time.
    pub fn units(&mut self, median: f64) -> u32 {
        let n = self.dice.heavy(median, 0.9).clamp(1.0, 6000.0) as u32;
        if self.dice.chance(0.55) {
            (n / 8).max(1) * 8
        } else {
            n.max(1)
        }
    }

    /// An accelerator by its day, controlled for China or not.
    pub fn chip(&mut self, at: Day, controlled: bool) -> usize {
        chips::draw(&mut self.dice, at, controlled)
    }
}
