//! Dates as customs files write them.

use crate::model::Day;

/// Order of day and month where a date has two numbers that could be either.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum DateOrder {
    /// `31.03.2025`
    Dmy,
    /// `3/31/2025`
    Mdy,
    /// `2025-03-31`; nothing in the column has the year last.
    Ymd,
}

impl DateOrder {
    /// For people.
    pub const fn words(self) -> &'static str {
        match self {
            DateOrder::Dmy => "day first",
            DateOrder::Mdy => "month first",
            DateOrder::Ymd => "year first",
        }
    }
}

/// Years that a shipment can have; a number outside them is not a date.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=2099;

/// Reads one date. `order` settles what the text leaves open; `offset_minutes` is added to a time in UTC
/// before its day is taken (330 for Indian midnights). A month alone is its first day. `None` if it is no
/// date, or if the order is needed and not known.
pub fn read(cell: &str, order: Option<DateOrder>, offset_minutes: i32) -> Option<Day> {
    if let Some(day) = Day::from_iso(cell) {
        return sound(day);
    }
    let cell = cell.trim();
    if cell.is_empty() || !cell.is_ascii() {
        return month_word_date(cell, order);
    }
    if cell.bytes().all(|b| b.is_ascii_digit()) {
        return compact(cell, order);
    }
    if let Some(whole) = cell.strip_suffix(".0")
        && whole.len() >= 7
        && whole.bytes().all(|b| b.is_ascii_digit())
    {
        return compact(whole, order);
    }
    let (date, time) = match cell.find(['T', ' ']) {
        Some(at)
            if at >= 6
                && cell.as_bytes()[0].is_ascii_digit()
                && cell[at + 1..]
                    .trim_start()
                    .starts_with(|c: char| c.is_ascii_digit())
                && cell[at + 1..].contains(':') =>
        {
            (&cell[..at], &cell[at + 1..])
        }
        _ => (cell, ""),
    };
    let day = numeric(date, order).or_else(|| month_word_date(date, order))?;
    let shift = if time.ends_with('Z') || time.ends_with("+00:00") {
        let minutes = minutes_of_day(time)?.saturating_add(offset_minutes);
        minutes.div_euclid(24 * 60)
    } else {
        0
    };
    sound(day.plus(shift))
}

/// Does the cell leave the order of day and month open? `Some(order)` if it settles it.
pub fn settles(cell: &str) -> Evidence {
    let cell = cell.trim();
    let date = cell.split(['T', ' ']).next().unwrap_or(cell);
    let parts: Vec<&str> = date.split(['/', '.', '-']).collect();
    if let [a, b, c] = parts[..]
        && let (Ok(a), Ok(b)) = (a.parse::<u32>(), b.parse::<u32>())
        && c.len() != 3
        && c.bytes().all(|c| c.is_ascii_digit())
        && parts[0].len() <= 2
    {
        return match (a, b) {
            (13..=31, 1..=12) => Evidence::Settles(DateOrder::Dmy),
            (1..=12, 13..=31) => Evidence::Settles(DateOrder::Mdy),
            (1..=12, 1..=12) if a == b => Evidence::Nothing,
            (1..=12, 1..=12) => Evidence::Open,
            _ => Evidence::Nothing,
        };
    }
    if matches!(cell.len(), 7 | 8) && cell.bytes().all(|b| b.is_ascii_digit()) {
        let padded = format!("{cell:0>8}");
        let number = |range: std::ops::Range<usize>| padded[range].parse::<u32>().unwrap_or(0);
        if cell.len() == 8
            && YEARS.contains(&(number(0..4) as i32))
            && (1..=12).contains(&number(4..6))
        {
            return Evidence::Settles(DateOrder::Ymd);
        }
        return match (number(0..2), number(2..4)) {
            (13..=31, 1..=12) => Evidence::Settles(DateOrder::Dmy),
            (1..=12, 13..=31) => Evidence::Settles(DateOrder::Mdy),
            (a, b) if a == b => Evidence::Nothing,
            (1..=12, 1..=12) => Evidence::Open,
            _ => Evidence::Nothing,
        };
    }
    Evidence::Nothing
}

