//! Text to the form in which names are looked for: capitals without accents, with all separators taken out
//! but remembered, so that `H 100`, `H-100` and `H100` read the same and `900210010000000` is a part number.

use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What stood before a byte of the compact text. The higher, the more it parts.
pub mod sep {
    /// Nothing.
    pub const NONE: u8 = 0;
    /// White space.
    pub const SPACE: u8 = 1;
    /// Hyphen, underscore, dot, apostrophe.
    pub const JOIN: u8 = 2;
    /// Colon, equals, number sign.
    pub const MARK: u8 = 3;
    /// An opening bracket.
    pub const OPEN: u8 = 4;
    /// A closing bracket.
    pub const CLOSE: u8 = 5;
    /// Comma. From here on a new segment starts.
    pub const COMMA: u8 = 6;
    /// Slash.
    pub const SLASH: u8 = 7;
    /// Semicolon, line break, plus, bar.
    pub const BREAK: u8 = 8;
    /// The bits that hold the code.
    pub const CODE: u8 = 0x0f;
    /// One comma and nothing else.
    pub const TIGHT_COMMA: u8 = 0x10;
    /// One dot and nothing else.
    pub const TIGHT_DOT: u8 = 0x20;
    /// The byte itself was a letter O read as a zero.
    pub const LETTER_O: u8 = 0x40;
}

/// Compact text: `bytes` holds letters and digits only, `seps[i]` what stood before byte `i`.
/// Both have the same length.
#[derive(Clone, Debug, Default)]
pub struct Compact {
    /// UTF-8 of the capitals and digits.
    pub bytes: Vec<u8>,
    /// A code of [`sep`] for each byte.
    pub seps: Vec<u8>,
}

/// 0 for a separator whose code is in `CODES`, else the capital to write.
const CAPITALS: [u8; 128] = {
    let mut table = [0u8; 128];
    let mut i = 0;
    while i < 128 {
        let b = i as u8;
        if b.is_ascii_alphanumeric() {
            table[i] = b.to_ascii_uppercase();
        }
        i += 1;
    }
    table
};

const CODES: [u8; 128] = {
    let mut table = [sep::SPACE; 128];
    let mut i = 0;
    while i < 128 {
        table[i] = match i as u8 {
            b'-' | b'_' | b'.' | b'\'' => sep::JOIN,
            b':' | b'=' | b'#' => sep::MARK,
            b'(' | b'[' | b'{' | b'<' => sep::OPEN,
            b')' | b']' | b'}' | b'>' => sep::CLOSE,
            b',' => sep::COMMA,
            b'/' | b'\\' => sep::SLASH,
            b';' | b'|' | b'\n' | b'\r' | b'+' | b'&' => sep::BREAK,
            _ => sep::SPACE,
        };
        i += 1;
    }
    table
};

impl Compact {
    /// Replaces the content by the compact form of `text`.
    pub fn set(&mut self, text: &str) {
        self.bytes.clear();
        self.seps.clear();
        if text.is_ascii() {
            self.append_ascii(text.as_bytes());
        } else {
            self.append_ascii_or_not(&fold(text));
        }
        self.zeros_for_letters();
    }

    /// The compact form of `text`.
    pub fn of(text: &str) -> Self {
        let mut compact = Self::default();
        compact.set(text);
        compact
    }

    fn append_ascii(&mut self, text: &[u8]) {
        self.bytes.reserve(text.len());
        self.seps.reserve(text.len());
        let mut before = sep::NONE;
        for &byte in text {
            before = self.append_byte(byte, before);
        }
    }

    #[inline]
    fn append_byte(&mut self, byte: u8, before: u8) -> u8 {
        let capital = CAPITALS[usize::from(byte & 0x7f)];
        if capital != 0 {
            self.bytes.push(capital);
            self.seps.push(before);
            return sep::NONE;
        }
        if byte == b'*' {
            self.bytes.push(b'X');
            self.seps.push(before.max(sep::SPACE));
            return sep::SPACE;
        }
        let code = CODES[usize::from(byte & 0x7f)];
        match (before, byte) {
            (sep::NONE, b',') => code | sep::TIGHT_COMMA,
            (sep::NONE, b'.') => code | sep::TIGHT_DOT,
            _ => code.max(before & sep::CODE),
        }
    }

