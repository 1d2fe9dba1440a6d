//! Currencies: codes, and yearly rates to the US dollar.

use rustc_hash::FxHashMap;

/// Yearly mean rates.
#[derive(Clone, Debug)]
pub struct Currencies {
    first_year: i32,
    /// One rate a year.
    usd: FxHashMap<Box<str>, Vec<Rate>>,
}

/// What one unit of a currency is worth in a year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    /// US dollars for one unit.
    pub usd: f64,
    /// Is it from a named source, rather than recalled?
    pub sourced: bool,
}

impl Currencies {
    /// The table in `data/reference/currencies.csv`.
    pub fn load() -> Self {
        let mut usd = FxHashMap::default();
        let mut first_year = 0;
        for line in include_str!("../../data/reference/currencies.csv").lines() {
            let mut cells = line.split(';');
            match cells.next() {
                None => {}
                Some(comment) if comment.starts_with('#') => {}
                Some("code") => first_year = cells.next().and_then(|y| y.parse().ok()).unwrap_or(0),
                Some(code) => {
                    let rates = cells.filter_map(|cell| {
                        let per_dollar: f64 = cell.trim_start_matches('~').parse().ok()?;
                        Some(Rate {
                            usd: 1.0 / per_dollar,
                            sourced: !cell.starts_with('~'),
                        })
                    });
                    usd.insert(code.into(), rates.collect());
                }
            }
        }
        Self { first_year, usd }
    }

    /// The ISO 4217 code that a cell names: three letters in either case, `$`, `US$`, `RMB`; `None` if it is no code.
    pub fn code<'a>(&'a self, written: &'a str) -> Option<&'a str> {
        if written.len() == 3 && written.bytes().all(|b| b.is_ascii_uppercase()) && written != "RMB"
        {
            return Some(written);
        }
        let upper = written.trim().to_ascii_uppercase();
        let alias = match upper.as_str() {
            "RMB" | "CNH" | "YUAN" => "CNY",
            "$" | "US$" | "US DOLLAR" | "US DOLLARS" | "DOLLAR" | "DOLAR" => "USD",
            "€" | "EURO" | "EUROS" => "EUR",
            "£" => "GBP",
            "RUR" | "РУБ" => "RUB",
            "NTD" | "NT$" => "TWD",
            "HK$" => "HKD",
            other => other,
        };
        self.usd.get_key_value(alias).map(|(code, _)| code.as_ref())
    }

    /// The rate of a year. A year beside the table takes the nearest one in it, at most two away.
    pub fn rate(&self, code: &str, year: i32) -> Option<Rate> {
        if code == "USD" {
            return Some(Rate {
                usd: 1.0,
                sourced: true,
            });
        }
        let rates = self.usd.get(code)?;
        let last = self.first_year + i32::try_from(rates.len()).ok()? - 1;
        if year < self.first_year - 2 || year > last + 2 {
            return None;
        }
        let at = year.clamp(self.first_year, last) - self.first_year;
        rates.get(usize::try_from(at).ok()?).copied()
    }

    /// US dollars for one unit in a year, as [`Currencies::rate`].
    pub fn usd(&self, code: &str, year: i32) -> Option<f64> {
        self.rate(code, year).map(|rate| rate.usd)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_by_year_and_unknown_stays_unknown() {
        let currencies = Currencies::load();
        assert_eq!(currencies.usd("USD", 1990), Some(1.0));
        let eur = currencies.usd("EUR", 2022).expect("in the table");
        assert!((1.0..1.1).contains(&eur));
        assert_eq!(currencies.usd("EUR", 2010), None);
        let sourced = |code, year| currencies.rate(code, year).map(|rate| rate.sourced);
        assert_eq!(
            (
                sourced("RUB", 2021),
                sourced("RUB", 2024),
                sourced("CNY", 2026)
            ),
            (Some(true), Some(false), Some(true))
        );
        assert_eq!(currencies.usd("XXX", 2022), None);
        assert_eq!(currencies.code("rmb"), Some("CNY"));
        assert_eq!(currencies.code("eur"), Some("EUR"));
    }
}
