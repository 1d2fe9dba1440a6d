//! Ordinary goods: what almost all trade consists of. Densities follow the ranges of the goods-code
//! reference; among them are goods as dense in value as accelerators, and words as vague as any.

use super::names::Line;

/// A kind of ordinary goods.
#[derive(Debug)]
pub struct Good {
    /// Goods code, six digits.
    pub hs: &'static str,
    /// How declarations describe it.
    pub texts: &'static [&'static str],
    /// Kilograms of one unit, net.
    pub kg: (f64, f64),
    /// Dollars a kilogram.
    pub usd_kg: (f64, f64),
    /// Median kilograms of a shipment.
    pub lot_kg: f64,
    /// Unit of quantity.
    pub unit: &'static str,
    /// Share of trade, any scale.
    pub share: f64,
    /// Who makes it, strongest first; everybody else makes a little.
    pub makers: &'static [&'static str],
    /// Part that flies.
    pub air: f64,
    /// What sellers and buyers do.
    pub lines: &'static [Line],
    /// Brands, if any are stated.
    pub brands: &'static [&'static str],
}

macro_rules! goods {
    ($($hs:literal [$($text:literal),*] $kg0:literal-$kg1:literal $d0:literal-$d1:literal $lot:literal $unit:literal $share:literal [$($cc:literal)*] $air:literal [$($line:ident)*] [$($brand:literal),*];)*) => {
        /// Every kind of ordinary goods, the order being part of the seed's meaning.
        pub static GOODS: &[Good] = &[$(Good {
            hs: $hs, texts: &[$($text),*], kg: ($kg0, $kg1), usd_kg: ($d0, $d1), lot_kg: $lot, unit: $unit,
            share: $share, makers: &[$($cc),*], air: $air, lines: &[$(Line::$line),*], brands: &[$($brand),*],
        }),*];
    };
}

