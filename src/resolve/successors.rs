//! Firms that begin when another one stops, with the same partners.

use crate::model::{Day, EntityId, IdVec, Link, LinkKind, Measure, PartyId, Shipments};
use crate::policy::resolve::Links;
use rayon::prelude::*;

/// Shipments that a firm needs before its first and last day say anything.
const LEAST_SHIPMENTS: u32 = 3;
/// Partners of a firm beyond which it is everybody's partner: a forwarder, a port, a wholesaler.
const POPULAR: usize = 60;
/// Links weaker than this are not worth a line.
const FAINTEST: f64 = 0.1;
/// Days for which the two may both be seen: orders on the way are still delivered.
const OVERLAP: i32 = 30;

/// When a firm was seen, and how often.
#[derive(Clone, Copy)]
struct Seen {
    first: Day,
    last: Day,
    shipments: u32,
    /// Where its partners are among those of all.
    partners: (u32, u32),
}

/// When and with whom each firm was seen.
#[derive(Default)]
struct Trade {
    seen: Vec<Option<Seen>>,
    /// Partners, each with the side it stood on: twice the number of a supplier, one more for a customer. Sorted within
    /// each firm.
    partners: Vec<u32>,
}

impl Trade {
    fn of(shipments: &Shipments, entity_of: &IdVec<PartyId, EntityId>, entities: usize) -> Self {
        let legs = Legs::of(shipments, entity_of, entities);
        let parts: Vec<Trade> = (0..entities)
            .into_par_iter()
            .with_min_len(4096)
            .fold(Trade::default, |mut part, entity| {
                part.add(legs.of_firm(entity));
                part
            })
            .collect();
        drop(legs);
        let mut all = Trade {
            seen: Vec::with_capacity(entities),
            partners: Vec::with_capacity(parts.iter().map(|p| p.partners.len()).sum()),
        };
        for part in parts {
            let offset = all.partners.len() as u32;
            all.seen.extend(part.seen.into_iter().map(|seen| {
                seen.map(|mut seen| {
                    seen.partners.0 += offset;
                    seen.partners.1 += offset;
                    seen
                })
            }));
            all.partners.extend(part.partners);
        }
        all
    }

    /// The next firm, with its legs.
    fn add(&mut self, legs: &[(u32, Day)]) {
        let days = legs.iter().map(|leg| leg.1);
        let (Some(first), Some(last)) = (days.clone().min(), days.max()) else {
            self.seen.push(None);
            return;
        };
        let start = self.partners.len();
        self.partners.extend(legs.iter().map(|leg| leg.0));
        let own = &mut self.partners[start..];
        own.sort_unstable();
        let mut kept = 0;
        for at in 0..own.len() {
            if at == 0 || own[at] != own[at - 1] {
                own[kept] = own[at];
                kept += 1;
            }
        }
        self.partners.truncate(start + kept);
        self.seen.push(Some(Seen {
            first,
            last,
            shipments: legs.len() as u32,
            partners: (start as u32, (start + kept) as u32),
        }));
    }

    fn partners(&self, seen: &Seen) -> &[u32] {
        &self.partners[seen.partners.0 as usize..seen.partners.1 as usize]
    }
}

/// Both sides of every shipment between two firms, by firm: the partner as in [`Trade::partners`], and the day.
struct Legs {
    starts: Vec<u32>,
    legs: Vec<(u32, Day)>,
}

