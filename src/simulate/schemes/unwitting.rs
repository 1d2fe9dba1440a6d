//! T24: a genuine firm abroad is induced to buy and forward to a branch of the network.

use crate::simulate::carry::{carry, hub, plan, receiver, scheme, supplier};
use crate::simulate::names::Line;
use crate::simulate::places::{PLACES, place};
use crate::simulate::story::{Age, Story};

/// Maker > reputable buyer with much trade of its own, one odd delivery to a hub branch > restricted
/// receiver.
pub fn tell(story: &mut Story) {
    let plan = plan(story, 0.5, 360);
    let at = place(*story.dice.pick(&["FR", "DE", "GB", "IT", "CA", "JP", "KR", "NL"]));
    let maker = supplier(story, plan.what, at);
    let line = *story.dice.pick(&[Line::Electronics, Line::Hardware, Line::Machinery, Line::Medical]);
    let good_firm = story.aged_firm(at, line, Age::Aged, plan.start);
    let rows = story.dice.whole(12, 40);
    story.side_trade(good_firm, rows, plan.start.plus(-500), plan.start.plus(500));
    let stop = hub(story, plan.end, &[at]);
    let branch = story.front(stop, plan.start);
    let buyer = receiver(story, plan.end, plan.start);
    story.roles = vec![(maker, "supplier"), (good_firm, "unwitting"), (branch, "transshipper"), (buyer, "receiver")];
    debug_assert!(PLACES[at].cc != PLACES[stop].cc);
    let lots = story.dice.whole(1, 2);
    let c = scheme(story, &plan, vec![maker, good_firm, branch, buyer], lots);
    carry(story, &c);
}
