//! What each leg carries, and who drew on what: the books that conservation is checked against.

use crate::model::{Country, Day, EntityId, ItemId, LinkId, Match, ShipmentId};

/// Units smaller than this are rounding, not goods.
pub(super) const CRUMB: f64 = 1e-6;

/// A shipment that carries, or may carry, units of a controlled item.
///
/// The units of a cargo are numbered from 0 to `size`; a [`Draw`] takes a stretch of those numbers, so
/// that no unit can be drawn twice and every unit can be followed from leg to leg.
#[derive(Clone, Debug, PartialEq)]
pub struct Cargo {
    /// The shipment.
    pub shipment: ShipmentId,
    /// Who sends.
    pub from: EntityId,
    /// Who receives.
    pub to: EntityId,
    /// When.
    pub day: Day,
    /// The item recognised, or for a hidden cargo that of the lot that was drawn on first.
    pub item: ItemId,
    /// The accelerator inside, which a control question is about; `item` where there is none.
    pub inside: ItemId,
    /// Country of the maker where only a listed heading names the goods; that of the lot for a hidden cargo.
    pub maker: Option<Country>,
    /// The most units that it can hold. 1 where nothing tells: one lot of unknown size.
    pub size: f64,
    /// Where `size` comes from.
    pub told: Told,
    /// Not recognised as the item: vague or relabelled. It holds what was drawn into it and no more.
    pub hidden: bool,
    /// Units that earlier lots explain, numbered from 0.
    pub drawn_in: f64,
    /// Units that later legs took, numbered from 0.
    pub drawn_out: f64,
}

impl Cargo {
    /// Units that are there to be passed on, in all.
    pub fn held(&self) -> f64 {
        if self.hidden {
            self.drawn_in
        } else {
            self.size
        }
    }

    /// Room for units from earlier lots.
    pub fn room(&self) -> f64 {
        (self.size - self.drawn_in).max(0.0)
    }
}

/// Where a number of units comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// A record states it.
    Stated,
    /// The weight allows no more; nobody states it.
    Bounded,
    /// Nothing tells.
    Unknown,
}

/// Units that one cargo draws from the lot that another brought.
#[derive(Clone, Debug, PartialEq)]
pub struct Draw {
    /// Cargo that brought the lot.
    pub parent: u32,
    /// First unit of the parent that is taken.
    pub parent_at: f64,
    /// Units taken from the parent.
    pub parent_units: f64,
    /// Cargo that carries them on.
    pub child: u32,
    /// First unit of the child that they become.
    pub child_at: f64,
    /// Units they become: the same number unless one side is a lot of unknown size.
    pub child_units: f64,
    /// How the child continues the parent.
    pub matched: Match,
    /// How well, 0 to 1.
    pub score: f64,
    /// The link of a handover.
    pub link: Option<LinkId>,
}

/// Units that a leg can hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Holds {
    /// The most units; 1 where nothing tells.
    pub units: f64,
    /// Where the number comes from.
    pub told: Told,
}

/// How many units move when `lot` is drawn on by a leg with `room`, from either side's view.
///
/// Where both sizes are stated it is the smaller. A lot of unknown size goes to one leg as a whole, and
/// a leg of unknown size takes what is left of one lot: without numbers, exclusive use is the only
/// claim that cannot count a unit twice.
pub(super) fn units_moved(left: f64, lot: Told, room: f64, leg: Told) -> (f64, f64) {
    if lot == Told::Unknown || leg == Told::Unknown {
        return (left, room);
    }
    let units = left.min(room);
    (units, units)
}

/// All cargoes of one class of goods, and the draws between them.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// Recognised cargoes in order of shipments, then hidden ones in order of discovery.
    pub cargoes: Vec<Cargo>,
    /// Draws in the order in which they were entered.
    pub draws: Vec<Draw>,
}

impl Ledger {
    /// Enters a draw of at most `parent_units`; returns the part that was entered, `None` if nothing
    /// was left on either side.
    pub(super) fn enter(&mut self, proposal: &Proposal, child: u32) -> Option<f64> {
        let how = (proposal.matched, proposal.score, proposal.link);
        self.draw(proposal.parent, child, proposal.at_most, how)
    }

    /// Enters that a recognised `leg` carries on what a new hidden `lot` brought, as much as both have room for. Nothing
    /// is known of the lot but what the leg says of it, so it holds what is drawn on.
    pub(super) fn carry_on(&mut self, lot: u32, leg: u32, matched: Match, score: f64) {
        self.cargoes[lot as usize].drawn_in = self.cargoes[lot as usize].size;
        self.draw(lot, leg, f64::INFINITY, (matched, score, None));
        self.cargoes[lot as usize].drawn_in = self.cargoes[lot as usize].drawn_out;
    }

    /// The only place where units move.
    fn draw(
        &mut self,
        parent: u32,
        child: u32,
        at_most: f64,
        (matched, score, link): (Match, f64, Option<LinkId>),
    ) -> Option<f64> {
        let (lot, leg) = (
            &self.cargoes[parent as usize],
            &self.cargoes[child as usize],
        );
        let left = (lot.held() - lot.drawn_out).max(0.0).min(at_most);
        let (taken, became) = units_moved(left, lot.told, leg.room(), leg.told);
        if taken <= CRUMB || became <= CRUMB {
            return None;
        }
        self.draws.push(Draw {
            parent,
            parent_at: lot.drawn_out,
            parent_units: taken,
            child,
            child_at: leg.drawn_in,
            child_units: became,
            matched,
            score,
            link,
        });
        self.cargoes[parent as usize].drawn_out += taken;
        self.cargoes[child as usize].drawn_in += became;
        Some(became)
    }
}

/// A draw that one entity's matching asks for.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Proposal {
    /// Cargo that brought the lot.
    pub parent: u32,
    /// Most units to take from it.
    pub at_most: f64,
    /// The shipment that would carry them on, its ends and its day.
    pub child: ShipmentId,
    /// Who sends it.
    pub from: EntityId,
    /// Who receives it.
    pub to: EntityId,
    /// When.
    pub day: Day,
    /// Units the child can hold, if it is not in the ledger yet.
    pub holds: Holds,
    /// What it would carry.
    pub item: ItemId,
    /// The accelerator in it.
    pub inside: ItemId,
    /// How it continues.
    pub matched: Match,
    /// How well.
    pub score: f64,
    /// The link of a handover.
    pub link: Option<LinkId>,
}
