//! The one test binary. A new test goes into the module of the behaviour it is about:
//!
//! - `bounds`: input made to exhaust memory or time
//! - `checkpoint`: stages kept and taken up again
//! - `ceilings`: quotas, totals of groups, ownership and notices: what counts over several shipments
//! - `docs`: documents made from data are up to date
//! - `disk`: a full disk at everything that is written
//! - `exits`: exit codes
//! - `faults`: signals and second writers at every stage
//! - `examples`: every example that a `--help` prints runs
//! - `formats`: every format and encoding that shipment files come in
//! - `exports`: what other tools read back
//! - `fuzz`: any bytes are input: spoiled files and texts for every reader
//! - `heuristics`: the registry, its documentation, the case files under `tests/cases/`
//! - `items`: how well goods texts are recognised, measured on labelled strings
//! - `labels`: decisions of analysts in later runs, and two runs compared
//! - `layering`: which module may import which, and which may touch which crate
//! - `paths`: plain enumeration from a file to paths
//! - `policy`: the rules on the command line, in users' files and in the documentation
//! - `program`: no tests: how the others start the program
//! - `questions`: explain, entity, case, verify over a run folder
//! - `run_folder`: what a run folder holds, how it is written, what a damaged one says
//! - `resolve`: who is who on invented truth, decisions of people, watch lists as they come
//! - `roles`: what firms do, held against simulated truth
//! - `simulate`: simulated worlds and the sample of replayed cases
//! - `stages`: the table that each stage hands on
//! - `terminal`: what is printed, at 80 columns
//! - `scan`: the main job over the embedded sample, end to end

mod bounds;
mod ceilings;
mod checkpoint;
mod disk;
mod docs;
mod examples;
mod exits;
mod exports;
mod faults;
mod formats;
mod fuzz;
mod heuristics;
mod hub;
mod items;
mod labels;
mod layering;
mod made_run;
mod paths;
mod policy;
mod program;
mod questions;
mod resolve;
mod roles;
mod run_folder;
mod scan;
mod simulate;
mod stages;
mod supply;
mod terminal;
