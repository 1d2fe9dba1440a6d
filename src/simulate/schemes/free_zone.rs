//! T11: goods enter a free zone, change owner and papers, and leave under a new shipper and origin.

use crate::simulate::carry::{carry, plan, receiver, scheme, supplier};
use crate::simulate::lot::Wording;
use crate::simulate::places::place;
use crate::simulate::story::Story;

/// Maker > zone firm, changed hands inside the zone, second zone firm > restricted receiver.
pub fn tell(story: &mut Story) {
    let plan = plan(story, 0.5, 320);
    let at = place(*story.dice.pick(&["AE", "AE", "AE", "SG", "TR", "MY"]));
    let maker = supplier(story, plan.what, at);
    let zone = story.dice.whole(10, 99);
    let name = match crate::simulate::places::PLACES[at].cc {
        "AE" => "Jebel Ali Free Zone, Dubai",
        "SG" => "Airport Logistics Park, Free Trade Zone, Singapore",
        "TR" => "Mersin Free Zone, Mersin",
        _ => "Port Klang Free Zone, Selangor",
    };
    let first = story.front(at, plan.start);
    let second = story.front(at, plan.start);
    for f in [first, second] {
        let unit = story.dice.whole(1, 90);
        story.firms[f].address = format!("Warehouse {zone}-{unit}, {name}");
    }
    story.share_identifier(first, second);
    let buyer = receiver(story, plan.end, plan.start);
    story.roles = vec![(maker, "supplier"), (first, "zone_firm"), (second, "zone_firm"), (buyer, "receiver")];
    let lots = story.dice.whole(1, 4);
    let mut c = scheme(story, &plan, vec![maker, first, second, buyer], lots);
    c.silent = vec![1];
    if story.dice.chance(0.5) {
        c.wording = vec![c.wording[0], *story.dice.pick(&[Wording::Other, Wording::Vague])];
    }
    carry(story, &c);
}
