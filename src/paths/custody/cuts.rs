//! What the budgets cut.

use crate::model::{Completeness, Cut, EntityId, Measure, Resolution, TextStore};
use crate::policy::search::SearchBudgets;
use rustc_hash::FxHashSet;

/// One budget: how often it was hit and where first, in order of entities.
#[derive(Clone, Debug, Default)]
struct Hit {
    times: u64,
    first: Option<EntityId>,
}

impl Hit {
    fn count(&mut self, entity: EntityId) {
        self.times += 1;
        self.first = Some(self.first.map_or(entity, |first| first.min(entity)));
    }
}

/// Keeps count of hits.
#[derive(Clone, Debug, Default)]
pub(super) struct Cuts {
    per_lot: Hit,
    per_entity: Hit,
    links: Hit,
    per_arrival: Hit,
    total: Hit,
    entities: FxHashSet<EntityId>,
}

impl Cuts {
    pub(super) fn per_lot(&mut self, hit: bool, entity: EntityId) {
        if hit {
            self.per_lot.count(entity);
            self.entities.insert(entity);
        }
    }

    pub(super) fn per_entity(&mut self, hit: bool, entity: EntityId) {
        if hit {
            self.per_entity.count(entity);
            self.entities.insert(entity);
        }
    }

    pub(super) fn links(&mut self, entity: EntityId) {
        self.links.count(entity);
        self.entities.insert(entity);
    }

    pub(super) fn per_arrival(&mut self, hit: bool, entity: EntityId) {
        if hit {
            self.per_arrival.count(entity);
            self.entities.insert(entity);
        }
    }

    pub(super) fn total(&mut self, hit: bool, entity: EntityId) {
        if hit {
            self.total.count(entity);
            self.entities.insert(entity);
        }
    }

    /// Was the search cut at this entity?
    pub(super) fn at(&self, entity: EntityId) -> bool {
        self.entities.contains(&entity)
    }

    /// The summary for the run. A score is made of findings and weights, of which nothing is known here: the
    /// pipeline bounds what a cut chain could have scored, where anything was cut.
    pub(super) fn summary(
        &self,
        chains_examined: u64,
        budgets: &SearchBudgets,
        resolution: &Resolution,
        text: &TextStore,
    ) -> Completeness {
        let all = [
            ("budgets.per_lot", budgets.per_lot, &self.per_lot),
            ("budgets.per_entity", budgets.per_entity, &self.per_entity),
            (
                "budgets.links_per_entity",
                budgets.links_per_entity,
                &self.links,
            ),
            (
                "budgets.per_arrival",
                budgets.per_arrival,
                &self.per_arrival,
            ),
            ("budgets.total", budgets.total, &self.total),
        ];
        let cuts: Vec<Cut> = all
            .into_iter()
            .filter_map(|(budget, limit, hit)| {
                let first = hit.first?;
                Some(Cut {
                    budget: budget.to_owned(),
                    limit,
                    times: hit.times,
                    first_at: text.get(resolution.entities[first].name).to_owned(),
                })
            })
            .collect();
        let best_cut_score = if cuts.is_empty() {
            Measure::new(0.0)
        } else {
            Measure::UNKNOWN
        };
        Completeness {
            chains_examined,
            cuts,
            best_cut_score,
        }
    }
}
