//! Lots matched with outbound legs that were recognised as the same goods: first in, first out.

use super::cargo::{CRUMB, Cargo, Holds, Ledger, Proposal, Told, units_moved};
use super::compatibility::{self, in_time};
use super::search::{Search, Stay};
use super::stock::Stock;
use crate::model::{Day, EntityId, LinkId, Window};
use rustc_hash::FxHashMap;

/// A lot or a leg with what is left of it, while one entity's books are matched.
struct Entry {
    cargo: u32,
    day: Day,
    units: f64,
    told: Told,
}

/// Draws by the entity's own recognised legs on fresh lots in its stock. Exact items first, so that an
/// A100 leaves as an A100 before it leaves as anything else; then other variants and conversions.
/// Within each, oldest lot first, earliest leg first. `lots` are sorted by (day, shipment). The flag says
/// whether a budget was hit.
pub(super) fn own(
    search: &Search,
    ledger: &Ledger,
    stock: &Stock,
    entity: EntityId,
    lots: &[u32],
    stay: Stay,
) -> (Vec<Proposal>, bool) {
    let cargo = |id: u32| &ledger.cargoes[id as usize];
    let mut lots: Vec<Entry> = lots
        .iter()
        .map(|&id| entry(id, cargo(id), cargo(id).held() - cargo(id).drawn_out))
        .collect();
    let mut legs: Vec<Entry> = stock
        .sent(entity)
        .iter()
        .filter(|&&id| stay.gives(search, entity, cargo(id).inside, cargo(id).day))
        .map(|&id| entry(id, cargo(id), cargo(id).room()))
        .collect();
    let mut proposals = Vec::new();
    let mut cut = false;
    let open = lots
        .iter()
        .chain(&legs)
        .any(|entry| search.item(cargo(entry.cargo).item).holds.len() > 1);
    // Keys are small numbers, so that groups are walked in a fixed order. The last pass is for servers
    // that can hold several families.
    let by_item = |c: &Cargo| c.item.index();
    let by_family = |c: &Cargo| search.family(c.inside);
    let by_nothing = |_: &Cargo| 0;
    let passes: [&dyn Fn(&Cargo) -> usize; 3] = [&by_item, &by_family, &by_nothing];
    for key in passes.into_iter().take(if open { 3 } else { 2 }) {
        let mut groups: FxHashMap<usize, (Vec<usize>, Vec<usize>)> = FxHashMap::default();
        for (i, lot) in lots.iter().enumerate() {
            if lot.units > CRUMB {
                let key = key(cargo(lot.cargo));
                groups.entry(key).or_default().0.push(i);
            }
        }
        for (i, leg) in legs.iter().enumerate() {
            if leg.units > CRUMB
                && let Some(group) = groups.get_mut(&key(cargo(leg.cargo)))
            {
                group.1.push(i);
            }
        }
        let mut groups: Vec<_> = groups.into_iter().collect();
        groups.sort_unstable_by_key(|(key, _)| *key);
        for (_, (in_lots, in_legs)) in groups {
            cut |= first_in_first_out(
                search,
                ledger,
                stay,
                (&mut lots, &in_lots),
                (&mut legs, &in_legs),
                &mut proposals,
            );
        }
    }
    (proposals, cut)
}

/// Draws by recognised legs of linked firms on one lot, best first. The flag says whether the budget for
/// one lot was hit.
pub(super) fn handed_over(
    search: &Search,
    ledger: &Ledger,
    stock: &Stock,
    lot: u32,
) -> (Vec<Proposal>, bool) {
    let parent = &ledger.cargoes[lot as usize];
    let window = search.handover(parent.day);
    let mut proposals = Vec::new();
    let mut weighed = 0;
    for &(other, link) in search.linked(parent.to) {
        if other == parent.from {
            continue;
        }
        for &child in departures(ledger, stock, other, window) {
            let leg = &ledger.cargoes[child as usize];
            if leg.room() <= CRUMB || leg.to == parent.to || leg.to == parent.from {
                continue;
            }
            weighed += 1;
            if weighed > search.settings.budgets.per_lot {
                return (proposals, true);
            }
            proposals.extend(proposal(search, (lot, parent), (child, leg), Some(link)));
        }
    }
    proposals.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.child.cmp(&b.child)));
    (proposals, false)
}

fn departures<'s>(
    ledger: &Ledger,
    stock: &'s Stock,
    entity: EntityId,
    window: Window,
) -> &'s [u32] {
    let sent = stock.sent(entity);
    let day = |id: &u32| ledger.cargoes[*id as usize].day;
    let from = sent.partition_point(|id| day(id) < window.from);
    let to = from + sent[from..].partition_point(|id| day(id) < window.to);
    &sent[from..to]
}

fn entry(id: u32, cargo: &Cargo, units: f64) -> Entry {
    Entry {
        cargo: id,
        day: cargo.day,
        units,
        told: cargo.told,
    }
}

/// One walk over lots and legs of a group, both in order of days. A leg before the oldest lot that is
/// left can serve no later lot either, so the start only moves forward; each step uses up a lot or a leg,
/// but for pairs that turn out not to be compatible. Returns whether the budget for those was hit.
fn first_in_first_out(
    search: &Search,
    ledger: &Ledger,
    stay: Stay,
    (lots, in_lots): (&mut [Entry], &[usize]),
    (legs, in_legs): (&mut [Entry], &[usize]),
    proposals: &mut Vec<Proposal>,
) -> bool {
    let mut cut = false;
    let mut start = 0;
    for &l in in_lots {
        let lot = &mut lots[l];
        let window = search.days(stay, lot.day);
        while start < in_legs.len()
            && (legs[in_legs[start]].day < window.from || legs[in_legs[start]].units <= CRUMB)
        {
            start += 1;
        }
        let mut weighed = 0;
        for &i in &in_legs[start..] {
            let leg = &mut legs[i];
            if lot.units <= CRUMB || leg.day >= window.to {
                break;
            }
            if leg.units <= CRUMB {
                continue;
            }
            let parent = &ledger.cargoes[lot.cargo as usize];
            let child = &ledger.cargoes[leg.cargo as usize];
            let Some(found) = proposal(search, (lot.cargo, parent), (leg.cargo, child), None)
            else {
                weighed += 1;
                if weighed > search.settings.budgets.per_lot {
                    cut = true;
                    break;
                }
                continue;
            };
            let (taken, became) = units_moved(lot.units, lot.told, leg.units, leg.told);
            proposals.push(Proposal {
                at_most: taken,
                ..found
            });
            lot.units -= taken;
            leg.units -= became;
        }
    }
    cut
}

fn proposal(
    search: &Search,
    (lot, parent): (u32, &Cargo),
    (_, child): (u32, &Cargo),
    link: Option<LinkId>,
) -> Option<Proposal> {
    let found = compatibility::recognised(
        (search.item(parent.item), search.item(parent.inside)),
        (search.item(child.item), search.item(child.inside)),
        &search.settings.compatibility,
    )?;
    let strength = search.carried_by(link, child.day)?;
    let delay = search.delay(parent.day, child.day, link);
    let in_time = in_time(delay, 0.0, search.settings.late.named);
    Some(Proposal {
        parent: lot,
        at_most: f64::INFINITY,
        child: child.shipment,
        from: child.from,
        to: child.to,
        day: child.day,
        holds: Holds {
            units: child.size,
            told: child.told,
        },
        item: child.item,
        inside: child.inside,
        matched: found.matched,
        score: found.score * strength * in_time,
        link,
    })
}
