//! Who takes part in a story, who owns whom, who is listed.

use super::{F, Owner, Story, Watch};
use crate::model::time::Day;
use crate::simulate::firm::{Firm, Shared, key};
use crate::simulate::names::{self, Line};
use crate::simulate::places::{PLACES, PlaceId};

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

    /// A firm of the open world that an honest seller may sell accelerators to.
    pub fn buyer(&mut self, at: PlaceId, line: Line) -> F {
        let mut k = self.world.open_key(&mut self.dice, at, line);
        for _ in 0..20 {
            if !self.world.registered(k).is_restricted() {
                break;
            }
            k = self.world.open_key(&mut self.dice, at, line);
        }
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
}
