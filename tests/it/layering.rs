//! Imports run one way. Every `crate::` path of the library is held against this table.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Module, and what it may import besides itself.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("reference", &["model"]),
    ("policy", &["model"]),
    ("ingest", &["model", "reference", "policy"]),
    ("items", &["model", "reference"]),
    ("resolve", &["model", "reference", "policy"]),
    ("graph", &["model", "policy"]),
    ("paths", &["model", "policy", "graph"]),
    (
        "heuristics",
        &["model", "reference", "policy", "graph", "paths"],
    ),
    ("score", &["model", "policy"]),
    ("report", &["model", "reference"]),
    ("labels", &["model", "report"]),
    ("query", &["model", "reference", "graph", "paths", "labels"]),
    ("simulate", &["model", "reference", "items"]),
    ("evaluate", &["model"]),
    (
        "pipeline",
        &[
            "model",
            "reference",
            "policy",
            "ingest",
            "items",
            "resolve",
            "graph",
            "paths",
            "heuristics",
            "score",
            "report",
            "labels",
            "query",
            "simulate",
            "evaluate",
        ],
    ),
    (
        "calibrate",
        &[
            "model",
            "policy",
            "heuristics",
            "score",
            "evaluate",
            "simulate",
            "pipeline",
        ],
    ),
    (
        "cli",
        &[
            "model",
            "policy",
            "items",
            "heuristics",
            "report",
            "labels",
            "query",
            "simulate",
            "evaluate",
            "calibrate",
            "pipeline",
            "reference",
        ],
    ),
];

/// Crate, and the modules (or single files) through which alone it is used.
const DOORS: &[(&str, &[&str])] = &[
    ("clap", &["cli"]),
    ("anyhow", &["cli"]),
    ("indicatif", &["cli"]),
    (
        "csv",
        &["ingest", "report", "labels", "simulate", "evaluate", "cli"],
    ),
    ("petgraph", &["graph", "paths", "report"]),
    ("polars", &["ingest", "resolve", "graph", "model/table"]),
    ("polars_arrow", &["model/table"]),
    ("polars_parquet", &["model/table"]),
    (
        "rayon",
        &[
            "ingest",
            "items",
            "resolve",
            "graph",
            "paths",
            "heuristics",
            "pipeline",
            "simulate",
            "report/run_folder",
            "model/table",
        ],
    ),
];

fn sources() -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, into: &mut Vec<PathBuf>) {
        let mut entries: Vec<PathBuf> = fs::read_dir(folder)
            .expect("src can be read")
            .map(|e| e.expect("entry").path())
            .collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                walk(&path, into);
            } else if path.extension().is_some_and(|e| e == "rs") {
                into.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    walk(&root, &mut files);
    assert!(files.len() > 20, "found only {} source files", files.len());
    files
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).expect("a source file is UTF-8");
            (
                path.strip_prefix(&root).expect("below src").to_path_buf(),
                text,
            )
        })
        .collect()
}

/// The code outside comments and outside the unit tests, which may look wherever they need to.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or(text);
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

fn module_of(path: &Path) -> String {
    let first = path
        .components()
        .next()
        .expect("a name")
        .as_os_str()
        .to_string_lossy()
        .into_owned();
    first.trim_end_matches(".rs").to_owned()
}

/// Every `crate::name` that follows the start of a path.
fn crate_paths(code: &str) -> Vec<String> {
    code.match_indices("crate::")
        .filter(|(at, _)| !code[..*at].ends_with('_'))
        .flat_map(|(at, prefix)| {
            let rest = &code[at + prefix.len()..];
            match rest.strip_prefix('{') {
                // use crate::{a::b, c}: the first name after each comma at depth one.
                Some(group) => {
                    let (mut depth, mut names, mut start) = (0usize, Vec::new(), true);
                    let mut name = String::new();
                    for c in group.chars() {
                        match c {
                            '}' if depth == 0 => break,
                            '{' => depth += 1,
                            '}' => depth -= 1,
                            ',' if depth == 0 => start = true,
                            c if start && (c.is_alphanumeric() || c == '_') => name.push(c),
                            _ => {
                                if start && !name.is_empty() {
                                    names.push(std::mem::take(&mut name));
                                    start = false;
                                }
                            }
                        }
                    }
                    if !name.is_empty() {
                        names.push(name);
                    }
                    names
                }
                None => {
                    vec![
                        rest.chars()
                            .take_while(|c| c.is_alphanumeric() || *c == '_')
                            .collect(),
                    ]
                }
            }
        })
        .filter(|name: &String| !name.is_empty())
        .collect()
}

#[test]
fn modules_import_only_what_the_table_allows() {
    let table: BTreeMap<&str, &[&str]> = MAY_IMPORT.iter().copied().collect();
    let mut faults = Vec::new();
    for (path, text) in sources() {
        let module = module_of(&path);
        if module == "lib" || module == "main" {
            continue;
        }
        let allowed = table
            .get(module.as_str())
            .unwrap_or_else(|| panic!("{module} is not in the table"));
        for name in crate_paths(&code(&text)) {
            let is_module = table.contains_key(name.as_str());
            if is_module && name != module && !allowed.contains(&name.as_str()) {
                faults.push(format!(
                    "{}: {module} may not import crate::{name}",
                    path.display()
                ));
            }
        }
        for (number, line) in text.lines().enumerate() {
            if line.contains("super::super") {
                faults.push(format!(
                    "{}:{}: write a crate:: path",
                    path.display(),
                    number + 1
                ));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn each_dependency_has_its_doors() {
    let mut faults = Vec::new();
    for (path, text) in sources() {
        let module = module_of(&path);
        let file = path.with_extension("").display().to_string();
        let code = code(&text);
        for (dependency, doors) in DOORS {
            let used = code
                .match_indices(&format!("{dependency}::"))
                .any(|(at, _)| {
                    let before = code[..at].chars().next_back();
                    !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
                });
            let allowed = doors
                .iter()
                .any(|door| *door == module || Path::new(&file).starts_with(door));
            if used && !allowed && !(module == "main" && *dependency == "anyhow") {
                faults.push(format!(
                    "{}: {dependency} is used only in {}",
                    path.display(),
                    doors.join(", ")
                ));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_reader_of_paths_sees_groups_and_plain_paths() {
    let text = "use crate::{model::Day, policy};\nlet x = crate::graph::Graph;";
    assert_eq!(crate_paths(text), ["model", "policy", "graph"]);
}

#[test]
fn nothing_is_left_unfinished() {
    let mut faults = Vec::new();
    for (path, text) in sources() {
        for (number, line) in text.lines().enumerate() {
            if ["todo!(", "unimplemented!(", "TODO", "FIXME", "#[ignore"]
                .iter()
                .any(|mark| line.contains(mark))
            {
                faults.push(format!("{}:{}", path.display(), number + 1));
            }
        }
    }
    assert!(faults.is_empty(), "unfinished: {}", faults.join(", "));
}
