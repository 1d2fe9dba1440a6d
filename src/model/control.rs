//! Words of a control answer: what the rules said of one move on one day.

use super::time::Day;
use super::unit::Measure;
use serde::{Deserialize, Serialize};

/// What a move needs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum Status {
    /// Needs no licence on these inputs.
    NoLicence,
    /// A licence exception can be used.
    Exception {
        /// Its code, for example `NAC`.
        code: String,
        /// Days of notice before the move.
        notice_days: Option<u32>,
    },
    /// The recipient is authorised, until a day if there is one.
    AuthorisedRecipient {
        /// Last day of the authorisation.
        until: Option<Day>,
    },
    /// Needs a licence.
    LicenceRequired {
        /// How an application would be judged.
        review: Review,
    },
    /// Everything to that place is embargoed.
    Embargo,
    /// A party to the move is listed.
    ListedParty,
    /// The sources do not settle it.
    Indeterminate,
}

/// How a licence application is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Review {
    /// Approval presumed.
    Approval,
    /// Judged case by case.
    CaseByCase,
    /// Denial presumed.
    Denial,
    /// Denied as a policy.
    PolicyOfDenial,
    /// Not published.
    Unpublished,
}

/// How sure an answer is; follows the weakest source it rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// From memory or one weak source.
    Unverified,
    /// From summaries that agree.
    Likely,
    /// Read in the text of the rule.
    Verified,
}

/// One side of an answer: by the text (`codified`) or as it was enforced.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// What the move needs.
    pub status: Status,
    /// Regimes it rests on, in order of weight.
    pub regimes: Vec<String>,
    /// First day on which this verdict holds with the same inputs; `None` is "as long as known".
    pub valid_from: Option<Day>,
    /// Last day on which it holds; `None` is "still".
    pub valid_to: Option<Day>,
    /// How sure.
    pub confidence: Confidence,
    /// TPP left under the cap that applies, if one does.
    pub cap_left_tpp: Measure,
    /// One sentence on why.
    pub reason: String,
}

/// What the rules said, by their text and in practice.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// By the published text.
    pub codified: Verdict,
    /// As it was enforced.
    pub enforced: Verdict,
}

impl Status {
    /// Would goods that arrived like this lack what they needed? `None`: nobody knows.
    pub fn offends(&self) -> Option<bool> {
        match self {
            Status::NoLicence | Status::Exception { .. } | Status::AuthorisedRecipient { .. } => {
                Some(false)
            }
            Status::LicenceRequired {
                review: Review::Approval,
            } => Some(false),
            Status::LicenceRequired { .. } | Status::Embargo | Status::ListedParty => Some(true),
            Status::Indeterminate => None,
        }
    }

    /// Does the move stand only with a notice given in time? Trade records show no notices.
    pub fn needs_notice(&self) -> bool {
        matches!(self, Status::Exception { notice_days: Some(days), .. } if *days > 0)
    }

    /// Could goods that arrived like this have lacked what they needed, as far as records can tell? So could
    /// those that offend, and those that needed a notice, which nobody sees. What is not settled could not.
    pub fn may_lack(&self) -> bool {
        self.offends() == Some(true) || self.needs_notice()
    }

    /// The word used in tables: `no_licence`, `exception`, ...
    pub fn word(&self) -> &'static str {
        match self {
            Status::NoLicence => "no_licence",
            Status::Exception { .. } => "exception",
            Status::AuthorisedRecipient { .. } => "authorised_recipient",
            Status::LicenceRequired { .. } => "licence_required",
            Status::Embargo => "embargo",
            Status::ListedParty => "listed_party",
            Status::Indeterminate => "indeterminate",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exception_with_notice_is_no_offence_and_yet_may_lack_its_notice() {
        let exception = |notice_days| Status::Exception {
            code: "NAC".to_owned(),
            notice_days,
        };
        assert_eq!(exception(Some(25)).offends(), Some(false));
        assert!(exception(Some(25)).may_lack());
        assert!(!exception(None).may_lack());
        assert!(!Status::NoLicence.may_lack());
        assert!(!Status::Indeterminate.may_lack());
        assert!(Status::Embargo.may_lack());
    }
}
