//! Listing and counting against an obvious brute force.

use super::{Legs, Network, Question, Refused, Sink, count, list};
use crate::model::Day;
use proptest::prelude::*;

/// Reads the definition aloud.
fn brute(legs: &Legs, question: &Question) -> Vec<Vec<u32>> {
    fn grow(legs: &Legs, question: &Question, path: &mut Vec<u32>, found: &mut Vec<Vec<u32>>) {
        let last = path[path.len() - 1] as usize;
        if path.len() >= 2 && legs.ends_inside[last] {
            found.push(path.clone());
        }
        if path.len() == question.max_legs || legs.ends_inside[last] {
            return;
        }
        for next in 0..legs.len() {
            let gap = legs.day[next].since(legs.day[last]);
            let mut entities: Vec<u32> = path.iter().map(|&row| legs.from[row as usize]).collect();
            entities.push(legs.to[last]);
            let fits = legs.from[next] == legs.to[last]
                && (0..=question.window_days).contains(&gap)
                && !entities.contains(&legs.to[next])
                && (!question.same_heading
                    || (legs.heading[next].is_some() && legs.heading[next] == legs.heading[last]));
            if fits {
                path.push(next as u32);
                grow(legs, question, path, found);
                path.pop();
            }
        }
    }
    let mut found = Vec::new();
    for first in 0..legs.len() {
        if !legs.starts_inside[first] && legs.from[first] != legs.to[first] {
            grow(legs, question, &mut vec![first as u32], &mut found);
        }
    }
    found.sort();
    found
}

#[derive(Default)]
struct Rows(Vec<u8>);

impl Sink for Rows {
    fn path(&self, rows: &[u32], out: &mut Vec<u8>) {
        let words: Vec<String> = rows.iter().map(u32::to_string).collect();
        out.extend_from_slice(words.join(" ").as_bytes());
        out.push(b'\n');
    }

    fn flush(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }
}

fn listed(legs: &Legs, question: &Question) -> (String, u128) {
    let network = Network::build(legs, question).expect("a fair question");
    let mut rows = Rows::default();
    let total = list(&network, legs, &mut rows).expect("memory takes everything");
    (String::from_utf8(rows.0).expect("digits"), total)
}

fn parsed(text: &str) -> Vec<Vec<u32>> {
    let mut paths: Vec<Vec<u32>> = text
        .lines()
        .map(|line| line.split(' ').map(|n| n.parse().expect("a row")).collect())
        .collect();
    paths.sort();
    paths
}

/// From, to, day, heading, and whether shipper and consignee are in the destination set.
type Row = (u32, u32, i32, Option<u16>, bool, bool);

fn legs(rows: &[Row]) -> Legs {
    let mut rows = rows.to_vec();
    rows.sort_by_key(|row| row.2);
    Legs {
        entities: rows.iter().map(|r| r.0.max(r.1) + 1).max().unwrap_or(0),
        from: rows.iter().map(|r| r.0).collect(),
        to: rows.iter().map(|r| r.1).collect(),
        day: rows.iter().map(|r| Day::from_epoch(r.2)).collect(),
        heading: rows.iter().map(|r| r.3).collect(),
        starts_inside: rows.iter().map(|r| r.4).collect(),
        ends_inside: rows.iter().map(|r| r.5).collect(),
    }
}

fn worlds() -> impl Strategy<Value = (Legs, Question)> {
    let heading = prop_oneof![Just(None), Just(Some(8471)), Just(Some(8473))];
    let loose = (
        0..7u32,
        0..7u32,
        0..12i32,
        heading.clone(),
        any::<bool>(),
        prop::bool::weighted(0.3),
    );
    // Half of the worlds keep to one country a name, as real data nearly do.
    let steady = (0..9u32, 0..9u32, 0..12i32, heading)
        .prop_map(|(from, to, day, heading)| (from, to, day, heading, from >= 7, to >= 7));
    let rows = prop_oneof![
        prop::collection::vec(loose, 0..22),
        prop::collection::vec(steady, 0..30),
    ];
    (rows, 2..7usize, 0..8i32, any::<bool>()).prop_map(
        |(rows, max_legs, window_days, same_heading)| {
            (
                legs(&rows),
                Question {
                    max_legs,
                    window_days,
                    same_heading,
                },
            )
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6000))]

    #[test]
    fn the_same_paths_as_the_definition_read_aloud((legs, question) in worlds()) {
        let expected = brute(&legs, &question);
        let (text, total) = listed(&legs, &question);
        prop_assert_eq!(total, expected.len() as u128);
        prop_assert_eq!(parsed(&text), expected);
    }

    #[test]
    fn counting_agrees_with_listing((legs, question) in worlds()) {
        let expected = brute(&legs, &question);
        let network = Network::build(&legs, &question).expect("a fair question");
        for (length, paths) in count(&network, &legs).by_legs {
            let listed = expected.iter().filter(|path| path.len() == length).count();
            prop_assert_eq!(paths, listed as u128, "{} legs", length);
        }
    }

    #[test]
    fn the_order_is_the_same_for_any_number_of_threads((legs, question) in worlds()) {
        let with = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
            pool.expect("a pool").install(|| listed(&legs, &question))
        };
        prop_assert_eq!(with(1), with(3));
    }
}

fn question(max_legs: usize, window_days: i32) -> Question {
    Question {
        max_legs,
        window_days,
        same_heading: false,
    }
}

#[test]
fn one_leg_or_a_negative_window_is_refused_and_fifty_legs_are_not() {
    let legs = legs(&[(0, 1, 0, None, false, false), (1, 2, 3, None, false, true)]);
    let refused = |max_legs, window| Network::build(&legs, &question(max_legs, window)).err();
    assert_eq!(refused(1, 3), Some(Refused::Legs { asked: 1 }));
    assert_eq!(refused(65, 3), Some(Refused::Legs { asked: 65 }));
    assert_eq!(refused(2, -1), Some(Refused::Window { asked: -1 }));
    assert_eq!(listed(&legs, &question(50, 3)).0, "0 1\n");
}

#[test]
fn nothing_or_everything_inside_gives_no_paths() {
    let nothing = legs(&[(0, 1, 0, None, false, false), (1, 2, 3, None, false, false)]);
    assert_eq!(listed(&nothing, &question(4, 9)).1, 0);
    let everything = legs(&[(0, 1, 0, None, true, true), (1, 2, 3, None, true, true)]);
    assert_eq!(listed(&everything, &question(4, 9)).1, 0);
    assert_eq!(listed(&legs(&[]), &question(4, 9)).1, 0);
}

#[test]
fn paths_of_up_to_four_legs_are_counted_without_a_walk() {
    let legs = legs(&[
        (0, 1, 0, None, false, false),
        (1, 0, 1, None, false, false),
        (1, 2, 1, None, false, false),
        (2, 4, 1, None, false, false),
        (2, 0, 1, None, false, false),
        (4, 0, 2, None, false, false),
        (2, 3, 2, None, false, true),
        (0, 3, 2, None, false, true),
        (1, 3, 2, None, false, true),
        (4, 3, 2, None, false, true),
    ]);
    let question = question(4, 9);
    let network = Network::build(&legs, &question).expect("a fair question");
    let counts = count(&network, &legs);
    assert_eq!(counts.walked, 0);
    let expected = brute(&legs, &question);
    let of = |n: usize| expected.iter().filter(|path| path.len() == n).count() as u128;
    assert_eq!(counts.by_legs, [(2, of(2)), (3, of(3)), (4, of(4))]);
    assert_eq!(of(4), 2);
}
