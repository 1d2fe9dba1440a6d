//! The time-respecting chains between two firms of a finished run.
//!
//! Nothing is judged here: a chain is firms each of which ships to the next, in the order of days, and the
//! units are those that its shipments could have carried from one end to the other. The search reads
//! three columns of the shipments, walks over them once for each leg in either direction to find what lies
//! on a way at all, and follows only that.

use crate::model::{Day, Measure};
use crate::query::{Error, RunFolder, entity};
use serde::Serialize;
use std::collections::BTreeMap;

/// What is asked.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Name or id of the firm that chains start at.
    pub from: String,
    /// Name or id of the firm that they end at.
    pub to: String,
    /// First day of a shipment, inside.
    pub after: Option<Day>,
    /// Last day of a shipment, inside.
    pub before: Option<Day>,
    /// Keep only shipments recognised as this item (its catalogue id, or the beginning of it).
    pub item: Option<String>,
    /// Longest chain in legs.
    pub max_legs: usize,
    /// Chains after which the search stops.
    pub most: usize,
}

/// The chains found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TraceAnswer {
    /// Where they start.
    pub from: Firm,
    /// Where they end.
    pub to: Firm,
    /// Those that carry most units first, then the shortest, then the earliest.
    pub chains: Vec<TraceChain>,
    /// There are more chains than were asked for.
    pub cut: bool,
}

/// A firm on a chain.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Firm {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its country.
    pub country: Option<String>,
}

/// Firms in order, and what moved between them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TraceChain {
    /// One more than legs.
    pub firms: Vec<Firm>,
    /// The legs.
    pub legs: Vec<TraceLeg>,
    /// Units that can have moved from the first firm to the last in the order of days; unknown where a
    /// leg states none.
    pub units: Measure,
}

/// The shipments between two neighbours that lie on a way from end to end.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TraceLeg {
    /// First of them.
    pub first_day: Day,
    /// Last of them.
    pub last_day: Day,
    /// Sum of the known units of those that were recognised as an item.
    pub units: Measure,
    /// Items they were recognised as, sorted, no repeats.
    pub items: Vec<String>,
    /// Their record ids in the order of days.
    pub record_ids: Vec<String>,
}

/// A shipment between two different firms.
#[derive(Clone, Copy)]
struct Edge {
    from: u32,
    to: u32,
    day: i32,
    row: u32,
}

/// Finds the chains.
///
/// # Errors
/// If a firm is not found or several fit, or the folder is damaged.
pub fn trace(run: &RunFolder, asked: &Asked) -> Result<TraceAnswer, Error> {
    let from = entity::find(run, &asked.from)?;
    let to = entity::find(run, &asked.to)?;
    let edges = edges(run, asked)?;
    let firms = run.entities()?.len();
    let bounds = Bounds::of(&edges, firms, from as u32, to as u32, asked.max_legs);
    let (chains, cut) = chains(&edges, &bounds, from as u32, to as u32, asked);
    let found = describe(run, &chains)?;
    let ends = firm(run, &[from as u32, to as u32])?;
    let end = |row: usize| {
        ends.get(&(row as u32))
            .cloned()
            .ok_or_else(|| run.torn(format!("entity in row {row} cannot be read")))
    };
    Ok(TraceAnswer {
        from: end(from)?,
        to: end(to)?,
        chains: found,
        cut,
    })
}

/// Shipments within the days and of the item asked for, in the order of days.
fn edges(run: &RunFolder, asked: &Asked) -> Result<Vec<Edge>, Error> {
    let mut columns = vec!["date", "shipper_entity_row", "consignee_entity_row"];
    if asked.item.is_some() {
        columns.push("item_id");
    }
    let frame = run.shipments()?.columns(&columns)?;
    let from = frame.wholes("shipper_entity_row", -1);
    let to = frame.wholes("consignee_entity_row", -1);
    let days = frame.days("date", i32::MIN);
    let first = asked.after.map_or(i32::MIN + 1, Day::epoch);
    let last = asked.before.map_or(i32::MAX, Day::epoch);
    let mut edges = Vec::with_capacity(from.len());
    for (row, ((&from, &to), &day)) in from.iter().zip(&to).zip(&days).enumerate() {
        if from >= 0 && to >= 0 && from != to && day >= first && day <= last {
            edges.push(Edge {
                from: from as u32,
                to: to as u32,
                day,
                row: row as u32,
            });
        }
    }
    if let Some(item) = &asked.item {
        let wanted = item.trim().to_ascii_lowercase();
        edges.retain(|edge| {
            frame
                .text("item_id", edge.row as usize)
                .is_some_and(|id| id.starts_with(&wanted))
        });
    }
    Ok(edges)
}

