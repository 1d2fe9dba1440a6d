//! T13: the logistics firm itself is named as consignee; the next leg is arranged privately.

use crate::simulate::carry::{carry, china_plan, hub, receiver, scheme, supplier};
use crate::simulate::names::Line;
use crate::simulate::places::place;
use crate::simulate::story::{Age, Story};

/// Maker > exporter formed after the rule > forwarder in a hub > China; the last leg is often in no
/// data, and then the lots end at the forwarder.
pub fn tell(story: &mut Story) {
    let end = place(*story.dice.pick(&["CN", "CN", "HK"]));
    let plan = china_plan(story, end, 420);
    let from = place(*story.dice.pick(&["US", "US", "SG", "TW"]));
    let at = hub(story, end, &[from]);
    let maker = supplier(story, plan.what, from);
    let exporter = story.front(from, plan.start);
    let known = story.dice.chance(0.5);
    let cc = crate::simulate::places::PLACES[at].cc;
    let mover = if known { story.forwarder(&[cc]) } else { story.aged_firm(at, Line::Logistics, Age::Any, plan.start) };
    let mover = if story.firms[mover].place == from { story.aged_firm(at, Line::Logistics, Age::Any, plan.start) } else { mover };
    let buyer = receiver(story, end, plan.start);
    story.roles = vec![(maker, "supplier"), (exporter, "shell"), (mover, "forwarder"), (buyer, "receiver")];
    let lots = story.dice.whole(2, 7);
    let mut c = scheme(story, &plan, vec![maker, exporter, mover, buyer], lots);
    let same = story.firms[maker].place == from;
    c.gap = (1, 30);
    if same {
        // The purchase is domestic and leaves no record.
        c.silent = vec![0];
    }
    let before = story.rows.len();
    carry(story, &c);
    if story.dice.chance(0.3) && !same {
        // Nobody publishes the last leg.
        let mut i = before;
        while i < story.rows.len() {
            if story.rows[i].truth.as_ref().is_some_and(|t| t.role == "final") {
                story.rows.remove(i);
            } else {
                i += 1;
            }
        }
    }
}
