//! Which parties are one firm.

use super::records::Records;
use crate::model::{Country, Merge, MergePart, PartyId, Shipments};
use rustc_hash::FxHashMap;

/// Groups of parties and why they were joined.
pub struct Clusters {
    /// Group of each party, numbered from 0 without gaps.
    pub group_of: Vec<u32>,
    /// Number of groups.
    pub groups: usize,
    /// Why.
    pub merges: Vec<Merge>,
    /// What a person should know.
    pub warnings: Vec<String>,
}

/// Same words in any order and the same country; a party without a country joins if the name has one country only.
pub fn by_equal_name(shipments: &Shipments, records: &Records) -> Clusters {
    let keys: Vec<String> = (0..records.names.len() as u32)
        .map(|n| match records.names.sorted_key(n) {
            // Nothing but legal forms: such a name equals only itself.
            key if key.is_empty() => format!(
                "={}",
                shipments.text.get(records.names.raw[n as usize]).trim()
            ),
            key => key,
        })
        .collect();
    let mut countries: FxHashMap<&str, Vec<Country>> = FxHashMap::default();
    for record in &records.parties {
        let list = countries.entry(&keys[record.name as usize]).or_default();
        if let Some(country) = record.country
            && !list.contains(&country)
        {
            list.push(country);
        }
    }
    let mut numbers: FxHashMap<(&str, Option<Country>), (u32, PartyId)> = FxHashMap::default();
    let mut group_of = Vec::with_capacity(records.parties.len());
    let mut merges = Vec::new();
    for (i, record) in records.parties.iter().enumerate() {
        let key = keys[record.name as usize].as_str();
        let country = record
            .country
            .or_else(|| match countries.get(key).map(Vec::as_slice) {
                Some([only]) => Some(*only),
                _ => None,
            });
        let next = numbers.len() as u32;
        let party = PartyId::new(i);
        let &mut (group, first) = numbers.entry((key, country)).or_insert((next, party));
        if first != party {
            merges.push(Merge {
                left: first,
                right: party,
                log_odds: f64::INFINITY,
                parts: vec![MergePart {
                    field: "name",
                    seen: key.to_owned(),
                    log_odds: f64::INFINITY,
                }],
                judged_by: None,
            });
        }
        group_of.push(group);
    }
    Clusters {
        group_of,
        groups: numbers.len(),
        merges,
        warnings: Vec::new(),
    }
}
