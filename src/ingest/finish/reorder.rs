//! The columns of a table in another order.

use crate::model::{MergedRecord, PartyId, ShipmentId, Shipments, TextId};
use rayon::prelude::*;

/// Puts the rows into the order given: row `i` of the result is row `order[i]` of the table. Rows left out are
/// dropped with what is noted of their cells.
pub fn reorder(rows: &mut Shipments, order: &[u32], merged: Vec<MergedRecord>) {
    let in_place =
        order.len() == rows.len() && order.iter().enumerate().all(|(i, &o)| i == o as usize);
    if !in_place {
        macro_rules! gather {
            ($($column:ident)*) => { gather(vec![$(&mut rows.$column),*], order); };
        }
        let (source, day) = (&mut rows.source, &mut rows.day);
        rayon::join(|| gather(vec![source], order), || gather(vec![day], order));
        gather!(shipper consignee);
        gather!(origin_country export_country destination_country);
        gather!(quantity gross_weight_kg net_weight_kg value value_usd unit_price);
        let mut texts: Vec<&mut Vec<TextId>> = rows
            .extra
            .iter_mut()
            .map(|extra| &mut extra.cells)
            .collect();
        macro_rules! texts {
            ($($column:ident)*) => { texts.extend([$(&mut rows.$column),*]); };
        }
        texts!(record_id notify_name forwarder_name carrier transport_mode vessel voyage bill_of_lading master_bill
            container port_lading port_unlading place_receipt final_destination hs_code description quantity_unit
            currency incoterm brand);
        gather(texts, order);
        if !rows.originals.is_empty() || !rows.completed.is_empty() {
            let mut place = vec![None; order.iter().max().map_or(0, |&m| m as usize + 1)];
            for (new, &old) in order.iter().enumerate() {
                place[old as usize] = Some(ShipmentId::new(new));
            }
            let moved = |shipment: &mut ShipmentId| {
                let new = place.get(shipment.index()).copied().flatten();
                new.inspect(|&new| *shipment = new).is_some()
            };
            rows.originals.retain_mut(|cell| moved(&mut cell.shipment));
            rows.completed.retain_mut(|cell| moved(&mut cell.shipment));
        }
    }
    rows.completed
        .par_sort_by_key(|cell| (cell.shipment, cell.column));
    rows.originals.par_sort_by_key(|o| (o.shipment, o.column));
    rows.merged = merged;
}

/// Columns of one type in another order.
pub fn gather<T: Copy + Send + Sync>(mut columns: Vec<&mut Vec<T>>, order: &[u32]) {
    // Rows that only close up stay in their own memory.
    let close_up = order.is_sorted();
    let threads = rayon::current_num_threads();
    let lane = columns.len().div_ceil(threads).max(1);
    columns.par_chunks_mut(lane).for_each(|columns| {
        // The memory of one column takes the next: pages new from the system cost more than the copying.
        let mut spare = Vec::new();
        for column in columns {
            if close_up {
                for (new, &old) in order.iter().enumerate() {
                    column[new] = column[old as usize];
                }
                column.truncate(order.len());
            } else {
                spare.clear();
                spare.extend(order.iter().map(|&old| column[old as usize]));
                std::mem::swap(*column, &mut spare);
            }
        }
    });
}

/// Numbers parties by first appearance in the order of rows, so that their ids do not tell in which order rows came.
pub fn renumber_parties(rows: &mut Shipments) {
    let mut place: Vec<Option<PartyId>> = vec![None; rows.parties.len()];
    let mut kept = crate::model::Parties::new();
    for at in 0..rows.day.len() {
        for column in [&mut rows.shipper, &mut rows.consignee] {
            if let Some(old) = column[at] {
                let new = *place[old.index()].get_or_insert_with(|| kept.push(rows.parties[old]));
                column[at] = Some(new);
            }
        }
    }
    rows.parties = kept;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_put_in_order_or_closed_up() {
        for order in [vec![3, 0, 2], vec![0, 2, 3], vec![]] {
            let (mut a, mut b) = (vec![10, 11, 12, 13], vec![20, 21, 22, 23]);
            gather(vec![&mut a, &mut b], &order);
            let of = |base: u32| -> Vec<u32> { order.iter().map(|at| base + at).collect() };
            assert_eq!((a, b), (of(10), of(20)));
        }
    }
}
