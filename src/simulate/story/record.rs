//! The record of a shipment, as complete as it can be.

use crate::model::time::Day;
use crate::simulate::dice::Dice;
use crate::simulate::firm::Firm;
use crate::simulate::lot::Lot;
use crate::simulate::names;
use crate::simulate::places::{PLACES, distance};
use crate::simulate::row::{Party, Row, Text};

/// The party columns of a firm, in its own form.
pub fn party(firm: &Firm) -> Party {
    Party {
        name: firm.name.clone(),
        address: firm.address.clone(),
        country: PLACES[firm.place].cc,
        id: firm.number.clone(),
        truth: (firm.key, 0),
    }
}

const CARRIERS: [&[&str]; 3] = [
    &[
        "OCEANIX LINE",
        "BLUEWAKE SHIPPING",
        "TRIDENT CONTAINER LINE",
        "EASTWIND MARINE",
    ],
    &[
        "SKYLARK CARGO",
        "AEROMILE FREIGHT",
        "POLAR AIR EXAMPLE",
        "QUICKWING AIRWAYS",
    ],
    &[
        "ROADHAWK TRANSPORT",
        "EURASIA RAIL EXAMPLE",
        "CROSSLAND TRUCKING",
    ],
];

/// A record with everything known; noise comes later.
pub fn make_row(dice: &mut Dice, from: &Firm, to: &Firm, day: Day, lot: &Lot) -> Row {
    let (a, b) = (&PLACES[from.place], &PLACES[to.place]);
    let far = distance(from.place, to.place);
    let near_land = far < 1.6
        && !matches!(a.cc, "TW" | "JP" | "KR" | "SG" | "AU" | "NZ" | "GB" | "PH")
        && !matches!(b.cc, "TW" | "JP" | "KR" | "AU" | "NZ" | "GB" | "PH");
    let courier = lot.gross < 60.0 && dice.chance(0.35);
    let mode = if courier {
        "COURIER"
    } else if dice.chance(lot.air) {
        "AIR"
    } else if near_land && dice.chance(0.7) {
        if dice.chance(0.85) { "ROAD" } else { "RAIL" }
    } else {
        "SEA"
    };
    let sea = mode == "SEA";
    let air = mode == "AIR" || mode == "COURIER";
    let carrier: Text = if air {
        Text::Borrowed(*dice.pick(CARRIERS[1]))
    } else if sea {
        Text::Borrowed(*dice.pick(CARRIERS[0]))
    } else {
        Text::Borrowed(*dice.pick(CARRIERS[2]))
    };
    let (lading, unlading) = if air {
        (a.airport, b.airport)
    } else {
        (*dice.pick(a.ports), *dice.pick(b.ports))
    };
    let hs = match dice.below(10) {
        _ if lot.hs.len() < 6 => String::new(),
        0..4 => lot.hs.to_string(),
        4..7 => format!("{}{}", lot.hs, dice.pick(&["00", "90", "10", "80"])),
        7 => format!("{}.{}", &lot.hs[..4], &lot.hs[4..]),
        _ => format!("{}{}", lot.hs, dice.pick(&["0000", "9000", "1080"])),
    };
    let prefix = char::from(b'A' + dice.below(26) as u8);
    Row {
        day,
        shipper: party(from),
        consignee: party(to),
        notify: match dice.below(10) {
            0..5 => to.name.clone(),
            5 => "SAME AS CONSIGNEE".to_string(),
            _ => String::new(),
        },
        forwarder: String::new(),
        carrier,
        mode,
        vessel: if sea {
            format!("MV {}", names::word(dice))
        } else {
            String::new()
        },
        voyage: if sea || air {
            format!("{}{:03}", prefix, dice.below(1000))
        } else {
            String::new()
        },
        bill: format!("{}{}{:09}", prefix, a.cc, dice.below(1_000_000_000)),
        master: String::new(),
        container: if sea && lot.gross > 300.0 {
            format!("TWDU{:07}", dice.below(10_000_000))
        } else {
            String::new()
        },
        origin: if lot.origin.is_empty() || dice.chance(0.05) {
            a.cc
        } else {
            lot.origin
        },
        export: a.cc,
        destination: b.cc,
        lading: Text::Borrowed(lading),
        unlading: Text::Borrowed(unlading),
        receipt: Text::Borrowed(""),
        final_destination: if dice.chance(0.3) {
            Text::Borrowed(*dice.pick(b.towns))
        } else {
            Text::Borrowed("")
        },
        hs,
        text: lot.text.clone(),
        quantity: Some(lot.quantity),
        unit: lot.unit,
        gross: Some((lot.gross * 10.0).round() / 10.0),
        net: Some((lot.net * 100.0).round() / 100.0),
        value: Some((lot.value * 100.0).round() / 100.0),
        currency: "USD",
        incoterm: *dice.pick(&["FOB", "CIF", "EXW", "DAP", "FCA", "CPT"]),
        brand: Text::Borrowed(lot.brand),
        truth: None,
        always_seen: false,
    }
}
