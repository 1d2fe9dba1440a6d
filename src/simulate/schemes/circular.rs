//! T12: out of the region to a third place and back in under better papers.

use crate::simulate::carry::{carry, china_plan, receiver, scheme};
use crate::simulate::firm::Shared;
use crate::simulate::places::place;
use crate::simulate::story::Story;

/// A distributor in Hong Kong's neighbourhood > a trader near China > a third place > China, the last
/// leg ending where the second began. The goods come back to the region they left.
pub fn tell(story: &mut Story) {
    let plan = china_plan(story, place("CN"), 380);
    let home = place(*story.dice.pick(&["TW", "SG", "JP", "KR", "MY"]));
    let away = place(*story.dice.pick(&["AE", "TH", "ID", "PH", "IN", "VN"]));
    let maker = story.shared(Shared::Oem, &["TW", "US"]);
    let trader = story.front(home, plan.start);
    let third = story.front(away, plan.start);
    let back = story.front(home, plan.start.plus(20));
    story.share_identifier(trader, back);
    let buyer = receiver(story, plan.end, plan.start);
    story.roles = vec![(maker, "supplier"), (trader, "transshipper"), (third, "transshipper"), (back, "shell"), (buyer, "receiver")];
    let lots = story.dice.whole(1, 3);
    let mut c = scheme(story, &plan, vec![maker, trader, third, back, buyer], lots);
    c.gap = (2, 28);
    carry(story, &c);
}
