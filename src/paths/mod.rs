//! Time-respecting search: plain enumeration and custody tracing.
