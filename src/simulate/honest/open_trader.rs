//! Small, often young traders in hubs that buy accelerators for a customer and pass them on at once,
//! to countries that nothing bars.

use crate::simulate::carry::{Carry, CHINA_HUBS, RUSSIA_HUBS, What, carry, supplier};
use crate::simulate::chips::LISTED;
use crate::simulate::firm::Shared;
use crate::simulate::names::Line;
use crate::simulate::places::{PLACES, place};
use crate::simulate::story::{Age, Story};

/// Everything of a single-hub scheme but its end.
pub fn tell(story: &mut Story) {
    let start = story.start(260);
    let listed = story.dice.chance(0.3);
    let hubs = if listed { RUSSIA_HUBS } else { CHINA_HUBS };
    let at = loop {
        let at = place(*story.dice.pick(hubs));
        if !matches!(PLACES[at].cc, "HK" | "CN") || listed {
            break at;
        }
    };
    let what = if listed {
        What::Listed(story.dice.below(LISTED.len() as u64) as usize)
    } else {
        let chip = story.chip(start, true);
        let n = story.units(40.0);
        What::Chip(chip, story.form(n))
    };
    let maker = supplier(story, what, at);
    let line = *story.dice.pick(&[Line::Trading, Line::Hardware, Line::Electronics, Line::Consulting]);
    let age = *story.dice.pick(&[Age::Young, Age::Any, Age::Aged]);
    let trader = story.aged_firm(at, line, age, start);
    story.firms[trader].employees = story.dice.whole(1, 20);
    if story.dice.chance(0.4) {
        story.firms[trader].website.clear();
    }
    if story.dice.chance(0.5) {
        let rows = story.dice.whole(3, 20);
        story.side_trade(trader, rows, start.plus(-200), start.plus(300));
    }
    let to = loop {
        let to = place(*story.dice.pick(&["IN", "JP", "KR", "AU", "DE", "GB", "FR", "PL", "IT", "SA", "BR", "CA", "US", "ID", "TH", "VN", "ZA", "IL", "ES", "MX"]));
        if to != at {
            break to;
        }
    };
    let user = match story.dice.below(3) {
        0 => story.shared(Shared::Centre, &[PLACES[to].cc]),
        1 => story.buyer(to, Line::Hardware),
        _ => {
            let line = *story.dice.pick(&[Line::University, Line::Cloud, Line::Hardware, Line::Medical, Line::Electronics]);
            story.firm(to, line)
        }
    };
    if story.firms[user].place == at {
        return story.side_trade(trader, 2, start, start.plus(60));
    }
    let units = match what {
        What::Chip(..) => story.dice.heavy(40.0, 0.8).max(1.0),
        _ => story.dice.heavy(150.0, 1.0).max(1.0),
    };
    let wording = [story.open_wording(), story.open_wording()].to_vec();
    let c = Carry {
        nodes: vec![maker, trader, user],
        silent: Vec::new(),
        what,
        units,
        lots: story.dice.whole(1, 4),
        start,
        every: (5, 45),
        gap: (2, 45),
        keep: (0.7, 1.0),
        wording,
        markup: vec![1.0, story.dice.real(1.03, 1.35)],
        split: if story.dice.chance(0.3) { 0.5 } else { 0.0 },
        convert: None,
        truth: false,
    };
    carry(story, &c);
}
