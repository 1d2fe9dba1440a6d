//! Entities: the firms behind parties.

use super::country::Country;
use super::id::{EntityId, IdVec, LinkId, PartyId};
use super::link::Link;
use super::merge::Merges;
use super::text::TextId;
use super::time::Day;
use super::unit::Measure;
use serde::{Deserialize, Serialize};

/// What a firm does in the trade, judged from behaviour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Little beside its papers: young, one supplier, one customer, shared identifiers.
    Shell,
    /// What comes in goes out again.
    Transshipper,
    /// Goods stay, and what is needed to use them arrives too.
    EndUser,
    /// Parts in, other goods out; ships what it makes.
    Manufacturer,
    /// Many customers, steady stock.
    Distributor,
    /// Moves goods for others.
    Forwarder,
}

impl Role {
    /// Every role, in the order of [`RoleScores`].
    pub const ALL: [Role; 6] = [
        Role::Shell,
        Role::Transshipper,
        Role::EndUser,
        Role::Manufacturer,
        Role::Distributor,
        Role::Forwarder,
    ];

    /// The word used in tables.
    pub const fn word(self) -> &'static str {
        match self {
            Role::Shell => "shell",
            Role::Transshipper => "transshipper",
            Role::EndUser => "end_user",
            Role::Manufacturer => "manufacturer",
            Role::Distributor => "distributor",
            Role::Forwarder => "forwarder",
        }
    }
}

/// One score a role, 0 to 1, unknown where there is too little to say, with the reasons.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RoleScores {
    /// In the order of [`Role::ALL`].
    pub scores: [Measure; 6],
    /// Why, a few words each, strongest first.
    pub reasons: Vec<(Role, String)>,
}

impl RoleScores {
    /// Score of one role.
    pub fn get(&self, role: Role) -> Measure {
        self.scores[role as usize]
    }

    /// The role with the highest score of at least 0.5, ties by the order of [`Role::ALL`].
    pub fn main(&self) -> Option<Role> {
        let mut best: Option<(Role, f64)> = None;
        for role in Role::ALL {
            if let Some(score) = self.get(role).get()
                && score >= 0.5
                && best.is_none_or(|(_, top)| score > top)
            {
                best = Some((role, score));
            }
        }
        best.map(|(role, _)| role)
    }
}

/// The stable name of an entity across runs: a hash of its members' content, never of their order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EntityKey(pub u64);

impl std::fmt::Display for EntityKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "E{:016x}", self.0)
    }
}

impl std::fmt::Debug for EntityKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}

/// What registers say of an entity. Missing is unknown.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Attributes {
    /// Addresses.
    pub addresses: Vec<String>,
    /// Telephone numbers.
    pub phones: Vec<String>,
    /// E-mail addresses.
    pub emails: Vec<String>,
    /// Web sites.
    pub websites: Vec<String>,
    /// Directors, officers, agents.
    pub directors: Vec<String>,
    /// Registration and tax numbers.
    pub registration_ids: Vec<String>,
    /// Day of incorporation.
    pub incorporated: Option<Day>,
    /// What it does, as written.
    pub business_line: Option<String>,
    /// Employees.
    pub employees: Measure,
    /// Megawatts of its data centres.
    pub data_centre_mw: Measure,
    /// Country of its headquarters, as a register states it.
    pub hq_country: Option<Country>,
}

/// A root owner of an entity, found by walking ownership upward.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Owner {
    /// The owner, if it is an entity of this run.
    pub entity: Option<EntityId>,
    /// Its name.
    pub name: String,
    /// Its country.
    pub country: Option<Country>,
    /// Effective share in percent: multiplied along each chain, summed over chains.
    /// Unknown where a share on the way is.
    pub share_pct: Measure,
    /// Held through majorities (50 % or more, or an unquantified parent) all the way up.
    pub controls: bool,
    /// Is the owner itself on a list?
    pub listed: bool,
    /// The chain of names from the owner down, for the report.
    pub via: Vec<String>,
    /// First day on which the share is this one; `None` means always. An owner whose share changed stands once for
    /// each stretch of days, and the stretches do not overlap.
    pub from: Option<Day>,
    /// Last day of the stretch; `None` means still.
    pub to: Option<Day>,
}

