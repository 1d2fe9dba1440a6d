//! Do two records tell of one movement?

use super::Reason;
use super::names::Name;
use crate::ingest::finish::{by_content, by_words};
use crate::model::{Country, Measure, PartyId, ShipmentId, Shipments, TextId};
use crate::reference::countries::fold;
use std::cmp::Ordering;

/// Weights of one movement differ by rounding and repacking only.
const WEIGHT_SLACK: f64 = 0.0035;
/// The import value has freight and insurance on top: 1 to 9 % in customs guidance, more on small lots.
const VALUE_RATIO: std::ops::RangeInclusive<f64> = 0.97..=1.13;
/// The same where the two are in different currencies, as each comes through a yearly rate.
const VALUE_RATIO_CONVERTED: std::ops::RangeInclusive<f64> = 0.85..=1.25;
/// Days after which a record that repeats another word for word is of the next order. Two declarants never write all alike.
const NEXT_ORDER: i32 = 3;
/// Evidence from which two records without a common bill are one movement.
const ENOUGH: f64 = 2.25;

/// What speaks for two records being one movement, so far.
struct Evidence {
    sum: f64,
    /// Numbers that agree and are not ordered again and again.
    numbers: u32,
    /// Both state the same weight.
    weighed: bool,
    /// The quantity that both state.
    quantity: Option<f64>,
}

/// Why two records, the first no later than the second, are one movement; `None` if they are not. What costs least to
/// look at comes first, as nearly all pairs fall there.
pub fn one_movement(rows: &Shipments, a: usize, b: usize) -> Option<Reason> {
    let mut evidence = Evidence {
        sum: 0.0,
        numbers: 0,
        weighed: false,
        quantity: None,
    };
    numbers(rows, a, b, &mut evidence)?;
    if countries_differ(rows, a, b) {
        return None;
    }
    let text = |column: &[TextId], row: usize| rows.text.known(column[row]);
    let bills = (text(&rows.bill_of_lading, a), text(&rows.bill_of_lading, b));
    if let (Some(x), Some(y)) = bills
        && x != y
    {
        return None;
    }
    if let (Some(x), Some(y)) = (text(&rows.hs_code, a), text(&rows.hs_code, b))
        && x.get(..4) != y.get(..4)
    {
        return None;
    }
    let same_bill = matches!(bills, (Some(_), Some(_)));
    evidence.sum += match (text(&rows.description, a), text(&rows.description, b)) {
        (Some(x), Some(y)) => match goods_alike(x, y) {
            Some(alike) => alike,
            // A bill has lines of several goods, all on one day; its other paper is of another.
            None => evidence.in_other_words(same_bill && rows.day[a] != rows.day[b])?,
        },
        _ => 0.0,
    };
    // Names add half a point at most.
    if !same_bill && (evidence.numbers == 0 || evidence.sum + 0.5 < ENOUGH) {
        return None;
    }
    let name = |party: Option<PartyId>| Name::of(rows, party);
    let (from_a, from_b) = (name(rows.shipper[a]), name(rows.shipper[b]));
    let (to_a, to_b) = (name(rows.consignee[a]), name(rows.consignee[b]));
    // Goods that go on from the consignee are the next leg, however alike the records.
    let onward = |from: &Name, to: &Name| from.alike(to).is_some_and(|s| s >= 0.9);
    if (onward(&to_a, &from_b) || onward(&to_b, &from_a))
        && from_a.alike(&to_a).is_none_or(|s| s < 0.9)
    {
        return None;
    }
    let (shippers, consignees) = (from_a.alike(&from_b), to_a.alike(&to_b));
    if same_bill {
        let strangers = shippers.is_some_and(|s| s < 0.2) && consignees.is_some_and(|s| s < 0.2);
        return (!strangers && evidence.sum >= 1.0).then(|| {
            if rows.day[a] != rows.day[b] {
                Reason::Mirror
            } else if same_content(rows, a, b) {
                Reason::Exact
            } else {
                Reason::SameBill
            }
        });
    }
    let (shippers, consignees) = (shippers?, consignees?);
    if shippers < 0.3 || consignees < 0.3 {
        return None;
    }
    if from_a.is_another(&from_b) || to_a.is_another(&to_b) {
        return None;
    }
    for same in [shippers == 1.0, consignees == 1.0] {
        evidence.sum += if same { 0.25 } else { 0.0 };
    }
    if evidence.sum < ENOUGH {
        return None;
    }
    let apart = rows.day[b].since(rows.day[a]);
    if apart > NEXT_ORDER && by_words(rows, a, b) == Ordering::Equal {
        return None;
    }
    Some(if apart == 0 && same_content(rows, a, b) {
        Reason::Exact
    } else {
        Reason::Mirror
    })
}

