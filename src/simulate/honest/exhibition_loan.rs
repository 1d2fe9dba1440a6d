//! Servers go to a fair or on loan to an odd place, and come back.

use crate::simulate::firm::Shared;
use crate::simulate::lot::{self, Wording};
use crate::simulate::chips::Form;
use crate::simulate::names::Line;
use crate::simulate::places::place;
use crate::simulate::story::Story;

/// One or a few servers out under temporary papers, the same back after the event.
pub fn tell(story: &mut Story) {
    let start = story.start(120);
    let owner = story.shared_of(&[Shared::Oem, Shared::Distributor, Shared::Integrator], &[]);
    let china = story.dice.chance(0.25);
    let mut at = if china { place("CN") } else { place(*story.dice.pick(&["DE", "AE", "SG", "TH", "JP", "US", "GB", "VN", "SA", "KZ"])) };
    if at == story.firms[owner].place {
        at = place("FR");
    }
    let line = *story.dice.pick(&[Line::Events, Line::Events, Line::University, Line::Consulting]);
    let host = story.firm(at, line);
    let chip = story.chip(start, !china);
    let n = *story.dice.pick(&[1u32, 2, 8, 8, 16]);
    let form = if n >= 8 { Form::Server } else { Form::Card };
    let mut out = lot::accelerators(&mut story.dice, chip, form, n, Wording::Named);
    let word = *story.dice.pick(&["FOR EXHIBITION", "TEMPORARY EXPORT ATA CARNET", "DEMO UNIT ON LOAN", "EVALUATION LOAN"]);
    out.text = format!("{} {word}", out.text);
    story.ship(owner, host, start, &out);
    let mut back = out.clone();
    back.text = format!("{} RETURNED {word}", out.text);
    back.gross *= story.dice.real(0.98, 1.02);
    let later = start.plus(story.dice.whole(6, 75) as i32);
    story.ship(host, owner, later, &back);
}
