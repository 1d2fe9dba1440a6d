//! Controlled goods under their own name, out of a third country.

use super::spec::{Seen, heuristic, ramp, seen};
use super::subject::Subject;
use super::{Context, testbed};
use crate::model::{End, Review, Status};

heuristic! {
    /// # What it looks for
    /// A last leg that names the controlled goods, leaves a country other than the one they are made in or designed in,
    /// and goes to a country where the rules of that day refuse them.
    ///
    /// # Why it matters
    /// The customs of the home country ask for a licence before such goods leave; those of a third country seldom ask
    /// for that of another state. Whoever sends goods on under their own name relies on that.
    ///
    /// # When it is innocent
    /// A licence for the re-export may have been granted; trade records do not show it. A chip may be older or lesser than
    /// its name. What comes back from a repair or a fair was never sold; it counts as far as it stayed.
    ///
    /// # Parameters
    /// Between which certainties of recognition it gains strength, how much is left where the goods come straight
    /// from their home country, whose customs would have asked, and how long goods that come back may be away.
    ///
    /// # Example
    /// A trader in Singapore sends "H100 80GB PCIE" to a firm in China in March 2024.
    ///
    /// # What to check next
    /// Ask the exporter for the licence number of the re-export; ask the maker to whom the serial numbers were sold.
    ///
    /// # Source
    /// 15 CFR 734.14 and 736.2 on what counts as a re-export and what it needs; BIS guidance of 13 May 2025.
    "named-reexport": "Goods that are refused there leave a third country under their own name",
    Stable since "0.1.0", Path Against, group "words",
    {
        /// Confidence from which recognition counts.
        doubtful: "confidence" = 0.5,
        /// Confidence that counts in full.
        sure: "confidence" = 0.8,
        /// Strength left where the goods leave their home country.
        home: "factor" = 0.2,
        /// Days within which goods that come back were not sold.
        longest_absence: "days" = 365.0,
    }
}

fn look(context: &Context<'_>, path: &Subject<'_>, p: &Parameters) -> Seen {
    let item = context.item(path);
    let leg = path.last_shipped()?;
    // Goods for a buyer who is refused elsewhere, by an owner or a list, carry their name in honest trade too.
    let End::RestrictedCountry { country } = &path.end else {
        return None;
    };
    if item.is_unnamed() || context.by_heading(path) || leg.is_hidden() {
        return None;
    }
    let refused = match &path.answer(context)?.enforced.status {
        Status::LicenceRequired { review } => {
            matches!(review, Review::Denial | Review::PolicyOfDenial)
        }
        Status::Embargo | Status::ListedParty => true,
        _ => false,
    };
    let home = path.maker.or(item.maker_country)?;
    let from = context.country(leg.from)?;
    if !refused || context.is_maker(leg.from) {
        return None;
    }
    let named: Vec<_> = leg
        .shipments
        .iter()
        .copied()
        .filter(|&id| context.item_of(id).is_some())
        // A machine without its accelerators is named and not refused.
        .filter(|&id| context.units(id).get() != Some(0.0))
        .collect();
    let confidence = context.confidence(named.iter().copied());
    let units = path.units.or(leg.units).get().filter(|units| *units > 0.0);
    let back = context.returned(path, leg, p.longest_absence).units;
    let stayed = units.map_or(1.0, |units| (1.0 - back / units).max(0.0));
    let (factor, words) = if from == home {
        (p.home, "from their home country")
    } else {
        (1.0, "from a third country")
    };
    seen(
        factor * stayed * ramp(confidence, p.doubtful, p.sure),
        format!(
            "{} leaves {from} under its own name, {words}, for {country}, where the rules of that day refuse it.",
            item.model
        ),
        named,
    )
}

testbed::cases!("named-reexport");
