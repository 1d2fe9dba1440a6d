//! Bulk goods through hubs: re-exported pulp and pellets, part loads in light containers, scrap that
//! goes round.

use crate::simulate::goods::good;
use crate::simulate::lot;
use crate::simulate::names::Line;
use crate::simulate::places::{PLACES, place};
use crate::simulate::story::Story;

/// Maker > hub trader > China, or China > hub > China for scrap and yarn under processing.
pub fn tell(story: &mut Story) {
    let start = story.start(200);
    let hub = place(*story.dice.pick(&["HK", "SG", "MY", "TW", "VN", "AE"]));
    let code = *story.dice.pick(&["470321", "390120", "291814", "090240", "740400", "760200"]);
    let line = *story.dice.pick(&[Line::Trading, Line::Chemicals, Line::Paper]);
    let trader = if story.dice.chance(0.6) { story.open(hub, line) } else { story.firm(hub, line) };
    let mut day = start;
    for _ in 0..story.dice.whole(1, 4) {
        let goods = lot::ordinary(&mut story.dice, good(code), 1.0);
        let from = place(*story.dice.pick(&["ID", "BR", "SA", "KR", "TH", "CN", "IN", "US"]));
        if from != hub {
            let seller = story.open(from, line);
            story.ship(seller, trader, day, &goods);
        }
        let mut on = goods.clone();
        if story.dice.chance(0.35) {
            // A part load in a container of its own.
            let part = story.dice.real(0.1, 0.4);
            on.gross *= part;
            on.net *= part;
            on.value *= part;
            on.quantity = (on.quantity * part).round().max(1.0);
        }
        day = day.plus(story.dice.whole(4, 40) as i32);
        let to = place(*story.dice.pick(&["CN", "CN", "CN", "VN", "KR"]));
        let buyer = story.open(to, line);
        if PLACES[hub].cc != PLACES[story.firms[buyer].place].cc {
            story.ship(trader, buyer, day, &on);
        }
        day = day.plus(story.dice.whole(4, 30) as i32);
    }
}
