//! Goods texts to items: what a description, a brand and a goods code say is shipped, and how many.
//!
//! One pass of one automaton ([`lexicon`]) over the text without its separators ([`normalise`]) finds names,
//! part numbers and telling words; [`counts`] finds numbers of things; [`judge`] decides what is shipped.

mod conclude;
pub mod counts;
pub mod goods;
pub mod judge;
pub mod lexicon;
pub mod makers;
mod named;
pub mod normalise;
mod page;
pub mod recogniser;
mod wording;

pub use goods::recognise_all;
pub use judge::Scratch;
pub use recogniser::{Recogniser, Recognition, Text};
