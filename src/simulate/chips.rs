//! Accelerators, the servers that hold them, and listed electronics: what controls are about.
//!
//! Weights and prices are the catalogue's ranges; control days are those of the dated regimes (China
//! group: first chip rule 2022-10-07, update 2023-11-17, H20 letters 2025-04-09).

use super::dice::Dice;
use crate::model::time::Day;

/// How the goods are built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// PCIe cards or single modules.
    Card,
    /// Baseboards of eight.
    Board,
    /// Servers of eight (or as many as the model holds).
    Server,
}

/// An accelerator.
#[derive(Debug)]
pub struct Chip {
    /// Family: the word that recognises it.
    pub family: &'static str,
    /// Maker.
    pub brand: &'static str,
    /// Names of single cards or modules.
    pub cards: &'static [&'static str],
    /// Part numbers of single cards or modules.
    pub parts: &'static [&'static str],
    /// Boards of eight; empty if there are none.
    pub boards: &'static [&'static str],
    /// Servers of eight.
    pub servers: &'static [&'static str],
    /// Packed kilograms of one card.
    pub card_kg: (f64, f64),
    /// Packed kilograms of a server.
    pub server_kg: (f64, f64),
    /// Dollars for one, used to new.
    pub price: (f64, f64),
    /// First day on sale.
    pub launch: (i32, u32, u32),
    /// First day on which the China group needs a licence; `None` is "never".
    pub china: Option<(i32, u32, u32)>,
}

const A800H800: &[&str] = &[
    "NF5688M7 SERVER 8X {}",
    "FUSIONSERVER G8600 V7 8 GPU {}",
    "POWEREDGE XE9680 8X {} SXM",
];
const PCIE8: &[&str] = &[
    "SYS-421GE-TNRT GPU SERVER WITH 8X {}",
    "ESC8000A-E12 SERVER 8 GPU {}",
    "GPU SERVER 4U 8*{}",
    "G493-SB0 SERVER 8X {}",
];
const SXM8: &[&str] = &[
    "DELL POWEREDGE XE9680 SERVER 8X {} SXM",
    "SUPERMICRO SYS-821GE-TNHR 8U GPU SERVER WITH HGX {}",
    "AS-8125GS-TNHR 8X {} SERVER",
    "AI SERVER 8GPU {}",
    "CRAY XD670 8X {} SXM5",
    "ESC N8-E11 SERVER {} X8",
    "QUANTAGRID D74H-7U 8X {}",
    "DGX {} SYSTEM",
];
const BLACKWELL8: &[&str] = &[
    "SYS-A21GE-NBRT 10U HGX {}",
    "POWEREDGE XE9680L 8X {}",
    "AI SERVER 8GPU {}",
    "DGX {} SYSTEM",
];

