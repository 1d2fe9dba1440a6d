//! What the registers, lists, links and roles of a case say of its firms.

use super::World;
use super::tables::{Row, country, day, number, table};
use crate::model::{Attributes, IdVec, Link, LinkKind, ListHit, Measure, Owner, Role};

impl World {
    pub(super) fn registers(&mut self, text: &str) -> Result<(), String> {
        let need = |row: &Row, key: &str| row.get(key).cloned().ok_or(format!("no {key}"));
        for row in table(text, "parties") {
            let id = self.entity(&need(&row, "name")?)?;
            let list = |key: &str| row.get(key).cloned().into_iter().collect::<Vec<_>>();
            self.resolution.entities[id].headquarters = country(&row, "hq_country")?;
            self.resolution.entities[id].attributes = Some(Box::new(Attributes {
                addresses: list("address"),
                phones: list("phone"),
                emails: list("email"),
                websites: list("website"),
                directors: list("director"),
                registration_ids: list("registration_id"),
                incorporated: day(&row, "incorporation_date")?,
                business_line: row.get("business_line").cloned(),
                employees: number(&row, "employees")?,
                data_centre_mw: number(&row, "data_centre_mw")?,
                hq_country: country(&row, "hq_country")?,
            }));
        }
        for row in table(text, "ownership") {
            let owned = self.entity(&need(&row, "owned_name")?)?;
            let owner_name = need(&row, "owner_name")?;
            let share = number(&row, "share_pct")?;
            let owner = Owner {
                entity: self.entity(&owner_name).ok(),
                name: owner_name,
                country: country(&row, "owner_country")?,
                share_pct: share,
                controls: share.get().is_none_or(|pct| pct >= 50.0),
                listed: row.contains_key("listed"),
                via: Vec::new(),
                from: day(&row, "from")?,
                to: day(&row, "to")?,
            };
            self.resolution.entities[owned].owners.push(owner);
        }
        for row in table(text, "watchlist") {
            self.registers.watchlist.push(crate::model::WatchEntry {
                list: need(&row, "list")?,
                name: need(&row, "name")?,
                ..crate::model::WatchEntry::default()
            });
            let id = self.entity(&need(&row, "name")?)?;
            self.resolution.entities[id].listed.push(ListHit {
                list: need(&row, "list")?,
                entry_id: None,
                listed: need(&row, "name")?,
                program: row.get("program").cloned(),
                score: number(&row, "score")?.get().unwrap_or(0.97),
                is_match: !row.contains_key("address_only"),
                elsewhere: row.contains_key("elsewhere"),
                from: day(&row, "from")?,
                to: day(&row, "to")?,
                why: row.get("why").cloned().unwrap_or_default(),
            });
        }
        let mut links = Vec::new();
        for row in table(text, "links") {
            let kind = match need(&row, "kind")?.as_str() {
                "owner" => LinkKind::Owner,
                "address" => LinkKind::Address,
                "phone" => LinkKind::Phone,
                "email" => LinkKind::Email,
                "website" => LinkKind::Website,
                "director" => LinkKind::Director,
                "agent" => LinkKind::Agent,
                "name_variant" => LinkKind::NameVariant,
                "successor" => LinkKind::Successor,
                other => return Err(format!("no link kind '{other}'")),
            };
            links.push(Link {
                a: self.entity(&need(&row, "a")?)?,
                b: self.entity(&need(&row, "b")?)?,
                kind,
                strength: number(&row, "strength")?.get().unwrap_or(0.9),
                share_pct: number(&row, "share_pct")?,
                seen: row.get("seen").cloned().unwrap_or_default(),
                from: day(&row, "from")?,
                to: day(&row, "to")?,
            });
        }
        links.sort_by_key(|link| (link.a, link.b, link.kind));
        self.resolution.links = IdVec::from(links);
        for row in table(text, "roles") {
            let id = self.entity(&need(&row, "name")?)?;
            let word = need(&row, "role")?;
            let role = Role::ALL
                .into_iter()
                .find(|role| role.word() == word)
                .ok_or(format!("no role '{word}'"))?;
            self.roles[id].scores[role as usize] = number(&row, "score")?.or(Measure::new(0.9));
        }
        Ok(())
    }
}
