//! T22: after a listing the same people trade on under a new name.

use crate::simulate::carry::{carry, hub, plan, receiver, scheme, supplier};
use crate::simulate::story::Story;

/// One supplier and one buyer; two or three traders in turn, each starting when the one before is
/// listed, with its address or phone.
pub fn tell(story: &mut Story) {
    let plan = plan(story, 0.45, 520);
    let at = hub(story, plan.end, &[]);
    let maker = supplier(story, plan.what, at);
    let buyer = receiver(story, plan.end, plan.start);
    story.roles = vec![(maker, "supplier"), (buyer, "receiver")];
    let mut begin = plan.start;
    let mut before = None;
    for turn in 0..story.dice.whole(2, 3) {
        let shell = story.front(at, begin);
        if let Some(old) = before {
            story.share_identifier(old, shell);
            story.firms[shell].since = begin.plus(-(story.dice.whole(5, 60) as i32));
        }
        story.roles.push((shell, if turn == 0 { "shell" } else { "successor" }));
        let lots = story.dice.whole(1, 3);
        let mut c = scheme(story, &plan, vec![maker, shell, buyer], lots);
        c.start = begin;
        c.every = (5, 30);
        c.gap = (2, 25);
        let last = carry(story, &c);
        let listed = last.plus(story.dice.whole(5, 40) as i32);
        if story.dice.chance(0.8) {
            story.list(shell, listed, "diversion");
        }
        begin = listed.plus(story.dice.whole(2, 25) as i32);
        before = Some(shell);
    }
}
