//! Numbers of pieces as papers state them.

/// Units of quantity that count pieces of goods, canonical or as often written.
const UNITS: [&str; 16] = [
    "PCS", "PC", "PCE", "PIECE", "PIECES", "SET", "SETS", "UNIT", "UNITS", "UNT", "EA", "EACH",
    "NMB", "NO", "NOS", "NIU",
];

/// Does the unit count pieces, and no packages, weight or volume?
pub(super) fn is_piece(unit: &str) -> bool {
    UNITS.iter().any(|word| word.eq_ignore_ascii_case(unit))
}

/// Units of quantity that count packages, canonical or as often written.
const PACKAGES: [&str; 19] = [
    "CTN", "CTNS", "CARTON", "CARTONS", "CASE", "CASES", "PKG", "PKGS", "PACKAGE", "PACKAGES",
    "PLT", "PLTS", "PALLET", "PALLETS", "CRATE", "CRATES", "BOX", "BOXES", "COLLI",
];

/// Does the unit count packages?
pub(super) fn is_package(unit: &str) -> bool {
    PACKAGES.iter().any(|word| word.eq_ignore_ascii_case(unit))
}

/// The number of pieces that a description counts out (`SERVER USED, 13 PCS`), if it names one number only. What is in one
/// package is no number of all (`8 PCS/CTN`).
pub(super) fn counted_in(words: &str) -> Option<f64> {
    let mut counted = None;
    let mut rest = words;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let inside_a_word = rest[..start].ends_with(|c: char| c.is_alphanumeric() || c == '.');
        let digits = &rest[start..];
        let end = digits.find(|c: char| !c.is_ascii_digit() && c != ',');
        let Some(end) = end else { break };
        let (number, after) = digits.split_at(end);
        let unit = after.strip_prefix(' ').unwrap_or(after);
        let length = unit.find(|c: char| !c.is_alphanumeric());
        let (unit, behind) = unit.split_at(length.unwrap_or(unit.len()));
        let behind = behind.trim_start();
        let a_package = behind.starts_with('/') || behind.starts_with("PER ");
        // `NO 5` counts, `5 NO` does too, and `PART 12 NO 7` counts nothing: the word is too short to tell.
        let counts = is_piece(unit) && !unit.eq_ignore_ascii_case("NO");
        if counts && !inside_a_word {
            let number = whole(number).filter(|_| !a_package)?;
            if counted.is_some_and(|before| before != number) {
                return None;
            }
            counted = Some(number);
        }
        rest = after;
    }
    counted
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
}
