//! `docs/policy.md`, made from the data.

use super::Policy;
use super::entries::{CapStep, Class, Counts, Membership};
use super::regimes::Regimes;
use crate::model::{Confidence, Country, Day};
use std::fmt::Write;

/// The word of a confidence.
pub fn confidence_word(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Verified => "verified",
        Confidence::Likely => "likely",
        Confidence::Unverified => "unverified",
    }
}

/// A day, or what an open end means.
pub fn day_or(day: Option<Day>, open: &str) -> String {
    day.map_or_else(|| open.to_owned(), |day| day.to_string())
}

/// The page in Markdown.
pub fn markdown(policy: &Policy) -> String {
    let mut out = String::new();
    let regimes = &policy.regimes;
    // Writing to a String cannot fail.
    let _ = write_page(&mut out, policy, regimes);
    out
}

fn write_page(out: &mut String, policy: &Policy, regimes: &Regimes) -> std::fmt::Result {
    writeln!(
        out,
        "<!-- Generated from data/policy; do not edit. TIDEWAITER_REGENERATE=1 with the tests writes it again. -->\n\
         # The rules that are built in\n\n\
         Not legal advice. The rules are known from {} to {}; a later day is answered with a warning that says how\n\
         old the knowledge is, an earlier one is not answered. A verdict has the confidence of the weakest source that\n\
         it rests on: `verified` was read in the text of the rule, `likely` in summaries that agree, `unverified` rests\n\
         on memory or one weak source. What the sources do not settle is answered as `indeterminate`, never as yes or no.\n\n\
         An answer has two sides: `codified` is what the published text said on the day, `enforced` what was applied.\n",
        day_or(regimes.known_from(), "the beginning"),
        policy.known_to,
    )?;
    write_regimes(out, regimes)?;
    write_uncertain(out, regimes)?;
    write_classes(out, regimes)?;
    write_caps(out, regimes)?;
    write_groups(out, regimes)?;
    write_hubs(out, regimes)?;
    write_sources(out, regimes)
}

/// Cell text: a bar would end the cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

fn write_regimes(out: &mut String, regimes: &Regimes) -> std::fmt::Result {
    writeln!(
        out,
        "## Regimes\n\n\"decides\" says whether the engine computes it; the others are held for the record.\n\n\
         | regime | from | to | kind | decides | confidence | sources |\n|---|---|---|---|---|---|---|"
    )?;
    for regime in regimes.list() {
        let name = if regime.url.is_empty() {
            cell(&regime.title)
        } else {
            format!("[{}]({})", cell(&regime.title), regime.url)
        };
        let acts =
            !regime.rules.is_empty() || !regime.suspends.is_empty() || !regime.doubts.is_empty();
        writeln!(
            out,
            "| `{}` {name} | {} | {} | {} | {} | {} | {} |",
            regime.id,
            day_or(regime.from, "before the data"),
            day_or(regime.to, "still"),
            regime.kind.word(),
            if acts { "yes" } else { "no" },
            confidence_word(regime.confidence),
            regime.sources.join(" "),
        )?;
    }
    writeln!(out)
}

fn write_uncertain(out: &mut String, regimes: &Regimes) -> std::fmt::Result {
    writeln!(out, "## What is uncertain\n")?;
    for regime in regimes.list().iter().filter(|r| !r.uncertain.is_empty()) {
        writeln!(out, "- `{}`: {}", regime.id, regime.uncertain)?;
    }
    for class in regimes
        .classes()
        .iter()
        .filter(|c| c.confidence != Confidence::Verified)
    {
        writeln!(
            out,
            "- class `{}`: {} ({})",
            class.id,
            class.title,
            confidence_word(class.confidence)
        )?;
    }
    for (country, note) in regimes.unsettled() {
        writeln!(out, "- {country}: no group test can be answered. {note}")?;
    }
    if let Some(day) = regimes.reconstructed_before() {
        writeln!(
            out,
            "- Country groups before {day} were put together from single changes and are at most `likely`."
        )?;
    }
    writeln!(out)
}

