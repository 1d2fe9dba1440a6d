//! Forwarder: moves goods for others.

use super::{Profile, Tally};

pub(super) const MOVERS: &[&str] = &[
    "FREIGHT",
    "FORWARD",
    "LOGISTIC",
    "CARGO",
    "SHIPPING",
    "EXPRESS",
    "COURIER",
    "TRANSPORT",
    "CUSTOMS BROKER",
    "MARITIME",
    "NVOCC",
    "CONSOLIDAT",
];

/// Its name, the forwarder column, and goods of every kind.
pub fn judge(p: &Profile) -> Option<Tally> {
    if p.shipments() == 0 && p.forwards == 0 {
        return None;
    }
    let mover = p.says(MOVERS);
    if mover.is_none() && p.forwards == 0 && p.shipments() < 5 {
        return None;
    }
    let mut t = Tally::from(-3.0);
    t.when(mover.is_some(), 3.0, || {
        format!("line of business: {}", mover.unwrap_or_default())
    });
    t.when(p.forwards > 0, 2.2, || {
        format!("named as forwarder of {} shipments", p.forwards)
    });
    t.when(p.forwards > 10, 1.0, || "often".into());
    t.when(p.chapters >= 6, 0.9, || {
        format!("goods of {} chapters", p.chapters)
    });
    t.when(p.suppliers + p.customers >= 15, 0.4, || {
        format!("{} partners", p.suppliers + p.customers)
    });
    Some(t)
}
