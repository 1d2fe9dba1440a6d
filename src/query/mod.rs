//! An analyst's questions over a finished run, one file each.
