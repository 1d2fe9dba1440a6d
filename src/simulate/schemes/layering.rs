//! T02: three or more firms or countries pass the lot along.

use crate::simulate::carry::{carry, hub, plan, receiver, scheme, supplier};
use crate::simulate::names::Line;
use crate::simulate::story::{Age, Story};

/// Maker > two or three middlemen in as many countries > restricted receiver; sometimes one more
/// handover inside a country, which no record shows.
pub fn tell(story: &mut Story) {
    let plan = plan(story, 0.3, 420);
    let first = hub(story, plan.end, &[]);
    let maker = supplier(story, plan.what, first);
    let mut places = vec![story.firms[maker].place, first];
    let mut nodes = vec![maker, story.front(first, plan.start)];
    let mut silent = Vec::new();
    let middlemen = story.dice.whole(2, 3);
    for _ in 1..middlemen {
        let at = hub(story, plan.end, &places);
        places.push(at);
        nodes.push(story.front(at, plan.start.plus(15)));
    }
    if story.dice.chance(0.25) {
        // Two firms at the last stop: the second only does the papers.
        let last = nodes[nodes.len() - 1];
        let at = story.firms[last].place;
        let second = story.aged_firm(at, Line::Trading, Age::Young, plan.start);
        story.share_identifier(last, second);
        silent.push(nodes.len() - 1);
        nodes.push(second);
    }
    let buyer = receiver(story, plan.end, plan.start);
    nodes.push(buyer);
    story.roles = nodes.iter().enumerate().map(|(i, f)| (*f, if i == 0 { "supplier" } else { "transshipper" })).collect();
    if let Some(end) = story.roles.last_mut() {
        end.1 = "receiver";
    }
    let lots = story.dice.whole(1, 3);
    let mut c = scheme(story, &plan, nodes, lots);
    c.silent = silent;
    c.gap = (c.gap.0, c.gap.1.min(60));
    carry(story, &c);
}
