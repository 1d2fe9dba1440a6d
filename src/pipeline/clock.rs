//! Seconds, rows and memory of each stage, for the run record. Nothing else in the library looks at a clock.

use crate::model::{Measure, StageTime};
use std::time::Instant;

/// Collects one [`StageTime`] after the other.
pub struct StageClock {
    started: Instant,
    stages: Vec<StageTime>,
}

impl StageClock {
    /// Starts the clock of the first stage.
    pub fn start() -> Self {
        Self {
            started: Instant::now(),
            stages: Vec::new(),
        }
    }

    /// Ends the running stage, which gave `rows` rows, and starts the next.
    pub fn lap(&mut self, stage: &str, rows: usize) {
        let now = Instant::now();
        self.stages.push(StageTime {
            stage: stage.to_owned(),
            seconds: now.duration_since(self.started).as_secs_f64(),
            rows: rows as u64,
            peak_bytes: peak_bytes(),
        });
        self.started = now;
    }

    /// Seconds since the running stage began.
    pub fn seconds(&self) -> f64 {
        self.started.elapsed().as_secs_f64()
    }

    /// The stages so far.
    pub fn stages(self) -> Vec<StageTime> {
        self.stages
    }
}

/// Largest resident memory of this process so far, where the system tells it (Linux).
pub fn peak_bytes() -> Measure {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kilobytes = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .and_then(|rest| rest.split_whitespace().next())
        .and_then(|number| number.parse::<f64>().ok());
    Measure::from(kilobytes.map(|kb| kb * 1024.0))
}
