//! A story: some firms and what they ship to each other. Look-alikes and schemes are stories made
//! with the same tools, so that nothing but what they do tells them apart.

use super::chips::{self, Form};
use super::dice::Dice;
use super::firm::{Firm, Shared, key};
use super::goods::GOODS;
use super::lot::{self, Lot, Wording};
use super::names::{self, Line};
use super::places::{PLACES, PlaceId, distance, place};
use super::row::{Party, Row, Text};
use super::world::World;
use crate::model::time::Day;

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

/// How old a new firm is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    /// By chance, as any firm.
    Any,
    /// Formed some weeks or months before its first shipment.
    Young,
    /// Formed many years before.
    Aged,
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

    /// A new firm of this story.
    pub fn firm(&mut self, at: PlaceId, line: Line) -> F {
        let k = key::story(self.unit, self.firms.len() as u64);
        let registered = self.world.settings.noise.registered;
        let firm = Firm::make(&mut self.dice, k, at, line, registered);
        self.firms.push(firm);
        self.firms.len() - 1
    }

    /// A new firm, as old as asked on the day it starts to trade.
    pub fn aged_firm(&mut self, at: PlaceId, line: Line, age: Age, first: Day) -> F {
        let f = self.firm(at, line);
        let days = match age {
            Age::Any => return f,
            Age::Young => self.dice.whole(7, 420),
            Age::Aged => self.dice.whole(1500, 7000),
        };
        self.firms[f].since = first.plus(-(days as i32));
        f
    }

    /// A front: young or off the shelf, its line plausible or not, as the craft of this world has it.
    pub fn front(&mut self, at: PlaceId, first: Day) -> F {
        let craft = self.world.settings.craft.clone();
        let line = if self.dice.chance(craft.plausible_line) {
            *self.dice.pick(&[
                Line::Hardware,
                Line::Hardware,
                Line::Electronics,
                Line::Cloud,
                Line::Trading,
            ])
        } else {
            *self.dice.pick(&[
                Line::Trading,
                Line::RealEstate,
                Line::Consulting,
                Line::Pharma,
                Line::Food,
                Line::Construction,
                Line::Textiles,
                Line::Furniture,
                Line::Metals,
                Line::Toys,
            ])
        };
        let age = if self.dice.chance(craft.aged) {
            Age::Aged
        } else {
            Age::Young
        };
        let f = self.aged_firm(at, line, age, first);
        self.firms[f].employees = self.dice.whole(1, 14);
        if self.dice.chance(0.45) {
            self.firms[f].website.clear();
        }
        if self.dice.chance(craft.front_trade) {
            let rows = self.dice.whole(3, 22);
            self.side_trade(f, rows, first.plus(-200), first.plus(500));
        }
        f
    }

    /// A firm that many stories share.
    pub fn shared(&mut self, kind: Shared, countries: &[&str]) -> F {
        let k = self.world.shared_key(&mut self.dice, kind, countries);
        self.known(k)
    }

    /// A shared firm of one of these kinds.
    pub fn shared_of(&mut self, kinds: &[Shared], countries: &[&str]) -> F {
        let kind = *self.dice.pick(kinds);
        self.shared(kind, countries)
    }

    /// A firm of the open world.
    pub fn open(&mut self, at: PlaceId, line: Line) -> F {
        let k = self.world.open_key(&mut self.dice, at, line);
        self.known(k)
    }

    fn known(&mut self, k: u64) -> F {
        if let Some(f) = self.firms.iter().position(|f| f.key == k) {
            return f;
        }
        self.firms.push(self.world.firm(k));
        self.firms.len() - 1
    }

    /// A forwarder, named on records.
    pub fn forwarder(&mut self, countries: &[&str]) -> F {
        self.shared(Shared::Forwarder, countries)
    }

    /// Gives a firm the address or the phone of another (a link).
    pub fn share_identifier(&mut self, from: F, to: F) {
        match self.dice.below(4) {
            0 => self.firms[to].phone = self.firms[from].phone.clone(),
            1 => self.firms[to].address = self.firms[from].address.clone(),
            2 => {
                self.firms[to].email = self.firms[from].email.clone();
                self.firms[to].phone = self.firms[from].phone.clone();
            }
            _ => {
                self.firms[to].address = self.firms[from].address.clone();
                self.firms[to].phone = self.firms[from].phone.clone();
            }
        }
        // A link that only a register can show needs the rows of the register.
        let seen = self.firms[to].address == self.firms[from].address;
        if !seen {
            self.firms[from].registered = true;
            self.firms[to].registered = true;
        }
    }

    /// The owner of a firm, a new name in a country.
    pub fn owned_by(
        &mut self,
        owned: F,
        at: PlaceId,
        share: Option<f64>,
        from: Option<Day>,
        certain: bool,
    ) -> String {
        let line = *self.dice.pick(&[
            Line::Finance,
            Line::Hardware,
            Line::Cloud,
            Line::Electronics,
        ]);
        let bare = names::firm_name(&mut self.dice, line, &PLACES[at]);
        let owner = names::with_form(&mut self.dice, &bare, &PLACES[at]);
        self.owned_by_name(owned, owner.clone(), at, share, from, certain);
        owner
    }

    /// The owner of a firm, by name.
    pub fn owned_by_name(
        &mut self,
        owned: F,
        owner: String,
        at: PlaceId,
        share: Option<f64>,
        from: Option<Day>,
        certain: bool,
    ) {
        let kind = *self.dice.pick(&["shares", "shares", "shares", "votes"]);
        self.owners.push(Owner {
            owner,
            owner_place: at,
            owned,
            share,
            from,
            kind,
            certain,
        });
    }

    /// Puts a firm on a list.
    pub fn list(&mut self, f: F, from: Day, program: &'static str) {
        let firm = &self.firms[f];
        self.watch.push(Watch {
            list: if program.contains("sanction") {
                "SDN"
            } else {
                "Entity List"
            },
            name: firm.name.clone(),
            aliases: String::new(),
            country: PLACES[firm.place].cc,
            address: firm.address.clone(),
            program,
            from,
        });
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

    /// One record. Everything that the lot does not say follows from the two countries.
    pub fn ship(&mut self, from: F, to: F, day: Day, lot: &Lot) -> usize {
        let row = make_row(&mut self.dice, &self.firms[from], &self.firms[to], day, lot);
        self.rows.push(row);
        self.rows.len() - 1
    }

    /// One record whose goods code is given in full.
    pub fn ship_lot(&mut self, from: F, to: F, day: Day, lot: &Lot, code: &str) -> usize {
        let i = self.ship(from, to, day, lot);
        self.rows[i].hs = code.to_string();
        i
    }

    /// Ordinary trade of a firm, in and out.
    pub fn side_trade(&mut self, f: F, rows: i64, from: Day, to: Day) {
        let settings = self.world.settings.clone();
        let from = if from.since(settings.from) > 0 {
            from
        } else {
            settings.from
        };
        let to = if settings.to.since(to) > 0 {
            to
        } else {
            settings.to
        };
        let line = self.firms[f].line;
        let fits: Vec<usize> = (0..GOODS.len())
            .filter(|g| GOODS[*g].lines.contains(&line))
            .collect();
        let mut good = if fits.is_empty() || self.dice.chance(0.25) {
            self.dice.below(GOODS.len() as u64) as usize
        } else {
            *self.dice.pick(&fits)
        };
        let at = self.firms[f].place;
        for _ in 0..rows {
            if self.dice.chance(0.3) && !fits.is_empty() {
                good = *self.dice.pick(&fits);
            }
            let other_line = *self.dice.pick(GOODS[good].lines);
            let mut there = self.world.partner(&mut self.dice, at);
            let out = self.dice.chance(0.5);
            let cc = (PLACES[at].cc, PLACES[there].cc);
            let (a, b) = if out { cc } else { (cc.1, cc.0) };
            if self.world.sensitive(GOODS[good].hs, a, b) {
                there = place(if cc.0 == "IN" { "VN" } else { "IN" });
            }
            let other = self.open(there, other_line);
            let day = self.day(from, to);
            let scale = self.dice.scale(0.2, 1.5);
            let lot = lot::ordinary(&mut self.dice, good, scale);
            if out {
                self.ship(f, other, day, &lot);
            } else {
                self.ship(other, f, day, &lot);
            }
        }
    }

    /// What a data centre buys beside accelerators.
    pub fn complements(&mut self, f: F, rows: i64, from: Day, to: Day) {
        for _ in 0..rows {
            let cc = *self.dice.pick(&["TW", "CN", "US", "DE", "MY", "TH", "VN"]);
            let at = if place(cc) == self.firms[f].place {
                place("TW")
            } else {
                place(cc)
            };
            let seller = self.open(at, Line::Hardware);
            let day = self.day(from, to);
            let scale = self.dice.scale(0.5, 4.0);
            let lot = lot::complement(&mut self.dice, scale);
            self.ship(seller, f, day, &lot);
        }
    }

    /// An accelerator lot worded for open trade.
    pub fn open_lot(&mut self, chip: usize, units: u32) -> (Form, Lot) {
        let form = self.form(units);
        let wording = self.open_wording();
        let lot = lot::accelerators(&mut self.dice, chip, form, units, wording);
        (form, lot)
    }

    /// How open trade words accelerators: mostly by model, sometimes hardly at all.
    pub fn open_wording(&mut self) -> Wording {
        match self.dice.below(100) {
            0..68 => Wording::Named,
            68..85 => Wording::Terse,
            85..95 => Wording::Half,
            _ => Wording::Vague,
        }
    }

    /// A build for a number of accelerators.
    pub fn form(&mut self, units: u32) -> Form {
        if units >= 8 && self.dice.chance(0.62) {
            Form::Server
        } else if units >= 8 && self.dice.chance(0.2) {
            Form::Board
        } else {
            Form::Card
        }
    }

    /// Number of accelerators in a lot: heavy-tailed, in multiples of 8 half the time.
    pub fn units(&mut self, median: f64) -> u32 {
        let n = self.dice.heavy(median, 0.9).clamp(1.0, 6000.0) as u32;
        if self.dice.chance(0.55) {
            (n / 8).max(1) * 8
        } else {
            n.max(1)
        }
    }

    /// An accelerator by its day, controlled for China or not.
    pub fn chip(&mut self, at: Day, controlled: bool) -> usize {
        chips::draw(&mut self.dice, at, controlled)
    }
}

