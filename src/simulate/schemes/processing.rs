//! T15: parts go to an affiliate abroad for final assembly, then to the listed buyer.

use crate::simulate::carry::{What, carry, scheme};
use crate::simulate::chips::{self, Form};
use crate::simulate::firm::Shared;
use crate::simulate::lot::{self, Wording};
use crate::simulate::names::Line;
use crate::simulate::places::place;
use crate::simulate::story::{Age, Story};

/// Before the listing the maker sells servers to the buyer directly (uncontrolled ones); after it,
/// boards go to its affiliate abroad and servers with them go on to the listed buyer.
pub fn tell(story: &mut Story) {
    let start = story.start_after(chips::day((2023, 3, 1)), 420);
    let chip = story.chip(start, true);
    let at = place(*story.dice.pick(&["KR", "SG", "MY", "VN", "TH"]));
    let maker = story.shared(Shared::Oem, &["US", "TW"]);
    let maker_place = story.firms[maker].place;
    let line = Line::Hardware;
    let unit = story.aged_firm(at, line, Age::Any, start);
    story.firms[unit].registered = true;
    let parent = story.firms[maker].name.clone();
    story.owned_by_name(unit, parent, maker_place, Some(100.0), None, false);
    let buyer = story.firm(place("CN"), Line::Chips);
    let listed = start.plus(-(story.dice.whole(20, 90) as i32));
    story.list(buyer, listed, "national security");
    // Earlier trade with the buyer, of what nobody controlled.
    for _ in 0..story.dice.whole(2, 6) {
        let day = listed.plus(-(story.dice.whole(30, 420) as i32));
        let old = lot::ordinary(&mut story.dice, crate::simulate::goods::good("847150"), 1.0);
        if day.since(story.world.settings.from) >= 0 {
            story.ship(maker, buyer, day, &old);
        }
    }
    story.roles = vec![(maker, "supplier"), (unit, "affiliate"), (buyer, "listed_buyer")];
    let units = story.dice.real(24.0, 200.0);
    let plan = crate::simulate::carry::Plan { end: place("CN"), what: What::Chip(chip, Form::Board), start, units };
    let lots = story.dice.whole(2, 7);
    let mut c = scheme(story, &plan, vec![maker, unit, buyer], lots);
    c.convert = Some((1, Form::Server));
    c.wording = vec![Wording::Named, *story.dice.pick(&[Wording::Named, Wording::Terse, Wording::Half])];
    c.gap = (5, 45);
    carry(story, &c);
}
