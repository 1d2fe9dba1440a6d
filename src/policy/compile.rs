//! Entries to an engine: ids become indices, days become stretches, and what does not fit is a fault.

use super::decode::nearest;
use super::entries::{At, Effect, Rule, Side};
use super::error::Fault;
use super::lacking;
use super::names::FirmName;
use super::places::{CODES, PlaceTable};
use super::read::Entries;
use crate::model::{Confidence, Country, Day};

/// A rule ready to be tested.
#[derive(Clone, Debug)]
pub(crate) struct ActiveRule {
    /// Index of its regime.
    pub(crate) regime: usize,
    /// Index within the regime.
    pub(crate) rule: usize,
    pub(crate) classes: Vec<usize>,
    pub(crate) destination: Option<usize>,
    pub(crate) not_destination: Vec<usize>,
    pub(crate) headquarters: Option<usize>,
    pub(crate) not_headquarters: Option<usize>,
    pub(crate) either: Option<usize>,
    pub(crate) origin: Option<usize>,
    pub(crate) exporters: Vec<FirmName>,
    pub(crate) recipients: Vec<FirmName>,
    pub(crate) within: Option<usize>,
    pub(crate) over: Option<usize>,
    pub(crate) not_over: Option<usize>,
    /// Regime indices.
    pub(crate) lifts: Vec<usize>,
    pub(crate) doubts_lifting: Vec<usize>,
    pub(crate) amends: Vec<usize>,
    pub(crate) confidence: Confidence,
}

/// Days over which the same rules are in force.
#[derive(Clone, Debug)]
pub(crate) struct Stretch {
    /// First day.
    pub(crate) from: Day,
    /// Rules in force by the text and in practice, with the regime that leaves them in doubt.
    pub(crate) sides: [Vec<(usize, Option<usize>)>; 2],
}

/// Everything that [`super::Regimes`] holds.
#[derive(Clone, Debug, Default)]
pub(crate) struct Compiled {
    pub(crate) rules: Vec<ActiveRule>,
    pub(crate) stretches: Vec<Stretch>,
    pub(crate) places: PlaceTable,
    /// Place of makers and of origins of each reach entry.
    pub(crate) reach: Vec<(Option<usize>, Option<usize>)>,
    pub(crate) restricted: Option<usize>,
    may_lack: Vec<bool>,
    /// Does some rule for which caps count hold in practice, on any day?
    pub(crate) caps_decide: bool,
}

impl Compiled {
    /// May a delivery to the country lack in practice what it needed, for what its destination is or for the name of
    /// whoever receives it? Never says no where an answer would say so.
    pub(crate) fn may_lack(&self, stretch: usize, country: Country) -> bool {
        self.may_lack[stretch * CODES + country.ordinal()]
    }
}

/// Index of the side of an answer.
pub(crate) const CODIFIED: usize = 0;
/// Index of the other side.
pub(crate) const ENFORCED: usize = 1;

/// Compiles the entries, or says everything that is wrong with them and where.
pub(crate) fn compile(entries: &Entries) -> Result<Compiled, Vec<(At, String)>> {
    let mut faults: Vec<(At, String)> = Vec::new();
    let known_from = entries.known_from.unwrap_or(Day::from_epoch(0));
    let starts = starts(entries, known_from);
    let places = PlaceTable::build(entries, &starts);

    let place_ids: Vec<&str> = (entries.groups.iter().map(|g| g.id.as_str()))
        .chain(entries.places.iter().map(|p| p.id.as_str()))
        .collect();
    for place in &entries.places {
        for id in place.groups.iter().chain(&place.not_groups) {
            let groups = || entries.groups.iter().map(|g| g.id.as_str());
            if !groups().any(|g| g == id) {
                faults.push((place.at.clone(), unknown("group", id, groups())));
            }
        }
    }
    for membership in &entries.memberships {
        let groups = || entries.groups.iter().map(|g| g.id.as_str());
        if !groups().any(|g| g == membership.group) {
            let message = unknown("group", &membership.group, groups());
            faults.push((membership.at.clone(), message));
        }
    }
    for (i, a) in entries.memberships.iter().enumerate() {
        for b in &entries.memberships[..i] {
            let same = a.group == b.group && a.country == b.country;
            if same && overlap((a.from, a.to), (b.from, b.to)) {
                let message = format!(
                    "{} is in group {} twice on the same days, see line {}",
                    a.country, a.group, b.at.line
                );
                faults.push((a.at.clone(), message));
            }
        }
    }

    let mut rules = Vec::new();
    for (regime, held) in entries.regimes.iter().enumerate() {
        for (index, rule) in held.rules.iter().enumerate() {
            let mut lookup = Lookup {
                entries,
                places: &places,
                place_ids: &place_ids,
                at: &rule.at,
                faults: &mut faults,
            };
            rules.push(lookup.rule(regime, index, rule));
        }
        for id in held.suspends.iter().chain(&held.doubts) {
            let mut lookup = Lookup {
                entries,
                places: &places,
                place_ids: &place_ids,
                at: &held.at,
                faults: &mut faults,
            };
            lookup.regime(id);
        }
    }
    contradictions(entries, &mut faults);

    let mut reach = Vec::new();
    for entry in &entries.reach {
        let mut lookup = Lookup {
            entries,
            places: &places,
            place_ids: &place_ids,
            at: &entry.at,
            faults: &mut faults,
        };
        reach.push((lookup.place(&entry.makers), lookup.place(&entry.origin)));
    }
    let restricted = entries
        .restricted_place
        .as_ref()
        .and_then(|id| places.column(id));
    if !faults.is_empty() {
        return Err(faults);
    }
    let stretches: Vec<Stretch> = starts
        .iter()
        .map(|day| stretch(entries, &rules, *day))
        .collect();
    let capped = |rule: &ActiveRule| rule.within.or(rule.over).or(rule.not_over).is_some();
    let caps_decide = stretches.iter().any(|stretch| {
        let mut active = stretch.sides[ENFORCED].iter();
        active.any(|(index, _)| capped(&rules[*index]))
    });
    Ok(Compiled {
        may_lack: lacking::table(entries, &rules, &stretches, &places),
        caps_decide,
        rules,
        stretches,
        places,
        reach,
        restricted,
    })
}

