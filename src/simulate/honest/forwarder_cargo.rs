//! Forwarders as consignee on consolidated bills of ordinary cargo; some bring accelerators for a
//! data centre that the house bill names.

use crate::simulate::firm::Shared;
use crate::simulate::lot;
use crate::simulate::places::PLACES;
use crate::simulate::story::{Story, make_row, party};

/// A master bill with the forwarder on both ends and the house bills under it.
pub fn tell(story: &mut Story) {
    let start = story.start(30);
    let mover = story.forwarder(&[]);
    let at = story.firms[mover].place;
    let restricted = matches!(PLACES[at].cc, "HK" | "CN" | "RU" | "IR" | "MO");
    for _ in 0..story.dice.whole(1, 3) {
        let master = format!("MB{:09}", story.dice.below(1_000_000_000));
        let day = start.plus(story.dice.whole(0, 25) as i32);
        for _ in 0..story.dice.whole(1, 4) {
            if !restricted && story.dice.chance(0.25) {
                let maker = story.shared(Shared::Oem, &[]);
                let site = story.shared(Shared::Centre, &[PLACES[at].cc]);
                if story.firms[site].place == at && story.firms[maker].place != at {
                    let chip = story.chip(day, true);
                    let units = story.units(40.0);
                    let (_, goods) = story.open_lot(chip, units);
                    let (maker, mover_firm) = (story.firms[maker].clone(), story.firms[mover].clone());
                    let mut row = make_row(&mut story.dice, &maker, &mover_firm, day, &goods);
                    row.notify = story.firms[site].name.clone();
                    row.final_destination = std::borrow::Cow::Borrowed(PLACES[at].towns[0]);
                    row.master.clone_from(&master);
                    story.rows.push(row);
                    let mut house = story.rows[story.rows.len() - 1].clone();
                    house.consignee = party(&story.firms[site]);
                    house.bill = format!("HB{:09}", story.dice.below(1_000_000_000));
                    story.rows.push(house);
                    continue;
                }
            }
            let (seller, _, good) = story.world.ordinary_pair(&mut story.dice);
            let seller = story.world.firm(seller);
            if seller.place == at {
                continue;
            }
            let goods = lot::ordinary(&mut story.dice, good, 0.5);
            if story.world.sensitive(goods.hs, PLACES[seller.place].cc, PLACES[at].cc) {
                continue;
            }
            let mover_firm = story.firms[mover].clone();
            let mut row = make_row(&mut story.dice, &seller, &mover_firm, day, &goods);
            row.master.clone_from(&master);
            story.firms.push(seller);
            story.rows.push(row);
        }
    }
    if story.rows.is_empty() {
        story.side_trade(mover, 2, start, start.plus(20));
    }
}