/// Every accelerator, the order being part of the seed's meaning. Those that were never controlled
/// for China come last.
pub static CHIPS: &[Chip] = &[
    Chip {
        family: "A100",
        brand: "NVIDIA",
        cards: &[
            "A100 80GB PCIE",
            "A100-PCIE-40GB",
            "A100-SXM4-80GB GPU MODULE",
            "A100 TENSOR CORE GPU",
        ],
        parts: &[
            "900-21001-0020-000",
            "900-21001-0000-000",
            "692-2G506-0210-006",
        ],
        boards: &["HGX A100 8-GPU BASEBOARD 935-23587"],
        servers: &[
            "DGX A100 640GB",
            "NF5488A5 SERVER 8X {}",
            "SYS-420GP-TNAR 8X {}",
            "POWEREDGE XE9680 8X {}",
        ],
        card_kg: (1.1, 2.4),
        server_kg: (100.0, 150.0),
        price: (7000.0, 19000.0),
        launch: (2020, 6, 22),
        china: Some((2022, 10, 7)),
    },
    Chip {
        family: "H100",
        brand: "NVIDIA",
        cards: &[
            "H100 80GB PCIE",
            "H100 NVL 94GB",
            "H100 80GB HBM3 SXM5 MODULE",
            "H100 TENSOR CORE GPU",
        ],
        parts: &[
            "900-21010-0000-000",
            "900-21010-0120-030",
            "692-2G520-0200-000",
        ],
        boards: &[
            "HGX H100 8-GPU BOARD 935-24287-0000-000",
            "HGX_H100 GPU BASEBOARD",
        ],
        servers: SXM8,
        card_kg: (1.2, 3.0),
        server_kg: (110.0, 165.0),
        price: (23000.0, 38000.0),
        launch: (2022, 11, 1),
        china: Some((2022, 10, 7)),
    },
    Chip {
        family: "H200",
        brand: "NVIDIA",
        cards: &[
            "H200 NVL 141GB",
            "H200 141GB SXM5",
            "H200 141GB HBM3E MODULE",
        ],
        parts: &["900-21010-0040-000"],
        boards: &["HGX H200 8-GPU BOARD 935-24287-0040-000"],
        servers: SXM8,
        card_kg: (1.2, 3.0),
        server_kg: (115.0, 165.0),
        price: (29000.0, 46000.0),
        launch: (2024, 11, 18),
        china: Some((2022, 10, 7)),
    },
    Chip {
        family: "B200",
        brand: "NVIDIA",
        cards: &["B200 SXM 192GB HBM3E", "B200 180GB MODULE"],
        parts: &[],
        boards: &["HGX B200 8-GPU BOARD 935-26287-0070-000"],
        servers: BLACKWELL8,
        card_kg: (1.5, 4.0),
        server_kg: (150.0, 210.0),
        price: (34000.0, 54000.0),
        launch: (2024, 12, 15),
        china: Some((2022, 10, 7)),
    },
    Chip {
        family: "B300",
        brand: "NVIDIA",
        cards: &["B300 SXM 288GB", "BLACKWELL B300 288GB GPU MODULES"],
        parts: &[],
        boards: &["HGX B300 NVL8 BOARD"],
        servers: &[
            "SYS-822GS-NB3RT 8U HGX {}",
            "POWEREDGE XE9780 8X {}",
            "AI SERVER 8GPU {}",
        ],
        card_kg: (1.5, 4.0),
        server_kg: (155.0, 215.0),
        price: (42000.0, 60000.0),
        launch: (2025, 9, 1),
        china: Some((2022, 10, 7)),
    },
    Chip {
        family: "MI300X",
        brand: "AMD",
        cards: &["INSTINCT MI300X OAM 192GB"],
        parts: &["102-G30211-0C"],
        boards: &["UBB MI300X PLATFORM 8 OAM"],
        servers: &["AS-8125GS-TNMR2 8X {}", "POWEREDGE XE9680 8X {}"],
        card_kg: (2.0, 4.5),
        server_kg: (115.0, 160.0),
        price: (12000.0, 21000.0),
        launch: (2024, 1, 15),
        china: Some((2022, 10, 7)),
    },
    Chip {
        family: "A800",
        brand: "NVIDIA",
        cards: &["A800 80GB PCIE", "A800-SXM4-80GB"],
        parts: &[],
        boards: &[],
        servers: A800H800,
        card_kg: (1.1, 2.4),
        server_kg: (105.0, 150.0),
        price: (10000.0, 19000.0),
        launch: (2022, 11, 8),
        china: Some((2023, 11, 17)),
    },
    Chip {
        family: "H800",
        brand: "NVIDIA",
        cards: &["H800 80GB PCIE", "H800 SXM5 80G"],
        parts: &[],
        boards: &[],
        servers: A800H800,
        card_kg: (1.2, 3.0),
        server_kg: (110.0, 160.0),
        price: (22000.0, 38000.0),
        launch: (2023, 3, 21),
        china: Some((2023, 11, 17)),
    },
    Chip {
        family: "L40S",
        brand: "NVIDIA",
        cards: &["L40S 48GB GDDR6", "L40S PCIE GPU"],
        parts: &["900-2G133-0080-000", "699-2G133-0242-L00"],
        boards: &[],
        servers: PCIE8,
        card_kg: (1.1, 2.0),
        server_kg: (60.0, 95.0),
        price: (6500.0, 10500.0),
        launch: (2023, 8, 8),
        china: Some((2023, 11, 17)),
    },
    Chip {
        family: "RTX 4090",
        brand: "NVIDIA",
        cards: &[
            "GEFORCE RTX 4090 24GB",
            "RTX4090 24GD",
            "GPU RTX 4090 TURBO BLOWER 48GB",
        ],
        parts: &["900-1G136-2530-000"],
        boards: &[],
        servers: PCIE8,
        card_kg: (1.8, 4.0),
        server_kg: (55.0, 90.0),
        price: (1600.0, 3200.0),
        launch: (2022, 10, 12),
        china: Some((2023, 11, 17)),
    },
    Chip {
        family: "H20",
        brand: "NVIDIA",
        cards: &["H20 96GB SXM5", "H20-3E 141GB", "H20 96G GPU MODULE"],
        parts: &[],
        boards: &["HGX H20 8-GPU BOARD 935-24287-A510-300"],
        servers: &[
            "NF5688M7 SERVER 8X {}",
            "POWEREDGE XE9680 8X {}",
            "AI SERVER 8GPU {}",
        ],
        card_kg: (0.8, 3.0),
        server_kg: (110.0, 160.0),
        price: (11000.0, 16500.0),
        launch: (2024, 2, 15),
        china: Some((2025, 4, 9)),
    },
    Chip {
        family: "L20",
        brand: "NVIDIA",
        cards: &["L20 48GB PCIE GPU CARD"],
        parts: &["900-2G133-00A0-000"],
        boards: &[],
        servers: PCIE8,
        card_kg: (1.1, 2.0),
        server_kg: (60.0, 95.0),
        price: (3500.0, 5700.0),
        launch: (2023, 12, 16),
        china: None,
    },
    Chip {
        family: "T4",
        brand: "NVIDIA",
        cards: &["TESLA T4 16GB LOW PROFILE"],
        parts: &["900-2G183-0000-000"],
        boards: &[],
        servers: PCIE8,
        card_kg: (0.3, 0.7),
        server_kg: (40.0, 70.0),
        price: (500.0, 2300.0),
        launch: (2018, 9, 13),
        china: None,
    },
    Chip {
        family: "V100",
        brand: "NVIDIA",
        cards: &["TESLA V100 32GB PCIE", "TESLA V100-SXM2-32GB USED"],
        parts: &["900-2G500-0010-000"],
        boards: &[],
        servers: PCIE8,
        card_kg: (1.1, 2.0),
        server_kg: (60.0, 95.0),
        price: (600.0, 6000.0),
        launch: (2017, 6, 21),
        china: None,
    },
    Chip {
        family: "A10",
        brand: "NVIDIA",
        cards: &["A10 24GB GDDR6 150W PCIE GPU"],
        parts: &["900-2G133-0020-000"],
        boards: &[],
        servers: PCIE8,
        card_kg: (0.7, 1.5),
        server_kg: (55.0, 90.0),
        price: (2000.0, 3400.0),
        launch: (2021, 4, 12),
        china: None,
    },
    Chip {
        family: "RTX 3090",
        brand: "NVIDIA",
        cards: &["GEFORCE RTX 3090 24GB", "RTX 3090 TURBO 24G 2-SLOT"],
        parts: &[],
        boards: &[],
        servers: PCIE8,
        card_kg: (1.4, 3.6),
        server_kg: (55.0, 90.0),
        price: (700.0, 1900.0),
        launch: (2020, 9, 24),
        china: None,
    },
];

