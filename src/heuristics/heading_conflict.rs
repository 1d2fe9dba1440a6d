//! A code that belongs to other goods.

use super::spec::{Best, Seen, heuristic};
use super::{Context, testbed};
use crate::model::{ItemKind, Path};

heuristic! {
    /// # What it looks for
    /// A shipment whose words name an accelerator or a server and whose goods code lies outside the headings where such
    /// goods, or their neighbours, are ever declared.
    ///
    /// # Why it matters
    /// Screening systems look at codes first. A code from another chapter keeps the declaration out of them.
    ///
    /// # When it is innocent
    /// Between computers, parts, circuits and network gear brokers err every day; those headings are all allowed here.
    ///
    /// # Parameters
    /// Strength where the code is in another chapter altogether, and where it is only in another heading of the same one.
    ///
    /// # Example
    /// "H100 80GB" under the heading of electric fans.
    ///
    /// # What to check next
    /// Ask the broker who chose the code.
    ///
    /// # Source
    /// G7 guidance, September 2024 (misclassification); usual headings from the item catalogue.
    "heading-conflict": "The goods code belongs to other goods than the words",
    Stable since "0.1.0", Shipment Against, group "words",
    {
        /// Strength in another chapter.
        other_chapter: "strength" = 1.0,
        /// Strength in chapter 84, 85 or 90 under a heading that is not usual.
        near_chapter: "strength" = 0.6,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let mut best = Best::default();
    let mut measured = false;
    for id in path.shipments() {
        let Some(item) = context.item_of(id).map(|item| &context.inputs.items[item]) else { continue };
        let code = context.hs(id);
        if code.len() < 4 || item.kind == ItemKind::ListedHeading {
            measured |= item.kind == ItemKind::ListedHeading;
            continue;
        }
        measured = true;
        let usual = item.hs6.iter().any(|hs| hs.get(..4) == code.get(..4))
            || context.settings().headings.computing.iter().any(|heading| code.starts_with(heading.as_str()));
        if usual {
            continue;
        }
        let near = ["84", "85", "90"].iter().any(|chapter| code.starts_with(chapter));
        best.offer(
            if near { p.near_chapter } else { p.other_chapter },
            || format!("{} names {} under goods code {code}.", context.inputs.shipments.record(id), item.model),
            || vec![id],
        );
    }
    best.or_unknown(measured, "No leg with a named item states a goods code.")
}

testbed::cases!("heading-conflict");
