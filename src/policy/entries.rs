//! Policy data as written: one struct for each kind of entry, ids still as text.
//!
//! Serialised in this form for the hash, so fields that say where an entry stands are skipped.

use crate::model::{Confidence, Country, Day, ItemKind, Review};
use serde::Serialize;

/// Where an entry stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct At {
    /// File as given.
    pub file: String,
    /// Line, counted from 1.
    pub line: usize,
}

/// A text that rules or groups were read in.
#[derive(Clone, Debug, Serialize)]
pub struct SourceText {
    /// Id that entries point at.
    pub id: String,
    /// Title.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// Its date, as far as known.
    pub date: String,
    /// Address.
    pub url: String,
    /// How it was read.
    pub read: String,
    #[serde(skip)]
    pub(crate) at: At,
}

/// A country group.
#[derive(Clone, Debug, Serialize)]
pub struct Group {
    /// Id, for example `D5`.
    pub id: String,
    /// Title.
    pub title: String,
    /// Members on every day held.
    pub members: Vec<Country>,
    /// How sure.
    pub confidence: Confidence,
    /// Sources.
    pub sources: Vec<String>,
    #[serde(skip)]
    pub(crate) at: At,
}

/// Days on which a country was in a group.
#[derive(Clone, Debug, Serialize)]
pub struct Membership {
    /// The group.
    pub group: String,
    /// The country.
    pub country: Country,
    /// First day; `None` since before the data begin.
    pub from: Option<Day>,
    /// Last day; `None` still.
    pub to: Option<Day>,
    /// false: the sources do not settle whether it was.
    pub settled: bool,
    /// How sure.
    pub confidence: Confidence,
    /// Sources.
    pub sources: Vec<String>,
    /// What is odd about it.
    pub note: String,
    #[serde(skip)]
    pub(crate) at: At,
}

/// A territory that follows a state in every group.
#[derive(Clone, Debug, Serialize)]
pub struct Territory {
    /// The territory.
    pub country: Country,
    /// The state.
    pub of: Country,
    /// First day.
    pub from: Option<Day>,
    /// How sure.
    pub confidence: Confidence,
    /// Sources.
    pub sources: Vec<String>,
    /// What is odd about it.
    pub note: String,
    #[serde(skip)]
    pub(crate) at: At,
}

/// A country for which no group test can be answered.
#[derive(Clone, Debug, Serialize)]
pub struct Unsettled {
    /// The country.
    pub country: Country,
    /// Sources.
    pub sources: Vec<String>,
    /// Why.
    pub note: String,
}

/// A named set of countries.
#[derive(Clone, Debug, Serialize)]
pub struct Place {
    /// Id.
    pub id: String,
    /// Title; the id where there is none.
    pub title: String,
    /// Groups whose members belong.
    pub groups: Vec<String>,
    /// Countries that belong.
    pub countries: Vec<Country>,
    /// Groups whose members do not.
    pub not_groups: Vec<String>,
    /// Countries that do not.
    pub not_countries: Vec<Country>,
    #[serde(skip)]
    pub(crate) at: At,
}

/// Bounds on the figures of an item; what is not named is not tested.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Bounds {
    /// Kinds of item, any of them; empty: every kind.
    pub kinds: Vec<ItemKind>,
    /// Item ids, any of them.
    pub items: Vec<String>,
    /// Families, any of them.
    pub families: Vec<String>,
    /// HS headings (prefixes), any of them.
    pub hs6: Vec<String>,
    /// TPP at least.
    pub tpp_min: Option<f64>,
    /// TPP below.
    pub tpp_below: Option<f64>,
    /// Performance density at least.
    pub density_min: Option<f64>,
    /// Performance density below.
    pub density_below: Option<f64>,
    /// Memory bandwidth at least, GB/s.
    pub memory_bandwidth_min: Option<f64>,
    /// Memory bandwidth below, GB/s.
    pub memory_bandwidth_below: Option<f64>,
    /// Chip-to-chip bandwidth at least, GB/s.
    pub io_bandwidth_min: Option<f64>,
    /// Memory and chip-to-chip bandwidth together at least, GB/s.
    pub sum_bandwidth_min: Option<f64>,
    /// Designed or marketed for data centres.
    pub datacenter: Option<bool>,
    /// Cut for the Chinese market.
    pub made_for_china: Option<bool>,
    /// On sale by this day.
    pub launched_by: Option<Day>,
}

