//! Distributor: many customers, steady stock.

use super::{Profile, Tally};

const SELLERS: &[&str] = &[
    "DISTRIBUT",
    "WHOLESALE",
    "RESELLER",
    "TRADING",
    "DEALER",
    "RETAIL",
];

/// Many customers, none of them large, over many months, of the goods it receives.
pub fn judge(p: &Profile) -> Option<Tally> {
    if p.sent < 3 {
        return (p.received >= 5).then(|| Tally::from(-3.5));
    }
    let mut t = Tally::from(-2.4);
    t.when(p.customers >= 5, 1.6, || {
        format!("{} customers", p.customers)
    });
    t.when(p.customers >= 10, 0.8, || "ten or more".into());
    t.when(p.customers <= 2, -1.5, String::new);
    t.when(p.customers >= 3 && p.top_customer < 0.4, 0.8, || {
        format!("the largest customer takes {:.0} %", p.top_customer * 100.0)
    });
    t.when(p.months >= 8, 0.7, || {
        format!("active in {} months", p.months)
    });
    t.when(
        p.same_headings.is_some_and(|s| s >= 0.7) && p.received >= 3,
        1.0,
        || "sends what it receives".into(),
    );
    t.when(
        p.same_headings.is_some_and(|s| s < 0.3) && p.received >= 3,
        -1.0,
        String::new,
    );
    t.when(p.received == 0, -0.8, String::new);
    let seller = p.says(SELLERS);
    t.when(seller.is_some(), 0.7, || {
        format!("line of business: {}", seller.unwrap_or_default())
    });
    t.when(p.forwards > 0, -1.5, String::new);
    Some(t)
}
