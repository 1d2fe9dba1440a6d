//! Home to the maker.

use super::spec::{Seen, heuristic, seen};
use super::{Context, testbed, words};
use crate::model::{Path};

heuristic! {
    /// # What it looks for
    /// A last receiver that is a maker of such goods by name, above all for goods declared as returns or repairs.
    ///
    /// # Why it matters
    /// Makers run repair centres in many countries, some of them restricted. What goes back to them goes home.
    ///
    /// # When it is innocent
    /// This is an innocent explanation. A name can be borrowed; the address of the centre is public.
    ///
    /// # Parameters
    /// What a maker counts without words of repair.
    ///
    /// # Example
    /// Faulty cards to the maker's service centre in Shenzhen.
    ///
    /// # What to check next
    /// Compare the address with the maker's list of service centres.
    ///
    /// # Source
    /// Own list of look-alikes (return, repair, warranty swap), 2026-11-22.
    "to-the-maker": "The goods went to a maker of such goods",
    Stable since "0.1.0", Entity For, group "return",
    {
        /// Strength without words of repair.
        unworded: "strength" = 0.5,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let &last = path.chain.last()?;
    if !context.is_maker(last) {
        return None;
    }
    let worded = path.shipments().any(|id| words::has(context.description(id), &context.settings().words.repair));
    seen(if worded { 1.0 } else { p.unworded }, format!("{} is by name a maker of such goods.", context.label(last)), Vec::new())
}

testbed::cases!("to-the-maker");
