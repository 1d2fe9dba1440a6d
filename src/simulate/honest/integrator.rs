//! Integrators: cards and bare servers in, whole servers out, to unrestricted customers.

use crate::simulate::chips::Form;
use crate::simulate::firm::Shared;
use crate::simulate::goods::good;
use crate::simulate::lot::{self, Wording};
use crate::simulate::places::PLACES;
use crate::simulate::story::Story;

/// The ratio of eight, turned the right way round (and, for a service part, the other).
pub fn tell(story: &mut Story) {
    let start = story.start(200);
    let firm = story.shared(Shared::Integrator, &[]);
    let at = story.firms[firm].place;
    let chip = story.chip(start, true);
    let n = story.units(64.0).max(8);
    let seller = story.shared(Shared::Oem, &[]);
    let inward = if story.dice.chance(0.8) { Form::Card } else { Form::Server };
    let outward = if inward == Form::Card { Form::Server } else { Form::Board };
    if story.firms[seller].place != at {
        let wording = story.open_wording();
        let goods = lot::accelerators(&mut story.dice, chip, inward, n, wording);
        story.ship(seller, firm, start, &goods);
    }
    let bare = lot::ordinary(&mut story.dice, good("847150"), 0.8);
    let maker = story.open(crate::simulate::places::place(if PLACES[at].cc == "TW" { "CN" } else { "TW" }), crate::simulate::names::Line::Hardware);
    let day = start.plus(story.dice.whole(-10, 20) as i32);
    story.ship(maker, firm, day, &bare);
    let mut left = n;
    let mut day = start;
    for _ in 0..story.dice.whole(1, 3) {
        let user = story.shared_of(&[Shared::Centre, Shared::Distributor], &[]);
        if story.firms[user].place == at || left < 8 || matches!(PLACES[story.firms[user].place].cc, "HK" | "CN") {
            continue;
        }
        let part = (left / 2).max(8);
        left = left.saturating_sub(part);
        day = day.plus(story.dice.whole(10, 60) as i32);
        let goods = lot::accelerators(&mut story.dice, chip, outward, part, Wording::Named);
        story.ship(firm, user, day, &goods);
    }
}
