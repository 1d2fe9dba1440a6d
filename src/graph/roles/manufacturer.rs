//! Manufacturer: parts in, other goods out; ships what it makes.

use super::{Profile, Tally};

const MAKERS: &[&str] = &[
    "MANUFACTUR",
    "FACTORY",
    "FOUNDRY",
    "FABRICAT",
    "ASSEMBL",
    "ELECTRONICS MFG",
    "PLANT",
    "WORKS",
    "MACHINERY",
    "PRODUCTION",
    "OEM",
    "EMS",
];

/// Other goods out than in, many suppliers, steady.
pub fn judge(p: &Profile) -> Option<Tally> {
    if p.sent < 3 {
        return (p.received >= 5).then(|| Tally::from(-3.5));
    }
    let mut t = Tally::from(-2.0);
    if let Some(same) = p.same_headings {
        // Who sends other goods than it receives makes things, if it sells them to several; to one or two, it may as well
        // call them something else.
        let made = if p.customers >= 3 { 2.2 } else { 0.8 };
        t.when(same <= 0.4 && p.received >= 3, made, || {
            format!(
                "{:.0} % of what it sends is of headings it never receives",
                (1.0 - same) * 100.0
            )
        });
        t.when(same > 0.8, -1.2, String::new);
    }
    t.when(
        p.received == 0 && p.sent >= 8 && p.customers >= 3,
        1.5,
        || {
            format!(
                "sent {} shipments to {} customers and received none",
                p.sent, p.customers
            )
        },
    );
    t.when(
        p.headings_out > 0 && p.headings_out <= 3 && p.sent >= 8,
        0.6,
        || "few kinds of goods, often".into(),
    );
    t.when(p.suppliers >= 3 && p.headings_in >= 3, 0.6, || {
        format!(
            "{} suppliers of {} kinds of goods",
            p.suppliers, p.headings_in
        )
    });
    let maker = p.says(MAKERS);
    t.when(maker.is_some(), 1.4, || {
        format!("line of business: {}", maker.unwrap_or_default())
    });
    t.when(p.employees.is_some_and(|n| n >= 100.0), 0.6, || {
        "a hundred employees or more".into()
    });
    t.when(p.pass_through().is_some_and(|r| r > 0.7), -2.0, String::new);
    t.when(p.forwards > 0, -2.0, String::new);
    Some(t)
}
