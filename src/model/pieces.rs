//! Numbers of pieces as papers state them.

/// Units of quantity that count pieces of goods, canonical or as often written.
const UNITS: [&str; 16] = [
    "PCS", "PC", "PCE", "PIECE", "PIECES", "SET", "SETS", "UNIT", "UNITS", "UNT", "EA", "EACH",
    "NMB", "NO", "NOS", "NIU",
];

/// Does the unit count pieces, and no packages, weight or volume?
fn is_piece(unit: &str) -> bool {
    UNITS.iter().any(|word| word.eq_ignore_ascii_case(unit))
}

/// Units of quantity that count packages, canonical or as often written.
const PACKAGES: [&str; 21] = [
    "CTN", "CTNS", "CARTON", "CARTONS", "CAS", "CASE", "CASES", "PKG", "PKGS", "PACKAGE",
    "PACKAGES", "PLT", "PLTS", "PALLET", "PALLETS", "CRT", "CRATE", "CRATES", "BOX", "BOXES",
    "COLLI",
];

/// Units of quantity that weigh, canonical or as often written.
const WEIGHTS: [&str; 9] = ["KG", "KGS", "KGM", "G", "GRM", "T", "TNE", "LB", "LBS"];

/// What a declared quantity tells. Two papers of one shipment may tell of different things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counts {
    /// No unit, or one that is none of these.
    Unsaid,
    /// Pieces of goods.
    Pieces,
    /// Packages.
    Packages,
    /// What they weigh.
    Weight,
}

impl Counts {
    /// By the unit of the quantity.
    pub fn of(unit: &str) -> Self {
        let is = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(unit));
        if is_piece(unit) {
            Self::Pieces
        } else if is(&PACKAGES) {
            Self::Packages
        } else if is(&WEIGHTS) {
            Self::Weight
        } else {
            Self::Unsaid
        }
    }

    /// Do both say what they tell, and is it not the same?
    pub fn differ(self, other: Self) -> bool {
        self != other && self != Self::Unsaid && other != Self::Unsaid
    }
}

/// The number of pieces that a description counts out (`SERVER USED, 13 PCS`), if it names one number only. What is in one
/// package is no number of all (`8 PCS/CTN`, `4 CTNS OF 20 PCS`).
pub(super) fn counted_in(words: &str) -> Option<f64> {
    let mut counted = None;
    let mut at = 0;
    while let Some(start) = words[at..].find(|c: char| c.is_ascii_digit()) {
        let (before, digits) = words.split_at(at + start);
        let end = digits.find(|c: char| !c.is_ascii_digit() && c != ',');
        let Some(end) = end else { break };
        at = before.len() + end;
        if before.ends_with(|c: char| c.is_alphanumeric() || c == '.') {
            continue;
        }
        let (number, after) = digits.split_at(end);
        let Some((unit, behind)) = unit(after) else {
            continue;
        };
        // `NO 5` counts, `5 NO` does too, and `PART 12 NO 7` counts nothing: the word is too short to tell.
        if !is_piece(unit) || unit.eq_ignore_ascii_case("NO") {
            continue;
        }
        let number = whole(number).filter(|_| !of_a_package(before, behind))?;
        if counted.is_some_and(|before| before != number) {
            return None;
        }
        counted = Some(number);
    }
    counted
}

/// The word right behind a number, and what follows it; `None` where it is longer than any unit.
fn unit(after: &str) -> Option<(&str, &str)> {
    let unit = after.strip_prefix(' ').unwrap_or(after);
    let mut letters = unit.char_indices().take(LONGEST + 1);
    let end = letters
        .find(|(_, c)| !c.is_alphanumeric())
        .map(|(at, _)| at);
    let end = end.or_else(|| (unit.len() <= LONGEST).then_some(unit.len()))?;
    Some(unit.split_at(end))
}

/// Letters of the longest unit.
const LONGEST: usize = 6;

/// Do the words around a number say that it is that of one package?
fn of_a_package(before: &str, behind: &str) -> bool {
    let is = |word: &str, words: &[&str]| words.iter().any(|one| one.eq_ignore_ascii_case(word));
    let last = before.trim_end().rsplit(' ').next().unwrap_or_default();
    let next = behind.trim_start();
    let next = next.split(' ').next().unwrap_or_default();
    next.starts_with('/') || is(next, &["PER", "EACH"]) || is(last, &["X", "OF", "*", "@"])
}

/// Digits, with commas at thousands or none.
fn whole(digits: &str) -> Option<f64> {
    let mut groups = digits.split(',');
    let first = groups.next()?;
    let thousands = first.len() <= 3 && groups.clone().all(|group| group.len() == 3);
    let plain = groups.next().is_none();
    let number: String = digits.chars().filter(char::is_ascii_digit).collect();
    let number: f64 = number.parse().ok()?;
    ((plain || thousands) && number > 0.0 && number < 1e9).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_before_a_counting_unit_is_the_count() {
        for (words, count) in [
            ("SERVER USED, 13 PCS", Some(13.0)),
            ("IC 277PCS FREIGHT COLLECT", Some(277.0)),
            ("cable 1,200 pcs", Some(1200.0)),
            ("8X H100 SYSTEM 4 SETS", Some(4.0)),
            ("20 PCS COMPUTER EQUIPMENT 20 EA", Some(20.0)),
            ("8 PCS A AND 9 PCS B", None),
            ("16 PCS/CTN 4 CTNS", None),
            ("16 PCS PER CARTON", None),
            ("16 pcs per carton", None),
            ("4 CTNS X 100 PCS", None),
            ("10 cartons of 20 pcs", None),
            ("8 PCS EACH", None),
            ("12 ПCS", None),
            ("FILTER 0.5 PCS", None),
            ("1,20 PCS", None),
            ("0 PCS", None),
            ("MODEL X16 PCS", None),
            ("PART 12 NO 7", None),
            ("5 PCSX", None),
            ("12", None),
            ("", None),
        ] {
            assert_eq!(counted_in(words), count, "{words}");
        }
    }

    #[test]
    fn a_long_hostile_cell_is_read_once() {
        assert_eq!(counted_in(&"1A".repeat(1 << 20)), None);
        assert_eq!(counted_in(&"1,".repeat(1 << 20)), None);
        assert_eq!(
            counted_in(&format!("{} 7 PCS", "9 ".repeat(1 << 20))),
            Some(7.0)
        );
    }
}
