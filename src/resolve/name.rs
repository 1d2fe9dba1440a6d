//! Names as they are compared: folded, legal forms set aside, common words read alike.

use super::fold::fold;
use super::lexicon::{Kind, LegalSet, Lexicon, Reading};
use super::nodes::hash_text;
use crate::reference::name_lists::{LegalClass, Stand};

/// A normalised name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    /// The words that are compared, in order, with single spaces. Empty if nothing but forms was written.
    pub text: String,
    /// Classes of legal form.
    pub legal: LegalSet,
    /// Tax and registration numbers that stood in the name, digits and letters only.
    pub ids: Vec<String>,
    /// Whoever stood behind `C/O`, or in front of `ON BEHALF OF`: folded, not compared.
    pub agent: Option<String>,
    /// The name may have been cut by a column of 30 to 60 characters.
    pub maybe_cut: bool,
    /// What names with the same letters share, however they are spaced; 0 where they are few or a digit is among them.
    pub letters: u64,
}

impl Name {
    /// The words in order.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.text.split(' ').filter(|w| !w.is_empty())
    }
}

/// Columns of customs systems end at these many characters: names cut at 33 to 45 were seen.
const CUT_LENGTHS: std::ops::RangeInclusive<usize> = 30..=60;

/// Words that announce a tax or registration number.
const ID_WORDS: &[&str] = &[
    "INN", "KPP", "OGRN", "RUC", "NIT", "CNPJ", "CPF", "CUIT", "RFC", "VAT", "GST", "GSTIN", "TIN",
    "EIN", "NPWP", "IEC", "USCI", "USCC", "TAX", "BIN", "IIN", "EORI", "NPWZ", "UEN", "BRN", "ROC",
    "MST",
];

/// Normalises a name. Never fails: what cannot be read folds to nothing.
pub fn normalise(raw: &str, lexicon: &Lexicon) -> Name {
    let folded = fold(raw, lexicon);
    let mut name = Name {
        maybe_cut: CUT_LENGTHS.contains(&raw.chars().count()),
        letters: letters(&folded),
        ..Name::default()
    };
    let all: Vec<&str> = folded.split(' ').filter(|w| !w.is_empty()).collect();
    let (principal, agent) = principal(&all);
    name.agent = agent;
    let mut words: Vec<&str> = Vec::with_capacity(principal.len());
    take_ids(principal, &mut words, &mut name.ids);
    let joined = join_initials(&words);
    let words: Vec<&str> = joined.iter().map(String::as_str).collect();
    let pieces = read(&words, lexicon);
    let kept = strip_forms(pieces, &mut name, lexicon);
    let total = kept.iter().map(|w| w.len() + 1).sum();
    let mut text = String::with_capacity(total);
    for word in kept {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&word);
    }
    name.text = text;
    name
}

/// Letters below which names that differ in spaces alone may be two names.
const FEW_LETTERS: usize = 10;

fn letters(folded: &str) -> u64 {
    let run = folded.replace(' ', "");
    // Numbers set sisters apart, and a space parts two of them.
    if run.bytes().any(|b| b.is_ascii_digit()) {
        return 0;
    }
    if run.len() < FEW_LETTERS {
        0
    } else {
        hash_text(&run).max(1)
    }
}

/// The firm meant, where a name says for whom or through whom: (its words, the agent).
fn principal<'a>(words: &'a [&'a str]) -> (&'a [&'a str], Option<String>) {
    const FOR: &[&[&str]] = &[
        &["ON", "BEHALF", "OF"],
        &["ON", "BEHALF"],
        &["ONBEHALFOF"],
        &["OBO"],
        &["BY", "ORDER", "OF"],
        &["BY", "COMMISSION", "OF"],
        &["FOR", "ACCOUNT", "OF"],
        &["FOR", "AND", "ON", "BEHALF", "OF"],
        &["AS", "AGENT", "FOR"],
        &["AS", "AGENTS", "FOR"],
        &["TO", "THE", "ORDER", "OF"],
        &["TO", "ORDER", "OF"],
    ];
    const THROUGH: &[&[&str]] = &[
        &["CAREOF"],
        &["CARE", "OF"],
        &["DBA"],
        &["TRADING", "AS"],
        &["FORMERLY"],
        &["FKA"],
    ];
    let find = |phrases: &[&[&str]]| {
        (0..words.len()).find_map(|i| {
            phrases
                .iter()
                .filter(|p| words[i..].starts_with(p))
                .map(|p| (i, p.len()))
                .max_by_key(|&(_, length)| length)
        })
    };
    if let Some((at, length)) = find(FOR)
        && at + length < words.len()
    {
        let agent = (at > 0).then(|| words[..at].join(" "));
        return (&words[at + length..], agent);
    }
    if let Some((at, length)) = find(THROUGH)
        && at > 0
    {
        let agent = words[at + length..].join(" ");
        return (&words[..at], (!agent.is_empty()).then_some(agent));
    }
    (words, None)
}

/// Moves tax numbers out of the words: seven digits or more in one word or in neighbours, also glued before a name.
fn take_ids<'a>(words: &[&'a str], kept: &mut Vec<&'a str>, ids: &mut Vec<String>) {
    let digits = |w: &str| w.bytes().filter(u8::is_ascii_digit).count();
    let mut i = 0;
    while i < words.len() {
        let word = words[i];
        let mut end = i;
        let mut count = 0;
        while end < words.len() && digits(words[end]) == words[end].len() {
            count += words[end].len();
            end += 1;
        }
        if count >= 7 {
            while kept.len() > 1
                && kept
                    .last()
                    .is_some_and(|w| ID_WORDS.contains(w) || *w == "ID" || *w == "NO")
            {
                kept.pop();
            }
            ids.push(words[i..end].concat());
            i = end;
            continue;
        }
        let lead = word.bytes().take_while(u8::is_ascii_digit).count();
        if lead >= 7 && word.len() > lead {
            ids.push(word[..lead].to_owned());
            kept.push(&word[lead..]);
        } else if word.len() >= 13 && digits(word) >= 8 {
            ids.push(word.to_owned());
        } else {
            kept.push(word);
        }
        i += 1;
    }
}

