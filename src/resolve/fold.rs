//! Any script to capital ASCII letters, digits and single spaces.

use super::lexicon::Lexicon;
use unicode_normalization::UnicodeNormalization;

/// Folds text of any script: NFKC, look-alike letters of another script inside a word, native-script forms and
/// trade words read as their Latin ones, transliteration, capitals, punctuation to spaces, dotted initials joined.
///
/// `S.A. de C.V.` gives `SA DE CV`, `КERAMIК` gives `KERAMIK`, `深圳` gives `SHENZHEN`.
pub fn fold(text: &str, lexicon: &Lexicon) -> String {
    fold_with(text, Some(lexicon))
}

/// [`fold`] without the lists, for the lists themselves and for text that is no name.
pub fn fold_plain(text: &str) -> String {
    fold_with(text, None)
}

fn fold_with(text: &str, lexicon: Option<&Lexicon>) -> String {
    if text.is_ascii() {
        return tidy(text);
    }
    let mut clean: String = text.nfkc().collect();
    if let Some(lexicon) = lexicon {
        clean = lexicon.read_native(clean);
    }
    let mut latin = String::with_capacity(clean.len() + 8);
    for word in clean.split_inclusive(|c: char| !c.is_alphanumeric()) {
        fold_word(word, &mut latin);
    }
    tidy(&latin)
}

/// One word with the separator after it.
fn fold_word(word: &str, out: &mut String) {
    let latin = word.chars().any(|c| c.is_ascii_alphabetic());
    let foreign = word.chars().any(|c| look_alike(c).is_some());
    // A word that also holds letters no Latin letter looks like is a Cyrillic word with a Latin letter in it.
    let truly_cyrillic = word
        .chars()
        .any(|c| ('\u{400}'..='\u{4ff}').contains(&c) && look_alike(c).is_none());
    for c in word.chars() {
        if c.is_ascii() {
            match cyrillic_of(c) {
                Some(sound) if latin && foreign && truly_cyrillic => out.push_str(sound),
                _ => out.push(c),
            }
        } else if let Some(l) = look_alike(c)
            && latin
            && !truly_cyrillic
        {
            out.push(l);
        } else if c.is_alphanumeric() {
            let ascii = any_ascii::any_ascii_char(c);
            out.push_str(ascii);
        } else if unicode_normalization::char::is_combining_mark(c)
            || matches!(c, '\u{2018}' | '\u{2019}' | '\u{2bc}' | '\u{b4}')
        {
            // An accent that NFKC could not join to its letter, or one of the ways to write an apostrophe.
        } else {
            out.push(' ');
        }
    }
}

/// Capitals, spaces for punctuation, dotted initials joined.
fn tidy(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(bytes.len());
    // Letters and digits since the last separator or joining dot.
    let mut run = 0usize;
    let mut i = 0;
    while i < bytes.len() {
        let b = bytes[i];
        if b.is_ascii_alphanumeric() {
            run += 1;
            out.push(b.to_ascii_uppercase() as char);
        } else if b == b'.' && run == 1 {
            // "S.A." joins, and so does nothing longer: "CO.LTD" stays two words.
            let next_single = bytes.get(i + 1).is_some_and(u8::is_ascii_alphanumeric)
                && !bytes.get(i + 2).is_some_and(u8::is_ascii_alphanumeric);
            if !next_single {
                push_space(&mut out);
            }
            run = 0;
        } else if b == b'\'' || b == b'`' {
            // O'NEIL is ONEIL.
        } else {
            if (b == b'/' || b == b'\\') && marks(bytes, i, out.len()) {
                // "C/O" and "O/B" would read as initials once the stroke is gone.
                let word = if bytes[i - 1].eq_ignore_ascii_case(&b'c') {
                    " CAREOF"
                } else {
                    " ONBEHALFOF"
                };
                out.pop();
                while out.ends_with(' ') {
                    out.pop();
                }
                out.push_str(word);
                i += 1;
            }
            run = 0;
            push_space(&mut out);
        }
        i += 1;
    }
    while out.ends_with(' ') {
        out.pop();
    }
    if out.starts_with(' ') {
        out.remove(0);
    }
    out
}

/// Is this stroke the one of `C/O`, `O/B` or `A/C`, standing alone?
fn marks(bytes: &[u8], at: usize, written: usize) -> bool {
    let (Some(&before), Some(&after)) = (
        at.checked_sub(1).and_then(|i| bytes.get(i)),
        bytes.get(at + 1),
    ) else {
        return false;
    };
    let pair = [before.to_ascii_uppercase(), after.to_ascii_uppercase()];
    let alone = at
        .checked_sub(2)
        .and_then(|i| bytes.get(i))
        .is_none_or(|b| !b.is_ascii_alphanumeric())
        && bytes.get(at + 2).is_none_or(|b| !b.is_ascii_alphanumeric());
    written > 0 && alone && matches!(&pair, b"CO" | b"OB" | b"AC")
}

fn push_space(out: &mut String) {
    if !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
}

/// The Latin capital that a Cyrillic or Greek letter looks like.
fn look_alike(c: char) -> Option<char> {
    Some(match c {
        'А' | 'а' | 'Α' | 'α' => 'A',
        'В' | 'Β' => 'B',
        'С' | 'с' => 'C',
        'Е' | 'е' | 'Ε' | 'Ё' | 'ё' => 'E',
        'Н' | 'Η' => 'H',
        'І' | 'і' | 'Ι' | 'Ӏ' => 'I',
        'Ј' | 'ј' => 'J',
        'К' | 'к' | 'Κ' => 'K',
        'М' | 'м' | 'Μ' => 'M',
        'О' | 'о' | 'Ο' | 'ο' => 'O',
        'Р' | 'р' | 'Ρ' | 'ρ' => 'P',
        'Ѕ' | 'ѕ' => 'S',
        'Т' | 'т' | 'Τ' => 'T',
        'Х' | 'х' | 'Χ' | 'χ' => 'X',
        'У' | 'у' | 'Υ' => 'Y',
        'Ζ' => 'Z',
        'Ν' => 'N',
        _ => return None,
    })
}

/// What a Latin letter stands for inside a Cyrillic word, where that differs from itself.
fn cyrillic_of(c: char) -> Option<&'static str> {
    Some(match c {
        'B' => "V",
        'C' | 'c' => "S",
        'H' => "N",
        'P' | 'p' => "R",
        'X' | 'x' => "KH",
        'Y' | 'y' => "U",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::fold_plain;

    #[test]
    fn folds_scripts_look_alikes_and_dots() {
        let cases = [
            ("S.A. de C.V.", "SA DE CV"),
            ("Orchid Example Co.,Ltd.", "ORCHID EXAMPLE CO LTD"),
            ("CO.LTD", "CO LTD"),
            ("sp. z o.o.", "SP Z OO"),
            ("КERAMIК", "KERAMIK"),
            ("ЗAВОД", "ZAVOD"),
            ("İSTANBUL Çelik", "ISTANBUL CELIK"),
            ("Nguyễn Đông", "NGUYEN DONG"),
            ("ＡＢＣ　ｌｔｄ", "ABC LTD"),
            ("O'Example & Sons", "OEXAMPLE SONS"),
            ("O’Example’s", "OEXAMPLES"),
            ("ORCHID C/O PELICAN", "ORCHID CAREOF PELICAN"),
            ("A/S Example", "A S EXAMPLE"),
            ("  -- ", ""),
        ];
        for (text, expect) in cases {
            assert_eq!(fold_plain(text), expect, "{text}");
        }
    }
}
