//! Goods codes and weights.

/// The digits of a goods code: 4 to 12 of them, dots and prefixes (`Classified: 6904.10`) dropped, the first of a
/// list, a lost leading zero put back. "" if there is none.
pub fn hs_code(cell: &str, out: &mut String) {
    out.clear();
    if is_plain_code(cell) {
        out.push_str(cell);
        return;
    }
    for part in cell.split([';', ',', '|', '\n']) {
        let part = part.rsplit(':').next().unwrap_or(part).trim();
        let part = part
            .strip_suffix(".0")
            .filter(|p| p.len() >= 4)
            .unwrap_or(part);
        if part
            .bytes()
            .any(|b| !(b.is_ascii_digit() || matches!(b, b'.' | b' ' | b'-')))
        {
            continue;
        }
        out.clear();
        out.extend(part.chars().filter(char::is_ascii_digit));
        // Headings are even in length; five or seven digits are six or eight that lost a zero.
        if matches!(out.len(), 5 | 7) {
            out.insert(0, '0');
        }
        if matches!(out.len(), 4..=12) {
            return;
        }
    }
    out.clear();
}

/// Is the cell a goods code as it stands?
pub fn is_plain_code(cell: &str) -> bool {
    matches!(cell.len(), 4 | 6 | 8..=12) && cell.bytes().all(|b| b.is_ascii_digit())
}

/// Kilograms in one of a weight unit, by its code or name. UN/ECE Recommendation 20 and CBP manifest codes.
pub fn kilograms(unit: &str) -> Option<f64> {
    let unit = unit.trim().trim_end_matches('.');
    if unit.len() > 16 {
        return None;
    }
    Some(match unit.to_ascii_uppercase().as_str() {
        "KG" | "KGS" | "KGM" | "K" | "KILO" | "KILOS" | "KILOGRAM" | "KILOGRAMS" | "KILOGRAMO"
        | "KILOGRAMOS" | "KGN" | "KN" => 1.0,
        "G" | "GR" | "GRM" | "GRAM" | "GRAMS" | "GMS" | "GM" => 0.001,
        "T" | "TO" | "TON" | "TONS" | "TNE" | "TONNE" | "TONNES" | "MT" | "MTS" | "METRIC TON"
        | "METRIC TONS" | "TONELADA" | "TONELADAS" | "ET" | "MTON" => 1000.0,
        "LB" | "LBS" | "LBR" | "L" | "POUND" | "POUNDS" => 0.453_592_37,
        "ST" | "STN" | "SHORT TON" | "SHORT TONS" => 907.184_74,
        "LT" | "LTN" | "LONG TON" | "LONG TONS" => 1_016.046_908_8,
        "OZ" | "ONZ" | "OUNCE" | "OUNCES" => 0.028_349_523_125,
        "CWT" | "CWA" => 45.359_237,
        "DTN" | "QUINTAL" => 100.0,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goods_codes_keep_their_digits() {
        let code = |cell: &str| {
            let mut out = String::new();
            hs_code(cell, &mut out);
            out
        };
        for (cell, want) in [
            ("84733020", "84733020"),
            ("8473.30.20", "84733020"),
            ("Classified: 6904.10; Parsed: 2523", "690410"),
            ("1012100", "01012100"),
            ("847330.0", "847330"),
            ("69072190090", "69072190090"),
            ("854231; 854232", "854231"),
            ("N.A.", ""),
            ("84", ""),
        ] {
            assert_eq!(code(cell), want, "{cell}");
        }
    }

    #[test]
    fn weight_units_of_manifests_are_kilograms() {
        assert_eq!(kilograms("lb"), Some(0.453_592_37));
        assert_eq!(kilograms("ET"), Some(1000.0));
        assert_eq!(kilograms("PCS"), None);
    }
}
