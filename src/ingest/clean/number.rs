//! Numbers as customs files write them.

/// Which mark stands before the fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
pub enum DecimalMark {
    /// `1,234.5`
    #[serde(rename = ".")]
    Point,
    /// `1.234,5`
    #[serde(rename = ",")]
    Comma,
}

/// A number and the letters that follow it (`14887 ST`).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Written<'a> {
    /// The number.
    pub number: f64,
    /// A unit or currency beside it, "" if none.
    pub unit: &'a str,
}

/// Reads digits with an optional fraction and nothing else: the form of nearly every cell.
#[inline]
pub fn plain(cell: &str) -> Option<f64> {
    let bytes = cell.as_bytes();
    if bytes.is_empty() || bytes.len() > 15 {
        return None;
    }
    // Below 2^53 both whole numbers are exact and one division rounds correctly.
    let (mut digits, mut scale, mut seen) = (0u64, 1u64, false);
    for &b in bytes {
        match b {
            b'0'..=b'9' => {
                digits = digits * 10 + u64::from(b - b'0');
                if seen {
                    scale *= 10;
                }
            }
            b'.' if !seen => seen = true,
            _ => return None,
        }
    }
    if bytes.len() == 1 && seen {
        return None;
    }
    Some(digits as f64 / scale as f64)
}

/// Reads a number with currency signs, thousands marks, a decimal mark, a sign or brackets for negative, and a
/// unit behind or a currency code before it. `None` if it is none.
pub fn read(cell: &str, mark: DecimalMark) -> Option<Written<'_>> {
    if mark == DecimalMark::Point
        && let Some(number) = plain(cell)
    {
        return Some(Written { number, unit: "" });
    }
    let mut rest = cell.trim();
    let bracketed = rest.len() > 2 && rest.starts_with('(') && rest.ends_with(')');
    if bracketed {
        rest = rest[1..rest.len() - 1].trim();
    }
    let start = rest.find(|c: char| c.is_ascii_digit())?;
    let (before, number) = rest.split_at(start);
    let end = number
        .find(|c: char| {
            !matches!(
                c,
                '0'..='9' | '.' | ',' | '\'' | ' ' | '\u{a0}' | '\u{202f}' | '’'
            )
        })
        .unwrap_or(number.len());
    let (mut number, mut after) = number.split_at(end);
    // An exponent: `1.5E+06` as spreadsheets write large numbers.
    let mut exponent = 0i32;
    if let Some(tail) = after.strip_prefix(['e', 'E'])
        && let Some(len) = exponent_len(tail)
        && number.ends_with(|c: char| c.is_ascii_digit())
    {
        exponent = tail[..len].parse().ok()?;
        after = &tail[len..];
    }
    number = number.trim_end_matches([' ', '\u{a0}', '\u{202f}', '.', ',']);
    let mut negative = bracketed;
    let mut point_first = false;
    for c in before.chars() {
        match c {
            '-' | '\u{2212}' if !negative => negative = true,
            '+' | ' ' | '\u{a0}' => {}
            '.' if mark == DecimalMark::Point && !point_first => point_first = true,
            c if is_currency_sign(c) || c.is_ascii_alphabetic() => {}
            _ => return None,
        }
    }
    let code = before.trim_matches(|c: char| !c.is_ascii_alphabetic());
    if !matches!(code.len(), 0..=3)
        || (code.len() < 3 && !code.is_empty() && !code.eq_ignore_ascii_case("us"))
    {
        return None;
    }
    let after = after.trim().trim_matches(is_currency_sign).trim();
    let starts = after
        .chars()
        .next()
        .is_none_or(|c| c.is_alphabetic() || c == '%');
    if !starts
        || after.len() > 24
        || after
            .chars()
            .any(|c| !(c.is_alphanumeric() || " ./²³²-()%".contains(c)))
    {
        return None;
    }
    let unit = if after.is_empty() { code } else { after };
    let digits = group_free(number, mark)?;
    let mut value: f64 = if point_first {
        format!("0.{digits}")
    } else {
        digits
    }
    .parse()
    .ok()?;
    value *= 10f64.powi(exponent);
    if !value.is_finite() {
        return None;
    }
    Some(Written {
        number: if negative { -value } else { value },
        unit,
    })
}

fn exponent_len(tail: &str) -> Option<usize> {
    let sign = usize::from(tail.starts_with(['+', '-']));
    let digits = tail[sign..].bytes().take_while(u8::is_ascii_digit).count();
    matches!(digits, 1..=3).then_some(sign + digits)
}

fn is_currency_sign(c: char) -> bool {
    "$€£¥₹₽₺₩₫₴₸฿₱¢".contains(c)
}

