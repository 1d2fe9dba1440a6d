//! Small worlds with known answers.
//!
//! A row is `DAY FROM > TO GOODS`: a day number, two parties written `CC:Name`, and goods: an item of the
//! test catalogue with units (`h100*8`, `dgx*16`, `a800*4`, `chip*100`, units `?` for unknown), or words
//! that were not recognised (`vague` or `other`) with `hs=8473`, `pcs=8`, `kg=20`, `usd=200000`,
//! or a quantity by weight, `tonnes=23`.

use super::{Inputs, Rules, Traced, trace};
use crate::graph::TemporalGraph;
use crate::model::{
    Country, Day, End, Entity, EntityId, EntityKey, Goods, IdVec, Item, ItemKind, Items, Leg, Link,
    LinkKind, ListHit, Match, Measure, Owner, Party, PartyId, Path, Range, Resolution, Review,
    Role, RoleScores, Shipments, Silent, SourceRow, Status, TextId, Wording,
};
use crate::policy::moves::Totals;
use crate::policy::{Question, SearchPolicy};
use std::collections::BTreeMap;

/// Accelerators need leave for CN, HK, MO and RU, the A800 only from day 1000; listed headings for RU.
/// Chains go on from HK. A firm with its headquarters there counts as there.
struct TestRules;

