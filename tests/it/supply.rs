//! What the program is made of and what it talks to: licences and sources of every crate, and no network.

use crate::program::{PROGRAM, ROOT, SHIPMENTS};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

fn read(name: &str) -> toml::Table {
    let text = fs::read_to_string(Path::new(ROOT).join(name)).expect(name);
    text.parse().unwrap_or_else(|e| panic!("{name}: {e}"))
}

#[test]
fn every_crate_of_the_lock_file_comes_from_crates_io_with_a_hash() {
    let lock = read("Cargo.lock");
    let packages = lock["package"].as_array().expect("packages");
    assert!(packages.len() > 100);
    for package in packages {
        let name = package["name"].as_str().expect("a name");
        if name == env!("CARGO_PKG_NAME") {
            continue;
        }
        let source = package.get("source").and_then(toml::Value::as_str);
        assert_eq!(
            source,
            Some("registry+https://github.com/rust-lang/crates.io-index"),
            "{name}"
        );
        let hash = package.get("checksum").and_then(toml::Value::as_str);
        assert_eq!(hash.map(str::len), Some(64), "{name}");
    }
}

/// Can the terms of this licence expression be met with these licences?
fn allowed(expression: &str, allow: &BTreeSet<String>) -> bool {
    // Old expressions write a slash for OR. OR binds weaker than AND; brackets are taken out from the inside.
    let mut text = expression.replace('/', " OR ");
    while let Some(open) = text.rfind('(') {
        let close = open + text[open..].find(')').expect("brackets come in pairs");
        let word = if allowed(&text[open + 1..close], allow) {
            "yes"
        } else {
            "no"
        };
        text.replace_range(open..=close, word);
    }
    text.split(" OR ").any(|either| {
        either
            .split(" AND ")
            .map(str::trim)
            .all(|licence| licence == "yes" || allow.contains(licence))
    })
}

#[test]
fn every_crate_of_the_program_has_a_licence_that_deny_toml_allows() {
    let deny = read("deny.toml");
    let allow: BTreeSet<String> = deny["licenses"]["allow"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|licence| licence.as_str().expect("a licence").to_owned())
        .collect();
    let output = Command::new(env!("CARGO"))
        .current_dir(ROOT)
        .args(["metadata", "--format-version", "1", "--locked", "--offline"])
        .args(["--filter-platform", "x86_64-unknown-linux-gnu"])
        .output()
        .expect("cargo starts");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    assert!(packages.len() > 100);
    let refused: Vec<String> = packages
        .iter()
        .filter(|package| !allowed(package["license"].as_str().unwrap_or("none"), &allow))
        .map(|package| format!("{} {}", package["name"], package["license"]))
        .collect();
    assert_eq!(refused, Vec::<String>::new());

    let only = |list: &[&str]| list.iter().map(|l| (*l).to_owned()).collect();
    assert!(allowed("MIT OR GPL-3.0", &only(&["MIT"])));
    assert!(!allowed("MIT AND GPL-3.0", &only(&["MIT"])));
    assert!(!allowed("(MIT OR ISC) AND GPL-3.0", &only(&["MIT"])));
    assert!(allowed("(GPL-3.0 OR MIT) AND ISC", &only(&["MIT", "ISC"])));
}

#[test]
fn unsafe_code_is_forbidden_and_no_crate_of_the_network_is_locked() {
    let manifest = read("Cargo.toml");
    assert_eq!(
        manifest["lints"]["rust"]["unsafe_code"].as_str(),
        Some("forbid")
    );
    let lock = read("Cargo.lock");
    let names: BTreeSet<&str> = lock["package"]
        .as_array()
        .expect("packages")
        .iter()
        .filter_map(|package| package["name"].as_str())
        .collect();
    // Cargo.lock also names what no feature of ours turns on; what is linked is asked of the binary below.
    for name in ["reqwest", "hyper", "ureq", "openssl", "rustls", "curl"] {
        let linked = names.contains(name) && in_binary(name);
        assert!(!linked, "{name}");
    }
}

/// Does the binary hold the crate? Panics and type names carry the crate's path.
fn in_binary(name: &str) -> bool {
    let bytes = fs::read(PROGRAM).expect("the program");
    let path = format!("/{name}-");
    bytes
        .windows(path.len())
        .any(|window| window == path.as_bytes())
}

