//! Custody tracing: lots of controlled goods followed through the stocks of firms to where they end.
//!
//! Every shipment that was recognised as an item brings a lot into its receiver's stock. Outbound legs
//! draw on stock within a window if they are compatible with it ([`compatibility`]). Units
//! are numbered and a draw takes a stretch of numbers ([`cargo`]), so that none is counted twice. Chains
//! are then read off backwards, from each arrival to where its units came from, and those along the same
//! entities are gathered into one [`Path`].

mod beside;
pub mod cargo;
pub mod compatibility;
#[cfg(test)]
mod conservation;
mod counted;
mod cuts;
mod ends;
mod gather;
mod headings;
mod hidden;
mod holds;
mod labels;
mod late;
mod linked;
mod makers;
mod marks;
mod numbers;
mod received;
mod recognised;
mod rounds;
mod rules;
mod search;
mod sources;
mod stock;
mod supply;
#[cfg(test)]
mod tests;
mod tied;
mod unnamed;
mod unwind;

use crate::graph::TemporalGraph;
use crate::model::{
    Completeness, EntityId, Goods, IdVec, Items, Path, Progress, Resolution, RoleScores, Shipments,
};
use crate::paths::Error;
use crate::policy::SearchPolicy;
use crate::policy::moves::Totals;
use cuts::Cuts;
use rounds::Class;
pub use rules::Rules;
use search::Search;
use stock::Taken;

/// What the search reads.
#[derive(Clone, Copy)]
pub struct Inputs<'a> {
    /// The graph of the run.
    pub graph: &'a TemporalGraph,
    /// The shipments.
    pub shipments: &'a Shipments,
    /// What they were recognised as.
    pub goods: &'a Goods,
    /// The catalogue that `goods` points into.
    pub items: &'a Items,
    /// Who is who.
    pub resolution: &'a Resolution,
    /// Roles, one an entity.
    pub roles: &'a IdVec<EntityId, RoleScores>,
    /// What the goods needed on their day.
    pub rules: &'a dyn Rules,
    /// What had been used of every ceiling before each shipment; places in it are rows of `shipments`.
    pub totals: &'a Totals,
    /// Windows, thresholds and budgets.
    pub settings: &'a SearchPolicy,
}

/// What the search found.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Traced {
    /// One path for each chain of entities, those that carry most TPP first.
    pub paths: Vec<Path>,
    /// How complete the search was.
    pub completeness: Completeness,
}

/// Finds every chain by which a lot reached an end.
///
/// Deterministic for any number of threads. Accelerators are searched first; a shipment that carries
/// some under other words is not searched again as what its words say. Goods that only weigh and cost what
/// accelerators do come last, from what no path holds yet.
///
/// # Errors
/// [`Error::Interrupted`] if the user asked to stop.
pub fn trace(inputs: &Inputs, progress: &dyn Progress) -> Result<Traced, Error> {
    progress.start("paths", None);
    let search = Search::new(inputs);
    let mut cuts = Cuts::default();
    for entity in search.links_cut() {
        cuts.links(entity);
    }
    let mut taken = Taken::none(inputs.graph.shipments());
    let mut traced = Traced::default();
    let mut examined = 0;
    for class in [Class::Accelerators, Class::ListedHeadings, Class::Unnamed] {
        let ledger = rounds::run(&search, class, &taken, &mut cuts, progress)?;
        let mut pieces = unwind::pieces(&search, &ledger, &mut cuts);
        supply::set_apart(&search, &ledger, &mut pieces);
        examined += (ledger.draws.len() + pieces.len()) as u64;
        let found = gather::paths(&search, &ledger, pieces, &cuts);
        if class == Class::ListedHeadings {
            let held = |path: &'_ Path| [path.shipments().collect(), path.supply.clone()].concat();
            (found.iter().flat_map(held)).for_each(|shipment| taken.insert(shipment));
        } else {
            (ledger.cargoes.iter()).for_each(|cargo| taken.insert(cargo.shipment));
        }
        traced.paths.extend(found);
        progress.advance(examined);
    }
    gather::rank(&mut traced.paths);
    beside::attach(&search, &mut traced.paths);
    traced.completeness = cuts.summary(
        examined,
        &search.settings.budgets,
        inputs.resolution,
        &inputs.shipments.text,
    );
    progress.finish();
    Ok(traced)
}
