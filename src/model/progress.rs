//! How a long stage tells of its progress and learns that it should stop.

/// Told of progress by the stages; a terminal draws it, a test ignores it.
pub trait Progress: Sync {
    /// A stage starts. `total` is what `advance` will add up to, if known.
    fn start(&self, stage: &'static str, total: Option<u64>);
    /// `amount` more is done (bytes for ingest, rows or paths elsewhere).
    fn advance(&self, amount: u64);
    /// Rows read so far, where `advance` counts something else.
    fn rows(&self, _so_far: u64) {}

    /// The stage is over.
    fn finish(&self);
    /// Something that a person who waits should know and that is no part of the result.
    fn note(&self, _text: &str) {}
    /// Has the user asked to stop? Stages look now and then and return their `Interrupted` error.
    fn interrupted(&self) -> bool {
        false
    }
}

/// Tells nobody.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn start(&self, _stage: &'static str, _total: Option<u64>) {}
    fn advance(&self, _amount: u64) {}
    fn finish(&self) {}
}
