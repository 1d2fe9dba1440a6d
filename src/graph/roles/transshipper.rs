//! Transshipper: what comes in goes out again.

use super::{Profile, Tally};

/// Units sent on, soon, under the same headings, to few.
pub fn judge(p: &Profile) -> Option<Tally> {
    if p.received == 0 || p.sent == 0 || p.shipments() < 3 {
        // A firm that never sends does not transship, once enough was seen of it.
        return (p.received >= 5 && p.sent == 0).then(|| Tally::from(-4.0));
    }
    let mut t = Tally::from(-2.2);
    if let Some(ratio) = p.pass_through() {
        t.when(ratio >= 0.7, 2.6, || {
            format!("{:.0} % of the units received were sent on", ratio * 100.0)
        });
        t.when(ratio < 0.2, -2.0, String::new);
    }
    if let Some(days) = p.dwell {
        t.when(days <= 30, 1.0, || {
            format!("goods stay {days} days in the median")
        });
    }
    t.when(p.same_headings.is_some_and(|s| s >= 0.8), 0.8, || {
        "sends under the headings it receives".into()
    });
    t.when(
        p.same_headings.is_some_and(|s| s < 0.3) && p.units_through == 0.0,
        -1.5,
        String::new,
    );
    let balance = p.sent as f64 / p.received as f64;
    t.when((0.5..=2.0).contains(&balance), 0.5, || {
        "sends about as often as it receives".into()
    });
    t.when(p.customers >= 8 && p.top_customer < 0.4, -1.5, String::new);
    t.when(p.customers <= 2, 0.5, || "two customers at most".into());
    Some(t)
}