/// What one cell tells of the order of day and month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// Only this order makes it a date.
    Settles(DateOrder),
    /// Both orders do, with different days.
    Open,
    /// It needs no order, or is no date.
    Nothing,
}

fn sound(day: Day) -> Option<Day> {
    YEARS.contains(&day.year()).then_some(day)
}

fn minutes_of_day(time: &str) -> Option<i32> {
    let time = time.trim();
    let hours: i32 = time.get(0..2)?.trim_end_matches(':').parse().ok()?;
    let at = time.find(':')?;
    let minutes: i32 = time.get(at + 1..at + 3)?.parse().ok()?;
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}

fn numeric(date: &str, order: Option<DateOrder>) -> Option<Day> {
    let mut parts = [0u32; 3];
    let mut widths = [0usize; 3];
    let mut count = 0;
    for part in date.split(['/', '.', '-']) {
        let part = part.trim();
        if count == 3 || part.is_empty() || part.len() > 4 {
            return None;
        }
        parts[count] = part.parse().ok()?;
        widths[count] = part.len();
        count += 1;
    }
    let [a, b, c] = parts;
    match count {
        // 2024-03 and 03/2024: the month, not the day, is stated.
        2 if widths[0] == 4 => day(a, b, 1),
        2 if widths[1] == 4 => day(b, a, 1),
        3 if widths[0] == 4 => day(a, b, c),
        3 if widths[2] == 4 || widths[2] == 2 => {
            let year = if widths[2] == 2 { 2000 + c } else { c };
            match order {
                Some(DateOrder::Dmy) => day(year, b, a),
                Some(DateOrder::Mdy) => day(year, a, b),
                Some(DateOrder::Ymd) if widths[0] == 2 && widths[2] == 2 => day(2000 + a, b, c),
                _ if a > 12 => day(year, b, a),
                _ if b > 12 || a == b => day(year, a, b),
                _ => None,
            }
        }
        _ => None,
    }
}

/// `20250331`, `31032025`, `4082025` (a zero lost), `202503` (a month), and spreadsheet day numbers.
fn compact(digits: &str, order: Option<DateOrder>) -> Option<Day> {
    let number = |range: std::ops::Range<usize>| digits[range].parse::<u32>().ok();
    match digits.len() {
        8 => {
            let ymd = day(number(0..4)?, number(4..6)?, number(6..8)?).and_then(sound);
            let (a, b, year) = (number(0..2)?, number(2..4)?, number(4..8)?);
            match order {
                Some(DateOrder::Ymd) => ymd,
                Some(DateOrder::Dmy) => day(year, b, a).and_then(sound).or(ymd),
                Some(DateOrder::Mdy) => day(year, a, b).and_then(sound).or(ymd),
                None => ymd,
            }
        }
        7 => {
            let (a, b, year) = (number(0..1)?, number(1..3)?, number(3..7)?);
            match order {
                Some(DateOrder::Dmy) => day(year, b, a),
                Some(DateOrder::Mdy) => day(year, a, b),
                _ => None,
            }
            .and_then(sound)
        }
        6 => day(number(0..4)?, number(4..6)?, 1).and_then(sound),
        // Days since 1899-12-30, as spreadsheets store dates: 2000 to 2050 only.
        5 => {
            let serial: i32 = digits.parse().ok()?;
            (36_526..54_789)
                .contains(&serial)
                .then(|| Day::from_epoch(serial - 25_569))
        }
        _ => None,
    }
}

/// `Apr 2023`, `30-Apr-2023`, `April 30, 2023`, `30 апреля 2023`.
fn month_word_date(date: &str, _order: Option<DateOrder>) -> Option<Day> {
    let mut month = None;
    let mut numbers: Vec<&str> = Vec::new();
    for part in date
        .split([' ', '-', '/', '.', ','])
        .filter(|part| !part.is_empty())
    {
        if part.bytes().all(|b| b.is_ascii_digit()) {
            numbers.push(part);
        } else if month.is_none() {
            month = Some(month_of(part)?);
        } else {
            return None;
        }
        if numbers.len() > 2 {
            return None;
        }
    }
    let month = month?;
    let year = |text: &str| -> Option<u32> {
        match text.len() {
            4 => text.parse().ok(),
            2 => text.parse::<u32>().ok().map(|y| 2000 + y),
            _ => None,
        }
    };
    match numbers[..] {
        [y] => day(year(y)?, month, 1),
        [a, b] if a.len() == 4 => day(year(a)?, month, b.parse().ok()?),
        [a, b] => day(year(b)?, month, a.parse().ok()?),
        _ => None,
    }
    .and_then(sound)
}

