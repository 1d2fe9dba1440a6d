//! The shared nouns. No I/O, no clock, no environment, and no import from the rest of the crate.

pub mod alert;
pub mod control;
pub mod country;
pub mod entity;
pub mod finding;
mod hash_index;
pub mod id;
pub mod item;
pub mod judgement;
pub mod label;
pub mod link;
pub mod merge;
pub mod party;
pub mod path;
mod pieces;
pub mod progress;
pub mod register;
pub mod run;
pub mod sheet;
pub mod shipment;
pub mod shipment_sheet;
pub mod source;
pub mod table;
pub mod text;
pub mod time;
pub mod unit;
pub mod word;

pub use alert::{Alert, Case};
pub use control::{Answer, Confidence, Review, Status, Verdict};
pub use country::Country;
pub use entity::{
    AddressMark, Attributes, Entities, Entity, EntityKey, ListHit, Owner, Resolution, Role,
    RoleScores,
};
pub use finding::{Contribution, Direction, Explanation, Finding, Scope};
pub use hash_index::HashIndex;
pub use id::{EntityId, Id, IdVec, ItemId, LinkId, PartyId, ShipmentId};
pub use item::{Goods, Item, ItemKind, Items, Plausibility, Wording};
pub use judgement::Judgement;
pub use label::{Label, LabelSheet, LabelVerdict, Seen};
pub use link::{Link, LinkKind};
pub use merge::{Merge, MergePart, Merges};
pub use party::{Parties, Party};
pub use path::{Completeness, Cut, End, Leg, Match, Path};
pub use pieces::Counts;
pub use progress::{Progress, Silent};
pub use register::{OwnershipRecord, PartyRecord, Registers, WatchEntry};
pub use run::{Advice, FileHash, RUN_FORMAT, RowCounts, Run, RunRecord};
pub use sheet::{
    AlertSheet, DrawnSheet, EntitySheet, FindingSheet, LegSheet, LinkSheet, PathSheet, SUPPLY,
    SupplySheet,
};
pub use shipment::{Completed, ExtraColumn, MergedRecord, Original, Shipments, heading_of};
pub use shipment_sheet::{Cell, ShipmentSheet};
pub use source::{RejectedRow, SourceFile, SourceRow, StageTime};
pub use text::{TextId, TextStore, text_hash};
pub use time::{Day, Window};
pub use unit::{Measure, Range, probability};
