//! One sentence that tells an alert.

use super::alerts::Names;
use crate::model::{End, EntityId, Path};

/// Who sent what from where through whom to whom, in how many days, and why the end counts.
pub fn sentence(path: &Path, names: &Names<'_>) -> String {
    let label = |id: EntityId| {
        let entity = &names.resolution.entities[id];
        let name = names.shipments.text.get(entity.name);
        match entity.country {
            Some(country) => format!("{name} ({country})"),
            None => name.to_owned(),
        }
    };
    let (first, last) = path.days();
    let goods = match path.units.get() {
        Some(units) => format!("{units:.0} x {}", names.items[path.item].model),
        None => format!("An unknown number of {}", names.items[path.item].model),
    };
    let mut chain = path.chain.iter();
    let from = chain.next().map(|&id| label(id)).unwrap_or_default();
    let from = match path.feeders.len() {
        0 => from,
        1 => format!("{from} and another firm"),
        more => format!("{from} and {more} other firms"),
    };
    let to = chain.next_back().map(|&id| label(id)).unwrap_or_default();
    let through: Vec<String> = chain.map(|&id| label(id)).collect();
    let through = match through.as_slice() {
        [] => String::new(),
        list => format!(" through {}", list.join(", ")),
    };
    let days = last.since(first);
    let when = match days {
        0 => format!("on {first}"),
        1 => format!("from {first} in 1 day"),
        _ => format!("from {first} in {days} days"),
    };
    let end = match &path.end {
        End::RestrictedCountry { .. } => String::new(),
        End::RestrictedOwner { country, share_pct } => match share_pct.get() {
            Some(share) => format!(", owned {share:.0} % from {country}"),
            None => format!(", owned from {country}"),
        },
        End::RestrictedHeadquarters { country } => format!(", with headquarters in {country}"),
        End::Listed { list } => format!(", listed ({list})"),
        End::Vanished => ", where they are lost from sight".to_owned(),
    };
    format!("{goods} went from {from}{through} to {to}{end}, {when}.")
}
