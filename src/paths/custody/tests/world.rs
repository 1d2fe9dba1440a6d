//! Small worlds with known answers.
//!
//! A row is `DAY FROM > TO GOODS`: a day number, two parties written `CC:Name`, and goods: an item of the
//! test catalogue with units (`h100*8`, `dgx*16`, `a800*4`, `chip*100`, units `?` for unknown), or words
//! that were not recognised (`vague` or `other`) with `hs=8473`, `pcs=8`, `kg=20`, `usd=200000`,
//! or a quantity in packages or by weight, `crates=6`, `tonnes=23`. `from=PH` declares the country of the maker, which is DE else.

use crate::graph::TemporalGraph;
use crate::model::{
    Country, Day, Entity, EntityId, EntityKey, Goods, IdVec, Item, ItemKind, Items, Leg, Link,
    LinkKind, Measure, PartyId, Path, Range, Resolution, Review, Role, RoleScores, Shipments,
    Silent, SourceRow, Status, Wording,
};
use crate::paths::custody::{self, Inputs, Rules, Traced, trace};
use crate::policy::moves::Totals;
use crate::policy::{Question, SearchPolicy};
use std::collections::BTreeMap;

/// Accelerators need leave for CN, HK, MO and RU, the A800 only from day 1000; listed headings for RU where the maker's country
/// keeps the list.
/// Chains go on from HK. A firm with its headquarters there counts as there.
struct TestRules;

impl Rules for TestRules {
    fn enforced(&self, question: &Question) -> Status {
        let late = question.item.family != "A800" || question.day >= Day::from_epoch(1000);
        let restricted = |country: Country| match country.as_str() {
            "CN" | "HK" | "MO" => question.item.kind != ItemKind::ListedHeading && late,
            "RU" => {
                question.item.kind != ItemKind::ListedHeading
                    || question.maker.is_some_and(|maker| self.keeps_list(maker))
            }
            _ => false,
        };
        if restricted(question.destination) || question.headquarters.is_some_and(restricted) {
            Status::LicenceRequired {
                review: Review::Denial,
            }
        } else if question.listed {
            Status::ListedParty
        } else {
            Status::NoLicence
        }
    }

    fn may_lack(&self, country: Country, _day: Day) -> bool {
        matches!(country.as_str(), "CN" | "HK" | "MO" | "RU")
    }

    fn keeps_list(&self, country: Country) -> bool {
        matches!(country.as_str(), "DE" | "FR" | "US")
    }

    fn passes_on(&self, country: Country, _day: Day) -> bool {
        country.as_str() == "HK"
    }
}

pub struct World {
    shipments: Shipments,
    goods: Goods,
    items: Items,
    pub resolution: Resolution,
    roles: IdVec<EntityId, RoleScores>,
    parties: BTreeMap<String, PartyId>,
    pub settings: SearchPolicy,
}

fn item(id: &str, family: &str, kind: ItemKind, accelerators: f64, kg: (f64, f64)) -> Item {
    Item {
        vendor: "Example".into(),
        model: id.into(),
        family: family.into(),
        accelerators: Measure::new(accelerators),
        tpp: Measure::new(15_824.0),
        datacenter: true,
        made_for_china: family == "A800",
        maker_country: Some(Country::known("US")),
        unit_weight_kg: Range {
            low: Measure::new(kg.0),
            high: Measure::new(kg.1),
        },
        hs6: vec!["847330".into(), "847180".into()],
        confidence: "verified".into(),
        represents_family: true,
        ..Item::of_kind(id, kind)
    }
}

fn settings() -> SearchPolicy {
    toml::from_str(include_str!("../../../../data/policy/search.toml"))
        .expect("the built-in settings")
}

