//! T08: many courier parcels instead of freight.

use crate::simulate::carry::{What, carry, hub, plan, receiver, scheme, supplier};
use crate::simulate::chips::Form;
use crate::simulate::story::Story;

/// Maker > hub trader > restricted receiver, the second leg as a stream of light parcels.
pub fn tell(story: &mut Story) {
    let mut plan = plan(story, 0.3, 300);
    if let What::Chip(chip, _) = plan.what {
        plan.what = What::Chip(chip, Form::Card);
        plan.units = story.dice.real(12.0, 60.0);
    }
    let at = hub(story, plan.end, &[]);
    let maker = supplier(story, plan.what, at);
    let trader = story.front(at, plan.start);
    let buyer = receiver(story, plan.end, plan.start);
    story.roles = vec![(maker, "supplier"), (trader, "transshipper"), (buyer, "receiver")];
    let lots = story.dice.whole(1, 3);
    let mut c = scheme(story, &plan, vec![maker, trader, buyer], lots);
    c.split = 1.0;
    c.gap = (1, 20);
    let before = story.rows.len();
    carry(story, &c);
    for row in &mut story.rows[before..] {
        if row.truth.as_ref().is_some_and(|t| t.leg > 1) {
            row.mode = "COURIER";
            row.container.clear();
            row.vessel.clear();
        }
    }
}
