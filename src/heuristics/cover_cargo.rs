//! Cheap cargo from a stranger to it.

use super::spec::{Best, Seen, heuristic};
use super::{Context, testbed, words};
use crate::model::Path;

heuristic! {
    /// # What it looks for
    /// An onward leg declared as bulk or household goods, by words or heading, from a firm that never ships such goods otherwise.
    ///
    /// # Why it matters
    /// Customs have found chips behind pulp, pellets and citric acid. The cargo in front is bought for the papers.
    ///
    /// # When it is innocent
    /// Traders take up new goods, and recycling flows are irregular. Only an opened box decides.
    ///
    /// # Parameters
    /// How often the firm may have shipped the heading before, and what the sign counts where value density is ordinary.
    ///
    /// # Example
    /// A dealer in accelerators sends one container of plastic pellets to Shenzhen, nine days after 64 cards arrived.
    ///
    /// # What to check next
    /// Ask for the container's gross weight at the terminal and an X-ray picture.
    ///
    /// # Source
    /// Hong Kong customs releases of 2013 to 2024 on goods behind cover cargo; CSIS 2024.
    "cover-cargo": "An onward leg is declared as cheap bulk goods that the firm never shipped",
    Stable since "0.1.0", Path Against, group "words",
    {
        /// Shipments of that heading that make it the firm's own goods.
        habit: "shipments" = 3.0,
        /// Strength where the declared value is that of bulk goods or unknown.
        ordinary: "strength" = 0.6,
        /// Value per kilogram that bulk goods never have.
        dense: "USD/kg" = 200.0,
        /// Times what a kilogram under the declared heading is worth at most, from which the goods cannot be what they are called.
        beyond: "factor" = 5.0,
        /// Times the gross weight from which a quantity declared in kilograms shows that the goods are not there.
        contradicts: "ratio" = 3.0,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let settings = context.settings();
    let mut best = Best::default();
    for leg in path.legs.iter().filter(|leg| leg.is_hidden()) {
        for &id in &leg.shipments {
            let code = context.hs(id);
            let by_words = words::find(context.description(id), &settings.words.bulk).is_some();
            let by_code = settings.headings.bulk.iter().any(|prefix| code.starts_with(prefix.as_str()));
            if !by_words && !by_code {
                continue;
            }
            let before = context.heading(id).and_then(|heading| context.stats(leg.from).headings_out.get(&heading)).copied().unwrap_or(1);
            if f64::from(before) > p.habit + leg.shipments.len() as f64 {
                continue;
            }
            let value = context.physical(id).usd_a_kg_of_heading;
            let dense = value.declared.get().is_some_and(|usd| usd >= p.dense)
                || value.ratio.get().is_some_and(|times| times >= p.beyond);
            let missing = context.quantity_over_weight(id).filter(|times| *times >= p.contradicts);
            let told = match missing {
                Some(times) => format!(", and declares {times:.1} times the kilograms that the shipment weighs"),
                None => String::new(),
            };
            best.offer(
                if dense || missing.is_some() { 1.0 } else { p.ordinary },
                || format!("{} sends \"{}\", which it hardly ever ships{told}.", context.label(leg.from), context.description(id).chars().take(60).collect::<String>()),
                || vec![id],
            );
        }
    }
    best.seen()
}

testbed::cases!("cover-cargo");
