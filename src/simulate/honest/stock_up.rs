//! The usual buyers stock up before a rule or a tariff, and keep the goods.

use crate::simulate::chips::day;
use crate::simulate::firm::Shared;
use crate::simulate::story::Story;

/// Slow orders for a year, a burst in the last weeks, then little.
pub fn tell(story: &mut Story) {
    let rule = day(*story.dice.pick(&[(2023, 11, 17), (2025, 5, 15), (2025, 4, 9), (2025, 1, 13)]));
    let site = story.shared(Shared::Centre, &[]);
    let at = story.firms[site].place;
    let seller = loop {
        let s = story.shared(Shared::Oem, &[]);
        if story.firms[s].place != at {
            break s;
        }
    };
    let slow = story.dice.whole(2, 4);
    let burst = story.dice.whole(3, 6);
    for n in 0..slow + burst {
        let before = if n < slow { story.dice.whole(80, 360) } else { story.dice.whole(1, 50) };
        let when = rule.plus(-(before as i32));
        let chip = story.chip(when, true);
        let units = story.units(if n < slow { 48.0 } else { 160.0 });
        let (_, goods) = story.open_lot(chip, units);
        story.ship(seller, site, when, &goods);
    }
    let rows = story.dice.whole(1, 4);
    story.complements(site, rows, rule.plus(-200), rule.plus(100));
}
