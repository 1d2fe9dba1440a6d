//! Papers that state a licence.

use super::spec::{Seen, heuristic, seen};
use super::{Context, testbed, words};
use crate::model::{Path, ShipmentId};

heuristic! {
    /// # What it looks for
    /// Shipments of the last leg whose description says that they go under an export licence, and whether a number
    /// follows.
    ///
    /// # Why it matters
    /// A licensed sale is no diversion, and exporters write the licence on the papers because their customs ask for it.
    ///
    /// # When it is innocent
    /// This is an innocent explanation. Words are free: a number can be made up, or belong to other goods or another
    /// buyer. A licence of an earlier leg does not cover this one.
    ///
    /// # Parameters
    /// Strength where no number is given.
    ///
    /// # Example
    /// "8U GPU SERVER EXPORTED UNDER BIS LICENSE D1234567", from its maker to a laboratory in China.
    ///
    /// # What to check next
    /// Ask the exporter for the licence and hold its goods, quantity and parties against this shipment.
    ///
    /// # Source
    /// 15 CFR 758.1 and 758.6 on the licence number in export filings and the statement on the papers that go with the
    /// goods.
    "stated-licence": "The papers of the last leg state an export licence",
    Stable since "0.1.0", Shipment For, group "law",
    {
        /// Strength where the words stand without a number.
        unnumbered: "strength" = 0.6,
    }
}

/// Words after the phrase among which the number is looked for.
const NEAR: usize = 4;
/// Digits that make a licence number of a word.
const DIGITS: usize = 5;

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let leg = path.last_shipped()?;
    let all = &context.settings().words.licence;
    let mut stated: Vec<ShipmentId> = Vec::new();
    let (mut sum, mut words_seen) = (0.0, "");
    for &id in &leg.shipments {
        let text = context.description(id);
        let Some(word) = words::find(text, all) else {
            continue;
        };
        sum += if is_numbered(text, word) { 1.0 } else { p.unnumbered };
        words_seen = word;
        stated.push(id);
    }
    if stated.is_empty() {
        return None;
    }
    seen(
        sum / leg.shipments.len() as f64,
        format!(
            "{} of {} shipments of the last leg state \"{words_seen}\".",
            stated.len(),
            leg.shipments.len()
        ),
        stated,
    )
}

/// Does a number follow the phrase?
fn is_numbered(text: &str, phrase: &str) -> bool {
    let text = words::spaced(text);
    let Some((_, after)) = text.split_once(&format!(" {phrase} ")) else {
        return false;
    };
    after
        .split(' ')
        .take(NEAR)
        .any(|word| word.bytes().filter(u8::is_ascii_digit).count() >= DIGITS)
}

testbed::cases!("stated-licence");
