//! Joins the entries of a user's file to those of another policy.

use super::entries::At;
use super::error::Fault;
use super::read::Entries;
use std::collections::BTreeMap;

impl Entries {
    /// `later` over these: an entry replaces the one of the same id, others are added.
    pub(crate) fn add(&mut self, later: Entries) {
        self.regimes
            .retain(|regime| !later.drop.contains(&regime.id));
        // A regime that is dropped is not missed by those that name it, unless it comes back.
        self.drop
            .retain(|id| !later.regimes.iter().any(|regime| regime.id == *id));
        let back = |id: &String| later.regimes.iter().any(|regime| regime.id == **id);
        self.drop
            .extend(later.drop.iter().filter(|id| !back(id)).cloned());

        replace(&mut self.sources, later.sources, |e| e.id.clone());
        replace(&mut self.groups, later.groups, |e| e.id.clone());
        replace(&mut self.places, later.places, |e| e.id.clone());
        replace(&mut self.classes, later.classes, |e| e.id.clone());
        replace(&mut self.caps, later.caps, |e| e.id.clone());
        replace(&mut self.regimes, later.regimes, |e| e.id.clone());
        replace(&mut self.territories, later.territories, |e| e.country);
        replace(&mut self.unsettled, later.unsettled, |e| e.country);
        replace(&mut self.hubs, later.hubs, |e| (e.goods.clone(), e.country));

        // Days of a country in a group stand for the whole of its membership.
        let stated = |group: &str, country| {
            later
                .memberships
                .iter()
                .any(|m| m.group == group && m.country == country)
        };
        self.memberships.retain(|m| !stated(&m.group, m.country));
        for group in &mut self.groups {
            let id = group.id.clone();
            group.members.retain(|country| !stated(&id, *country));
        }
        self.memberships.extend(later.memberships);

        // What decides first comes first.
        self.reach.splice(0..0, later.reach);
        self.io_bandwidth.splice(0..0, later.io_bandwidth);
        self.suffixes.extend(later.suffixes);

        for (own, new) in [
            (&mut self.name, later.name),
            (&mut self.restricted_place, later.restricted_place),
        ] {
            if new.is_some() {
                *own = new;
            }
        }
        self.known_from = later.known_from.or(self.known_from);
        self.known_to = later.known_to.or(self.known_to);
        self.reconstructed_before = later.reconstructed_before.or(self.reconstructed_before);
    }

    /// Ids that one file gives twice.
    pub(crate) fn repeated(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut look = |kind: &str, all: Vec<(String, &At)>| {
            let mut seen: BTreeMap<String, usize> = BTreeMap::new();
            for (id, at) in all {
                if let Some(first) = seen.get(&id) {
                    faults.push(Fault {
                        line: at.line,
                        message: format!("the {kind} \"{id}\" stands already on line {first}"),
                    });
                } else {
                    seen.insert(id, at.line);
                }
            }
        };
        look(
            "source",
            self.sources.iter().map(|e| (e.id.clone(), &e.at)).collect(),
        );
        look(
            "group",
            self.groups.iter().map(|e| (e.id.clone(), &e.at)).collect(),
        );
        look(
            "place",
            self.places.iter().map(|e| (e.id.clone(), &e.at)).collect(),
        );
        look(
            "class",
            self.classes.iter().map(|e| (e.id.clone(), &e.at)).collect(),
        );
        look(
            "cap",
            self.caps.iter().map(|e| (e.id.clone(), &e.at)).collect(),
        );
        look(
            "regime",
            self.regimes.iter().map(|e| (e.id.clone(), &e.at)).collect(),
        );
        look(
            "territory",
            self.territories
                .iter()
                .map(|e| (e.country.to_string(), &e.at))
                .collect(),
        );
        faults
    }
}

fn replace<T, K: PartialEq>(all: &mut Vec<T>, later: Vec<T>, key: impl Fn(&T) -> K) {
    for entry in later {
        match all.iter_mut().find(|old| key(old) == key(&entry)) {
            Some(old) => *old = entry,
            None => all.push(entry),
        }
    }
}
