//! Shipments and parties of a case; one entity a name.

use super::World;
use super::tables::{Row, country, day, number};
use crate::heuristics::words;
use crate::model::{
    Country, Entity, EntityId, EntityKey, IdVec, Measure, MergedRecord, RoleScores, ShipmentId,
    TextId, Wording,
};
use std::collections::BTreeMap;

impl World {
    pub(super) fn party(
        &mut self,
        name: Option<String>,
        country: Option<Country>,
        parties: &mut BTreeMap<(String, Option<Country>), crate::model::PartyId>,
    ) -> Option<crate::model::PartyId> {
        let name = name?;
        if let Some(&id) = parties.get(&(name.clone(), country)) {
            return Some(id);
        }
        let id = self.shipments.add_party(&name, "", country);
        parties.insert((name, country), id);
        Some(id)
    }

    pub(super) fn add_shipment(
        &mut self,
        row: &Row,
        parties: &mut BTreeMap<(String, Option<Country>), crate::model::PartyId>,
    ) -> Result<(), String> {
        let shipper = self.party(
            row.get("shipper_name").cloned(),
            country(row, "shipper_country")?,
            parties,
        );
        let consignee = self.party(
            row.get("consignee_name").cloned(),
            country(row, "consignee_country")?,
            parties,
        );
        let day = day(row, "date")?.ok_or("a shipment without a date")?;
        let s = &mut self.shipments;
        let mut text = |key: &str| {
            row.get(key)
                .map_or(TextId::NONE, |cell| s.text.intern(cell))
        };
        s.record_id.push(text("record_id"));
        s.notify_name.push(text("notify_name"));
        s.forwarder_name.push(text("forwarder_name"));
        s.carrier.push(text("carrier"));
        s.transport_mode.push(text("transport_mode"));
        s.vessel.push(text("vessel"));
        s.voyage.push(text("voyage"));
        s.bill_of_lading.push(text("bill_of_lading"));
        s.master_bill.push(text("master_bill"));
        s.container.push(text("container"));
        s.port_lading.push(text("port_lading"));
        s.port_unlading.push(text("port_unlading"));
        s.place_receipt.push(text("place_receipt"));
        s.final_destination.push(text("final_destination"));
        s.hs_code.push(text("hs_code"));
        s.description.push(text("description"));
        s.quantity_unit.push(text("quantity_unit"));
        s.currency.push(text("currency"));
        s.incoterm.push(text("incoterm"));
        s.brand.push(text("brand"));
        s.day.push(day);
        s.shipper.push(shipper);
        s.consignee.push(consignee);
        s.origin_country.push(country(row, "origin_country")?);
        s.export_country.push(country(row, "export_country")?);
        s.destination_country
            .push(country(row, "destination_country")?);
        s.quantity.push(number(row, "quantity")?);
        s.gross_weight_kg.push(number(row, "gross_weight")?);
        s.net_weight_kg.push(number(row, "net_weight")?);
        s.value.push(number(row, "value")?);
        s.value_usd.push(number(row, "value")?);
        s.unit_price.push(number(row, "unit_price")?);
        s.source.push(crate::model::SourceRow {
            file: 0,
            line: s.day.len() as u32 + 1,
        });
        if row.get("mirrored").is_some() {
            s.merged.push(MergedRecord {
                into: ShipmentId::new(s.day.len() - 1),
                record_id: TextId::NONE,
                source: crate::model::SourceRow { file: 0, line: 0 },
                reason: "mirror",
            });
        }
        let item = row
            .get("item")
            .map(|slug| {
                self.items
                    .enumerate()
                    .find(|(_, item)| item.id == *slug)
                    .map(|(id, _)| id)
                    .ok_or(format!("no item '{slug}' in the test catalogue"))
            })
            .transpose()?;
        let units = number(row, "units")?;
        let tpp = item.map_or(Measure::UNKNOWN, |item| {
            let tpp = self.items[item].tpp;
            units.map(|n| n * tpp.get().unwrap_or(f64::NAN))
        });
        self.goods.item.push(item);
        self.goods.inside.push(item);
        self.goods
            .confidence
            .push(match (item, number(row, "confidence")?.get()) {
                (None, _) => 0.0,
                (Some(_), stated) => stated.unwrap_or(0.95) as f32,
            });
        self.goods.units.push(units);
        self.goods.tpp.push(tpp);
        self.goods
            .wording
            .push(match row.get("description").map(String::as_str) {
                None if item.is_some() => Wording::Specific,
                None => Wording::Missing,
                Some(words)
                    if item.is_none()
                        && words::has(
                            words,
                            &[
                                "parts".to_owned(),
                                "electronics".to_owned(),
                                "modules".to_owned(),
                                "goods".to_owned(),
                                "equipment".to_owned(),
                            ],
                        ) =>
                {
                    Wording::Vague
                }
                Some(_) => Wording::Specific,
            });
        self.goods.why.push(0);
        Ok(())
    }

    /// One entity a name.
    pub(super) fn resolve(&mut self) {
        let text = &self.shipments.text;
        let mut by_name: BTreeMap<&str, Vec<crate::model::PartyId>> = BTreeMap::new();
        for (id, party) in self.shipments.parties.enumerate() {
            by_name.entry(text.get(party.name)).or_default().push(id);
        }
        let mut entity_of = vec![EntityId::new(0); self.shipments.parties.len()];
        let mut entities = IdVec::new();
        for (i, members) in by_name.values().enumerate() {
            let first = &self.shipments.parties[members[0]];
            let mut countries: Vec<Country> = members
                .iter()
                .filter_map(|&id| self.shipments.parties[id].country)
                .collect();
            countries.sort_unstable();
            countries.dedup();
            let id = entities.push(Entity {
                key: EntityKey(i as u64 + 1),
                name: first.name,
                parties: members.clone().into(),
                country: first.country,
                countries: countries.into(),
                attributes: None,
                owners: Vec::new(),
                listed: Vec::new(),
                headquarters: None,
                address_marks: Box::default(),
            });
            for member in members {
                entity_of[member.index()] = id;
            }
            self.roles.push(RoleScores::default());
        }
        self.resolution.entity_of = IdVec::from(entity_of);
        self.resolution.entities = entities;
    }

    pub(super) fn entity(&self, name: &str) -> Result<EntityId, String> {
        self.resolution
            .entities
            .enumerate()
            .find(|(_, entity)| self.shipments.text.get(entity.name) == name.trim())
            .map(|(id, _)| id)
            .ok_or(format!("no entity '{name}'"))
    }
}
