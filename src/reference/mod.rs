//! Lists with their sources: countries, goods codes, the item catalogue, names of forms and places.

pub mod catalogue;
pub mod countries;
pub mod currencies;
pub mod describe;
pub mod headings;
pub mod name_lists;
pub mod plausibility;
pub mod points;
pub mod ports;
pub mod units;
