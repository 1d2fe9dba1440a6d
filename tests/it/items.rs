//! How well goods are recognised on labelled texts: `seen_labels.csv` (strings gathered with the reference
//! facts) and `own_labels.csv` (written before the recogniser was tuned, every kind of trap).

use std::collections::BTreeMap;
use tidewaiter::items::{Recogniser, Text};
use tidewaiter::model::{ItemKind, Items, Wording};
use tidewaiter::reference::catalogue;

const SEEN: &str = include_str!("../data/items/seen_labels.csv");
const OWN: &str = include_str!("../data/items/own_labels.csv");
const FRESH: &str = include_str!("../data/items/fresh_labels.csv");
const LATER: &str = include_str!("../data/items/later_labels.csv");

struct Label {
    id: String,
    description: String,
    item: Option<String>,
    item_id: Option<String>,
    accelerators: Option<f64>,
    trap: String,
}

fn labels(text: &str) -> Vec<Label> {
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let filled = |cell: &str| (!cell.is_empty() && cell != "none").then(|| cell.to_owned());
    rows.records()
        .map(|row| {
            let row = row.expect("the labels are well formed");
            Label {
                id: row[0].to_owned(),
                description: row[1].to_owned(),
                item: filled(&row[2]),
                item_id: filled(&row[3]),
                accelerators: row[4].parse().ok(),
                trap: row[6].to_owned(),
            }
        })
        .collect()
}

#[derive(Default)]
struct Score {
    right: usize,
    wrong: usize,
    missed: usize,
    variants: (usize, usize),
    units: (usize, usize),
    confusions: Vec<String>,
    traps: BTreeMap<String, (usize, usize)>,
}

impl Score {
    fn precision(&self) -> f64 {
        self.right as f64 / (self.right + self.wrong).max(1) as f64
    }
    fn recall(&self) -> f64 {
        self.right as f64 / (self.right + self.missed).max(1) as f64
    }
    fn units(&self) -> f64 {
        self.units.0 as f64 / self.units.1.max(1) as f64
    }
}

/// Is this item what the label names: a family of accelerators or a model of a system?
fn is_labelled(items: &Items, id: tidewaiter::model::ItemId, label: &str) -> bool {
    let item = &items[id];
    match item.kind {
        ItemKind::Accelerator => item.family == label,
        _ => item.model == label,
    }
}

fn score(text: &str) -> Score {
    let items = catalogue::load();
    let recogniser = Recogniser::new(&items);
    let mut score = Score::default();
    for label in labels(text) {
        let mut found = recogniser.recognise(&Text {
            description: &label.description,
            ..Text::default()
        });
        // Labels name accelerators and what holds them: goods known by a listed heading only are none of those.
        let heading = |id: &tidewaiter::model::ItemId| items[*id].kind == ItemKind::ListedHeading;
        found.item = found.item.filter(|id| !heading(id));
        let right = match (found.item, &label.item) {
            (None, None) => true,
            (Some(id), Some(wanted)) if is_labelled(&items, id, wanted) => {
                score.right += 1;
                true
            }
            (found, wanted) => {
                score.wrong += usize::from(found.is_some());
                score.missed += usize::from(wanted.is_some());
                false
            }
        };
        let trap = score.traps.entry(label.trap.clone()).or_default();
        trap.0 += usize::from(right);
        trap.1 += 1;
        let units = found.units.get() == label.accelerators;
        // Texts without goods and without a number to find tell nothing of counting.
        let counted = label.item.is_some() || label.accelerators.is_some();
        score.units.0 += usize::from(counted && units);
        score.units.1 += usize::from(counted);
        let mut variant = true;
        if let (Some(id), Some(wanted)) = (found.item, &label.item_id) {
            variant = &items[id].id == wanted;
            score.variants.0 += usize::from(variant);
            score.variants.1 += 1;
        }
        if !right || !variant || (counted && !units) {
            score.confusions.push(format!(
                "{} {:?}: wanted {} {:?}, read {} {:?} ({})",
                label.id,
                label.description,
                label.item_id.or(label.item).unwrap_or("none".to_owned()),
                label.accelerators,
                found.item.map_or("none", |id| items[id].id.as_str()),
                found.units,
                found.why,
            ));
        }
    }
    score
}

fn report(name: &str, score: &Score) {
    println!(
        "{name}: precision {:.3}, recall {:.3}, variants {}/{}, units {:.3} ({}/{})",
        score.precision(),
        score.recall(),
        score.variants.0,
        score.variants.1,
        score.units(),
        score.units.0,
        score.units.1
    );
    for (trap, (right, all)) in &score.traps {
        if right < all {
            println!("  {trap}: {right}/{all}");
        }
    }
    for line in &score.confusions {
        println!("  {line}");
    }
}

