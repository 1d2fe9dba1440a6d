//! Parse, run, exit code; and the allocator of the program.

use std::process::ExitCode;

/// Holds a scan in fewer and larger pages than the system's allocator does.
#[cfg(not(target_env = "msvc"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    tidewaiter::cli::main().into()
}
