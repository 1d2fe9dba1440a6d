//! Legal forms as words, for those who look at single words of a cell.

/// Is this word a legal form? Latin letters in any case, others in capitals.
pub fn is_form(word: &str) -> bool {
    forms(word.len())
        .iter()
        .any(|form| word.eq_ignore_ascii_case(form))
}

/// Words that are legal forms of firms and nothing else, wherever they stand. `legal_forms.csv` of the reference data
/// cannot serve here: it holds whole forms, and Cyrillic ones as they are transliterated when parties are resolved.
///
/// They stand by their bytes: nearly every word asked about is none, and its length alone tells most.
fn forms(bytes: usize) -> &'static [&'static str] {
    match bytes {
        2 => &["AG", "AO", "BV", "CO", "OY", "SA"],
        3 => &[
            "BHD", "INC", "JSC", "KFT", "LLC", "LTD", "OOO", "PTE", "PVT", "SDN", "SPA", "SRL",
            "STI",
        ],
        4 => &["CORP", "GMBH", "LTDA", "АО"],
        6 => &["ООО"],
        7 => &["COMPANY", "LIMITED"],
        11 => &["CORPORATION"],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_stand_by_their_bytes() {
        assert!((0..20).all(|bytes| forms(bytes).iter().all(|form| form.len() == bytes)));
        assert!(is_form("gmbh") && is_form("ООО") && !is_form("PUMP"));
    }
}
