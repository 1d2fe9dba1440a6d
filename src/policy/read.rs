//! Files to entries.

use super::decode::{Source, Table};
use super::entries::*;
use crate::model::{Confidence, Day, ItemKind, Review};
use serde::Serialize;

/// Words for confidence.
pub(crate) const CONFIDENCE: [(&str, Confidence); 3] = [
    ("verified", Confidence::Verified),
    ("likely", Confidence::Likely),
    ("unverified", Confidence::Unverified),
];

/// Words for reviews.
pub(crate) const REVIEWS: [(&str, Review); 5] = [
    ("approval", Review::Approval),
    ("case_by_case", Review::CaseByCase),
    ("denial", Review::Denial),
    ("policy_of_denial", Review::PolicyOfDenial),
    ("unpublished", Review::Unpublished),
];

const KINDS: [(&str, ItemKind); 4] = [
    ("accelerator", ItemKind::Accelerator),
    ("baseboard", ItemKind::Baseboard),
    ("system", ItemKind::System),
    ("listed_heading", ItemKind::ListedHeading),
];

const COUNTS: [(&str, Counts); 3] = [
    ("group-year", Counts::GroupYear),
    ("country", Counts::Country),
    ("recipient", Counts::Recipient),
];

const REACHED: [(&str, Reached); 3] = [
    ("yes", Reached::Yes),
    ("no", Reached::No),
    ("unsettled", Reached::Unsettled),
];

const SIDES: [(&str, Side); 3] = [
    ("both", Side::Both),
    ("codified", Side::Codified),
    ("enforced", Side::Enforced),
];

#[derive(Clone, Copy)]
enum EffectWord {
    Licence,
    Embargo,
    ListedParty,
    Indeterminate,
    Exception,
    Authorised,
    Review,
    Note,
}

const EFFECTS: [(&str, EffectWord); 8] = [
    ("licence", EffectWord::Licence),
    ("embargo", EffectWord::Embargo),
    ("listed_party", EffectWord::ListedParty),
    ("indeterminate", EffectWord::Indeterminate),
    ("exception", EffectWord::Exception),
    ("authorised", EffectWord::Authorised),
    ("review", EffectWord::Review),
    ("note", EffectWord::Note),
];

/// The entries of one file, or of several joined.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Entries {
    pub(crate) name: Option<String>,
    pub(crate) known_from: Option<Day>,
    pub(crate) known_to: Option<Day>,
    pub(crate) restricted_place: Option<String>,
    pub(crate) reconstructed_before: Option<Day>,
    pub(crate) sources: Vec<SourceText>,
    pub(crate) groups: Vec<Group>,
    pub(crate) memberships: Vec<Membership>,
    pub(crate) territories: Vec<Territory>,
    pub(crate) unsettled: Vec<Unsettled>,
    pub(crate) places: Vec<Place>,
    pub(crate) classes: Vec<Class>,
    pub(crate) io_bandwidth: Vec<IoBandwidth>,
    pub(crate) caps: Vec<Cap>,
    pub(crate) reach: Vec<Reach>,
    pub(crate) hubs: Vec<Hub>,
    pub(crate) regimes: Vec<Regime>,
    pub(crate) suffixes: Vec<String>,
    /// Ids of regimes taken out.
    pub(crate) drop: Vec<String>,
}

