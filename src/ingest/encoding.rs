//! Character encodings: found from the bytes, named in the run, turned into UTF-8.

use encoding_rs::{Decoder, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

/// Turns the bytes of one file into UTF-8, deciding on the encoding at the first byte that is not ASCII.
pub struct Transcoder {
    state: State,
    first: bool,
    cr_only: Option<bool>,
}

enum State {
    /// Only ASCII so far.
    Undecided,
    /// UTF-8; bytes that are not are left in place, and their rows rejected.
    Utf8 { marked: bool },
    /// Another encoding.
    Other(&'static Encoding, Box<Decoder>),
}

impl Transcoder {
    /// `declared` is an encoding by its WHATWG label; without one the bytes decide. `None` for an unknown label.
    pub fn new(declared: Option<&str>) -> Option<Self> {
        let state = match declared {
            None => State::Undecided,
            Some(label) => match Encoding::for_label(label.as_bytes())? {
                e if e == UTF_8 => State::Utf8 { marked: false },
                e => State::Other(e, Box::new(e.new_decoder_without_bom_handling())),
            },
        };
        Some(Self {
            state,
            first: true,
            cr_only: None,
        })
    }

    /// The encoding found: a WHATWG name, `utf-8-bom` for UTF-8 with a mark.
    pub fn name(&self) -> String {
        match &self.state {
            State::Undecided | State::Utf8 { marked: false } => "utf-8".to_owned(),
            State::Utf8 { marked: true } => "utf-8-bom".to_owned(),
            State::Other(encoding, _) => encoding.name().to_lowercase(),
        }
    }

    /// Appends `bytes` as UTF-8. The first call decides on marks and on files whose lines end in a carriage
    /// return only, so it wants a good piece of the file. `last` flushes what a multi-byte encoding still holds.
    pub fn push(&mut self, mut bytes: &[u8], last: bool, out: &mut Vec<u8>) {
        if self.first && !bytes.is_empty() {
            self.first = false;
            if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
                bytes = &bytes[mark..];
                self.state = if encoding == UTF_8 {
                    State::Utf8 { marked: true }
                } else {
                    State::Other(
                        encoding,
                        Box::new(encoding.new_decoder_without_bom_handling()),
                    )
                };
            } else if matches!(self.state, State::Undecided)
                && let Some(encoding) = utf16_without_mark(bytes)
            {
                self.state = State::Other(
                    encoding,
                    Box::new(encoding.new_decoder_without_bom_handling()),
                );
            }
        }
        if matches!(self.state, State::Undecided) && !bytes.is_ascii() {
            let encoding = decide(bytes);
            self.state = if encoding == UTF_8 {
                State::Utf8 { marked: false }
            } else {
                State::Other(
                    encoding,
                    Box::new(encoding.new_decoder_without_bom_handling()),
                )
            };
        }
        let start = out.len();
        match &mut self.state {
            State::Undecided | State::Utf8 { .. } => out.extend_from_slice(bytes),
            State::Other(_, decoder) => {
                let mut text = String::new();
                let room = decoder
                    .max_utf8_buffer_length(bytes.len())
                    .unwrap_or(bytes.len() * 3 + 16);
                text.reserve(room);
                let _ = decoder.decode_to_string(bytes, &mut text, last);
                out.extend_from_slice(text.as_bytes());
            }
        }
        if self.cr_only.is_none() && out.len() > start {
            let new = &out[start..];
            self.cr_only = Some(!new.contains(&b'\n') && new.contains(&b'\r'));
        }
        if self.cr_only == Some(true) {
            for b in &mut out[start..] {
                if *b == b'\r' {
                    *b = b'\n';
                }
            }
        }
    }
}

/// Every other byte of ASCII text in UTF-16 is zero.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(1024) & !1];
    if sample.len() < 8 {
        return None;
    }
    let zeros = |at: usize| {
        sample
            .iter()
            .skip(at)
            .step_by(2)
            .filter(|&&b| b == 0)
            .count()
    };
    let (even, odd, half) = (zeros(0), zeros(1), sample.len() / 2);
    if odd * 10 > half * 6 && even * 10 < half {
        Some(UTF_16LE)
    } else if even * 10 > half * 6 && odd * 10 < half {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// UTF-8 unless the bytes cannot be, and read as another encoding make words.
fn decide(bytes: &[u8]) -> &'static Encoding {
    let (mut sound, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    // A character cut by the end of the sample counts as one fault, so one alone proves nothing.
    let cut = bytes
        .utf8_chunks()
        .last()
        .is_some_and(|c| !c.invalid().is_empty() && bytes.ends_with(c.invalid()));
    broken -= usize::from(cut && bytes.len() > 4096);
    if broken == 0 || sound > broken * 4 {
        return UTF_8;
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let mut guess = detector.guess(None, chardetng::Utf8Detection::Deny);
    if guess == GBK {
        guess = GB18030;
    }
    let (text, _) = guess.decode_without_bom_handling(bytes);
    if makes_words(&text) { guess } else { UTF_8 }
}

/// Do the letters beyond ASCII stand in words, as in language, rather than alone, as in damage?
fn makes_words(text: &str) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for word in text.split(|c: char| c.is_ascii() && !c.is_ascii_alphabetic()) {
        if word.is_ascii() {
            continue;
        }
        let odd = word
            .chars()
            .filter(|&c| {
                !c.is_alphanumeric()
                    && !c.is_ascii()
                    && !" º°ª®©–—‘’“”„…€£«»¿¡´·×½¼¾²³µ§№\u{a0}、。，（）；：！？％＋－／　"
                        .contains(c)
            })
            .count();
        let letters = word.chars().filter(|c| c.is_alphanumeric()).count();
        let alone = letters < 3 && !word.chars().any(|c| c.is_ascii_alphabetic());
        let known = matches!(
            word,
            "à" | "è"
                | "é"
                | "ó"
                | "ú"
                | "À"
                | "È"
                | "É"
                | "Ó"
                | "Ú"
                | "º"
                | "°"
                | "®"
                | "©"
                | "²"
                | "³"
                | "½"
        ) || word.chars().all(|c| c as u32 >= 0x2e80);
        if odd > 0 || (alone && !known) {
            bad += 1;
        } else {
            good += 1;
        }
    }
    good > bad
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (String, Vec<u8>) {
        let mut out = Vec::new();
        let mut transcoder = Transcoder::new(None).expect("no label");
        transcoder.push(bytes, true, &mut out);
        (transcoder.name(), out)
    }

    fn check(text: &str, encoding: &'static Encoding, name: &str) {
        let (bytes, _, _) = encoding.encode(text);
        let (found, out) = read(&bytes);
        assert_eq!(
            (found.as_str(), String::from_utf8_lossy(&out).as_ref()),
            (name, text)
        );
    }

    #[test]
    fn encodings_are_found_from_the_bytes() {
        check(
            "Fábrica de São Paulo;Açúcar e Café;Peças elétricas",
            encoding_rs::WINDOWS_1252,
            "windows-1252",
        );
        check(
            "ООО Пример Экспорт, г. Москва, улица Примерная; плитка керамическая",
            encoding_rs::WINDOWS_1251,
            "windows-1251",
        );
        check(
            "深圳市示例电子有限公司,图形处理器,服务器,香港九龙观塘",
            GB18030,
            "gb18030",
        );
        check("Fábrica de São Paulo", UTF_8, "utf-8");
    }

    #[test]
    fn marks_and_utf16_are_read() {
        let utf16: Vec<u8> = "date,name\n2024-01-01,Ж\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(
            read(&utf16),
            (
                "utf-16le".to_owned(),
                "date,name\n2024-01-01,Ж\n".as_bytes().to_vec()
            )
        );
        let (name, out) = read(b"\xef\xbb\xbfdate\n");
        assert_eq!(
            (name.as_str(), out.as_slice()),
            ("utf-8-bom", b"date\n".as_slice())
        );
    }

    #[test]
    fn stray_bytes_do_not_make_a_file_another_encoding() {
        for stray in [
            &b"a,b\nbad \xff\xfe row,1\n"[..],
            b"a,b\nbad \xc3\x28 row,1\n",
            b"x,\x80\x81\n",
        ] {
            assert_eq!(read(stray), ("utf-8".to_owned(), stray.to_vec()));
        }
    }
}
