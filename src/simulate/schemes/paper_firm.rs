//! T20: a local firm lends its name for a commission; the goods never touch it.

use crate::simulate::carry::{carry, hub, plan, receiver, scheme, supplier};
use crate::simulate::names::Line;
use crate::simulate::row::Text;
use crate::simulate::story::{Age, Story};

/// One burst through a firm of quite another trade; the second leg leaves from the seller's side of
/// the world, not from the firm's.
pub fn tell(story: &mut Story) {
    let plan = plan(story, 0.55, 260);
    let at = hub(story, plan.end, &[]);
    let maker = supplier(story, plan.what, at);
    let line = *story.dice.pick(&[Line::Food, Line::Furniture, Line::Textiles, Line::Construction, Line::Consulting, Line::Auto, Line::Pharma]);
    let age = *story.dice.pick(&[Age::Any, Age::Aged]);
    let paper = story.aged_firm(at, line, age, plan.start);
    story.firms[paper].employees = story.dice.whole(1, 40);
    let rows = story.dice.whole(2, 18);
    story.side_trade(paper, rows, plan.start.plus(-400), plan.start.plus(400));
    let buyer = receiver(story, plan.end, plan.start);
    story.roles = vec![(maker, "supplier"), (paper, "paper_intermediary"), (buyer, "receiver")];
    let port = crate::simulate::places::PLACES[story.firms[maker].place].airport;
    let lots = story.dice.whole(1, 3);
    let mut c = scheme(story, &plan, vec![maker, paper, buyer], lots);
    c.gap = (0, 9);
    c.every = (1, 12);
    let before = story.rows.len();
    carry(story, &c);
    let elsewhere = story.dice.chance(0.6);
    for row in &mut story.rows[before..] {
        if elsewhere && row.truth.as_ref().is_some_and(|t| t.leg > 1) {
            row.lading = Text::Borrowed(port);
            row.mode = "AIR";
            row.vessel.clear();
            row.container.clear();
        }
    }
}
