//! What an analyst decided about an alert, and what the alert was like on that day.

use super::sheet::AlertSheet;
use super::time::Day;
use serde::{Deserialize, Serialize};

/// The decision of an analyst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LabelVerdict {
    /// A diversion.
    True,
    /// Innocent: the chain is dismissed.
    False,
    /// Looked at and not settled.
    Unsure,
}

impl LabelVerdict {
    /// The word of the label file.
    pub const fn word(self) -> &'static str {
        match self {
            LabelVerdict::True => "true",
            LabelVerdict::False => "false",
            LabelVerdict::Unsure => "unsure",
        }
    }

    /// The verdict of a word, whatever its case.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::True, Self::False, Self::Unsure]
            .into_iter()
            .find(|verdict| verdict.word().eq_ignore_ascii_case(word.trim()))
    }

    /// What was done with the alert, one word.
    pub const fn done(self) -> &'static str {
        match self {
            LabelVerdict::True => "confirmed",
            LabelVerdict::False => "dismissed",
            LabelVerdict::Unsure => "unsettled",
        }
    }
}

/// An alert as an analyst saw it: what tells whether another run's alert is the same, and what changed in it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Seen {
    /// Its id.
    pub alert_id: String,
    /// Names of the chain in order.
    pub names: Vec<String>,
    /// Ids of the chain in order.
    pub entities: Vec<String>,
    /// Catalogue id of the item carried.
    pub item: String,
    /// Its source rows, sorted.
    pub records: Vec<String>,
    /// Prior log-odds.
    pub prior: f64,
    /// Prior plus all parts.
    pub log_odds: f64,
    /// Parts of the log-odds by heuristic, largest first; those that are zero are left out.
    pub parts: Vec<(String, f64)>,
}

impl Seen {
    /// What is kept of an alert.
    pub fn of(sheet: &AlertSheet) -> Self {
        let mut records: Vec<String> = sheet
            .shipments
            .iter()
            .flatten()
            .map(|shipment| shipment.record_id.clone())
            .collect();
        records.sort_unstable();
        records.dedup();
        Self {
            alert_id: sheet.alert_id.clone(),
            names: sheet.names().map(str::to_owned).collect(),
            entities: sheet.chain.iter().map(|e| e.id.clone()).collect(),
            item: sheet.path.item.clone(),
            records,
            prior: sheet.prior,
            log_odds: sheet.log_odds,
            parts: sheet
                .findings
                .iter()
                .filter(|finding| finding.contribution != 0.0)
                .map(|finding| (finding.heuristic.clone(), finding.contribution))
                .collect(),
        }
    }
}

/// A row of the label file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Label {
    /// Day of the decision.
    pub date: Option<Day>,
    /// Who decided.
    pub by: String,
    /// The decision.
    pub verdict: LabelVerdict,
    /// Why, in the analyst's words.
    pub note: String,
    /// The alert as it was. A row that names only an alert id has nothing else here.
    pub seen: Seen,
}

/// The label of an alert, for reports.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LabelSheet {
    /// The decision.
    pub verdict: LabelVerdict,
    /// Who decided.
    pub by: String,
    /// When.
    pub date: Option<Day>,
    /// Why.
    pub note: String,
    /// Id that the alert had then.
    pub alert_id: String,
    /// What is not as it was then, a few words each; empty: the alert is the one that was labelled.
    pub changed: Vec<String>,
}

impl LabelSheet {
    /// Dismissed, and nothing has changed since: not to be brought up again.
    pub fn is_settled(&self) -> bool {
        self.verdict == LabelVerdict::False && self.changed.is_empty()
    }

    /// One line: what was decided, by whom, when, why, and what changed since.
    pub fn line(&self) -> String {
        let mut line = self.verdict.done().to_owned();
        if !self.by.is_empty() {
            line.push_str(&format!(" by {}", self.by));
        }
        if let Some(day) = self.date {
            line.push_str(&format!(" on {day}"));
        }
        if !self.note.is_empty() {
            line.push_str(&format!(": {}", self.note));
        }
        if !self.changed.is_empty() {
            line.push_str(&format!("; changed since: {}", self.changed.join("; ")));
        }
        line
    }
}
