//! Numbers as people read them.

use crate::model::Measure;

/// `1234567` as `1,234,567`.
pub fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// So many of a thing: `1 alert`, `1,234 alerts`.
pub fn counted(n: u64, one: &str) -> String {
    format!("{} {one}{}", count(n), if n == 1 { "" } else { "s" })
}

/// A number in full with up to two decimals, no trailing zeros: `1,234.5`.
pub fn plain(x: f64) -> String {
    let negative = x < 0.0;
    let rounded = (x.abs() * 100.0).round() / 100.0;
    if rounded >= 1e15 {
        return format!("{x:e}");
    }
    let whole = count(rounded.trunc() as u64);
    let cents = (rounded.fract() * 100.0).round() as u64;
    let sign = if negative && rounded > 0.0 { "-" } else { "" };
    match cents {
        0 => format!("{sign}{whole}"),
        c if c % 10 == 0 => format!("{sign}{whole}.{}", c / 10),
        c => format!("{sign}{whole}.{c:02}"),
    }
}

/// Three digits and a scale: `987`, `12.3 M`, `1.2 B`.
pub fn short(x: f64) -> String {
    const SCALES: [(f64, &str); 4] = [(1e12, " T"), (1e9, " B"), (1e6, " M"), (1e4, " k")];
    for (limit, name) in SCALES {
        if x.abs() >= limit * 0.99995 {
            let unit = if name == " k" { 1e3 } else { limit };
            return format!("{:.1}{name}", x / unit);
        }
    }
    plain(x.round())
}

/// [`plain`], or `?` for what is unknown.
pub fn measure(x: Measure) -> String {
    x.get().map_or_else(|| "?".to_owned(), plain)
}

/// [`short`], or `?` for what is unknown.
pub fn measure_short(x: Measure) -> String {
    x.get().map_or_else(|| "?".to_owned(), short)
}

/// A score with four decimals; never rounded to a certainty it is not.
pub fn score(p: f64) -> String {
    if p < 1.0 && p > 0.99995 {
        ">0.9999".to_owned()
    } else {
        format!("{p:.4}")
    }
}

/// Seconds, short: `0.004 s`, `1.2 s`, `3 min 04 s`.
pub fn seconds(s: f64) -> String {
    if s >= 60.0 {
        let whole = s.round() as u64;
        format!("{} min {:02} s", whole / 60, whole % 60)
    } else if s >= 1.0 {
        format!("{s:.1} s")
    } else {
        format!("{s:.3} s")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!(count(0), "0");
        assert_eq!(count(1234567), "1,234,567");
        assert_eq!(plain(-1234.5), "-1,234.5");
        assert_eq!(plain(0.004), "0");
        assert_eq!(short(9_999.0), "9,999");
        assert_eq!(short(12_345.0), "12.3 k");
        assert_eq!(short(12_300_000.0), "12.3 M");
        assert_eq!(measure(Measure::UNKNOWN), "?");
        assert_eq!(score(0.999999), ">0.9999");
        assert_eq!(score(1.0), "1.0000");
        assert_eq!(seconds(184.2), "3 min 04 s");
    }
}
