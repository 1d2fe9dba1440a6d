//! What firms do, judged from behaviour and held against simulated truth.

use crate::program::done;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use tidewaiter::model::{EntityId, PartyId, Role, Run, Silent};
use tidewaiter::pipeline::{self, Inputs, Options};
use tidewaiter::policy::Policy;

/// The role that a firm of a planted scheme plays. Others there (paper consignees, sites that do not exist) play none
/// that the stage has a name for.
fn role_of(truth: &str) -> Option<Role> {
    Some(match truth {
        "shell" | "sister_shell" | "successor" | "straw_buyer" => Role::Shell,
        "transshipper" | "zone_firm" | "collector" => Role::Transshipper,
        "receiver" | "listed_buyer" => Role::EndUser,
        "forwarder" => Role::Forwarder,
        _ => return None,
    })
}

/// The role of the firm that a story of honest trade is about.
fn role_of_story(family: &str) -> Option<Role> {
    Some(match family {
        "young_cloud" | "remote_tenant" | "stock_up" | "project_vehicle" => Role::EndUser,
        "contract_maker" => Role::Manufacturer,
        "hub_distributor" | "parts_distributor" => Role::Distributor,
        "forwarder_cargo" => Role::Forwarder,
        _ => return None,
    })
}

/// Firms by their true role and the one that was told; `None`: no role scores 0.5.
type Confusion = BTreeMap<(Role, Option<Role>), u32>;

fn world(dir: &Path, seed: &str) -> Run {
    done(
        dir,
        &["simulate", "--rows", "20000", "--seed", seed, "--out", seed],
    );
    let file = |name: &str| vec![dir.join(seed).join(name)];
    let inputs = Inputs {
        shipments: file("shipments.csv"),
        parties: file("parties.csv"),
        ownership: file("ownership.csv"),
        watchlist: file("watchlist.csv"),
    };
    let policy = Policy::built_in().expect("policy");
    pipeline::scan(&inputs, &policy, &Options::default(), &Silent).expect("a run")
}

fn rows(file: &Path) -> Vec<csv::StringRecord> {
    let reader = csv::Reader::from_path(file).expect("the truth");
    reader
        .into_records()
        .map(|row| row.expect("a row"))
        .collect()
}

/// The true role of each entity of a run, where the truth names one role for it.
fn truth(run: &Run, folder: &Path) -> BTreeMap<EntityId, Role> {
    let mut roles: BTreeMap<EntityId, BTreeSet<Role>> = BTreeMap::new();
    let entity = |party: PartyId| run.resolution.entity_of[party];
    let s = &run.shipments;

    let schemes: BTreeMap<String, Role> = rows(&folder.join("truth_entities.csv"))
        .iter()
        .filter_map(|row| Some((row[0].to_owned(), role_of(&row[1])?)))
        .collect();
    let firms: BTreeMap<(String, String, String), Role> = rows(&folder.join("truth_parties.csv"))
        .iter()
        .filter_map(|row| {
            let party = (row[0].to_owned(), row[1].to_owned(), row[2].to_owned());
            Some((party, *schemes.get(&row[3])?))
        })
        .collect();
    for (i, party) in s.parties.iter().enumerate() {
        let country = party
            .country
            .map_or_else(String::new, |country| country.to_string());
        let text = |id| s.text.get(id).to_owned();
        if let Some(role) = firms.get(&(text(party.name), text(party.address), country)) {
            roles
                .entry(entity(PartyId::new(i)))
                .or_default()
                .insert(*role);
        }
    }

    // A story is about the firm that most of its records name.
    let mut ends: BTreeMap<&str, [Option<PartyId>; 2]> = BTreeMap::new();
    for id in s.ids() {
        ends.insert(
            s.record(id),
            [s.shipper[id.index()], s.consignee[id.index()]],
        );
    }
    let mut stories: BTreeMap<String, (Role, BTreeMap<EntityId, u32>)> = BTreeMap::new();
    for row in rows(&folder.join("truth_lookalikes.csv")) {
        let (Some(role), Some(ends)) = (role_of_story(&row[1]), ends.get(&row[0])) else {
            continue;
        };
        let story = stories
            .entry(row[2].to_owned())
            .or_insert((role, BTreeMap::new()));
        for party in ends.iter().flatten() {
            *story.1.entry(entity(*party)).or_default() += 1;
        }
    }
    for (role, firms) in stories.into_values() {
        let most = firms.values().max().copied().unwrap_or(0);
        let mut first = firms.into_iter().filter(|(_, count)| *count == most);
        // Of two that are named as often nobody knows which is meant.
        if let (Some((firm, _)), None) = (first.next(), first.next()) {
            roles.entry(firm).or_default().insert(role);
        }
    }
    let one = |roles: BTreeSet<Role>| {
        (roles.len() == 1)
            .then(|| roles.into_iter().next())
            .flatten()
    };
    roles
        .into_iter()
        .filter_map(|(firm, roles)| Some((firm, one(roles)?)))
        .collect()
}