#[test]
fn gathered_texts_are_recognised() {
    let score = score(SEEN);
    report("gathered", &score);
    assert!(score.precision() >= 0.98, "{}", score.precision());
    assert!(score.recall() >= 0.95, "{}", score.recall());
    assert!(score.units() >= 0.95, "{}", score.units());
}

#[test]
fn texts_of_our_own_are_recognised() {
    let score = score(OWN);
    report("own", &score);
    assert!(score.precision() >= 0.98, "{}", score.precision());
    assert!(score.recall() >= 0.95, "{}", score.recall());
    assert!(score.units() >= 0.95, "{}", score.units());
}

#[test]
fn texts_written_after_tuning_are_recognised() {
    let score = score(LATER);
    report("later", &score);
    assert!(score.precision() >= 0.98, "{}", score.precision());
    assert!(score.recall() >= 0.95, "{}", score.recall());
    assert!(score.units() >= 0.95, "{}", score.units());
}

#[test]
fn texts_written_before_anybody_looked_are_recognised() {
    let score = score(FRESH);
    report("fresh", &score);
    assert!(score.precision() >= 0.98, "{}", score.precision());
    assert!(score.recall() >= 0.95, "{}", score.recall());
    assert!(score.units() >= 0.95, "{}", score.units());
}

/// The program on a text or a table: exit code, standard output, standard error.
fn tidewaiter(arguments: &[&str]) -> (Option<i32>, String, String) {
    let run = std::process::Command::new(env!("CARGO_BIN_EXE_tidewaiter"))
        .arg("item")
        .args(arguments)
        .output()
        .expect("the program runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (run.status.code(), text(&run.stdout), text(&run.stderr))
}

#[test]
fn the_command_answers_in_json() {
    let (code, out, _) = tidewaiter(&["NVIDIA H100 900-21010-0000-000 QTY 4", "--json"]);
    assert_eq!(code, Some(0));
    let json: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(json["item"], "nv_h100_pcie");
    assert_eq!(json["vendor"], "NVIDIA");
    assert_eq!(json["model"], "H100 80GB PCIe");
    assert_eq!(json["form"], "PCIe");
    assert_eq!(json["units"], 4.0);
    assert_eq!(json["tpp"], 12104.0);
    assert_eq!(json["performance_density"], 14.8698);
    assert!(json["confidence"].as_f64() > Some(0.9));
    assert!(
        json["why"]
            .as_str()
            .is_some_and(|why| why.contains("part number"))
    );
    let (_, out, _) = tidewaiter(&["EATON HYDRAULIC PUMP MODEL H100", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert!(json["item"].is_null());
    assert!(json["units"].is_null());
}

#[test]
fn a_table_comes_back_with_its_rows_and_what_they_say() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("goods.csv");
    let table = "\u{feff}id,description,quantity,quantity_unit,day\n\
        1,\"NVIDIA A800 80GB PCIE, NEW\",20,PCS,2023-06-01\n\
        2,DGX H100,2,SET,2024-06-01\n\
        3,=CMD(),5,KG,2024-06-01\n\
        4,NVIDIA A800 80GB PCIE,12,KG,2023-11-17\n";
    std::fs::write(&path, table).expect("the table");
    let path = path.to_string_lossy();
    let (code, out, _) = tidewaiter(&["--input", &path, "--date-column", "day"]);
    assert_eq!(code, Some(0));
    let mut rows = csv::Reader::from_reader(out.as_bytes());
    let header = rows.headers().expect("a header").clone();
    assert_eq!(header.get(0), Some("id"));
    let at = |name: &str| header.iter().position(|cell| cell == name).expect(name);
    let rows: Vec<csv::StringRecord> = rows.records().map(|row| row.expect("a row")).collect();
    let cell = |row: usize, name: &str| rows[row][at(name)].to_owned();
    assert_eq!(rows.len(), 4);
    assert_eq!(cell(0, "item"), "nv_a800_pcie");
    assert_eq!(cell(0, "units"), "20");
    assert_eq!(cell(0, "eccn_on_date"), "");
    assert_eq!(cell(1, "units"), "16");
    assert_eq!(cell(1, "eccn_on_date"), "4A090.a");
    assert_eq!(cell(2, "description"), "'=CMD()");
    assert_eq!(cell(2, "item"), "");
    assert_eq!(cell(3, "units"), "");
    assert_eq!(cell(3, "eccn_on_date"), "3A090.a");
}

#[test]
fn a_table_may_have_semicolons() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("goods.csv");
    std::fs::write(
        &path,
        "Nr;description;Menge\n1;\"NVIDIA H100 80GB PCIE, QTY 4\";4\n",
    )
    .expect("a table");
    let (code, out, said) = tidewaiter(&["--input", path.to_str().expect("UTF-8")]);
    assert_eq!(code, Some(0), "{said}");
    assert!(out.starts_with("Nr;description;Menge;"), "{out}");
    assert!(out.contains(";nv_h100_pcie;"), "{out}");
}

#[test]
fn a_labelled_table_is_answered_with_what_was_taken_for_what() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("labelled.csv");
    let table = "description,item,n\n\
        NVIDIA H100 PCIE 80GB 4 PCS,H100,4\n\
        DGX H100 2 SETS,dgx_h100,16\n\
        EATON HYDRAULIC PUMP MODEL H100,none,\n\
        NVIDIA A100 80GB PCIE 3 PCS,H100,3\n";
    std::fs::write(&path, table).expect("the table");
    let path = path.to_string_lossy();
    let (code, out, err) = tidewaiter(&["--input", &path, "--label", "item", "--units-label", "n"]);
    assert_eq!(code, Some(0), "{err}");
    assert!(
        out.starts_with("4 labelled texts, 3 of them with an item\n"),
        "{out}"
    );
    assert!(out.contains("precision  0.667 (2 of 3)"), "{out}");
    assert!(out.contains("recall     0.667 (2 of 3)"), "{out}");
    assert!(out.contains("units      1.000 (3 of 3)"), "{out}");
    assert!(out.contains("  H100 -> A100: 1"), "{out}");
    assert!(out.contains("line 5"), "{out}");
}

