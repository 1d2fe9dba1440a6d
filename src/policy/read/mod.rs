//! Files to entries.

mod goods;
mod places;
mod regimes;
mod words;

use crate::model::Day;
use crate::policy::decode::{Source, Table};
use crate::policy::entries::{
    At, Cap, Class, Group, Hub, IoBandwidth, Membership, Place, Reach, Regime, SourceText,
    Territory, Unsettled,
};
use goods::{cap, class, io_bandwidth, reach};
use places::{group, hub, membership, place, territory, unsettled};
use regimes::regime;
use serde::Serialize;

/// The entries of one file, or of several joined.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Entries {
    pub(crate) name: Option<String>,
    pub(crate) known_from: Option<Day>,
    pub(crate) known_to: Option<Day>,
    pub(crate) restricted_place: Option<String>,
    pub(crate) reconstructed_before: Option<Day>,
    pub(crate) sources: Vec<SourceText>,
    pub(crate) groups: Vec<Group>,
    pub(crate) memberships: Vec<Membership>,
    pub(crate) territories: Vec<Territory>,
    pub(crate) unsettled: Vec<Unsettled>,
    pub(crate) places: Vec<Place>,
    pub(crate) classes: Vec<Class>,
    pub(crate) io_bandwidth: Vec<IoBandwidth>,
    pub(crate) caps: Vec<Cap>,
    pub(crate) reach: Vec<Reach>,
    pub(crate) hubs: Vec<Hub>,
    pub(crate) regimes: Vec<Regime>,
    pub(crate) suffixes: Vec<String>,
    /// Ids of regimes taken out.
    pub(crate) drop: Vec<String>,
}

impl Entries {
    /// Reads every kind of entry that the table holds; faults go to the source.
    pub(crate) fn read(source: &Source, table: &Table) -> Entries {
        let at = |t: &Table| At {
            file: source.file.to_owned(),
            line: t.line(),
        };
        let each = |key: &'static str| table.tables(key);
        Entries {
            name: table.text("name"),
            known_from: table.day("known_from"),
            known_to: table.day("known_to"),
            restricted_place: table.text("restricted_place"),
            reconstructed_before: table.day("reconstructed_before"),
            sources: each("source")
                .into_iter()
                .map(|t| source_text(at(&t), t))
                .collect(),
            groups: each("group")
                .into_iter()
                .map(|t| group(at(&t), t))
                .collect(),
            memberships: each("membership")
                .into_iter()
                .filter_map(|t| membership(at(&t), t))
                .collect(),
            territories: each("territory")
                .into_iter()
                .filter_map(|t| territory(at(&t), t))
                .collect(),
            unsettled: each("unsettled")
                .into_iter()
                .filter_map(|t| unsettled(t))
                .collect(),
            places: each("place")
                .into_iter()
                .map(|t| place(at(&t), t))
                .collect(),
            classes: each("class")
                .into_iter()
                .map(|t| class(at(&t), t))
                .collect(),
            io_bandwidth: each("io_bandwidth")
                .into_iter()
                .map(|t| io_bandwidth(t))
                .collect(),
            caps: each("cap").into_iter().map(|t| cap(at(&t), t)).collect(),
            reach: each("reach")
                .into_iter()
                .filter_map(|t| reach(at(&t), t))
                .collect(),
            hubs: each("hub").into_iter().filter_map(|t| hub(t)).collect(),
            regimes: each("regime").into_iter().map(|t| regime(&at, t)).collect(),
            suffixes: table.texts("suffixes"),
            drop: table.texts("drop"),
        }
    }
}

fn source_text(at: At, t: Table) -> SourceText {
    let text = SourceText {
        id: t.required("id"),
        title: t.required("title"),
        publisher: t.text("publisher").unwrap_or_default(),
        date: t.text("date").unwrap_or_default(),
        url: t.text("url").unwrap_or_default(),
        read: t.text("read").unwrap_or_default(),
        at,
    };
    t.finish();
    text
}