impl Rules for TestRules {
    fn enforced(&self, question: &Question) -> Status {
        let late = question.item.family != "A800" || question.day >= Day::from_epoch(1000);
        let restricted = |country: Country| match country.as_str() {
            "CN" | "HK" | "MO" => question.item.kind != ItemKind::ListedHeading && late,
            "RU" => true,
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

    fn may_offend(&self, country: Country, _day: Day) -> bool {
        matches!(country.as_str(), "CN" | "HK" | "MO" | "RU")
    }

    fn passes_on(&self, country: Country, _day: Day) -> bool {
        country.as_str() == "HK"
    }
}

pub(super) struct World {
    shipments: Shipments,
    goods: Goods,
    items: Items,
    resolution: Resolution,
    roles: IdVec<EntityId, RoleScores>,
    parties: BTreeMap<String, PartyId>,
    settings: SearchPolicy,
}

fn item(id: &str, family: &str, kind: ItemKind, accelerators: f64, kg: (f64, f64)) -> Item {
    Item {
        id: id.into(),
        vendor: "Example".into(),
        model: id.into(),
        family: family.into(),
        kind,
        form: String::new(),
        accelerators: Measure::new(accelerators),
        tpp: Measure::new(15_824.0),
        performance_density: Measure::UNKNOWN,
        memory_bandwidth: Measure::UNKNOWN,
        io_bandwidth: Measure::UNKNOWN,
        datacenter: true,
        made_for_china: family == "A800",
        launch: None,
        maker_country: Some(Country::known("US")),
        unit_weight_kg: Range {
            low: Measure::new(kg.0),
            high: Measure::new(kg.1),
        },
        unit_price_usd: Range::default(),
        hs6: vec!["847330".into(), "847180".into()],
        chpl_tier: None,
        power_watts: Measure::UNKNOWN,
        confidence: "verified".into(),
        aliases: vec![],
        part_numbers: vec![],
        pci_ids: vec![],
        die_area_mm2: Measure::UNKNOWN,
        memory_gb: Measure::UNKNOWN,
        dense_tops: Measure::UNKNOWN,
        bit_length: Measure::UNKNOWN,
        represents_family: true,
        common_name: false,
        holds: vec![],
        sources: vec![],
        note: String::new(),
    }
}

pub(super) fn settings() -> SearchPolicy {
    toml::from_str(include_str!("../../../data/policy/search.toml")).expect("the built-in settings")
}

impl World {
    pub(super) fn new(rows: &str) -> Self {
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

    pub(super) fn entity(&mut self, name: &str) -> EntityId {
        EntityId::new(self.party(name).index())
    }

    fn party(&mut self, name: &str) -> PartyId {
        if let Some(&id) = self.parties.get(name) {
            return id;
        }
        let country = Country::from_code(name.split(':').next().expect("a country"));
        let text = self.shipments.text.intern(name);
        let id = self.shipments.parties.push(Party {
            name: text,
            address: TextId::NONE,
            country,
            registration_id: TextId::NONE,
        });
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
        let (mut item, mut units, mut wording) = (None, Measure::UNKNOWN, Wording::Specific);
        for word in goods {
            if let Some((id, n)) = word.split_once('*') {
                item = self
                    .items
                    .enumerate()
                    .find(|(_, item)| item.id == id)
                    .map(|(id, _)| id);
                assert!(item.is_some(), "{id}");
                units = Measure::from(n.parse::<f64>().ok());
            } else if let Some((key, value)) = word.split_once('=') {
                let number = || value.parse::<f64>().ok();
                match key {
                    "hs" => hs = value,
                    "pcs" => pcs = number(),
                    "kg" => kg = number(),
                    "usd" => usd = number(),
                    "tonnes" => tonnes = number(),
                    _ => panic!("{word}"),
                }
            } else if *word == "vague" {
                wording = Wording::Vague;
            } else {
                assert_eq!(*word, "other");
            }
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
        s.quantity.push(pcs.or(tonnes.map(|n| 1000.0 * n)).into());
        let unit = match (pcs, tonnes) {
            (Some(_), _) => "PCS",
            (None, Some(_)) => "KG",
            (None, None) => "",
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
        self.goods.maker.push(item.map(|_| Country::known("DE")));
        self.goods
            .confidence
            .push(if item.is_some() { 0.9 } else { 0.0 });
        self.goods.units.push(units);
        self.goods.tpp.push(units.map(|n| n * 15_824.0));
        self.goods.wording.push(wording);
        self.goods.why.push(0);
    }

    pub(super) fn link(&mut self, a: &str, b: &str, strength: f64) {
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

    fn role(&mut self, name: &str, role: Role, score: f64) {
        let entity = self.entity(name);
        self.roles[entity].scores[role as usize] = Measure::new(score);
    }

    pub(super) fn trace(&self) -> Traced {
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
    pub(super) fn most_units(&self, shipment: usize) -> f64 {
        if self.goods.item[shipment].is_some() {
            return self.goods.units[shipment].get().unwrap_or(f64::INFINITY);
        }
        let id = crate::model::ShipmentId::new(shipment);
        self.items
            .iter()
            .flat_map(|item| self.items.iter().map(move |inside| (item, inside)))
            .map(|(item, inside)| super::holds::holds(&self.shipments, id, item, inside))
            .map(|holds| match holds.told {
                super::cargo::Told::Unknown => f64::INFINITY,
                _ => holds.units,
            })
            .fold(0.0, f64::max)
    }

    /// `A > B > C | units | end | matches of the legs | shipments of the legs`
    pub(super) fn show(&self, path: &Path) -> String {
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

fn shown(world: &World) -> Vec<String> {
    world
        .trace()
        .paths
        .iter()
        .map(|path| world.show(path))
        .collect()
}

fn check(rows: &str, expected: &[&str]) {
    assert_eq!(shown(&World::new(rows)), expected);
}

#[test]
fn a_lot_is_followed_through_a_hub_to_a_restricted_country() {
    check(
        "0 US:Maker > MY:Hub h100*8
         10 MY:Hub > CN:End h100*8",
        &["Maker > Hub > End | 8 | restricted_country | first same_item | 0 1"],
    );
}

#[test]
fn splits_and_merges_along_one_chain_are_one_path() {
    check(
        "0 US:Maker > MY:Hub h100*8
         5 US:Maker > MY:Hub h100*8
         10 MY:Hub > CN:End h100*10
         12 MY:Hub > CN:End h100*6",
        &["Maker > Hub > End | 16 | restricted_country | first same_item | 0+1 2+3"],
    );
}

#[test]
fn several_sources_of_one_flow_are_one_path_under_the_one_that_gave_most() {
    check(
        "0 US:Small > MY:Hub h100*2
         1 US:Maker > MY:Hub h100*8
         2 US:Other > MY:Hub h100*4
         10 MY:Hub > CN:End h100*14",
        &[
            "Maker > Hub > End | 14 | restricted_country | first same_item | 1 3 | also Small 0 | also Other 2",
        ],
    );
}

#[test]
fn two_firms_that_send_goods_straight_to_one_end_are_two_leads() {
    check(
        "0 US:Small > CN:End h100*2
         1 US:Maker > CN:End h100*8",
        &[
            "Maker > End | 8 | restricted_country | first | 1",
            "Small > End | 2 | restricted_country | first | 0",
        ],
    );
}

#[test]
fn one_leg_straight_to_a_restricted_country_is_a_chain() {
    check(
        "0 US:Warehouse > CN:End h100*8",
        &["Warehouse > End | 8 | restricted_country | first | 0"],
    );
}

#[test]
fn goods_that_need_nothing_on_the_day_are_no_offence() {
    check("0 US:Maker > CN:End a800*8", &[]);
    check(
        "1001 US:Maker > CN:End a800*8",
        &["Maker > End | 8 | restricted_country | first | 0"],
    );
}

#[test]
fn what_stays_with_an_ordinary_buyer_is_no_chain() {
    check(
        "0 US:Maker > MY:Buyer h100*8\n 200 US:Maker > DE:Other h100*1",
        &[],
    );
}

#[test]
fn a_leg_beyond_the_window_starts_its_own_chain() {
    check(
        "0 US:Maker > MY:Hub h100*8
         121 MY:Hub > CN:End h100*8",
        &["Hub > End | 8 | restricted_country | first | 1"],
    );
    check(
        "0 US:Maker > MY:Hub h100*8
         120 MY:Hub > CN:End h100*8",
        &["Maker > Hub > End | 8 | restricted_country | first same_item | 0 1"],
    );
}

#[test]
fn servers_in_and_boards_out_are_counted_by_accelerator() {
    check(
        "0 US:Maker > MY:Hub dgx*16
         10 MY:Hub > CN:End h100*16",
        &["Maker > Hub > End | 16 | restricted_country | first converted | 0 1"],
    );
}

#[test]
fn a_vague_leg_under_a_near_heading_continues_a_lot() {
    check(
        "0 US:Maker > MY:Hub h100*8
         10 MY:Hub > CN:End vague hs=8473 pcs=8 kg=12",
        &["Maker > Hub > End | 8 | restricted_country | first vague | 0 1"],
    );
}

#[test]
fn a_leg_too_light_for_one_unit_continues_nothing() {
    check(
        "0 US:Maker > MY:Hub h100*8
         10 MY:Hub > CN:End vague hs=8473 pcs=8 kg=0.2",
        &[],
    );
}

#[test]
fn relabelled_goods_that_the_firm_never_handles_continue_a_lot() {
    check(
        "0 US:Maker > MY:Hub h100*8
         10 MY:Hub > CN:End other hs=8536 pcs=8 kg=12 usd=200000",
        &["Maker > Hub > End | 8 | restricted_country | first relabelled | 0 1"],
    );
}

#[test]
fn pieces_that_weigh_neither_what_a_card_nor_what_a_machine_weighs_are_other_goods() {
    for words in [
        "vague hs=8471 pcs=6000 kg=2300",
        "vague hs=8473 pcs=1 kg=12",
        "other hs=8536 pcs=5000 kg=12 usd=200000",
    ] {
        check(
            &format!("0 US:Maker > MY:Hub h100*8\n10 MY:Hub > CN:End {words}"),
            &[],
        );
    }
    check(
        "0 US:Maker > MY:Hub dgx*16
         10 MY:Hub > CN:End vague hs=8471 pcs=2 kg=300",
        &["Maker > Hub > End | 16 | restricted_country | first vague | 0 1"],
    );
}

#[test]
fn cover_cargo_that_weighs_less_than_its_own_quantity_continues_a_lot() {
    check(
        "0 US:Maker > MY:Hub h100*8
         10 MY:Hub > CN:End other hs=0902 tonnes=23 kg=6300",
        &["Maker > Hub > End | 8 | restricted_country | first relabelled | 0 1"],
    );
    check(
        "0 US:Maker > MY:Hub h100*8
         10 MY:Hub > CN:End other hs=0902 tonnes=6 kg=6300",
        &[],
    );
}

#[test]
fn goods_that_the_firm_buys_and_sells_every_day_are_what_they_say() {
    let mut rows = String::from("0 US:Maker > MY:Hub h100*8\n");
    for day in 1..10 {
        rows += &format!("{day} VN:Mill > MY:Hub other hs=4407 kg=900 usd=900\n");
        rows += &format!("{} MY:Hub > CN:End other hs=4407 kg=900 usd=900\n", day + 3);
    }
    check(&rows, &[]);
}

#[test]
fn three_hops_under_changing_words_are_one_chain() {
    check(
        "0 US:Maker > MY:First h100*8
         10 MY:First > TH:Second vague hs=8473 pcs=8 kg=12
         20 TH:Second > CN:End vague hs=8471 pcs=8 kg=12",
        &["Maker > First > Second > End | 8 | restricted_country | first vague vague | 0 1 2"],
    );
}

#[test]
fn goods_that_change_hands_over_a_link_are_followed() {
    let mut world = World::new(
        "0 US:Maker > MY:Buyer h100*8
         10 MY:Sister > CN:End h100*8",
    );
    assert_eq!(
        shown(&world),
        ["Sister > End | 8 | restricted_country | first | 1"]
    );
    world.link("MY:Buyer", "MY:Sister", 0.9);
    assert_eq!(
        shown(&world),
        ["Maker > Buyer > Sister > End | 8 | restricted_country | first handover same_item | 0  1"]
    );
}

#[test]
fn a_hub_is_an_end_and_a_way_station_but_no_unit_is_told_twice() {
    check(
        "0 US:Maker > HK:Hub h100*10
         10 HK:Hub > CN:End h100*6",
        &[
            "Maker > Hub > End | 6 | restricted_country | first same_item | 0 1",
            "Maker > Hub | 4 | restricted_country | first | 0",
        ],
    );
}

#[test]
fn a_leg_that_lots_explain_in_part_is_not_told_a_second_time_without_its_past() {
    check(
        "0 US:Maker > MY:Hub h100*6
         10 MY:Hub > CN:End h100*8",
        &["Maker > Hub > End | 8 | restricted_country | first same_item | 0 1"],
    );
}

#[test]
fn later_lots_of_unknown_past_join_the_chain_whose_first_leg_was_found() {
    check(
        "0 US:Maker > MY:Hub h100*6
         10 MY:Hub > CN:End h100*6
         200 MY:Hub > CN:End h100*8",
        &["Maker > Hub > End | 14 | restricted_country | first same_item | 0 1+2"],
    );
}

#[test]
fn a_small_part_with_a_known_past_lends_it_to_nothing() {
    check(
        "0 US:Maker > MY:Hub h100*1
         10 MY:Hub > CN:End h100*1
         200 MY:Hub > CN:End h100*20",
        &[
            "Hub > End | 20 | restricted_country | first | 2",
            "Maker > Hub > End | 1 | restricted_country | first same_item | 0 1",
        ],
    );
}

#[test]
fn an_honest_outlet_lowers_the_share_of_what_goes_wrong() {
    let mut rows = String::from("0 US:Maker > SG:Distributor h100*100\n");
    for i in 0..19 {
        rows += &format!("{} SG:Distributor > DE:Customer{i} h100*5\n", 5 + i);
    }
    rows += "30 SG:Distributor > CN:End h100*5\n";
    let traced = World::new(&rows).trace();
    assert_eq!(traced.paths.len(), 1);
    assert!((traced.paths[0].flow_share - 0.05).abs() < 1e-9);
    assert_eq!(traced.paths[0].units, Measure::new(5.0));
}

#[test]
fn honest_outlets_without_item_names_share_the_stock_in_proportion() {
    let mut rows = String::from("0 US:Maker > SG:Distributor h100*100\n");
    for i in 0..19 {
        rows += &format!("5 SG:Distributor > DE:Customer{i} vague hs=8473 pcs=50 kg=75\n");
    }
    rows += "6 SG:Distributor > CN:End vague hs=8473 pcs=50 kg=75\n";
    let traced = World::new(&rows).trace();
    // 100 units over 20 legs of 50 each: a tenth of each leg.
    assert_eq!(traced.paths[0].units, Measure::new(5.0));
    assert!((traced.paths[0].flow_share - 0.05).abs() < 1e-9);
}

#[test]
fn recognised_sales_come_before_vague_ones_on_the_same_stock() {
    check(
        "0 US:Maker > SG:Distributor h100*8
         5 SG:Distributor > CN:End vague hs=8473 pcs=8 kg=12
         9 SG:Distributor > DE:Customer h100*8",
        &[],
    );
}

#[test]
fn unknown_quantities_stay_unknown_and_serve_one_leg_each() {
    check(
        "0 US:Maker > MY:Hub h100*?
         10 MY:Hub > CN:End h100*?
         12 MY:Hub > CN:Other h100*?",
        &[
            "Maker > Hub > End | ? | restricted_country | first same_item | 0 1",
            "Hub > Other | ? | restricted_country | first | 2",
        ],
    );
}

#[test]
fn a_lot_that_stays_with_a_shell_has_vanished() {
    let mut world = World::new(
        "0 US:Maker > MY:Shell h100*8
         100 US:Maker > DE:Other h100*1",
    );
    assert_eq!(shown(&world), [] as [&str; 0]);
    world.role("MY:Shell", Role::Shell, 0.8);
    assert_eq!(shown(&world), ["Maker > Shell | 8 | vanished | first | 0"]);
    world.role("MY:Shell", Role::EndUser, 0.9);
    assert_eq!(shown(&world), [] as [&str; 0]);
}

#[test]
fn a_lot_that_only_just_arrived_has_not_vanished() {
    let mut world = World::new(
        "0 US:Maker > MY:Shell h100*8
         59 US:Maker > DE:Other h100*1",
    );
    world.role("MY:Shell", Role::Shell, 0.8);
    assert_eq!(shown(&world), [] as [&str; 0]);
}

#[test]
fn a_majority_owner_in_a_restricted_country_is_an_end_and_a_minority_is_not() {
    let mut world = World::new("0 US:Maker > MY:Buyer h100*8");
    let buyer = world.entity("MY:Buyer");
    let owner = |pct: f64| Owner {
        entity: None,
        name: "Example Holding".into(),
        country: Some(Country::known("CN")),
        share_pct: Measure::new(pct),
        controls: false,
        listed: false,
        via: vec![],
        from: None,
        to: None,
    };
    world.resolution.entities[buyer].owners = vec![owner(49.0)];
    assert_eq!(shown(&world), [] as [&str; 0]);
    world.resolution.entities[buyer].owners = vec![owner(50.0)];
    assert_eq!(
        shown(&world),
        ["Maker > Buyer | 8 | restricted_owner | first | 0"]
    );
}

#[test]
fn headquarters_and_lists_are_ends_on_their_days() {
    let mut world = World::new("0 US:Maker > MY:Buyer h100*8");
    let buyer = world.entity("MY:Buyer");
    world.resolution.entities[buyer].listed = vec![ListHit {
        list: "Example List".into(),
        entry_id: None,
        listed: "Buyer".into(),
        program: None,
        score: 0.99,
        is_match: true,
        from: Some(Day::from_epoch(1)),
        to: None,
        why: String::new(),
    }];
    assert_eq!(shown(&world), [] as [&str; 0]);
    world.resolution.entities[buyer].listed[0].from = Some(Day::from_epoch(0));
    assert_eq!(shown(&world), ["Maker > Buyer | 8 | listed | first | 0"]);
    world.resolution.entities[buyer].headquarters = Some(Country::known("CN"));
    assert_eq!(
        shown(&world),
        ["Maker > Buyer | 8 | restricted_headquarters | first | 0"]
    );
}

#[test]
fn goods_known_by_a_heading_only_are_followed_as_what_they_say() {
    check(
        "0 DE:Maker > TR:Hub chip*100
         10 TR:Hub > RU:End chip*100
         12 TR:Hub > RU:End vague hs=8473 pcs=100 kg=12",
        &["Maker > Hub > End | 100 | restricted_country | first same_item | 0 1"],
    );
}

#[test]
fn moves_inside_a_restricted_country_are_no_diversion() {
    check("0 CN:Maker > CN:End h100*8", &[]);
    check("0 CN:Maker > HK:End h100*8", &[]);
}

#[test]
fn a_return_to_the_sender_uses_up_the_stock() {
    check(
        "0 US:Maker > MY:Hub h100*8
         10 MY:Hub > US:Maker h100*8
         20 MY:Hub > CN:End vague hs=8473 pcs=8 kg=12",
        &[],
    );
}

#[test]
fn a_budget_that_is_hit_is_told() {
    let mut rows = String::from("0 US:Maker > MY:Hub h100*100\n");
    for i in 0..5 {
        rows += &format!("{} MY:Hub > CN:End{i} vague hs=8473 pcs=2 kg=4\n", 5 + i);
    }
    let mut world = World::new(&rows);
    assert!(world.trace().completeness.cuts.is_empty());
    assert_eq!(world.trace().completeness.best_cut_score, Measure::new(0.0));
    world.settings.budgets.per_lot = 3;
    let traced = world.trace();
    let cut = &traced.completeness.cuts[0];
    assert_eq!(
        (
            cut.budget.as_str(),
            cut.limit,
            cut.times,
            cut.first_at.as_str()
        ),
        ("budgets.per_lot", 3, 1, "MY:Hub")
    );
    assert!(traced.paths.iter().all(|path| path.cut));
}

/// 100,000 shipments in and as many out, each way with goods that compete for the same stock.
fn hub(goods: &str) -> World {
    let mut rows = String::new();
    for i in 0..100_000 {
        rows += &format!("{} US:Maker{} > SG:Hub h100*2\n", i / 100, i % 50);
        rows += &format!("{} SG:Hub > CN:End{} {goods}\n", 1 + i / 100, i % 5_000);
    }
    World::new(&rows)
}

#[test]
fn a_hub_with_a_hundred_thousand_shipments_in_and_out_is_searched_within_its_budget() {
    let world = hub("vague hs=8473 pcs=2 kg=4");
    let traced = world.trace();
    let cut = &traced.completeness.cuts[0];
    assert_eq!((cut.budget.as_str(), cut.times), ("budgets.per_entity", 1));
    assert!(!traced.paths.is_empty());
    assert!(traced.paths.iter().all(|path| path.cut));
    let drawn: f64 = traced
        .paths
        .iter()
        .filter_map(|path| path.units.get())
        .sum();
    assert!(drawn <= 200_000.0);
}

#[test]
fn recognised_goods_through_a_hub_need_no_budget() {
    let traced = hub("h100*2").trace();
    assert!(traced.completeness.cuts.is_empty());
    let drawn: f64 = traced
        .paths
        .iter()
        .filter_map(|path| path.units.get())
        .sum();
    assert!((drawn - 200_000.0).abs() < 1e-6);
}

#[test]
fn ends_name_what_they_rest_on() {
    let world = World::new("0 US:Maker > CN:End h100*8");
    let path = &world.trace().paths[0];
    let country = Country::known("CN");
    assert_eq!(path.end, End::RestrictedCountry { country });
    assert_eq!(path.legs[0].matched, Match::First);
    assert_eq!(path.tpp, Measure::new(8.0 * 15_824.0));
}