/// Electronics on the high-priority list, as sold by western makers: code, text, brand, kilograms and
/// dollars of one piece.
pub struct Listed {
    pub hs: &'static str,
    pub text: &'static str,
    pub brand: &'static str,
    pub kg: (f64, f64),
    pub price: (f64, f64),
}

macro_rules! listed {
    ($($hs:literal $text:literal $brand:literal $k0:literal-$k1:literal $p0:literal-$p1:literal;)*) => {
        /// Listed electronics.
        pub static LISTED: &[Listed] = &[$(Listed { hs: $hs, text: $text, brand: $brand, kg: ($k0, $k1), price: ($p0, $p1) }),*];
    };
}

listed! {
    "854231" "STM32F407VGT6 MICROCONTROLLER IC" "STMICROELECTRONICS" 0.001-0.004 4.0-14.0;
    "854231" "TMS320F28335 DIGITAL SIGNAL CONTROLLER" "TEXAS INSTRUMENTS" 0.002-0.006 12.0-40.0;
    "854239" "FPGA XC7A100T-2FGG484I" "XILINX" 0.003-0.01 90.0-260.0;
    "854239" "FPGA KINTEX-7 XC7K325T" "XILINX" 0.004-0.012 400.0-1900.0;
    "854239" "AD9361BBCZ RF TRANSCEIVER IC" "ANALOG DEVICES" 0.001-0.005 110.0-320.0;
    "854233" "OPERATIONAL AMPLIFIER IC AD8221" "ANALOG DEVICES" 0.0003-0.002 3.0-18.0;
    "854232" "SRAM MEMORY IC CY7C1041" "CYPRESS" 0.001-0.004 5.0-30.0;
    "853221" "TANTALUM CAPACITORS T491" "KEMET" 0.0001-0.001 0.2-2.0;
    "853224" "CERAMIC CAPACITORS X7R" "MURATA" 0.00002-0.0004 0.02-0.4;
    "854129" "POWER MOSFET IRFP4668" "INFINEON" 0.004-0.012 3.0-12.0;
    "851762" "RF MODEM MODULE XBEE PRO" "DIGI" 0.01-0.06 30.0-120.0;
    "852691" "GNSS RECEIVER MODULE ZED-F9P" "U-BLOX" 0.004-0.03 80.0-230.0;
    "903020" "DIGITAL OSCILLOSCOPE MSO54" "TEKTRONIX" 8.0-14.0 9000.0-26000.0;
    "847150" "POWEREDGE R750 SERVER" "DELL" 24.0-36.0 6000.0-16000.0;
    "880730" "AVIONICS UNIT FLIGHT COMPUTER" "HONEYWELL" 2.0-9.0 8000.0-60000.0;
    "901420" "ATTITUDE HEADING REFERENCE UNIT" "GARMIN" 1.0-4.0 6000.0-35000.0;
}

