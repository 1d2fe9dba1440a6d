//! The names and numbers of the catalogue as patterns, and how much each says by itself.

use super::Strength;
use super::build::{Builder, NamesTable};
use crate::items::normalise::Compact;
use crate::model::{Item, ItemId, ItemKind, Items};

/// Words that may stand around a family in an alias without telling the variant.
const FILLING: [&str; 12] = [
    "NVIDIA", "TESLA", "AMD", "INSTINCT", "RADEON", "INTEL", "HABANA", "GEFORCE", "TENSOR", "CORE",
    "GPU", "QUADRO",
];

/// The alias without makers, general words and memory sizes.
fn bare(alias: &str) -> String {
    let alias = alias
        .to_uppercase()
        .replace("英伟达", " ")
        .replace("显卡", " ");
    alias
        .split([' ', '-'])
        .filter(|token| !token.is_empty() && !FILLING.contains(token) && !is_memory(token))
        .collect()
}

fn is_memory(token: &str) -> bool {
    let digits = token.trim_end_matches("GB").trim_end_matches('G');
    digits.len() < token.len() && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

/// One to four letters, digits, up to three letters: the shape of everyone's model numbers.
fn is_common_shape(compact: &str) -> bool {
    let letters = compact.bytes().take_while(u8::is_ascii_uppercase).count();
    let rest = &compact[letters..];
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let end = &rest[digits..];
    (1..=4).contains(&letters)
        && (1..=4).contains(&digits)
        && end.len() <= 3
        && end.bytes().all(|b| b.is_ascii_uppercase())
        && !["RTX", "DGX", "HGX", "TPU"]
            .iter()
            .any(|known| compact.starts_with(known))
}

pub(super) fn add_names(builder: &mut Builder, items: &Items, table: &NamesTable) {
    let squeeze = |text: &str| String::from_utf8_lossy(&Compact::of(text).bytes).into_owned();
    let need_context: Vec<String> = table.need_context.iter().map(|n| squeeze(n)).collect();
    let family = |name: &str| -> Vec<ItemId> {
        items
            .enumerate()
            .filter(|(_, item)| item.kind == ItemKind::Accelerator && item.family == name)
            .map(|(id, _)| id)
            .collect()
    };
    let strength = |text: &str, item: &Item| -> Strength {
        let compact = squeeze(text);
        let ascii = compact.is_ascii();
        let plain = ascii && !compact.bytes().any(|b| b.is_ascii_digit());
        let short = ascii && compact.len() <= 5;
        let system = item.kind != ItemKind::Accelerator;
        let weak = need_context.contains(&compact)
            || (item.common_name && compact == squeeze(&item.family))
            || (plain && !compact.contains("GPU") && !compact.contains("SUPERCHIP"))
            || if system {
                short
            } else {
                is_common_shape(&compact)
            };
        if weak {
            Strength::Weak
        } else {
            Strength::Strong
        }
    };
    for (id, item) in items.enumerate() {
        if item.kind == ItemKind::ListedHeading {
            continue;
        }
        let accelerator = item.kind == ItemKind::Accelerator;
        let mut names = item.aliases.clone();
        if !item.model.contains(['/', '(']) && !item.model.ends_with("family") {
            names.push(item.model.clone());
        }
        if accelerator {
            let squeezed = squeeze(&item.family);
            if item.vendor == "NVIDIA" && item.common_name {
                // The old product line's name is enough beside any model of it.
                let with_line = format!("TESLA {}", item.family);
                builder.name(&with_line, &family(&item.family), Strength::Strong);
            }
            builder.name(
                &item.family,
                &family(&item.family),
                strength(&item.family, item),
            );
            names.retain(|alias| {
                let general = squeeze(&bare(alias)) == squeezed;
                if general && squeeze(alias).len() > squeezed.len() {
                    // The alias with a maker is as strong as a distinct name; with a memory size it is not.
                    let made =
                        alias.split([' ', '-']).any(|t| FILLING.contains(&t)) || !alias.is_ascii();
                    let strength = if made {
                        Strength::Strong
                    } else {
                        strength(&item.family, item)
                    };
                    builder.name(alias, &family(&item.family), strength);
                }
                !general
            });
        }
        for name in &names {
            builder.name(name, &[id], strength(name, item));
        }
        for number in &item.part_numbers {
            let digits = number.bytes().any(|b| b.is_ascii_digit());
            let weak = need_context.contains(&squeeze(number))
                || !digits
                || (is_common_shape(&squeeze(number)) && number.len() <= 5);
            builder.name(
                number,
                &[id],
                if weak {
                    Strength::Weak
                } else {
                    Strength::Number
                },
            );
        }
    }
    for (bare, name) in &table.bare_numbers {
        builder.name(bare, &family(name), Strength::Bare);
    }
    for (wrong, name) in &table.misspelt {
        let members = family(name);
        let weak = members.iter().any(|id| items[*id].common_name);
        builder.name(
            wrong,
            &members,
            if weak {
                Strength::Weak
            } else {
                Strength::Strong
            },
        );
    }
}
