//! T10: the hardware is gone; cheap empty chassis stand in for it when inspectors come.

use crate::simulate::carry::{What, carry, china_plan, hub, receiver, scheme, supplier};
use crate::simulate::chips::Form;
use crate::simulate::goods::good;
use crate::simulate::lot;
use crate::simulate::names::Line;
use crate::simulate::places::place;
use crate::simulate::story::{Age, Story};

/// Servers to a paper data centre, on to China within weeks; then empty chassis arrive.
pub fn tell(story: &mut Story) {
    let mut plan = china_plan(story, place("CN"), 420);
    if let What::Chip(chip, _) = plan.what {
        plan.what = What::Chip(chip, Form::Server);
        plan.units = plan.units.max(32.0);
    }
    let at = hub(story, plan.end, &[place("HK")]);
    let maker = supplier(story, plan.what, at);
    let site = story.aged_firm(at, Line::Cloud, Age::Young, plan.start);
    story.firms[site].megawatts = Some(story.dice.real(0.2, 2.0).round().max(0.3));
    let buyer = receiver(story, plan.end, plan.start);
    story.roles = vec![(maker, "supplier"), (site, "phantom_site"), (buyer, "receiver")];
    let lots = story.dice.whole(1, 4);
    let c = scheme(story, &plan, vec![maker, site, buyer], lots);
    let last = carry(story, &c);
    let chassis = good("732690");
    let seller = story.open(place("CN"), Line::Metals);
    for _ in 0..story.dice.whole(1, 3) {
        let mut empty = lot::ordinary(&mut story.dice, chassis, 0.4);
        empty.text = (*story.dice.pick(&["SERVER CHASSIS EMPTY 8U", "STEEL CABINET PARTS", "SERVER CASE WITHOUT BOARD"])).to_string();
        let day = last.plus(story.dice.whole(10, 90) as i32);
        story.ship(seller, site, day, &empty);
    }
}
