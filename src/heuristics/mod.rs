//! Red flags and innocent explanations, one file each.
//!
//! A heuristic is a function from the shared [`Context`] and one path to what it saw. Adding one is a file, a line
//! in [`ALL`] below, and a case file `tests/cases/<id>.md`. Nothing registers itself: what ran, and in which
//! order, can be read here.

mod context;
mod rules;
mod run;
mod spec;
mod statistics;
#[doc(hidden)]
pub mod testbed;
mod words;

pub use context::{Context, Inputs, Rules};
pub use rules::RegimeRules;
pub use run::{Fault, Findings, Prepared, prepare, run};
pub use spec::{HEADINGS, Heuristic, Parameter, Seen, Sighting, Status};

/// Declares the modules of the heuristics and the slice of them.
macro_rules! heuristics {
    ($($module:ident,)+) => {
        $(mod $module;)+

        /// Every heuristic, in the order in which they are listed.
        pub static ALL: &[&Heuristic] = &[$(&$module::SPEC,)+];
    };
}

heuristics! {
    // Path: how the goods moved and where they ended.
    restricted_end,
    back_to_back,
    relabelled_leg,
    disassembly,
    multi_hop,
    // Entity: who handled them.
    formed_after_control,
    dormant_then_active,
    off_line_business,
    forwarder_consignee,
    // Link: who belongs to whom.
    restricted_parent,
    sister_cluster,
    // Innocent explanations.
    distributor,
    returned_goods,
    legal_on_the_day,
    keeps_and_runs,
}

/// The heuristic of that id.
pub fn find(id: &str) -> Option<&'static Heuristic> {
    ALL.iter().copied().find(|heuristic| heuristic.id == id)
}
