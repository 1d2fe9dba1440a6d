//! The custody search on small worlds with known answers, by behaviour.

mod beside;
mod budgets;
mod counted;
mod ends;
mod following;
mod late;
mod sources;
mod stock;
mod supply;
mod tied;
mod world;

pub(super) use world::World;

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