/// First days of all stretches, ascending; the first is the day from which anything is known.
fn starts(entries: &Entries, known_from: Day) -> Vec<Day> {
    let mut starts = vec![known_from];
    let mut span = |from: Option<Day>, to: Option<Day>| {
        starts.extend(from);
        starts.extend(to.map(|day| day.plus(1)));
    };
    for m in &entries.memberships {
        span(m.from, m.to);
    }
    for t in &entries.territories {
        span(t.from, None);
    }
    for regime in &entries.regimes {
        span(regime.from, regime.to);
        for rule in &regime.rules {
            span(rule.from, rule.to);
        }
    }
    for step in entries.caps.iter().flat_map(|cap| &cap.steps) {
        span(step.from, step.to);
    }
    span(entries.reconstructed_before, None);
    starts.retain(|day| *day >= known_from);
    starts.sort_unstable();
    starts.dedup();
    starts
}

fn stretch(entries: &Entries, rules: &[ActiveRule], day: Day) -> Stretch {
    let holds = |from: Option<Day>, to: Option<Day>| {
        from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to)
    };
    let sides = [Side::Codified, Side::Enforced].map(|side| {
        let touching = |regime: &str, which: fn(&super::entries::Regime) -> &Vec<String>| {
            entries.regimes.iter().position(|other| {
                other.side.covers(side)
                    && holds(other.from, other.to)
                    && which(other).iter().any(|id| id == regime)
            })
        };
        let mut active = Vec::new();
        for (i, rule) in rules.iter().enumerate() {
            let regime = &entries.regimes[rule.regime];
            let own = &regime.rules[rule.rule];
            let in_force = own.side.covers(side) && holds(own.from, own.to);
            if in_force && touching(&regime.id, |r| &r.suspends).is_none() {
                active.push((i, touching(&regime.id, |r| &r.doubts)));
            }
        }
        active
    });
    Stretch { from: day, sides }
}

fn unknown<'c>(kind: &str, id: &str, known: impl Iterator<Item = &'c str>) -> String {
    match nearest(id, known) {
        Some(nearest) => format!("there is no {kind} \"{id}\" (nearest: \"{nearest}\")"),
        None => format!("there is no {kind} \"{id}\""),
    }
}

fn overlap(a: (Option<Day>, Option<Day>), b: (Option<Day>, Option<Day>)) -> bool {
    let before = |to: Option<Day>, from: Option<Day>| to.zip(from).is_some_and(|(t, f)| t < f);
    !before(a.1, b.0) && !before(b.1, a.0)
}

