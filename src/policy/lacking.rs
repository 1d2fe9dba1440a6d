//! In which countries a delivery may have lacked what it needed, whatever the goods: asked before a question is put to the
//! rules, which costs far more.

use super::compile::{ActiveRule, ENFORCED, Stretch};
use super::entries::{self, Effect};
use super::places::{CODES, PlaceTable};
use super::read::Entries;
use super::tri::Tri;
use crate::model::Review;

/// [stretch x CODES + country]: does a rule that is in force in practice ask for what is not given, or for a notice that
/// nobody sees, for the destination alone?
pub(super) fn table(
    entries: &Entries,
    rules: &[ActiveRule],
    stretches: &[Stretch],
    places: &PlaceTable,
) -> Vec<bool> {
    // Of a country that the data do not hold only what names no place is said for sure, and all else may hold.
    let anywhere = |rule: &ActiveRule| rule.destination.is_none() && rule.either.is_none();
    let mut table = Vec::with_capacity(stretches.len() * CODES);
    for (number, stretch) in stretches.iter().enumerate() {
        let practice = Practice::of(entries, rules, stretch);
        let row = table.len();
        table.resize(row + CODES, practice.may_lack(&anywhere, &|_| true));
        for country in places.countries() {
            let held = |column| places.held(number, column, country).tri;
            let surely = |column| held(column) == Tri::Yes;
            let possibly = |column| held(column) != Tri::No;
            let here = |rule: &ActiveRule| {
                rule.destination.is_none_or(surely)
                    && rule.either.is_none_or(surely)
                    && !rule.not_destination.iter().any(|column| surely(*column))
            };
            let perhaps = |rule: &ActiveRule| {
                rule.destination.is_none_or(possibly) && rule.either.is_none_or(possibly)
            };
            table[row + country.ordinal()] = practice.may_lack(&here, &perhaps);
        }
    }
    table
}

/// Does a rule hold of some place?
type Holds<'a> = &'a dyn Fn(&ActiveRule) -> bool;

/// The rules in force in practice of which such an answer is made.
struct Practice<'a> {
    /// Ask for something whoever the parties are, each with whether what it asks for is refused.
    asking: Vec<(&'a ActiveRule, bool)>,
    /// Exceptions that stand only with a notice.
    noticing: Vec<&'a ActiveRule>,
    /// Make the review of another regime's licence worse than approval.
    worsening: Vec<&'a ActiveRule>,
}

impl<'a> Practice<'a> {
    fn of(entries: &Entries, rules: &'a [ActiveRule], stretch: &Stretch) -> Self {
        let (mut asking, mut noticing, mut worsening) = (Vec::new(), Vec::new(), Vec::new());
        for (rule, _) in &stretch.sides[ENFORCED] {
            let rule = &rules[*rule];
            let own = &entries.regimes[rule.regime].rules[rule.rule];
            match &own.effect {
                _ if is_of_party(rule, own) => {}
                Effect::Licence { review } => asking.push((rule, *review != Review::Approval)),
                Effect::Embargo | Effect::ListedParty => asking.push((rule, true)),
                Effect::Indeterminate => asking.push((rule, false)),
                _ => {}
            }
            match own.effect {
                Effect::Exception { notice_days, .. } if notice_days.is_some_and(|n| n > 0) => {
                    noticing.push(rule);
                }
                Effect::Review { review } if review != Review::Approval => worsening.push(rule),
                _ => {}
            }
        }
        Self {
            asking,
            noticing,
            worsening,
        }
    }

    /// May something be lacking, where rules hold `surely` and `perhaps`? An exception that holds for sure lifts what may
    /// hold, and stands only with its notice.
    fn may_lack(&self, surely: Holds<'_>, perhaps: Holds<'_>) -> bool {
        self.asking.iter().any(|&(rule, is_refused)| {
            let worse = |other: &&ActiveRule| other.amends.contains(&rule.regime) && surely(other);
            let lifts = |other: &&ActiveRule| other.lifts.contains(&rule.regime) && surely(other);
            (surely(rule) && (is_refused || self.worsening.iter().any(worse)))
                || (perhaps(rule) && self.noticing.iter().any(lifts))
        })
    }
}

/// Does it depend on who a party is?
fn is_of_party(rule: &ActiveRule, own: &entries::Rule) -> bool {
    let when = &own.when;
    when.listed || when.owned_by_listed_min.is_some() || rule.headquarters.is_some()
}
