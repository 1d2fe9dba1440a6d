//! What a person decided about two names, kept as data.

use super::time::Day;

/// A decision that two names mean the same firm, or do not. Obeyed before any score.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Judgement {
    /// One name, as written.
    pub left: String,
    /// The other name, as written.
    pub right: String,
    /// Same firm, or different firms.
    pub same: bool,
    /// Who decided.
    pub by: String,
    /// When.
    pub date: Option<Day>,
    /// Why.
    pub note: String,
}
