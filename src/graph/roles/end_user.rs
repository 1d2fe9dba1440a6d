//! End user: goods stay, and what is needed to use them arrives too.

use super::{Profile, Tally};

const USERS: &[&str] = &[
    "CLOUD",
    "DATA CENTRE",
    "DATA CENTER",
    "DATACENT",
    "UNIVERSIT",
    "INSTITUTE",
    "TELECOM",
    "HOSPITAL",
    "BANK",
    "RESEARCH",
    "HOSTING",
    "INTERNET",
    "COMPUTING",
    "LABORATOR",
    "MINISTRY",
    "SUPERCOMPUT",
];

/// Receives and keeps.
pub fn judge(p: &Profile) -> Option<Tally> {
    if p.received < 2 && p.megawatts.is_none() {
        return (p.sent >= 5).then(|| Tally::from(-4.0));
    }
    let mut t = Tally::from(-1.6);
    let kept = p.sent as f64 / (p.received.max(1)) as f64;
    t.when(kept <= 0.1, 1.8, || {
        format!("received {} shipments and sent {}", p.received, p.sent)
    });
    t.when(kept > 0.5, -2.0, String::new);
    t.when(p.items_in > 0 && p.items_out == 0, 0.8, || {
        "listed items came in and none went out".into()
    });
    t.when(p.pass_through().is_some_and(|r| r > 0.5), -2.5, String::new);
    t.when(p.complements >= 2, 1.0, || {
        format!(
            "{} shipments of network, power or cooling gear",
            p.complements
        )
    });
    t.when(p.megawatts.is_some_and(|mw| mw > 0.0), 1.5, || {
        format!("{} MW of data centres", p.megawatts.unwrap_or(0.0))
    });
    let user = p.says(USERS);
    t.when(user.is_some(), 1.0, || {
        format!("line of business: {}", user.unwrap_or_default())
    });
    // Who moves goods for others does not use what it is sent.
    let moves = p.forwards > 0 || p.says(super::forwarder::MOVERS).is_some();
    t.when(moves, -2.0, String::new);
    Some(t)
}
