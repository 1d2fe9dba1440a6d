//! Where a chain begins: at a dealer of many customers, or at whoever supplied the firm that is none.

use super::World;
use crate::model::{Match, Role};

/// A maker's 100 units with a firm that sells them on, to so many others beside the shell that sends its part on.
fn sold_to(others: usize) -> String {
    let mut rows = String::from("0 US:Maker > SG:Dealer h100*100\n");
    for i in 0..others {
        rows += &format!("5 SG:Dealer > DE:Customer{i} h100*5\n");
    }
    rows + "9 SG:Dealer > MY:Shell h100*8\n20 MY:Shell > CN:End h100*8\n"
}

/// How many legs the chain has, and the rows that are its dealer's supply.
fn told(world: &World) -> (usize, Vec<usize>) {
    let paths = world.trace().paths;
    assert_eq!(paths.len(), 1);
    let supply = paths[0].supply.iter().map(|id| id.index()).collect();
    assert_eq!(paths[0].legs[0].matched, Match::First);
    assert!(!paths[0].shipments().any(|id| paths[0].supply.contains(&id)));
    (paths[0].legs.len(), supply)
}

#[test]
fn a_chain_begins_at_a_dealer_and_tells_its_supply_beside() {
    // With the shell there are twelve customers.
    let mut world = World::new(&sold_to(11));
    world.role("SG:Dealer", Role::Distributor, 0.9);
    assert_eq!(told(&world), (2, vec![0]));
}

#[test]
fn a_firm_with_few_customers_or_little_of_a_dealer_does_not_begin_it() {
    let mut world = World::new(&sold_to(10));
    world.role("SG:Dealer", Role::Distributor, 0.9);
    assert_eq!(told(&world), (3, vec![]));
    let mut world = World::new(&sold_to(11));
    world.role("SG:Dealer", Role::Distributor, 0.4);
    assert_eq!(told(&world), (3, vec![]));
}

#[test]
fn a_shell_that_sells_to_many_is_no_dealer() {
    let mut world = World::new(&sold_to(11));
    world.role("SG:Dealer", Role::Distributor, 0.9);
    world.role("SG:Dealer", Role::Shell, 0.9);
    assert_eq!(told(&world), (3, vec![]));
}

#[test]
fn what_a_dealer_sent_under_other_words_keeps_the_lot_it_is_known_by() {
    let rows = sold_to(12) + "30 SG:Dealer > CN:Other vague hs=8473 pcs=32 kg=64\n";
    let mut world = World::new(&rows);
    world.role("SG:Dealer", Role::Distributor, 0.9);
    let paths = world.trace().paths;
    let hidden = paths
        .iter()
        .find(|path| path.legs.iter().any(|leg| leg.is_hidden()));
    let hidden = hidden.expect("the vague leg draws on what is left");
    assert_eq!(hidden.legs.len(), 2);
    assert!(hidden.supply.is_empty());
}

#[test]
fn chains_of_several_suppliers_of_one_dealer_are_one() {
    let rows = "1 TW:Works > SG:Dealer h100*4\n".to_owned() + &sold_to(11);
    let mut world = World::new(&rows);
    world.role("SG:Dealer", Role::Distributor, 0.9);
    let (legs, supply) = told(&world);
    assert_eq!(legs, 2);
    assert!(!supply.is_empty());
}

#[test]
fn a_sale_to_a_dealer_that_is_an_end_itself_is_not_set_apart() {
    let rows = sold_to(11).replace("SG:Dealer", "HK:Dealer");
    let mut world = World::new(&rows);
    world.role("HK:Dealer", Role::Distributor, 0.9);
    let paths = world.trace().paths;
    assert!(paths.iter().all(|path| path.supply.is_empty()));
    assert!(paths.iter().any(|path| path.chain.len() > 2));
}

#[test]
fn what_is_a_leg_of_the_chain_is_no_supply_of_it() {
    // Another source gave more, so the chain is told under it, and the dealer is a feeder.
    let rows = "1 TW:Works > MY:Shell h100*90\n".to_owned()
        + &sold_to(11)
        + "21 MY:Shell > CN:End h100*90\n";
    let mut world = World::new(&rows);
    world.role("SG:Dealer", Role::Distributor, 0.9);
    for path in world.trace().paths {
        let legs: Vec<_> = path.shipments().collect();
        assert!(path.supply.iter().all(|id| !legs.contains(id)));
        assert!(path.all_legs().any(|leg| leg.from == path.chain[0]));
    }
}
