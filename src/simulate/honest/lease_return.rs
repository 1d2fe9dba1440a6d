//! Leased or rented servers go back to the lessor or maker after months or years.

use crate::simulate::firm::Shared;
use crate::simulate::lot::{self, Wording};
use crate::simulate::story::Story;

/// In, and out again to where they came from.
pub fn tell(story: &mut Story) {
    let start = story.start(420);
    let site = story.shared(Shared::Centre, &[]);
    let at = story.firms[site].place;
    let lessor = loop {
        let s = story.shared_of(&[Shared::Oem, Shared::Integrator], &[]);
        if story.firms[s].place != at {
            break s;
        }
        story.dice.bits();
    };
    let chip = story.chip(start, true);
    let units = story.units(48.0).max(8);
    let (form, goods) = story.open_lot(chip, units);
    story.ship(lessor, site, start, &goods);
    let mut back = lot::accelerators(&mut story.dice, chip, form, units, Wording::Named);
    back.text = format!("USED {} {}", back.text, story.dice.pick(&["END OF LEASE", "RENTAL RETURN", ""]));
    back.value *= 0.5;
    let day = start.plus(story.dice.whole(60, 400) as i32);
    story.ship(site, lessor, day, &back);
}
