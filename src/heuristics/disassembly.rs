//! Servers in, boards out.

use super::spec::{Seen, heuristic, ramp, seen};
use super::{Context, testbed};
use crate::model::{ItemKind, Match, Path, Role, ShipmentId};

heuristic! {
    /// # What it looks for
    /// Complete machines that reach an entity and leave it as baseboards or single accelerators of the same family,
    /// with the accelerators still adding up.
    ///
    /// # Why it matters
    /// Boards are light, easy to carry and are asked about less than servers. Reports on phantom data centres describe
    /// machines that were shown to an inspector, taken apart and sent on.
    ///
    /// # When it is innocent
    /// Integrators and repair centres swap boards; a maker's plant builds and unbuilds. There the boards come and go in
    /// both directions and the firm is known for it.
    ///
    /// # Parameters
    /// The stay within which taking apart is not explained by a life of service.
    ///
    /// # Example
    /// 20 servers with 8 accelerators each arrive in Malaysia; 160 accelerators leave for China seven weeks later.
    ///
    /// # What to check next
    /// Ask where the chassis are, and look for exports of empty chassis or scrap from the same address.
    ///
    /// # Source
    /// Press reports of December 2025 on eight-accelerator servers taken apart (reported, disputed by the maker); CSIS,
    /// April 2024. Thresholds are this project's own.
    "disassembly": "Complete machines come in and their accelerators go out without them",
    Stable since "0.1.0", Path Against, group "words",
    {
        /// Stay after which this says nothing.
        longest_stay: "days" = 400.0,
        /// Stay up to which it counts in full.
        short_stay: "days" = 150.0,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let kind = |shipments: &[ShipmentId]| {
        shipments.iter().find_map(|&id| context.item_of(id)).map(|item| context.inputs.items[item].kind)
    };
    for (who, days, into, out) in context.stays(path) {
        if out.matched != Match::Converted || context.is(who, Role::Manufacturer) || context.is_maker(who) {
            continue;
        }
        if (kind(&into.shipments), kind(&out.shipments)) != (Some(ItemKind::System), Some(ItemKind::Accelerator))
            && (kind(&into.shipments), kind(&out.shipments)) != (Some(ItemKind::System), Some(ItemKind::Baseboard))
            && (kind(&into.shipments), kind(&out.shipments)) != (Some(ItemKind::Baseboard), Some(ItemKind::Accelerator))
        {
            continue;
        }
        let mut shipments = into.shipments.clone();
        shipments.extend(&out.shipments);
        return seen(
            ramp(f64::from(days), p.longest_stay, p.short_stay),
            format!(
                "{} took in complete machines and sent on bare accelerators of the same family {days} days later.",
                context.label(who)
            ),
            shipments,
        );
    }
    None
}

testbed::cases!("disassembly");
