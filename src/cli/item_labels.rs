//! `tidewaiter item --input FILE --label COLUMN`: how well labelled texts are recognised, and what is taken for what.

use crate::items::Recognition;
use crate::model::{ItemId, ItemKind, Items};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Texts shown one by one; the counts are over all.
const SHOWN: usize = 200;

/// What was found so far against its labels.
#[derive(Default)]
pub(super) struct Labels {
    texts: u64,
    right: u64,
    read: u64,
    wanted: u64,
    counted: u64,
    counted_right: u64,
    /// Label and what was read instead, with the number of texts.
    confusions: BTreeMap<(String, String), u64>,
    lines: Vec<String>,
}

/// What the label would have to be: a family for a card, a model for a board or machine.
fn name(items: &Items, id: Option<ItemId>) -> &str {
    match id.map(|id| &items[id]) {
        None => "none",
        Some(item) if item.kind == ItemKind::Accelerator => &item.family,
        Some(item) => &item.model,
    }
}

impl Labels {
    /// Takes one text: its label (an id, a family or a model; empty or `none` for no item) and its labelled units,
    /// `None` where the table labels none.
    pub(super) fn see(
        &mut self,
        items: &Items,
        found: &Recognition,
        line: u64,
        text: &str,
        label: &str,
        units: Option<&str>,
    ) {
        let label = match label.trim() {
            "" => "none",
            label => label,
        };
        // Labels name accelerators and what holds them: goods known by a listed heading only are none of those.
        let heading = |id: &ItemId| items[*id].kind == ItemKind::ListedHeading;
        let item = found.item.filter(|id| label != "none" || !heading(id));
        let read = name(items, item);
        let is = |known: &str| known.eq_ignore_ascii_case(label);
        let right = is(read) || item.is_some_and(|id| is(&items[id].id) || is(&items[id].model));
        self.texts += 1;
        self.wanted += u64::from(label != "none");
        self.read += u64::from(item.is_some());
        self.right += u64::from(right && item.is_some());
        let mut told = String::new();
        if !right {
            *self
                .confusions
                .entry((label.to_owned(), read.to_owned()))
                .or_default() += 1;
            let _ = write!(told, "wanted {label}, read {read}");
        }
        if let Some(wanted) = units.map(|units| units.trim().parse::<f64>().ok())
            && (label != "none" || wanted.is_some())
        {
            self.counted += 1;
            if found.units.get() == wanted {
                self.counted_right += 1;
            } else {
                let shown =
                    |units: Option<f64>| units.map_or("unknown".to_owned(), |n| n.to_string());
                let comma = if told.is_empty() { "" } else { "; " };
                let (wanted, read) = (shown(wanted), shown(found.units.get()));
                let _ = write!(told, "{comma}units wanted {wanted}, read {read}");
            }
        }
        if !told.is_empty() && self.lines.len() < SHOWN {
            self.lines.push(format!(
                "  line {line}: \"{}\": {told}",
                text.escape_debug()
            ));
        }
    }

    /// The report.
    pub(super) fn report(&self, units: bool) -> String {
        let share = |part: u64, all: u64| match all {
            0 => format!("unknown (0 of {all})"),
            _ => format!("{:.3} ({part} of {all})", part as f64 / all as f64),
        };
        let mut out = format!(
            "{} labelled texts, {} of them with an item\nprecision  {}\nrecall     {}\n",
            self.texts,
            self.wanted,
            share(self.right, self.read),
            share(self.right, self.wanted),
        );
        if units {
            let _ = writeln!(
                out,
                "units      {}",
                share(self.counted_right, self.counted)
            );
        }
        if !self.confusions.is_empty() {
            out.push_str("\nConfusions, wanted -> read: texts\n");
            let mut all: Vec<_> = self.confusions.iter().collect();
            all.sort_by_key(|(_, texts)| std::cmp::Reverse(**texts));
            for ((label, read), texts) in all {
                let _ = writeln!(out, "  {} -> {read}: {texts}", label.escape_debug());
            }
        }
        if !self.lines.is_empty() {
            let _ = writeln!(out, "\nTexts read otherwise, the first {SHOWN}");
            for line in &self.lines {
                let _ = writeln!(out, "{line}");
            }
        }
        out
    }
}
