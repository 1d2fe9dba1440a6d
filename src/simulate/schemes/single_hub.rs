//! T01: a buyer in an unrestricted hub takes delivery and ships the same goods on at once.

use crate::simulate::carry::{carry, hub, plan, receiver, scheme, supplier};
use crate::simulate::story::Story;

/// Maker or distributor > hub trader > restricted receiver, one to five lots.
pub fn tell(story: &mut Story) {
    let plan = plan(story, 0.3, 320);
    let at = hub(story, plan.end, &[]);
    let maker = supplier(story, plan.what, at);
    let trader = story.front(at, plan.start);
    let buyer = receiver(story, plan.end, plan.start);
    story.roles = vec![(maker, "supplier"), (trader, "transshipper"), (buyer, "receiver")];
    let lots = story.dice.whole(1, 5);
    let c = scheme(story, &plan, vec![maker, trader, buyer], lots);
    carry(story, &c);
}