/// How early goods from the start can be at a firm, and how late they can leave it for the end, by the
/// number of legs.
struct Bounds {
    /// By legs from the start, then by firm: first day of arrival; `i32::MAX` if none.
    early: Vec<Vec<i32>>,
    /// By legs to the end, then by firm: last day of departure; `i32::MIN` if none.
    late: Vec<Vec<i32>>,
}

impl Bounds {
    fn of(edges: &[Edge], firms: usize, from: u32, to: u32, legs: usize) -> Self {
        let mut early = vec![vec![i32::MAX; firms]];
        early[0][from as usize] = i32::MIN;
        let mut late = vec![vec![i32::MIN; firms]];
        late[0][to as usize] = i32::MAX;
        for leg in 1..=legs {
            // A chain of fewer legs is one of this length too, as far as bounds go.
            let mut next = early[leg - 1].clone();
            for edge in edges {
                if early[leg - 1][edge.from as usize] <= edge.day {
                    let at = &mut next[edge.to as usize];
                    *at = (*at).min(edge.day);
                }
            }
            early.push(next);
            let mut next = late[leg - 1].clone();
            for edge in edges.iter().rev() {
                if late[leg - 1][edge.to as usize] >= edge.day {
                    let at = &mut next[edge.from as usize];
                    *at = (*at).max(edge.day);
                }
            }
            late.push(next);
        }
        Self { early, late }
    }
}

/// A chain of firms with the rows of each leg that lie on a way from end to end.
struct Found {
    firms: Vec<u32>,
    legs: Vec<Vec<Edge>>,
}

/// Depth-first over firms, each at the earliest day at which goods can be there.
fn chains(
    edges: &[Edge],
    bounds: &Bounds,
    from: u32,
    to: u32,
    asked: &Asked,
) -> (Vec<Found>, bool) {
    let legs = asked.max_legs;
    let mut pairs: BTreeMap<(u32, u32), Vec<Edge>> = BTreeMap::new();
    for edge in edges {
        let useful = bounds.early[legs - 1][edge.from as usize] <= edge.day
            && bounds.late[legs - 1][edge.to as usize] >= edge.day;
        if useful {
            pairs.entry((edge.from, edge.to)).or_default().push(*edge);
        }
    }
    let mut walk = Walk {
        pairs: &pairs,
        bounds,
        to,
        most: asked.most,
        firms: vec![from],
        found: Vec::new(),
        cut: false,
    };
    if from != to {
        walk.on(i32::MIN, legs);
    }
    (walk.found, walk.cut)
}

struct Walk<'a> {
    pairs: &'a BTreeMap<(u32, u32), Vec<Edge>>,
    bounds: &'a Bounds,
    to: u32,
    most: usize,
    firms: Vec<u32>,
    found: Vec<Found>,
    cut: bool,
}

impl Walk<'_> {
    fn on(&mut self, since: i32, left: usize) {
        let Some(&here) = self.firms.last() else {
            return;
        };
        for ((_, next), edges) in self.pairs.range((here, 0)..=(here, u32::MAX)) {
            let at = edges.partition_point(|edge| edge.day < since);
            let Some(first) = edges.get(at) else { continue };
            if self.firms.contains(next) || self.bounds.late[left - 1][*next as usize] < first.day {
                continue;
            }
            if self.found.len() >= self.most {
                self.cut = true;
                return;
            }
            self.firms.push(*next);
            if *next == self.to {
                self.found.extend(usable(self.pairs, &self.firms));
            } else if left > 1 {
                self.on(first.day, left - 1);
            }
            self.firms.pop();
        }
    }
}

/// The shipments of each leg that some shipment before can have fed and some shipment after can carry on.
fn usable(pairs: &BTreeMap<(u32, u32), Vec<Edge>>, firms: &[u32]) -> Option<Found> {
    let mut legs: Vec<Vec<Edge>> = Vec::with_capacity(firms.len() - 1);
    let mut since = i32::MIN;
    for pair in firms.windows(2) {
        let all = pairs.get(&(pair[0], pair[1]))?;
        let leg: Vec<Edge> = all.iter().filter(|e| e.day >= since).copied().collect();
        since = leg.first()?.day;
        legs.push(leg);
    }
    let mut until = i32::MAX;
    for leg in legs.iter_mut().rev() {
        leg.retain(|edge| edge.day <= until);
        until = leg.last()?.day;
    }
    Some(Found {
        firms: firms.to_vec(),
        legs,
    })
}

