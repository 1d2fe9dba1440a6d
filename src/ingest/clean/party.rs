//! Party cells: names, addresses, numbers and phrases that stand where a name should.

use std::borrow::Cow;

/// What a party's cells say.
#[derive(Clone, Debug, Default)]
pub struct Read<'a> {
    name: Cow<'a, str>,
    address: Cow<'a, str>,
    /// Registration or tax number.
    pub registration: &'a str,
    /// The name cell as written, if the name was changed.
    pub original: Option<&'a str>,
}

impl Read<'_> {
    /// No name left.
    pub fn is_blank(&self) -> bool {
        self.name.is_empty()
    }

    /// The name.
    pub fn name_text(&self) -> &str {
        &self.name
    }

    /// The address.
    pub fn address_text(&self) -> &str {
        &self.address
    }
}

/// Reads a party. `joined` is an address put together from several cells, used where `address` is empty.
pub fn read<'a>(
    name: &'a str,
    address: &'a str,
    joined: String,
    id: &'a str,
    split: bool,
) -> Read<'a> {
    let mut address: Cow<'a, str> = if joined.is_empty() {
        Cow::Borrowed(address)
    } else {
        Cow::Owned(joined)
    };
    let mut out: Cow<'a, str> = Cow::Borrowed(name);
    let mut registration = id;
    // Bytes that a plain name does not have are rare; most names pass this one look.
    if name.bytes().any(|b| matches!(b, b'\n' | b'\r' | b'&'))
        || name.starts_with(|c: char| c.is_ascii_digit())
    {
        if let Some(clean) = without_entities(name) {
            out = Cow::Owned(clean);
        }
        if out.contains(['\n', '\r']) {
            let mut lines = out.lines().map(str::trim).filter(|line| !line.is_empty());
            let first = lines.next().unwrap_or_default().to_owned();
            let rest: Vec<&str> = lines.collect();
            if split || address.is_empty() {
                if address.is_empty() {
                    address = Cow::Owned(rest.join(", "));
                }
                out = Cow::Owned(first);
            } else {
                out = Cow::Owned(
                    std::iter::once(first.as_str())
                        .chain(rest)
                        .collect::<Vec<_>>()
                        .join(" "),
                );
            }
        }
        if let Cow::Borrowed(text) = out
            && let Some((number, rest)) = glued_number(text)
        {
            if registration.is_empty() {
                registration = number;
            }
            out = Cow::Borrowed(rest);
        }
    }
    if address.contains(['\n', '\r']) {
        address = Cow::Owned(
            address
                .lines()
                .map(str::trim)
                .filter(|l| !l.is_empty())
                .collect::<Vec<_>>()
                .join(", "),
        );
    }
    let original = (out != name).then_some(name);
    Read {
        name: out,
        address,
        registration,
        original,
    }
}

/// A tax number of at least eight digits in front of a name: `7701234567/770101001 OOO PRIMER`.
fn glued_number(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '/' | '-' | ' ')))?;
    let number = text[..end].trim_end_matches(['/', '-', ' ']);
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let rest = text[end..].trim_start();
    (digits >= 8 && rest.chars().filter(|c| c.is_alphabetic()).count() >= 3)
        .then_some((number, rest))
}

/// The first line of a party cell, or the cell with its line ends as spaces.
pub fn first_line(cell: &str, split: bool) -> Cow<'_, str> {
    if !cell.contains(['\n', '\r']) {
        return Cow::Borrowed(cell);
    }
    let mut lines = cell.lines().map(str::trim).filter(|line| !line.is_empty());
    if split {
        Cow::Borrowed(lines.next().unwrap_or_default())
    } else {
        Cow::Owned(lines.collect::<Vec<_>>().join(" "))
    }
}

/// The text with HTML entities undone; `None` if it has none.
pub fn without_entities(text: &str) -> Option<String> {
    let at = memchr::memchr(b'&', text.as_bytes())?;
    memchr::memchr(b';', &text.as_bytes()[at..])?;
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut changed = false;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest
            .char_indices()
            .take(9)
            .find(|(_, c)| *c == ';')
            .map(|(i, _)| i);
        let decoded = end.and_then(|end| entity(&rest[1..end]).map(|c| (c, end)));
        match decoded {
            Some((c, end)) => {
                out.push(c);
                rest = &rest[end + 1..];
                changed = true;
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    changed.then_some(out)
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        let c = char::from_u32(code)?;
        return Some(if c.is_control() { ' ' } else { c });
    }
    Some(match name.to_ascii_lowercase().as_str() {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        _ => return None,
    })
}

/// Master and house bill of a cell `(M)...(H)...`; a cell without marks is the house bill.
pub fn bills_of_one_cell(cell: &str) -> (&str, &str) {
    match (cell.find("(M)"), cell.find("(H)")) {
        (Some(m), Some(h)) if m < h => (cell[m + 3..h].trim(), cell[h + 3..].trim()),
        (Some(m), Some(h)) => (cell[m + 3..].trim(), cell[h + 3..m].trim()),
        (Some(m), None) => ("", cell[m + 3..].trim()),
        (None, Some(h)) => ("", cell[h + 3..].trim()),
        (None, None) => ("", cell),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_of_several_lines_is_a_name_and_an_address() {
        let read = read(
            "ORCHID EXAMPLE LLC\n1 EXAMPLE RD\nEXAMPLE, TX 00000",
            "",
            String::new(),
            "",
            true,
        );
        assert_eq!(
            (read.name_text(), read.address_text()),
            ("ORCHID EXAMPLE LLC", "1 EXAMPLE RD, EXAMPLE, TX 00000")
        );
        assert!(read.original.is_some());
    }

    #[test]
    fn a_tax_number_before_a_name_is_set_aside() {
        let tax = read(
            "7700000000/770001001 OOO PRIMER",
            "",
            String::new(),
            "",
            false,
        );
        assert_eq!(
            (tax.name_text(), tax.registration),
            ("OOO PRIMER", "7700000000/770001001")
        );
        let firm = read("3M EXAMPLE", "", String::new(), "", false);
        assert_eq!((firm.name_text(), firm.registration), ("3M EXAMPLE", ""));
    }

    #[test]
    fn entities_are_undone() {
        assert_eq!(
            without_entities("A &AMP; B&#10;C").as_deref(),
            Some("A & B C")
        );
        assert_eq!(without_entities("A & B; C"), None);
    }

    #[test]
    fn two_bills_in_one_cell_are_parted() {
        assert_eq!(bills_of_one_cell("(M)MAEU1(H)HOU2"), ("MAEU1", "HOU2"));
        assert_eq!(bills_of_one_cell("MAEU1"), ("", "MAEU1"));
    }
}
