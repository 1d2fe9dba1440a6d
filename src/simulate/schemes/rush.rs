//! T17: a rush before a rule, or a new route that springs up right after it.

use crate::simulate::carry::{What, carry, hub, receiver, scheme, supplier};
use crate::simulate::chips::{CHIPS, Form, chip, day};
use crate::simulate::firm::Shared;
use crate::simulate::lot::{self, Wording};
use crate::simulate::places::place;
use crate::simulate::story::Story;

/// A Chinese buyer is served directly and lawfully until the rule; within weeks of it the same maker
/// sells to a new firm in a hub, and that firm to the same buyer.
pub fn tell(story: &mut Story) {
    let (family, rule) = *story.dice.pick(&[
        ("A800", (2023, 11, 17)),
        ("H800", (2023, 11, 17)),
        ("RTX 4090", (2023, 11, 17)),
        ("L40S", (2023, 11, 17)),
        ("H20", (2025, 4, 9)),
        ("H20", (2025, 4, 9)),
    ]);
    let which = chip(family);
    let rule = day(rule);
    let maker = story.shared(Shared::Oem, &["TW", "US", "MY"]);
    let buyer = if story.dice.chance(0.5) { story.shared(Shared::ChinaBuyer, &[]) } else { receiver(story, place("CN"), rule) };
    let units = story.dice.heavy(96.0, 0.7).clamp(8.0, 2000.0);
    for _ in 0..story.dice.whole(2, 6) {
        let before = rule.plus(-(story.dice.whole(4, 130) as i32));
        if CHIPS[which].on_sale(before) {
            let n = story.units(units);
            let form = story.form(n);
            let lot = lot::accelerators(&mut story.dice, which, form, n, Wording::Named);
            story.ship(maker, buyer, before, &lot);
        }
    }
    let at = hub(story, place("CN"), &[story.firms[maker].place, place("HK")]);
    let start = rule.plus(story.dice.whole(6, 60) as i32);
    let trader = story.front(at, start);
    let maker2 = if story.dice.chance(0.7) && story.firms[maker].place != at {
        maker
    } else {
        supplier(story, What::Chip(which, Form::Card), at)
    };
    story.roles = vec![(maker2, "supplier"), (trader, "transshipper"), (buyer, "receiver")];
    let form = story.form(units as u32);
    let plan = crate::simulate::carry::Plan { end: place("CN"), what: What::Chip(which, form), start, units };
    let lots = story.dice.whole(2, 5);
    let mut c = scheme(story, &plan, vec![maker2, trader, buyer], lots);
    c.every = (3, 30);
    carry(story, &c);
}
