//! The tables that `scan --dump-stages` writes: what each stage handed on, in the order of the stages.

use super::{SHIPMENTS, Table, day, number, text, whole};

/// Columns of the shipments as ingest leaves them: those before the first that a later stage adds.
const CANONICAL: usize = 42;

/// Every stage table in the order of the stages.
pub const STAGES: [&Table; 10] = [
    &INGEST,
    &ITEMS,
    &RESOLVE_ENTITIES,
    &RESOLVE_LINKS,
    &GRAPH,
    &ROLES,
    &STATUS,
    &PATHS,
    &FINDINGS,
    &ALERTS,
];

/// What ingest read.
pub const INGEST: Table = Table {
    name: "1-ingest",
    about: "Shipments as read and joined: one row each, sorted by (date, record_id).",
    columns: SHIPMENTS.columns.split_at(CANONICAL).0,
};

/// What the goods were recognised as.
pub const ITEMS: Table = Table {
    name: "2-items",
    about: "One row a shipment, in the order of 1-ingest.",
    columns: &[
        text("record_id", "the shipment"),
        text(
            "item_id",
            "catalogue id of the goods; null: none recognised",
        ),
        text(
            "inside_id",
            "catalogue id of the accelerator that the goods are or hold",
        ),
        number("confidence", "0 to 1; null: no item"),
        number(
            "units",
            "accelerators for anything that holds them, else pieces",
        ),
        number("tpp", "total processing performance of all units"),
        text("wording", "how much the description says"),
        text(
            "maker",
            "country of the maker, for goods known by a listed heading",
        ),
        text("why", "what the recognition rests on"),
    ],
};

/// Who is who.
pub const RESOLVE_ENTITIES: Table = Table {
    name: "3-resolve-entities",
    about: "One row a party as written, sorted by the entity that it belongs to.",
    columns: &[
        text("entity_id", "the firm behind the party"),
        text("entity_name", "the commonest of its names"),
        text("name", "the party as written"),
        text("country", "its country as stated"),
    ],
};

/// Who is linked to whom.
pub const RESOLVE_LINKS: Table = Table {
    name: "3-resolve-links",
    about: "One row a link.",
    columns: &[
        text("entity_a", "one end; the owner, or the predecessor"),
        text("entity_b", "the other end"),
        text("kind", "what links them"),
        number("strength", "0 to 1"),
        text("seen", "the shared value, or the words of the register"),
        number("share_pct", "owner links: the direct share in percent"),
        day("from_date", "first day it holds; null: always"),
        day("to_date", "last day it holds; null: still"),
    ],
};

/// The edges of the temporal graph.
pub const GRAPH: Table = Table {
    name: "4-graph-edges",
    about: "One row a shipment with a known sender and receiver that differ, in the order of 1-ingest.",
    columns: &[
        text("record_id", "the shipment"),
        day("date", "its day"),
        text("from_entity_id", "who sends"),
        text("to_entity_id", "who receives"),
    ],
};

/// Roles from behaviour.
pub const ROLES: Table = Table {
    name: "4-graph-roles",
    about: "One row an entity, sorted by id. Scores from 0 to 1; null: too little to say.",
    columns: &[
        text("entity_id", "the entity"),
        number("shell", "score"),
        number("transshipper", "score"),
        number("end_user", "score"),
        number("manufacturer", "score"),
        number("distributor", "score"),
        number("forwarder", "score"),
    ],
};

/// What the rules said of each shipment.
pub const STATUS: Table = Table {
    name: "5-status",
    about: "One row a shipment of catalogued goods with a destination, in the order of 1-ingest.",
    columns: &[
        text("record_id", "the shipment"),
        text("status", "what it needed on its day, as enforced"),
    ],
};

/// Custody chains.
pub const PATHS: Table = Table {
    name: "6-paths",
    about: "One row a path that the custody search found, those that carry most TPP first.",
    columns: &[
        whole("path", "its number, from 1"),
        text("entity_ids", "the chain, '|'-separated"),
        text("record_ids", "the shipments in order, '|'-separated"),
        text(
            "matched",
            "how each leg continues the one before, '|'-separated",
        ),
        text("item_id", "the goods"),
        number("units", "units that reached the end"),
        number("tpp", "TPP that reached the end"),
        text("end", "why the chain counts as arrived"),
        number(
            "flow_share",
            "share of what the middle received that went this way",
        ),
        day("first_date", "day of the first shipment"),
        day("last_date", "day of the last shipment"),
    ],
};

/// What the heuristics said.
pub const FINDINGS: Table = Table {
    name: "7-heuristics",
    about: "One row a finding, sorted by path.",
    columns: &[
        whole("path", "number in 6-paths"),
        text("heuristic_id", "which heuristic"),
        number("strength", "0 to 1; null: it could not be measured"),
        text("text", "what was seen"),
        text("record_ids", "the records it rests on, '|'-separated"),
    ],
};

/// What was ranked.
pub const ALERTS: Table = Table {
    name: "8-score",
    about: "One row an alert, by rank.",
    columns: &[
        whole("rank", "1 for the first"),
        text("alert_id", "as in the run folder"),
        text("case_id", "as in the run folder"),
        number("score", "probability, 0 to 1"),
        number("prior", "prior log-odds"),
        number("log_odds", "prior plus all contributions"),
        text(
            "record_ids",
            "the shipments in order, after each leg those beside it, '|'-separated",
        ),
        text("summary", "one sentence"),
    ],
};
