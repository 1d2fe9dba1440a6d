//! Tables to countries: groups, territories, named places, hubs.

use super::words::confidence;
use crate::policy::decode::Table;
use crate::policy::entries::{At, Group, Hub, Membership, Place, Territory, Unsettled};

pub(super) fn group(at: At, t: Table) -> Group {
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

pub(super) fn membership(at: At, t: Table) -> Option<Membership> {
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

pub(super) fn territory(at: At, t: Table) -> Option<Territory> {
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

pub(super) fn unsettled(t: Table) -> Option<Unsettled> {
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

pub(super) fn place(at: At, t: Table) -> Place {
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

pub(super) fn hub(t: Table) -> Option<Hub> {
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
