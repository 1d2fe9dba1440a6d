//! Branches of one declared group, at one address or with one switchboard, each buying a small lot of
//! a package size.

use crate::simulate::firm::Shared;
use crate::simulate::names::Line;
use crate::simulate::places::place;
use crate::simulate::story::Story;

/// Three to five branches, one supplier, the goods stay; sometimes only the address is shared, as in a
/// business centre.
pub fn tell(story: &mut Story) {
    let start = story.start(120);
    let at = place(*story.dice.pick(&["SG", "MY", "AE", "TH", "GB", "JP", "IN", "DE", "TR"]));
    let seller = loop {
        let s = story.shared(Shared::Distributor, &[]);
        if story.firms[s].place != at {
            break s;
        }
    };
    let declared = story.dice.chance(0.7);
    let home = place(*story.dice.pick(&["US", "JP", "GB", "SG", "AE", "DE"]));
    let line = *story.dice.pick(&[Line::Cloud, Line::Hardware, Line::Medical, Line::Consulting]);
    let chip = story.chip(start, true);
    let mut first = None;
    let mut owner = None;
    for _ in 0..story.dice.whole(3, 5) {
        let branch = story.firm(at, line);
        match first {
            None => first = Some(branch),
            Some(f) => story.share_identifier(f, branch),
        }
        if declared {
            match owner.clone() {
                None => owner = Some(story.owned_by(branch, home, Some(100.0), None, false)),
                Some(name) => story.owned_by_name(branch, name, home, Some(100.0), None, false),
            }
        }
        let units = story.units(24.0);
        let (_, goods) = story.open_lot(chip, units);
        let day = start.plus(story.dice.whole(0, 60) as i32);
        story.ship(seller, branch, day, &goods);
        if story.dice.chance(0.5) {
            let rows = story.dice.whole(1, 4);
            story.side_trade(branch, rows, start.plus(-100), start.plus(200));
        }
    }
}
