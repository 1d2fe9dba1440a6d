//! Goods of one shipment: what they are, and what the papers say of them.

use super::chips::{CHIPS, Form, LISTED};
use super::dice::Dice;
use super::goods::GOODS;

/// How the papers word the goods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wording {
    /// Model named.
    Named,
    /// Part number or server model without the accelerator.
    Terse,
    /// Kind of goods, no model.
    Half,
    /// Nothing testable.
    Vague,
    /// Other goods altogether.
    Other,
}

/// Goods of one shipment.
#[derive(Clone, Debug)]
pub struct Lot {
    /// Code as declared, six digits.
    pub hs: &'static str,
    /// Description as declared.
    pub text: String,
    /// Declared quantity and its unit.
    pub quantity: f64,
    pub unit: &'static str,
    /// Kilograms.
    pub net: f64,
    pub gross: f64,
    /// Dollars.
    pub value: f64,
    /// Declared brand, "" if none.
    pub brand: &'static str,
    /// Declared country of origin.
    pub origin: &'static str,
    /// Part of such goods that flies.
    pub air: f64,
    /// What it really is and how many.
    pub item: &'static str,
    pub units: f64,
}

const VAGUE: &[(&str, &str)] = &[
    ("847330", "COMPUTER PARTS"),
    ("847330", "PARTS OF COMPUTERS"),
    ("847330", "SERVER ACCESSORIES"),
    ("854239", "ELECTRONIC COMPONENTS"),
    ("847330", "COMPUTER EQUIPMENT PARTS"),
    ("854370", "ELECTRONICS"),
    ("847330", "GRAPHIC CARD"),
    ("847150", "DATA PROCESSING UNIT"),
    ("847150", "SERVER"),
    ("847180", "OTHER UNITS OF ADP MACHINES"),
    ("847330", "VIDEO CARDS NEW"),
];

/// Cover descriptions: code, text, brand that nobody knows or none.
const OTHER: &[(&str, &str, &str)] = &[
    ("847330", "ADAPTER MODULES", ""),
    ("853690", "ADAPTER MODULE FOR CONTROL CABINET", ""),
    ("853649", "CONTACTOR CONTROLLERS", ""),
    ("850440", "POWER SUPPLY UNITS 3000W", ""),
    ("851762", "NETWORK SWITCH 48 PORT", ""),
    ("853710", "INDUSTRIAL CONTROLLERS", ""),
    ("847330", "MOTHERBOARD", ""),
    ("841459", "SERVER FAN MODULE", ""),
    ("852859", "LED DISPLAY", ""),
    ("847170", "HARD DISK DRIVES", ""),
    ("870899", "AUTO PARTS", ""),
    ("854370", "SIGNAL PROCESSING MODULE", ""),
    ("732690", "STEEL CABINET PARTS", ""),
];

const HALF_SERVER: &[&str] = &[
    "GPU SERVER 8U",
    "AI SERVER",
    "RACK SERVER WITH GPU",
    "HIGH PERFORMANCE SERVER 8 GPU",
    "SERVER SYSTEM 8U 10KW",
    "COMPUTER SERVER",
];
const HALF_CARD: &[&str] = &[
    "GPU MODULE",
    "GRAPHIC PROCESSING UNIT",
    "ACCELERATOR CARD PCIE GEN5 80GB",
    "GPU CARD",
    "GRAPHICS ACCELERATOR",
    "VIDEO CARD GPU DATA CENTER",
];

/// Ordinary goods, `scale` times the usual size.
pub fn ordinary(dice: &mut Dice, good: usize, scale: f64) -> Lot {
    let g = &GOODS[good];
    let unit_kg = dice.scale(g.kg.0 * 0.999, g.kg.1 * 1.001);
    let wanted = dice.heavy(g.lot_kg * scale, 0.9);
    let pieces = (wanted / unit_kg).round().max(1.0);
    let net = pieces * unit_kg;
    let value = net * dice.scale(g.usd_kg.0, g.usd_kg.1);
    let mut text = (*dice.pick(g.texts)).to_string();
    let brand = if g.brands.is_empty() {
        ""
    } else {
        *dice.pick(g.brands)
    };
    if dice.chance(0.12) {
        text.push_str(&format!(" {} PCS", pieces));
    }
    Lot {
        hs: g.hs,
        text,
        quantity: if g.unit == "KG" { net.round() } else { pieces },
        unit: g.unit,
        net,
        gross: net * dice.real(1.03, 1.25),
        value,
        brand,
        origin: "",
        air: g.air,
        item: "",
        units: 0.0,
    }
}

