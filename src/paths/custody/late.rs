//! Lots that lay longer than the window.
//!
//! The window is where most goods leave, not where they must. What is left of a lot after it is asked once more, against
//! legs up to `longest_days` after its arrival; the later, the less a leg is worth ([`super::compatibility`]), until too
//! little is left or those days are over. A dealer's leg, and one before which the firm had received fresh goods of the
//! family, are not taken to be of an old lot unless numbers tie them: what is left of that is most likely gone by a way
//! that no record shows. The labels of the backward pass know the usual window only: of a chain the legs after a long
//! stay follow each other within it, and what arrived under words that name nothing is asked only if a short stay was
//! possible too.

use super::cargo::{CRUMB, Ledger};
use super::rounds;
use super::search::Search;
use crate::model::{Day, EntityId, ItemId, Role};
use rayon::prelude::*;

/// Cargoes of which something is left with a firm that later sends something from which an end can be reached, sorted by
/// (entity, day, shipment).
pub(super) fn lots(search: &Search, ledger: &Ledger) -> Vec<u32> {
    let last = last_ways(search);
    let usual = search.settings.custody_window_days;
    let fresh = (0..ledger.cargoes.len() as u32)
        .into_par_iter()
        .filter(|&id| {
            let cargo = &ledger.cargoes[id as usize];
            cargo.held() - cargo.drawn_out > CRUMB
                && last[cargo.to.index()].is_some_and(|day| day.since(cargo.day) > usual)
        })
        .collect();
    rounds::lots(search, ledger, fresh)
}

/// When each firm received goods of each family by name.
pub(super) struct Arrivals(Vec<(EntityId, usize, Day)>);

impl Arrivals {
    /// Of all recognised cargoes.
    pub(super) fn of(search: &Search, ledger: &Ledger) -> Self {
        let named = ledger.cargoes.par_iter().filter(|cargo| !cargo.hidden);
        let mut arrivals: Vec<_> = named
            .map(|cargo| (cargo.to, search.family(cargo.inside), cargo.day))
            .collect();
        arrivals.par_sort_unstable();
        Self(arrivals)
    }

    /// May an old lot of the firm leave on that day? No dealer's does, nor that of a firm that received such goods shortly
    /// before.
    pub(super) fn let_go(
        &self,
        search: &Search,
        entity: EntityId,
        inside: ItemId,
        day: Day,
    ) -> bool {
        if search.has_role(entity, Role::Distributor, search.settings.dealer.score) {
            return false;
        }
        let family = search.family(inside);
        // A late lot came before the window, so within it every arrival is another one.
        let fresh = (search.settings.late.fresh_days).min(search.settings.custody_window_days);
        let since = day.plus(-fresh);
        let at = self
            .0
            .partition_point(|arrival| *arrival < (entity, family, since));
        let fresh = |&(to, what, came): &_| to == entity && what == family && came <= day;
        !self.0.get(at).is_some_and(fresh)
    }
}

/// The last day on which each entity sends something from which an end can be reached.
fn last_ways(search: &Search) -> Vec<Option<Day>> {
    let graph = search.inputs.graph;
    let most = search.settings.max_legs.saturating_sub(2);
    (0..graph.nodes())
        .into_par_iter()
        .map(|entity| {
            let mut steps = graph.outbound(EntityId::new(entity)).iter().rev();
            let way = steps.find(|step| usize::from(search.togo[step.edge.index()]) <= most);
            way.map(|step| step.day)
        })
        .collect()
}
