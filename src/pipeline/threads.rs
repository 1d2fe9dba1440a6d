//! How many threads a job may use.

/// Runs `job` with this many threads for everything in it. No result depends on the number.
///
/// # Errors
/// If the system gives no threads.
pub fn on_threads<T: Send>(
    threads: usize,
    job: impl FnOnce() -> T + Send,
) -> Result<T, std::io::Error> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(std::io::Error::other)?;
    Ok(pool.install(job))
}
