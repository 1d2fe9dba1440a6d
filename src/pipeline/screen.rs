//! One name, or many pairs of names, against lists: the job behind `tidewaiter screen`.

use crate::ingest;
use crate::model::{Judgement, Registers, Silent, SourceFile, WatchEntry};
use crate::policy::resolve::Screen;
use crate::resolve::address::Address;
use crate::resolve::align::Alignment;
use crate::resolve::lexicon::Lexicon;
use crate::resolve::listed::{Candidate, Index};
use crate::resolve::screen::{PairScore, pair};
use crate::resolve::weighed::Weighed;
use rayon::prelude::*;
use std::path::{Path, PathBuf};

/// Reads watch lists as they come.
///
/// # Errors
/// As [`ingest::registers`].
pub fn lists(files: &[PathBuf]) -> Result<Registers, ingest::Error> {
    ingest::registers(&[], &[], files, &ingest::Options::default(), &Silent)
}

/// Reads decisions of analysts.
///
/// # Errors
/// As [`ingest::judgements`].
pub fn judgements(file: &Path) -> Result<(Vec<Judgement>, SourceFile), ingest::Error> {
    ingest::judgements(file)
}

/// What was asked and what came near.
pub struct Screened<'a> {
    /// The name as it was compared; empty if it holds legal forms only.
    pub normalised: String,
    /// Candidates, strongest first, with their entries.
    pub candidates: Vec<(Candidate, &'a WatchEntry)>,
}

/// Holds a name (or an address, for entries that are addresses) against the lists.
pub fn name<'a>(name: &str, registers: &'a Registers, policy: &Screen) -> Screened<'a> {
    let lexicon = Lexicon::built_in();
    let index = Index::build(&registers.watchlist, &lexicon);
    let weighed = Weighed::read(name, &lexicon);
    let mut found = index.near(&weighed, policy.floor, &mut Alignment::default());
    found.extend(index.at(&Address::read(name, &lexicon), &registers.watchlist));
    found.sort_by(|a, b| {
        b.score
            .total_cmp(&a.score)
            .then_with(|| (a.entry, &a.listed).cmp(&(b.entry, &b.listed)))
    });
    found.truncate(policy.most);
    Screened {
        normalised: weighed.text().to_owned(),
        candidates: found
            .into_iter()
            .map(|c| {
                let entry = &registers.watchlist[c.entry];
                (c, entry)
            })
            .collect(),
    }
}

/// Compares pairs of names, in parallel, in their order.
pub fn pairs(pairs: &[(String, String)]) -> Vec<PairScore> {
    let lexicon = Lexicon::built_in();
    pairs
        .par_iter()
        .with_min_len(512)
        .map_init(Alignment::default, |scratch, (left, right)| {
            pair(left, right, &lexicon, scratch)
        })
        .collect()
}
