//! What the tests of the rules share: items, questions, answers.

mod data;
mod destinations;
mod figures;
mod parties;

use crate::model::{Country, Day, Item, ItemKind, Measure, Review, Status, Verdict};
use crate::policy::{Policy, Question};

/// TPP, performance density, memory GB/s, data centre.
type Figures = (f64, f64, f64, bool);

pub(crate) fn item(family: &str, figures: Figures) -> Item {
    let (tpp, density, memory, datacenter) = figures;
    Item {
        vendor: "NVIDIA".to_owned(),
        model: family.to_owned(),
        family: family.to_owned(),
        form: "SXM".to_owned(),
        accelerators: Measure::new(1.0),
        tpp: Measure::new(tpp),
        performance_density: Measure::new(density),
        memory_bandwidth: Measure::new(memory),
        datacenter,
        launch: Day::from_iso("2022-09-20"),
        maker_country: Some(Country::known("US")),
        confidence: "verified".to_owned(),
        ..Item::of_kind(
            family.to_lowercase().replace(' ', "_"),
            ItemKind::Accelerator,
        )
    }
}

pub(crate) fn h100() -> Item {
    item("H100", (15_832.0, 19.45, 3_350.0, true))
}

fn a800() -> Item {
    item("A800", (4_992.0, 6.04, 2_039.0, true))
}

fn h20() -> Item {
    item("H20", (2_368.0, 2.91, 4_000.0, true))
}

fn mi210() -> Item {
    item("MI210", (2_896.0, 4.0, 1_638.0, true))
}

fn h200() -> Item {
    item("H200", (15_832.0, 19.45, 4_800.0, true))
}

fn rtx4090() -> Item {
    item("RTX 4090", (5_285.0, 8.68, 1_008.0, false))
}

fn heading() -> Item {
    Item {
        kind: ItemKind::ListedHeading,
        maker_country: None,
        tpp: Measure::UNKNOWN,
        performance_density: Measure::UNKNOWN,
        memory_bandwidth: Measure::UNKNOWN,
        hs6: vec!["854231".to_owned()],
        ..item("854231", (0.0, 0.0, 0.0, false))
    }
}

fn day(text: &str) -> Day {
    Day::from_iso(text).expect(text)
}

fn built_in() -> Policy {
    Policy::built_in().unwrap_or_else(|error| panic!("{error}"))
}

fn c(code: &str) -> Country {
    Country::known(code)
}

/// A move from a country to another, for a firm with headquarters somewhere ("" unknown).
fn moved<'a>(item: &'a Item, from: &str, to: &str, hq: &str, on: &str) -> Question<'a> {
    Question {
        origin: Country::from_code(from),
        headquarters: Country::from_code(hq),
        ..Question::new(item, c(to), day(on))
    }
}

const DENIAL: Status = Status::LicenceRequired {
    review: Review::Denial,
};
const APPROVAL: Status = Status::LicenceRequired {
    review: Review::Approval,
};
const UNPUBLISHED: Status = Status::LicenceRequired {
    review: Review::Unpublished,
};
const CASE_BY_CASE: Status = Status::LicenceRequired {
    review: Review::CaseByCase,
};
const POLICY_OF_DENIAL: Status = Status::LicenceRequired {
    review: Review::PolicyOfDenial,
};

fn exception(code: &str, notice_days: Option<u32>) -> Status {
    Status::Exception {
        code: code.to_owned(),
        notice_days,
    }
}

fn enforced(question: &Question) -> Verdict {
    built_in().regimes.ask(question).enforced
}

fn codified(question: &Question) -> Verdict {
    built_in().regimes.ask(question).codified
}

/// (from, to, headquarters, day, enforced status)
type Row = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    Status,
);

fn check(item: &Item, rows: &[Row]) {
    let policy = built_in();
    let knowing = policy.regimes.knowing(&vec![item.clone()].into());
    for (from, to, hq, on, status) in rows {
        let question = moved(item, from, to, hq, on);
        let answer = policy.regimes.ask(&question);
        assert_eq!(
            answer.enforced.status, *status,
            "{} {from} to {to} for {hq} on {on}: {}",
            item.model, answer.enforced.reason
        );
        assert_eq!(policy.regimes.enforced(&question), *status);
        assert_eq!(knowing.ask(&question), answer);
    }
}
