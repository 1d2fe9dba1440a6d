//! Legal forms as words, for those who look at single words of a cell.

/// Words that are legal forms of firms and nothing else, wherever they stand. `legal_forms.csv` of the reference data
/// cannot serve here: it holds whole forms, and Cyrillic ones as they are transliterated when parties are resolved.
const FORMS: [&str; 27] = [
    "LTD",
    "LIMITED",
    "LLC",
    "INC",
    "CORP",
    "CORPORATION",
    "GMBH",
    "CO",
    "COMPANY",
    "SA",
    "SRL",
    "BV",
    "PTE",
    "SDN",
    "BHD",
    "PVT",
    "JSC",
    "OY",
    "AG",
    "SPA",
    "KFT",
    "LTDA",
    "STI",
    "OOO",
    "AO",
    "ООО",
    "АО",
];

/// Is this word a legal form? Latin letters in any case, others in capitals.
pub fn is_form(word: &str) -> bool {
    FORMS
        .iter()
        .any(|form| word.eq_ignore_ascii_case(form) || word == *form)
}
