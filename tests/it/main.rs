//! The one test binary. A new test goes into the module of the behaviour it is about:
//!
//! - `layering`: which module may import which, and which may touch which crate
//! - `scan`: the main job over the embedded sample, end to end

mod layering;