/// The index of an accelerator by its family.
///
/// # Panics
/// If there is none; only called with literals that tests check.
pub fn chip(family: &str) -> usize {
    CHIPS
        .iter()
        .position(|c| c.family == family)
        .unwrap_or_else(|| panic!("no simulated accelerator {family}"))
}

/// The day of a calendar date known when writing the program.
pub fn day(ymd: (i32, u32, u32)) -> Day {
    Day::from_ymd(ymd.0, ymd.1, ymd.2).unwrap_or(Day::from_epoch(0))
}

impl Chip {
    /// Is it on sale?
    pub fn on_sale(&self, at: Day) -> bool {
        day(self.launch) <= at
    }

    /// Does the China group need a licence for it?
    pub fn controlled(&self, at: Day) -> bool {
        self.china.is_some_and(|from| day(from) <= at)
    }
}

/// An accelerator on sale on a day, controlled for the China group or not as asked; newer ones and
/// larger ones likelier for big buyers.
pub fn draw(dice: &mut Dice, at: Day, controlled: bool) -> usize {
    let weights = CHIPS.iter().map(|c| {
        // What is free must stay free for as long as a story lasts.
        if !c.on_sale(at) || c.controlled(if controlled { at } else { at.plus(400) }) != controlled
        {
            return 0.0;
        }
        match c.family {
            "H100" | "H200" => 5.0,
            "B200" | "B300" => 3.0,
            "A100" | "RTX 4090" => 2.5,
            "L40S" => 2.0,
            _ => 1.0,
        }
    });
    dice.weighted(weights.collect::<Vec<_>>().into_iter())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_follows_the_calendar() {
        let h20 = &CHIPS[chip("H20")];
        assert!(!h20.controlled(day((2025, 4, 8))) && h20.controlled(day((2025, 4, 9))));
        assert!(CHIPS[chip("A800")].controlled(day((2023, 11, 17))));
        assert!(!CHIPS[chip("T4")].controlled(day((2026, 1, 1))));
    }

    #[test]
    fn a_draw_keeps_to_what_was_asked() {
        let mut dice = Dice::new(3, &[]);
        let at = day((2024, 6, 1));
        for _ in 0..200 {
            let c = &CHIPS[draw(&mut dice, at, true)];
            assert!(c.on_sale(at) && c.controlled(at));
            assert!(!CHIPS[draw(&mut dice, at, false)].controlled(at));
        }
    }
}
