//! A young AI cloud: big first orders, then power, switches and cooling; nothing leaves.

use crate::simulate::firm::Shared;
use crate::simulate::names::Line;
use crate::simulate::places::place;
use crate::simulate::story::{Age, Story};

/// Several lots from makers and distributors over half a year, complements beside them.
pub fn tell(story: &mut Story) {
    let start = story.start(240);
    let at = place(*story.dice.pick(&["MY", "MY", "SG", "TH", "ID", "IN", "JP", "AE", "SA", "NO", "FI", "SE", "DE", "GB", "FR", "AU", "CA", "US", "KR", "KZ"]));
    let cloud = story.aged_firm(at, Line::Cloud, Age::Young, start);
    let lots = story.dice.whole(1, 5);
    let chip = story.chip(start, true);
    let mut total = 0.0;
    for _ in 0..lots {
        let kind = if story.dice.chance(0.6) { Shared::Oem } else { Shared::Distributor };
        let seller = story.shared(kind, &[]);
        if story.firms[seller].place == at {
            continue;
        }
        let units = story.units(120.0).max(8);
        total += f64::from(units);
        let (_, goods) = story.open_lot(chip, units);
        let day = start.plus(story.dice.whole(0, 180) as i32);
        story.ship(seller, cloud, day, &goods);
    }
    // About 1.5 kilowatts an accelerator, with room to grow.
    story.firms[cloud].megawatts = Some((total * 0.0015 * story.dice.real(1.0, 4.0) * 10.0).ceil() / 10.0);
    story.firms[cloud].employees = story.dice.whole(4, 120);
    let rows = story.dice.whole(2, 9);
    story.complements(cloud, rows, start.plus(-60), start.plus(200));
}
