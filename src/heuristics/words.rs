//! Whole words in names, addresses and descriptions.

/// Lower case, every run of other characters one space, a space at both ends: so that a word or phrase is found
/// as ` word `.
pub fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push(' ');
    let mut after_space = true;
    for c in text.chars() {
        // Most letters of most texts need no table of all scripts.
        let alphanumeric = match c.is_ascii() {
            true => c.is_ascii_alphanumeric(),
            false => c.is_alphanumeric(),
        };
        if !alphanumeric {
            if !after_space {
                out.push(' ');
            }
        } else if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
        } else {
            out.extend(c.to_lowercase());
        }
        after_space = !alphanumeric;
    }
    if !after_space {
        out.push(' ');
    }
    out
}

/// The first of the words (lower case, single spaces) that the text holds as a whole word or phrase.
pub fn find<'w>(text: &str, words: impl IntoIterator<Item = &'w String>) -> Option<&'w str> {
    if text.is_empty() {
        return None;
    }
    let text = spaced(text);
    // Nearly every word is ruled out by its first letter.
    let mut begins = [false; 256];
    for start in starts(&text) {
        begins[usize::from(start[0])] = true;
    }
    words
        .into_iter()
        .find(|word| {
            let first = word.as_bytes().first();
            first.is_some_and(|&first| begins[usize::from(first)]) && holds(&text, word)
        })
        .map(String::as_str)
}

/// What a spaced text holds from the start of each of its words on; never empty.
fn starts(spaced: &str) -> impl Iterator<Item = &[u8]> {
    let bytes = spaced.as_bytes();
    memchr::memchr_iter(b' ', bytes)
        .map(|space| &bytes[space + 1..])
        .filter(|rest| !rest.is_empty())
}

/// Letters of a name to each error of writing.
const LETTERS: usize = 12;
/// Letters of a word to each error in it: names of firms differ in one letter of a short word.
const WORD_LETTERS: usize = 8;
/// Letters of a name that is compared at all: no name is so long, and the time grows with their square.
const LONGEST: usize = 200;

/// Is one name the other but for writing: the same letters, or the same words but for one letter in twelve, wrong in long
/// words only? What sets sisters apart may be short, so numbers and single letters must agree.
pub fn written_alike(a: &str, b: &str) -> bool {
    let (a, b) = (spaced(a), spaced(b));
    let letters = |name: &str| name.chars().filter(|&c| c != ' ').count();
    let length = letters(&a).max(letters(&b));
    if a.replace(' ', "") == b.replace(' ', "") {
        return true;
    }
    if !(LETTERS..=LONGEST).contains(&length) || a.split(' ').count() != b.split(' ').count() {
        return false;
    }
    let words = a.trim().split(' ').zip(b.trim().split(' '));
    words
        .enumerate()
        .map(|(at, (a, b))| errors_between(a, b, at == 0))
        .sum::<Option<usize>>()
        .is_some_and(|errors| errors <= length / LETTERS)
}

/// Errors that make one word of the other; `None` where these are two words. Two neighbours swapped are an error in a short
/// word too, but for the first, which names the firm.
fn errors_between(a: &str, b: &str, is_first: bool) -> Option<usize> {
    if a == b {
        return Some(0);
    }
    let numbered = |word: &str| word.contains(|c: char| c.is_ascii_digit());
    if numbered(a) || numbered(b) {
        return None;
    }
    let errors = rapidfuzz::distance::osa::distance(a.chars(), b.chars());
    let (length, other) = (a.chars().count(), b.chars().count());
    let apart = a.chars().zip(b.chars()).filter(|(a, b)| a != b).count();
    let swapped = length == other && apart == 2 && errors == 1;
    (errors <= length.max(other) / WORD_LETTERS || (swapped && !is_first)).then_some(errors)
}

/// Does the text hold any of the words?
pub fn has(text: &str, words: &[String]) -> bool {
    find(text, words).is_some()
}

fn holds(spaced: &str, word: &str) -> bool {
    starts(spaced)
        .any(|rest| rest.starts_with(word.as_bytes()) && rest.get(word.len()) == Some(&b' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_words_and_phrases_are_found() {
        let words = ["bank".to_owned(), "po box".to_owned()];
        assert_eq!(find("P.O. Box 12", &words), None);
        assert_eq!(find("PO-Box 12", &words), Some("po box"));
        assert_eq!(find("Bankside Example", &words), None);
        assert_eq!(find("Example Bank", &words), Some("bank"));
        assert!(!has("", &words));
        assert!(has("Ex Po Po Box", &words));
        assert_eq!(
            spaced("  İzmir-Örnek 深圳 A.Ş. "),
            " i\u{307}zmir örnek 深圳 a ş "
        );
    }

    #[test]
    fn names_written_alike_are_one_and_numbers_and_letters_part_sisters() {
        let long = "Cardamom ".repeat(30);
        let spaced_long = "Carda Mom ".repeat(30);
        let wrong_long = long.replacen("Cardamom", "Cardamon", 1);
        for (a, b) in [
            ("FONGEX COMPUTE INC.", "Fongex Comput Einc."),
            (
                "Basil Example Technologies BV",
                "BASIL EXAMPLE TECHNOLOIES BV",
            ),
            ("Basil Example Pte Ltd", "Basil Example Tpe Ltd"),
            ("Basil Cardamom Trading", "Basil Cardamon Trading"),
            (long.as_str(), spaced_long.as_str()),
        ] {
            assert!(written_alike(a, b), "{a} | {b}");
        }
        for (a, b) in [
            ("Basil Example Trading 1 Ltd", "Basil Example Trading 2 Ltd"),
            ("Basil Example A Trading Ltd", "Basil Example B Trading Ltd"),
            ("Basil Example Trading", "Basil Example Supply"),
            ("Basil Co", "Basin Co"),
            (
                "Golden East Trading Company Limited",
                "Golden West Trading Company Limited",
            ),
            ("Huaxin Technology Limited", "Huayin Technology Limited"),
            ("Basil Example Trading Ltd", "Absil Example Trading Ltd"),
            ("Cardamom Nutmeggs Ltd", "Cardamon Nutmegks Ltd"),
            ("Basil Cardamom8 Trading", "Basil Cardamom9 Trading"),
            ("Basil Cardamom Trading", "Basil Cardamom Trading Supply"),
            (long.as_str(), wrong_long.as_str()),
        ] {
            assert!(!written_alike(a, b), "{a} | {b}");
        }
    }
}
