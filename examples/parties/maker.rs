//! Invented firms and damaged ways to write them. Shared by `examples/resolve_parties.rs` and the tests.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeSet;

/// A party: name, address, country, true entity, damage.
pub type Row = [String; 5];

const WORDS: &[&str] = &[
    "Golden",
    "Silver",
    "Orient",
    "Summit",
    "Harbour",
    "Lotus",
    "Dragon",
    "Phoenix",
    "Pacific",
    "Crystal",
    "Jade",
    "Pearl",
    "Sunrise",
    "Evergreen",
    "Horizon",
    "Falcon",
    "Eagle",
    "Tiger",
    "Lion",
    "Star",
    "Moon",
    "River",
    "Ocean",
    "Delta",
    "Alpha",
    "Omega",
    "Nova",
    "Apex",
    "Prime",
    "Royal",
    "Imperial",
    "Cedar",
    "Maple",
    "Bamboo",
    "Orchid",
    "Jasmine",
    "Coral",
    "Amber",
    "Ruby",
    "Sapphire",
    "Diamond",
    "Granite",
    "Marble",
    "Copper",
    "Iron",
    "Titan",
    "Atlas",
    "Orion",
    "Vega",
    "Sirius",
    "Polaris",
    "Zenith",
    "Vertex",
    "Matrix",
    "Vector",
    "Quantum",
    "Fusion",
    "Synergy",
    "Unity",
    "Victory",
    "Fortune",
    "Prosper",
    "Harmony",
    "Bright",
    "Rapid",
    "Swift",
    "Grand",
    "Master",
    "Dynamic",
    "Modern",
    "Classic",
    "Elite",
    "Noble",
    "Trust",
    "Honest",
    "Perfect",
];
const TRADE: &[&str] = &[
    "Trading",
    "Electronics",
    "Technology",
    "International",
    "Industries",
    "Logistics",
    "Import Export",
    "Systems",
    "Solutions",
    "Machinery",
    "Semiconductor",
    "Engineering",
    "Supply Chain",
    "Components",
    "Equipment",
    "Group",
    "Holdings",
    "Services",
];
const SHORT: &[(&str, &str)] = &[
    ("Trading", "Trdg"),
    ("Electronics", "Elec"),
    ("Technology", "Tech"),
    ("International", "Intl"),
    ("Industries", "Inds"),
    ("Logistics", "Logistic"),
    ("Import Export", "Imp & Exp"),
    ("Equipment", "Eqpt"),
    ("Engineering", "Engg"),
    ("Group", "Grp"),
];
/// Country, towns, legal forms.
const COUNTRIES: &[(&str, &[&str], &[&str])] = &[
    (
        "HK",
        &["Hong Kong"],
        &["Limited", "Ltd", "Co., Ltd.", "Co Limited"],
    ),
    (
        "CN",
        &["Shenzhen", "Shanghai", "Dongguan", "Ningbo", "Suzhou"],
        &["Co., Ltd.", "Co.,Ltd", "Company Limited", "CO LTD"],
    ),
    (
        "SG",
        &["Singapore"],
        &["Pte Ltd", "Pte. Ltd.", "Private Limited"],
    ),
    (
        "MY",
        &["Penang", "Kuala Lumpur", "Johor"],
        &["Sdn Bhd", "Sdn. Bhd.", "SDN BERHAD"],
    ),
    (
        "AE",
        &["Dubai", "Sharjah", "Abu Dhabi"],
        &["LLC", "FZE", "L.L.C.", "FZCO"],
    ),
    (
        "TR",
        &["Istanbul", "Ankara"],
        &["Ltd Sti", "A.S.", "Limited Sirketi"],
    ),
    ("RU", &["Moscow", "Novosibirsk"], &["OOO", "LLC", "AO"]),
    (
        "IN",
        &["Mumbai", "Chennai", "Delhi"],
        &["Pvt Ltd", "Private Limited", "Pvt. Ltd."],
    ),
    (
        "VN",
        &["Hanoi", "Ho Chi Minh City"],
        &["Co Ltd", "JSC", "Company Limited"],
    ),
    ("TW", &["Taipei", "Hsinchu"], &["Co Ltd", "Corp", "Inc"]),
    (
        "US",
        &["Miami", "Los Angeles", "New York"],
        &["Inc", "LLC", "Corp", "Inc."],
    ),
    (
        "DE",
        &["Hamburg", "Munich"],
        &["GmbH", "AG", "GmbH & Co. KG"],
    ),
];
const STREETS: &[&str] = &[
    "Orchid", "Station", "Harbour", "Market", "Temple", "Science", "Garden", "Airport", "Victoria",
    "Lake", "Mill", "North", "Canal", "Tower", "College",
];
const DAMAGES: &[&str] = &[
    "none",
    "writing",
    "form changed",
    "form dropped",
    "abbreviated",
    "typo",
    "swapped letters",
    "trade word dropped",
    "word dropped",
    "word order",
    "transliteration",
    "cut",
    "tax number",
    "look-alike letter",
    "split word",
];

