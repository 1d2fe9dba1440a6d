//! `tidewaiter policy status`: what one move needed on its day.

use super::{load, print, usage};
use crate::cli::exit::{Failed, Outcome};
use crate::model::{Answer, Country, Day, Item, Items, Measure, Status, Verdict};
use crate::policy::docs::{confidence_word, day_or};
use crate::policy::{Question, Regimes};
use crate::reference::catalogue::{self, Named};
use crate::reference::countries::Countries;
use crate::report::terminal::Style;
use clap::Args;
use rapidfuzz::distance::damerau_levenshtein;
use std::path::PathBuf;

/// What a move of goods needed on its day, by the text of the rules and as they were enforced
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  tidewaiter policy status --item \"H100 SXM5\" --from SG --to CN --date 2024-06-01
  tidewaiter policy status --item h200-sxm --from US --to CN --hq CN --date 2026-02-01 --json
  tidewaiter policy status --item \"H100 SXM5\" --from US --to MY --hq MY --units 100 \\
      --already-units 1650 --date 2025-06-01")]
pub struct StatusCommand {
    /// Item: id, model, alias or part number; a family whose variants differ asks which
    #[arg(long)]
    item: String,
    /// Country that the goods leave in this move
    #[arg(long, value_name = "COUNTRY")]
    from: Option<String>,
    /// Country that they go to
    #[arg(long, value_name = "COUNTRY")]
    to: String,
    /// Headquarters of the recipient or of its ultimate parent
    #[arg(long, value_name = "COUNTRY")]
    hq: Option<String>,
    /// Country of the maker, where it is not the catalogue's
    #[arg(long, value_name = "COUNTRY")]
    maker: Option<String>,
    /// Accelerators in the move
    #[arg(long, value_parser = amount)]
    units: Option<f64>,
    /// Accelerators of this model that the recipient's group received before in the calendar year
    #[arg(long, value_parser = amount)]
    already_units: Option<f64>,
    /// The same in TPP, for groups that received other models
    #[arg(long, value_parser = amount, conflicts_with = "already_units")]
    already_tpp: Option<f64>,
    /// Accelerators of this model that the country received before, as its cap counts
    #[arg(long, value_parser = amount)]
    country_units: Option<f64>,
    /// Accelerators of this model that the recipient received before under its authorisation
    #[arg(long, value_parser = amount)]
    recipient_units: Option<f64>,
    /// Who exports: letters bind named firms. Left out: asked as if the maker's letter bound the move
    #[arg(long, value_name = "NAME")]
    exporter: Option<String>,
    /// Who receives: some are authorised by name
    #[arg(long, value_name = "NAME")]
    recipient: Option<String>,
    /// A party to the move is listed
    #[arg(long)]
    listed: bool,
    /// Share of the recipient that listed parties own together, in percent
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    owned_by_listed: Option<f64>,
    /// Are the certificates held that a review asks for?
    #[arg(long, value_name = "yes|no", value_parser = yes_no)]
    certified: Option<bool>,
    /// Day of the export, reexport or transfer, YYYY-MM-DD
    #[arg(long, value_name = "DAY")]
    date: String,
    /// Policy file over the built-in policy
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

fn amount(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() && number >= 0.0 => Ok(number),
        _ => Err("a number of 0 or more is wanted".to_owned()),
    }
}

fn percent(text: &str) -> Result<f64, String> {
    match amount(text.trim_end_matches('%')) {
        Ok(number) if number <= 100.0 => Ok(number),
        _ => Err("a number from 0 to 100 is wanted".to_owned()),
    }
}

fn yes_no(text: &str) -> Result<bool, String> {
    match text {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err("yes or no is wanted".to_owned()),
    }
}

impl StatusCommand {
    /// Runs it.
    pub fn run(self) -> Outcome {
        let policy = load(self.policy.as_deref())?;
        let regimes = &policy.regimes;
        let countries = Countries::load();
        let items = catalogue::load();
        let item = find_item(&items, &self.item)?;
        let country = |option: &str, text: &str| find_country(&countries, regimes, option, text);
        let optional = |option: &str, text: &Option<String>| {
            text.as_deref()
                .map(|text| country(option, text))
                .transpose()
        };
        let day = find_day(&self.date, regimes.known_from())?;
        let tpp = |units: Option<f64>| Measure::from(units.zip(item.tpp.get()).map(|(u, t)| u * t));
        let question = Question {
            origin: optional("--from", &self.from)?,
            headquarters: optional("--hq", &self.hq)?,
            maker: optional("--maker", &self.maker)?,
            exporter: self.exporter.as_deref(),
            recipient: self.recipient.as_deref(),
            listed: self.listed,
            owned_by_listed_pct: Measure::from(self.owned_by_listed),
            units: Measure::from(self.units),
            already_tpp: Measure::from(self.already_tpp).or(tpp(self.already_units)),
            country_tpp: tpp(self.country_units),
            recipient_tpp: tpp(self.recipient_units),
            certified: self.certified,
            ..Question::new(item, country("--to", &self.to)?, day)
        };
        if let Some(warning) = regimes.age_warning(day) {
            crate::cli::print::warn(format_args!("warning: {warning}"));
        }
        let answer = regimes.ask(&question);
        if self.json {
            print(&format!("{}\n", json(&answer)))
        } else {
            print(&text(
                &question,
                &answer,
                &countries,
                crate::cli::print::style(),
            ))
        }
    }
}

