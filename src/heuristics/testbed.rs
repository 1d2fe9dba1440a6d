//! Small worlds written as text, for the case files and the tests of heuristics.
//!
//! A case file holds one section a case (`## Fires`, `## Near miss`, `## Look-alike`, ...) with fenced tables:
//! `shipments` (canonical columns, and `item` and `units` as recognised), `parties`, `ownership`, `watchlist`,
//! `links`, `roles`, and `path` (records joined by `,` in a leg, legs by `>`, a handover as `[Giver|Taker]`;
//! then lines `end ...`, `match LEG WORD`, `flow_share X`, `answer STATUS`, `group RECEIVED CAP` in TPP). Names are resolved as they stand.
//! The last line of a section says what is expected: `Expect: fires`, `Expect: quiet` or `Expect: unknown`.

use super::context::{Context, GroupTotal, Inputs, Rules};
use super::run::{Prepared, run};
use crate::model::{
    Answer, Attributes, Confidence, Country, Day, End, Entity, EntityId, EntityKey, Goods, IdVec,
    Item, ItemId, ItemKind, Items, Leg, Link, LinkId, LinkKind, ListHit, Match, Measure,
    MergedRecord, Owner, Party, Path, Range, Registers, Resolution, Review, Role, RoleScores,
    ShipmentId, Shipments, Status, TextId, Verdict, Wording,
};
use crate::policy::heuristics::HeuristicSettings;
use crate::reference::headings::{self, Headings};
use std::collections::BTreeMap;

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

/// Rules of the test world: China, Hong Kong and Macau from 7 October 2022 for chips, Russia, Belarus and Iran for
/// all goods from 24 February 2022.
struct FixedRules {
    answer: Option<Status>,
    group: Option<GroupTotal>,
}

impl Rules for FixedRules {
    fn restricted(&self, country: Country, item: &Item, _: Option<Country>, day: Day) -> bool {
        let from = |y, m, d| Day::from_ymd(y, m, d).is_some_and(|from| day >= from);
        match country.as_str() {
            "CN" | "HK" | "MO" => item.kind != ItemKind::ListedHeading && from(2022, 10, 7),
            "RU" | "BY" | "IR" => from(2022, 2, 24),
            _ => false,
        }
    }

    fn group_total(
        &self,
        _: ShipmentId,
        _: EntityId,
        _: &Item,
        _: &Resolution,
    ) -> Option<GroupTotal> {
        self.group.clone()
    }

    fn at_end(&self, path: &Path, item: &Item, _: &Resolution) -> Option<Answer> {
        let status = self.answer.clone().or_else(|| match &path.end {
            End::RestrictedCountry { country } => {
                Some(if self.restricted(*country, item, None, path.days().1) {
                    Status::LicenceRequired {
                        review: Review::Denial,
                    }
                } else {
                    Status::NoLicence
                })
            }
            _ => None,
        })?;
        let verdict = Verdict {
            status,
            regimes: vec!["test".to_owned()],
            valid_from: None,
            valid_to: None,
            confidence: Confidence::Verified,
            cap_left_tpp: Measure::UNKNOWN,
            reason: "as the case says".to_owned(),
        };
        Some(Answer {
            codified: verdict.clone(),
            enforced: verdict,
        })
    }
}

/// What a section of a case file expects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expect {
    /// A finding of strength 0.3 or more.
    Fires,
    /// No finding, or one below 0.2.
    Quiet,
    /// A finding of unknown strength.
    Unknown,
}

/// One section of a case file.
pub struct Section {
    /// Its heading.
    pub title: String,
    /// Its text.
    pub text: String,
    /// What it expects.
    pub expect: Expect,
}

/// The sections of a case file.
///
/// # Errors
/// Names the section that says nothing of what it expects.
pub fn sections(file: &str) -> Result<Vec<Section>, String> {
    let mut out: Vec<Section> = Vec::new();
    for line in file.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            out.push(Section {
                title: title.trim().to_owned(),
                text: String::new(),
                expect: Expect::Quiet,
            });
        } else if let Some(section) = out.last_mut() {
            section.text.push_str(line);
            section.text.push('\n');
        }
    }
    for section in &mut out {
        let expected = section
            .text
            .lines()
            .find_map(|line| line.strip_prefix("Expect: "));
        section.expect = match expected.map(str::trim) {
            Some("fires") => Expect::Fires,
            Some("quiet") => Expect::Quiet,
            Some("unknown") => Expect::Unknown,
            other => return Err(format!("section '{}' expects {other:?}", section.title)),
        };
    }
    Ok(out)
}

