//! Listed goods followed over legs of other words by the numbers that both declare.

use super::check;

#[test]
fn count_and_weight_that_both_agree_tie_a_leg_of_other_words() {
    check(
        "0 DE:Maker > TR:Hub chip*100 pcs=100 kg=12
         10 TR:Hub > RU:End vague hs=8473 pcs=98 kg=12.3",
        &["Maker > Hub > End | 98 | restricted_country | first vague | 0 1"],
    );
    check(
        "0 DE:Maker > TR:Hub chip*100 pcs=100 kg=12
         10 TR:Hub > RU:End other hs=8504 pcs=98 kg=12.3",
        &["Maker > Hub > End | 98 | restricted_country | first relabelled | 0 1"],
    );
}

#[test]
fn a_leg_of_another_count_or_weight_is_no_continuation() {
    for leg in ["pcs=98 kg=30", "pcs=40 kg=12", "pcs=40", "kg=30"] {
        check(
            &format!(
                "0 DE:Maker > TR:Hub chip*100 pcs=100 kg=12
                 10 TR:Hub > RU:End vague hs=8473 {leg}"
            ),
            &[],
        );
    }
}
