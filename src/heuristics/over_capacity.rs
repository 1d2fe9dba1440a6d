//! More chips than power.

use super::spec::{Best, Seen, heuristic, ramp, unknown};
use super::{Context, testbed};
use crate::model::{ItemKind, Path};

heuristic! {
    /// # What it looks for
    /// The power that the accelerators held by a firm would draw, against the megawatts its register entry gives.
    ///
    /// # Why it matters
    /// A data centre cannot run what it cannot feed. What exceeds the feed is stored, or elsewhere.
    ///
    /// # When it is innocent
    /// Building in stages, spares, halls rented from others, a register that is a year behind.
    ///
    /// # Parameters
    /// Overhead of machine and hall, and the ratios of need to supply between which suspicion grows.
    ///
    /// # Example
    /// 4,096 accelerators of 700 watts for a site of 2 megawatts.
    ///
    /// # What to check next
    /// Ask the grid company for the connected load.
    ///
    /// # Source
    /// BIS guidance of 13 May 2025 (power, cooling and space not affirmed); overhead from general knowledge, not verified.
    "over-capacity": "A firm holds more accelerators than its site can power",
    Stable since "0.1.0", Entity Against, group "use",
    {
        /// Watts of machine and hall for each watt of a bare accelerator.
        overhead: "factor" = 2.2,
        /// Watts of the hall for each watt of a complete machine.
        hall: "factor" = 1.3,
        /// Need over supply that says nothing.
        forgiven: "ratio" = 1.2,
        /// Need over supply that counts in full.
        full: "ratio" = 2.5,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let item = context.item(path);
    let held = item.accelerators.get().unwrap_or(1.0).max(1.0);
    let Some(watts) = item.power_watts.get() else {
        return if context.by_heading(path) { None } else { unknown("The power that this item draws is not known.") };
    };
    let each = match item.kind {
        ItemKind::Accelerator | ItemKind::Baseboard => watts / held * p.overhead,
        ItemKind::System => watts / held * p.hall,
        ItemKind::ListedHeading => return None,
    };
    let mut best = Best::default();
    let mut measured = false;
    for &id in path.chain.iter().skip(1) {
        let Some(mw) = context.attributes(id).and_then(|a| a.data_centre_mw.get()) else { continue };
        if context.sits_restricted(id, path) {
            continue;
        }
        measured = true;
        let family = context.family(id, path);
        let need = family.units_in * each / 1e6;
        best.offer(
            ramp(need / mw.max(0.001), p.forgiven, p.full),
            || format!("{} took in {:.0} units, which draw {need:.1} MW; its site has {mw:.1} MW.", context.label(id), family.units_in),
            || Context::around(path, id),
        );
    }
    best.or_unknown(measured, "No register gives the power of a site on this chain.")
}

testbed::cases!("over-capacity");
