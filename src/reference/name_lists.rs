//! Legal forms of firms and the words of their names that say little, as data.

use thiserror::Error;

/// Where in a name a legal form may stand to be read as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    /// Anywhere: the form is nothing else.
    Any,
    /// At the end.
    End,
    /// At the start.
    Start,
    /// At the end or the start.
    Edge,
}

/// What kind of firm a form makes. Forms of one class translate into each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LegalClass {
    /// Limited liability: Ltd, LLC, GmbH, Sdn Bhd, OOO.
    Limited,
    /// Shares: Inc, AG, SA, JSC, Berhad.
    Stock,
    /// Partners: LLP, KG.
    Partnership,
    /// One person.
    Sole,
    /// Owned by the state.
    State,
    /// Association, foundation, cooperative.
    Society,
    /// A branch.
    Branch,
    /// Only "company", which many forms are called.
    Generic,
}

/// One way of writing a legal form.
#[derive(Clone, Debug, PartialEq)]
pub struct LegalForm {
    /// As written, any script.
    pub form: &'static str,
    /// What it makes.
    pub class: LegalClass,
    /// Where it may stand.
    pub stand: Stand,
}

/// What kind of word stands in a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WordKind {
    /// Common business word: weak evidence.
    Trade,
    /// A place: two different ones set two firms apart.
    Place,
    /// Says nothing.
    Drop,
    /// A number in words.
    Number,
    /// A given name written many ways.
    Name,
}

/// A word of names and what it is read as.
#[derive(Clone, Debug, PartialEq)]
pub struct NameWord {
    /// As written, any script; may be several words.
    pub written: &'static str,
    /// Read as; may be several words, or none.
    pub read_as: &'static str,
    /// Its kind.
    pub kind: WordKind,
}

/// A row of an embedded list that cannot be read: a fault of the build, not of the input.
#[derive(Debug, Error)]
#[error("data/reference/{file}, line {line}: {reason}; correct the row")]
pub struct ListError {
    /// File.
    pub file: &'static str,
    /// Line, counted from 1.
    pub line: usize,
    /// What is wrong.
    pub reason: &'static str,
}

const LEGAL_FORMS: &str = include_str!("../../data/reference/legal_forms.csv");
const NAME_WORDS: &str = include_str!("../../data/reference/name_words.csv");

/// The legal forms in file order.
///
/// # Errors
/// A row that has not seven cells, or an unknown class or place.
pub fn legal_forms() -> Result<Vec<LegalForm>, ListError> {
    let fault = |line, reason| ListError {
        file: "legal_forms.csv",
        line,
        reason,
    };
    rows(LEGAL_FORMS)
        .map(|(line, row)| {
            let cells: Vec<&str> = row.split(',').collect();
            let [form, class, stand, _, _, _, _] = cells[..] else {
                return Err(fault(line, "seven cells are needed"));
            };
            Ok(LegalForm {
                form,
                class: match class {
                    "limited" => LegalClass::Limited,
                    "stock" => LegalClass::Stock,
                    "partnership" => LegalClass::Partnership,
                    "sole" => LegalClass::Sole,
                    "state" => LegalClass::State,
                    "society" => LegalClass::Society,
                    "branch" => LegalClass::Branch,
                    "generic" => LegalClass::Generic,
                    _ => return Err(fault(line, "unknown class")),
                },
                stand: match stand {
                    "any" => Stand::Any,
                    "end" => Stand::End,
                    "start" => Stand::Start,
                    "edge" => Stand::Edge,
                    _ => return Err(fault(line, "unknown place")),
                },
            })
        })
        .collect()
}

/// The words in file order.
///
/// # Errors
/// A row that has not three cells, or an unknown kind.
pub fn name_words() -> Result<Vec<NameWord>, ListError> {
    let fault = |line, reason| ListError {
        file: "name_words.csv",
        line,
        reason,
    };
    rows(NAME_WORDS)
        .map(|(line, row)| {
            let cells: Vec<&str> = row.split(',').collect();
            let [written, read_as, kind] = cells[..] else {
                return Err(fault(line, "three cells are needed"));
            };
            Ok(NameWord {
                written,
                read_as,
                kind: match kind {
                    "trade" => WordKind::Trade,
                    "place" => WordKind::Place,
                    "drop" => WordKind::Drop,
                    "number" => WordKind::Number,
                    "name" => WordKind::Name,
                    _ => return Err(fault(line, "unknown kind")),
                },
            })
        })
        .collect()
}

/// Data rows with their line: comments and the header left out. These lists hold no quoted cells.
fn rows(text: &'static str) -> impl Iterator<Item = (usize, &'static str)> {
    text.lines()
        .enumerate()
        .map(|(i, row)| (i + 1, row))
        .filter(|(_, row)| !row.starts_with('#') && !row.trim().is_empty())
        .skip(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_lists_can_be_read_and_hold_no_row_twice() {
        let forms = legal_forms().expect("legal forms");
        assert!(forms.len() > 250, "{}", forms.len());
        let mut names: Vec<&str> = forms.iter().map(|f| f.form).collect();
        names.sort_unstable();
        let before = names.len();
        names.dedup();
        assert_eq!(names.len(), before, "a form stands twice");
        let words = name_words().expect("words");
        assert!(words.len() > 900, "{}", words.len());
        assert!(
            words
                .iter()
                .all(|w| w.kind == WordKind::Drop || !w.read_as.is_empty())
        );
    }
}