/// The digits with a point before the fraction; `None` where the thousands marks do not stand in groups.
fn group_free(number: &str, mark: DecimalMark) -> Option<String> {
    let (point, comma) = match mark {
        DecimalMark::Point => ('.', ','),
        DecimalMark::Comma => (',', '.'),
    };
    let (whole, fraction) = match number.split_once(point) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (number, None),
    };
    if fraction.is_some_and(|f| f.bytes().any(|b| !b.is_ascii_digit())) {
        return None;
    }
    let mut groups = whole.split([comma, '\'', '’', ' ', '\u{a0}', '\u{202f}']);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let sound = rest.iter().enumerate().all(|(i, group)| {
        // Indian grouping has pairs before the last three digits: 12,34,567.
        group.len() == 3 || (group.len() == 2 && i + 1 < rest.len())
    });
    let width = if rest.is_empty() { 40 } else { 3 };
    if !sound
        || first.len() > width
        || (first.is_empty() && !(rest.is_empty() && fraction.is_some()))
    {
        return None;
    }
    let mut out = String::with_capacity(number.len());
    out.push_str(if first.is_empty() { "0" } else { first });
    rest.iter().for_each(|group| out.push_str(group));
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(if fraction.is_empty() { "0" } else { fraction });
    }
    out.bytes()
        .all(|b| b.is_ascii_digit() || b == b'.')
        .then_some(out)
}

/// The decimal mark that cells of one file speak for: `None` where none of them tells.
pub fn guess_mark<'a>(cells: impl Iterator<Item = &'a str>) -> Option<DecimalMark> {
    let (mut points, mut commas) = (0usize, 0usize);
    for cell in cells {
        let number = cell.trim_matches(|c: char| !c.is_ascii_digit());
        match (number.rfind('.'), number.rfind(',')) {
            (Some(p), Some(c)) if p > c => points += 1,
            (Some(_), Some(_)) => commas += 1,
            (Some(p), None) if tells(number, p, '.') => points += 1,
            (None, Some(c)) if tells(number, c, ',') => commas += 1,
            (Some(_), None) if number.matches('.').count() > 1 => commas += 1,
            (None, Some(_)) if number.matches(',').count() > 1 => points += 1,
            _ => {}
        }
    }
    match points.cmp(&commas) {
        std::cmp::Ordering::Greater => Some(DecimalMark::Point),
        std::cmp::Ordering::Less => Some(DecimalMark::Comma),
        std::cmp::Ordering::Equal => None,
    }
}

/// A single mark tells if it cannot be a thousands mark: not three digits behind it, or a zero before it.
fn tells(number: &str, at: usize, mark: char) -> bool {
    number.matches(mark).count() == 1
        && (number.len() - at - 1 != 3 || at > 3 || number.starts_with('0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_with_marks_signs_and_units() {
        use DecimalMark::{Comma, Point};
        for (cell, mark, number, unit) in [
            ("12.50", Point, 12.5, ""),
            (" $7,833,000.00 ", Point, 7_833_000.0, ""),
            ("1.234.567,89", Comma, 1_234_567.89, ""),
            ("123,45", Comma, 123.45, ""),
            ("14887 ST", Point, 14_887.0, "ST"),
            ("13505278 KG", Point, 13_505_278.0, "KG"),
            ("12,34,567.5", Point, 1_234_567.5, ""),
            ("1 234 567,5", Comma, 1_234_567.5, ""),
            ("(1,200)", Point, -1_200.0, ""),
            ("-3", Point, -3.0, ""),
            ("USD 500", Point, 500.0, "USD"),
            ("1.5E+06", Point, 1_500_000.0, ""),
            (".5", Point, 0.5, ""),
            ("10 %", Point, 10.0, "%"),
        ] {
            assert_eq!(read(cell, mark), Some(Written { number, unit }), "{cell}");
        }
        for bad in [
            "abc", "", "1,5", "1..2", "12-13", "NaN", "inf", "1,23,4", "--3", "N.A.",
        ] {
            assert_eq!(read(bad, Point), None, "{bad}");
        }
    }

    #[test]
    fn the_decimal_mark_is_found_from_the_cells() {
        let guess = |cells: &[&str]| guess_mark(cells.iter().copied());
        assert_eq!(guess(&["1,234", "5"]), None);
        assert_eq!(guess(&["1,234", "5,5"]), Some(DecimalMark::Comma));
        assert_eq!(guess(&["1,234.00"]), Some(DecimalMark::Point));
        assert_eq!(guess(&["0.512"]), Some(DecimalMark::Point));
    }
}
