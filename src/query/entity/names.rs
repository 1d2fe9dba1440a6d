//! Names and countries by id.

use crate::query::alert::row_of;
use crate::query::{Error, RunFolder};
use std::collections::BTreeMap;

/// Names and countries of some entities.
pub(in crate::query) struct Names(BTreeMap<String, (String, Option<String>)>);

impl Names {
    pub(in crate::query) fn read(run: &RunFolder, ids: &[String]) -> Result<Self, Error> {
        let reader = run.entities()?;
        let all = reader.columns(&["id"])?;
        let mut rows: Vec<usize> = ids.iter().filter_map(|id| row_of(&all, id)).collect();
        rows.sort_unstable();
        rows.dedup();
        let frame = reader.rows(&["id", "name", "country"], &rows)?;
        Ok(Self(
            (0..frame.len())
                .map(|at| {
                    (
                        frame.text("id", at).unwrap_or("").to_owned(),
                        (
                            frame.text("name", at).unwrap_or("").to_owned(),
                            frame.text("country", at).map(str::to_owned),
                        ),
                    )
                })
                .collect(),
        ))
    }

    /// Name and country; `(not stated)` for an end that a record leaves open.
    pub(in crate::query) fn get(&self, id: &str) -> (String, Option<String>) {
        self.0
            .get(id)
            .cloned()
            .unwrap_or_else(|| ("(not stated)".to_owned(), None))
    }
}
