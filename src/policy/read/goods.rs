//! Tables to goods: classes, ceilings, reach.

use super::words::{KINDS, confidence, words};
use crate::policy::decode::Table;
use crate::policy::entries::{
    At, Bounds, Cap, CapStep, Class, Counts, IoBandwidth, Reach, Reached,
};

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

pub(super) fn class(at: At, t: Table) -> Class {
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

pub(super) fn io_bandwidth(t: Table) -> IoBandwidth {
    let entry = IoBandwidth {
        gb_s: t.numbers("gb_s"),
        confidence: confidence(&t),
        sources: t.texts("sources"),
    };
    t.finish();
    entry
}

pub(super) fn cap(at: At, t: Table) -> Cap {
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

pub(super) fn reach(at: At, t: Table) -> Option<Reach> {
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