/// The item that a name stands for. Variants that the rules cannot tell apart count as one.
fn find_item<'a>(items: &'a Items, name: &str) -> Result<&'a Item, Failed> {
    let shown = |ids: &[crate::model::ItemId]| {
        let lines = ids
            .iter()
            .map(|id| format!("\n  {}  ({})", items[*id].id, items[*id].model));
        lines.collect::<String>()
    };
    match catalogue::find(items, name) {
        Named::One(id) => Ok(&items[id]),
        Named::Several(ids) => match ids.split_first() {
            Some((first, rest)) if rest.iter().all(|id| alike(&items[*first], &items[*id])) => {
                Ok(&items[*first])
            }
            _ => Err(usage(format!(
                "--item {} stands for variants that differ; name one of them:{}",
                name.escape_debug(),
                shown(&ids)
            ))),
        },
        Named::Unknown(near) => Err(usage(format!(
            "there is no item {}; the nearest are:{}",
            name.escape_debug(),
            shown(&near)
        ))),
    }
}

/// Do the rules see the same in both?
fn alike(a: &Item, b: &Item) -> bool {
    a.kind == b.kind
        && a.tpp == b.tpp
        && a.performance_density == b.performance_density
        && a.memory_bandwidth == b.memory_bandwidth
        && a.io_bandwidth == b.io_bandwidth
        && a.datacenter == b.datacenter
        && a.family == b.family
        && a.launch == b.launch
}

fn find_country(
    countries: &Countries,
    regimes: &Regimes,
    option: &str,
    text: &str,
) -> Result<Country, Failed> {
    if let Some(country) = countries
        .find(text)
        .filter(|country| regimes.knows(*country))
    {
        return Ok(country);
    }
    let wanted = text.to_lowercase();
    let distance =
        |known: &str| damerau_levenshtein::distance(wanted.chars(), known.to_lowercase().chars());
    let nearest = regimes.countries().min_by_key(|country| {
        distance(country.as_str()).min(distance(countries.english(*country)))
    });
    let nearest = nearest.map_or_else(String::new, |country| {
        format!(
            "; the nearest is {country} ({})",
            countries.english(country)
        )
    });
    Err(usage(format!(
        "{option} {} is no country of the data{nearest}",
        text.escape_debug()
    )))
}

fn find_day(text: &str, known_from: Option<Day>) -> Result<Day, Failed> {
    let Some(day) = Day::from_iso(text) else {
        return Err(usage(format!(
            "--date {} is no day written YYYY-MM-DD",
            text.escape_debug()
        )));
    };
    match known_from {
        Some(first) if day < first => Err(usage(format!(
            "--date {day} is before the data begin; the first day that can be asked is {first}"
        ))),
        _ => Ok(day),
    }
}

fn review(verdict: &Verdict) -> serde_json::Value {
    match verdict.status {
        Status::LicenceRequired { review } => {
            serde_json::to_value(review).unwrap_or(serde_json::Value::Null)
        }
        _ => serde_json::Value::Null,
    }
}

fn json(answer: &Answer) -> serde_json::Value {
    let side = |verdict: &Verdict| {
        serde_json::json!({
            "status": verdict.status.word(),
            "review": review(verdict),
            "regimes": verdict.regimes,
            "valid_from": verdict.valid_from,
            "valid_to": verdict.valid_to,
            "confidence": confidence_word(verdict.confidence),
            "cap_left_tpp": verdict.cap_left_tpp,
            "reason": verdict.reason,
        })
    };
    serde_json::json!({
        "codified": side(&answer.codified),
        "enforced": side(&answer.enforced),
    })
}

fn text(question: &Question, answer: &Answer, countries: &Countries, style: Style) -> String {
    let name = |country: Option<Country>| {
        country.map_or("not stated", |country| countries.english(country))
    };
    let asked = format!(
        "{}: {} to {} on {}; headquarters or ultimate parent: {}",
        question.item.model,
        name(question.origin),
        countries.english(question.destination),
        question.day,
        name(question.headquarters),
    );
    let mut text = format!("{}\n", style.wrap(0, &asked));
    for (side, verdict) in [
        ("enforced", &answer.enforced),
        ("codified", &answer.codified),
    ] {
        let detail = match &verdict.status {
            Status::Exception { code, notice_days } => match notice_days {
                Some(days) => format!(" {code}, notice {days} days ahead"),
                None => format!(" {code}"),
            },
            Status::AuthorisedRecipient { until } => {
                format!(" until {}", day_or(*until, "further notice"))
            }
            _ => match review(verdict) {
                serde_json::Value::String(review) => format!(", review: {review}"),
                _ => String::new(),
            },
        };
        text.push_str(&format!("\n{side}: {}{detail}\n", verdict.status.word()));
        let days = match (verdict.valid_from, verdict.valid_to) {
            (None, None) => "every day held".to_owned(),
            (from, to) => format!("{} to {}", day_or(from, "the beginning"), day_or(to, "now")),
        };
        let regimes = if verdict.regimes.is_empty() {
            "none".to_owned()
        } else {
            verdict.regimes.join(", ")
        };
        let mut line = |what: &str, words: &str| {
            text.push_str(&format!("  {what:12}{}\n", style.wrap_after(14, 14, words)));
        };
        line("why", &verdict.reason);
        line("regimes", &regimes);
        line("same on", &days);
        line("confidence", confidence_word(verdict.confidence));
        if let Some(left) = verdict.cap_left_tpp.get() {
            line("cap left", &format!("{left} TPP before this move"));
        }
    }
    text.push_str("\nNot legal advice. `policy list` shows each regime with its sources.\n");
    text
}