    fn append_ascii_or_not(&mut self, text: &str) {
        let mut before = sep::NONE;
        let mut utf8 = [0; 4];
        for c in text.chars() {
            if c.is_ascii() {
                before = self.append_byte(c as u8, before);
            } else if c.is_alphanumeric() {
                for &byte in c.encode_utf8(&mut utf8).as_bytes() {
                    self.bytes.push(byte);
                    self.seps.push(before);
                    before = sep::NONE;
                }
            } else {
                let code = match c {
                    '×' | '✕' => {
                        before = self.append_byte(b'*', before);
                        continue;
                    }
                    '–' | '—' | '‐' | '‑' | '’' => sep::JOIN,
                    '、' | '。' | '،' => sep::COMMA,
                    '【' | '「' | '《' => sep::OPEN,
                    '】' | '」' | '》' => sep::CLOSE,
                    _ => sep::SPACE,
                };
                before = code.max(before & sep::CODE);
            }
        }
    }

    /// `A1OO` and `L4OS` are read as A100 and L40S: a letter O after a digit, if a digit, another O, or the end
    /// of the word (or its last S) follows.
    fn zeros_for_letters(&mut self) {
        let n = self.bytes.len();
        let mut from = 1;
        while let Some(found) = self
            .bytes
            .get(from..)
            .and_then(|rest| memchr::memchr(b'O', rest))
        {
            let i = from + found;
            from = i + 1;
            if self.seps[i] != sep::NONE || !self.bytes[i - 1].is_ascii_digit() {
                continue;
            }
            let ends = |k: usize| k >= n || self.seps[k] != sep::NONE || !self.bytes[k].is_ascii();
            let next = self.bytes.get(i + 1).copied().unwrap_or(b' ');
            if ends(i + 1) || next == b'O' || next.is_ascii_digit() || (next == b'S' && ends(i + 2))
            {
                self.bytes[i] = b'0';
                self.seps[i] |= sep::LETTER_O;
            }
        }
    }

    /// Separator code before byte `i`; past the end the strongest.
    #[inline]
    pub fn sep(&self, i: usize) -> u8 {
        self.seps.get(i).map_or(sep::BREAK, |s| s & sep::CODE)
    }

    /// May a word start at `i`: after a separator, at a change between letters and digits, or after
    /// a script without spaces.
    #[inline]
    pub fn starts_word(&self, i: usize) -> bool {
        if i == 0 || self.sep(i) != sep::NONE {
            return true;
        }
        let (before, here) = (self.bytes[i - 1], self.bytes[i]);
        if before.is_ascii() && here.is_ascii() {
            before.is_ascii_digit() != here.is_ascii_digit()
        } else {
            before.is_ascii() != here.is_ascii()
        }
    }

    /// May a word end before `i`?
    #[inline]
    pub fn ends_word(&self, i: usize) -> bool {
        i >= self.bytes.len() || self.starts_word(i)
    }

    /// Does a new segment (comma, slash, semicolon, line) start at byte `i`? A comma inside a number is none.
    #[inline]
    pub fn starts_segment(&self, i: usize) -> bool {
        let Some(&mark) = self.seps.get(i) else {
            return true;
        };
        if mark & sep::CODE < sep::COMMA {
            return false;
        }
        !(mark & sep::TIGHT_COMMA != 0
            && i > 0
            && self.bytes[i].is_ascii_digit()
            && self.bytes[i - 1].is_ascii_digit())
    }
}