/// What other words take away.
const OTHER_WORDS: f64 = -0.75;

/// Pieces below which machines of several makers weigh and cost the same by chance.
const FEW: f64 = 10.0;

impl Evidence {
    /// Exporter and importer may describe the same goods in words, or languages, of their own. They are believed to if the
    /// weight and a second number agree, unless the pieces are few; where a `bill` is one, any number of pieces will do.
    fn in_other_words(&self, bill: bool) -> Option<f64> {
        let few = self.quantity.is_some_and(|pieces| pieces < FEW);
        let second = (self.numbers >= 2 && !few) || (bill && self.quantity.is_some());
        (self.weighed && second).then_some(OTHER_WORDS)
    }
}

fn both(a: Measure, b: Measure) -> Option<(f64, f64)> {
    Some((a.get()?, b.get()?))
}

/// Does nothing in two quantities speak against one movement?
fn same_quantity(a: Measure, b: Measure) -> bool {
    both(a, b).is_none_or(|(x, y)| x == y)
}

/// The same of two weights.
fn same_weight(a: Measure, b: Measure) -> bool {
    both(a, b).is_none_or(|(x, y)| (x - y).abs() <= (WEIGHT_SLACK * x.max(y)).max(0.11))
}

/// The same questions of rounded numbers, NaN being unknown: what the exact ones let pass, these do too.
pub mod rough {
    use super::{VALUE_RATIO_CONVERTED, WEIGHT_SLACK};

    /// More than what rounding to `f32` can move.
    const MARGIN: f32 = 1e-5;
    /// Values below lose digits in an `f32`.
    const TINY: f32 = 1e-30;

    /// As [`super::same_quantity`].
    #[inline]
    pub fn same_quantity(a: f32, b: f32) -> bool {
        a == b || a.is_nan() || b.is_nan()
    }

    /// As [`super::same_weight`].
    #[inline]
    pub fn same_weight(a: f32, b: f32) -> bool {
        let slack = (WEIGHT_SLACK as f32 + MARGIN) * a.max(b);
        let apart = (a - b).abs();
        apart.is_nan() || apart <= slack.max(0.111)
    }

    /// Does nothing in two values speak against one movement, whatever their currencies? The first is of the earlier
    /// record.
    #[inline]
    pub fn near_value(a: f32, b: f32) -> bool {
        let (least, most) = (
            *VALUE_RATIO_CONVERTED.start() as f32 - MARGIN,
            *VALUE_RATIO_CONVERTED.end() as f32 + MARGIN,
        );
        // Nothing is above or below NaN.
        !(a > TINY && b > TINY && (b < least * a || b > most * a))
    }
}