struct Firm {
    words: Vec<String>,
    trade: Vec<&'static str>,
    place: Option<&'static str>,
    number: Option<u8>,
    country: usize,
    town: &'static str,
    street: String,
    house: u32,
    postcode: u32,
}

fn pick<'a, T>(rng: &mut ChaCha8Rng, list: &'a [T]) -> &'a T {
    &list[rng.random_range(0..list.len())]
}

fn invented(rng: &mut ChaCha8Rng) -> String {
    const ONSET: &[&str] = &[
        "b", "k", "ch", "d", "f", "g", "h", "j", "kh", "l", "m", "n", "p", "r", "s", "sh", "t",
        "v", "y", "z", "zh", "w", "br", "st", "tr",
    ];
    const VOWEL: &[&str] = &["a", "e", "i", "o", "u", "ai", "ia", "uo", "ei", "ya"];
    const CODA: &[&str] = &["", "", "", "n", "ng", "r", "l", "s", "m", "k", "t"];
    let mut word = String::new();
    for _ in 0..rng.random_range(2..4) {
        word.push_str(pick::<&str>(rng, ONSET));
        word.push_str(pick::<&str>(rng, VOWEL));
        word.push_str(pick::<&str>(rng, CODA));
    }
    word[..1].to_uppercase() + &word[1..]
}

fn firm(rng: &mut ChaCha8Rng) -> Firm {
    let country = rng.random_range(0..COUNTRIES.len());
    let town = *pick(rng, COUNTRIES[country].1);
    let mut words = Vec::new();
    match rng.random_range(0..10) {
        0..=3 => words.push(invented(rng)),
        4..=6 => {
            words.push(invented(rng));
            words.push((*pick(rng, WORDS)).to_owned());
        }
        7..=8 => {
            words.push(invented(rng));
            words.push(invented(rng));
        }
        _ => {
            words.push((*pick(rng, WORDS)).to_owned());
            words.push((*pick(rng, WORDS)).to_owned());
        }
    }
    words.dedup();
    let trades = rng.random_range(1..=2);
    let mut trade: Vec<&'static str> = (0..trades).map(|_| *pick(rng, TRADE)).collect();
    trade.dedup();
    Firm {
        words,
        trade,
        place: rng.random_bool(0.3).then_some(town),
        number: None,
        country,
        town,
        street: format!("{} {}", pick(rng, STREETS), invented(rng)),
        house: rng.random_range(1..400),
        postcode: rng.random_range(10_000..999_999),
    }
}

/// A sister that must not be merged: another place, number, trade word or country.
fn sister(firm: &Firm, rng: &mut ChaCha8Rng) -> Firm {
    let mut other = Firm {
        words: firm.words.clone(),
        trade: firm.trade.clone(),
        ..self::firm(rng)
    };
    other.place = None;
    match rng.random_range(0..4) {
        0 => {
            other.country = firm.country;
            other.town = firm.town;
            other.number = Some(rng.random_range(2..9));
        }
        1 => {
            other.country =
                (firm.country + 1 + rng.random_range(0..COUNTRIES.len() - 1)) % COUNTRIES.len();
            other.town = COUNTRIES[other.country].1[0];
            other.place = Some(other.town);
        }
        2 => {
            other.country = firm.country;
            other.town = firm.town;
            let new = *pick(rng, TRADE);
            if other.trade.contains(&new) {
                other.number = Some(2);
            }
            other.trade = vec![new];
            if rng.random_bool(0.5) {
                other.street.clone_from(&firm.street);
                other.house = firm.house;
                other.postcode = firm.postcode;
            }
        }
        _ => {
            other.country = (firm.country + 1) % COUNTRIES.len();
            other.town = COUNTRIES[other.country].1[0];
        }
    }
    other
}

fn damage_word(word: &str, kind: &str, rng: &mut ChaCha8Rng) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    if letters.len() < 4 {
        return word.to_owned();
    }
    let at = rng.random_range(1..letters.len() - 1);
    match kind {
        "typo" => match rng.random_range(0..3) {
            0 => {
                letters.remove(at);
            }
            1 => letters.insert(at, (b'a' + rng.random_range(0..26u8)) as char),
            _ => letters[at] = (b'a' + rng.random_range(0..26u8)) as char,
        },
        "swapped letters" => letters.swap(at, at + 1),
        "transliteration" => {
            let text: String = letters.iter().collect();
            for (from, to) in [
                ("kh", "h"),
                ("zh", "j"),
                ("sh", "sch"),
                ("ya", "ia"),
                ("ch", "tch"),
                ("y", "i"),
                ("k", "c"),
                ("ei", "ey"),
                ("uo", "o"),
                ("w", "v"),
                ("z", "s"),
            ] {
                if text.contains(from) {
                    return text.replacen(from, to, 1);
                }
            }
            return text;
        }
        "look-alike letter" => {
            for l in &mut letters {
                if let Some(c) = match *l {
                    'a' => Some('а'),
                    'o' => Some('о'),
                    'e' => Some('е'),
                    'c' => Some('с'),
                    _ => None,
                } {
                    *l = c;
                    break;
                }
            }
        }
        _ => {}
    }
    letters.into_iter().collect()
}