/// `A B C TRADING` is `ABC TRADING`; a nought or a one between letters is a letter.
fn join_initials(words: &[&str]) -> Vec<String> {
    let single = |w: &str| w.len() == 1 && w.as_bytes()[0].is_ascii_alphabetic();
    let mut out: Vec<String> = Vec::with_capacity(words.len());
    let mut last_single = false;
    for &word in words {
        if single(word) && last_single {
            if let Some(last) = out.last_mut() {
                last.push_str(word);
            }
        } else {
            out.push(letters_for_digits(word));
            last_single = single(word);
        }
    }
    out
}

fn letters_for_digits(word: &str) -> String {
    let bytes = word.as_bytes();
    let letters = bytes.iter().filter(|b| b.is_ascii_alphabetic()).count();
    if letters < 3 || letters == bytes.len() {
        return word.to_owned();
    }
    (0..bytes.len())
        .map(|i| {
            let between = i > 0
                && bytes[i - 1].is_ascii_alphabetic()
                && bytes.get(i + 1).is_some_and(u8::is_ascii_alphabetic);
            match bytes[i] {
                b'0' if between || (i == 0 && letters > 3 && letters + 1 == bytes.len()) => 'O',
                b'1' if between => 'I',
                b'3' if between => 'E',
                b'4' if between => 'A',
                b'5' if between => 'S',
                b'8' if between => 'B',
                b'9' if between => 'G',
                other => other as char,
            }
        })
        .collect()
}

/// A stretch of a name as the lists read it.
enum Piece<'a> {
    /// A word that no list knows.
    Word(&'a str),
    /// What a list reads for it.
    Read(&'a [Box<str>]),
    Form(LegalClass, Stand, &'a [&'a str]),
}

impl Piece<'_> {
    fn is_words(&self) -> bool {
        match self {
            Piece::Word(_) => true,
            Piece::Read(words) => !words.is_empty(),
            Piece::Form(..) => false,
        }
    }
}

fn read<'a>(words: &'a [&'a str], lexicon: &'a Lexicon) -> Vec<Piece<'a>> {
    let mut pieces = Vec::with_capacity(words.len());
    let mut i = 0;
    while i < words.len() {
        match lexicon.longest(&words[i..]) {
            Some((length, Reading::Legal(class, stand))) => {
                pieces.push(Piece::Form(*class, *stand, &words[i..i + length]));
                i += length;
            }
            Some((length, Reading::Words(read))) => {
                pieces.push(Piece::Read(read));
                i += length;
            }
            None => {
                let misspelt = (i > 0).then(|| lexicon.near_form(words[i])).flatten();
                match misspelt.and_then(|form| lexicon.longest(&[form])) {
                    Some((1, Reading::Legal(class, stand))) => {
                        pieces.push(Piece::Form(*class, *stand, &words[i..=i]));
                    }
                    _ => pieces.push(
                        lexicon
                            .near_common(words[i])
                            .and_then(|word| lexicon.words_of(&[word]))
                            .map_or(Piece::Word(words[i]), |(_, read)| Piece::Read(read)),
                    ),
                }
                i += 1;
            }
        }
    }
    pieces
}

