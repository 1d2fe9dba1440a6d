//! A group moves servers between its own sites: soon after arrival, all of them, switches too.

use crate::simulate::firm::Shared;
use crate::simulate::lot::{self};
use crate::simulate::names::Line;
use crate::simulate::places::{PLACES, place};
use crate::simulate::story::Story;

/// Maker > first site > second site of one parent in an unrestricted country; complements move along.
pub fn tell(story: &mut Story) {
    let start = story.start(260);
    let maker = story.shared(Shared::Oem, &[]);
    let pick = |story: &mut Story, not: &[usize]| loop {
        let at = place(*story.dice.pick(&["SG", "MY", "JP", "IN", "DE", "GB", "AU", "KR", "TH", "AE", "ID", "FR", "US", "CA"]));
        if !not.contains(&at) {
            return at;
        }
    };
    let first_place = pick(story, &[story.firms[maker].place]);
    let second_place = pick(story, &[first_place]);
    let parent_place = place(*story.dice.pick(&["US", "JP", "GB", "FR", "DE", "SG", "AU", "CA"]));
    let first = story.firm(first_place, Line::Cloud);
    let second = story.firm(second_place, Line::Cloud);
    let brand = story.firms[first].name.split(' ').take(2).collect::<Vec<_>>().join(" ");
    let tail = story.firms[second].name.rsplit(' ').next().unwrap_or("LTD").to_string();
    story.firms[second].name = format!("{brand} {} {tail}", PLACES[second_place].towns[0].split(',').next().unwrap_or("").to_uppercase());
    let owner = story.owned_by(first, parent_place, Some(100.0), None, false);
    story.owned_by_name(second, owner, parent_place, Some(100.0), None, false);
    let chip = story.chip(start, true);
    let units = story.units(96.0).max(8);
    let (form, goods) = story.open_lot(chip, units);
    story.ship(maker, first, start, &goods);
    let rows = story.dice.whole(2, 5);
    story.complements(first, rows, start.plus(-20), start.plus(60));
    let day = start.plus(story.dice.whole(20, 200) as i32);
    let wording = story.open_wording();
    let moved = lot::accelerators(&mut story.dice, chip, form, units, wording);
    story.ship(first, second, day, &moved);
    for _ in 0..story.dice.whole(1, 3) {
        let more = lot::complement(&mut story.dice, 1.0);
        let later = day.plus(story.dice.whole(0, 20) as i32);
        story.ship(first, second, later, &more);
    }
}