/// What is known of a shipment on a chain.
struct Told {
    record: String,
    item: Option<String>,
    units: Option<f64>,
}

fn describe(run: &RunFolder, chains: &[Found]) -> Result<Vec<TraceChain>, Error> {
    let mut rows: Vec<usize> = chains
        .iter()
        .flat_map(|chain| chain.legs.iter().flatten().map(|edge| edge.row as usize))
        .collect();
    rows.sort_unstable();
    rows.dedup();
    let frame = run
        .shipments()?
        .rows(&["record_id", "item_id", "units"], &rows)?;
    let told: BTreeMap<u32, Told> = rows
        .iter()
        .enumerate()
        .map(|(at, &row)| {
            let item = frame.text("item_id", at).map(str::to_owned);
            let told = Told {
                record: frame.text("record_id", at).unwrap_or("").to_owned(),
                // Units of what was not recognised are pieces of something else.
                units: item.as_ref().and(frame.number("units", at)),
                item,
            };
            (row as u32, told)
        })
        .collect();
    let mut firms: Vec<u32> = chains
        .iter()
        .flat_map(|chain| chain.firms.clone())
        .collect();
    firms.sort_unstable();
    firms.dedup();
    let names = firm(run, &firms)?;
    let mut found: Vec<TraceChain> = chains
        .iter()
        .map(|chain| TraceChain {
            firms: chain
                .firms
                .iter()
                .filter_map(|row| names.get(row).cloned())
                .collect(),
            legs: chain.legs.iter().map(|leg| line(leg, &told)).collect(),
            units: carried(&chain.legs, &told).into(),
        })
        .collect();
    found.sort_by(|a, b| {
        let units = |chain: &TraceChain| chain.units.get().unwrap_or(-1.0);
        units(b)
            .total_cmp(&units(a))
            .then(a.legs.len().cmp(&b.legs.len()))
            .then_with(|| a.legs[0].first_day.cmp(&b.legs[0].first_day))
            .then_with(|| {
                let ids = |chain: &TraceChain| {
                    chain
                        .firms
                        .iter()
                        .map(|firm| firm.id.clone())
                        .collect::<Vec<_>>()
                };
                ids(a).cmp(&ids(b))
            })
    });
    Ok(found)
}

fn line(leg: &[Edge], told: &BTreeMap<u32, Told>) -> TraceLeg {
    let rows = || leg.iter().filter_map(|edge| told.get(&edge.row));
    let known: Vec<f64> = rows().filter_map(|told| told.units).collect();
    let mut items: Vec<String> = rows().filter_map(|told| told.item.clone()).collect();
    items.sort_unstable();
    items.dedup();
    TraceLeg {
        first_day: Day::from_epoch(leg.first().map_or(0, |edge| edge.day)),
        last_day: Day::from_epoch(leg.last().map_or(0, |edge| edge.day)),
        units: (!known.is_empty())
            .then(|| known.iter().sum::<f64>())
            .into(),
        items,
        record_ids: rows().map(|told| told.record.clone()).collect(),
    }
}

/// Units that can have moved from end to end: each shipment takes what has arrived by its day and was not
/// taken yet, earliest first, which no other order can better. `None` where a leg states none.
fn carried(legs: &[Vec<Edge>], told: &BTreeMap<u32, Told>) -> Option<f64> {
    let mut arriving: Option<Vec<(i32, f64)>> = None;
    for leg in legs {
        let stated: Vec<(i32, f64)> = leg
            .iter()
            .filter_map(|edge| Some((edge.day, told.get(&edge.row)?.units?)))
            .collect();
        if stated.is_empty() {
            return None;
        }
        arriving = Some(match arriving {
            None => stated,
            Some(arrived) => {
                let (mut stock, mut next) = (0.0, 0);
                stated
                    .into_iter()
                    .map(|(day, room)| {
                        while next < arrived.len() && arrived[next].0 <= day {
                            stock += arrived[next].1;
                            next += 1;
                        }
                        let taken = room.min(stock);
                        stock -= taken;
                        (day, taken)
                    })
                    .collect()
            }
        });
    }
    arriving.map(|arrived| arrived.iter().map(|(_, units)| units).sum())
}

