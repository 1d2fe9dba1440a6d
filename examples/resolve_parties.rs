//! Resolves a table of parties with known truth and says how well: pairwise precision and recall, by kind of damage.
//!
//! ```text
//! cargo run --release --example resolve_parties -- make ROWS SEED parties.csv
//! cargo run --release --example resolve_parties -- measure parties.csv [--wrong 20]
//! ```
//! The table has the columns name, address, country, entity and, if known, damage. Names are invented.
#![allow(
    clippy::disallowed_types,
    clippy::explicit_auto_deref,
    reason = "a measuring program: the order of its maps reaches no result"
)]

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::error::Error;
use std::time::Instant;
use tidewaiter::model::{Country, Party, Registers, Shipments, Silent, TextId};
use tidewaiter::policy::ResolvePolicy;
use tidewaiter::resolve;

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
        word.push_str(*pick(rng, ONSET));
        word.push_str(*pick(rng, VOWEL));
        word.push_str(*pick(rng, CODA));
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

fn make(rows: usize, seed: u64, out: &str) -> Result<(), Box<dyn Error>> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut writer = csv::Writer::from_path(out)?;
    writer.write_record(["name", "address", "country", "entity", "damage"])?;
    let mut seen: HashSet<(String, String, String)> = HashSet::new();
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
                writer.write_record([&name, &address, country, &format!("F{entity}"), damage])?;
            }
        }
        last = Some(made);
    }
    writer.flush()?;
    Ok(())
}

fn measure(file: &str, wrong: usize) -> Result<(), Box<dyn Error>> {
    let mut reader = csv::Reader::from_path(file)?;
    let header = reader.headers()?.clone();
    let column = |name: &str| header.iter().position(|h| h == name);
    let need = |name: &str| column(name).ok_or_else(|| format!("{file} has no column {name}"));
    let (name, address, country, entity) = (
        need("name")?,
        need("address")?,
        need("country")?,
        need("entity")?,
    );
    let damage = column("damage");
    let mut shipments = Shipments::default();
    let mut truth: Vec<String> = Vec::new();
    let mut damages: Vec<String> = Vec::new();
    for row in reader.records() {
        let row = row?;
        shipments.parties.push(Party {
            name: shipments.text.intern(&row[name]),
            address: shipments.text.intern(&row[address]),
            country: Country::from_code(&row[country]),
            registration_id: TextId::NONE,
        });
        truth.push(row[entity].to_owned());
        damages.push(damage.map_or_else(String::new, |d| row[d].to_owned()));
    }
    let policy = ResolvePolicy::built_in()?;
    let start = Instant::now();
    let resolution = resolve::resolve(
        &shipments,
        &Registers::default(),
        &policy,
        &resolve::Options::default(),
        &Silent,
    );
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{} parties, {} entities of {} true ones, {seconds:.2} s",
        truth.len(),
        resolution.entities.len(),
        truth.iter().collect::<HashSet<_>>().len()
    );
    let found: Vec<usize> = resolution.entity_of.iter().map(|e| e.index()).collect();
    report("tidewaiter", &found, &truth, &damages);
    let mut plain: HashMap<(String, String), usize> = HashMap::new();
    let lexicon = resolve::lexicon::Lexicon::built_in();
    let equal: Vec<usize> = shipments
        .parties
        .iter()
        .map(|p| {
            let next = plain.len();
            let key = (
                resolve::registers::key_of(shipments.text.get(p.name), &lexicon),
                p.country.map_or(String::new(), |c| c.to_string()),
            );
            *plain.entry(key).or_insert(next)
        })
        .collect();
    report("normalised equality", &equal, &truth, &[]);
    for warning in resolution
        .warnings
        .iter()
        .filter(|w| !w.contains("is shared by"))
        .take(10)
    {
        println!("  warning: {warning}");
    }
    let mut shown = (0, 0);
    let mut first: HashMap<&str, usize> = HashMap::new();
    for (i, t) in truth.iter().enumerate() {
        let show = |a: usize, b: usize| {
            for j in [a, b] {
                let p = &shipments.parties.as_slice()[j];
                println!(
                    "    {} | {} | {:?} | {} {}",
                    shipments.text.get(p.name),
                    shipments.text.get(p.address),
                    p.country,
                    truth[j],
                    damages[j]
                );
            }
        };
        let f = *first.entry(t).or_insert(i);
        if found[f] != found[i] && shown.0 < wrong {
            shown.0 += 1;
            println!("  missed:");
            show(f, i);
        }
    }
    let mut by_found: HashMap<usize, usize> = HashMap::new();
    for i in 0..truth.len() {
        let f = *by_found.entry(found[i]).or_insert(i);
        if truth[f] != truth[i] && shown.1 < wrong {
            shown.1 += 1;
            println!(
                "  wrong: {} | {}",
                shipments.text.get(shipments.parties.as_slice()[f].name),
                shipments.text.get(shipments.parties.as_slice()[f].address)
            );
            println!(
                "         {} | {} {}",
                shipments.text.get(shipments.parties.as_slice()[i].name),
                shipments.text.get(shipments.parties.as_slice()[i].address),
                damages[i]
            );
        }
    }
    Ok(())
}

/// Pairwise precision and recall; recall of pairs with an undamaged spelling by the damage of the other.
fn report(who: &str, found: &[usize], truth: &[String], damages: &[String]) {
    let pairs = |n: u64| n * n.saturating_sub(1) / 2;
    let mut by_truth: HashMap<&str, u64> = HashMap::new();
    let mut by_found: HashMap<usize, u64> = HashMap::new();
    let mut by_both: HashMap<(usize, &str), u64> = HashMap::new();
    for (f, t) in found.iter().zip(truth) {
        *by_truth.entry(t).or_default() += 1;
        *by_found.entry(*f).or_default() += 1;
        *by_both.entry((*f, t)).or_default() += 1;
    }
    let right: u64 = by_both.values().map(|&n| pairs(n)).sum();
    let precision = right as f64 / by_found.values().map(|&n| pairs(n)).sum::<u64>().max(1) as f64;
    let recall = right as f64 / by_truth.values().map(|&n| pairs(n)).sum::<u64>().max(1) as f64;
    let f1 = 2.0 * precision * recall / (precision + recall);
    println!("{who}: precision {precision:.4}, recall {recall:.4}, F1 {f1:.4}");
    let mut whole: HashMap<&str, usize> = HashMap::new();
    let mut rows: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for (i, damage) in damages.iter().enumerate() {
        match whole.get(truth[i].as_str()) {
            None => {
                whole.insert(&truth[i], i);
            }
            Some(&j) => {
                let row = rows.entry(damage).or_default();
                row.0 += 1;
                row.1 += u64::from(found[i] == found[j]);
            }
        }
    }
    for (damage, (all, hit)) in rows {
        println!(
            "  {damage:<20} {all:>8} pairs, recall {:.4}",
            hit as f64 / all as f64
        );
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["make", rows, seed, out] => make(rows.parse()?, seed.parse()?, out),
        ["measure", file] => measure(file, 0),
        ["measure", file, "--wrong", n] => measure(file, n.parse()?),
        _ => Err("usage: make ROWS SEED FILE, or measure FILE [--wrong N]".into()),
    }
}
