//! T14: goods go to a subsidiary or affiliate of a restricted or listed firm.

use crate::simulate::carry::{carry, china_plan_after, hub, scheme, supplier};
use crate::simulate::chips;
use crate::simulate::names::Line;
use crate::simulate::places::place;
use crate::simulate::story::{Age, Story};

/// Maker > (sometimes a distributor) > a firm in an unrestricted country whose majority owner sits in
/// China, or is listed. The goods need not move on.
pub fn tell(story: &mut Story) {
    // Headquarters count since 2023-11-17 (88 FR 73458); before, such a sale was no offence.
    let plan = china_plan_after(story, place("CN"), chips::day((2023, 11, 20)), 380);
    let at = hub(story, plan.end, &[place("HK")]);
    let maker = supplier(story, plan.what, at);
    let line = *story.dice.pick(&[Line::Cloud, Line::Hardware, Line::Electronics, Line::Telecom]);
    let age = *story.dice.pick(&[Age::Young, Age::Any]);
    let unit = story.aged_firm(at, line, age, plan.start);
    story.firms[unit].registered = true;
    let share = *story.dice.pick(&[51.0, 60.0, 75.0, 100.0, 100.0]);
    if story.dice.chance(0.5) {
        story.owned_by(unit, place("CN"), Some(share), None, true);
        if story.dice.chance(0.6) {
            story.firms[unit].hq = Some(place("CN"));
        }
    } else {
        let parent = story.firm(place("CN"), Line::Chips);
        let since = plan.start.plus(-(story.dice.whole(60, 900) as i32));
        story.list(parent, since, "national security");
        let name = story.firms[parent].name.clone();
        if story.dice.chance(0.4) {
            // Through a holding in between.
            let holding = story.firm(place("HK"), Line::Finance);
            let held = story.firms[holding].name.clone();
            story.owned_by_name(holding, name, place("CN"), Some(100.0), None, true);
            story.owned_by_name(unit, held, place("HK"), Some(share), None, true);
        } else {
            story.owned_by_name(unit, name, place("CN"), Some(share), None, true);
        }
    }
    let mut nodes = vec![maker];
    if story.dice.chance(0.35) {
        let middle = story.shared(crate::simulate::firm::Shared::Distributor, &["SG", "TW", "MY", "AE", "US", "NL"]);
        if middle != maker && story.firms[middle].place != story.firms[maker].place {
            nodes.push(middle);
        }
    }
    nodes.push(unit);
    story.roles = vec![(maker, "supplier"), (unit, "affiliate")];
    let lots = story.dice.whole(2, 6);
    let mut c = scheme(story, &plan, nodes, lots);
    c.split = 0.0;
    carry(story, &c);
    if story.dice.chance(0.4) {
        let rows = story.dice.whole(1, 6);
        story.complements(unit, rows, plan.start, plan.start.plus(200));
    }
}