/// Accelerators: `units` of them, as cards, boards or servers, worded as asked.
pub fn accelerators(dice: &mut Dice, chip: usize, form: Form, units: u32, wording: Wording) -> Lot {
    let c = &CHIPS[chip];
    let form = if form == Form::Board && c.boards.is_empty() {
        Form::Card
    } else {
        form
    };
    let per = if form == Form::Card { 1 } else { 8 };
    let pieces = f64::from(units.div_ceil(per).max(1));
    let units = pieces * f64::from(per);
    let price = dice.scale(c.price.0, c.price.1);
    let (kg, value, hs) = match form {
        Form::Card => (
            dice.real(c.card_kg.0, c.card_kg.1),
            price,
            *dice.pick(&["847330", "847330", "847330", "847180", "854231"]),
        ),
        Form::Board => (
            dice.real(32.0, 48.0),
            price * 7.6,
            *dice.pick(&["847330", "847330", "847180"]),
        ),
        Form::Server => (
            dice.real(c.server_kg.0, c.server_kg.1),
            price * 8.6 + 15_000.0,
            *dice.pick(&["847150", "847150", "847180", "847141", "847149"]),
        ),
    };
    let gross = kg * pieces;
    let mut lot = Lot {
        hs,
        text: named(dice, chip, form, pieces, wording),
        quantity: pieces,
        unit: if form == Form::Server {
            *dice.pick(&["SET", "PCS", "UNIT"])
        } else {
            "PCS"
        },
        net: gross * dice.real(0.78, 0.93),
        gross,
        value: value * pieces,
        brand: if dice.chance(0.5) && matches!(wording, Wording::Named | Wording::Terse) {
            c.brand
        } else {
            ""
        },
        origin: *dice.pick(&["TW", "TW", "CN", "US", "MY", "MX"]),
        air: 0.93,
        item: c.family,
        units,
    };
    // Goods that the maker had assembled in China leave it in everyday trade; those that are sold
    // on by traders are mostly declared as made in Taiwan.
    if lot.origin == "CN" && dice.chance(0.6) {
        lot.origin = "TW";
    }
    if matches!(wording, Wording::Vague | Wording::Other) {
        reword(dice, &mut lot, wording);
    }
    lot
}

fn named(dice: &mut Dice, chip: usize, form: Form, pieces: f64, wording: Wording) -> String {
    let c = &CHIPS[chip];
    let texts = match form {
        Form::Card => c.cards,
        Form::Board => c.boards,
        Form::Server => c.servers,
    };
    let core = dice.pick(texts).replace("{}", c.family);
    match wording {
        Wording::Half => (*dice.pick(if form == Form::Server {
            HALF_SERVER
        } else {
            HALF_CARD
        }))
        .to_string(),
        Wording::Terse if form == Form::Card && !c.parts.is_empty() => {
            let part = dice.pick(c.parts);
            match dice.below(3) {
                0 => (*part).to_string(),
                1 => format!("P/N {part} {pieces}EA"),
                _ => format!("GPU CARD {part}"),
            }
        }
        _ => match dice.below(12) {
            0 => format!("{} {core}, {pieces} PCS", c.brand),
            1 => format!("{core} QTY {pieces}"),
            2 => format!(
                "{core} {pieces} UNITS HS {}",
                if form == Form::Server {
                    "8471.50"
                } else {
                    "8473.30"
                }
            ),
            3 if form == Form::Card => format!("VIDEO CARD {} {core}", c.brand),
            4 if form == Form::Card => format!("{} {} GPU 加速卡 {pieces}块", c.brand, c.family),
            5 if form == Form::Card && !c.parts.is_empty() => {
                format!("{core} PN:{}", dice.pick(c.parts))
            }
            6 => format!("NEW {core}"),
            7 => format!("{} {}", c.brand, core.to_lowercase()),
            8 if form == Form::Server => format!("SERVER {core} AS PER INVOICE"),
            _ => format!(
                "{} {core}",
                if c.family == "MI300X" { "AMD" } else { c.brand }
            ),
        },
    }
}

/// Changes what the papers say, not what the goods are: weights stay.
pub fn reword(dice: &mut Dice, lot: &mut Lot, wording: Wording) {
    match wording {
        Wording::Named | Wording::Terse => {}
        Wording::Half => {
            lot.text = (*dice.pick(if lot.hs == "847330" {
                HALF_CARD
            } else {
                HALF_SERVER
            }))
            .to_string();
            lot.brand = "";
        }
        Wording::Vague => {
            let (hs, text) = *dice.pick(VAGUE);
            if dice.chance(0.6) {
                lot.hs = hs;
            }
            lot.text = text.to_string();
            lot.brand = "";
        }
        Wording::Other => {
            let (hs, text, brand) = *dice.pick(OTHER);
            (lot.hs, lot.text, lot.brand) = (hs, text.to_string(), brand);
            if dice.chance(0.5) {
                lot.origin = *dice.pick(&["TW", "CN", "MY", "VN"]);
            }
        }
    }
}

