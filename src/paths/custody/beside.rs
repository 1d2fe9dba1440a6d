//! Shipments beside a chain: such goods between two firms that follow each other on it, which no draw accounts for.
//!
//! Matching asks much of a leg: a count or a weight that ties it to a lot, a departure within the window. Once a chain
//! stands, less is needed to see that two firms dealt in such goods more than once. What is found here carries no units
//! of the chain and no weight in its score; it is told with the leg, so that who opens the lead sees the whole trade.

use super::compatibility::{near, piece_fits};
use super::numbers::{Numbers, agree};
use super::search::Search;
use crate::model::{End, EntityId, ItemKind, Leg, Path, ShipmentId, TextId, Window, Wording};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

/// Two firms, who gives and who gets.
type Pair = (EntityId, EntityId);

/// Finds what stands beside every leg. A shipment that any path draws on stands beside none.
pub(super) fn attach(search: &Search, paths: &mut [Path]) {
    let drawn: FxHashSet<ShipmentId> = paths.iter().flat_map(Path::shipments).collect();
    let mut trade: FxHashMap<Pair, Vec<ShipmentId>> = FxHashMap::default();
    let mut gives = vec![false; search.inputs.graph.nodes()];
    for path in paths.iter() {
        for leg in path.all_legs().filter(|leg| is_asked(search, path, leg)) {
            gives[leg.from.index()] = true;
            trade.entry((leg.from, leg.to)).or_default();
        }
    }
    let traded: Vec<(Pair, ShipmentId)> = (0..search.inputs.graph.shipments())
        .into_par_iter()
        .filter_map(|i| {
            let shipment = ShipmentId::new(i);
            let pair = search.inputs.graph.ends(shipment)?;
            let asked = gives[pair.0.index()] && trade.contains_key(&pair);
            (asked && !drawn.contains(&shipment)).then_some((pair, shipment))
        })
        .collect();
    for (pair, shipment) in traded {
        trade.entry(pair).or_default().push(shipment);
    }
    let found: Vec<Vec<Vec<ShipmentId>>> = paths
        .par_iter()
        .map(|path| {
            let families = families(search, path);
            path.all_legs()
                .map(|leg| match trade.get(&(leg.from, leg.to)) {
                    Some(trade) if is_asked(search, path, leg) => {
                        beside(search, path, &families, leg, trade)
                    }
                    _ => Vec::new(),
                })
                .collect()
        })
        .collect();
    for (path, found) in paths.iter_mut().zip(found) {
        for (leg, found) in path.all_legs_mut().zip(found) {
            leg.beside = found;
        }
    }
}

/// Is the leg asked about? The last one is, and all are where most of what came in went this way: a distributor's supply
/// says nothing of the little that one buyer sent on.
fn is_asked(search: &Search, path: &Path, leg: &Leg) -> bool {
    let whole = path.flow_share >= search.settings.beside.flow_share;
    !leg.shipments.is_empty() && (whole || path.chain.last() == Some(&leg.to))
}

/// Families of accelerators that a chain carries, ascending.
fn families(search: &Search, path: &Path) -> Vec<usize> {
    let recognised = path.shipments().filter_map(|id| family(search, id));
    let mut families: Vec<usize> = recognised.chain([search.family(path.item)]).collect();
    families.sort_unstable();
    families.dedup();
    families
}

/// Family of the accelerators that a shipment was recognised as.
fn family(search: &Search, shipment: ShipmentId) -> Option<usize> {
    let item = search.recognised(shipment)?;
    let inside = search.inputs.goods.inside[shipment.index()].unwrap_or(item);
    Some(search.family(inside))
}

/// Which of the trade of two firms are such goods, around the days of the leg.
fn beside(
    search: &Search,
    path: &Path,
    families: &[usize],
    leg: &Leg,
    trade: &[ShipmentId],
) -> Vec<ShipmentId> {
    let graph = search.inputs.graph;
    let days = search.settings.custody_window_days;
    let window = Window {
        from: leg.first_day.plus(-days),
        to: leg.last_day.plus(days).plus(1),
    };
    let like = Like::of(search, leg);
    trade
        .iter()
        .copied()
        .filter(|&shipment| {
            window.contains(graph.day(shipment))
                && on_its_way(search, path, leg, shipment)
                && (such_goods(search, path, families, &like, shipment)
                    || (weighs_as_those(search, path, &like, shipment)
                        && !deals_in(search, leg.from, shipment)))
        })
        .collect()
}

/// The words and weights of a leg.
struct Like {
    words: FxHashSet<TextId>,
    /// Kilograms of the pieces of each, where known.
    pieces: Vec<f64>,
}

