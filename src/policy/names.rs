//! Does a party's name name a firm that a rule names?

/// A firm named by a rule, in tokens.
#[derive(Clone, Debug)]
pub(crate) struct FirmName {
    tokens: Vec<String>,
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

/// Is a word, in capitals, this one? Every move is held against every firm, so nothing is written down for it.
fn is_same(word: &str, capitals: &str) -> bool {
    word.chars()
        .flat_map(char::to_uppercase)
        .eq(capitals.chars())
}

impl FirmName {
    /// The name as the rule has it.
    pub(crate) fn new(text: &str) -> Self {
        Self {
            tokens: words(text).map(str::to_uppercase).collect(),
        }
    }

    /// The party's name begins with this firm's: the firm or something of its own.
    pub(crate) fn begins(&self, party: &str) -> bool {
        self.follow(&mut words(party))
    }

    /// The party's name is this firm's with nothing after it but `suffixes` (in capitals): an
    /// authorisation must not reach a firm that only begins like an authorised one.
    pub(crate) fn is(&self, party: &str, suffixes: &[String]) -> bool {
        let mut party = words(party);
        self.follow(&mut party)
            && party.all(|rest| suffixes.iter().any(|suffix| is_same(rest, suffix)))
    }

    /// Takes the words of this firm's name from those of a party; false if they are others.
    fn follow<'p>(&self, party: &mut impl Iterator<Item = &'p str>) -> bool {
        !self.tokens.is_empty()
            && (self.tokens.iter())
                .all(|token| party.next().is_some_and(|word| is_same(word, token)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_authorised_name_bears_legal_forms_and_no_other_words() {
        let suffixes = ["LTD", "GULF"].map(str::to_owned);
        let firm = FirmName::new("Example Cloud");
        assert!(firm.is("EXAMPLE CLOUD (Gulf) Ltd.", &suffixes));
        assert!(!firm.is("Example Cloud Trading Ltd", &suffixes));
        assert!(!firm.is("Example", &suffixes));
        assert!(firm.begins("example-cloud trading"));
        assert!(!FirmName::new("").begins("anything"));
    }
}
