//! Sales to China that the rules of the day allow: a made-for-China part before it was controlled, a
//! part that never was, or a licensed sale after.

use crate::simulate::carry::{Carry, What, carry};
use crate::simulate::chips::{CHIPS, chip, day};
use crate::simulate::firm::Shared;
use crate::simulate::lot::{self, Wording};
use crate::simulate::story::Story;

/// Maker > Chinese buyer, sometimes through a distributor in a hub.
pub fn tell(story: &mut Story) {
    let licensed = story.dice.chance(0.15);
    let (which, first, last) = if licensed {
        if story.dice.chance(0.5) { (chip("H20"), day((2025, 8, 15)), story.world.settings.to) } else { (chip("H200"), day((2026, 1, 25)), story.world.settings.to) }
    } else {
        let family = *story.dice.pick(&["A800", "H800", "H20", "H20", "L20", "V100", "T4", "A10", "RTX 3090", "RTX 4090", "L20"]);
        let c = &CHIPS[chip(family)];
        (chip(family), day(c.launch), c.china.map_or(story.world.settings.to.plus(-60), |d| day(d).plus(-61)))
    };
    let settings = &story.world.settings;
    let first = if first.since(settings.from) > 0 { first } else { settings.from };
    let last = if settings.to.since(last) > 0 { last } else { settings.to.plus(-20) };
    let start = story.day(first, if last.since(first) > 0 { last } else { first });
    let buyer = story.shared(Shared::ChinaBuyer, &[]);
    let maker = story.shared(Shared::Oem, if licensed { &["US"] } else { &["TW", "US", "MY", "MX"] });
    if licensed {
        let units = story.units(256.0).max(8);
        let form = story.form(units);
        let mut goods = lot::accelerators(&mut story.dice, which, form, units, Wording::Named);
        goods.text.push_str(" UNDER EXPORT LICENCE");
        goods.origin = "US";
        story.ship(maker, buyer, start, &goods);
        return;
    }
    let units = story.dice.heavy(64.0, 0.9).max(2.0);
    let form = story.form(units as u32);
    let through = story.dice.chance(0.45);
    let mut nodes = vec![maker];
    if through {
        let middle = story.shared(Shared::Distributor, &["SG", "TW", "MY", "JP", "AE"]);
        if story.firms[middle].place != story.firms[maker].place {
            nodes.push(middle);
        }
    }
    nodes.push(buyer);
    let wording = story.open_wording();
    let control = CHIPS[which].china.map(day);
    let room = control.map_or(60, |d| d.since(start) - 1).clamp(4, 60);
    let c = Carry {
        nodes,
        silent: Vec::new(),
        what: What::Chip(which, form),
        units,
        lots: if room > 40 { story.dice.whole(1, 2) } else { 1 },
        start,
        every: (1, 10),
        gap: (1, i64::from(room / 3).clamp(1, 15)),
        keep: (0.8, 1.0),
        wording: vec![wording],
        markup: vec![1.0, 1.08],
        split: 0.0,
        convert: None,
        truth: false,
    };
    carry(story, &c);
}