fn write_name(firm: &Firm, damage: &str, rng: &mut ChaCha8Rng) -> String {
    let forms = COUNTRIES[firm.country].2;
    let mut words = firm.words.clone();
    let mut trade: Vec<String> = firm.trade.iter().map(|t| (*t).to_owned()).collect();
    let mut form = forms[0].to_owned();
    let mut place_first = firm.country == 1;
    match damage {
        "form changed" => form = (*pick(rng, forms)).to_owned(),
        "form dropped" => form.clear(),
        "abbreviated" => {
            for t in &mut trade {
                if let Some((_, short)) = SHORT.iter().find(|(long, _)| long == t) {
                    *t = (*short).to_owned();
                }
            }
        }
        "typo" | "swapped letters" | "transliteration" | "look-alike letter" => {
            let i = rng.random_range(0..words.len());
            words[i] = damage_word(&words[i], damage, rng);
        }
        "trade word dropped" if trade.len() > 1 => {
            trade.pop();
        }
        "word dropped" if words.len() > 1 => {
            words.remove(rng.random_range(0..words.len()));
        }
        "word order" => {
            place_first = !place_first;
            words.reverse();
        }
        "split word" => {
            let i = rng.random_range(0..words.len());
            if words[i].len() >= 6 {
                let half = words[i].len() / 2;
                words[i].insert(half, ' ');
            }
        }
        _ => {}
    }
    let mut parts: Vec<String> = Vec::new();
    if place_first {
        parts.extend(firm.place.map(str::to_owned));
    }
    parts.extend(words);
    parts.extend(trade);
    parts.extend(firm.number.map(|n| n.to_string()));
    if !place_first {
        parts.extend(firm.place.map(|p| format!("({p})")));
    }
    if form == "OOO" {
        parts.insert(0, form);
    } else if !form.is_empty() {
        parts.push(form);
    }
    let mut name = parts.join(" ");
    match damage {
        "writing" => name = name.replace(['.', ',', '(', ')'], " ").to_uppercase(),
        "cut" if firm.number.is_none() => name = name.chars().take(35).collect(),
        "tax number" => {
            name = format!(
                "{} {name}",
                rng.random_range(10_000_000_000u64..99_999_999_999)
            )
        }
        _ => {}
    }
    if rng.random_bool(0.5) {
        name.to_uppercase()
    } else {
        name
    }
}

fn write_address(firm: &Firm, rng: &mut ChaCha8Rng) -> String {
    let Firm {
        street,
        house,
        town,
        postcode,
        ..
    } = firm;
    match rng.random_range(0..6) {
        0 => String::new(),
        1 => format!("No. {house}, {street} Rd., {town}"),
        2 => format!("{house} {street} Road, {postcode} {town}").to_uppercase(),
        3 => format!("{town}, {street} Road {house}"),
        4 => (*town).to_owned(),
        _ => format!("{house} {street} Road, {town} {postcode}"),
    }
}

/// So many distinct parties; the same for the same seed.
pub fn parties(rows: usize, seed: u64) -> Vec<Row> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut out = Vec::with_capacity(rows);
    let mut seen: BTreeSet<(String, String, String)> = BTreeSet::new();
    let mut last: Option<Firm> = None;
    let mut entity = 0u32;
    while seen.len() < rows {
        let made = match &last {
            Some(firm) if rng.random_bool(0.15) => sister(firm, &mut rng),
            _ => firm(&mut rng),
        };
        entity += 1;
        for i in 0..rng.random_range(1..8) {
            let damage = if i == 0 {
                "none"
            } else {
                *pick(&mut rng, DAMAGES)
            };
            let name = write_name(&made, damage, &mut rng);
            let address = write_address(&made, &mut rng);
            let country = if rng.random_bool(0.03) {
                ""
            } else {
                COUNTRIES[made.country].0
            };
            if seen.insert((name.clone(), address.clone(), country.to_owned())) {
                let entity = format!("F{entity}");
                out.push([name, address, country.to_owned(), entity, damage.to_owned()]);
            }
        }
        last = Some(made);
    }
    out
}

/// So many names of firms as they write themselves, no two of one firm.
#[allow(
    dead_code,
    reason = "not every program that includes this file needs it"
)]
pub fn firms(count: usize, seed: u64) -> Vec<String> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    (0..count)
        .map(|_| {
            let made = firm(&mut rng);
            write_name(&made, "none", &mut rng)
        })
        .collect()
}
