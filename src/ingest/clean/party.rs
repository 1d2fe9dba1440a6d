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
    written: &'a str,
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

impl<'a> Read<'a> {
    /// Puts the firm in the place of a phrase that is none: `TO THE ORDER OF X` is X; `TO ORDER` alone, or to a
    /// bank's order, is whoever is notified; `X ON BEHALF OF Y` is Y. The cell as written stays in `original`.
    pub fn set_phrases_aside(&mut self, notify: &'a str) {
        // Every phrase has one of these in it; a plain name leaves after one look.
        if !may_be_phrase(self.name.as_bytes()) {
            return;
        }
        let name = self.name.clone();
        let written = self.written;
        if let Some(buyer) = order_of(&name) {
            if buyer.is_empty() || is_bank(buyer) {
                self.name = first_line(notify, true);
                self.address = match notify.split_once('\n') {
                    Some((_, rest)) => Cow::Owned(
                        rest.lines()
                            .map(str::trim)
                            .filter(|l| !l.is_empty())
                            .collect::<Vec<_>>()
                            .join(", "),
                    ),
                    None => Cow::Borrowed(""),
                };
                self.registration = "";
            } else {
                self.name = Cow::Owned(buyer.to_owned());
            }
            self.original = Some(written);
        } else if let Some(principal) = principal_of(&name) {
            self.name = Cow::Owned(principal.to_owned());
            self.original = Some(written);
        }
    }
}

/// Does a phrase stand where the name should, so that it depends on other cells who is meant?
pub fn is_phrase(read: &Read) -> bool {
    may_be_phrase(read.written.as_bytes())
}

fn may_be_phrase(name: &[u8]) -> bool {
    let next = |at: usize, words: &[&[u8]]| {
        let rest = name.get(at + 1..at + 5).unwrap_or_default();
        words.iter().any(|word| rest.eq_ignore_ascii_case(word))
    };
    let latin = name.iter().enumerate().any(|(at, byte)| match byte | 0x20 {
        b'o' => next(at, &[b"rder", b"rden"]),
        b'b' => next(at, &[b"ehal"]),
        b'm' => next(at, &[b"miss"]),
        _ => false,
    });
    latin
        || (!name.is_ascii()
            && [
                "\u{41f}\u{41e}\u{420}\u{423}\u{427}",
                "\u{43f}\u{43e}\u{440}\u{443}\u{447}",
            ]
            .iter()
            .any(|word| memchr::memmem::find(name, word.as_bytes()).is_some()))
}

/// Whose order: "" where nobody is named, `None` where the cell is no such phrase.
fn order_of(name: &str) -> Option<&str> {
    let upper = name.to_ascii_uppercase();
    let start = [
        "TO THE ORDER",
        "TO ORDER",
        "TO THEORDER",
        "UNTO ORDER",
        "UNTO THE ORDER",
        "A LA ORDEN",
        "ORDER",
    ]
    .iter()
    .find_map(|phrase| upper.strip_prefix(phrase).map(|_| phrase.len()))?;
    let rest = upper.get(start..)?;
    if rest.starts_with(|c: char| c.is_alphanumeric()) {
        return None;
    }
    let rest = name.get(start..)?.trim_start_matches([' ', '.', ':', ',']);
    let upper = rest.to_ascii_uppercase();
    let skipped = ["OF ", "DE "]
        .iter()
        .find(|w| upper.starts_with(**w))
        .map_or(0, |w| w.len());
    if skipped == 0 && !rest.is_empty() && start == "ORDER".len() {
        // A firm may be called Order Something.
        return None;
    }
    let buyer = rest.get(skipped..)?.trim();
    let nobody = matches!(
        buyer.to_ascii_uppercase().as_str(),
        "SHIPPER" | "THE SHIPPER" | "SHIPPER." | "ISSUING BANK" | "HOLDER"
    );
    Some(if nobody { "" } else { buyer })
}

fn is_bank(name: &str) -> bool {
    name.split(|c: char| !c.is_alphanumeric()).any(|word| {
        [
            "BANK", "BANCO", "BANQUE", "BANKASI", "BANKA", "BANC", "ICBC", "HSBC",
        ]
        .iter()
        .any(|b| word.eq_ignore_ascii_case(b))
            || matches!(word.to_uppercase().as_str(), "БАНК" | "БАНКА")
    })
}

/// For whom an agent acts.
fn principal_of(name: &str) -> Option<&str> {
    let upper = name.to_uppercase();
    if upper.len() != name.len() {
        return None;
    }
    let (phrase, at) = ["ON BEHALF OF", "BY COMMISSION OF", "ПО ПОРУЧЕНИЮ"]
        .iter()
        .find_map(|phrase| upper.find(phrase).map(|at| (*phrase, at)))?;
    let principal = name
        .get(at + phrase.len()..)?
        .trim_start_matches([' ', ':', ','])
        .trim_end_matches([')', ' ']);
    (principal.chars().filter(|c| c.is_alphabetic()).count() >= 3).then_some(principal)
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
        written: name,
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
    fn phrases_that_are_no_firms_are_set_aside() {
        let consignee = |name: &'static str, notify: &'static str| {
            let mut read = read(name, "", String::new(), "", false);
            read.set_phrases_aside(notify);
            (read.name_text().to_owned(), read.original)
        };
        let order = "TO THE ORDER OF EXAMPLE BANK LTD";
        assert_eq!(
            consignee(order, "LOTUS EXAMPLE LLC"),
            ("LOTUS EXAMPLE LLC".to_owned(), Some(order))
        );
        assert_eq!(consignee("TO ORDER", ""), (String::new(), Some("TO ORDER")));
        assert_eq!(
            consignee("To the order of Lotus Example", "X").0,
            "Lotus Example"
        );
        assert_eq!(
            consignee("AGENT EXAMPLE ON BEHALF OF LOTUS EXAMPLE", "").0,
            "LOTUS EXAMPLE"
        );
        assert_eq!(
            consignee("ООО АГЕНТ ПО ПОРУЧЕНИЮ ООО ПРИМЕР", "").0,
            "ООО ПРИМЕР"
        );
        assert_eq!(
            consignee("ORDERLY EXAMPLE BANK LTD", "X"),
            ("ORDERLY EXAMPLE BANK LTD".to_owned(), None)
        );
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
