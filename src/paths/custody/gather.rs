//! Pieces that went the same way become one path.

use super::cargo::Ledger;
use super::cuts::Cuts;
use super::received::Received;
use super::search::Search;
use super::unwind::{Move, Piece};
use crate::model::{EntityId, Leg, LinkId, Match, Measure, Path, ShipmentId};
use rayon::prelude::*;
use std::borrow::Borrow;
use std::collections::BTreeMap;

/// Entities of a chain in order, and the leg that is a handover.
type Way = (Vec<EntityId>, Option<usize>);

/// A way with what went it.
type Flow = (Way, Vec<Piece>);

/// One path for each chain of entities, with every shipment of every piece; those that carry most TPP
/// first, then most units, ties by chain.
pub(super) fn paths(
    search: &Search,
    ledger: &Ledger,
    pieces: Vec<Piece>,
    cuts: &Cuts,
) -> Vec<Path> {
    let mut ways: BTreeMap<Way, Vec<Piece>> = BTreeMap::new();
    for piece in pieces {
        ways.entry(way(ledger, &piece.moves))
            .or_default()
            .push(piece);
    }
    join_tails(&mut ways, search.settings.adopt_share);
    let received = Received::of(search, ledger, ways.keys().map(|(chain, _)| chain));
    join_sources(ways)
        .into_par_iter()
        .map(|((chain, handover), pieces)| {
            path(search, ledger, &received, chain, handover, &pieces, cuts)
        })
        .collect()
}

/// Units that arrived.
fn carried(pieces: &[Piece]) -> f64 {
    let last = |piece: &Piece| piece.moves.last().map_or(0.0, |one| one.units);
    pieces.iter().map(last).sum()
}

/// Joins chains of three firms and more that differ in their first firm only: they are one flow through the same hands
/// to the same end, which bought from several sources. It is told under the source that gave most, ties by chain.
fn join_sources(ways: BTreeMap<Way, Vec<Piece>>) -> Vec<Flow> {
    let mut flows: BTreeMap<(usize, Way), Vec<Flow>> = BTreeMap::new();
    for ((chain, handover), pieces) in ways {
        let own = if chain.len() > 2 { 1 } else { 0 };
        flows
            .entry((chain.len(), (chain[own..].to_vec(), handover)))
            .or_default()
            .push(((chain, handover), pieces));
    }
    flows
        .into_values()
        .map(|mut sources| {
            sources.sort_by(|a, b| carried(&b.1).total_cmp(&carried(&a.1)).then(a.0.cmp(&b.0)));
            let mut sources = sources.into_iter();
            let (way, mut pieces) = sources.next().unwrap_or_default();
            pieces.extend(sources.flat_map(|(_, pieces)| pieces));
            (way, pieces)
        })
        .collect()
}

/// Joins a chain to the longer one that it is the tail of, where the longer one is known to have carried at least
/// `share` of both together: units whose first leg was not found belong to the lead whose first leg was. A small
/// part with a known past does not lend it to the rest. Of several longer chains the one that carried most is
/// taken, ties by chain.
fn join_tails(ways: &mut BTreeMap<Way, Vec<Piece>>, share: f64) {
    let mut longer: BTreeMap<Way, Vec<Way>> = BTreeMap::new();
    for way in ways.keys() {
        for tail in tails(way).filter(|tail| ways.contains_key(tail)) {
            longer.entry(tail).or_default().push(way.clone());
        }
    }
    // Shortest first, so that a tail of a tail is told where the longest begins.
    let mut open: Vec<(Way, Vec<Way>)> = longer.into_iter().collect();
    open.sort_by_key(|((chain, _), _)| chain.len());
    for (tail, longer) in open {
        let own = carried(&ways[&tail]);
        let mut best: Option<(f64, &Way)> = None;
        for way in &longer {
            let units = carried(&ways[way]);
            if units >= share * (units + own) && best.is_none_or(|(most, _)| units > most) {
                best = Some((units, way));
            }
        }
        if let Some((_, way)) = best {
            let pieces = ways.remove(&tail).unwrap_or_default();
            // Behind the longer ones, whose first names the legs.
            ways.entry(way.clone()).or_default().extend(pieces);
        }
    }
}

/// The shorter chains of two entities and more with which a chain ends. A handover stays in its place; what comes
/// after one begins with another firm's shipment and is no tail.
fn tails((chain, handover): &Way) -> impl Iterator<Item = Way> {
    let most = handover
        .unwrap_or(usize::MAX)
        .min(chain.len().saturating_sub(2));
    (1..=most).map(move |skip| (chain[skip..].to_vec(), handover.map(|at| at - skip)))
}