/// Runs one section against one heuristic.
///
/// # Errors
/// Says what was seen instead of what was expected.
pub fn check(heuristic: &str, section: &Section) -> Result<(), String> {
    let world =
        World::parse(&section.text).map_err(|e| format!("{heuristic}, {}: {e}", section.title))?;
    if world.paths.is_empty() {
        return Err(format!("{heuristic}, {}: no path", section.title));
    }
    let found = run(
        &world.context(),
        &world.paths,
        &Prepared::defaults(),
        &|| 0.0,
    );
    let finding = found.of_path[0]
        .iter()
        .find(|finding| finding.heuristic == heuristic);
    let strength = finding.map(|finding| finding.strength.get());
    let good = match section.expect {
        Expect::Fires => matches!(strength, Some(Some(s)) if s >= 0.3),
        Expect::Quiet => matches!(strength, None | Some(Some(..0.2))),
        Expect::Unknown => matches!(strength, Some(None)),
    };
    let broken = found.failed.first().map(|(id, _)| *id);
    if let Some(id) = broken {
        return Err(format!("{heuristic}, {}: '{id}' panicked", section.title));
    }
    if good {
        Ok(())
    } else {
        Err(format!(
            "{heuristic}, {}: expected {:?}, saw {:?}",
            section.title, section.expect, finding
        ))
    }
}

/// The three tests that every heuristic has: each runs the section of its case file with that title.
macro_rules! cases {
    ($id:literal) => {
        #[cfg(test)]
        mod tests {
            use crate::heuristics::testbed;

            const FILE: &str = include_str!(concat!("../../tests/cases/", $id, ".md"));

            fn case(title: &str) {
                let sections = testbed::sections(FILE).expect("a case file");
                let section = sections
                    .iter()
                    .find(|section| section.title == title)
                    .unwrap_or_else(|| panic!("no section '{title}'"));
                testbed::check($id, section).expect("as the case says");
            }

            #[test]
            fn fires() {
                case("Fires");
            }

            #[test]
            fn stays_quiet_on_a_near_miss() {
                case("Near miss");
            }

            #[test]
            fn stays_quiet_on_a_look_alike() {
                case("Look-alike");
            }
        }
    };
}
pub(crate) use cases;

type Row = BTreeMap<String, String>;

fn table(text: &str, name: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut header: Option<Vec<String>> = None;
    for line in block(text, name) {
        let cells = line.split(',').map(|cell| cell.trim().to_owned());
        match &header {
            None => header = Some(cells.collect()),
            Some(header) => rows.push(
                header
                    .iter()
                    .cloned()
                    .zip(cells)
                    .filter(|(_, cell)| !cell.is_empty())
                    .collect(),
            ),
        }
    }
    rows
}

fn block<'t>(text: &'t str, name: &str) -> impl Iterator<Item = &'t str> {
    let open = format!("```{name}");
    text.lines()
        .skip_while(move |line| *line != open)
        .skip(1)
        .take_while(|line| *line != "```")
        .filter(|line| !line.trim().is_empty())
}

fn number(row: &Row, key: &str) -> Result<Measure, String> {
    row.get(key)
        .map(|cell| {
            cell.parse::<f64>()
                .map_err(|_| format!("{key} '{cell}' is no number"))
        })
        .transpose()
        .map(Measure::from)
}

fn day(row: &Row, key: &str) -> Result<Option<Day>, String> {
    row.get(key)
        .map(|cell| Day::from_iso(cell).ok_or(format!("{key} '{cell}' is no day")))
        .transpose()
}

