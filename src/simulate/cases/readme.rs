//! The sample's README.

use super::script::{Script, Unseen};
use crate::simulate::build::Summary;
use std::fmt::Write;

/// The sample's README, made from the scripts so that it cannot drift from them.
pub(super) fn readme(scripts: &[Script], unseen: &Unseen, summary: &Summary) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = write!(
        out,
        "# Replays of documented cases\n\n\
         Made by `tidewaiter simulate --cases --out data/samples/cases` from the scripts in this folder; a test\n\
         compares the bytes. {} shipment records: the replays stand inside honest trade that holds every family\n\
         of look-alikes. Every firm here is invented, also where a public document names one. Dates, weights and\n\
         values that no source gives are assumed, as are all ports, bills and identifiers.\n\n\
         Allegations are allegations: `status` says how far a case had got when the source was read (2026-11-22).\n\n\
         Files: shipments, parties, ownership, watchlist (what a scan reads); truth.csv (records of the replayed\n\
         schemes), truth_lookalikes.csv (records of honest look-alikes and of the cases without diversion),\n\
         truth_duplicates.csv (records that tell of one movement), truth_parties.csv, truth_entities.csv.\n\n\
         | case | what it is | status | typology | truth | what shipment data can show |\n|---|---|---|---|---|---|\n",
        summary.rows
    );
    for s in scripts {
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} |",
            s.case, s.title, s.status, s.typology, s.label, s.seen
        );
    }
    out.push_str("\n## Figures\n\n| case | figure | value | basis |\n|---|---|---|---|\n");
    for s in scripts {
        for f in &s.figures {
            let _ = writeln!(
                out,
                "| {} | {} | {} | {} |",
                s.case, f.what, f.value, f.basis
            );
        }
    }
    out.push_str("\n## Sources\n\n");
    for s in scripts {
        let _ = writeln!(out, "- {}: {}", s.case, s.source);
    }
    out.push_str("\n## Cases that are not replayed\n\nShipment data cannot show them, so nothing stands for them here.\n\n| case | status | why |\n|---|---|---|\n");
    for c in &unseen.cases {
        let _ = writeln!(out, "| {} | {} | {} |", c.case, c.status, c.reason);
    }
    out
}
