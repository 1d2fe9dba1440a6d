//! Under which control number an item fell on a day, by its figures alone.

use super::class::holds;
use super::regimes::Regimes;
use super::tri::Tri;
use crate::model::{Day, Item, ItemKind};
use serde::Deserialize;

const NUMBERS: &str = include_str!("../../data/policy/control_numbers.toml");

/// What the figures of an item say of its control number on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ControlNumber {
    /// Under this number: `3A090.a`, `4A090.b`, ...
    Under(String),
    /// Under none of the numbers of that day.
    Neither,
    /// A figure that decides is not published.
    Unknown,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    number: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    class: String,
    circuit: String,
    machine: String,
    from: String,
    #[serde(default)]
    to: Option<String>,
}

/// The dated control numbers, to be asked many times.
pub struct ControlNumbers {
    rows: Vec<(String, String, String, Day, Option<Day>)>,
}

impl ControlNumbers {
    /// The numbers the project knows.
    ///
    /// # Panics
    /// Never on input: the data is part of the program, and a test parses all of it.
    pub fn built_in() -> Self {
        let file: File = toml::from_str(NUMBERS).expect("the embedded control numbers parse");
        let day = |text: &str| Day::from_iso(text).expect("the embedded days are days");
        Self {
            rows: file
                .number
                .into_iter()
                .map(|row| {
                    let to = row.to.as_deref().map(day);
                    (row.class, row.circuit, row.machine, day(&row.from), to)
                })
                .collect(),
        }
    }

    /// The number of an item on a day: `figures` are those of the circuit (for a server the accelerator inside),
    /// `goods` what is shipped. Classes are those of `regimes`, tested in order, the first that holds counts.
    pub fn of(&self, regimes: &Regimes, figures: &Item, goods: &Item, day: Day) -> ControlNumber {
        if goods.kind == ItemKind::ListedHeading {
            return ControlNumber::Neither;
        }
        let entries = &regimes.entries;
        for (class, circuit, machine, from, to) in &self.rows {
            if day < *from || to.is_some_and(|to| day > to) {
                continue;
            }
            let Some(class) = entries.classes.iter().find(|known| known.id == *class) else {
                continue;
            };
            match holds(class, figures, &entries.io_bandwidth).tri {
                Tri::Yes => {
                    let bare = goods.kind == ItemKind::Accelerator;
                    return ControlNumber::Under(if bare { circuit } else { machine }.clone());
                }
                Tri::Unknown => return ControlNumber::Unknown,
                Tri::No => {}
            }
        }
        ControlNumber::Neither
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Policy;
    use crate::reference::catalogue;

    fn number(id: &str, day: &str) -> String {
        let items = catalogue::load();
        let policy = Policy::built_in().expect("the embedded policy");
        let item = &items[catalogue::by_id(&items, id).expect("in the catalogue")];
        let day = Day::from_iso(day).expect("a day");
        match ControlNumbers::built_in().of(&policy.regimes, item, item, day) {
            ControlNumber::Under(number) => number,
            ControlNumber::Neither => "neither".to_owned(),
            ControlNumber::Unknown => "unknown".to_owned(),
        }
    }

    #[test]
    fn classes_of_today_follow_tpp_and_density() {
        for (id, wanted) in [
            ("nv_h100_pcie", "3A090.a"),
            ("nv_a100_pcie_40", "3A090.a"),
            ("nv_l4", "3A090.a"),
            ("amd_mi210", "3A090.b"),
            ("nv_a40", "3A090.b"),
            ("nv_a30", "3A090.b"),
            ("nv_a10", "neither"),
            ("nv_l20", "neither"),
            ("nv_h20_sxm", "neither"),
            ("nv_t4", "neither"),
            ("nv_rtx4090", "3A090.a"),
            ("nv_rtx4090d", "neither"),
            ("dgx_h100", "4A090.a"),
            ("amd_mi308x", "unknown"),
        ] {
            assert_eq!(number(id, "2026-02-01"), wanted, "{id}");
        }
    }

    #[test]
    fn the_first_form_asked_for_both_rate_and_link() {
        assert_eq!(number("nv_a100_sxm4_80", "2022-10-20"), "neither");
        assert_eq!(number("nv_a100_sxm4_80", "2022-10-21"), "3A090");
        assert_eq!(number("nv_a800_sxm4", "2023-11-16"), "neither");
        assert_eq!(number("nv_a800_sxm4", "2023-11-17"), "3A090.a");
    }
}
