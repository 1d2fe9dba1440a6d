//! Settings of the custody search: windows, thresholds and budgets.

use serde::{Deserialize, Serialize};

/// Settings of the custody search, from `data/policy/search.toml`. Days are counted with the last one
/// inside: a window of 0 days is the same day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SearchPolicy {
    /// Longest stay of a lot with one entity before the next leg, in days.
    pub custody_window_days: i32,
    /// Longest time between a lot's arrival at one firm and its departure from a linked one, in days.
    pub handover_window_days: i32,
    /// Shipment legs of one chain. A handover over a link is not counted.
    pub max_legs: usize,
    /// Manufacturer score from which what a firm sends is taken to be its own make, 0 to 1.
    pub maker_score: f64,
    /// A lot counts as vanished only if the data go on for this many days after its arrival.
    pub vanish_after_days: i32,
    /// Shell score from which a lot that stays counts as vanished, 0 to 1.
    pub vanish_shell_score: f64,
    /// Forwarder score from which a lot that stays counts as vanished, 0 to 1.
    pub vanish_forwarder_score: f64,
    /// Confidence of recognition from which a shipment counts as the item, 0 to 1.
    pub item_confidence: f64,
    /// Rows of the catalogue that stand for goods known by weight and price alone, the first that fits is taken.
    pub unnamed_items: Vec<String>,
    /// Share of an owner from which its country counts, in percent.
    pub majority_pct: f64,
    /// Weakest link over which goods can be handed over, 0 to 1.
    pub link_strength: f64,
    /// Share of a leg that earlier lots must explain before the rest is counted to the same chain, 0 to 1.
    pub adopt_share: f64,
    /// Who deals in goods with many.
    pub dealer: DealerPolicy,
    /// Stays beyond the window.
    pub late: LatePolicy,
    /// What stands beside a chain.
    pub beside: BesidePolicy,
    /// What makes an outbound leg compatible with a lot.
    pub compatibility: CompatibilityPolicy,
    /// When numbers tie a leg to a lot of listed goods.
    pub tied: TiedPolicy,
    /// Where a search stops.
    pub budgets: SearchBudgets,
}

/// Firms whose stock turns over and goes to many.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DealerPolicy {
    /// Distributor score from which a firm is a dealer, so that no old lot explains what it sends, 0 to 1.
    pub score: f64,
    /// Customers for recognised goods from which a chain begins at the dealer and not with its suppliers.
    pub customers: usize,
}

/// What is left of a lot after the window. A share is what each further window takes off a score; what nothing ties to the
/// lot loses [`CompatibilityPolicy::delay`] as in the first one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LatePolicy {
    /// Longest stay of a lot with one entity, in days.
    pub longest_days: i32,
    /// Days before a leg in which an arrival of the same family explains it better than an old lot does.
    pub fresh_days: i32,
    /// Of a leg that names the goods.
    pub named: f64,
    /// Of a leg that numbers tie to the lot.
    pub tied: f64,
}

/// Which further shipments between two firms of a chain are told with it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BesidePolicy {
    /// Share of what the middle firms received that went the chain's way, from which all its legs are asked, 0 to 1.
    /// Below it only the last leg is.
    pub flow_share: f64,
    /// A piece weighs at least this many times the lightest of the leg.
    pub lightest: f64,
    /// A piece weighs at most this many times the heaviest of the leg.
    pub heaviest: f64,
    /// Kilograms of a piece from which its weight makes it such goods under a near heading, whatever the words; from
    /// [`CompatibilityPolicy::machine_kg`] on it does under any.
    pub least_kg: f64,
}

