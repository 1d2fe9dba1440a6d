//! A university, hospital, bank or plant buys servers for itself, once: its line does not fit the
//! goods, and they stay.

use crate::simulate::firm::Shared;
use crate::simulate::names::Line;
use crate::simulate::places::place;
use crate::simulate::story::Story;

/// One or two lots, ordinary trade of the buyer beside them.
pub fn tell(story: &mut Story) {
    let start = story.start(120);
    let at = place(*story.dice.pick(&["IN", "JP", "KR", "TH", "MY", "SG", "VN", "TR", "AE", "DE", "GB", "PL", "BR", "AU", "KZ", "US", "TW", "ID", "PH"]));
    let line = *story.dice.pick(&[Line::University, Line::University, Line::Medical, Line::Pharma, Line::Auto, Line::Energy, Line::Finance, Line::Food, Line::Textiles]);
    let buyer = if story.dice.chance(0.5) { story.buyer(at, line) } else { story.firm(at, line) };
    let chip = story.chip(start, true);
    for _ in 0..story.dice.whole(1, 2) {
        let seller = story.shared_of(&[Shared::Distributor, Shared::Integrator], &[]);
        if story.firms[seller].place == at {
            continue;
        }
        let units = story.units(12.0);
        let (_, goods) = story.open_lot(chip, units);
        let day = start.plus(story.dice.whole(0, 100) as i32);
        story.ship(seller, buyer, day, &goods);
    }
    let rows = story.dice.whole(2, 10);
    story.side_trade(buyer, rows, start.plus(-300), start.plus(300));
}
