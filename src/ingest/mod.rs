//! Files to records: formats, layouts, cells, duplicates; every row accounted for.
