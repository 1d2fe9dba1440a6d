//! A run measured against the truth.
