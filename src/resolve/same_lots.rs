//! Firms between which nothing is known but goods: what came to the one left from the other, to ten grams.
//!
//! Goods that are handed over inside a country leave no record there, and papers of the next leg name other goods, another
//! sender and another origin. What the papers seldom change is how many pieces there are and what they weigh net, since
//! the carrier counts and weighs. One such pair of records links two firms of a country if the goods are recognised; two
//! pairs do so in any case. A lot that several firms of the country received or sent alike tells nothing.

use crate::model::{
    Country, Day, EntityId, Goods, Link, LinkKind, Measure, Resolution, ShipmentId, Shipments,
    Wording,
};
use crate::policy::resolve::SameLots;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

/// What two records of one lot declare alike: country, pieces, net weight in steps of ten grams.
type Lot = (Country, u64, u64);

/// A lot that came to a firm.
#[derive(Clone, Copy)]
struct Arrival {
    row: ShipmentId,
    from: EntityId,
    to: EntityId,
}

/// A lot that came to `a` and left from `b`.
struct Pair {
    a: EntityId,
    b: EntityId,
    lot: Lot,
    came: ShipmentId,
    left: ShipmentId,
}

/// Adds a link for each two firms of a country of which one sent what the other had received.
pub fn link(shipments: &Shipments, goods: &Goods, resolution: &mut Resolution, policy: &SameLots) {
    let pairs = pairs(shipments, goods, resolution, policy);
    let links = pairs
        .chunk_by(|x, y| (x.a, x.b) == (y.a, y.b))
        .filter_map(|pairs| of_firms(shipments, goods, pairs, policy));
    let mut links: Vec<Link> = links.collect();
    if !links.is_empty() {
        links.extend(resolution.links.iter().cloned());
        resolution.links = super::sorted(links);
    }
}

/// Every pair, sorted by firms and days.
fn pairs(
    shipments: &Shipments,
    goods: &Goods,
    resolution: &Resolution,
    policy: &SameLots,
) -> Vec<Pair> {
    let firm = |party: Option<_>| Some(resolution.entity_of[party?]);
    let lot = |id: ShipmentId, country: Option<Country>| -> Option<Lot> {
        let kg = shipments.net_weight_kg[id.index()].get()?;
        let pieces = shipments.pieces(id).get()?;
        (kg >= policy.least_kg).then_some((country?, pieces.to_bits(), (kg * 100.0).round() as u64))
    };
    let ids: Vec<ShipmentId> = shipments.ids().collect();
    let mut arrived: Vec<(Lot, Arrival)> = ids
        .par_iter()
        .filter(|&&id| worth_following(shipments, goods, id, policy))
        .filter_map(|&id| {
            let lot = lot(id, shipments.to_country(id))?;
            let from = firm(shipments.shipper[id.index()])?;
            let to = firm(shipments.consignee[id.index()])?;
            Some((lot, Arrival { row: id, from, to }))
        })
        .collect();
    arrived.par_sort_unstable_by_key(|&(lot, arrival)| (lot, arrival.row));
    let mut arrivals: FxHashMap<Lot, &[(Lot, Arrival)]> = arrived
        .chunk_by(|a, b| a.0 == b.0)
        .map(|same| (same[0].0, same))
        .collect();
    let common = common(shipments, resolution, &ids, &arrivals, &lot);
    arrivals.retain(|lot, _| !common.contains(lot));

    let day = |id: ShipmentId| shipments.day[id.index()];
    let mut pairs: Vec<Pair> = ids
        .par_iter()
        .filter_map(|&id| {
            let country = shipments.from_country(id);
            let lot = lot(id, country)?;
            let same = *arrivals.get(&lot)?;
            let from = firm(shipments.shipper[id.index()])?;
            let to = firm(shipments.consignee[id.index()])?;
            if shipments.to_country(id) == country || from == same[0].1.to || to == same[0].1.to {
                return None;
            }
            // The last that came in time; shipments are in order of days.
            let before = &same[..same.partition_point(|(_, one)| day(one.row) <= day(id))];
            let came = (before.iter().rev().map(|(_, one)| one))
                .take_while(|one| day(id).since(day(one.row)) <= policy.days)
                .take(SUPPLIERS)
                .find(|one| one.from != from && one.from != to)?;
            Some(Pair {
                a: came.to,
                b: from,
                lot,
                came: came.row,
                left: id,
            })
        })
        .collect();
    pairs.par_sort_unstable_by_key(|pair| (pair.a, pair.b, day(pair.came), pair.came, pair.left));
    pairs
}

