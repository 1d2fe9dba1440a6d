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

/// What a kind of date can be; a number outside it is not such a date.
#[derive(Clone, Copy, Debug)]
struct Span {
    first_year: i32,
    last_year: i32,
    /// Two digits of a year from which on the century is open.
    open_century: u32,
    /// Day numbers of spreadsheets (days since 1899-12-30): from this one to 2049.
    first_serial: i32,
}

/// Dates of shipments.
const SHIPMENT: Span = Span {
    first_year: 1970,
    last_year: 2099,
    open_century: 100,
    first_serial: 36_526,
};

/// Dates of registers: the oldest firms that still trade were founded in the 17th century or so.
const REGISTER: Span = Span {
    first_year: 1600,
    open_century: 50,
    first_serial: 10_000,
    ..SHIPMENT
};

impl Span {
    fn sound(self, day: Day) -> Option<Day> {
        self.holds(day.year()).then_some(day)
    }

    fn holds(self, year: i32) -> bool {
        (self.first_year..=self.last_year).contains(&year)
    }

    fn day(self, year: u32, month: u32, day: u32) -> Option<Day> {
        self.sound(Day::from_ymd(i32::try_from(year).ok()?, month, day)?)
    }

    /// The year that two digits stand for.
    fn short_year(self, digits: u32) -> Option<u32> {
        (digits < self.open_century).then_some(2000 + digits)
    }
}

/// Reads a date of a register: of incorporation, or from and to which a holding or a listing stands. A year alone is
/// its first day; two digits are a year of this century only up to 49.
pub fn read_register(cell: &str) -> Option<Day> {
    let cell = cell.trim();
    if cell.len() == 4 && cell.bytes().all(|b| b.is_ascii_digit()) {
        return REGISTER.day(cell.parse().ok()?, 1, 1);
    }
    read_in(REGISTER, cell, None, 0)
}

/// Reads one date of a shipment. `order` settles what the text leaves open; `offset_minutes` is added to a time in UTC
/// before its day is taken (330 for Indian midnights). A month alone is its first day. `None` if it is no
/// date, or if the order is needed and not known.
pub fn read(cell: &str, order: Option<DateOrder>, offset_minutes: i32) -> Option<Day> {
    read_in(SHIPMENT, cell, order, offset_minutes)
}

fn read_in(span: Span, cell: &str, order: Option<DateOrder>, offset_minutes: i32) -> Option<Day> {
    if let Some(day) = Day::from_iso(cell) {
        return span.sound(day);
    }
    let cell = cell.trim();
    if cell.is_empty() || !cell.is_ascii() {
        return month_word_date(span, cell);
    }
    if cell.bytes().all(|b| b.is_ascii_digit()) {
        return compact(span, cell, order);
    }
    if let Some(whole) = cell.strip_suffix(".0")
        && whole.len() >= 7
        && whole.bytes().all(|b| b.is_ascii_digit())
    {
        return compact(span, whole, order);
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
    let day = numeric(span, date, order).or_else(|| month_word_date(span, date))?;
    let shift = if time.ends_with('Z') || time.ends_with("+00:00") {
        let minutes = minutes_of_day(time)?.saturating_add(offset_minutes);
        minutes.div_euclid(24 * 60)
    } else {
        0
    };
    span.sound(day.plus(shift))
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
            && SHIPMENT.holds(number(0..4) as i32)
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

fn minutes_of_day(time: &str) -> Option<i32> {
    let time = time.trim();
    let hours: i32 = time.get(0..2)?.trim_end_matches(':').parse().ok()?;
    let at = time.find(':')?;
    let minutes: i32 = time.get(at + 1..at + 3)?.parse().ok()?;
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}

fn numeric(span: Span, date: &str, order: Option<DateOrder>) -> Option<Day> {
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
        2 if widths[0] == 4 => span.day(a, b, 1),
        2 if widths[1] == 4 => span.day(b, a, 1),
        3 if widths[0] == 4 => span.day(a, b, c),
        3 if widths[2] == 4 || widths[2] == 2 => {
            let year = if widths[2] == 2 {
                span.short_year(c)?
            } else {
                c
            };
            match order {
                Some(DateOrder::Dmy) => span.day(year, b, a),
                Some(DateOrder::Mdy) => span.day(year, a, b),
                Some(DateOrder::Ymd) if widths[0] == 2 && widths[2] == 2 => {
                    span.day(span.short_year(a)?, b, c)
                }
                _ if a > 12 => span.day(year, b, a),
                _ if b > 12 || a == b => span.day(year, a, b),
                _ => None,
            }
        }
        _ => None,
    }
}

/// `20250331`, `31032025`, `4082025` (a zero lost), `202503` (a month), and spreadsheet day numbers.
fn compact(span: Span, digits: &str, order: Option<DateOrder>) -> Option<Day> {
    let number = |range: std::ops::Range<usize>| digits[range].parse::<u32>().ok();
    match digits.len() {
        8 => {
            let ymd = span.day(number(0..4)?, number(4..6)?, number(6..8)?);
            let (a, b, year) = (number(0..2)?, number(2..4)?, number(4..8)?);
            match order {
                Some(DateOrder::Ymd) => ymd,
                Some(DateOrder::Dmy) => span.day(year, b, a).or(ymd),
                Some(DateOrder::Mdy) => span.day(year, a, b).or(ymd),
                None => ymd,
            }
        }
        7 => {
            let (a, b, year) = (number(0..1)?, number(1..3)?, number(3..7)?);
            match order {
                Some(DateOrder::Dmy) => span.day(year, b, a),
                Some(DateOrder::Mdy) => span.day(year, a, b),
                _ => None,
            }
        }
        6 => span.day(number(0..4)?, number(4..6)?, 1),
        // Days since 1899-12-30, as spreadsheets store dates.
        5 => {
            let serial: i32 = digits.parse().ok()?;
            (span.first_serial..54_789)
                .contains(&serial)
                .then(|| Day::from_epoch(serial - 25_569))
        }
        _ => None,
    }
}

/// `Apr 2023`, `30-Apr-2023`, `April 30, 2023`, `30 апреля 2023`.
fn month_word_date(span: Span, date: &str) -> Option<Day> {
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
            2 => span.short_year(text.parse().ok()?),
            _ => None,
        }
    };
    match numbers[..] {
        [y] => span.day(year(y)?, month, 1),
        [a, b] if a.len() == 4 => span.day(year(a)?, month, b.parse().ok()?),
        [a, b] => span.day(year(b)?, month, a.parse().ok()?),
        _ => None,
    }
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
    fn registers_hold_firms_older_than_any_shipment() {
        let read = |cell| read_register(cell).map(|day| day.to_string());
        for (cell, want) in [
            ("1943-11-13", Some("1943-11-13")),
            ("13.11.1943", Some("1943-11-13")),
            ("13 Nov 1943", Some("1943-11-13")),
            ("19431113", Some("1943-11-13")),
            ("16023", Some("1943-11-13")),
            ("1668", Some("1668-01-01")),
            ("1600-01-01", Some("1600-01-01")),
            ("30-Apr-23", Some("2023-04-30")),
            // Nobody can tell 1962 from 2062, and nobody registers the latter.
            ("30-Apr-62", None),
            ("1599-12-31", None),
            ("1599", None),
            ("9999-12-31", None),
        ] {
            assert_eq!(read(cell).as_deref(), want, "{cell}");
        }
        assert_eq!(
            super::read("1943-11-13", None, 0),
            None,
            "no shipment is so old"
        );
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
