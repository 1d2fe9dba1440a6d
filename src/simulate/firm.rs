//! Firms of a world. A firm of the open world is made from its key whenever it is needed, so that
//! millions of them cost no memory; those of a story are made by the story.

use super::dice::{Dice, mix};
use super::names::{self, Line};
use super::places::{PLACES, PlaceId, place};
use crate::model::time::Day;

/// A firm.
#[derive(Clone, Debug)]
pub struct Firm {
    /// Names it in the world; see `Key`.
    pub key: u64,
    /// Name with legal form, in capitals.
    pub name: String,
    /// Postal address.
    pub address: String,
    /// Country.
    pub place: PlaceId,
    /// What it really does.
    pub line: Line,
    /// Telephone.
    pub phone: String,
    /// Mail address; "" if none is known.
    pub email: String,
    /// Web site; "" if there is none.
    pub website: String,
    /// Day of incorporation.
    pub since: Day,
    /// What the register says it does.
    pub register_line: super::row::Text,
    /// Employees.
    pub employees: i64,
    /// Megawatts of its data centres.
    pub megawatts: Option<f64>,
    /// Country of its headquarters, if a register states it.
    pub hq: Option<PlaceId>,
    /// Registration number; also the party id that some records carry.
    pub number: String,
    /// Is it in the register of parties?
    pub registered: bool,
}

/// Kinds of keys. A key's upper byte says who makes the firm.
pub mod key {
    /// Firms of ordinary trade: country, line, number.
    pub fn open(place: usize, line: u8, number: u64) -> u64 {
        1 << 56 | (place as u64) << 48 | u64::from(line) << 40 | (number & 0xFF_FFFF_FFFF)
    }
    /// Firms that many stories share: kind, number.
    pub fn shared(kind: u8, number: u64) -> u64 {
        2 << 56 | u64::from(kind) << 48 | (number & 0xFFFF_FFFF)
    }
    /// Firms of one story.
    pub fn story(unit: u64, number: u64) -> u64 {
        3 << 56 | (unit & 0xFFFF_FFFF) << 16 | (number & 0xFFFF)
    }
    /// Is the firm one of a story?
    pub fn is_story(key: u64) -> bool {
        key >> 56 == 3
    }
    /// The name of the firm in truth tables.
    pub fn entity(key: u64) -> String {
        format!("E{:016x}", super::mix(key, 0x0E17))
    }
}

impl Firm {
    /// A firm of a country and line, everything else by chance.
    pub fn make(dice: &mut Dice, key: u64, at: PlaceId, line: Line, registered: f64) -> Self {
        let place = &PLACES[at];
        let bare = names::firm_name(dice, line, place);
        let name = names::with_form(dice, &bare, place);
        let address = names::address(dice, place);
        let phone = names::phone(dice, place.dial);
        let web = dice.chance(0.6);
        let domain = names::domain(&bare, place.cc);
        let email = if web {
            format!("info@{domain}")
        } else {
            format!(
                "{}{}@mail.example",
                &domain[..3.min(domain.len())],
                dice.below(9999)
            )
        };
        let big = dice.heavy(1.0, 1.1);
        // Firms of every age: a quarter of all traders are younger than four years.
        let since =
            Day::from_epoch(20_454).plus(-(dice.heavy(3300.0, 0.8) as i32).clamp(120, 30_000));
        let register_line = super::row::Text::Borrowed(*dice.pick(names::words(line).1));
        Firm {
            key,
            email,
            website: if web {
                format!("www.{domain}")
            } else {
                String::new()
            },
            phone,
            since,
            register_line,
            employees: (18.0 * big).ceil() as i64,
            megawatts: None,
            hq: Some(at),
            number: format!("{}{:08}", place.cc, dice.below(100_000_000)),
            registered: dice.chance(registered),
            name,
            address,
            place: at,
            line,
        }
    }

    /// The firm as a record may write it. Form 0 is its own; the others are made from the key, so a
    /// firm has few forms and each comes again.
    pub fn written(&self, form: u8) -> (String, String) {
        if form == 0 {
            return (self.name.clone(), self.address.clone());
        }
        let mut dice = Dice::new(self.key, &[u64::from(form), 0xF0]);
        let place = &PLACES[self.place];
        let mut name = self.name.clone();
        let mut address = self.address.clone();
        match form {
            1 => name = title_case(&name),
            2 => {
                if let Some(form) = place.forms.iter().find(|f| name.ends_with(**f)) {
                    name.truncate(name.len() - form.len());
                    name.truncate(name.trim_end().len());
                }
                address = address.to_uppercase();
            }
            3 => name = names::typo(&mut dice, &name),
            4 => {
                name = name
                    .replace("INTERNATIONAL", "INT'L")
                    .replace("TECHNOLOGY", "TECH")
                    .replace("TRADING", "TRDG")
                    .replace("LIMITED", "LTD")
                    .replace("LOGISTICS", "LOGS");
                address = address
                    .replace("Road", "Rd")
                    .replace("Street", "St")
                    .replace("Avenue", "Ave");
            }
            _ => {
                // The address without its number or post code, as bills often have it.
                if let Some(cut) = address.rfind(' ')
                    && address[cut + 1..].chars().all(|c| c.is_ascii_digit())
                {
                    address.truncate(cut);
                }
                if dice.chance(0.4) {
                    address.clear();
                }
            }
        }
        (name, address)
    }