/// A class of items.
#[derive(Clone, Debug, Serialize)]
pub struct Class {
    /// Id, for example `3A090.a`.
    pub id: String,
    /// Title.
    pub title: String,
    /// In the class if any of these holds ...
    pub any: Vec<Bounds>,
    /// ... and none of these.
    pub none: Vec<Bounds>,
    /// How sure.
    pub confidence: Confidence,
    /// Sources.
    pub sources: Vec<String>,
    #[serde(skip)]
    pub(crate) at: At,
}

/// Chip-to-chip bandwidth of families, where the catalogue has none.
#[derive(Clone, Debug, Serialize)]
pub struct IoBandwidth {
    /// Family and GB/s, both directions together, sorted by family.
    pub gb_s: Vec<(String, f64)>,
    /// How sure.
    pub confidence: Confidence,
    /// Sources.
    pub sources: Vec<String>,
}

/// What a cap sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Counts {
    /// What the recipient's group received in the calendar year, over all exporters.
    GroupYear,
    /// What the country received.
    Country,
    /// What the recipient received under its authorisation.
    Recipient,
}

/// Days and amount of a cap; days are inside.
#[derive(Clone, Debug, Serialize)]
pub struct CapStep {
    /// First day.
    pub from: Option<Day>,
    /// Last day.
    pub to: Option<Day>,
    /// TPP, inside the cap.
    pub tpp: f64,
}

/// A ceiling in TPP.
#[derive(Clone, Debug, Serialize)]
pub struct Cap {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// What it sums.
    pub counts: Counts,
    /// Amounts over days, ascending, without overlap.
    pub steps: Vec<CapStep>,
    /// A single move of at least this much is announced first.
    pub notice_from_tpp: Option<f64>,
    /// How sure.
    pub confidence: Confidence,
    /// Sources.
    pub sources: Vec<String>,
    #[serde(skip)]
    pub(crate) at: At,
}

impl Cap {
    /// Number and amount of the step that holds on a day.
    pub fn step_on(&self, day: Day) -> Option<(usize, f64)> {
        let holds = |step: &CapStep| day.is_within(step.from, step.to);
        let index = self.steps.iter().position(holds)?;
        Some((index, self.steps[index].tpp))
    }
}

/// Whether the controls reach goods at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reached {
    /// They do.
    Yes,
    /// They do not.
    No,
    /// The sources do not settle it.
    Unsettled,
}

/// Which goods the controls reach.
#[derive(Clone, Debug, Serialize)]
pub struct Reach {
    /// Kinds of item.
    pub kinds: Vec<ItemKind>,
    /// Place of the maker.
    pub makers: Option<String>,
    /// Is the maker's country known?
    pub maker_known: Option<bool>,
    /// Place that the move starts from.
    pub origin: Option<String>,
    /// What then.
    pub reached: Reached,
    /// How sure.
    pub confidence: Confidence,
    /// Sources.
    pub sources: Vec<String>,
    /// Why, one sentence.
    pub reason: String,
    #[serde(skip)]
    pub(crate) at: At,
}

/// A place through which goods were passed on.
#[derive(Clone, Debug, Serialize)]
pub struct Hub {
    /// The country.
    pub country: Country,
    /// Goods: `ai_chips`, `russia`, or a word of the user's.
    pub goods: String,
    /// First evidence.
    pub since: Day,
    /// May be an end by itself and also pass goods on.
    pub onward: bool,
    /// How sure.
    pub confidence: Confidence,
    /// Sources.
    pub sources: Vec<String>,
    /// Why, one sentence.
    pub note: String,
}

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
