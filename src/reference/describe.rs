//! The catalogue as a document for readers: `docs/items.md` is made from the data by this.

use crate::model::{Item, ItemKind, Items, Measure, Range};
use crate::reference::catalogue::ItemSource;
use crate::reference::headings::Headings;
use std::fmt::Write;

/// The whole document, Markdown. Same data, same bytes.
pub fn markdown(items: &Items, headings: &Headings, sources: &[ItemSource]) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = write_all(&mut out, items, headings, sources);
    out
}

fn write_all(
    out: &mut String,
    items: &Items,
    headings: &Headings,
    sources: &[ItemSource],
) -> std::fmt::Result {
    let of = |kind: ItemKind| items.iter().filter(move |item| item.kind == kind);
    writeln!(
        out,
        "<!-- Made from data/reference/items/ by a test. Do not edit. -->\n"
    )?;
    writeln!(out, "# Items\n")?;
    writeln!(
        out,
        "{} accelerators, {} boards, {} systems and {} listed headings that `tidewaiter` recognises in goods texts.\n",
        of(ItemKind::Accelerator).count(),
        of(ItemKind::Baseboard).count(),
        of(ItemKind::System).count(),
        of(ItemKind::ListedHeading).count()
    )?;
    out.push_str(INTRODUCTION);
    writeln!(out, "## Accelerators\n")?;
    writeln!(
        out,
        "| id | maker and model | form | TPP | density | memory GB, GB/s | I/O GB/s | kg | USD | notes | sure |\n|---|---|---|---:|---:|---|---:|---|---|---|---|"
    )?;
    for item in of(ItemKind::Accelerator) {
        writeln!(
            out,
            "| `{}` | {} {} | {} | {} | {} | {}, {} | {} | {} | {} | {} | {} ({}) |",
            item.id,
            item.vendor,
            cell(&item.model),
            cell(&item.form),
            number(item.tpp),
            number(item.performance_density),
            number(item.memory_gb),
            number(item.memory_bandwidth),
            number(item.io_bandwidth),
            range(item.unit_weight_kg),
            range(item.unit_price_usd),
            notes(item),
            item.confidence,
            item.sources.join(" ")
        )?;
    }
    writeln!(out, "\n## Boards and systems\n")?;
    writeln!(
        out,
        "| id | maker and model | accelerators in one | holds, the usual first | kg | USD | notes | sure |\n|---|---|---:|---|---|---|---|---|"
    )?;
    for item in of(ItemKind::Baseboard).chain(of(ItemKind::System)) {
        let holds: Vec<String> = item.holds.iter().map(|id| format!("`{id}`")).collect();
        writeln!(
            out,
            "| `{}` | {} {} | {} | {} | {} | {} | {} | {} ({}) |",
            item.id,
            item.vendor,
            cell(&item.model),
            item.accelerators
                .get()
                .map_or("as ordered".to_owned(), |count| format!("{count}")),
            if holds.is_empty() {
                "any card or none".to_owned()
            } else {
                holds.join(", ")
            },
            range(item.unit_weight_kg),
            range(item.unit_price_usd),
            cell(&item.note),
            item.confidence,
            item.sources.join(" ")
        )?;
    }
    writeln!(out, "\n## Goods headings\n")?;
    writeln!(
        out,
        "| HS | goods | USD a kg | why it matters | CHPL tier | sure |\n|---|---|---|---|---|---|"
    )?;
    for heading in headings.iter() {
        writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} ({}) |",
            heading.hs6,
            cell(&heading.label),
            range(heading.usd_per_kg),
            heading.relevance.join(", "),
            heading
                .chpl_tier
                .as_deref()
                .unwrap_or(if heading.in_cases { "in cases" } else { "" }),
            heading.confidence,
            heading.sources.join(" ")
        )?;
    }
    writeln!(out, "\n## Sources\n")?;
    for source in sources {
        write!(
            out,
            "- **{}** {}, {}",
            source.id,
            cell(&source.title),
            cell(&source.publisher)
        )?;
        if !source.date.is_empty() {
            write!(out, ", {}", source.date)?;
        }
        if !source.url.is_empty() {
            write!(out, ", <{}>", source.url)?;
        }
        writeln!(
            out,
            " ({}; reliability: {})",
            cell(&source.kind),
            cell(&source.reliability)
        )?;
    }
    Ok(())
}

const INTRODUCTION: &str = "\
TPP is 2 x MacTOPS x bit length of the number format that gives the largest product (dense, no sparsity); density is TPP
over the applicable die area in mm2. A test recomputes both for every row. An empty cell is unknown, not zero. Weights run
from the bare piece to the packed one, prices from used or street to new or list; weights of modules and I/O figures are
estimates or recalled from data sheets.

How a text is read: capitals without accents, separators taken out but remembered; one pass of one automaton finds names,
part numbers and telling words. A distinct name or a part number is the item by itself. A token that other trades use too
(a pump H100, paper A100, a screw L4) needs words of this trade around it: the maker, a word for graphics cards, a bus or
memory type, a memory size that fits, a heading of computers. Goods *for* an item (a bracket, a cable), empty boxes, mock-ups
and laptops are no item. Where the variant is left open, the one marked *stands for the family* is taken and the reason says
so. Machines that the catalogue does not hold are no item, but the accelerators named in them count. A shipment that
names no item under a heading of the Common High Priority List (CHPL), or under one of four that documented cases name
beside it (`in_cases`), is that heading, with a confidence of 0.3 at most: the heading is a sign, the maker, by brand, name
or part number, decides about control. Where the papers carry no whole code, or another under which customs take the same
goods, words can name such goods (`data/reference/items/named_goods.csv`).

What no text can show: a false description. It has to show in weight and value.

";

fn number(measure: Measure) -> String {
    measure
        .get()
        .map_or(String::new(), |value| format!("{value}"))
}

fn range(range: Range) -> String {
    match (range.low.get(), range.high.get()) {
        (Some(low), Some(high)) => format!("{low} to {high}"),
        _ => String::new(),
    }
}

fn cell(text: &str) -> String {
    text.replace('|', "/")
}

fn notes(item: &Item) -> String {
    let mut notes = Vec::new();
    if item.made_for_china {
        notes.push("made for China".to_owned());
    }
    if !item.datacenter {
        notes.push("not for data centres".to_owned());
    }
    if item.represents_family {
        notes.push("stands for the family".to_owned());
    }
    if !item.note.is_empty() {
        notes.push(cell(&item.note));
    }
    notes.join("; ")
}
