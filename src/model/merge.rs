//! Why parties were merged: millions of rows, so they are held in few bytes and their texts in one store.

use super::id::PartyId;
use super::text::{TextId, TextStore};
use super::word::Word;
use serde::{Deserialize, Serialize};

/// Two parties that were judged the same firm, and why.
#[derive(Clone, Copy, Debug)]
pub struct Merge<'a> {
    /// One party.
    pub left: PartyId,
    /// The other.
    pub right: PartyId,
    /// Sum of the parts, log-odds.
    pub log_odds: f64,
    /// Decided by a person rather than by the score.
    pub judged_by: Option<&'a str>,
    merges: &'a Merges,
    first: Parts,
}

/// One comparison of a [`Merge`].
#[derive(Clone, Debug, PartialEq)]
pub struct MergePart<T> {
    /// What was compared: one of [`COMPARED`].
    pub field: Word,
    /// The words seen.
    pub seen: T,
    /// Its part of the log-odds.
    pub log_odds: f64,
}

/// Everything that a [`MergePart`] can name.
pub const COMPARED: [&str; 6] = [
    "name",
    "legal_form",
    "country",
    "address",
    "registration_id",
    "judgement",
];

/// Where the parts of merges are that were merged for the same reasons.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Parts(u32);

/// All merges of a run.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Merges {
    rows: Vec<Row>,
    parts: Vec<Part>,
    text: TextStore,
}

#[derive(Clone, Serialize, Deserialize)]
struct Row {
    left: PartyId,
    right: PartyId,
    log_odds: f64,
    first: Parts,
    judged_by: TextId,
}

#[derive(Clone, Serialize, Deserialize)]
struct Part {
    log_odds: f64,
    seen: TextId,
    /// Index into [`COMPARED`].
    field: u8,
    /// The parts of a merge end here.
    last: bool,
}

impl<'a> Merge<'a> {
    /// What was compared, what was seen, its part of the sum.
    pub fn parts(&self) -> impl Iterator<Item = MergePart<&'a str>> + use<'a> {
        let Merges { parts, text, .. } = self.merges;
        let from = &parts[self.first.0 as usize..];
        let own = from.iter().position(|part| part.last);
        let own = &from[..own.map_or(from.len(), |last| last + 1)];
        own.iter().map(|part| MergePart {
            field: COMPARED.get(part.field as usize).unwrap_or(&COMPARED[0]),
            seen: text.get(part.seen),
            log_odds: part.log_odds,
        })
    }
}

impl Merges {
    /// Stores what several merges may give as their reasons. At least one part, each field one of [`COMPARED`].
    ///
    /// # Panics
    /// If a field is not one of [`COMPARED`].
    pub fn reasons<T: AsRef<str>>(&mut self, parts: impl Iterator<Item = MergePart<T>>) -> Parts {
        let first = self.parts.len();
        for part in parts {
            let field = COMPARED.iter().position(|field| *field == part.field);
            let seen = part.seen.as_ref();
            self.parts.push(Part {
                log_odds: part.log_odds,
                // Words of a name are seen in one pair, all else in many.
                seen: match part.field {
                    "name" => self.text.push(seen),
                    _ => self.text.intern(seen),
                },
                field: field.expect("a field that is compared") as u8,
                last: false,
            });
        }
        if let Some(last) = self.parts.last_mut() {
            last.last = true;
        }
        Parts(u32::try_from(first).expect("fewer than 4,294,967,296 parts of merges"))
    }

    /// Adds a merge for [`Merges::reasons`] of these merges.
    pub fn push(
        &mut self,
        left: PartyId,
        right: PartyId,
        log_odds: f64,
        reasons: Parts,
        judged_by: Option<&str>,
    ) {
        let judged_by = self.text.intern(judged_by.unwrap_or(""));
        self.rows.push(Row {
            left,
            right,
            log_odds,
            first: reasons,
            judged_by,
        });
    }

    /// Adds other merges, and puts all in the order of (left, right).
    pub fn with(mut self, other: &Self) -> Self {
        for merge in other.iter() {
            let reasons = self.reasons(merge.parts());
            self.push(
                merge.left,
                merge.right,
                merge.log_odds,
                reasons,
                merge.judged_by,
            );
        }
        self.rows.sort_unstable_by_key(|row| (row.left, row.right));
        self.rows.shrink_to_fit();
        self.parts.shrink_to_fit();
        self.text.freeze();
        self
    }

    /// In order.
    pub fn iter(&self) -> impl Iterator<Item = Merge<'_>> {
        (0..self.len()).map(|at| self.get(at))
    }

    /// One of them.
    ///
    /// # Panics
    /// Past [`Merges::len`].
    pub fn get(&self, at: usize) -> Merge<'_> {
        let row = &self.rows[at];
        Merge {
            left: row.left,
            right: row.right,
            log_odds: row.log_odds,
            judged_by: self.text.known(row.judged_by),
            merges: self,
            first: row.first,
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// None.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

impl std::fmt::Debug for Merges {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} merges", self.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merges_keep_their_reasons_when_put_together_and_in_order() {
        let part = |field, seen, log_odds| MergePart {
            field,
            seen,
            log_odds,
        };
        let [a, b, c] = [0, 1, 2].map(PartyId::new);
        let mut first = Merges::default();
        let shared = [
            part("name", "ORCHID EXAMPLE", 5.0),
            part("country", "MY", 0.0),
        ];
        let reasons = first.reasons(shared.iter().cloned());
        first.push(b, c, 5.0, reasons, None);
        first.push(a, c, 5.0, reasons, None);
        let mut second = Merges::default();
        let judged = [part("judgement", "the same by kim", 100.0)];
        let reasons = second.reasons(judged.iter().cloned());
        second.push(a, b, 100.0, reasons, Some("kim"));
        let all = first.with(&second);
        let told: Vec<_> = all
            .iter()
            .map(|m| (m.left, m.right, m.judged_by, m.parts().collect::<Vec<_>>()))
            .collect();
        assert_eq!(
            told,
            [
                (a, b, Some("kim"), judged.to_vec()),
                (a, c, None, shared.to_vec()),
                (b, c, None, shared.to_vec()),
            ]
        );
    }
}
