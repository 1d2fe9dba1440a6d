//! By whose list goods are controlled that only a listed heading names, leg after leg.
//!
//! The papers of a first leg name the maker or the origin; those of the next often do not any more. What a firm
//! sends on is taken to be made by whoever made what it last received under the same heading. Where no country that keeps
//! the list is told so, that of the exporter stands for it if it does: its law binds what leaves it, whoever made it.
//!
//! Papers of a later leg may also declare an origin where nobody keeps the list. Where part or numbers tie the leg to a lot
//! of a maker who does, it is that lot, and its maker counts: a false origin frees no goods. So it is where a linked firm had
//! received the lot. What is declared as made where it leaves from is believed, as most of it is, unless it is piece for piece
//! as many as came.

use super::Inputs;
use super::ends::every_country;
use super::linked;
use super::tied::Declared;
use crate::model::{Country, Day, EntityId, ItemId, ItemKind, ShipmentId};
use rustc_hash::FxHashMap;
use std::cell::OnceCell;

/// Country of the maker, or of the exporter for it, one a shipment; `None` where the goods are no listed heading or
/// nothing tells.
pub(super) fn of_shipments(inputs: &Inputs) -> Vec<Option<Country>> {
    let keepers: Vec<Country> = every_country()
        .filter(|&country| inputs.rules.keeps_list(country))
        .collect();
    let keeps = |country: &Country| keepers.binary_search(country).is_ok();
    let mut received: FxHashMap<(EntityId, ItemId), Received> = FxHashMap::default();
    // Shipments are in order of days, so what was received before is known when it is asked for.
    inputs
        .shipments
        .ids()
        .map(|id| {
            let item = inputs.goods.item[id.index()]?;
            if inputs.items[item].kind != ItemKind::ListedHeading {
                return None;
            }
            let (from, to) = inputs.graph.ends(id)?;
            let day = inputs.graph.day(id);
            let before = received.get(&(from, item));
            let exporter = inputs.shipments.from_country(id);
            let declared = inputs.goods.maker[id.index()];
            let told = declared.or_else(|| before.map(|before| before.last));
            let tied = || {
                let leg = OnceCell::new();
                let of = |firm: EntityId, days: i32| {
                    let before = received.get(&(firm, item))?;
                    let since = day.plus(-days);
                    before.maker(
                        inputs,
                        (id, &leg),
                        since,
                        declared.is_some() && exporter == declared,
                    )
                };
                of(from, inputs.settings.custody_window_days).or_else(|| {
                    givers(inputs, from, day)
                        .find_map(|firm| of(firm, inputs.settings.handover_window_days))
                })
            };
            let maker = (told.filter(keeps))
                .or_else(tied)
                .or_else(|| exporter.filter(keeps))
                .or(told)?;
            let received = received.entry((to, item)).or_insert_with(|| Received {
                last: maker,
                lots: Vec::new(),
            });
            received.last = maker;
            if keeps(&maker) {
                received.lots.push(Lot {
                    shipment: id,
                    day,
                    maker,
                    declared: OnceCell::new(),
                });
            }
            Some(maker)
        })
        .collect()
}

/// Firms that may have handed over on that day what this one sends, as many as links are followed, in the order of the graph.
fn givers(inputs: &Inputs, entity: EntityId, day: Day) -> impl Iterator<Item = EntityId> {
    (inputs.graph.links(entity).iter())
        .filter(move |step| {
            let link = &inputs.resolution.links[step.link];
            linked::hands_over(inputs, link, step.other) && day.is_within(link.from, link.to)
        })
        .map(|step| step.other)
        .take(linked::most(inputs))
}

/// What a firm received under one heading.
struct Received {
    /// Maker of the last of it.
    last: Country,
    /// What came from makers who keep the list, in order of days.
    lots: Vec<Lot>,
}

struct Lot {
    shipment: ShipmentId,
    day: Day,
    maker: Country,
    /// Read when it is first asked for: most firms send on nothing of another origin.
    declared: OnceCell<Box<Declared>>,
}

impl Received {
    /// Maker of the last lot since that day which part or numbers tie the leg to, numbers alone and to the piece if it is
    /// `local` goods by its papers. It is compared with as many lots as legs are with one lot; beyond those its papers are
    /// believed.
    fn maker(
        &self,
        inputs: &Inputs,
        (leg, read): (ShipmentId, &OnceCell<Declared>),
        since: Day,
        local: bool,
    ) -> Option<Country> {
        if self.lots.last().is_none_or(|lot| lot.day < since) {
            return None;
        }
        let leg = read.get_or_init(|| Declared::of(inputs.shipments, leg));
        let tied = &inputs.settings.tied;
        let declared = |lot: &Lot| Box::new(Declared::of(inputs.shipments, lot.shipment));
        (self.lots.iter().rev())
            .take_while(|lot| lot.day >= since)
            .take(inputs.settings.budgets.per_lot as usize)
            .find(|lot| {
                let lot = lot.declared.get_or_init(|| declared(lot));
                match local {
                    true => lot.same_numbers(leg, tied.local_count, tied),
                    false => lot.same_goods(leg, tied),
                }
            })
            .map(|lot| lot.maker)
    }
}
