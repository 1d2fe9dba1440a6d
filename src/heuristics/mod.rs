//! Red flags and innocent explanations, one file each.
//!
//! A heuristic is a function from the shared [`Context`] and one path to what it saw. Adding one is a file, a line
//! in [`ALL`] below, and a case file `tests/cases/<id>.md`. Nothing registers itself: what ran, and in which
//! order, can be read here.

pub mod catalogue;
mod compare_legs;
mod context;
mod kept;
mod price;
mod returns;
mod rules;
mod run;
mod sisters;
mod spec;
mod statistics;
mod subject;
#[doc(hidden)]
pub mod testbed;
mod words;

pub use context::{Context, Inputs, Rules};
pub use rules::RegimeRules;
pub use run::{Fault, Findings, Prepared, prepare, run};
pub use spec::{HEADINGS, Heuristic, Parameter, Seen, Sighting, Status};

/// Declares the modules of the heuristics and the slice of them.
macro_rules! heuristics {
    ($($module:ident,)+) => {
        $(mod $module;)+

        /// Every heuristic, in the order in which they are listed.
        pub static ALL: &[&Heuristic] = &[$(&$module::SPEC,)+];
    };
}

heuristics! {
    // Path: how the goods moved and where they ended.
    restricted_end,
    embargoed_end,
    back_to_back,
    relabelled_leg,
    named_reexport,
    disassembly,
    multi_hop,
    short_dwell,
    split_and_merged,
    pass_through,
    standing_route,
    domestic_handover,
    mark_up,
    value_drop,
    detour,
    restricted_outlet,
    hub_lane,
    ghost_transit,
    origin_change,
    cover_cargo,
    repair_cover,
    installed_then_gone,
    // Shipment: what one record says of the goods and of who gets them.
    weight_mismatch,
    undervalued,
    overpaid,
    dense_value,
    vague_text,
    courier_splits,
    heading_conflict,
    to_order,
    restricted_notify,
    bank_consignee,
    unknown_brand,
    free_zone,
    // Entity: who handled them.
    formed_after_control,
    dormant_then_active,
    off_line_business,
    forwarder_consignee,
    single_customer,
    no_complements,
    over_capacity,
    short_lived,
    unseen_source,
    beyond_means,
    shell_role,
    free_mail,
    foreign_phone,
    home_address,
    // Link: who belongs to whom.
    restricted_parent,
    listed_party,
    listed_address,
    listed_stake,
    successor_of_listed,
    shared_hands,
    // Network: what only many shipments together show.
    sister_cluster,
    structuring_sisters,
    surge_after_control,
    route_displacement,
    mirror_gap,
    circular_route,
    shared_forwarder,
    supplier_swap,
    // Innocent explanations.
    distributor,
    returned_goods,
    legal_on_the_day,
    keeps_and_runs,
    same_group,
    contract_manufacturer,
    own_goods,
    prior_trade,
    authorised_recipient,
    long_history,
    other_outlets,
    open_outlets,
    loose_tie,
    ordinary_worth,
    other_brand,
    declared_owner,
    ordinary_forwarding,
    weak_recognition,
    unnamed_goods,
    established_firm,
    consumer_goods,
    from_old_stock,
    to_the_maker,
    on_loan,
    stated_licence,
}

/// The heuristic of that id.
pub fn find(id: &str) -> Option<&'static Heuristic> {
    ALL.iter().copied().find(|heuristic| heuristic.id == id)
}
