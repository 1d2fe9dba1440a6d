//! The backward pass: from which shipments can an end still be reached in time?

use crate::graph::{Step, TemporalGraph};
use crate::model::{EntityId, LinkId, ShipmentId};
use crate::policy::SearchPolicy;
use rayon::prelude::*;

/// No end can be reached.
pub(super) const NEVER: u8 = u8::MAX;

/// For each shipment the fewest further legs after which an end is reached: 0 if it arrives at one
/// itself, [`NEVER`] if none is within the legs of a chain. One byte a shipment.
///
/// `is_end` must hold for every end (it may hold for more); `linked` gives the firms to which goods can
/// be handed over. One pass over all inbound shipments for
/// each leg; an entity looks only at the next outbound shipment that can still arrive, so a hub costs
/// what its shipments cost and not their square.
pub(super) fn legs_to_end<'l>(
    graph: &TemporalGraph,
    is_end: impl Fn(ShipmentId, EntityId) -> bool + Sync,
    linked: impl Fn(EntityId) -> &'l [(EntityId, LinkId)] + Sync,
    settings: &SearchPolicy,
) -> Vec<u8> {
    let (window, handover) = (settings.custody_window_days, settings.handover_window_days);
    let mut togo: Vec<u8> = (0..graph.shipments())
        .into_par_iter()
        .map(|i| {
            let shipment = ShipmentId::new(i);
            match graph.ends(shipment) {
                Some((_, to)) if is_end(shipment, to) => 0,
                _ => NEVER,
            }
        })
        .collect();
    for legs in 0..settings.max_legs.saturating_sub(1) {
        let newly: Vec<ShipmentId> = (0..graph.nodes())
            .into_par_iter()
            .map(EntityId::new)
            .filter(|&entity| !graph.inbound(entity).is_empty())
            .flat_map_iter(|entity| {
                let mut found = Vec::new();
                reached(
                    graph.inbound(entity),
                    graph.outbound(entity),
                    window,
                    &togo,
                    legs,
                    &mut found,
                );
                for &(other, _) in linked(entity) {
                    let theirs = graph.outbound(other);
                    reached(
                        graph.inbound(entity),
                        theirs,
                        handover,
                        &togo,
                        legs,
                        &mut found,
                    );
                }
                found
            })
            .collect();
        let label = u8::try_from(legs + 1).unwrap_or(NEVER - 1);
        for shipment in newly {
            togo[shipment.index()] = label;
        }
    }
    togo
}

/// Inbound shipments without a label after which an outbound one with at most `legs` to go leaves
/// within the window. Both slices are sorted by day; one walk over each, backwards.
fn reached(
    inbound: &[Step],
    outbound: &[Step],
    window: i32,
    togo: &[u8],
    legs: usize,
    found: &mut Vec<ShipmentId>,
) {
    let mut next = None;
    let mut rest = outbound.len();
    for arrival in inbound.iter().rev() {
        while rest > 0 && outbound[rest - 1].day >= arrival.day {
            rest -= 1;
            if usize::from(togo[outbound[rest].edge.index()]) <= legs {
                next = Some(outbound[rest].day);
            }
        }
        if togo[arrival.edge.index()] == NEVER
            && next.is_some_and(|day| day.since(arrival.day) <= window)
        {
            found.push(arrival.edge);
        }
    }
}
