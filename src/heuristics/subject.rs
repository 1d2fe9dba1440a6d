//! A path as the heuristics get it.

use super::context::Context;
use crate::model::{Answer, Path};
use std::ops::Deref;
use std::sync::OnceLock;

/// A path, with what several heuristics ask of it worked out once. A heuristic that needs nothing of that takes it as
/// the [`Path`] that it is.
pub struct Subject<'p> {
    path: &'p Path,
    answer: OnceLock<Option<Box<Answer>>>,
}

impl<'p> Subject<'p> {
    /// Of which nothing has been asked yet.
    pub fn new(path: &'p Path) -> Self {
        Self {
            path,
            answer: OnceLock::new(),
        }
    }

    /// What the rules said of what arrived, if they were asked.
    pub fn answer(&self, context: &Context<'_>) -> Option<&Answer> {
        let asked = || context.answer(self.path).map(Box::new);
        self.answer.get_or_init(asked).as_deref()
    }
}

impl Deref for Subject<'_> {
    type Target = Path;

    fn deref(&self) -> &Path {
        self.path
    }
}

#[cfg(test)]
mod tests {
    use crate::heuristics::context::{Context, GroupTotal, Rules};
    use crate::heuristics::testbed::World;
    use crate::heuristics::{Prepared, run};
    use crate::model::{Answer, Country, Day, EntityId, Item, Path, Resolution, ShipmentId};
    use std::sync::atomic::{AtomicU32, Ordering};

    /// Counts what it is asked of ends.
    #[derive(Default)]
    struct Counting(AtomicU32);

    impl Rules for Counting {
        fn restricted(&self, _: Country, _: &Item, _: Option<Country>, _: Day) -> bool {
            true
        }

        fn at_end(&self, _: &Path, _: &Item, _: &Resolution) -> Option<Answer> {
            self.0.fetch_add(1, Ordering::Relaxed);
            None
        }

        fn group_total(
            &self,
            _: ShipmentId,
            _: EntityId,
            _: &Item,
            _: &Resolution,
        ) -> Option<GroupTotal> {
            None
        }
    }

    #[test]
    fn the_rules_are_asked_once_of_each_path() {
        let world = World::parse(
            "```shipments\nrecord_id,date,shipper_name,shipper_country,consignee_name,consignee_country,item,units\n\
             r1,2024-03-01,Alder Example Systems,US,Basil Example Trading,MY,h100,64\n\
             r2,2024-03-09,Basil Example Trading,MY,Cedar Example Lab,CN,h100,64\n```\n\
             ```path\nr1 > r2\nend restricted_country CN\n```\n",
        )
        .expect("case");
        let counting = Counting::default();
        let mut inputs = world.context().inputs;
        inputs.rules = &counting;
        let paths = [world.paths[0].clone(), world.paths[0].clone()];
        let context = Context::build(inputs, &paths);
        run(&context, &paths, &Prepared::defaults(), &|| 0.0);
        assert_eq!(counting.0.load(Ordering::Relaxed), 2);
    }
}
