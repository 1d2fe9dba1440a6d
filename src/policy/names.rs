//! Does a party's name name a firm that a rule names?

/// A firm named by a rule, in tokens.
#[derive(Clone, Debug)]
pub(crate) struct FirmName {
    tokens: Vec<String>,
}

fn tokens(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|token| !token.is_empty())
        .map(str::to_uppercase)
        .collect()
}

impl FirmName {
    /// The name as the rule has it.
    pub(crate) fn new(text: &str) -> Self {
        Self {
            tokens: tokens(text),
        }
    }

    /// The party's name begins with this firm's: the firm or something of its own.
    pub(crate) fn begins(&self, party: &str) -> bool {
        !self.tokens.is_empty() && tokens(party).starts_with(&self.tokens)
    }

    /// The party's name is this firm's with nothing after it but `suffixes` (in capitals): an
    /// authorisation must not reach a firm that only begins like an authorised one.
    pub(crate) fn is(&self, party: &str, suffixes: &[String]) -> bool {
        let party = tokens(party);
        !self.tokens.is_empty()
            && party.starts_with(&self.tokens)
            && party[self.tokens.len()..]
                .iter()
                .all(|rest| suffixes.contains(rest))
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
