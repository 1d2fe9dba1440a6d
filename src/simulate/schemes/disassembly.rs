//! T09: servers arrive, are taken apart, and the boards go on as parts.

use crate::simulate::carry::{What, carry, china_plan, hub, receiver, scheme, supplier};
use crate::simulate::chips::Form;
use crate::simulate::names::Line;
use crate::simulate::places::place;
use crate::simulate::story::{Age, Story};

/// Servers to a site or trader; boards or single modules leave within some months.
pub fn tell(story: &mut Story) {
    let end = place(*story.dice.pick(&["CN", "CN", "CN", "HK"]));
    let mut plan = china_plan(story, end, 420);
    if let What::Chip(chip, _) = plan.what {
        plan.what = What::Chip(chip, Form::Server);
        plan.units = plan.units.max(16.0);
    }
    let at = hub(story, end, &[]);
    let maker = supplier(story, plan.what, at);
    let site = if story.dice.chance(0.5) { story.front(at, plan.start) } else { story.aged_firm(at, Line::Cloud, Age::Young, plan.start) };
    let buyer = receiver(story, end, plan.start);
    story.roles = vec![(maker, "supplier"), (site, "transshipper"), (buyer, "receiver")];
    let lots = story.dice.whole(1, 3);
    let mut c = scheme(story, &plan, vec![maker, site, buyer], lots);
    c.convert = Some((1, *story.dice.pick(&[Form::Board, Form::Card])));
    c.gap = if story.dice.chance(0.5) { (8, 50) } else { (40, 110) };
    carry(story, &c);
}
