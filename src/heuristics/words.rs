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

/// Is one name the other but for writing: the same letters, or one in twelve of them wrong? What sets sisters apart may
/// be short, so numbers and single letters must agree.
pub fn written_alike(a: &str, b: &str) -> bool {
    let read = |name: &str| {
        let words = spaced(name);
        let mut marks: Vec<String> = words
            .split(' ')
            .filter(|word| word.chars().count() == 1 || word.contains(|c: char| c.is_ascii_digit()))
            .map(str::to_owned)
            .collect();
        marks.sort_unstable();
        (words.replace(' ', "").chars().collect::<Vec<char>>(), marks)
    };
    let ((a, a_marks), (b, b_marks)) = (read(a), read(b));
    let length = a.len().max(b.len());
    a == b || (a_marks == b_marks && length >= 12 && steps(&a, &b, length / 12))
}

/// Do so many letters at most set the words apart: too many, missing, wrong, or two neighbours swapped?
fn steps(a: &[char], b: &[char], most: usize) -> bool {
    if a.len().abs_diff(b.len()) > most {
        return false;
    }
    let mut rows = [
        vec![0; b.len() + 1],
        (0..=b.len()).collect::<Vec<usize>>(),
        Vec::new(),
    ];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let mut least = (rows[1][j] + 1)
                .min(row[j - 1] + 1)
                .min(rows[1][j - 1] + usize::from(a[i - 1] != b[j - 1]));
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(rows[0][j - 2] + 1);
            }
            row.push(least);
        }
        rows[2] = row;
        rows.rotate_left(1);
    }
    rows[1][b.len()] <= most
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
        for (a, b) in [
            ("FONGEX COMPUTE INC.", "Fongex Comput Einc."),
            (
                "Basil Example Technologies BV",
                "BASIL EXAMPLE TECHNOLOIES BV",
            ),
            ("Basil Example Pte Ltd", "Basil Example Tpe Ltd"),
        ] {
            assert!(written_alike(a, b), "{a} | {b}");
        }
        for (a, b) in [
            ("Basil Example Trading 1 Ltd", "Basil Example Trading 2 Ltd"),
            ("Basil Example A Trading Ltd", "Basil Example B Trading Ltd"),
            ("Basil Example Trading", "Basil Example Supply"),
            ("Basil Co", "Basin Co"),
        ] {
            assert!(!written_alike(a, b), "{a} | {b}");
        }
    }
}
