//! `tidewaiter entity`.

use super::exit::Outcome;
use super::print;
use crate::query::{self, entity::EntityAnswer};
use crate::report::number;
use crate::report::terminal::{Blocks, Style};
use std::path::PathBuf;

/// Tells all that a run knows of a firm: names merged and why, roles, partners, links, alerts, list hits.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Example:\n  tidewaiter entity tidewaiter-run \"TANJONG CONTOH TRADING SDN BHD\""
)]
pub struct Args {
    /// Run folder.
    run: PathBuf,
    /// Name or id of the firm. A name that does not fit exactly gets the nearest names as an answer.
    name: String,
    /// Print one line of JSON instead.
    #[arg(long)]
    json: bool,
}

impl Args {
    /// Runs it.
    pub fn run(self) -> Outcome {
        let run = query::open(&self.run).map_err(print::failed)?;
        let answer = query::entity::entity(&run, &self.name).map_err(print::failed)?;
        if self.json {
            return print::json(&answer);
        }
        print::text(&page(&answer, print::style()))
    }
}

/// Entries of a list that are printed before the rest is only counted.
const SHOWN: usize = 15;

fn page(answer: &EntityAnswer, style: Style) -> String {
    let mut page = Blocks::new(style);
    let country = answer.country.as_deref().unwrap_or("??");
    page.heading(&format!("{} ({country})  {}", answer.name, answer.id));
    let day =
        |day: Option<crate::model::Day>| day.map_or_else(|| "?".to_owned(), |d| d.to_string());
    page.text(
        0,
        &format!(
            "{} sent, {} received, seen from {} to {}.",
            number::counted(answer.sent, "shipment"),
            number::count(answer.received),
            day(answer.first_seen),
            day(answer.last_seen)
        ),
    );
    if let Some(headquarters) = &answer.headquarters {
        page.text(
            0,
            &format!("Headquarters or ultimate parent in {headquarters}."),
        );
    }
    for note in &answer.details.notes {
        page.entry(note);
    }
    if !answer.roles.is_empty() {
        page.heading("Roles, judged from behaviour");
        for (role, score) in &answer.roles {
            let why: Vec<&str> = answer
                .details
                .role_reasons
                .iter()
                .filter(|reason| reason.role == *role)
                .map(|reason| reason.why.as_str())
                .collect();
            let colon = if why.is_empty() { "" } else { ": " };
            page.entry(&format!("{role} {score:.2}{colon}{}", why.join("; ")));
        }
    }
    names(&mut page, answer);
    if !answer.partners.is_empty() {
        page.heading("Partners by goods");
        let rows: Vec<Vec<String>> = answer
            .partners
            .iter()
            .take(SHOWN)
            .map(|partner| {
                vec![
                    partner.direction.to_owned(),
                    format!(
                        "{} ({})",
                        partner.name,
                        partner.country.as_deref().unwrap_or("??")
                    ),
                    partner.goods.clone(),
                    number::count(partner.shipments),
                    number::measure_short(partner.units),
                    number::count(partner.months),
                    format!("{} {}", day(partner.first), day(partner.last)),
                ]
            })
            .collect();
        page.table(
            &["", "Partner", "Goods", "Shipm.", "Units", "Months", "Dates"],
            &rows,
            &[3, 4, 5],
        );
        more(&mut page, answer.partners.len());
    }
    if !answer.links.is_empty() {
        page.heading("Links");
        for link in answer.links.iter().take(SHOWN) {
            let share = link
                .share_pct
                .get()
                .map(|share| format!(", {share:.0} %"))
                .unwrap_or_default();
            page.entry(&format!(
                "{} {} {} ({}), strength {:.2}{share}: {}",
                link.kind,
                link.direction.replace('_', " "),
                link.name,
                link.id,
                link.strength,
                link.seen
            ));
        }
        more(&mut page, answer.links.len());
    }
    if !answer.details.listed.is_empty() {
        page.heading("Watch lists");
        for hit in &answer.details.listed {
            page.entry(&format!(
                "{} {}: {}, score {:.2}, {}",
                if hit.is_match { "match" } else { "candidate" },
                hit.list,
                hit.listed,
                hit.score,
                hit.why
            ));
        }
    }
    page.heading("Alerts");
    if answer.alerts.is_empty() {
        page.text(2, "none");
    }
    for alert in answer.alerts.iter().take(SHOWN) {
        page.entry(&format!(
            "#{} {} {} {}",
            alert.rank,
            number::score(alert.score),
            alert.alert_id,
            alert.summary
        ));
    }
    more(&mut page, answer.alerts.len());
    page.raw("").quiet(0, crate::report::CAUTION);
    page.finish()
}

fn names(page: &mut Blocks, answer: &EntityAnswer) {
    page.heading("Names as written");
    for party in answer.details.parties.iter().take(SHOWN) {
        let mut text = party.name.clone();
        for part in [&party.country, &party.address, &party.registration_id]
            .into_iter()
            .flatten()
        {
            text.push_str(", ");
            text.push_str(part);
        }
        page.entry(&text);
    }
    more(page, answer.details.parties.len());
    if !answer.details.merges.is_empty() {
        page.heading("Why these names are one firm");
        for merge in answer.details.merges.iter().take(SHOWN) {
            let mut parts: Vec<String> = merge
                .parts
                .iter()
                .map(|part| format!("{} {:+.1} ({})", part.field, part.log_odds, part.seen))
                .collect();
            if let Some(person) = &merge.judged_by {
                parts.push(format!("judged by {person}"));
            }
            let names = if merge.left == merge.right {
                format!("{}, written twice", merge.left)
            } else {
                format!("{} = {}", merge.left, merge.right)
            };
            page.entry(&format!(
                "{names}: log-odds {:+.1}, from {}",
                merge.log_odds,
                parts.join(", ")
            ));
        }
        more(page, answer.details.merges_in_all);
    }
}

fn more(page: &mut Blocks, all: usize) {
    if all > SHOWN {
        page.quiet(4, &format!("and {} more (--json has them)", all - SHOWN));
    }
}
