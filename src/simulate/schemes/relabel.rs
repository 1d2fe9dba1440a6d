//! T05: labels and wording are changed, and the next leg is filed as other goods.

use crate::simulate::carry::{carry, hub, plan, receiver, scheme, supplier};
use crate::simulate::lot::Wording;
use crate::simulate::story::Story;

/// Maker > hub trader > restricted receiver, the second leg under other words and another code. The
/// weight stays what it was; the value mostly too, since the buyer pays through the bank.
pub fn tell(story: &mut Story) {
    let plan = plan(story, 0.2, 320);
    let at = hub(story, plan.end, &[]);
    let maker = supplier(story, plan.what, at);
    let trader = story.front(at, plan.start);
    let buyer = receiver(story, plan.end, plan.start);
    story.roles = vec![(maker, "supplier"), (trader, "transshipper"), (buyer, "receiver")];
    let lots = story.dice.whole(1, 4);
    let mut c = scheme(story, &plan, vec![maker, trader, buyer], lots);
    c.wording = vec![c.wording[0], Wording::Other];
    c.gap = (2, 32);
    if story.dice.chance(0.35) {
        c.markup = vec![1.0, story.dice.scale(0.02, 0.5)];
    }
    carry(story, &c);
}
