//! Planted schemes, one file a typology, named after the reference list of diversion schemes.

use super::story::Story;

/// A typology that can be planted.
pub struct Kind {
    /// Its id, as in the reference list.
    pub id: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Tells one scheme of it.
    pub tell: fn(&mut Story),
}

macro_rules! kinds {
    ($($module:ident $id:literal $name:literal;)*) => {
        $(pub mod $module;)*
        /// Every typology that can be planted.
        pub static ALL: &[Kind] = &[$(Kind { id: $id, name: $name, tell: $module::tell }),*];
    };
}

kinds! {
    single_hub "T01" "single hub, back to back";
    layering "T02" "multi-hop layering";
    sisters "T03" "quota structuring over sisters";
    handover "T04" "false end user, domestic handover";
    relabel "T05" "relabelled second leg";
    cover_cargo "T06" "cover cargo in containers";
    parcels "T08" "courier parcels";
    disassembly "T09" "servers in, boards out";
    dummies "T10" "dummy servers for inspection";
    free_zone "T11" "free-zone washing";
    circular "T12" "circular route";
    forwarder "T13" "forwarder as consignee";
    affiliate "T14" "subsidiary or affiliate of a restricted firm";
    processing "T15" "third-country processing";
    rush "T17" "surge or rush at a control date";
    phantom_site "T18" "phantom data centre";
    ghost_transit "T19" "ghost transit";
    paper_firm "T20" "paper-only intermediary";
    undervalue "T21" "undervaluation";
    succession "T22" "shell succession";
    repair_cover "T23" "repair or return as cover";
    unwitting "T24" "unwitting front buyer";
    surplus "T26" "surplus bought up from resellers";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulate::{Settings, world::World};

    #[test]
    fn every_typology_moves_goods_within_the_world() {
        let world = World::new(Settings::default());
        for (i, kind) in ALL.iter().enumerate() {
            for n in 0..40 {
                let mut story = Story::new(&world, (i * 1000 + n) as u64);
                (kind.tell)(&mut story);
                let legs: Vec<_> = story.rows.iter().filter(|r| r.truth.is_some()).collect();
                assert!(!legs.is_empty(), "{} tells of nothing", kind.id);
                for row in &story.rows {
                    assert!(
                        row.shipper.truth.0 != row.consignee.truth.0,
                        "{}: a firm ships to itself",
                        kind.id
                    );
                    let day = row.day;
                    assert!(
                        day.since(world.settings.from) >= -400
                            && world.settings.to.since(day) >= -60,
                        "{} on {day}",
                        kind.id
                    );
                }
            }
        }
    }

    #[test]
    fn ids_and_names_are_unique() {
        let ids: std::collections::BTreeSet<_> = ALL.iter().map(|k| k.id).collect();
        let names: std::collections::BTreeSet<_> = ALL.iter().map(|k| k.name).collect();
        assert!(ids.len() == ALL.len() && names.len() == ALL.len() && ALL.len() >= 18);
    }
}
