//! What a layout leaves open and the cells tell: the order of day and month, the decimal mark.

use super::blocks::{Blocks, Body, TextBlocks};
use super::clean::date::{DateOrder, Evidence, settles};
use super::clean::number::guess_mark;
use super::column::Column;
use super::dialect;
use super::error::Error;
use super::layout::Layout;
use super::limits::Limits;
use super::plan::Plan;
use super::source::Input;
use std::collections::BTreeMap;

const NUMBERS: [Column; 5] = [
    Column::Quantity,
    Column::GrossWeight,
    Column::NetWeight,
    Column::Value,
    Column::UnitPrice,
];

/// Positions of the cells that [`settle`] has to look at.
pub fn open_questions(plan: &Plan, layout: &Layout) -> Vec<usize> {
    let numbers = NUMBERS.iter().filter(|_| layout.decimal.is_none());
    let dates = [Column::Date];
    let dates = dates.iter().filter(|_| plan.date_order.is_none());
    (numbers.chain(dates))
        .flat_map(|&column| &plan.sources[column as usize])
        .map(|source| source.index)
        .collect()
}

/// Reads on until a column of dates tells its order; for when the first part of a file does not.
pub type Further<'a> = &'a dyn Fn(&Plan, usize) -> Result<Option<DateOrder>, Error>;

/// Finds the order of day and month and the decimal mark where the layout leaves them open.
pub fn settle(
    input: &Input,
    plan: &mut Plan,
    layout: &Layout,
    looked_at: &BTreeMap<usize, Vec<String>>,
    further: Further<'_>,
) -> Result<(), Error> {
    let cells = |index: usize| {
        let cells = looked_at.get(&index).into_iter().flatten();
        cells.map(|cell| cell.trim())
    };
    if layout.decimal.is_none() {
        let numbers = NUMBERS
            .iter()
            .flat_map(|&c| &plan.sources[c as usize])
            .flat_map(|s| cells(s.index));
        if let Some(mark) = guess_mark(numbers) {
            plan.mark = mark;
        }
    }
    if plan.date_order.is_some() {
        return Ok(());
    }
    for source in &plan.sources[Column::Date as usize] {
        let (mut order, mut open): (Option<DateOrder>, Option<&str>) = (None, None);
        let mut both = false;
        for cell in cells(source.index) {
            match settles(cell) {
                Evidence::Settles(found) if order.is_none_or(|o| o == found) => order = Some(found),
                Evidence::Settles(_) => {
                    order = None;
                    open = Some(cell);
                    both = true;
                    break;
                }
                Evidence::Open => open = open.or(Some(cell)),
                Evidence::Nothing => {}
            }
        }
        match (order, open) {
            (Some(order), _) => {
                plan.date_order = Some(order);
                plan.order_found = true;
                break;
            }
            (None, Some(_)) if !both && let Some(order) = further(plan, source.index)? => {
                plan.date_order = Some(order);
                plan.order_found = true;
                break;
            }
            (None, Some(example)) => {
                return Err(Error::DateOrder {
                    file: input.name(),
                    column: plan.name_of(source.index).to_owned(),
                    example: example.chars().take(40).collect(),
                });
            }
            (None, None) => {}
        }
    }
    Ok(())
}

/// The order that the first cell settles which can be read one way only, looked for in the whole file.
pub fn order_further_down(
    input: &Input,
    layout: &Layout,
    plan: &Plan,
    index: usize,
    limits: &Limits,
) -> Result<Option<DateOrder>, Error> {
    let mut blocks = TextBlocks::open(input, layout.encoding.as_deref(), limits)?;
    blocks.set_delimiter(plan.delimiter);
    while let Some(block) = blocks.next_block()? {
        let text = match &block.body {
            Body::Text(text) => text.as_bytes(),
            Body::Bytes(bytes) => bytes.as_slice(),
            Body::Rows(_) => return Ok(None),
        };
        let records = dialect::sample(text, plan.delimiter, usize::MAX).records;
        let settled = records
            .iter()
            .filter_map(|record| record.get(index))
            .find_map(|cell| match settles(cell) {
                Evidence::Settles(order) => Some(order),
                _ => None,
            });
        if settled.is_some() {
            return Ok(settled);
        }
    }
    Ok(None)
}
