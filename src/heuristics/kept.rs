//! Findings read back from a file: their ids become those of this program again.

use super::find;
use super::run::Findings;
use crate::model::{Finding, Measure, ShipmentId};
use serde::de::{Deserialize, Deserializer, Error};

/// [`Findings`] with ids as text.
#[derive(serde::Deserialize)]
struct Kept {
    of_path: Vec<Vec<KeptFinding>>,
    seconds: Vec<(String, f64)>,
    hits: Vec<u64>,
    failed: Vec<(String, u64)>,
}

#[derive(serde::Deserialize)]
struct KeptFinding {
    heuristic: String,
    strength: Measure,
    text: String,
    shipments: Vec<ShipmentId>,
}

impl<'de> Deserialize<'de> for Findings {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let kept = Kept::deserialize(from)?;
        let id = |id: &str| {
            find(id)
                .map(|heuristic| heuristic.id)
                .ok_or_else(|| D::Error::custom(format!("there is no heuristic '{id}'")))
        };
        let finding = |kept: KeptFinding| {
            Ok(Finding {
                heuristic: id(&kept.heuristic)?,
                strength: kept.strength,
                text: kept.text,
                shipments: kept.shipments,
            })
        };
        Ok(Findings {
            of_path: kept
                .of_path
                .into_iter()
                .map(|path| path.into_iter().map(finding).collect())
                .collect::<Result<_, D::Error>>()?,
            seconds: kept
                .seconds
                .into_iter()
                .map(|(name, seconds)| Ok((id(&name)?, seconds)))
                .collect::<Result<_, D::Error>>()?,
            hits: kept.hits,
            failed: kept
                .failed
                .into_iter()
                .map(|(name, paths)| Ok((id(&name)?, paths)))
                .collect::<Result<_, D::Error>>()?,
        })
    }
}