    /// Number of forms that [`Firm::written`] knows.
    pub const FORMS: u8 = 6;
}

fn title_case(name: &str) -> String {
    name.split(' ')
        .map(|word| {
            let mut chars = word.chars();
            match chars.next() {
                Some(first) if word.len() > 3 => first.to_string() + &chars.as_str().to_lowercase(),
                _ => word.to_string(),
            }
        })
        .collect::<Vec<_>>()
        .join(" ")
}

/// Firms that many stories share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shared {
    /// Makers of servers and cards.
    Oem,
    /// Authorised distributors.
    Distributor,
    /// Data-centre operators.
    Centre,
    /// System integrators.
    Integrator,
    /// Large buyers in mainland China.
    ChinaBuyer,
    /// Buyers in Russia.
    RussiaBuyer,
    /// Sellers of electronic parts.
    PartsSeller,
    /// Forwarders.
    Forwarder,
    /// Makers' repair centres.
    RepairCentre,
}

impl Shared {
    /// All of them.
    pub const ALL: [Shared; 9] = [
        Shared::Oem,
        Shared::Distributor,
        Shared::Centre,
        Shared::Integrator,
        Shared::ChinaBuyer,
        Shared::RussiaBuyer,
        Shared::PartsSeller,
        Shared::Forwarder,
        Shared::RepairCentre,
    ];

    /// Where they are (repeated means likelier) and what they do.
    pub fn kind(self) -> (&'static [&'static str], Line) {
        match self {
            Shared::Oem => (
                &["TW", "TW", "TW", "US", "US", "US", "MX", "MY", "CZ", "SG"],
                Line::Hardware,
            ),
            Shared::Distributor => (
                &[
                    "US", "US", "DE", "NL", "GB", "SG", "SG", "SG", "TW", "TW", "JP", "AE", "AE",
                    "MY", "MY", "IN", "IN", "KR", "AU", "TH", "ID", "VN", "BR", "CA", "PL", "FR",
                    "TR",
                ],
                Line::Hardware,
            ),
            Shared::Centre => (
                &[
                    "US", "US", "US", "US", "JP", "JP", "KR", "SG", "SG", "MY", "MY", "MY", "MY",
                    "TH", "ID", "ID", "IN", "IN", "AE", "AE", "SA", "SA", "DE", "NL", "GB", "FR",
                    "SE", "NO", "FI", "CA", "BR", "AU", "TW",
                ],
                Line::Cloud,
            ),
            Shared::Integrator => (
                &[
                    "US", "US", "DE", "GB", "SG", "JP", "KR", "IN", "TW", "NL", "AU", "MY", "AE",
                ],
                Line::Hardware,
            ),
            Shared::ChinaBuyer => (&["CN"], Line::Cloud),
            Shared::RussiaBuyer => (&["RU", "RU", "RU", "RU", "BY"], Line::Electronics),
            Shared::PartsSeller => (
                &[
                    "US", "US", "US", "DE", "DE", "TW", "HK", "NL", "JP", "SG", "GB", "FR",
                ],
                Line::Electronics,
            ),
            Shared::Forwarder => (
                &[
                    "HK", "HK", "HK", "SG", "SG", "US", "US", "AE", "TR", "DE", "NL", "CN", "TW",
                    "MY", "TH", "KZ", "LT",
                ],
                Line::Logistics,
            ),
            Shared::RepairCentre => (&["TW", "US", "MY", "NL", "CZ", "MX", "CN"], Line::Repair),
        }
    }

    /// How many a world of this many rows has.
    pub fn count(self, rows: u64) -> u64 {
        let scale = (rows as f64 / 100_000.0).sqrt().max(0.35);
        let base = match self {
            Shared::Oem => 24.0,
            Shared::Distributor => 110.0,
            Shared::Centre => 160.0,
            Shared::Integrator => 60.0,
            Shared::ChinaBuyer => 60.0,
            Shared::RussiaBuyer => 70.0,
            Shared::PartsSeller => 60.0,
            Shared::Forwarder => 60.0,
            Shared::RepairCentre => 16.0,
        };
        (base * scale) as u64 + 4
    }

    /// The country of the firm with this number.
    pub fn place(self, seed: u64, number: u64) -> PlaceId {
        let places = self.kind().0;
        place(places[(mix(mix(seed, 0x5A ^ self as u64), number) % places.len() as u64) as usize])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_firm_is_written_in_few_forms_that_come_again() {
        let mut dice = Dice::new(5, &[]);
        let firm = Firm::make(&mut dice, key::story(1, 1), place("SG"), Line::Trading, 1.0);
        for form in 0..Firm::FORMS {
            assert_eq!(firm.written(form), firm.written(form));
            assert!(!firm.written(form).0.is_empty());
        }
        assert_ne!(firm.written(0), firm.written(2));
    }

    #[test]
    fn keys_of_different_kinds_never_meet() {
        assert_ne!(key::open(1, 2, 3), key::shared(1, 3));
        assert!(key::is_story(key::story(9, 9)) && !key::is_story(key::open(60, 26, 1 << 39)));
    }
}
