//! No diversion of goods: racks arrive, stay, and are rented to a tenant elsewhere; a minority owner
//! of the seller sits in China.

use crate::simulate::chips::Form;
use crate::simulate::firm::Shared;
use crate::simulate::lot::{self, Wording};
use crate::simulate::names::Line;
use crate::simulate::places::place;
use crate::simulate::story::Story;

/// Server seller partly owned from China > telecom or data centre; complements; no outflow.
pub fn tell(story: &mut Story) {
    let start = story.start(200);
    let at = place(*story.dice.pick(&["ID", "MY", "TH", "SG", "JP", "AU"]));
    let line = *story.dice.pick(&[Line::Telecom, Line::Cloud]);
    let site = story.firm(at, line);
    let seller = if story.dice.chance(0.5) {
        let f = story.firm(place("US"), Line::Hardware);
        let share = story.dice.whole(10, 38) as f64;
        story.owned_by(f, place("CN"), Some(share), None, false);
        f
    } else {
        story.shared(Shared::Oem, &["TW", "US"])
    };
    let chip = story.chip(start, true);
    let mut total = 0;
    for _ in 0..story.dice.whole(1, 4) {
        let units = story.units(200.0).max(16);
        total += units;
        let wording = *story.dice.pick(&[Wording::Named, Wording::Named, Wording::Terse]);
        let goods = lot::accelerators(&mut story.dice, chip, Form::Server, units, wording);
        let day = start.plus(story.dice.whole(0, 100) as i32);
        story.ship(seller, site, day, &goods);
    }
    story.firms[site].megawatts = Some((f64::from(total) * 0.0018 * story.dice.real(1.1, 5.0) * 10.0).ceil() / 10.0);
    let rows = story.dice.whole(3, 8);
    story.complements(site, rows, start.plus(-30), start.plus(150));
}
