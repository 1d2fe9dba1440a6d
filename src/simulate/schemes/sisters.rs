//! T03: demand is split over sister firms, each under a cap.

use crate::simulate::carry::{Plan, What, carry, hub, plan, receiver, scheme, supplier};
use crate::simulate::story::Story;

/// One maker sells to three to six young firms that share an address or a phone; each takes a little
/// less than a cap in units, and all ship to the same end within some weeks.
pub fn tell(story: &mut Story) {
    let plan: Plan = plan(story, 0.2, 260);
    let at = hub(story, plan.end, &[]);
    let maker = supplier(story, plan.what, at);
    let buyer = receiver(story, plan.end, plan.start);
    let sisters = story.dice.whole(3, 6);
    let cap = match plan.what {
        What::Chip(..) => *story.dice.pick(&[32.0, 64.0, 128.0, 200.0]),
        _ => plan.units,
    };
    story.roles = vec![(maker, "supplier"), (buyer, "receiver")];
    let mut first = None;
    for _ in 0..sisters {
        let begin = plan.start.plus(story.dice.whole(0, 45) as i32);
        let sister = story.front(at, begin);
        match first {
            None => first = Some(sister),
            Some(f) => story.share_identifier(f, sister),
        }
        story.roles.push((sister, "sister_shell"));
        let lots = story.dice.whole(1, 2);
        let mut c = scheme(story, &plan, vec![maker, sister, buyer], lots);
        c.start = begin;
        c.units = cap * story.dice.real(0.8, 0.99);
        carry(story, &c);
    }
}
