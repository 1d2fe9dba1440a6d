//! Kinds of words, one bit each.

/// Maker of accelerators; which one is in the pattern.
pub const MAKER: u32 = 1;
/// Generation of chips.
pub const ARCHITECTURE: u32 = 1 << 1;
/// Maker of servers or cards.
pub const ASSEMBLER: u32 = 1 << 2;
/// The goods by name: GPU, graphics card.
pub const GPU: u32 = 1 << 3;
/// Technology only said of computer boards.
pub const TECH: u32 = 1 << 4;
/// Module, board, card.
pub const BOARD: u32 = 1 << 5;
/// Board that carries accelerators.
pub const BASEBOARD: u32 = 1 << 6;
/// Holds accelerators.
pub const HOST: u32 = 1 << 7;
/// Portable computer.
pub const LAPTOP: u32 = 1 << 8;
/// Goes with the goods.
pub const ACCESSORY: u32 = 1 << 9;
/// Not the goods.
pub const FAKE: u32 = 1 << 10;
/// "Made for".
pub const FOR: u32 = 1 << 11;
/// "With".
pub const WITH: u32 = 1 << 12;
/// "Without".
pub const WITHOUT: u32 = 1 << 13;
/// Papers: invoice, order, return.
pub const PAPER: u32 = 1 << 14;
/// Another trade.
pub const DECOY: u32 = 1 << 15;
/// Says nothing.
pub const VAGUE: u32 = 1 << 16;
/// Says that it says nothing.
pub const UNSPECIFIED: u32 = 1 << 17;
/// "Quantity".
pub const QUANTITY: u32 = 1 << 18;
/// Unit: pieces.
pub const PIECE: u32 = 1 << 19;
/// Unit: sets, racks.
pub const SET: u32 = 1 << 20;
/// Unit: packages.
pub const PACK: u32 = 1 << 21;
/// Unit: accelerators inside.
pub const INNER: u32 = 1 << 22;
/// A number in words.
pub const NUMBER: u32 = 1 << 23;
/// A licence to export: words of papers, whatever they mean elsewhere.
pub const LICENCE: u32 = 1 << 24;

pub(super) fn class_of(list: &str) -> u32 {
    match list {
        "architecture" => ARCHITECTURE,
        "assembler" => ASSEMBLER,
        "gpu" => GPU,
        "tech" => TECH,
        "board" => BOARD,
        "baseboard" => BASEBOARD,
        "host" => HOST,
        "laptop" => LAPTOP,
        "accessory" => ACCESSORY,
        "fake" => FAKE,
        "for" => FOR,
        "with" => WITH,
        "without" => WITHOUT,
        "paper" => PAPER,
        "decoy" => DECOY,
        "vague" => VAGUE,
        "unspecified" => UNSPECIFIED,
        "quantity" => QUANTITY,
        "piece" => PIECE,
        "set" => SET,
        "pack" => PACK,
        "inner" => INNER,
        "licence" => LICENCE,
        _ => 0,
    }
}
