//! Papers that state a licence.

use super::spec::{Seen, heuristic, seen};
use super::{Context, testbed, words};
use crate::model::{Path, ShipmentId};
use crate::policy::heuristics::Words;

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
/// Words right before the phrase that deny it.
const DENIED: [&str; 2] = ["no", "without"];

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let leg = path.last_shipped()?;
    let all = &context.settings().words;
    let (mut stated, mut phrases): (Vec<ShipmentId>, Vec<&str>) = (Vec::new(), Vec::new());
    let mut sum = 0.0;
    for &id in &leg.shipments {
        let Some((phrase, is_numbered)) = licence(context.description(id), context.hs(id), all) else {
            continue;
        };
        sum += if is_numbered { 1.0 } else { p.unnumbered };
        if !phrases.contains(&phrase) {
            phrases.push(phrase);
        }
        stated.push(id);
    }
    if stated.is_empty() {
        return None;
    }
    seen(
        sum / leg.shipments.len() as f64,
        format!(
            "{} of {} shipments of the last leg state \"{}\".",
            stated.len(),
            leg.shipments.len(),
            phrases.join("\", \"")
        ),
        stated,
    )
}

/// The phrase by which the text states a licence, and whether a number follows. `None` too where the words around it say
/// that there is none, or that none is needed; what stands after the number says nothing of that.
fn licence<'w>(text: &str, code: &str, all: &'w Words) -> Option<(&'w str, bool)> {
    let phrase = words::find(text, &all.licence)?;
    let text = words::spaced(text);
    let (before, after) = text.split_once(&format!(" {phrase} "))?;
    let denied = before.rsplit(' ').next().is_some_and(|word| DENIED.contains(&word));
    let near: Vec<&str> = after.split(' ').take(NEAR).collect();
    let number = near.iter().position(|word| is_number(word, code));
    let between = near[..number.unwrap_or(near.len())].join(" ");
    (!denied && !words::has(&between, &all.licence_void)).then_some((phrase, number.is_some()))
}

/// Is the word a licence number, and not the goods code or its beginning?
fn is_number(word: &str, code: &str) -> bool {
    word.bytes().filter(u8::is_ascii_digit).count() >= DIGITS && !code.starts_with(word)
}

testbed::cases!("stated-licence");
