//! The open world: which firms there are and who trades with whom.

use super::dice::{Dice, mix};
use super::firm::{Firm, Shared, key};
use super::goods::GOODS;
use super::names::Line;
use super::places::{self, PLACES, PlaceId, place};
use super::settings::Settings;

/// Tables that every part of a world draws on.
pub struct World {
    /// The settings.
    pub settings: Settings,
    gravity: Vec<f64>,
    good_shares: Vec<f64>,
    place_sizes: Vec<f64>,
    /// Codes on the high-priority list, for what honest firms do not sell to Russia.
    listed_codes: Vec<&'static str>,
}

/// All lines of business, by the number that keys use.
const LINES: [Line; 27] = [
    Line::Trading,
    Line::Electronics,
    Line::Hardware,
    Line::Logistics,
    Line::Cloud,
    Line::Telecom,
    Line::Chips,
    Line::Machinery,
    Line::Chemicals,
    Line::Food,
    Line::Textiles,
    Line::Metals,
    Line::Paper,
    Line::Pharma,
    Line::Medical,
    Line::RealEstate,
    Line::Construction,
    Line::Furniture,
    Line::Auto,
    Line::Toys,
    Line::University,
    Line::Consulting,
    Line::Aviation,
    Line::Energy,
    Line::Repair,
    Line::Events,
    Line::Finance,
];

fn running(weights: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut sum = 0.0;
    weights
        .map(|w| {
            sum += w;
            sum
        })
        .collect()
}

fn drawn(summed: &[f64], dice: &mut Dice) -> usize {
    let total = summed.last().copied().unwrap_or(0.0);
    let at = dice.unit() * total;
    summed
        .partition_point(|s| *s <= at)
        .min(summed.len().saturating_sub(1))
}

impl World {
    /// The world of these settings.
    pub fn new(settings: Settings) -> Self {
        Self {
            gravity: places::gravity(),
            good_shares: running(GOODS.iter().map(|g| g.share)),
            place_sizes: running(PLACES.iter().map(|p| p.size.powf(0.8))),
            listed_codes: vec![
                "847150", "847180", "848210", "848620", "850440", "851762", "852990", "853224",
                "853400", "853690", "854110", "854129", "854231", "854232", "854239", "880730",
                "901380", "902750", "903020", "845811",
            ],
            settings,
        }
    }

    /// A stream of chance of this world.
    pub fn dice(&self, parts: &[u64]) -> Dice {
        Dice::new(self.settings.seed, parts)
    }

    /// Any country, large ones likelier.
    pub fn any_place(&self, dice: &mut Dice) -> PlaceId {
        drawn(&self.place_sizes, dice)
    }

    /// A country that `from` sells to.
    pub fn partner(&self, dice: &mut Dice, from: PlaceId) -> PlaceId {
        let n = PLACES.len();
        drawn(&self.gravity[from * n..(from + 1) * n], dice)
    }

    /// A firm of the open world or a shared one, from its key.
    pub fn firm(&self, k: u64) -> Firm {
        let mut dice = self.dice(&[k, 0xF1]);
        let registered = self.settings.noise.registered;
        if k >> 56 == 2 {
            let kind = Shared::ALL[(k >> 48 & 0xFF) as usize % Shared::ALL.len()];
            let number = k & 0xFFFF_FFFF;
            let at = kind.place(self.settings.seed, number);
            // Well-known firms are in the registers more often.
            let mut firm = Firm::make(
                &mut dice,
                k,
                at,
                kind.kind().1,
                (registered + 0.25).min(1.0),
            );
            firm.employees = firm.employees * 12 + 40;
            if kind == Shared::Centre {
                let young = dice.chance(0.35);
                if young {
                    firm.since = self.settings.from.plus(dice.whole(-500, 700) as i32);
                }
                firm.megawatts = Some((dice.heavy(14.0, 0.9) * 10.0).round() / 10.0);
            }
            firm
        } else {
            let at = (k >> 48 & 0xFF) as usize % PLACES.len();
            let line = LINES[(k >> 40 & 0xFF) as usize % LINES.len()];
            Firm::make(&mut dice, k, at, line, registered)
        }
    }

