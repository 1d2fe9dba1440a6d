//! T06: electronics behind a wall of cheap bulk goods; the manifest names the bulk goods only.

use crate::simulate::carry::{carry, hub, plan, receiver, scheme, supplier};
use crate::simulate::goods::good;
use crate::simulate::lot::{self};
use crate::simulate::row::RowTruth;
use crate::simulate::story::Story;

/// Maker > hub trader with no history in the bulk goods > restricted receiver. The second leg is a
/// container of pulp, pellets or acid that weighs too little for what it says and is worth what it says.
pub fn tell(story: &mut Story) {
    let plan = plan(story, 0.1, 300);
    let at = hub(story, plan.end, &[]);
    let maker = supplier(story, plan.what, at);
    let trader = story.front(at, plan.start);
    let buyer = receiver(story, plan.end, plan.start);
    story.roles = vec![(maker, "supplier"), (trader, "transshipper"), (buyer, "receiver")];
    let lots = story.dice.whole(1, 4);
    let mut c = scheme(story, &plan, vec![maker, trader, buyer], lots);
    c.split = 0.0;
    let before = story.rows.len();
    carry(story, &c);
    let cover = good(*story.dice.pick(&["470321", "390120", "291814", "090240", "740400", "760200"]));
    for i in before..story.rows.len() {
        let Some(RowTruth { role: "final", .. }) = story.rows[i].truth else { continue };
        let mut bulk = lot::ordinary(&mut story.dice, cover, 1.0);
        // A full container by its papers; by its weight a third of one, with the goods inside.
        let hidden = story.rows[i].gross.unwrap_or(200.0);
        bulk.gross = hidden + story.dice.real(1500.0, 8500.0);
        bulk.net = bulk.gross * story.dice.real(0.93, 0.98);
        bulk.quantity = if bulk.unit == "KG" { story.dice.real(17_000.0, 25_000.0).round() } else { bulk.quantity };
        bulk.value = story.dice.real(9_000.0, 38_000.0);
        bulk.air = 0.0;
        bulk.origin = "";
        let (from, to, day) = (c.nodes[1], c.nodes[2], story.rows[i].day);
        let truth = story.rows[i].truth.clone();
        let new = story.ship(from, to, day, &bulk);
        let mut row = story.rows.swap_remove(new);
        row.truth = truth;
        story.rows[i] = row;
    }
}