goods! {
    "030632" ["LIVE LOBSTER", "CHILLED LOBSTER HOMARUS", "FRESH SEAFOOD LIVE LOBSTERS"] 0.5-1.5 12.0-45.0 900.0 "KG" 0.6 ["CA" "US" "AU"] 0.9 [Food] [];
    "090240" ["BLACK TEA IN BULK", "TEA", "CEYLON TEA BULK", "TOYS AND TEA ASSORTED"] 20.0-50.0 1.5-12.0 12000.0 "KG" 1.5 ["IN" "CN" "VN"] 0.03 [Food Trading] [];
    "220421" ["RED WINE 750ML BOTTLES", "WINE IN BOTTLES"] 1.2-1.4 4.0-60.0 9000.0 "BTL" 1.5 ["FR" "IT" "ES" "CL" "AU"] 0.03 [Food] [];
    "291814" ["CITRIC ACID MONOHYDRATE", "CITRIC ACID ANHYDROUS FOOD GRADE", "CITRIC ACID"] 25.0-25.0 0.6-2.5 20000.0 "KG" 1.0 ["CN" "TH" "AT"] 0.0 [Chemicals Food] [];
    "300490" ["MEDICAMENTS IN DOSAGE", "PHARMACEUTICAL PREPARATIONS", "TABLETS AMLODIPINE 5MG", "T4 THYROXINE TEST KIT"] 0.05-0.3 20.0-900.0 1500.0 "PCS" 3.0 ["IN" "DE" "CH" "US" "FR"] 0.5 [Pharma Medical] [];
    "330499" ["COSMETIC PREPARATIONS", "SKIN CARE PRODUCTS", "COSMETICS"] 0.1-0.6 5.0-120.0 2500.0 "PCS" 2.0 ["FR" "KR" "US" "CN"] 0.25 [Trading Toys] [];
    "390120" ["POLYETHYLENE HDPE RESIN", "PLASTIC PELLETS", "HDPE GRANULES IN BAGS"] 25.0-25.0 0.9-1.8 24000.0 "KG" 3.0 ["SA" "US" "KR" "AE" "SG"] 0.0 [Chemicals Trading] [];
    "392690" ["PLASTIC ARTICLES", "PLASTIC PARTS", "OTHER ARTICLES OF PLASTICS", "PLASTIC HOUSING"] 0.02-2.0 2.0-40.0 3000.0 "PCS" 4.0 ["CN" "VN" "DE" "MX"] 0.1 [Chemicals Trading Electronics] [];
    "470321" ["BLEACHED SOFTWOOD KRAFT PULP", "WOOD PULP", "WOODPULP IN BALES"] 200.0-250.0 0.6-1.1 26000.0 "KG" 2.0 ["BR" "CA" "CL" "FI" "SE" "ID"] 0.0 [Paper Trading] [];
    "481920" ["CARTONS AND BOXES", "EMPTY CARTON AND FOAM", "PACKING MATERIAL"] 0.1-1.0 1.0-5.0 4000.0 "PCS" 1.5 ["CN" "MY" "DE"] 0.03 [Paper] [];
    "610910" ["COTTON T-SHIRTS", "MENS KNITTED T-SHIRT 100PCT COTTON", "GARMENTS"] 0.12-0.3 8.0-45.0 4000.0 "PCS" 6.0 ["CN" "VN" "IN" "TR" "ID"] 0.15 [Textiles] [];
    "640399" ["LEATHER FOOTWEAR", "SHOES"] 0.6-1.2 12.0-70.0 3500.0 "PRS" 2.5 ["CN" "VN" "IT" "ID"] 0.12 [Textiles Trading] [];
    "720839" ["HOT ROLLED STEEL COILS", "A30 STEEL PLATE 20MM", "STEEL SHEET"] 500.0-15000.0 0.6-1.3 90000.0 "KG" 2.5 ["CN" "JP" "KR" "IN" "TR" "RU"] 0.0 [Metals] [];
    "732690" ["ARTICLES OF STEEL", "STEEL BRACKETS", "IRON FITTINGS", "STEEL CABINET PARTS"] 0.1-20.0 1.0-25.0 5000.0 "PCS" 4.0 ["CN" "TW" "DE" "IN"] 0.05 [Metals Machinery] [];
    "740400" ["COPPER SCRAP", "MIXED METALS", "COPPER WASTE AND SCRAP"] 500.0-1000.0 3.0-10.0 22000.0 "KG" 1.2 ["US" "JP" "MY" "HK"] 0.0 [Metals] [];
    "760200" ["ALUMINIUM SCRAP", "MIXED METALS SCRAP"] 500.0-1000.0 0.8-3.0 24000.0 "KG" 1.2 ["US" "MY" "SA"] 0.0 [Metals] [];
    "841391" ["PUMP PARTS", "HYDRAULIC PUMP MODEL H100 2 PCS", "PARTS OF PUMPS", "SEAL KIT FOR PUMP H200"] 0.5-60.0 10.0-90.0 800.0 "PCS" 2.5 ["DE" "CN" "US" "IT" "JP"] 0.25 [Machinery] [];
    "841459" ["FANS", "SERVER FAN MODULE", "COOLING FAN 12V", "B200 RADIATOR FAN MOTOR"] 0.1-3.0 4.0-60.0 700.0 "PCS" 2.5 ["CN" "TW" "TH" "VN"] 0.2 [Hardware Electronics Machinery] [];
    "841950" ["HEAT EXCHANGERS", "COLD PLATE ASSEMBLY", "LIQUID COOLING MANIFOLD"] 0.5-300.0 5.0-200.0 1500.0 "PCS" 1.2 ["TW" "CN" "DE" "IT"] 0.15 [Machinery Hardware] [];
    "845811" ["CNC LATHE", "HORIZONTAL CNC LATHE WITH ACCESSORIES"] 2500.0-9000.0 8.0-50.0 9000.0 "SET" 0.8 ["JP" "TW" "DE" "CN" "KR"] 0.0 [Machinery] [];
    "847130" ["NOTEBOOK COMPUTERS", "LAPTOP 15.6 INCH CORE I7", "PORTABLE COMPUTERS", "LAPTOP RTX4090 16GB MOBILE"] 1.4-4.0 100.0-900.0 2500.0 "PCS" 6.0 ["CN" "VN" "TW"] 0.6 [Hardware Trading] [];
    "847141" ["DESKTOP COMPUTER", "WORKSTATION PC", "PERSONAL COMPUTER SET"] 5.0-18.0 30.0-250.0 1500.0 "PCS" 2.0 ["CN" "MX" "TW" "CZ"] 0.3 [Hardware] [];
    "847150" ["RACK SERVER 2U WITHOUT GPU", "SERVER", "DATA PROCESSING UNIT", "SERVER 1U BAREBONE", "POWEREDGE R760 SERVER", "PROLIANT DL380 GEN11", "STORAGE SERVER CHASSIS WITH CPU"] 14.0-36.0 90.0-700.0 600.0 "SET" 5.0 ["TW" "CN" "MX" "US" "MY" "CZ"] 0.6 [Hardware Cloud] [];
    "847170" ["HARD DISK DRIVES", "SSD 7.68TB NVME", "SOLID STATE DRIVE U.2", "STORAGE UNITS", "HDD 20TB SATA"] 0.08-0.7 40.0-6000.0 300.0 "PCS" 5.0 ["TH" "CN" "MY" "KR" "PH"] 0.75 [Hardware Electronics] [];
    "847180" ["DOCKING STATION", "RAID CONTROLLER CARD", "CONNECTX-7 ADAPTER CARD", "OTHER UNITS OF ADP MACHINES", "PCIE ADAPTER CARD"] 0.2-1.2 60.0-2500.0 200.0 "PCS" 2.5 ["CN" "TW" "IL" "MY"] 0.7 [Hardware Electronics] [];
    "847330" ["COMPUTER PARTS", "MOTHERBOARD", "PARTS OF COMPUTERS", "64GB DDR5 RDIMM SERVER MEMORY", "ADAPTER MODULES", "GRAPHIC CARD", "SERVER ACCESSORIES", "RTX 4080 16G GRAPHICS CARD", "VIDEO CARDS NEW", "CARD READER MODULE", "MAINBOARD SPARE PARTS", "SERVER CHASSIS WITHOUT BOARD", "COMPUTER EQUIPMENT PARTS"] 0.05-4.0 25.0-9000.0 350.0 "PCS" 9.0 ["CN" "TW" "KR" "US" "MY" "HK" "VN"] 0.7 [Hardware Electronics Trading] ["ASROX", "MYRIA", "KINGSTAR", ""];
    "848210" ["BALL BEARINGS", "DEEP GROOVE BALL BEARING", "BEARINGS"] 0.05-20.0 4.0-150.0 2500.0 "PCS" 2.0 ["CN" "JP" "DE" "IN" "SE"] 0.1 [Machinery Auto] [];
    "848620" ["ETCHING EQUIPMENT USED", "WAFER CLEANING TOOL", "WIRE BONDER", "DIE ATTACH MACHINE"] 400.0-6000.0 80.0-1500.0 3500.0 "SET" 0.8 ["JP" "NL" "US" "KR" "SG" "TW"] 0.5 [Machinery Chips] [];
    "848690" ["PARTS OF SEMICONDUCTOR EQUIPMENT", "QUARTZ RING", "RF GENERATOR FOR ETCHER", "VACUUM CHAMBER PARTS"] 0.2-150.0 60.0-3000.0 300.0 "PCS" 1.6 ["US" "JP" "KR" "SG" "MY"] 0.7 [Machinery Chips] [];
    "850110" ["MICRO MOTORS", "ELECTRIC MOTORS UP TO 37.5W", "MOTOR SPARE PARTS"] 0.02-0.5 6.0-80.0 900.0 "PCS" 1.8 ["CN" "JP" "VN" "DE"] 0.15 [Machinery Electronics] [];
    "850440" ["SWITCHING POWER SUPPLY", "POWER SUPPLY UNITS 3000W", "AC ADAPTER", "UPS SYSTEM", "CHARGERS", "RACK POWER SHELF"] 0.1-30.0 8.0-120.0 1200.0 "PCS" 5.0 ["CN" "TW" "TH" "PH" "DE"] 0.2 [Electronics Hardware] [];
    "850760" ["LITHIUM ION BATTERIES", "BATTERY PACK"] 0.1-40.0 12.0-80.0 4000.0 "PCS" 3.0 ["CN" "KR" "JP" "PL"] 0.02 [Electronics Auto Energy] [];
    "851671" ["COFFEE MAKERS", "HOUSEHOLD ELECTRIC ITEMS", "KITCHEN APPLIANCES"] 1.0-6.0 4.0-40.0 3500.0 "PCS" 2.0 ["CN" "IT" "DE" "TR"] 0.03 [Furniture Trading] [];
    "851713" ["SMARTPHONES", "MOBILE PHONES", "GALAXY A100 PHONE CASE AND HANDSETS"] 0.17-0.5 400.0-4000.0 900.0 "PCS" 5.0 ["CN" "VN" "IN" "KR"] 0.9 [Electronics Telecom Trading] [];
    "851762" ["NETWORK SWITCH 48 PORT", "ROUTER", "WIFI 6 ACCESS POINTS", "OPTICAL TRANSCEIVER 400G OSFP", "NETWORK SWITCHES 64X400G", "COMMUNICATION EQUIPMENT", "TRANSCEIVER MODULE QSFP"] 0.05-12.0 40.0-2500.0 400.0 "PCS" 6.0 ["CN" "TW" "TH" "MY" "US"] 0.6 [Telecom Hardware Electronics] [];
    "852491" ["LCD PANEL MODULES", "DISPLAY MODULES"] 0.1-4.0 20.0-200.0 1500.0 "PCS" 2.0 ["CN" "KR" "TW" "JP"] 0.2 [Electronics] [];
    "852859" ["LED MONITORS", "MONITORS 27 INCH", "LED DISPLAY"] 3.0-9.0 8.0-60.0 3000.0 "PCS" 2.5 ["CN" "VN" "MX"] 0.03 [Hardware Trading] [];
    "852990" ["CAMERA MODULE", "PARTS OF TELEVISION APPARATUS", "SPARE PARTS FOR RADIO EQUIPMENT"] 0.01-3.0 15.0-900.0 250.0 "PCS" 1.6 ["CN" "KR" "JP" "VN"] 0.5 [Electronics] [];
    "853224" ["MULTILAYER CERAMIC CAPACITORS", "MLCC CAPACITORS", "CAPACITORS"] 0.00001-0.0005 60.0-2500.0 80.0 "PCS" 2.5 ["JP" "KR" "TW" "CN"] 0.8 [Electronics Chips] ["MURATA", "YAGEO", "SAMSUNG", ""];
    "853400" ["PRINTED CIRCUIT BOARDS", "BARE PCB MULTILAYER"] 0.01-0.8 20.0-400.0 500.0 "PCS" 2.5 ["CN" "TW" "KR" "TH"] 0.5 [Electronics] [];
    "853649" ["CONTACTOR CONTROLLERS", "RELAYS AND CONTACTORS", "CONTACTORS 3P 32A"] 0.05-4.0 12.0-250.0 500.0 "PCS" 1.5 ["CN" "DE" "FR" "JP"] 0.2 [Machinery Electronics] [];
    "853690" ["CONNECTORS", "TERMINAL BLOCKS", "ADAPTER MODULE FOR CONTROL CABINET", "CONNECTOR MODULES"] 0.005-1.0 15.0-400.0 400.0 "PCS" 3.0 ["CN" "DE" "JP" "US" "MY"] 0.4 [Electronics Machinery] ["TE", "MOLEX", ""];
    "853710" ["CONTROL PANEL", "INDUSTRIAL CONTROLLERS", "PLC CONTROL CABINET", "CONTROL BOARDS"] 0.3-120.0 20.0-500.0 700.0 "PCS" 2.0 ["DE" "CN" "JP" "IT" "US"] 0.3 [Machinery] [];
    "854110" ["DIODES", "RECTIFIER DIODES"] 0.00001-0.002 40.0-1500.0 90.0 "PCS" 1.2 ["CN" "MY" "TW" "JP"] 0.8 [Electronics Chips] ["VISHAY", "ROHM", "YANGJIE", ""];
    "854129" ["MOSFET TRANSISTORS", "POWER TRANSISTORS"] 0.0001-0.02 40.0-1800.0 120.0 "PCS" 1.5 ["MY" "CN" "PH" "JP"] 0.8 [Electronics Chips] ["INFINEON", "ONSEMI", "SILAN", ""];
    "854143" ["SOLAR PANELS", "PHOTOVOLTAIC MODULES 550W"] 22.0-32.0 3.0-9.0 20000.0 "PCS" 2.5 ["CN" "VN" "MY" "TH"] 0.0 [Energy Construction] [];
    "854231" ["INTEGRATED CIRCUITS", "MICROCONTROLLERS", "XEON PLATINUM CPU TRAY", "PROCESSOR IC", "MCU GD32F103", "ICS", "CPU TRAY EPYC 9554", "ELECTRONIC INTEGRATED CIRCUITS"] 0.0003-0.1 150.0-9000.0 60.0 "PCS" 6.0 ["TW" "KR" "MY" "CN" "US" "SG"] 0.93 [Electronics Chips Trading] ["INTEL", "AMD", "GIGADEVICE", "STMICRO", "NXP", ""];
    "854232" ["DRAM MEMORY", "NAND FLASH", "MEMORY IC DDR4", "DDR5 MEMORY CHIPS"] 0.001-0.05 200.0-20000.0 70.0 "PCS" 5.0 ["KR" "TW" "CN" "SG" "JP"] 0.93 [Electronics Chips Trading] ["SAMSUNG", "SK HYNIX", "MICRON", ""];
    "854239" ["INTEGRATED CIRCUITS OTHER", "POWER MANAGEMENT IC", "RF IC", "ELECTRONIC COMPONENTS", "ELECTRONIC PARTS"] 0.0003-0.05 150.0-5000.0 60.0 "PCS" 5.0 ["TW" "MY" "CN" "KR" "PH"] 0.93 [Electronics Chips Trading] ["TEXAS INSTRUMENTS", "SKYWORKS", "SGMICRO", ""];
    "854370" ["ELECTRICAL MACHINES OWN FUNCTION", "SIGNAL PROCESSING MODULE", "ELECTRONICS"] 0.1-20.0 15.0-1500.0 300.0 "PCS" 2.0 ["CN" "US" "DE"] 0.4 [Electronics] [];
    "854442" ["CABLES WITH CONNECTORS", "DAC CABLE 400G", "POWER CABLE 12VHPWR FOR RTX 4090", "NVLINK BRIDGE FOR H100 NVL", "PATCH CORDS"] 0.05-3.0 8.0-150.0 900.0 "PCS" 3.0 ["CN" "VN" "MX" "TW"] 0.25 [Electronics Hardware] [];
    "870899" ["AUTO PARTS", "AUTO PARTS AS PER LIST", "BRAKE DISCS", "VEHICLE SPARE PARTS"] 0.2-40.0 3.0-40.0 6000.0 "PCS" 6.0 ["CN" "DE" "JP" "MX" "TR" "KR"] 0.06 [Auto] [];
    "880730" ["AIRCRAFT PARTS", "AIRCRAFT SPARE PARTS USED", "BEECHCRAFT B200 KING AIR WINDOW ASSY"] 0.1-80.0 80.0-6000.0 90.0 "PCS" 1.0 ["US" "FR" "GB" "DE" "SG"] 0.85 [Aviation] [];
    "901380" ["OPTICAL DEVICES", "LASER MODULES", "OPTICAL ASSEMBLIES"] 0.05-6.0 40.0-3000.0 120.0 "PCS" 1.0 ["CN" "JP" "DE" "US"] 0.7 [Electronics Medical] [];
    "901890" ["MEDICAL INSTRUMENTS", "ULTRASOUND SYSTEM PARTS", "PATIENT MONITORS"] 0.2-60.0 40.0-900.0 500.0 "PCS" 2.5 ["US" "DE" "JP" "CN"] 0.5 [Medical] [];
    "902750" ["SPECTROMETER", "LABORATORY INSTRUMENT", "OPTICAL ANALYSER"] 8.0-150.0 80.0-3000.0 120.0 "SET" 0.8 ["US" "DE" "JP" "CH"] 0.8 [Medical University] [];
    "903020" ["OSCILLOSCOPE", "DIGITAL OSCILLOSCOPE 4CH"] 2.0-12.0 80.0-3000.0 80.0 "PCS" 0.7 ["CN" "MY" "US" "JP"] 0.7 [Electronics University] [];
    "940360" ["WOODEN FURNITURE", "FURNITURE", "OFFICE DESKS"] 8.0-70.0 2.0-12.0 8000.0 "PCS" 4.0 ["CN" "VN" "PL" "IT" "MY"] 0.0 [Furniture] [];
    "950300" ["TOYS", "PLASTIC TOYS", "PUZZLES AND GAMES"] 0.1-2.0 5.0-30.0 4000.0 "PCS" 3.0 ["CN" "VN" "CZ"] 0.06 [Toys] [];
}

/// The index of the ordinary goods with this code.
///
/// # Panics
/// If there are none; only called with literals that tests check.
pub fn good(hs: &str) -> usize {
    GOODS
        .iter()
        .position(|g| g.hs == hs)
        .unwrap_or_else(|| panic!("no simulated goods {hs}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulate::places::place;

    #[test]
    fn ranges_are_ranges_and_makers_are_countries() {
        for g in GOODS {
            assert!(
                g.kg.0 <= g.kg.1 && g.usd_kg.0 < g.usd_kg.1 && g.lot_kg > 0.0,
                "{}",
                g.hs
            );
            assert!(g.hs.len() == 6 && !g.texts.is_empty() && !g.lines.is_empty());
            g.makers.iter().for_each(|cc| _ = place(cc));
        }
    }
}
