//! Neighbours of Russia trade with it: consumer goods, and electronics of Chinese make; new firms since
//! 2022 among them.

use crate::simulate::goods::good;
use crate::simulate::lot;
use crate::simulate::names::Line;
use crate::simulate::places::{PLACES, place};
use crate::simulate::story::{Age, Story};

/// Seller > trader in a neighbouring country > Russian buyer.
pub fn tell(story: &mut Story) {
    let start = story.start(260);
    let electronics = story.dice.chance(0.35);
    let at = place(*story.dice.pick(if electronics { &["HK", "CN", "HK"] } else { &["TR", "KZ", "KG", "AM", "AE", "GE", "UZ", "RS"] }));
    let line = if electronics { Line::Electronics } else { *story.dice.pick(&[Line::Trading, Line::Textiles, Line::Food, Line::Auto]) };
    let age = *story.dice.pick(&[Age::Young, Age::Any, Age::Any]);
    let trader = story.aged_firm(at, line, age, start);
    let mut day = start;
    let code = if electronics {
        *story.dice.pick(&["854231", "854239", "853224", "854129", "851762", "847330"])
    } else {
        *story.dice.pick(&["640399", "610910", "851671", "870899", "940360", "300490", "847130", "851713"])
    };
    // What leaves Italy is bound by its list, whoever made it.
    let sellers = if electronics { &["CN", "TR", "IN", "VN", "MY"] } else { &["CN", "TR", "IN", "VN", "IT"] };
    for _ in 0..story.dice.whole(1, 5) {
        let mut goods = lot::ordinary(&mut story.dice, good(code), 0.7);
        if electronics {
            let (text, brand) = *story.dice.pick(&[
                ("MCU GD32F103RCT6", "GIGADEVICE"),
                ("WIFI MODULE ESP32-WROOM", "ESPRESSIF"),
                ("POWER IC SGM2036", "SGMICRO"),
                ("MOSFET SVF10N65F", "SILAN"),
                ("DIODES MBR20100", "YANGJIE"),
                ("LED DRIVER IC", ""),
            ]);
            goods.text = text.to_string();
            goods.brand = brand;
            goods.origin = "CN";
        }
        let from = if electronics && PLACES[at].cc != "CN" { place("CN") } else { place(*story.dice.pick(sellers)) };
        if from != at {
            let seller = story.open(from, line);
            story.ship(seller, trader, day, &goods);
        }
        let mut on = goods.clone();
        on.value *= story.dice.real(1.03, 1.3);
        on.gross *= story.dice.real(0.98, 1.03);
        day = day.plus(story.dice.whole(3, 30) as i32);
        let buyer = story.open(place("RU"), line);
        story.ship(trader, buyer, day, &on);
        day = day.plus(story.dice.whole(2, 20) as i32);
    }
}