impl Legs {
    fn of(shipments: &Shipments, entity_of: &IdVec<PartyId, EntityId>, entities: usize) -> Self {
        let parties = shipments.shipper.iter().zip(&shipments.consignee);
        let firms = parties
            .zip(&shipments.day)
            .filter_map(|((shipper, consignee), &day)| {
                let (a, b) = (entity_of[(*shipper)?], entity_of[(*consignee)?]);
                (a != b).then(|| (a.index() as u32, b.index() as u32, day))
            });
        let mut starts = vec![0u32; entities + 1];
        for (a, b, _) in firms.clone() {
            starts[a as usize + 1] += 1;
            starts[b as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut legs = vec![(0, Day::from_epoch(0)); starts[entities] as usize];
        // Each start moves to the end of its firm, which is where the next one starts.
        for (a, b, day) in firms {
            for (firm, leg) in [(a, (2 * b + 1, day)), (b, (2 * a, day))] {
                let at = &mut starts[firm as usize];
                legs[*at as usize] = leg;
                *at += 1;
            }
        }
        starts.rotate_right(1);
        starts[0] = 0;
        Self { starts, legs }
    }

    fn of_firm(&self, entity: usize) -> &[(u32, Day)] {
        &self.legs[self.starts[entity] as usize..self.starts[entity + 1] as usize]
    }
}

/// Successor links between so many entities: the predecessor first. A link never merges anything. Not sorted.
pub fn links(
    shipments: &Shipments,
    entity_of: &IdVec<PartyId, EntityId>,
    entities: usize,
    policy: &Links,
) -> Vec<Link> {
    let (Some(first), Some(last)) = (shipments.day.iter().min(), shipments.day.iter().max()) else {
        return Vec::new();
    };
    let trade = Trade::of(shipments, entity_of, entities);
    let seen = &trade.seen;
    let gap = policy.successor_gap_days;
    let enough = |s: &Seen| {
        s.shipments >= LEAST_SHIPMENTS && trade.partners(s).len() >= policy.successor_partners
    };
    let popularity = |partner: u32| {
        seen[partner as usize / 2]
            .as_ref()
            .map_or(0, |s| trade.partners(s).len())
    };
    // Who stopped early enough to be missed, and when, by partner.
    let mut stopped: Vec<(u32, u32, Day)> = seen
        .par_iter()
        .enumerate()
        .with_min_len(4096)
        .filter_map(|(i, s)| Some((i as u32, s.as_ref()?)))
        .filter(|(_, s)| enough(s) && s.last.plus(gap / 2) < *last)
        .flat_map_iter(|(i, s)| {
            let partners = trade.partners(s).iter();
            partners.map(move |&partner| (partner, i, s.last))
        })
        .filter(|&(partner, ..)| popularity(partner) <= POPULAR)
        .collect();
    stopped.par_sort_unstable();
    let mut starts = vec![0u32; 2 * entities + 1];
    for row in &stopped {
        starts[row.0 as usize + 1] += 1;
    }
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    let left = |partner: u32| {
        let (start, end) = (starts[partner as usize], starts[partner as usize + 1]);
        &stopped[start as usize..end as usize]
    };
    let weight = |partner: u32| {
        // A partner of two firms tells most; one of POPULAR tells nothing.
        let others = popularity(partner).max(2) as f64 / 2.0;
        (1.0 - others.ln() / (POPULAR as f64 / 2.0).ln()).max(0.0)
    };
    let all = |s: &Seen| trade.partners(s).iter().map(|&p| weight(p)).sum::<f64>();
    seen.par_iter()
        .enumerate()
        .with_min_len(256)
        .filter_map(|(i, s)| Some((i as u32, s.as_ref()?)))
        .filter(|(_, s)| enough(s) && s.first > first.plus(gap / 2))
        .flat_map_iter(|(i, s)| {
            let in_time = |before: Day| (-OVERLAP..=gap).contains(&s.first.since(before));
            let mut shared: Vec<(u32, u32)> = trade
                .partners(s)
                .iter()
                .flat_map(|&partner| left(partner).iter())
                .filter(|&&(_, before, last)| before != i && in_time(last))
                .map(|&(partner, before, _)| (before, partner))
                .collect();
            shared.sort_unstable();
            let mut out = Vec::new();
            for group in shared.chunk_by(|a, b| a.0 == b.0) {
                let Some(before) = &seen[group[0].0 as usize] else {
                    continue;
                };
                let days = s.first.since(before.last);
                if group.len() < policy.successor_partners {
                    continue;
                }
                let common: f64 = group.iter().map(|&(_, partner)| weight(partner)).sum();
                // Of what each had, so that two partners of a hundred are no succession.
                let overlap = common / all(s).max(all(before)).max(1.0);
                let close = 1.0 - f64::from(days.max(0)) / f64::from(gap + 1);
                let strength = policy.successor * overlap.min(1.0) * (0.5 + 0.5 * close);
                if strength < FAINTEST {
                    continue;
                }
                out.push(Link {
                    a: EntityId::new(group[0].0 as usize),
                    b: EntityId::new(i as usize),
                    kind: LinkKind::Successor,
                    strength,
                    share_pct: Measure::UNKNOWN,
                    seen: format!(
                        "{} partners in common; last seen {}, first seen {}",
                        group.len(),
                        before.last,
                        s.first
                    ),
                    from: Some(s.first),
                    to: None,
                });
            }
            out
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Registers, Resolution, Silent};
    use crate::policy::ResolvePolicy;
    use crate::resolve::{Options, resolve};

    /// Rows of day of 2024, shipper, consignee.
    fn run(rows: &[(i32, &str, &str)]) -> (Shipments, Resolution) {
        let mut shipments = Shipments::default();
        let start = Day::from_iso("2024-01-01").expect("day");
        let mut known: Vec<(String, PartyId)> = Vec::new();
        let mut rows = rows.to_vec();
        rows.sort();
        for (day, shipper, consignee) in rows {
            let mut party = |name: &str| {
                if let Some((_, id)) = known.iter().find(|(n, _)| n == name) {
                    return *id;
                }
                let id = shipments.add_party(name, "", None);
                known.push((name.to_owned(), id));
                id
            };
            let (a, b) = (party(shipper), party(consignee));
            shipments.day.push(start.plus(day));
            shipments.shipper.push(Some(a));
            shipments.consignee.push(Some(b));
        }
        let policy = ResolvePolicy::built_in().expect("policy");
        let resolution = resolve(
            &shipments,
            &mut Registers::default(),
            &policy,
            &Options::default(),
            &Silent,
        );
        (shipments, resolution)
    }

    fn named(shipments: &Shipments, resolution: &Resolution) -> Vec<(String, String)> {
        let name = |id: EntityId| shipments.text.get(resolution.entities[id].name).to_owned();
        resolution
            .links
            .iter()
            .filter(|l| l.kind == LinkKind::Successor)
            .map(|l| (name(l.a), name(l.b)))
            .collect()
    }

    /// A trade of two partners that one firm leaves and another takes up, between other trade at both ends.
    fn succession() -> Vec<(i32, &'static str, &'static str)> {
        let mut rows = vec![
            (0, "Heron Example", "Kestrel Example"),
            (360, "Heron Example", "Kestrel Example"),
        ];
        for day in [10, 40, 70, 100] {
            rows.push((day, "Zelkovin Works", "Orchid Trading"));
            rows.push((day + 5, "Orchid Trading", "Brimwell Plant"));
        }
        for day in [130, 160, 190] {
            rows.push((day, "Zelkovin Works", "Pelican Sample"));
            rows.push((day + 5, "Pelican Sample", "Brimwell Plant"));
        }
        rows
    }

    #[test]
    fn a_firm_that_takes_up_the_partners_of_one_that_stopped_is_its_successor() {
        let (shipments, resolution) = run(&succession());
        let pair = ("Orchid Trading".to_owned(), "Pelican Sample".to_owned());
        assert_eq!(named(&shipments, &resolution), [pair]);
        assert_ne!(
            resolution.entity_of[PartyId::new(0)],
            resolution.entity_of[PartyId::new(1)]
        );
    }

    #[test]
    fn the_order_of_rows_does_not_matter() {
        let mut rows = succession();
        let (_, a) = run(&rows);
        rows.reverse();
        let (_, b) = run(&rows);
        let strengths = |r: &Resolution| {
            r.links
                .iter()
                .map(|l| (l.kind, l.strength.to_bits(), l.seen.clone()))
                .collect::<Vec<_>>()
        };
        assert_eq!(strengths(&a), strengths(&b));
    }

    #[test]
    fn partners_that_everybody_has_make_no_successor() {
        let mut rows = succession();
        let crowd: Vec<String> = (0..80)
            .map(|i| format!("Crowd{}q Sample{i}", (b'a' + i % 26) as char))
            .collect();
        for (i, name) in crowd.iter().enumerate() {
            rows.push((i as i32, "Zelkovin Works", name.as_str()));
            rows.push((i as i32, name.as_str(), "Brimwell Plant"));
        }
        let (shipments, resolution) = run(&rows);
        assert!(named(&shipments, &resolution).is_empty());
    }

    #[test]
    fn a_firm_that_begins_long_after_or_beside_the_other_is_none() {
        let mut late = succession();
        for row in &mut late {
            if row.1 == "Pelican Sample" || row.2 == "Pelican Sample" {
                row.0 += 160;
            }
        }
        let (shipments, resolution) = run(&late);
        assert!(named(&shipments, &resolution).is_empty());
        let mut beside = succession();
        beside.push((200, "Orchid Trading", "Brimwell Plant"));
        let (shipments, resolution) = run(&beside);
        assert!(named(&shipments, &resolution).is_empty());
    }
}
