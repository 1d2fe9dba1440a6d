//! T21: a false low value, to slip under filing and licence limits.

use crate::simulate::carry::{carry, hub, plan, receiver, scheme, supplier};
use crate::simulate::story::Story;

/// As a single hub, with a value on the second leg (or both) far below any price.
pub fn tell(story: &mut Story) {
    let plan = plan(story, 0.45, 300);
    let at = hub(story, plan.end, &[]);
    let maker = supplier(story, plan.what, at);
    let trader = story.front(at, plan.start);
    let buyer = receiver(story, plan.end, plan.start);
    story.roles = vec![(maker, "supplier"), (trader, "transshipper"), (buyer, "receiver")];
    let lots = story.dice.whole(1, 5);
    let mut c = scheme(story, &plan, vec![maker, trader, buyer], lots);
    let low = story.dice.scale(0.008, 0.12);
    c.markup = if story.dice.chance(0.25) { vec![low * 2.0, low] } else { vec![1.0, low] };
    carry(story, &c);
}
