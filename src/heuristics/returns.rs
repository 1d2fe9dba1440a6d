//! What came back of a leg.

use super::compare_legs::agree;
use super::context::Context;
use super::words;
use crate::model::{ItemKind, Leg, Path, ShipmentId};

/// Share by which the weight of a return may differ from what was sent, where its words do not name the goods: the packing.
const TOLERANCE: f64 = 0.25;

/// Units of a leg that its receiver sent back along the chain.
pub struct Returned {
    /// How many of the chain's units.
    pub units: f64,
    /// The shipments by which they came, in order of receivers and days.
    pub shipments: Vec<ShipmentId>,
}

impl Context<'_> {
    /// Does a description speak of repair, return, loan or exhibition? Says the word.
    pub fn temporary_word(&self, id: ShipmentId) -> Option<&str> {
        let all = &self.settings().words;
        let text = self.description(id);
        words::find(text, &all.temporary).or_else(|| words::find(text, &all.repair))
    }

    /// What the receiver of a leg sent back to firms of the chain within so many days of it: goods of the chain's family, or
    /// under words of repair or return as many pieces, or as much weight, as one of the leg's shipments. Such papers seldom
    /// name the goods again.
    pub fn returned(&self, path: &Path, leg: &Leg, longest_days: f64) -> Returned {
        let family = &self.item(path).family;
        let is_family = |id| {
            let item = self.item_of(id).map(|item| &self.inputs.items[item]);
            item.is_some_and(|item| item.family == *family)
        };
        let mut found = Returned {
            units: 0.0,
            shipments: Vec::new(),
        };
        // What was sent, and not yet seen to come back under words that name no goods.
        let mut out: Vec<(ShipmentId, f64)> = (leg.shipments.iter().zip(&leg.drawn))
            .filter_map(|(&sent, drawn)| Some((sent, drawn.get()?)))
            .collect();
        for &to in path.chain.iter().filter(|&&id| id != leg.to) {
            for &id in self.pair(leg.to, to) {
                let days = f64::from(self.day(id).since(leg.first_day));
                if !(0.0..=longest_days).contains(&days) {
                    continue;
                }
                let units = if is_family(id) {
                    Some(self.units(id).get().unwrap_or(0.0))
                } else if !self.names_goods(id) && self.temporary_word(id).is_some() {
                    let alike = |&(sent, _): &(ShipmentId, f64)| {
                        self.day(sent) <= self.day(id) && self.same_amount(sent, id)
                    };
                    let at = out.iter().position(alike);
                    at.map(|at| out.remove(at).1)
                } else {
                    None
                };
                if let Some(units) = units {
                    found.units += units;
                    found.shipments.push(id);
                }
            }
        }
        found
    }

    /// Do the words of a shipment name goods of the catalogue? A listed heading is no name.
    fn names_goods(&self, id: ShipmentId) -> bool {
        let item = self.item_of(id).map(|item| &self.inputs.items[item]);
        item.is_some_and(|item| item.kind != ItemKind::ListedHeading)
    }

    /// Do count and weight agree, as far as both state them, and does one of the two?
    fn same_amount(&self, a: ShipmentId, b: ShipmentId) -> bool {
        let shipments = self.inputs.shipments;
        let pieces = |id| shipments.pieces(id).get();
        let kg = |id| shipments.moved_kilograms(id).get();
        let count = pieces(a).zip(pieces(b)).map(|(a, b)| a == b);
        let weight = kg(a).zip(kg(b)).map(|(a, b)| agree(a, b, TOLERANCE));
        count.or(weight).is_some() && count.unwrap_or(true) && weight.unwrap_or(true)
    }
}
