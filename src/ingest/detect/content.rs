//! What the cells of a column look like.

use crate::ingest::clean::{date, legal, number};
use crate::ingest::plan::is_blank;
use crate::reference::countries::{Countries, CountryCell};

/// Shares of a column's cells that look like something, 0 to 1.
#[derive(Clone, Copy, Debug, Default)]
pub struct Looks {
    /// Cells that say something.
    pub cells: usize,
    /// A date.
    pub date: f64,
    /// A goods code of six digits or more with a chapter that exists.
    pub hs: f64,
    /// The name or the code of a country.
    pub country: f64,
    /// A container number: four letters, the third of a pair the letter U, J or Z, and seven digits.
    pub container: f64,
    /// A number.
    pub number: f64,
    /// Mean length in characters.
    pub length: f64,
    /// Words with a legal form of a firm.
    pub firm: f64,
}

/// Looks at up to 400 cells that say something.
pub fn looks<'a>(cells: impl Iterator<Item = &'a str>, countries: &Countries) -> Looks {
    let mut out = Looks::default();
    let (
        mut date_n,
        mut hs_n,
        mut country_n,
        mut container_n,
        mut number_n,
        mut firm_n,
        mut length,
    ) = (0, 0, 0, 0, 0, 0, 0);
    for cell in cells.map(str::trim).filter(|c| !is_blank(c)).take(400) {
        out.cells += 1;
        length += cell.chars().count();
        let digits = cell.bytes().all(|b| b.is_ascii_digit());
        let is_date = if digits {
            matches!(cell.len(), 7 | 8) && date::settles(cell) != date::Evidence::Nothing
        } else {
            date::read(cell, Some(date::DateOrder::Dmy), 0)
                .or_else(|| date::read(cell, Some(date::DateOrder::Mdy), 0))
                .is_some()
        };
        date_n += usize::from(is_date);
        hs_n += usize::from(is_hs(cell) && !(digits && is_date));
        country_n += usize::from(
            cell.len() < 60 && !digits && matches!(countries.read(cell), CountryCell::Is(_)),
        );
        container_n += usize::from(is_container(cell));
        number_n += usize::from(
            number::read(cell, number::DecimalMark::Point)
                .or_else(|| number::read(cell, number::DecimalMark::Comma))
                .is_some(),
        );
        firm_n += usize::from(is_firm(cell));
    }
    if out.cells > 0 {
        let share = |n: usize| n as f64 / out.cells as f64;
        out.date = share(date_n);
        out.hs = share(hs_n);
        out.country = share(country_n);
        out.container = share(container_n);
        out.number = share(number_n);
        out.firm = share(firm_n);
        out.length = share(length);
    }
    out
}

fn is_hs(cell: &str) -> bool {
    let first = cell.split([';', ',']).next().unwrap_or(cell).trim();
    let first = first.rsplit(':').next().unwrap_or(first).trim();
    let digits: String = first.chars().filter(|c| *c != '.').collect();
    let chapter = digits
        .get(0..2)
        .and_then(|c| c.parse::<u32>().ok())
        .unwrap_or(0);
    matches!(digits.len(), 6 | 8 | 10 | 11)
        && digits.bytes().all(|b| b.is_ascii_digit())
        && (1..=97).contains(&chapter)
}

fn is_container(cell: &str) -> bool {
    let first = cell
        .split([',', ';', ' ', '\n'])
        .next()
        .unwrap_or(cell)
        .as_bytes();
    first.len() == 11
        && first[..4].iter().all(u8::is_ascii_uppercase)
        && matches!(first[3], b'U' | b'J' | b'Z')
        && first[4..].iter().all(u8::is_ascii_digit)
}

fn is_firm(cell: &str) -> bool {
    cell.split(|c: char| !c.is_alphanumeric())
        .any(legal::is_form)
        || ["有限公司", "株式会社"].iter().any(|f| cell.contains(f))
}
