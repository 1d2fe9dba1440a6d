//! Contract manufacturers: chips and boards in, other goods out, in every direction and with China.

use crate::simulate::chips::Form;
use crate::simulate::firm::Shared;
use crate::simulate::goods::good;
use crate::simulate::lot::{self, Wording};
use crate::simulate::names::Line;
use crate::simulate::places::place;
use crate::simulate::story::Story;

/// A works in China, Vietnam, Mexico or Malaysia takes in components and sends out boards and servers.
pub fn tell(story: &mut Story) {
    let start = story.start(200);
    let at = place(*story.dice.pick(&["CN", "CN", "CN", "VN", "MX", "MY", "TH"]));
    let works = story.open(at, Line::Electronics);
    for _ in 0..story.dice.whole(3, 7) {
        let code = *story.dice.pick(&["854231", "854239", "853224", "853400", "854232", "847330", "853690"]);
        let mut from = place(*story.dice.pick(&["TW", "KR", "JP", "US", "MY", "SG", "HK"]));
        if from == at {
            from = place("PH");
        }
        let seller = story.open(from, Line::Electronics);
        let scale = story.dice.scale(0.5, 4.0);
        let goods = lot::ordinary(&mut story.dice, good(code), scale);
        let day = start.plus(story.dice.whole(0, 100) as i32);
        story.ship(seller, works, day, &goods);
    }
    for _ in 0..story.dice.whole(2, 5) {
        let mut to = place(*story.dice.pick(&["US", "DE", "TW", "SG", "HK", "JP", "NL", "MX"]));
        if to == at {
            to = place("US");
        }
        let buyer = story.open(to, Line::Hardware);
        let day = start.plus(story.dice.whole(40, 190) as i32);
        let goods = if story.dice.chance(0.3) {
            // Finished accelerator cards and servers leave the works for the brand's customers.
            let chip = story.chip(day, true);
            let n = story.units(40.0);
            let form = if n >= 8 { Form::Server } else { Form::Card };
            let mut goods = lot::accelerators(&mut story.dice, chip, form, n, Wording::Named);
            goods.origin = crate::simulate::places::PLACES[at].cc;
            let buyer = story.shared(Shared::Distributor, &["US", "NL", "SG", "JP", "GB"]);
            if story.firms[buyer].place != at {
                story.ship(works, buyer, day, &goods);
            }
            continue;
        } else {
            let code = *story.dice.pick(&["847330", "847150", "851762", "854370", "850440"]);
            lot::ordinary(&mut story.dice, good(code), 1.0)
        };
        story.ship(works, buyer, day, &goods);
    }
}
