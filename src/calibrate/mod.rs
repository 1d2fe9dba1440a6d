//! Weights fitted on simulated worlds.
