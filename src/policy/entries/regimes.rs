//! Regimes and their rules.

use super::At;
use crate::model::{Confidence, Day, Review};
use serde::Serialize;

/// What a rule does where it holds.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "effect", rename_all = "snake_case")]
pub enum Effect {
    /// A licence is needed.
    Licence {
        /// How it is judged.
        review: Review,
    },
    /// Embargo.
    Embargo,
    /// A party is listed.
    ListedParty,
    /// The sources do not settle it.
    Indeterminate,
    /// An exception lifts the licence of the regimes in `lifts`.
    Exception {
        /// Its code.
        code: String,
        /// Days of notice.
        notice_days: Option<u32>,
    },
    /// The recipient is authorised: lifts the licence of the regimes in `lifts`.
    Authorised,
    /// Changes the review of the regimes in `amends`.
    Review {
        /// The review from then on.
        review: Review,
    },
    /// Only adds its reason.
    Note,
}

/// For which side of an answer a rule speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Text and practice.
    Both,
    /// The text.
    Codified,
    /// Practice.
    Enforced,
}

impl Side {
    /// Does it speak for `side` (which is not [`Side::Both`])?
    pub fn covers(self, side: Side) -> bool {
        self == Side::Both || self == side
    }
}

/// What must hold for a rule to hold. What is not named is not tested.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Conditions {
    /// Classes of items, any of them.
    pub items: Vec<String>,
    /// Destination.
    pub destination: Option<String>,
    /// Destination is in none of these places.
    pub not_destination: Vec<String>,
    /// Headquarters or ultimate parent.
    pub headquarters: Option<String>,
    /// Headquarters are known and elsewhere, or unknown.
    pub not_headquarters: Option<String>,
    /// Destination or headquarters.
    pub destination_or_headquarters: Option<String>,
    /// Start of the move.
    pub origin: Option<String>,
    /// Start and destination are the same state.
    pub in_country: Option<bool>,
    /// Exporters that it binds.
    pub exporters: Vec<String>,
    /// Recipients that it names.
    pub recipients: Vec<String>,
    /// A party is listed.
    pub listed: bool,
    /// Share that listed parties own, percent, at least.
    pub owned_by_listed_min: Option<f64>,
    /// Needs certificates; not stated counts as held, with less confidence.
    pub certificate: bool,
    /// The total with this move is within this cap.
    pub within: Option<String>,
    /// The total with this move is above this cap.
    pub over: Option<String>,
    /// The total with this move is not known to be above this cap.
    pub not_over: Option<String>,
}

/// One rule of a regime.
#[derive(Clone, Debug, Serialize)]
pub struct Rule {
    /// What must hold.
    pub when: Conditions,
    /// First day; that of the regime if `None`.
    pub from: Option<Day>,
    /// Last day; that of the regime if `None`.
    pub to: Option<Day>,
    /// For which side.
    pub side: Side,
    /// What it does.
    pub effect: Effect,
    /// Regimes whose licence it lifts.
    pub lifts: Vec<String>,
    /// Regimes whose licence it may or may not lift.
    pub doubts_lifting: Vec<String>,
    /// Regimes whose review it changes.
    pub amends: Vec<String>,
    /// How sure; that of the regime if weaker.
    pub confidence: Confidence,
    /// Why, one sentence.
    pub reason: String,
    #[serde(skip)]
    pub(crate) at: At,
}

/// What kind of act a regime is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RegimeKind {
    /// A published rule.
    Rule,
    /// A list of parties or goods.
    List,
    /// A letter that binds its recipients.
    Letter,
    /// A licence exception.
    Exception,
    /// An authorisation of recipients.
    Authorisation,
    /// Guidance.
    Guidance,
    /// A statement on enforcement.
    Posture,
    /// A suspension.
    Suspension,
    /// An announcement.
    Announcement,
    /// A duty.
    Tariff,
    /// A rule of another state.
    ForeignRule,
    /// A draft that never came into force.
    Draft,
    /// A bill.
    Bill,
    /// A regime of the user's own.
    Own,
}

impl RegimeKind {
    /// Words of the files and of reports.
    pub const WORDS: [(&'static str, RegimeKind); 14] = [
        ("rule", RegimeKind::Rule),
        ("list", RegimeKind::List),
        ("letter", RegimeKind::Letter),
        ("exception", RegimeKind::Exception),
        ("authorisation", RegimeKind::Authorisation),
        ("guidance", RegimeKind::Guidance),
        ("posture", RegimeKind::Posture),
        ("suspension", RegimeKind::Suspension),
        ("announcement", RegimeKind::Announcement),
        ("tariff", RegimeKind::Tariff),
        ("foreign_rule", RegimeKind::ForeignRule),
        ("draft", RegimeKind::Draft),
        ("bill", RegimeKind::Bill),
        ("own", RegimeKind::Own),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        let found = Self::WORDS.iter().find(|(_, kind)| *kind == self);
        found.map_or("own", |(word, _)| word)
    }
}

/// Control rules in force over dates.
#[derive(Clone, Debug, Serialize)]
pub struct Regime {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// What kind of act.
    pub kind: RegimeKind,
    /// Citation.
    pub citation: String,
    /// First day; `None` since before the data begin.
    pub from: Option<Day>,
    /// Last day; `None` still.
    pub to: Option<Day>,
    /// First day on which it had to be complied with, where later.
    pub compliance_from: Option<Day>,
    /// What it controls, in words.
    pub controls: String,
    /// Where, in words.
    pub destinations: String,
    /// How sure.
    pub confidence: Confidence,
    /// Sources.
    pub sources: Vec<String>,
    /// Address.
    pub url: String,
    /// What is uncertain, in words.
    pub uncertain: String,
    /// Regimes that it takes out of force while it lasts.
    pub suspends: Vec<String>,
    /// Regimes of which it leaves open whether they are in force.
    pub doubts: Vec<String>,
    /// Why, one sentence.
    pub doubts_reason: String,
    /// On which side it suspends or doubts.
    pub side: Side,
    /// Its rules.
    pub rules: Vec<Rule>,
    #[serde(skip)]
    pub(crate) at: At,
}