/// Scores and thresholds of compatibility, 0 to 1 unless they say otherwise. See
/// `paths::custody::compatibility` for how they combine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompatibilityPolicy {
    /// Another variant of the family.
    pub same_family: f64,
    /// Servers in, boards or modules out.
    pub taken_apart: f64,
    /// Boards or modules in, servers out.
    pub built_in: f64,
    /// Vague text under a heading of the item.
    pub vague_same_heading: f64,
    /// Vague text under one of `near_headings`.
    pub vague_near_heading: f64,
    /// Vague text without a code.
    pub vague_no_code: f64,
    /// Vague text under any other heading.
    pub vague_other_heading: f64,
    /// Four-digit headings under which such goods are passed off as something else.
    pub near_headings: Vec<String>,
    /// Vague legs below this are no continuation.
    pub vague_least: f64,
    /// Relabelled legs below this are no continuation.
    pub relabelled_least: f64,
    /// Value a kilogram, in US dollars, under which no density is remarkable.
    pub dense_usd_per_kg: f64,
    /// Times the heading's median value a kilogram from which a density is remarkable.
    pub dense_times_median: f64,
    /// Evidence of a remarkable value a kilogram.
    pub density: f64,
    /// Evidence of the weight of the lot, or the weight that so many units would have.
    pub weight: f64,
    /// Evidence of the same number of units.
    pub count: f64,
    /// How far two counts or weights may be apart and still be the same, as a share.
    pub count_tolerance: f64,
    /// Evidence of goods that the shipper never handles otherwise.
    pub history: f64,
    /// Other legs under a heading from which it is the shipper's routine.
    pub routine_legs: u32,
    /// Days back in which an arrival under the same heading explains a departure.
    pub explained_days: i32,
    /// Evidence of a heading near that of the item.
    pub heading: f64,
    /// Evidence of a declared quantity that the weight plainly contradicts; less where a confusion of units may explain it.
    pub contradiction: f64,
    /// Times the lot's units from which a leg's declared count is excessive.
    pub excess_times: f64,
    /// What an excessive count takes off a score, as a share.
    pub excess: f64,
    /// Times the weight of a piece of the lot from which a vague leg's pieces are others.
    pub piece_times: f64,
    /// Kilograms from which a piece can be a machine.
    pub machine_kg: f64,
    /// Kilograms up to which a piece can be a card.
    pub card_kg: f64,
    /// Kilograms up to which a piece can be a board with several accelerators.
    pub board_kg: f64,
    /// What pieces of another weight take off a vague leg's score, as a share.
    pub misfit: f64,
    /// Share of a vague leg's stated units that lots must be able to fill; a leg of which they fill less is other goods.
    pub fill_least: f64,
    /// How far two weights, of all or of a piece, may be apart and still be the same, as a share.
    pub weight_tolerance: f64,
    /// The same where the weight alone speaks for a leg of other words.
    pub same_weight: f64,
    /// How far two values may be apart and still be the same where one of two papers states no weight, as a share.
    pub same_worth: f64,
    /// What the whole window's delay takes off a score, as a share.
    pub delay: f64,
    /// Score of a leg of other words whose count and weight of a piece are those of the lot.
    pub counted: f64,
    /// How far those counts may be apart, as a share.
    pub counted_exactly: f64,
    /// How far the weights of a piece may be apart, as a share.
    pub counted_piece: f64,
    /// Counts under this agree by chance.
    pub counted_least: f64,
    /// The same where a piece weighs what a machine does, which few goods do.
    pub counted_machines: f64,
}

/// When numbers tie a leg to a lot of listed goods, whatever its words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TiedPolicy {
    /// The same part number, and no number against it.
    pub part: f64,
    /// Count and weight both agree.
    pub both: f64,
    /// The same under words that name other goods.
    pub other_words: f64,
    /// One of them agrees and the other is not stated on both sides.
    pub one: f64,
    /// The leg can be a cover.
    pub cover: f64,
    /// How far a cover's declared quantity contradicts its weight, 0 to 1, at least.
    pub cover_least: f64,
    /// Times that a kilogram of what is too dear for its heading may cost more or less than one of the lot.
    pub dear_times: f64,
    /// How far two counts may be apart, as a share.
    pub count_tolerance: f64,
    /// How far two weights may be apart where the counts agree.
    pub weight_tolerance: f64,
    /// How far two weights may be apart where no count is known or the count is small.
    pub weight_alone: f64,
    /// How far the weights of a piece may be apart where part of a lot goes on, as a share.
    pub piece_tolerance: f64,
    /// Counts under this agree by chance.
    pub least_count: f64,
    /// How far two counts may be apart, as a share, where a leg is declared as made where it leaves from.
    pub local_count: f64,
}

/// Budgets. A search that hits one says so in its result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SearchBudgets {
    /// Outbound legs weighed against one lot.
    pub per_lot: u64,
    /// Pairs of lot and outbound leg weighed at one entity; its lots share them evenly.
    pub per_entity: u64,
    /// Linked entities looked at for one entity.
    pub links_per_entity: u64,
    /// Ways back from one arrival to where its goods came from.
    pub per_arrival: u64,
    /// Pieces of chains in all.
    pub total: u64,
}
