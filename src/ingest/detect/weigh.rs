//! Name and cells of a column together, and columns beside each other.

use super::content::Looks;
use super::words::Reading;
use super::{CERTAIN, Guess, USED};
use crate::ingest::column::Column;

/// Name and cells together. The cells can take a name's word away, and speak for a column whose name says nothing.
pub(super) fn weigh(by_name: Option<Guess>, looks: &Looks, reading: &Reading) -> Option<Guess> {
    use Column as C;
    let cells = |column, confidence, why: String| {
        Some(Guess {
            column,
            confidence,
            why,
        })
    };
    let percent = |share: f64| format!("{:.0} % of {} cells", share * 100.0, looks.cells);
    if looks.cells < 3 {
        return by_name;
    }
    if let Some(mut guess) = by_name {
        let (share, what) = match guess.column {
            C::Date => (looks.date, "dates"),
            C::HsCode => (looks.hs, "goods codes"),
            C::Quantity | C::GrossWeight | C::NetWeight | C::Value | C::UnitPrice => {
                (looks.number, "numbers")
            }
            C::OriginCountry
            | C::ExportCountry
            | C::DestinationCountry
            | C::ShipperCountry
            | C::ConsigneeCountry => (looks.country, "countries"),
            C::ShipperName | C::ConsigneeName if looks.number > 0.9 && looks.length < 16.0 => {
                let id = if guess.column == C::ShipperName {
                    C::ShipperId
                } else {
                    C::ConsigneeId
                };
                return cells(
                    id,
                    0.55,
                    format!("{} are numbers, so no names", percent(looks.number)),
                );
            }
            C::QuantityUnit if looks.number > 0.9 => {
                // `CANT_UNID`, `Qty Units`: how many units, or which? The cells say.
                return cells(
                    C::Quantity,
                    guess.confidence * 0.9,
                    format!("{}; {} are numbers", guess.why, percent(looks.number)),
                );
            }
            C::Description if looks.number > 0.9 && looks.hs < 0.8 => (0.0, "words"),
            C::Description if looks.hs > 0.8 => {
                return cells(
                    C::HsCode,
                    0.6,
                    format!("{} are goods codes", percent(looks.hs)),
                );
            }
            _ => return Some(guess),
        };
        if share < 0.5 {
            guess.confidence *= 0.4 + share;
            guess.why = format!("{}; but only {} are {what}", guess.why, percent(share));
        } else {
            guess.confidence = (guess.confidence + 0.02).min(0.99);
            guess.why = format!("{}; {} are {what}", guess.why, percent(share));
        }
        return Some(guess);
    }
    // A header that speaks of something else is no empty header.
    if !reading.concepts.is_empty() {
        return None;
    }
    if looks.date > 0.9 {
        return cells(C::Date, 0.55, format!("{} are dates", percent(looks.date)));
    }
    if looks.container > 0.8 {
        return cells(
            C::Container,
            0.8,
            format!("{} are container numbers", percent(looks.container)),
        );
    }
    if looks.hs > 0.95 {
        return cells(
            C::HsCode,
            0.55,
            format!("{} are goods codes", percent(looks.hs)),
        );
    }
    if looks.country > 0.9 {
        return cells(
            C::OriginCountry,
            0.35,
            format!(
                "{} are countries, but whose is not said",
                percent(looks.country)
            ),
        );
    }
    if looks.firm > 0.5 && looks.length < 80.0 {
        return cells(
            C::ConsigneeName,
            0.35,
            format!(
                "{} are names of firms, but whose side is not said",
                percent(looks.firm)
            ),
        );
    }
    None
}

/// A description read off the goods code's own column counts only where nothing better describes the goods.
pub(super) fn settle_rivals(guesses: &mut [Option<Guess>]) {
    let best = |guesses: &[Option<Guess>], column: Column| {
        guesses
            .iter()
            .flatten()
            .filter(|g| g.column == column)
            .map(|g| g.confidence)
            .fold(0.0, f64::max)
    };
    for (column, floor) in [(Column::Description, USED), (Column::Value, 0.45)] {
        let top = best(guesses, column);
        for guess in guesses.iter_mut() {
            if let Some(g) = guess
                && g.column == column
                && g.confidence < floor
            {
                if top >= 0.7 {
                    *guess = None;
                } else if column == Column::Description {
                    g.confidence = CERTAIN;
                }
            }
        }
    }
}

/// A bare `ADDRESS`, `CITY`, `PIN` belongs to the party named before it.
pub(super) fn address_beside_name(guesses: &mut [Option<Guess>], readings: &[Reading]) {
    let mut party = None;
    for at in 0..guesses.len() {
        match &guesses[at] {
            Some(g) if matches!(g.column, Column::ShipperName | Column::ShipperId) => {
                party = Some(Column::ShipperAddress)
            }
            Some(g) if matches!(g.column, Column::ConsigneeName | Column::ConsigneeId) => {
                party = Some(Column::ConsigneeAddress)
            }
            Some(_) => {}
            None => {
                let alone = readings[at].concepts == ["address"]
                    || readings[at].concepts == ["address", "country"];
                if let Some(column) = party.filter(|_| alone && readings[at].unknown == 0) {
                    guesses[at] = Some(Guess {
                        column,
                        confidence: 0.7,
                        why: "an address beside the name of the party before it".to_owned(),
                    });
                }
            }
        }
    }
}