#[test]
fn all_shipments_are_read_alike_by_any_number_of_threads_and_unknown_stays_unknown() {
    use tidewaiter::{ingest, items::recognise_all, model::Silent, pipeline::on_threads};
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("shipments.csv");
    let mut table = "record_id,date,shipper_name,shipper_country,consignee_name,consignee_country,\
                     description,quantity,quantity_unit,hs_code\n"
        .to_owned();
    for (i, label) in labels(SEEN).iter().chain(&labels(SEEN)).enumerate() {
        let text = label.description.replace('"', "\"\"");
        let amount = ["8,PCS", "12.5,KG", ","][i % 3];
        table.push_str(&format!(
            "r{i:04},2024-03-01,Alder Example Systems,US,Basil Example Trading,MY,\"{text}\",{amount},\n"
        ));
    }
    std::fs::write(&path, table).expect("written");
    let read = ingest::shipments(&[path], &ingest::Options::default(), &Silent).expect("read");
    let items = catalogue::load();
    let recogniser = Recogniser::new(&items);
    let on = |threads| {
        on_threads(threads, || {
            recognise_all(&read.shipments, &items, &recogniser)
        })
        .expect("threads start")
    };
    let (one, three) = (on(1), on(3));
    assert_eq!(one.item, three.item);
    assert_eq!(one.units, three.units);
    assert_eq!((&one.why, &one.reasons), (&three.why, &three.reasons));
    let mut silent = 0;
    for id in read.shipments.ids() {
        let row = id.index();
        let text = |id| read.shipments.text.get(id);
        let alone = recogniser.recognise(&Text {
            description: text(read.shipments.description[row]),
            quantity: read.shipments.quantity[row],
            unit: text(read.shipments.quantity_unit[row]),
            ..Text::default()
        });
        assert_eq!(one.inside[row], alone.inside);
        assert_eq!(one.units[row], alone.units);
        assert_eq!(one.reasons[one.why[row] as usize], alone.why);
        // Kilograms of something that is not counted in the text leave the units open.
        silent += usize::from(alone.inside.is_some() && !alone.units.is_known());
    }
    assert!(silent > 10, "{silent}");
}

#[test]
fn a_number_without_a_unit_that_is_the_weight_counts_nothing() {
    use tidewaiter::{ingest, items::recognise_all, model::Silent};
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("shipments.csv");
    let table = "record_id,date,shipper_name,consignee_name,description,quantity,quantity_unit,gross_weight,weight_unit
        told,2024-03-01,Alder Example,Basil Example,POWEREDGE XE9680 8X H100 2 UNITS,316,,316,KG
        untold,2024-09-01,Fennel Trading,Cedar Example,POWEREDGE XE9680 8X H100,474,,474,KG
        counted,2024-05-01,Alder Example,Dill Example,POWEREDGE XE9680 8X H100,3,,316,KG";
    std::fs::write(&path, table.replace("        ", "")).expect("written");
    let read = ingest::shipments(&[path], &ingest::Options::default(), &Silent).expect("read");
    let items = catalogue::load();
    let goods = recognise_all(&read.shipments, &items, &Recogniser::new(&items));
    let units = |record: &str| {
        let mut ids = read.shipments.ids();
        let id = ids.find(|id| read.shipments.record(*id) == record);
        goods.units[id.expect("the row").index()].get()
    };
    assert_eq!(units("told"), Some(16.0));
    assert_eq!(units("untold"), None);
    assert_eq!(units("counted"), Some(24.0));
}

