//! Words that several kinds of entry use.

use crate::model::{Confidence, ItemKind, Review};
use crate::policy::decode::Table;

/// Words for confidence.
const CONFIDENCE: [(&str, Confidence); 3] = [
    ("verified", Confidence::Verified),
    ("likely", Confidence::Likely),
    ("unverified", Confidence::Unverified),
];

/// Words for reviews.
pub(super) const REVIEWS: [(&str, Review); 5] = [
    ("approval", Review::Approval),
    ("case_by_case", Review::CaseByCase),
    ("denial", Review::Denial),
    ("policy_of_denial", Review::PolicyOfDenial),
    ("unpublished", Review::Unpublished),
];

pub(super) const KINDS: [(&str, ItemKind); 4] = [
    ("accelerator", ItemKind::Accelerator),
    ("baseboard", ItemKind::Baseboard),
    ("system", ItemKind::System),
    ("listed_heading", ItemKind::ListedHeading),
];

/// What a user does not state of his own entry he vouches for himself.
pub(super) fn confidence(t: &Table) -> Confidence {
    t.word("confidence", &CONFIDENCE)
        .unwrap_or(Confidence::Verified)
}

pub(super) fn words<T: Copy>(t: &Table, key: &'static str, all: &[(&str, T)]) -> Vec<T> {
    let mut found = Vec::new();
    for text in t.texts(key) {
        match all.iter().find(|(word, _)| *word == text) {
            Some((_, meaning)) => found.push(*meaning),
            None => {
                let known: Vec<&str> = all.iter().map(|(word, _)| *word).collect();
                let message = format!("`{key}` holds \"{text}\"; known are {}", known.join(", "));
                t.fault(key, message);
            }
        }
    }
    found
}
