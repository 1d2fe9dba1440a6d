//! T23: repair or return papers used to bring controlled goods to a restricted user.

use crate::simulate::carry::{What, carry, hub, plan, receiver, scheme, supplier};
use crate::simulate::chips::Form;
use crate::simulate::story::Story;

/// New goods to a small trader abroad, which sends them on as a repaired or returned unit at a token
/// value; nothing ever came in for repair, or less than goes out.
pub fn tell(story: &mut Story) {
    let mut plan = plan(story, 0.6, 320);
    if let What::Chip(chip, _) = plan.what {
        plan.what = What::Chip(chip, Form::Card);
        plan.units = story.dice.real(4.0, 40.0);
    }
    let at = hub(story, plan.end, &[]);
    let maker = supplier(story, plan.what, at);
    let trader = story.front(at, plan.start);
    let buyer = receiver(story, plan.end, plan.start);
    story.roles = vec![(maker, "supplier"), (trader, "transshipper"), (buyer, "receiver")];
    let lots = story.dice.whole(1, 4);
    let mut c = scheme(story, &plan, vec![maker, trader, buyer], lots);
    c.markup = vec![1.0, story.dice.scale(0.03, 0.3)];
    let before = story.rows.len();
    carry(story, &c);
    for i in before..story.rows.len() {
        if story.rows[i].truth.as_ref().is_some_and(|t| t.leg > 1) {
            let words = *story.dice.pick(&["REPAIRED UNIT RETURN", "RETURN AFTER REPAIR", "WARRANTY REPLACEMENT", "RETURNED GOODS AFTER REPAIR NO COMMERCIAL VALUE", "DEMO UNIT RETURN"]);
            let old = story.rows[i].text.clone();
            story.rows[i].text = format!("{words} {old}");
        }
    }
}
