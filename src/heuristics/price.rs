//! The price of a piece on the records of a path, held against one side of what the item costs.

use super::Context;
use super::spec::{Best, Seen};
use crate::model::{Item, ItemKind, Measure, Path, Range};

/// The strongest of the path's shipments by the price of a piece.
///
/// `bound` takes the side of the item's prices that the heuristic is about, `strength` weighs the declared price over
/// the bound that it passes, `costs` says in words what the item costs, and `unmeasured` is the reason given where no
/// record of a named item states both value and pieces.
pub fn of_a_piece(
    context: &Context<'_>,
    path: &Path,
    bound: impl Fn(Range) -> Measure,
    strength: impl Fn(f64) -> f64,
    costs: impl Fn(&Item, f64) -> String,
    unmeasured: &str,
) -> Seen {
    let mut best = Best::default();
    let mut measured = false;
    for id in path.shipments() {
        let Some(item) = context.item_of(id).map(|item| &context.inputs.items[item]) else {
            continue;
        };
        if item.kind == ItemKind::ListedHeading {
            measured |= context.usd(id).is_known() && context.pieces(id).is_known();
            continue;
        }
        let each = context.physical(id).usd_a_piece;
        let Some(declared) = each.declared.get() else {
            continue;
        };
        measured = true;
        let (Some(ratio), Some(bound)) = (each.ratio.get(), bound(each.expected).get()) else {
            continue;
        };
        best.offer(
            strength(ratio),
            || {
                let record = context.inputs.shipments.record(id);
                format!(
                    "{record} declares {declared:.0} USD a piece; {}.",
                    costs(item, bound)
                )
            },
            || vec![id],
        );
    }
    best.or_unknown(measured, unmeasured)
}
