//! Surplus and refurbished trade: many small sellers, one refurbisher, old generations, and where the
//! parts are controlled only unrestricted buyers.

use crate::simulate::chips::Form;
use crate::simulate::lot::{self, Wording};
use crate::simulate::names::Line;
use crate::simulate::places::{PLACES, place};
use crate::simulate::registered::RESTRICTED;
use crate::simulate::story::Story;

/// Used cards in small lots from several sellers, out in larger ones.
pub fn tell(story: &mut Story) {
    let start = story.start(200);
    let at = place(*story.dice.pick(&["NL", "DE", "US", "HK", "SG", "MY", "GB", "PL", "AE"]));
    let firm = if story.dice.chance(0.5) { story.buyer(at, Line::Hardware) } else { story.firm(at, Line::Repair) };
    let old = story.dice.chance(0.6) || PLACES[at].cc == "HK";
    let chip = story.chip(start, !old);
    let mut total = 0.0;
    for _ in 0..story.dice.whole(2, 6) {
        let mut from = story.world.any_place(&mut story.dice);
        if from == at || (!old && RESTRICTED.contains(&PLACES[from].cc)) {
            from = place(if PLACES[at].cc == "US" { "CA" } else { "US" });
        }
        let seller = story.open(from, Line::Hardware);
        let n = story.dice.whole(2, 30) as u32;
        let mut goods = lot::accelerators(&mut story.dice, chip, Form::Card, n, Wording::Named);
        goods.text = format!("{} {}", story.dice.pick(&["USED", "REFURBISHED", "PULLED"]), goods.text);
        goods.value *= 0.6;
        total += goods.units;
        let day = start.plus(story.dice.whole(0, 90) as i32);
        if seller != firm {
            story.ship(seller, firm, day, &goods);
        }
    }
    let ends: &[&str] = if old { &["CN", "CN", "HK", "VN", "IN", "BR"] } else { &["IN", "BR", "PL", "ZA", "TH", "ES", "JP"] };
    for _ in 0..story.dice.whole(1, 3) {
        let to = place(*story.dice.pick(ends));
        if to == at {
            continue;
        }
        let buyer = story.buyer(to, Line::Hardware);
        let mut goods = lot::accelerators(&mut story.dice, chip, Form::Card, (total / 2.0).max(1.0) as u32, Wording::Named);
        goods.text = format!("REFURBISHED {}", goods.text);
        goods.value *= 0.7;
        let day = start.plus(story.dice.whole(60, 190) as i32);
        story.ship(firm, buyer, day, &goods);
    }
}
