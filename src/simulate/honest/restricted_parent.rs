//! Overseas branches of Chinese firms buying what nothing controls: ordinary servers, old cards.

use crate::simulate::firm::Shared;
use crate::simulate::goods::good;
use crate::simulate::lot;
use crate::simulate::names::Line;
use crate::simulate::places::place;
use crate::simulate::story::Story;

/// A branch with a declared parent in China, its purchases and its ordinary trade with the parent.
pub fn tell(story: &mut Story) {
    let start = story.start(260);
    let at = place(*story.dice.pick(&["SG", "MY", "TH", "DE", "PL", "AE", "ID", "BR", "MX"]));
    let line = *story.dice.pick(&[Line::Telecom, Line::Electronics, Line::Hardware, Line::Auto, Line::Cloud]);
    let branch = story.firm(at, line);
    let share = *story.dice.pick(&[100.0, 100.0, 70.0, 55.0, 35.0]);
    story.owned_by(branch, place("CN"), Some(share), None, false);
    story.firms[branch].hq = Some(place("CN"));
    for _ in 0..story.dice.whole(2, 6) {
        let seller = story.shared_of(&[Shared::Oem, Shared::Distributor], &[]);
        if story.firms[seller].place == at {
            continue;
        }
        let day = start.plus(story.dice.whole(0, 240) as i32);
        let goods = if story.dice.chance(0.35) {
            let chip = story.chip(day, false);
            let n = story.units(16.0);
            story.open_lot(chip, n).1
        } else {
            let code = *story.dice.pick(&["847150", "851762", "847170", "850440"]);
            lot::ordinary(&mut story.dice, good(code), 1.0)
        };
        story.ship(seller, branch, day, &goods);
    }
    let rows = story.dice.whole(1, 6);
    story.side_trade(branch, rows, start, start.plus(250));
}
