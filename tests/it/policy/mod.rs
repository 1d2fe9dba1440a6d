//! The rules as a user meets them: on the command line, in files of his own, and in the documentation.

mod answers;
mod compare;
mod own_files;
mod pages;
mod status;

use crate::program;
use std::path::PathBuf;
use std::process::Output;
use tidewaiter::model::{Day, Item};
use tidewaiter::policy::Policy;
use tidewaiter::reference::catalogue::{self, Named};

fn root() -> PathBuf {
    PathBuf::from(program::ROOT)
}

fn tidewaiter(args: &[&str]) -> Output {
    program::tidewaiter(&root(), args)
}

fn status(args: &[&str]) -> Output {
    tidewaiter(&[&["policy", "status"], args].concat())
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

fn built_in() -> Policy {
    Policy::built_in().unwrap_or_else(|error| panic!("{error}"))
}

fn item(name: &str) -> Item {
    let items = catalogue::load();
    match catalogue::find(&items, name) {
        Named::One(id) => items[id].clone(),
        other => panic!("{name}: {other:?}"),
    }
}

fn day(text: &str) -> Day {
    Day::from_iso(text).expect(text)
}
