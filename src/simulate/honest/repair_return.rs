//! Defective accelerators go to the maker's repair centre (some of these stand in China) and come back.

use crate::simulate::firm::Shared;
use crate::simulate::lot::{self, Wording};
use crate::simulate::chips::Form;
use crate::simulate::places::PLACES;
use crate::simulate::story::Story;

/// A few units out, the same number back within some weeks, at a repair value.
pub fn tell(story: &mut Story) {
    let start = story.start(160);
    let owner = story.shared_of(&[Shared::Centre, Shared::Distributor], &[]);
    let mut centre = story.shared(Shared::RepairCentre, &[]);
    for _ in 0..20 {
        if story.firms[centre].place != story.firms[owner].place {
            break;
        }
        centre = story.shared(Shared::RepairCentre, &[]);
    }
    if story.firms[centre].place == story.firms[owner].place {
        centre = story.open(crate::simulate::places::place("TW"), crate::simulate::names::Line::Repair);
    }
    // Where a licence would be needed the maker repairs elsewhere: only uncontrolled units go to China.
    let china = PLACES[story.firms[centre].place].cc == "CN";
    let chip = story.chip(start, !china);
    let mut day = start;
    for _ in 0..story.dice.whole(1, 3) {
        let n = story.dice.whole(1, 9) as u32;
        let mut out = lot::accelerators(&mut story.dice, chip, Form::Card, n, Wording::Named);
        let word = *story.dice.pick(&["RMA DEFECTIVE", "RETURN GOODS FOR REPAIR", "DEFECTIVE UNIT WARRANTY RETURN", "FAULTY"]);
        out.text = format!("{word} {}", out.text);
        out.value *= story.dice.real(0.05, 0.5);
        story.ship(owner, centre, day, &out);
        let mut back = lot::accelerators(&mut story.dice, chip, Form::Card, n, Wording::Named);
        let word = *story.dice.pick(&["RMA REPLACEMENT", "RETURN AFTER REPAIR", "REPAIRED UNIT", "WARRANTY REPLACEMENT"]);
        back.text = format!("{word} {}", back.text);
        back.gross = out.gross * story.dice.real(0.95, 1.05);
        back.net = back.gross * 0.85;
        back.value = out.value * story.dice.real(0.8, 1.5);
        let later = day.plus(story.dice.whole(9, 60) as i32);
        story.ship(centre, owner, later, &back);
        day = day.plus(story.dice.whole(5, 40) as i32);
    }
}