/// The party columns of a firm, in its own form.
pub fn party(firm: &Firm) -> Party {
    Party {
        name: firm.name.clone(),
        address: firm.address.clone(),
        country: PLACES[firm.place].cc,
        id: firm.number.clone(),
        truth: (firm.key, 0),
    }
}

const CARRIERS: [&[&str]; 3] = [
    &[
        "OCEANIX LINE",
        "BLUEWAKE SHIPPING",
        "TRIDENT CONTAINER LINE",
        "EASTWIND MARINE",
    ],
    &[
        "SKYLARK CARGO",
        "AEROMILE FREIGHT",
        "POLAR AIR EXAMPLE",
        "QUICKWING AIRWAYS",
    ],
    &[
        "ROADHAWK TRANSPORT",
        "EURASIA RAIL EXAMPLE",
        "CROSSLAND TRUCKING",
    ],
];

/// A record with everything known; noise comes later.
pub fn make_row(dice: &mut Dice, from: &Firm, to: &Firm, day: Day, lot: &Lot) -> Row {
    let (a, b) = (&PLACES[from.place], &PLACES[to.place]);
    let far = distance(from.place, to.place);
    let near_land = far < 1.6
        && !matches!(a.cc, "TW" | "JP" | "KR" | "SG" | "AU" | "NZ" | "GB" | "PH")
        && !matches!(b.cc, "TW" | "JP" | "KR" | "AU" | "NZ" | "GB" | "PH");
    let courier = lot.gross < 60.0 && dice.chance(0.35);
    let mode = if courier {
        "COURIER"
    } else if dice.chance(lot.air) {
        "AIR"
    } else if near_land && dice.chance(0.7) {
        if dice.chance(0.85) { "ROAD" } else { "RAIL" }
    } else {
        "SEA"
    };
    let sea = mode == "SEA";
    let air = mode == "AIR" || mode == "COURIER";
    let carrier: Text = if air {
        Text::Borrowed(*dice.pick(CARRIERS[1]))
    } else if sea {
        Text::Borrowed(*dice.pick(CARRIERS[0]))
    } else {
        Text::Borrowed(*dice.pick(CARRIERS[2]))
    };
    let (lading, unlading) = if air {
        (a.airport, b.airport)
    } else {
        (*dice.pick(a.ports), *dice.pick(b.ports))
    };
    let hs = match dice.below(10) {
        _ if lot.hs.len() < 6 => String::new(),
        0..4 => lot.hs.to_string(),
        4..7 => format!("{}{}", lot.hs, dice.pick(&["00", "90", "10", "80"])),
        7 => format!("{}.{}", &lot.hs[..4], &lot.hs[4..]),
        _ => format!("{}{}", lot.hs, dice.pick(&["0000", "9000", "1080"])),
    };
    let prefix = char::from(b'A' + dice.below(26) as u8);
    Row {
        day,
        shipper: party(from),
        consignee: party(to),
        notify: match dice.below(10) {
            0..5 => to.name.clone(),
            5 => "SAME AS CONSIGNEE".to_string(),
            _ => String::new(),
        },
        forwarder: String::new(),
        carrier,
        mode,
        vessel: if sea {
            format!("MV {}", names::word(dice))
        } else {
            String::new()
        },
        voyage: if sea || air {
            format!("{}{:03}", prefix, dice.below(1000))
        } else {
            String::new()
        },
        bill: format!("{}{}{:09}", prefix, a.cc, dice.below(1_000_000_000)),
        master: String::new(),
        container: if sea && lot.gross > 300.0 {
            format!("TWDU{:07}", dice.below(10_000_000))
        } else {
            String::new()
        },
        origin: if lot.origin.is_empty() || dice.chance(0.05) {
            a.cc
        } else {
            lot.origin
        },
        export: a.cc,
        destination: b.cc,
        lading: Text::Borrowed(lading),
        unlading: Text::Borrowed(unlading),
        receipt: Text::Borrowed(""),
        final_destination: if dice.chance(0.3) {
            Text::Borrowed(*dice.pick(b.towns))
        } else {
            Text::Borrowed("")
        },
        hs,
        text: lot.text.clone(),
        quantity: Some(lot.quantity),
        unit: lot.unit,
        gross: Some((lot.gross * 10.0).round() / 10.0),
        net: Some((lot.net * 100.0).round() / 100.0),
        value: Some((lot.value * 100.0).round() / 100.0),
        currency: "USD",
        incoterm: *dice.pick(&["FOB", "CIF", "EXW", "DAP", "FCA", "CPT"]),
        brand: Text::Borrowed(lot.brand),
        truth: None,
        always_seen: false,
    }
}