/// Rules of one file that want the same and say different things of the same day.
fn contradictions(entries: &Entries, faults: &mut Vec<(At, String)>) {
    let rules: Vec<&Rule> = entries
        .regimes
        .iter()
        .flat_map(|regime| &regime.rules)
        .collect();
    let decides = |effect: &Effect| {
        matches!(
            effect,
            Effect::Licence { .. }
                | Effect::Embargo
                | Effect::ListedParty
                | Effect::Indeterminate
                | Effect::Review { .. }
        )
    };
    for (i, a) in rules.iter().enumerate() {
        for b in &rules[..i] {
            let reviews = |effect: &Effect| matches!(effect, Effect::Review { .. });
            let comparable = decides(&a.effect)
                && decides(&b.effect)
                && reviews(&a.effect) == reviews(&b.effect)
                && a.amends == b.amends;
            let sides = a.side.covers(b.side) || b.side.covers(a.side);
            if comparable
                && sides
                && a.effect != b.effect
                && a.when == b.when
                && a.at.file == b.at.file
                && overlap((a.from, a.to), (b.from, b.to))
            {
                let message = format!(
                    "this rule and the one on line {} want the same and say different things of the same days",
                    b.at.line
                );
                faults.push((a.at.clone(), message));
            }
        }
    }
    for (i, a) in entries.regimes.iter().enumerate() {
        for b in &entries.regimes[..i] {
            if a.suspends.contains(&b.id)
                && b.suspends.contains(&a.id)
                && overlap((a.from, a.to), (b.from, b.to))
            {
                let message = format!("{} and {} suspend each other", a.id, b.id);
                faults.push((a.at.clone(), message));
            }
        }
    }
}

/// Looks ids up and notes those that are not there.
struct Lookup<'a> {
    entries: &'a Entries,
    places: &'a PlaceTable,
    place_ids: &'a [&'a str],
    at: &'a At,
    faults: &'a mut Vec<(At, String)>,
}

impl Lookup<'_> {
    fn fault(&mut self, message: String) {
        self.faults.push((self.at.clone(), message));
    }

    fn place(&mut self, id: &Option<String>) -> Option<usize> {
        let id = id.as_ref()?;
        let column = self.places.column(id);
        if column.is_none() {
            let message = unknown("place or group", id, self.place_ids.iter().copied());
            self.fault(message);
        }
        column
    }

    fn cap(&mut self, id: &Option<String>) -> Option<usize> {
        let id = id.as_ref()?;
        let found = self.entries.caps.iter().position(|cap| cap.id == *id);
        if found.is_none() {
            let caps = self.entries.caps.iter().map(|cap| cap.id.as_str());
            self.fault(unknown("cap", id, caps));
        }
        found
    }

    fn class(&mut self, id: &str) -> Option<usize> {
        let found = self
            .entries
            .classes
            .iter()
            .position(|class| class.id == *id);
        if found.is_none() {
            let classes = self.entries.classes.iter().map(|class| class.id.as_str());
            self.fault(unknown("class", id, classes));
        }
        found
    }

    fn regime(&mut self, id: &str) -> Option<usize> {
        let found = self
            .entries
            .regimes
            .iter()
            .position(|regime| regime.id == *id);
        if found.is_none() && !self.entries.drop.iter().any(|dropped| dropped == id) {
            let regimes = self.entries.regimes.iter().map(|regime| regime.id.as_str());
            self.fault(unknown("regime", id, regimes));
        }
        found
    }

    fn rule(&mut self, regime: usize, index: usize, rule: &Rule) -> ActiveRule {
        let when = &rule.when;
        ActiveRule {
            regime,
            rule: index,
            classes: when.items.iter().filter_map(|id| self.class(id)).collect(),
            destination: self.place(&when.destination),
            not_destination: (when.not_destination.iter())
                .filter_map(|id| self.place(&Some(id.clone())))
                .collect(),
            headquarters: self.place(&when.headquarters),
            not_headquarters: self.place(&when.not_headquarters),
            either: self.place(&when.destination_or_headquarters),
            origin: self.place(&when.origin),
            exporters: when
                .exporters
                .iter()
                .map(|name| FirmName::new(name))
                .collect(),
            recipients: when
                .recipients
                .iter()
                .map(|name| FirmName::new(name))
                .collect(),
            within: self.cap(&when.within),
            over: self.cap(&when.over),
            not_over: self.cap(&when.not_over),
            lifts: rule.lifts.iter().filter_map(|id| self.regime(id)).collect(),
            doubts_lifting: (rule.doubts_lifting.iter())
                .filter_map(|id| self.regime(id))
                .collect(),
            amends: rule
                .amends
                .iter()
                .filter_map(|id| self.regime(id))
                .collect(),
            confidence: rule.confidence,
        }
    }
}

/// Faults of one file as [`Fault`]s; those of other files name the file.
pub(crate) fn faults_of(file: &str, faults: Vec<(At, String)>) -> Vec<Fault> {
    let mut all: Vec<Fault> = faults
        .into_iter()
        .map(|(at, message)| {
            if at.file == file {
                Fault {
                    line: at.line,
                    message,
                }
            } else {
                Fault {
                    line: 0,
                    message: format!(
                        "with this file, {} line {} is at fault: {message}",
                        at.file, at.line
                    ),
                }
            }
        })
        .collect();
    all.sort();
    all.dedup();
    all
}