/// Puts the paths of all classes in their order.
pub(super) fn rank(paths: &mut [Path]) {
    let amount = |m: Measure| m.get().unwrap_or(0.0);
    paths.sort_by(|a, b| {
        amount(b.tpp)
            .total_cmp(&amount(a.tpp))
            .then(amount(b.units).total_cmp(&amount(a.units)))
            .then_with(|| a.shipments().cmp(b.shipments()))
            .then_with(|| a.chain.cmp(&b.chain))
    });
}

fn way(ledger: &Ledger, moves: &[Move]) -> Way {
    let mut chain = Vec::with_capacity(moves.len() + 2);
    let mut handover = None;
    for (i, one) in moves.iter().enumerate() {
        let cargo = &ledger.cargoes[one.cargo as usize];
        if i > 0 && link(ledger, one).is_some() {
            handover = Some(chain.len() - 1);
        }
        if chain.last() != Some(&cargo.from) {
            chain.push(cargo.from);
        }
        chain.push(cargo.to);
    }
    (chain, handover)
}

fn link(ledger: &Ledger, one: &Move) -> Option<LinkId> {
    one.draw.and_then(|draw| ledger.draws[draw as usize].link)
}

fn path(
    search: &Search,
    ledger: &Ledger,
    received: &Received,
    chain: Vec<EntityId>,
    handover: Option<usize>,
    pieces: &[Piece],
    cuts: &Cuts,
) -> Path {
    let moves = pieces.first().map_or(0, |piece| piece.moves.len());
    let mut feeders = first_legs(ledger, pieces, moves);
    let mut legs = Vec::with_capacity(moves + 1);
    legs.extend(feeders.remove(&chain[0]));
    // Pieces that joined from a tail of the chain have no first moves, so places are counted from the end.
    for to_go in (1..moves).rev() {
        let leg = shipment_leg(ledger, pieces, to_go);
        if let Some(handed) = handover_leg(ledger, pieces, to_go, &leg, legs.last()) {
            legs.push(handed);
        }
        legs.push(leg);
    }

    let (mut units, mut tpp, mut value) = (Sum::default(), Sum::default(), Sum::default());
    let mut by_item: BTreeMap<_, f64> = BTreeMap::new();
    for piece in pieces {
        let arrived = &piece.moves[piece.moves.len() - 1];
        let cargo = &ledger.cargoes[arrived.cargo as usize];
        *by_item.entry(cargo.item).or_default() += arrived.units;
        // Where the last leg gives no number, the nearest leg before it that does.
        let told = piece
            .moves
            .iter()
            .rev()
            .find(|one| one.known && one.units > 0.0);
        units.add(told.map(|one| one.units));
        let each = search.item(cargo.inside).tpp.get();
        tpp.add(told.and_then(|one| Some(one.units * each?)));
        // The declared value of the first leg that carried the piece.
        value.add(
            piece
                .moves
                .iter()
                .find(|one| one.units > 0.0)
                .and_then(|one| {
                    let cargo = &ledger.cargoes[one.cargo as usize];
                    let value = search.inputs.shipments.value_usd[cargo.shipment.index()].get()?;
                    Some(value * (one.units / cargo.size).min(1.0))
                }),
        );
    }
    let item = by_item
        .iter()
        .max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(a.0)))
        .map(|(item, _)| *item);
    let first = &ledger.cargoes[pieces[0].moves[0].cargo as usize];
    let item = item.unwrap_or(first.item);
    let flow_share = received.share(&chain, handover, &legs, item, search);
    let arrived = pieces[0].moves.last().unwrap_or(&pieces[0].moves[0]);
    Path {
        maker: ledger.cargoes[arrived.cargo as usize].maker,
        cut: chain.iter().any(|&entity| cuts.at(entity)),
        supply: supply(ledger, pieces, legs.iter().chain(feeders.values())),
        chain,
        legs,
        feeders: feeders.into_values().collect(),
        item,
        units: units.total(),
        tpp: tpp.total(),
        value_usd: value.total(),
        end: pieces[0].end.clone(),
        flow_share,
    }
}

/// The move of a piece that has `to_go - 1` more after it.
fn move_at(piece: &Piece, to_go: usize) -> Option<&Move> {
    piece.moves.get(piece.moves.len().checked_sub(to_go)?)
}