impl Entries {
    /// Reads every kind of entry that the table holds; faults go to the source.
    pub(crate) fn read(source: &Source, table: &Table) -> Entries {
        let at = |t: &Table| At {
            file: source.file.to_owned(),
            line: t.line(),
        };
        let each = |key: &'static str| table.tables(key);
        Entries {
            name: table.text("name"),
            known_from: table.day("known_from"),
            known_to: table.day("known_to"),
            restricted_place: table.text("restricted_place"),
            reconstructed_before: table.day("reconstructed_before"),
            sources: each("source")
                .into_iter()
                .map(|t| source_text(at(&t), t))
                .collect(),
            groups: each("group")
                .into_iter()
                .map(|t| group(at(&t), t))
                .collect(),
            memberships: each("membership")
                .into_iter()
                .filter_map(|t| membership(at(&t), t))
                .collect(),
            territories: each("territory")
                .into_iter()
                .filter_map(|t| territory(at(&t), t))
                .collect(),
            unsettled: each("unsettled")
                .into_iter()
                .filter_map(|t| unsettled(t))
                .collect(),
            places: each("place")
                .into_iter()
                .map(|t| place(at(&t), t))
                .collect(),
            classes: each("class")
                .into_iter()
                .map(|t| class(at(&t), t))
                .collect(),
            io_bandwidth: each("io_bandwidth")
                .into_iter()
                .map(|t| io_bandwidth(t))
                .collect(),
            caps: each("cap").into_iter().map(|t| cap(at(&t), t)).collect(),
            reach: each("reach")
                .into_iter()
                .filter_map(|t| reach(at(&t), t))
                .collect(),
            hubs: each("hub").into_iter().filter_map(|t| hub(t)).collect(),
            regimes: each("regime").into_iter().map(|t| regime(&at, t)).collect(),
            suffixes: table.texts("suffixes"),
            drop: table.texts("drop"),
        }
    }
}

fn source_text(at: At, t: Table) -> SourceText {
    let text = SourceText {
        id: t.required("id"),
        title: t.required("title"),
        publisher: t.text("publisher").unwrap_or_default(),
        date: t.text("date").unwrap_or_default(),
        url: t.text("url").unwrap_or_default(),
        read: t.text("read").unwrap_or_default(),
        at,
    };
    t.finish();
    text
}

/// What a user does not state of his own entry he vouches for himself.
fn confidence(t: &Table) -> Confidence {
    t.word("confidence", &CONFIDENCE)
        .unwrap_or(Confidence::Verified)
}

fn group(at: At, t: Table) -> Group {
    let id = t.required("id");
    let group = Group {
        title: t.text("title").unwrap_or_else(|| id.clone()),
        id,
        members: t.countries("members"),
        confidence: confidence(&t),
        sources: t.texts("sources"),
        at,
    };
    // The day of the table is kept for the reader of the file.
    t.day("as_of");
    t.finish();
    group
}

fn membership(at: At, t: Table) -> Option<Membership> {
    let (from, to) = t.days();
    let group = t.required("group");
    let country = t.country("country");
    if t.value("country").is_none() {
        t.fault("country", "`country` is missing".to_owned());
    }
    let entry = country.map(|country| Membership {
        group,
        country,
        from,
        to,
        settled: t.flag("settled").unwrap_or(true),
        confidence: confidence(&t),
        sources: t.texts("sources"),
        note: t.text("note").unwrap_or_default(),
        at,
    });
    if entry.is_some() {
        t.finish();
    }
    entry
}

fn territory(at: At, t: Table) -> Option<Territory> {
    let (country, of) = (t.country("country"), t.country("of"));
    for key in ["country", "of"] {
        if t.value(key).is_none() {
            t.fault(key, format!("`{key}` is missing"));
        }
    }
    let entry = Territory {
        country: country?,
        of: of?,
        from: t.day("from"),
        confidence: confidence(&t),
        sources: t.texts("sources"),
        note: t.text("note").unwrap_or_default(),
        at,
    };
    t.finish();
    Some(entry)
}

fn unsettled(t: Table) -> Option<Unsettled> {
    let country = t.country("country");
    if t.value("country").is_none() {
        t.fault("country", "`country` is missing".to_owned());
    }
    let entry = Unsettled {
        country: country?,
        sources: t.texts("sources"),
        note: t.text("note").unwrap_or_default(),
    };
    confidence(&t);
    t.finish();
    Some(entry)
}

fn place(at: At, t: Table) -> Place {
    let id = t.required("id");
    let place = Place {
        title: t.text("title").unwrap_or_else(|| id.clone()),
        id,
        groups: t.texts("in"),
        countries: t.countries("countries"),
        not_groups: t.texts("not_in"),
        not_countries: t.countries("not_countries"),
        at,
    };
    if place.groups.is_empty() && place.countries.is_empty() {
        t.fault(
            "id",
            "the place holds nothing: give `in` or `countries`".to_owned(),
        );
    }
    for group in place.groups.iter().filter(|g| place.not_groups.contains(g)) {
        t.fault(
            "not_in",
            format!("\"{group}\" is both in `in` and in `not_in`"),
        );
    }
    for country in place
        .countries
        .iter()
        .filter(|c| place.not_countries.contains(c))
    {
        t.fault(
            "not_countries",
            format!("{country} is both in `countries` and in `not_countries`"),
        );
    }
    t.finish();
    place
}

