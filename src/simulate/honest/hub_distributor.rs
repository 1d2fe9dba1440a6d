//! Authorised distributors, hubs among them: makers restock them, hundreds of customers buy. They
//! pass on nearly all they get, and sell ordinary goods to China as well.

use crate::simulate::firm::Shared;
use crate::simulate::lot;
use crate::simulate::places::PLACES;
use crate::simulate::story::Story;

/// One restock and the sales from it, over up to four months.
pub fn tell(story: &mut Story) {
    let start = story.start(150);
    let maker = story.shared(Shared::Oem, &[]);
    let mut dealer = story.shared(Shared::Distributor, &[]);
    while story.firms[dealer].place == story.firms[maker].place {
        dealer = story.shared(Shared::Distributor, &[]);
    }
    let controlled = story.dice.chance(0.8);
    let chip = story.chip(start, controlled);
    let units = story.units(120.0).max(16);
    let (form, restock) = story.open_lot(chip, units);
    story.ship(maker, dealer, start, &restock);
    let mut left = f64::from(units);
    let mut day = start;
    for _ in 0..story.dice.whole(2, 7) {
        let kind = *story.dice.pick(&[Shared::Centre, Shared::Integrator, Shared::Centre, Shared::Distributor]);
        let customer = story.shared(kind, &[]);
        if story.firms[customer].place == story.firms[dealer].place || matches!(PLACES[story.firms[customer].place].cc, "HK" | "CN") {
            continue;
        }
        let part = (left * story.dice.real(0.1, 0.6)).floor();
        if part < 1.0 {
            break;
        }
        left -= part;
        day = day.plus(story.dice.whole(1, 25) as i32);
        let wording = story.open_wording();
        let goods = lot::accelerators(&mut story.dice, chip, form, part as u32, wording);
        story.ship(dealer, customer, day, &goods);
    }
    // Ordinary sales beside them, China included.
    for _ in 0..story.dice.whole(1, 3) {
        let cc = *story.dice.pick(&["CN", "HK", "CN", "IN", "VN", "JP", "KZ"]);
        let buyer = story.open(crate::simulate::places::place(cc), crate::simulate::names::Line::Hardware);
        if story.firms[buyer].place != story.firms[dealer].place {
            let good = crate::simulate::goods::good(*story.dice.pick(&["847330", "847150", "847170", "847180"]));
            let goods = lot::ordinary(&mut story.dice, good, 0.6);
            let day = start.plus(story.dice.whole(5, 120) as i32);
            story.ship(dealer, buyer, day, &goods);
        }
    }
}