/// The first legs of all sources, by who gave.
fn first_legs(ledger: &Ledger, pieces: &[Piece], moves: usize) -> BTreeMap<EntityId, Leg> {
    let mut sources: BTreeMap<EntityId, Vec<&Piece>> = BTreeMap::new();
    for piece in pieces {
        if let Some(first) = move_at(piece, moves) {
            let giver = ledger.cargoes[first.cargo as usize].from;
            sources.entry(giver).or_default().push(piece);
        }
    }
    sources
        .into_iter()
        .map(|(giver, pieces)| (giver, shipment_leg(ledger, &pieces, moves)))
        .collect()
}

/// The shipments that the dealers with whom pieces begin may have served them from, ascending; none of a leg.
fn supply<'l>(
    ledger: &Ledger,
    pieces: &[Piece],
    legs: impl Iterator<Item = &'l Leg> + Clone,
) -> Vec<ShipmentId> {
    let cargoes = pieces.iter().filter_map(|piece| piece.supply);
    let mut supply: Vec<ShipmentId> = cargoes
        .map(|cargo| ledger.cargoes[cargo as usize].shipment)
        .collect();
    supply.sort_unstable();
    supply.dedup();
    supply.retain(|id| {
        !legs
            .clone()
            .any(|leg| leg.shipments.binary_search(id).is_ok())
    });
    supply
}

/// The leg that the moves at one place of the pieces make up.
fn shipment_leg<P: Borrow<Piece>>(ledger: &Ledger, pieces: &[P], to_go: usize) -> Leg {
    let mut by_shipment: BTreeMap<ShipmentId, Sum> = BTreeMap::new();
    let mut matches: BTreeMap<Match, f64> = BTreeMap::new();
    let (mut weighted, mut weight) = (0.0, 0.0);
    for one in pieces
        .iter()
        .filter_map(|piece| move_at(piece.borrow(), to_go))
    {
        let cargo = &ledger.cargoes[one.cargo as usize];
        by_shipment
            .entry(cargo.shipment)
            .or_default()
            .add(one.known.then_some(one.units));
        if let Some(draw) = one.draw {
            let draw = &ledger.draws[draw as usize];
            let units = one.units.max(super::cargo::CRUMB);
            *matches.entry(draw.matched).or_default() += units;
            weighted += draw.score * units;
            weight += units;
        }
    }
    // The first piece is one of the longest, so it has a move at every place.
    let first = &pieces[0].borrow().moves;
    let last = &ledger.cargoes[first[first.len() - to_go].cargo as usize];
    let mut units = Sum::default();
    for sum in by_shipment.values() {
        units.add(sum.total().get());
    }
    let days = |id: &u32| ledger.cargoes[*id as usize].day;
    let cargoes = pieces
        .iter()
        .filter_map(|piece| Some(move_at(piece.borrow(), to_go)?.cargo));
    let (first_day, last_day) = cargoes.fold((last.day, last.day), |(low, high), id| {
        (low.min(days(&id)), high.max(days(&id)))
    });
    let matched = matches
        .iter()
        .max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(a.0)))
        .map_or(Match::First, |(matched, _)| *matched);
    Leg {
        from: last.from,
        to: last.to,
        shipments: by_shipment.keys().copied().collect(),
        drawn: by_shipment.values().map(Sum::total).collect(),
        beside: Vec::new(),
        link: None,
        matched,
        compatibility: if weight > 0.0 { weighted / weight } else { 1.0 },
        units: units.total(),
        first_day,
        last_day,
    }
}

/// The handover before the leg at a place, if there is one.
fn handover_leg(
    ledger: &Ledger,
    pieces: &[Piece],
    to_go: usize,
    leg: &Leg,
    before: Option<&Leg>,
) -> Option<Leg> {
    let link = link(ledger, move_at(&pieces[0], to_go)?)?;
    let before = before?;
    Some(Leg {
        from: before.to,
        to: leg.from,
        shipments: Vec::new(),
        drawn: Vec::new(),
        beside: Vec::new(),
        link: Some(link),
        matched: Match::Handover,
        compatibility: leg.compatibility,
        units: leg.units,
        first_day: before.first_day,
        last_day: before.last_day,
    })
}

/// A sum of what is known; unknown if nothing is.
#[derive(Clone, Copy, Debug, Default)]
struct Sum(Option<f64>);

impl Sum {
    fn add(&mut self, part: Option<f64>) {
        if let Some(part) = part {
            self.0 = Some(self.0.unwrap_or(0.0) + part);
        }
    }

    fn total(&self) -> Measure {
        self.0.into()
    }
}
