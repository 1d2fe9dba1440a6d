//! Who is who, measured on invented truth; decisions of people; watch lists as they come.

use crate::program::done;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use tidewaiter::model::{Country, Registers, Shipments, Silent};
use tidewaiter::policy::ResolvePolicy;
use tidewaiter::resolve;

#[path = "../../examples/parties/maker.rs"]
mod maker;

fn pairs(n: u64) -> u64 {
    n * n.saturating_sub(1) / 2
}

/// Pairwise precision and recall.
fn quality(found: &[usize], truth: &[&str]) -> (f64, f64) {
    let mut by_found: BTreeMap<usize, u64> = BTreeMap::new();
    let mut by_truth: BTreeMap<&str, u64> = BTreeMap::new();
    let mut by_both: BTreeMap<(usize, &str), u64> = BTreeMap::new();
    for (&f, &t) in found.iter().zip(truth) {
        *by_found.entry(f).or_default() += 1;
        *by_truth.entry(t).or_default() += 1;
        *by_both.entry((f, t)).or_default() += 1;
    }
    let right: u64 = by_both.values().map(|&n| pairs(n)).sum();
    let joined: u64 = by_found.values().map(|&n| pairs(n)).sum();
    let all: u64 = by_truth.values().map(|&n| pairs(n)).sum();
    (right as f64 / joined as f64, right as f64 / all as f64)
}

#[test]
fn damaged_names_are_joined_with_the_promised_precision_and_recall_at_every_size() {
    for (parties, precision, recall) in [(20_000, 0.99, 0.98), (100_000, 0.994, 0.984)] {
        damaged_names(parties, precision, recall);
    }
}

fn damaged_names(parties: usize, least_precision: f64, least_recall: f64) {
    let rows = maker::parties(parties, 1);
    let mut shipments = Shipments::default();
    for [name, address, country, ..] in &rows {
        shipments.add_party(name, address, Country::from_code(country));
    }
    let found = resolve::resolve(
        &shipments,
        &mut Registers::default(),
        &ResolvePolicy::built_in().expect("policy"),
        &resolve::Options::default(),
        &Silent,
    );
    let found: Vec<usize> = found.entity_of.iter().map(|e| e.index()).collect();
    let truth: Vec<&str> = rows.iter().map(|row| row[3].as_str()).collect();
    let (precision, recall) = quality(&found, &truth);
    assert!(
        precision >= least_precision && recall >= least_recall,
        "{parties}: precision {precision:.4}, recall {recall:.4}"
    );
    // By damage: pairs of the undamaged spelling and the damaged one.
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    let mut by_damage: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for (i, row) in rows.iter().enumerate() {
        let whole = *first.entry(&row[3]).or_insert(i);
        if whole != i {
            let cell = by_damage.entry(&row[4]).or_default();
            cell.0 += 1;
            cell.1 += u32::from(found[whole] == found[i]);
        }
    }
    for (damage, (all, hit)) in by_damage {
        let least = match damage {
            "word dropped" => 0.90,
            "typo" | "swapped letters" => 0.985,
            _ => 0.96,
        };
        let recall = f64::from(hit) / f64::from(all);
        assert!(recall >= least, "{parties}, {damage}: {recall:.4} of {all}");
    }
}

