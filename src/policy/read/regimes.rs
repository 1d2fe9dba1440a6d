//! Tables to regimes and their rules.

use super::words::{REVIEWS, confidence};
use crate::policy::decode::Table;
use crate::policy::entries::{At, Conditions, Effect, Regime, RegimeKind, Rule, Side};

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

pub(super) fn regime(at: &impl Fn(&Table) -> At, t: Table) -> Regime {
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
