//! The rules: regimes over dates, and the thresholds, windows and weights of a scan.
