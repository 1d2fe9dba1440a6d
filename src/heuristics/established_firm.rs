//! Firms with a life of their own.

use super::spec::{Seen, heuristic, ramp, seen};
use super::{Context, off_line_business, testbed};
use crate::model::{Path};

heuristic! {
    /// # What it looks for
    /// Every firm in question on the chain old and staffed, by the registers.
    ///
    /// # Why it matters
    /// A firm of twenty years and two hundred people has more to lose than one deal brings.
    ///
    /// # When it is innocent
    /// This is an innocent explanation. Old firms are bought, and employees do sell on their own account.
    ///
    /// # Parameters
    /// Years and employees between which it grows.
    ///
    /// # Example
    /// A systems house of 1998 with 140 employees in the middle.
    ///
    /// # What to check next
    /// Ask whether the firm knows of the deal.
    ///
    /// # Source
    /// The reverse of the public flags on young and empty firms; own bounds.
    "established-firm": "The firms in question are old and staffed",
    Stable since "0.1.0", Entity For, group "standing",
    {
        /// Age that says nothing.
        young: "years" = 6.0,
        /// Age that counts in full.
        old: "years" = 15.0,
        /// Staff that says nothing.
        small: "employees" = 10.0,
        /// Staff that counts in full.
        large: "employees" = 60.0,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let day = path.days().0;
    let mut least: Option<f64> = None;
    for id in context.suspects(path) {
        let attributes = context.attributes(id)?;
        // A firm may stand firmly in another business: that says nothing of why it buys these goods.
        if off_line_business::is_elsewhere(context, id) {
            return None;
        }
        let years = f64::from(day.since(attributes.incorporated?)) / 365.25;
        let strength = ramp(years, p.young, p.old) * ramp(attributes.employees.get()?, p.small, p.large);
        least = Some(least.map_or(strength, |least: f64| least.min(strength)));
    }
    seen(least?, "Every firm in question is old and employs people.".to_owned(), Vec::new())
}

testbed::cases!("established-firm");