/// Capitals without accents, in the plain forms of letters and digits; Cyrillic and Greek letters that only
/// look Latin become Latin in words that also hold Latin letters or digits.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len() + 8);
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)) {
        if c.is_ascii() {
            folded.push(c.to_ascii_uppercase());
            continue;
        }
        match c {
            'Đ' | 'đ' => folded.push('D'),
            'ı' => folded.push('I'),
            'ł' | 'Ł' => folded.push('L'),
            'ø' | 'Ø' => folded.push('O'),
            'ß' => folded.push_str("SS"),
            // Digits of other scripts: blocks of ten, the zero of each at a multiple of ten from its start.
            '\u{660}'..='\u{669}' => folded.push(digit(c, 0x660)),
            '\u{6f0}'..='\u{6f9}' => folded.push(digit(c, 0x6f0)),
            '\u{966}'..='\u{96f}' => folded.push(digit(c, 0x966)),
            '\u{e50}'..='\u{e59}' => folded.push(digit(c, 0xe50)),
            _ => folded.extend(c.to_uppercase()),
        }
    }
    if folded.chars().any(|c| ('\u{370}'..='\u{52f}').contains(&c)) {
        latin_for_lookalikes(&folded)
    } else {
        folded
    }
}

fn digit(c: char, zero: u32) -> char {
    char::from_digit((c as u32).saturating_sub(zero), 10).unwrap_or('0')
}

fn latin_for_lookalikes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let word = |c: char| c.is_ascii_alphanumeric() || ('\u{370}'..='\u{52f}').contains(&c);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let in_word = word(first);
        let end = rest
            .find(|c: char| word(c) != in_word)
            .unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        rest = after;
        let mixed = run.chars().any(|c| c.is_ascii_alphanumeric());
        if in_word && mixed && run.chars().all(|c| c.is_ascii() || lookalike(c).is_some()) {
            out.extend(run.chars().map(|c| lookalike(c).unwrap_or(c)));
        } else {
            out.push_str(run);
        }
    }
    out
}

fn lookalike(c: char) -> Option<char> {
    Some(match c {
        'А' | 'Α' => 'A',
        'В' | 'Β' => 'B',
        'С' => 'C',
        'Е' | 'Ε' => 'E',
        'Н' | 'Η' => 'H',
        'І' | 'Ι' => 'I',
        'К' | 'Κ' => 'K',
        'М' | 'Μ' => 'M',
        'О' | 'Ο' => 'O',
        'Р' | 'Ρ' => 'P',
        'Т' | 'Τ' => 'T',
        'Х' | 'Χ' => 'X',
        'У' | 'Υ' => 'Y',
        'Ѕ' => 'S',
        'Ј' => 'J',
        _ => return None,
    })
}

/// The text with ASCII letters, digits and signs of full width in their usual width. Nothing else is folded: a mark that spells
/// out as letters would grow onto the word beside it.
pub fn narrow(text: &str) -> Cow<'_, str> {
    let usual = |c: char| match c {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        c => c,
    };
    match text.chars().any(|c| usual(c) != c) {
        true => Cow::Owned(text.chars().map(usual).collect()),
        false => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compact(text: &str) -> String {
        String::from_utf8(Compact::of(text).bytes).expect("utf-8")
    }

    #[test]
    fn separators_case_and_accents_go_but_are_remembered() {
        assert_eq!(compact("h-100 (80 gb)"), "H10080GB");
        let text = Compact::of("A100, 80GB/card");
        assert_eq!(text.bytes, b"A10080GBCARD");
        assert!(text.starts_segment(4) && text.starts_segment(8));
        assert!(!text.starts_segment(2));
        assert_eq!(compact("Bộ xử lý"), "BOXULY");
        assert_eq!(compact("８×Ｈ１００"), "8XH100");
    }

    #[test]
    fn letters_that_look_like_zeros_and_latin_are_read_as_such() {
        assert_eq!(compact("A1OO L4OS RTX4O90"), "A100L40SRTX4090");
        assert_eq!(compact("4 OZ, 20OZ"), "4OZ20OZ");
        assert_eq!(compact("Н100 МОДУЛЬ"), "H100МОДУЛЬ");
        assert_eq!(compact("٤ عدد").as_bytes()[0], b'4');
    }

    #[test]
    fn a_comma_inside_a_number_parts_nothing() {
        let text = Compact::of("1,200 PCS, NEW");
        assert!(!text.starts_segment(1));
        assert!(text.starts_segment(7));
    }
}