impl Like {
    fn of(search: &Search, leg: &Leg) -> Self {
        let shipments = search.inputs.shipments;
        let words = leg
            .shipments
            .iter()
            .map(|id| shipments.description[id.index()]);
        let weights = leg
            .shipments
            .iter()
            .filter_map(|&id| Numbers::of(shipments, id).piece());
        Self {
            words: words
                .filter(|&words| !shipments.text.get(words).is_empty())
                .collect(),
            pieces: weights.collect(),
        }
    }
}

/// Goods of a family of the chain, or under any listed heading where the chain's own goods are known by one; or the leg's own
/// words, or vague ones under a near heading, if a piece weighs what the leg's pieces weigh.
fn such_goods(
    search: &Search,
    path: &Path,
    families: &[usize],
    like: &Like,
    shipment: ShipmentId,
) -> bool {
    if let Some(family) = family(search, shipment)
        && families.binary_search(&family).is_ok()
    {
        return true;
    }
    let item = search.item(path.item);
    let i = shipment.index();
    let listed = search.inputs.goods.item[i]
        .is_some_and(|item| search.item(item).kind == ItemKind::ListedHeading);
    if item.kind == ItemKind::ListedHeading && listed {
        // The papers of another shipment have told who makes what these two trade in.
        return true;
    }
    let settings = search.settings;
    let low = like.pieces.iter().copied().reduce(f64::min);
    let high = like.pieces.iter().copied().reduce(f64::max);
    let weighs = match (
        Numbers::of(search.inputs.shipments, shipment).piece(),
        low.zip(high),
    ) {
        (Some(kg), Some((low, high))) => {
            (settings.beside.lightest * low..=settings.beside.heaviest * high).contains(&kg)
        }
        _ => true,
    };
    let vague = || {
        search.inputs.goods.wording[i] != Wording::Specific
            && near(search.heading(shipment), item, &settings.compatibility)
    };
    weighs && (like.words.contains(&search.inputs.shipments.description[i]) || vague())
}

/// Whatever the words: do its pieces weigh what those of the leg or, where they state no weight, those of the chain's item
/// do? Then it is such goods if its sender receives none of the kind that the words name; light pieces only under a near
/// heading, since many things weigh what a card does.
fn weighs_as_those(search: &Search, path: &Path, like: &Like, shipment: ShipmentId) -> bool {
    let item = search.item(path.item);
    let Some(kg) = Numbers::of(search.inputs.shipments, shipment).piece() else {
        return false;
    };
    let settings = search.settings;
    let tolerance = settings.compatibility.counted_piece;
    let near = || near(search.heading(shipment), item, &settings.compatibility);
    let named = search
        .recognised(shipment)
        .is_some_and(|item| search.item(item).kind != ItemKind::ListedHeading);
    let telling =
        kg >= settings.compatibility.machine_kg || (kg >= settings.beside.least_kg && near());
    item.kind != ItemKind::ListedHeading
        && telling
        && !named
        && match like.pieces.as_slice() {
            [] => piece_fits(kg, item),
            pieces => {
                let same = |&piece: &f64| agree(Some(piece), Some(kg), tolerance) == Some(true);
                pieces.iter().any(same)
            }
        }
}

/// Did the firm receive goods under the heading of the shipment shortly before it?
fn deals_in(search: &Search, entity: EntityId, shipment: ShipmentId) -> bool {
    let Some(heading) = search.heading(shipment) else {
        return false;
    };
    let shortly_before = search.shortly_before(shipment);
    let mut came = (search.inputs.graph.inbound_within(entity, shortly_before)).iter();
    came.any(|step| {
        search.recognised(step.edge).is_none() && search.heading(step.edge) == Some(heading)
    })
}

/// Could it have gone the chain's way? What starts where the goods are restricted already did not, and what reached the
/// end while that was lawful was no diversion.
fn on_its_way(search: &Search, path: &Path, leg: &Leg, shipment: ShipmentId) -> bool {
    let inside = search.inputs.goods.inside[shipment.index()].unwrap_or(path.item);
    let arrives = || match search.item(path.item).kind {
        // Who makes the goods is told by the chain, not by this shipment, so the place must do.
        ItemKind::ListedHeading => search.ends.possible(shipment, leg.to),
        _ => (search.ends.of(shipment, leg.to, inside, path.maker)).is_some(),
    };
    let last = path.chain.last() == Some(&leg.to);
    !(search.ends).starts_inside(shipment, inside, search.ends.maker(shipment).or(path.maker))
        && (!last || path.end == End::Vanished || arrives())
}
