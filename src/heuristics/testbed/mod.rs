//! Small worlds written as text, for the case files and the tests of heuristics.
//!
//! A case file holds one section a case (`## Fires`, `## Near miss`, `## Look-alike`, ...) with fenced tables:
//! `shipments` (canonical columns, and `item` and `units` as recognised), `parties`, `ownership`, `watchlist`,
//! `links`, `roles`, and `path` (records joined by `,` in a leg, legs by `>`, a handover as `[Giver|Taker]`;
//! then lines `end ...`, `match LEG WORD`, `flow_share X`, `answer STATUS`, `group RECEIVED CAP` in TPP). Names are resolved as they stand.
//! The last line of a section says what is expected: `Expect: fires`, `Expect: quiet` or `Expect: unknown`.

mod case_file;
mod items;
mod path;
mod registers;
mod rules;
mod shipments;
mod tables;

pub(crate) use case_file::cases;
pub use case_file::{Expect, Section, check, sections};

use crate::heuristics::context::{Context, Inputs};
use crate::model::{
    Country, EntityId, Goods, IdVec, Items, Path, Registers, Resolution, RoleScores, Shipments,
};
use crate::policy::heuristics::HeuristicSettings;
use crate::reference::headings::{self, Headings};
use items::catalogue;
use rules::FixedRules;
use std::collections::BTreeMap;
use tables::{country, table};

/// A world small enough to read.
pub struct World {
    /// Shipments.
    pub shipments: Shipments,
    /// Recognised goods.
    pub goods: Goods,
    /// Catalogue of a few items.
    pub items: Items,
    /// Registers, empty: what they say is in the entities.
    pub registers: Registers,
    /// Names as they stand.
    pub resolution: Resolution,
    /// Roles as given.
    pub roles: IdVec<EntityId, RoleScores>,
    /// Goods headings as they are.
    pub headings: Headings,
    /// Built-in settings.
    pub settings: HeuristicSettings,
    /// The paths.
    pub paths: Vec<Path>,
    rules: FixedRules,
}

impl World {
    /// Reads the tables of a section.
    ///
    /// # Errors
    /// Names the cell or word that cannot be read.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut rows = table(text, "shipments");
        rows.sort_by(|a, b| {
            (a.get("date"), a.get("record_id")).cmp(&(b.get("date"), b.get("record_id")))
        });
        let items = catalogue();
        let mut world = World {
            shipments: Shipments::default(),
            goods: Goods {
                reasons: vec![String::new()],
                ..Goods::default()
            },
            items,
            registers: Registers::default(),
            resolution: Resolution::default(),
            roles: IdVec::new(),
            headings: headings::load(),
            settings: HeuristicSettings::built_in().map_err(|e| e.to_string())?,
            paths: Vec::new(),
            rules: FixedRules {
                answer: None,
                group: None,
            },
        };
        let mut parties: BTreeMap<(String, Option<Country>), crate::model::PartyId> =
            BTreeMap::new();
        for row in &rows {
            world.add_shipment(row, &mut parties)?;
        }
        for row in table(text, "parties") {
            world.party(
                row.get("name").cloned(),
                country(&row, "country")?,
                &mut parties,
            );
        }
        world.resolve();
        world.registers(text)?;
        world.add_path(text)?;
        Ok(world)
    }

    /// The context over this world.
    pub fn context(&self) -> Context<'_> {
        Context::build(
            Inputs {
                shipments: &self.shipments,
                goods: &self.goods,
                items: &self.items,
                registers: &self.registers,
                resolution: &self.resolution,
                roles: &self.roles,
                headings: &self.headings,
                settings: &self.settings,
                rules: &self.rules,
            },
            &self.paths,
        )
    }
}
