//! T19: declared to a neighbour, unloaded in the restricted country on the way.

use crate::simulate::carry::{carry, plan, receiver, supplier, scheme};
use crate::simulate::places::place;
use crate::simulate::row::Text;
use crate::simulate::story::Story;

/// Western seller > paper consignee in Central Asia or the Caucasus by road through Russia; no import
/// record follows, and a Russian import of the same weight and days does, from the paper consignee.
pub fn tell(story: &mut Story) {
    let mut plan = plan(story, 1.0, 320);
    if plan.end == place("IR") {
        plan.end = place("RU");
    }
    plan.end = place("RU");
    let at = place(*story.dice.pick(&["KZ", "KG", "AM", "UZ", "GE"]));
    let maker = supplier(story, plan.what, at);
    let paper = story.front(at, plan.start);
    let buyer = receiver(story, plan.end, plan.start);
    story.roles = vec![(maker, "supplier"), (paper, "paper_consignee"), (buyer, "receiver")];
    let lots = story.dice.whole(2, 6);
    let mut c = scheme(story, &plan, vec![maker, paper, buyer], lots);
    c.gap = (1, 12);
    c.split = 0.0;
    let before = story.rows.len();
    carry(story, &c);
    for row in &mut story.rows[before..] {
        row.mode = "ROAD";
        row.vessel.clear();
        row.container.clear();
        // The lorry passes a Russian border post or terminal.
        if row.truth.as_ref().is_some_and(|t| t.leg == 1) {
            row.unlading = Text::Borrowed("RUMOW");
        }
    }
}