#[test]
fn without_a_code_the_words_name_listed_goods() {
    let items = catalogue::load();
    let recogniser = Recogniser::new(&items);
    let read = |description: &str, hs: &str| {
        let found = recogniser.recognise(&Text {
            description,
            hs,
            ..Text::default()
        });
        (found.item.map(|id| items[id].id.clone()), found.why)
    };
    let (item, why) = read("XC7VX690T-2FFG1761I FPGA 597PCS", "");
    assert_eq!(item.as_deref(), Some("hs_854239"));
    assert!(
        why.contains("named by words for goods of a listed heading"),
        "{why}"
    );
    // A whole code is believed, and one that zeros fill up is not whole.
    assert_eq!(read("XC7VX690T-2FFG1761I FPGA 597PCS", "853710").0, None);
    let (item, _) = read("XC7VX690T-2FFG1761I FPGA 597PCS", "8542.00.00");
    assert_eq!(item.as_deref(), Some("hs_854239"));
    // Inertial units are declared under a second code, however long it is written, and nothing else of the list.
    for hs in ["903180", "9031800", "90318000", "903180000", "9031.80.8650"] {
        let (item, why) = read("TACTICAL GRADE IMU ADIS16495-2BMLZ", hs);
        assert_eq!(item.as_deref(), Some("hs_901420"), "{hs}");
        assert!(why.contains("named by words"), "{why}");
    }
    assert_eq!(read("XC7VX690T-2FFG1761I FPGA", "9031808650").0, None);
    assert_eq!(read("DIGITAL CALIPER", "9031808650").0, None);
    // A run that could begin many part numbers is read once.
    assert_eq!(read(&format!("IC {}", "AD-".repeat(300_000)), "").0, None);
    // Documented cases name headings that are not on the list.
    let (item, why) = read("SERVICE PART 4022.6", "848690");
    assert_eq!(item.as_deref(), Some("hs_848690"));
    assert!(
        why.contains("declared under a heading of documented cases"),
        "{why}"
    );
    let (item, why) = read("FPGA", "854231");
    assert_eq!(item.as_deref(), Some("hs_854231"));
    assert!(why.contains("declared under a listed heading"), "{why}");
}

#[test]
fn a_licence_on_the_papers_is_no_other_goods() {
    for (text, found) in [
        ("NVIDIA A100 80GB PCIE EXPORT LICENSE D1234567", true),
        ("NVIDIA A100 80GB PCIE UNDER EXPORT LICENCE NO. 12345", true),
        ("NVIDIA A100 80GB PCIE, LICENSE EXCEPTION NAC", true),
        ("NVIDIA A100 SOFTWARE LICENSE", false),
        ("LICENSE FOR NVIDIA A100 80GB", false),
    ] {
        let (code, out, said) = tidewaiter(&[text, "--json"]);
        assert_eq!(code, Some(0), "{text}: {said}");
        assert_eq!(out.contains("nv_a100"), found, "{text}: {out}");
    }
}

#[test]
fn a_wrong_column_or_day_names_the_fix() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("goods.csv");
    std::fs::write(&path, "id,goods\n1,DGX H100\n").expect("the table");
    let path = path.to_string_lossy();
    let (code, _, err) = tidewaiter(&["--input", &path]);
    assert_eq!(code, Some(3));
    assert!(
        err.contains("no column 'description'") && err.contains("goods"),
        "{err}"
    );
    let (code, _, err) = tidewaiter(&["DGX H100", "--date", "2026-02-30"]);
    assert_eq!(code, Some(2));
    assert!(err.contains("2026-02-30"), "{err}");
}

#[test]
fn words_of_forms_headings_and_places_say_nothing_of_the_goods() {
    let catalogue = catalogue::load();
    let recogniser = Recogniser::new(&catalogue);
    let wording = |text: &str| {
        let text = Text {
            description: text,
            ..Text::default()
        };
        recogniser.recognise(&text).wording
    };
    for vague in [
        "VIDEO CARD GPU DATA CENTER",
        "OTHER UNITS OF ADP MACHINES",
        "AUTOMATIC DATA PROCESSING MACHINES",
        "WARRANTY REPLACEMENT ELECTRONICS",
        "RETURN AFTER REPAIR COMPUTER PARTS",
        "DEMO UNIT RETURN GPU MODULE",
        "ELECTRONIC PARTS AS PER INVOICE",
        "STC: COMPUTER EQUIPMENT",
        "FREIGHT ALL KINDS TOYS",
    ] {
        assert_eq!(wording(vague), Wording::Vague, "{vague}");
    }
    for specific in [
        "STC: POLYETHYLENE RESIN",
        "COPPER SCRAP AS PER INVOICE",
        "DATA CENTER COOLING UNIT",
        "WASHING MACHINES",
    ] {
        assert_eq!(wording(specific), Wording::Specific, "{specific}");
    }
}