/// Listed electronics: `pieces` of them.
pub fn listed(dice: &mut Dice, which: usize, pieces: f64, wording: Wording) -> Lot {
    let l = &LISTED[which];
    let net = pieces * dice.real(l.kg.0, l.kg.1) + 0.2;
    let mut lot = Lot {
        hs: l.hs,
        text: match dice.below(4) {
            0 => format!("{} {}", l.brand, l.text),
            1 => format!("{} - {pieces} PCS", l.text),
            _ => l.text.to_string(),
        },
        quantity: pieces,
        unit: "PCS",
        net,
        gross: net * dice.real(1.1, 1.5),
        value: pieces * dice.scale(l.price.0, l.price.1),
        brand: if dice.chance(0.7) { l.brand } else { "" },
        origin: *dice.pick(&["US", "US", "MY", "TW", "DE", "PH"]),
        air: 0.9,
        item: l.hs,
        units: pieces,
    };
    match wording {
        Wording::Vague => {
            let (hs, text) = *dice.pick(&[
                ("854239", "ELECTRONIC COMPONENTS"),
                ("854231", "INTEGRATED CIRCUITS"),
                ("854239", "ELECTRONIC PARTS"),
                ("854231", "ICS"),
            ]);
            (lot.hs, lot.text, lot.brand) = (hs, text.to_string(), "");
        }
        Wording::Other => reword(dice, &mut lot, Wording::Other),
        _ => {}
    }
    lot
}

/// What makes a data centre whole beside its servers.
pub fn complement(dice: &mut Dice, scale: f64) -> Lot {
    let good = super::goods::good(
        *dice.pick(&["851762", "850440", "841950", "854442", "841459", "847170"]),
    );
    let mut lot = ordinary(dice, good, scale);
    lot.text = (*dice.pick(match lot.hs {
        "851762" => &[
            "NETWORK SWITCHES 64X400G",
            "OPTICAL TRANSCEIVER 400G OSFP",
            "INFINIBAND SWITCH",
        ],
        "850440" => &["RACK POWER SHELF", "UPS SYSTEM", "RACK PDU 3PH"],
        "841950" => &[
            "COOLANT DISTRIBUTION UNIT",
            "LIQUID COOLING MANIFOLD",
            "COLD PLATE ASSEMBLY",
        ],
        "854442" => &[
            "DAC CABLE 400G",
            "FIBRE PATCH CORDS MPO",
            "CABLES WITH CONNECTORS",
        ],
        "841459" => &["SERVER FAN MODULE", "CRAC FAN UNIT", "COOLING FAN 12V"],
        _ => &["SSD 7.68TB NVME", "STORAGE UNITS", "HDD 20TB SATA"],
    }))
    .to_string();
    lot
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulate::chips::chip;

    #[test]
    fn servers_hold_eight_and_weigh_what_they_should() {
        let mut dice = Dice::new(1, &[]);
        let lot = accelerators(&mut dice, chip("H100"), Form::Server, 80, Wording::Named);
        assert_eq!((lot.quantity, lot.units, lot.item), (10.0, 80.0, "H100"));
        assert!((1100.0..=1650.0).contains(&lot.gross) && lot.net < lot.gross);
    }

    #[test]
    fn other_words_leave_the_weight_alone_and_hide_the_model() {
        let mut dice = Dice::new(2, &[]);
        let mut lot = accelerators(&mut dice, chip("H100"), Form::Card, 16, Wording::Named);
        let gross = lot.gross;
        reword(&mut dice, &mut lot, Wording::Other);
        assert!(
            lot.gross == gross && !lot.text.contains("H100"),
            "{}",
            lot.text
        );
    }

    #[test]
    fn every_wording_has_words() {
        let mut dice = Dice::new(4, &[]);
        for chip in 0..CHIPS.len() {
            for form in [Form::Card, Form::Board, Form::Server] {
                for wording in [
                    Wording::Named,
                    Wording::Terse,
                    Wording::Half,
                    Wording::Vague,
                    Wording::Other,
                ] {
                    assert!(
                        !accelerators(&mut dice, chip, form, 9, wording)
                            .text
                            .is_empty()
                    );
                }
            }
        }
    }
}
