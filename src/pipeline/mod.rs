//! The order of the stages. Nothing else knows it.
