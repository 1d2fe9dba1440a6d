//! Worlds with known truth, made from a seed.