/// Sets legal forms aside where they may stand and gives the words that stay.
fn strip_forms(mut pieces: Vec<Piece<'_>>, name: &mut Name, lexicon: &Lexicon) -> Vec<String> {
    let mut forms = LegalSet::default();
    pieces.retain(|piece| match piece {
        Piece::Form(class, Stand::Any, _) => {
            forms.insert(*class);
            false
        }
        Piece::Form(..) => true,
        words => words.is_words(),
    });
    let has_words = |pieces: &[Piece<'_>]| pieces.iter().any(Piece::is_words);
    // An ambiguous form next to a sure one is at the edge too, because the sure one is gone by now.
    while let Some(Piece::Form(class, Stand::End | Stand::Edge, _)) = pieces.last() {
        if !has_words(&pieces) {
            break;
        }
        forms.insert(*class);
        pieces.pop();
    }
    while let Some(Piece::Form(class, Stand::Start | Stand::Edge, _)) = pieces.first() {
        if !has_words(&pieces) {
            break;
        }
        forms.insert(*class);
        pieces.remove(0);
    }
    if name.maybe_cut
        && pieces.len() > 2
        && let Some(Piece::Word(word)) = pieces.last()
        && lexicon.is_cut_form(word)
        && lexicon.kind(word) == Kind::Word
    {
        pieces.pop();
        while let Some(Piece::Form(class, _, _)) = pieces.last() {
            forms.insert(*class);
            pieces.pop();
        }
    }
    name.legal = forms;
    if !has_words(&pieces) {
        return Vec::new();
    }
    let mut out: Vec<String> = Vec::with_capacity(pieces.len());
    let mut tens = false;
    for piece in pieces {
        let read = matches!(piece, Piece::Read(_));
        let words: Vec<&str> = match &piece {
            Piece::Word(word) => vec![word],
            Piece::Read(words) => words.iter().map(|w| &**w).collect(),
            Piece::Form(_, _, words) => words.to_vec(),
        };
        for word in words {
            if tens
                && word.len() == 1
                && matches!(word.as_bytes()[0], b'1'..=b'9')
                && let Some(last) = out.last_mut()
            {
                // "Forty-four" is 44.
                last.truncate(1);
                last.push_str(word);
                tens = false;
                continue;
            }
            tens = read && word.len() == 2 && word.ends_with('0') && word != "10";
            if out.last().is_none_or(|last| last != word) {
                out.push(word.to_owned());
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(raw: &str, text: &str) {
        let lexicon = Lexicon::built_in();
        assert_eq!(normalise(raw, &lexicon).text, text, "{raw}");
    }

    #[test]
    fn legal_forms_of_many_languages_are_set_aside() {
        for (raw, text) in [
            ("Orchid Example Trading Co., Ltd.", "ORCHID EXAMPLE TRADING"),
            ("ORCHID EXAMPLE TRADING SDN. BHD.", "ORCHID EXAMPLE TRADING"),
            ("OOO Orchid", "ORCHID"),
            ("ООО «Орхид»", "ORKHID"),
            ("Orchid Example S.A. de C.V.", "ORCHID EXAMPLE"),
            ("PT Orchid Example Tbk", "ORCHID EXAMPLE"),
            ("Orchid Example GmbH & Co. KG", "ORCHID EXAMPLE"),
            (
                "深圳市蘭花示例科技有限公司",
                "SHENZHEN LANHUASHILI TECHNOLOGY",
            ),
            ("株式会社オーキッド", "OKITDO"),
            ("CÔNG TY TNHH ORCHID", "ORCHID"),
            (
                "ORCHID TEKNOLOJİ SANAYİ VE TİCARET LİMİTED ŞİRKETİ",
                "ORCHID TECHNOLOGY INDUSTRIES TRADING",
            ),
            (
                "The Orchid Intl Trdg Company",
                "ORCHID INTERNATIONAL TRADING",
            ),
            (
                "ORCHID EXAMPLE INTERNATIONAL TRADING CORPORA",
                "ORCHID EXAMPLE INTERNATIONAL TRADING",
            ),
        ] {
            check(raw, text);
        }
    }

    #[test]
    fn a_name_of_forms_alone_has_no_words() {
        for raw in ["CORP", "Co., Ltd.", "有限公司", "LLC", "123 456 789"] {
            check(raw, "");
        }
    }

    #[test]
    fn tax_numbers_and_agents_leave_the_name() {
        let lexicon = Lexicon::built_in();
        let name = normalise("20512345678ORCHID EXAMPLE SAC", &lexicon);
        assert_eq!(
            (name.text.as_str(), name.ids),
            ("ORCHID EXAMPLE", vec!["20512345678".to_owned()])
        );
        let name = normalise("ORCHID EXAMPLE INN 7701234567", &lexicon);
        assert_eq!((name.text.as_str(), name.ids.len()), ("ORCHID EXAMPLE", 1));
        let name = normalise("PELICAN FREIGHT ON BEHALF OF ORCHID EXAMPLE LTD", &lexicon);
        assert_eq!(
            (name.text.as_str(), name.agent.as_deref()),
            ("ORCHID EXAMPLE", Some("PELICAN FREIGHT"))
        );
        let name = normalise("ORCHID EXAMPLE LTD C/O PELICAN FREIGHT", &lexicon);
        assert_eq!(
            (name.text.as_str(), name.agent.as_deref()),
            ("ORCHID EXAMPLE", Some("PELICAN FREIGHT"))
        );
    }

    #[test]
    fn numbers_and_places_stay() {
        check("Alpha Example Trading 2", "ALPHA EXAMPLE TRADING 2");
        check(
            "Alpha Example (Hong Kong) Limited",
            "ALPHA EXAMPLE HONGKONG",
        );
        check("A B C Example", "ABC EXAMPLE");
        check("Brigade Forty-Four", "BRIGADE 44");
        check("Orchid Aktiengeselschaft", "ORCHID");
        check("0rchid C0mpact Ig0r", "ORCHID COMPACT IGOR");
    }
}
