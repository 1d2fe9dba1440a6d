//! Description, brand and codes to an item, with units and a reason.
