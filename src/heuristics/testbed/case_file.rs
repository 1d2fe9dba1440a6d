//! Case files: their sections, what each expects, and the tests made of them.

use super::World;
use crate::heuristics::run::{Prepared, run};

/// What a section of a case file expects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expect {
    /// A finding of strength 0.3 or more.
    Fires,
    /// A finding of strength 0.2 to 0.6: what is known weakens it and does not explain it away.
    Weak,
    /// No finding, or one below 0.2.
    Quiet,
    /// A finding of unknown strength.
    Unknown,
}

/// One section of a case file.
pub struct Section {
    /// Its heading.
    pub title: String,
    /// Its text.
    pub text: String,
    /// What it expects.
    pub expect: Expect,
}

/// The sections of a case file.
///
/// # Errors
/// Names the section that says nothing of what it expects.
pub fn sections(file: &str) -> Result<Vec<Section>, String> {
    let mut out: Vec<Section> = Vec::new();
    for line in file.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            out.push(Section {
                title: title.trim().to_owned(),
                text: String::new(),
                expect: Expect::Quiet,
            });
        } else if let Some(section) = out.last_mut() {
            section.text.push_str(line);
            section.text.push('\n');
        }
    }
    for section in &mut out {
        let expected = section
            .text
            .lines()
            .find_map(|line| line.strip_prefix("Expect: "));
        section.expect = match expected.map(str::trim) {
            Some("fires") => Expect::Fires,
            Some("weak") => Expect::Weak,
            Some("quiet") => Expect::Quiet,
            Some("unknown") => Expect::Unknown,
            other => return Err(format!("section '{}' expects {other:?}", section.title)),
        };
    }
    Ok(out)
}

/// Runs one section against one heuristic.
///
/// # Errors
/// Says what was seen instead of what was expected.
pub fn check(heuristic: &str, section: &Section) -> Result<(), String> {
    let world =
        World::parse(&section.text).map_err(|e| format!("{heuristic}, {}: {e}", section.title))?;
    if world.paths.is_empty() {
        return Err(format!("{heuristic}, {}: no path", section.title));
    }
    let found = run(
        &world.context(),
        &world.paths,
        &Prepared::defaults(),
        &|| 0.0,
    );
    let finding = found.of_path[0]
        .iter()
        .find(|finding| finding.heuristic == heuristic);
    let strength = finding.map(|finding| finding.strength.get());
    let good = match section.expect {
        Expect::Fires => matches!(strength, Some(Some(s)) if s >= 0.3),
        Expect::Weak => matches!(strength, Some(Some(0.2..=0.6))),
        Expect::Quiet => matches!(strength, None | Some(Some(..0.2))),
        Expect::Unknown => matches!(strength, Some(None)),
    };
    let broken = found.failed.first().map(|(id, _)| *id);
    if let Some(id) = broken {
        return Err(format!("{heuristic}, {}: '{id}' panicked", section.title));
    }
    if good {
        Ok(())
    } else {
        Err(format!(
            "{heuristic}, {}: expected {:?}, saw {:?}",
            section.title, section.expect, finding
        ))
    }
}

/// The three tests that every heuristic has: each runs the section of its case file with that title.
macro_rules! cases {
    ($id:literal) => {
        #[cfg(test)]
        mod tests {
            use crate::heuristics::testbed;

            const FILE: &str = include_str!(concat!("../../tests/cases/", $id, ".md"));

            fn case(title: &str) {
                let sections = testbed::sections(FILE).expect("a case file");
                let section = sections
                    .iter()
                    .find(|section| section.title == title)
                    .unwrap_or_else(|| panic!("no section '{title}'"));
                testbed::check($id, section).expect("as the case says");
            }

            #[test]
            fn fires() {
                case("Fires");
            }

            #[test]
            fn stays_quiet_on_a_near_miss() {
                case("Near miss");
            }

            #[test]
            fn stays_quiet_on_a_look_alike() {
                case("Look-alike");
            }
        }
    };
}
pub(crate) use cases;