/// Arrivals of one lot that are looked at for one departure.
const SUPPLIERS: usize = 16;

/// Lots that more than one firm of the country received, or more than one sent.
fn common(
    shipments: &Shipments,
    resolution: &Resolution,
    ids: &[ShipmentId],
    arrivals: &FxHashMap<Lot, &[(Lot, Arrival)]>,
    lot: &(impl Fn(ShipmentId, Option<Country>) -> Option<Lot> + Sync),
) -> FxHashSet<Lot> {
    let firm = |party: Option<_>| Some(resolution.entity_of[party?]);
    let side = |id: ShipmentId, country, party, sent: bool| {
        let lot = lot(id, country).filter(|lot| arrivals.contains_key(lot))?;
        Some((lot, sent, firm(party)?))
    };
    let mut sides: Vec<(Lot, bool, EntityId)> = ids
        .par_iter()
        .flat_map_iter(|&id| {
            let i = id.index();
            let (from, to) = (shipments.from_country(id), shipments.to_country(id));
            let sent = side(id, from, shipments.shipper[i], true);
            sent.into_iter()
                .chain(side(id, to, shipments.consignee[i], false))
        })
        .collect();
    sides.par_sort_unstable();
    sides.dedup();
    (sides.windows(2))
        .filter(|two| (two[0].0, two[0].1) == (two[1].0, two[1].1))
        .map(|two| two[0].0)
        .collect()
}

/// Recognised goods, or vague ones that are dear for their weight.
fn worth_following(
    shipments: &Shipments,
    goods: &Goods,
    id: ShipmentId,
    policy: &SameLots,
) -> bool {
    let i = id.index();
    let dear = || {
        let usd = shipments.value_usd[i].get()?;
        let kg = shipments.net_weight_kg[i].get().filter(|kg| *kg > 0.0)?;
        Some(usd / kg >= policy.dear_usd_per_kg)
    };
    goods.item[i].is_some() || (goods.wording[i] != Wording::Specific && dear() == Some(true))
}

/// The link of two firms, from all their pairs.
fn of_firms(
    shipments: &Shipments,
    goods: &Goods,
    pairs: &[Pair],
    policy: &SameLots,
) -> Option<Link> {
    let first = pairs.first()?;
    let mut lots: Vec<Lot> = pairs.iter().map(|pair| pair.lot).collect();
    lots.sort_unstable();
    lots.dedup();
    let named = |pair: &Pair| goods.item[pair.came.index()].is_some();
    let strength = match lots.len() {
        1 if pairs.iter().any(named) => policy.one,
        1 => return None,
        _ => policy.several,
    };
    let days = |of: fn(&Pair) -> ShipmentId| pairs.iter().map(move |pair| of(pair).index());
    let from: Option<Day> = days(|pair| pair.came).map(|row| shipments.day[row]).min();
    let to: Option<Day> = days(|pair| pair.left).map(|row| shipments.day[row]).max();
    let row = first.came.index();
    let number = |one: Measure| one.get().unwrap_or_default();
    Some(Link {
        a: first.a,
        b: first.b,
        kind: LinkKind::SameLot,
        strength,
        share_pct: Measure::UNKNOWN,
        seen: format!(
            "{} came to the one and left from the other, the same pieces and net weight: {} pieces, {:.2} kg in all (records {} and {})",
            match lots.len() {
                1 => "a lot".to_owned(),
                many => format!("{many} lots"),
            },
            number(shipments.quantity[row]),
            number(shipments.net_weight_kg[row]),
            shipments.record(first.came),
            shipments.record(first.left),
        ),
        from,
        to,
    })
}
