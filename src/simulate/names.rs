//! Names, addresses and what a firm does. Every name is put together from made-up syllables, so that
//! none is meant to be a real firm.

use super::dice::Dice;
use super::places::Place;

/// What a firm does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Line {
    Trading,
    Electronics,
    Hardware,
    Logistics,
    Cloud,
    Telecom,
    Chips,
    Machinery,
    Chemicals,
    Food,
    Textiles,
    Metals,
    Paper,
    Pharma,
    Medical,
    RealEstate,
    Construction,
    Furniture,
    Auto,
    Toys,
    University,
    Consulting,
    Aviation,
    Energy,
    Repair,
    Events,
    Finance,
}

/// Words in the name and the register's wording for a line of business.
pub fn words(line: Line) -> (&'static [&'static str], &'static [&'static str]) {
    match line {
        Line::Trading => (
            &[
                "TRADING",
                "INTERNATIONAL",
                "GLOBAL",
                "IMPEX",
                "COMMERCE",
                "VENTURES",
            ],
            &[
                "general trading",
                "import and export of goods",
                "wholesale of other goods",
                "wholesale trade n.e.c.",
            ],
        ),
        Line::Electronics => (
            &["ELECTRONICS", "MICRO", "COMPONENTS", "TECH", "DEVICES"],
            &[
                "wholesale of electronic components",
                "electronics distribution",
                "manufacture of electronic assemblies",
            ],
        ),
        Line::Hardware => (
            &[
                "SYSTEMS",
                "COMPUTING",
                "TECHNOLOGY",
                "INFOTECH",
                "DATA SYSTEMS",
            ],
            &[
                "wholesale of computers",
                "computer hardware and systems integration",
                "IT equipment distribution",
            ],
        ),
        Line::Logistics => (
            &[
                "LOGISTICS",
                "FREIGHT",
                "CARGO",
                "FORWARDING",
                "SUPPLY CHAIN",
                "EXPRESS",
            ],
            &[
                "freight forwarding",
                "logistics services",
                "cargo handling and warehousing",
            ],
        ),
        Line::Cloud => (
            &[
                "CLOUD",
                "DATA CENTRES",
                "COMPUTE",
                "AI",
                "DIGITAL INFRASTRUCTURE",
            ],
            &[
                "data centre operation",
                "cloud computing services",
                "hosting and data processing",
            ],
        ),
        Line::Telecom => (
            &["TELECOM", "NETWORKS", "COMMUNICATIONS"],
            &["telecommunications", "mobile network operator"],
        ),
        Line::Chips => (
            &["SEMICONDUCTOR", "SILICON", "MICROELECTRONICS"],
            &["manufacture of semiconductors", "integrated circuit design"],
        ),
        Line::Machinery => (
            &["MACHINERY", "ENGINEERING", "INDUSTRIES", "AUTOMATION"],
            &["manufacture of machinery", "industrial equipment"],
        ),
        Line::Chemicals => (
            &["CHEMICALS", "POLYMERS", "PLASTICS"],
            &[
                "manufacture of chemicals and plastics",
                "wholesale of chemicals",
            ],
        ),
        Line::Food => (
            &["FOODS", "AGRO", "PROVISIONS", "SEAFOOD"],
            &["food processing", "wholesale of food and beverages"],
        ),
        Line::Textiles => (
            &["TEXTILES", "GARMENTS", "APPAREL"],
            &["manufacture of textiles", "clothing wholesale"],
        ),
        Line::Metals => (
            &["METALS", "STEEL", "RECYCLING"],
            &["metal products", "wholesale of metals and scrap"],
        ),
        Line::Paper => (
            &["PAPER", "PACKAGING", "PULP"],
            &["paper and pulp", "packaging products"],
        ),
        Line::Pharma => (
            &["PHARMA", "LIFESCIENCES", "LABORATORIES"],
            &[
                "manufacture of pharmaceuticals",
                "wholesale of pharmaceutical goods",
            ],
        ),
        Line::Medical => (
            &["MEDICAL", "HEALTHCARE", "DIAGNOSTICS"],
            &["medical devices", "hospital activities"],
        ),
        Line::RealEstate => (
            &["REALTY", "PROPERTIES", "ESTATES"],
            &["real estate agency", "property management"],
        ),
        Line::Construction => (
            &["CONSTRUCTION", "BUILDERS", "PROJECTS"],
            &["construction of buildings", "civil engineering"],
        ),
        Line::Furniture => (
            &["FURNITURE", "HOME", "INTERIORS"],
            &["furniture", "household goods wholesale"],
        ),
        Line::Auto => (
            &["AUTO PARTS", "MOTORS", "AUTOMOTIVE"],
            &["vehicle parts and accessories", "motor vehicle trade"],
        ),
        Line::Toys => (
            &["TOYS", "GIFTS", "CONSUMER PRODUCTS"],
            &["toys and gifts", "consumer goods wholesale"],
        ),
        Line::University => (
            &["UNIVERSITY", "INSTITUTE OF TECHNOLOGY", "RESEARCH CENTRE"],
            &["higher education", "research and development"],
        ),
        Line::Consulting => (
            &["CONSULTING", "SOLUTIONS", "SERVICES", "MANAGEMENT"],
            &[
                "business consulting",
                "management services",
                "software consultancy",
            ],
        ),
        Line::Aviation => (
            &["AVIATION", "AEROSPACE", "AERO SERVICES"],
            &["aircraft parts and maintenance", "air transport support"],
        ),
        Line::Energy => (
            &["ENERGY", "POWER", "PETROLEUM"],
            &["energy equipment", "oil and gas services"],
        ),
        Line::Repair => (
            &["SERVICE CENTRE", "AFTER SALES", "REPAIR SERVICES"],
            &["repair of computers and electronics", "after-sales service"],
        ),
        Line::Events => (
            &["EXHIBITIONS", "EXPO", "EVENTS"],
            &["organisation of exhibitions", "event services"],
        ),
        Line::Finance => (
            &["LEASING", "CAPITAL", "HOLDINGS"],
            &["equipment leasing", "holding company"],
        ),
    }
}

