//! The end of the chain and what it would have needed.

use super::spec::{Seen, heuristic, ramp, seen};
use super::subject::Subject;
use super::{Context, testbed};
use crate::model::{Confidence, End, Leg, Review, Status};

heuristic! {
    /// # What it looks for
    /// Goods that the catalogue knows as controlled and whose last known holder is in a restricted country, belongs
    /// to one, is listed, or took them and was not seen again. Where the rules were asked, their answer for the end
    /// on the day of the last leg decides how much this counts.
    ///
    /// # Why it matters
    /// It is the fact that makes a chain a matter of export control at all. All other findings only say how the
    /// goods got there.
    ///
    /// # When it is innocent
    /// A licence may have been granted: trade records do not show licences. A maker may sell to its own plant. The
    /// item may be named in the text and not be in the box.
    ///
    /// # Parameters
    /// Levels, one for each kind of end that is less certain than a delivery to a restricted country. The level
    /// for review case by case multiplies whichever applies when the rules leave room for a licence, and that for a
    /// notice where an exception stands only with one: trade records show no notices. Where nothing but a list makes the
    /// end a restricted one, it is as sure as the match of the names.
    ///
    /// # Example
    /// 64 H100 go from the United States to Malaysia and on to a laboratory in China in March 2024, when a licence
    /// would have been refused.
    ///
    /// # What to check next
    /// Ask the exporter for the end-user statement and the licence, and compare the names on them with this end.
    ///
    /// # Source
    /// 15 CFR 744.6 and 744.23 and the licence requirement of 15 CFR 742.6(a)(6), as the policy files date them;
    /// BIS guidance on advanced computing integrated circuits of 13 May 2025.
    "restricted-end": "Controlled goods end where they would need a licence that is not given",
    Stable since "0.1.0", Path Against, group "end",
    {
        /// Strength where the end is owned from a restricted country.
        owned: "strength" = 0.9,
        /// Strength where headquarters are in a restricted country.
        headquarters: "strength" = 0.9,
        /// Strength where the list knows that name in other countries only.
        listed_elsewhere: "strength" = 0.4,
        /// Score of a match with a list up to which an end by that list alone says nothing.
        no_match: "score" = 0.5,
        /// Score of a match from which on it counts in full. Short names that agree letter by letter score little above.
        sure_match: "score" = 0.9,
        /// Strength where goods vanish into what looks like a shell.
        vanished: "strength" = 0.35,
        /// Factor where a licence is judged case by case or the review is not published.
        reviewable: "factor" = 0.7,
        /// Factor where an exception needs a notice ahead of the move, which no record shows.
        noticed: "factor" = 0.4,
        /// The same where the last leg does not name the goods: who gives notice of them names them.
        noticed_hidden: "factor" = 0.8,
        /// Factor where no word names the goods, so that the rules are asked about an assumption.
        unnamed: "factor" = 0.6,
    }
}

fn look(context: &Context<'_>, path: &Subject<'_>, p: &Parameters) -> Seen {
    let last = *path.chain.last()?;
    let (strength, words) = match &path.end {
        End::RestrictedCountry { country } => (1.0, format!("are in {country}")),
        End::RestrictedOwner { country, share_pct } => (
            p.owned,
            match share_pct.get() {
                Some(share) => format!("belong to a firm that {share:.0} % from {country} own"),
                None => format!("belong to a firm owned from {country}"),
            },
        ),
        End::RestrictedHeadquarters { country } => {
            (p.headquarters, format!("belong to a firm with headquarters in {country}"))
        }
        End::Listed { list } => {
            // Another list may have held by the last day than when the goods came.
            let hits = || context.entity(last).listed.iter().filter(move |hit| hit.is_match && hit.list == *list);
            let held = hits().find(|hit| path.days().1.is_within(hit.from, hit.to));
            match held.or_else(|| hits().next()) {
                Some(hit) if hit.elsewhere => (
                    p.listed_elsewhere * ramp(hit.score, p.no_match, p.sure_match),
                    format!("are with a namesake (match {:.2}) of a party that the list {list} has in another country", hit.score),
                ),
                Some(hit) => (
                    ramp(hit.score, p.no_match, p.sure_match),
                    format!("are with a party on the list {list} (match {:.2})", hit.score),
                ),
                // By the shares of listed owners.
                None => (1.0, format!("are with a party on the list {list}")),
            }
        }
        End::Vanished => (p.vanished, "are not seen again".to_owned()),
    };
    let answer = path.answer(context);
    let (factor, ruling) = match answer.map(|answer| &answer.enforced) {
        None => (1.0, String::new()),
        Some(verdict) => {
            let factor = match &verdict.status {
                exception if exception.needs_notice() => {
                    let hidden = path.legs.last().is_some_and(Leg::is_hidden);
                    if hidden { p.noticed_hidden } else { p.noticed }
                }
                Status::NoLicence | Status::Exception { .. } | Status::AuthorisedRecipient { .. } => 0.0,
                Status::LicenceRequired { review: Review::Approval } => 0.0,
                Status::LicenceRequired {
                    review: Review::CaseByCase | Review::Unpublished,
                } => p.reviewable,
                Status::Indeterminate => 0.5,
                Status::LicenceRequired { .. } | Status::Embargo | Status::ListedParty => 1.0,
            };
            let sure = match verdict.confidence {
                Confidence::Verified => "",
                Confidence::Likely => ", likely",
                Confidence::Unverified => ", unverified",
            };
            let ruling = match &verdict.status {
                Status::Exception {
                    code,
                    notice_days: Some(days),
                } => format!("exception {code} asks for {days} days' notice, which no record shows"),
                status => status.word().to_owned(),
            };
            (factor, format!(" ({ruling}{sure})"))
        }
    };
    let factor = if context.item(path).is_unnamed() { factor * p.unnamed } else { factor };
    let goods = match path.units.get() {
        Some(units) => format!("{units:.0} units of {}", context.item(path).model),
        None => format!("An unknown number of {}", context.item(path).model),
    };
    seen(
        strength * factor,
        format!("{goods} {words}: last seen with {} on {}{ruling}.", context.label(last), path.days().1),
        path.last_shipped()?.shipments.clone(),
    )
}

testbed::cases!("restricted-end");