fn words<T: Copy>(t: &Table, key: &'static str, all: &[(&str, T)]) -> Vec<T> {
    let mut found = Vec::new();
    for text in t.texts(key) {
        match all.iter().find(|(word, _)| *word == text) {
            Some((_, meaning)) => found.push(*meaning),
            None => {
                let known: Vec<&str> = all.iter().map(|(word, _)| *word).collect();
                let message = format!("`{key}` holds \"{text}\"; known are {}", known.join(", "));
                t.fault(key, message);
            }
        }
    }
    found
}

fn bounds(t: Table) -> Bounds {
    let b = Bounds {
        kinds: words(&t, "kinds", &KINDS),
        items: t.texts("items"),
        families: t.texts("families"),
        hs6: t.texts("hs6"),
        tpp_min: t.number("tpp_min"),
        tpp_below: t.number("tpp_below"),
        density_min: t.number("density_min"),
        density_below: t.number("density_below"),
        memory_bandwidth_min: t.number("memory_bandwidth_min"),
        memory_bandwidth_below: t.number("memory_bandwidth_below"),
        io_bandwidth_min: t.number("io_bandwidth_min"),
        sum_bandwidth_min: t.number("sum_bandwidth_min"),
        datacenter: t.flag("datacenter"),
        made_for_china: t.flag("made_for_china"),
        launched_by: t.day("launched_by"),
    };
    for (low, high, key) in [
        (b.tpp_min, b.tpp_below, "tpp_below"),
        (b.density_min, b.density_below, "density_below"),
        (
            b.memory_bandwidth_min,
            b.memory_bandwidth_below,
            "memory_bandwidth_below",
        ),
    ] {
        if let (Some(low), Some(high)) = (low, high)
            && low >= high
        {
            t.fault(
                key,
                format!("no item can be at least {low} and below {high}"),
            );
        }
    }
    if b == Bounds::default() {
        t.fault(
            "kinds",
            "an alternative without any bound would hold every item".to_owned(),
        );
    }
    t.finish();
    b
}

fn class(at: At, t: Table) -> Class {
    let id = t.required("id");
    let class = Class {
        title: t.text("title").unwrap_or_else(|| id.clone()),
        id,
        any: t.tables("any").into_iter().map(bounds).collect(),
        none: t.tables("none").into_iter().map(bounds).collect(),
        confidence: confidence(&t),
        sources: t.texts("sources"),
        at,
    };
    if class.any.is_empty() {
        t.fault(
            "any",
            "the class holds nothing: give `any = [{ ... }]`".to_owned(),
        );
    }
    t.finish();
    class
}

fn io_bandwidth(t: Table) -> IoBandwidth {
    let entry = IoBandwidth {
        gb_s: t.numbers("gb_s"),
        confidence: confidence(&t),
        sources: t.texts("sources"),
    };
    t.finish();
    entry
}

