//! Where in a text a pattern may stand.

use super::{Edges, Hit, Lexicon, Pattern, Strength, class};
use crate::items::normalise::{Compact, sep};

impl Lexicon {
    pub(super) fn name_may_stand(&self, text: &Compact, pattern: &Pattern, hit: Hit) -> bool {
        let (start, end) = (hit.start as usize, hit.end as usize);
        let number = pattern.edges == Edges::Prefix
            || pattern
                .named
                .is_some_and(|n| self.named[n as usize].strength == Strength::Number);
        let allowed = if number {
            pattern.own_seps
        } else {
            pattern.loose_seps
        };
        for i in start + 1..end {
            let code = text.sep(i);
            if code == sep::NONE {
                continue;
            }
            let bit = 1u64 << (i - start);
            let own = pattern.own_seps & bit != 0;
            if !(own || (allowed & bit != 0 && code <= sep::JOIN)) {
                return false;
            }
        }
        self.name_may_start(text, start, number)
            && (pattern.edges == Edges::Prefix || self.name_may_end(text, start, end, number))
    }

    fn name_may_start(&self, text: &Compact, start: usize, number: bool) -> bool {
        if start == 0 || text.sep(start) != sep::NONE {
            return true;
        }
        let (before, here) = (text.bytes[start - 1], text.bytes[start]);
        if !before.is_ascii() || !here.is_ascii() {
            return true;
        }
        let head = &text.bytes[..start];
        if before.is_ascii_digit() {
            return false;
        }
        // 8XH100: a count runs into the name.
        if before == b'X' && head.len() >= 2 && head[head.len() - 2].is_ascii_digit() {
            return true;
        }
        if here.is_ascii_digit() {
            return number || self.prefixes.iter().any(|p| head.ends_with(p));
        }
        self.prefixes.iter().any(|p| head.ends_with(p))
    }

    fn name_may_end(&self, text: &Compact, start: usize, end: usize, number: bool) -> bool {
        if end >= text.bytes.len() || text.sep(end) != sep::NONE {
            return true;
        }
        let (last, next) = (text.bytes[end - 1], text.bytes[end]);
        if !last.is_ascii() || !next.is_ascii() {
            return true;
        }
        let tail = &text.bytes[end..];
        if next.is_ascii_digit() {
            // A number goes on, or a variant letter belongs to what follows (24GB D6X).
            let variant = end - start >= 2 && last == b'D' && text.bytes[end - 2].is_ascii_digit();
            return !last.is_ascii_digit() && !variant && !number;
        }
        if number {
            return false;
        }
        // H100X8: a count runs on.
        if next == b'X' && tail.get(1).is_some_and(u8::is_ascii_digit) {
            let digits = tail[1..].iter().take_while(|b| b.is_ascii_digit()).count();
            let behind = end + 1 + digits;
            return behind >= text.bytes.len()
                || text.sep(behind) != sep::NONE
                || !text.bytes[behind].is_ascii();
        }
        self.suffixes.iter().any(|s| tail.starts_with(s))
    }
}

/// Where the word ends with its plural or inflection, if it may stand there at all.
pub(super) fn word_end(text: &Compact, pattern: &Pattern, hit: Hit) -> Option<usize> {
    let (start, end) = (hit.start as usize, hit.end as usize);
    for i in start + 1..end {
        if text.sep(i) != sep::NONE && pattern.own_seps & (1 << (i - start)) == 0 {
            return None;
        }
    }
    match pattern.edges {
        Edges::Anywhere => Some(end),
        Edges::Start => text.starts_word(start).then(|| {
            let more = (end..text.bytes.len()).find(|i| text.ends_word(*i));
            more.unwrap_or(text.bytes.len())
        }),
        Edges::Word | Edges::Name | Edges::Prefix => {
            if !text.starts_word(start) {
                return None;
            }
            let tail = &text.bytes[end..];
            [("", 0), ("S", 1), ("ES", 2)]
                .into_iter()
                .find(|(plural, more)| {
                    // NOS are pieces and not several NO.
                    (*more == 0 || pattern.classes & class::WITHOUT == 0)
                        && tail.starts_with(plural.as_bytes())
                        && text.ends_word(end + more)
                        && (end..end + more).all(|i| text.sep(i) == sep::NONE)
                })
                .map(|(_, more)| end + more)
        }
    }
}
