//! A story: some firms and what they ship to each other. Look-alikes and schemes are stories made
//! with the same tools, so that nothing but what they do tells them apart.

mod firms;
mod record;
mod trade;

pub use firms::Age;
pub use record::{make_row, party};

use crate::model::time::Day;
use crate::simulate::dice::Dice;
use crate::simulate::firm::Firm;
use crate::simulate::places::PlaceId;
use crate::simulate::row::Row;
use crate::simulate::world::World;

/// A firm in a story: index into its firms.
pub type F = usize;

/// An ownership that is true in the world; the register may not know it.
#[derive(Clone, Debug)]
pub struct Owner {
    pub owner: String,
    pub owner_place: PlaceId,
    pub owned: F,
    pub share: Option<f64>,
    pub from: Option<Day>,
    pub kind: &'static str,
    /// Always in the register: what the story is about cannot be seen otherwise.
    pub certain: bool,
}

/// A watch-list entry.
#[derive(Clone, Debug)]
pub struct Watch {
    pub list: &'static str,
    pub name: String,
    pub aliases: String,
    pub country: &'static str,
    pub address: String,
    pub program: &'static str,
    pub from: Day,
}

/// A story in the making.
pub struct Story<'w> {
    /// The world it happens in.
    pub world: &'w World,
    /// Its own chance.
    pub dice: Dice,
    unit: u64,
    /// Its firms.
    pub firms: Vec<Firm>,
    /// Its records.
    pub rows: Vec<Row>,
    /// Its owners.
    pub owners: Vec<Owner>,
    /// Its watch-list entries.
    pub watch: Vec<Watch>,
    /// What firms do in it: for the truth of entities.
    pub roles: Vec<(F, &'static str)>,
}

impl<'w> Story<'w> {
    /// An empty story.
    pub fn new(world: &'w World, unit: u64) -> Self {
        Self {
            dice: world.dice(&[unit, 0x57]),
            world,
            unit,
            firms: Vec::new(),
            rows: Vec::new(),
            owners: Vec::new(),
            watch: Vec::new(),
            roles: Vec::new(),
        }
    }

    /// A day between two, both inside, at least.
    pub fn day(&mut self, from: Day, to: Day) -> Day {
        from.plus(self.dice.whole(0, i64::from(to.since(from)).max(0)) as i32)
    }

    /// A day on which a story of this many days can start.
    pub fn start(&mut self, length: i32) -> Day {
        let settings = &self.world.settings;
        let last = settings.to.plus(-length);
        let from = settings.from;
        self.day(from, if last.since(from) > 0 { last } else { from })
    }

    /// A start on or after a day.
    pub fn start_after(&mut self, after: Day, length: i32) -> Day {
        let settings = &self.world.settings;
        let from = if after.since(settings.from) > 0 {
            after
        } else {
            settings.from
        };
        let last = settings.to.plus(-length);
        self.day(from, if last.since(from) > 0 { last } else { from })
    }
}