fn cap(at: At, t: Table) -> Cap {
    let id = t.required("id");
    let mut steps = Vec::new();
    for step in t.tables("steps") {
        let (from, to) = step.days();
        match step.number("tpp") {
            Some(tpp) if tpp >= 0.0 => steps.push(CapStep { from, to, tpp }),
            Some(tpp) => step.fault("tpp", format!("`tpp` is {tpp}; it must not be negative")),
            None if step.value("tpp").is_none() => {
                step.fault("tpp", "`tpp` is missing".to_owned());
            }
            None => {}
        }
        step.finish();
    }
    // A cap of one amount for all days needs no steps.
    if let Some(tpp) = t.number("tpp") {
        if !steps.is_empty() {
            t.fault("tpp", "give either `tpp` or `steps`, not both".to_owned());
        } else if tpp < 0.0 {
            t.fault("tpp", format!("`tpp` is {tpp}; it must not be negative"));
        }
        steps.push(CapStep {
            from: None,
            to: None,
            tpp,
        });
    }
    steps.sort_by_key(|step| step.from);
    for pair in steps.windows(2) {
        let (a, b) = (&pair[0], &pair[1]);
        if a.to.is_none() || b.from.is_none() || a.to >= b.from {
            t.fault("steps", "two steps hold on the same day".to_owned());
        }
    }
    if steps.is_empty() {
        t.fault(
            "tpp",
            "the cap has no amount: give `tpp` or `steps`".to_owned(),
        );
    }
    let counts = t.word("counts", &COUNTS);
    if t.value("counts").is_none() {
        t.fault(
            "counts",
            "`counts` is missing: group-year, country or recipient".to_owned(),
        );
    }
    let cap = Cap {
        title: t.text("title").unwrap_or_else(|| id.clone()),
        id,
        counts: counts.unwrap_or(Counts::GroupYear),
        steps,
        notice_from_tpp: t.number("notice_from_tpp"),
        confidence: confidence(&t),
        sources: t.texts("sources"),
        at,
    };
    t.finish();
    cap
}

fn reach(at: At, t: Table) -> Option<Reach> {
    let reached = t.word("reached", &REACHED);
    if t.value("reached").is_none() {
        t.fault(
            "reached",
            "`reached` is missing: yes, no or unsettled".to_owned(),
        );
    }
    let entry = Reach {
        kinds: words(&t, "kinds", &KINDS),
        makers: t.text("makers"),
        maker_known: t.flag("maker_known"),
        origin: t.text("origin"),
        reached: reached?,
        confidence: confidence(&t),
        sources: t.texts("sources"),
        reason: t.required("reason"),
        at,
    };
    t.finish();
    Some(entry)
}

fn hub(t: Table) -> Option<Hub> {
    let (country, since) = (t.country("country"), t.day("since"));
    for key in ["country", "since"] {
        if t.value(key).is_none() {
            t.fault(key, format!("`{key}` is missing"));
        }
    }
    let hub = Hub {
        country: country?,
        goods: t.required("goods"),
        since: since?,
        onward: t.flag("onward").unwrap_or(false),
        confidence: confidence(&t),
        sources: t.texts("sources"),
        note: t.text("note").unwrap_or_default(),
    };
    t.finish();
    Some(hub)
}

fn regime(at: &impl Fn(&Table) -> At, t: Table) -> Regime {
    let id = t.required("id");
    let (from, to) = t.days();
    let mut regime = Regime {
        title: t.text("title").unwrap_or_else(|| id.clone()),
        id,
        kind: t
            .word("kind", &RegimeKind::WORDS)
            .unwrap_or(RegimeKind::Own),
        citation: t.text("citation").unwrap_or_default(),
        from,
        to,
        compliance_from: t.day("compliance_from"),
        controls: t.text("controls").unwrap_or_default(),
        destinations: t.text("destinations").unwrap_or_default(),
        confidence: confidence(&t),
        sources: t.texts("sources"),
        url: t.text("url").unwrap_or_default(),
        uncertain: t.text("uncertain").unwrap_or_default(),
        suspends: t.texts("suspends"),
        doubts: t.texts("doubts"),
        doubts_reason: t.text("doubts_reason").unwrap_or_default(),
        side: t.word("side", &SIDES).unwrap_or(Side::Both),
        rules: Vec::new(),
        at: at(&t),
    };
    for r in t.tables("rule") {
        let here = at(&r);
        regime.rules.extend(rule(here, r, &regime));
    }
    t.finish();
    regime
}

