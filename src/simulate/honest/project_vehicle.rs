//! Project vehicles and lessors: new, no web site, no staff, a public parent; the asset stays.

use crate::simulate::firm::Shared;
use crate::simulate::names::Line;
use crate::simulate::places::place;
use crate::simulate::story::{Age, Story};

/// One or two large lots to a vehicle of a known parent.
pub fn tell(story: &mut Story) {
    let start = story.start(120);
    let at = place(*story.dice.pick(&["SG", "MY", "AE", "NO", "JP", "US", "GB", "SA", "ID"]));
    let line = *story.dice.pick(&[Line::Finance, Line::Finance, Line::Consulting, Line::RealEstate]);
    let vehicle = story.aged_firm(at, line, Age::Young, start);
    story.firms[vehicle].employees = story.dice.whole(0, 2);
    story.firms[vehicle].website.clear();
    let home = place(*story.dice.pick(&["US", "GB", "JP", "SG", "FR", "AE", "DE"]));
    story.owned_by(vehicle, home, Some(100.0), None, false);
    let chip = story.chip(start, true);
    for _ in 0..story.dice.whole(1, 3) {
        let seller = story.shared(Shared::Oem, &[]);
        if story.firms[seller].place == at {
            continue;
        }
        let units = story.units(256.0).max(16);
        let (_, goods) = story.open_lot(chip, units);
        let day = start.plus(story.dice.whole(0, 100) as i32);
        story.ship(seller, vehicle, day, &goods);
    }
    let rows = story.dice.whole(1, 6);
    story.complements(vehicle, rows, start, start.plus(110));
}
