//! An item by whatever name a user gives it.

use crate::model::{Item, ItemId, ItemKind, Items};

/// What a name given by a user stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// One item.
    One(ItemId),
    /// A family or a shared name: the variants, in id order.
    Several(Vec<ItemId>),
    /// Nothing; the ids nearest in spelling, best first.
    Unknown(Vec<ItemId>),
}

/// Finds an item by id, model, alias, part number or family, whatever the case, spaces and hyphens:
/// `nv_h100_sxm5`, `h100-sxm5`, `H100 SXM5`, `RTX 4090`. A family whose variants differ gives all of them.
pub fn find(items: &Items, name: &str) -> Named {
    let wanted = squeeze(name);
    let exact = |test: &dyn Fn(&Item) -> bool| -> Vec<ItemId> {
        items
            .enumerate()
            .filter(|(_, item)| test(item))
            .map(|(id, _)| id)
            .collect()
    };
    let tests: [&dyn Fn(&Item) -> bool; 6] = [
        &|item| squeeze(&item.id) == wanted,
        &|item| item.part_numbers.iter().any(|n| squeeze(n) == wanted),
        &|item| squeeze(&item.model) == wanted,
        &|item| item.kind == ItemKind::Accelerator && squeeze(&item.family) == wanted,
        &|item| {
            // The slug without the maker: h100-sxm5.
            item.id
                .split_once('_')
                .is_some_and(|(_, rest)| squeeze(rest) == wanted)
        },
        &|item| {
            item.aliases.iter().any(|alias| squeeze(alias) == wanted)
                || squeeze(&format!("{} {}", item.vendor, item.model)) == wanted
                || squeeze(&format!("{} {}", item.family, item.form)) == wanted
        },
    ];
    if !wanted.is_empty() {
        for test in tests {
            let found = exact(test);
            match found.len() {
                0 => {}
                1 => return Named::One(found[0]),
                _ => return Named::Several(found),
            }
        }
    }
    // "NVIDIA H100 PCIe", "Dell XE9680": the maker in front of what the catalogue calls it.
    let rest = items.iter().find_map(|item| {
        let rest = wanted.strip_prefix(&squeeze(&item.vendor))?;
        (!rest.is_empty() && rest.len() < wanted.len()).then_some(rest)
    });
    if let Some(rest) = rest
        && let found @ (Named::One(_) | Named::Several(_)) = find(items, rest)
    {
        return found;
    }
    // "Gaudi", "DGX": the front part of several names.
    let begins = exact(&|item| {
        let own = [&item.family, &item.model];
        wanted.chars().count() > 2
            && item.kind != ItemKind::ListedHeading
            && own.iter().any(|name| squeeze(name).starts_with(&wanted))
    });
    if begins.len() > 1 {
        return Named::Several(begins);
    }
    let mut near: Vec<(usize, bool, ItemId)> = items
        .enumerate()
        .filter(|(_, item)| item.kind != ItemKind::ListedHeading)
        .map(|(id, item)| {
            let distance = [&item.id, &item.model, &item.family]
                .into_iter()
                .chain(&item.aliases)
                .map(|known| {
                    rapidfuzz::distance::levenshtein::distance(
                        squeeze(known).chars(),
                        wanted.chars(),
                    )
                })
                .min()
                .unwrap_or(usize::MAX);
            // Of equally near ones the accelerators first: a machine is rarely named so shortly.
            (distance, item.kind != ItemKind::Accelerator, id)
        })
        .collect();
    near.sort();
    Named::Unknown(near.into_iter().take(5).map(|(_, _, id)| id).collect())
}

/// Upper case, letters and digits only.
fn squeeze(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::catalogue::load;

    #[test]
    fn names_are_found_in_any_spelling_and_a_family_asks_which() {
        let items = load();
        let one = |name: &str| match find(&items, name) {
            Named::One(id) => items[id].id.clone(),
            other => format!("{other:?}"),
        };
        assert_eq!(one("nv_h100_sxm5"), "nv_h100_sxm5");
        assert_eq!(one("h200-sxm"), "nv_h200_sxm");
        assert_eq!(one("H100 SXM5"), "nv_h100_sxm5");
        assert_eq!(one("rtx 4090"), "nv_rtx4090");
        assert_eq!(one("900-21010-0000-000"), "nv_h100_pcie");
        assert_eq!(one("DGX H100"), "dgx_h100");
        assert!(matches!(find(&items, "H100"), Named::Several(v) if v.len() == 3));
        let Named::Unknown(near) = find(&items, "H100 SMX5") else {
            panic!("not a name");
        };
        assert_eq!(items[near[0]].family, "H100");
    }
}
