//! Chains on literal shipments.

use super::Asked;
use super::search::{Bounds, Edge, chains};
use super::tell::{Told, carried};
use std::collections::BTreeMap;

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
