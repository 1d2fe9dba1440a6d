//! A finished run to bytes, one file a format. Renders, never computes.
