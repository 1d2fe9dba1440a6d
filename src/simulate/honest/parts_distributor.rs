//! Sellers of electronic parts and their customers everywhere: what the high-priority list names is
//! everyday trade outside Russia, in its neighbours too.

use crate::simulate::chips::LISTED;
use crate::simulate::firm::Shared;
use crate::simulate::lot;
use crate::simulate::names::Line;
use crate::simulate::places::place;
use crate::simulate::story::Story;

/// One seller, one kind of part, several users that keep what they buy.
pub fn tell(story: &mut Story) {
    let start = story.start(200);
    let seller = story.shared(Shared::PartsSeller, &[]);
    let at = story.firms[seller].place;
    for _ in 0..story.dice.whole(3, 8) {
        let which = story.dice.below(LISTED.len() as u64) as usize;
        let to = place(*story.dice.pick(&[
            "TR", "AE", "KZ", "IN", "DE", "PL", "CZ", "CN", "MY", "VN", "MX", "BR", "RS", "AM",
            "GE", "KR", "IL", "HK", "LT", "FR",
        ]));
        if to == at {
            continue;
        }
        let line = *story.dice.pick(&[Line::Electronics, Line::Machinery, Line::Telecom, Line::Aviation]);
        let user = story.open(to, line);
        let l = &LISTED[which];
        let dollars = story.dice.heavy(30_000.0, 1.0);
        let pieces = (dollars / (l.price.0 * l.price.1).sqrt()).round().max(1.0);
        let wording = story.open_wording();
        let goods = lot::listed(&mut story.dice, which, pieces, wording);
        let day = start.plus(story.dice.whole(0, 190) as i32);
        story.ship(seller, user, day, &goods);
    }
    if story.rows.is_empty() {
        story.side_trade(seller, 2, start, start.plus(60));
    }
}