impl World {
    pub fn new(rows: &str) -> Self {
        let items: Items = vec![
            item("a800", "A800", ItemKind::Accelerator, 1.0, (1.0, 2.0)),
            item(
                "chip",
                "chip",
                ItemKind::ListedHeading,
                f64::NAN,
                (0.001, 0.01),
            ),
            item("dgx", "H100", ItemKind::System, 8.0, (130.0, 180.0)),
            item("h100", "H100", ItemKind::Accelerator, 1.0, (1.0, 2.0)),
            Item {
                unit_price_usd: Range {
                    low: Measure::new(8_000.0),
                    high: Measure::new(60_000.0),
                },
                ..item(
                    "unnamed_accelerator",
                    "unnamed",
                    ItemKind::Accelerator,
                    1.0,
                    (0.8, 4.5),
                )
            },
        ]
        .into();
        let mut world = World {
            shipments: Shipments::default(),
            goods: Goods {
                reasons: vec![String::new()],
                ..Goods::default()
            },
            items,
            resolution: Resolution::default(),
            roles: IdVec::new(),
            parties: BTreeMap::new(),
            settings: settings(),
        };
        let mut rows: Vec<(i32, &str)> = rows
            .lines()
            .map(str::trim)
            .filter(|row| !row.is_empty())
            .map(|row| {
                let (day, rest) = row.split_once(' ').expect("a day");
                (day.parse().expect("a day"), rest)
            })
            .collect();
        rows.sort_by_key(|(day, _)| *day);
        for (day, row) in rows {
            let words: Vec<&str> = row.split_whitespace().collect();
            assert_eq!(words[1], ">", "{row}");
            world.add(day, words[0], words[2], &words[3..]);
        }
        world
    }

    pub fn entity(&mut self, name: &str) -> EntityId {
        EntityId::new(self.party(name).index())
    }

    fn party(&mut self, name: &str) -> PartyId {
        if let Some(&id) = self.parties.get(name) {
            return id;
        }
        let country = Country::from_code(name.split(':').next().expect("a country"));
        let text = self.shipments.text.intern(name);
        let id = self.shipments.add_party(name, "", country);
        let entity = self.resolution.entities.push(Entity {
            key: EntityKey(id.index() as u64),
            name: text,
            parties: [id].into(),
            countries: country.into_iter().collect(),
            country,
            attributes: None,
            owners: vec![],
            listed: vec![],
            headquarters: None,
            address_marks: Box::default(),
        });
        self.resolution.entity_of.push(entity);
        self.roles.push(RoleScores::default());
        self.parties.insert(name.to_owned(), id);
        id
    }

    fn add(&mut self, day: i32, from: &str, to: &str, goods: &[&str]) {
        let (from, to) = (self.party(from), self.party(to));
        let i = self.shipments.len();
        let (mut hs, mut pcs, mut kg, mut usd, mut tonnes) = ("", None, None, None, None);
        let mut crates = None;
        let mut words = "";
        let mut maker = "DE";
        let (mut item, mut units, mut wording) = (None, Measure::UNKNOWN, Wording::Specific);
        let mut named = false;
        for word in goods {
            if let Some((id, n)) = word.split_once('*') {
                item = self
                    .items
                    .enumerate()
                    .find(|(_, item)| item.id == id)
                    .map(|(id, _)| id);
                assert!(item.is_some(), "{id}");
                units = Measure::from(n.parse::<f64>().ok());
                named = true;
            } else if let Some((key, value)) = word.split_once('=') {
                let number = || value.parse::<f64>().ok();
                match key {
                    "hs" => hs = value,
                    "words" => words = value,
                    "from" => maker = value,
                    "pcs" => pcs = number(),
                    "kg" => kg = number(),
                    "usd" => usd = number(),
                    "tonnes" => tonnes = number(),
                    "crates" => crates = number(),
                    _ => panic!("{word}"),
                }
            } else if *word == "vague" {
                wording = Wording::Vague;
            } else {
                assert_eq!(*word, "other");
            }
        }
        if !named {
            units = pcs.into();
        }
        let s = &mut self.shipments;
        let record = s.text.intern(&format!("R{i:05}"));
        s.record_id.push(record);
        s.source.push(SourceRow {
            file: 0,
            line: i as u32 + 2,
        });
        s.day.push(Day::from_epoch(day));
        s.shipper.push(Some(from));
        s.consignee.push(Some(to));
        let hs = s.text.intern(hs);
        s.hs_code.push(hs);
        let words = s.text.intern(words);
        s.description.push(words);
        let quantity = pcs.or(crates).or(tonnes.map(|n| 1000.0 * n));
        s.quantity.push(quantity.into());
        let unit = match (pcs, crates, tonnes) {
            (Some(_), ..) => "PCS",
            (None, Some(_), _) => "CTN",
            (None, None, Some(_)) => "KG",
            (None, None, None) => "",
        };
        let unit = s.text.intern(unit);
        s.quantity_unit.push(unit);
        s.gross_weight_kg.push(kg.into());
        s.net_weight_kg.push(Measure::UNKNOWN);
        s.value_usd.push(usd.into());
        s.origin_country.push(None);
        s.export_country.push(None);
        s.destination_country.push(None);
        self.goods.item.push(item);
        self.goods.inside.push(item);
        self.goods.maker.push(item.map(|_| Country::known(maker)));
        self.goods
            .confidence
            .push(if item.is_some() { 0.9 } else { 0.0 });
        self.goods.units.push(units);
        self.goods.tpp.push(units.map(|n| n * 15_824.0));
        self.goods.wording.push(wording);
        self.goods.why.push(0);
    }