/// Of the firms with this role to which some role was told: the share told one of these.
fn share(told: &Confusion, role: Role, as_one_of: &[Role]) -> f64 {
    let of = |wanted: &dyn Fn(Role) -> bool| -> u32 {
        let rows = told
            .iter()
            .filter(|((truth, told), _)| *truth == role && told.is_some_and(wanted));
        rows.map(|(_, count)| count).sum()
    };
    f64::from(of(&|told| as_one_of.contains(&told))) / f64::from(of(&|_| true).max(1))
}

fn table(told: &Confusion) -> String {
    let mut text = String::from("| true role | firms |");
    let columns: Vec<Option<Role>> = Role::ALL.into_iter().map(Some).chain([None]).collect();
    for column in &columns {
        text.push_str(&format!(" {} |", column.map_or("none", Role::word)));
    }
    text.push_str("\n|---|---:|---:|---:|---:|---:|---:|---:|---:|\n");
    for role in Role::ALL {
        let count = |column: &Option<Role>| told.get(&(role, *column)).copied().unwrap_or(0);
        let all: u32 = columns.iter().map(count).sum();
        text.push_str(&format!("| {} | {all} |", role.word()));
        for column in &columns {
            text.push_str(&format!(" {} |", count(column)));
        }
        text.push('\n');
    }
    text
}

/// Puts the table into its page, or holds the page against it.
fn documented(table: &str) {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/resolution.md");
    let held = std::fs::read_to_string(&page).expect("the page");
    let (start, end) = (
        "<!-- roles: made by the test roles:: -->\n",
        "<!-- end of roles -->",
    );
    let from = held.find(start).expect("the table's place") + start.len();
    let to = held.find(end).expect("the table's end");
    let made = format!("{}\n{table}\n{}", &held[..from], &held[to..]);
    if std::env::var_os("TIDEWAITER_REGENERATE").is_some() {
        std::fs::write(&page, &made).expect("written");
    } else {
        assert!(
            held == made,
            "docs/resolution.md: run TIDEWAITER_REGENERATE=1 cargo test --test it roles::"
        );
    }
}

#[test]
fn roles_of_simulated_firms_are_told_and_the_confusion_is_documented() {
    let folder = tempfile::tempdir().expect("folder");
    let mut sum = Confusion::new();
    for seed in ["77", "78"] {
        let run = world(folder.path(), seed);
        let known = truth(&run, &folder.path().join(seed));
        let mut told = Confusion::new();
        for (firm, role) in &known {
            *told.entry((*role, run.roles[*firm].main())).or_default() += 1;
        }
        let shown = table(&told);
        let middle = [Role::Shell, Role::Transshipper];
        for (role, as_one_of, least) in [
            (Role::EndUser, &[Role::EndUser][..], 0.75),
            (Role::Distributor, &[Role::Distributor], 0.75),
            (Role::Forwarder, &[Role::Forwarder], 0.60),
            (Role::Shell, &middle, 0.35),
            (Role::Transshipper, &middle, 0.20),
            // Who makes to order for many looks like who sells to many.
            (
                Role::Manufacturer,
                &[Role::Manufacturer, Role::Distributor],
                0.90,
            ),
        ] {
            let share = share(&told, role, as_one_of);
            assert!(
                share >= least,
                "seed {seed}, {}: {share:.3}\n{shown}",
                role.word()
            );
        }
        // Honest or not, few firms are told to be what one looks for.
        let suspect = |firm: &EntityId| {
            run.roles[*firm]
                .main()
                .is_some_and(|role| middle.contains(&role))
        };
        let firms: Vec<EntityId> = (0..run.resolution.entities.len())
            .map(EntityId::new)
            .collect();
        let (suspects, all) = (
            firms.iter().filter(|firm| suspect(firm)).count(),
            firms.len(),
        );
        assert!(
            suspects * 20 <= all,
            "seed {seed}: {suspects} of {all} firms"
        );
        for (key, count) in told {
            *sum.entry(key).or_default() += count;
        }
    }
    documented(&table(&sum));
}