const STARTS: &[&str] = &[
    "VEL", "KOR", "TAN", "MIR", "SOL", "BRA", "QUI", "ZEN", "LUM", "HAL", "ORI", "PEL", "RAV",
    "DOR", "FEN", "GAL", "NIV", "TRE", "WEX", "YAR", "CAL", "JUN", "SAR", "EL", "AR", "BEL", "XIL",
    "NOR", "PRA", "SHE", "TUO", "ZHU", "KAI", "MEI", "LON", "HUI", "RYU", "DAE", "THO", "BIN",
];
const MIDDLES: &[&str] = &[
    "A", "E", "I", "O", "U", "AN", "EN", "IN", "OR", "AR", "EL", "IVO", "ARO", "ENDI", "ULA", "OVA",
];
const ENDS: &[&str] = &[
    "TO", "RIN", "MAR", "VEX", "LAN", "DIS", "QUE", "NOR", "TEK", "SEN", "LIX", "BRO", "GOR",
    "VIA", "NET", "DAN", "ZU", "KO", "WEI", "PHA", "TUR", "MON", "STA", "LEO",
];
const NOUNS: &[&str] = &[
    "ORCHID", "LANTERN", "HARBOUR", "SUMMIT", "CEDAR", "FALCON", "COMET", "RIVER", "AMBER",
    "COBALT", "MERIDIAN", "PIONEER", "UNITED", "EASTERN", "GOLDEN", "BRIGHT", "NORTHERN",
    "PACIFIC", "ROYAL", "SILVER", "STAR", "DRAGON", "LOTUS", "EAGLE", "PRIME", "NOVA", "APEX",
    "GRAND", "EVER", "FIRST",
];
const STREETS: &[&str] = &[
    "Harbour Road",
    "Industrial Avenue",
    "Sample Street",
    "Lantern Road",
    "Canal Street",
    "Science Park Drive",
    "Airport Logistics Park",
    "Example Boulevard",
    "Market Street",
    "Foundry Lane",
    "Cedar Road",
    "Tech Plaza",
    "Free Zone Road",
    "Riverside Drive",
    "Mill Lane",
    "Orchid Street",
    "Commerce Road",
];
const TOWERS: &[&str] = &[
    "Summit Tower",
    "Orchid Centre",
    "Harbour Plaza",
    "Meridian Building",
    "Golden Industrial Building",
    "Example House",
    "Lotus Commercial Centre",
    "Comet Business Park",
];

