//! Ordinary goods as dense in value as accelerators, under words that say nothing, on the same lanes.

use crate::simulate::goods::good;
use crate::simulate::lot;
use crate::simulate::names::Line;
use crate::simulate::places::place;
use crate::simulate::story::{Age, Story};

/// Memory, processors, drives and boards from a maker's country through a hub trader to China.
pub fn tell(story: &mut Story) {
    let start = story.start(200);
    let hub = place(*story.dice.pick(&["HK", "HK", "SG", "MY", "TW", "AE", "JP"]));
    let line = *story.dice.pick(&[Line::Electronics, Line::Trading, Line::Hardware]);
    let trader = if story.dice.chance(0.5) {
        story.open(hub, line)
    } else {
        let age = if story.dice.chance(0.3) { Age::Young } else { Age::Any };
        story.aged_firm(hub, line, age, start)
    };
    let code = *story.dice.pick(&["854231", "854232", "847330", "847170", "854239", "847180"]);
    let mut day = start;
    for _ in 0..story.dice.whole(1, 4) {
        let mut from = place(*story.dice.pick(&["KR", "TW", "US", "MY", "SG", "JP"]));
        if from == hub {
            from = place("PH");
        }
        let seller = story.open(from, Line::Electronics);
        let mut goods = lot::ordinary(&mut story.dice, good(code), 0.8);
        goods.value = goods.net * story.dice.scale(800.0, 15_000.0);
        let vague = *story.dice.pick(&["COMPUTER PARTS", "ELECTRONIC COMPONENTS", "SERVER ACCESSORIES", "PARTS OF COMPUTERS", "ELECTRONICS", "ADAPTER MODULES", "GRAPHIC CARD"]);
        if story.dice.chance(0.4) {
            goods.text = vague.to_string();
        }
        story.ship(seller, trader, day, &goods);
        let mut on = goods.clone();
        on.gross *= story.dice.real(0.97, 1.04);
        on.value *= story.dice.real(1.02, 1.2);
        if story.dice.chance(0.7) {
            on.text = vague.to_string();
        }
        let buyer_line = *story.dice.pick(&[Line::Electronics, Line::Trading, Line::Hardware]);
        let to = place(*story.dice.pick(&["CN", "CN", "CN", "HK", "VN", "IN"]));
        let buyer = story.open(to, buyer_line);
        day = day.plus(story.dice.whole(2, 25) as i32);
        if story.firms[buyer].place != hub {
            story.ship(trader, buyer, day, &on);
        }
        day = day.plus(story.dice.whole(2, 25) as i32);
    }
}
