//! T18: a site exists on paper; equipment is delivered, shown, and leaves or was never installed.

use crate::simulate::carry::{What, carry, china_plan, hub, receiver, scheme, supplier};
use crate::simulate::chips::Form;
use crate::simulate::names::Line;
use crate::simulate::places::place;
use crate::simulate::story::{Age, Story};

/// Many servers to a young data centre with a fraction of the power and none of the switches they
/// need; most leave again some months later, through a logistics firm or straight.
pub fn tell(story: &mut Story) {
    let end = place(*story.dice.pick(&["CN", "CN", "CN", "HK"]));
    let mut plan = china_plan(story, end, 460);
    if let What::Chip(chip, _) = plan.what {
        plan.what = What::Chip(chip, Form::Server);
        plan.units = plan.units.max(64.0);
    }
    let at = hub(story, end, &[place("HK")]);
    let maker = supplier(story, plan.what, at);
    let site = story.aged_firm(at, Line::Cloud, Age::Young, plan.start);
    story.firms[site].megawatts = Some((story.dice.real(0.1, 0.6) * 10.0).round() / 10.0);
    story.firms[site].employees = story.dice.whole(1, 9);
    if story.dice.chance(0.3) {
        let rows = story.dice.whole(1, 2);
        story.complements(site, rows, plan.start, plan.start.plus(120));
    }
    let buyer = receiver(story, end, plan.start);
    let mut nodes = vec![maker, site];
    if story.dice.chance(0.35) {
        let stop = hub(story, end, &[at, place("HK")]);
        nodes.push(story.front(stop, plan.start));
    }
    nodes.push(buyer);
    story.roles = vec![(maker, "supplier"), (site, "phantom_site"), (buyer, "receiver")];
    let lots = story.dice.whole(1, 3);
    let mut c = scheme(story, &plan, nodes, lots);
    c.gap = if story.dice.chance(0.6) { (25, 75) } else { (60, 120) };
    c.every = (3, 25);
    carry(story, &c);
}
