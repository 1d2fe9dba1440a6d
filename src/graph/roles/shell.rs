//! Shell: little beside its papers.

use super::{Profile, Tally};

/// Lines of business that have no use for accelerators.
const UNRELATED: &[&str] = &[
    "FURNITURE",
    "TEXTILE",
    "GARMENT",
    "FOOD",
    "PHARMA",
    "REAL ESTATE",
    "REALTY",
    "TOURISM",
    "TRAVEL",
    "COSMETIC",
    "JEWEL",
    "TOY",
    "AGRICULT",
    "CONSTRUCTION",
    "CATERING",
    "WOOD",
    "PAPER",
    "SEAFOOD",
    "FRUIT",
    "MEAT",
    "FASHION",
    "SHOES",
    "CLEANING",
    "PLASTIC",
];

/// Young, few partners, shared identifiers, no means of its own.
pub fn judge(p: &Profile) -> Option<Tally> {
    if p.shipments() == 0 || (p.shipments() < 2 && p.age_at_first.is_none() && p.shared == 0) {
        return None;
    }
    let mut t = Tally::from(-2.6);
    if let Some(age) = p.age_at_first {
        t.when(age < 365, 1.6, || {
            format!("{} days old at its first shipment", age.max(0))
        });
        t.when(age > 5 * 365, -1.2, String::new);
    }
    t.when(p.items_in > 0 && p.starts_with_item, 0.9, || {
        "its first shipment of all holds a listed item".into()
    });
    t.when(p.items_in > 0 && p.first_after > 180, 0.4, || {
        format!("first seen {} days into the data", p.first_after)
    });
    t.when(
        p.suppliers <= 1 && p.customers == 1 && p.sent > 0,
        1.2,
        || "one customer and one supplier at most".into(),
    );
    t.when(p.silence > 365 && p.items_in > 0, 0.5, || {
        format!("silent for {} days", p.silence)
    });
    t.when(p.sharing >= 1, 0.8, || {
        format!("shares an address or a contact with {} others", p.sharing)
    });
    t.when(p.sharing >= 3, 0.6, || "shares them with several".into());
    t.when(p.employees.is_some_and(|n| n <= 3.0), 1.3, || {
        "three employees at most".into()
    });
    t.when(p.employees.is_some_and(|n| n >= 50.0), -2.0, String::new);
    t.when(p.unreachable, 0.4, || {
        "no telephone, mail or site in the register".into()
    });
    t.when(p.post_box, 0.3, || "its address is a post box".into());
    t.when(
        p.items_in > 0 && p.pass_through().is_some_and(|r| r > 0.8),
        0.8,
        || "passes on what it receives".into(),
    );
    let unrelated = if p.items_in > 0 {
        p.says(UNRELATED)
    } else {
        None
    };
    t.when(unrelated.is_some(), 1.5, || {
        format!(
            "deals in {} and receives listed items",
            unrelated.unwrap_or_default()
        )
    });
    t.when(p.customers >= 5, -2.0, String::new);
    t.when(
        p.active_days > 2 * 365 && p.shipments() > 20,
        -1.0,
        String::new,
    );
    t.when(p.headings_in + p.headings_out > 8, -0.6, String::new);
    t.when(p.megawatts.is_some_and(|mw| mw > 0.0), -1.5, String::new);
    Some(t)
}