fn rule(at: At, t: Table, regime: &Regime) -> Option<Rule> {
    let (from, to) = t.days();
    for (key, day) in [("from", from), ("to", to)] {
        let early = day.zip(regime.from).is_some_and(|(day, first)| day < first);
        let late = day.zip(regime.to).is_some_and(|(day, last)| day > last);
        if early || late {
            t.fault(
                key,
                format!("`{key}` is outside the days of the regime {}", regime.id),
            );
        }
    }
    let when = conditions(&t);
    let effect = effect(&t);
    let rule = Rule {
        when,
        from: from.or(regime.from),
        to: to.or(regime.to),
        side: t.word("side", &SIDES).unwrap_or(Side::Both),
        effect: effect.clone().unwrap_or(Effect::Note),
        lifts: t.texts("lifts"),
        doubts_lifting: t.texts("doubts_lifting"),
        amends: t.texts("amends"),
        confidence: confidence(&t).min(regime.confidence),
        reason: t.required("reason"),
        at,
    };
    match rule.effect {
        Effect::Exception { .. } | Effect::Authorised if rule.lifts.is_empty() => {
            t.fault(
                "effect",
                "`lifts` is missing: name the regimes whose licence it lifts".to_owned(),
            );
        }
        Effect::Review { .. } if rule.amends.is_empty() => {
            t.fault(
                "effect",
                "`amends` is missing: name the regimes whose review it changes".to_owned(),
            );
        }
        _ => {}
    }
    t.finish();
    effect.map(|_| rule)
}

fn effect(t: &Table) -> Option<Effect> {
    let word = t.word("effect", &EFFECTS);
    let review = t.word("review", &REVIEWS);
    let code = t.text("code");
    let notice_days = t.number("notice_days");
    if t.value("effect").is_none() {
        t.fault("effect", "`effect` is missing".to_owned());
    }
    let needs_review = || {
        if t.value("review").is_none() {
            t.fault(
                "effect",
                "`review` is missing: how are applications judged?".to_owned(),
            );
        }
        review
    };
    Some(match word? {
        EffectWord::Licence => Effect::Licence {
            review: needs_review()?,
        },
        EffectWord::Review => Effect::Review {
            review: needs_review()?,
        },
        EffectWord::Embargo => Effect::Embargo,
        EffectWord::ListedParty => Effect::ListedParty,
        EffectWord::Indeterminate => Effect::Indeterminate,
        EffectWord::Authorised => Effect::Authorised,
        EffectWord::Note => Effect::Note,
        EffectWord::Exception => {
            if code.is_none() {
                t.fault(
                    "effect",
                    "`code` is missing: how is the exception called?".to_owned(),
                );
            }
            Effect::Exception {
                code: code.unwrap_or_default(),
                notice_days: notice_days.map(|days| days.clamp(0.0, 36_500.0) as u32),
            }
        }
    })
}

fn conditions(t: &Table) -> Conditions {
    let mut not_destination = t.texts("not_destination_any");
    not_destination.extend(t.text("not_destination"));
    let when = Conditions {
        items: t.texts("items"),
        destination: t.text("destination"),
        not_destination,
        headquarters: t.text("headquarters"),
        not_headquarters: t.text("not_headquarters"),
        destination_or_headquarters: t.text("destination_or_headquarters"),
        origin: t.text("origin"),
        in_country: t.flag("in_country"),
        exporters: t.texts("exporters"),
        recipients: t.texts("recipients"),
        listed: t.flag("listed").unwrap_or(false),
        owned_by_listed_min: t.number("owned_by_listed_min"),
        certificate: t.flag("certificate").unwrap_or(false),
        within: t.text("within"),
        over: t.text("over"),
        not_over: t.text("not_over"),
    };
    if when.items.is_empty() {
        t.fault(
            "items",
            "`items` is missing: which classes does the rule hold?".to_owned(),
        );
    }
    let clash = |a: &Option<String>, b: &Option<String>| a.is_some() && a == b;
    if when
        .destination
        .as_ref()
        .is_some_and(|d| when.not_destination.contains(d))
    {
        t.fault(
            "destination",
            "the rule wants and excludes the same destination".to_owned(),
        );
    }
    if clash(&when.headquarters, &when.not_headquarters) {
        t.fault(
            "headquarters",
            "the rule wants and excludes the same headquarters".to_owned(),
        );
    }
    if clash(&when.within, &when.over) || clash(&when.over, &when.not_over) {
        t.fault(
            "over",
            "the rule wants a total both within and over the same cap".to_owned(),
        );
    }
    when
}
