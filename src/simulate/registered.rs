//! What registers tell of the firms of the open world, from their keys.

use super::dice::Dice;
use super::emit::GAPS;
use super::firm::Firm;
use super::names::{self, Line};
use super::places::{PLACES, place};
use super::story::Owner;
use super::world::World;

/// Countries whose firms are restricted wherever they own half of one.
pub const RESTRICTED: [&str; 6] = ["CN", "HK", "MO", "RU", "BY", "IR"];

/// A firm of the open world and its entries.
pub struct Registered {
    /// The firm.
    pub firm: Firm,
    /// Which cells of its row are missing.
    pub gaps: [f64; GAPS],
    /// Its owner, if the register tells one.
    pub owner: Option<Owner>,
    /// What else is to be drawn for it.
    pub dice: Dice,
}

impl World {
    /// The entries of a firm of the open world.
    pub fn registered(&self, k: u64) -> Registered {
        let firm = self.firm(k);
        let mut dice = self.dice(&[k, 0x0E]);
        let gaps = std::array::from_fn(|_| dice.unit());
        let owner = (firm.registered && dice.chance(0.06)).then(|| self.owner(&firm, &mut dice));
        // A maker or data centre with a restricted owner would be no honest firm here.
        let owner = owner.filter(|owner| !(k >> 56 == 2 && is_restricted(&firm, owner)));
        Registered {
            firm,
            gaps,
            owner,
            dice,
        }
    }

    /// Parents everywhere, in restricted countries too: an owner alone proves nothing.
    fn owner(&self, firm: &Firm, dice: &mut Dice) -> Owner {
        let at = match dice.below(10) {
            0 | 1 => place("CN"),
            2 => place("HK"),
            3..6 => firm.place,
            _ => self.any_place(dice),
        };
        let bare = names::firm_name(dice, Line::Finance, &PLACES[at]);
        Owner {
            owner: names::with_form(dice, &bare, &PLACES[at]),
            owner_place: at,
            owned: 0,
            share: dice.chance(0.85).then(|| dice.whole(12, 100) as f64),
            from: None,
            kind: "shares",
            certain: false,
        }
    }
}

impl Registered {
    /// Would an honest seller need a licence to sell it accelerators, for its owner's sake? Where the register states no
    /// share, it would ask for one.
    pub fn is_restricted(&self) -> bool {
        let half = |owner: &&Owner| owner.share.is_none_or(|share| share >= 50.0);
        let owner = self.owner.as_ref().filter(half);
        owner.is_some_and(|owner| is_restricted(&self.firm, owner))
    }
}

/// Is the owner in a restricted country and the firm not at home there?
fn is_restricted(firm: &Firm, owner: &Owner) -> bool {
    RESTRICTED.contains(&PLACES[owner.owner_place].cc) && owner.owner_place != firm.place
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulate::settings::Settings;
    use crate::simulate::story::Story;

    #[test]
    fn what_an_honest_seller_picks_is_owned_by_no_restricted_firm() {
        let world = World::new(Settings::default());
        let restricted = |pick: fn(&mut Story, usize) -> usize| {
            let owned = |unit: &u64| {
                let mut story = Story::new(&world, *unit);
                let firm = pick(
                    &mut story,
                    place(["SA", "KR", "ZA", "DE", "JP"][*unit as usize % 5]),
                );
                world.registered(story.firms[firm].key).is_restricted()
            };
            (0..3000).filter(owned).count()
        };
        assert!(restricted(|story, at| story.open(at, Line::Hardware)) > 0);
        assert_eq!(restricted(|story, at| story.buyer(at, Line::Hardware)), 0);
    }
}