fn write_classes(out: &mut String, regimes: &Regimes) -> std::fmt::Result {
    writeln!(
        out,
        "## Classes of items\n\nBy the figures of one accelerator inside, never summed over a box.\n\n\
         | class | what it holds | confidence | sources |\n|---|---|---|---|"
    )?;
    for Class {
        id,
        title,
        confidence,
        sources,
        ..
    } in regimes.classes()
    {
        let (confidence, sources) = (confidence_word(*confidence), sources.join(" "));
        writeln!(
            out,
            "| `{id}` | {} | {confidence} | {sources} |",
            cell(title)
        )?;
    }
    writeln!(out)
}

fn write_caps(out: &mut String, regimes: &Regimes) -> std::fmt::Result {
    writeln!(
        out,
        "## Caps\n\n| cap | counts | from | to | TPP | confidence |\n|---|---|---|---|---|---|"
    )?;
    for cap in regimes.caps() {
        let counts = match cap.counts {
            Counts::GroupYear => "a group in a calendar year",
            Counts::Country => "a country",
            Counts::Recipient => "a recipient",
        };
        for CapStep { from, to, tpp } in &cap.steps {
            writeln!(
                out,
                "| `{}` {} | {counts} | {} | {} | {tpp} | {} |",
                cap.id,
                cell(&cap.title),
                day_or(*from, "always"),
                day_or(*to, "still"),
                confidence_word(cap.confidence),
            )?;
        }
    }
    writeln!(out)
}

fn write_groups(out: &mut String, regimes: &Regimes) -> std::fmt::Result {
    writeln!(
        out,
        "## Country groups\n\nMembers on every day held; changes are listed below. Territories follow their state.\n"
    )?;
    for group in regimes.groups() {
        let members: Vec<&str> = group.members.iter().map(|c: &Country| c.as_str()).collect();
        writeln!(
            out,
            "- **{}** {} ({}, {}): {}",
            group.id,
            group.title,
            confidence_word(group.confidence),
            group.sources.join(" "),
            members.join(" "),
        )?;
    }
    writeln!(
        out,
        "\n| country | group | from | to | confidence | sources | note |\n|---|---|---|---|---|---|---|"
    )?;
    for Membership {
        group,
        country,
        from,
        to,
        settled,
        confidence,
        sources,
        note,
        ..
    } in regimes.memberships()
    {
        writeln!(
            out,
            "| {country} | {group} | {} | {} | {}{} | {} | {} |",
            day_or(*from, "before the data"),
            day_or(*to, "still"),
            confidence_word(*confidence),
            if *settled { "" } else { ", not settled" },
            sources.join(" "),
            cell(note),
        )?;
    }
    writeln!(out)
}

fn write_hubs(out: &mut String, regimes: &Regimes) -> std::fmt::Result {
    writeln!(
        out,
        "## Places through which goods were passed on\n\n\
         | country | goods | since | confidence | sources | why |\n|---|---|---|---|---|---|"
    )?;
    for hub in regimes.hubs() {
        writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} |",
            hub.country,
            cell(&hub.goods),
            hub.since,
            confidence_word(hub.confidence),
            hub.sources.join(" "),
            cell(&hub.note),
        )?;
    }
    writeln!(out)
}

fn write_sources(out: &mut String, regimes: &Regimes) -> std::fmt::Result {
    writeln!(
        out,
        "## Sources\n\n| id | title | publisher | date | how it was read |\n|---|---|---|---|---|"
    )?;
    for source in regimes.sources() {
        writeln!(
            out,
            "| {} | [{}]({}) | {} | {} | {} |",
            source.id,
            cell(&source.title),
            source.url,
            cell(&source.publisher),
            source.date,
            cell(&source.read),
        )?;
    }
    Ok(())
}
