//! The one test binary. A new test goes into the module of the behaviour it is about:
//!
//! - `checkpoint`: stages kept and taken up again
//! - `ceilings`: quotas, totals of groups, ownership and notices: what counts over several shipments
//! - `docs`: documents made from data are up to date
//! - `faults`: signals and second writers at every stage
//! - `exports`: what other tools read back
//! - `heuristics`: the registry, its documentation, the case files under `tests/cases/`
//! - `items`: how well goods texts are recognised, measured on labelled strings
//! - `layering`: which module may import which, and which may touch which crate
//! - `paths`: plain enumeration from a file to paths
//! - `policy`: the rules on the command line, in users' files and in the documentation
//! - `questions`: explain, entity, case, verify over a run folder
//! - `run_folder`: what a run folder holds, how it is written, what a damaged one says
//! - `simulate`: simulated worlds and the sample of replayed cases
//! - `stages`: the table that each stage hands on
//! - `terminal`: what is printed, at 80 columns
//! - `scan`: the main job over the embedded sample, end to end

mod ceilings;
mod checkpoint;
mod docs;
mod exports;
mod faults;
mod heuristics;
mod items;
mod layering;
mod made_run;
mod paths;
mod policy;
mod questions;
mod run_folder;
mod scan;
mod simulate;
mod stages;
mod terminal;
