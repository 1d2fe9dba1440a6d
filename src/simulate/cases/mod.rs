//! Replays of documented cases: scripts in `data/samples/cases/*.toml`, told inside a small honest world.

mod readme;
mod script;
mod tell;

use crate::model::progress::Progress;
use crate::simulate::build::{self, Error, Extra, Summary};
use crate::simulate::emit::Label;
use crate::simulate::settings::Settings;
use crate::simulate::story::Story;
use readme::readme;
use script::{Script, Unseen, check, parsed};
use std::path::Path;
use tell::tell;

macro_rules! scripts {
    ($($name:literal)*) => {
        /// The scripts by the name of their case.
        const SCRIPTS: &[(&str, &str)] = &[$(($name, include_str!(concat!("../../../data/samples/cases/", $name, ".toml")))),*];
    };
}

scripts! {
    "in_ru_pharma_2024" "janford_2025" "gatekeeper_2025" "alx_2025" "supermicro_2026"
    "taiwan_keelung_2026" "amat_2026" "azu_smartimpex_2022" "goltsev_2023" "hkc_record_2023"
    "deepseek_report_2025" "kanrus_2023" "csis_scenario_2024" "serniya_2022" "compel_2023"
    "winninc_2023" "ardakani_2014" "hk_ru_ngo_2023" "inf_jakarta_2025" "megaspeed_2023_2025"
}

/// Cases that shipment data cannot show, with the reason.
const UNSEEN: &str = include_str!("../../../data/samples/cases/not_replayed.toml");
/// Settings of the honest world around the replays.
const WORLD: &str = include_str!("../../../data/samples/cases/world.toml");

/// Writes the replays inside their honest world, and a README that says of each what is documented
/// and what assumed. The bytes are always the same.
///
/// # Errors
/// If a script is wrong, a file cannot be written or the user stops it.
pub fn write(folder: &Path, threads: usize, progress: &dyn Progress) -> Result<Summary, Error> {
    let settings: Settings = parsed("world", WORLD)?;
    let scripts: Vec<Script> = SCRIPTS
        .iter()
        .map(|(name, text)| parsed(name, text))
        .collect::<Result<_, _>>()?;
    let unseen: Unseen = parsed("not_replayed", UNSEEN)?;
    let mut extras = Vec::new();
    for script in &scripts {
        check(script)?;
        let typology = crate::simulate::typologies()
            .find(|(id, _)| *id == script.typology)
            .map_or("T25", |(id, _)| id);
        let label = match script.label.as_str() {
            "honest" => Label::Lookalike("case_without_diversion", script.case.clone()),
            "unknown" => Label::Lookalike("case_of_unknown_truth", script.case.clone()),
            _ => Label::Scheme(script.case.clone(), typology),
        };
        extras.push(Extra {
            label,
            tell: Box::new(move |story: &mut Story| tell(script, story)),
        });
    }
    let summary = build::write(&settings, &extras, folder, threads, progress)?;
    let path = folder.join("README.md");
    std::fs::write(&path, readme(&scripts, &unseen, &summary))
        .map_err(|cause| Error::Write { path, cause })?;
    Ok(summary)
}

#[cfg(test)]
mod tests {
    use super::tell::literal;
    use super::*;

    #[test]
    fn every_script_is_sound_and_says_what_is_assumed() {
        for (name, text) in SCRIPTS {
            let script: Script = parsed(name, text).expect(name);
            check(&script).expect(name);
            assert_eq!(&script.case, name);
            assert!(script.source.contains("http"), "{name}");
            for figure in &script.figures {
                assert!(
                    matches!(figure.basis.as_str(), "documented" | "assumed"),
                    "{name}"
                );
            }
            for basis in ["documented", "assumed"] {
                assert!(
                    script.figures.iter().any(|f| f.basis == basis),
                    "{name}: nothing {basis}"
                );
            }
            for leg in &script.legs {
                assert!(!literal(&leg.unit).is_empty(), "{name}: unit {}", leg.unit);
                assert!(
                    leg.origin.is_empty() || !literal(&leg.origin).is_empty(),
                    "{name}: origin {}",
                    leg.origin
                );
                assert!(
                    leg.leg == 0
                        || (!literal(&leg.role).is_empty() && !literal(&leg.item).is_empty()),
                    "{name}: {} {}",
                    leg.role,
                    leg.item
                );
            }
        }
    }
}