fn run_record(folder: &Path) -> serde_json::Value {
    let text = fs::read_to_string(folder.join("run.json")).expect("run.json");
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn judgements_are_an_input_of_the_run_and_survive_a_second_one() {
    let folder = tempfile::tempdir().expect("folder");
    let dir = folder.path();
    fs::write(
        dir.join("s.csv"),
        "record_id,date,shipper_name,shipper_country,consignee_name,consignee_country,description\n\
         r1,2024-01-01,Orchid Example Ltd,MY,Pelican Sample LLC,AE,steel pipes\n\
         r2,2024-02-01,Orchid Example Limited,MY,Pelican Sample LLC,AE,steel pipes\n\
         r3,2024-03-01,Kestrel Works,MY,Pelican Sample LLC,AE,steel pipes\n",
    )
    .expect("written");
    fs::write(
        dir.join("j.csv"),
        "left,right,verdict,by,date,note\n\
         Orchid Example Ltd,Orchid Example Limited,different,kim,2025-01-02,two firms\n\
         Orchid Example Ltd,Kestrel Works,same,kim,2025-01-02,renamed\n\
         Kestrel Works,Orchid Example Ltd,different,lee,2024-12-01,sure\n",
    )
    .expect("written");
    let mut told = Vec::new();
    for out in ["a", "b"] {
        done(
            dir,
            &[
                "scan",
                "s.csv",
                "--judgements",
                "j.csv",
                "--out",
                out,
                "--quiet",
            ],
        );
        let record = run_record(&dir.join(out));
        let inputs = record["inputs"].as_array().expect("inputs");
        let judged = inputs
            .iter()
            .find(|file| file["table"] == "judgements")
            .expect("the file of judgements is an input");
        assert_eq!(judged["rows_read"], 3);
        assert_eq!(judged["sha256"].as_str().map(str::len), Some(64));
        assert!(
            record["warnings"].to_string().contains("in conflict"),
            "{}",
            record["warnings"]
        );
        let text = done(dir, &["entity", out, "Kestrel Works"]);
        assert!(text.contains("Orchid Example Ltd"), "{text}");
        assert!(!text.contains("Orchid Example Limited"), "{text}");
        told.push(text);
    }
    assert_eq!(told[0], told[1]);
}

/// What `screen` finds for a name in a list of these bytes.
#[test]
fn an_entity_says_that_its_address_is_a_post_box_or_an_agents() {
    use std::fmt::Write;
    let folder = tempfile::tempdir().expect("folder");
    let dir = folder.path();
    let mut table = String::from(
        "record_id,date,shipper_name,shipper_country,shipper_address,consignee_name,consignee_country,consignee_address,description\n",
    );
    let words = [
        "Amber", "Birch", "Coral", "Delta", "Ember", "Fjord", "Grove", "Heron", "Iris", "Jade",
    ];
    for (i, word) in words.iter().enumerate() {
        let _ = writeln!(
            table,
            "r{i},2024-01-0{},{word} Sample Ltd,HK,\"Unit 5, 77 Pelican Road, Hong Kong\",Kestrel Example LLC,AE,\"P.O. Box 1234, Dubai\",steel pipes",
            i % 9 + 1
        );
    }
    fs::write(dir.join("s.csv"), table).expect("written");
    done(dir, &["scan", "s.csv", "--out", "run", "--quiet"]);
    for (name, words, mark) in [
        (
            "Kestrel Example LLC",
            "address is a P.O. box (P.O. Box 1234, Dubai)",
            serde_json::json!({"address": "P.O. Box 1234, Dubai", "po_box": true, "shared_by": null}),
        ),
        (
            "Coral Sample Ltd",
            "address shared by 10 firms: an agent's, not a link (Unit 5, 77 Pelican Road, Hong Kong)",
            serde_json::json!({"address": "Unit 5, 77 Pelican Road, Hong Kong", "po_box": false, "shared_by": 10}),
        ),
    ] {
        let page = done(dir, &["entity", "run", name]);
        let page: Vec<&str> = page.split_whitespace().collect();
        assert!(page.join(" ").contains(words), "{page:?}");
        let answer = done(dir, &["entity", "run", name, "--json"]);
        let answer: serde_json::Value = serde_json::from_str(&answer).expect("JSON");
        assert_eq!(
            answer["details"]["address_marks"],
            serde_json::json!([mark])
        );
        assert!(
            answer["links"]
                .as_array()
                .expect("a list")
                .iter()
                .all(|link| link["kind"] != "address")
        );
    }
}

fn screened(list: &str, file: &str, name: &str) -> serde_json::Value {
    let folder = tempfile::tempdir().expect("folder");
    fs::write(folder.path().join(file), list).expect("written");
    let said = done(
        folder.path(),
        &["screen", name, "--watchlist", file, "--json"],
    );
    serde_json::from_str(&said).expect("JSON")
}

#[test]
fn the_consolidated_screening_list_is_read_as_it_comes() {
    let list = "_id,source,entity_number,type,programs,name,title,addresses,federal_register_notice,start_date,end_date,standard_order,license_requirement,license_policy,call_sign,vessel_type,gross_tonnage,gross_registered_tonnage,vessel_flag,vessel_owner,remarks,source_list_url,alt_names,citizenships,dates_of_birth,nationalities,places_of_birth,source_information_url,ids\n\
        abc123,Entity List (EL) - Bureau of Industry and Security,101,Entity,,Orchid Example Microelectronics,,\"12 Orchid Road, Shenzhen, CN; 7 Pelican Lane, Hong Kong, HK\",89 FR 1,2024-01-05,,Y,All items,Presumption of denial,,,,,,,,https://list.example,OEM Works; Orkhid Elektronika,,,,,https://info.example,\n";
    let found = screened(list, "consolidated.csv", "ORKHID ELEKTRONIKA LLC");
    let first = &found["candidates"][0];
    assert_eq!(first["name"], "Orchid Example Microelectronics", "{found}");
    assert_eq!(first["match"], true);
    assert_eq!(first["from"], "2024-01-05");
    assert_eq!(first["countries"].to_string(), "[\"CN\",\"HK\"]");
}

#[test]
fn the_sdn_table_without_a_header_is_read_as_it_comes() {
    let list = "306,\"ORCHID EXAMPLE BANK\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"a.k.a. 'OEB SAMPLE'.\"\n\
        424,\"PELICAN SAMPLE TRADING\",-0- ,\"SDGT\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n\u{1a}\n";
    let found = screened(list, "sdn.csv", "Pelican Sample Trading Ltd");
    let first = &found["candidates"][0];
    assert_eq!(first["name"], "PELICAN SAMPLE TRADING", "{found}");
    assert_eq!(first["program"], "SDGT");
}

#[test]
fn open_sanctions_targets_are_read_as_they_come() {
    let list = "id,schema,name,aliases,birth_date,countries,addresses,identifiers,sanctions,phones,emails,program_ids,dataset,first_seen,last_seen,last_change\n\
        NK-1,Company,Orchid Example Semiconductor,\"Orkhid Poluprovodnik;OES Sample\",,ru;cn,\"12 Orchid Road, Moscow\",,EO 1,,,US-RUS,Example Sanctions,2023-01-01T00:00:00,2025-01-01T00:00:00,2024-01-01T00:00:00\n";
    let found = screened(list, "targets.simple.csv", "Orkhid Poluprovodnik OOO");
    let first = &found["candidates"][0];
    assert_eq!(first["id"], "NK-1", "{found}");
    assert_eq!(first["list"], "Example Sanctions");
    assert_eq!(first["countries"].to_string(), "[\"CN\",\"RU\"]");
}

#[test]
fn follow_the_money_lines_are_read_as_they_come() {
    let list = r#"{"id":"NK-2","caption":"Pelican Sample Holding","schema":"Company","referents":[],"datasets":["example_list"],"properties":{"name":["Pelican Sample Holding","Пеликан Пример"],"alias":["PSH Works"],"jurisdiction":["ru"],"programId":["EX-1"]}}
{"id":"ad-1","schema":"Address","properties":{"full":["12 Orchid Road"]}}
"#;
    let found = screened(list, "entities.ftm.json", "Pelikan Primer");
    let first = &found["candidates"][0];
    assert_eq!(first["id"], "NK-2", "{found}");
    assert_eq!(first["program"], "EX-1");
}

/// Links of the kind `same_lot` that a scan of these rows finds, with the alerts of the run.
fn same_lots(rows: &[&str]) -> (String, Vec<String>) {
    let folder = tempfile::tempdir().expect("a folder");
    let header = "record_id,date,shipper_name,shipper_country,consignee_name,consignee_country,description,hs_code,quantity,quantity_unit,gross_weight,net_weight,value,currency";
    fs::write(
        folder.path().join("in.csv"),
        format!("{header}\n{}\n", rows.join("\n")),
    )
    .expect("written");
    done(
        folder.path(),
        &["scan", "in.csv", "--out", "run", "--quiet"],
    );
    let reader = tidewaiter::model::table::Reader::open(
        &tidewaiter::model::table::LINKS,
        &folder.path().join("run"),
    )
    .expect("links");
    let links = reader.all().expect("links");
    let found = (0..links.len())
        .filter(|&row| links.text("kind", row) == Some("same_lot"))
        .map(|row| links.text("seen", row).unwrap_or_default().to_owned())
        .collect();
    let alerts = fs::read_to_string(folder.path().join("run/alerts.csv")).expect("alerts");
    (alerts, found)
}

#[test]
fn a_lot_that_leaves_from_another_firm_of_the_country_to_the_gram_links_the_two() {
    let came = "A,2024-03-01,Orchid Systems Inc,US,Lotus Cloud Sdn Bhd,MY,8 x NVIDIA HGX H100 servers,847150,8,PCS,1100.5,912.34,2000000,USD";
    let left = |id: &str, day: &str, from: &str, net: &str| {
        format!(
            "{id},{day},{from},MY,Cedar Trading Co Ltd,CN,COMPUTER PARTS,847330,8,PCS,1101,{net},2100000,USD"
        )
    };
    let (alerts, links) = same_lots(&[
        came,
        &left("B", "2024-03-20", "Maple Metals Sdn Bhd", "912.34"),
    ]);
    assert_eq!(links.len(), 1, "{links:?}");
    assert!(
        links[0].contains("8 pieces, 912.34 kg in all (records A and B)"),
        "{links:?}"
    );
    assert!(alerts.contains("Lotus Cloud"), "{alerts}");

    // In any order of rows, and by two lots where one more came and went.
    let same = left("B", "2024-03-20", "Maple Metals Sdn Bhd", "912.34");
    let half = |row: &str| {
        row.replace("912.34", "455.01")
            .replace(",110", ",54")
            .replace("00000,USD", "70000,USD")
    };
    let came_2 = half(came).replace("A,2024-03-01", "C,2024-03-05");
    let left_2 = half(&left("D", "2024-03-28", "Maple Metals Sdn Bhd", "912.34"));
    let several = same_lots(&[came, &came_2, &same, &left_2]);
    assert!(several.1[0].starts_with("2 lots came"), "{several:?}");
    assert_eq!(several, same_lots(&[&left_2, &same, &came_2, came]));

    // Ten grams more; too late; the same lot came to two firms, left from two firms, or goes back to its sender.
    let more = left("B", "2024-03-20", "Maple Metals Sdn Bhd", "912.35");
    let late = left("B", "2024-07-20", "Maple Metals Sdn Bhd", "912.34");
    let twin = came
        .replace("A,", "C,")
        .replace("Lotus Cloud", "Amber Hosting");
    let other = left("C", "2024-03-21", "Amber Hosting Sdn Bhd", "912.34");
    let back = same.replace("Cedar Trading Co Ltd,CN", "Orchid Systems Inc,US");
    for rows in [
        vec![came, &more],
        vec![came, &late],
        vec![came, &twin, &same],
        vec![came, &same, &other],
        vec![came, &back],
    ] {
        let (alerts, links) = same_lots(&rows);
        assert!(!alerts.contains("Lotus Cloud"), "{rows:?} {alerts}");
        assert!(links.is_empty(), "{rows:?} {links:?}");
    }
}
