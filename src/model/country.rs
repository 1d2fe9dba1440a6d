//! ISO 3166-1 alpha-2 country codes.

use std::fmt;
use std::num::NonZeroU8;

/// A two-letter country code. Not every pair of letters is a country: the lists in `reference` say
/// which are. Hong Kong and Macau keep their own codes here; policy says what they count as.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country(NonZeroU8, u8);

/// Every pair of letters in order, so that a code can be handed out as a `&'static str`.
const PAIRS: [u8; 26 * 26 * 2] = {
    let mut pairs = [0; 26 * 26 * 2];
    let mut i = 0;
    while i < 26 * 26 {
        pairs[2 * i] = b'A' + (i / 26) as u8;
        pairs[2 * i + 1] = b'A' + (i % 26) as u8;
        i += 1;
    }
    pairs
};

impl Country {
    /// Two ASCII letters in either case, nothing else.
    pub const fn from_code(code: &str) -> Option<Self> {
        match *code.as_bytes() {
            [a, b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => {
                match NonZeroU8::new(a.to_ascii_uppercase()) {
                    Some(a) => Some(Self(a, b.to_ascii_uppercase())),
                    None => None,
                }
            }
            _ => None,
        }
    }

    /// A code known when compiling, for tests and for `const` items.
    ///
    /// # Panics
    /// If it is not two letters.
    pub const fn known(code: &str) -> Self {
        match Self::from_code(code) {
            Some(country) => country,
            None => panic!("a country code has two letters"),
        }
    }

    /// The code in capitals.
    pub fn as_str(self) -> &'static str {
        let i = self.ordinal() * 2;
        std::str::from_utf8(&PAIRS[i..i + 2]).unwrap_or("??")
    }

    /// Position among all pairs of letters: 0 for AA to 675 for ZZ. Indexes a flat table.
    pub const fn ordinal(self) -> usize {
        (self.0.get() - b'A') as usize * 26 + (self.1 - b'A') as usize
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl serde::Serialize for Country {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.as_str())
    }
}

impl<'de> serde::Deserialize<'de> for Country {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        Country::from_code(&text).ok_or_else(|| {
            serde::de::Error::custom(format!("'{text}' is not a two-letter country code"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_round_trip_in_either_case() {
        assert_eq!(Country::from_code("my").map(Country::as_str), Some("MY"));
        assert_eq!(Country::known("ZZ").ordinal(), 675);
        assert_eq!(size_of::<Option<Country>>(), 2);
        for bad in ["", "M", "MYS", "M1", "Мy"] {
            assert_eq!(Country::from_code(bad), None, "{bad}");
        }
    }
}
