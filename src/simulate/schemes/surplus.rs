//! T26: excess or used stock from resellers is bought up in small lots and exported.

use crate::simulate::carry::{hub, receiver, scheme};
use crate::simulate::carry::What;
use crate::simulate::chips::{self, Form, chip};
use crate::simulate::lot::{self, Wording};
use crate::simulate::names::Line;
use crate::simulate::places::place;
use crate::simulate::row::RowTruth;
use crate::simulate::story::Story;

/// Three to seven resellers in several countries sell a few used cards each to one collector, which
/// ships them on together, one or two times.
pub fn tell(story: &mut Story) {
    let end = place(*story.dice.pick(&["CN", "CN", "HK", "RU"]));
    let start = story.start_after(chips::day((2023, 2, 1)), 300);
    let which = chip(*story.dice.pick(&["A100", "A100", "H100", "RTX 4090", "L40S", "A800"]));
    let start = if chips::CHIPS[which].controlled(start) { start } else { chips::day((2024, 1, 10)) };
    let at = hub(story, end, &[]);
    let collector = story.front(at, start);
    let buyer = receiver(story, end, start);
    story.roles = vec![(collector, "collector"), (buyer, "receiver")];
    let mut total = 0.0;
    let mut last = start;
    for _ in 0..story.dice.whole(3, 7) {
        let mut from = story.world.any_place(&mut story.dice);
        if from == at || from == end || matches!(crate::simulate::places::PLACES[from].cc, "CN" | "HK" | "RU" | "IR" | "BY" | "MO") {
            from = place(if crate::simulate::places::PLACES[at].cc == "US" { "CA" } else { "US" });
        }
        let seller = story.open(from, Line::Hardware);
        let n = story.dice.whole(2, 20) as u32;
        let mut goods = lot::accelerators(&mut story.dice, which, Form::Card, n, Wording::Named);
        let word = *story.dice.pick(&["USED", "REFURBISHED", "PULLED"]);
        goods.text = format!("{word} {}", goods.text);
        goods.value *= 0.6;
        let day = start.plus(story.dice.whole(0, 60) as i32);
        let row = story.ship(seller, collector, day, &goods);
        story.rows[row].truth = Some(RowTruth { role: "supply", leg: 1, item: goods.item, units: goods.units });
        total += goods.units;
        last = if day.since(last) > 0 { day } else { last };
    }
    let plan = crate::simulate::carry::Plan { end, what: What::Chip(which, Form::Card), start: last, units: total };
    let c = scheme(story, &plan, vec![collector, buyer], 1);
    let parts = story.dice.whole(1, 2);
    for part in 0..parts {
        let wording = *c.wording.last().unwrap_or(&Wording::Named);
        let n = (total * story.dice.real(0.9, 1.0) / parts as f64).max(1.0) as u32;
        let wording = if story.dice.chance(story.world.settings.craft.vague) { Wording::Vague } else { wording };
        let mut goods = lot::accelerators(&mut story.dice, which, Form::Card, n, wording);
        goods.value *= 0.75;
        let day = last.plus(story.dice.whole(3, 30) as i32 + part as i32 * 9);
        let row = story.ship(collector, buyer, day, &goods);
        story.rows[row].truth = Some(RowTruth { role: "final", leg: 2, item: goods.item, units: goods.units });
    }
}