    pub fn link(&mut self, a: &str, b: &str, strength: f64) {
        let (a, b) = (self.entity(a), self.entity(b));
        self.resolution.links.push(Link {
            a,
            b,
            kind: LinkKind::Address,
            strength,
            share_pct: Measure::UNKNOWN,
            seen: "1 Example Road".into(),
            from: None,
            to: None,
        });
    }

    pub fn role(&mut self, name: &str, role: Role, score: f64) {
        let entity = self.entity(name);
        self.roles[entity].scores[role as usize] = Measure::new(score);
    }

    pub fn trace(&self) -> Traced {
        let graph = TemporalGraph::build(&self.shipments, &self.resolution);
        let inputs = Inputs {
            graph: &graph,
            shipments: &self.shipments,
            goods: &self.goods,
            items: &self.items,
            resolution: &self.resolution,
            roles: &self.roles,
            rules: &TestRules,
            totals: &Totals::default(),
            settings: &self.settings,
        };
        trace(&inputs, &Silent).expect("nobody interrupts")
    }

    /// The most units of any item that a shipment can hold: those stated, else by pieces and weight.
    pub fn most_units(&self, shipment: usize) -> f64 {
        if self.goods.item[shipment].is_some() {
            return self.goods.units[shipment].get().unwrap_or(f64::INFINITY);
        }
        let id = crate::model::ShipmentId::new(shipment);
        let numbers = custody::numbers::Numbers::of(&self.shipments, id);
        self.items
            .iter()
            .flat_map(|item| self.items.iter().map(move |inside| (item, inside)))
            .map(|(item, inside)| custody::holds::holds(&numbers, item, inside))
            .map(|holds| match holds.told {
                custody::cargo::Told::Unknown => f64::INFINITY,
                _ => holds.units,
            })
            .fold(0.0, f64::max)
    }

    /// `A > B > C | units | end | matches of the legs | shipments of the legs`
    pub fn show(&self, path: &Path) -> String {
        let name = |id: &EntityId| {
            let text = self.shipments.text.get(self.resolution.entities[*id].name);
            text.split(':').nth(1).expect("a name").to_owned()
        };
        let chain: Vec<_> = path.chain.iter().map(name).collect();
        let matched: Vec<_> = path.legs.iter().map(|leg| leg.matched.word()).collect();
        let ids = |leg: &Leg| {
            let ids: Vec<_> = leg
                .shipments
                .iter()
                .map(|s| s.index().to_string())
                .collect();
            ids.join("+")
        };
        let legs: Vec<_> = path.legs.iter().map(ids).collect();
        let feeders = path.feeders.iter();
        let feeders: String = feeders
            .map(|leg| format!(" | also {} {}", name(&leg.from), ids(leg)))
            .collect();
        let units = path
            .units
            .get()
            .map_or("?".to_owned(), |units| format!("{units}"));
        format!(
            "{} | {units} | {} | {} | {}{feeders}",
            chain.join(" > "),
            path.end.word(),
            matched.join(" "),
            legs.join(" ")
        )
    }
}