/// A candidate match of an entity on a watch list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ListHit {
    /// List.
    pub list: String,
    /// The entry's id on its list, if it has one.
    pub entry_id: Option<String>,
    /// Listed name that matched (or address, for address-only entries).
    pub listed: String,
    /// Programme.
    pub program: Option<String>,
    /// 0 to 1; does not saturate.
    pub score: f64,
    /// Strong enough to count as the listed party.
    pub is_match: bool,
    /// The entry is known in other countries than the entity: the same name may be another firm's.
    #[serde(default)]
    pub elsewhere: bool,
    /// First day on the list.
    pub from: Option<Day>,
    /// Last day on the list.
    pub to: Option<Day>,
    /// Why, in a few words.
    pub why: String,
}

/// Why an address of a firm says little of where it is, or of whom it is related to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressMark {
    /// As written.
    pub address: String,
    /// A post box: anybody can rent one.
    pub po_box: bool,
    /// Firms at it, where they are too many for it to relate them: it is an agent's, or a tower.
    pub shared_by: Option<u32>,
}

impl AddressMark {
    /// What is said of the address, a few words.
    pub fn words(&self) -> String {
        let what = if self.po_box {
            "address is a P.O. box"
        } else {
            "address"
        };
        let shared = match self.shared_by {
            Some(firms) => format!(" shared by {firms} firms: an agent's, not a link"),
            None => String::new(),
        };
        format!("{what}{shared} ({})", self.address)
    }
}

/// A firm.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entity {
    /// Stable across runs on the same content.
    pub key: EntityKey,
    /// The name printed for it: the commonest among its parties, ties by text.
    pub name: TextId,
    /// Its parties, ascending.
    pub parties: Box<[PartyId]>,
    /// Countries its parties state, ascending, no repeats.
    pub countries: Box<[Country]>,
    /// The country printed for it: the commonest.
    pub country: Option<Country>,
    /// Registers. Boxed: most parties of a trade file are in none.
    pub attributes: Option<Box<Attributes>>,
    /// Owners up to the roots, largest share first.
    pub owners: Vec<Owner>,
    /// Watch-list candidates, best first.
    pub listed: Vec<ListHit>,
    /// Its country of headquarters, or that of its ultimate parent, where a register tells.
    pub headquarters: Option<Country>,
    /// Its addresses that say little, those that most firms share first; a few at most.
    pub address_marks: Box<[AddressMark]>,
}

impl Entity {
    /// The strongest match on a list that held on that day.
    pub fn listed_on(&self, day: Day) -> Option<&ListHit> {
        self.listed
            .iter()
            .filter(|hit| hit.is_match)
            .find(|hit| day.is_within(hit.from, hit.to))
    }

    /// Its owners as they stood on that day, largest share first.
    pub fn owners_on(&self, day: Day) -> impl Iterator<Item = &Owner> {
        let stands = move |owner: &&Owner| day.is_within(owner.from, owner.to);
        self.owners.iter().filter(stands)
    }

    /// The owner at the top of a chain of control on that day. A listed owner stands among the owners
    /// wherever it is in the chain; it is the ultimate parent only if nobody controls it in turn.
    pub fn ultimate_parent(&self, day: Day) -> Option<&Owner> {
        let controls = |owner: &&Owner| owner.controls;
        self.owners_on(day).filter(controls).find(|owner| {
            !(self.owners_on(day).filter(controls)).any(|above| above.is_above(owner))
        })
    }

    /// Countries of its headquarters and of its ultimate parent on that day, where registers tell.
    pub fn headquarters_on(&self, day: Day) -> impl Iterator<Item = Country> {
        let stated = self.attributes.as_ref().and_then(|a| a.hq_country);
        let parent = self.ultimate_parent(day).and_then(|owner| owner.country);
        // Where no register states a place and nobody owns the firm, what resolution found stands.
        let found = self
            .headquarters
            .filter(|_| stated.is_none() && self.owners.is_empty());
        let parent = parent.filter(|_| parent != stated);
        stated.into_iter().chain(parent).chain(found)
    }

    /// How well the best match with a list fits, 0 to 1; `None` where no candidate is strong enough to be one.
    pub fn match_score(&self) -> Option<f64> {
        let hits = self.listed.iter().filter(|hit| hit.is_match);
        hits.map(|hit| hit.score.clamp(0.0, 1.0)).reduce(f64::max)
    }

