//! Findings to explained scores, alerts and cases.
