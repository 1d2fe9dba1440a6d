//! What a world looks like. Worlds with other settings are made for held-out tests.

use crate::model::time::Day;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Everything that shapes a world; two equal settings give the same bytes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Rows of the shipments table, exactly.
    pub rows: u64,
    /// Planted schemes. Fewer are planted where they would not fit.
    pub schemes: u32,
    /// The seed.
    pub seed: u64,
    /// First day of the world.
    pub from: Day,
    /// Last day of the world.
    pub to: Day,
    /// Look-alike stories for each scheme.
    pub lookalikes_per_scheme: f64,
    /// Part of all rows that look-alikes and the AI supply chain may take at most, 0 to 1.
    pub special_share: f64,
    /// Noise of records and registers.
    pub noise: Noise,
    /// How carefully schemes hide.
    pub craft: Craft,
    /// Weight of each typology (`T01`, ...); those not named have weight 1, 0 leaves one out.
    pub typologies: BTreeMap<String, f64>,
    /// Weight of each look-alike family; those not named have weight 1, 0 leaves one out.
    pub lookalikes: BTreeMap<String, f64>,
}

/// Noise, the same for honest and other rows. All are probabilities, 0 to 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Noise {
    /// A party is written in another form than its own (case, legal form, typing error, address order).
    pub other_form: f64,
    /// A cell that the source's kind of record usually has is empty.
    pub missing: f64,
    /// Description is blank.
    pub blank_text: f64,
    /// A record comes twice.
    pub duplicate: f64,
    /// A movement is told of by an export and by an import record.
    pub mirror: f64,
    /// A firm has a row in the register of parties.
    pub registered: f64,
    /// An ownership that exists is in the register.
    pub owned: f64,
    /// A leg is in no data set at all.
    pub unseen: f64,
}

/// How schemes hide. All are probabilities, 0 to 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Craft {
    /// A front has ordinary trade of its own.
    pub front_trade: f64,
    /// A front is an aged shelf firm, not a young one.
    pub aged: f64,
    /// Only a part of a lot goes on.
    pub partial: f64,
    /// A lot is split or joined on the way.
    pub split: f64,
    /// A leg after the first is worded vaguely.
    pub vague: f64,
    /// The first leg is worded vaguely too.
    pub vague_first: f64,
    /// Long waits between legs.
    pub patient: f64,
    /// The front deals in computers by its register.
    pub plausible_line: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            rows: 100_000,
            schemes: 60,
            seed: 1,
            from: Day::from_ymd(2022, 1, 3).unwrap_or(Day::from_epoch(0)),
            to: Day::from_ymd(2026, 9, 30).unwrap_or(Day::from_epoch(0)),
            lookalikes_per_scheme: 50.0,
            special_share: 0.4,
            noise: Noise::default(),
            craft: Craft::default(),
            typologies: BTreeMap::new(),
            lookalikes: BTreeMap::new(),
        }
    }
}

impl Default for Noise {
    fn default() -> Self {
        Self {
            other_form: 0.12,
            missing: 0.05,
            blank_text: 0.01,
            duplicate: 0.006,
            mirror: 0.08,
            registered: 0.6,
            owned: 0.7,
            unseen: 0.06,
        }
    }
}

impl Default for Craft {
    fn default() -> Self {
        Self {
            front_trade: 0.4,
            aged: 0.35,
            partial: 0.3,
            split: 0.3,
            vague: 0.35,
            vague_first: 0.06,
            patient: 0.2,
            plausible_line: 0.5,
        }
    }
}

/// How hard the world is to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difficulty {
    /// Clean records, careless schemes.
    Easy,
    /// The default settings.
    Normal,
    /// Poor records, careful schemes.
    Hard,
}

impl Settings {
    /// Applies a difficulty to noise and craft.
    #[must_use]
    pub fn with(mut self, difficulty: Difficulty) -> Self {
        match difficulty {
            Difficulty::Easy => {
                self.noise = Noise {
                    other_form: 0.04,
                    missing: 0.01,
                    blank_text: 0.0,
                    registered: 0.9,
                    owned: 0.95,
                    unseen: 0.0,
                    ..self.noise
                };
                self.craft = Craft {
                    front_trade: 0.1,
                    aged: 0.1,
                    partial: 0.1,
                    split: 0.15,
                    vague: 0.15,
                    vague_first: 0.0,
                    patient: 0.05,
                    plausible_line: 0.3,
                };
            }
            Difficulty::Normal => {}
            Difficulty::Hard => {
                self.noise = Noise {
                    other_form: 0.25,
                    missing: 0.12,
                    blank_text: 0.03,
                    registered: 0.4,
                    owned: 0.5,
                    unseen: 0.12,
                    ..self.noise
                };
                self.craft = Craft {
                    front_trade: 0.65,
                    aged: 0.5,
                    partial: 0.45,
                    split: 0.4,
                    vague: 0.5,
                    vague_first: 0.12,
                    patient: 0.35,
                    plausible_line: 0.65,
                };
            }
        }
        self
    }

    /// Sets the number of schemes so that about this share of all rows (0 to 1) belongs to schemes.
    #[must_use]
    pub fn with_base_rate(mut self, share: f64) -> Self {
        // A scheme of the default mix has about nine rows (measured on the first worlds).
        self.schemes = ((self.rows as f64 * share / 9.0).round() as u32).max(1);
        self
    }
}