    /// The key of a firm of the open world; the `rank`-th of its line and country, the first being busiest.
    pub fn open_key(&self, dice: &mut Dice, at: PlaceId, line: Line) -> u64 {
        let share = PLACES[at].size.powf(0.8) / self.place_sizes.last().copied().unwrap_or(1.0);
        let count = (self.settings.rows as f64 * 0.16 * share * 0.12).max(5.0) as u64;
        let number = LINES.iter().position(|l| *l == line).unwrap_or(0) as u8;
        key::open(at, number, dice.zipf(count))
    }

    /// The key of a shared firm, busiest first; in one of the countries if any are named and there is one.
    pub fn shared_key(&self, dice: &mut Dice, kind: Shared, countries: &[&str]) -> u64 {
        let count = kind.count(self.settings.rows);
        let mut number = dice.zipf(count);
        for _ in 0..60 {
            let at = kind.place(self.settings.seed, number);
            if countries.is_empty() || countries.contains(&PLACES[at].cc) {
                break;
            }
            number = dice.below(count);
        }
        key::shared(kind as u8, number)
    }

    /// Seller, buyer and kind of goods of a piece of ordinary trade. Pairs come again: a seller has a
    /// short list of customers, the first being busiest.
    pub fn ordinary_pair(&self, dice: &mut Dice) -> (u64, u64, usize) {
        let good = drawn(&self.good_shares, dice);
        let g = &GOODS[good];
        let from = if dice.chance(0.78) {
            place(g.makers[dice.zipf(g.makers.len() as u64) as usize])
        } else {
            self.any_place(dice)
        };
        let line = g.lines[dice.zipf(g.lines.len() as u64) as usize];
        let seller = self.open_key(dice, from, line);
        (seller, self.customer(dice, seller, from, good), good)
    }

    /// One of the customers of a firm of the open world.
    pub fn customer(&self, dice: &mut Dice, seller: u64, from: PlaceId, good: usize) -> u64 {
        let breadth = 3 + mix(seller, 0xC0) % 40;
        let which = dice.zipf(breadth);
        let mut pair = self.dice(&[seller, which, 0xC1]);
        let g = &GOODS[good];
        let mut to = self.partner(&mut pair, from);
        let cc = PLACES[from].cc;
        if self.sensitive(g.hs, cc, PLACES[to].cc) {
            to = place(*pair.pick(&["IN", "PL", "DE", "MX"]));
            if to == from {
                to = place("AU");
            }
        }
        let line = if pair.chance(0.75) {
            *pair.pick(g.lines)
        } else {
            *pair.pick(&LINES)
        };
        self.open_key(&mut pair, to, line)
    }

    /// Would an honest firm leave this trade alone? Listed codes go to Russia and its allies only from
    /// China and Hong Kong, and nothing goes from the United States or Europe to Iran.
    pub fn sensitive(&self, hs: &str, from: &str, to: &str) -> bool {
        match to {
            "RU" | "BY" => {
                self.listed_codes.contains(&hs) && !matches!(from, "CN" | "HK" | "RU" | "BY")
            }
            "IR" => !matches!(from, "CN" | "TR" | "IN" | "AE" | "RU"),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trade_is_heavy_tailed_and_pairs_come_again() {
        let world = World::new(Settings::default());
        let mut dice = world.dice(&[9]);
        let mut pairs = std::collections::BTreeMap::new();
        for _ in 0..20_000 {
            let (a, b, _) = world.ordinary_pair(&mut dice);
            *pairs.entry((a, b)).or_insert(0) += 1;
        }
        let most = pairs.values().max().copied().unwrap_or(0);
        assert!(
            pairs.len() > 6000 && most >= 15,
            "{} pairs, {most}",
            pairs.len()
        );
    }

    #[test]
    fn a_firm_is_the_same_whenever_it_is_made() {
        let world = World::new(Settings::default());
        let k = world.open_key(&mut world.dice(&[1]), place("MY"), Line::Hardware);
        assert_eq!(world.firm(k).name, world.firm(k).name);
        assert_eq!(PLACES[world.firm(k).place].cc, "MY");
    }
}
