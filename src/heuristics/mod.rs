//! Red flags and innocent explanations, one file each.