/// Month names by their first letters, in the languages of the layouts.
fn month_of(word: &str) -> Option<u32> {
    const MONTHS: [&[&str]; 12] = [
        &["jan", "ene", "янв", "oca"],
        &["feb", "fev", "fév", "фев", "şub"],
        &["mar", "mär", "мар"],
        &["apr", "abr", "avr", "апр", "nis"],
        &["may", "mai", "maj", "мая", "май"],
        &["jun", "juin", "июн", "haz"],
        &["jul", "juil", "июл", "tem"],
        &["aug", "ago", "aoû", "авг", "ağu"],
        &["sep", "set", "сен", "eyl"],
        &["oct", "okt", "out", "окт", "eki"],
        &["nov", "ноя", "kas"],
        &["dec", "dic", "dez", "déc", "дек", "ara"],
    ];
    let word = word.to_lowercase();
    if word.chars().count() > 10 {
        return None;
    }
    let found = MONTHS
        .iter()
        .position(|names| names.iter().any(|name| word.starts_with(name)))?;
    u32::try_from(found + 1).ok()
}

fn day(year: u32, month: u32, day: u32) -> Option<Day> {
    sound(Day::from_ymd(i32::try_from(year).ok()?, month, day)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cell: &str, order: Option<DateOrder>, want: Option<&str>) {
        let got = read(cell, order, 0).map(|day| day.to_string());
        assert_eq!(got.as_deref(), want, "{cell}");
    }

    #[test]
    fn dates_of_customs_files_are_read() {
        let (dmy, mdy) = (Some(DateOrder::Dmy), Some(DateOrder::Mdy));
        check("2025-03-31", None, Some("2025-03-31"));
        check("8/8/2023", None, Some("2023-08-08"));
        check("8/9/2023", mdy, Some("2023-08-09"));
        check("8/9/2023", None, None);
        check("31.03.2025", None, Some("2025-03-31"));
        check("31.03.2025", dmy, Some("2025-03-31"));
        check("4082025", dmy, Some("2025-08-04"));
        check("20250804", None, Some("2025-08-04"));
        check("Apr 2023", None, Some("2023-04-01"));
        check("30-Apr-23", None, Some("2023-04-30"));
        check("April 30, 2023", None, Some("2023-04-30"));
        check("2023-04", None, Some("2023-04-01"));
        check("2023-04-30 00:00:00", None, Some("2023-04-30"));
        check("1/30/2023 0:00", mdy, Some("2023-01-30"));
        check("45000", None, Some("2023-03-15"));
        for bad in [
            "2023-02-30",
            "13/13/2023",
            "tomorrow",
            "0",
            "99999999",
            "1850-01-01",
            "12",
            "Ж",
        ] {
            check(bad, mdy, None);
        }
    }

    #[test]
    fn a_midnight_in_utc_belongs_to_the_day_of_its_country() {
        let read = |offset| read("2025-04-25T18:30:00.000Z", None, offset).map(|d| d.to_string());
        assert_eq!(read(330).as_deref(), Some("2025-04-26"));
        assert_eq!(read(0).as_deref(), Some("2025-04-25"));
    }

    #[test]
    fn cells_tell_the_order_only_where_one_order_is_left() {
        assert_eq!(settles("13/2/2024"), Evidence::Settles(DateOrder::Dmy));
        assert_eq!(settles("2/13/2024"), Evidence::Settles(DateOrder::Mdy));
        assert_eq!(settles("2/3/2024"), Evidence::Open);
        assert_eq!(settles("2024-02-03"), Evidence::Nothing);
        assert_eq!(settles("4082025"), Evidence::Open);
        assert_eq!(settles("20250804"), Evidence::Settles(DateOrder::Ymd));
    }
}
