//! Legs that name their goods, traced back to lots that came in under vague words.

use super::check;

#[test]
fn a_vague_arrival_of_the_same_count_is_the_source_of_a_leg_that_names_the_goods() {
    check(
        "0 US:Seller > MY:Shell vague hs=8473 pcs=16 kg=24
         10 MY:Shell > CN:End h100*16 pcs=16 kg=24.4",
        &["Seller > Shell > End | 16 | restricted_country | first named | 0 1"],
    );
}

#[test]
fn machines_of_the_same_weight_are_a_source_though_their_numbers_differ() {
    check(
        "0 US:Seller > MY:Shell vague hs=8471 pcs=5 kg=750
         10 MY:Shell > CN:End dgx*24 pcs=3 kg=452",
        &["Seller > Shell > End | 24 | restricted_country | first named | 0 1"],
    );
}

#[test]
fn other_numbers_other_words_and_later_arrivals_are_no_source() {
    for arrival in [
        "0 US:Seller > MY:Shell vague hs=8473 pcs=40 kg=90",
        "0 US:Seller > MY:Shell other hs=8473 pcs=16 kg=24",
        "12 US:Seller > MY:Shell vague hs=8473 pcs=16 kg=24",
    ] {
        let shown = super::shown(&super::World::new(&format!(
            "{arrival}
             10 MY:Shell > CN:End h100*16 pcs=16 kg=24.4"
        )));
        assert_eq!(shown.len(), 1, "{arrival}");
        assert!(shown[0].starts_with("Shell > End | 16"), "{shown:?}");
    }
}