/// Ids, names and countries by row.
fn firm(run: &RunFolder, rows: &[u32]) -> Result<BTreeMap<u32, Firm>, Error> {
    let mut wanted: Vec<usize> = rows.iter().map(|&row| row as usize).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let frame = run.entities()?.rows(&["id", "name", "country"], &wanted)?;
    Ok(wanted
        .iter()
        .enumerate()
        .map(|(at, &row)| {
            let firm = Firm {
                id: frame.text("id", at).unwrap_or("").to_owned(),
                name: frame.text("name", at).unwrap_or("").to_owned(),
                country: frame.text("country", at).map(str::to_owned),
            };
            (row as u32, firm)
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(max_legs: usize) -> Asked {
        Asked {
            from: String::new(),
            to: String::new(),
            after: None,
            before: None,
            item: None,
            max_legs,
            most: 100,
        }
    }

    /// Firms, rows of each leg, units carried.
    type Expected<'a> = (&'a [u32], &'a [&'a [u32]], f64);

    /// Rows are (from, to, day, units); the answer is firms, rows of each leg, units carried.
    fn check(
        rows: &[(u32, u32, i32, f64)],
        (from, to, legs): (u32, u32, usize),
        expected: &[Expected],
    ) {
        let edges: Vec<Edge> = rows
            .iter()
            .enumerate()
            .map(|(row, &(from, to, day, _))| Edge {
                from,
                to,
                day,
                row: row as u32,
            })
            .collect();
        let told: BTreeMap<u32, Told> = rows
            .iter()
            .enumerate()
            .map(|(row, &(.., units))| {
                let told = Told {
                    record: format!("R{row}"),
                    item: Some("h100".to_owned()),
                    units: Some(units),
                };
                (row as u32, told)
            })
            .collect();
        let bounds = Bounds::of(&edges, 6, from, to, legs);
        let (found, cut) = chains(&edges, &bounds, from, to, &asked(legs));
        assert!(!cut);
        assert_eq!(found.len(), expected.len());
        for (found, (firms, legs, units)) in found.iter().zip(expected) {
            assert_eq!(found.firms, *firms);
            let rows: Vec<Vec<u32>> = found
                .legs
                .iter()
                .map(|leg| leg.iter().map(|edge| edge.row).collect())
                .collect();
            assert_eq!(rows, *legs);
            assert_eq!(carried(&found.legs, &told), Some(*units));
        }
    }

    #[test]
    fn chains_keep_the_order_of_days_and_name_no_firm_twice() {
        check(
            &[
                (0, 1, 5, 8.0),
                (1, 2, 3, 8.0),
                (1, 2, 5, 6.0),
                (1, 0, 6, 8.0),
                (0, 2, 9, 1.0),
            ],
            (0, 2, 3),
            &[(&[0, 1, 2], &[&[0], &[2]], 6.0), (&[0, 2], &[&[4]], 1.0)],
        );
    }

    #[test]
    fn shipments_that_nothing_can_follow_or_feed_are_left_out() {
        check(
            &[
                (0, 1, 1, 4.0),
                (0, 1, 9, 4.0),
                (1, 2, 5, 4.0),
                (2, 3, 4, 2.0),
                (2, 3, 7, 3.0),
            ],
            (0, 3, 3),
            &[(&[0, 1, 2, 3], &[&[0], &[2], &[4]], 3.0)],
        );
    }

    #[test]
    fn a_longer_chain_than_asked_for_is_not_found() {
        let rows = [(0, 1, 1, 1.0), (1, 2, 2, 1.0), (2, 3, 3, 1.0)];
        check(&rows, (0, 3, 2), &[]);
        check(
            &rows,
            (0, 3, 3),
            &[(&[0, 1, 2, 3], &[&[0], &[1], &[2]], 1.0)],
        );
    }

    #[test]
    fn units_wait_for_their_arrival() {
        check(
            &[
                (0, 1, 1, 4.0),
                (1, 2, 1, 3.0),
                (0, 1, 5, 4.0),
                (1, 2, 6, 10.0),
            ],
            (0, 2, 2),
            &[(&[0, 1, 2], &[&[0, 2], &[1, 3]], 8.0)],
        );
    }
}