/// Adds what the numbers say; `None` if they speak against it.
fn numbers(rows: &Shipments, a: usize, b: usize, evidence: &mut Evidence) -> Option<()> {
    let counts = |row| rows.counts(ShipmentId::new(row));
    if (!same_quantity(rows.quantity[a], rows.quantity[b]) && !counts(a).differ(counts(b)))
        || !same_weight(rows.gross_weight_kg[a], rows.gross_weight_kg[b])
    {
        return None;
    }
    if let Some((x, _)) = both(rows.quantity[a], rows.quantity[b]).filter(|(x, y)| x == y) {
        evidence.quantity = Some(x);
        // Ten or a hundred pieces are ordered again and again; 1,349 are not.
        let odd = x >= 100.0 && x % 10.0 != 0.0;
        evidence.sum += if odd { 1.25 } else { 0.5 };
        evidence.numbers += u32::from(odd);
    }
    if both(rows.gross_weight_kg[a], rows.gross_weight_kg[b]).is_some() {
        evidence.sum += 1.5;
        evidence.numbers += 1;
        evidence.weighed = true;
    }
    if let Some((x, y)) =
        both(rows.value_usd[a], rows.value_usd[b]).filter(|&(x, y)| x > 0.0 && y > 0.0)
    {
        let ratio = y / x;
        let same = || rows.text.get(rows.currency[a]) == rows.text.get(rows.currency[b]);
        if !VALUE_RATIO.contains(&ratio) && (!VALUE_RATIO_CONVERTED.contains(&ratio) || same()) {
            return None;
        }
        evidence.sum += 1.0;
        evidence.numbers += 1;
    }
    Some(())
}

fn countries_differ(rows: &Shipments, a: usize, b: usize) -> bool {
    let differ = |x: Option<Country>, y: Option<Country>| x.is_some() && y.is_some() && x != y;
    let of = |party: Option<PartyId>| rows.parties.get(party?)?.country;
    differ(rows.export_country[a], rows.export_country[b])
        || differ(rows.destination_country[a], rows.destination_country[b])
        || differ(rows.origin_country[a], rows.origin_country[b])
        || differ(of(rows.shipper[a]), of(rows.shipper[b]))
        || differ(of(rows.consignee[a]), of(rows.consignee[b]))
}

/// What two descriptions add; `None` if they are of different goods.
fn goods_alike(a: &str, b: &str) -> Option<f64> {
    if a == b {
        return Some(1.0);
    }
    let (a, b) = (goods(a), goods(b));
    if a == b {
        Some(1.0)
    } else {
        (a.starts_with(b.as_str()) || b.starts_with(a.as_str())).then_some(0.5)
    }
}

/// The words of goods without the phrases of forms.
fn goods(text: &str) -> String {
    let text = fold(text);
    let text = text
        .strip_prefix("STC ")
        .or_else(|| text.strip_prefix("SAID TO CONTAIN "))
        .unwrap_or(&text);
    text.strip_suffix(" AS PER INVOICE")
        .unwrap_or(text)
        .to_owned()
}

fn same_content(rows: &Shipments, a: usize, b: usize) -> bool {
    by_content(rows, a, b) == Ordering::Equal
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn a_number() -> impl Strategy<Value = f64> {
        prop_oneof![
            Just(f64::NAN),
            -1.0..2.0f64,
            0.0..1e6f64,
            Just(1e-40),
            Just(1e300)
        ]
    }

    proptest! {
        #[test]
        fn rounded_numbers_let_all_pass_that_exact_ones_do(a in a_number(), times in prop_oneof![Just(1.0), 0.8..1.3f64, 0.996..1.004f64], more in prop_oneof![Just(0.0), -0.2..0.2f64]) {
            let b = a * times + more;
            let round = |n: f64| (n as f32).clamp(f32::MIN, f32::MAX);
            let (x, y) = (Measure::new(a), Measure::new(b));
            prop_assert!(!same_quantity(x, y) || rough::same_quantity(round(a), round(b)));
            prop_assert!(!same_weight(x, y) || rough::same_weight(round(a), round(b)));
            let near = a.is_nan() || a <= 0.0 || b <= 0.0 || VALUE_RATIO_CONVERTED.contains(&(b / a));
            prop_assert!(!near || rough::near_value(round(a), round(b)));
        }
    }
}
