//! Links: two entities related other than by a shipment.

use super::id::EntityId;
use super::time::Day;
use super::unit::Measure;
use serde::{Deserialize, Serialize};

/// How two entities are related.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// `a` owns a share of `b`.
    Owner,
    /// The same owner holds half or more of both.
    CommonOwner,
    /// Same address.
    Address,
    /// Same telephone number.
    Phone,
    /// Same e-mail address or private domain.
    Email,
    /// Same web site.
    Website,
    /// Same director or officer.
    Director,
    /// Same registered agent.
    Agent,
    /// The same name in another country.
    NameVariant,
    /// `b` started when `a` stopped, with the same partners.
    Successor,
    /// Goods of the same count and net weight came to `a` and left from `b`.
    SameLot,
}

impl LinkKind {
    /// The word used in tables.
    pub const fn word(self) -> &'static str {
        match self {
            LinkKind::Owner => "owner",
            LinkKind::CommonOwner => "common_owner",
            LinkKind::Address => "address",
            LinkKind::Phone => "phone",
            LinkKind::Email => "email",
            LinkKind::Website => "website",
            LinkKind::Director => "director",
            LinkKind::Agent => "agent",
            LinkKind::NameVariant => "name_variant",
            LinkKind::Successor => "successor",
            LinkKind::SameLot => "same_lot",
        }
    }

    /// Do the two share an identifier of their own, and not a service that many use?
    pub const fn is_own_identifier(self) -> bool {
        matches!(
            self,
            LinkKind::Address
                | LinkKind::Phone
                | LinkKind::Email
                | LinkKind::Website
                | LinkKind::Director
        )
    }

    /// Does the link point from `a` to `b`? Else it reads the same both ways, with `a < b`.
    pub const fn is_directed(self) -> bool {
        matches!(
            self,
            LinkKind::Owner | LinkKind::Successor | LinkKind::SameLot
        )
    }
}

/// A link between two entities.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// One end; the owner, or the predecessor.
    pub a: EntityId,
    /// The other end.
    pub b: EntityId,
    /// How they are related.
    pub kind: LinkKind,
    /// 0 to 1, discounted by how common the shared value is.
    pub strength: f64,
    /// Owner links: the direct share in percent.
    pub share_pct: Measure,
    /// What was seen: the shared value, or the words of the register.
    pub seen: String,
    /// First day it holds; `None` means always.
    pub from: Option<Day>,
    /// Last day it holds; `None` means still.
    pub to: Option<Day>,
}
