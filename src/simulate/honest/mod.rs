//! Honest stories that look like diversion, one file a family, and the AI supply chain itself.

use super::story::Story;

/// A family of look-alikes.
pub struct Kind {
    /// Its id.
    pub id: &'static str,
    /// What it is.
    pub name: &'static str,
    /// How often it comes beside the others, any scale.
    pub share: f64,
    /// Tells one story of it.
    pub tell: fn(&mut Story),
}

macro_rules! kinds {
    ($($module:ident $share:literal $name:literal;)*) => {
        $(pub mod $module;)*
        /// Every family of look-alikes.
        pub static ALL: &[Kind] = &[$(Kind { id: stringify!($module), name: $name, share: $share, tell: $module::tell }),*];
    };
}

kinds! {
    hub_distributor 4.0 "distributors in hubs with many customers";
    repair_return 1.5 "repair and warranty returns";
    exhibition_loan 1.0 "exhibitions and loans that return";
    group_move 1.0 "moves inside one group, data-centre relocation";
    contract_maker 1.5 "contract manufacture and processing trade";
    young_cloud 1.5 "young AI clouds that buy and keep";
    legal_sale 1.5 "legal sales to China: before the control, uncontrolled, or licensed";
    forwarder_cargo 1.2 "forwarders as consignee of ordinary cargo";
    vague_cargo 1.5 "ordinary high-value cargo with vague words";
    open_trader 1.5 "small traders passing goods to unrestricted users, back to back";
    bystander 2.0 "accelerators kept while other goods of like weight go to China";
    restricted_parent 0.8 "branches of Chinese firms buying ordinary equipment";
    remote_tenant 0.4 "remote access: goods stay, the tenant is elsewhere";
    project_vehicle 0.7 "project vehicles and lessors of a public parent";
    refurbisher 1.0 "surplus and refurbished trade of old generations";
    stock_up 0.7 "stocking up before a rule by the usual buyers";
    russia_ordinary 1.5 "ordinary and Chinese-made goods to Russia through its neighbours";
    integrator 1.0 "integrators: cards in, servers out";
    one_off_buyer 1.0 "universities, hospitals and plants buying their own servers";
    lease_return 0.6 "leased servers going back to the lessor";
    sister_branches 0.8 "branches of a declared group buying small lots";
    pulp_and_pellets 0.6 "bulk goods through hubs, light containers, circular routes";
    parts_distributor 3.0 "sellers of electronic parts with customers everywhere";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulate::{
        Settings, chips::CHIPS, firm::key, registered::RESTRICTED, world::World,
    };

    #[test]
    fn no_honest_story_ships_a_controlled_chip_to_a_restricted_country_or_its_firm() {
        let world = World::new(Settings::default());
        for (i, kind) in ALL.iter().enumerate() {
            for n in 0..40 {
                let mut story = Story::new(&world, (i * 1000 + n) as u64);
                (kind.tell)(&mut story);
                assert!(!story.rows.is_empty(), "{} tells of nothing", kind.id);
                for row in &story.rows {
                    assert!(
                        row.truth.is_none() && row.shipper.truth.0 != row.consignee.truth.0,
                        "{}",
                        kind.id
                    );
                    let buyer = row.consignee.truth.0;
                    let owned = || !key::is_story(buyer) && world.registered(buyer).is_restricted();
                    if (RESTRICTED.contains(&row.destination) || owned())
                        && !row.text.contains("LICENCE")
                        && ["8471", "8473", "8542"].contains(&&row.hs[..4])
                    {
                        for chip in CHIPS
                            .iter()
                            .filter(|c| c.controlled(row.day) || row.destination == "RU")
                        {
                            let whole_word = row
                                .text
                                .split(|c: char| !c.is_ascii_alphanumeric())
                                .any(|w| w == chip.family);
                            assert!(
                                !whole_word,
                                "{} {} {}: {}",
                                kind.id, row.day, row.destination, row.text
                            );
                        }
                    }
                }
            }
        }
    }
}
