//! A firm takes in accelerators and keeps them or sells them at home, and quite apart from that ships
//! other goods of like weight to China or Russia, in the same weeks.

use crate::simulate::chips::Form;
use crate::simulate::firm::Shared;
use crate::simulate::goods::good;
use crate::simulate::lot::{self};
use crate::simulate::names::Line;
use crate::simulate::places::{PLACES, place};
use crate::simulate::story::{Age, Story};

/// The coincidence that a search for relabelled goods must survive.
pub fn tell(story: &mut Story) {
    let start = story.start(160);
    let at = place(*story.dice.pick(&["SG", "MY", "TW", "JP", "KR", "TH", "VN", "DE", "IN", "AE", "TR", "KZ"]));
    let line = *story.dice.pick(&[Line::Electronics, Line::Hardware, Line::Machinery, Line::Trading, Line::Telecom]);
    let age = *story.dice.pick(&[Age::Any, Age::Any, Age::Aged, Age::Young]);
    let firm = if story.dice.chance(0.4) { story.buyer(at, line) } else { story.aged_firm(at, line, age, start) };
    let chip = story.chip(start, true);
    let units = story.units(24.0);
    let form = if units >= 8 { Form::Server } else { Form::Card };
    let wording = story.open_wording();
    let goods = lot::accelerators(&mut story.dice, chip, form, units, wording);
    let seller = story.shared_of(&[Shared::Oem, Shared::Distributor], &[]);
    if story.firms[seller].place != at {
        story.ship(seller, firm, start, &goods);
    }
    let russia = matches!(PLACES[at].cc, "TR" | "KZ" | "AE") && story.dice.chance(0.6);
    let end = if russia { place("RU") } else { place(*story.dice.pick(&["CN", "CN", "CN", "HK"])) };
    // A trade of its own, with one buyer, that began before the accelerators came.
    let buyer = story.open(end, Line::Electronics);
    let code = if russia {
        *story.dice.pick(&["640399", "940360", "300490", "732690", "851671", "870899"])
    } else {
        *story.dice.pick(&[
            "847330", "850440", "853690", "851762", "853710", "847170", "841459", "854231",
            "848690", "392690", "853649",
        ])
    };
    for _ in 0..story.dice.whole(3, 8) {
        let mut other = lot::ordinary(&mut story.dice, good(code), 1.0);
        if code != "847330" && story.dice.chance(0.35) {
            // The trap: about the same weight.
            let part = goods.gross * story.dice.real(0.9, 1.1) / other.gross;
            other.gross *= part;
            other.net *= part;
            other.value *= part;
            other.quantity = (other.quantity * part).round().max(1.0);
        }
        let day = start.plus(story.dice.whole(-160, 90) as i32);
        story.ship(firm, buyer, day, &other);
    }
}