    /// Share in percent that listed parties owned together on that day: shares multiplied along each chain
    /// and summed over the listed owners. What one listed party owns through another counts once. A lower
    /// bound where a share is not stated; unknown where none is, or nobody listed owns it.
    pub fn owned_by_listed_pct(&self, day: Day, entities: &Entities) -> Measure {
        let listed = |owner: &&Owner| {
            // A name on a list whose entry had ended, or not begun, was not listed on the day.
            let hits = owner.entity.and_then(|id| entities.get(id));
            let known = hits.is_some_and(|entity| entity.listed.iter().any(|hit| hit.is_match));
            owner.listed && (!known || hits.is_some_and(|entity| entity.listed_on(day).is_some()))
        };
        let owners: Vec<&Owner> = self.owners_on(day).filter(listed).collect();
        let direct = |owner: &&&Owner| !owners.iter().any(|other| owner.is_above(other));
        let shares: Vec<f64> = (owners.iter().filter(direct))
            .filter_map(|owner| owner.share_pct.get())
            .collect();
        Measure::from((!shares.is_empty()).then(|| shares.iter().sum::<f64>().min(100.0)))
    }
}

impl Owner {
    /// Does this owner hold the firm, by a share of so many percent or by control?
    pub fn holds(&self, share_pct: f64) -> bool {
        self.controls || self.share_pct.get().is_some_and(|share| share >= share_pct)
    }

    /// Does this owner hold through the other one?
    fn is_above(&self, other: &Owner) -> bool {
        let between = self.via.split_last().map_or(&[][..], |(_, rest)| rest);
        between.iter().skip(1).any(|name| *name == other.name)
    }
}

/// All entities of a run, sorted by key.
pub type Entities = IdVec<EntityId, Entity>;

/// Who is who: the result of the resolve stage.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Resolution {
    /// The entity of each party.
    pub entity_of: IdVec<PartyId, EntityId>,
    /// The entities, sorted by key.
    pub entities: Entities,
    /// Links between entities, sorted by (a, b, kind, seen).
    pub links: IdVec<LinkId, Link>,
    /// Why parties were merged, sorted by (left, right).
    pub merges: Merges,
    /// Things a person should know: clusters split by the guard, judgements in conflict, caps hit.
    pub warnings: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owner(via: &[&str], share: Option<f64>, listed: bool) -> Owner {
        Owner {
            entity: None,
            name: via[0].to_owned(),
            country: Country::from_code("CN"),
            share_pct: share.into(),
            controls: share.is_none_or(|share| share >= 50.0),
            listed,
            via: via.iter().map(|name| (*name).to_owned()).collect(),
            from: None,
            to: None,
        }
    }

    fn firm(owners: Vec<Owner>) -> Entity {
        Entity {
            key: EntityKey(1),
            name: TextId::NONE,
            parties: Box::default(),
            countries: Box::default(),
            country: None,
            attributes: None,
            owners,
            listed: Vec::new(),
            headquarters: None,
            address_marks: Box::default(),
        }
    }

    #[test]
    fn what_a_listed_party_owns_through_another_counts_once() {
        let day = Day::from_epoch(20_000);
        let entities = Entities::new();
        let alone = firm(vec![
            owner(&["A", "X"], Some(30.0), true),
            owner(&["B", "X"], Some(25.0), true),
        ]);
        assert_eq!(alone.owned_by_listed_pct(day, &entities).get(), Some(55.0));
        let chain = firm(vec![
            owner(&["M", "X"], Some(60.0), true),
            owner(&["R", "M", "X"], Some(60.0), true),
        ]);
        assert_eq!(chain.owned_by_listed_pct(day, &entities).get(), Some(60.0));
        assert_eq!(
            chain.ultimate_parent(day).map(|o| o.name.as_str()),
            Some("R")
        );
        let unsized_share = firm(vec![owner(&["A", "X"], None, true)]);
        assert_eq!(
            unsized_share.owned_by_listed_pct(day, &entities).get(),
            None
        );
        let clean = firm(vec![owner(&["A", "X"], Some(90.0), false)]);
        assert_eq!(clean.owned_by_listed_pct(day, &entities).get(), None);
    }

    #[test]
    fn an_owner_counts_from_its_first_to_its_last_day() {
        let day = Day::from_epoch;
        let mut held = owner(&["A", "X"], Some(80.0), true);
        (held.from, held.to) = (Some(day(10)), Some(day(20)));
        let firm = firm(vec![held]);
        let entities = Entities::new();
        let owned = |at| firm.owned_by_listed_pct(day(at), &entities).get();
        assert_eq!(
            [owned(9), owned(10), owned(20), owned(21)],
            [None, Some(80.0), Some(80.0), None]
        );
        let seat = |at| firm.headquarters_on(day(at)).next();
        assert_eq!([seat(9), seat(10)], [None, Country::from_code("CN")]);
    }
}