/// A made-up word, in capitals.
pub fn word(dice: &mut Dice) -> String {
    let mut word = String::from(*dice.pick(STARTS));
    if dice.chance(0.55) {
        word.push_str(*dice.pick(MIDDLES));
    }
    word.push_str(*dice.pick(ENDS));
    word
}

/// A firm's name in capitals, without its legal form.
pub fn firm_name(dice: &mut Dice, line: Line, place: &Place) -> String {
    let mut parts: Vec<String> = Vec::new();
    if dice.chance(0.4) {
        parts.push((*dice.pick(NOUNS)).to_string());
    }
    parts.push(word(dice));
    if dice.chance(0.25) {
        parts.push(word(dice));
    }
    // A third of all firms have a name that says nothing of what they do.
    let shown = if line != Line::Logistics && line != Line::University && dice.chance(0.3) {
        *dice.pick(&[Line::Trading, Line::Consulting, Line::Hardware, line])
    } else {
        line
    };
    parts.push((*dice.pick(words(shown).0)).to_string());
    if dice.chance(0.12) {
        let country = match place.cc {
            "SG" => "SINGAPORE",
            "MY" => "MALAYSIA",
            "HK" => "ASIA",
            "US" => "USA",
            "DE" => "EUROPE",
            _ => "INTERNATIONAL",
        };
        if !parts.iter().any(|p| p == country) {
            parts.push(country.to_string());
        }
    }
    parts.join(" ")
}

/// Name with a legal form.
pub fn with_form(dice: &mut Dice, name: &str, place: &Place) -> String {
    let form = dice.pick(place.forms);
    if *form == "PT" {
        format!("PT {name}")
    } else {
        format!("{name} {form}")
    }
}

/// A postal address, and how many firms may well share it (a business centre or not).
pub fn address(dice: &mut Dice, place: &Place) -> String {
    let street = *dice.pick(STREETS);
    let number = dice.whole(1, 420);
    let town = *dice.pick(place.towns);
    let post = dice.whole(10_000, 98_999);
    match dice.below(4) {
        0 => format!("{number} {street}, {town} {post}"),
        1 => format!(
            "Unit {}-{:02}, {}, {number} {street}, {town} {post}",
            dice.whole(1, 40),
            dice.whole(1, 30),
            dice.pick(TOWERS)
        ),
        2 => format!(
            "Flat {}, {}/F, {}, {number} {street}, {town}",
            dice.pick(&["A", "B", "C", "D", "E"]),
            dice.whole(2, 38),
            dice.pick(TOWERS)
        ),
        _ => format!("No. {number}, {street}, {town} {post}"),
    }
}

/// A telephone number with the country's dialling code.
pub fn phone(dice: &mut Dice, dial: &str) -> String {
    format!("{dial} {} {:04}", dice.whole(200, 9999), dice.below(10_000))
}

/// First word of a name in small letters, for web and mail addresses.
pub fn domain(name: &str, cc: &str) -> String {
    let mut stem: String = name
        .split(' ')
        .take(2)
        .collect::<String>()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    stem.make_ascii_lowercase();
    format!("{stem}.{}.example", cc.to_ascii_lowercase())
}

/// One typing error: a letter lost, doubled, swapped or replaced. Keeps names of three letters or less.
pub fn typo(dice: &mut Dice, name: &str) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    if letters.len() < 4 {
        return name.to_string();
    }
    let at = 1 + dice.below(letters.len() as u64 - 2) as usize;
    match dice.below(4) {
        0 => {
            letters.remove(at);
        }
        1 => letters.insert(at, letters[at]),
        2 => letters.swap(at, at + 1),
        _ if letters[at].is_ascii_alphabetic() => {
            letters[at] = char::from(b'A' + dice.below(26) as u8);
        }
        _ => {}
    }
    letters.into_iter().collect()
}