/// Functions of the C library that make or take a connection, or ask for an address.
const CONNECTING: [&str; 9] = [
    "socket",
    "connect",
    "bind",
    "listen",
    "accept",
    "accept4",
    "getaddrinfo",
    "gethostbyname",
    "res_query",
];

#[test]
fn the_program_cannot_open_a_connection() {
    // The strongest proof is the plainest: the functions are not among those that the program asks its system for.
    let output = Command::new("nm")
        .args(["-D", "--undefined-only", PROGRAM])
        .output()
        .expect("nm of binutils, which linking needs anyway");
    let symbols = String::from_utf8_lossy(&output.stdout);
    let imported: BTreeSet<&str> = symbols
        .lines()
        .filter_map(|line| line.split_whitespace().last())
        .map(|symbol| symbol.split('@').next().unwrap_or(symbol))
        .collect();
    assert!(imported.contains("write"), "{symbols}");
    let connecting: Vec<&&str> = imported
        .iter()
        .filter(|symbol| CONNECTING.contains(symbol))
        .collect();
    assert_eq!(connecting, Vec::<&&str>::new());
}

/// Arguments of the main commands, in an order in which each finds what it needs.
const COMMANDS: [&[&str]; 9] = [
    &["scan", SHIPMENTS, "--out", "run"],
    &["explain", "run", "1"],
    &["case", "run", "1"],
    &["verify", "run"],
    &["export", "run", "--format", "xlsx", "--out", "a.xlsx"],
    &["export", "run", "--format", "dossier", "--out", "dossier"],
    &[
        "paths",
        SHIPMENTS,
        "--max-legs",
        "3",
        "--window",
        "60d",
        "--to",
        "restricted",
        "--resolve",
        "off",
        "--count",
    ],
    &["policy", "list"],
    &["simulate", "--rows", "1000", "--out", "world"],
];

#[test]
fn no_command_makes_a_call_to_the_network() {
    let folder = tempfile::tempdir().expect("a folder");
    let trace = folder.path().join("calls");
    let traced = Command::new("strace")
        .args(["-f", "-e", "trace=network", "-o"])
        .arg(&trace)
        .arg("true")
        .output()
        .is_ok_and(|output| output.status.success());
    for arguments in COMMANDS {
        let mut command = if traced {
            let mut command = Command::new("strace");
            command
                .args(["-f", "-e", "trace=network", "-o"])
                .arg(&trace);
            command.arg(PROGRAM);
            command
        } else {
            // Where nobody may watch the calls, the test above still shows that there can be none.
            Command::new(PROGRAM)
        };
        let output = command
            .current_dir(folder.path())
            .args(arguments)
            .output()
            .expect("the program starts");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {said}");
        if traced {
            let calls = fs::read_to_string(&trace).expect("the calls");
            // A pair of connected ends inside the process is how a signal wakes it up; it leads nowhere else.
            let outward: Vec<&str> = calls
                .lines()
                .filter(|line| {
                    CONNECTING
                        .iter()
                        .any(|name| line.contains(&format!(" {name}(")))
                })
                .collect();
            assert_eq!(outward, Vec::<&str>::new(), "{arguments:?}");
        }
    }
    remote_resources(&folder.path().join("run"));
    remote_resources(&folder.path().join("dossier"));
}

/// No report makes its reader's machine fetch anything.
fn remote_resources(dir: &Path) {
    let mut looked = 0;
    for entry in fs::read_dir(dir).expect("a folder") {
        let path = entry.expect("an entry").path();
        let ending = path
            .extension()
            .and_then(|e| e.to_str())
            .unwrap_or_default();
        if !["html", "svg", "md"].contains(&ending) {
            continue;
        }
        looked += 1;
        let text = fs::read_to_string(&path).expect("text").to_lowercase();
        let bare: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && !"\"'".contains(*c))
            .collect();
        for fetch in [
            "src=", "href=", "url(", "@import", "action=", "data=", "srcset=", "](",
        ] {
            for (at, _) in bare.match_indices(fetch) {
                let rest = &bare[at + fetch.len()..];
                let remote = ["http:", "https:", "//", "ftp:", "file:"]
                    .iter()
                    .any(|start| rest.starts_with(start));
                assert!(
                    !remote,
                    "{}: {fetch}{}",
                    path.display(),
                    rest.chars().take(60).collect::<String>()
                );
            }
        }
        assert!(
            !bare.contains("<script") || bare.contains("content-security-policy"),
            "{}",
            path.display()
        );
    }
    assert!(looked > 0, "no report in {}", dir.display());
}