fn country(row: &Row, key: &str) -> Result<Option<Country>, String> {
    row.get(key)
        .map(|cell| Country::from_code(cell).ok_or(format!("{key} '{cell}' is no country")))
        .transpose()
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

    fn party(
        &mut self,
        name: Option<String>,
        country: Option<Country>,
        parties: &mut BTreeMap<(String, Option<Country>), crate::model::PartyId>,
    ) -> Option<crate::model::PartyId> {
        let name = name?;
        if let Some(&id) = parties.get(&(name.clone(), country)) {
            return Some(id);
        }
        let text = self.shipments.text.intern(&name);
        let id = self.shipments.parties.push(Party {
            name: text,
            address: TextId::NONE,
            country,
            registration_id: TextId::NONE,
        });
        parties.insert((name, country), id);
        Some(id)
    }

    fn add_shipment(
        &mut self,
        row: &Row,
        parties: &mut BTreeMap<(String, Option<Country>), crate::model::PartyId>,
    ) -> Result<(), String> {
        let shipper = self.party(
            row.get("shipper_name").cloned(),
            country(row, "shipper_country")?,
            parties,
        );
        let consignee = self.party(
            row.get("consignee_name").cloned(),
            country(row, "consignee_country")?,
            parties,
        );
        let day = day(row, "date")?.ok_or("a shipment without a date")?;
        let s = &mut self.shipments;
        let mut text = |key: &str| {
            row.get(key)
                .map_or(TextId::NONE, |cell| s.text.intern(cell))
        };
        s.record_id.push(text("record_id"));
        s.notify_name.push(text("notify_name"));
        s.forwarder_name.push(text("forwarder_name"));
        s.carrier.push(text("carrier"));
        s.transport_mode.push(text("transport_mode"));
        s.vessel.push(text("vessel"));
        s.voyage.push(text("voyage"));
        s.bill_of_lading.push(text("bill_of_lading"));
        s.master_bill.push(text("master_bill"));
        s.container.push(text("container"));
        s.port_lading.push(text("port_lading"));
        s.port_unlading.push(text("port_unlading"));
        s.place_receipt.push(text("place_receipt"));
        s.final_destination.push(text("final_destination"));
        s.hs_code.push(text("hs_code"));
        s.description.push(text("description"));
        s.quantity_unit.push(text("quantity_unit"));
        s.currency.push(text("currency"));
        s.incoterm.push(text("incoterm"));
        s.brand.push(text("brand"));
        s.day.push(day);
        s.shipper.push(shipper);
        s.consignee.push(consignee);
        s.origin_country.push(country(row, "origin_country")?);
        s.export_country.push(country(row, "export_country")?);
        s.destination_country
            .push(country(row, "destination_country")?);
        s.quantity.push(number(row, "quantity")?);
        s.gross_weight_kg.push(number(row, "gross_weight")?);
        s.net_weight_kg.push(number(row, "net_weight")?);
        s.value.push(number(row, "value")?);
        s.value_usd.push(number(row, "value")?);
        s.unit_price.push(number(row, "unit_price")?);
        s.source.push(crate::model::SourceRow {
            file: 0,
            line: s.day.len() as u32 + 1,
        });
        if row.get("mirrored").is_some() {
            s.merged.push(MergedRecord {
                into: ShipmentId::new(s.day.len() - 1),
                record_id: TextId::NONE,
                source: crate::model::SourceRow { file: 0, line: 0 },
                reason: "mirror",
            });
        }
        let item = row
            .get("item")
            .map(|slug| {
                self.items
                    .enumerate()
                    .find(|(_, item)| item.id == *slug)
                    .map(|(id, _)| id)
                    .ok_or(format!("no item '{slug}' in the test catalogue"))
            })
            .transpose()?;
        let units = number(row, "units")?;
        let tpp = item.map_or(Measure::UNKNOWN, |item| {
            let tpp = self.items[item].tpp;
            units.map(|n| n * tpp.get().unwrap_or(f64::NAN))
        });
        self.goods.item.push(item);
        self.goods.inside.push(item);
        self.goods
            .confidence
            .push(match (item, number(row, "confidence")?.get()) {
                (None, _) => 0.0,
                (Some(_), stated) => stated.unwrap_or(0.95) as f32,
            });
        self.goods.units.push(units);
        self.goods.tpp.push(tpp);
        self.goods
            .wording
            .push(match row.get("description").map(String::as_str) {
                None if item.is_some() => Wording::Specific,
                None => Wording::Missing,
                Some(words)
                    if item.is_none()
                        && super::words::has(
                            words,
                            &[
                                "parts".to_owned(),
                                "electronics".to_owned(),
                                "modules".to_owned(),
                                "goods".to_owned(),
                                "equipment".to_owned(),
                            ],
                        ) =>
                {
                    Wording::Vague
                }
                Some(_) => Wording::Specific,
            });
        self.goods.why.push(0);
        Ok(())
    }

    /// One entity a name.
    fn resolve(&mut self) {
        let text = &self.shipments.text;
        let mut by_name: BTreeMap<&str, Vec<crate::model::PartyId>> = BTreeMap::new();
        for (id, party) in self.shipments.parties.enumerate() {
            by_name.entry(text.get(party.name)).or_default().push(id);
        }
        let mut entity_of = vec![EntityId::new(0); self.shipments.parties.len()];
        let mut entities = IdVec::new();
        for (i, members) in by_name.values().enumerate() {
            let first = &self.shipments.parties[members[0]];
            let mut countries: Vec<Country> = members
                .iter()
                .filter_map(|&id| self.shipments.parties[id].country)
                .collect();
            countries.sort_unstable();
            countries.dedup();
            let id = entities.push(Entity {
                key: EntityKey(i as u64 + 1),
                name: first.name,
                parties: members.clone().into(),
                country: first.country,
                countries: countries.into(),
                attributes: None,
                owners: Vec::new(),
                listed: Vec::new(),
                headquarters: None,
            });
            for member in members {
                entity_of[member.index()] = id;
            }
            self.roles.push(RoleScores::default());
        }
        self.resolution.entity_of = IdVec::from(entity_of);
        self.resolution.entities = entities;
    }

    fn entity(&self, name: &str) -> Result<EntityId, String> {
        self.resolution
            .entities
            .enumerate()
            .find(|(_, entity)| self.shipments.text.get(entity.name) == name.trim())
            .map(|(id, _)| id)
            .ok_or(format!("no entity '{name}'"))
    }

    fn registers(&mut self, text: &str) -> Result<(), String> {
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

    fn record(&self, name: &str) -> Result<ShipmentId, String> {
        self.shipments
            .ids()
            .find(|&id| self.shipments.record(id) == name.trim())
            .ok_or(format!("no record '{name}'"))
    }

    fn add_path(&mut self, text: &str) -> Result<(), String> {
        let mut lines = block(text, "path");
        let Some(first) = lines.next() else {
            return Ok(());
        };
        let mut legs: Vec<Leg> = Vec::new();
        for part in first.split('>') {
            let part = part.trim();
            if let Some(names) = part
                .strip_prefix('[')
                .and_then(|part| part.strip_suffix(']'))
            {
                let (from, to) = names.split_once('|').ok_or("a handover is [Giver|Taker]")?;
                let (from, to) = (self.entity(from)?, self.entity(to)?);
                let link = self
                    .resolution
                    .links
                    .enumerate()
                    .find(|(_, link)| {
                        (link.a, link.b) == (from, to) || (link.b, link.a) == (from, to)
                    })
                    .map(|(id, _): (LinkId, _)| id);
                let day = legs.last().map_or(Day::from_epoch(0), |leg| leg.last_day);
                legs.push(Leg {
                    from,
                    to,
                    shipments: Vec::new(),
                    drawn: Vec::new(),
                    link,
                    matched: Match::Handover,
                    compatibility: 0.7,
                    units: legs.last().map_or(Measure::UNKNOWN, |leg| leg.units),
                    first_day: day,
                    last_day: day,
                });
                continue;
            }
            let shipments = part
                .split(',')
                .map(|name| self.record(name))
                .collect::<Result<Vec<_>, _>>()?;
            let side = |party: Option<crate::model::PartyId>| {
                party
                    .map(|party| self.resolution.entity_of[party])
                    .ok_or("a path record without a party")
            };
            let i = shipments[0].index();
            let drawn: Vec<Measure> = shipments
                .iter()
                .map(|id| self.goods.units[id.index()])
                .collect();
            let known: Vec<f64> = drawn.iter().filter_map(|units| units.get()).collect();
            legs.push(Leg {
                from: side(self.shipments.shipper[i])?,
                to: side(self.shipments.consignee[i])?,
                link: None,
                matched: self.matched(&legs, shipments[0]),
                compatibility: 0.9,
                units: if known.is_empty() {
                    Measure::UNKNOWN
                } else {
                    Measure::new(known.iter().sum())
                },
                first_day: shipments
                    .iter()
                    .map(|id| self.shipments.day[id.index()])
                    .min()
                    .ok_or("empty leg")?,
                last_day: shipments
                    .iter()
                    .map(|id| self.shipments.day[id.index()])
                    .max()
                    .ok_or("empty leg")?,
                drawn,
                shipments,
            });
        }
        let item = legs
            .iter()
            .flat_map(|leg| &leg.shipments)
            .find_map(|id| self.goods.item[id.index()])
            .ok_or("a path without a recognised item")?;
        let mut chain = vec![legs[0].from];
        chain.extend(legs.iter().map(|leg| leg.to));
        let units = legs
            .iter()
            .filter_map(|leg| leg.units.get())
            .reduce(f64::min)
            .map_or(Measure::UNKNOWN, Measure::new);
        let mut path = Path {
            feeders: Vec::new(),
            chain,
            item,
            units,
            tpp: units.map(|n| n * self.items[item].tpp.get().unwrap_or(f64::NAN)),
            value_usd: legs[0]
                .shipments
                .first()
                .map_or(Measure::UNKNOWN, |id| self.shipments.value_usd[id.index()]),
            legs,
            end: End::Vanished,
            flow_share: 1.0,
            cut: false,
        };
        for line in lines {
            let words: Vec<&str> = line.split_whitespace().collect();
            let place = |i: usize| {
                words
                    .get(i)
                    .and_then(|code| Country::from_code(code))
                    .ok_or("no country")
            };
            match words.as_slice() {
                ["end", "restricted_country", ..] => {
                    path.end = End::RestrictedCountry { country: place(2)? }
                }
                ["end", "restricted_owner", _, share @ ..] => {
                    path.end = End::RestrictedOwner {
                        country: place(2)?,
                        share_pct: share.first().and_then(|s| s.parse().ok()).into(),
                    }
                }
                ["end", "restricted_headquarters", ..] => {
                    path.end = End::RestrictedHeadquarters { country: place(2)? };
                }
                ["end", "listed", list] => {
                    path.end = End::Listed {
                        list: (*list).to_owned(),
                    }
                }
                ["end", "vanished"] => path.end = End::Vanished,
                ["flow_share", share] => {
                    path.flow_share = share.parse().map_err(|_| "flow_share")?
                }
                ["answer", word] => {
                    self.rules.answer = Some(match *word {
                        "no_licence" => Status::NoLicence,
                        "authorised_recipient" => Status::AuthorisedRecipient { until: None },
                        "exception" => Status::Exception {
                            code: "NAC".to_owned(),
                            notice_days: Some(25),
                        },
                        "denial" => Status::LicenceRequired {
                            review: Review::Denial,
                        },
                        "case_by_case" => Status::LicenceRequired {
                            review: Review::CaseByCase,
                        },
                        "embargo" => Status::Embargo,
                        "indeterminate" => Status::Indeterminate,
                        other => return Err(format!("no answer '{other}'")),
                    });
                }
                ["group", received, cap] => {
                    let tpp = |text: &str| text.parse::<f64>().map_err(|_| "group RECEIVED CAP");
                    self.rules.group = Some(GroupTotal {
                        parent: "Thyme Example Holding".to_owned(),
                        received_tpp: tpp(received)?,
                        cap_tpp: tpp(cap)?,
                        cap: "ceiling of the case".to_owned(),
                        year: 2024,
                    });
                }
                ["match", leg, word] => {
                    let leg: usize = leg.parse().map_err(|_| "match LEG WORD")?;
                    path.legs.get_mut(leg - 1).ok_or("no such leg")?.matched = match *word {
                        "same_item" => Match::SameItem,
                        "converted" => Match::Converted,
                        "vague" => Match::Vague,
                        "relabelled" => Match::Relabelled,
                        other => return Err(format!("no match '{other}'")),
                    };
                }
                _ => return Err(format!("path line '{line}' is not understood")),
            }
        }
        self.paths.push(path);
        Ok(())
    }

    fn matched(&self, legs: &[Leg], shipment: ShipmentId) -> Match {
        let item = |id: ShipmentId| self.goods.item[id.index()];
        let Some(before) = legs.iter().rev().find_map(|leg| leg.shipments.first()) else {
            return Match::First;
        };
        match (item(*before), item(shipment)) {
            (_, Some(after)) if item(*before) == Some(after) => Match::SameItem,
            (Some(before), Some(after))
                if self.items[before].family == self.items[after].family =>
            {
                Match::Converted
            }
            _ if self.goods.wording[shipment.index()] == Wording::Specific => Match::Relabelled,
            _ => Match::Vague,
        }
    }
}

/// The items that cases may name. Figures are round: only heuristics are tested with them.
fn catalogue() -> Items {
    let item = |id: &str,
                family: &str,
                kind: ItemKind,
                held: f64,
                tpp: f64,
                kg: (f64, f64),
                usd: (f64, f64),
                hs: &[&str]| Item {
        id: id.to_owned(),
        vendor: "NVIDIA".to_owned(),
        model: id.to_uppercase(),
        family: family.to_owned(),
        kind,
        form: "card".to_owned(),
        accelerators: Measure::new(held),
        tpp: Measure::new(tpp),
        performance_density: Measure::new(10.0),
        memory_bandwidth: Measure::new(3000.0),
        io_bandwidth: Measure::new(900.0),
        datacenter: id != "rtx4090",
        made_for_china: id == "h20",
        launch: None,
        maker_country: Country::from_code("US"),
        unit_weight_kg: Range {
            low: Measure::new(kg.0),
            high: Measure::new(kg.1),
        },
        unit_price_usd: Range {
            low: Measure::new(usd.0),
            high: Measure::new(usd.1),
        },
        hs6: hs.iter().map(|code| (*code).to_owned()).collect(),
        chpl_tier: (kind == ItemKind::ListedHeading).then(|| "1".to_owned()),
        power_watts: Measure::new(700.0 * held),
        confidence: "verified".to_owned(),
        aliases: Vec::new(),
        part_numbers: Vec::new(),
        pci_ids: Vec::new(),
        die_area_mm2: Measure::UNKNOWN,
        memory_gb: Measure::UNKNOWN,
        dense_tops: Measure::UNKNOWN,
        bit_length: Measure::UNKNOWN,
        represents_family: false,
        common_name: false,
        holds: Vec::new(),
        sources: Vec::new(),
        note: String::new(),
    };
    let mut rows = vec![
        item(
            "a100",
            "A100",
            ItemKind::Accelerator,
            1.0,
            4992.0,
            (1.0, 4.0),
            (7000.0, 16000.0),
            &["847330", "847180"],
        ),
        item(
            "dgx_h100",
            "H100",
            ItemKind::System,
            8.0,
            15832.0,
            (100.0, 180.0),
            (200_000.0, 400_000.0),
            &["847150", "847180"],
        ),
        item(
            "h100",
            "H100",
            ItemKind::Accelerator,
            1.0,
            15832.0,
            (1.0, 4.0),
            (20_000.0, 45_000.0),
            &["847330", "847180"],
        ),
        item(
            "h20",
            "H20",
            ItemKind::Accelerator,
            1.0,
            2368.0,
            (1.0, 4.0),
            (10_000.0, 15_000.0),
            &["847330", "847180"],
        ),
        item(
            "hgx_h100",
            "H100",
            ItemKind::Baseboard,
            8.0,
            15832.0,
            (20.0, 60.0),
            (150_000.0, 350_000.0),
            &["847330"],
        ),
        item(
            "ic_854231",
            "CHPL 854231",
            ItemKind::ListedHeading,
            1.0,
            f64::NAN,
            (0.0005, 0.2),
            (1.0, 2000.0),
            &["854231"],
        ),
        Item {
            vendor: String::new(),
            ..item(
                "unnamed",
                "unnamed",
                ItemKind::Accelerator,
                1.0,
                4992.0,
                (0.8, 4.5),
                (8_000.0, 60_000.0),
                &["847330"],
            )
        },
        item(
            "rtx4090",
            "RTX4090",
            ItemKind::Accelerator,
            1.0,
            5285.0,
            (1.5, 4.0),
            (1200.0, 3500.0),
            &["847330"],
        ),
    ];
    rows.sort_by(|a, b| a.id.cmp(&b.id));
    IdVec::<ItemId, Item>::from(rows)
}
