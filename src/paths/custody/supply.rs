//! Where a chain begins: at the dealer of many customers that it came through first, not at whoever supplied that one.
//!
//! The stock of such a dealer is one heap. Its suppliers' shipments went to all its customers, and which of them one
//! customer was served from is an order in books that no record shows. So they are no part of the chain: they are set apart
//! and told beside it. Only what the dealer sold by name begins a chain so. What left a dealer under other words is
//! known by the lot that it is held against, and that lot stays.

use super::cargo::{Cargo, Ledger};
use super::search::Search;
use super::unwind::{Move, Piece};
use crate::model::{EntityId, Match, Role};
use rustc_hash::{FxHashMap, FxHashSet};

/// Legs that a chain keeps at least.
const LEAST_LEGS: usize = 1;

/// Sets the moves into dealers at the beginning of each piece apart.
pub(super) fn set_apart(search: &Search, ledger: &Ledger, pieces: &mut [Piece]) {
    let mut dealers: FxHashMap<EntityId, bool> = FxHashMap::default();
    for piece in pieces {
        while piece.moves.len() > LEAST_LEGS && is_sold_by_name(ledger, &piece.moves[1]) {
            let first = &ledger.cargoes[piece.moves[0].cargo as usize];
            let is_dealer = || deals(search, first.to);
            if is_told_apart(search, first) || !*dealers.entry(first.to).or_insert_with(is_dealer) {
                break;
            }
            piece.supply = Some(piece.moves.remove(0).cargo);
            piece.moves[0].draw = None;
        }
    }
}

/// Is the shipment to the dealer an end by itself, which no later leg excuses, or of goods that no word names?
fn is_told_apart(search: &Search, cargo: &Cargo) -> bool {
    let end = || (search.ends).of(cargo.shipment, cargo.to, cargo.inside, cargo.maker);
    search.item(cargo.item).is_unnamed() || end().is_some()
}

/// Did the firm that received the goods send them on itself, under words that name them?
fn is_sold_by_name(ledger: &Ledger, onward: &Move) -> bool {
    let draw = onward.draw.map(|draw| &ledger.draws[draw as usize]);
    draw.is_some_and(|draw| {
        draw.link.is_none() && matches!(draw.matched, Match::SameItem | Match::Converted)
    })
}

/// Is the firm a dealer, and no shell, to many of whose customers recognised goods go?
fn deals(search: &Search, entity: EntityId) -> bool {
    let settings = &search.settings.dealer;
    if !search.has_role(entity, Role::Distributor, settings.score)
        || search.has_role(entity, Role::Shell, search.settings.vanish_shell_score)
    {
        return false;
    }
    let mut customers: FxHashSet<EntityId> = FxHashSet::default();
    (search.inputs.graph.outbound(entity).iter())
        .filter(|step| search.recognised(step.edge).is_some())
        .any(|step| customers.insert(step.other) && customers.len() >= settings.customers)
}
