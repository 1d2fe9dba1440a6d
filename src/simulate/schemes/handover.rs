//! T04: a straw buyer claims to be the end user; the goods change hands inside the country.

use crate::simulate::carry::{carry, china_plan, hub, receiver, scheme, supplier};
use crate::simulate::names::Line;
use crate::simulate::places::place;
use crate::simulate::story::{Age, Story};

/// Maker > straw buyer, handed over inside the country to a shipper that shares an address or a
/// phone, which exports to the receiver, sometimes through one hub more.
pub fn tell(story: &mut Story) {
    let end = place(*story.dice.pick(&["CN", "CN", "CN", "HK", "HK"]));
    let plan = china_plan(story, end, 380);
    let at = match story.dice.below(3) {
        0 => place("US"),
        _ => hub(story, end, &[end]),
    };
    let maker = supplier(story, plan.what, at);
    let straw = story.front(at, plan.start);
    let dormant = story.dice.chance(0.4);
    let line = *story.dice.pick(&[Line::Trading, Line::Consulting, Line::Logistics, Line::Electronics, Line::RealEstate]);
    let shipper = story.aged_firm(at, line, if dormant { Age::Aged } else { Age::Young }, plan.start);
    story.share_identifier(straw, shipper);
    let buyer = receiver(story, end, plan.start);
    let mut nodes = vec![maker, straw, shipper];
    if story.dice.chance(0.3) {
        let stop = hub(story, end, &[at, end]);
        nodes.push(story.front(stop, plan.start));
    }
    nodes.push(buyer);
    story.roles = vec![(maker, "supplier"), (straw, "straw_buyer"), (shipper, "shell"), (buyer, "receiver")];
    let lots = story.dice.whole(1, 5);
    let mut c = scheme(story, &plan, nodes, lots);
    c.silent = vec![1];
    carry(story, &c);
}
