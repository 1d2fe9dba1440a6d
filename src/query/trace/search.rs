//! Which chains there are: bounds on days first, then a walk that follows only what can arrive.

use super::Asked;
use crate::model::Day;
use crate::query::{Error, RunFolder};
use std::collections::BTreeMap;

/// A shipment between two different firms.
#[derive(Clone, Copy)]
pub struct Edge {
    /// Row of the firm that sends.
    pub from: u32,
    /// Row of the firm that receives.
    pub to: u32,
    /// Days since 1970-01-01.
    pub day: i32,
    /// Row of the shipment.
    pub row: u32,
}

/// Shipments within the days and of the item asked for, in the order of days.
pub fn edges(run: &RunFolder, asked: &Asked) -> Result<Vec<Edge>, Error> {
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
pub struct Bounds {
    /// By legs from the start, then by firm: first day of arrival; `i32::MAX` if none.
    early: Vec<Vec<i32>>,
    /// By legs to the end, then by firm: last day of departure; `i32::MIN` if none.
    late: Vec<Vec<i32>>,
}

impl Bounds {
    /// Reads the edges once a leg in either direction, until nothing changes.
    pub fn of(edges: &[Edge], firms: usize, from: u32, to: u32, legs: usize) -> Self {
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
pub struct Found {
    /// Rows of the firms.
    pub firms: Vec<u32>,
    /// Shipments of each leg, in the order of days.
    pub legs: Vec<Vec<Edge>>,
}

/// Depth-first over firms, each at the earliest day at which goods can be there.
pub fn chains(
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
